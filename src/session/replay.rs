//! The steps of a history, taken again from what was open at first.

use std::path::Path;
use std::sync::Arc;

use crate::formats::workspace::file::layers_in;
use crate::formats::workspace::plan::LayerPlan;
use crate::model::problem::{Problem, ProblemKind};
use crate::model::review::state::Review;
use crate::progress::Progress;
use crate::report::files;

use super::edit::Edit;
use super::history::History;
use super::journal::Journal;
use super::state::State;
use super::work;
use super::written_step::{Chosen, WrittenReading, WrittenStep, plan_again, with_chosen};

/// A history whose steps were taken again.
#[derive(Debug)]
pub struct Replayed {
    /// It, at the step that was left.
    pub history: History<State>,
    /// Where not all of it is there: files that are gone, if that is why.
    pub lost: Option<Vec<Problem>>,
}

/// Why a step cannot be taken.
enum Stop {
    /// It means nothing any more.
    Nonsense,
    /// Its files are gone, and this is what a workspace file says that was open after it, with the readings that were chosen.
    Gone(Vec<Problem>, Option<(String, Chosen)>),
}

/// What steps are taken again with.
struct Means<'a> {
    /// Texts of files are of such as stand beside it.
    base: &'a Path,
    /// The log of the dossier that the history begins with.
    log: Option<&'a Review>,
    progress: &'a Progress,
}

/// Takes every step of a journal again on the first state as it is read now. `base` is where its workspace file stands; what
/// begins anew is written there. Where the files of a step are gone the history begins anew behind it, or ends before it
/// where that step was taken back; where nothing says what was open behind it, the step is left out, and so is one that means
/// nothing any more. `None` where not even the beginning can be read, or somebody asked to stop.
pub fn replayed(journal: Journal, base: &Path, progress: &Progress) -> Option<Replayed> {
    let first = opened((&journal.base, &journal.chosen), base, progress)?;
    let log = None;
    taken_again(first, journal, &Means { base, log, progress })
}

/// Takes the steps of a journal again on what a dossier has stored, with its log; texts of files are of such as stand beside
/// `base`. A step whose files are gone is left out, and so is what means nothing without it: then the problems of those files
/// come along. `None` where somebody asked to stop.
pub fn replayed_on(
    (stored, log): (State, &Review),
    journal: Journal,
    base: &Path,
    progress: &Progress,
) -> Option<Replayed> {
    let log = Some(log);
    taken_again(stored, journal, &Means { base, log, progress })
}

fn taken_again(first: State, journal: Journal, means: &Means<'_>) -> Option<Replayed> {
    let looks = Arc::new(journal.looks.read());
    let mut history = History::new(State { looks, ..first });
    let mut lost: Option<Vec<Problem>> = None;
    let (mut place, mut ground) = (0, 0);
    for (number, step) in (1..).zip(journal.steps) {
        match taken(history.current(), step, means) {
            Ok(next) => {
                history.push(next);
                place += usize::from(number <= journal.place);
                ground += usize::from(number <= journal.ground);
            }
            Err(Stop::Nonsense) => drop(lost.get_or_insert_default()),
            Err(Stop::Gone(problems, then)) => {
                lost.get_or_insert_default().extend(problems);
                match then {
                    // What a dossier has stored is not begun anew.
                    _ if means.log.is_some() => {}
                    _ if journal.place < number => break,
                    None => {}
                    Some((text, chosen)) => {
                        let looks = Arc::clone(&history.current().looks);
                        let anew = opened((&text, &chosen), means.base, means.progress)?;
                        history = History::new(State { looks, ..anew });
                        (place, ground) = (0, 0);
                    }
                }
            }
        }
        means.progress.check().ok()?;
    }
    history.go_to(place);
    history.sink(ground, 0, |_| true);
    Some(Replayed { history, lost })
}

/// What a workspace file of this text says; it stands where its paths start from. Layers whose reading somebody has chosen
/// are read once more, since the file does not say so.
fn opened((text, chosen): (&str, &Chosen), base: &Path, progress: &Progress) -> Option<State> {
    files::write(base, text.as_bytes()).ok()?;
    let mut state = State::of(work::read(&[base.to_owned()], progress).ok()?);
    for id in chosen.keys() {
        let Some(plan) = state.plans.of(id).map(Arc::clone) else {
            continue;
        };
        let plan = Arc::new(with_chosen(LayerPlan::clone(&plan), chosen));
        let opened = (&*state.workspace, &*state.plans);
        let again = work::read_again(opened, (&plan.about.id, &plan), progress).ok()?;
        if let Some(next) = state.edited(&Edit::ReadAgain(Box::new(again))) {
            state = State {
                by: state.by,
                making: state.making,
                ..next
            };
        }
    }
    Some(state)
}

fn taken(state: &State, step: WrittenStep, means: &Means<'_>) -> Result<State, Stop> {
    let Means { base, log, progress } = *means;
    let (edit, stays) = match step {
        WrittenStep::Edit(written) => (written.edit().ok_or(Stop::Nonsense)?, false),
        WrittenStep::Look(written) => {
            let edit = written.edit().ok_or(Stop::Nonsense)?;
            return Ok(state.looked(&edit).unwrap_or_else(|| state.unmoved_look(edit)));
        }
        WrittenStep::Entries { entered } => {
            let log = log.ok_or(Stop::Nonsense)?;
            let is_there = |number: &u64| log.event(*number).is_some_and(|event| event.deed.can_be_undone());
            return match !entered.is_empty() && entered.iter().all(is_there) {
                true => Ok(state.entered(&entered, log)),
                false => Err(Stop::Nonsense),
            };
        }
        WrittenStep::Reading(WrittenReading::Add { layers, then, chosen }) => {
            let added = added(state, (&layers, &chosen), base, progress);
            return added.map_err(|problems| Stop::Gone(problems, then.map(|then| (then, chosen))));
        }
        WrittenStep::Reading(WrittenReading::ReadAgain {
            layer,
            layers,
            then,
            chosen,
        }) => {
            let plans = (layer.as_str(), &*state.plans);
            let plan = plan_again(&layers, plans, base).ok_or(Stop::Nonsense)?;
            let plan = Arc::new(with_chosen(plan, &chosen));
            let opened = (&*state.workspace, &*state.plans);
            let again = work::read_again(opened, (&layer.into(), &plan), progress);
            let again = again.map_err(|problems| Stop::Gone(problems, then.map(|then| (then, chosen))))?;
            (Edit::ReadAgain(Box::new(again)), true)
        }
        WrittenStep::Reading(WrittenReading::Examine(layer)) => {
            let workspace = &state.workspace;
            let layer = workspace.layer(&layer).ok_or(Stop::Nonsense)?;
            let problems = work::check_geometry(layer, workspace, progress);
            let edit = Edit::Examined {
                layer: Arc::clone(&layer.about.id),
                problems: problems.map_err(|_| Stop::Nonsense)?,
            };
            (edit, true)
        }
    };
    match state.edited(&edit) {
        Some(next) => Ok(next),
        // What is read now may say nothing new; the step counts all the same.
        None if stays => Ok(state.unmoved(edit)),
        None => Err(Stop::Nonsense),
    }
}

fn added(
    state: &State,
    (layers, chosen): (&str, &Chosen),
    base: &Path,
    progress: &Progress,
) -> Result<State, Vec<Problem>> {
    let plans = layers_in(layers, base).map_err(|problem| vec![*problem])?;
    let plans: Vec<LayerPlan> = plans.into_iter().map(|plan| with_chosen(plan, chosen)).collect();
    let other = work::read_planned_into(&state.workspace, &plans, progress)?;
    let gone: Vec<Problem> = other
        .workspace
        .problems
        .iter()
        .filter(|own| is_gone(own))
        .cloned()
        .collect();
    match gone.is_empty() {
        true => Ok(state.joined(other)),
        false => Err(gone),
    }
}

fn is_gone(problem: &Problem) -> bool {
    matches!(
        problem.kind,
        ProblemKind::FileMissing | ProblemKind::FileUnreadable(_)
    )
}
