//! Puts a workspace and its screening into a file: in one transaction, in a file beside its place, renamed when it is whole.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rusqlite::{Connection, params};

use crate::formats::geopackage::database::Database;
use crate::formats::workspace::class_text::class_text;
use crate::formats::workspace::rule_book;
use crate::formats::workspace::rule_text::rule_text;
use crate::formats::workspace::written_style::WrittenStyle;
use crate::model::feature::FeatureRef;
use crate::model::finding::{RuleVerdict, Screening};
use crate::model::moment::Moment;
use crate::model::review::decision::Author;
use crate::model::review::event::{Deed, Event, Frozen};
use crate::model::review::key::FindingKey;
use crate::model::review::state::Review;
use crate::model::review::steps::EvidenceHashes;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::files::Draft;
use crate::report::json::write_findings;
use crate::report::layers::features::{Features, FindingFeatures, LayerFeatures};
use crate::report::layers::geopackage::{FieldColumn, Naming, Package, quoted};
use crate::report::layers::loss::Losses;
use crate::report::layers::placed::Placing;
use crate::report::layers::sink::{Stop, Stream};
use crate::report::layers::style;
use crate::report::layers::survey::Survey;
use crate::report::stoppable::in_memory_until;
use crate::sha256::sha256_of;
use crate::words::Lang;

use super::evidence::evidence_hashes_until;
use super::fault::DossierFault;
use super::hash;
use super::log::{self, Entry};
use super::packed::pack;
use super::saved::about::SavedAbout;
use super::saved::provenance::SavedProvenance;
use super::saved::settings::SavedSettings;
use super::schema::{self, FINDINGS, FORMAT, FROZEN, VERSION};
use super::{layer_rows, thaw};

/// The name and version of this program, as runs keep it.
pub const PROGRAM: &str = concat!("redshank ", env!("CARGO_PKG_VERSION"));

/// What goes into the file.
#[derive(Clone, Copy, Debug)]
pub struct Content<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// What was found.
    pub screening: &'a Screening,
    /// The projects that were asked for; empty for all.
    pub only: &'a [FeatureRef],
    /// What happened so far; empty for a new review. Its decisions stay, and those on other evidence are marked.
    pub earlier: &'a Review,
}

/// Who does it, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// When.
    pub at: Moment,
    /// Who.
    pub author: Author,
}

/// Writes a dossier over whatever stands there.
///
/// # Errors
/// It cannot be written; a rule that cannot be written so that it is read back as it is; somebody asked to stop. Then what
/// stood there before still does.
pub fn freeze(
    path: &Path,
    content: &Content<'_>,
    stamp: &Stamp,
    progress: &Progress,
) -> Result<Review, DossierFault> {
    let package = Package::new(Draft::beside(path)?, stamp.at.day())?;
    package.stopped_by(progress);
    let mut freezer = Freezer {
        path,
        content,
        stamp,
        progress,
        package,
    };
    let run = content.earlier.last_run().map_or(1, |(_, frozen)| frozen.run + 1);
    freezer.begin()?;
    let tables = freezer.layers()?;
    freezer.findings()?;
    freezer.rules_and_texts()?;
    freezer.run(run)?;
    let review = freezer.log(run, &tables)?;
    progress.check()?;
    clear_beside(path, progress);
    freezer.package.commit()?;
    Ok(review)
}

/// Whoever died while writing the file that stood there has left a journal. It is carried out first, so that the old file is
/// whole until the new one takes its place, and must not be taken for one of the new file.
fn clear_beside(path: &Path, progress: &Progress) {
    if let Ok(database) = Database::open_for_writing(path, "", progress) {
        let _looked = log::head(&database.connection);
    }
    for ending in ["-journal", "-wal", "-shm"] {
        let mut beside = path.as_os_str().to_owned();
        beside.push(ending);
        let _gone = fs::remove_file(Path::new(&beside));
    }
}

struct Freezer<'a> {
    path: &'a Path,
    content: &'a Content<'a>,
    stamp: &'a Stamp,
    progress: &'a Progress,
    package: Package,
}

impl Freezer<'_> {
    fn connection(&self) -> &Connection {
        self.package.connection()
    }

    fn failed(&self, error: rusqlite::Error) -> DossierFault {
        match self.progress.check() {
            Err(cancelled) => cancelled.into(),
            Ok(()) => DossierFault::of_writing(self.path, error),
        }
    }

    fn begin(&self) -> Result<(), DossierFault> {
        let connection = self.connection();
        let made = connection
            .execute_batch(schema::TABLES)
            .and_then(|()| schema::set_meta(connection, "format", FORMAT))
            .and_then(|()| schema::set_meta(connection, "version", &VERSION.to_string()));
        made.map_err(|error| self.failed(error))
    }

    /// Writes all layers; gives the names of their tables.
    fn layers(&mut self) -> Result<Vec<String>, DossierFault> {
        let workspace = self.content.workspace;
        let tables = schema::table_names(workspace.layers.iter().map(|layer| &*layer.about.id));
        for ((layer, table), number) in workspace.layers.iter().zip(&tables).zip(1..) {
            let title = layer.about.name.get(Lang::Zh);
            let fields = self.features(&LayerFeatures::new(layer, false), table, title)?;
            let about = json(&SavedAbout::from(&layer.about));
            let provenance = json(&SavedProvenance::from(&layer.provenance));
            let sql = "INSERT INTO redshank_layers VALUES (?1, ?2, ?3, ?4, ?5)";
            let connection = self.connection();
            let values = params![number, &*layer.about.id, table, about, provenance];
            let column = |field: &str| {
                let own = fields.iter().find(|own| *own.field == *field);
                own.map(|own| own.column.clone())
            };
            let written = connection
                .execute(sql, values)
                .and_then(|_| layer_rows::write(connection, number, layer, &fields))
                .and_then(|()| {
                    self.package
                        .style(table, &style::of_layer(workspace, layer, column))
                });
            written.map_err(|error| self.failed(error))?;
        }
        Ok(tables)
    }

    fn findings(&mut self) -> Result<(), DossierFault> {
        let features = FindingFeatures {
            workspace: self.content.workspace,
            screening: self.content.screening,
        };
        self.features(&features, FINDINGS, "核查发现 · findings")?;
        let styled = self.package.style(FINDINGS, &style::of_findings());
        styled.map_err(|error| self.failed(error))
    }

    /// Writes features as a table with shapes in the plane of the workspace.
    fn features(
        &mut self,
        features: &dyn Features,
        table: &str,
        title: &str,
    ) -> Result<Vec<FieldColumn>, DossierFault> {
        let plane = &self.content.workspace.crs;
        let placing = Placing::between(plane, plane).map_err(|error| DossierFault::content("crs", error))?;
        let survey = Survey::of(features, self.progress)?;
        let stream = Stream {
            features,
            placing: &placing,
            progress: self.progress,
        };
        // Nothing is lost: what a column cannot hold is kept beside it.
        let mut losses = Losses::default();
        let naming = Naming { table, title };
        let written = self.package.layer(naming, &stream, &survey, &mut losses);
        written.map_err(|stop| match stop {
            Stop::Cancelled(Cancelled) => Cancelled.into(),
            // A statement that was stopped is no fault of the file.
            Stop::Io(_) if self.progress.is_cancelled() => Cancelled.into(),
            Stop::Io(reason) => DossierFault::of_io(self.path, reason),
        })
    }

    fn rules_and_texts(&self) -> Result<(), DossierFault> {
        let workspace = self.content.workspace;
        let connection = self.connection();
        for (rule, place) in workspace.rules.rules.iter().zip(1..) {
            let text = rule_text(rule);
            let back = rule_book::parse(&text, &rule.id).ok();
            if back.is_none_or(|book| book.rules.as_slice() != std::slice::from_ref(rule)) {
                let part = format!("rule {}", rule.id);
                return Err(DossierFault::content(
                    &part,
                    "cannot be written so that it is read back as it is",
                ));
            }
            let sql = "INSERT INTO redshank_rules VALUES (?1, ?2, ?3)";
            let written = connection.execute(sql, params![place, rule.id, text]);
            written.map_err(|error| self.failed(error))?;
        }
        let texts = [
            (thaw::SETTINGS, json(&SavedSettings::from(workspace))),
            (thaw::CLASSES, class_text(&workspace.tables.classes)),
        ];
        let styles = saved_styles(workspace);
        let styles = (!styles.is_empty()).then(|| (thaw::STYLES, json(&styles)));
        for (name, text) in texts.into_iter().chain(styles) {
            let written = connection.execute("INSERT INTO redshank_texts VALUES (?1, ?2)", [name, &text]);
            written.map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    fn run(&self, run: u64) -> Result<(), DossierFault> {
        let Content {
            workspace,
            screening,
            only,
            ..
        } = self.content;
        let progress = self.progress;
        let bytes = in_memory_until(progress, |out| write_findings(workspace, screening, out))?;
        let packed = pack(&bytes, progress);
        progress.check()?;
        let packed = packed.map_err(|reason| DossierFault::of_io(self.path, reason))?;
        let only: Vec<[&str; 2]> = only.iter().map(|name| [&*name.layer, &*name.id]).collect();
        let hashes = evidence_hashes_until(screening, progress)?;
        let connection = self.connection();
        let written = connection.execute(
            "INSERT INTO redshank_runs VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            params![
                run as i64,
                self.stamp.at.to_string(),
                screening.as_of.to_string(),
                PROGRAM,
                json(&only),
                screening.annex.is_some(),
                sha256_of(&[&bytes]),
                packed,
            ],
        );
        let rows = written
            .and_then(|_| verdicts(connection, &screening.verdicts))
            .and_then(|()| evidence(connection, &hashes));
        rows.map_err(|error| self.failed(error))
    }

    /// Copies the log so far, and adds the entry of this run with the hashes of everything frozen.
    fn log(&self, run: u64, tables: &[String]) -> Result<Review, DossierFault> {
        let connection = self.connection();
        let parts = frozen_parts(connection, tables).map_err(|error| self.failed(error))?;
        let mut review = self.content.earlier.clone();
        review.apply(Event {
            seq: review.next_seq(),
            at: self.stamp.at,
            author: self.stamp.author.clone(),
            deed: Deed::Frozen(Frozen {
                run,
                as_of: self.content.screening.as_of,
                program: PROGRAM.to_owned(),
                parts,
            }),
        })?;
        let mut last = log::BEGINNING.to_owned();
        for event in review.events() {
            let entry = Entry::of(event, &last);
            log::insert(connection, &entry).map_err(|error| self.failed(error))?;
            last = entry.hash;
        }
        let told = schema::register(connection, self.package.last_change());
        told.map_err(|error| self.failed(error))?;
        Ok(review)
    }
}

/// How layers are drawn where somebody has chosen that, by the ids of the layers.
fn saved_styles(workspace: &Workspace) -> BTreeMap<&str, WrittenStyle> {
    let ids = workspace.layers.iter().map(|layer| &*layer.about.id);
    ids.filter_map(|id| Some((id, WrittenStyle::of(workspace.symbology.of(id)?))))
        .collect()
}

fn verdicts(connection: &Connection, rows: &[RuleVerdict]) -> Result<(), rusqlite::Error> {
    let sql =
        "INSERT INTO redshank_verdicts (project, rule, verdict, reason, field) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = connection.prepare(sql)?;
    for row in rows {
        let reason = row.verdict.reason();
        insert.execute(params![
            row.project.to_string(),
            &*row.rule,
            row.verdict.code(),
            reason.map(|reason| reason.code()),
            reason.and_then(|reason| reason.field()).map(|term| term.code()),
        ])?;
    }
    Ok(())
}

fn evidence(connection: &Connection, hashes: &EvidenceHashes) -> Result<(), rusqlite::Error> {
    let sql = "INSERT INTO redshank_evidence (project_layer, project_id, rule, zone_layer, zone_id, sha256) \
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = connection.prepare(sql)?;
    for (key, sha256) in hashes {
        let FindingKey { project, rule, zone } = key;
        insert.execute(params![
            &*project.layer,
            &*project.id,
            &**rule,
            &*zone.layer,
            &*zone.id,
            sha256
        ])?;
    }
    Ok(())
}

/// The hash of every table that is frozen with a run.
///
/// # Errors
/// Those of the database.
pub fn frozen_parts(
    connection: &Connection,
    tables: &[String],
) -> Result<Vec<(String, String)>, rusqlite::Error> {
    let own = FROZEN
        .iter()
        .map(|(table, order)| ((*table).to_owned(), (*order).to_owned()));
    let layers = tables.iter().map(|table| (table.clone(), quoted("fid")));
    own.chain(layers)
        .map(|(table, order)| {
            let sha256 = hash::of_table(connection, &table, &order)?;
            Ok((table, sha256))
        })
        .collect()
}

fn json(value: &impl serde::Serialize) -> String {
    // Text keys and plain values only; those always have a JSON form.
    serde_json::to_string(value).expect("plain data has a JSON form")
}
