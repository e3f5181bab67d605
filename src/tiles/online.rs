//! Tiles from a service, over HTTP. The only file that speaks to the network.
//!
//! Limits: 5 seconds to connect, 15 in all, 4 MiB, three redirects, and these within the same host and never from HTTPS
//! to HTTP. What is said of a failure names neither address nor key.

use std::io::Read as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ureq::http::{Response, Uri};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use ureq::{Agent, Body, Error};

use crate::progress::Progress;

use super::decode::is_picture;
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
}

impl Online {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// [`TileFault::NoKey`] where the address needs one.
    pub fn new(
        template: Template,
        grid: Grid,
        key: Key,
        cache: Option<DiskCache>,
    ) -> Result<Online, TileFault> {
        if template.needs_key() && key.is_empty() {
            return Err(TileFault::NoKey);
        }
        Ok(Online {
            agent: agent(&template.host()),
            template,
            grid,
            key,
            cache,
            whole_time: WHOLE_TIME,
        })
    }

    /// The same with another limit of time for a tile.
    #[must_use]
    pub fn within(mut self, whole_time: Duration) -> Online {
        self.whole_time = whole_time;
        self
    }

    /// The bytes of a tile, from the cache or from the service; `None` where the service has none. Where the service does
    /// not answer, an old tile serves.
    ///
    /// # Errors
    /// No answer, a refusal, or an answer that is no picture.
    pub fn tile(&self, tile: TileId, progress: &Progress) -> Result<Option<Vec<u8>>, TileFault> {
        // What is in the cache went through the same check; a disk may forget, though.
        let cached = self
            .cache
            .as_ref()
            .and_then(|cache| cache.get(tile))
            .filter(|tile| is_picture(&tile.bytes));
        if let Some(cached) = cached.as_ref().filter(|cached| cached.fresh) {
            return Ok(Some(cached.bytes.clone()));
        }
        match (self.fetch(tile, progress), cached) {
            (Ok(Some(bytes)), _) => {
                if let Some(cache) = &self.cache {
                    cache.put(tile, &bytes);
                }
                Ok(Some(bytes))
            }
            (Err(TileFault::Cancelled), _) => Err(TileFault::Cancelled),
            (Err(_), Some(old)) => Ok(Some(old.bytes)),
            (answer, _) => answer,
        }
    }

    fn fetch(&self, tile: TileId, progress: &Progress) -> Result<Option<Vec<u8>>, TileFault> {
        let begin = Instant::now();
        let address = self.template.address(tile, self.grid, &self.key)?;
        let mut uri: Uri = address.parse().map_err(|_| TileFault::BadTemplate("letters"))?;
        for _ in 0..=MOST_REDIRECTS {
            progress.check().map_err(|_| TileFault::Cancelled)?;
            let left = self.whole_time.saturating_sub(begin.elapsed());
            let call = self
                .agent
                .get(uri.clone())
                .config()
                .timeout_global(Some(left))
                .build();
            let response = call.call().map_err(|error| fault(&error))?;
            match response.status().as_u16() {
                200 => return picture(response, progress).map(Some),
                // What services say of places that they have no picture of.
                204 | 404 | 410 => return Ok(None),
                301 | 302 | 303 | 307 | 308 => uri = redirected(&uri, &response)?,
                status => return Err(TileFault::Status(status)),
            }
        }
        Err(TileFault::Redirected)
    }
}

fn agent(host: &str) -> Agent {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
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
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    let config = match name {
        "127.0.0.1" | "localhost" | "[::1]" => config.proxy(None),
        _ => config,
    };
    config.build().new_agent()
}

/// Reads an answer piece by piece: its length may lie, and nobody may wait any more.
fn picture(mut response: Response<Body>, progress: &Progress) -> Result<Vec<u8>, TileFault> {
    let kind = response
        .body()
        .mime_type()
        .unwrap_or("image/")
        .to_ascii_lowercase();
    if !(kind.starts_with("image/") || kind == "application/octet-stream") {
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
            break;
        }
        bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
        if bytes.len() as u64 > MOST_BYTES {
            return Err(TileFault::TooLarge);
        }
    }
    if is_picture(&bytes) {
        Ok(bytes)
    } else {
        Err(TileFault::NoPicture)
    }
}

/// Where a redirect leads, if it may: the same host, and HTTPS stays HTTPS.
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
    let keeps_scheme = match to.scheme_str() {
        Some("https") => true,
        Some("http") => from.scheme_str() == Some("http"),
        _ => false,
    };
    let same_host = to
        .host()
        .zip(from.host())
        .is_some_and(|(to, from)| to.eq_ignore_ascii_case(from));
    (keeps_scheme && same_host)
        .then_some(to)
        .ok_or(TileFault::Redirected)
}

/// Never the words of the error itself: some of them hold the address.
fn fault(error: &Error) -> TileFault {
    match error {
        Error::Timeout(_) => TileFault::NoAnswer("timeout"),
        Error::HostNotFound => TileFault::NoAnswer("host"),
        Error::ConnectionFailed => TileFault::NoAnswer("connection"),
        Error::Tls(_) | Error::Rustls(_) => TileFault::NoAnswer("tls"),
        Error::Io(error) if error.kind() == std::io::ErrorKind::TimedOut => TileFault::NoAnswer("timeout"),
        Error::Io(_) => TileFault::NoAnswer("connection"),
        _ => TileFault::NoAnswer("http"),
    }
}

#[cfg(test)]
mod tests;
