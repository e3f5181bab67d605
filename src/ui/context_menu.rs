//! Context menus: the right button opens one under the pointer, the menu key or Shift+F10 at what has the keyboard. Arrows
//! move in it, Enter chooses, Escape closes it, and what had the keyboard before has it again.

use eframe::egui::containers::menu::menu_style;
use eframe::egui::{Align, Context, Event, Id, Key, LayerId, Layout, Modifiers, Popup, PopupKind, Pos2};
use eframe::egui::{Response, Ui};

use super::menu_focus::{first_in, focused_in, lend};

/// Somebody asks for a menu.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Asked {
    /// Where it is to stand.
    pub at: Pos2,
    /// What has the keyboard before and after it.
    pub owner: Id,
    /// Asked for by a key: the first item has the keyboard at once.
    pub by_key: bool,
}

impl Asked {
    /// By the right button, or by the menu key while the widget has the keyboard.
    pub fn of(ctx: &Context, widget: &Response) -> Option<Asked> {
        let owner = widget.id;
        Asked::by_hand(widget, owner)
            .or_else(|| (widget.has_focus() && menu_key(ctx)).then(|| Asked::below(widget, owner)))
    }

    /// By the right button on a widget; `owner` has the keyboard where the widget is a part of it, such as a row of a list.
    pub fn by_hand(widget: &Response, owner: Id) -> Option<Asked> {
        let at = widget
            .interact_pointer_pos()
            .filter(|_| widget.secondary_clicked())?;
        Some(Asked {
            at,
            owner,
            by_key: false,
        })
    }

    /// By a key, to stand below a widget.
    pub fn below(widget: &Response, owner: Id) -> Asked {
        Asked {
            at: widget.rect.left_bottom(),
            owner,
            by_key: true,
        }
    }
}

/// The menu that is open.
#[derive(Clone, Copy, Debug)]
struct Open {
    id: Id,
    asked: Asked,
    /// The keyboard has been in it.
    entered: bool,
}

fn open_id() -> Id {
    Id::unique("context menu")
}

/// Makes the menu key of Shift+F10. To be called at the begin of each frame, before commands are looked for: F10 alone is
/// one.
pub fn follow_menu_key(ctx: &Context) {
    ctx.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Key {
                key,
                pressed: true,
                modifiers,
                ..
            } = event
                && *key == Key::F10
                && modifiers.shift_only()
            {
                (*key, *modifiers) = (Key::Menu, Modifiers::NONE);
            }
        }
    });
}

/// True where the menu key was pressed in this frame; nobody else hears of it then.
pub fn menu_key(ctx: &Context) -> bool {
    ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Menu))
}

/// True while a menu is open over what has the keyboard: keys are meant for the menu.
pub fn is_open_over(ctx: &Context, owner: Id) -> bool {
    let open: Option<Open> = ctx.data(|data| data.get_temp(open_id()));
    open.is_some_and(|open| open.asked.owner == owner && Popup::is_id_open(ctx, open.id))
}

/// Shows the menu of that name while it is open; `asked` opens it. `layer` is where it belongs.
pub fn context_menu_ui(
    (ctx, layer): (&Context, LayerId),
    id: Id,
    asked: Option<Asked>,
    content: impl FnOnce(&mut Ui),
) {
    if let Some(asked) = asked {
        let entered = false;
        ctx.data_mut(|data| data.insert_temp(open_id(), Open { id, asked, entered }));
        Popup::open_id(ctx, id);
        if asked.by_key {
            lend(ctx, id, asked.owner);
        }
    }
    let open: Option<Open> = ctx.data(|data| data.get_temp(open_id()));
    let Some(mut open) = open.filter(|open| open.id == id && Popup::is_id_open(ctx, id)) else {
        return;
    };
    let menu = Popup::new(id, ctx.clone(), open.asked.at, layer)
        .kind(PopupKind::Menu)
        .layout(Layout::top_down_justified(Align::Min))
        .style(menu_style)
        .anchor_widget(open.asked.owner)
        .open_memory(None);
    let shown = menu.show(|ui| {
        content(ui);
        let (ctx, own) = (ui.ctx(), ui.layer_id());
        if open.asked.by_key
            && !open.entered
            && !ui.is_sizing_pass()
            && let Some(first) = first_in(ctx, own)
        {
            ctx.memory_mut(|memory| memory.request_focus(first));
        }
        focused_in(ctx, own)
    });
    let inside = shown.and_then(|shown| shown.inner);
    if inside.is_some() && !open.entered {
        open.entered = true;
        lend(ctx, id, open.asked.owner);
    }
    let elsewhere = inside.is_none() && ctx.memory(|memory| memory.focused().is_some());
    if open.entered && elsewhere {
        // The keyboard has left it, by the left arrow or by Tab.
        Popup::close_id(ctx, id);
    }
    ctx.data_mut(|data| data.insert_temp(open_id(), open));
}

#[cfg(test)]
mod tests {
    use eframe::egui::RawInput;

    use super::*;

    #[track_caller]
    fn check(key: Key, modifiers: Modifiers, expected: Key) {
        let ctx = Context::default();
        let event = Event::Key {
            key,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        };
        let input = RawInput {
            events: vec![event],
            ..RawInput::default()
        };
        let mut found = None;
        let mut drawn = ctx.run_ui(input, |ui| {
            follow_menu_key(ui.ctx());
            found = found.or(ui.input(|input| {
                input.events.iter().find_map(|event| match event {
                    Event::Key { key, .. } => Some(*key),
                    _ => None,
                })
            }));
        });
        // There is no screen to bring them to.
        drawn.textures_delta.clear();
        assert_eq!(found, Some(expected), "{modifiers:?} {key:?}");
    }

    #[test]
    fn shift_and_f10_are_the_menu_key_and_f10_alone_is_not() {
        check(Key::F10, Modifiers::SHIFT, Key::Menu);
        check(Key::F10, Modifiers::NONE, Key::F10);
        check(Key::F10, Modifiers::SHIFT | Modifiers::COMMAND, Key::F10);
        check(Key::F9, Modifiers::SHIFT, Key::F9);
        check(Key::Menu, Modifiers::NONE, Key::Menu);
    }
}
