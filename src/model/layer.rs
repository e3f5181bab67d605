//! A layer: features of one role from one source.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::relate::Relater;
use crate::words::Bilingual;

use super::crs_doubt::CrsDoubt;
use super::date::Date;
use super::feature::{Feature, FeatureRef};
pub use super::fields::Fields;
use super::footprint_fields::FootprintFields;
use super::kept_texts::KeptTexts;
use super::overlaps::Overlaps;
use super::repair::Repair;
use super::role::{ProjectKind, Role};

/// Features of one role from one source, in the plane of the workspace. Owns its extent and index.
#[derive(Debug)]
pub struct Layer {
    /// What the user says about it.
    pub about: About,
    /// Where it came from.
    pub provenance: Provenance,
    /// What a layer that is only called otherwise shares with it.
    content: Arc<Content>,
}

/// Features that one worker looks at in one go; fewer are not shared out.
const SHARED_FROM: usize = 1 << 13;

#[derive(Debug)]
struct Content {
    features: Vec<Feature>,
    extent: Extent,
    index: SpatialIndex,
    /// Positions in the order of the ids, made when the first one is looked for.
    by_id: OnceLock<Box<[u32]>>,
    overlaps: OnceLock<Overlaps>,
    /// Positions by plane area, made when first asked for.
    by_size: OnceLock<Box<[u32]>>,
}

/// What the workspace file says about a layer.
#[derive(Clone, Debug, PartialEq)]
pub struct About {
    /// Unique in the workspace.
    pub id: Arc<str>,
    /// For people.
    pub name: Bilingual,
    /// What it is for.
    pub role: Role,
    /// For projects: what they are, where no field says it.
    pub kind: Option<ProjectKind>,
    /// Which source field means what.
    pub fields: Fields,
    /// Which source fields footprints are read from.
    pub footprint: FootprintFields,
    /// Drawn for illustration: shown on map, legend and report.
    pub synthetic: bool,
    /// When it was surveyed.
    pub surveyed: Option<Date>,
    /// The layer that says where this one is complete.
    pub coverage: Option<Arc<str>>,
    /// How far its borders may be wrong, in metres.
    pub tolerance_m: f64,
    /// A published total that it must close on.
    pub check: Option<AreaCheck>,
}

impl About {
    /// A layer of a role about which nothing else is known.
    pub fn new(id: &str, role: Role) -> About {
        About {
            id: id.into(),
            name: Bilingual::same(id),
            role,
            kind: None,
            fields: Fields::default(),
            footprint: FootprintFields::default(),
            synthetic: false,
            surveyed: None,
            coverage: None,
            tolerance_m: 0.0,
            check: None,
        }
    }
}

/// A published total area and how far from it a layer may close.
#[derive(Clone, Copy, Debug, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AreaCheck {
    /// The published figure in hectares.
    pub area_ha: f64,
    /// Half the width of the accepted band in hectares.
    pub tolerance_ha: f64,
}

/// Where a layer came from, and what became of it on the way in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Provenance {
    /// The file as the workspace names it, for people and reports.
    pub file: String,
    /// SHA-256 of the file's bytes, in hexadecimal.
    pub sha256: String,
    /// Code of the CRS that the coordinates were read in.
    pub source_crs: String,
    /// False where neither file nor workspace said which CRS it is and RFC 7946 had to stand in.
    pub crs_declared: bool,
    /// What speaks for and against its place, and what was done to its coordinates.
    pub doubt: CrsDoubt,
    /// Members of the file beside its features (name, licence, attribution), kept for reports and for writing back.
    pub foreign: BTreeMap<String, serde_json::Value>,
    /// What its texts were before they were decoded, where another encoding can be tried without the file.
    pub kept: Option<Arc<KeptTexts>>,
    /// How many features were read, used, repaired, refused.
    pub counts: Counts,
    /// Boxes, in the plane, of those refused features whose shape is good and whose place is therefore sure.
    pub refused_places: Vec<Extent>,
    /// Features whose area a repair changed, in the order of the file.
    pub repairs: Vec<Repair>,
}

/// What became of the features of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Features found in the file.
    pub read: usize,
    /// Features in the layer.
    pub used: usize,
    /// Of those used, how many were mended on the way in.
    pub repaired: usize,
    /// Features that could not be taken.
    pub refused: usize,
}

impl Layer {
    /// Indexes features that have ids unique within the layer; of two with the same id the first is found by it.
    pub fn new(about: About, provenance: Provenance, features: Vec<Feature>) -> Layer {
        // Each lies elsewhere in memory, and most of the time goes into fetching it. Few are fetched by the caller: a layer
        // that was changed by hand is made on the window's thread, which must not wait until a worker is free.
        let extents: Vec<Extent> = features
            .par_iter()
            .with_min_len(SHARED_FROM)
            .map(|feature| feature.shape.extent())
            .collect();
        let mut extent = Extent::EMPTY;
        extents.iter().for_each(|own| extent.merge(own));
        let content = Content {
            index: SpatialIndex::new(&extents),
            features,
            extent,
            by_id: OnceLock::new(),
            overlaps: OnceLock::new(),
            by_size: OnceLock::new(),
        };
        Layer {
            about,
            provenance,
            content: Arc::new(content),
        }
    }

    /// The same layer under another name for people.
    #[must_use]
    pub fn renamed(&self, name: Bilingual) -> Layer {
        Layer {
            about: About {
                name,
                ..self.about.clone()
            },
            provenance: self.provenance.clone(),
            content: Arc::clone(&self.content),
        }
    }

    /// True where both are the same layer, if under another name for people.
    pub fn is_same_but_name(&self, other: &Layer) -> bool {
        let named = |about: &About| About {
            name: Bilingual::default(),
            ..about.clone()
        };
        Arc::ptr_eq(&self.content, &other.content) && named(&self.about) == named(&other.about)
    }

    /// Positions of the features behind `position` that overlap the one there, ascending. Found out when first asked.
    pub fn overlapped_behind(&self, position: usize, relater: &mut Relater) -> Vec<usize> {
        let Content { features, index, .. } = &*self.content;
        self.overlaps().behind(position, relater, features, index)
    }

    /// Finds out which features overlap each other, in parallel: for those who will ask of many, and cannot wait then.
    pub fn find_overlaps(&self) {
        let Content { features, index, .. } = &*self.content;
        self.overlaps().find_all(features, index);
    }

    fn overlaps(&self) -> &Overlaps {
        let Content {
            features, overlaps, ..
        } = &*self.content;
        overlaps.get_or_init(|| Overlaps::unknown(features.len()))
    }

    /// The features in the order of the source.
    pub fn features(&self) -> &[Feature] {
        &self.content.features
    }

    /// The box around all features, in plane metres.
    pub fn extent(&self) -> Extent {
        self.content.extent
    }

    /// Positions of the features whose boxes meet `query`, ascending.
    pub fn candidates(&self, query: &Extent) -> Vec<usize> {
        self.content.index.meeting(query)
    }

    /// As [`Layer::candidates`]; `None` where there are more than `most`, which is told without finding them all.
    pub fn candidates_at_most(&self, query: &Extent, most: usize) -> Option<Vec<usize>> {
        self.content.index.meeting_at_most(query, most)
    }

    /// Positions of all features, the largest in the plane first; of equals the first. Sorted when first asked for.
    pub fn largest_first(&self) -> &[u32] {
        self.content.by_size.get_or_init(|| {
            let area = |position: u32| {
                let feature = self.content.features.get(position as usize);
                feature.map_or(0.0, |feature| feature.shape.plane_area())
            };
            let mut positions: Box<[u32]> = (0..self.content.features.len() as u32).collect();
            positions.sort_unstable_by(|&a, &b| area(b).total_cmp(&area(a)).then(a.cmp(&b)));
            positions
        })
    }

    /// The same, if somebody has had it sorted already: for whoever must not wait.
    pub fn largest_first_if_sorted(&self) -> Option<&[u32]> {
        self.content.by_size.get().map(|positions| &**positions)
    }

    /// The feature of that id.
    pub fn feature(&self, id: &str) -> Option<&Feature> {
        self.content.features.get(self.position(id)?)
    }

    /// The position of the feature of that id. The ids are sorted when the first one is looked for.
    pub fn position(&self, id: &str) -> Option<usize> {
        let id_at = |position: u32| {
            self.content
                .features
                .get(position as usize)
                .map(|feature| &*feature.id)
        };
        let by_id = self.content.by_id.get_or_init(|| {
            let mut positions: Box<[u32]> = (0..self.content.features.len() as u32).collect();
            positions.sort_unstable_by_key(|&position| (id_at(position), position));
            positions
        });
        let first = by_id.partition_point(|&position| id_at(position) < Some(id));
        let position = by_id
            .get(first)
            .copied()
            .filter(|&position| id_at(position) == Some(id));
        position.map(|position| position as usize)
    }

    /// The feature of that number in the file; `None` where it was refused.
    pub fn feature_of_number(&self, number: usize) -> Option<&Feature> {
        // Features stand in the order of the source, which they are numbered in.
        let place = self
            .content
            .features
            .binary_search_by_key(&number, |feature| feature.number);
        self.content.features.get(place.ok()?)
    }

    /// What a repair did to the area of a feature; `None` where none was changed.
    pub fn repair_of(&self, feature: &Feature) -> Option<&Repair> {
        let repairs = &self.provenance.repairs;
        let place = repairs.binary_search_by_key(&feature.number, |repair| repair.number);
        repairs.get(place.ok()?)
    }

    /// The name of a feature of this layer in findings and selections.
    pub fn name_of(&self, feature: &Feature) -> FeatureRef {
        FeatureRef {
            layer: Arc::clone(&self.about.id),
            id: Arc::clone(&feature.id),
        }
    }
}

impl Layer {
    /// Name of a feature for people: the mapped field, else the id.
    pub fn title_of(&self, feature: &Feature) -> String {
        let field = self.about.fields.name.as_deref();
        field
            .and_then(|name| feature.properties.text(name))
            .unwrap_or_else(|| feature.id.to_string())
    }
}
