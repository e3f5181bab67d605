//! The review as a document: what was not checked stands before what was found.

mod findings;
mod legal;
mod source;
mod sources;

use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::symbology::of_verdict;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::document::{Block, Document, Section, Tally, blocks_of, synthetic_warning};
use super::picture::{PictureOptions, svg};
use super::wetland::footprint::{footprint_grids, quota_grids};
use super::wetland::tables::tables;

use source::Source;

/// All of a screening in one language.
pub fn review(workspace: &Workspace, screening: &Screening, lang: Lang) -> Document {
    let source = Source {
        workspace,
        screening,
        lang,
    };
    let map = svg(workspace, Some(screening), &PictureOptions::new(lang));
    let parts = [
        ("unchecked", findings::unchecked_part(&source)),
        ("map", vec![Block::Map(map)]),
        ("projects", findings::projects_part(&source)),
        ("totals", findings::totals_part(&source)),
        ("consultations", legal::consultations_part(&source)),
        ("contradictions", legal::contradictions_part(&source)),
        ("findings", findings::findings_part(&source)),
    ];
    let ground = [
        ("rules", sources::rules_part(&source)),
        ("layers", sources::layers_part(&source)),
        ("problems", sources::problems_part(&source)),
    ];
    let titled = |(key, blocks): (&str, Vec<Block>)| Section {
        title: source.word(key),
        blocks,
    };
    let mut sections: Vec<Section> = parts.map(titled).into();
    sections.extend(annex(&source));
    sections.extend(ground.map(titled));
    sections.retain(|section| !section.blocks.is_empty());
    Document {
        lang,
        title: title(&source),
        subtitle: vec![
            say!(
                lang,
                "report.page.subtitle",
                day = screening.as_of,
                crs = workspace.crs.code(),
                program = concat!("redshank ", env!("CARGO_PKG_VERSION"))
            ),
            source.word("aid"),
        ],
        warnings: synthetic_warning(workspace, lang).into_iter().collect(),
        tally: tally(&source),
        sections,
    }
}

/// Wetland totals, footprints and quotas, where somebody has asked for them.
fn annex(source: &Source<'_>) -> Vec<Section> {
    let Some(annex) = source.screening.annex.as_deref() else {
        return Vec::new();
    };
    let (workspace, lang) = (source.workspace, source.lang);
    let totals = annex.wetland.as_ref();
    let wetland = totals.map(|totals| tables(workspace, totals, lang));
    let parts = [
        ("wetland", wetland.unwrap_or_default()),
        ("footprints", footprint_grids(workspace, annex, lang)),
        ("quotas", quota_grids(workspace, annex, lang)),
    ];
    let section = |(key, grids)| Section {
        title: say!(lang, &format!("wetland.section.{key}")),
        blocks: blocks_of(grids),
    };
    parts.map(section).into()
}

fn title(source: &Source<'_>) -> String {
    let name = source.workspace.name.get(source.lang);
    let name = match name.is_empty() {
        true => source.word("unnamed"),
        false => name.to_owned(),
    };
    say!(source.lang, "report.page.title", name = name)
}

fn tally(source: &Source<'_>) -> Vec<Tally> {
    let tally = source.screening.tally();
    let counts = [
        (Verdict::Conflict, tally.conflict),
        (Verdict::NotChecked(Reason::LayerMissing), tally.not_checked),
        (Verdict::Near, tally.near),
        (Verdict::Clear, tally.clear),
    ];
    let one = |(verdict, count): (Verdict, usize)| Tally {
        count,
        words: verdict.name(source.lang),
        colour: of_verdict(verdict),
    };
    counts.map(one).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::scene;

    /// No row is lost on the way into the tables.
    #[test]
    fn a_row_for_each_thing() {
        for lang in Lang::ALL {
            let scene = scene::synthetic();
            let document = review(&scene.workspace, &scene.screening, lang);
            let count = |key: &str| {
                let title = say!(lang, &format!("report.page.{key}"));
                let found = document.tables().find(|(own, _)| *own == title);
                found.map_or(0, |(_, table)| table.rows.len())
            };
            assert_eq!(count("findings"), scene.screening.findings.len());
            assert_eq!(count("projects"), scene.screening.projects.len());
            assert_eq!(count("layers"), scene.workspace.layers.len());
            assert_eq!(count("problems"), scene.workspace.problems.len());
            for (title, table) in document.tables() {
                let width = table.columns.len();
                assert!(table.rows.iter().all(|row| row.len() == width), "{title}");
            }
        }
    }
}
