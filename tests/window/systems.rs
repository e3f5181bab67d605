//! On which window system the window opens, and by which driver: under Weston with XWayland, and without drivers.

use super::*;

/// A compositor for Wayland, with XWayland, that draws on no screen.
struct Compositor {
    server: Child,
    folder: tempfile::TempDir,
    /// The display of its XWayland.
    display: String,
}

const SOCKET: &str = "wayland-redshank";
/// Nobody listens there.
const DEAD_DISPLAY: &str = ":987";

impl Compositor {
    /// `None`, said aloud, where Weston or its XWayland is not installed.
    fn start() -> Option<Compositor> {
        let folder = tempfile::tempdir().unwrap();
        let told = folder.path().join("told");
        let started = Command::new("weston")
            .args(["--backend=headless-backend.so", "--use-pixman", "--xwayland"])
            .args(["--width=1440", "--height=900", "--idle-time=0"])
            .args(["--socket", SOCKET])
            .arg(format!("--log={}", told.display()))
            .env("XDG_RUNTIME_DIR", folder.path())
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(server) = started else {
            println!("skipped: weston is not installed");
            return None;
        };
        let mut compositor = Compositor {
            server,
            folder,
            display: String::new(),
        };
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(100));
            let words = std::fs::read_to_string(&told).unwrap_or_default();
            let display = words.split("listening on display ").nth(1);
            if let Some(display) = display.and_then(|rest| rest.lines().next()) {
                compositor.display = display.trim().to_owned();
                return Some(compositor);
            }
        }
        println!("skipped: weston has no XWayland here");
        None
    }

    /// The program, with a folder of its own for what it remembers, where both window systems are named.
    fn program(&self, user: &Path) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_redshank"));
        program
            .args(["--lang", "zh", "--theme", "light"])
            .arg(example())
            .env("XDG_DATA_HOME", user)
            .env("XDG_RUNTIME_DIR", self.folder.path())
            .env("WAYLAND_DISPLAY", SOCKET)
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_SOCKET")
            .env_remove("REDSHANK_WINDOW_SYSTEM")
            .stderr(Stdio::piped());
        program
    }

    /// What the log says of the window once it is open.
    #[track_caller]
    fn check(&self, expected: &str, changed: impl Fn(&mut Command) -> &mut Command) {
        let user = tempfile::tempdir().unwrap();
        let mut program = Program(changed(&mut self.program(user.path())).spawn().unwrap());
        let log = user.path().join("redshank/redshank.log");
        let begun = Instant::now();
        loop {
            std::thread::sleep(Duration::from_millis(100));
            assert!(program.0.try_wait().unwrap().is_none(), "it has ended");
            let text = std::fs::read_to_string(&log).unwrap_or_default();
            if let Some(line) = text.lines().find(|line| line.contains("window on ")) {
                assert!(
                    line.contains(&format!("window on {expected} 1440x900+0+0")),
                    "{line}"
                );
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "no window: {text}");
        }
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

#[test]
fn x11_comes_first_and_each_stands_in_for_the_other() {
    let Some(compositor) = Compositor::start() else {
        return;
    };
    compositor.check("X11", |program| program);
    compositor.check("Wayland", |program| program.args(["--window-system", "wayland"]));
    compositor.check("Wayland", |program| {
        program.env("REDSHANK_WINDOW_SYSTEM", "wayland")
    });
    let both = ["--window-system", "x11"];
    compositor.check("X11", |program| {
        program.env("REDSHANK_WINDOW_SYSTEM", "wayland").args(both)
    });
    // What does not answer is no reason not to open.
    compositor.check("Wayland", |program| program.env("DISPLAY", DEAD_DISPLAY));
    compositor.check("X11", |program| {
        let asked = program.args(["--window-system", "wayland"]);
        asked.env("WAYLAND_DISPLAY", "wayland-dead")
    });
    compositor.check("Wayland", |program| program.env_remove("DISPLAY"));
}

#[test]
fn the_workspace_is_drawn_under_wayland_alone() {
    let Some(compositor) = Compositor::start() else {
        return;
    };
    let user = tempfile::tempdir().unwrap();
    let file = user.path().join("window.png");
    let mut program = compositor.program(user.path());
    program.env_remove("DISPLAY").arg("--screenshot").arg(&file);
    let done = program.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let decoder = png::Decoder::new(BufReader::new(std::fs::File::open(&file).unwrap()));
    let mut reader = decoder.read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let width = reader.next_frame(&mut bytes).unwrap().width as usize;
    let pixels = bytes.chunks_exact(4).map(|p| [p[0], p[1], p[2]]).collect();
    shows_the_workspace(&Picture { width, pixels }).unwrap();
}

#[test]
fn where_none_answers_both_are_named() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, word) in [("en", "No window can be opened"), ("zh", "无法打开窗口")] {
        let done = Command::new(env!("CARGO_BIN_EXE_redshank"))
            .args(["--lang", lang])
            .env("XDG_DATA_HOME", folder.path())
            .env("XDG_RUNTIME_DIR", folder.path())
            .env("DISPLAY", DEAD_DISPLAY)
            .env("WAYLAND_DISPLAY", "wayland-dead")
            .env_remove("WAYLAND_SOCKET")
            .output()
            .unwrap();
        let words = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(3), "{words}");
        for part in [word, "X11: ", "Wayland: "] {
            assert!(words.contains(part), "{words}");
        }
    }
}

/// Without Vulkan; `opengl` for a machine that has that.
fn without_vulkan(screen: &Screen, user: &Path, (lang, opengl): (&str, bool)) -> Program {
    let mut program = Command::new(env!("CARGO_BIN_EXE_redshank"));
    program
        .arg(example())
        .args(["--lang", lang, "--theme", "light"])
        .env("DISPLAY", &screen.display)
        .env("XDG_DATA_HOME", user)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stderr(Stdio::piped());
    let mut hidden = vec!["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];
    if !opengl {
        hidden.extend(["LIBGL_DRIVERS_PATH", "__EGL_VENDOR_LIBRARY_FILENAMES"]);
    }
    for variable in hidden {
        program.env(variable, "/nonexistent");
    }
    Program(program.spawn().unwrap())
}

/// Exit code and words of a program that gives up by itself.
fn given_up(program: &mut Program) -> Option<(Option<i32>, String)> {
    let status = program.0.try_wait().unwrap()?;
    let mut words = String::new();
    let _ = std::io::Read::read_to_string(program.0.stderr.as_mut().unwrap(), &mut words);
    Some((status.code(), words))
}

#[test]
fn without_vulkan_opengl_draws_the_window() {
    let Some(screen) = Screen::start() else { return };
    let user = tempfile::tempdir().unwrap();
    let mut program = without_vulkan(&screen, user.path(), ("zh", true));
    let begun = Instant::now();
    loop {
        std::thread::sleep(Duration::from_millis(500));
        if let Some((code, words)) = given_up(&mut program) {
            assert_eq!(code, Some(3), "{words}");
            println!("skipped: there is no OpenGL here: {words}");
            return;
        }
        let Some(picture) = screen.picture() else { continue };
        let seen = shows_the_workspace(&picture);
        if seen.is_ok() || begun.elapsed() > Duration::from_secs(120) {
            return seen.unwrap();
        }
    }
}

#[test]
fn without_any_driver_it_is_said_which_are_needed() {
    let Some(screen) = Screen::start() else { return };
    for (lang, needed) in [("en", "needs a driver in software"), ("zh", "请安装软件驱动")] {
        let user = tempfile::tempdir().unwrap();
        let mut program = without_vulkan(&screen, user.path(), (lang, false));
        let begun = Instant::now();
        let (code, words) = loop {
            std::thread::sleep(Duration::from_millis(100));
            if let Some(given_up) = given_up(&mut program) {
                break given_up;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "it goes on without a driver"
            );
        };
        assert_eq!(code, Some(3), "{words}");
        assert!(words.contains(needed), "{words}");
    }
}
