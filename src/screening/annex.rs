//! What is told beside the verdicts: wetland totals, footprints, quotas.

use crate::model::annex::Annex;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use super::footprint::{footprints, quota};
use super::wetland::{has_totals, wetland_totals};

/// The annex of a workspace. Wetland totals are told where [`has_totals`].
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn annex(workspace: &Workspace, progress: &Progress) -> Result<Annex, Cancelled> {
    let wetland = has_totals(workspace)
        .then(|| wetland_totals(workspace, &workspace.tables.classes, progress))
        .transpose()?;
    let footprints = footprints(workspace, progress)?;
    let (quotas, without_quota) = quota::ledgers(workspace, progress)?;
    Ok(Annex {
        wetland,
        footprints,
        quotas,
        without_quota,
    })
}
