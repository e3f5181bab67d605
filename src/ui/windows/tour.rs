//! The tour: eight cards over the example. The card keeps its place and size from step to step, so that its buttons do, and
//! can be dragged away. Works without a network.

use eframe::egui::{
    Align2, Area, Button, Context, CornerRadius, Frame, Id, Key, Label, Modifiers, Order, Popup, Rect,
    RichText, Stroke, StrokeKind, TextStyle, TextWrapMode, Ui, WidgetText,
};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::example::open_example;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, right_ui};
use super::help_view::Tour;

const CARD_PX: f32 = 340.0;

/// In so many frames the card takes the keyboard: what it was opened from gives the keyboard back meanwhile.
const ENTERING: u8 = 4;

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
        wishes.push(open_example());
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
    let area = Area::new(Id::unique("tour"))
        .order(Order::Foreground)
        .pivot(Align2::CENTER_CENTER)
        .default_pos(ctx.content_rect().center());
    let shown = area.show(ctx, |ui| {
        let frame = Frame::popup(ui.style()).inner_margin(14);
        frame.show(ui, |ui| card_ui(ui, key, tour, lang)).inner
    });
    view.help.tour = shown.inner;
}

/// Escape ends the tour, unless something over it is to be closed. To be called before anything else hears of the key.
pub fn end_by_escape(ctx: &Context, view: &mut ViewState) {
    let is_covered = view.window.is_some() || view.command_box.is_open() || Popup::is_any_open(ctx);
    if view.help.tour.is_some()
        && !is_covered
        && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
    {
        view.help.tour = None;
    }
}

/// The card; gives where the tour goes on.
fn card_ui(ui: &mut Ui, key: &str, tour: Tour, lang: Lang) -> Option<Tour> {
    let mut next = Some(tour);
    ui.set_width(CARD_PX);
    ui.strong(say!(lang, &format!("help.tour.{key}.title")));
    ui.scope(|ui| {
        ui.set_min_height(most_height(ui, lang));
        let text = say!(lang, &format!("help.tour.{key}.text"));
        ui.add(Label::new(RichText::new(text)).wrap());
    });
    ui.add_space(6.0);
    ui.horizontal(|ui| {
        let place = say!(
            lang,
            "help.tour.place",
            number = tour.card + 1,
            count = CARDS.len()
        );
        ui.label(RichText::new(place).small().color(Palette::here(ui).faint));
        right_ui(ui, |ui| {
            let is_last = tour.card + 1 == CARDS.len();
            let key = if is_last { "end" } else { "next" };
            let on = main_button_ui(ui, &say!(lang, &format!("help.tour.{key}")));
            if tour.entered < ENTERING {
                let entered = tour.entered + 1;
                next = Some(Tour { entered, ..tour });
                on.request_focus();
                ui.ctx().request_repaint();
            }
            if on.clicked() {
                let card = tour.card + 1;
                next = (!is_last).then_some(Tour { card, ..tour });
            }
            let back = Button::new(say!(lang, "help.tour.back"));
            if ui.add_enabled(tour.card > 0, back).clicked() {
                let card = tour.card.saturating_sub(1);
                next = Some(Tour { card, ..tour });
            }
            let stop = Button::new(say!(lang, "help.tour.stop"));
            if ui.add_enabled(!is_last, stop).clicked() {
                next = None;
            }
        });
    });
    next
}

/// How high the longest text of the tour is.
fn most_height(ui: &Ui, lang: Lang) -> f32 {
    let height = |key: &str| {
        let text = WidgetText::from(say!(lang, &format!("help.tour.{key}.text")));
        let galley = text.into_galley(ui, Some(TextWrapMode::Wrap), CARD_PX, TextStyle::Body);
        galley.size().y
    };
    CARDS.into_iter().map(height).fold(0.0, f32::max)
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
