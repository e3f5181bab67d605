//! Where a layer came from.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::geom::extent::Extent;
use crate::model::layer::{Counts, Provenance};
use crate::model::repair::Repair;

use super::doubt::{SavedBox, SavedDoubt};
use super::repair::SavedRepair;

/// Version 1.
#[derive(Serialize, Deserialize)]
pub struct SavedProvenance {
    file: String,
    sha256: String,
    source_crs: String,
    crs_declared: bool,
    doubt: SavedDoubt,
    foreign: BTreeMap<String, Value>,
    read: usize,
    used: usize,
    repaired: usize,
    refused: usize,
    refused_places: Vec<SavedBox>,
    #[serde(default)]
    repairs: Vec<SavedRepair>,
}

impl From<&Provenance> for SavedProvenance {
    fn from(provenance: &Provenance) -> SavedProvenance {
        let Counts {
            read,
            used,
            repaired,
            refused,
        } = provenance.counts;
        SavedProvenance {
            file: provenance.file.clone(),
            sha256: provenance.sha256.clone(),
            source_crs: provenance.source_crs.clone(),
            crs_declared: provenance.crs_declared,
            doubt: SavedDoubt::from(&provenance.doubt),
            foreign: provenance.foreign.clone(),
            read,
            used,
            repaired,
            refused,
            refused_places: provenance
                .refused_places
                .iter()
                .map(|place| SavedBox::from(*place))
                .collect(),
            repairs: provenance.repairs.iter().map(SavedRepair::from).collect(),
        }
    }
}

impl SavedProvenance {
    /// What it means.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn provenance(self) -> Result<Provenance, String> {
        Ok(Provenance {
            file: self.file,
            sha256: self.sha256,
            source_crs: self.source_crs,
            crs_declared: self.crs_declared,
            doubt: self.doubt.doubt()?,
            foreign: self.foreign,
            counts: Counts {
                read: self.read,
                used: self.used,
                repaired: self.repaired,
                refused: self.refused,
            },
            refused_places: self.refused_places.into_iter().map(Extent::from).collect(),
            // A frozen layer is as it was read: nobody tries another encoding.
            kept: None,
            repairs: self.repairs.into_iter().map(Repair::from).collect(),
        })
    }
}
