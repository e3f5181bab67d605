//! Opens the window: with wgpu, and where that fails with OpenGL; on one window system, and where that fails on the other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{IconData, Rect, ThemePreference, ViewportBuilder, pos2, vec2};
use eframe::icon_data::from_png_bytes;
use eframe::{NativeOptions, Renderer};

use crate::model::date::Date;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::jobs::{Runner, let_iterators_stand_back};
use crate::words::Lang;

use super::App;
use super::errands::{Errands, clipboard};
use super::log_off;
use super::map::gpu::callback::install;
use super::map::painting::Painting;
use super::memory::remembered::Remembered;
use super::memory::restoring::{arrange, ask_about, restore};
use super::memory::session_file::Last;
use super::memory::session_file::RECOVERY_NAME;
use super::memory::slots::Left;
use super::memory::{Memory, crash};
use super::processor_paint;
use super::relay::{Handover, Relay};
use super::user_folder;
use super::view_state::ViewState;
use super::window_system::WindowSystem;
use super::windows::open_window::open;

/// How the window begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// What to open.
    pub paths: Vec<PathBuf>,
    /// What to open where nothing is named and nothing is remembered; nothing for the welcome page.
    pub otherwise: Vec<PathBuf>,
    /// Language of all words where none was asked for, and none is remembered.
    pub lang: Lang,
    /// The language that was asked for.
    pub asked_lang: Option<Lang>,
    /// Dark or light; `None` as it is remembered, else as the system has it.
    pub dark: Option<bool>,
    /// The day that rules are judged by where the workspace fixes none.
    pub today: Date,
    /// The window system that is tried first, where there are two; `None` as the environment says.
    pub window_system: Option<WindowSystem>,
    /// Saves a picture there once everything is drawn, and closes.
    pub screenshot: Option<PathBuf>,
}

/// No window could be opened; why, in the words of the libraries that were asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoWindow {
    /// There is no display.
    #[error("{0}")]
    Display(String),
    /// There is one, and no driver that could draw on it.
    #[error("{0}")]
    Driver(String),
}

/// The size of the first window, in pixels.
const SIZE_PX: [f32; 2] = [1440.0, 900.0];

/// After so many lost graphics cards the next window does without.
const MOST_CARDS: usize = 3;

/// Shows the window until it is closed; a window whose graphics card is lost is followed by another.
///
/// # Errors
/// [`NoWindow`] where there is no display, or none that either renderer can draw on.
pub fn run(start: &Start) -> Result<(), NoWindow> {
    if let Some(folder) = user_folder::home().filter(|_| start.screenshot.is_none()) {
        crash::install(folder);
    }
    let_iterators_stand_back();
    let relay = Arc::new(Relay::default());
    let systems = WindowSystem::to_try(start.window_system);
    let system = systems.first().copied();
    let mut wgpu = None;
    for _ in 0..MOST_CARDS {
        match show(start, Renderer::Wgpu, &relay, system) {
            Ok(()) if relay.has_handover() => {}
            Ok(()) => return Ok(()),
            // Without a display another renderer helps nothing.
            Err(error @ eframe::Error::WinitEventLoop(_)) => {
                let reason = failed(&systems, &relay, error.to_string());
                return Err(NoWindow::Display(reason));
            }
            Err(error) => {
                wgpu = Some(error);
                break;
            }
        }
    }
    show(start, Renderer::Glow, &relay, system).map_err(|glow| match wgpu {
        Some(wgpu) => NoWindow::Driver(failed(&systems, &relay, format!("{wgpu}; {glow}"))),
        None => NoWindow::Driver(glow.to_string()),
    })
}

/// Begins anew elsewhere where no window ever came. What ends while somebody works in it ends: what was not saved is on the
/// disk, and the next start asks about it.
fn failed(systems: &[WindowSystem], relay: &Relay, reason: String) -> String {
    if relay.has_opened() {
        return reason;
    }
    elsewhere(systems, reason)
}

/// Begins anew on the other window system, if there is one. Comes back with all that has failed.
fn elsewhere(systems: &[WindowSystem], reason: String) -> String {
    let told = match systems {
        [own, other, ..] => {
            let reason = format!("{}: {reason}", own.name());
            let error = other.start_again(&reason);
            format!("{reason}; {}: {error}", other.name())
        }
        [own] => format!("{}: {reason}", own.name()),
        [] => reason,
    };
    let all = WindowSystem::failed_before().into_iter().chain([told]);
    all.collect::<Vec<_>>().join("; ")
}

fn show(
    start: &Start,
    renderer: Renderer,
    relay: &Arc<Relay>,
    system: Option<WindowSystem>,
) -> eframe::Result {
    // A picture is the same on every machine, whatever was remembered there.
    let folder = user_folder::home().filter(|_| start.screenshot.is_none());
    let remembered = Remembered::read(folder.as_ref());
    let size = remembered.place().map_or(SIZE_PX, |place| place.size);
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id("redshank")
            .with_inner_size(size)
            .with_clamp_size_to_monitor_size(true)
            .with_min_inner_size(vec2(1024.0, 640.0))
            .with_icon(icon())
            .with_drag_and_drop(true),
        renderer,
        event_loop_builder: system.map(WindowSystem::taken),
        // There are no gradients that could show bands, and where the processor draws every pixel costs.
        dithering: false,
        ..NativeOptions::default()
    };
    // From here on it is the one that the window stands on.
    let start = Start {
        window_system: system,
        ..start.clone()
    };
    let relay = Arc::clone(relay);
    let create = move |creation: &eframe::CreationContext<'_>| {
        Ok(Box::new(app(creation, start, relay, (folder, remembered))) as Box<_>)
    };
    eframe::run_native("Redshank", options, Box::new(create))
}

/// The picture of the task bar; none where it cannot be read.
fn icon() -> IconData {
    from_png_bytes(include_bytes!("../../assets/icon/redshank-128.png")).unwrap_or_default()
}

fn app(
    creation: &eframe::CreationContext<'_>,
    start: Start,
    relay: Arc<Relay>,
    memory: (Option<PathBuf>, Remembered),
) -> App {
    relay.opened(&creation.egui_ctx);
    let screenshot = start.screenshot.clone();
    let screens = screens(creation);
    let mut all = relay
        .take()
        .unwrap_or_else(|| begin(start, &relay, (memory.0, memory.1, screens)));
    all.view.map.painting = match &creation.wgpu_render_state {
        Some(card) => {
            relay.watch(card);
            processor_paint::install(&creation.egui_ctx, card);
            match install(card) {
                true => Painting::on(card),
                false => Painting::Triangles,
            }
        }
        None => Painting::Triangles,
    };
    App::new(&creation.egui_ctx, all.session, all.view, all.errands)
        .with_screenshot(screenshot)
        .with_relay(relay)
}

/// Where the screens are on the desktop, in its own dots.
fn screens(creation: &eframe::CreationContext<'_>) -> Vec<Rect> {
    let monitors = creation.winit_window().map(|window| window.available_monitors());
    let monitors = monitors.into_iter().flatten();
    let rect = monitors.map(|monitor| {
        let (at, size) = (monitor.position(), monitor.size());
        let corner = pos2(at.x as f32, at.y as f32);
        Rect::from_min_size(corner, vec2(size.width as f32, size.height as f32))
    });
    rect.collect()
}

fn begin(
    start: Start,
    relay: &Arc<Relay>,
    (folder, mut remembered, screens): (Option<PathBuf>, Remembered, Vec<Rect>),
) -> Handover {
    let waker = Arc::clone(relay);
    let runner = Runner::Threads(Arc::new(move || waker.wake()));
    let mut session = Session::new(runner.clone(), start.today).with_memory(user_folder::imports());
    let mut view = ViewState::new(start.lang);
    view.window_system = start.window_system;
    view.desk.recovery = folder.as_ref().map(|folder| folder.join(RECOVERY_NAME));
    if let Some(desk) = &remembered.desk {
        arrange(&mut view, desk);
    }
    // What was asked for comes before what is remembered.
    view.lang = start.asked_lang.unwrap_or(view.lang);
    view.theme = match start.dark {
        None => view.theme,
        Some(true) => ThemePreference::Dark,
        Some(false) => ThemePreference::Light,
    };
    // Only the first window knows how the last one ended: another one may be in the middle of it.
    let is_first = remembered.slots.has_first();
    let system = start
        .window_system
        .map_or(std::env::consts::OS, WindowSystem::name);
    let memory = Memory::new(runner.clone(), folder, &mut remembered).with_screens(system, screens);
    // Whoever has a picture taken changes nothing.
    let desktop = start.screenshot.map_or_else(log_off::of_this_machine, |_| None);
    let paths = (start.paths, start.otherwise);
    if let Some(first) = first(&mut view, (remembered, is_first), paths) {
        session.dispatch(first);
    }
    Handover {
        session,
        view,
        errands: Errands::new(runner)
            .with_memory(memory)
            .with_clipboard(clipboard::system)
            .with_desktop(desktop),
    }
}

/// What is opened first: what is named, else what the last session had open, else something to begin with. Where a
/// session did not come to its end, somebody is asked, about what was not saved last of all first, and what is named waits for
/// the answer where something was not saved; `is_first` unless there is another window.
fn first(
    view: &mut ViewState,
    (remembered, is_first): (Remembered, bool),
    (paths, otherwise): (Vec<PathBuf>, Vec<PathBuf>),
) -> Option<Command> {
    let mut last = remembered.last.unwrap_or_default();
    view.desk.set_recent(std::mem::take(&mut last.recent));
    view.desk.bookmarks.clone_from(&last.bookmarks);
    let mut left = remembered.left;
    let is_cut_off = is_first && !last.closed && !last.open.is_empty();
    if left.is_empty() && is_cut_off && paths.is_empty() {
        let folder = view.desk.recovery.as_deref().and_then(Path::parent);
        let folder = folder.unwrap_or(Path::new("")).to_owned();
        left.push(Left { folder, last });
        last = Last::default();
    }
    if let Some(newest) = left.pop() {
        view.desk.named = paths;
        view.desk.waiting = left;
        view.desk.report = remembered.report;
        ask_about(view, newest);
        return None;
    }
    if !paths.is_empty() {
        return Some(open(paths, false));
    }
    if is_first && last.closed && !last.open.is_empty() {
        return restore(view, last);
    }
    (!otherwise.is_empty()).then(|| open(otherwise, false))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::memory::restoring::begin_afresh;
    use crate::ui::view_state::Window;

    fn session(name: &str, unsaved: bool) -> Last {
        Last {
            open: vec![name.into()],
            unsaved,
            ..Last::default()
        }
    }

    /// The first window has left that, and others what they had not saved, the newest last.
    fn cut_off(unsaved: bool, others: &[&str]) -> Remembered {
        let own = session("maps/qiantang", unsaved);
        let first = Left {
            folder: "home".into(),
            last: own.clone(),
        };
        let beside = |name: &&str| Left {
            folder: Path::new("home/beside").join(name),
            last: session(name, true),
        };
        let first = unsaved.then_some(first);
        Remembered {
            left: first.into_iter().chain(others.iter().map(beside)).collect(),
            last: Some(own),
            ..Remembered::default()
        }
    }

    /// What is opened first, and whether somebody is asked.
    fn begun(remembered: Remembered, is_first: bool, paths: &[&str]) -> (bool, Option<Window>, ViewState) {
        let mut view = ViewState::new(Lang::En);
        view.desk.recovery = Some("home/recovery.toml".into());
        let paths = paths.iter().map(PathBuf::from).collect();
        let first = first(&mut view, (remembered, is_first), (paths, Vec::new()));
        (first.is_some(), view.window, view)
    }

    #[test]
    fn after_a_crash_what_is_named_waits_for_the_answer() {
        let (opens, window, view) = begun(cut_off(true, &[]), true, &["a.geojson"]);
        assert_eq!((opens, window), (false, Some(Window::Recover)));
        assert_eq!(view.desk.named, [PathBuf::from("a.geojson")]);
        assert!(view.desk.crashed.is_some());
        // Where nothing can be lost nobody is asked.
        let (opens, window, _) = begun(cut_off(false, &[]), true, &["a.geojson"]);
        assert_eq!((opens, window), (true, None));
        let (opens, window, view) = begun(cut_off(false, &[]), true, &[]);
        assert_eq!((opens, window), (false, Some(Window::Recover)));
        assert_eq!(view.desk.recovery, Some("home/recovery.toml".into()));
    }

    #[test]
    fn a_second_window_asks_nothing_about_the_first() {
        // It is there, and so nothing of it was left.
        let (opens, window, view) = begun(cut_off(false, &[]), false, &[]);
        assert_eq!((opens, window), (false, None));
        assert!(view.desk.crashed.is_none());
        let (opens, window, _) = begun(cut_off(false, &[]), false, &["a.geojson"]);
        assert_eq!((opens, window), (true, None));
    }

    #[test]
    fn the_newest_is_asked_about_and_the_others_wait() {
        for is_first in [true, false] {
            let (opens, window, mut view) = begun(cut_off(is_first, &["3", "1"]), is_first, &["a.geojson"]);
            assert_eq!((opens, window), (false, Some(Window::Recover)));
            let asked = |view: &ViewState| {
                let last = view.desk.crashed.as_ref().unwrap();
                (last.open[0].clone(), view.desk.recovery.clone().unwrap())
            };
            assert_eq!(asked(&view), ("1".into(), "home/beside/1/recovery.toml".into()));
            assert_eq!(view.desk.waiting.len(), 1 + usize::from(is_first));
            assert!(!begin_afresh(&mut view));
            assert_eq!(asked(&view), ("3".into(), "home/beside/3/recovery.toml".into()));
            assert_eq!(view.window, Some(Window::Recover));
            assert_eq!(begin_afresh(&mut view), !is_first);
            if is_first {
                let first = ("maps/qiantang".into(), "home/recovery.toml".into());
                assert_eq!(asked(&view), first);
                assert!(begin_afresh(&mut view));
            }
            assert!(view.window.is_none() && view.desk.crashed.is_none());
            assert_eq!(view.desk.answered.len(), 2 + usize::from(is_first));
        }
    }
}
