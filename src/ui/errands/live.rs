//! What the shape under the hand would mean, worked out while it moves.

use std::sync::Arc;

use crate::model::date::Date;
use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::workspace::Workspace;
use crate::screening::{ProjectAnswer, Screener};
use crate::session::Session;
use crate::session::attendant::Attendant;
use crate::session::by_hand;
use crate::session::jobs::Runner;

use super::super::map::sketching::state::{Live, Sketching};

/// Screens the draft on the map again and again.
#[derive(Debug)]
pub struct LiveScreening {
    runner: Runner,
    at_work: Option<AtWork>,
}

/// Somebody who knows the zones and rules of one workspace on one day.
#[derive(Debug)]
struct AtWork {
    workspace: Arc<Workspace>,
    as_of: Date,
    attendant: Attendant<Question, Live>,
    /// The number of the shape that was asked about last.
    asked: u64,
}

/// A draft, in the layer that it is or would be in.
struct Question {
    number: u64,
    layer: Arc<Layer>,
    now: Feature,
    before: Option<Feature>,
}

impl LiveScreening {
    /// Nobody at work yet.
    pub fn new(runner: Runner) -> LiveScreening {
        LiveScreening {
            runner,
            at_work: None,
        }
    }

    /// Asks about the draft as it is now, and takes in what is known.
    pub fn run(&mut self, session: &Session, sketching: &mut Sketching) {
        let Some((workspace, _)) = session.workspace().zip(sketching.draft.as_ref()) else {
            self.at_work = None;
            return;
        };
        let as_of = session.as_of();
        let knows = |own: &AtWork| own.as_of == as_of && alike_but_for_projects(&own.workspace, workspace);
        if !self.at_work.as_ref().is_some_and(knows) {
            self.at_work = Some(AtWork::begin(&self.runner, workspace, as_of));
        }
        let Some(own) = &mut self.at_work else { return };
        if let Some((number, _)) = sketching.shape()
            && own.asked != number
            && let Some(question) = question(workspace, sketching)
        {
            own.asked = number;
            own.attendant.ask(question);
        }
        if let Some(live) = own.attendant.newest() {
            sketching.live = Some(live);
        }
    }
}

impl AtWork {
    fn begin(runner: &Runner, workspace: &Arc<Workspace>, as_of: Date) -> AtWork {
        let own = Arc::clone(workspace);
        let work = move |questions: &mut dyn Iterator<Item = Question>, give: &mut dyn FnMut(Live)| {
            let screener = Screener::new(&own, as_of);
            screener.look_ahead();
            let mut before: Option<(Feature, Arc<ProjectAnswer>)> = None;
            for question in questions {
                let answer = |feature: &Feature| {
                    let layer = &question.layer;
                    screener.screen_one(&Project { layer, feature })
                };
                let known = |feature: &Feature| {
                    let (own, answer) = before.as_ref()?;
                    let same = own.id == feature.id && Arc::ptr_eq(&own.shape, &feature.shape);
                    same.then(|| Arc::clone(answer))
                };
                let then = question.before.as_ref().map(|feature| {
                    let answer = known(feature).unwrap_or_else(|| Arc::new(answer(feature)));
                    (feature.clone(), answer)
                });
                before = then;
                give(Live {
                    number: question.number,
                    now: answer(&question.now),
                    before: before.as_ref().map(|(_, answer)| Arc::clone(answer)),
                });
            }
        };
        AtWork {
            workspace: Arc::clone(workspace),
            as_of,
            attendant: Attendant::new(runner.clone(), work),
            asked: 0,
        }
    }
}

/// True where the same draft has the same answer in both.
fn alike_but_for_projects(a: &Workspace, b: &Workspace) -> bool {
    let zones = |workspace: &Workspace| -> Vec<*const Layer> {
        let layers = workspace.layers.iter();
        let zones = layers.filter(|layer| layer.about.role != Role::Project);
        zones.map(Arc::as_ptr).collect()
    };
    a.crs.code() == b.crs.code()
        && Arc::ptr_eq(&a.rules, &b.rules)
        && Arc::ptr_eq(&a.answers, &b.answers)
        && a.accepted_repairs == b.accepted_repairs
        && zones(a) == zones(b)
}

fn question(workspace: &Workspace, sketching: &Sketching) -> Option<Question> {
    let (number, shape) = sketching.shape()?;
    let of = sketching.draft.as_ref().and_then(|draft| draft.of.as_ref());
    let Some(original) = of else {
        let (layer, now) = by_hand::draft(workspace, shape, sketching.kind);
        return Some(Question {
            number,
            layer: Arc::new(layer),
            now,
            before: None,
        });
    };
    let layer = workspace.layer(&original.feature.layer)?;
    let feature = layer.feature(&original.feature.id)?;
    let with = |shape| Feature {
        shape: Arc::clone(shape),
        ..feature.clone()
    };
    Some(Question {
        number,
        layer: Arc::clone(layer),
        now: with(shape),
        before: Some(with(&original.first)),
    })
}
