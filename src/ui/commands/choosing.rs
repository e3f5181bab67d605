//! Choosing the keys of a command: the next ones pressed are its own, unless something else needs them.

use std::collections::BTreeMap;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Modifiers};

use crate::words::Bilingual;

use super::super::view_state::{ViewState, Window};
use super::super::windows::help_view::Topic;
use super::entries;
use super::keys::{Keys, written};

/// Takes what is pressed for the command that waits for its keys, before any command or field has it: Escape leaves its
/// keys as they were, Backspace takes them away. To be called at the begin of each frame.
pub fn take_chosen(ctx: &Context, view: &mut ViewState) {
    let Some(choosing) = &mut view.help.choosing else {
        return;
    };
    if view.window != Some(Window::Help) || view.help.topic != Topic::Keys {
        view.help.choosing = None;
        return;
    }
    let Some((modifiers, key)) = take_pressed(ctx) else {
        return;
    };
    let plain = modifiers == Modifiers::NONE;
    let text = match key {
        Key::Escape if plain => None,
        Key::Backspace | Key::Delete if plain => Some(String::new()),
        _ => Some(written(&KeyboardShortcut::new(modifiers, key))),
    };
    let chosen = text.map(|text| with(&view.own_keys, choosing.command, text));
    match chosen {
        Some(Err(refused)) => choosing.refused = Some(refused),
        Some(Ok(own_keys)) => {
            view.own_keys = own_keys;
            view.help.choosing = None;
        }
        None => view.help.choosing = None,
    }
}

/// The keys that users have chosen, with others for one command. As an error, why it cannot have them.
fn with(
    own: &BTreeMap<String, String>,
    command: &str,
    text: String,
) -> Result<BTreeMap<String, String>, Bilingual> {
    let entry = entries().find(|entry| entry.key == command);
    let usual = entry.map_or(&[][..], |entry| entry.shortcuts);
    let usual: Vec<String> = usual.iter().map(written).collect();
    let mut changed = own.clone();
    match usual.join(" ") == text {
        true => changed.remove(command),
        false => changed.insert(command.to_owned(), text),
    };
    let [(_, before), (_, after)] = [own, &changed].map(Keys::read);
    match after.into_iter().find(|refused| !before.contains(refused)) {
        Some(refused) => Err(refused),
        None => Ok(changed),
    }
}

/// The first key that was pressed. Nothing else hears of what was typed with it.
fn take_pressed(ctx: &Context) -> Option<(Modifiers, Key)> {
    ctx.input_mut(|input| {
        let pressed = input.events.iter().find_map(|event| match event {
            Event::Key {
                key,
                pressed: true,
                repeat: false,
                modifiers,
                ..
            } => Some((chosen_modifiers(*modifiers), *key)),
            // What some systems send for these keys instead.
            Event::Copy => Some((Modifiers::COMMAND, Key::C)),
            Event::Cut => Some((Modifiers::COMMAND, Key::X)),
            Event::Paste(_) => Some((Modifiers::COMMAND, Key::V)),
            _ => None,
        });
        let is_typed = |event: &Event| {
            matches!(
                event,
                Event::Key { .. } | Event::Text(_) | Event::Copy | Event::Cut | Event::Paste(_)
            )
        };
        input.events.retain(|event| !is_typed(event));
        pressed
    })
}

/// Those that keys are written with.
fn chosen_modifiers(pressed: Modifiers) -> Modifiers {
    Modifiers {
        alt: pressed.alt,
        shift: pressed.shift,
        command: pressed.command,
        ..Modifiers::NONE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is kept after keys for a command are asked for; an error is that they are refused.
    #[track_caller]
    fn check(own: &[(&str, &str)], (command, text): (&str, &str), expected: Result<&[(&str, &str)], ()>) {
        let map = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
            let owned = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
            owned.collect()
        };
        let found = with(&map(own), command, text.to_owned()).map_err(|_| ());
        assert_eq!(found, expected.map(map));
    }

    #[test]
    fn keys_are_changed_taken_away_and_given_back() {
        check(&[], ("legend", "Ctrl+Shift+L"), Ok(&[("legend", "Ctrl+Shift+L")]));
        check(&[], ("legend", ""), Ok(&[("legend", "")]));
        check(&[("legend", "F2")], ("legend", "K"), Ok(&[]));
        // Free once the other command has given them up.
        check(
            &[("graticule", "F2")],
            ("legend", "G"),
            Ok(&[("graticule", "F2"), ("legend", "G")]),
        );
    }

    #[test]
    fn what_another_needs_is_refused() {
        check(&[], ("legend", "G"), Err(()));
        check(&[], ("legend", "Enter"), Err(()));
        check(&[], ("legend", "Ctrl+C"), Err(()));
        // An old fault elsewhere is no hindrance.
        check(
            &[("hologram", "F2")],
            ("legend", "Ctrl+Shift+L"),
            Ok(&[("hologram", "F2"), ("legend", "Ctrl+Shift+L")]),
        );
    }
}
