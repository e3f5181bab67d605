//! Places with names: where one comes back to. They are part of the workspace.

use eframe::egui::text::{CCursor, CCursorRange};
use eframe::egui::{Align, Button, Key, Layout, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};
use egui_material_icons::icons as icon;

use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;
use crate::model::workspace::Workspace;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::words::Lang;

use super::super::context_menu::{Asked, context_menu_ui};
use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::memory::desk_view::Renaming;
use super::super::pane_keys::scroll_by_keys;
use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
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
            view.window = Some(Window::PathOf(Ask::BookmarksFile));
        }
        let hint = say!(lang, "desk.bookmarks.name");
        let field = TextEdit::singleline(&mut view.desk.bookmark_draft);
        let field = ui.add(field.hint_text(&hint).desired_width(f32::INFINITY));
        field.widget_info(|| named_field(&hint, &view.desk.bookmark_draft));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let is_named = !view.desk.bookmark_draft.trim().is_empty();
        if add.clicked() || (entered && is_named) {
            wishes.extend(add_here(view, workspace));
        }
    });
    if bookmarks.is_empty() {
        return empty_ui(ui, &say!(lang, "desk.bookmarks.none"));
    }
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        scroll_by_keys(ui, Pane::Bookmarks);
        for place in 0..bookmarks.len() {
            bookmark_ui(ui, (bookmarks, place), view, wishes);
        }
        keep_in_sight(ui);
    });
}

/// A place in the list of all: a click goes there, a double click or the menu calls it otherwise.
fn bookmark_ui(
    ui: &mut Ui,
    (bookmarks, place): (&Vec<Bookmark>, usize),
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let Some(bookmark) = bookmarks.get(place) else {
        return;
    };
    let renaming = view.desk.bookmark_renaming.as_mut();
    if let Some(renaming) = renaming.filter(|renaming| renaming.place == place) {
        if let Some(name) = rename_ui(ui, renaming, lang) {
            view.desk.bookmark_renaming = None;
            wishes.extend(renamed(bookmarks, place, &name));
        }
        return;
    }
    let mut is_removed = false;
    ui.horizontal(|ui| {
        right_ui(ui, |ui| {
            let label = say!(lang, "desk.bookmarks.remove", name = bookmark.name);
            is_removed |= icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked();
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(icon::ICON_BOOKMARK.rich_text().color(Palette::here(ui).faint));
                is_removed |= name_ui(ui, (bookmark, place), &label, view);
            });
        });
    });
    if is_removed {
        let mut rest = Vec::clone(bookmarks);
        rest.remove(place);
        wishes.push(Command::Edit(Edit::SetBookmarks(rest)));
    }
}

/// The name of a place, with its menu; true where the menu takes the place away.
fn name_ui(ui: &mut Ui, (bookmark, place): (&Bookmark, usize), remove: &str, view: &mut ViewState) -> bool {
    let lang = view.lang;
    let mut is_removed = false;
    let button = Button::new(RichText::new(&bookmark.name)).frame(false).truncate();
    let button = ui.add(button);
    let mut is_renamed = button.double_clicked();
    let menu = button.id.with("menu");
    let asked = Asked::of(ui.ctx(), &button);
    context_menu_ui((ui.ctx(), ui.layer_id()), menu, asked, |ui| {
        if ui.button(say!(lang, "desk.tree.rename")).clicked() {
            is_renamed = true;
            ui.close();
        }
        if ui.button(remove).clicked() {
            is_removed = true;
            ui.close();
        }
    });
    if is_renamed {
        view.desk.bookmark_renaming = Some(Renaming {
            place,
            name: bookmark.name.clone(),
            begun: false,
        });
    }
    if button.on_hover_text(say!(lang, "desk.bookmarks.tip")).clicked() {
        view.map.fit_turned(bookmark.extent, bookmark.turn);
    }
    is_removed
}

/// The field for another name; gives it once it is confirmed, and an empty one where it is given up.
fn rename_ui(ui: &mut Ui, renaming: &mut Renaming, lang: Lang) -> Option<String> {
    let field = TextEdit::singleline(&mut renaming.name).desired_width(f32::INFINITY);
    let mut shown = field.show(ui);
    let field = shown.response.response;
    let label = say!(lang, "desk.tree.rename");
    field.widget_info(|| named_field(&label, &renaming.name));
    if !renaming.begun {
        field.request_focus();
        field.scroll_to_me(None);
        let end = CCursor::new(renaming.name.chars().count());
        let whole = CCursorRange::two(CCursor::default(), end);
        shown.state.cursor.set_char_range(Some(whole));
        shown.state.store(ui.ctx(), field.id);
        renaming.begun = field.has_focus();
        return None;
    }
    // Where something else has taken the place of the field meanwhile, nothing was confirmed.
    let is_given_up = !field.lost_focus() || ui.input(|input| input.key_pressed(Key::Escape));
    (!field.has_focus()).then(|| match is_given_up {
        true => String::new(),
        false => renaming.name.trim().to_owned(),
    })
}

/// What a screen reader says of a field.
fn named_field(name: &str, text: &str) -> WidgetInfo {
    WidgetInfo {
        current_text_value: Some(text.to_owned()),
        ..WidgetInfo::labeled(Role::TextInput, true, name)
    }
}

/// The places with another name for one of them; none where that is no name, or the one it has.
fn renamed(bookmarks: &[Bookmark], place: usize, name: &str) -> Option<Command> {
    let mut renamed = bookmarks.to_vec();
    let own = renamed.get_mut(place).filter(|own| own.name != name)?;
    if name.is_empty() {
        return None;
    }
    own.name = name.to_owned();
    Some(Command::Edit(Edit::SetBookmarks(renamed)))
}

/// Gives what is seen now a name: what was typed, else a number, which waits to be overwritten.
pub fn add_here(view: &mut ViewState, workspace: &Workspace) -> Option<Command> {
    let (map, rect) = view.map.view().zip(view.map_rect)?;
    let turn = map.turn();
    let extent = map.with_turn(Turn::NONE).on(rect).extent();
    let typed = std::mem::take(&mut view.desk.bookmark_draft);
    let mut bookmarks = Vec::clone(&workspace.bookmarks);
    // What is typed for the one before is its name.
    let before = view.desk.bookmark_renaming.take();
    if let Some(before) = before.filter(|before| !before.name.trim().is_empty())
        && let Some(own) = bookmarks.get_mut(before.place)
    {
        own.name = before.name.trim().to_owned();
    }
    let name = match typed.trim() {
        "" => say!(view.lang, "desk.bookmarks.numbered", number = bookmarks.len() + 1),
        typed => typed.to_owned(),
    };
    view.desk.bookmark_renaming = typed.trim().is_empty().then(|| Renaming {
        place: bookmarks.len(),
        name: name.clone(),
        begun: false,
    });
    bookmarks.push(Bookmark { name, extent, turn });
    Some(Command::Edit(Edit::SetBookmarks(bookmarks)))
}
