//! A report before it is written: in which language, as which files, where to; what it will hold, and what speaks against it.

use std::path::PathBuf;

use eframe::egui::{Button, Label, RichText, ScrollArea, TextEdit, Ui};

use crate::model::review::event::Deed;
use crate::report::export::FileKind;
use crate::report::pages::Pages;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::review::outline::Outline;
use crate::session::review::step::{ReportOrder, ReviewStep};
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState};
use super::super::widgets::{main_button_ui, pairs_ui, right_ui, section_ui, title_ui};
use super::super::window_focus::path_first;
use super::page_view::page_ui;

/// Height of the list of sections, in pixels.
const OUTLINE_PX: f32 = 330.0;
/// Width of the window with a page in it, and without one, in pixels.
const WIDE_PX: f32 = 920.0;
const NARROW_PX: f32 = 560.0;
/// The part of its width that the page takes.
const PAGE_SHARE: f32 = 0.62;
/// Around the window, in pixels.
const EDGE_PX: f32 = 40.0;

/// Everything about a report that is to be written.
pub fn report_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    if view.review.report.pages.is_whole() {
        return page_ui(ui, session, (&mut view.review.report.pages, lang), wishes);
    }
    let room = ui.ctx().content_rect().width() - 2.0 * EDGE_PX;
    ui.set_width(if Pages::ARE_MADE {
        WIDE_PX.min(room)
    } else {
        NARROW_PX
    });
    title_ui(ui, &say!(lang, "ui.command.report.label"));
    let own = language_ui(ui, view, wishes);
    kinds_ui(ui, view);
    let label = ui.label(say!(lang, "ui.export_window.folder"));
    let mut entered = false;
    ui.horizontal(|ui| {
        let field = TextEdit::singleline(&mut view.review.report.folder).desired_width(400.0);
        let field = ui.add(field).labelled_by(label.id);
        entered = path_first(&field, &view.review.report.folder);
        if ui.button(say!(lang, "ui.export_window.choose")).clicked() {
            view.asked = Some(Ask::ReportFolder);
        }
    });
    preview_ui(ui, session, (view, own), wishes);
    let is_allowed = obstacles_ui(ui, session, view, wishes);
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let draft = &view.review.report;
        let folder = draft.folder.trim();
        let ready = is_allowed && !folder.is_empty() && !draft.kinds.is_empty();
        ui.add_enabled_ui(ready, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, "reviewing.report.do")).clicked();
            if is_asked || (entered && ready) {
                let order = ReportOrder {
                    folder: PathBuf::from(folder),
                    kinds: draft.kinds.clone(),
                    lang: own,
                };
                wishes.push(Command::Review(ReviewStep::Report(Box::new(order))));
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

/// The language of the report, apart from that of the window.
fn language_ui(ui: &mut Ui, view: &mut ViewState, wishes: &mut Vec<Command>) -> Lang {
    let before = view.review.report.lang.unwrap_or(view.lang);
    let mut own = before;
    ui.horizontal(|ui| {
        ui.label(say!(view.lang, "reviewing.report.language"));
        for (lang, name) in [(Lang::Zh, "中文"), (Lang::En, "English")] {
            ui.radio_value(&mut own, lang, name);
        }
    });
    if own != before {
        view.review.report.lang = Some(own);
        wishes.push(Command::Review(ReviewStep::Preview(own)));
    }
    own
}

fn kinds_ui(ui: &mut Ui, view: &mut ViewState) {
    let kinds = &mut view.review.report.kinds;
    ui.horizontal_wrapped(|ui| {
        for &kind in FileKind::ALL {
            let mut on = kinds.contains(&kind);
            let tip = say!(view.lang, &format!("ui.export_window.{}", kind.code()));
            let tick = ui.checkbox(&mut on, kind.file_name()).on_hover_text(tip);
            if tick.changed() {
                kinds.retain(|own| *own != kind);
                kinds.extend(on.then_some(kind));
            }
        }
    });
}

/// What it will look like, and what it will hold.
fn preview_ui(
    ui: &mut Ui,
    session: &Session,
    (view, own): (&mut ViewState, Lang),
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    section_ui(ui, &say!(lang, "reviewing.report.preview"));
    if !Pages::ARE_MADE {
        return outline_ui(ui, session, own, lang);
    }
    let page_width = (ui.available_width() * PAGE_SHARE).floor();
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(page_width);
            page_ui(ui, session, (&mut view.review.report.pages, lang), wishes);
        });
        ui.vertical(|ui| outline_ui(ui, session, own, lang));
    });
}

/// The first page in short, and the sections with their rows.
fn outline_ui(ui: &mut Ui, session: &Session, own: Lang, lang: Lang) {
    let outline = session.preview().outline().filter(|outline| outline.lang == own);
    let Some(outline) = outline else {
        ui.horizontal(|ui| {
            if session.runs(JobKind::Previewing) {
                ui.spinner();
            }
            ui.label(JobKind::Previewing.name(lang));
        });
        return;
    };
    ScrollArea::vertical()
        .id_salt("outline")
        .max_height(OUTLINE_PX)
        .show(ui, |ui| first_page_ui(ui, outline, lang));
}

fn first_page_ui(ui: &mut Ui, outline: &Outline, lang: Lang) {
    let palette = Palette::here(ui);
    ui.label(RichText::new(&outline.title).strong().size(15.0));
    for line in &outline.subtitle {
        ui.add(Label::new(RichText::new(line).small().color(palette.faint)).wrap());
    }
    for line in &outline.warnings {
        ui.add(Label::new(RichText::new(line).color(palette.near)).wrap());
    }
    ui.add(Label::new(outline.tally.join(" · ")).wrap());
    let rows = outline.sections.iter().map(|part| {
        let count = match (part.row_count, part.has_map) {
            (0, false) => String::new(),
            (0, true) => say!(lang, "reviewing.report.map"),
            (count, _) => say!(lang, "reviewing.report.rows", count = count),
        };
        (part.title.clone(), count)
    });
    pairs_ui(ui, "sections", &rows.collect::<Vec<_>>());
}

/// What speaks against it, and the way to make it all the same; true where it may be written.
fn obstacles_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) -> bool {
    let (lang, palette) = (view.lang, Palette::here(ui));
    let open = session.dossier();
    let Some((open, reportable)) = open.and_then(|open| Some((open, open.reportable()?))) else {
        return true;
    };
    if reportable.obstacles.is_empty() {
        return true;
    }
    section_ui(ui, &say!(lang, "reviewing.report.against"));
    for obstacle in &reportable.obstacles {
        let text = RichText::new(format!("– {}", obstacle.text(lang))).color(palette.conflict);
        ui.add(Label::new(text).wrap());
    }
    if reportable.is_allowed() {
        let line = reportable.forced.clone().unwrap_or_default();
        let text = say!(lang, "reviewing.report.forced_by", reason = line);
        ui.add(Label::new(RichText::new(text).color(palette.near)).wrap());
        return true;
    }
    if open.can_write() {
        let label = ui.label(say!(lang, "reviewing.report.reason"));
        ui.horizontal(|ui| {
            let draft = &mut view.review.report;
            let field = TextEdit::singleline(&mut draft.reason).desired_width(340.0);
            ui.add(field).labelled_by(label.id);
            let button = Button::new(say!(lang, "reviewing.report.force"));
            let said = !draft.reason.trim().is_empty();
            if ui.add_enabled(said, button).clicked() {
                let deed = Deed::Forced(std::mem::take(&mut draft.reason));
                wishes.push(Command::Review(ReviewStep::Do(deed)));
                let own = draft.lang.unwrap_or(lang);
                wishes.push(Command::Review(ReviewStep::Preview(own)));
            }
        });
    }
    false
}
