//! A project's account: what it takes of the zones, counting no place twice.

use eframe::egui::{RichText, Ui};

use crate::model::feature::FeatureRef;
use crate::model::finding::{ProjectAccount, Screening};
use crate::report::wetland::footprint::fact_words;
use crate::say;
use crate::session::Session;
use crate::words::Lang;

use super::super::areas::Areas;
use super::super::theme::Palette;
use super::super::widgets::{mark_ui, pairs_ui, section_ui};

/// Verdict, areas and cover by role of one project; nothing for what is no screened project.
pub fn project_account_ui(ui: &mut Ui, screening: &Screening, project: &FeatureRef, lang: Lang) {
    let Some(account) = screening.account(project) else {
        return;
    };
    section_ui(ui, &say!(lang, "ui.account.title"));
    let (palette, areas) = (Palette::here(ui), Areas::here(ui.ctx()));
    ui.horizontal(|ui| {
        ui.label(RichText::new(&account.name).strong());
        mark_ui(ui, &account.verdict.name(lang), palette.verdict(account.verdict));
    });
    if let Some(reason) = account.verdict.reason() {
        ui.label(RichText::new(reason.name(lang)).color(palette.faint));
    }
    if account.area_m2 > 0.0 {
        pairs_ui(ui, "account", &rows(account, (areas, lang)));
    }
    if !account.by_role.is_empty() {
        ui.add_space(4.0);
        ui.label(RichText::new(say!(lang, "ui.account.by_role")).color(palette.faint));
        let by_role = account.by_role.iter();
        let pairs: Vec<_> = by_role
            .map(|(role, m2)| (role.name(lang), areas.with_mu(*m2, lang)))
            .collect();
        pairs_ui(ui, "account by role", &pairs);
    }
}

/// What a project's footprint means for its kind; nothing where its kind has no account, or none was made yet.
pub fn footprint_ui(ui: &mut Ui, session: &Session, project: &FeatureRef, lang: Lang) {
    let (Some(annex), Some(workspace)) = (session.annex(), session.workspace()) else {
        return;
    };
    let Some(footprint) = annex.footprint(project).filter(|own| !own.facts.is_empty()) else {
        return;
    };
    section_ui(ui, &say!(lang, "footprint.title"));
    let pairs: Vec<(String, String)> = footprint
        .facts
        .iter()
        .map(|fact| {
            let words = fact_words(workspace, fact, lang);
            let open = words.is_open.then(|| say!(lang, "footprint.open"));
            (words.name, words.value + &open.unwrap_or_default())
        })
        .collect();
    pairs_ui(ui, "footprint", &pairs);
    let ledgers = annex.quotas.iter();
    for entry in ledgers.flat_map(|ledger| &ledger.entries) {
        if entry.project == *project && entry.breaks {
            let text = RichText::new(say!(lang, "quota.breaks")).color(Palette::here(ui).conflict);
            ui.label(text);
        }
    }
}

fn rows(account: &ProjectAccount, (areas, lang): (Areas, Lang)) -> Vec<(String, String)> {
    let rows = [
        ("area", account.area_m2),
        ("gross", account.overlap_gross_m2),
        ("unique", account.overlap_unique_m2),
        ("multiple", account.multiple_cover_m2),
    ];
    rows.iter()
        .map(|(key, m2)| {
            let name = say!(lang, &format!("ui.account.{key}"));
            (name, areas.with_mu(*m2, lang))
        })
        .collect()
}
