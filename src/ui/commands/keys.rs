//! Keys that a user has chosen instead of the usual ones: a table `keys` in `desk.json`, which the help's page of keys
//! writes.
//!
//! `"full_extent": "Ctrl+Home F2"` gives a command other keys, `"legend": ""` takes them away. What is no key, is needed for
//! something else or belongs to another command is refused, and the command keeps its usual keys.

use std::collections::BTreeMap;
use std::sync::Arc;

use eframe::egui::{Context, Id, Key, KeyboardShortcut, Modifiers};

use crate::say;
use crate::words::{Bilingual, Lang};

use super::{Action, Entry, entries};

/// The keys of the commands that have other ones than usual.
type Own = Arc<Vec<(Action, Vec<KeyboardShortcut>)>>;

/// The keys of the commands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Keys {
    own: Own,
}

impl Keys {
    /// From what a user has written, and why some of it is refused.
    pub fn read(written: &BTreeMap<String, String>) -> (Keys, Vec<Bilingual>) {
        let mut own = Vec::new();
        let mut refused = Vec::new();
        for (command, text) in written {
            let entry = entries().find(|entry| entry.key == command);
            match (entry, shortcuts(text)) {
                (None, _) => refused.push(words("no_command", command, text, None)),
                (_, None) => refused.push(words("no_key", command, text, None)),
                (Some(entry), Some(keys)) => own.push((entry, text, keys)),
            }
        }
        // A command that goes back to its usual keys may be in the way of another one, so it is looked for anew.
        while let Some((place, other)) = clash(&own) {
            let (entry, text, _) = own.remove(place);
            refused.push(words("taken", entry.key, text, Some(other)));
        }
        let own = own.into_iter().map(|(entry, _, keys)| (entry.action, keys));
        let keys = Keys {
            own: Arc::new(own.collect()),
        };
        (keys, refused)
    }

    /// Has everything ask for these keys from now on.
    pub fn apply(&self, ctx: &Context) {
        ctx.data_mut(|data| data.insert_temp(id(), Arc::clone(&self.own)));
    }
}

impl Entry {
    /// The key as it is written on this system; empty where there is none.
    pub fn shortcut_text(&self, ctx: &Context) -> String {
        self.keys(ctx)
            .first()
            .map(|shortcut| shown(ctx, shortcut))
            .unwrap_or_default()
    }

    /// The keys that do it now; the first one is shown.
    pub fn keys(&self, ctx: &Context) -> Vec<KeyboardShortcut> {
        let own: Option<Own> = ctx.data(|data| data.get_temp(id()));
        let chosen = own.as_deref().into_iter().flatten();
        let mut chosen = chosen.filter(|(action, _)| *action == self.action);
        chosen
            .next()
            .map_or_else(|| self.shortcuts.to_vec(), |(_, keys)| keys.clone())
    }
}

fn id() -> Id {
    Id::unique("keys of commands")
}

type Chosen<'a> = (&'static Entry, &'a String, Vec<KeyboardShortcut>);

/// The first command whose chosen key another one has, and that other one.
fn clash(own: &[Chosen<'_>]) -> Option<(usize, Action)> {
    let keys_of = |entry: &Entry| -> Vec<KeyboardShortcut> {
        let chosen = own.iter().find(|(other, ..)| other.action == entry.action);
        chosen.map_or_else(|| entry.shortcuts.to_vec(), |(.., keys)| keys.clone())
    };
    own.iter().enumerate().find_map(|(place, (entry, _, keys))| {
        let others = entries().filter(|other| other.action != entry.action);
        let mut has_one = others.filter(|other| keys_of(other).iter().any(|key| keys.contains(key)));
        has_one.next().map(|other| (place, other.action))
    })
}

/// Keys with blanks between them; `None` where one of them is none, or is needed for something else.
fn shortcuts(text: &str) -> Option<Vec<KeyboardShortcut>> {
    let keys = text.split_whitespace().map(shortcut);
    keys.collect()
}

fn shortcut(text: &str) -> Option<KeyboardShortcut> {
    let (names, key) = match text.strip_suffix("++") {
        Some(names) => (names, "+"),
        None => text.rsplit_once('+').unwrap_or(("", text)),
    };
    let mut modifiers = Modifiers::NONE;
    for name in names.split('+').filter(|name| !name.is_empty()) {
        modifiers |= match name.to_lowercase().as_str() {
            "ctrl" | "cmd" | "command" => Modifiers::COMMAND,
            "alt" | "option" => Modifiers::ALT,
            "shift" => Modifiers::SHIFT,
            _ => return None,
        };
    }
    let key = Key::from_name(key)?;
    let shortcut = KeyboardShortcut::new(modifiers, key);
    (!is_needed(&shortcut)).then_some(shortcut)
}

/// As people read it on this system: brackets and the like by their sign, and not by their name.
pub fn shown(ctx: &Context, shortcut: &KeyboardShortcut) -> String {
    let text = ctx.format_shortcut(shortcut);
    let key = shortcut.logical_key;
    let is_arrow = matches!(
        key,
        Key::ArrowDown | Key::ArrowLeft | Key::ArrowRight | Key::ArrowUp
    );
    match text.strip_suffix(key.name()) {
        Some(held) if !is_arrow => format!("{held}{}", key.symbol_or_name()),
        _ => text,
    }
}

/// As it is written in the table of keys, such as `Ctrl+Shift+L`.
pub fn written(shortcut: &KeyboardShortcut) -> String {
    let keys = shortcut.modifiers;
    let held = [
        (keys.command, "Ctrl+"),
        (keys.alt, "Alt+"),
        (keys.shift, "Shift+"),
    ];
    let held: String = held.iter().filter(|(on, _)| *on).map(|(_, name)| *name).collect();
    held + shortcut.logical_key.name()
}

/// True for keys that lists, fields and the map have for themselves.
fn is_needed(shortcut: &KeyboardShortcut) -> bool {
    let plain = [
        Key::ArrowDown,
        Key::ArrowLeft,
        Key::ArrowRight,
        Key::ArrowUp,
        Key::Backspace,
        Key::Delete,
        Key::End,
        Key::Enter,
        Key::Escape,
        Key::Home,
        Key::PageDown,
        Key::PageUp,
        Key::Space,
        Key::Tab,
    ];
    let editing = [Key::A, Key::C, Key::V, Key::X];
    let keys = shortcut.modifiers;
    if keys.command || keys.alt {
        keys == Modifiers::COMMAND && editing.contains(&shortcut.logical_key)
    } else {
        let is_menu = shortcut.logical_key == Key::Menu || (keys.shift && shortcut.logical_key == Key::F10);
        is_menu || plain.contains(&shortcut.logical_key)
    }
}

/// Why a key is refused.
fn words(why: &str, command: &str, keys: &str, other: Option<Action>) -> Bilingual {
    let say = |lang: Lang| {
        let other = other.map_or_else(String::new, |other| other.entry().label(lang));
        say!(
            lang,
            &format!("areas.keys.{why}"),
            command = command,
            keys = keys,
            other = other
        )
    };
    Bilingual {
        zh: say(Lang::Zh),
        en: say(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &[(&str, &str)]) -> (Context, Vec<String>) {
        let written = written.iter().map(|(command, keys)| {
            let pair: (String, String) = ((*command).into(), (*keys).into());
            pair
        });
        let (keys, refused) = Keys::read(&written.collect());
        let ctx = Context::default();
        keys.apply(&ctx);
        (ctx, refused.into_iter().map(|words| words.en).collect())
    }

    #[track_caller]
    fn check(written: &[(&str, &str)], action: Action, expected: &[&str], refused: usize) {
        let (ctx, told) = read(written);
        let keys = action.entry().keys(&ctx);
        let keys: Vec<String> = keys.iter().map(|key| ctx.format_shortcut(key)).collect();
        assert_eq!(keys, expected, "{told:?}");
        assert_eq!(told.len(), refused, "{told:?}");
    }

    #[test]
    fn keys_are_changed_and_taken_away() {
        check(&[], Action::Legend, &["K"], 0);
        check(
            &[("legend", "Ctrl+Shift+L F2")],
            Action::Legend,
            &["Ctrl+Shift+L", "F2"],
            0,
        );
        check(&[("legend", "")], Action::Legend, &[], 0);
        check(&[("legend", "ctrl++")], Action::Legend, &["K"], 1);
        check(&[("legend", "G"), ("graticule", "K")], Action::Legend, &["G"], 0);
        check(&[("legend", "alt+home")], Action::Legend, &["K"], 1);
        check(&[("legend", "Alt+Home")], Action::Legend, &["Alt+Home"], 0);
    }

    #[test]
    fn signs_are_shown_as_signs() {
        let ctx = Context::default();
        let check = |modifiers, key, expected: &str| {
            let found = shown(&ctx, &KeyboardShortcut::new(modifiers, key));
            assert_eq!(found, expected);
        };
        check(Modifiers::NONE, Key::OpenBracket, "[");
        check(Modifiers::NONE, Key::CloseBracket, "]");
        check(Modifiers::NONE, Key::Backslash, "\\");
        check(Modifiers::COMMAND, Key::Plus, "Ctrl++");
        check(Modifiers::ALT, Key::ArrowDown, "Alt+Down");
        check(Modifiers::NONE, Key::F4, "F4");
    }

    #[test]
    fn what_is_written_is_read_back() {
        for key in Key::ALL {
            for modifiers in [
                Modifiers::NONE,
                Modifiers::COMMAND,
                Modifiers::ALT | Modifiers::SHIFT,
            ] {
                let key = KeyboardShortcut::new(modifiers, *key);
                if !is_needed(&key) {
                    assert_eq!(shortcut(&written(&key)), Some(key), "{}", written(&key));
                }
            }
        }
    }

    #[test]
    fn what_is_taken_needed_or_nothing_is_refused() {
        // The graticule has G.
        check(&[("legend", "G")], Action::Legend, &["K"], 1);
        // It goes back to G, so the legend cannot have that either.
        check(&[("graticule", "F5"), ("legend", "G")], Action::Legend, &["K"], 2);
        check(&[("legend", "Escape")], Action::Legend, &["K"], 1);
        check(&[("legend", "Ctrl+C")], Action::Legend, &["K"], 1);
        check(&[("legend", "Shift+F10")], Action::Legend, &["K"], 1);
        check(&[("legend", "Hyper+L")], Action::Legend, &["K"], 1);
        check(&[("hologram", "F2")], Action::Legend, &["K"], 1);
        let (_, told) = read(&[("legend", "G")]);
        assert!(
            told[0].contains("Graticule") || told[0].contains("graticule"),
            "{told:?}"
        );
    }
}
