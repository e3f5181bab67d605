//! What is being drawn or changed.

use std::sync::Arc;

use geo::Coord;

use crate::geom::shape::Shape;
use crate::geom::sketch::{Corner, Sketch, SketchFault, SketchKind};
use crate::geom::snap::Caught;
use crate::model::feature::FeatureRef;
use crate::model::role::ProjectKind;
use crate::screening::ProjectAnswer;

/// Everything about drawing that lasts from frame to frame; nothing of it is undone, finished gestures are.
#[derive(Debug)]
pub struct Sketching {
    /// What the next drawn project is; `None` for whatever it may be, judged by every rule.
    pub kind: Option<ProjectKind>,
    /// A corner as it is being typed.
    pub typed: String,
    /// What is being drawn or changed.
    pub draft: Option<Draft>,
    /// What it would mean, as far as is known.
    pub live: Option<Live>,
    /// Where the pointer is caught by something on the map.
    pub caught: Option<Caught>,
    /// Shapes of drafts are numbered, so that an answer can be told from an old one.
    shapes: u64,
}

impl Default for Sketching {
    fn default() -> Sketching {
        Sketching {
            kind: Some(ProjectKind::Wind),
            typed: String::new(),
            draft: None,
            live: None,
            caught: None,
            shapes: 0,
        }
    }
}

/// A shape under the hand.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its corners.
    pub sketch: Sketch,
    /// The project that is changed; `None` for a new one.
    pub of: Option<Original>,
    /// What the hand holds.
    pub held: Option<Held>,
    /// The corner that keys are for.
    pub picked: Option<Picked>,
    /// The shape of the corners, with the pointer as the last one of a new project.
    pub shape: Option<Result<Arc<Shape>, SketchFault>>,
    /// Changes with the shape.
    pub number: u64,
    /// How many corners the shape was made of, and the pointer as one more.
    made_of: (usize, Option<Coord<f64>>),
}

/// The project that is changed.
#[derive(Clone, Debug)]
pub struct Original {
    /// Which.
    pub feature: FeatureRef,
    /// As the workspace has it now.
    pub now: Arc<Shape>,
    /// As it was when somebody began to change it: the ghost.
    pub first: Arc<Shape>,
}

/// What the hand holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Held {
    /// A corner.
    Corner(Corner),
    /// The whole, by a place of the plane.
    All(Coord<f64>),
}

/// A corner that keys are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picked {
    /// Which.
    pub corner: Corner,
    /// It was moved, and arrows are not let go yet.
    pub moved: bool,
}

impl Picked {
    /// A corner that stays where it is, so far.
    pub fn of(corner: Corner) -> Picked {
        let moved = false;
        Picked { corner, moved }
    }
}

/// What a draft would mean.
#[derive(Clone, Debug)]
pub struct Live {
    /// The number of the draft's shape.
    pub number: u64,
    /// As it is under the hand.
    pub now: ProjectAnswer,
    /// As it was when somebody began to change it.
    pub before: Option<Arc<ProjectAnswer>>,
}

impl Sketching {
    /// Begins a new project.
    pub fn begin(&mut self, kind: SketchKind) {
        self.take_up(Sketch::new(kind), None);
    }

    /// Begins to change a project; its ghost stays while the same one goes on being changed. Nothing where it has no corners
    /// that a hand could move.
    pub fn change(&mut self, feature: &FeatureRef, now: &Arc<Shape>) {
        let Some(sketch) = Sketch::of(now) else {
            return self.give_up();
        };
        let before = self.draft.as_ref().and_then(|draft| draft.of.as_ref());
        let first = before.filter(|own| own.feature == *feature);
        let original = Original {
            feature: feature.clone(),
            now: Arc::clone(now),
            first: Arc::clone(first.map_or(now, |own| &own.first)),
        };
        self.take_up(sketch, Some(original));
        self.shape_changed(None);
    }

    fn take_up(&mut self, sketch: Sketch, of: Option<Original>) {
        let same = |draft: &Draft| {
            let feature = |of: &Option<Original>| of.as_ref().map(|own| own.feature.clone());
            feature(&draft.of) == feature(&of)
        };
        let before = self.draft.as_ref().filter(|draft| of.is_some() && same(draft));
        // The corner stays picked while the same project goes on being changed.
        let picked = before.and_then(|draft| draft.picked).map(|own| own.corner);
        let picked = picked.filter(|corner| sketch.corners().any(|(own, _)| own == *corner));
        if before.is_none() {
            self.live = None;
        }
        self.draft = Some(Draft {
            sketch,
            of,
            held: None,
            picked: picked.map(Picked::of),
            shape: None,
            number: self.shapes,
            made_of: (0, None),
        });
    }

    /// Nothing is being drawn or changed any more.
    pub fn give_up(&mut self) {
        (self.draft, self.live, self.caught) = (None, None, None);
        self.typed.clear();
    }

    /// A new project goes on to the pointer; nothing happens while neither it nor the corners have changed.
    pub fn follow(&mut self, pointer: Option<Coord<f64>>) {
        let made_of = |draft: &Draft| (draft.sketch.len(), pointer);
        if self
            .draft
            .as_ref()
            .is_some_and(|draft| draft.made_of != made_of(draft))
        {
            self.shape_changed(pointer);
        }
    }

    /// The corners have changed: the shape is made anew, with a last corner at `pointer` where one is given.
    pub fn shape_changed(&mut self, pointer: Option<Coord<f64>>) {
        let Some(draft) = &mut self.draft else {
            return;
        };
        let mut sketch = draft.sketch.clone();
        if let Some(place) = pointer {
            sketch.push(place);
        }
        draft.made_of = (draft.sketch.len(), pointer);
        self.shapes += 1;
        draft.number = self.shapes;
        draft.shape = (!sketch.is_empty()).then(|| sketch.shape().map(Arc::new));
    }

    /// The good shape of the draft, and its number.
    pub fn shape(&self) -> Option<(u64, &Arc<Shape>)> {
        let draft = self.draft.as_ref()?;
        let shape = draft.shape.as_ref()?.as_ref().ok()?;
        Some((draft.number, shape))
    }

    /// What is wrong with the corners; too few of them is nothing wrong yet while a project is drawn.
    pub fn fault(&self) -> Option<SketchFault> {
        let draft = self.draft.as_ref()?;
        let fault = *draft.shape.as_ref()?.as_ref().err()?;
        (fault != SketchFault::TooFewCorners || draft.of.is_some()).then_some(fault)
    }

    /// The answer, with whether it is about the shape as it is now.
    pub fn answer(&self) -> Option<(&Live, bool)> {
        let live = self.live.as_ref()?;
        let number = self.draft.as_ref().map(|draft| draft.number);
        Some((live, number == Some(live.number)))
    }
}
