//! What the user is told, until it is dismissed.

use eframe::egui::{Align, Frame, Label, Layout, Margin, ScrollArea, Ui};
use egui_material_icons::icons as icon;

use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::notice::{Notice, NoticeKind, NoticeLevel};
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{icon_button_ui, right_ui};

/// So many lines of a notice are seen at once, in pixels.
const MOST_PX: f32 = 132.0;

/// All notices, newest first.
pub fn notices_bar_ui(ui: &mut Ui, session: &Session, view: &ViewState, wishes: &mut Vec<Command>) {
    ScrollArea::vertical()
        .max_height(MOST_PX)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for notice in session.notices().iter().rev() {
                ui.push_id(notice.id, |ui| {
                    if notice_ui(ui, notice, view.lang, wishes) {
                        wishes.push(Command::Dismiss(notice.id));
                    }
                });
            }
        });
}

/// One notice; true if it was dismissed.
fn notice_ui(ui: &mut Ui, notice: &Notice, lang: Lang, wishes: &mut Vec<Command>) -> bool {
    let palette = Palette::here(ui);
    let (color, icon) = match notice.level {
        NoticeLevel::Info => (palette.clear, icon::ICON_CHECK_CIRCLE),
        NoticeLevel::Warning => (palette.near, icon::ICON_WARNING),
        NoticeLevel::Error => (palette.conflict, icon::ICON_ERROR),
    };
    let mut dismissed = false;
    Frame::new()
        .fill(palette.tint(color))
        .inner_margin(Margin::symmetric(10, 4))
        .show(ui, |ui| {
            ui.horizontal_top(|ui| {
                ui.label(icon.rich_text().size(17.0).color(color));
                right_ui(ui, |ui| {
                    let label = say!(lang, "ui.dismiss");
                    dismissed = icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked();
                    if let NoticeKind::SourcesChanged(changes) = &notice.about
                        && !changes.changed.is_empty()
                        && ui.button(say!(lang, "ui.reload_changed")).clicked()
                    {
                        wishes.push(Command::ReadChanged);
                    }
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.add(Label::new(notice.about.text(lang)).wrap());
                    });
                });
            });
        });
    dismissed
}
