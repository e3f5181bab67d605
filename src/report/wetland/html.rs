//! Wetland totals, footprints and quotas as markup: parts of the report page, and a page of their own.

use crate::model::annex::Annex;
use crate::model::workspace::Workspace;
use crate::report::grid::Grid;
use crate::report::markup::escape;
use crate::say;
use crate::words::Lang;

use super::footprint::{footprint_grids, quota_grids};
use super::tables::tables;

const STYLE: &str = include_str!("../html/style.css");

/// The part about wetland; empty where there are no totals.
pub fn wetland_part(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    let totals = annex.wetland.as_ref();
    let grids = totals.map(|totals| tables(workspace, totals, lang));
    markup(&grids.unwrap_or_default())
}

/// The part about footprints; empty where no project has an account of its own.
pub fn footprint_part(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    markup(&footprint_grids(workspace, annex, lang))
}

/// The part about quotas; empty where the workspace has none.
pub fn quota_part(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    markup(&quota_grids(workspace, annex, lang))
}

/// A heading with what follows; nothing where nothing follows.
pub fn section(lang: Lang, key: &str, content: &str) -> String {
    if content.is_empty() {
        return String::new();
    }
    let title = say!(lang, &format!("wetland.section.{key}"));
    format!("<h2>{}</h2>\n{content}\n", escape(&title))
}

/// All parts with their headings: what the report page takes in.
pub fn sections(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    [
        section(lang, "wetland", &wetland_part(workspace, annex, lang)),
        section(lang, "footprints", &footprint_part(workspace, annex, lang)),
        section(lang, "quotas", &quota_part(workspace, annex, lang)),
    ]
    .concat()
}

/// A page of the totals alone.
pub fn totals_page(workspace: &Workspace, annex: &Annex, lang: Lang) -> String {
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = say!(lang, "wetland.page", name = workspace.name.get(lang));
    let synthetic: Vec<&str> = workspace
        .layers
        .iter()
        .filter(|layer| layer.about.synthetic)
        .map(|layer| layer.about.name.get(lang))
        .collect();
    let warning = if synthetic.is_empty() {
        String::new()
    } else {
        let separator = if lang == Lang::Zh { "、" } else { ", " };
        let text = say!(lang, "report.page.synthetic", layers = synthetic.join(separator));
        format!("<p class=\"warning\">{}</p>\n", escape(&text))
    };
    let body = [
        section(lang, "wetland", &wetland_part(workspace, annex, lang)),
        section(lang, "quotas", &quota_part(workspace, annex, lang)),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{}</h1>\n{warning}{}</body>\n</html>\n",
        escape(title.trim()),
        escape(title.trim()),
        body.concat()
    )
}

fn markup(grids: &[Grid]) -> String {
    grids.iter().map(grid).collect()
}

fn grid(grid: &Grid) -> String {
    let class = |is_number: bool| if is_number { " class=\"number\"" } else { "" };
    let mut text = format!("<h3>{}</h3>\n", escape(&grid.title));
    if !grid.rows.is_empty() {
        let heads = grid.columns.iter();
        let heads: String = heads
            .map(|(name, is_number)| format!("<th{}>{}</th>", class(*is_number), escape(name)))
            .collect();
        text += &format!("<div class=\"scroll\"><table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n");
        for row in &grid.rows {
            let cells: String = row
                .iter()
                .zip(&grid.columns)
                .map(|(cell, (_, is_number))| format!("<td{}>{}</td>", class(*is_number), escape(cell)))
                .collect();
            text += &format!("<tr>{cells}</tr>\n");
        }
        text += "</tbody></table></div>\n";
    }
    let notes = grid.notes.iter();
    text + &notes
        .map(|note| format!("<p class=\"faint\">{}</p>\n", escape(note)))
        .collect::<String>()
}
