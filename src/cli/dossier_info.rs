//! What `redshank info` says of a dossier.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::dossier::fault::DossierFault;
use crate::dossier::open::Dossier;
use crate::model::review::standing::standing;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

use super::console::Console;
use super::mistake::Mistake;
use super::work::watched;

/// A dossier, as far as it says what it holds.
#[derive(Clone, Debug, Serialize)]
pub struct DossierRecord {
    file: String,
    format: &'static str,
    name: [String; 2],
    crs: String,
    layers: Vec<LayerRecord>,
    rule_count: usize,
    run: u64,
    as_of: String,
    program: String,
    findings_sha256: String,
    finding_count: usize,
    /// Findings by how they stand.
    standing: BTreeMap<&'static str, usize>,
    event_count: usize,
    /// Hash of the last entry of the log.
    head: String,
}

#[derive(Clone, Debug, Serialize)]
struct LayerRecord {
    layer: String,
    role: &'static str,
    features: usize,
    file: String,
    sha256: String,
}

/// Looks into dossiers; false with them where one could not be read.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn dossier_records(
    files: &[&PathBuf],
    console: &mut Console,
) -> Result<(Vec<DossierRecord>, bool), Mistake> {
    let mut records = Vec::new();
    for file in files {
        let path = (*file).clone();
        match watched(console, "open", move |progress| {
            DossierRecord::of(&path, progress)
        })? {
            Ok(record) => records.push(record),
            Err(fault) => console.error(&fault.text(console.lang)),
        }
    }
    let are_whole = records.len() == files.len();
    Ok((records, are_whole))
}

impl DossierRecord {
    fn of(path: &Path, progress: &Progress) -> Result<DossierRecord, DossierFault> {
        let dossier = Dossier::read(path, progress)?;
        let (workspace, run) = (dossier.workspace(progress)?, dossier.last_run()?);
        let (evidence, review) = (dossier.evidence()?, dossier.review());
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for (key, sha256) in &evidence {
            let stands = standing(review, key, Some(sha256));
            let name = match (stands.outdated, stands.differs, stands.closed) {
                (true, ..) => "outdated",
                (_, true, _) => "differs",
                (.., true) => "closed",
                _ => stands.state.code(),
            };
            *counts.entry(name).or_default() += 1;
        }
        Ok(DossierRecord {
            file: path.display().to_string(),
            format: "dossier",
            name: [Lang::Zh, Lang::En].map(|lang| workspace.name.get(lang).to_owned()),
            crs: workspace.crs.code().to_owned(),
            layers: layers(&workspace),
            rule_count: workspace.rules.rules.len(),
            run: run.run,
            as_of: run.as_of.to_string(),
            program: run.program,
            findings_sha256: run.sha256,
            finding_count: evidence.len(),
            standing: counts,
            event_count: review.events().len(),
            head: dossier.head().to_owned(),
        })
    }

    /// The same for people.
    pub fn words(&self, lang: Lang) -> String {
        let [zh, en] = &self.name;
        let name = match lang {
            Lang::Zh => zh,
            Lang::En => en,
        };
        let count = |number: usize| thousands(number as f64, 0);
        let mut lines = vec![
            self.file.clone(),
            say!(lang, "dossier.info.head", name = name, crs = self.crs),
            say!(
                lang,
                "dossier.info.run",
                run = self.run,
                day = self.as_of,
                program = self.program,
                rules = self.rule_count,
                findings = count(self.finding_count)
            ),
        ];
        for layer in &self.layers {
            lines.push(say!(
                lang,
                "dossier.info.layer",
                layer = layer.layer,
                features = count(layer.features),
                file = layer.file,
                sha256 = layer.sha256
            ));
        }
        let standing = self.standing.iter().map(|(name, number)| {
            let key = match *name {
                "outdated" | "differs" | "closed" => format!("review.mark.{name}"),
                state => format!("review.state.{state}"),
            };
            format!("{} {}", say!(lang, &key), count(*number))
        });
        let standing = standing.collect::<Vec<_>>().join(", ");
        lines.push(say!(
            lang,
            "dossier.info.log",
            events = self.event_count,
            standing = standing,
            head = self.head
        ));
        lines.join("\n")
    }
}

fn layers(workspace: &Workspace) -> Vec<LayerRecord> {
    let layers = workspace.layers.iter();
    layers
        .map(|layer| LayerRecord {
            layer: layer.about.id.to_string(),
            role: layer.about.role.code(),
            features: layer.features().len(),
            file: layer.provenance.file.clone(),
            sha256: layer.provenance.sha256.clone(),
        })
        .collect()
}
