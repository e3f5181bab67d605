//! Two of the real program at a time, of which one is killed: what that had not saved comes back, and the other goes on.

use super::*;

/// The words that find the window of a program.
fn window_of(program: &Program) -> [String; 7] {
    let id = program.0.id().to_string();
    ["search", "--all", "--onlyvisible", "--pid", &id, "--name", "."].map(str::to_owned)
}

/// What xdotool says about the window of a program.
fn asked(screen: &Screen, program: &Program, words: &[&str]) -> String {
    let said = Command::new("xdotool")
        .args(window_of(program))
        .args(words)
        .env("DISPLAY", &screen.display)
        .output()
        .unwrap();
    String::from_utf8_lossy(&said.stdout).trim().to_owned()
}

fn title(screen: &Screen, program: &Program) -> String {
    asked(screen, program, &["getwindowname"])
}

/// Waits until something is so; false where it never is.
fn wait(mut is_so: impl FnMut() -> bool) -> bool {
    let begun = Instant::now();
    while !is_so() {
        if begun.elapsed() > Duration::from_secs(90) {
            return false;
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    true
}

/// Gives the window the keyboard and presses a key, until the title is as it should be.
fn press_until(screen: &Screen, program: &mut Program, key: &str, is_so: impl Fn(&str) -> bool) {
    let done = wait(|| {
        assert!(program.0.try_wait().unwrap().is_none(), "it has ended");
        if is_so(&title(screen, program)) {
            return true;
        }
        asked(screen, program, &["windowfocus", "--sync"]);
        let _ = typed(screen, &["key", key]);
        std::thread::sleep(Duration::from_millis(700));
        is_so(&title(screen, program))
    });
    assert!(done, "{:?} after {key}", title(screen, program));
}

#[test]
fn what_a_second_program_had_not_saved_is_asked_about_once_it_is_gone() {
    let Some(screen) = Screen::start() else { return };
    if !typed(&screen, &["version"]) {
        println!("skipped: xdotool is not installed");
        return;
    }
    let user = tempfile::tempdir().unwrap();
    let kept = user.path().join("redshank");
    let is_unsaved = |slot: &str| {
        let text = std::fs::read_to_string(kept.join(slot).join("session.json")).unwrap_or_default();
        text.contains(r#""unsaved": true"#) && kept.join(slot).join("recovery.toml").is_file()
    };
    let mut first = started(&screen, &example(), user.path());
    wait_for_workspace(&screen, &mut first);
    let mut second = started(&screen, &example(), user.path());
    let is_there = |program: &Program| title(&screen, program).contains("钱塘");
    assert!(wait(|| is_there(&second)), "{:?}", title(&screen, &second));
    // A place with a name is a change of the workspace.
    press_until(&screen, &mut second, "ctrl+b", |title| title.starts_with("● "));
    assert!(wait(|| is_unsaved("beside/1")), "nothing is kept of the second");
    assert!(!is_unsaved(""), "the first has changed nothing");
    // By SIGKILL.
    second.0.kill().unwrap();
    second.0.wait().unwrap();

    // The question has the keyboard: Enter goes on.
    let mut third = started(&screen, &example(), user.path());
    press_until(&screen, &mut third, "Return", |title| title.starts_with("● "));
    assert!(wait(|| is_unsaved("beside/2")), "nothing is kept of the third");
    assert!(
        wait(|| !is_unsaved("beside/1")),
        "somebody would be asked once more"
    );
    assert!(title(&screen, &first).contains("钱塘") && !title(&screen, &first).starts_with('●'));
    assert!(first.0.try_wait().unwrap().is_none());
}
