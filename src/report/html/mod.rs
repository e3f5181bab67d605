//! The report page: one HTML file that needs nothing else and runs nothing.
//!
//! What was not checked stands before what was found. All that comes from data is escaped, and the page's own policy
//! forbids scripts and outside resources.

mod findings;
mod legal;
mod parts;
mod sources;

use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::symbology::of_verdict;
use crate::model::workspace::Workspace;
use crate::say;
use crate::words::Lang;

use super::markup::escape;
use super::picture::{PictureOptions, svg};
use super::wetland::html::sections;
use parts::{Source, section};

const STYLE: &str = include_str!("style.css");

/// The whole page.
pub fn report_page(workspace: &Workspace, screening: &Screening, lang: Lang) -> String {
    let source = Source {
        workspace,
        screening,
        lang,
    };
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = title(&source);
    let map = svg(workspace, Some(screening), &PictureOptions::new(lang));
    let body = [
        head(&source, &title),
        section(&source, "unchecked", &findings::unchecked_part(&source)),
        section(&source, "map", &format!("<div class=\"map\">{map}</div>")),
        section(&source, "projects", &findings::projects_part(&source)),
        section(&source, "totals", &findings::totals_part(&source)),
        section(&source, "consultations", &legal::consultations_part(&source)),
        section(&source, "contradictions", &legal::contradictions_part(&source)),
        section(&source, "findings", &findings::findings_part(&source)),
        annex(&source),
        section(&source, "rules", &sources::rules_part(&source)),
        section(&source, "layers", &sources::layers_part(&source)),
        section(&source, "problems", &sources::problems_part(&source)),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; \
         img-src data:; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
        escape(&title),
        body.concat()
    )
}

/// Wetland totals, footprints and quotas, where somebody has asked for them.
fn annex(source: &Source<'_>) -> String {
    let annex = source.screening.annex.as_deref();
    let sections = annex.map(|annex| sections(source.workspace, annex, source.lang));
    sections.unwrap_or_default()
}

fn title(source: &Source<'_>) -> String {
    let name = source.workspace.name.get(source.lang);
    let name = match name.is_empty() {
        true => source.word("unnamed"),
        false => name.to_owned(),
    };
    say!(source.lang, "report.page.title", name = name)
}

fn head(source: &Source<'_>, title: &str) -> String {
    let subtitle = say!(
        source.lang,
        "report.page.subtitle",
        day = source.screening.as_of,
        crs = source.workspace.crs.code(),
        program = concat!("redshank ", env!("CARGO_PKG_VERSION"))
    );
    format!(
        "<h1>{}</h1>\n<p class=\"faint\">{}<br>{}</p>\n{}{}",
        escape(title),
        escape(&subtitle),
        escape(&source.word("aid")),
        synthetic_warning(source),
        tally(source)
    )
}

fn synthetic_warning(source: &Source<'_>) -> String {
    let layers = source
        .workspace
        .layers
        .iter()
        .filter(|layer| layer.about.synthetic);
    let names: Vec<&str> = layers.map(|layer| layer.about.name.get(source.lang)).collect();
    if names.is_empty() {
        return String::new();
    }
    let text = say!(
        source.lang,
        "report.page.synthetic",
        layers = names.join(source.separator())
    );
    format!("<p class=\"warning\">{}</p>\n", escape(&text))
}

fn tally(source: &Source<'_>) -> String {
    let tally = source.screening.tally();
    let cells = [
        (Verdict::Conflict, tally.conflict),
        (Verdict::NotChecked(Reason::LayerMissing), tally.not_checked),
        (Verdict::Near, tally.near),
        (Verdict::Clear, tally.clear),
    ];
    let cells = cells.map(|(verdict, count)| {
        format!(
            "<div style=\"border-top-color:{}\"><b>{count}</b>{}</div>\n",
            of_verdict(verdict).hex(),
            escape(&verdict.name(source.lang))
        )
    });
    format!("<div class=\"tally\">\n{}</div>\n", cells.concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::finding::RuleVerdict;
    use crate::report::scene;
    use crate::words::Bilingual;

    fn page(scene: &scene::Scene, lang: Lang) -> String {
        report_page(&scene.workspace, &scene.screening, lang)
    }

    #[test]
    fn what_was_not_checked_stands_before_what_was_found() {
        let mut scene = scene::overlap();
        scene.screening.verdicts.push(RuleVerdict {
            project: scene::name("wind", "W-07"),
            rule: "red-line".into(),
            verdict: Verdict::NotChecked(Reason::LayerMissing),
        });
        let page = page(&scene, Lang::Zh);
        let (doubt, map, found) = (
            page.find("缺少生态保护红线图层").unwrap(),
            page.find("<svg").unwrap(),
            page.find("重叠 1,234.5 m²").unwrap(),
        );
        assert!(doubt < map && map < found);
    }

    #[test]
    fn data_cannot_bring_markup_or_load_anything() {
        let mut scene = scene::overlap();
        let evil = "<img src=x onerror=alert(1)>";
        scene.workspace.name = Bilingual::same(evil);
        scene.screening.projects[0].name = evil.into();
        scene.workspace.problems[0].file = evil.into();
        let page = page(&scene, Lang::En);
        assert!(!page.contains("<img"), "escaped everywhere");
        assert!(!page.contains("<script") && page.contains("default-src 'none'"));
        let addresses = page.matches("http").count();
        let harmless =
            page.matches("http://www.w3.org/2000/svg").count() + page.matches("http-equiv").count();
        assert_eq!(addresses, harmless, "no outside resource");
    }

    #[test]
    fn both_languages_are_complete() {
        for lang in Lang::ALL {
            let page = page(&scene::synthetic(), lang);
            assert!(!page.contains(">report."), "a key shows");
            for words in [
                "R-02",
                "solar/1",
                "2.83",
                "EPSG:4490",
                "red_line.geojson",
                "1,500.0 m²",
            ] {
                assert!(page.contains(words), "{words} is missing");
            }
        }
    }
}
