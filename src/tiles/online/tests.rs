#![cfg(test)]
//! Against a server on loopback, well-behaved and otherwise.

use std::io::{BufRead as _, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Mutex;

use super::*;

const SECRET: &str = "s3cr3t-k3y";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

/// Answers each request line by what `answer` writes; remembers the lines.
struct Server {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(answer: impl Fn(&str, &mut TcpStream) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (Arc::clone(&asked), Arc::new(answer));
        let serve = move || {
            for stream in listener.incoming().flatten() {
                let (seen, answer) = (Arc::clone(&seen), Arc::clone(&answer));
                let one = move || serve_one(stream, &seen, &*answer);
                std::thread::Builder::new().spawn(one).unwrap();
            }
        };
        std::thread::Builder::new().spawn(serve).unwrap();
        Server { port, asked }
    }

    fn online(&self, cache: Option<&Path>) -> Online {
        let text = format!("http://127.0.0.1:{}/{{z}}/{{x}}/{{y}}?k={{key}}", self.port);
        let template = Template::parse(&text).unwrap();
        let cache = cache.map(|folder| DiskCache::within(folder, 1 << 20, &template, Grid::WebMercator));
        Online::new(template, Grid::WebMercator, Key::new(SECRET), cache).unwrap()
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve_one(mut stream: TcpStream, seen: &Mutex<Vec<String>>, answer: &dyn Fn(&str, &mut TcpStream)) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(path.clone());
    answer(&path, &mut stream);
}

fn send(stream: &mut TcpStream, head: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The other side may have had enough.
    let _unwanted = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body));
}

const TILE: TileId = TileId {
    zoom: 4,
    column: 13,
    row: 6,
};

fn ask(server: &Server) -> Result<Option<Vec<u8>>, TileFault> {
    server
        .online(None)
        .within(Duration::from_secs(10))
        .tile(TILE, &Progress::default())
}

#[test]
fn the_right_tile_with_the_key() {
    let server = Server::start(|_, stream| send(stream, "200 OK\r\nContent-Type: image/png", PNG));
    assert_eq!(ask(&server), Ok(Some(PNG.to_vec())));
    assert_eq!(server.asked(), [format!("/4/13/6?k={SECRET}")]);
}

/// What a server says, and what becomes of it; nothing of it may tell the key.
#[track_caller]
fn check(head: &'static str, body: &'static [u8], expected: Result<Option<&[u8]>, TileFault>) {
    let server = Server::start(move |_, stream| send(stream, head, body));
    let answer = ask(&server);
    if let Err(fault) = &answer {
        let all = format!("{fault} {fault:?} {}", fault.text(crate::words::Lang::En));
        assert!(!all.contains(SECRET) && !all.contains("127.0.0.1"), "{all}");
    }
    assert_eq!(answer, expected.map(|bytes| bytes.map(<[u8]>::to_vec)), "{head}");
    assert_eq!(server.asked().len(), 1, "{head}");
}

#[test]
fn answers_of_every_kind() {
    check("200 OK", PNG, Ok(Some(PNG)));
    check(
        "200 OK\r\nContent-Type: application/octet-stream",
        PNG,
        Ok(Some(PNG)),
    );
    check("404 Not Found", b"no", Ok(None));
    check("204 No Content", b"", Ok(None));
    check("500 Oh", b"no", Err(TileFault::Status(500)));
    check("403 No", PNG, Err(TileFault::Status(403)));
    check("418 Teapot", b"key", Err(TileFault::Status(418)));
    check(
        "200 OK\r\nContent-Type: text/html",
        PNG,
        Err(TileFault::NoPicture),
    );
    check(
        "200 OK\r\nContent-Type: image/png",
        b"<html>login</html>",
        Err(TileFault::NoPicture),
    );
    check("200 OK", b"", Err(TileFault::NoPicture));
    check("nonsense", b"", Err(TileFault::NoAnswer("http")));
}

#[test]
fn redirects_that_are_refused() {
    check(
        "302 Found\r\nLocation: https://tiles.example.org/a",
        b"",
        Err(TileFault::Redirected),
    );
    check(
        "302 Found\r\nLocation: http://localhost:1/a",
        b"",
        Err(TileFault::Redirected),
    );
    check(
        "302 Found\r\nLocation: file:///etc/passwd",
        b"",
        Err(TileFault::Redirected),
    );
    check(
        "302 Found\r\nLocation: //tiles.example.org/a",
        b"",
        Err(TileFault::Redirected),
    );
    check("302 Found", b"", Err(TileFault::Redirected));
}

#[test]
fn https_stays_https() {
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
    check("https://a.org/1", "/2?k=v", true);
    check("http://a.org/1", "https://a.org/1", true);
    check("https://a.org/1", "https://b.a.org/1", false);
}

#[test]
fn three_redirects_are_followed_and_a_ring_is_not() {
    let server = Server::start(|path, stream| match path {
        "/3" => send(stream, "200 OK", PNG),
        "/1" => send(stream, "301 Moved\r\nLocation: /2", b""),
        "/2" => send(stream, "301 Moved\r\nLocation: /3", b""),
        _ => send(stream, "301 Moved\r\nLocation: /1", b""),
    });
    assert_eq!(ask(&server), Ok(Some(PNG.to_vec())));
    let ring = Server::start(|_, stream| send(stream, "301 Moved\r\nLocation: /again", b""));
    assert_eq!(ask(&ring), Err(TileFault::Redirected));
    assert_eq!(ring.asked().len(), 1 + MOST_REDIRECTS);
}

/// As many bytes as the other side takes.
fn pour(stream: &mut TcpStream) {
    let mut piece = vec![0u8; 1 << 16];
    piece[..PNG.len()].copy_from_slice(PNG);
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
            .and_then(|()| stream.write_all(PNG));
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

/// The other side speaks no TLS. What judges certificates must be there all the same, and say no instead of breaking off.
#[test]
fn https_needs_a_server_that_speaks_it() {
    let server = Server::start(|_, stream| send(stream, "200 OK", PNG));
    let template = Template::parse(&format!("https://127.0.0.1:{}/{{z}}/{{x}}/{{y}}", server.port)).unwrap();
    let online = Online::new(template, Grid::WebMercator, Key::default(), None).unwrap();
    let answer = online
        .within(Duration::from_secs(10))
        .tile(TILE, &Progress::default());
    assert!(matches!(answer, Err(TileFault::NoAnswer(_))), "{answer:?}");
}

#[test]
fn nobody_asks_for_what_nobody_wants() {
    let server = Server::start(|_, stream| send(stream, "200 OK", PNG));
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
    let server = Server::start(|_, stream| send(stream, "200 OK", PNG));
    for _ in 0..3 {
        let online = server.online(Some(folder.path()));
        assert_eq!(online.tile(TILE, &Progress::default()), Ok(Some(PNG.to_vec())));
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
    let server = Server::start(|_, stream| send(stream, "200 OK", PNG));
    let online = server.online(Some(folder.path()));
    let cache = online.cache.as_ref().unwrap();
    cache.put(TILE, b"half a pict");
    assert_eq!(online.tile(TILE, &Progress::default()), Ok(Some(PNG.to_vec())));
    assert_eq!(cache.get(TILE).map(|tile| tile.bytes), Some(PNG.to_vec()));
}

#[test]
fn no_key_no_question() {
    let template = Template::parse("http://127.0.0.1:1/{z}/{x}/{y}?k={k}").unwrap();
    let refused = Online::new(template, Grid::WebMercator, Key::default(), None);
    assert_eq!(refused.unwrap_err(), TileFault::NoKey);
}
