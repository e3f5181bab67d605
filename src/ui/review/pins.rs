//! Remarks on the map: numbered pins, the same size at any scale; the next click places one where that was asked for.

use eframe::egui::{
    Align2, Area, CursorIcon, FontId, Frame, Id, Key, Order, Pos2, Rect, Role as AccessRole, Sense, Shape,
    Stroke, Ui, WidgetInfo, vec2,
};
use geo::Coord;

use crate::model::review::decision::Comment;
use crate::model::review::event::{Deed, Event};
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::review::state::OpenDossier;
use crate::words::Lang;

use super::super::map::map_view::Pane;
use super::super::theme::Palette;
use super::super::view_state::{ViewState, Window};
use super::draft::CommentDraft;
use super::said::comment_ui;

/// Radius of the head of a pin, in pixels, and how high above its place it is.
const HEAD_PX: f32 = 10.0;
const HEIGHT_PX: f32 = 20.0;

/// Remarks that have a place, in the order of the log: their numbers from 1, their entries.
fn pinned(open: &OpenDossier) -> impl Iterator<Item = (usize, &Event, &Comment, Coord<f64>)> {
    let placed = open.review.counting().filter_map(|event| match &event.deed {
        Deed::Commented(comment) => Some((event, comment, comment.place?)),
        _ => None,
    });
    let numbered = placed.zip(1..);
    numbered.map(|((event, comment, place), number)| (number, event, comment, place))
}

/// Pins over the map that was just drawn in `rect`. Each is a button of its own, over what the map does with clicks.
pub fn pins_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, rect: Rect, wishes: &mut Vec<Command>) {
    let Some(map_view) = view.map.view() else { return };
    let pane = map_view.on(view.map_rect.unwrap_or(rect));
    if view.review.placing {
        place_ui(ui, &pane, view);
    }
    let Some(open) = session.dossier() else { return };
    let lang = view.lang;
    let mut shown = None;
    for (number, event, comment, place) in pinned(open) {
        let at = pane.screen_from_map(place);
        if !pane.rect.expand(HEIGHT_PX).contains(at) {
            continue;
        }
        let is_open = view.review.open_pin == Some(event.seq);
        if pin_ui(ui, &pane, (number, event, is_open), at, lang) {
            view.review.open_pin = (!is_open).then_some(event.seq);
        }
        if view.review.open_pin == Some(event.seq) {
            shown = Some((event, comment, at));
        }
    }
    if let Some((event, comment, at)) = shown
        && box_ui(ui, session, (open, event, comment), (at, lang), wishes)
    {
        view.review.open_pin = None;
    }
}

/// The head of a pin; true where it was clicked.
fn pin_ui(
    ui: &Ui,
    pane: &Pane,
    (number, event, is_open): (usize, &Event, bool),
    at: Pos2,
    lang: Lang,
) -> bool {
    let palette = Palette::here(ui);
    let head = at - vec2(0.0, HEIGHT_PX);
    let rect = Rect::from_center_size(head, vec2(2.0 * HEAD_PX, 2.0 * HEAD_PX));
    let response = ui.interact(rect, Id::unique(("pin", event.seq)), Sense::click());
    let label = say!(
        lang,
        "reviewing.pin",
        number = number,
        author = event.author.words()
    );
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &label));
    let (body, ink) = match is_open {
        true => (palette.on_accent, palette.accent),
        false => (palette.accent, palette.on_accent),
    };
    let painter = ui.painter_at(pane.rect);
    let foot = vec![head + vec2(-5.0, 7.0), at, head + vec2(5.0, 7.0)];
    let rim = Stroke::new(1.5, ink);
    painter.add(Shape::convex_polygon(foot, body, Stroke::NONE));
    painter.circle(head, HEAD_PX, body, rim);
    let font = FontId::proportional(12.0);
    painter.text(head, Align2::CENTER_CENTER, number.to_string(), font, ink);
    response.on_hover_text(label).clicked()
}

/// The remark itself beside its pin; true where it was closed.
fn box_ui(
    ui: &Ui,
    session: &Session,
    remark: (&OpenDossier, &Event, &Comment),
    (at, lang): (Pos2, Lang),
    wishes: &mut Vec<Command>,
) -> bool {
    let mut closed = ui.input(|input| input.key_pressed(Key::Escape));
    let area = Area::new(Id::unique("open pin"))
        .order(Order::Middle)
        .fixed_pos(at + vec2(14.0, -HEIGHT_PX))
        .constrain_to(ui.max_rect());
    area.show(ui.ctx(), |ui| {
        Frame::popup(ui.style()).show(ui, |ui| {
            ui.set_max_width(280.0);
            comment_ui(ui, session, remark, lang, wishes);
            closed |= ui.button(say!(lang, "ui.close")).clicked();
        });
    });
    closed
}

/// The next click says where; Escape gives up. Drags and the wheel still belong to the map.
fn place_ui(ui: &Ui, pane: &Pane, view: &mut ViewState) {
    let response = ui.interact(pane.rect, Id::unique("place a pin"), Sense::click());
    if response.hovered() {
        ui.ctx().set_cursor_icon(CursorIcon::Crosshair);
    }
    if ui.input(|input| input.key_pressed(Key::Escape)) {
        view.review.placing = false;
    }
    if let (true, Some(at)) = (response.clicked(), response.interact_pointer_pos()) {
        view.review.placing = false;
        view.review.comment = CommentDraft {
            place: Some(pane.map_from_screen(at)),
            ..CommentDraft::default()
        };
        view.window = Some(Window::Comment);
    }
}
