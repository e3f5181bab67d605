//! The keyboard in a pane that has it: arrows walk the rows, or scroll what has none; Tab leads into its fields.

use eframe::egui::{EventFilter, Key, Ui, vec2};

use super::context_menu::is_open_over;
use super::dock::pane::Pane;

/// So far an arrow scrolls, in pixels.
const STEP_PX: f32 = 60.0;

/// The rows of a pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How many there are.
    pub count: usize,
    /// The one where the keyboard is.
    pub at: Option<usize>,
    /// So many are in sight.
    pub in_sight: usize,
}

impl Rows {
    /// The row that a key leads to; from none, the first or the last one.
    pub fn after(self, key: Key) -> Option<usize> {
        let last = self.count.checked_sub(1)?;
        let from = self.at.unwrap_or(0);
        let place = match key {
            Key::ArrowDown => self.at.map_or(0, |at| at.saturating_add(1)),
            Key::ArrowUp => self.at.map_or(last, |at| at.saturating_sub(1)),
            Key::PageDown => from.saturating_add(self.in_sight.max(1)),
            Key::PageUp => from.saturating_sub(self.in_sight.max(1)),
            Key::Home => 0,
            Key::End => last,
            _ => return None,
        };
        Some(place.min(last))
    }

    /// The row that was walked to in this frame.
    pub fn walked(self, ui: &Ui) -> Option<usize> {
        const KEYS: [Key; 6] = [
            Key::ArrowDown,
            Key::ArrowUp,
            Key::PageDown,
            Key::PageUp,
            Key::Home,
            Key::End,
        ];
        let pressed = ui.input(|input| KEYS.into_iter().find(|key| input.key_pressed(*key)));
        pressed.and_then(|key| self.after(key))
    }
}

/// True while the keyboard is in the pane itself, and in none of its fields. Arrows are kept for it then, Escape too where it
/// is asked for; Tab leads on.
pub fn has_keys(ui: &Ui, pane: Pane, escape: bool) -> bool {
    let id = pane.focus_id();
    let has = ui.memory(|memory| memory.has_focus(id));
    // Over an open menu arrows lead into it, and nothing else is meant for the pane.
    let is_free = !is_open_over(ui.ctx(), id);
    if has {
        let filter = EventFilter {
            horizontal_arrows: is_free,
            vertical_arrows: is_free,
            escape: escape || !is_free,
            tab: false,
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    }
    has && is_free
}

/// Scrolls by the keys of a pane without rows; to be called within what scrolls.
pub fn scroll_by_keys(ui: &Ui, pane: Pane) {
    if !has_keys(ui, pane, false) {
        return;
    }
    let page_px = ui.clip_rect().height() - STEP_PX;
    let scrolled = ui.input(|input| {
        let presses = |key: Key| input.num_presses(key) as f32;
        let steps = presses(Key::ArrowUp) - presses(Key::ArrowDown);
        let pages = presses(Key::PageUp) - presses(Key::PageDown);
        let ends = presses(Key::Home) - presses(Key::End);
        let sideways = presses(Key::ArrowLeft) - presses(Key::ArrowRight);
        let down_px = STEP_PX * steps + page_px * pages + 1e5 * ends;
        vec2(STEP_PX * sideways, down_px)
    });
    if scrolled != vec2(0.0, 0.0) {
        ui.scroll_with_delta(scrolled);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check((count, at): (usize, Option<usize>), key: Key, expected: Option<usize>) {
        let rows = Rows {
            count,
            at,
            in_sight: 10,
        };
        assert_eq!(rows.after(key), expected, "{key:?} from {at:?} of {count}");
    }

    #[test]
    fn keys_lead_through_rows_and_stop_at_the_ends() {
        check((0, None), Key::ArrowDown, None);
        check((3, None), Key::ArrowDown, Some(0));
        check((3, None), Key::ArrowUp, Some(2));
        check((3, Some(1)), Key::ArrowDown, Some(2));
        check((3, Some(2)), Key::ArrowDown, Some(2));
        check((3, Some(0)), Key::ArrowUp, Some(0));
        check((30, Some(5)), Key::PageDown, Some(15));
        check((30, Some(5)), Key::PageUp, Some(0));
        check((30, Some(5)), Key::End, Some(29));
        check((30, Some(5)), Key::Home, Some(0));
        check((30, Some(5)), Key::Enter, None);
    }
}
