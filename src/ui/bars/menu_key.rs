//! The menus by the keyboard: Alt alone, pressed and let go, leads to the first of them, and an arrow opens it.

use eframe::egui::containers::menu::MenuState;
use eframe::egui::{
    Context, Event, EventFilter, Id, Key, LayerId, PointerButton, Popup, PopupKind, Response, Ui,
};

use super::super::menu_focus::{first_in, focused_in, lend};

fn id() -> Id {
    Id::unique("menus by the keyboard")
}

/// What Alt has come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Alt {
    /// It is not pressed, or something else was pressed with it.
    #[default]
    Free,
    /// It alone is pressed.
    Alone,
    /// It was let go again: the menus are asked for.
    LetGo,
}

impl Alt {
    fn after(self, event: &Event) -> Alt {
        match event {
            Event::ModifiersChanged(now) => {
                let others = now.shift || now.ctrl || now.command || now.mac_cmd;
                match (now.alt && !others, now.alt || others, self) {
                    (true, ..) => Alt::Alone,
                    (false, false, Alt::Alone) => Alt::LetGo,
                    _ => Alt::Free,
                }
            }
            Event::Key { pressed: false, .. } | Event::PointerMoved(_) | Event::MouseMoved(_) => self,
            Event::Key { .. }
            | Event::Text(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::WindowFocused(_)
            | Event::Ime(_) => Alt::Free,
            _ => self,
        }
    }
}

/// Notes whether Alt was pressed and let go by itself. To be called at the begin of each frame.
pub fn follow_alt(ctx: &Context) {
    let before: Alt = ctx.data(|data| data.get_temp(id())).unwrap_or_default();
    let mut alt = before;
    let mut asked = false;
    ctx.input(|input| {
        for event in &input.events {
            alt = alt.after(event);
            asked |= alt == Alt::LetGo;
        }
    });
    if asked {
        ask(ctx);
        alt = Alt::Free;
    }
    if alt != before {
        ctx.data_mut(|data| data.insert_temp(id(), alt));
    }
}

/// Leads to the first menu.
pub fn ask(ctx: &Context) {
    change(ctx, |way| way.asked = true);
    ctx.request_repaint();
}

/// The way of the keyboard through the menus.
#[derive(Clone, Copy, Debug, Default)]
struct Way {
    /// The first menu is asked for.
    asked: bool,
    /// What had the keyboard before that.
    before: Option<Id>,
    /// The menu at that place is asked for.
    beside: Option<usize>,
    /// The menu whose first item is to have the keyboard.
    enter: Option<Id>,
}

fn way(ctx: &Context) -> Way {
    ctx.data(|data| data.get_temp(id())).unwrap_or_default()
}

fn change(ctx: &Context, change: impl FnOnce(&mut Way)) {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default::<Way>(id())));
}

/// Which menu a button opens: its place, and how many there are.
pub type PlaceOf = (usize, usize);

/// The button of a menu, once the menu itself is drawn: takes the keyboard where the menus were asked for. Enter, Space and the
/// arrow down open the menu and lead to its first item; left and right lead to the menu beside it; Escape closes it, and what
/// had the keyboard before has it again.
pub fn menu_button_keys(ui: &Ui, button: &Response, (place, count): PlaceOf) {
    let ctx = ui.ctx();
    let popup = Popup::default_response_id(button);
    let now = way(ctx);
    if place == 0 && now.asked {
        let before = ctx.memory(|memory| memory.focused());
        change(ctx, |way| (way.asked, way.before) = (false, before));
        button.request_focus();
    }
    if now.beside == Some(place) {
        change(ctx, |way| way.beside = None);
        button.request_focus();
        return open(ctx, button, popup);
    }
    if !Popup::is_id_open(ctx, popup) {
        return closed_keys(ui, button, popup);
    }
    // Opened by Enter or Space, and not by the pointer.
    if button.clicked() && !button.clicked_by(PointerButton::Primary) {
        return open(ctx, button, popup);
    }
    let layer = LayerId::new(PopupKind::Menu.order(), popup);
    if now.enter == Some(popup) {
        if let Some(first) = first_in(ctx, layer) {
            change(ctx, |way| way.enter = None);
            ctx.memory_mut(|memory| memory.request_focus(first));
        }
        return;
    }
    if button.has_focus() {
        // The arrow down leads into the menu, which the toolkit sees to once the button leaves arrows alone.
        ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, EventFilter::default()));
    }
    let is_here = button.has_focus() || focused_in(ctx, layer).is_some();
    let (left, right) = ui.input(|input| {
        let pressed = |key: Key| input.key_pressed(key);
        (pressed(Key::ArrowLeft), pressed(Key::ArrowRight))
    });
    // Within a menu of a menu they lead into it and back.
    if is_here && left != right && MenuState::is_deepest_open_sub_menu(ctx, popup) {
        let step = if right { 1 } else { count.saturating_sub(1) };
        let beside = (place + step) % count.max(1);
        Popup::close_id(ctx, popup);
        change(ctx, |way| way.beside = Some(beside));
        ctx.request_repaint();
    }
}

/// The keys of a button whose menu is closed.
fn closed_keys(ui: &Ui, button: &Response, popup: Id) {
    let escaped = button.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
    if let (true, Some(before)) = (escaped, way(ui.ctx()).before) {
        lend(ui.ctx(), popup, before);
    }
    if !button.has_focus() {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, filter));
    if ui.input(|input| input.key_pressed(Key::ArrowDown)) {
        open(ui.ctx(), button, popup);
    }
}

/// Opens a menu and leads to its first item, as soon as that is there.
fn open(ctx: &Context, button: &Response, popup: Id) {
    Popup::open_id(ctx, popup);
    let before = way(ctx).before;
    lend(ctx, popup, before.unwrap_or(button.id));
    change(ctx, |way| way.enter = Some(popup));
    ctx.request_repaint();
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Modifiers, PointerButton, pos2};

    #[track_caller]
    fn check(events: &[Event], expected: bool) {
        let mut asked = false;
        let mut alt = Alt::Free;
        for event in events {
            alt = alt.after(event);
            asked |= alt == Alt::LetGo;
        }
        assert_eq!(asked, expected, "{events:?}");
    }

    #[test]
    fn alt_alone_asks_for_the_menus() {
        let held = |modifiers| Event::ModifiersChanged(modifiers);
        let key = |key, pressed| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat: false,
            modifiers: Modifiers::ALT,
        };
        let (none, alt) = (held(Modifiers::NONE), held(Modifiers::ALT));
        check(&[alt.clone(), none.clone()], true);
        // The arrow steps through findings.
        let down = key(Key::ArrowDown, true);
        check(
            &[alt.clone(), down, key(Key::ArrowDown, false), none.clone()],
            false,
        );
        let both = held(Modifiers::ALT.plus(Modifiers::SHIFT));
        check(&[alt.clone(), both, none.clone()], false);
        let press = Event::PointerButton {
            pos: pos2(1.0, 1.0),
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::ALT,
        };
        check(&[alt.clone(), press, none.clone()], false);
        // Another window was chosen by Alt+Tab.
        check(&[alt, Event::WindowFocused(false), none.clone()], false);
        check(&[none], false);
    }
}
