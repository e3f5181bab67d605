//! The real program in a real window: started under Xvfb on the example workspace, and looked at through the X server's
//! own frame buffer.
#![cfg(all(feature = "gui", target_os = "linux"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::too_many_lines,
    reason = "a test may"
)]

#[path = "window/beside.rs"]
mod beside;
#[path = "window/clipboard.rs"]
mod clipboard;
#[path = "window/log_off.rs"]
mod log_off;
#[path = "window/session_bus.rs"]
mod session_bus;
#[path = "window/systems.rs"]
mod systems;

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A virtual screen whose pixels lie in a file.
struct Screen {
    server: Child,
    display: String,
    folder: tempfile::TempDir,
}

impl Screen {
    /// `None`, said aloud, where Xvfb is not installed.
    fn start() -> Option<Screen> {
        let folder = tempfile::tempdir().unwrap();
        let started = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1440x900x24",
                "-nolisten",
                "tcp",
                "-fbdir",
            ])
            .arg(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut server) = started else {
            println!("skipped: Xvfb is not installed");
            return None;
        };
        let mut line = String::new();
        BufReader::new(server.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Some(Screen {
            server,
            display: format!(":{}", line.trim()),
            folder,
        })
    }

    fn picture(&self) -> Option<Picture> {
        Picture::from_xwd(&std::fs::read(self.folder.path().join("Xvfb_screen0")).ok()?)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

/// Stops the program under test whatever the test's end.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// RGB pixels, row by row.
struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// From an X window dump (XWDFile.h): 25 big-endian words, a name, a colour table, then 32-bit pixels.
    fn from_xwd(bytes: &[u8]) -> Option<Picture> {
        let word =
            |k: usize| Some(u32::from_be_bytes(bytes.get(4 * k..4 * k + 4)?.try_into().ok()?) as usize);
        let (head, width, height, row, colours) = (word(0)?, word(4)?, word(5)?, word(12)?, word(19)?);
        let start = head + 12 * colours;
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            let line = bytes.get(start + y * row..start + y * row + 4 * width)?;
            pixels.extend(line.chunks_exact(4).map(|p| [p[2], p[1], p[0]]));
        }
        Some(Picture { width, pixels })
    }

    /// Pixels of a part of the screen (shares of width and height) that look like a colour.
    fn count(&self, (x0, x1): (f64, f64), (y0, y1): (f64, f64), is: impl Fn([u8; 3]) -> bool) -> usize {
        let height = self.pixels.len() / self.width;
        let columns = (x0 * self.width as f64) as usize..(x1 * self.width as f64) as usize;
        let rows = (y0 * height as f64) as usize..(y1 * height as f64) as usize;
        rows.map(|y| {
            columns
                .clone()
                .filter(|x| is(self.pixels[y * self.width + x]))
                .count()
        })
        .sum()
    }

    fn save(&self, path: &Path) {
        let file = std::fs::File::create(path).unwrap();
        let height = self.pixels.len() / self.width;
        let mut encoder = png::Encoder::new(file, self.width as u32, height as u32);
        encoder.set_color(png::ColorType::Rgb);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(self.pixels.as_flattened()).unwrap();
    }
}

fn is_water([r, g, b]: [u8; 3]) -> bool {
    b > 170 && g > 140 && b >= g && i32::from(b) - i32::from(r) > 25
}

fn is_red([r, g, b]: [u8; 3]) -> bool {
    r > 150 && g < 110 && b < 110
}

fn is_text_on_panel([r, g, b]: [u8; 3]) -> bool {
    r < 120 && g < 120 && b < 120
}

const WHOLE: (f64, f64) = (0.0, 1.0);

/// What must be on the screen: water and conflicts on the map in the middle, words in the panels at the sides.
fn shows_the_workspace(picture: &Picture) -> Result<(), String> {
    let middle = (0.25, 0.7);
    let water = picture.count(middle, WHOLE, is_water);
    let red = picture.count(middle, WHOLE, is_red);
    let left = picture.count((0.0, 0.2), WHOLE, is_text_on_panel);
    let right = picture.count((0.75, 1.0), WHOLE, is_text_on_panel);
    let enough = water > 20_000 && red > 200 && left > 1_500 && right > 1_000;
    let seen = format!("water {water}, red {red}, words left {left}, right {right}");
    if enough { Ok(()) } else { Err(seen) }
}

/// The program on a workspace, with a folder of its own for what it remembers of its user.
fn started(screen: &Screen, workspace: &Path, user: &Path) -> Program {
    Program(command(screen, workspace, user).spawn().unwrap())
}

fn command(screen: &Screen, workspace: &Path, user: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_redshank"));
    command
        .arg(workspace)
        .args(["--lang", "zh", "--theme", "light"])
        .env("DISPLAY", &screen.display)
        // What is remembered of a user is none of the test's business, and the other way round.
        .env("XDG_DATA_HOME", user)
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .stderr(Stdio::piped());
    command
}

/// The window gets the keyboard.
const FOCUS: [&str; 7] = [
    "search",
    "--sync",
    "--onlyvisible",
    "--name",
    ".",
    "windowfocus",
    "--sync",
];

/// Words for xdotool; false where it fails or is not installed.
fn typed(screen: &Screen, words: &[&str]) -> bool {
    let typed = Command::new("xdotool")
        .args(words)
        .env("DISPLAY", &screen.display)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    typed.is_ok_and(|status| status.success())
}

/// Waits until the workspace is on the screen.
fn wait_for_workspace(screen: &Screen, program: &mut Program) {
    let deadline = Instant::now() + Duration::from_secs(120);
    loop {
        std::thread::sleep(Duration::from_millis(500));
        if let Some(status) = program.0.try_wait().unwrap() {
            let mut words = String::new();
            let _ = std::io::Read::read_to_string(program.0.stderr.as_mut().unwrap(), &mut words);
            panic!("the program ended ({status}): {words}");
        }
        let Some(picture) = screen.picture() else { continue };
        let seen = shows_the_workspace(&picture);
        if seen.is_ok() || Instant::now() > deadline {
            let saved = std::env::temp_dir().join("redshank-window.png");
            picture.save(&saved);
            println!("{seen:?}, picture in {}", saved.display());
            seen.unwrap();
            return;
        }
    }
}

fn example() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang")
}

#[test]
fn the_program_opens_the_example_workspace() {
    let Some(screen) = Screen::start() else { return };
    let user = tempfile::tempdir().unwrap();
    let mut program = started(&screen, &example(), user.path());
    wait_for_workspace(&screen, &mut program);
}

/// True where this process, and so whatever it starts, ignores a signal, as under `nohup`.
fn is_ignored(signal: u32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|hex| u64::from_str_radix(hex.trim(), 16).ok());
    mask.is_some_and(|mask| mask >> (signal - 1) & 1 == 1)
}

/// Who logs off has the programs told to end, by a signal and without a word. Whatever was changed stands in the file for
/// that by then: it is written within a second of each step, and the next start asks whether to go on with it.
#[test]
fn what_was_changed_outlives_a_log_off() {
    let Some(screen) = Screen::start() else { return };
    if !typed(&screen, &["version"]) {
        println!("skipped: xdotool is not installed");
        return;
    }
    for (signal, number) in [("TERM", 15), ("HUP", 1)] {
        if is_ignored(number) {
            println!("skipped: whoever started the tests has {signal} ignored, and so has the program");
            continue;
        }
        let user = tempfile::tempdir().unwrap();
        let mut program = started(&screen, &example(), user.path());
        wait_for_workspace(&screen, &mut program);
        let kept = user.path().join("redshank");
        let (recovery, session) = (kept.join("recovery.toml"), kept.join("session.json"));
        assert!(!recovery.exists());
        assert!(typed(&screen, &FOCUS));
        // A place with a name is a change of the workspace.
        assert!(typed(&screen, &["key", "ctrl+b"]));
        let begun = Instant::now();
        let is_kept = || {
            let text = std::fs::read_to_string(&session).unwrap_or_default();
            recovery.is_file() && text.contains(r#""unsaved": true"#)
        };
        while !is_kept() && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(10));
        }
        let took = begun.elapsed();
        println!("on the disk after {took:?}");
        assert!(is_kept());
        // Here the processor draws, several programs at a time: on a desktop it is within one second.
        assert!(took < Duration::from_secs(4), "{took:?}");
        let id = program.0.id().to_string();
        let told = Command::new("kill").args(["-s", signal, &id]).status().unwrap();
        assert!(told.success());
        let told = Instant::now();
        while program.0.try_wait().unwrap().is_none() {
            assert!(told.elapsed() < Duration::from_secs(30), "goes on after {signal}");
            std::thread::sleep(Duration::from_millis(50));
        }
        let left = std::fs::read_to_string(&session).unwrap();
        assert!(left.contains(r#""closed": false"#), "the next start asks: {left}");
        assert!(std::fs::read_to_string(&recovery).unwrap().contains("version"));
        if number != 15 {
            continue;
        }
        // The next start asks, with the keyboard in its question; Enter goes on, and the title has the mark of what is not saved.
        let mut program = started(&screen, &example(), user.path());
        let begun = Instant::now();
        let title = loop {
            std::thread::sleep(Duration::from_millis(500));
            assert!(program.0.try_wait().unwrap().is_none(), "it has ended");
            let shown = Command::new("xdotool")
                .args(["search", "--onlyvisible", "--name", ".", "getwindowname"])
                .env("DISPLAY", &screen.display)
                .output()
                .unwrap();
            let title = String::from_utf8_lossy(&shown.stdout).trim().to_owned();
            if title.starts_with('●') || begun.elapsed() > Duration::from_secs(60) {
                break title;
            }
            // Until the question is there the key means nothing.
            let _ = typed(&screen, &FOCUS);
            let _ = typed(&screen, &["key", "Return"]);
        };
        assert!(title.starts_with("● "), "{title:?}");
    }
}
