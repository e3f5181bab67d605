//! Everything that is not selected, of the layers that are seen. For a background job.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};

/// A wish to select what is not.
#[derive(Clone, Debug)]
pub struct InverseQuery {
    /// The layers to look in, bottom first.
    pub layers: Vec<Arc<Layer>>,
    /// What was selected before.
    pub before: Arc<[FeatureRef]>,
}

impl InverseQuery {
    /// What is selected then, top of the map first.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(&self, progress: &Progress) -> Result<Vec<FeatureRef>, Cancelled> {
        let before: HashSet<&FeatureRef> = self.before.iter().collect();
        let mut others = Vec::new();
        for layer in self.layers.iter().rev() {
            for features in layer.features().chunks(4_096) {
                progress.check()?;
                let names = features.iter().map(|feature| layer.name_of(feature));
                others.extend(names.filter(|name| !before.contains(name)));
            }
        }
        Ok(others)
    }
}
