//! The toolbar, from the table of commands.

use eframe::egui::{ThemePreference, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::commands::Action;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};
use super::menus::menus_ui;

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
    menus_ui(ui, session, view, wishes);
    ui.add_space(2.0);
    toolbar_ui(ui, session, view, wishes);
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
