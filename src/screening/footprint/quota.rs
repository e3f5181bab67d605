//! Land quotas: which project takes how much of which year's quota, and where it breaks.

use crate::geom::area::M2_PER_HA;
use crate::model::feature::FeatureRef;
use crate::model::footprint::{QuotaEntry, QuotaLedger};
use crate::model::project::Project;
use crate::model::tables::Quota;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::screening::unique::{Overlaps, Piece};

/// More than this beyond a quota is more than rounding.
const NOISE_M2: f64 = 1e-3;

/// One ledger per quota of the workspace, in its order, and the projects that could be put to none.
///
/// Projects take from a quota in the order of the field `order`, the smallest first; those without one follow in the order
/// of the layer. A project that names no year is put to the only quota of its kind, and that is said; where there are
/// several it is put to none.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn ledgers(
    workspace: &Workspace,
    progress: &Progress,
) -> Result<(Vec<QuotaLedger>, Vec<FeatureRef>), Cancelled> {
    let quotas = &workspace.tables.quotas;
    let mut claims: Vec<Vec<Claim<'_>>> = quotas.iter().map(|_| Vec::new()).collect();
    let mut without = Vec::new();
    if quotas.is_empty() {
        return Ok((Vec::new(), without));
    }
    for project in workspace.projects() {
        match placed(&project, quotas) {
            Placed::In(place, year_assumed) => {
                if let Some(claims) = claims.get_mut(place) {
                    claims.push(Claim {
                        order: number(&project, Field::Order),
                        project,
                        year_assumed,
                    });
                }
            }
            Placed::Unclear => without.push(project.name()),
            Placed::NotConcerned => {}
        }
    }
    let mut ledgers = Vec::new();
    for (quota, claims) in quotas.iter().zip(claims) {
        ledgers.push(ledger(workspace, quota, claims, progress)?);
    }
    Ok((ledgers, without))
}

struct Claim<'a> {
    project: Project<'a>,
    order: Option<f64>,
    year_assumed: bool,
}

enum Placed {
    /// In the quota of this place; true where its year is assumed.
    In(usize, bool),
    /// A quota may be about it, but which one nobody says.
    Unclear,
    /// No quota is about its kind.
    NotConcerned,
}

#[derive(Clone, Copy)]
enum Field {
    Year,
    Order,
}

fn number(project: &Project<'_>, field: Field) -> Option<f64> {
    let fields = &project.layer.about.footprint;
    let name = match field {
        Field::Year => fields.year.as_deref(),
        Field::Order => fields.order.as_deref(),
    };
    project.feature.properties.number(name?)
}

fn placed(project: &Project<'_>, quotas: &[Quota]) -> Placed {
    let Some(kind) = project.kind() else {
        return Placed::Unclear;
    };
    let about: Vec<usize> = (0..quotas.len())
        .filter(|&place| quotas[place].kinds.contains(&kind))
        .collect();
    match (number(project, Field::Year), about.as_slice()) {
        (_, []) => Placed::NotConcerned,
        (Some(year), places) => {
            let same = |place: &&usize| f64::from(quotas[**place].year) == year;
            let found = places.iter().find(same);
            found.map_or(Placed::Unclear, |&place| Placed::In(place, false))
        }
        (None, [only]) => Placed::In(*only, true),
        (None, _) => Placed::Unclear,
    }
}

fn ledger(
    workspace: &Workspace,
    quota: &Quota,
    mut claims: Vec<Claim<'_>>,
    progress: &Progress,
) -> Result<QuotaLedger, Cancelled> {
    claims.sort_by(|a, b| {
        let key = |claim: &Claim<'_>| claim.order.unwrap_or(f64::INFINITY);
        key(a).total_cmp(&key(b))
    });
    let ruler = workspace.ruler();
    let shapes = claims.iter().map(|claim| &*claim.project.feature.shape);
    let pieces: Vec<Piece<'_>> = shapes.map(|shape| Piece::new(shape, &ruler)).collect();
    let overlaps = Overlaps::of(&pieces, progress)?;
    let quota_m2 = quota.area_ha * M2_PER_HA;
    let mut used_m2 = 0.0;
    let mut entries = Vec::new();
    for (k, claim) in claims.iter().enumerate() {
        let adds_m2 = overlaps.adds_m2(&pieces, &ruler, k);
        used_m2 += adds_m2;
        let left_m2 = quota_m2 - used_m2;
        entries.push(QuotaEntry {
            project: claim.project.name(),
            area_m2: pieces.get(k).map_or(0.0, |piece| piece.area_m2),
            adds_m2,
            left_m2,
            breaks: left_m2 < -NOISE_M2 && adds_m2 > NOISE_M2,
            year_assumed: claim.year_assumed,
        });
    }
    Ok(QuotaLedger {
        year: quota.year,
        quota_m2,
        kinds: quota.kinds.clone(),
        entries,
        used_m2,
    })
}
