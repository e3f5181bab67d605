//! Doubt: why a rule may not say *clear*, even where nothing was found.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::geom::crs::Crs;
use crate::geom::distance::nearest_border;
use crate::geom::gate::admit_plane;
use crate::geom::overlay::union;
use crate::geom::relate::{Relation, relate};
use crate::geom::shape::Shape;
use crate::model::crs_reading::Trust;
use crate::model::date::Date;
use crate::model::finding::Reason;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;

use super::candidates::may_hold;
use super::doubtful_places::DoubtfulPlaces;

/// A refused feature this near may touch the project.
const TOUCH_M: f64 = 1.0;

/// Why a rule cannot be trusted to say *clear*, whatever the project; `None` where its layers are good.
pub fn of_rule(rule: &Rule, workspace: &Workspace, as_of: Date) -> Option<Reason> {
    if !rule.text_available {
        return Some(Reason::RuleTextMissing);
    }
    rule.roles
        .iter()
        .find_map(|role| of_role(*role, rule, workspace, as_of))
}

fn of_role(role: Role, rule: &Rule, workspace: &Workspace, as_of: Date) -> Option<Reason> {
    let mut offered = false;
    // A refused feature of a layer with several roles may have been of any of them.
    for layer in workspace.zone_layers().filter(|layer| may_hold(layer, role)) {
        offered |= holds(layer, role);
        if layer.provenance.sha256.is_empty() {
            return Some(Reason::LayerMissing);
        }
        if !crs_is_sure(layer) {
            return Some(Reason::CrsUnknown);
        }
        if layer.provenance.counts.refused > layer.provenance.refused_places.len() {
            return Some(Reason::FeatureRefused);
        }
        if age_limit_years(rule, role, workspace).is_some_and(|most| is_stale(layer, most, as_of)) {
            return Some(Reason::Stale);
        }
    }
    (!offered).then_some(Reason::LayerMissing)
}

/// True where a layer is there to say something about a role. A layer whose roles stand in a field says something only
/// about the roles that occur, and about its own.
fn holds(layer: &Arc<Layer>, role: Role) -> bool {
    let occurs = || {
        layer.features().iter().any(|feature| {
            let zone = crate::model::zone::Zone { layer, feature };
            zone.role() == role
        })
    };
    layer.about.role == role || may_hold(layer, role) && occurs()
}

/// True where file, workspace or standard say which CRS the coordinates are in, and nothing speaks against it. Longitudes and
/// latitudes without a word are WGS 84 by RFC 7946; anything else without a word is a guess.
fn crs_is_sure(layer: &Layer) -> bool {
    let provenance = &layer.provenance;
    let named = !provenance.source_crs.is_empty()
        && (provenance.crs_declared || provenance.source_crs == Crs::LON_LAT);
    named && provenance.doubt.trust == Trust::Plausible
}

/// Why no rule can be trusted to say *clear* of a project: its own place is in doubt, or its shape.
pub fn of_project(project: &Project<'_>, workspace: &Workspace) -> Option<Reason> {
    if project.layer.provenance.doubt.trust != Trust::Plausible {
        return Some(Reason::CrsUnknown);
    }
    // The layer of a draft need not be one of the workspace: its repairs are looked for where it is.
    let repairs = project.layer.provenance.repairs.iter();
    let mut own = repairs.filter(|repair| repair.number == project.feature.number);
    let waits = own.any(|repair| !workspace.accepted_repairs.allow(&project.layer.about.id, repair));
    waits.then_some(Reason::RepairUnaccepted)
}

/// True where nothing at all is known of a project, because its place is refused.
pub fn is_nowhere(project: &Project<'_>) -> bool {
    project.layer.provenance.doubt.is_refused()
}

/// The stricter of what the rule and the workspace ask of surveys of a role.
fn age_limit_years(rule: &Rule, role: Role, workspace: &Workspace) -> Option<f64> {
    let of_role = workspace.age_limits.get(&role).copied();
    rule.max_age_years.into_iter().chain(of_role).reduce(f64::min)
}

fn is_stale(layer: &Layer, most_years: f64, as_of: Date) -> bool {
    layer
        .about
        .surveyed
        .is_none_or(|surveyed| as_of.years_since(surveyed) > most_years)
}

/// What is known of one project, refused features around it, and the areas in which zone layers are complete: many rules ask the same.
pub struct Coverage<'a> {
    workspace: &'a Workspace,
    places: &'a DoubtfulPlaces<'a>,
    project: &'a Shape,
    /// Plane metres per true metre, at most.
    stretch: f64,
    /// By coverage layer and reach in plane metres, as bits: whether it covers the project.
    known: Vec<((Arc<str>, u64), bool)>,
}

impl<'a> Coverage<'a> {
    /// Nothing is known yet.
    pub fn of(
        project: &'a Shape,
        workspace: &'a Workspace,
        places: &'a DoubtfulPlaces<'a>,
        stretch: f64,
    ) -> Coverage<'a> {
        Coverage {
            workspace,
            places,
            project,
            stretch,
            known: Vec::new(),
        }
    }

    /// True where the project, or the rule's setback of `reach_m` around it, reaches out of the area in which a zone layer
    /// that the rule needs is complete.
    pub fn is_left_by(&mut self, rule: &Rule, reach_m: f64) -> bool {
        let reach = reach_m * self.stretch;
        let workspace = self.workspace;
        let needed = workspace
            .zone_layers()
            .filter(|layer| rule.roles.iter().any(|role| may_hold(layer, *role)));
        needed
            .filter_map(|layer| layer.about.coverage.as_ref())
            .any(|id| !self.covers(id, reach))
    }

    /// Why the rule cannot say *clear*: a feature of a layer that it needs lies within its reach of the project, and was
    /// refused, or repaired in a way that nobody has said yes to.
    ///
    /// Only features whose place is sure are asked here; any other casts its doubt on the whole layer.
    pub fn of_neighbours(&self, rule: &Rule, reach_m: f64) -> Option<Reason> {
        let needed = self
            .workspace
            .zone_layers()
            .filter(|layer| rule.roles.iter().any(|role| may_hold(layer, *role)));
        let doubts = needed.filter_map(|layer| {
            let around = (reach_m + layer.about.tolerance_m).max(TOUCH_M) * self.stretch;
            let query = self.project.extent().inflated(around);
            if self.places.refused_at(layer, &query) {
                return Some(Reason::FeatureRefused);
            }
            let waits = self.places.waiting_at(layer, &query);
            waits.then_some(Reason::RepairUnaccepted)
        });
        // Reasons are ordered: what cannot be read at all is told before what waits for a yes.
        doubts.min()
    }

    fn covers(&mut self, id: &Arc<str>, reach: f64) -> bool {
        let key = (Arc::clone(id), reach.to_bits());
        if let Some((_, known)) = self.known.iter().find(|(own, _)| *own == key) {
            return *known;
        }
        // What cannot be decided is not covered.
        let caged = |layer: &Layer| {
            catch_unwind(AssertUnwindSafe(|| covers(layer, self.project, reach))).unwrap_or(false)
        };
        let query = self.project.extent().inflated(reach);
        let is_sure = |layer: &&Arc<Layer>| crs_is_sure(layer) && !self.places.waiting_at(layer, &query);
        let layer = self.workspace.layer(id).filter(is_sure);
        let answer = layer.is_some_and(|layer| caged(layer));
        self.known.push((key, answer));
        answer
    }
}

/// True where everything within `reach` plane metres of the project lies in the coverage.
fn covers(coverage: &Layer, project: &Shape, reach: f64) -> bool {
    let near: Vec<&Shape> = coverage
        .candidates(&project.extent().inflated(reach))
        .into_iter()
        .filter_map(|position| Some(&*coverage.features().get(position)?.shape))
        .collect();
    if near.iter().any(|shape| holds_all(shape, project, reach)) {
        return true;
    }
    // A project across the border of two districts is covered where the two together cover it.
    let united = union(near.iter().map(|shape| shape.areas()));
    near.len() > 1 && admit_plane(united).is_ok_and(|shape| holds_all(&shape, project, reach))
}

fn holds_all(coverage: &Shape, project: &Shape, reach: f64) -> bool {
    let inside = relate(project, coverage, 0.0)
        .is_ok_and(|contact| contact.is_some_and(|contact| contact.relation == Relation::Inside));
    inside && (reach <= 0.0 || nearest_border(project, coverage).is_some_and(|n| n.distance >= reach))
}
