//! The review as a document: verdicts, limits and what was not checked stand before what was found; then the ledger, a
//! sheet for each department and each project, and at the end what all of it rests on.

mod checklists;
mod departments;
mod findings;
mod ground;
mod ledger;
mod legal;
mod limits;
mod maps;
mod provenance;
mod sheets;
mod source;
mod sources;

use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::symbology::of_verdict;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::say;
use crate::words::Lang;

use super::document::{Block, Document, Section, Tally, blocks_of, synthetic_warning};
use super::wetland::footprint::{footprint_grids, quota_grids};
use super::wetland::tables::tables;

pub use ground::{Ground, Record};
use source::Source;

/// All of a screening in one language, without what people said about it.
pub fn review(workspace: &Workspace, screening: &Screening, lang: Lang) -> Document {
    paper(&Ground::new(workspace, screening), lang)
}

/// All of a screening and of what people said about it, in one language.
pub fn paper(ground: &Ground<'_>, lang: Lang) -> Document {
    whole(&Source::new(ground, lang, &Progress::default()))
}

/// The same, until somebody asks to stop.
///
/// # Errors
/// [`Cancelled`].
pub fn paper_until(ground: &Ground<'_>, lang: Lang, progress: &Progress) -> Result<Document, Cancelled> {
    let document = whole(&Source::new(ground, lang, progress));
    progress.check()?;
    Ok(document)
}

fn whole(source: &Source<'_>) -> Document {
    let Source {
        workspace,
        screening,
        lang,
        ..
    } = *source;
    let mut sections = first_part(source);
    sections.extend(annex(source));
    sections.extend(last_part(source));
    sections.retain(|section| !section.blocks.is_empty());
    Document {
        lang,
        title: title(source),
        subtitle: vec![say!(
            lang,
            "report.page.subtitle",
            day = screening.as_of,
            crs = workspace.crs.code(),
            program = concat!("redshank ", env!("CARGO_PKG_VERSION"))
        )],
        warnings: synthetic_warning(workspace, lang).into_iter().collect(),
        tally: tally(source),
        sections,
    }
}

/// The answer: from the limits to the sheets.
fn first_part(source: &Source<'_>) -> Vec<Section> {
    let same = |key, blocks| section(source, key, false, blocks);
    let page = |key, blocks| section(source, key, true, blocks);
    let mut projects = findings::projects_part(source);
    projects.extend(ledger::project_chart(source));
    let mut sections = vec![
        same("limits", limits::limits_part(source)),
        same("unchecked", findings::unchecked_part(source)),
        page("map", vec![maps::whole(source)]),
        page("projects", projects),
        page("totals", ledger::ledger_part(source)),
        same("missing", checklists::missing_part(source)),
        same("contradictions", legal::contradictions_part(source)),
    ];
    let sheets = sheets::sheets_part(source);
    if sheets::are_made(source) {
        sections.push(same("departments", departments::departments_part(source)));
        sections.push(same("sheets", sheets));
    } else {
        sections.push(page("consultations", legal::consultations_part(source)));
        sections.push(same("sheets", sheets));
        sections.push(page("findings", findings::findings_part(source)));
    }
    sections
}

/// What the answer rests on.
fn last_part(source: &Source<'_>) -> Vec<Section> {
    vec![
        section(source, "provenance", true, provenance::provenance_part(source)),
        section(source, "layers", false, sources::layers_part(source)),
        section(source, "rules", true, sources::rules_part(source)),
        section(source, "problems", false, sources::problems_part(source)),
    ]
}

fn section(source: &Source<'_>, key: &str, begins_page: bool, blocks: Vec<Block>) -> Section {
    Section {
        title: source.word(key),
        begins_page,
        blocks,
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
        begins_page: false,
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
            let count = |key: &str| -> usize {
                let title = say!(lang, &format!("report.page.{key}"));
                let own = document.tables().filter(|(own, _)| *own == title);
                own.map(|(_, table)| table.rows.len()).sum()
            };
            assert_eq!(count("own_findings"), scene.screening.findings.len());
            assert_eq!(count("findings"), 0, "they stand on the sheets");
            assert_eq!(count("projects"), scene.screening.projects.len());
            assert_eq!(count("ledger_role"), scene.screening.totals.len());
            assert_eq!(count("layers"), scene.workspace.layers.len());
            assert_eq!(count("problems"), scene.workspace.problems.len());
            for (title, table) in document.tables() {
                let width = table.columns.len();
                assert!(table.rows.iter().all(|row| row.len() == width), "{title}");
            }
        }
    }

    #[test]
    fn too_many_findings_have_a_table_and_no_sheets() {
        let mut scene = scene::synthetic();
        let finding = scene.screening.findings[0].clone();
        scene.screening.findings = vec![finding; 5_000];
        let document = review(&scene.workspace, &scene.screening, Lang::En);
        let count = |title: &str| -> usize {
            let own = document.tables().filter(|(own, _)| *own == title);
            own.map(|(_, table)| table.rows.len()).sum()
        };
        assert_eq!((count("Findings"), count("Findings of the project")), (5_000, 0));
    }

    #[test]
    fn pictures_have_ids_of_their_own() {
        let scene = scene::synthetic();
        let document = review(&scene.workspace, &scene.screening, Lang::En);
        let mut ids: Vec<&str> = Vec::new();
        for picture in document.pictures() {
            let own = picture.svg.split(" id=\"").skip(1);
            ids.extend(own.filter_map(|rest| rest.split('"').next()));
            for named in picture.svg.split("\"url(#").skip(1) {
                let named = named.split(')').next().unwrap();
                assert!(picture.svg.contains(&format!(" id=\"{named}\"")), "{named}");
            }
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert!(count > 2 && ids.len() == count);
    }

    #[test]
    fn limits_and_what_was_not_checked_stand_first() {
        let scene = scene::synthetic();
        let document = review(&scene.workspace, &scene.screening, Lang::En);
        let titles: Vec<&str> = document.sections.iter().map(|own| own.title.as_str()).collect();
        assert_eq!(
            titles[..2],
            ["How far the answer carries", "What was not checked"]
        );
        let place = |title: &str| titles.iter().position(|own| *own == title).unwrap();
        let order = [
            "Projects and what they take",
            "Sheets for projects",
            "How the answer came to be",
        ];
        assert!(order.map(place).is_sorted(), "{titles:?}");
    }
}
