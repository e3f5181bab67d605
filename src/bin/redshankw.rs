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

fn main() -> ExitCode {
    let words = match opened() {
        Ok(output) if output.status.success() => return ExitCode::SUCCESS,
        Ok(output) => String::from_utf8_lossy(&output.stderr).into_owned(),
        Err(error) => format!("redshank: {error}"),
    };
    rfd::MessageDialog::new()
        .set_level(rfd::MessageLevel::Error)
        .set_title("Redshank")
        .set_description(words.trim())
        .show();
    ExitCode::FAILURE
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
