//! The wetland totals and quotas as a page of their own.

use crate::model::annex::Annex;
use crate::model::workspace::Workspace;
use crate::report::document::{Document, Section, blocks_of, synthetic_warning};
use crate::report::html::page;
use crate::say;
use crate::words::Lang;

use super::footprint::quota_grids;
use super::tables::tables;

/// A page of the totals alone.
pub fn totals_page(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    let totals = annex.wetland.as_ref();
    let wetland = totals.map(|totals| tables(workspace, totals, lang));
    let parts = [
        ("wetland", wetland.unwrap_or_default()),
        ("quotas", quota_grids(workspace, annex, lang)),
    ];
    let section = |(key, grids)| Section {
        title: say!(lang, &format!("wetland.section.{key}")),
        begins_page: false,
        blocks: blocks_of(grids),
    };
    let mut sections: Vec<Section> = parts.map(section).into();
    sections.retain(|section| !section.blocks.is_empty());
    page(&Document {
        lang,
        title: say!(lang, "wetland.page", name = workspace.name.get(lang))
            .trim()
            .to_owned(),
        subtitle: Vec::new(),
        warnings: synthetic_warning(workspace, lang).into_iter().collect(),
        tally: Vec::new(),
        sections,
    })
}
