//! What could not be taken as it was: where it is, what was found, what was done, what to do.

use eframe::egui::{Button, ComboBox, Event, Key, Panel, RichText, ScrollArea, TextEdit, Ui};
use egui_extras::{Column as Width, TableRow};
use egui_material_icons::icons as icon;

use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::pane_keys::{Rows, has_keys};
use super::super::passing::pass_on;
use super::super::theme::{Palette, ROW_PX};
use super::super::view_state::{ViewState, Window};
use super::super::widgets::{cell_ui, cursor_row_ui, empty_ui, heading_cell_ui, icon_button_ui, table_of};
use super::pick::{pick_problem, show_problem};
use super::problem_detail::{accept_all_ui, problem_detail_ui};
use super::problem_words::{cell, color_of, copied, kind_name, sign_of};
use super::problems_menu::{Touched, problems_menu_ui};
use super::problems_rows::Column;

/// Room of the details beside the table, in pixels.
const DETAIL_PX: f32 = 330.0;

/// The problems of the workspace; a click shows the place.
pub fn problems_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    if workspace.problems.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.problems.none"));
    }
    view.problems.refresh(workspace, lang);
    ui.horizontal_wrapped(|ui| {
        filters_ui(ui, view, workspace);
        tools_ui(ui, view, workspace, wishes);
        accept_all_ui(ui, workspace, lang, wishes);
    });
    let picked = view
        .problems
        .picked
        .and_then(|number| workspace.problems.get(number));
    if let Some(problem) = picked {
        Panel::right("problem")
            .resizable(true)
            .default_size(DETAIL_PX)
            .size_range(220.0..=(0.6 * ui.available_width()).max(221.0))
            .show(ui, |ui| problem_detail_ui(ui, session, problem, view, wishes));
    }
    if view.problems.is_empty() {
        let key = if view.problems.is_waiting() {
            "ui.findings.waiting"
        } else {
            "ui.problems.none_shown"
        };
        return empty_ui(ui, &say!(lang, key));
    }
    keys_ui(ui, session, view, wishes);
    // Beside the details there is not always room for all columns.
    let touched = ScrollArea::horizontal()
        .auto_shrink([false, false])
        .show(ui, |ui| table_ui(ui, workspace, view))
        .inner;
    if touched.clicked.is_some() || touched.menu.is_some() {
        ui.memory_mut(|memory| memory.request_focus(Pane::Problems.focus_id()));
    }
    problems_menu_ui(ui, session, view, &touched, wishes);
    if let Some(number) = touched.clicked {
        pick_problem(session, view, number, wishes);
        show_problem(session, view, number);
    }
}

/// Text, what was done, layer, kind.
fn filters_ui(ui: &mut Ui, view: &mut ViewState, workspace: &Workspace) {
    let lang = view.lang;
    let Some(table) = view.problems.table() else {
        return;
    };
    let (done, layers, kinds) = (table.done, table.layers.clone(), table.kinds.clone());
    let choice = &mut view.problems.choice;
    let hint = say!(lang, "ui.problems.filter");
    let field = TextEdit::singleline(&mut choice.text)
        .hint_text(hint.clone())
        .desired_width(200.0);
    ui.add(field).on_hover_text(hint);
    for (which, count) in Done::ALL.into_iter().zip(done).rev() {
        let on = !choice.without.contains(&which);
        let color = if on {
            color_of(ui, which)
        } else {
            Palette::here(ui).faint
        };
        let text = RichText::new(format!("{} {}  {count}", sign_of(which), which.name(lang))).color(color);
        if ui.add_enabled(count > 0, Button::selectable(on, text)).clicked() {
            choice.without.retain(|own| *own != which);
            choice.without.extend(on.then_some(which));
        }
    }
    let all = say!(lang, "ui.problems.all_layers");
    let name = |id: &str| {
        let layer = workspace.layer(id);
        layer.map_or_else(|| id.to_owned(), |layer| layer.about.name.get(lang).to_owned())
    };
    let shown = choice.layer.as_deref().map_or(all.clone(), &name);
    let combo = ComboBox::from_id_salt("problem layer")
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut choice.layer, None, all);
            for (layer, count) in layers {
                let text = format!("{}  {count}", name(&layer));
                ui.selectable_value(&mut choice.layer, Some(layer), text);
            }
        });
    combo.response.on_hover_text(say!(lang, "ui.column.layer"));
    let all = say!(lang, "ui.problems.all_kinds");
    let shown = choice.kind.map_or(all.clone(), |code| kind_name(code, lang));
    let combo = ComboBox::from_id_salt("problem kind")
        .width(220.0)
        .truncate()
        .selected_text(shown)
        .show_ui(ui, |ui| {
            ui.selectable_value(&mut choice.kind, None, all);
            for (code, count) in kinds {
                let text = format!("{}  {count}", kind_name(code, lang));
                ui.selectable_value(&mut choice.kind, Some(code), text);
            }
        });
    combo.response.on_hover_text(say!(lang, "ui.problems.kind"));
}

/// How many are shown, the map's dots, export.
fn tools_ui(ui: &mut Ui, view: &mut ViewState, workspace: &Workspace, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let on = !view.hide_problems;
    if icon_button_ui(ui, icon::ICON_LOCATION_ON, &say!(lang, "ui.problems.on_map"), on).clicked() {
        view.hide_problems = on;
    }
    if icon_button_ui(ui, icon::ICON_DOWNLOAD, &say!(lang, "ui.problems.export"), false).clicked() {
        view.window = Some(Window::ExportProblems);
    }
    if let Some(layer) = view.problems.choice.layer.clone() {
        let button = ui.button(say!(lang, "ui.problems.check"));
        if button
            .on_hover_text(say!(lang, "ui.problems.check_tip"))
            .clicked()
        {
            wishes.push(Command::CheckGeometry(layer));
        }
    }
    let count = say!(
        lang,
        "ui.findings.count",
        shown = view.problems.len(),
        total = workspace.problems.len()
    );
    ui.label(RichText::new(count).color(Palette::here(ui).faint));
}

/// Arrows, PageUp, PageDown, Home and End walk the table, Enter shows the place, Ctrl+C copies the row.
fn keys_ui(ui: &Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if !has_keys(ui, Pane::Problems, false) {
        return;
    }
    let picked = view.problems.picked;
    let rows = Rows {
        count: view.problems.len(),
        at: picked.and_then(|number| view.problems.place_of(number)),
        in_sight: (ui.available_height() / ROW_PX) as usize,
    };
    let walked = rows.walked(ui).and_then(|place| view.problems.get(place));
    let asked = picked.filter(|_| ui.input(|input| input.key_pressed(Key::Enter)));
    if let Some(number) = walked {
        pick_problem(session, view, number, wishes);
    }
    if let Some(number) = walked.or(asked) {
        show_problem(session, view, number);
    }
    let copies = ui.input(|input| input.events.contains(&Event::Copy));
    let picked = picked.and_then(|number| session.workspace()?.problems.get(number));
    if let (true, Some(problem)) = (copies, picked) {
        ui.ctx().copy_text(copied(problem, view.lang));
    }
}

/// The table; gives what was done to it.
fn table_ui(ui: &mut Ui, workspace: &Workspace, view: &mut ViewState) -> Touched {
    let (lang, picked) = (view.lang, view.problems.picked);
    let has_focus = ui.memory(|memory| memory.has_focus(Pane::Problems.focus_id()));
    let mut table = table_of(ui, "problems")
        .column(Width::initial(84.0).at_least(50.0).clip(true))
        .column(Width::initial(90.0).at_least(40.0).clip(true))
        .column(Width::initial(120.0).at_least(60.0).clip(true))
        .column(Width::initial(70.0).at_least(40.0).clip(true))
        .column(Width::initial(300.0).at_least(120.0).clip(true))
        .column(Width::initial(260.0).at_least(120.0).clip(true))
        .column(Width::initial(160.0).at_least(60.0).clip(true))
        .column(Width::remainder().at_least(90.0).clip(true));
    if view.problems.scrolled_to != picked {
        view.problems.scrolled_to = picked;
        let place = picked.and_then(|problem| view.problems.place_of(problem));
        if let Some(place) = place {
            table = table.scroll_to_row(place, None);
        }
    }
    let mut touched = Touched::default();
    let table = table.header(ROW_PX, |mut row| {
        for column in Column::ALL {
            row.col(|ui| heading_ui(ui, view, column));
        }
    });
    table.body(|body| {
        body.rows(ROW_PX, view.problems.len(), |mut row| {
            let number = view.problems.get(row.index());
            let problem = number.and_then(|number| workspace.problems.get(number));
            let Some(problem) = problem else {
                return;
            };
            row.set_selected(picked == number);
            row_ui(&mut row, problem, lang);
            let response = row.response();
            if has_focus && picked == number {
                cursor_row_ui(&response);
                touched.below_cursor = Some(response.rect.left_bottom());
            }
            if response.clicked() {
                touched.clicked = number;
            }
            let at = response.interact_pointer_pos();
            if response.secondary_clicked() {
                touched.menu = number.zip(at);
            }
        });
    });
    pass_on(ui);
    touched
}

fn heading_ui(ui: &mut Ui, view: &mut ViewState, column: Column) {
    let name = say!(view.lang, &format!("ui.column.{}", column.code()));
    let sorted = view.problems.choice.sort.filter(|(own, _)| *own == column);
    let sorted = sorted.map(|(_, descending)| descending);
    let heading = heading_cell_ui(ui, &name, sorted);
    let heading = heading.on_hover_text(say!(view.lang, "ui.findings.sort"));
    if heading.clicked() {
        view.problems.sort_by(column);
    }
}

fn row_ui(row: &mut TableRow<'_, '_>, problem: &Problem, lang: Lang) {
    row.col(|ui| {
        let text = format!("{} {}", sign_of(problem.done), problem.done.name(lang));
        let color = color_of(ui, problem.done);
        cell_ui(ui, RichText::new(text).color(color));
    });
    for column in Column::ALL.into_iter().skip(1) {
        row.col(|ui| {
            cell_ui(ui, cell(problem, column, lang));
        });
    }
}
