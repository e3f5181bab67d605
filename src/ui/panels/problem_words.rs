//! Problems in the words, signs and colours of the window.

use eframe::egui::{Color32, Ui};

use crate::model::problem::{Done, Problem};
use crate::report::units;
use crate::say;
use crate::words::{Lang, with_number};

use super::super::theme::Palette;
use super::problems_rows::Column;

/// A problem in one line with tabs between its cells, as spreadsheets take it.
pub fn copied(problem: &Problem, lang: Lang) -> String {
    let cells: Vec<String> = Column::ALL
        .into_iter()
        .map(|column| cell(problem, column, lang))
        .collect();
    cells.join("\t").replace(['\r', '\n'], " ")
}

/// What stands in a cell of the table.
pub fn cell(problem: &Problem, column: Column, lang: Lang) -> String {
    match column {
        Column::Done => problem.done.name(lang),
        Column::Layer => problem.layer.as_deref().unwrap_or_default().to_owned(),
        Column::Feature => problem.feature_words(lang).unwrap_or_default(),
        Column::Field => problem.field.clone().unwrap_or_default(),
        Column::Found => problem.text(lang),
        Column::Advice => problem.advice(lang),
        Column::Place => problem.place.map(units::decimal_degrees).unwrap_or_default(),
        Column::File => problem.file.clone(),
    }
}

/// The form of the dot on the map.
pub fn sign_of(done: Done) -> &'static str {
    match done {
        Done::Noted => "●",
        Done::Repaired => "■",
        Done::Refused => "▲",
    }
}

/// The colour of words about what was done.
pub fn color_of(ui: &Ui, done: Done) -> Color32 {
    let palette = Palette::here(ui);
    match done {
        Done::Noted => palette.not_checked,
        Done::Repaired => palette.near,
        Done::Refused => palette.conflict,
    }
}

/// What a kind of problem is called: its sentence with gaps for what differs.
pub fn kind_name(code: &str, lang: Lang) -> String {
    let key = format!("problem.{code}");
    let sentence = say!(lang, &key);
    if sentence == key {
        return code.to_owned();
    }
    let sentence = with_number(&sentence, |_| false);
    let mut name = String::new();
    let mut rest = sentence.as_ref();
    while let Some((before, after)) = rest.split_once("%{") {
        name.push_str(before);
        name.push('…');
        rest = after.split_once('}').map_or("", |(_, after)| after);
    }
    name + rest
}
