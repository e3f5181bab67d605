//! Places with names: where one comes back to. They are part of the workspace.

use eframe::egui::{Button, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons as icon;

use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;
use crate::model::workspace::Workspace;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{empty_ui, icon_button_ui, right_ui};

/// A name for what is seen now; and all places, of which a click shows one.
pub fn bookmarks_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    let bookmarks = &workspace.bookmarks;
    ui.horizontal(|ui| {
        let add = icon_button_ui(
            ui,
            icon::ICON_BOOKMARK_ADD,
            &say!(lang, "desk.bookmarks.add"),
            false,
        );
        let export = say!(lang, "desk.bookmarks.export");
        let export = ui.add_enabled_ui(!bookmarks.is_empty(), |ui| {
            icon_button_ui(ui, icon::ICON_FILE_EXPORT, &export, false)
        });
        if export.inner.clicked() {
            view.asked = Some(Ask::BookmarksFile);
        }
        let hint = say!(lang, "desk.bookmarks.name");
        let field = TextEdit::singleline(&mut view.desk.bookmark_draft);
        ui.add(field.hint_text(hint).desired_width(f32::INFINITY));
        if add.clicked() {
            wishes.extend(add_here(view, workspace));
        }
    });
    if bookmarks.is_empty() {
        return empty_ui(ui, &say!(lang, "desk.bookmarks.none"));
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Bookmarks);
        for (place, bookmark) in bookmarks.iter().enumerate() {
            ui.horizontal(|ui| {
                right_ui(ui, |ui| {
                    let label = say!(lang, "desk.bookmarks.remove", name = bookmark.name);
                    if icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked() {
                        let mut rest = Vec::clone(bookmarks);
                        rest.remove(place);
                        wishes.push(Command::Edit(Edit::SetBookmarks(rest)));
                    }
                    let button = Button::new(RichText::new(&bookmark.name)).frame(false).truncate();
                    let button = ui.add(button);
                    if button.on_hover_text(say!(lang, "desk.bookmarks.tip")).clicked() {
                        view.map.fit_turned(bookmark.extent, bookmark.turn);
                    }
                    ui.label(icon::ICON_BOOKMARK.rich_text().color(Palette::here(ui).faint));
                });
            });
        }
        keep_in_sight(ui);
    });
}

/// Gives what is seen now a name: what was typed, else a number.
pub fn add_here(view: &mut ViewState, workspace: &Workspace) -> Option<Command> {
    let (map, rect) = view.map.view().zip(view.map_rect)?;
    let turn = map.turn();
    let extent = map.with_turn(Turn::NONE).on(rect).extent();
    let typed = std::mem::take(&mut view.desk.bookmark_draft);
    let mut bookmarks = Vec::clone(&workspace.bookmarks);
    let name = match typed.trim() {
        "" => say!(view.lang, "desk.bookmarks.numbered", number = bookmarks.len() + 1),
        typed => typed.to_owned(),
    };
    bookmarks.push(Bookmark { name, extent, turn });
    Some(Command::Edit(Edit::SetBookmarks(bookmarks)))
}
