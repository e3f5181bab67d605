//! The answer in numbers: projects by verdict, what they take by role, and the day that was judged by.

use eframe::egui::text::LayoutJob;
use std::sync::Arc;

use eframe::egui::{
    Align, Button, Color32, FontId, Galley, Layout, Response, RichText, TextFormat, TextStyle, TextWrapMode,
    Ui, WidgetText,
};

use crate::model::finding::{RoleTotal, Screening, Verdict};
use crate::model::land_class::Definition;
use crate::model::wetland::WetlandTotals;
use crate::report::units::AreaUnit;
use crate::report::wetland::tables::tables;
use crate::report::wetland::words::percent;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{mark_ui, right_ui};
use super::as_of::as_of_ui;

/// Room that is kept for the mark behind the last figure, in pixels.
const MORE_PX: f32 = 76.0;

/// Room between the verdicts and the day, in pixels.
const GAP_PX: f32 = 24.0;

/// How wide the parts of the strip were when it was drawn last, in pixels: by this it is known whether they fit side by side.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Widths {
    verdicts: f32,
    day: f32,
}

/// The strip under the toolbar. Where verdicts and day have no room beside each other, there are two lines: the verdicts, and
/// the figures with the day.
pub fn numbers_strip_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let place = ui.scope_id().with("widths of the numbers");
    let widths: Widths = ui.data(|data| data.get_temp(place)).unwrap_or_default();
    let mut seen = widths;
    let is_narrow = widths.verdicts + widths.day + MORE_PX + GAP_PX > ui.available_width();
    if is_narrow {
        seen.verdicts = ui.horizontal_wrapped(|ui| verdicts_ui(ui, session, view)).inner;
    }
    ui.horizontal(|ui| {
        right_ui(ui, |ui| {
            seen.day = day_ui(ui, session, view, wishes);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if !is_narrow {
                    seen.verdicts = verdicts_ui(ui, session, view);
                }
                figures_ui(ui, session, view.lang);
            });
        });
    });
    if seen != widths {
        ui.data_mut(|data| data.insert_temp(place, seen));
        ui.ctx().request_repaint();
    }
}

/// The day that is judged by, and the way to judge anew; gives the width.
fn day_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) -> f32 {
    as_of_ui(ui, session, view, wishes);
    if session.outdated() && !session.runs(JobKind::Screening) {
        let label = Action::Screen.entry().label(view.lang);
        if ui.button(label).clicked() {
            wishes.push(Command::Screen);
        }
    }
    ui.min_rect().width()
}

/// How many projects have which verdict; gives the width.
fn verdicts_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) -> f32 {
    let lang = view.lang;
    let Some(screening) = session.screening() else {
        let key = if session.runs(JobKind::Screening) {
            "running"
        } else {
            "none"
        };
        ui.weak(say!(lang, &format!("ui.numbers.{key}")));
        return ui.min_rect().width();
    };
    let left = ui.cursor().left();
    let palette = Palette::here(ui);
    if session.outdated() {
        mark_ui(ui, &say!(lang, "ui.outdated"), palette.near).on_hover_text(say!(lang, "ui.outdated_tip"));
    }
    let tally = screening.tally();
    ui.weak(say!(
        lang,
        "ui.numbers.projects",
        count = screening.projects.len()
    ));
    let verdicts = [
        ("conflict", tally.conflict, palette.conflict),
        ("not_checked", tally.not_checked, palette.not_checked),
        ("near", tally.near, palette.near),
        ("clear", tally.clear, palette.clear),
    ];
    for (key, count, color) in verdicts {
        let name = say!(lang, &format!("verdict.{key}"));
        if number_ui(ui, count, &name, color)
            .on_hover_text(say!(lang, "ui.numbers.tip"))
            .clicked()
        {
            choose(view, key);
        }
    }
    // Where the line is broken this is more than the last line, and rightly so: it does not fit.
    ui.min_rect().width().max(ui.cursor().left() - left)
}

/// A figure of the strip: its words with its name, and what there is to know on hovering.
struct Figure<'a> {
    text: String,
    /// What it says where there is no room for all of that.
    short: Option<String>,
    tip: Tip<'a>,
}

/// What a figure says on hovering.
enum Tip<'a> {
    /// The rates by all definitions.
    Wetland(&'a WetlandTotals),
    /// The sum in which places may count several times.
    Gross(f64),
}

/// The wetland by the plan with its rate, once it is added up.
fn wetland<'a>(session: &'a Session, areas: Areas, lang: Lang) -> Option<Figure<'a>> {
    let totals = session.annex()?.wetland.as_ref();
    let totals = totals.filter(|totals| totals.all.count > 0)?;
    let plan = totals.by(Definition::Plan);
    let area = areas.text_or(plan.sure.unique_m2, AreaUnit::Ha, lang);
    let short = say!(lang, "wetland.strip", area = area.as_str());
    let rate = plan
        .rate()
        .map(|(low, _)| say!(lang, "wetland.strip_rate", rate = percent(low)));
    Some(Figure {
        text: format!("{short}{}", rate.unwrap_or_default()),
        short: Some(short),
        tip: Tip::Wetland(totals),
    })
}

/// What projects take, by role.
fn taken(screening: &Screening, areas: Areas, lang: Lang) -> Vec<Figure<'_>> {
    let taken = screening.totals.iter().filter(|total| total.unique_m2 > 0.0);
    let figure = |total: &RoleTotal| Figure {
        text: format!("{} {}", total.role.name(lang), areas.text(total.unique_m2, lang)),
        short: None,
        tip: Tip::Gross(total.gross_m2),
    };
    taken.map(figure).collect()
}

/// The figures that there is room for, each with its name; a mark for the others, which tells them on hovering.
fn figures_ui(ui: &mut Ui, session: &Session, lang: Lang) {
    let Some(screening) = session.screening() else {
        return;
    };
    let areas = Areas::here(ui.ctx());
    if session.annex().is_none() && session.runs(JobKind::Totals) {
        ui.separator();
        ui.weak(say!(lang, "wetland.strip_running"));
    }
    let mut figures = Vec::from_iter(wetland(session, areas, lang));
    let first_taken = figures.len();
    figures.extend(taken(screening, areas, lang));
    if !figures.is_empty() && ui.min_rect().width() > 0.0 {
        ui.separator();
    }
    for (place, figure) in figures.iter().enumerate() {
        let heading = RichText::new(say!(lang, "ui.numbers.taken")).weak();
        let heading = (place == first_taken).then(|| galley(ui, heading));
        let gap_px = 2.0 * ui.spacing().item_spacing.x;
        let heading_px = heading.as_ref().map_or(0.0, |heading| heading.size().x + gap_px);
        let room_px = ui.available_width() - heading_px - MORE_PX;
        let mut texts = std::iter::once(&figure.text).chain(&figure.short);
        let text = texts.find_map(|text| {
            let text = galley(ui, RichText::new(text));
            (text.size().x <= room_px).then_some(text)
        });
        let Some(text) = text else {
            let rest: Vec<&str> = figures.iter().skip(place).map(|own| own.text.as_str()).collect();
            let more = say!(lang, "ui.numbers.more", count = rest.len());
            mark_ui(ui, &more, Palette::here(ui).accent).on_hover_text(rest.join("\n"));
            break;
        };
        heading.map(|heading| ui.label(heading));
        let label = ui.label(text);
        match &figure.tip {
            Tip::Gross(m2) => {
                let gross = areas.text(*m2, lang);
                label.on_hover_text(say!(lang, "ui.numbers.gross", gross = gross));
            }
            Tip::Wetland(totals) => {
                label.on_hover_ui(|ui| wetland_tip_ui(ui, session, totals, lang));
            }
        }
        ui.add_space(6.0);
    }
}

/// A text in one line, however long.
fn galley(ui: &Ui, text: RichText) -> Arc<Galley> {
    WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body)
}

/// The wetland by each definition.
fn wetland_tip_ui(ui: &mut Ui, session: &Session, totals: &WetlandTotals, lang: Lang) {
    let areas = Areas::here(ui.ctx()).words(lang);
    let grids = session
        .workspace()
        .map(|workspace| tables(workspace, totals, areas));
    for grid in grids.iter().flatten().take(1) {
        for row in &grid.rows {
            ui.label(row.join("  "));
        }
        grid.notes.iter().for_each(|note| {
            ui.weak(note);
        });
    }
}

/// A count in its colour, with its name beside it; can be clicked.
fn number_ui(ui: &mut Ui, count: usize, name: &str, color: Color32) -> Response {
    let faint = Palette::here(ui).faint;
    let color = if count == 0 { faint } else { color };
    let mut text = LayoutJob::default();
    let format = |size: f32, color: Color32| TextFormat {
        font_id: FontId::proportional(size),
        color,
        valign: Align::Center,
        ..Default::default()
    };
    text.append(&count.to_string(), 0.0, format(18.0, color));
    text.append(name, 5.0, format(13.0, color));
    ui.add(Button::new(text).frame_when_inactive(false))
}

fn choose(view: &mut ViewState, verdict: &str) {
    view.dock.show(match verdict {
        "not_checked" => Pane::Unchecked,
        _ => Pane::Findings,
    });
    view.findings.choice.verdict = match verdict {
        "conflict" => Some(Verdict::Conflict),
        "near" => Some(Verdict::Near),
        _ => None,
    };
}
