//! The command box: commands in both languages, features by name, places by coordinates, all behind one field.

mod list;
pub mod state;

use eframe::egui::{
    Align, Align2, Area, Context, Frame, Id, Key, Modifiers, Order, RichText, ScrollArea, TextEdit, Ui, vec2,
};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::theme::Palette;
use super::view_state::ViewState;
use list::{Item, act, item_ui, items};

const WIDTH_PX: f32 = 560.0;
const LIST_PX: f32 = 380.0;
/// Height of a line with the gap under it.
const LINE_PX: f32 = 33.0;

/// The box, while it is open.
pub fn command_box_ui(ctx: &Context, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if !view.command_box.is_open() {
        return;
    }
    let ground = view.map.view().map(|map| map.center());
    view.command_box.refresh(session.workspace(), ground);
    let items = items(session, view);
    let last = items.len().saturating_sub(1);
    let (up, down, enter, escape) = ctx.input_mut(|input| {
        let mut pressed = |key: Key| input.consume_key(Modifiers::NONE, key);
        (
            pressed(Key::ArrowUp),
            pressed(Key::ArrowDown),
            pressed(Key::Enter),
            pressed(Key::Escape),
        )
    });
    let chosen = &mut view.command_box.chosen;
    *chosen = (*chosen).min(last);
    if down {
        *chosen = (*chosen + 1).min(last);
    }
    if up {
        *chosen = chosen.saturating_sub(1);
    }
    let moved = up || down;
    let screen = ctx.content_rect();
    let width = WIDTH_PX.min(screen.width() - 40.0);
    let area = Area::new(Id::unique("command box"))
        .order(Order::Foreground)
        .anchor(Align2::CENTER_TOP, vec2(0.0, 64.0));
    let mut clicked = None;
    let response = area.show(ctx, |ui| {
        Frame::popup(ui.style()).inner_margin(10).show(ui, |ui| {
            ui.set_width(width);
            field_ui(ui, view);
            ui.add_space(4.0);
            clicked = list_ui(ui, &items, view, moved);
        });
    });
    let wanted = clicked.or(enter.then_some(view.command_box.chosen));
    let elsewhere = ctx.input(|input| {
        let pressed_at = input
            .pointer
            .press_origin()
            .filter(|_| input.pointer.any_pressed());
        pressed_at.is_some_and(|at| !response.response.rect.contains(at))
    });
    if escape || elsewhere && !view.command_box.was_opened_now() {
        view.command_box.close();
    } else if let Some(item) = wanted.and_then(|place| items.get(place)) {
        view.command_box.close();
        act(ctx, item, session, view, wishes);
    }
}

fn field_ui(ui: &mut Ui, view: &mut ViewState) {
    let hint = say!(view.lang, "command_box.hint");
    let name = say!(view.lang, "command_box.name");
    let field = TextEdit::singleline(view.command_box.text_mut())
        .hint_text(hint)
        .desired_width(f32::INFINITY)
        .font(eframe::egui::TextStyle::Heading);
    let response = ui.add(field);
    if response.changed() {
        view.command_box.chosen = 0;
        ui.ctx().request_repaint();
    }
    // The arrows lead through the list, so the field must never lose the keyboard.
    // Asked for again while it has it, it would break off what an input method composes.
    if !response.has_focus() {
        response.request_focus();
    }
    let enabled = ui.is_enabled();
    response.widget_info(|| {
        let mut info =
            eframe::egui::WidgetInfo::labeled(eframe::egui::Role::TextInput, enabled, name.clone());
        info.current_text_value = Some(view.command_box.text().to_owned());
        info
    });
}

/// The list; gives the one that was clicked.
fn list_ui(ui: &mut Ui, items: &[Item], view: &ViewState, moved: bool) -> Option<usize> {
    let lang = view.lang;
    let faint = Palette::here(ui).faint;
    if items.is_empty() {
        let key = if view.command_box.is_looking() {
            "looking"
        } else {
            "nothing"
        };
        ui.label(RichText::new(say!(lang, &format!("command_box.{key}"))).color(faint));
        return None;
    }
    let mut clicked = None;
    ScrollArea::vertical()
        .max_height(LIST_PX)
        .min_scrolled_height((LINE_PX * items.len() as f32).min(LIST_PX))
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for (place, item) in items.iter().enumerate() {
                let chosen = place == view.command_box.chosen;
                let response = item_ui(ui, item, chosen, lang);
                if chosen && moved {
                    response.scroll_to_me(Some(Align::Center));
                }
                if response.clicked() {
                    clicked = Some(place);
                }
            }
        });
    if view.command_box.is_looking() {
        ui.label(
            RichText::new(say!(lang, "command_box.looking"))
                .small()
                .color(faint),
        );
    }
    clicked
}
