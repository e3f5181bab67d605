//! Somebody who waits for questions in the background and answers the newest: what follows a hand while it moves.

use std::fmt;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::jobs::{Jobs, Outcome, Runner};

/// Takes questions and gives answers, after whatever it takes to prepare.
type Work<Q, A> = dyn Fn(&mut dyn Iterator<Item = Q>, &mut dyn FnMut(A)) + Send + Sync;

/// A job that lives as long as this does. Questions that came while it was busy are passed over but for the last one.
///
/// ```
/// use redshank::session::attendant::Attendant;
/// use redshank::session::jobs::Runner;
/// let mut doubles = Attendant::new(Runner::Inline, |questions, give| questions.for_each(|n: u32| give(2 * n)));
/// doubles.ask(21);
/// assert_eq!(doubles.newest(), Some(42));
/// assert_eq!(doubles.newest(), None);
/// ```
pub struct Attendant<Q, A> {
    work: Arc<Work<Q, A>>,
    jobs: Jobs<&'static str, ()>,
    /// `None` where each question is answered while it is asked.
    questions: Option<Sender<Q>>,
    give: Sender<A>,
    answers: Receiver<A>,
}

impl<Q: Send + 'static, A: Send + 'static> Attendant<Q, A> {
    /// Begins to prepare at once, in the background if the runner has one.
    pub fn new(
        runner: Runner,
        work: impl Fn(&mut dyn Iterator<Item = Q>, &mut dyn FnMut(A)) + Send + Sync + 'static,
    ) -> Attendant<Q, A> {
        let work: Arc<Work<Q, A>> = Arc::new(work);
        let (give, answers) = channel();
        let mut jobs = Jobs::new(runner.clone());
        let questions = match runner {
            Runner::Inline => None,
            Runner::Threads(wake) => {
                let (ask, asked) = channel();
                let (work, give) = (Arc::clone(&work), give.clone());
                jobs.start("attendant", move |_| {
                    work(&mut Newest(asked), &mut |answer| {
                        // Nobody listens any more once the attendant is let go; then no question comes either.
                        let _unwanted = give.send(answer);
                        wake();
                    });
                });
                Some(ask)
            }
        };
        Attendant {
            work,
            jobs,
            questions,
            give,
            answers,
        }
    }

    /// Asks; what was asked before and is not begun is forgotten.
    pub fn ask(&mut self, question: Q) {
        match &self.questions {
            // A job that has failed answers nothing; see [`Attendant::failure`].
            Some(questions) => drop(questions.send(question)),
            None => (self.work)(&mut std::iter::once(question), &mut |answer| {
                let _unwanted = self.give.send(answer);
            }),
        }
    }

    /// The last answer since this was called last.
    pub fn newest(&mut self) -> Option<A> {
        self.answers.try_iter().last()
    }

    /// Words of the fault of the program that ended the job, told once.
    pub fn failure(&mut self) -> Option<String> {
        let ended = self.jobs.poll().into_iter();
        let mut failures = ended.filter_map(|(_, outcome)| match outcome {
            Outcome::Failed(words) => Some(words),
            Outcome::Done(()) => None,
        });
        failures.next()
    }
}

impl<Q, A> fmt::Debug for Attendant<Q, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attendant").finish_non_exhaustive()
    }
}

/// Waits for the next question, and passes over those that a newer one has come after. Ends with who asks.
struct Newest<Q>(Receiver<Q>);

impl<Q> Iterator for Newest<Q> {
    type Item = Q;

    fn next(&mut self) -> Option<Q> {
        let first = self.0.recv().ok()?;
        Some(self.0.try_iter().last().unwrap_or(first))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;

    #[test]
    fn only_the_newest_question_that_waits_is_answered() {
        let (begun, has_begun) = channel();
        let (go, may_go) = channel::<()>();
        let may_go = std::sync::Mutex::new(may_go);
        let (woken, wakes) = channel();
        let runner = Runner::Threads(Arc::new(move || woken.send(()).unwrap_or_default()));
        let mut attendant = Attendant::new(runner, move |questions, give| {
            for question in questions {
                begun.send(question).unwrap();
                may_go.lock().unwrap().recv().unwrap();
                give(question);
            }
        });
        let wait = Duration::from_secs(20);
        attendant.ask(1);
        assert_eq!(has_begun.recv_timeout(wait), Ok(1));
        (2..=9).for_each(|question| attendant.ask(question));
        go.send(()).unwrap();
        assert_eq!(has_begun.recv_timeout(wait), Ok(9));
        go.send(()).unwrap();
        wakes.recv_timeout(wait).unwrap();
        wakes.recv_timeout(wait).unwrap();
        assert_eq!(attendant.newest(), Some(9));
        drop(attendant);
        // With who asks, the job ends, and lets go of what it holds.
        assert!(has_begun.recv_timeout(wait).is_err());
    }

    #[test]
    fn a_fault_of_the_program_is_told() {
        let (woken, wakes) = channel();
        let runner = Runner::Threads(Arc::new(move || woken.send(()).unwrap_or_default()));
        let mut attendant = Attendant::new(runner, |questions, _: &mut dyn FnMut(u8)| {
            let _first: Option<u8> = questions.next();
            panic!("a fault");
        });
        attendant.ask(1);
        wakes.recv_timeout(Duration::from_secs(20)).unwrap();
        assert!(attendant.failure().is_some_and(|words| words.contains("a fault")));
        attendant.ask(2);
        assert_eq!(attendant.newest(), None);
    }
}
