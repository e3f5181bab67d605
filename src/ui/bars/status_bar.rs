//! The bar below: what is worked at, where the pointer is, scale, turn, coordinate system.

use std::sync::Arc;

use eframe::egui::{
    Align, Button, DragValue, Galley, Key, Label, Layout, ProgressBar, RichText, TextStyle, TextWrapMode, Ui,
    WidgetText,
};

use crate::geom::turn::Turn;
use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::map::coordinates::{coordinate_texts, system_text};
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;
use super::time_left::left_text;

/// Room that coordinates leave for what is worked at, in points.
const JOBS_PX: f32 = 200.0;

/// The bar below.
pub fn status_bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        right_ui(ui, |ui| {
            place_ui(ui, session, view);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                jobs_ui(ui, session, view, wishes);
            });
        });
    });
}

fn jobs_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let (lang, now_s) = (view.lang, ui.input(|frame| frame.time));
    let running: Vec<_> = session
        .running()
        .map(|(kind, progress)| (kind, progress.fraction()))
        .collect();
    view.job_clock.look(&running, now_s);
    let mut any = false;
    for (kind, share) in running {
        if !view.job_clock.is_long(kind, now_s) {
            continue;
        }
        any = true;
        let name = kind.name(lang);
        match share {
            Some(fraction) => {
                ui.add(ProgressBar::new(fraction).desired_width(90.0).show_percentage());
            }
            None => {
                ui.spinner();
            }
        }
        ui.label(&name);
        if let Some(left_s) = view.job_clock.left_s(kind, now_s) {
            ui.weak(left_text(left_s, lang));
        }
        if ui
            .small_button(say!(lang, "ui.cancel"))
            .on_hover_text(say!(lang, "ui.cancel_tip", job = name))
            .clicked()
        {
            wishes.push(Command::Cancel(kind));
        }
    }
    if let Some(words) = view.copy_note.words(ui.ctx(), lang) {
        ui.add(Label::new(words).truncate());
    } else if !any {
        ui.label(RichText::new(say!(lang, "ui.ready")).color(Palette::here(ui).faint));
    }
    let selected = session.selection().features.len();
    if selected > 0 {
        ui.label(say!(lang, "ui.selected", count = thousands(selected as f64, 0)));
    }
    if view.map.is_capped() {
        ui.label(RichText::new(say!(lang, "ui.capped")).color(Palette::here(ui).near));
    }
}

/// From the right edge leftwards: coordinate system, scale, turn, place.
fn place_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return;
    };
    ui.label(system_text(&workspace.crs, lang))
        .on_hover_text(workspace.crs.name());
    ui.separator();
    scale_ui(ui, view);
    turn_ui(ui, view);
    ui.separator();
    let ruler = workspace.ruler();
    let texts = view
        .map
        .last_pointer()
        .and_then(|place| coordinate_texts(&workspace.crs, &ruler, place, lang));
    match texts {
        Some(texts) => {
            for text in [texts.plane, texts.decimal, texts.dms] {
                writing_ui(ui, text, lang);
            }
        }
        None => {
            let words = RichText::new(say!(lang, "ui.no_pointer")).color(Palette::here(ui).faint);
            let words = in_one_line(ui, words, TextStyle::Body);
            if words.size().x + JOBS_PX < ui.available_width() {
                ui.label(words);
            }
        }
    }
}

/// One writing of the place, which a click copies. Where it has no room, the card of a place has it.
fn writing_ui(ui: &mut Ui, text: String, lang: Lang) {
    let words = RichText::new(&text).monospace();
    let words = in_one_line(ui, words, TextStyle::Monospace);
    if words.size().x + JOBS_PX > ui.available_width() {
        return;
    }
    let button = ui.add(Button::new(words).frame(false));
    let tip = say!(lang, "map.menu.copy", text = text);
    if button.on_hover_text(tip).clicked() {
        ui.ctx().copy_text(text);
    }
    ui.separator();
}

fn in_one_line(ui: &Ui, text: RichText, style: TextStyle) -> Arc<Galley> {
    WidgetText::from(text).into_galley(ui, Some(TextWrapMode::Extend), f32::INFINITY, style)
}

fn scale_ui(ui: &mut Ui, view: &mut ViewState) {
    let Some(map_view) = view.map.view() else {
        return;
    };
    let mut denominator = map_view.scale_denominator().round();
    let speed = 0.01 * denominator;
    let field = DragValue::new(&mut denominator)
        .range(10.0..=50_000_000.0)
        .speed(speed)
        .max_decimals(0)
        .prefix("1:")
        .custom_parser(|text| text.rsplit(':').next()?.replace([',', ' '], "").parse().ok());
    let field = ui.add(field).on_hover_text(say!(view.lang, "ui.scale_tip"));
    if field.changed() {
        view.map.set_scale(denominator);
    }
    let words = RichText::new(say!(view.lang, "ui.scale")).color(Palette::here(ui).faint);
    field.labelled_by(ui.label(words).id);
}

/// How far the map is turned: typed, dragged or stepped by arrows; Home or a double click turns north up.
fn turn_ui(ui: &mut Ui, view: &mut ViewState) {
    let Some(map_view) = view.map.view() else {
        return;
    };
    let mut degrees = (10.0 * map_view.turn().degrees()).round() / 10.0;
    let field = DragValue::new(&mut degrees)
        .range(-360.0..=360.0)
        .speed(1.0)
        .max_decimals(1)
        .suffix("°")
        .update_while_editing(false)
        .custom_parser(|text| text.trim().trim_end_matches('°').trim_end().parse().ok());
    let field = ui.add(field).on_hover_text(say!(view.lang, "ui.turn_tip"));
    let north_up =
        field.double_clicked() || field.has_focus() && ui.input(|input| input.key_pressed(Key::Home));
    if north_up {
        degrees = 0.0;
    }
    if field.changed() || north_up {
        view.map.set_turn(Turn::of_degrees(degrees));
    }
    let words = RichText::new(say!(view.lang, "ui.turn")).color(Palette::here(ui).faint);
    field.labelled_by(ui.label(words).id);
}
