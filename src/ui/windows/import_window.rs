//! What files show before they are imported, and what people say about them.

use eframe::egui::{Key, Label, RichText, ScrollArea, Ui};

use crate::model::field_meaning::FieldMeaning;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::session::command::{Command, JobKind};
use crate::session::import::ImportStep;
use crate::session::import::doubt::Doubt;

use super::super::focus_ring::keep_in_sight;
use super::super::import_draft::{Fate, ItemDraft};
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{main_button_ui, mark_ui, right_ui};
use super::super::window_focus::focus_first;
use super::import_choices::{choices_ui, memory_ui, profile_ui};
use super::import_table::{bad_values_ui, table_ui};
use super::open_window::only_in_doubt_ui;

/// Width of the window in pixels, where there is room.
const WIDTH_PX: f32 = 980.0;
/// Problems that a tooltip shows.
const SHOWN_PROBLEMS: usize = 12;

/// The file that is shown, and the buttons that decide about it.
pub fn import_window_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let screen = ui.ctx().content_rect();
    // Enter in a field is meant for that, but for the first one.
    let mut entered = ui.memory(|memory| memory.focused()).is_none();
    let width_px = WIDTH_PX.min(screen.width() - 90.0);
    ui.set_width(width_px);
    heading_ui(ui, view, session.runs(JobKind::Looking));
    let Some(item) = view.import.item() else {
        return;
    };
    if let Err(problem) = &item.file.seen {
        ui.add_space(6.0);
        let text = RichText::new(problem.line(lang)).color(Palette::here(ui).conflict);
        ui.add(Label::new(text).wrap());
        ui.add_space(6.0);
    } else {
        ScrollArea::vertical()
            .max_height((screen.height() - 210.0).max(200.0))
            .show(ui, |ui| {
                doubts_ui(ui, view);
                facts_ui(ui, view);
                entered |= choices_ui(ui, view, wishes);
                memory_ui(ui, view, wishes);
                table_ui(ui, view, width_px, wishes);
                bad_values_ui(ui, view);
                keep_in_sight(ui);
            });
    }
    ui.add_space(6.0);
    profile_ui(ui, view);
    ui.add_space(6.0);
    entered &= ui.input(|input| input.key_pressed(Key::Enter));
    buttons_ui(ui, view, entered, wishes);
}

fn heading_ui(ui: &mut Ui, view: &ViewState, is_looking: bool) {
    let lang = view.lang;
    let faint = Palette::here(ui).faint;
    ui.horizontal(|ui| {
        ui.heading(say!(lang, "import.title"));
        let (count, current) = (view.import.items.len(), view.import.current + 1);
        if count > 1 {
            ui.label(RichText::new(format!("{current} / {count}")).color(faint));
        }
        if is_looking {
            ui.spinner();
        }
        // Last, because it takes the room that is left.
        if let Some(item) = view.import.item() {
            ui.add(Label::new(RichText::new(&item.file.file.label).color(faint)).truncate());
        }
    });
    ui.add_space(4.0);
}

/// What somebody has to look at, and how many problems there are.
fn doubts_ui(ui: &mut Ui, view: &ViewState) {
    let lang = view.lang;
    let Some(item) = view.import.item() else { return };
    let palette = Palette::here(ui);
    let doubts = item.file.doubts();
    let chosen = |doubt: &Doubt| match doubt {
        Doubt::NoRole => item.role.is_some(),
        // By what is chosen here, see below.
        Doubt::NoKind => true,
        Doubt::Encoding => item.encoding.is_some(),
        Doubt::Undecodable => item.sample.bad_values().is_empty() && item.encoding.is_some(),
        Doubt::Unread | Doubt::NoCrs | Doubt::Place => false,
    };
    let no_kind = lacks_kind(item).then_some(Doubt::NoKind);
    let open = doubts.into_iter().filter(|doubt| !chosen(doubt));
    let mut open = open.chain(no_kind).peekable();
    ui.horizontal_wrapped(|ui| {
        let twin = view.import.twin(view.import.current);
        if open.peek().is_none() && twin.is_none() {
            mark_ui(ui, &say!(lang, "import.certain"), palette.clear);
        }
        for doubt in open {
            mark_ui(ui, &doubt.text(lang), palette.near);
        }
        if let Some(twin) = twin {
            let file = twin.file.file.path.file_name().unwrap_or_default();
            let file = file.to_string_lossy();
            mark_ui(ui, &say!(lang, "import.twin", file = file), palette.near);
        }
        let problems = item.file.info().map_or(&[][..], |info| &info.problems);
        if !problems.is_empty() {
            let text = say!(lang, "import.problems", count = problems.len());
            let lines: Vec<String> = problems
                .iter()
                .take(SHOWN_PROBLEMS)
                .map(|problem: &Problem| problem.line(lang))
                .collect();
            mark_ui(ui, &text, palette.not_checked).on_hover_text(lines.join("\n"));
        }
    });
    ui.add_space(4.0);
}

/// True where these are projects, and neither the choice nor a field says of what kind.
fn lacks_kind(item: &ItemDraft) -> bool {
    item.role == Some(Role::Project)
        && item.kind.is_none()
        && !item.meanings.contains_key(&FieldMeaning::Kind)
}

/// Format, size, features, shapes, place.
fn facts_ui(ui: &mut Ui, view: &ViewState) {
    let lang = view.lang;
    let Some(preview) = view.import.item().and_then(|item| item.file.seen.as_ref().ok()) else {
        return;
    };
    let info = &preview.info;
    let count = match preview.feature_count {
        Some(count) => say!(lang, "import.features", count = thousands(count as f64, 0)),
        None => say!(
            lang,
            "import.features_at_least",
            count = thousands(info.found as f64, 0)
        ),
    };
    let types: Vec<String> = info
        .geometry_types
        .iter()
        .map(|(name, count)| format!("{name} {}", thousands(*count as f64, 0)))
        .collect();
    let mut parts = vec![
        info.format.to_owned(),
        size_of(preview.byte_count),
        count,
        types.join(", "),
    ];
    if !preview.is_whole {
        parts.push(say!(lang, "import.beginning"));
    }
    ui.add(Label::new(parts.join("  ·  ")).wrap());
    let crs = match &info.crs {
        Some(crs) => format!("{} {}", crs.code(), crs.name()),
        None => say!(lang, "cli.info.crs_unknown"),
    };
    let evidence = say!(lang, &format!("cli.info.evidence.{}", info.crs_evidence.code()));
    let trust = info.doubt.trust.name(lang);
    let line = say!(
        lang,
        "import.crs_found",
        crs = crs,
        evidence = evidence,
        trust = trust
    );
    let notes: Vec<String> = info.doubt.notes.iter().map(|note| note.text(lang)).collect();
    let color = if info.crs.is_none() {
        Palette::here(ui).conflict
    } else {
        Palette::here(ui).text
    };
    let label = ui.add(Label::new(RichText::new(line).color(color)).wrap());
    if !notes.is_empty() {
        label.on_hover_text(notes.join("\n"));
    }
    ui.add_space(6.0);
}

/// `3.2 MB`
fn size_of(bytes: u64) -> String {
    let kib = bytes as f64 / 1024.0;
    if kib < 1000.0 {
        format!("{:.0} KB", kib.ceil())
    } else {
        format!("{:.1} MB", kib / 1024.0)
    }
}

fn buttons_ui(ui: &mut Ui, view: &mut ViewState, entered: bool, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let is_seen = view.import.item().is_some_and(|item| item.file.seen.is_ok());
    let several = view.import.items.len() > 1;
    let ready = view.import.item().is_some_and(ItemDraft::is_ready);
    let mut step = None;
    ui.horizontal(|ui| {
        only_in_doubt_ui(ui, view);
        right_ui(ui, |ui| {
            ui.add_enabled_ui(ready, |ui| {
                let button =
                    main_button_ui(ui, &say!(lang, "import.do")).on_disabled_hover_text(missing(view));
                if button.clicked() || (entered && ready) {
                    step = view.import.decide(Fate::Taken);
                }
            });
            if several {
                ui.add_enabled_ui(view.import.all_ready(), |ui| {
                    if ui.button(say!(lang, "import.do_all")).clicked() {
                        step = Some(view.import.take_all());
                    }
                });
                if ui.button(say!(lang, "import.skip")).clicked() {
                    step = view.import.decide(Fate::Skipped);
                }
            }
            let cancel = ui.button(say!(lang, "ui.cancel"));
            if !is_seen {
                // There is nothing else to be done about it.
                focus_first(&cancel);
            }
            if cancel.clicked() {
                step = Some(ImportStep::Close);
            }
        });
    });
    if let Some(step) = step {
        wishes.push(Command::Import(step));
        view.window = None;
    }
}

/// What is missing before the file can be imported.
fn missing(view: &ViewState) -> String {
    let lang = view.lang;
    let Some(item) = view.import.item() else {
        return String::new();
    };
    let no_crs = item.file.info().is_none_or(|info| info.crs.is_none());
    let mut doubts = Vec::new();
    doubts.extend(no_crs.then_some(Doubt::NoCrs));
    doubts.extend(item.role.is_none().then_some(Doubt::NoRole));
    let words: Vec<String> = doubts.into_iter().map(|doubt| doubt.text(lang)).collect();
    words.join("\n")
}
