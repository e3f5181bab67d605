//! Everything in a region: the exact test of each feature whose box meets it. For a background job.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::geom::meeting::{lies_within, meets};
use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};
use crate::session::selection::SelectHow;

/// A wish to select what lies in a region.
#[derive(Clone, Debug)]
pub struct RegionQuery {
    /// The region, in the plane.
    pub region: Arc<Shape>,
    /// Only what lies wholly in it, not all that meets it.
    pub wholly: bool,
    /// The layers to look in, bottom first.
    pub layers: Vec<Arc<Layer>>,
    /// What was selected before.
    pub before: Arc<[FeatureRef]>,
    /// What becomes of that.
    pub how: SelectHow,
}

impl RegionQuery {
    /// What is selected then; what the region hits comes in the order of the drawing, top of the map first.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(&self, progress: &Progress) -> Result<Vec<FeatureRef>, Cancelled> {
        let mut hit = Vec::new();
        for layer in self.layers.iter().rev() {
            let found = self.found_in(layer, progress);
            progress.check()?;
            hit.extend(found.into_iter().rev());
        }
        Ok(self.how.applied(&self.before, hit))
    }

    /// In the order of the source. Of a search that was cancelled, anything.
    fn found_in(&self, layer: &Layer, progress: &Progress) -> Vec<FeatureRef> {
        let candidates = layer.candidates(&self.region.extent());
        let test = |position: usize| {
            if progress.is_cancelled() {
                return None;
            }
            let feature = layer.features().get(position)?;
            let found = if self.wholly {
                lies_within(&feature.shape, &self.region)
            } else {
                meets(&feature.shape, &self.region)
            };
            found.then(|| layer.name_of(feature))
        };
        // Parallel, and still in the order of the candidates.
        candidates.into_par_iter().filter_map(test).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::board::{layer_of, square};
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::role::Role;

    fn query(wholly: bool, how: SelectHow) -> RegionQuery {
        let wetland = vec![
            ("in", square(10.0, 10.0, 10.0)),
            ("across", square(90.0, 10.0, 20.0)),
            ("out", square(200.0, 10.0, 20.0)),
        ];
        let rail = geo::wkt! { LINESTRING(-10. 50., 50. 50.) }.into();
        RegionQuery {
            region: Arc::new(admit_plane(square(0.0, 0.0, 100.0)).unwrap()),
            wholly,
            layers: vec![
                Arc::new(layer_of("wetland", Role::Wetland, wetland)),
                Arc::new(layer_of("rail", Role::Rail, vec![("r", rail)])),
            ],
            before: [FeatureRef {
                layer: "wetland".into(),
                id: "in".into(),
            }]
            .into(),
            how,
        }
    }

    #[track_caller]
    fn check(wholly: bool, how: SelectHow, expected: &[&str]) {
        let found = query(wholly, how).answer(&Progress::default()).unwrap();
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn what_meets_the_region_is_found_top_first() {
        check(
            false,
            SelectHow::Replace,
            &["rail/r", "wetland/across", "wetland/in"],
        );
        check(true, SelectHow::Replace, &["wetland/in"]);
    }

    #[test]
    fn it_joins_or_leaves_the_selection() {
        check(false, SelectHow::Add, &["wetland/in", "rail/r", "wetland/across"]);
        check(true, SelectHow::Remove, &[]);
    }

    #[test]
    fn a_search_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        assert!(query(false, SelectHow::Replace).answer(&progress).is_err());
    }
}
