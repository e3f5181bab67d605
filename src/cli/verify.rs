//! `redshank verify`: the stored run repeated and compared; held against today where that is asked for.

use std::path::{Path, PathBuf};

use crate::dossier::fault::DossierFault;
use crate::dossier::last_digits::LastDigits;
use crate::dossier::open::Dossier;
use crate::dossier::today::{Stored, Today, against_today};
use crate::dossier::verify::{Verification, verify};
use crate::model::date::Date;
use crate::progress::Progress;
use crate::say;
use crate::screening::{Request, screen};

use super::console::{Console, Loudness};
use super::dossier_args::VerifyArgs;
use super::dossier_plan::date;
use super::exit::{BROKEN, CLEAR, DIFFERS};
use super::mistake::Mistake;
use super::work::{today, watched};

/// So many differences are printed where nobody asks for all.
const MOST: usize = 20;

/// Verifies, and gives the exit code: 0 as stored, 1 something differs, 2 the file is broken.
///
/// # Errors
/// A [`Mistake`]: the day is none, or the program itself broke off.
pub fn run(plan: VerifyArgs, console: &mut Console) -> Result<u8, Mistake> {
    let lang = console.lang;
    let VerifyArgs { path, sources, .. } = plan;
    let day = match (plan.against_today, &plan.as_of) {
        (false, _) => None,
        (true, None) => Some(today()),
        (true, Some(text)) => Some(date(text)?),
    };
    let folder = sources.unwrap_or_else(|| path.parent().unwrap_or(Path::new("")).to_owned());
    let verified = watched(console, "verify", {
        let (path, folder) = (path.clone(), folder.clone());
        move |progress| verify(&Dossier::read(&path, progress)?, &folder, progress)
    })?;
    let found = match verified {
        Ok(found) => found,
        Err(fault) => {
            console.error(&fault.text(lang));
            return Ok(BROKEN);
        }
    };
    let code = tell(&found, console);
    let Some(day) = day else { return Ok(code) };
    let held = watched(console, "screen", move |progress| {
        held_against(path, &folder, day, progress)
    })?;
    match held {
        Ok(today) => {
            console.result(&say!(lang, "today.heading", day = day));
            list(&today.lines(lang), console);
            Ok(if today.is_same() { code } else { DIFFERS })
        }
        Err(fault) => {
            console.error(&fault.text(lang));
            Ok(BROKEN)
        }
    }
}

fn held_against(path: PathBuf, folder: &Path, day: Date, progress: &Progress) -> Result<Today, DossierFault> {
    let dossier = Dossier::read(&path, progress)?;
    let (workspace, run) = (dossier.workspace(progress)?, dossier.last_run()?);
    let request = Request {
        as_of: run.as_of,
        only: Vec::new(),
    };
    let screening = screen(&workspace, &request, progress)?;
    let stored = Stored {
        workspace: &workspace,
        screening: &screening,
        folder,
    };
    Ok(against_today(&stored, day, progress)?)
}

fn tell(found: &Verification, console: &mut Console) -> u8 {
    let lang = console.lang;
    for remark in &found.notes {
        console.note(&remark.text(lang));
    }
    let count = found.differences.len();
    if count == 0 {
        let (findings, events) = (found.finding_count, found.event_count);
        let LastDigits { count, most } = found.last_digits;
        console.result(&match count {
            0 => say!(lang, "dossier.verified", findings = findings, events = events),
            _ => say!(
                lang,
                "dossier.verified_but_for_digits",
                findings = findings,
                events = events,
                count = count,
                most = format!("{most:.0e}")
            ),
        });
        return CLEAR;
    }
    console.result(&say!(lang, "dossier.differs_count", count = count));
    let differences = found.differences.iter();
    let lines: Vec<String> = differences.map(|difference| difference.text(lang)).collect();
    list(&lines, console);
    DIFFERS
}

/// The first lines, and how many more there are; all of them where all is wanted.
fn list(lines: &[String], console: &mut Console) {
    let most = match console.loudness {
        Loudness::Verbose => lines.len(),
        _ => MOST,
    };
    for line in lines.iter().take(most) {
        console.result(&format!("- {line}"));
    }
    if lines.len() > most {
        console.result(&say!(console.lang, "dossier.more", count = lines.len() - most));
    }
}
