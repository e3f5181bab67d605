//! The workspace: what is open, saved and undone.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::geom::area::Ruler;
use crate::geom::crs::Crs;
use crate::geom::extent::Extent;
use crate::words::Bilingual;

use super::accepted_repairs::AcceptedRepairs;
use super::answer::Answer;
use super::base_map::BaseMapChoice;
use super::bookmark::Bookmark;
use super::date::Date;
use super::feature::{Feature, FeatureRef};
use super::layer::Layer;
use super::problem::Problem;
use super::project::Project;
use super::repair::Repair;
use super::role::Role;
use super::rule::RuleBook;
use super::symbology_choice::Symbology;
use super::tables::Tables;
use super::zone::Zone;

/// Everything that a screening needs, in one plane. Cloning is cheap: layers and rules are shared.
#[derive(Clone, Debug)]
pub struct Workspace {
    /// For people.
    pub name: Bilingual,
    /// The plane that all shapes are in.
    pub crs: Crs,
    /// Bottom of the map first.
    pub layers: Vec<Arc<Layer>>,
    /// What projects are judged by.
    pub rules: Arc<RuleBook>,
    /// Class table, published rates, quotas.
    pub tables: Arc<Tables>,
    /// The day that the rules are judged by, where the workspace fixes one.
    pub as_of: Option<Date>,
    /// What people have answered to the questions of rules; of two about the same, the later one counts.
    pub answers: Arc<Vec<Answer>>,
    /// How many years old a survey of zones of a role may be at most, beside what rules ask for.
    pub age_limits: BTreeMap<Role, f64>,
    /// The number under which the map was approved for publication (审图号), as it is to be printed.
    pub map_approval: Option<String>,
    /// The base map that is asked for; a picture under the data, which no rule sees.
    pub base_map: Option<BaseMapChoice>,
    /// Places with names, which no rule sees.
    pub bookmarks: Arc<Vec<Bookmark>>,
    /// How layers are drawn that somebody has chosen symbols for, which no rule sees.
    pub symbology: Arc<Symbology>,
    /// The repairs that somebody has said yes to.
    pub accepted_repairs: Arc<AcceptedRepairs>,
    /// What could not be taken as it was.
    pub problems: Vec<Problem>,
}

impl Workspace {
    /// Without layers.
    pub fn empty(crs: Crs) -> Workspace {
        Workspace {
            name: Bilingual::default(),
            crs,
            layers: Vec::new(),
            rules: Arc::new(RuleBook::default()),
            tables: Arc::new(Tables::default()),
            as_of: None,
            answers: Arc::new(Vec::new()),
            age_limits: BTreeMap::new(),
            map_approval: None,
            base_map: None,
            bookmarks: Arc::new(Vec::new()),
            symbology: Arc::new(Symbology::default()),
            accepted_repairs: Arc::new(AcceptedRepairs::default()),
            problems: Vec::new(),
        }
    }

    /// The layer of that id.
    pub fn layer(&self, id: &str) -> Option<&Arc<Layer>> {
        self.layers.iter().find(|layer| &*layer.about.id == id)
    }

    /// The feature of that name with its layer.
    pub fn feature(&self, name: &FeatureRef) -> Option<(&Layer, &Feature)> {
        let layer = self.layer(&name.layer)?;
        Some((layer, layer.feature(&name.id)?))
    }

    /// All planned projects: by layer, then in the order of the source.
    pub fn projects(&self) -> impl Iterator<Item = Project<'_>> {
        let layers = self
            .layers
            .iter()
            .filter(|layer| layer.about.role == Role::Project);
        layers.flat_map(|layer| {
            layer
                .features()
                .iter()
                .map(move |feature| Project { layer, feature })
        })
    }

    /// All zones: by layer, then in the order of the source.
    pub fn zones(&self) -> impl Iterator<Item = Zone<'_>> {
        self.zone_layers().flat_map(|layer| {
            layer
                .features()
                .iter()
                .map(move |feature| Zone { layer, feature })
        })
    }

    /// The layers whose features can be zones.
    pub fn zone_layers(&self) -> impl Iterator<Item = &Arc<Layer>> {
        self.layers
            .iter()
            .filter(|layer| layer.about.role.is_zone() || layer.about.fields.role.is_some())
    }

    /// Repairs that wait for a yes: by layer, then in the order of the file.
    pub fn waiting_repairs(&self) -> impl Iterator<Item = (&Layer, &Repair)> {
        let accepted = &self.accepted_repairs;
        self.layers
            .iter()
            .flat_map(move |layer| accepted.waiting(layer).map(move |repair| (&**layer, repair)))
    }

    /// The box around all layers, in plane metres.
    pub fn extent(&self) -> Extent {
        let mut extent = Extent::EMPTY;
        self.layers.iter().for_each(|layer| extent.merge(&layer.extent()));
        extent
    }

    /// Measures true areas and lengths of this workspace's shapes.
    pub fn ruler(&self) -> Ruler {
        Ruler::new(&self.crs)
    }
}
