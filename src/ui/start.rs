//! Opens the window: with wgpu, and where that fails with OpenGL.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{ThemePreference, ViewportBuilder, vec2};
use eframe::{NativeOptions, Renderer};

use crate::model::date::Date;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::jobs::Runner;
use crate::words::Lang;

use super::App;
use super::errands::Errands;
use super::map::gpu::callback::install;
use super::map::state::Painting;
use super::view_state::ViewState;

/// How the window begins.
#[derive(Clone, Debug)]
pub struct Start {
    /// What to open; nothing for the welcome page.
    pub paths: Vec<PathBuf>,
    /// Language of all words.
    pub lang: Lang,
    /// Dark or light; `None` as the system has it.
    pub dark: Option<bool>,
    /// The day that rules are judged by where the workspace fixes none.
    pub today: Date,
    /// Saves a picture there once everything is drawn, and closes.
    pub screenshot: Option<PathBuf>,
}

/// No window could be opened; the reasons of the renderers that were tried.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no window could be opened: {0}")]
pub struct NoWindow(pub String);

/// Shows the window until it is closed.
///
/// # Errors
/// [`NoWindow`] where there is no display, or none that either renderer can draw on.
pub fn run(start: &Start) -> Result<(), NoWindow> {
    let wgpu = match show(start, Renderer::Wgpu) {
        Ok(()) => return Ok(()),
        // Without a display another renderer helps nothing.
        Err(error @ eframe::Error::WinitEventLoop(_)) => return Err(NoWindow(error.to_string())),
        Err(error) => error,
    };
    show(start, Renderer::Glow).map_err(|glow| NoWindow(format!("{wgpu}; {glow}")))
}

fn show(start: &Start, renderer: Renderer) -> eframe::Result {
    let options = NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id("redshank")
            .with_inner_size(vec2(1440.0, 900.0))
            .with_min_inner_size(vec2(1024.0, 640.0))
            .with_drag_and_drop(true),
        renderer,
        ..NativeOptions::default()
    };
    let start = start.clone();
    let create = move |creation: &eframe::CreationContext<'_>| Ok(Box::new(app(creation, start)) as Box<_>);
    eframe::run_native("Redshank", options, Box::new(create))
}

fn app(creation: &eframe::CreationContext<'_>, start: Start) -> App {
    let ctx = creation.egui_ctx.clone();
    let runner = Runner::Threads(Arc::new(move || ctx.request_repaint()));
    let mut session = Session::new(runner.clone(), start.today);
    if !start.paths.is_empty() {
        session.dispatch(Command::Open(start.paths));
    }
    let theme = match start.dark {
        None => ThemePreference::System,
        Some(true) => ThemePreference::Dark,
        Some(false) => ThemePreference::Light,
    };
    let mut view = ViewState {
        theme,
        ..ViewState::new(start.lang)
    };
    if let Some(card) = &creation.wgpu_render_state {
        install(card);
        view.map.painting = Painting::Card;
    }
    App::new(&creation.egui_ctx, session, view, Errands::new(runner)).with_screenshot(start.screenshot)
}
