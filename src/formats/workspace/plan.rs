//! What is to be opened, before a single feature is read.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::formats::correction::Correction;
use crate::formats::filter::Filter;
use crate::formats::input::FileToRead;
use crate::formats::watch::Stamp;
use crate::model::accepted_repairs::Accepted;
use crate::model::answer::Answer;
use crate::model::base_map::BaseMapChoice;
use crate::model::bookmark::Bookmark;
use crate::model::crs_reading::Reading;
use crate::model::date::Date;
use crate::model::layer::About;
use crate::model::problem::Problem;
use crate::model::role::Role;
use crate::model::rule::RuleBook;
use crate::model::symbology_choice::SymbologyChoice;
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
    /// Places with names, in the plane of `crs`.
    pub bookmarks: Vec<Bookmark>,
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
    /// Repairs of it that somebody has said yes to.
    pub accepted_repairs: Option<Accepted>,
    /// How it is drawn, where somebody has chosen.
    pub symbology: Option<SymbologyChoice>,
    /// Nobody has named its file: it lay in a folder or an archive, and may be no data.
    pub unnamed: bool,
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
            accepted_repairs: None,
            symbology: None,
            unnamed: false,
        }
    }

    /// The plan by which the layer is read in another way; `None` where a shift is taken off its coordinates already, which
    /// no other reading can be put on top of.
    pub fn by_reading(&self, reading: Reading) -> Option<LayerPlan> {
        if self.is_shifted() {
            return None;
        }
        let correction = &self.correction;
        Some(LayerPlan {
            crs: reading.system.crs_code().or_else(|| self.crs.clone()),
            correction: Correction {
                // Readings are of the coordinates as this plan gives them.
                axes_swapped: correction.axes_swapped != reading.swapped,
                shift: reading.shift,
                chosen: Some(reading),
                ..correction.clone()
            },
            ..self.clone()
        })
    }

    /// The plan by which the layer is read in the system of that code, whatever the file says; `None` where coordinates are
    /// shifted already, as for [`LayerPlan::by_reading`].
    pub fn in_crs(&self, code: &str) -> Option<LayerPlan> {
        (!self.is_shifted()).then(|| LayerPlan {
            crs: Some(code.to_owned()),
            correction: Correction {
                chosen: None,
                ..self.correction.clone()
            },
            ..self.clone()
        })
    }

    /// True where a shift is taken off the coordinates, which no other reading can be put on top of.
    pub fn is_shifted(&self) -> bool {
        self.correction.shift.is_some() || self.correction.datum.is_some()
    }

    /// What says the system of the coordinates and their correction, as lines of a layer in a workspace file; empty where
    /// nothing is said.
    pub fn crs_lines(&self) -> String {
        let crs = self.crs.as_ref().map(|code| format!("crs = {code:?}"));
        let axes = self
            .correction
            .axes_swapped
            .then(|| "axes = \"swapped\"".to_owned());
        let shift = self.correction.shift;
        let shift = shift.map(|shift| format!("shift = \"{}\"", shift.code()));
        let lines: Vec<String> = [crs, axes, shift].into_iter().flatten().collect();
        lines.join("\n")
    }
}

/// How the layers of an open workspace were read, so that each can be read again in another way.
#[derive(Clone, Debug, Default)]
pub struct ReadPlans {
    /// By the id that the layer has in the workspace.
    plans: BTreeMap<Arc<str>, Arc<LayerPlan>>,
    /// How their files were, just before they were read.
    stamps: BTreeMap<Arc<str>, Stamp>,
    /// The layer that the places of the others are held against; `None` for the first one of districts.
    pub reference: Option<Arc<str>>,
    /// Somebody says which field means what.
    pub is_mapped: bool,
}

impl ReadPlans {
    /// Of layers that are about to be read; looks at their files.
    pub fn new(plan: &Plan) -> ReadPlans {
        let mut plans = ReadPlans {
            reference: plan.reference.clone(),
            is_mapped: plan.is_mapped(),
            ..ReadPlans::default()
        };
        for plan in &plan.layers {
            plans.put(Arc::new(plan.clone()), Stamp::of(&plan.file.path));
        }
        plans
    }

    /// All layers whose plans are known, with how their files were.
    pub fn all(&self) -> impl Iterator<Item = (&Arc<LayerPlan>, &Stamp)> {
        let stamped = self.plans.iter();
        stamped.filter_map(|(id, plan)| Some((plan, self.stamps.get(id)?)))
    }

    /// How the layer of that id was read; `None` where nobody knows.
    pub fn of(&self, layer: &str) -> Option<&Arc<LayerPlan>> {
        self.plans.get(layer)
    }

    /// How the file of the layer of that id was just before it was read.
    pub fn stamp_of(&self, layer: &str) -> Option<&Stamp> {
        self.stamps.get(layer)
    }

    /// Remembers how a layer was read, by the id that its plan gives it, and how its file was just before.
    pub fn put(&mut self, plan: Arc<LayerPlan>, stamp: Stamp) {
        self.stamps.insert(Arc::clone(&plan.about.id), stamp);
        self.plans.insert(Arc::clone(&plan.about.id), plan);
    }

    /// Forgets the layers that came to nothing.
    pub fn keep(&mut self, is_there: impl Fn(&str) -> bool) {
        self.plans.retain(|id, _| is_there(id));
        self.stamps.retain(|id, _| is_there(id));
    }

    /// Calls a layer otherwise.
    pub fn rename(&mut self, layer: &str, name: &Bilingual) {
        if let Some(plan) = self.plans.get_mut(layer) {
            Arc::make_mut(plan).about.name = name.clone();
        }
    }

    /// Remembers how the layer of another workspace was read that has got the id `now` in this one.
    pub fn adopt(&mut self, other: &ReadPlans, was: &str, now: &Arc<str>) {
        if let (Some(plan), Some(stamp)) = (other.of(was), other.stamps.get(was)) {
            let mut plan = LayerPlan::clone(plan);
            plan.about.id = Arc::clone(now);
            self.put(Arc::new(plan), stamp.clone());
        }
    }
}

impl Plan {
    /// True where somebody says which field means what; files that are opened by themselves have nobody who does.
    pub fn is_mapped(&self) -> bool {
        !self.label.is_empty()
    }

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::chinese_zone::ChineseZone;
    use crate::geom::web_shift::WebShift;
    use crate::model::crs_reading::System;

    #[test]
    fn a_reading_is_put_on_top_of_the_plan() {
        let plan = LayerPlan::of_file(About::new("a", Role::Wetland), Path::new("a.geojson"));
        assert_eq!(plan.crs_lines(), "");
        let zone = Reading {
            swapped: true,
            ..Reading::plain(System::Zone(ChineseZone::of_code("EPSG:4549").unwrap()))
        };
        let read = plan.by_reading(zone).unwrap();
        assert_eq!(read.crs_lines(), "crs = \"EPSG:4549\"\naxes = \"swapped\"");
        let back = read.by_reading(Reading {
            swapped: true,
            ..Reading::AS_SAID
        });
        assert_eq!(
            back.as_ref().map(LayerPlan::crs_lines).as_deref(),
            Some("crs = \"EPSG:4549\"")
        );
        let shifted = plan.by_reading(Reading {
            shift: Some(WebShift::Gcj02),
            ..Reading::AS_SAID
        });
        let shifted = shifted.unwrap();
        assert_eq!(shifted.crs_lines(), "shift = \"gcj02\"");
        assert!(shifted.by_reading(zone).is_none());
    }
}
