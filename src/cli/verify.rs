//! `redshank verify`: the stored run repeated and compared.

use std::path::Path;

use crate::dossier::open::Dossier;
use crate::dossier::verify::verify;
use crate::say;

use super::args::VerifyArgs;
use super::console::{Console, Loudness};
use super::exit::{BROKEN, CLEAR, DIFFERS};
use super::mistake::Mistake;
use super::work::watched;

/// So many differences are printed where nobody asks for all.
const MOST: usize = 20;

/// Verifies, and gives the exit code: 0 as stored, 1 something differs, 2 the file is broken.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: VerifyArgs, console: &mut Console) -> Result<u8, Mistake> {
    let lang = console.lang;
    let VerifyArgs { path, sources } = plan;
    let folder = sources.unwrap_or_else(|| path.parent().unwrap_or(Path::new("")).to_owned());
    let verified = watched(console, "verify", move |progress| {
        let dossier = Dossier::read(&path, progress)?;
        verify(&dossier, &folder, progress)
    })?;
    let found = match verified {
        Ok(found) => found,
        Err(fault) => {
            console.error(&fault.text(lang));
            return Ok(BROKEN);
        }
    };
    for remark in &found.notes {
        console.note(&remark.text(lang));
    }
    let count = found.differences.len();
    if count == 0 {
        let (findings, events) = (found.finding_count, found.event_count);
        console.result(&say!(
            lang,
            "dossier.verified",
            findings = findings,
            events = events
        ));
        return Ok(CLEAR);
    }
    console.result(&say!(lang, "dossier.differs_count", count = count));
    let most = match console.loudness {
        Loudness::Verbose => count,
        _ => MOST,
    };
    for difference in found.differences.iter().take(most) {
        console.result(&format!("- {}", difference.text(lang)));
    }
    if count > most {
        console.result(&say!(lang, "dossier.more", count = count - most));
    }
    Ok(DIFFERS)
}
