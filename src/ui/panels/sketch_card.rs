//! The card over the map while a project is drawn or changed: what it is, a corner to be typed, and what the shape under the
//! hand would mean.

use eframe::egui::{
    Align2, Area, Button, ComboBox, Frame, Id, Order, Rect, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::geom::sketch::{SketchFault, SketchKind};
use crate::model::finding::ProjectAccount;
use crate::model::role::{ProjectKind, Role};
use crate::report::units::AreaUnit;
use crate::say;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::map::input::{MapInput, MapWish};
use super::super::map::sketching::draw::finish;
use super::super::map::sketching::state::Live;
use super::super::map::sketching::typed::place_typed;
use super::super::map::state::{MapState, Tool};
use super::super::theme::Palette;
use super::super::widgets::{mark_ui, pairs_ui};

const INSET_PX: f32 = 12.0;
const WIDTH_PX: f32 = 292.0;
/// Lower than this the card is of no use, however low the map.
const LEAST_PX: f32 = 90.0;
/// So many findings are told on the card; the table has all.
const MOST_FINDINGS: usize = 4;

/// Shows the card in the upper left corner of the map, below its notes, while a tool of the hand is taken up.
pub fn sketch_card_ui(ui: &Ui, input: &MapInput, state: &mut MapState, map: Rect, wishes: &mut Vec<MapWish>) {
    let tool = state.tool();
    if !matches!(tool, Tool::Draw(_) | Tool::Reshape) {
        return;
    }
    let palette = Palette::here(ui);
    let frame = Frame::popup(ui.style()).fill(palette.panel);
    // Below the notes, which stand in the same corner.
    let below = state.notes.bottom().map_or(0.0, |bottom| bottom - map.top());
    let corner = map.left_top() + vec2(INSET_PX, INSET_PX + below.max(0.0));
    let area = Area::new(Id::unique("sketch card"))
        .order(Order::Middle)
        .pivot(Align2::LEFT_TOP)
        .fixed_pos(corner)
        .constrain_to(Rect::from_min_max(corner, map.max));
    let edges_px = frame.total_margin().sum().y + 2.0 * frame.stroke.width;
    let room_px = (map.bottom() - corner.y - INSET_PX - edges_px).max(LEAST_PX);
    area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(WIDTH_PX);
            let scrolled = ScrollArea::vertical()
                .max_height(room_px)
                .min_scrolled_height(room_px);
            scrolled.show(ui, |ui| {
                head_ui(ui, state, input.lang);
                if let Tool::Draw(kind) = tool {
                    kind_ui(ui, state, input.lang);
                    corner_ui(ui, (state, kind), input.lang, wishes);
                }
                meaning_ui(ui, input, state);
            });
        });
    });
}

fn head_ui(ui: &mut Ui, state: &MapState, lang: Lang) {
    let (title, how) = match state.tool() {
        Tool::Draw(SketchKind::Points) => ("sketch.draw_point", "sketch.how_point"),
        Tool::Draw(SketchKind::Lines) => ("sketch.draw_line", "sketch.how_draw"),
        Tool::Draw(SketchKind::Areas) => ("sketch.draw_area", "sketch.how_draw"),
        _ => ("sketch.reshape", "sketch.how_reshape"),
    };
    ui.strong(say!(lang, title));
    let faint = Palette::here(ui).faint;
    let hint = |text: String| RichText::new(text).small().color(faint);
    let draft = match (state.tool(), &state.sketching.draft) {
        (Tool::Reshape, None) => {
            ui.label(hint(say!(lang, "sketch.pick_one")));
            return;
        }
        (Tool::Reshape, draft) => draft.as_ref(),
        _ => None,
    };
    ui.label(hint(say!(lang, how)));
    let Some(draft) = draft else {
        return;
    };
    ui.label(hint(say!(lang, "sketch.keys_reshape")));
    let picked = draft.picked.map(|own| own.corner);
    let place = draft.sketch.corners().position(|(own, _)| Some(own) == picked);
    if let Some(place) = place {
        let count = draft.sketch.len();
        ui.label(say!(lang, "sketch.corner_of", number = place + 1, count = count));
    }
}

fn kind_ui(ui: &mut Ui, state: &mut MapState, lang: Lang) {
    let name = |kind: Option<ProjectKind>| {
        kind.map_or_else(|| say!(lang, "sketch.any_kind"), |kind| kind.name(lang))
    };
    ui.horizontal(|ui| {
        let title = ui.label(say!(lang, "sketch.kind"));
        let own = state.sketching.kind;
        let choice = ComboBox::from_id_salt("sketch kind")
            .selected_text(name(own))
            .show_ui(ui, |ui| {
                let kinds = ProjectKind::ALL.into_iter().map(Some).chain([None]);
                for kind in kinds {
                    ui.selectable_value(&mut state.sketching.kind, kind, name(kind));
                }
            });
        choice.response.labelled_by(title.id);
    });
}

/// A corner by numbers, and the buttons for what keys do.
fn corner_ui(ui: &mut Ui, (state, kind): (&mut MapState, SketchKind), lang: Lang, wishes: &mut Vec<MapWish>) {
    let last = state
        .sketching
        .draft
        .as_ref()
        .and_then(|draft| draft.sketch.last());
    ui.horizontal(|ui| {
        let title = ui.label(say!(lang, "sketch.corner"));
        let field = TextEdit::singleline(&mut state.sketching.typed)
            .hint_text("512345.6, 3351234.5")
            .desired_width(150.0);
        let field = ui.add(field).labelled_by(title.id);
        let field = field.on_hover_text(say!(lang, "sketch.corner_tip"));
        let entered = field.lost_focus() && ui.input(|frame| frame.key_pressed(eframe::egui::Key::Enter));
        let place = place_typed(&state.sketching.typed, last);
        let button = ui.add_enabled(place.is_some(), Button::new(say!(lang, "sketch.add_corner")));
        if let (true, Some(place)) = (entered || button.clicked(), place)
            && let Some(draft) = &mut state.sketching.draft
        {
            draft.sketch.push(place);
            state.sketching.typed.clear();
            field.request_focus();
            if kind == SketchKind::Points {
                finish(state, wishes);
            }
        }
    });
    let count = state
        .sketching
        .draft
        .as_ref()
        .map_or(0, |draft| draft.sketch.len());
    if kind == SketchKind::Points {
        return;
    }
    ui.horizontal(|ui| {
        let done = Button::new(say!(lang, "sketch.finish"));
        if ui.add_enabled(count >= kind.least(), done).clicked() {
            finish(state, wishes);
        }
        let back = Button::new(say!(lang, "sketch.corner_back"));
        if ui.add_enabled(count > 0, back).clicked()
            && let Some(draft) = &mut state.sketching.draft
        {
            draft.sketch.pop();
        }
        ui.weak(say!(lang, "sketch.corners", count = count));
    });
}

/// Figures of the shape, its verdict, and what it is less or more than before.
fn meaning_ui(ui: &mut Ui, input: &MapInput, state: &MapState) {
    let (lang, palette) = (input.lang, Palette::here(ui));
    let sketching = &state.sketching;
    if let Some(fault) = sketching.fault() {
        let key = match fault {
            SketchFault::TooFewCorners => "sketch.fault.too_few",
            SketchFault::CrossesItself => "sketch.fault.crosses",
            SketchFault::NoShape => "sketch.fault.no_shape",
        };
        ui.colored_label(palette.conflict, say!(lang, key));
        return;
    }
    let Some((live, is_current)) = sketching.answer() else {
        return;
    };
    ui.separator();
    let verdict = live.now.account.verdict;
    ui.horizontal(|ui| {
        ui.label(say!(lang, "sketch.would_be"));
        mark_ui(ui, &verdict.name(lang), palette.verdict(verdict));
        if let Some(before) = live.before.as_ref().map(|own| own.account.verdict)
            && before != verdict
        {
            ui.weak(say!(lang, "sketch.was", before = before.name(lang)));
        }
        if !is_current {
            ui.weak("…");
        }
    });
    if let Some(reason) = verdict.reason() {
        ui.weak(reason.name(lang));
    }
    let areas = Areas::here(ui.ctx());
    pairs_ui(ui, "sketch figures", &figures((input, areas), state, live));
    findings_ui(ui, input, live);
    ui.label(
        RichText::new(say!(lang, "sketch.alone"))
            .small()
            .color(palette.faint),
    );
}

fn figures((input, areas): (&MapInput, Areas), state: &MapState, live: &Live) -> Vec<(String, String)> {
    let lang = input.lang;
    let area = |m2: f64| areas.text_or(m2, AreaUnit::Ha, lang);
    let before = live.before.as_ref().map(|own| &own.account);
    let with_change = |now: f64, then: Option<f64>| match then {
        Some(then) if (now - then).abs() >= 0.5 => {
            let sign = if now > then { "+" } else { "−" };
            format!("{} ({sign}{})", area(now), area((now - then).abs()))
        }
        _ => area(now),
    };
    let account = &live.now.account;
    let mut rows = Vec::new();
    if account.area_m2 > 0.0 {
        let text = with_change(account.area_m2, before.map(|own| own.area_m2));
        rows.push((say!(lang, "sketch.area"), text));
    }
    if let Some((_, shape)) = state.sketching.shape()
        && !shape.lines().0.is_empty()
    {
        let length_m = input.workspace.ruler().length_m(shape.lines());
        let text = super::super::map::measure::length_text(length_m);
        rows.push((say!(lang, "sketch.length"), text));
    }
    for role in roles(account, before) {
        let of = |own: &ProjectAccount| taken(own, role);
        let text = with_change(of(account), before.map(of));
        rows.push((role.name(lang), text));
    }
    rows
}

/// The roles that the project takes from, now or before, in the order of the first account.
fn roles(now: &ProjectAccount, before: Option<&ProjectAccount>) -> Vec<Role> {
    let mut roles: Vec<Role> = now.by_role.iter().map(|(role, _)| *role).collect();
    let others = before.into_iter().flat_map(|own| &own.by_role);
    for (role, _) in others {
        if !roles.contains(role) {
            roles.push(*role);
        }
    }
    roles
}

fn taken(account: &ProjectAccount, role: Role) -> f64 {
    let own = account.by_role.iter().find(|(other, _)| *other == role);
    own.map_or(0.0, |(_, m2)| *m2)
}

/// The gravest findings, each with its rule.
fn findings_ui(ui: &mut Ui, input: &MapInput, live: &Live) {
    let lang = input.lang;
    let mut findings: Vec<_> = live.now.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.matter.severity));
    let mut told = Vec::new();
    for finding in findings {
        let rule = input
            .workspace
            .rules
            .rules
            .iter()
            .find(|rule| *rule.id == *finding.matter.rule);
        let title = rule.map_or_else(
            || finding.matter.rule.to_string(),
            |rule| rule.title.get(lang).to_owned(),
        );
        if !told.contains(&title) {
            told.push(title);
        }
    }
    for title in told.iter().take(MOST_FINDINGS) {
        ui.add(eframe::egui::Label::new(format!("· {title}")).truncate());
    }
    if told.len() > MOST_FINDINGS {
        ui.weak(say!(lang, "sketch.more", count = told.len() - MOST_FINDINGS));
    }
}
