//! Version, sources and licences.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::say;
use crate::words::Lang;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;
use super::super::window_focus::focus_first;

const FONT_LICENCE: &str = include_str!("../../../assets/fonts/OFL.txt");
/// Packages, one a line: name, version, licence, and `program` for those that the program is built of.
const LICENCES: &str = include_str!("../../../assets/licences.tsv");
/// How high the lists are, in points.
const LIST_PX: f32 = 180.0;

/// What the program is, what it does not promise, and on whose work it stands.
pub fn about_window_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.set_width(520.0);
    ui.heading(say!(lang, "ui.about.title", version = env!("CARGO_PKG_VERSION")));
    for key in ["what", "promise"] {
        ui.add(Label::new(say!(lang, &format!("ui.about.{key}"))).wrap());
    }
    ui.add_space(6.0);
    for key in ["licence", "libraries", "fonts"] {
        let text = RichText::new(say!(lang, &format!("ui.about.{key}"))).color(Palette::here(ui).faint);
        ui.add(Label::new(text).wrap());
    }
    if let Some(system) = view.window_system {
        let text = RichText::new(say!(lang, "ui.about.window_system", name = system.name()));
        ui.add(Label::new(text.color(Palette::here(ui).faint)).wrap());
    }
    packages_ui(ui, lang);
    ui.collapsing(say!(lang, "ui.about.font_licence"), |ui| {
        ScrollArea::vertical().max_height(LIST_PX).show(ui, |ui| {
            ui.add(Label::new(RichText::new(FONT_LICENCE).small()).wrap());
        });
    });
    right_ui(ui, |ui| {
        let close = ui.button(say!(lang, "ui.close"));
        focus_first(&close);
        if close.clicked() {
            view.window = None;
        }
    });
}

/// Every package that the program is built of, with its licence; only those in sight are drawn.
fn packages_ui(ui: &mut Ui, lang: Lang) {
    let packages: Vec<String> = LICENCES.lines().filter_map(line).collect();
    ui.collapsing(say!(lang, "ui.about.packages", count = packages.len()), |ui| {
        if ui.small_button(say!(lang, "ui.about.copy_packages")).clicked() {
            ui.ctx().copy_text(packages.join("\n"));
        }
        let row_px = ui.text_style_height(&eframe::egui::TextStyle::Small);
        let list = ScrollArea::vertical().id_salt("packages").max_height(LIST_PX);
        list.show_rows(ui, row_px, packages.len(), |ui, rows| {
            for package in packages.get(rows).unwrap_or_default() {
                ui.add(Label::new(RichText::new(package).small()).truncate());
            }
        });
    });
}

/// A package of the program for people: `egui 0.37.0    MIT OR Apache-2.0`.
fn line(line: &str) -> Option<String> {
    let (package, place) = line.rsplit_once('\t')?;
    let mut fields = package.split('\t');
    let (name, version, licence) = (fields.next()?, fields.next()?, fields.next()?);
    (place == "program").then(|| format!("{name} {version}    {licence}"))
}
