//! While an input method composes, keys are parts of characters: they are no commands, and end no field.

use eframe::egui::{Context, Event, Id, ImeEvent, RawInput};

fn id() -> Id {
    Id::unique("input method composes")
}

/// Takes the keys away that were pressed while an input method composes, to the frame that ends it; systems differ in
/// whether they report them. What is composed goes to the field that has the focus. To be called at the begin of each frame,
/// before keys are looked at.
pub fn keep_keys_from_composing(ctx: &Context) {
    let before = ctx.data(|data| data.get_temp(id())).unwrap_or(false) && ctx.text_edit_focused();
    let composes = ctx.input_mut(|input| without_keys(before, &mut input.events));
    ctx.data_mut(|data| data.insert_temp(id(), composes));
}

/// The same for what has just come from the system: Tab and Escape would take the focus away from the field.
pub fn keep_focus_from_composing(ctx: &Context, input: &mut RawInput) {
    let before = ctx.data(|data| data.get_temp(id())).unwrap_or(false) && ctx.text_edit_focused();
    without_keys(before, &mut input.events);
}

/// Takes keys away where an input method composes, at the begin or within these events; true where it still does.
fn without_keys(before: bool, events: &mut Vec<Event>) -> bool {
    let mut composes = before;
    let mut in_this_frame = before;
    for event in &*events {
        composes = after(composes, event);
        in_this_frame |= composes;
    }
    if in_this_frame {
        events.retain(|event| !matches!(event, Event::Key { .. }));
    }
    composes
}

fn after(composes: bool, event: &Event) -> bool {
    match event {
        Event::Ime(ImeEvent::Preedit { text, .. }) => !text.is_empty(),
        Event::Ime(ImeEvent::Commit(_)) | Event::WindowFocused(false) => false,
        _ => composes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{Key, Modifiers};

    #[track_caller]
    fn check(before: bool, mut events: Vec<Event>, keys_left: usize, composes: bool) {
        let found = without_keys(before, &mut events);
        let keys = events.iter().filter(|event| matches!(event, Event::Key { .. }));
        assert_eq!((keys.count(), found), (keys_left, composes));
    }

    #[test]
    fn keys_are_taken_away_while_an_input_method_composes() {
        let key = || Event::Key {
            key: Key::Enter,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::NONE,
        };
        let preedit = |text: &str| {
            Event::Ime(ImeEvent::Preedit {
                text: text.into(),
                active_range_chars: None,
            })
        };
        let commit = || Event::Ime(ImeEvent::Commit("你".into()));
        check(false, vec![key()], 1, false);
        check(false, vec![preedit("n"), key()], 0, true);
        check(true, vec![key()], 0, true);
        // The key that ends it is a part of it.
        check(true, vec![commit(), key()], 0, false);
        check(true, vec![preedit(""), commit()], 0, false);
        check(false, vec![commit(), key()], 1, false);
        check(true, vec![Event::WindowFocused(false)], 0, false);
    }
}
