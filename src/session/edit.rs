//! Changes of the workspace, as pure functions from workspace to workspace.

use std::sync::Arc;

use crate::model::date::Date;
use crate::model::layer::{About, Layer};
use crate::model::workspace::Workspace;

/// A change of the workspace.
#[derive(Clone, Debug, PartialEq)]
pub enum Edit {
    /// Moves a layer by so many places towards the top of the map; negative towards the bottom.
    MoveLayer {
        /// The layer's id.
        layer: Arc<str>,
        /// Places upwards.
        by: i32,
    },
    /// Takes a layer out of the workspace; its file stays as it is.
    RemoveLayer(Arc<str>),
    /// Fixes the day that the rules are judged by; `None` for today.
    SetAsOf(Option<Date>),
}

impl Edit {
    /// The workspace after the change; `None` where nothing changes.
    pub fn apply(&self, workspace: &Workspace) -> Option<Workspace> {
        let mut next = workspace.clone();
        match self {
            Edit::MoveLayer { layer, by } => {
                let from = place(workspace, layer)?;
                let last = workspace.layers.len().saturating_sub(1);
                let to = from.saturating_add_signed(*by as isize).min(last);
                if from == to {
                    return None;
                }
                let moved = next.layers.remove(from);
                next.layers.insert(to, moved);
            }
            Edit::RemoveLayer(layer) => {
                next.layers.remove(place(workspace, layer)?);
                next.problems
                    .retain(|problem| problem.layer.as_ref() != Some(layer));
            }
            Edit::SetAsOf(day) if *day == workspace.as_of => return None,
            Edit::SetAsOf(day) => next.as_of = *day,
        }
        Some(next)
    }
}

/// Takes the layers and problems of another workspace of the same CRS in, on top. A layer whose id is taken gets
/// another: `wetland-2`.
pub fn with_layers_of(workspace: &Workspace, other: Workspace) -> Workspace {
    let mut next = workspace.clone();
    let mut problems = other.problems;
    for layer in other.layers {
        let old = Arc::clone(&layer.about.id);
        let id = free_id(&next, &old);
        if id == old {
            next.layers.push(layer);
            continue;
        }
        let about = About {
            id: Arc::clone(&id),
            ..layer.about.clone()
        };
        let renamed = Layer::new(about, layer.provenance.clone(), layer.features().to_vec());
        next.layers.push(Arc::new(renamed));
        let own = problems
            .iter_mut()
            .filter(|problem| problem.layer.as_ref() == Some(&old));
        own.for_each(|problem| problem.layer = Some(Arc::clone(&id)));
    }
    next.problems.append(&mut problems);
    next
}

/// True if the rules cannot tell the two apart: same plane, rules, day and layers, in whatever order they are drawn.
pub fn alike_to_rules(a: &Workspace, b: &Workspace) -> bool {
    a.crs.code() == b.crs.code()
        && Arc::ptr_eq(&a.rules, &b.rules)
        && a.as_of == b.as_of
        && a.layers.len() == b.layers.len()
        && a.layers
            .iter()
            .all(|layer| b.layers.iter().any(|other| Arc::ptr_eq(layer, other)))
}

fn place(workspace: &Workspace, id: &str) -> Option<usize> {
    workspace.layers.iter().position(|layer| &*layer.about.id == id)
}

fn free_id(workspace: &Workspace, wanted: &Arc<str>) -> Arc<str> {
    if workspace.layer(wanted).is_none() {
        return Arc::clone(wanted);
    }
    // One more candidate than there are layers, so that one is free.
    let candidates = (2..).take(workspace.layers.len() + 1);
    candidates
        .map(|number| format!("{wanted}-{number}"))
        .find(|id| workspace.layer(id).is_none())
        .map_or_else(|| Arc::clone(wanted), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::layer::Provenance;
    use crate::model::role::Role;

    fn workspace(ids: &[&str]) -> Workspace {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.layers = ids
            .iter()
            .map(|id| {
                Arc::new(Layer::new(
                    About::new(id, Role::Wetland),
                    Provenance::default(),
                    Vec::new(),
                ))
            })
            .collect();
        workspace
    }

    fn check(edit: Edit, expected: Option<&[&str]>) {
        let after = edit.apply(&workspace(&["a", "b", "c"]));
        let ids: Option<Vec<&str>> = after
            .as_ref()
            .map(|w| w.layers.iter().map(|layer| &*layer.about.id).collect());
        assert_eq!(ids.as_deref(), expected, "{edit:?}");
    }

    fn moved(layer: &str, by: i32) -> Edit {
        Edit::MoveLayer {
            layer: layer.into(),
            by,
        }
    }

    #[test]
    fn layers_move_and_go() {
        check(moved("a", 1), Some(&["b", "a", "c"]));
        check(moved("a", 99), Some(&["b", "c", "a"]));
        check(moved("c", -99), Some(&["c", "a", "b"]));
        check(moved("c", 1), None);
        check(moved("x", 1), None);
        check(Edit::RemoveLayer("b".into()), Some(&["a", "c"]));
        check(Edit::RemoveLayer("x".into()), None);
        check(Edit::SetAsOf(None), None);
    }

    #[test]
    fn order_is_nothing_to_the_rules() {
        let before = workspace(&["a", "b"]);
        let moved = moved("a", 1).apply(&before).unwrap();
        assert!(alike_to_rules(&before, &moved));
        let removed = Edit::RemoveLayer("a".into()).apply(&before).unwrap();
        assert!(!alike_to_rules(&before, &removed));
        let dated = Edit::SetAsOf("2026-01-01".parse().ok()).apply(&before).unwrap();
        assert!(!alike_to_rules(&before, &dated));
    }

    #[test]
    fn a_taken_id_gets_a_number() {
        let both = with_layers_of(&workspace(&["a", "a-2"]), workspace(&["a", "b"]));
        let ids: Vec<&str> = both.layers.iter().map(|layer| &*layer.about.id).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "b"]);
    }
}
