//! Windows in front of everything, one at a time.

pub mod about_window;
pub mod ask;
pub mod desk_windows;
pub mod export_window;
pub mod help_view;
pub mod help_window;
pub mod import_choices;
pub mod import_table;
pub mod import_window;
pub mod keys_page;
pub mod layer_window;
pub mod location_window;
pub mod map_window;
pub mod open_window;
pub mod path_window;
pub mod problems_window;
pub mod replace_window;
pub mod tour;

use eframe::egui::{Context, Frame, Id, Key, Modal};

use crate::session::Session;
use crate::session::command::Command;
use crate::session::import::ImportStep;
use crate::session::notice::NoticeKind;
use crate::session::review::step::ReviewStep;

use super::memory::restoring::answer_later;
use super::proposals::propose;
use super::review::comment_window::comment_window_ui;
use super::review::name_window::name_window_ui;
use super::review::report_window::report_window_ui;
use super::review::save_window::save_window_ui;
use super::review::together_window::together_window_ui;
use super::view_state::{ViewState, Window};
use super::window_focus::keep_focus;

/// Room within a window, in pixels.
const WINDOW_MARGIN_PX: i8 = 20;

/// The window that is open, if any. What had the keyboard before it has it again after it.
pub fn windows_ui(ctx: &Context, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    propose(session, view);
    keep_focus(ctx, session.asks_name() || view.window.is_some());
    let frame = Frame::popup(&ctx.global_style()).inner_margin(WINDOW_MARGIN_PX);
    if session.asks_name() {
        let asks = Modal::new(Id::unique("name")).frame(frame);
        asks.show(ctx, |ui| name_window_ui(ui, session, view, wishes));
        return;
    }
    let Some(window) = view.window else {
        return;
    };
    // Each has an id of its own: a window keeps its height, which must not be that of the one before it.
    let id = Id::unique(("window", std::mem::discriminant(&window)));
    let response = Modal::new(id).frame(frame).show(ctx, |ui| match window {
        Window::Import => import_window::import_window_ui(ui, session, view, wishes),
        Window::Open | Window::Add | Window::AddPreview | Window::Compare => {
            open_window::open_window_ui(ui, window, session, view, wishes)
        }
        Window::Export => export_window::export_window_ui(ui, session, view, wishes),
        Window::ExportMap => map_window::map_window_ui(ui, session, view, wishes),
        Window::ExportLayer => layer_window::layer_window_ui(ui, session, view, wishes),
        Window::ExportProblems => problems_window::problems_window_ui(ui, session, view, wishes),
        Window::SelectByLocation => location_window::location_window_ui(ui, session, view, wishes),
        Window::SaveDossier => save_window_ui(ui, session, view, wishes),
        Window::DecideTogether => together_window_ui(ui, view, wishes),
        Window::Comment => comment_window_ui(ui, session, view, wishes),
        Window::Report => report_window_ui(ui, session, view, wishes),
        Window::About => about_window::about_window_ui(ui, view),
        Window::SaveWorkspace => desk_windows::save_workspace_ui(ui, view, wishes),
        Window::Replace => replace_window::replace_ui(ui, view, wishes),
        Window::Leave => desk_windows::leave_ui(ui, session, view, wishes),
        Window::Recover => desk_windows::recover_ui(ui, view, wishes),
        Window::PathOf(ask) => path_window::path_window_ui(ui, ask, view),
        Window::Help => help_window::help_window_ui(ui, view),
    });
    if window == Window::Import {
        // A click beside it must not throw away what was chosen.
        let escaped = ctx.input(|input| input.key_pressed(Key::Escape));
        if escaped && !response.any_popup_open {
            wishes.push(Command::Import(ImportStep::Close));
            view.window = None;
        }
    } else if window == Window::Recover {
        // A click beside it is no answer either.
        let escaped = ctx.input(|input| input.key_pressed(Key::Escape));
        if escaped && view.window == Some(window) {
            answer_later(view);
            wishes.push(Command::Tell(NoticeKind::RecoveryLater));
            wishes.extend(desk_windows::open_named(view));
        }
    } else if response.should_close() {
        view.window = behind(window, view);
    }
    if window == Window::Report && view.window.is_none() {
        view.review.report.pages.begin();
        wishes.push(Command::Review(ReviewStep::PreviewDone));
    }
}

/// The window that is there again once that one is closed.
fn behind(window: Window, view: &mut ViewState) -> Option<Window> {
    match window {
        Window::Leave => view.window_before.take(),
        _ => path_window::behind(window),
    }
}
