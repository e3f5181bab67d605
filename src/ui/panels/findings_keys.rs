//! The keyboard and the clicks in the findings table.

use eframe::egui::{Event, Key, Modifiers, Role, Ui, WidgetInfo};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::pane::Pane;
use super::super::pane_keys::{Rows, has_keys};
use super::super::view_state::ViewState;
use super::findings_chosen::ChooseHow;
use super::findings_copy::copy_chosen;
use super::pick::{pick_chosen, show_finding};

/// So far the left and right arrows move the columns, in pixels.
const SIDEWAYS_PX: f32 = 80.0;

/// A row was clicked: with Ctrl it joins or leaves what is chosen, with Shift all from the last one to it.
pub fn clicked(ui: &Ui, session: &Session, view: &mut ViewState, finding: usize, wishes: &mut Vec<Command>) {
    // A frame whose layout changes is run twice with the same click, and a second one would undo the first.
    if ui.ctx().current_pass_index() > 0 {
        return;
    }
    let how = how(ui.input(|input| input.modifiers));
    choose(session, view, (how, finding), wishes);
}

/// The menu of a row is asked for: the row is chosen, where it is not chosen among others already.
pub fn ask_of(session: &Session, view: &mut ViewState, finding: usize, wishes: &mut Vec<Command>) {
    match view.findings.chosen.has(finding) {
        true => view.findings.chosen.move_to(finding),
        false => choose(session, view, (ChooseHow::Only, finding), wishes),
    }
}

fn how(modifiers: Modifiers) -> ChooseHow {
    match (modifiers.shift, modifiers.command) {
        (true, true) => ChooseHow::MoreRange,
        (true, false) => ChooseHow::Range,
        (false, true) => ChooseHow::Toggle,
        (false, false) => ChooseHow::Only,
    }
}

fn choose(
    session: &Session,
    view: &mut ViewState,
    (how, finding): (ChooseHow, usize),
    wishes: &mut Vec<Command>,
) {
    let shown = view.findings.shown();
    let picked = view.findings.chosen.choose(how, finding, &shown);
    pick_chosen(session, view, picked, wishes);
}

/// Arrows, PageUp, PageDown, Home and End move, Shift extends, Ctrl moves without choosing; Space adds or removes, Enter
/// shows on the map, Ctrl+A chooses all that are shown, Escape none, Ctrl+C copies what is chosen.
pub fn keys_ui(ui: &Ui, in_sight: usize, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if !has_keys(ui, Pane::Findings, true) {
        return;
    }
    let shown = view.findings.shown();
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        let picked = view.findings.chosen.choose_all(&shown);
        pick_chosen(session, view, picked, wishes);
    }
    if ui.input(|input| input.events.contains(&Event::Copy)) {
        copy_chosen(ui.ctx(), view, session.selection().finding);
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        return none(ui, view, wishes);
    }
    let cursor = view.findings.chosen.cursor();
    let rows = Rows {
        count: shown.len(),
        at: cursor.and_then(|finding| view.findings.place_of(finding)),
        in_sight,
    };
    if let Some(finding) = rows.walked(ui).and_then(|place| shown.get(place).copied()) {
        match how(ui.input(|input| input.modifiers)) {
            ChooseHow::Toggle => view.findings.chosen.move_to(finding),
            how => choose(session, view, (how, finding), wishes),
        }
        return ui.ctx().request_repaint();
    }
    let Some(cursor) = cursor.filter(|_| rows.at.is_some()) else {
        return;
    };
    if ui.input(|input| input.key_pressed(Key::Space)) {
        choose(session, view, (ChooseHow::Toggle, cursor), wishes);
    }
    if ui.input(|input| input.key_pressed(Key::Enter)) {
        show_finding(session, view, cursor);
    }
}

/// Chooses none; where none is chosen the keyboard leaves the table.
fn none(ui: &Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if view.findings.chosen.is_empty() {
        return ui.memory_mut(|memory| memory.surrender_focus(Pane::Findings.focus_id()));
    }
    view.findings.chosen.choose_none();
    wishes.push(Command::Select {
        features: Vec::new(),
        finding: None,
    });
}

/// How far the columns are to move, in pixels; to be asked within what scrolls.
pub fn sideways_px(ui: &Ui) -> f32 {
    if !ui.memory(|memory| memory.has_focus(Pane::Findings.focus_id())) {
        return 0.0;
    }
    let presses = |key: Key| ui.input(|input| input.num_presses(key)) as f32;
    SIDEWAYS_PX * (presses(Key::ArrowLeft) - presses(Key::ArrowRight))
}

/// Tells a screen reader of the table. To be called before clicks are looked at: whoever asks the toolkit for a widget in the
/// frame of a click beside it takes the keyboard away from it.
pub fn describe(ui: &Ui, view: &ViewState) {
    if let Some(table) = ui.ctx().read_response(Pane::Findings.focus_id()) {
        table.widget_info(|| described(view));
    }
}

/// What a screen reader says of the table: its name, how many are chosen, and the row where the keyboard is.
fn described(view: &ViewState) -> WidgetInfo {
    let lang = view.lang;
    let cursor = view.findings.chosen.cursor();
    let count = view.findings.chosen.len();
    WidgetInfo {
        current_text_value: cursor.and_then(|finding| view.findings.sentence(finding)),
        ..WidgetInfo::labeled(Role::Grid, true, say!(lang, "desk.findings_table", count = count))
    }
}
