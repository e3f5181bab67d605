//! Which window system the window opens on, where a machine has two: X11, also as XWayland, and Wayland.
//!
//! X11 comes first. Under Wayland the window library takes no files that are dropped on the window, and a window neither
//! learns where it stands nor comes back there. `--window-system`, else `REDSHANK_WINDOW_SYSTEM` in the environment, puts
//! the other one first. The one that comes first may not answer; the library makes one attempt in a process, so the program
//! then starts itself once more, for the other one alone.

use eframe::EventLoopBuilderHook;

/// The variable of the environment that puts one of them first: `x11` or `wayland`.
const ASKED: &str = "REDSHANK_WINDOW_SYSTEM";
/// Set in the last attempt: the process that it is meant for, the only one that is left, and why the first one could not be
/// had. A process keeps its number when it starts anew; the programs that it starts have others.
const LEFT: &str = "REDSHANK_WINDOW_SYSTEM_LEFT";

/// A window system of Linux. Other systems have one each, and nothing to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowSystem {
    /// X11, or XWayland.
    X11,
    /// Wayland.
    Wayland,
}

impl WindowSystem {
    /// Its name where one is asked for.
    pub fn code(self) -> &'static str {
        match self {
            WindowSystem::X11 => "x11",
            WindowSystem::Wayland => "wayland",
        }
    }

    /// The one of that name.
    pub fn from_code(code: &str) -> Option<WindowSystem> {
        let both = [WindowSystem::X11, WindowSystem::Wayland];
        both.into_iter().find(|system| system.code() == code)
    }

    /// Its name for people.
    pub fn name(self) -> &'static str {
        match self {
            WindowSystem::X11 => "X11",
            WindowSystem::Wayland => "Wayland",
        }
    }

    /// True where files can be dropped on the window.
    pub fn takes_drops(self) -> bool {
        self == WindowSystem::X11
    }

    /// Those to try here, the first one first; none where the system has one of its own, or there is no display.
    pub fn to_try(asked: Option<WindowSystem>) -> Vec<WindowSystem> {
        if !cfg!(target_os = "linux") {
            return Vec::new();
        }
        if let Some((left, _)) = left() {
            return vec![left];
        }
        let has_wayland = set("WAYLAND_DISPLAY").or_else(|| set("WAYLAND_SOCKET")).is_some();
        let has = (set("DISPLAY").is_some(), has_wayland);
        let by_environment = || set(ASKED).and_then(|code| WindowSystem::from_code(&code));
        order(asked.or_else(by_environment), has)
    }

    /// Why the one that came first could not be had, in the last attempt.
    pub fn failed_before() -> Option<String> {
        left().map(|(_, reason)| reason)
    }

    /// Has the window library take this one.
    #[cfg(target_os = "linux")]
    pub fn taken(self) -> EventLoopBuilderHook {
        use winit::platform::wayland::EventLoopBuilderExtWayland as _;
        use winit::platform::x11::EventLoopBuilderExtX11 as _;

        Box::new(move |builder| {
            match self {
                WindowSystem::X11 => builder.with_x11(),
                WindowSystem::Wayland => builder.with_wayland(),
            };
        })
    }

    /// There is nothing to take.
    #[cfg(not(target_os = "linux"))]
    pub fn taken(self) -> EventLoopBuilderHook {
        Box::new(|_| {})
    }

    /// Starts the program again in place of this process, for this one alone, for the other could not be had for a reason.
    /// Comes back only where that fails, with why.
    #[cfg(target_os = "linux")]
    pub fn start_again(self, reason: &str) -> std::io::Error {
        use std::os::unix::process::CommandExt as _;

        let program = match std::env::current_exe() {
            Ok(program) => program,
            Err(error) => return error,
        };
        std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(LEFT, format!("{} {} {reason}", std::process::id(), self.code()))
            .exec()
    }

    /// There is no other one.
    #[cfg(not(target_os = "linux"))]
    pub fn start_again(self, _reason: &str) -> std::io::Error {
        std::io::ErrorKind::Unsupported.into()
    }
}

/// What a variable of the environment holds.
fn set(name: &str) -> Option<String> {
    let value = std::env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

/// The one that is left in the last attempt, and why the other could not be had.
fn left() -> Option<(WindowSystem, String)> {
    let text = set(LEFT)?;
    left_to(std::process::id(), &text)
}

/// The same for a process: what is meant for another one, whose variables it has got, is nothing to it.
fn left_to(process: u32, text: &str) -> Option<(WindowSystem, String)> {
    let (meant, rest) = text.split_once(' ')?;
    let (code, reason) = rest.split_once(' ')?;
    let system = WindowSystem::from_code(code).filter(|_| meant == process.to_string())?;
    Some((system, reason.to_owned()))
}

/// Those that are there, with the one that was asked for first, else X11.
fn order(asked: Option<WindowSystem>, (has_x11, has_wayland): (bool, bool)) -> Vec<WindowSystem> {
    let first = asked.unwrap_or(WindowSystem::X11);
    let is_there = |system: &WindowSystem| match system {
        WindowSystem::X11 => has_x11,
        WindowSystem::Wayland => has_wayland,
    };
    let mut both = vec![WindowSystem::X11, WindowSystem::Wayland];
    both.sort_by_key(|system| *system != first);
    both.retain(is_there);
    both
}

#[cfg(test)]
mod tests {
    use super::WindowSystem::{Wayland, X11};
    use super::*;

    #[test]
    fn what_is_left_is_meant_for_one_process() {
        let check = |text: &str, expected: Option<(WindowSystem, &str)>| {
            let found = left_to(7, text);
            let found = found.as_ref().map(|(system, reason)| (*system, reason.as_str()));
            assert_eq!(found, expected, "{text}");
        };
        check("7 wayland X11: no answer", Some((Wayland, "X11: no answer")));
        check("8 wayland X11: no answer", None);
        check("7 mir x", None);
        check("wayland", None);
        check("", None);
    }

    #[test]
    fn x11_comes_first_unless_the_other_is_asked_for() {
        let check = |asked, has, expected: &[WindowSystem]| {
            assert_eq!(order(asked, has), expected, "{asked:?} {has:?}");
        };
        check(None, (true, true), &[X11, Wayland]);
        check(Some(Wayland), (true, true), &[Wayland, X11]);
        check(Some(X11), (true, true), &[X11, Wayland]);
        check(None, (false, true), &[Wayland]);
        // Who asks for one that is not there has the other.
        check(Some(Wayland), (true, false), &[X11]);
        check(Some(X11), (false, true), &[Wayland]);
        check(None, (false, false), &[]);
    }

    #[test]
    fn each_has_a_name_of_its_own() {
        for system in [X11, Wayland] {
            assert_eq!(WindowSystem::from_code(system.code()), Some(system));
        }
        assert_eq!(WindowSystem::from_code("mir"), None);
        assert!(X11.takes_drops() && !Wayland.takes_drops());
    }
}
