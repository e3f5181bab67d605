//! What the user is told, until it is dismissed.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Align, Frame, Label, Layout, Margin, ScrollArea, Ui, vec2};
use egui_material_icons::icons as icon;

use crate::geom::extent::Extent;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::notice::{Notice, NoticeKind, NoticeLevel};
use crate::session::review::told::Told;
use crate::words::Bilingual;

use super::super::theme::Palette;
use super::super::view_state::{ViewState, Window};
use super::super::widgets::icon_button_ui;

/// So many lines of a notice are seen at once, in pixels.
const MOST_PX: f32 = 132.0;

/// All notices, newest first.
pub fn notices_bar_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    ScrollArea::vertical()
        .max_height(MOST_PX)
        // By itself the toolkit makes room for one line, and scrolls the rest.
        .min_scrolled_height(MOST_PX)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            for notice in session.notices().iter().rev() {
                ui.push_id(notice.id, |ui| {
                    if notice_ui(ui, (notice, session), view, wishes) {
                        wishes.push(Command::Dismiss(notice.id));
                    }
                });
            }
        });
}

/// One notice; true if it was dismissed.
fn notice_ui(
    ui: &mut Ui,
    (notice, session): (&Notice, &Session),
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) -> bool {
    let lang = view.lang;
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
                // As high as a button at least; what fills the room would be as high as all notices may be.
                let least = vec2(ui.available_width(), ui.spacing().interact_size.y);
                ui.allocate_ui_with_layout(least, Layout::right_to_left(Align::Min), |ui| {
                    let label = say!(lang, "ui.dismiss");
                    dismissed = icon_button_ui(ui, icon::ICON_CLOSE, &label, false).clicked();
                    if let NoticeKind::SourcesChanged(changes) = &notice.about
                        && !changes.changed.is_empty()
                        && ui.button(say!(lang, "ui.reload_changed")).clicked()
                    {
                        wishes.push(Command::ReadChanged);
                    }
                    if let NoticeKind::Review(Told::NoDossier) = &notice.about
                        && ui.button(say!(lang, "ui.command.save_dossier.label")).clicked()
                    {
                        view.window = Some(Window::SaveDossier);
                        dismissed = true;
                    }
                    if let NoticeKind::OutOfSight(layers) = &notice.about
                        && ui.button(say!(lang, "ui.zoom_to_added")).clicked()
                    {
                        show_layers(layers, session, view);
                        dismissed = true;
                    }
                    if let NoticeKind::Exported(files) | NoticeKind::Saved(files) = &notice.about {
                        written_ui(ui, files, view);
                    }
                    ui.with_layout(Layout::top_down(Align::Min), |ui| {
                        ui.add(Label::new(notice.about.text(lang)).wrap());
                    });
                });
            });
        });
    dismissed
}

/// Brings layers into sight; those that are gone meanwhile are passed over.
fn show_layers(layers: &[(Arc<str>, Bilingual)], session: &Session, view: &mut ViewState) {
    let Some(workspace) = session.workspace() else {
        return;
    };
    let mut extent = Extent::EMPTY;
    for layer in layers.iter().filter_map(|(id, _)| workspace.layer(id)) {
        extent.merge(&layer.extent());
    }
    view.map.fit(extent);
}

/// What to do with files that were written: see them in their folder, or take the path along.
fn written_ui(ui: &mut Ui, files: &[PathBuf], view: &mut ViewState) {
    let Some(folder) = files.first().and_then(|file| file.parent()) else {
        return;
    };
    if ui.button(say!(view.lang, "reviewing.report.copy_path")).clicked() {
        ui.ctx().copy_text(folder.display().to_string());
    }
    if ui
        .button(say!(view.lang, "reviewing.report.open_folder"))
        .clicked()
    {
        view.review.folder_to_show = Some(match folder.as_os_str().is_empty() {
            true => PathBuf::from("."),
            false => folder.to_owned(),
        });
    }
}
