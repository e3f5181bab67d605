//! From pane to pane by a key.

use eframe::egui::Context;

use super::pane::Pane;
use super::shape::{Shape, Tabs};

/// The panes that are seen, in the order of the layout.
pub fn fronts(shape: &Shape) -> Vec<Pane> {
    shape.groups().into_iter().filter_map(Tabs::seen).collect()
}

/// Takes the keyboard so many panes further; after the last one comes the first.
pub fn walk(ctx: &Context, shape: &Shape, by: isize) {
    let fronts = fronts(shape);
    let next = next(&fronts, here(ctx, &fronts), by);
    if let Some(pane) = next.and_then(|place| fronts.get(place)) {
        ctx.memory_mut(|memory| memory.request_focus(pane.focus_id()));
        ctx.request_repaint();
    }
}

/// The pane that has the keyboard, itself or in one of its fields. Not told in the frame of a click: whoever asks the library
/// for a widget beside which was clicked takes the keyboard from it, even if the click has just given it that.
pub fn pane_with_keys(ctx: &Context, shape: &Shape) -> Option<Pane> {
    if ctx.input(|input| input.pointer.any_click() || input.pointer.any_pressed()) {
        return None;
    }
    let fronts = fronts(shape);
    here(ctx, &fronts).and_then(|place| fronts.get(place).copied())
}

/// The place of the pane that has the keyboard, itself or in one of its fields.
fn here(ctx: &Context, fronts: &[Pane]) -> Option<usize> {
    let focused = ctx.memory(|memory| memory.focused())?;
    let own = fronts.iter().position(|pane| pane.focus_id() == focused);
    let at = ctx.read_response(focused)?.rect.center();
    let holds = |pane: &Pane| {
        let area = ctx.read_response(pane.focus_id());
        area.is_some_and(|area| area.rect.contains(at))
    };
    own.or_else(|| fronts.iter().position(holds))
}

fn next(fronts: &[Pane], here: Option<usize>, by: isize) -> Option<usize> {
    let count = fronts.len() as isize;
    let place = match here {
        _ if count == 0 => return None,
        Some(here) => (here as isize + by).rem_euclid(count),
        None if by > 0 => 0,
        None => count - 1,
    };
    usize::try_from(place).ok()
}

#[cfg(test)]
mod tests {
    use super::super::preset::Preset;
    use super::*;

    #[test]
    fn the_way_leads_through_all_panes_that_are_seen_and_round() {
        let fronts = fronts(&Preset::default().shape());
        assert!(fronts.contains(&Pane::Map) && fronts.contains(&Pane::Layers));
        let last = fronts.len() - 1;
        assert_eq!(next(&fronts, None, 1), Some(0));
        assert_eq!(next(&fronts, None, -1), Some(last));
        assert_eq!(next(&fronts, Some(last), 1), Some(0));
        assert_eq!(next(&fronts, Some(0), -1), Some(last));
        assert_eq!(next(&[], None, 1), None);
    }
}
