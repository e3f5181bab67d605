//! What is copied in the window, other programs can paste, and the other way round.

use super::*;

/// What another program of the same screen is to copy; without it, it says what it would paste.
const COPIES: &str = "REDSHANK_TEST_COPIES";
const PASTED: &str = "pasted:";

/// The other program is this one, with that test alone.
fn other_program(screen: &Screen) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args([
            "--exact",
            "clipboard::another_program",
            "--ignored",
            "--nocapture",
        ])
        .env("DISPLAY", &screen.display)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stderr(Stdio::null());
    command
}

#[test]
#[ignore = "the other program of the test below"]
fn another_program() {
    use arboard::SetExtLinux as _;
    let Ok(mut clipboard) = arboard::Clipboard::new() else {
        return println!("skipped: there is no clipboard here");
    };
    match std::env::var(COPIES) {
        // It is there for as long as it stands on the clipboard.
        Ok(text) => clipboard.set().wait().text(text).unwrap(),
        Err(_) => println!("{PASTED}{}", clipboard.get_text().unwrap_or_default()),
    }
}

fn pasted_elsewhere(screen: &Screen) -> String {
    let done = other_program(screen).output().unwrap();
    let words = String::from_utf8_lossy(&done.stdout);
    let line = words.lines().find_map(|line| line.split_once(PASTED));
    line.map(|(_, text)| text.to_owned()).unwrap_or_default()
}

/// Copies all of the field that has the keyboard, until another program would paste that.
#[track_caller]
fn check_copied(screen: &Screen, expected: &str) {
    let begun = Instant::now();
    loop {
        assert!(typed(screen, &["key", "ctrl+a", "ctrl+c"]));
        std::thread::sleep(Duration::from_millis(300));
        let pasted = pasted_elsewhere(screen);
        if pasted == expected {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "{pasted:?}");
    }
}

#[test]
fn what_is_copied_reaches_other_programs_and_the_other_way_round() {
    let Some(screen) = Screen::start() else { return };
    if !typed(&screen, &["version"]) {
        return println!("skipped: xdotool is not installed");
    }
    let user = tempfile::tempdir().unwrap();
    let mut program = started(&screen, &example(), user.path());
    wait_for_workspace(&screen, &mut program);
    assert!(typed(&screen, &FOCUS));
    assert!(typed(&screen, &["key", "ctrl+k"]));
    std::thread::sleep(Duration::from_secs(2));
    assert!(typed(&screen, &["type", "abc"]));
    check_copied(&screen, "abc");
    let mut other = Program(other_program(&screen).env(COPIES, "湿地").spawn().unwrap());
    let begun = Instant::now();
    while pasted_elsewhere(&screen) != "湿地" {
        assert!(
            begun.elapsed() < Duration::from_secs(30),
            "the other program copies nothing"
        );
    }
    assert!(typed(&screen, &["key", "ctrl+a", "ctrl+v"]));
    std::thread::sleep(Duration::from_secs(1));
    assert!(typed(&screen, &["key", "End", "d"]));
    check_copied(&screen, "湿地d");
    assert!(
        other.0.wait().unwrap().success(),
        "its words have gone from the clipboard"
    );
}

#[test]
fn the_window_library_is_built_with_the_clipboard_of_the_system() {
    // Without that part it copies and pastes within the window alone, and says nothing.
    let packages = include_str!("../../Cargo.toml");
    let library = packages.lines().skip_while(|line| !line.starts_with("eframe = "));
    let parts: Vec<&str> = library.take_while(|line| *line != "] }").collect();
    assert!(parts.join(" ").contains("\"clipboard\""), "{parts:?}");
}
