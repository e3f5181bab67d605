//! Windows: opens the window without a console beside it.
//!
//! Windows opens a console for every program that may print, unless it is started from one. Shortcuts and double clicks on
//! files therefore start this program, which may not: it starts the other one with a console that nobody sees, and shows what
//! that has to say where it cannot open its window.
#![windows_subsystem = "windows"]

use std::io;
use std::process::{Command, ExitCode, Output, Stdio};

/// What Windows calls a console that is not shown (`CREATE_NO_WINDOW`).
#[cfg(windows)]
const CREATE_NO_WINDOW: u32 = 0x0800_0000;

/// The exit code where there is none to pass on.
const FAILED: u8 = 1;
/// So much of what was said last fits on a screen.
const MOST_LINES: usize = 15;
const MOST_LETTERS: usize = 1500;

fn main() -> ExitCode {
    let (code, words) = match opened() {
        Ok(output) => (
            code_of(&output),
            String::from_utf8_lossy(&output.stderr).into_owned(),
        ),
        Err(error) => (FAILED, format!("redshank: {error}")),
    };
    let words = ending(&words);
    // Who was ended by somebody else has said nothing.
    if code != 0 && !words.is_empty() {
        rfd::MessageDialog::new()
            .set_level(rfd::MessageLevel::Error)
            .set_title("Redshank")
            .set_description(words)
            .show();
    }
    ExitCode::from(code)
}

/// The exit code of a program, as far as one can be passed on.
fn code_of(output: &Output) -> u8 {
    let code = output.status.code();
    code.and_then(|code| u8::try_from(code).ok()).unwrap_or(FAILED)
}

/// The last lines of a text.
fn ending(text: &str) -> String {
    let lines: Vec<&str> = text.trim().lines().collect();
    let last = lines[lines.len().saturating_sub(MOST_LINES)..].join("\n");
    let letters = last.chars().count();
    last.chars().skip(letters.saturating_sub(MOST_LETTERS)).collect()
}

/// The program beside this one, from its start to its end.
fn opened() -> io::Result<Output> {
    let program = std::env::current_exe()?.with_file_name("redshank");
    let mut command = Command::new(program.with_extension(std::env::consts::EXE_EXTENSION));
    command
        .args(std::env::args_os().skip(1))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    #[cfg(windows)]
    std::os::windows::process::CommandExt::creation_flags(&mut command, CREATE_NO_WINDOW);
    command.spawn()?.wait_with_output()
}
