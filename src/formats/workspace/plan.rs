//! What is to be opened, before a single feature is read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::formats::correction::Correction;
use crate::formats::filter::Filter;
use crate::formats::input::FileToRead;
use crate::model::answer::Answer;
use crate::model::base_map::BaseMapChoice;
use crate::model::date::Date;
use crate::model::layer::About;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::model::rule::RuleBook;
use crate::model::tables::Tables;
use crate::words::Bilingual;

/// A workspace still to be read.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// For people.
    pub name: Bilingual,
    /// The file that says all this, for messages.
    pub label: String,
    /// Code of the plane; `None` for the automatic one.
    pub crs: Option<String>,
    /// Bottom of the map first.
    pub layers: Vec<LayerPlan>,
    /// The layer that the places of the others are held against; `None` for the first one of districts.
    pub reference: Option<Arc<str>>,
    /// What projects are judged by.
    pub rules: RuleBook,
    /// Class table, published rates, quotas; `None` for the built-in ones.
    pub tables: Option<Tables>,
    /// The day that the rules are judged by.
    pub as_of: Option<Date>,
    /// Answers to the questions of rules.
    pub answers: Vec<Answer>,
    /// How many years old a survey of zones of a role may be at most.
    pub age_limits: BTreeMap<Role, f64>,
    /// The number under which the map was approved for publication.
    pub map_approval: Option<String>,
    /// The base map that is asked for.
    pub base_map: Option<BaseMapChoice>,
    /// What of the settings does nothing.
    pub problems: Vec<Problem>,
}

/// A layer still to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerPlan {
    /// What is said about it.
    pub about: About,
    /// Where it is.
    pub file: FileToRead,
    /// Code of the CRS of its coordinates, where the file does not say or says it wrongly.
    pub crs: Option<String>,
    /// What must be done to its coordinates first.
    pub correction: Correction,
    /// Which features belong to it.
    pub filter: Option<Filter>,
}

impl LayerPlan {
    /// A file about which nothing else is known.
    pub fn of_file(about: About, path: &Path) -> LayerPlan {
        LayerPlan {
            about,
            file: FileToRead::at(path),
            crs: None,
            correction: Correction::default(),
            filter: None,
        }
    }
}

impl Plan {
    /// An id for one more layer: `base`, or `base-2`, `base-3`… where that is taken.
    pub fn free_id(&self, base: &str) -> Arc<str> {
        let taken = |id: &str| self.layers.iter().any(|layer| &*layer.about.id == id);
        if !taken(base) {
            return base.into();
        }
        let mut number = 2;
        loop {
            let id = format!("{base}-{number}");
            if !taken(&id) {
                return id.into();
            }
            number += 1;
        }
    }
}
