//! Doubt: why a rule may not say *clear*, even where nothing was found.

use std::sync::Arc;

use crate::geom::relate::{Relation, relate};
use crate::geom::shape::Shape;
use crate::model::date::Date;
use crate::model::finding::Reason;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::rule::Rule;
use crate::model::workspace::Workspace;

use super::candidates::may_hold;

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
    for layer in workspace.zone_layers().filter(|layer| holds(layer, role)) {
        offered = true;
        if layer.provenance.source_crs.is_empty() {
            return Some(Reason::CrsUnknown);
        }
        if layer.provenance.counts.refused > 0 {
            return Some(Reason::FeatureRefused);
        }
        if rule
            .max_age_years
            .is_some_and(|most| is_stale(layer, most, as_of))
        {
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

fn is_stale(layer: &Layer, most_years: f64, as_of: Date) -> bool {
    layer
        .about
        .surveyed
        .is_none_or(|surveyed| as_of.years_since(surveyed) > most_years)
}

/// True where a project reaches out of the area in which a zone layer that the rule needs is complete.
pub fn is_outside_coverage(project: &Shape, rule: &Rule, workspace: &Workspace) -> bool {
    let needed = workspace
        .zone_layers()
        .filter(|layer| rule.roles.iter().any(|role| may_hold(layer, *role)));
    needed
        .filter_map(|layer| layer.about.coverage.as_ref())
        .any(|id| match workspace.layer(id) {
            Some(coverage) => !covers(coverage, project),
            None => true,
        })
}

fn covers(coverage: &Layer, project: &Shape) -> bool {
    let near = coverage
        .candidates(&project.extent())
        .into_iter()
        .filter_map(|k| coverage.features().get(k));
    let contacts: Vec<_> = near
        .filter_map(|f| relate(project, &f.shape, 0.0).ok().flatten())
        .collect();
    if contacts
        .iter()
        .any(|contact| contact.relation == Relation::Inside)
    {
        return true;
    }
    // A project across the border of two districts is covered where the two together cover it.
    let whole = project.plane_area();
    let covered: f64 = contacts.iter().map(|contact| contact.common.plane_area()).sum();
    whole > 0.0 && covered >= whole * (1.0 - 1e-9)
}
