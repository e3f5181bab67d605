//! What a peer does in its screening, and no more: candidates, common areas and distances of projects and zones, as the
//! screening measures them. No verdicts, no accounts, no findings.

use std::collections::HashMap;

use rayon::prelude::*;

use redshank::geom::equal_area::EqualArea;
use redshank::geom::relate::Relater;
use redshank::geom::scale::Scale;
use redshank::model::layer::Layer;
use redshank::model::project::Project;
use redshank::model::role::ProjectKind;
use redshank::model::workspace::Workspace;

/// Plane metres per true metre at the most, as near the middle of a transverse Mercator zone.
const STRETCH: f64 = 1.003;

/// What pairs within the setbacks come to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pairs {
    /// How many there are.
    pub count: usize,
    /// Those with a common area.
    pub overlaps: usize,
    /// Their common area, on the ellipsoid.
    pub overlap_m2: f64,
    /// Those that are apart.
    pub apart: usize,
    /// Their distances, geodesic, added up.
    pub distance_m: f64,
}

impl Pairs {
    fn and(self, other: Pairs) -> Pairs {
        Pairs {
            count: self.count + other.count,
            overlaps: self.overlaps + other.overlaps,
            overlap_m2: self.overlap_m2 + other.overlap_m2,
            apart: self.apart + other.apart,
            distance_m: self.distance_m + other.distance_m,
        }
    }

    /// Of one after the other; nothing where one is not known.
    fn sum(mut each: impl Iterator<Item = Option<Pairs>>) -> Option<Pairs> {
        each.try_fold(Pairs::default(), |sum, own| Some(sum.and(own?)))
    }
}

/// Measures all pairs on all threads; nothing where two methods disagree on one, or a project is of no kind with a setback.
pub fn measure(workspace: &Workspace) -> Option<Pairs> {
    let measure = EqualArea::over(&workspace.extent(), workspace.ruler());
    let setbacks = workspace.rules.rules.iter().flat_map(|rule| {
        let setback_m = rule.criterion.near_m;
        rule.kinds.iter().map(move |kind| (*kind, setback_m))
    });
    let setbacks: HashMap<ProjectKind, f64> = setbacks.collect();
    let projects: Vec<Project<'_>> = workspace.projects().collect();
    let each = projects
        .par_iter()
        .map_init(Relater::default, |relater, project| {
            let setback_m = project.kind().and_then(|kind| setbacks.get(&kind)).copied()?;
            let layers = workspace.zone_layers();
            Pairs::sum(layers.map(|layer| around(project, (layer, setback_m), &measure, relater)))
        });
    let each: Vec<Option<Pairs>> = each.collect();
    Pairs::sum(each.into_iter())
}

fn around(
    project: &Project<'_>,
    (layer, setback_m): (&Layer, f64),
    measure: &EqualArea,
    relater: &mut Relater,
) -> Option<Pairs> {
    let shape = &*project.feature.shape;
    let reach = setback_m * STRETCH;
    let mut pairs = Pairs::default();
    for position in layer.candidates(&shape.extent().inflated(reach)) {
        let zone = &*layer.features()[position].shape;
        let Some(contact) = relater.relate(shape, zone, reach, Scale::True(measure)).ok()? else {
            continue;
        };
        let nearest = contact.nearest;
        let distance_m = match nearest.distance > 0.0 {
            true => measure.ruler().distance_m(nearest.from, nearest.to),
            false => 0.0,
        };
        if distance_m <= setback_m {
            pairs = pairs.and(Pairs {
                count: 1,
                overlaps: usize::from(contact.overlap.true_m2 > 0.0),
                overlap_m2: contact.overlap.true_m2,
                apart: usize::from(distance_m > 0.0),
                distance_m,
            });
        }
    }
    Some(pairs)
}
