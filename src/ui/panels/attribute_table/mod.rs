//! The attribute table: all features of a layer, a million of them too. Filtered and sorted in the background.

mod bar;
mod by_expression;
pub mod choice;
mod column_card;
pub mod deeds;
mod grid;
mod headings;
mod keys;
mod menu;
mod refresh;
pub mod state;
pub mod work;

use std::sync::Arc;

use eframe::egui::{Align, Id, RichText, TextStyle, TextWrapMode, Ui, WidgetText};
use egui_table::{Column as Width, HeaderRow, Table, TableState};

use crate::attributes::sheet::{Column, Field};
use crate::model::layer::Layer;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::dock::pane::Pane;
use super::super::passing::pass_on;
use super::super::view_state::ViewState;
use super::super::widgets::empty_ui;
use bar::bar_ui;
use deeds::zoom_to;
use grid::{Done, Grid, GridEvent, ROW_PX};
use headings::heading;
use keys::keys_ui;
use menu::menu_ui;
use work::PickWhat;

/// What stands beside a heading: its button, and room at both sides; in points.
const BESIDE_HEADING_PX: f32 = 36.0;
/// A heading that needs more is cut where no hand makes room for it, in points.
const MOST_HEADING_PX: f32 = 260.0;

/// The table of a layer.
pub fn attribute_table_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(view.lang, "ui.nothing_open"));
    };
    // Where no layer was chosen, as after a restart, the table is that of what is selected.
    let picked = session.selection().features.first();
    if let (None, Some(picked)) = (&view.attributes.layer, picked) {
        view.attributes.layer = Some(Arc::clone(&picked.layer));
    }
    bar_ui(ui, session, view);
    let sight = view.map.view().zip(view.map_rect);
    let sight = sight.map(|(map, rect)| map.on(rect).extent());
    let selected = &session.selection().features;
    if view.attributes.refresh(workspace, selected, sight) {
        ui.ctx().request_repaint();
    }
    if let Some(features) = view.attributes.take_picked() {
        let finding = None;
        wishes.push(Command::Select { features, finding });
    }
    if let Some(text) = view.attributes.take_copied() {
        view.clipboard.put(text);
        ui.ctx().request_repaint();
    }
    let lang = view.lang;
    match view.attributes.rows().map(|rows| rows.len()) {
        None if view.attributes.layer_in(workspace).is_none() => {
            empty_ui(ui, &say!(lang, "attributes.no_layer"))
        }
        None => empty_ui(ui, &say!(lang, "attributes.reading")),
        Some(0)
            if view
                .attributes
                .sheet()
                .is_some_and(|sheet| sheet.row_count() == 0) =>
        {
            empty_ui(ui, &say!(lang, "attributes.no_features"));
        }
        Some(_) => grid_ui(ui, session, view),
    }
}

fn grid_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let attributes = &mut view.attributes;
    let (Some(sheet), Some(rows)) = (attributes.sheet().cloned(), attributes.rows().cloned()) else {
        return;
    };
    let Some(mut choice) = attributes.choice_mut().cloned() else {
        return;
    };
    let id = Pane::Attributes.focus_id();
    let columns = choice.layout.shown(&sheet);
    let frozen = choice.layout.frozen(columns.len());
    let widths: Vec<Width> = columns
        .iter()
        .map(|column| {
            let heading = heading(&column.field, (view.areas, view.lang));
            width_of(&sheet.layer().about.id, column, heading_px(ui, &heading))
        })
        .collect();
    let mut table = Table::new()
        .id_salt(("attributes", &sheet.layer().about.id))
        .num_rows(rows.len() as u64)
        .num_sticky_cols(frozen)
        .headers([HeaderRow::new(ROW_PX)]);
    keep_widths(ui, table.get_id(ui), &widths);
    table = table.columns(widths);
    if let Some(place) = attributes.scroll_to.take() {
        table = table.scroll_to_row(place as u64, None::<Align>);
    }
    let selected = attributes.selected_rows();
    let mut grid = Grid {
        sheet: &sheet,
        rows: &rows,
        columns: &columns,
        selected: selected.as_deref(),
        cursor: attributes
            .cursor
            .filter(|_| ui.memory(|memory| memory.has_focus(id))),
        figures: attributes.figures().cloned(),
        choice: &mut choice,
        figures_of: attributes.figures_of.clone(),
        areas: view.areas,
        lang: view.lang,
        done: Done::default(),
        rows_in_sight: 1,
    };
    table.show(ui, &mut grid);
    pass_on(ui);
    let (done, in_sight, figures_of) = (grid.done, grid.rows_in_sight, grid.figures_of);
    attributes.figures_of = figures_of;
    if let Some(own) = attributes.choice_mut().filter(|own| **own != choice) {
        *own = choice;
        ui.ctx().request_repaint();
    }
    follow(ui, session, view, done);
    keys_ui(ui, in_sight, session, view);
    if view.attributes.has_work() {
        ui.ctx().request_repaint();
    }
}

/// Does what the pointer did to the rows, and shows the menu of one.
fn follow(ui: &Ui, session: &Session, view: &mut ViewState, done: Done) {
    if done.menu.is_some() || !done.events.is_empty() {
        ui.memory_mut(|memory| memory.request_focus(Pane::Attributes.focus_id()));
    }
    for event in done.events {
        clicked(ui, session, view, event);
    }
    menu_ui(ui, session, view, (done.menu, done.below_cursor));
}

fn clicked(ui: &Ui, session: &Session, view: &mut ViewState, event: GridEvent) {
    let before = &session.selection().features;
    match event {
        GridEvent::Clicked(place) => {
            let modifiers = ui.input(|input| input.modifiers);
            let range = view.attributes.range_to(place);
            let what = if modifiers.shift && modifiers.command {
                PickWhat::More(range)
            } else if modifiers.shift {
                PickWhat::Places(range)
            } else if modifiers.command {
                PickWhat::Toggle(place)
            } else {
                PickWhat::Places(place..place + 1)
            };
            if !modifiers.shift {
                view.attributes.anchor = Some(place);
            }
            view.attributes.cursor = Some(place);
            view.attributes.pick(what, before);
        }
        GridEvent::DoubleClicked(place) => zoom_to(view, place),
    }
    ui.ctx().request_repaint();
}

/// What a heading needs, with its arrow and its button; a very long one is cut all the same.
fn heading_px(ui: &Ui, heading: &str) -> f32 {
    let text = WidgetText::from(RichText::new(format!("{heading} ▼")).strong());
    let text = text.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
    (text.size().x + BESIDE_HEADING_PX).min(MOST_HEADING_PX)
}

fn width_of(layer: &str, column: &Column, heading_px: f32) -> Width {
    let width: f32 = match column.field {
        Field::Number => 68.0,
        Field::Id => 120.0,
        Field::AreaHa | Field::LengthM => 132.0,
        Field::Property(_) if column.is_numeric => 110.0,
        Field::Property(_) => 156.0,
    };
    Width::new(width.max(heading_px))
        .range(44.0..=900.0)
        .id(Id::unique((layer, &column.field)))
}

/// Begins a new table with the widths that were meant. Left to itself it would shrink each column to what is cut off in it.
fn keep_widths(ui: &Ui, table: Id, widths: &[Width]) {
    if TableState::load(ui.ctx(), table).is_some() {
        return;
    }
    let mut state = TableState::default();
    for (place, width) in widths.iter().enumerate() {
        state.col_widths.insert(width.id_for(place), width.current);
    }
    state.store(ui.ctx(), table);
}

/// Opens the table of a layer.
pub fn open_table_of(view: &mut ViewState, layer: &Layer) {
    view.attributes.layer = Some(Arc::clone(&layer.about.id));
    view.dock.show(Pane::Attributes);
}
