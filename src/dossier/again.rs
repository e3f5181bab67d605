//! A dossier that is frozen anew in its place: what is carried over, and the right to write.

use std::path::Path;

use crate::model::review::state::Review;
use crate::progress::Progress;
use crate::report::files::make_folder;

use super::fault::DossierFault;
use super::lock::{Holder, Lock, NoLock};
use super::open::{Access, Dossier, WhyReadOnly};

/// What happened so far in the dossier of that place, backed up, and the right to write it; nothing has happened where there
/// is none yet. The dossier must not be open.
///
/// # Errors
/// Somebody else has it open, a newer program has written it, it cannot be written, it is no dossier.
pub fn begun(out: &Path, holder: &Holder) -> Result<(Review, Lock), DossierFault> {
    if !out.exists() {
        let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder {
            make_folder(folder)?;
        }
        let lock = Lock::take(out, holder).map_err(|reason| match reason {
            NoLock::Held(holder) => DossierFault::Held(holder),
            NoLock::Denied(reason) => DossierFault::of_io(out, reason),
        })?;
        return Ok((Review::new(), lock));
    }
    let mut dossier = Dossier::open(out, holder, &Progress::default())?;
    if let Access::Read(why) = dossier.access() {
        return Err(match why {
            WhyReadOnly::Held(holder) => DossierFault::Held(holder.clone()),
            WhyReadOnly::Newer(version) => DossierFault::Newer(*version),
            WhyReadOnly::Asked | WhyReadOnly::Denied(_) => DossierFault::ReadOnly,
        });
    }
    dossier.back_up_now()?;
    carried(dossier)
}

/// The same of a dossier that is open for writing; the file itself is closed.
///
/// # Errors
/// It is open for reading only.
pub fn carried(dossier: Dossier) -> Result<(Review, Lock), DossierFault> {
    match dossier.into_earlier() {
        (review, Some(lock)) => Ok((review, lock)),
        (_, None) => Err(DossierFault::ReadOnly),
    }
}
