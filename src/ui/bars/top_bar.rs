//! Menus and toolbar, from the table of commands.

use eframe::egui::{Button, MenuBar, ThemePreference, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::commands::Action;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};

/// The menus in their order; `None` is a line between groups.
const MENUS: [(&str, &[Option<Action>]); 5] = [
    (
        "file",
        &[
            Some(Action::Open),
            Some(Action::Add),
            Some(Action::AddPreview),
            Some(Action::Example),
            Some(Action::Reload),
            None,
            Some(Action::SaveDossier),
            Some(Action::CloseDossier),
            None,
            Some(Action::Report),
            Some(Action::Export),
            Some(Action::ExportMap),
            Some(Action::ExportLayer),
            None,
            Some(Action::Quit),
        ],
    ),
    (
        "edit",
        &[
            Some(Action::Undo),
            Some(Action::Redo),
            None,
            Some(Action::Deselect),
        ],
    ),
    (
        "view",
        &[
            Some(Action::FullExtent),
            Some(Action::ZoomSelection),
            Some(Action::ZoomIn),
            Some(Action::ZoomOut),
            Some(Action::ViewBack),
            Some(Action::ViewForward),
            None,
            Some(Action::Graticule),
            Some(Action::Legend),
            Some(Action::ProblemDots),
            None,
            Some(Action::Swipe),
            Some(Action::Flicker),
            Some(Action::Beside),
            Some(Action::Compare),
            Some(Action::Uncompare),
            None,
            Some(Action::Layers),
            Some(Action::Inspector),
            Some(Action::Tables),
            None,
            Some(Action::Language),
        ],
    ),
    (
        "tools",
        &[
            Some(Action::Screen),
            Some(Action::NextFinding),
            Some(Action::PreviousFinding),
            Some(Action::NextUndecided),
            Some(Action::Pin),
            None,
            Some(Action::SelectTool),
            Some(Action::SelectBox),
            Some(Action::SelectPolygon),
            Some(Action::WhollyInside),
            None,
            Some(Action::MeasureLength),
            Some(Action::MeasureArea),
            None,
            Some(Action::DrawPoint),
            Some(Action::DrawLine),
            Some(Action::DrawArea),
            Some(Action::Reshape),
        ],
    ),
    ("help", &[Some(Action::Shortcuts), Some(Action::About)]),
];

const TOOLS: [&[Action]; 5] = [
    &[
        Action::Open,
        Action::Add,
        Action::Reload,
        Action::Export,
        Action::ExportMap,
    ],
    &[Action::Undo, Action::Redo],
    &[
        Action::SelectTool,
        Action::SelectBox,
        Action::SelectPolygon,
        Action::MeasureLength,
        Action::MeasureArea,
        Action::DrawArea,
        Action::Reshape,
    ],
    &[
        Action::FullExtent,
        Action::ZoomSelection,
        Action::ZoomIn,
        Action::ZoomOut,
        Action::ViewBack,
        Action::ViewForward,
        Action::Swipe,
    ],
    &[
        Action::Screen,
        Action::PreviousFinding,
        Action::NextFinding,
        Action::NextUndecided,
        Action::Pin,
    ],
];

const PANELS: [Action; 3] = [Action::Inspector, Action::Tables, Action::Layers];

/// The menus, and the toolbar under them.
pub fn top_bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    MenuBar::new().ui(ui, |ui| {
        for (key, items) in MENUS {
            ui.menu_button(say!(lang, &format!("ui.menu.{key}")), |ui| {
                for item in items {
                    match item {
                        Some(action) => item_ui(ui, *action, session, view, wishes),
                        None => {
                            ui.separator();
                        }
                    }
                }
                if key == "view" {
                    theme_menu_ui(ui, view);
                }
            });
        }
        right_ui(ui, |ui| {
            let name = session.workspace().map(|workspace| workspace.name.get(lang));
            ui.weak(name.unwrap_or_default());
        });
    });
    ui.add_space(2.0);
    toolbar_ui(ui, session, view, wishes);
}

fn item_ui(ui: &mut Ui, action: Action, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
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

fn theme_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.menu_button(say!(lang, "ui.theme.title"), |ui| {
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
    });
}

fn toolbar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 3.0;
        for (place, group) in TOOLS.iter().enumerate() {
            if place > 0 {
                ui.separator();
            }
            for action in *group {
                tool_ui(ui, *action, session, view, wishes);
            }
        }
        right_ui(ui, |ui| {
            let other = match view.lang {
                Lang::Zh => "English",
                Lang::En => "中文",
            };
            if ui
                .button(other)
                .on_hover_text(Action::Language.entry().tip(view.lang))
                .clicked()
            {
                view.lang = view.lang.other();
            }
            let dark = ui.visuals().dark_mode;
            let (icon, key, theme) = if dark {
                (icon::ICON_LIGHT_MODE, "ui.theme.light", ThemePreference::Light)
            } else {
                (icon::ICON_DARK_MODE, "ui.theme.dark", ThemePreference::Dark)
            };
            if icon_button_ui(ui, icon, &say!(view.lang, key), false).clicked() {
                view.theme = theme;
            }
            ui.separator();
            for action in PANELS {
                tool_ui(ui, action, session, view, wishes);
            }
        });
    });
}

fn tool_ui(ui: &mut Ui, action: Action, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let entry = action.entry();
    let enabled = action.enabled(session, view);
    ui.add_enabled_ui(enabled, |ui| {
        let response = icon_button_ui(
            ui,
            entry.icon,
            &entry.label(view.lang),
            enabled && action.is_on(view),
        );
        let tip = format!("{}  {}", entry.tip(view.lang), entry.shortcut_text(ui.ctx()));
        if response.on_hover_text(tip.trim_end()).clicked() {
            action.perform(&ui.ctx().clone(), session, view, wishes);
        }
    });
}
