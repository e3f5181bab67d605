//! What must be known to read the map: CRS, day, sources, who is to be named, and what is left out.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::model::finding::Screening;
use crate::model::layer::Layer;
use crate::model::source_label::file_of;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::options::PictureOptions;

/// Height of the letters, in units.
pub const NOTE_SIZE: f64 = 10.0;
/// From line to line, in units.
pub const NOTE_STEP: f64 = 14.5;
/// More sources are counted, not named.
const MOST_SOURCES: usize = 4;
/// Members of a file beside its features that say whose work it is.
const CREDITS: [&str; 5] = ["attribution", "source", "copyright", "licence", "license"];
/// A longer credit is cut: it would push the legend off the sheet.
const MOST_CREDIT_CHARS: usize = 160;
/// Lines of remarks, for the same reason.
const MOST_REMARKS: usize = 8;

/// The notes, each a paragraph.
pub fn note_texts(
    (workspace, screening): (&Workspace, Option<&Screening>),
    options: &PictureOptions,
) -> Vec<String> {
    let lang = options.lang;
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    let mut texts = vec![say!(
        lang,
        "report.map.crs",
        name = workspace.crs.name(),
        code = workspace.crs.code()
    )];
    match (screening, workspace.as_of) {
        // The page around it says so.
        _ if options.page.is_piece() => {}
        (Some(screening), _) => texts.push(say!(lang, "report.map.as_of", day = screening.as_of)),
        (None, Some(day)) => texts.push(say!(lang, "report.map.day", day = day)),
        (None, None) => {}
    }
    let mut files: Vec<&str> = Vec::new();
    for layer in shown(workspace, options) {
        let file = file_of(&layer.provenance.file);
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        if !name.is_empty() && !files.contains(&name) {
            files.push(name);
        }
    }
    if options.page.is_piece() {
        files.clear();
    }
    let first: Vec<&str> = files.iter().take(MOST_SOURCES).copied().collect();
    let named = first.join(separator);
    match files.len() {
        0 => {}
        count if count <= MOST_SOURCES => texts.push(say!(lang, "report.map.sources", files = named)),
        count => texts.push(say!(
            lang,
            "report.map.sources_more",
            files = named,
            count = count
        )),
    }
    let credits: BTreeSet<String> = shown(workspace, options).flat_map(credits).collect();
    if !credits.is_empty() {
        let names = credits.into_iter().collect::<Vec<_>>().join(separator);
        texts.push(say!(lang, "report.map.credits", names = shortened(&names)));
    }
    let hidden = workspace.layers.iter().filter(|layer| is_hidden(layer, options));
    let hidden: Vec<&str> = hidden.map(|layer| layer.about.name.get(lang)).collect();
    if !hidden.is_empty() {
        texts.push(say!(lang, "report.map.hidden", layers = hidden.join(separator)));
    }
    texts.extend(imprint_texts(options));
    texts
}

/// Who made the sheet and when, and what they add.
fn imprint_texts(options: &PictureOptions) -> Vec<String> {
    let (lang, imprint) = (options.lang, &options.imprint);
    let maker = shortened(imprint.maker.trim());
    let day = shortened(imprint.day.trim());
    let mut texts = Vec::new();
    if !maker.is_empty() {
        texts.push(say!(lang, "report.map.maker", name = maker));
    }
    if !day.is_empty() {
        texts.push(say!(lang, "report.map.made_on", day = day));
    }
    let remarks = imprint
        .remark
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    texts.extend(remarks.take(MOST_REMARKS).map(shortened));
    texts
}

fn is_hidden(layer: &Layer, options: &PictureOptions) -> bool {
    options.hidden.contains(&layer.about.id)
}

fn shown<'a>(workspace: &'a Workspace, options: &'a PictureOptions) -> impl Iterator<Item = &'a Layer> {
    let layers = workspace.layers.iter().map(|layer| &**layer);
    layers.filter(|layer| !is_hidden(layer, options))
}

/// Whose work the layer is, as far as its file says so in plain words.
fn credits(layer: &Layer) -> Vec<String> {
    let said = CREDITS
        .iter()
        .filter_map(|key| layer.provenance.foreign.get(*key));
    said.filter_map(Value::as_str)
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| !text.is_empty())
        .collect()
}

fn shortened(text: &str) -> String {
    let mut chars = text.chars();
    let kept: String = chars.by_ref().take(MOST_CREDIT_CHARS).collect();
    if chars.next().is_some() {
        kept + "…"
    } else {
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;
    use std::sync::Arc;

    fn notes(workspace: &Workspace, options: &PictureOptions) -> String {
        note_texts((workspace, None), options).join("\n")
    }

    #[test]
    fn the_day_is_the_workspaces_and_never_todays() {
        let mut workspace = scene::overlap().workspace;
        let options = PictureOptions::new(Lang::En);
        workspace.as_of = None;
        assert!(
            !notes(&workspace, &options).contains("Date"),
            "{}",
            notes(&workspace, &options)
        );
        workspace.as_of = "2021-03-04".parse().ok();
        assert!(notes(&workspace, &options).contains("2021-03-04"));
    }

    #[test]
    fn credits_and_hidden_layers_are_named() {
        let mut workspace = scene::overlap().workspace;
        let first = &workspace.layers[0];
        let (mut about, mut provenance) = (first.about.clone(), first.provenance.clone());
        about.name = crate::words::Bilingual::same("Tidal flats");
        let credit = Value::from("Survey\n office");
        provenance.foreign.insert("attribution".into(), credit);
        provenance.foreign.insert("licence".into(), Value::from(7));
        let features = first.features().to_vec();
        workspace.layers[0] = Arc::new(Layer::new(about, provenance, features));
        let mut options = PictureOptions::new(Lang::En);
        let all = notes(&workspace, &options);
        assert!(
            all.contains("Survey office") && !all.contains("Tidal flats"),
            "{all}"
        );
        options.hidden = vec![Arc::clone(&workspace.layers[0].about.id)];
        let without = notes(&workspace, &options);
        assert!(
            without.contains("Tidal flats") && !without.contains("Survey office"),
            "{without}"
        );
    }

    #[test]
    fn makers_day_and_remarks_are_printed_as_they_are_written() {
        let workspace = scene::overlap().workspace;
        let mut options = PictureOptions::new(Lang::Zh);
        let before = note_texts((&workspace, None), &options);
        options.imprint.maker = " 钱塘区规划院 ".into();
        options.imprint.day = "2026年11月".into();
        options.imprint.remark = "送审稿\n\n第二版".into();
        let after = note_texts((&workspace, None), &options);
        assert_eq!(after[..before.len()], before);
        assert_eq!(
            after[before.len()..],
            ["制图：钱塘区规划院", "制图日期：2026年11月", "送审稿", "第二版"]
        );
    }

    #[test]
    fn an_endless_credit_is_cut() {
        assert_eq!(
            shortened(&"湿".repeat(500)).chars().count(),
            MOST_CREDIT_CHARS + 1
        );
    }
}
