//! The toolbar, from the table of commands.

use eframe::egui::{RichText, Role, ThemePreference, Ui, WidgetInfo};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::Lang;

use super::super::commands::Action;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};
use super::menu_key::menu_button_keys;
use super::menu_table::MENUS;
use super::menus::{item_ui, menus_ui, scrolled_ui};

/// The tools, in groups; those that there is no room for are in a menu at their end.
pub const TOOLS: [&[Action]; 5] = [
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

const PANELS: [Action; 3] = [Action::Inspector, Action::Tables, Action::Layers];

/// Room between two tools, in points.
const GAP_PX: f32 = 3.0;

/// How wide the parts of the toolbar were when it was drawn last, in points: by this it is known what fits.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Widths {
    tool: f32,
    line: f32,
    /// What stands at the right end.
    end: f32,
}

/// About what they are, for the first frame.
const USUAL: Widths = Widths {
    tool: 33.0,
    line: 6.0,
    end: 300.0,
};

/// The menus, and the toolbar under them.
pub fn top_bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    menus_ui(ui, session, view, wishes);
    ui.add_space(2.0);
    toolbar_ui(ui, session, view, wishes);
}

fn toolbar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let place = ui.scope_id().with("widths of the toolbar");
    let widths: Widths = ui.data(|data| data.get_temp(place)).unwrap_or(USUAL);
    let mut seen = widths;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = GAP_PX;
        let shown = fitting(ui.available_width() - widths.end - GAP_PX, widths);
        let mut number = 0;
        for (place, group) in TOOLS.iter().enumerate() {
            if place > 0 && number < shown {
                seen.line = ui.separator().rect.width();
            }
            for action in *group {
                if number < shown {
                    seen.tool = tool_ui(ui, *action, session, view, wishes);
                }
                number += 1;
            }
        }
        if shown < number {
            more_ui(ui, shown, session, view, wishes);
        }
        seen.end = right_ui(ui, |ui| {
            end_ui(ui, session, view, wishes);
            ui.min_rect().width()
        });
    });
    if seen != widths {
        ui.data_mut(|data| data.insert_temp(place, seen));
        ui.ctx().request_repaint();
    }
}

/// So many tools fit into the room; where that is not all of them, with the button of the others.
fn fitting(room_px: f32, widths: Widths) -> usize {
    // Each tool with the room that it takes, the line before its group in it.
    let groups = TOOLS.iter().enumerate();
    let sizes = groups.flat_map(|(place, group)| {
        group.iter().enumerate().map(move |(number, _)| {
            let line = if place > 0 && number == 0 {
                widths.line + GAP_PX
            } else {
                0.0
            };
            line + widths.tool + GAP_PX
        })
    });
    let sizes: Vec<f32> = sizes.collect();
    let within = |room_px: f32| {
        let mut taken_px = 0.0;
        let fits = |size: &&f32| {
            taken_px += **size;
            taken_px <= room_px
        };
        sizes.iter().take_while(fits).count()
    };
    match within(room_px) {
        all if all == sizes.len() => all,
        _ => within(room_px - widths.tool - GAP_PX),
    }
}

/// A menu of the tools that there is no room for.
fn more_ui(ui: &mut Ui, shown: usize, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let label = say!(view.lang, "ui.more_tools");
    let menu = ui.menu_button(RichText::new("»").size(17.0), |ui| {
        scrolled_ui(ui, |ui| {
            let mut number = 0;
            for group in TOOLS {
                let before = number;
                number += group.len();
                let hidden = group.iter().skip(shown.saturating_sub(before));
                if before > shown && hidden.len() > 0 {
                    ui.separator();
                }
                hidden.for_each(|action| item_ui(ui, *action, session, view, wishes));
            }
        });
    });
    let button = menu.response;
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    menu_button_keys(ui, &button, (MENUS.len(), MENUS.len() + 1));
    button.on_hover_text(label);
}

/// What stands at the right end, from there leftwards: language, theme, the command box, panels.
fn end_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
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
}

/// The button of a command; gives its width.
fn tool_ui(
    ui: &mut Ui,
    action: Action,
    session: &Session,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) -> f32 {
    let entry = action.entry();
    let enabled = action.enabled(session, view);
    let tool = ui.add_enabled_ui(enabled, |ui| {
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
    tool.response.rect.width()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_leaves_room_for_the_button_of_the_others() {
        let all: usize = TOOLS.iter().map(|group| group.len()).sum();
        let widths = Widths {
            tool: 30.0,
            line: 6.0,
            end: 0.0,
        };
        let lines_px = (TOOLS.len() - 1) as f32 * 9.0;
        let check = |room_px: f32, expected| assert_eq!(fitting(room_px, widths), expected, "{room_px}");
        check(33.0 * all as f32 + lines_px, all);
        check(33.0 * all as f32 + lines_px - 1.0, all - 2);
        // Five of the first group, a line, two of the next.
        check(33.0 * 8.0 + 9.0, 7);
        check(33.0 * 8.0 + 8.0, 6);
        check(-10.0, 0);
    }
}
