//! The zones of a workspace with what a run asks of each of them again and again, looked up once.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::geom::equal_area::EqualArea;
use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, Zone};

/// What rules and accounts ask of a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    /// What it is.
    pub role: Role,
    /// Its land class code.
    pub class: Option<Arc<str>>,
    /// Who declared it.
    pub level: Option<Level>,
}

/// The zones of one layer.
pub struct ZoneLayer<'a> {
    /// The layer.
    pub layer: &'a Arc<Layer>,
    /// By position; a single entry where all are alike.
    facts: Vec<Facts>,
    /// True areas in m² by position, made when first asked for.
    areas_m2: Vec<OnceLock<f64>>,
}

impl<'a> ZoneLayer<'a> {
    /// All layers whose features can be zones, in the order of the workspace.
    pub fn all(workspace: &'a Workspace) -> Vec<ZoneLayer<'a>> {
        workspace.zone_layers().map(ZoneLayer::new).collect()
    }

    fn new(layer: &'a Arc<Layer>) -> ZoneLayer<'a> {
        let fields = &layer.about.fields;
        let alike = fields.role.is_none() && fields.class.is_none() && fields.level.is_none();
        let looked_up = |feature: &Feature| {
            let zone = Zone { layer, feature };
            let class = zone.class().map(Into::into);
            Facts {
                role: zone.role(),
                class,
                level: zone.level(),
            }
        };
        let mut facts: Vec<Facts> = if alike {
            layer.features().iter().take(1).map(looked_up).collect()
        } else {
            layer.features().par_iter().map(looked_up).collect()
        };
        share_classes(&mut facts);
        ZoneLayer {
            layer,
            facts,
            areas_m2: layer.features().iter().map(|_| OnceLock::new()).collect(),
        }
    }

    /// The zone at a position with its facts.
    pub fn zone(&self, position: usize) -> Option<(Zone<'a>, &Facts)> {
        let feature = self.layer.features().get(position)?;
        let facts = if self.facts.len() == 1 {
            self.facts.first()
        } else {
            self.facts.get(position)
        };
        let zone = Zone {
            layer: self.layer,
            feature,
        };
        Some((zone, facts?))
    }

    /// The true area in m² of the zone at a position; 0 where there is none.
    pub fn area_m2(&self, position: usize, measure: &EqualArea) -> f64 {
        let feature = self.layer.features().get(position);
        let measured = || feature.map_or(0.0, |feature| measure.area_m2(feature.shape.areas()));
        self.areas_m2
            .get(position)
            .map_or(0.0, |area_m2| *area_m2.get_or_init(measured))
    }
}

/// A few codes are shared by many zones.
fn share_classes(facts: &mut [Facts]) {
    let mut known: HashSet<Arc<str>> = HashSet::new();
    for class in facts.iter_mut().filter_map(|facts| facts.class.as_mut()) {
        match known.get(class) {
            Some(same) => *class = Arc::clone(same),
            None => drop(known.insert(Arc::clone(class))),
        }
    }
}
