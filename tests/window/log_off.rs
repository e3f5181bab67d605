//! A log-off is held while something is not saved: the real program on a bus of its own, with stand-ins for the desktop.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use super::*;

const PORTAL: (&str, &str) = (
    "org.freedesktop.portal.Desktop",
    "/org/freedesktop/portal/desktop",
);
const MANAGER: (&str, &str) = ("org.gnome.SessionManager", "/org/gnome/SessionManager");
const REQUESTS: u32 = 4;

/// A message bus that knows no services but those that the test puts on it.
struct Bus {
    daemon: Child,
    address: String,
    _folder: tempfile::TempDir,
}

impl Bus {
    /// `None`, said aloud, where there is no daemon for one.
    fn start() -> Option<Bus> {
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
}

impl Drop for Bus {
    fn drop(&mut self) {
        let _ = self.daemon.kill();
        let _ = self.daemon.wait();
    }
}

/// What a stand-in was told, one call a line.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// Waits for so many lines, and gives the last one.
    #[track_caller]
    fn line(&self, count: usize) -> String {
        wait_for(|| self.lines().len() >= count, || format!("{:?}", self.lines()));
        let lines = self.lines();
        assert_eq!(lines.len(), count, "{lines:?}");
        lines[count - 1].clone()
    }
}

#[track_caller]
fn wait_for(holds: impl Fn() -> bool, seen: impl Fn() -> String) {
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
}

fn request(number: u32) -> String {
    format!("{}/request/{number}", PORTAL.1)
}

#[zbus::interface(name = "org.freedesktop.portal.Inhibit")]
impl Portal {
    fn inhibit(
        &mut self,
        _window: String,
        flags: u32,
        options: HashMap<String, OwnedValue>,
    ) -> OwnedObjectPath {
        let reason = options["reason"].downcast_ref::<String>().unwrap();
        self.told.add(format!("inhibit {flags} {reason}"));
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

fn portal(bus: &Bus, told: &Told) -> Connection {
    let portal = Portal {
        told: told.clone(),
        given: 0,
    };
    let mut builder = Builder::address(bus.address.as_str())
        .unwrap()
        .serve_at(PORTAL.1, portal)
        .unwrap();
    for number in 1..=REQUESTS {
        let own = Request {
            told: told.clone(),
            number,
        };
        builder = builder.serve_at(request(number), own).unwrap();
    }
    builder.name(PORTAL.0).unwrap().build().unwrap()
}

/// The program on a copy of the example, which is its user's own.
struct Desk {
    screen: Screen,
    user: tempfile::TempDir,
    _program: Program,
}

impl Desk {
    /// `None`, said aloud, where something is missing.
    fn start(address: &str) -> Option<Desk> {
        let screen = Screen::start()?;
        if !typed(&screen, &["version"]) {
            println!("skipped: xdotool is not installed");
            return None;
        }
        let user = tempfile::tempdir().unwrap();
        let own = user.path().join("own");
        std::fs::create_dir(&own).unwrap();
        for entry in std::fs::read_dir(example()).unwrap().map(Result::unwrap) {
            if entry.path().is_file() {
                std::fs::copy(entry.path(), own.join(entry.file_name())).unwrap();
            }
        }
        let workspace = own.join("workspace.toml");
        // A file with remarks is not written over without a question.
        let text = std::fs::read_to_string(&workspace).unwrap();
        let lines = text.lines().map(|line| line.split('#').next().unwrap());
        std::fs::write(&workspace, lines.collect::<Vec<_>>().join("\n")).unwrap();
        let mut command = command(&screen, &workspace, user.path());
        let started = command.env("DBUS_SESSION_BUS_ADDRESS", address).spawn();
        let mut program = Program(started.unwrap());
        wait_for_workspace(&screen, &mut program);
        assert!(typed(&screen, &FOCUS));
        Some(Desk {
            screen,
            user,
            _program: program,
        })
    }

    /// A place with a name is a change of the workspace.
    fn change(&self) {
        assert!(typed(&self.screen, &["key", "ctrl+b"]));
    }

    fn save(&self) {
        assert!(typed(&self.screen, &["key", "ctrl+s"]));
    }

    fn log(&self) -> String {
        std::fs::read_to_string(self.user.path().join("redshank/redshank.log")).unwrap_or_default()
    }
}

#[test]
fn a_log_off_is_held_by_the_portal_while_something_is_not_saved() {
    let Some(bus) = Bus::start() else { return };
    let told = Told::default();
    let portal = portal(&bus, &told);
    let Some(desk) = Desk::start(&bus.address) else {
        return;
    };
    assert!(told.lines().is_empty(), "nothing has changed");
    desk.change();
    let line = told.line(1);
    assert!(
        line.starts_with("inhibit 1 “") && line.ends_with("”有未保存的修改"),
        "{line}"
    );
    desk.save();
    assert_eq!(told.line(2), "close 1");
    desk.change();
    assert_eq!(told.line(3), line);
    // Somebody logs off: the program has heard it, and asks. Enter saves, which frees the log-off.
    let session = OwnedObjectPath::try_from(format!("{}/session/1", PORTAL.1)).unwrap();
    let state = HashMap::from([("session-state", Value::from(2_u32))]);
    let signal = (&session, state);
    portal
        .emit_signal(
            None::<&str>,
            PORTAL.1,
            "org.freedesktop.portal.Inhibit",
            "StateChanged",
            &signal,
        )
        .unwrap();
    assert_eq!(told.line(4), format!("heard {session}"));
    let begun = Instant::now();
    while told.lines().len() < 5 && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_secs(1));
        assert!(typed(&desk.screen, &["key", "Return"]));
    }
    assert_eq!(told.line(5), "close 2");
    let log = desk.log();
    assert_eq!(
        log.matches("log-off: held by org.freedesktop.portal.Desktop")
            .count(),
        1,
        "{log}"
    );
}

#[test]
fn where_there_is_no_portal_the_session_manager_holds_it() {
    let Some(bus) = Bus::start() else { return };
    let told = Told::default();
    let _manager = Builder::address(bus.address.as_str())
        .unwrap()
        .serve_at(MANAGER.1, Manager(told.clone()))
        .unwrap()
        .name(MANAGER.0)
        .unwrap()
        .build()
        .unwrap();
    let Some(desk) = Desk::start(&bus.address) else {
        return;
    };
    desk.change();
    let line = told.line(1);
    assert!(line.starts_with("inhibit 1 redshank “"), "{line}");
    desk.save();
    assert_eq!(told.line(2), "uninhibit 7");
}

#[test]
fn where_nobody_holds_it_the_log_says_so_once() {
    let Some(desk) = Desk::start("unix:path=/nonexistent") else {
        return;
    };
    let count = || desk.log().matches("log-off: nobody holds it").count();
    desk.change();
    wait_for(|| count() > 0, || desk.log());
    desk.save();
    desk.change();
    // What is written down with every second change is there by then, and says nothing twice.
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(count(), 1, "{}", desk.log());
}
