//! The answer in numbers: projects by verdict, what they take by role, and the day that was judged by.

use eframe::egui::text::LayoutJob;
use eframe::egui::{
    Align, Button, Color32, FontId, Key, Layout, Response, TextEdit, TextFormat, TextStyle, TextWrapMode, Ui,
    WidgetText,
};

use crate::model::date::Date;
use crate::model::finding::{RoleTotal, Screening, Verdict};
use crate::model::land_class::Definition;
use crate::report::units::AreaUnit;
use crate::report::wetland::tables::tables;
use crate::report::wetland::words::percent;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::edit::Edit;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{mark_ui, right_ui};

/// Room that is kept for the mark behind the last total, in pixels.
const MORE_PX: f32 = 76.0;

/// Below this width the wetland is told by its area alone, in pixels.
const ROOM_PX: f32 = 900.0;

/// The strip under the toolbar.
pub fn numbers_strip_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        right_ui(ui, |ui| {
            as_of_ui(ui, session, view, wishes);
            if session.outdated() && !session.runs(JobKind::Screening) {
                let label = Action::Screen.entry().label(view.lang);
                if ui.button(label).clicked() {
                    wishes.push(Command::Screen);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                match session.screening() {
                    Some(screening) => {
                        wetland_ui(ui, session, view.lang);
                        answer_ui(ui, screening, session.outdated(), view);
                    }
                    None => {
                        let key = if session.runs(JobKind::Screening) {
                            "running"
                        } else {
                            "none"
                        };
                        ui.weak(say!(view.lang, &format!("ui.numbers.{key}")));
                    }
                }
            });
        });
    });
}

fn answer_ui(ui: &mut Ui, screening: &Screening, outdated: bool, view: &mut ViewState) {
    let lang = view.lang;
    let palette = Palette::here(ui);
    if outdated {
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
    ui.separator();
    totals_ui(ui, screening, lang);
}

/// The wetland by the plan with its rate, once it is added up; the other definitions on hovering.
fn wetland_ui(ui: &mut Ui, session: &Session, lang: Lang) {
    let Some(annex) = session.annex() else {
        if session.runs(JobKind::Totals) {
            ui.weak(say!(lang, "wetland.strip_running"));
            ui.separator();
        }
        return;
    };
    let Some(totals) = annex.wetland.as_ref().filter(|totals| totals.all.count > 0) else {
        return;
    };
    let plan = totals.by(Definition::Plan);
    let areas = Areas::here(ui.ctx());
    let area = areas.text_or(plan.sure.unique_m2, AreaUnit::Ha, lang);
    let mut text = say!(lang, "wetland.strip", area = area.as_str());
    // On a narrow window the verdicts go first; all of it is there on hovering and in the report.
    if ui.available_width() < ROOM_PX {
        text = area;
    } else if let Some((low, _)) = plan.rate() {
        text += &say!(lang, "wetland.strip_rate", rate = percent(low));
    }
    ui.label(text).on_hover_ui(|ui| {
        let grids = session
            .workspace()
            .map(|workspace| tables(workspace, totals, areas.words(lang)));
        for grid in grids.iter().flatten().take(1) {
            for row in &grid.rows {
                ui.label(row.join("  "));
            }
            grid.notes.iter().for_each(|note| {
                ui.weak(note);
            });
        }
    });
    ui.separator();
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

fn totals_ui(ui: &mut Ui, screening: &Screening, lang: Lang) {
    let taken: Vec<_> = screening
        .totals
        .iter()
        .filter(|total| total.unique_m2 > 0.0)
        .collect();
    if taken.is_empty() {
        return;
    }
    ui.weak(say!(lang, "ui.numbers.taken"));
    let areas = Areas::here(ui.ctx());
    let text_of = |total: &RoleTotal| {
        let area = areas.text(total.unique_m2, lang);
        format!("{} {area}", total.role.name(lang))
    };
    for (place, total) in taken.iter().enumerate() {
        let text = WidgetText::from(text_of(total));
        let galley = text.into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, TextStyle::Body);
        if galley.size().x + MORE_PX > ui.available_width() {
            let rest: Vec<String> = taken.iter().skip(place).map(|total| text_of(total)).collect();
            let more = say!(lang, "ui.numbers.more", count = rest.len());
            mark_ui(ui, &more, Palette::here(ui).accent).on_hover_text(rest.join("\n"));
            break;
        }
        let gross = areas.text(total.gross_m2, lang);
        ui.label(galley)
            .on_hover_text(say!(lang, "ui.numbers.gross", gross = gross));
        ui.add_space(6.0);
    }
}

fn as_of_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let day = session.as_of();
    let mut text = view.as_of_draft.clone().unwrap_or_else(|| day.to_string());
    let is_wrong = text.trim().parse::<Date>().is_err();
    let red = Palette::here(ui).conflict;
    let mut field = TextEdit::singleline(&mut text).desired_width(84.0).char_limit(10);
    if is_wrong {
        field = field.text_color(red);
    }
    let response = ui.add(field);
    let label = ui.weak(say!(view.lang, "ui.numbers.as_of"));
    let response = response
        .labelled_by(label.id)
        .on_hover_text(say!(view.lang, "ui.numbers.as_of_tip"));
    if response.changed() {
        view.as_of_draft = Some(text.clone());
    }
    // While it is typed it is no day yet; afterwards it stays, with what is wrong, until Escape.
    if is_wrong && !response.has_focus() {
        ui.colored_label(red, say!(view.lang, "ui.numbers.no_day"));
    }
    if response.lost_focus() {
        let is_given_up = ui.input(|input| input.key_pressed(Key::Escape));
        match text.trim().parse::<Date>() {
            _ if is_given_up => view.as_of_draft = None,
            Err(_) => {}
            Ok(chosen) => {
                view.as_of_draft = None;
                if chosen != day {
                    wishes.push(Command::Edit(Edit::SetAsOf(Some(chosen))));
                }
            }
        }
    }
}
