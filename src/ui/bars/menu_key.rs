//! The menus by the keyboard: Alt alone, pressed and let go, leads to the first of them, and an arrow opens it.

use eframe::egui::{Context, Event, EventFilter, Id, Key, Popup, Response, Ui};

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
    ctx.data_mut(|data| data.insert_temp(id().with("asked"), true));
    ctx.request_repaint();
}

/// The button of a menu: takes the keyboard where the menus were asked for, and opens by an arrow.
pub fn menu_button_keys(ui: &Ui, button: &Response, is_first: bool) {
    let asked = id().with("asked");
    if is_first && ui.data_mut(|data| data.remove_temp::<bool>(asked)).is_some() {
        button.request_focus();
    }
    let popup = Popup::default_response_id(button);
    if !button.has_focus() || Popup::is_id_open(ui.ctx(), popup) {
        return;
    }
    let filter = EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(button.id, filter));
    if ui.input(|input| input.key_pressed(Key::ArrowDown)) {
        Popup::open_id(ui.ctx(), popup);
    }
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
