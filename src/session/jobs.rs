//! Background work: one job per kind, the newest request wins. Threads start here, and in [`crew`](super::crew).

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::time::{Duration, Instant};

use super::priority::stand_back;
use crate::progress::Progress;

/// So long jobs are waited for at the end of the program, all together: more than any takes that looks whether to stop.
const LAST_MOMENT: Duration = Duration::from_millis(500);

/// How jobs are carried out.
#[derive(Clone, Default)]
pub enum Runner {
    /// Each job on a thread of its own; the function is called when one has ended, to wake whoever polls.
    Threads(Arc<dyn Fn() + Send + Sync>),
    /// Within `start`: for tests and for programs that wait anyway.
    #[default]
    Inline,
}

/// What became of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome<T> {
    /// It came to its end.
    Done(T),
    /// It failed by a fault of the program; the words of the fault. Other jobs are not concerned.
    Failed(String),
}

/// How many jobs can run side by side on this machine.
pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(2, usize::from)
}

/// Jobs that run, each of another kind, and give a `T`.
///
/// A kind names what is worked at; a new job of a kind cancels the older one, and whatever that still gives is dropped.
///
/// ```
/// use redshank::session::jobs::{Jobs, Outcome, Runner};
/// let mut jobs = Jobs::new(Runner::Inline);
/// jobs.start("sum", |_| 1 + 1);
/// assert_eq!(jobs.poll(), [("sum", Outcome::Done(2))]);
/// ```
pub struct Jobs<K, T> {
    runner: Runner,
    running: Vec<Running<K, T>>,
}

struct Running<K, T> {
    kind: K,
    progress: Progress,
    result: Receiver<Outcome<T>>,
}

impl<K: Clone + PartialEq + fmt::Debug, T: Send + 'static> Jobs<K, T> {
    /// None running.
    pub fn new(runner: Runner) -> Jobs<K, T> {
        Jobs {
            runner,
            running: Vec::new(),
        }
    }

    /// Begins a job; an older one of the same kind is cancelled and forgotten.
    pub fn start(&mut self, kind: K, work: impl FnOnce(&Progress) -> T + Send + 'static) {
        self.cancel(&kind);
        let progress = Progress::default();
        let (send, result) = sync_channel(1);
        let handle = progress.clone();
        let give = send.clone();
        let job = move || {
            // The receiver is gone when the job was cancelled; then nobody wants the result.
            let _unwanted = give.send(guarded(|| work(&handle)));
        };
        match &self.runner {
            Runner::Inline => job(),
            Runner::Threads(wake) => {
                let wake = Arc::clone(wake);
                let thread = std::thread::Builder::new().name(format!("job {kind:?}"));
                let started = thread.spawn(move || {
                    stand_back();
                    job();
                    wake();
                });
                if let Err(error) = started {
                    let _unwanted = send.try_send(Outcome::Failed(error.to_string()));
                }
            }
        }
        self.running.push(Running {
            kind,
            progress,
            result,
        });
    }

    /// Asks a job to stop, and drops its result. Nothing happens if none of that kind runs.
    pub fn cancel(&mut self, kind: &K) {
        self.running.retain(|job| {
            let other = job.kind != *kind;
            if !other {
                job.progress.cancel();
            }
            other
        });
    }

    /// Asks all to stop, and waits a moment until they have put away what is half done: the program ends, and its threads end
    /// with it wherever they are.
    pub fn end(&mut self) {
        self.running.iter().for_each(|job| job.progress.cancel());
        let until = Instant::now() + LAST_MOMENT;
        for job in self.running.drain(..) {
            // Nobody wants what it gives.
            let _unwanted = job
                .result
                .recv_timeout(until.saturating_duration_since(Instant::now()));
        }
    }

    /// Waits until all have ended, and takes what they give: for the end of the program.
    pub fn wait(&mut self) -> Vec<(K, Outcome<T>)> {
        let ended = self.running.drain(..).map(|job| {
            let outcome = job.result.recv();
            (job.kind, outcome.unwrap_or(Outcome::Failed(String::new())))
        });
        ended.collect()
    }

    /// Takes what has ended since the last call, in the order of the starts.
    pub fn poll(&mut self) -> Vec<(K, Outcome<T>)> {
        let mut ended = Vec::new();
        self.running.retain(|job| match job.result.try_recv() {
            Ok(outcome) => {
                ended.push((job.kind.clone(), outcome));
                false
            }
            Err(TryRecvError::Empty) => true,
            Err(TryRecvError::Disconnected) => {
                ended.push((job.kind.clone(), Outcome::Failed(String::new())));
                false
            }
        });
        ended
    }

    /// What runs, oldest first.
    pub fn running(&self) -> impl Iterator<Item = (&K, &Progress)> {
        self.running.iter().map(|job| (&job.kind, &job.progress))
    }

    /// True while a job of that kind runs.
    pub fn runs(&self, kind: &K) -> bool {
        self.running.iter().any(|job| job.kind == *kind)
    }
}

impl<K, T> Drop for Jobs<K, T> {
    fn drop(&mut self) {
        self.running.iter().for_each(|job| job.progress.cancel());
    }
}

impl<K: fmt::Debug, T> fmt::Debug for Jobs<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.running.iter().map(|job| &job.kind))
            .finish()
    }
}

impl fmt::Debug for Runner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Runner::Threads(_) => "Threads",
            Runner::Inline => "Inline",
        })
    }
}

/// Calls `work` with parallel iterators on `count` threads; on all cores where 0 is given or no pool can be made.
pub fn with_threads<R: Send>(count: usize, work: impl FnOnce() -> R + Send) -> R {
    match rayon::ThreadPoolBuilder::new().num_threads(count).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// Lets the threads of parallel iterators stand back behind the window, as those of jobs do. To be called before the
/// first of these iterators; later it changes nothing.
pub fn let_iterators_stand_back() {
    let builder = rayon::ThreadPoolBuilder::new().start_handler(|_| stand_back());
    // An error says that there are threads already.
    let _as_they_are = builder.build_global();
}

/// One bad file must not take the window with it: a fault ends the job, not the program.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Outcome<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(value) => Outcome::Done(value),
        Err(fault) => Outcome::Failed(words(&*fault)),
    }
}

fn words(fault: &(dyn Any + Send)) -> String {
    let text = fault.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| fault.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;

    fn threads() -> Runner {
        Runner::Threads(Arc::new(|| {}))
    }

    fn wait<K: Clone + PartialEq + fmt::Debug, T: Send + 'static>(
        jobs: &mut Jobs<K, T>,
    ) -> Vec<(K, Outcome<T>)> {
        let start = Instant::now();
        loop {
            let ended = jobs.poll();
            if !ended.is_empty() || start.elapsed() > Duration::from_secs(10) {
                return ended;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn the_newest_request_wins() {
        let mut jobs = Jobs::new(threads());
        let (release, held) = channel::<()>();
        let (tell, told) = channel();
        jobs.start("read", move |progress| {
            held.recv().unwrap();
            tell.send(progress.is_cancelled()).unwrap();
            1
        });
        jobs.start("read", |_| 2);
        assert_eq!(wait(&mut jobs), [("read", Outcome::Done(2))]);
        release.send(()).unwrap();
        assert!(told.recv().unwrap(), "the older job was asked to stop");
        std::thread::sleep(Duration::from_millis(20));
        assert_eq!(jobs.poll(), [], "its late result is dropped");
    }

    #[test]
    fn a_fault_ends_one_job_only() {
        let mut jobs = Jobs::new(Runner::Inline);
        jobs.start("bad", |_| -> i32 { panic!("broken file") });
        jobs.start("good", |_| 7);
        let expected = [
            ("bad", Outcome::Failed("broken file".into())),
            ("good", Outcome::Done(7)),
        ];
        assert_eq!(jobs.poll(), expected);
    }

    #[test]
    fn the_end_wakes_whoever_polls() {
        let (tell, told) = channel();
        let mut jobs = Jobs::new(Runner::Threads(Arc::new(move || tell.send(()).unwrap())));
        jobs.start((), |_| ());
        told.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(jobs.poll(), [((), Outcome::Done(()))]);
    }

    #[test]
    fn as_many_threads_as_asked_for() {
        assert_eq!(with_threads(3, rayon::current_num_threads), 3);
    }

    #[test]
    fn the_end_waits_until_what_is_half_done_is_put_away() {
        let mut jobs = Jobs::new(threads());
        let half = Arc::new(Mutex::new(false));
        let (begun, first) = channel();
        let own = Arc::clone(&half);
        jobs.start((), move |progress| {
            *own.lock().unwrap() = true;
            begun.send(()).unwrap();
            while progress.check().is_ok() {
                std::thread::yield_now();
            }
            std::thread::sleep(Duration::from_millis(20));
            *own.lock().unwrap() = false;
        });
        first.recv().unwrap();
        jobs.end();
        assert!(!*half.lock().unwrap());
        assert!(!jobs.runs(&()));
    }

    #[test]
    fn the_end_does_not_wait_for_what_hangs() {
        let mut jobs = Jobs::new(threads());
        let (release, held) = channel::<()>();
        jobs.start((), move |_| held.recv());
        let begun = Instant::now();
        jobs.end();
        assert!(begun.elapsed() < 10 * LAST_MOMENT);
        drop(release);
    }
}
