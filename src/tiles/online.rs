//! Tiles from a service, over HTTP. The only file that speaks to the network.
//!
//! Limits: 5 seconds to connect, 15 in all, 4 MiB, three redirects. A redirect stays on its host, so that neither the key
//! nor the question reaches anybody else; it never leads from HTTPS to HTTP, and to another port by HTTPS only. A service
//! that keeps failing is left alone for a while. What is said of a failure names neither address nor key.

use std::io::Read as _;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::http::{Response, Uri};
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Error};

use crate::progress::Progress;

use super::backoff::Backoff;
use super::decode::{Content, decode};
use super::disk_cache::DiskCache;
use super::fault::TileFault;
use super::grid::{Grid, TileId};
use super::template::{Key, Template};

/// Bytes of an answer.
const MOST_BYTES: u64 = 4 << 20;
/// Redirects of one tile.
const MOST_REDIRECTS: usize = 3;
const CONNECT_TIME: Duration = Duration::from_secs(5);
const WHOLE_TIME: Duration = Duration::from_secs(15);
/// Bytes between two looks whether anybody still waits.
const PIECE_BYTES: usize = 64 << 10;
/// What services call vector tiles; the first is the registered one.
const VECTOR_KINDS: [&str; 4] = [
    "application/vnd.mapbox-vector-tile",
    "application/x-protobuf",
    "application/protobuf",
    "application/vnd.mapbox.vector-tile",
];
const USER_AGENT: &str = concat!("redshank/", env!("CARGO_PKG_VERSION"));

/// A service that is asked with a user's key.
#[derive(Debug)]
pub struct Online {
    agent: Agent,
    template: Template,
    grid: Grid,
    key: Key,
    cache: Option<DiskCache>,
    whole_time: Duration,
    /// There are certificates to know a service by.
    has_roots: bool,
    backoff: Mutex<Backoff>,
}

impl Online {
    /// Nothing is asked yet. Whose certificates count is what the system says now.
    ///
    /// # Errors
    /// [`TileFault::NoKey`] where the address needs one, [`TileFault::NoRoots`] where it needs certificates.
    pub fn new(
        template: Template,
        grid: Grid,
        key: Key,
        cache: Option<DiskCache>,
    ) -> Result<Online, TileFault> {
        Online::with_roots(template, grid, key, cache, system_roots())
    }

    fn with_roots(
        template: Template,
        grid: Grid,
        key: Key,
        cache: Option<DiskCache>,
        roots: Vec<Certificate<'static>>,
    ) -> Result<Online, TileFault> {
        if template.needs_key() && key.is_empty() {
            return Err(TileFault::NoKey);
        }
        if template.is_https() && roots.is_empty() {
            return Err(TileFault::NoRoots);
        }
        Ok(Online {
            has_roots: !roots.is_empty(),
            agent: agent(template.is_local(), roots),
            template,
            grid,
            key,
            cache,
            whole_time: WHOLE_TIME,
            backoff: Mutex::default(),
        })
    }

    /// The same with another limit of time for a tile.
    #[must_use]
    pub fn within(mut self, whole_time: Duration) -> Online {
        self.whole_time = whole_time;
        self
    }

    /// A tile, from the cache or from the service; `None` where the service has none. Where the service does not answer,
    /// an old tile serves.
    ///
    /// # Errors
    /// No answer, a refusal, or an answer that is no tile.
    pub fn tile(&self, tile: TileId, progress: &Progress) -> Result<Option<Content>, TileFault> {
        let cached = self.cache.as_ref().and_then(|cache| cache.get(tile));
        let cached = cached.and_then(|kept| Some((decode(&kept.bytes, tile).ok()?, kept.fresh)));
        let old = match cached {
            Some((content, true)) => return Ok(Some(content)),
            cached => cached.map(|(content, _)| content),
        };
        match (self.ask(tile, progress), old) {
            (Err(fault), Some(old)) if fault != TileFault::Cancelled => Ok(Some(old)),
            (answer, _) => answer,
        }
    }

    /// What went wrong last, while the service has not answered properly since.
    pub fn trouble(&self) -> Option<TileFault> {
        self.backoff().fault().cloned()
    }

    /// Asks the service, unless it is left alone, and keeps what comes.
    fn ask(&self, tile: TileId, progress: &Progress) -> Result<Option<Content>, TileFault> {
        self.backoff().check(Instant::now())?;
        let answer = self.fetch(tile, progress).and_then(|bytes| {
            let content = bytes.as_deref().map(|bytes| decode(bytes, tile)).transpose()?;
            Ok(bytes.zip(content))
        });
        match &answer {
            Ok(_) => self.backoff().answered(),
            Err(TileFault::Cancelled) => {}
            Err(fault) => self.backoff().failed(fault, Instant::now()),
        }
        let content = answer?.map(|(bytes, content)| {
            if let Some(cache) = &self.cache {
                cache.put(tile, &bytes);
            }
            content
        });
        Ok(content)
    }

    fn backoff(&self) -> MutexGuard<'_, Backoff> {
        // It is only ever replaced whole or counted up.
        self.backoff.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn fetch(&self, tile: TileId, progress: &Progress) -> Result<Option<Vec<u8>>, TileFault> {
        let begin = Instant::now();
        let address = self.template.address(tile, self.grid, &self.key)?;
        let mut uri: Uri = address.parse().map_err(|_| TileFault::BadTemplate("letters"))?;
        for _ in 0..=MOST_REDIRECTS {
            progress.check().map_err(|_| TileFault::Cancelled)?;
            if uri.scheme_str() == Some("https") && !self.has_roots {
                return Err(TileFault::NoRoots);
            }
            let left = self.whole_time.saturating_sub(begin.elapsed());
            if left.is_zero() {
                return Err(TileFault::NoAnswer("timeout"));
            }
            let call = self
                .agent
                .get(uri.clone())
                .config()
                .timeout_global(Some(left))
                .build();
            let response = call.call().map_err(|error| fault(&error))?;
            match response.status().as_u16() {
                200 => return body(response, progress),
                // What services say of places that they have no picture of.
                204 | 404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => uri = redirected(&uri, &response)?,
                status => return Err(TileFault::Status(status)),
            }
        }
        Err(TileFault::Redirected)
    }
}

/// Those whom the system trusts; an institution's own are among them. Without the unreadable ones, of which nothing can
/// be said to the user that would help him.
fn system_roots() -> Vec<Certificate<'static>> {
    let found = rustls_native_certs::load_native_certs().certs;
    found
        .iter()
        .map(|der| Certificate::from_der(der).to_owned())
        .collect()
}

fn agent(is_local: bool, roots: Vec<Certificate<'static>>) -> Agent {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::from(roots))
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = Agent::config_builder()
        .tls_config(tls)
        .user_agent(USER_AGENT)
        .timeout_connect(Some(CONNECT_TIME))
        .http_status_as_error(false)
        // We look at each of them ourselves.
        .max_redirects(0)
        .max_redirects_will_error(false);
    // Whoever runs a service on his own machine does not want an institution's proxy in between.
    let config = if is_local { config.proxy(None) } else { config };
    config.build().new_agent()
}

/// Reads an answer piece by piece: its length may lie, and nobody may wait any more.
/// `None` for a vector tile without a byte, which is how services say that there is nothing on it.
fn body(mut response: Response<Body>, progress: &Progress) -> Result<Option<Vec<u8>>, TileFault> {
    let kind = response
        .body()
        .mime_type()
        .unwrap_or("image/")
        .to_ascii_lowercase();
    let is_vector = VECTOR_KINDS.contains(&kind.as_str());
    // Storage that serves files says no more of them.
    let is_plain = ["application/octet-stream", "binary/octet-stream"].contains(&kind.as_str());
    if !(is_vector || is_plain || kind.starts_with("image/")) {
        return Err(TileFault::NoPicture);
    }
    let mut reader = response.body_mut().as_reader();
    let (mut bytes, mut piece) = (Vec::new(), vec![0; PIECE_BYTES]);
    loop {
        progress.check().map_err(|_| TileFault::Cancelled)?;
        let count = reader
            .read(&mut piece)
            .map_err(|error| fault(&Error::from(error)))?;
        if count == 0 {
            return Ok(Some(bytes).filter(|bytes| !((is_vector || is_plain) && bytes.is_empty())));
        }
        bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
        if bytes.len() as u64 > MOST_BYTES {
            return Err(TileFault::TooLarge);
        }
    }
}

/// Where a redirect leads, if it may.
fn redirected(from: &Uri, response: &Response<Body>) -> Result<Uri, TileFault> {
    let location = response
        .headers()
        .get("location")
        .and_then(|value| value.to_str().ok());
    let to: Uri = location
        .and_then(|text| text.parse().ok())
        .ok_or(TileFault::Redirected)?;
    let is_path = to.path().starts_with('/') && !to.path().starts_with("//");
    if to.scheme().is_none() && to.authority().is_none() && is_path {
        let mut parts = from.clone().into_parts();
        parts.path_and_query = to.into_parts().path_and_query;
        return Uri::from_parts(parts).map_err(|_| TileFault::Redirected);
    }
    may_follow(from, &to).then_some(to).ok_or(TileFault::Redirected)
}

/// The same host and no name or password before it; HTTPS, or HTTP that was HTTP before and on the same port.
fn may_follow(from: &Uri, to: &Uri) -> bool {
    let same_host = to
        .host()
        .zip(from.host())
        .is_some_and(|(to, from)| to.eq_ignore_ascii_case(from));
    let bare = to
        .authority()
        .is_some_and(|authority| !authority.as_str().contains('@'));
    let port = |uri: &Uri| uri.port_u16().unwrap_or(80);
    let way = match to.scheme_str() {
        Some("https") => true,
        Some("http") => from.scheme_str() == Some("http") && port(to) == port(from),
        _ => false,
    };
    same_host && bare && way
}

/// Never the words of the error itself: some of them hold the address.
fn fault(error: &Error) -> TileFault {
    match error {
        Error::Timeout(_) => TileFault::NoAnswer("timeout"),
        Error::HostNotFound => TileFault::NoAnswer("host"),
        Error::ConnectionFailed => TileFault::NoAnswer("connection"),
        Error::Tls(_) | Error::Rustls(_) => TileFault::NoAnswer("tls"),
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => TileFault::NoAnswer("timeout"),
        Error::Io(error) if error.get_ref().is_some_and(|own| own.is::<rustls::Error>()) => {
            TileFault::NoAnswer("tls")
        }
        Error::Io(_) => TileFault::NoAnswer("connection"),
        _ => TileFault::NoAnswer("http"),
    }
}

#[cfg(test)]
mod tests;
