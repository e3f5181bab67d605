//! Which files to open, to add or to compare with: typed, or found with the system's dialog.

use std::path::PathBuf;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Label, Modifiers, RichText, TextEdit, Ui};

use crate::dossier::open::is_named_so;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::import::{ImportStep, Purpose};
use crate::session::review::step::ReviewStep;

use super::super::theme::Palette;
use super::super::view_state::{Ask, ViewState, Window};
use super::super::widgets::{main_button_ui, right_ui, title_ui};
use super::super::window_focus::focus_first;

/// Begins the next path; Enter alone does what the window is for.
const NEXT_LINE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter);

/// A box for paths, with buttons that ask the system. The box works even where the system's dialog does not come up.
pub fn open_window_ui(
    ui: &mut Ui,
    window: Window,
    session: &Session,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let lang = view.lang;
    let key = match window {
        Window::Add => "add",
        Window::AddPreview => "add_preview",
        Window::Compare => "compare",
        _ => "open",
    };
    let how = if key == "add_preview" { "add" } else { key };
    ui.set_width(520.0);
    title_ui(ui, &say!(lang, &format!("ui.command.{key}.label")));
    ui.add(
        Label::new(RichText::new(say!(lang, &format!("ui.{how}_window.how"))).color(Palette::here(ui).faint))
            .wrap(),
    );
    ui.add_space(6.0);
    let entered = paths_ui(ui, view);
    ui.horizontal(|ui| {
        if ui.button(say!(lang, "ui.open_window.files")).clicked() {
            view.asked = Some(Ask::Files);
        }
        if matches!(window, Window::Open | Window::Compare)
            && ui.button(say!(lang, "ui.open_window.folder")).clicked()
        {
            view.asked = Some(Ask::Folder);
        }
    });
    if matches!(window, Window::Open | Window::Add) {
        only_in_doubt_ui(ui, view);
    }
    ui.add_space(10.0);
    right_ui(ui, |ui| {
        let paths = view.typed_paths();
        let is_named = !paths.is_empty();
        ui.add_enabled_ui(is_named, |ui| {
            let is_asked = main_button_ui(ui, &say!(lang, &format!("ui.{how}_window.do"))).clicked();
            if is_asked || (entered && is_named) {
                match window {
                    Window::Compare => view.compare_with(paths, &session.looks()),
                    Window::Add => wishes.push(look(paths, Purpose::Add, view.preview_always)),
                    Window::AddPreview => wishes.push(look(paths, Purpose::Add, true)),
                    _ => wishes.push(open(paths, view.preview_always)),
                }
                view.path_draft.clear();
                view.window = None;
            }
        });
        if ui.button(say!(lang, "ui.close")).clicked() {
            view.window = None;
        }
    });
}

/// The box for paths; true where Enter confirms them.
fn paths_ui(ui: &mut Ui, view: &mut ViewState) -> bool {
    let label = ui.label(say!(view.lang, "ui.open_window.paths"));
    let field = TextEdit::multiline(&mut view.path_draft)
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .return_key(NEXT_LINE)
        .hint_text("maps/qiantang");
    let field = ui.add(field).labelled_by(label.id);
    focus_first(&field);
    let is_enter = |event: &Event| {
        matches!(
            event,
            Event::Key {
                key: Key::Enter,
                pressed: true,
                modifiers: Modifiers::NONE,
                ..
            }
        )
    };
    field.has_focus() && ui.input(|input| input.events.iter().any(is_enter))
}

/// Whether files are shown before they are imported also where nothing is in doubt.
pub fn only_in_doubt_ui(ui: &mut Ui, view: &mut ViewState) {
    let mut only_in_doubt = !view.preview_always;
    let text = say!(view.lang, "import.only_in_doubt");
    if ui.checkbox(&mut only_in_doubt, text).changed() {
        view.preview_always = !only_in_doubt;
    }
}

/// Opens a dossier, or looks whether it is a workspace or data files; a workspace is opened then.
pub fn open(paths: Vec<PathBuf>, always: bool) -> Command {
    if let [path] = paths.as_slice()
        && is_named_so(path)
    {
        return Command::Review(ReviewStep::Open(path.clone()));
    }
    look(paths, Purpose::Open, always)
}

/// Looks at data files before they are read, and into folders of them.
pub fn look(paths: Vec<PathBuf>, purpose: Purpose, always: bool) -> Command {
    Command::Import(ImportStep::Look {
        paths,
        purpose,
        always,
    })
}

/// Files that were dropped on the window: a workspace is opened, data files join what is open. Which they are is found out in
/// the background.
pub fn dropped_files(ctx: &Context, always: bool) -> Option<Command> {
    let paths: Vec<PathBuf> = ctx.input(|input| {
        let dropped = input.raw.dropped_files.iter();
        dropped.map(|file| file.path().to_owned()).collect()
    });
    match paths.as_slice() {
        [] => None,
        [one] if is_named_so(one) => Some(open(paths, always)),
        _ => Some(Command::Import(ImportStep::Drop { paths, always })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dossier_is_opened_as_one() {
        let check = |paths: &[&str], expected: bool| {
            let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
            let found = open(paths.clone(), false);
            assert_eq!(matches!(found, Command::Review(_)), expected, "{paths:?}");
        };
        check(&["a/case.redshank"], true);
        check(&["case.REDSHANK"], true);
        check(&["case.redshank.bak1"], true);
        check(&["case.v2.redshank"], true);
        check(&["case.gpkg"], false);
        check(&["case.redshank", "wetland.geojson"], false);
        check(&["redshank.geojson"], false);
    }
}
