//! Saving the workspace, leaving without saving, and going on after a crash.

use std::path::{Path, PathBuf};

use eframe::egui::{Context, Label, RichText, TextEdit, Ui, ViewportCommand};

use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::notice::NoticeKind;
use crate::session::save_step::SaveStep;
use crate::words::Lang;

use super::super::memory::restoring::{begin_afresh, go_on};
use super::super::memory::slots::is_kept;
use super::super::proposals::own_file;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::{focus_first, path_first};
use super::open_window::open;
use super::replace_window::save;

/// What writes files that somebody has asked for.
const WRITES: [JobKind; 8] = [
    JobKind::Exporting,
    JobKind::Drawing,
    JobKind::Writing,
    JobKind::Freezing,
    JobKind::Recording,
    JobKind::Saving,
    JobKind::WritingStyle,
    JobKind::WritingPlaces,
];

/// The file that is proposed.
const WORKSPACE_FILE: &str = "workspace.toml";

/// Where to write the workspace.
pub fn save_workspace_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.set_width(480.0);
    title_ui(ui, &say!(lang, "ui.command.save_workspace_as.label"));
    words_ui(ui, &say!(lang, "desk.save.how"));
    let label = ui.label(say!(lang, "desk.save.file"));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut view.workspace_file)
            .hint_text(WORKSPACE_FILE)
            .desired_width(340.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &view.workspace_file);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::WorkspaceFile);
        }
    });
    let path = PathBuf::from(view.workspace_file.trim());
    let is_workspace = Path::new(&path).extension().is_some_and(|end| end == "toml");
    if !is_workspace && !view.workspace_file.trim().is_empty() {
        ui.label(RichText::new(say!(lang, "desk.save.ending")).color(Palette::here(ui).near));
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        ui.add_enabled_ui(is_workspace, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "desk.save.do")).clicked();
            if is_asked || (entered && is_workspace) {
                wishes.push(Command::Save(SaveStep::Workspace(path), lang));
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

/// Asks whether to leave what is open. Whoever stays has the window again that he was in.
pub fn ask_to_leave(view: &mut ViewState) {
    if view.window != Some(Window::Leave) {
        view.window_before = view.window.replace(Window::Leave);
    }
}

/// What becomes of what is not saved, and of what is being written.
pub fn leave_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let is_saved = is_saved(session, view);
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    ui.set_width(440.0);
    let is_held_back = view.desk.held_back.is_some();
    let title = if is_saved {
        "areas.leave.title"
    } else {
        "desk.leave.title"
    };
    ui.heading(say!(lang, title));
    if !is_saved {
        words_ui(ui, &say!(lang, "desk.leave.what"));
        let by_hand = session.layers_by_hand(view.desk.recovered);
        if !by_hand.is_empty() {
            let names = by_hand.iter().map(|layer| layer.about.name.get(lang));
            let layers = names.collect::<Vec<_>>().join(comma);
            words_ui(ui, &say!(lang, "desk.leave.by_hand", layers = layers));
        }
    }
    // What is written goes on while something else is opened.
    let written = written_now(session).filter(|_| !is_held_back);
    let jobs: Vec<String> = written.map(|kind| kind.name(lang)).collect();
    if !jobs.is_empty() {
        let jobs = jobs.join(comma);
        words_ui(ui, &say!(lang, "areas.leave.writing", jobs = jobs));
    }
    ui.add_space(10.0);
    leave_buttons_ui(ui, session, view, wishes);
}

/// Save, go without, stay.
fn leave_buttons_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (lang, is_held_back) = (view.lang, view.desk.held_back.is_some());
    let is_saved = is_saved(session, view);
    right_ui(ui, |ui| {
        if !is_saved {
            let key = match own_file(session, view) {
                Some(_) => "desk.leave.save",
                None => "desk.leave.save_as",
            };
            let button = main_button_ui(ui, &say!(lang, key));
            focus_first(&button);
            if button.clicked() {
                save(session, view, wishes);
                view.desk.leaves_once_saved = true;
            }
        }
        let go = match (is_held_back, is_saved) {
            (true, _) => "desk.leave.go_on",
            (false, true) => "areas.leave.go",
            (false, false) => "desk.leave.go",
        };
        if ui.button(say!(lang, go)).clicked() {
            view.window = None;
            if is_held_back {
                view.desk.goes_on = true;
            } else {
                view.desk.leaves = true;
                ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            }
        }
        let stay = ui.button(say!(lang, "desk.leave.stay"));
        if is_saved {
            focus_first(&stay);
        }
        if stay.clicked() {
            view.window = view.window_before.take();
        }
    });
}

/// What would be cut off by leaving now. It leaves nothing half-written, but nobody would have what was asked for.
fn written_now(session: &Session) -> impl Iterator<Item = JobKind> {
    let running = session.running().map(|(kind, _)| kind);
    running.filter(|kind| WRITES.contains(kind))
}

/// Whether to go on where a crash has ended the last session. Escape leaves the answer for later: what was not saved stays
/// where it is, and the next start asks again.
pub fn recover_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    ui.set_width(460.0);
    ui.heading(say!(lang, "desk.recover.title"));
    words_ui(ui, &say!(lang, "desk.recover.what"));
    left_ui(ui, view);
    if let Some(report) = &view.desk.report {
        let copy = ui.link(say!(lang, "desk.recover.copy"));
        if copy.on_hover_text(say!(lang, "desk.recover.copy_tip")).clicked() {
            ui.ctx().copy_text(report.clone());
        }
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let button = main_button_ui(ui, &say!(lang, "desk.recover.go_on"));
        focus_first(&button);
        if button.clicked() {
            wishes.extend(go_on(view));
            let left = std::mem::take(&mut view.desk.named);
            let told = (!left.is_empty()).then_some(NoticeKind::LeftForRecovery(left));
            wishes.extend(told.map(Command::Tell));
        }
        if ui.button(say!(lang, "desk.recover.afresh")).clicked() {
            // Or there is something else to ask about.
            let opened = begin_afresh(view).then(|| open_named(view));
            wishes.extend(opened.flatten());
        }
    });
}

/// What was open in the window that is asked about, and how many others are asked about after it.
fn left_ui(ui: &mut Ui, view: &ViewState) {
    let lang = view.lang;
    let open = view.desk.crashed.iter().flat_map(|last| &last.open);
    let own = open.filter(|path| !is_kept(path, view.desk.recovery.as_deref()));
    let names: Vec<String> = own.map(|path| path.display().to_string()).collect();
    if let [first, others @ ..] = names.as_slice() {
        let more = if others.is_empty() { "" } else { " …" };
        words_ui(
            ui,
            &say!(lang, "desk.recover.open", file = format!("{first}{more}")),
        );
    }
    match view.desk.waiting.len() {
        0 => {}
        count => words_ui(ui, &say!(lang, "desk.recover.others", count = count)),
    }
}

/// Opens what was named at the start, which has waited for an answer.
pub fn open_named(view: &mut ViewState) -> Option<Command> {
    let named = std::mem::take(&mut view.desk.named);
    (!named.is_empty()).then(|| open(named, view.preview_always))
}

fn words_ui(ui: &mut Ui, text: &str) {
    ui.add(Label::new(RichText::new(text).color(Palette::here(ui).faint)).wrap());
    ui.add_space(6.0);
}

/// False while the title has the mark: what is open has changes, also those of a session that was gone on with, that are in
/// no file of the user's.
pub fn is_saved(session: &Session, view: &ViewState) -> bool {
    session.workspace().is_none() || session.is_saved() && !view.desk.recovered
}

/// Holds the window open while something is not saved or is being written, and asks. Closes it once what was to be saved
/// before is.
pub fn hold(ctx: &Context, session: &Session, view: &mut ViewState) {
    let closes = ctx.input(|input| input.viewport().close_requested());
    let is_saved = is_saved(session, view);
    if closes && !view.desk.leaves && (!is_saved || written_now(session).next().is_some()) {
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
        ask_to_leave(view);
        view.desk.held_back = None;
    }
    if view.desk.leaves_once_saved {
        let is_asked = matches!(view.window, Some(Window::SaveWorkspace | Window::Replace));
        if is_saved && view.desk.held_back.is_some() {
            view.desk.goes_on = true;
        } else if is_saved {
            ctx.send_viewport_cmd(ViewportCommand::Close);
        }
        view.desk.leaves_once_saved = !is_saved && (is_asked || session.runs(JobKind::Saving));
    }
    if is_saved && view.desk.held_back.is_some() && view.window == Some(Window::Leave) {
        // It has been saved meanwhile.
        view.desk.goes_on = true;
        view.window = None;
    }
    let is_asked = view.window == Some(Window::Leave) || view.desk.leaves_once_saved;
    if !is_asked && !view.desk.goes_on {
        view.desk.held_back = None;
    }
}

/// What may be done now. What drops something that is not saved is held back, and somebody is asked.
pub fn free_wishes(session: &Session, view: &mut ViewState, wishes: Vec<Command>) -> Vec<Command> {
    if std::mem::take(&mut view.desk.goes_on) {
        return wishes.into_iter().chain(view.desk.held_back.take()).collect();
    }
    if is_saved(session, view) {
        return wishes;
    }
    let (held_back, free): (Vec<Command>, Vec<Command>) =
        wishes.into_iter().partition(Command::drops_changes);
    if let Some(last) = held_back.into_iter().next_back() {
        view.desk.held_back = Some(last);
        ask_to_leave(view);
    }
    free
}
