//! Places with names: where one comes back to.

use eframe::egui::{Button, RichText, ScrollArea, TextEdit, Ui};
use egui_material_icons::icons as icon;

use crate::geom::turn::Turn;
use crate::say;
use crate::session::Session;

use super::super::memory::session_file::Bookmark;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{empty_ui, icon_button_ui, right_ui};

/// A name for what is seen now; and all places, of which a click shows one.
pub fn bookmarks_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    let here = workspace.crs.code();
    ui.horizontal(|ui| {
        let add = icon_button_ui(
            ui,
            icon::ICON_BOOKMARK_ADD,
            &say!(lang, "desk.bookmarks.add"),
            false,
        );
        let export = say!(lang, "desk.bookmarks.export");
        let any = view.desk.bookmarks.iter().any(|bookmark| bookmark.crs == here);
        let export = ui.add_enabled_ui(any, |ui| {
            icon_button_ui(ui, icon::ICON_FILE_EXPORT, &export, false)
        });
        if export.inner.clicked() {
            view.asked = Some(Ask::BookmarksFile);
        }
        let hint = say!(lang, "desk.bookmarks.name");
        let field = TextEdit::singleline(&mut view.desk.bookmark_draft);
        ui.add(field.hint_text(hint).desired_width(f32::INFINITY));
        if add.clicked() {
            add_here(view, here);
        }
    });
    if view.desk.bookmarks.is_empty() {
        return empty_ui(ui, &say!(lang, "desk.bookmarks.none"));
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let mut gone = None;
        for (place, bookmark) in view.desk.bookmarks.iter().enumerate() {
            ui.horizontal(|ui| {
                right_ui(ui, |ui| {
                    let label = say!(lang, "desk.bookmarks.remove", name = bookmark.name);
                    if icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked() {
                        gone = Some(place);
                    }
                    // A place in another plane is nowhere here.
                    let button = Button::new(RichText::new(&bookmark.name)).frame(false).truncate();
                    let button = ui.add_enabled(bookmark.crs == here, button);
                    if button.on_hover_text(say!(lang, "desk.bookmarks.tip")).clicked() {
                        view.map.fit_turned(bookmark.extent, bookmark.turn);
                    }
                    ui.label(icon::ICON_BOOKMARK.rich_text().color(Palette::here(ui).faint));
                });
            });
        }
        if let Some(place) = gone {
            view.desk.bookmarks.remove(place);
        }
    });
}

/// Gives what is seen now a name: what was typed, else a number.
pub fn add_here(view: &mut ViewState, crs: &str) {
    let Some((map, rect)) = view.map.view().zip(view.map_rect) else {
        return;
    };
    let turn = map.turn();
    let extent = map.with_turn(Turn::NONE).on(rect).extent();
    let typed = std::mem::take(&mut view.desk.bookmark_draft);
    let number = view.desk.bookmarks.len() + 1;
    let name = match typed.trim() {
        "" => say!(view.lang, "desk.bookmarks.numbered", number = number),
        typed => typed.to_owned(),
    };
    let crs = crs.to_owned();
    view.desk.bookmarks.push(Bookmark {
        name,
        crs,
        extent,
        turn,
    });
}
