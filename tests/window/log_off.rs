//! A log-off is held while something is not saved: the real program on a bus of its own, with stand-ins for the desktop.

use std::collections::HashMap;

use zbus::zvariant::{OwnedObjectPath, Value};

use super::session_bus::{
    Bus, MANAGER, PORTAL, Told, manager, portal, portal_with_patience, request, wait_for,
};
use super::*;

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

    #[track_caller]
    fn wait_for_log(&self, words: &str) {
        wait_for(|| self.log().contains(words), || self.log());
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
    let _manager = manager(&bus, &told);
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
fn who_comes_after_whoever_held_it_is_asked_again() {
    let Some(bus) = Bus::start() else { return };
    let (of_portals, of_managers) = (Told::default(), Told::default());
    let first = portal(&bus, &of_portals);
    let Some(desk) = Desk::start(&bus.address) else {
        return;
    };
    desk.change();
    let line = of_portals.line(1);
    // The portal ends, and nobody is left.
    first.close().unwrap();
    desk.wait_for_log("log-off: nobody holds it");
    let second = manager(&bus, &of_managers);
    assert!(of_managers.line(1).starts_with("inhibit 1 redshank “"));
    // While it is held, others that come change nothing.
    let third = portal(&bus, &of_portals);
    second.close().unwrap();
    assert_eq!(of_portals.line(2), line, "asked once more, and once only");
    desk.wait_for_log(&format!("log-off: held by {}", PORTAL.0));
    desk.save();
    assert_eq!(of_portals.line(3), "close 1", "what the new portal gave");
    assert_eq!(of_managers.lines().len(), 1);
    third.close().unwrap();
    // Nothing is to be held, and nobody is asked.
    let fourth = portal(&bus, &of_portals);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(of_portals.lines().len(), 3);
    drop(fourth);
}

#[test]
fn where_the_portal_has_nobody_behind_it_the_session_manager_holds_it() {
    let Some(bus) = Bus::start() else { return };
    let (of_portal, of_manager) = (Told::default(), Told::default());
    let portal = portal(&bus, &of_portal);
    let _manager = manager(&bus, &of_manager);
    let Some(desk) = Desk::start(&bus.address) else {
        return;
    };
    desk.change();
    assert!(of_portal.line(1).starts_with("inhibit"));
    // What portals say where the desktop cannot do what they have promised already.
    let nothing: HashMap<&str, Value<'_>> = HashMap::new();
    let answer = (2_u32, nothing);
    let by = "org.freedesktop.portal.Request";
    portal
        .emit_signal(None::<&str>, request(1), by, "Response", &answer)
        .unwrap();
    assert!(of_manager.line(1).starts_with("inhibit 1 redshank “"));
    desk.wait_for_log(&format!("log-off: held by {}", MANAGER.0));
    desk.save();
    assert_eq!(of_manager.line(2), "uninhibit 7");
    desk.change();
    assert!(of_manager.line(3).starts_with("inhibit"));
    assert_eq!(of_portal.lines().len(), 1, "it is not asked again");
}

#[test]
fn what_a_slow_portal_does_too_late_is_undone() {
    let Some(bus) = Bus::start() else { return };
    let (of_portal, of_manager) = (Told::default(), Told::default());
    // The program waits ten seconds.
    let _portal = portal_with_patience(&bus, &of_portal, Duration::from_secs(12));
    let _manager = manager(&bus, &of_manager);
    let Some(desk) = Desk::start(&bus.address) else {
        return;
    };
    desk.change();
    assert!(of_manager.line(1).starts_with("inhibit"));
    let asked = of_portal.line(1);
    // What portals hold goes with the connection of who has asked for it.
    let who = asked.rsplit(' ').next().unwrap();
    wait_for(|| !bus.knows(who), || asked.clone());
    desk.save();
    assert_eq!(of_manager.line(2), "uninhibit 7");
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
