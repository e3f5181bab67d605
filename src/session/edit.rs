//! Changes of the workspace, as pure functions from workspace to workspace.

use std::sync::Arc;

use crate::formats::watch::Stamp;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::bookmark::Bookmark;
use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::layer::{About, Layer};
use crate::model::problem::{Problem, ProblemKind};
use crate::model::symbology_choice::SymbologyChoice;
use crate::model::workspace::Workspace;
use crate::words::Bilingual;

use super::by_hand::{HandEdit, Made};

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
    /// Puts a second one of a layer above it, to be drawn or narrowed down otherwise.
    DuplicateLayer {
        /// The layer's id.
        layer: Arc<str>,
        /// What the second one is called.
        name: Bilingual,
    },
    /// Calls a layer otherwise.
    RenameLayer {
        /// The layer's id.
        layer: Arc<str>,
        /// The new name for people.
        name: Bilingual,
    },
    /// Draws a layer otherwise; the default for as the program draws it.
    SetSymbology {
        /// The layer's id.
        layer: Arc<str>,
        /// What is chosen.
        choice: Box<SymbologyChoice>,
    },
    /// Fixes the day that the rules are judged by; `None` for today.
    SetAsOf(Option<Date>),
    /// Has these places with names from now on.
    SetBookmarks(Vec<Bookmark>),
    /// Puts a layer in the place of one, as it was read again in another way.
    ReadAgain(Box<ReadAgain>),
    /// Takes in what an examination of a layer's geometry has found, instead of what an earlier one did.
    Examined {
        /// The layer's id.
        layer: Arc<str>,
        /// What was found.
        problems: Vec<Problem>,
    },
    /// Says yes to the repairs of these features.
    AcceptRepairs(Vec<FeatureRef>),
    /// Draws, changes or removes a project.
    ByHand(HandEdit),
}

/// A layer that was read again.
#[derive(Clone, Debug)]
pub struct ReadAgain {
    /// The id of the layer whose place it takes; its own may be another.
    pub instead_of: Arc<str>,
    /// As it was read now.
    pub layer: Arc<Layer>,
    /// What could not be taken as it was, instead of what was told of the old one.
    pub problems: Vec<Problem>,
    /// What it was read by.
    pub plan: Arc<LayerPlan>,
    /// How its file was, just before.
    pub stamp: Stamp,
}

/// Two are the same where the layer is the same piece of memory.
impl PartialEq for ReadAgain {
    fn eq(&self, other: &ReadAgain) -> bool {
        self.instead_of == other.instead_of && Arc::ptr_eq(&self.layer, &other.layer)
    }
}

impl Edit {
    /// The workspace after the change; `None` where nothing changes.
    pub fn apply(&self, workspace: &Workspace) -> Option<Workspace> {
        let mut next = workspace.clone();
        match self {
            Edit::MoveLayer { layer, by } => move_layer(&mut next, layer, *by)?,
            Edit::RemoveLayer(layer) => {
                next.layers.remove(place(workspace, layer)?);
                Arc::make_mut(&mut next.accepted_repairs).set(layer, None);
                next.problems
                    .retain(|problem| problem.layer.as_ref() != Some(layer));
            }
            Edit::DuplicateLayer { layer, name } => duplicate(workspace, &mut next, layer, name)?,
            Edit::RenameLayer { layer, name } => {
                let own = next.layers.get_mut(place(workspace, layer)?)?;
                if own.about.name == *name {
                    return None;
                }
                *own = Arc::new(own.renamed(name.clone()));
            }
            Edit::SetSymbology { layer, choice } => {
                place(workspace, layer)?;
                Arc::make_mut(&mut next.symbology).set(layer, SymbologyChoice::clone(choice));
                if next.symbology == workspace.symbology {
                    return None;
                }
            }
            Edit::SetAsOf(day) if *day == workspace.as_of => return None,
            Edit::SetAsOf(day) => next.as_of = *day,
            Edit::SetBookmarks(places) if *places == *workspace.bookmarks => return None,
            Edit::SetBookmarks(places) => next.bookmarks = Arc::new(places.clone()),
            Edit::ReadAgain(again) => replace(workspace, &mut next, again)?,
            Edit::Examined { layer, problems } => {
                let at = place(workspace, layer)?;
                let is_old = |problem: &Problem| {
                    problem.layer.as_ref() == Some(layer) && matches!(problem.kind, ProblemKind::Coverage(_))
                };
                next.problems.retain(|problem| !is_old(problem));
                insert(workspace, &mut next, at, problems);
                if next.problems == workspace.problems {
                    return None;
                }
            }
            Edit::ByHand(edit) => take_made(workspace, &mut next, edit.made(workspace)?),
            Edit::AcceptRepairs(features) => {
                let accepted = Arc::make_mut(&mut next.accepted_repairs);
                features.iter().for_each(|feature| accepted.accept(feature));
                if *accepted == *workspace.accepted_repairs {
                    return None;
                }
            }
        }
        Some(next)
    }
}

fn move_layer(next: &mut Workspace, layer: &str, by: i32) -> Option<()> {
    let from = place(next, layer)?;
    let last = next.layers.len().saturating_sub(1);
    let to = from.saturating_add_signed(by as isize).min(last);
    if from == to {
        return None;
    }
    let moved = next.layers.remove(from);
    next.layers.insert(to, moved);
    Some(())
}

/// The id that the second one of a layer gets.
pub fn id_of_second(workspace: &Workspace, layer: &Arc<str>) -> Arc<str> {
    free_id(workspace, layer)
}

/// Puts a second one of a layer above it: with its problems, the repairs that were said yes to, and its symbols.
fn duplicate(workspace: &Workspace, next: &mut Workspace, layer: &Arc<str>, name: &Bilingual) -> Option<()> {
    let at = place(workspace, layer)?;
    let own = workspace.layers.get(at)?;
    let id = id_of_second(workspace, layer);
    let about = About {
        id: Arc::clone(&id),
        name: name.clone(),
        ..own.about.clone()
    };
    let second = Layer::new(about, own.provenance.clone(), own.features().to_vec());
    next.layers.insert(at + 1, Arc::new(second));
    let accepted = workspace.accepted_repairs.of(layer).cloned();
    Arc::make_mut(&mut next.accepted_repairs).set(&id, accepted);
    if let Some(choice) = workspace.symbology.of(layer) {
        Arc::make_mut(&mut next.symbology).set(&id, choice.clone());
    }
    let problems = workspace.problems.iter();
    let problems = problems.filter(|problem| problem.layer.as_ref() == Some(layer));
    let second = |problem: &Problem| Problem {
        layer: Some(Arc::clone(&id)),
        ..problem.clone()
    };
    let problems: Vec<Problem> = problems.map(second).collect();
    insert(workspace, next, at, &problems);
    Some(())
}

/// Puts a layer that was read again where the old one stood, and its problems where those of the old one stood.
fn replace(workspace: &Workspace, next: &mut Workspace, again: &ReadAgain) -> Option<()> {
    let at = place(workspace, &again.instead_of)?;
    let id = &again.layer.about.id;
    if *id != again.instead_of && workspace.layer(id).is_some() {
        return None;
    }
    let old = next.layers.get_mut(at)?;
    // What was said yes to was the file as it was then.
    let same_file = old.provenance.sha256 == again.layer.provenance.sha256;
    *old = Arc::clone(&again.layer);
    let accepted = Arc::make_mut(&mut next.accepted_repairs);
    let kept = match same_file {
        true => accepted.of(&again.instead_of).cloned(),
        false => again.plan.accepted_repairs.clone(),
    };
    accepted.set(&again.instead_of, None);
    accepted.set(id, kept);
    next.problems
        .retain(|problem| problem.layer.as_ref() != Some(&again.instead_of));
    insert(workspace, next, at, &again.problems);
    Some(())
}

/// Puts a layer that a hand has changed where it stood, or on top; what is told of hands is told once for each feature.
fn take_made(workspace: &Workspace, next: &mut Workspace, made: Made) {
    let id = Arc::clone(&made.layer.about.id);
    let layer = Arc::new(made.layer);
    let at = place(workspace, &id);
    match at.and_then(|at| next.layers.get_mut(at)) {
        Some(old) => *old = layer,
        None => next.layers.push(layer),
    }
    let is_old = |problem: &Problem| {
        matches!(problem.kind, ProblemKind::ByHand(_))
            && problem.layer.as_ref() == Some(&id)
            && problem.id.as_deref() == Some(&*made.feature)
    };
    next.problems.retain(|problem| !is_old(problem));
    let at = at.unwrap_or(workspace.layers.len());
    insert(workspace, next, at, made.problem.as_slice());
}

/// Adds problems of the layer at a place before those of the layers above it.
fn insert(workspace: &Workspace, next: &mut Workspace, at: usize, problems: &[Problem]) {
    let above = |problem: &Problem| {
        let layer = problem.layer.as_deref();
        layer.and_then(|id| place(workspace, id)) > Some(at)
    };
    let first_above = next.problems.iter().position(above);
    let from = first_above.unwrap_or(next.problems.len());
    next.problems.splice(from..from, problems.iter().cloned());
}

/// Takes the layers and problems of another workspace of the same CRS in, on top. A layer whose id is taken gets
/// another: `wetland-2`. Gives the ids that the layers have now, in their order.
pub fn with_layers_of(workspace: &Workspace, other: Workspace) -> (Workspace, Vec<Arc<str>>) {
    let mut next = workspace.clone();
    let mut problems = other.problems;
    let mut ids = Vec::with_capacity(other.layers.len());
    for layer in other.layers {
        let old = Arc::clone(&layer.about.id);
        let id = free_id(&next, &old);
        ids.push(Arc::clone(&id));
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
    (next, ids)
}

/// True if the rules cannot tell the two apart: same plane, rules, day and layers, in whatever order they are drawn.
pub fn alike_to_rules(a: &Workspace, b: &Workspace) -> bool {
    a.crs.code() == b.crs.code()
        && Arc::ptr_eq(&a.rules, &b.rules)
        && a.as_of == b.as_of
        && a.accepted_repairs == b.accepted_repairs
        && a.layers.len() == b.layers.len()
        && a.layers.iter().all(|layer| {
            b.layers
                .iter()
                .any(|other| Arc::ptr_eq(layer, other) || layer.is_same_but_name(other))
        })
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
    use std::path::Path;

    use geo::{LineString, Polygon};

    use super::super::by_hand::next_name;
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::gate::admit_plane;
    use crate::model::by_hand::ByHand;
    use crate::model::feature::{Feature, Properties};
    use crate::model::layer::Provenance;
    use crate::model::problem::Done;
    use crate::model::project::Project;
    use crate::model::role::{ProjectKind, Role};

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
    fn a_second_layer_stands_above_the_first_with_its_problems() {
        let mut now = workspace(&["a", "b"]);
        now.problems.push(Problem {
            layer: Some("a".into()),
            ..Problem::of_file("a.geojson", ProblemKind::NoGeometry, Done::Refused)
        });
        let edit = Edit::DuplicateLayer {
            layer: "a".into(),
            name: Bilingual::same("second"),
        };
        let after = edit.apply(&now).unwrap();
        let ids: Vec<&str> = after.layers.iter().map(|layer| &*layer.about.id).collect();
        assert_eq!(ids, ["a", "a-2", "b"]);
        assert_eq!(after.layers[1].about.name.en, "second");
        let told: Vec<_> = after.problems.iter().map(|own| own.layer.as_deref()).collect();
        assert_eq!(told, [Some("a"), Some("a-2")]);
        let missing = Edit::DuplicateLayer {
            layer: "x".into(),
            name: Bilingual::default(),
        };
        assert!(missing.apply(&now).is_none());
    }

    #[test]
    fn projects_are_drawn_changed_and_removed_and_it_is_told_once_for_each() {
        let square = |side: f64| {
            let ring = vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
            let polygon = Polygon::new(LineString::from(ring), Vec::new());
            Arc::new(admit_plane(polygon).unwrap())
        };
        let by_hand = |workspace: &Workspace, edit| Edit::ByHand(edit).apply(workspace);
        let told = |workspace: &Workspace| -> Vec<(&'static str, String)> {
            let problems = workspace.problems.iter();
            problems.map(|p| (p.kind.code(), p.id.clone().unwrap())).collect()
        };
        let draw = |side| HandEdit::Draw {
            shape: square(side),
            kind: Some(ProjectKind::Wind),
        };
        let mut now = workspace(&["drawn"]);
        for side in [10.0, 20.0] {
            now = by_hand(&now, draw(side)).unwrap();
        }
        let ids: Vec<&str> = now.layers.iter().map(|layer| &*layer.about.id).collect();
        assert_eq!(
            ids,
            ["drawn", "drawn-2"],
            "a layer of another file is no place for drawings"
        );
        let drawn = ("drawn_by_hand", "D1".to_owned());
        assert_eq!(told(&now), [drawn.clone(), ("drawn_by_hand", "D2".to_owned())]);
        let name = |id: &str| FeatureRef {
            layer: "drawn-2".into(),
            id: id.into(),
        };
        let (layer, feature) = now.feature(&name("D2")).unwrap();
        let project = Project { layer, feature };
        assert_eq!(project.kind(), Some(ProjectKind::Wind));
        now = by_hand(&now, HandEdit::Remove(name("D2"))).unwrap();
        assert_eq!(told(&now), std::slice::from_ref(&drawn));
        let reshape = |feature: FeatureRef, side| HandEdit::Reshape {
            feature,
            shape: square(side),
        };
        now = by_hand(&now, reshape(name("D1"), 30.0)).unwrap();
        assert_eq!(told(&now), [drawn]);
        assert_eq!(now.feature(&name("D1")).unwrap().1.shape.plane_area(), 900.0);
        assert_eq!(next_name(&now), name("D2"));
        // A zone is not for hands.
        let zone = FeatureRef {
            layer: "drawn".into(),
            id: "1".into(),
        };
        assert!(by_hand(&now, HandEdit::Remove(zone)).is_none());
    }

    #[test]
    fn what_the_file_says_is_remembered_through_all_changes() {
        let now = workspace(&["a"]);
        let shape = |side: f64| {
            let ring = vec![(0.0, 0.0), (side, 0.0), (side, side), (0.0, side)];
            Arc::new(admit_plane(Polygon::new(LineString::from(ring), Vec::new())).unwrap())
        };
        let feature = Feature {
            id: "p".into(),
            number: 7,
            shape: shape(10.0),
            properties: Properties::default(),
            foreign: Properties::default(),
        };
        let provenance = Provenance {
            file: "p.geojson".to_owned(),
            ..Provenance::default()
        };
        let layer = Layer::new(About::new("p", Role::Project), provenance, vec![feature]);
        let mut now = Workspace {
            layers: vec![Arc::new(layer)],
            ..now
        };
        let name = FeatureRef {
            layer: "p".into(),
            id: "p".into(),
        };
        for side in [20.0, 30.0] {
            let (feature, shape) = (name.clone(), shape(side));
            now = Edit::ByHand(HandEdit::Reshape { feature, shape })
                .apply(&now)
                .unwrap();
        }
        let [problem] = &now.problems[..] else {
            panic!("{:?}", now.problems)
        };
        let ProblemKind::ByHand(ByHand::Reshaped { before_m2, now_m2 }) = problem.kind else {
            panic!("{problem:?}")
        };
        assert!((before_m2 / now_m2 - 1.0 / 9.0).abs() < 1e-6, "{problem:?}");
        now = Edit::ByHand(HandEdit::Remove(name.clone())).apply(&now).unwrap();
        assert_eq!(now.problems[0].kind.code(), "removed_by_hand");
        assert!(now.layers[0].features().is_empty());
        assert!(Edit::ByHand(HandEdit::Remove(name)).apply(&now).is_none());
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
        let (both, given) = with_layers_of(&workspace(&["a", "a-2"]), workspace(&["a", "b"]));
        let ids: Vec<&str> = both.layers.iter().map(|layer| &*layer.about.id).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "b"]);
        assert_eq!(given, ["a-3".into(), "b".into()]);
    }

    #[test]
    fn a_layer_that_was_read_again_takes_the_place_of_the_old_one_and_of_its_problems() {
        let told = |layer: Option<&str>, kind| Problem {
            layer: layer.map(Into::into),
            ..Problem::of_file("f", kind, Done::Noted)
        };
        let mut before = workspace(&["a", "b", "c"]);
        before.problems = vec![
            told(None, ProblemKind::FileEmpty),
            told(Some("a"), ProblemKind::FileEmpty),
            told(Some("b"), ProblemKind::FileEmpty),
            told(Some("c"), ProblemKind::FileEmpty),
        ];
        let again = |instead_of: &str, id: &str| {
            let about = About::new(id, Role::Wetland);
            Edit::ReadAgain(Box::new(ReadAgain {
                instead_of: instead_of.into(),
                plan: Arc::new(LayerPlan::of_file(about.clone(), Path::new("b.geojson"))),
                layer: Arc::new(Layer::new(about, Provenance::default(), Vec::new())),
                problems: vec![told(Some(id), ProblemKind::NoGeometry)],
                stamp: Stamp::default(),
            }))
        };
        let after = again("b", "b").apply(&before).unwrap();
        let told: Vec<_> = after
            .problems
            .iter()
            .map(|p| (p.layer.as_deref(), &p.kind))
            .collect();
        let (empty, new) = (&ProblemKind::FileEmpty, &ProblemKind::NoGeometry);
        assert_eq!(
            told,
            [
                (None, empty),
                (Some("a"), empty),
                (Some("b"), new),
                (Some("c"), empty)
            ]
        );
        assert!(!Arc::ptr_eq(&after.layers[1], &before.layers[1]));
        assert!(Arc::ptr_eq(&after.layers[2], &before.layers[2]));
        let renamed = again("b", "d").apply(&before).unwrap();
        assert_eq!(&*renamed.layers[1].about.id, "d");
        assert!(again("b", "c").apply(&before).is_none(), "the id is taken");
        assert!(again("x", "x").apply(&before).is_none(), "there is no such layer");
    }
}
