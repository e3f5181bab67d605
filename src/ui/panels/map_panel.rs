//! The map in the middle of the window.

use eframe::egui::Ui;

use crate::model::feature::FeatureRef;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::map::canvas::map_ui;
use super::super::map::input::{MapInput, MapWish, SelectHow};
use super::super::view_state::ViewState;
use super::super::widgets::empty_ui;

/// The map of the open workspace.
pub fn map_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(view.lang, "ui.nothing_open"));
    };
    let selection = session.selection();
    let input = MapInput {
        workspace,
        screening: session.screening(),
        outdated: session.outdated(),
        hidden: &view.hidden,
        opacity: &view.opacity,
        selected: &selection.features,
        selected_finding: selection.finding,
        lang: view.lang,
        dark: ui.visuals().dark_mode,
    };
    let mut map_wishes = Vec::new();
    let response = map_ui(ui, &input, &mut view.map, &mut map_wishes);
    view.map_rect = Some(response.rect);
    for wish in map_wishes {
        match wish {
            MapWish::Select {
                features,
                finding,
                how,
            } => {
                wishes.push(Command::Select {
                    features: chosen(&selection.features, features, how),
                    finding,
                });
            }
            MapWish::Hover(feature) => wishes.push(Command::Hover(feature)),
            MapWish::Copy(text) => ui.ctx().copy_text(text),
        }
    }
}

fn chosen(before: &[FeatureRef], hit: Vec<FeatureRef>, how: SelectHow) -> Vec<FeatureRef> {
    match how {
        SelectHow::Replace => hit,
        SelectHow::Remove => before
            .iter()
            .filter(|name| !hit.contains(name))
            .cloned()
            .collect(),
        SelectHow::Add => {
            let new = hit.into_iter().filter(|name| !before.contains(name));
            before.iter().cloned().chain(new).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(how: SelectHow, expected: &[&str]) {
        let name = |id: &&str| FeatureRef {
            layer: "l".into(),
            id: (*id).into(),
        };
        let names = |ids: &[&str]| ids.iter().map(name).collect::<Vec<_>>();
        assert_eq!(
            chosen(&names(&["a", "b"]), names(&["b", "c"]), how),
            names(expected)
        );
    }

    #[test]
    fn a_click_replaces_joins_or_leaves() {
        check(SelectHow::Replace, &["b", "c"]);
        check(SelectHow::Add, &["a", "b", "c"]);
        check(SelectHow::Remove, &["a"]);
    }
}
