//! A message bus of the test's own, and what stands there for a desktop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::message::Header;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::*;

pub const PORTAL: (&str, &str) = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
);
pub const MANAGER: (&str, &str) = ("org.gnome.SessionManager", "/org/gnome/SessionManager");
const REQUESTS: u32 = 4;

/// A message bus that knows no services but those that the test puts on it.
pub struct Bus {
    daemon: Child,
    pub address: String,
    _folder: tempfile::TempDir,
}

impl Bus {
    /// `None`, said aloud, where there is no daemon for one.
    pub fn start() -> Option<Bus> {
        let folder = tempfile::tempdir().unwrap();
        let rules = folder.path().join("bus.conf");
        let listen = format!("<listen>unix:dir={}</listen>", folder.path().display());
        let allowed = r#"<allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/>"#;
        let policy = format!(r#"<policy context="default">{allowed}</policy>"#);
        let text = format!("<busconfig><type>session</type>{listen}{policy}</busconfig>");
        std::fs::write(&rules, text).unwrap();
        let started = Command::new("dbus-daemon")
            .arg(format!("--config-file={}", rules.display()))
            .args(["--nofork", "--print-address=1"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = started else {
            println!("skipped: dbus-daemon is not installed");
            return None;
        };
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().to_owned();
        assert!(!address.is_empty(), "the daemon gave no address");
        Some(Bus {
            daemon,
            address,
            _folder: folder,
        })
    }

    /// True where a connection of that name is on it.
    pub fn knows(&self, name: &str) -> bool {
        let own = self.connect().build().unwrap();
        let bus = "org.freedesktop.DBus";
        let answer = own.call_method(
            Some(bus),
            "/org/freedesktop/DBus",
            Some(bus),
            "NameHasOwner",
            &name,
        );
        answer.unwrap().body().deserialize().unwrap()
    }

    fn connect(&self) -> Builder<'_> {
        Builder::address(self.address.as_str()).unwrap()
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// What a stand-in was told, one call a line.
#[derive(Clone, Default)]
pub struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    pub fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// Waits for so many lines, and gives the last one.
    #[track_caller]
    pub fn line(&self, count: usize) -> String {
        wait_for(|| self.lines().len() >= count, || format!("{:?}", self.lines()));
        let lines = self.lines();
        assert_eq!(lines.len(), count, "{lines:?}");
        lines[count - 1].clone()
    }
}

#[track_caller]
pub fn wait_for(holds: impl Fn() -> bool, seen: impl Fn() -> String) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < Duration::from_secs(30), "{}", seen());
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The portal that desktops share.
struct Portal {
    told: Told,
    given: u32,
    /// How long it takes to answer; who asks is told as well where it takes any time.
    patience: Duration,
}

pub fn request(number: u32) -> String {
    format!("{}/request/{number}", PORTAL.1)
}

#[zbus::interface(name = "org.freedesktop.portal.Inhibit")]
impl Portal {
    fn inhibit(
        &mut self,
        _window: String,
        flags: u32,
        options: HashMap<String, OwnedValue>,
        #[zbus(header)] header: Header<'_>,
    ) -> OwnedObjectPath {
        let reason = options["reason"].downcast_ref::<String>().unwrap();
        let line = format!("inhibit {flags} {reason}");
        self.told.add(match self.patience.is_zero() {
            true => line,
            false => format!("{line} {}", header.sender().unwrap()),
        });
        std::thread::sleep(self.patience);
        self.given += 1;
        OwnedObjectPath::try_from(request(self.given)).unwrap()
    }

    fn create_monitor(&self, _window: String, options: HashMap<String, OwnedValue>) -> OwnedObjectPath {
        assert!(options.contains_key("session_handle_token"));
        OwnedObjectPath::try_from(request(0)).unwrap()
    }

    fn query_end_response(&self, session: OwnedObjectPath) {
        self.told.add(format!("heard {session}"));
    }
}

/// What the portal gives for a request.
struct Request {
    told: Told,
    number: u32,
}

#[zbus::interface(name = "org.freedesktop.portal.Request")]
impl Request {
    fn close(&self) {
        self.told.add(format!("close {}", self.number));
    }
}

/// The session manager of GNOME.
struct Manager(Told);

#[zbus::interface(name = "org.gnome.SessionManager")]
impl Manager {
    fn inhibit(&self, program: String, _window: u32, reason: String, flags: u32) -> u32 {
        self.0.add(format!("inhibit {flags} {program} {reason}"));
        7
    }

    fn uninhibit(&self, cookie: u32) {
        self.0.add(format!("uninhibit {cookie}"));
    }
}

pub fn portal(bus: &Bus, told: &Told) -> Connection {
    portal_with_patience(bus, told, Duration::ZERO)
}

/// One that takes that long to answer.
pub fn portal_with_patience(bus: &Bus, told: &Told, patience: Duration) -> Connection {
    let portal = Portal {
        told: told.clone(),
        given: 0,
        patience,
    };
    let mut builder = bus.connect().serve_at(PORTAL.1, portal).unwrap();
    for number in 1..=REQUESTS {
        let own = Request {
            told: told.clone(),
            number,
        };
        builder = builder.serve_at(request(number), own).unwrap();
    }
    builder.name(PORTAL.0).unwrap().build().unwrap()
}

pub fn manager(bus: &Bus, told: &Told) -> Connection {
    let builder = bus.connect().serve_at(MANAGER.1, Manager(told.clone())).unwrap();
    builder.name(MANAGER.0).unwrap().build().unwrap()
}
