#![cfg(test)]
//! A map service on loopback for tests, well-behaved or otherwise.

use std::io::{BufRead as _, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

type Asked = Arc<Mutex<Vec<String>>>;

/// Answers each path by what the test writes; remembers the paths.
pub struct Server {
    pub port: u16,
    pub asked: Asked,
}

impl Server {
    pub fn start(answer: impl Fn(&str, &mut dyn Write) + Send + Sync + 'static) -> Server {
        Server::serve(move |mut stream, seen| serve_one(&mut stream, seen, &answer))
    }

    /// The same over HTTPS, with the certificate of `tests/cases/tls`.
    pub fn start_tls(answer: impl Fn(&str, &mut dyn Write) + Send + Sync + 'static) -> Server {
        let certificate = include_bytes!("../../tests/cases/tls/server.pem");
        let key = include_bytes!("../../tests/cases/tls/server.key");
        let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from_pem_slice(certificate).unwrap()],
                PrivateKeyDer::from_pem_slice(key).unwrap(),
            );
        let config = Arc::new(config.unwrap());
        Server::serve(move |stream, seen| {
            let mut stream = StreamOwned::new(ServerConnection::new(Arc::clone(&config)).unwrap(), stream);
            serve_one(&mut stream, seen, &answer);
            stream.conn.send_close_notify();
            // The other side may be gone.
            let _unwanted = stream.flush();
        })
    }

    fn serve(one: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked = Asked::default();
        let (seen, one) = (Arc::clone(&asked), Arc::new(one));
        let serve = move || {
            for stream in listener.incoming().flatten() {
                let (seen, one) = (Arc::clone(&seen), Arc::clone(&one));
                std::thread::Builder::new()
                    .spawn(move || one(stream, &seen))
                    .unwrap();
            }
        };
        std::thread::Builder::new().spawn(serve).unwrap();
        Server { port, asked }
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn serve_one<S: Read + Write>(
    stream: &mut S,
    seen: &Mutex<Vec<String>>,
    answer: &dyn Fn(&str, &mut dyn Write),
) {
    let mut lines = BufReader::new(&mut *stream).lines();
    let Some(Ok(first)) = lines.next() else { return };
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    drop(lines);
    let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
    seen.lock().unwrap().push(path.clone());
    answer(&path, stream);
}

/// Writes a whole answer: its first line with what headers it has besides, and its body.
pub fn send(stream: &mut dyn Write, head: &str, body: &[u8]) {
    let head = format!(
        "HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    // The other side may have had enough.
    let _unwanted = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(body));
}
