//! Repeats the stored run on the stored layers, and says what is not as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::formats::json_steps;
use crate::model::review::event::Frozen;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::report::json::write_findings;
use crate::report::stoppable::in_memory_until;
use crate::say;
use crate::screening::annex::annex;
use crate::screening::{Request, screen};
use crate::sha256::sha256_of;
use crate::words::Lang;

use super::fault::DossierFault;
use super::freeze::{PROGRAM, frozen_parts};
use super::hash;
use super::item_count::item_count;
use super::last_digits::LastDigits;
use super::open::Dossier;
use super::run::StoredRun;
use super::sources::{SourceNow, sources_now};
use super::thaw::stored_layers;

/// What a verification found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verification {
    /// Findings of the stored run.
    pub finding_count: usize,
    /// Entries of the log, all of which follow from each other.
    pub event_count: usize,
    /// What is not as it was; empty where everything is.
    pub differences: Vec<Difference>,
    /// Numbers of the findings that are as stored but for their last digits.
    pub last_digits: LastDigits,
    /// What is worth knowing and changes nothing.
    pub notes: Vec<Remark>,
}

/// Something that is not as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Difference {
    /// A table of the file is not what was frozen.
    Part {
        /// Its name.
        table: String,
    },
    /// A feature is not what was frozen.
    Feature {
        /// The layer's id.
        layer: String,
        /// The feature's id.
        id: String,
    },
    /// The stored findings are not those that the run noted.
    StoredFindings,
    /// A rule gives a project another verdict.
    Verdict {
        /// `LAYER/ID`
        project: String,
        /// The rule's id.
        rule: String,
        /// As stored; empty where there was none.
        then: String,
        /// Now; empty where there is none.
        now: String,
    },
    /// A finding is gone, new, or shown by other evidence.
    Finding {
        /// Project, rule, zone.
        finding: String,
        /// What changed: `gone`, `new`, or the names of the members.
        what: String,
    },
    /// Another part of the findings file differs.
    Section {
        /// The member's name.
        name: String,
    },
    /// The findings differ in their bytes, though not in what they say.
    Bytes,
    /// The file that a layer was read from has changed since.
    Source {
        /// The file, as the workspace names it.
        file: String,
    },
}

/// Something worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Another version of the program made the run.
    Program {
        /// That version.
        then: String,
    },
    /// The file that a layer was read from is not there.
    SourceMissing {
        /// The file, as the workspace names it.
        file: String,
    },
}

/// Repeats the last run of a dossier and compares: the tables with the hashes in the log, the findings byte by byte, or
/// where another machine is wrong in other last digits, by what they say, the sources in `folder` with the hashes of the
/// layers.
///
/// # Errors
/// What is broken: a part that means nothing, damaged pages. Somebody asked to stop.
pub fn verify(dossier: &Dossier, folder: &Path, progress: &Progress) -> Result<Verification, DossierFault> {
    let review = dossier.review();
    let no_run = || DossierFault::content("run", "missing");
    let (_, frozen) = review.last_run().ok_or_else(no_run)?;
    let mut found = Verification {
        event_count: review.events().len(),
        ..Verification::default()
    };
    let stored = dossier.last_run()?;
    let changed = changed_parts(dossier, frozen)?;
    let workspace = dossier.workspace(progress)?;
    for table in changed {
        found
            .differences
            .extend(changed_features(dossier, &workspace, &table)?);
        found.differences.push(Difference::Part { table });
    }
    if sha256_of(&[&stored.findings]) != stored.sha256 || stored.run != frozen.run {
        found.differences.push(Difference::StoredFindings);
    }
    let again = repeated(&workspace, &stored, progress)?;
    compare(&stored, &again, &mut found, progress)?;
    sources(&workspace, folder, &mut found, progress)?;
    Ok(found)
}

/// Tables that are not what the log says, those that are gone or new among them.
fn changed_parts(dossier: &Dossier, frozen: &Frozen) -> Result<Vec<String>, DossierFault> {
    let database = dossier.database();
    let tables: Vec<String> = stored_layers(database)?
        .into_iter()
        .map(|layer| layer.table)
        .collect();
    database.got_on();
    let now = frozen_parts(&database.connection, &tables)
        .map_err(|error| DossierFault::content("tables", error))?;
    let then: BTreeMap<&str, &str> = names(&frozen.parts);
    let now: BTreeMap<&str, &str> = names(&now);
    let all: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
    let changed = all.into_iter().filter(|name| then.get(name) != now.get(name));
    Ok(changed.map(str::to_owned).collect())
}

fn names(parts: &[(String, String)]) -> BTreeMap<&str, &str> {
    let each = parts.iter();
    each.map(|(name, sha256)| (name.as_str(), sha256.as_str()))
        .collect()
}

/// The features of a table that are not what was frozen; none for a table that is no layer.
fn changed_features(
    dossier: &Dossier,
    workspace: &Workspace,
    table: &str,
) -> Result<Vec<Difference>, DossierFault> {
    let database = dossier.database();
    let all = stored_layers(database)?;
    let Some(stored) = all.into_iter().find(|layer| layer.table == table) else {
        return Ok(Vec::new());
    };
    let Some(layer) = workspace.layer(&stored.id) else {
        return Ok(Vec::new());
    };
    let read = || -> Result<Vec<(String, Vec<u8>)>, rusqlite::Error> {
        let sql = "SELECT f.id, f.sha256 FROM redshank_features f JOIN redshank_layers l ON l.layer = f.layer \
                   WHERE l.id = ?1 ORDER BY f.place";
        let mut statement = database.connection.prepare(sql)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        statement.query_map([&stored.id], row)?.collect()
    };
    let frozen = read().map_err(|error| DossierFault::content("features", error))?;
    let now: BTreeMap<&str, [u8; 32]> = layer
        .features()
        .iter()
        .map(|feature| (&*feature.id, hash::of_feature(feature)))
        .collect();
    let is_changed =
        |(id, sha256): &(String, Vec<u8>)| now.get(id.as_str()).is_none_or(|own| own.as_slice() != sha256);
    let changed = frozen.into_iter().filter(is_changed);
    Ok(changed
        .map(|(id, _)| Difference::Feature {
            layer: stored.id.clone(),
            id,
        })
        .collect())
}

/// The findings of the stored run, made anew.
fn repeated(workspace: &Workspace, stored: &StoredRun, progress: &Progress) -> Result<Vec<u8>, DossierFault> {
    let request = Request {
        as_of: stored.as_of,
        only: stored.only.clone(),
    };
    let mut screening = screen(workspace, &request, progress)?;
    if stored.has_annex {
        screening.annex = Some(annex(workspace, progress)?.into());
    }
    let written = in_memory_until(progress, |out| write_findings(workspace, &screening, out));
    Ok(written?)
}

fn compare(
    stored: &StoredRun,
    again: &[u8],
    found: &mut Verification,
    progress: &Progress,
) -> Result<(), DossierFault> {
    let failed = |error: serde_json::Error| match progress.check() {
        Err(cancelled) => cancelled.into(),
        Ok(()) => DossierFault::content("run", error),
    };
    let parsed = |bytes: &[u8]| json_steps::value(bytes, progress).map_err(failed);
    if stored.program != PROGRAM {
        let then = stored.program.clone();
        found.notes.push(Remark::Program { then });
    }
    found.finding_count = item_count(&stored.findings, "findings", progress).map_err(failed)?;
    if stored.findings == again {
        return Ok(());
    }
    let then = parsed(&stored.findings)?;
    let mut now = parsed(again)?;
    found.last_digits = LastDigits::settle(&then, &mut now);
    let before = found.differences.len();
    verdicts(&then, &now, &mut found.differences);
    findings(&then, &now, &mut found.differences);
    let sections = |value: &Value| -> Vec<String> {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, _)| name.clone()).collect()
    };
    let all: BTreeSet<String> = sections(&then).into_iter().chain(sections(&now)).collect();
    // Told on their own already, or known to differ.
    let told = ["verdicts", "findings", "program"];
    let others = all.into_iter().filter(|name| !told.contains(&name.as_str()));
    let changed = others.filter(|name| then.get(name) != now.get(name));
    let changed = changed.map(|name| Difference::Section { name });
    found.differences.extend(changed);
    // Rows in another order, or twice, are no rows that differ: with the digits settled nothing at all may be left over.
    let is_explained = stored.program != PROGRAM || (found.last_digits.count > 0 && then == now);
    if found.differences.len() == before && !is_explained {
        found.differences.push(Difference::Bytes);
    }
    Ok(())
}

fn list<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value
        .get(name)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn verdicts(then: &Value, now: &Value, differences: &mut Vec<Difference>) {
    let rows = |value: &Value| -> BTreeMap<(String, String), String> {
        let rows = list(value, "verdicts").iter();
        rows.map(|row| {
            let verdict = match text(row, "reason") {
                "" => text(row, "verdict").to_owned(),
                reason => format!("{} ({reason})", text(row, "verdict")),
            };
            (
                (text(row, "project").to_owned(), text(row, "rule").to_owned()),
                verdict,
            )
        })
        .collect()
    };
    let (then, now) = (rows(then), rows(now));
    let keys: BTreeSet<&(String, String)> = then.keys().chain(now.keys()).collect();
    for key in keys.into_iter().filter(|key| then.get(key) != now.get(key)) {
        let said = |rows: &BTreeMap<_, String>| rows.get(key).cloned().unwrap_or_default();
        differences.push(Difference::Verdict {
            project: key.0.clone(),
            rule: key.1.clone(),
            then: said(&then),
            now: said(&now),
        });
    }
}

fn findings(then: &Value, now: &Value, differences: &mut Vec<Difference>) {
    fn rows(value: &Value) -> BTreeMap<String, &Value> {
        let rows = list(value, "findings").iter();
        rows.map(|row| {
            let key = [text(row, "project"), text(row, "rule"), text(row, "zone")];
            (key.join(" "), row)
        })
        .collect()
    }
    let (then, now) = (rows(then), rows(now));
    let keys: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    for key in keys {
        let what = match (then.get(key), now.get(key)) {
            (Some(_), None) => "gone".to_owned(),
            (None, Some(_)) => "new".to_owned(),
            (Some(then), Some(now)) if then != now => members_that_differ(then, now).join(", "),
            _ => continue,
        };
        let finding = key.clone();
        differences.push(Difference::Finding { finding, what });
    }
}

fn members_that_differ(then: &Value, now: &Value) -> Vec<String> {
    let names = |value: &Value| -> Vec<String> {
        let members = value.as_object().into_iter().flatten();
        members.map(|(name, _)| name.clone()).collect()
    };
    let all: BTreeSet<String> = names(then).into_iter().chain(names(now)).collect();
    let differ = |name: &String| then.get(name) != now.get(name);
    all.into_iter().filter(differ).collect()
}

fn sources(
    workspace: &Workspace,
    folder: &Path,
    found: &mut Verification,
    progress: &Progress,
) -> Result<(), DossierFault> {
    let now = sources_now(workspace, folder, progress)?;
    for (file, state) in now {
        match state {
            SourceNow::Missing => found.notes.push(Remark::SourceMissing { file }),
            SourceNow::Same => {}
            SourceNow::Changed => found.differences.push(Difference::Source { file }),
        }
    }
    Ok(())
}

impl Difference {
    /// In one line.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Difference::Part { table } => say!(lang, "dossier.differs.part", table = table),
            Difference::Feature { layer, id } => {
                say!(lang, "dossier.differs.feature", layer = layer, id = id)
            }
            Difference::StoredFindings => say!(lang, "dossier.differs.stored_findings"),
            Difference::Verdict {
                project,
                rule,
                then,
                now,
            } => {
                let [then, now] = [then, now].map(|verdict| if verdict.is_empty() { "–" } else { verdict });
                say!(
                    lang,
                    "dossier.differs.verdict",
                    project = project,
                    rule = rule,
                    then = then,
                    now = now
                )
            }
            Difference::Finding { finding, what } => match what.as_str() {
                "gone" => say!(lang, "dossier.differs.finding_gone", finding = finding),
                "new" => say!(lang, "dossier.differs.finding_new", finding = finding),
                what => say!(lang, "dossier.differs.finding", finding = finding, what = what),
            },
            Difference::Section { name } => say!(lang, "dossier.differs.section", name = name),
            Difference::Bytes => say!(lang, "dossier.differs.bytes"),
            Difference::Source { file } => say!(lang, "dossier.differs.source", file = file),
        }
    }
}

impl Remark {
    /// In one line.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Remark::Program { then } => {
                say!(lang, "dossier.remark.program", then = then, now = PROGRAM)
            }
            Remark::SourceMissing { file } => say!(lang, "dossier.remark.source_missing", file = file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found where a run is stored with those findings and repeated with these.
    fn compared(then: &str, now: &str) -> Verification {
        let findings =
            |row: &str| format!(r#"{{"verdicts":[],"findings":[{row}],"accounts":[]}}"#).into_bytes();
        let stored = StoredRun {
            run: 1,
            as_of: "2026-11-23".parse().unwrap(),
            program: PROGRAM.into(),
            only: Vec::new(),
            has_annex: false,
            sha256: String::new(),
            findings: findings(then),
        };
        let mut found = Verification::default();
        compare(&stored, &findings(now), &mut found, &Progress::default()).unwrap();
        found
    }

    #[test]
    fn another_machine_is_told_from_another_answer() {
        let row = |share: &str, verdict: &str| {
            format!(r#"{{"project":"p/1","rule":"r","zone":"z/1","verdict":"{verdict}","share":{share}}}"#)
        };
        let check = |now: &str, digits: usize, expected: &[&str]| {
            let found = compared(&row("0.0027725000774406357", "conflict"), now);
            let differences: Vec<String> = found.differences.iter().map(|one| one.text(Lang::En)).collect();
            assert_eq!(
                (found.last_digits.count, differences.len()),
                (digits, expected.len()),
                "{now}"
            );
            for (said, words) in differences.iter().zip(expected) {
                assert!(said.contains(words), "{said}");
            }
        };
        check(&row("0.0027725000774406357", "conflict"), 0, &[]);
        check(&row("0.002772500077440634", "conflict"), 1, &[]);
        check(&row("0.0028", "conflict"), 0, &["p/1 r z/1: share"]);
        // What counts is told, and the digits do not hide it.
        check(&row("0.002772500077440634", "near"), 1, &["p/1 r z/1: verdict"]);
        // As an older way of writing would have it.
        check(&row("0.00277250007744063570", "conflict"), 0, &["the same bytes"]);
    }

    #[test]
    fn digits_do_not_hide_an_order_that_is_another() {
        let row = |zone: u8, share: &str| {
            format!(r#"{{"project":"p/1","rule":"r","zone":"z/{zone}","share":{share}}}"#)
        };
        let rows = |order: [u8; 3], share: &str| {
            order
                .map(|zone| row(zone, if zone == 1 { share } else { "0.5" }))
                .join(",")
        };
        let found = compared(
            &rows([1, 2, 3], "0.0027725000774406357"),
            &rows([1, 3, 2], "0.002772500077440634"),
        );
        assert_eq!(
            (found.last_digits.count, found.differences),
            (1, vec![Difference::Bytes])
        );
    }
}
