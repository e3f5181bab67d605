//! The menus, from the table of commands.

use eframe::egui::{Button, Label, MenuBar, RichText, ScrollArea, ThemePreference, Ui};

use crate::say;
use crate::session::Session;
use crate::session::command::Command;

use super::super::areas::Areas;
use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::panels::recent_list::recent_ui;
use super::super::scale::Scale;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;
use super::super::windows::desk_windows::is_saved;
use super::super::windows::open_window::open;
use super::menu_key::menu_button_keys;
use super::menu_table::{Item, MENUS, SubMenu};

/// Of the height of the window a menu leaves so much: the bar that it hangs on, and its own edges. In points.
const REST_PX: f32 = 56.0;

/// The menus, and the name of what is open.
pub fn menus_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    MenuBar::new().ui(ui, |ui| {
        for (place, (key, items)) in MENUS.into_iter().enumerate() {
            let menu = ui.menu_button(say!(lang, &format!("ui.menu.{key}")), |ui| {
                scrolled_ui(ui, |ui| {
                    for item in items {
                        match *item {
                            Item::Do(action) => item_ui(ui, action, session, view, wishes),
                            Item::Line => {
                                ui.separator();
                            }
                            Item::Menu(sub) => sub_menu_ui(ui, sub, session, view, wishes),
                        }
                    }
                });
            });
            menu_button_keys(ui, &menu.response, (place, MENUS.len()));
        }
        right_ui(ui, |ui| {
            let name = marked_name(session, view).unwrap_or_default();
            ui.add(Label::new(RichText::new(name).weak()).truncate());
        });
    });
}

/// The name of what is open, with a mark while it is not saved: some desktops show no title of a window.
pub fn marked_name(session: &Session, view: &ViewState) -> Option<String> {
    let workspace = session.workspace()?;
    let mark = if is_saved(session, view) { "" } else { "● " };
    Some(format!("{mark}{}", workspace.name.get(view.lang)))
}

/// The list of a menu, which scrolls where the window is too low for it.
pub fn scrolled_ui(ui: &mut Ui, list: impl FnOnce(&mut Ui)) {
    let room = ui.ctx().content_rect().height() - REST_PX;
    // As high as it may be: by itself the toolkit would scroll what is higher than any popup usually is.
    let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room);
    area.show(ui, |ui| {
        list(ui);
        keep_in_sight(ui);
    });
}

/// A menu within a menu: its commands, and what is to choose from.
fn sub_menu_ui(
    ui: &mut Ui,
    sub: SubMenu,
    session: &Session,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let is_empty = matches!(sub, SubMenu::Recent) && view.desk.recent.is_empty();
    ui.add_enabled_ui(!is_empty, |ui| {
        // The toolkit opens it under the pointer also where its entry is scrolled out of sight.
        let middle = ui.cursor().top() + 0.5 * ui.spacing().interact_size.y;
        if !ui.is_sizing_pass() && !ui.clip_rect().y_range().contains(middle) {
            ui.add(Button::selectable(false, title(sub, view)));
            return;
        }
        ui.menu_button(title(sub, view), |ui| {
            scrolled_ui(ui, |ui| {
                for action in sub.actions() {
                    item_ui(ui, *action, session, view, wishes);
                }
                match sub {
                    SubMenu::Recent => recent_menu_ui(ui, view, wishes),
                    SubMenu::Panes => panes_menu_ui(ui, view),
                    SubMenu::Scale => scale_menu_ui(ui, view),
                    SubMenu::Theme => theme_menu_ui(ui, view),
                    SubMenu::Areas => areas_menu_ui(ui, view),
                    SubMenu::Turn | SubMenu::Compare | SubMenu::Layout => {}
                }
            });
        });
    });
}

fn title(sub: SubMenu, view: &ViewState) -> String {
    let lang = view.lang;
    match sub {
        SubMenu::Recent => say!(lang, "desk.recent.title"),
        SubMenu::Turn => say!(lang, "ui.menu.turn"),
        SubMenu::Compare => say!(lang, "ui.menu.compare"),
        SubMenu::Panes => say!(lang, "desk.panels"),
        SubMenu::Layout => say!(lang, "desk.layout"),
        SubMenu::Scale => say!(lang, "desk.scale", percent = view.scale.percent()),
        SubMenu::Theme => say!(lang, "ui.theme.title"),
        SubMenu::Areas => say!(lang, "areas.title"),
    }
}

/// A command in a menu, with its keys.
pub fn item_ui(
    ui: &mut Ui,
    action: Action,
    session: &Session,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let entry = action.entry();
    let button = Button::selectable(action.is_on(view), entry.label(view.lang))
        .shortcut_text(entry.shortcut_text(ui.ctx()));
    let enabled = action.enabled(session, view);
    if ui
        .add_enabled(enabled, button)
        .on_hover_text(entry.tip(view.lang))
        .clicked()
    {
        action.perform(&ui.ctx().clone(), session, view, wishes);
        ui.close();
    }
}

/// Files opened lately; those that are gone are pale.
fn recent_menu_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    if let Some(path) = recent_ui(ui, view) {
        wishes.push(open(vec![path], view.preview_always));
        ui.close();
    }
}

/// Every pane, whether it is open or not.
fn panes_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.separator();
    for pane in Pane::ALL.into_iter().filter(|pane| *pane != Pane::Map) {
        let text = format!("{}  {}", pane.icon().codepoint, pane.title(lang));
        if ui
            .add(Button::selectable(view.dock.is_open(pane), text))
            .clicked()
        {
            view.dock.toggle(pane);
            ui.close();
        }
    }
}

fn scale_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    ui.separator();
    for percent in Scale::STEPS {
        let chosen = view.scale.percent() == percent;
        if ui
            .add(Button::selectable(chosen, format!("{percent} %")))
            .clicked()
        {
            view.scale = Scale::new(percent);
            ui.close();
        }
    }
}

fn theme_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    let themes = [
        (ThemePreference::System, "system"),
        (ThemePreference::Light, "light"),
        (ThemePreference::Dark, "dark"),
    ];
    for (theme, key) in themes {
        let chosen = view.theme == theme;
        let label = say!(lang, &format!("ui.theme.{key}"));
        if ui.add(Button::selectable(chosen, label)).clicked() {
            view.theme = theme;
            ui.close();
        }
    }
}

fn areas_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    for areas in Areas::ALL {
        let label = say!(lang, &format!("areas.{}", areas.code()));
        if ui.add(Button::selectable(view.areas == areas, label)).clicked() {
            view.areas = areas;
            ui.close();
        }
    }
}
