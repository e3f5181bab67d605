//! Files opened lately.

use std::path::PathBuf;

use eframe::egui::{Button, Ui};

use crate::say;

use super::super::view_state::ViewState;

/// Longest path that is written out, in characters; the beginning of a longer one is left out.
const MOST_CHARS: usize = 64;

/// A button for each; gives the one that was clicked. Those that are gone are pale.
pub fn recent_ui(ui: &mut Ui, view: &ViewState) -> Option<PathBuf> {
    let mut chosen = None;
    for (path, there) in &view.desk.recent {
        let text = path.display().to_string();
        let button = Button::new(shortened(&text)).frame(false);
        let button = ui.add_enabled(*there, button).on_hover_text(&text);
        let button = button.on_disabled_hover_text(say!(view.lang, "desk.recent.gone", path = text));
        if button.clicked() {
            chosen = Some(path.clone());
        }
    }
    chosen
}

fn shortened(path: &str) -> String {
    let count = path.chars().count();
    match count > MOST_CHARS {
        true => format!("…{}", path.chars().skip(count - MOST_CHARS).collect::<String>()),
        false => path.to_owned(),
    }
}
