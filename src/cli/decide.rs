//! `redshank decide`: decisions about the findings of a dossier, one by one or from a list.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::Stamp;
use crate::dossier::lock::Holder;
use crate::dossier::open::{Access, Dossier};
use crate::formats::input::FileToRead;
use crate::model::review::decision::{Attachment, Author, Decision};
use crate::model::review::event::Deed;
use crate::model::review::key::FindingKey;
use crate::model::review::standing::standing;
use crate::model::review::steps::EvidenceHashes;
use crate::progress::Progress;
use crate::say;
use crate::words::Lang;

use super::console::Console;
use super::dossier_plan::{DecidePlan, Typed, Wish, state};
use super::exit::{CLEAR, INCOMPLETE};
use super::mistake::Mistake;
use super::work::now;

/// One line of a list of decisions. Who decides is the one that the command names, where the line does not say it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    finding: String,
    state: String,
    #[serde(default)]
    reason: String,
    article: Option<String>,
    author: Option<String>,
    role: Option<String>,
}

/// What can keep a decision from being written.
enum Failure {
    Mistake(Mistake),
    Fault(DossierFault),
    /// In words already.
    Told(String),
}

impl From<Mistake> for Failure {
    fn from(mistake: Mistake) -> Failure {
        Failure::Mistake(mistake)
    }
}

impl From<DossierFault> for Failure {
    fn from(fault: DossierFault) -> Failure {
        Failure::Fault(fault)
    }
}

/// Decides, and gives the exit code: 0 all is written, 2 something is not. Each decision is printed as soon as it is on the
/// disk: its number in the log and its hash.
///
/// # Errors
/// A [`Mistake`] in the arguments that only the dossier could show.
pub fn run(plan: &DecidePlan, console: &mut Console) -> Result<u8, Mistake> {
    let done = match plan.wish {
        Wish::List => list(&plan.path, console),
        _ => write(plan, console),
    };
    match done {
        Ok(()) => Ok(CLEAR),
        Err(Failure::Mistake(mistake)) => Err(mistake),
        Err(Failure::Told(text)) => {
            console.error(&text);
            Ok(INCOMPLETE)
        }
        Err(Failure::Fault(fault)) => {
            console.error(&fault.text(console.lang));
            Ok(INCOMPLETE)
        }
    }
}

fn write(plan: &DecidePlan, console: &mut Console) -> Result<(), Failure> {
    let progress = Progress::default();
    let mut dossier = Dossier::open(&plan.path, &Holder::this_process(now()), &progress)?;
    if let Access::Read(why) = dossier.access() {
        // The reason says more than that it is so.
        return Err(match why.text(console.lang) {
            Some(text) => Failure::Told(text),
            None => DossierFault::ReadOnly.into(),
        });
    }
    let known = Known::of(dossier.evidence()?);
    match &plan.wish {
        Wish::List => Ok(()),
        Wish::One(typed) => {
            let deed = known.decided(typed)?;
            appended(&mut dossier, &plan.author, deed, console)
        }
        Wish::Force(reason) => appended(&mut dossier, &plan.author, Deed::Forced(reason.clone()), console),
        Wish::Undo(seq) => appended(&mut dossier, &plan.author, Deed::Undone(*seq), console),
        Wish::From(file) => {
            let text = fs::read_to_string(file)
                .map_err(|_| Mistake::new("decisions_unreadable", &file.display().to_string()))?;
            for (number, line) in text
                .lines()
                .enumerate()
                .filter(|(_, line)| !line.trim().is_empty())
            {
                let bad = |error: serde_json::Error| Mistake {
                    expected: error.to_string(),
                    ..Mistake::new("decision_line", &(number + 1).to_string())
                };
                let line: Line = serde_json::from_str(line).map_err(bad)?;
                let author = Author {
                    name: line.author.unwrap_or_else(|| plan.author.name.clone()),
                    role: line.role.unwrap_or_else(|| plan.author.role.clone()),
                };
                let deed = known.decided(&Typed {
                    finding: line.finding,
                    state: state(&line.state)?,
                    article: line.article,
                    reason: line.reason,
                    attach: Vec::new(),
                })?;
                appended(&mut dossier, &author, deed, console)?;
            }
            Ok(())
        }
    }
}

fn appended(
    dossier: &mut Dossier,
    author: &Author,
    deed: Deed,
    console: &mut Console,
) -> Result<(), Failure> {
    let stamp = Stamp {
        at: now(),
        author: author.clone(),
    };
    let seq = dossier.append(&stamp, deed)?.seq;
    let head = dossier.head().to_owned();
    console.result_now(&format!("{seq} {head}"));
    Ok(())
}

/// The findings of the last run by the text that names them.
struct Known(BTreeMap<String, Vec<(FindingKey, String)>>);

impl Known {
    fn of(evidence: EvidenceHashes) -> Known {
        let mut known: BTreeMap<String, Vec<(FindingKey, String)>> = BTreeMap::new();
        for (key, sha256) in evidence {
            known.entry(key.to_string()).or_default().push((key, sha256));
        }
        Known(known)
    }

    fn decided(&self, typed: &Typed) -> Result<Deed, Mistake> {
        let found = self.0.get(&typed.finding).map_or(&[][..], Vec::as_slice);
        let [(finding, evidence)] = found else {
            let key = match found {
                [] => "unknown_finding",
                _ => "ambiguous_finding",
            };
            return Err(Mistake::new(key, &typed.finding));
        };
        let attachments = typed.attach.iter().map(|path| attachment(path));
        Ok(Deed::Decided(Decision {
            finding: finding.clone(),
            state: typed.state,
            article: typed.article.clone(),
            reason: typed.reason.clone(),
            evidence: evidence.clone(),
            attachments: attachments.collect::<Result<_, _>>()?,
        }))
    }
}

/// A paper by its name and hash.
///
/// # Errors
/// A [`Mistake`] where it cannot be read.
pub fn attachment(path: &Path) -> Result<Attachment, Mistake> {
    let bad = || Mistake::new("attachment", &path.display().to_string());
    let sha256 = FileToRead::at(path).sha256(&Progress::default());
    Ok(Attachment {
        name: path.file_name().ok_or_else(bad)?.to_string_lossy().into_owned(),
        sha256: sha256.map_err(|_| bad())?,
        byte_count: fs::metadata(path).map_err(|_| bad())?.len(),
    })
}

/// Every finding with how it stands, those among them that are gone and were decided.
fn list(path: &Path, console: &mut Console) -> Result<(), Failure> {
    let dossier = Dossier::read(path, &Progress::default())?;
    let evidence = dossier.evidence()?;
    let review = dossier.review();
    let mut keys: Vec<&FindingKey> = evidence.keys().chain(review.decided()).collect();
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        let now = evidence.get(key).map(String::as_str);
        let stands = standing(review, key, now);
        let mut marks = vec![stands.state.name(console.lang)];
        let flags = [
            (stands.closed, "closed"),
            (stands.differs, "differs"),
            (stands.outdated, "outdated"),
        ];
        let told = flags.into_iter().filter(|(is_so, _)| *is_so);
        marks.extend(told.map(|(_, name)| mark(name, console.lang)));
        console.result(&format!("{key}\t{}", marks.join(", ")));
    }
    Ok(())
}

fn mark(name: &str, lang: Lang) -> String {
    say!(lang, &format!("review.mark.{name}"))
}
