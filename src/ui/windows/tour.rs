//! The tour: eight cards over the example, each beside what it is about. Works without a network.

use eframe::egui::{
    Align2, Area, Context, CornerRadius, Frame, Id, Label, Order, Rect, RichText, Stroke, StrokeKind, Ui,
    vec2,
};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::example::example;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::main_button_ui;
use super::help_view::Tour;

const CARD_PX: f32 = 340.0;

/// The cards in their order.
const CARDS: [&str; 8] = [
    "welcome",
    "layers",
    "map",
    "findings",
    "attributes",
    "identify",
    "numbers",
    "find",
];

/// The card that the tour has come to.
pub fn tour_ui(ctx: &Context, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(mut tour) = view.help.tour else { return };
    if session.workspace().is_none() && !tour.asked {
        tour.asked = true;
        wishes.extend(example().map(|folder| Command::Open(vec![folder])));
    }
    let key = CARDS.get(tour.card).copied().unwrap_or("welcome");
    prepare(key, view);
    let target = target(key, view);
    let lang = view.lang;
    if let Some(rect) = target {
        let painter = ctx.layer_painter(eframe::egui::LayerId::new(
            Order::Foreground,
            Id::unique("tour frame"),
        ));
        let accent = Palette::of(ctx.global_style().visuals.dark_mode).accent;
        painter.rect_stroke(
            rect.shrink(2.0),
            CornerRadius::same(6),
            Stroke::new(2.5, accent),
            StrokeKind::Inside,
        );
    }
    let area = Area::new(Id::unique("tour")).order(Order::Foreground);
    let area = match target {
        Some(rect) => area.anchor(Align2::LEFT_TOP, beside(rect, ctx.content_rect()).to_vec2()),
        None => area.anchor(Align2::CENTER_CENTER, vec2(0.0, 0.0)),
    };
    let shown = area.show(ctx, |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(14);
        frame.show(ui, |ui| card_ui(ui, key, tour, lang)).inner
    });
    view.help.tour = shown.inner;
}

/// The card; gives where the tour goes on.
fn card_ui(ui: &mut Ui, key: &str, tour: Tour, lang: Lang) -> Option<Tour> {
    let mut next = Some(tour);
    ui.set_width(CARD_PX);
    ui.strong(say!(lang, &format!("help.tour.{key}.title")));
    let text = say!(lang, &format!("help.tour.{key}.text"));
    ui.add(Label::new(RichText::new(text)).wrap());
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let place = say!(
            lang,
            "help.tour.place",
            number = tour.card + 1,
            count = CARDS.len()
        );
        ui.label(RichText::new(place).small().color(Palette::here(ui).faint));
        if tour.card > 0 && ui.button(say!(lang, "help.tour.back")).clicked() {
            let card = tour.card - 1;
            next = Some(Tour { card, ..tour });
        }
        let is_last = tour.card + 1 == CARDS.len();
        let key = if is_last { "end" } else { "next" };
        if main_button_ui(ui, &say!(lang, &format!("help.tour.{key}"))).clicked() {
            let card = tour.card + 1;
            next = (!is_last).then_some(Tour { card, ..tour });
        }
        if !is_last && ui.button(say!(lang, "help.tour.stop")).clicked() {
            next = None;
        }
    });
    next
}

/// Opens what a card is about.
fn prepare(card: &str, view: &mut ViewState) {
    let pane = match card {
        "layers" => Pane::Layers,
        "findings" => Pane::Findings,
        "attributes" => Pane::Attributes,
        "numbers" => Pane::Numbers,
        "identify" => Pane::Inspector,
        _ => return,
    };
    view.dock.show(pane);
}

/// Where what a card is about lies on the screen, as far as that is known from the map in its middle.
fn target(card: &str, view: &ViewState) -> Option<Rect> {
    let map = view.map_rect?;
    match card {
        "map" | "identify" => Some(map),
        _ => None,
    }
}

/// A place for the card: within what it is about, in its upper left corner.
fn beside(rect: Rect, screen: Rect) -> eframe::egui::Pos2 {
    let at = rect.left_top() + vec2(18.0, 18.0);
    let most = (screen.right_bottom() - vec2(CARD_PX + 60.0, 220.0)).max(screen.left_top());
    at.min(most)
}
