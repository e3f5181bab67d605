#![cfg(test)]
//! Against a server on loopback, well-behaved and otherwise.

use std::io::{Cursor, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::LazyLock;

use super::super::loopback::{Server, send};
use super::*;

const SECRET: &str = "s3cr3t-k3y";

/// A tile of one grey.
static PNG: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut bytes = Cursor::new(Vec::new());
    let image = image::GrayImage::from_pixel(4, 4, image::Luma([90]));
    image.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
});

impl Server {
    fn template(&self, scheme: &str) -> Template {
        let text = format!("{scheme}://127.0.0.1:{}/{{z}}/{{x}}/{{y}}?k={{key}}", self.port);
        Template::parse(&text).unwrap()
    }

    fn online(&self, cache: Option<&Path>) -> Online {
        let template = self.template("http");
        let cache = cache.map(|folder| DiskCache::within(folder, 1 << 20, &template, Grid::WebMercator));
        Online::new(template, Grid::WebMercator, Key::new(SECRET), cache).unwrap()
    }
}

fn whole() -> Option<Content> {
    Some(decode(&PNG, TILE).unwrap())
}

const TILE: TileId = TileId {
    zoom: 4,
    column: 13,
    row: 6,
};

fn ask(server: &Server) -> Result<Option<Content>, TileFault> {
    server
        .online(None)
        .within(Duration::from_secs(10))
        .tile(TILE, &Progress::default())
}

#[test]
fn the_right_tile_with_the_key() {
    let server = Server::start(|_, stream| send(stream, "200 OK\r\nContent-Type: image/png", &PNG));
    assert_eq!(ask(&server), Ok(whole()));
    assert_eq!(server.asked(), [format!("/4/13/6?k={SECRET}")]);
}

/// What a server says, and what becomes of it; nothing of it may tell the key.
#[track_caller]
fn check(head: &'static str, body: &'static [u8], expected: Result<Option<Content>, TileFault>) {
    let server = Server::start(move |_, stream| send(stream, head, body));
    let answer = ask(&server);
    if let Err(fault) = &answer {
        let all = format!("{fault} {fault:?} {}", fault.text(crate::words::Lang::En));
        assert!(!all.contains(SECRET) && !all.contains("127.0.0.1"), "{all}");
    }
    assert_eq!(answer, expected, "{head}");
    assert_eq!(server.asked().len(), 1, "{head}");
}

#[test]
fn answers_of_every_kind() {
    check("200 OK", &PNG, Ok(whole()));
    check(
        "200 OK\r\nContent-Type: application/octet-stream",
        &PNG,
        Ok(whole()),
    );
    check("404 Not Found", b"no", Ok(None));
    check("204 No Content", b"", Ok(None));
    check("500 Oh", b"no", Err(TileFault::Status(500)));
    check("403 No", &PNG, Err(TileFault::Status(403)));
    check("418 Teapot", b"key", Err(TileFault::Status(418)));
    check(
        "200 OK\r\nContent-Type: text/html",
        &PNG,
        Err(TileFault::NoPicture),
    );
    check(
        "200 OK\r\nContent-Type: image/png",
        b"<html>login</html>",
        Err(TileFault::NoPicture),
    );
    check("200 OK", b"", Err(TileFault::NoPicture));
    check("200 OK", &PNG[..PNG.len() / 2], Err(TileFault::NoPicture));
    check(
        "200 OK\r\nContent-Type: application/vnd.mapbox-vector-tile",
        b"\x1a\x05",
        Err(TileFault::BadVector(TILE, "cut")),
    );
    check(
        "200 OK\r\nContent-Type: application/vnd.mapbox-vector-tile",
        b"",
        Ok(None),
    );
    check("200 OK", b"\x1f\x8b\x08", Err(TileFault::BadVector(TILE, "gzip")));
    check("nonsense", b"", Err(TileFault::NoAnswer("http")));
}

#[test]
fn redirects_that_are_refused() {
    let check = |to: &'static str| check(to, b"", Err(TileFault::Redirected));
    check("302 Found");
    check("302 Found\r\nLocation: https://tiles.example.org/a");
    check("302 Found\r\nLocation: //tiles.example.org/a");
    check("302 Found\r\nLocation: http://localhost:1/a");
    check("302 Found\r\nLocation: http://10.0.0.1/a");
    check("302 Found\r\nLocation: http://127.0.0.1:1/a");
    check("302 Found\r\nLocation: file:///etc/passwd");
    check("302 Found\r\nLocation: gopher://127.0.0.1/");
    check("302 Found\r\nLocation: 2.png");
}

/// Another port is another service, even on the same machine; and another name is another machine.
#[test]
fn a_redirect_reaches_nobody_else() {
    let other = Server::start(|_, stream| send(stream, "200 OK", &PNG));
    for host in ["127.0.0.1", "localhost", "127.1", "0.0.0.0", "user@127.0.0.1"] {
        let head = format!("302 Found\r\nLocation: http://{host}:{}/?k={SECRET}", other.port);
        let server = Server::start(move |_, stream| send(stream, &head, b""));
        assert_eq!(ask(&server), Err(TileFault::Redirected), "{host}");
    }
    assert!(other.asked().is_empty());
}

#[test]
fn which_redirects_are_followed() {
    let check = |from: &'static str, to: &str, good: bool| {
        let response = Response::builder()
            .status(302)
            .header("location", to)
            .body(Body::builder().data(""))
            .unwrap();
        assert_eq!(
            redirected(&Uri::from_static(from), &response).is_ok(),
            good,
            "{from} {to}"
        );
    };
    check("https://a.org/1", "http://a.org/1", false);
    check("https://a.org/1", "https://A.org/2", true);
    check("https://a.org/1", "https://a.org:8443/2", true);
    check("https://a.org/1", "/2?k=v", true);
    check("https://a.org/1", "https://b.a.org/1", false);
    check("https://a.org/1", "https://127.0.0.1/1", false);
    check("https://a.org/1", "https://192.168.0.1/1", false);
    check("https://a.org/1", "https://a.org@evil.org/1", false);
    check("http://a.org/1", "https://a.org/1", true);
    check("http://a.org/1", "http://a.org:80/2", true);
    check("http://a.org:8080/1", "http://a.org/2", false);
    check("http://a.org/1", "http://a.org:8080/2", false);
    check("http://a.org/1", "ftp://a.org/2", false);
}

#[test]
fn three_redirects_are_followed_and_a_ring_is_not() {
    let server = Server::start(|path, stream| match path {
        "/3" => send(stream, "200 OK", &PNG),
        "/1" => send(stream, "301 Moved\r\nLocation: /2", b""),
        "/2" => send(stream, "301 Moved\r\nLocation: /3", b""),
        _ => send(stream, "301 Moved\r\nLocation: /1", b""),
    });
    assert_eq!(ask(&server), Ok(whole()));
    let ring = Server::start(|_, stream| send(stream, "301 Moved\r\nLocation: /again", b""));
    assert_eq!(ask(&ring), Err(TileFault::Redirected));
    assert_eq!(ring.asked().len(), 1 + MOST_REDIRECTS);
}

/// As many bytes as the other side takes.
fn pour(stream: &mut dyn Write) {
    let mut piece = vec![0u8; 1 << 16];
    piece[..PNG.len()].copy_from_slice(&PNG);
    while stream.write_all(&piece).is_ok() {}
}

#[test]
fn a_body_without_end_is_cut() {
    let endless = Server::start(|_, stream| {
        if stream
            .write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")
            .is_ok()
        {
            pour(stream);
        }
    });
    assert_eq!(ask(&endless), Err(TileFault::TooLarge));
    let large = Server::start(|_, stream| {
        if stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")
            .is_ok()
        {
            pour(stream);
        }
    });
    assert_eq!(ask(&large), Err(TileFault::TooLarge));
}

#[test]
fn a_body_that_breaks_off_is_no_tile() {
    let server = Server::start(|_, stream| {
        let _unwanted = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
            .and_then(|()| stream.write_all(&PNG));
    });
    assert!(matches!(ask(&server), Err(TileFault::NoAnswer(_))));
}

#[test]
fn a_silent_server_is_left_after_a_while() {
    let silent = Server::start(|_, _| std::thread::sleep(Duration::from_secs(60)));
    let online = silent.online(None).within(Duration::from_millis(300));
    assert_eq!(
        online.tile(TILE, &Progress::default()),
        Err(TileFault::NoAnswer("timeout"))
    );
    let closed = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let gone = Server {
        port: closed,
        asked: Arc::default(),
    };
    assert!(matches!(ask(&gone), Err(TileFault::NoAnswer(_))));
}

/// A byte now and then keeps a connection alive, but not the patience.
#[test]
fn a_server_that_drips_is_left_after_a_while() {
    let server = Server::start(|_, stream| {
        let mut goes_on = stream
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            .is_ok();
        while goes_on {
            std::thread::sleep(Duration::from_millis(20));
            goes_on = stream.write_all(b"x").and_then(|()| stream.flush()).is_ok();
        }
    });
    let online = server.online(None).within(Duration::from_millis(300));
    assert_eq!(
        online.tile(TILE, &Progress::default()),
        Err(TileFault::NoAnswer("timeout"))
    );
}

fn over_https(server: &Server, roots: Vec<Certificate<'static>>) -> Result<Option<Content>, TileFault> {
    let online = Online::with_roots(
        server.template("https"),
        Grid::WebMercator,
        Key::new(SECRET),
        None,
        roots,
    )?;
    online
        .within(Duration::from_secs(10))
        .tile(TILE, &Progress::default())
}

fn test_root() -> Vec<Certificate<'static>> {
    let root = include_bytes!("../../../tests/cases/tls/root.pem");
    vec![Certificate::from_pem(root).unwrap()]
}

#[test]
fn the_list_of_certificates_decides() {
    let server = Server::start_tls(|_, stream| send(stream, "200 OK", &PNG));
    assert_eq!(over_https(&server, test_root()), Ok(whole()));
    assert_eq!(server.asked(), [format!("/4/13/6?k={SECRET}")]);
    assert_eq!(over_https(&server, Vec::new()), Err(TileFault::NoRoots));
    // Somebody else's: the server's own certificate vouches for nobody.
    let other = include_bytes!("../../../tests/cases/tls/server.pem");
    let other = vec![Certificate::from_pem(other).unwrap()];
    assert_eq!(over_https(&server, other), Err(TileFault::NoAnswer("tls")));
    // Whatever this system trusts, it is not the root of these tests.
    let answer = over_https(&server, system_roots());
    assert!(
        matches!(answer, Err(TileFault::NoAnswer("tls") | TileFault::NoRoots)),
        "{answer:?}"
    );
    assert_eq!(server.asked().len(), 1, "nobody else has told the key");
    let plain = Server::start(|_, stream| send(stream, "200 OK", &PNG));
    let answer = over_https(&plain, test_root());
    assert!(matches!(answer, Err(TileFault::NoAnswer(_))), "{answer:?}");
}

/// Without certificates plain HTTP goes on, but not from there to HTTPS.
#[test]
fn without_certificates() {
    let server = Server::start(|path, stream| match path {
        "/4/13/6" => send(stream, "200 OK", &PNG),
        _ => send(stream, "302 Found\r\nLocation: https://127.0.0.1/", b""),
    });
    let text = format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}", server.port);
    let template = Template::parse(&text).unwrap();
    let online = Online::with_roots(template, Grid::WebMercator, Key::default(), None, Vec::new()).unwrap();
    assert_eq!(online.tile(TILE, &Progress::default()), Ok(whole()));
    let other = TileId { zoom: 5, ..TILE };
    assert_eq!(online.tile(other, &Progress::default()), Err(TileFault::NoRoots));
}

/// What fails again and again is not asked for a while; what was kept is shown meanwhile.
#[test]
fn a_service_that_fails_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_, stream| send(stream, "503 Later", b""));
    let online = server.online(Some(folder.path()));
    let cache = online.cache.as_ref().unwrap();
    cache.put(TILE, &PNG);
    cache.make_old(TILE);
    let fault = TileFault::Status(503);
    for row in 0..20 {
        let tile = TileId { row, zoom: 5, ..TILE };
        assert_eq!(online.tile(tile, &Progress::default()), Err(fault.clone()));
    }
    assert_eq!(online.tile(TILE, &Progress::default()), Ok(whole()));
    assert_eq!(server.asked().len(), 6);
    assert_eq!(online.trouble(), Some(fault));
}

#[test]
fn nobody_asks_for_what_nobody_wants() {
    let server = Server::start(|_, stream| send(stream, "200 OK", &PNG));
    let progress = Progress::default();
    progress.cancel();
    assert_eq!(
        server.online(None).tile(TILE, &progress),
        Err(TileFault::Cancelled)
    );
    assert!(server.asked().is_empty());
}

#[test]
fn the_cache_answers_first_and_tells_no_key() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_, stream| send(stream, "200 OK", &PNG));
    for _ in 0..3 {
        let online = server.online(Some(folder.path()));
        assert_eq!(online.tile(TILE, &Progress::default()), Ok(whole()));
    }
    assert_eq!(server.asked().len(), 1, "asked once");
    let mut waiting = vec![folder.path().to_owned()];
    let mut count = 0;
    while let Some(path) = waiting.pop() {
        assert!(!path.to_string_lossy().contains(SECRET));
        if path.is_dir() {
            waiting.extend(
                std::fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            count += 1;
            assert!(!String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(SECRET));
        }
    }
    assert_eq!(count, 1);
    let online = server.online(Some(folder.path()));
    assert!(
        !format!("{online:?}").contains(SECRET),
        "not even for finding faults"
    );
}

#[test]
fn a_spoiled_cache_is_asked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(|_, stream| send(stream, "200 OK", &PNG));
    let online = server.online(Some(folder.path()));
    let cache = online.cache.as_ref().unwrap();
    cache.put(TILE, b"half a pict");
    assert_eq!(online.tile(TILE, &Progress::default()), Ok(whole()));
    assert_eq!(cache.get(TILE).map(|tile| tile.bytes), Some(PNG.to_vec()));
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn no_key_no_question() {
    let template = Template::parse("http://127.0.0.1:1/{z}/{x}/{y}?k={k}").unwrap();
    let refused = Online::new(template, Grid::WebMercator, Key::default(), None);
    assert_eq!(refused.unwrap_err(), TileFault::NoKey);
}
