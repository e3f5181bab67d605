//! Menus and toolbar, from the table of commands.

use eframe::egui::{Button, MenuBar, ThemePreference, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::commands::Action;
use super::super::dock::pane::Pane;
use super::super::panels::recent_list::recent_ui;
use super::super::scale::Scale;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};
use super::super::windows::open_window::open;
use super::menu_key::menu_button_keys;

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
            Some(Action::SaveWorkspace),
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
            None,
            Some(Action::CommandBox),
        ],
    ),
    (
        "view",
        &[
            Some(Action::FullExtent),
            Some(Action::ZoomSelection),
            Some(Action::ZoomIn),
            Some(Action::ZoomOut),
            Some(Action::TurnLeft),
            Some(Action::TurnRight),
            Some(Action::NorthUp),
            Some(Action::ViewBack),
            Some(Action::ViewForward),
            Some(Action::Bookmark),
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
            Some(Action::NextPane),
            Some(Action::PreviousPane),
            Some(Action::Tables),
            Some(Action::AttributeTable),
            Some(Action::NumbersPanel),
            None,
            Some(Action::LayoutLoad),
            Some(Action::LayoutScreen),
            Some(Action::LayoutReview),
            Some(Action::LayoutPrint),
            Some(Action::ResetLayout),
            None,
            Some(Action::ScaleUp),
            Some(Action::ScaleDown),
            Some(Action::ScaleReset),
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
            Some(Action::SelectLocation),
            None,
            Some(Action::MeasureLength),
            Some(Action::MeasureArea),
            None,
            Some(Action::DrawPoint),
            Some(Action::DrawLine),
            Some(Action::DrawArea),
            Some(Action::Reshape),
            None,
            Some(Action::IdentifyTool),
            Some(Action::PinTool),
            Some(Action::ClearPins),
        ],
    ),
    (
        "help",
        &[
            Some(Action::Help),
            Some(Action::Shortcuts),
            Some(Action::Tour),
            Some(Action::About),
        ],
    ),
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
        Action::IdentifyTool,
        Action::PinTool,
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

/// Room for one more tool and for what stands at the right end of the toolbar, in points.
const REST_PX: f32 = 260.0;

const PANELS: [Action; 3] = [Action::Inspector, Action::Tables, Action::Layers];

/// The menus, and the toolbar under them.
pub fn top_bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    MenuBar::new().ui(ui, |ui| {
        for (place, (key, items)) in MENUS.into_iter().enumerate() {
            let menu = ui.menu_button(say!(lang, &format!("ui.menu.{key}")), |ui| {
                for item in items {
                    match item {
                        Some(action) => item_ui(ui, *action, session, view, wishes),
                        None => {
                            ui.separator();
                        }
                    }
                }
                if key == "file" {
                    recent_menu_ui(ui, view, wishes);
                }
                if key == "view" {
                    panes_menu_ui(ui, view);
                    scale_menu_ui(ui, view);
                    theme_menu_ui(ui, view);
                    areas_menu_ui(ui, view);
                }
            });
            menu_button_keys(ui, &menu.response, (place, MENUS.len()));
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

/// Files opened lately; those that are gone are pale.
fn recent_menu_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let title = say!(view.lang, "desk.recent.title");
    ui.add_enabled_ui(!view.desk.recent.is_empty(), |ui| {
        ui.menu_button(title, |ui| {
            if let Some(path) = recent_ui(ui, view) {
                wishes.push(open(vec![path], view.preview_always));
                ui.close();
            }
        });
    });
}

/// Every pane, whether it is open or not.
fn panes_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.menu_button(say!(lang, "desk.panels"), |ui| {
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
    });
}

fn scale_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let title = say!(view.lang, "desk.scale", percent = view.scale.percent());
    ui.menu_button(title, |ui| {
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
    });
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

fn areas_menu_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.menu_button(say!(lang, "areas.title"), |ui| {
        for areas in Areas::ALL {
            let label = say!(lang, &format!("areas.{}", areas.code()));
            if ui.add(Button::selectable(view.areas == areas, label)).clicked() {
                view.areas = areas;
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
                // What there is no room for is in the menus all the same.
                if ui.available_width() < REST_PX {
                    break;
                }
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
            tool_ui(ui, Action::CommandBox, session, view, wishes);
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
