//! Where the keyboard is while a window is in front of everything, and where it goes back to afterwards.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{Context, Id, Key, LayerId, Response, TextEdit};

use super::menu_focus::home;

/// The first thing of a window to have the keyboard: it has it as soon as the window is there, and once. True in that frame.
pub fn focus_first(widget: &Response) -> bool {
    let ctx = &widget.ctx;
    let layer = ctx.data(|data| data.get_temp::<LayerId>(entered()));
    let is_new = layer != Some(widget.layer_id);
    if is_new {
        ctx.data_mut(|data| data.insert_temp(entered(), widget.layer_id));
        widget.request_focus();
    }
    is_new
}

/// The field of a path, which is the first thing of its window to have the keyboard: what is proposed is selected, so that it
/// is typed over. True where Enter confirms it.
pub fn path_first(field: &Response, path: &str) -> bool {
    if focus_first(field)
        && let Some(mut state) = TextEdit::load_state(&field.ctx, field.id)
    {
        let end = CCursor::new(path.chars().count());
        let whole = CCursorRange::two(CCursor::default(), end);
        state.cursor.set_char_range(Some(whole));
        state.store(&field.ctx, field.id);
    }
    field.lost_focus() && field.ctx.input(|input| input.key_pressed(Key::Enter))
}

/// The window that [`focus_first`] has led into.
fn entered() -> Id {
    Id::unique("window with the keyboard")
}

/// Remembers what has the keyboard while no window is open, and gives it back.
pub fn keep_focus(ctx: &Context, is_open: bool) {
    let id = Id::unique("keyboard before a window");
    if !is_open {
        ctx.data_mut(|data| data.remove::<LayerId>(entered()));
    }
    let was_open = id.with("open");
    let before: bool = ctx.data(|data| data.get_temp(was_open)).unwrap_or(false);
    // What opens a window from a menu comes back to what had the keyboard before the menu.
    let focused = home(ctx).or_else(|| ctx.memory(|memory| memory.focused()));
    if is_open != before {
        ctx.data_mut(|data| data.insert_temp(was_open, is_open));
    }
    match (before, is_open) {
        (false, false) => {
            ctx.data_mut(|data| data.insert_temp(id, focused));
        }
        (true, false) => {
            let kept: Option<Id> = ctx.data(|data| data.get_temp(id)).flatten();
            if let Some(kept) = kept {
                ctx.memory_mut(|memory| memory.request_focus(kept));
            }
        }
        (_, true) => {}
    }
}
