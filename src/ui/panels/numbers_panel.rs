//! The numbers: wetland by three definitions, whether published figures close, classes, and what all projects take. Each
//! can be copied with the way it was found.

use eframe::egui::{Align, Grid as Rows, Label, Layout, Rect, RichText, ScrollArea, Sense, Ui, vec2};
use egui_material_icons::icons as icon;

use crate::model::wetland::WetlandTotals;
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::wetland::method::method_text;
use crate::say;
use crate::session::Session;
use crate::session::command::JobKind;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{empty_ui, icon_button_ui, section_ui};

const RATE_BAR_PX: f32 = 220.0;
const BAR_PX: f32 = 90.0;

/// All numbers of the workspace.
pub fn numbers_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    view.numbers.refresh(session, view.areas.words(lang));
    if view.numbers.grids.is_empty() {
        let running = session.runs(JobKind::Totals) || session.runs(JobKind::Screening);
        let key = if running { "running" } else { "none" };
        return empty_ui(ui, &say!(lang, &format!("numbers.{key}")));
    }
    let totals = session.annex().and_then(|annex| annex.wetland.as_ref());
    ScrollArea::both().auto_shrink([false, false]).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Numbers);
        if let Some(totals) = totals.filter(|totals| totals.all.count > 0) {
            rates_ui(ui, totals, lang);
        }
        for grid in &view.numbers.grids {
            grid_ui(ui, workspace, grid, lang);
        }
        keep_in_sight(ui);
    });
}

/// The three rates as bars over one scale.
fn rates_ui(ui: &mut Ui, totals: &WetlandTotals, lang: Lang) {
    let palette = Palette::here(ui);
    let rates: Vec<_> = totals
        .definitions
        .iter()
        .filter_map(|total| Some((total.definition, total.rate()?)))
        .collect();
    let most = rates.iter().map(|(_, (_, high))| *high).fold(0.0_f64, f64::max);
    if most <= 0.0 {
        return;
    }
    section_ui(ui, &say!(lang, "numbers.rate_bar"));
    Rows::new("rates")
        .num_columns(3)
        .spacing(vec2(12.0, 6.0))
        .show(ui, |ui| {
            for (definition, (low, high)) in rates {
                ui.label(definition.name(lang));
                let (rect, _) = ui.allocate_exact_size(vec2(RATE_BAR_PX, 14.0), Sense::hover());
                let bar = |share: f64| {
                    Rect::from_min_size(rect.min, vec2(RATE_BAR_PX * (share / most) as f32, 14.0))
                };
                ui.painter().rect_filled(rect, 3.0, palette.bar);
                // What is open stands lighter behind what is sure.
                ui.painter()
                    .rect_filled(bar(high), 3.0, palette.accent.gamma_multiply(0.4));
                ui.painter().rect_filled(bar(low), 3.0, palette.accent);
                let text = if (high - low).abs() < 5e-5 {
                    format!("{:.2} %", 100.0 * low)
                } else {
                    format!("{:.2} % – {:.2} %", 100.0 * low, 100.0 * high)
                };
                ui.label(RichText::new(text).strong());
                ui.end_row();
            }
        });
}

fn grid_ui(ui: &mut Ui, workspace: &Workspace, grid: &Grid, lang: Lang) {
    let palette = Palette::here(ui);
    section_ui(ui, &grid.title);
    if !grid.rows.is_empty() {
        let whole = bar_column(grid);
        Rows::new(("numbers", &grid.title))
            .striped(true)
            .num_columns(grid.columns.len() + 2)
            .spacing(vec2(14.0, 4.0))
            .show(ui, |ui| {
                let all = say!(lang, "numbers.copy_table", name = grid.title);
                if icon_button_ui(ui, icon::ICON_TABLE, &all, false).clicked() {
                    ui.ctx().copy_text(tab_separated(grid));
                }
                for (heading, is_number) in &grid.columns {
                    cell(
                        ui,
                        RichText::new(heading).strong().color(palette.faint),
                        *is_number,
                    );
                }
                ui.end_row();
                for number in 0..grid.rows.len() {
                    row_ui(ui, (workspace, grid, number), whole.as_ref(), lang);
                }
            });
    }
    for note in &grid.notes {
        ui.add(Label::new(RichText::new(note).small().color(palette.faint)).wrap());
    }
    ui.add_space(6.0);
}

fn row_ui(
    ui: &mut Ui,
    (workspace, grid, number): (&Workspace, &Grid, usize),
    whole: Option<&(usize, f64)>,
    lang: Lang,
) {
    let palette = Palette::here(ui);
    let Some(row) = grid.rows.get(number) else { return };
    let named = row
        .iter()
        .zip(&grid.columns)
        .filter(|(cell, (_, is_number))| !is_number && !cell.is_empty());
    let name: Vec<&str> = named.take(2).map(|(cell, _)| cell.as_str()).collect();
    let copy = say!(lang, "numbers.copy", name = name.join(" "));
    if icon_button_ui(ui, icon::ICON_CONTENT_COPY, &copy, false).clicked() {
        ui.ctx().copy_text(method_text(workspace, grid, number, lang));
    }
    for (text, (_, is_number)) in row.iter().zip(&grid.columns) {
        cell(ui, RichText::new(text).color(palette.text), *is_number);
    }
    if let Some((column, most)) = whole {
        let value = row.get(*column).and_then(|text| number_of(text));
        let is_part = !row.first().is_some_and(String::is_empty);
        if let Some(value) = value.filter(|value| is_part && *value <= *most) {
            let (rect, _) = ui.allocate_exact_size(vec2(BAR_PX, 10.0), Sense::hover());
            let width = BAR_PX * (value / most) as f32;
            ui.painter().rect_filled(
                Rect::from_min_size(rect.min, vec2(width, 10.0)),
                2.0,
                palette.accent.gamma_multiply(0.7),
            );
        }
    }
    ui.end_row();
}

fn cell(ui: &mut Ui, text: RichText, is_number: bool) {
    if is_number {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add(Label::new(text).extend())
        });
    } else {
        ui.add(Label::new(text).extend());
    }
}

/// The column that bars are drawn of, and its greatest value: the percent of class tables, the union of the ledger.
fn bar_column(grid: &Grid) -> Option<(usize, f64)> {
    if grid.rows.len() < 2 {
        return None;
    }
    let percent = grid.columns.iter().position(|(name, _)| name == "%");
    let unique = || {
        grid.columns
            .iter()
            .position(|(name, is_number)| *is_number && name.contains('（') | name.contains('('))
    };
    let column = percent.or_else(unique)?;
    // The whole of a percent column is in the table, as its own row.
    let values = grid.rows.iter().filter_map(|row| number_of(row.get(column)?));
    let most = if percent.is_some() {
        values.filter(|value| *value < 100.0).fold(0.0, f64::max)
    } else {
        values.fold(0.0, f64::max)
    };
    (most > 0.0).then_some((column, most))
}

fn number_of(text: &str) -> Option<f64> {
    let plain: String = text.chars().filter(|sign| !matches!(sign, ',' | ' ')).collect();
    let plain = plain.trim_end_matches('%');
    plain
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite() && *value > 0.0)
}

fn tab_separated(grid: &Grid) -> String {
    let plain = |cell: &String| cell.replace(['\t', '\n', '\r'], " ");
    let heads: Vec<String> = grid.columns.iter().map(|(name, _)| plain(name)).collect();
    let rows = grid
        .rows
        .iter()
        .map(|row| row.iter().map(plain).collect::<Vec<_>>().join("\t"));
    std::iter::once(heads.join("\t"))
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\r\n")
}
