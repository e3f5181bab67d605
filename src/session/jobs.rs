//! Background work: one job per kind, the newest request wins; and crews for many small requests. The only file that
//! starts threads.

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::priority::stand_back;
use crate::progress::Progress;

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

/// A few threads that serve a pile of small requests, the newest first, such as those for the tiles of a map.
///
/// Nobody waits for a crew, not even its end: a request that hangs holds up one thread of it and nothing else.
///
/// ```
/// use redshank::session::jobs::{Crew, Outcome, Runner};
/// let mut crew = Crew::new(Runner::Inline, 2);
/// crew.ask("sum", |_| 1 + 1);
/// assert_eq!(crew.poll(), [("sum", Outcome::Done(2))]);
/// ```
pub struct Crew<K, T> {
    runner: Runner,
    most_threads: usize,
    thread_count: usize,
    pile: Arc<Pile<T>>,
    give: Sender<(u64, Outcome<T>)>,
    results: Receiver<(u64, Outcome<T>)>,
    /// What was asked for and has not come, by its number.
    open: Vec<(u64, K, Progress)>,
    next: u64,
}

/// What waits for a thread; the newest last.
struct Pile<T> {
    waiting: Mutex<Waiting<T>>,
    more: Condvar,
}

struct Waiting<T> {
    requests: Vec<Request<T>>,
    closed: bool,
}

struct Request<T> {
    number: u64,
    progress: Progress,
    work: Box<dyn FnOnce(&Progress) -> T + Send>,
}

impl<K: Clone + PartialEq, T: Send + 'static> Crew<K, T> {
    /// Without threads; these start with the first requests.
    pub fn new(runner: Runner, most_threads: usize) -> Crew<K, T> {
        let (give, results) = channel();
        let waiting = Waiting {
            requests: Vec::new(),
            closed: false,
        };
        Crew {
            runner,
            most_threads: most_threads.max(1),
            thread_count: 0,
            pile: Arc::new(Pile {
                waiting: Mutex::new(waiting),
                more: Condvar::new(),
            }),
            give,
            results,
            open: Vec::new(),
            next: 0,
        }
    }

    /// Puts a request on top of the pile; nothing happens where the same one is open already.
    pub fn ask(&mut self, key: K, work: impl FnOnce(&Progress) -> T + Send + 'static) {
        if self.is_open(&key) {
            return;
        }
        let request = Request {
            number: self.next,
            progress: Progress::default(),
            work: Box::new(work),
        };
        self.open.push((self.next, key, request.progress.clone()));
        self.next += 1;
        match &self.runner {
            Runner::Inline => request.serve(&self.give),
            Runner::Threads(wake) => {
                let wake = Arc::clone(wake);
                self.pile.lock().requests.push(request);
                self.pile.more.notify_one();
                self.hire(wake);
            }
        }
    }

    /// One thread more while there are fewer than requests.
    fn hire(&mut self, wake: Arc<dyn Fn() + Send + Sync>) {
        if self.thread_count >= self.most_threads.min(self.open.len()) {
            return;
        }
        let (pile, give) = (Arc::clone(&self.pile), self.give.clone());
        let thread = std::thread::Builder::new().name(format!("crew {}", self.thread_count));
        let serve = move || {
            stand_back();
            pile.serve(&give, &*wake);
        };
        match thread.spawn(serve) {
            Ok(_) => self.thread_count += 1,
            Err(error) if self.thread_count == 0 => {
                for request in std::mem::take(&mut self.pile.lock().requests) {
                    // We hold the receiver ourselves.
                    let _unwanted = self
                        .give
                        .send((request.number, Outcome::Failed(error.to_string())));
                }
            }
            // Those that are there serve it in time.
            Err(_) => {}
        }
    }

    /// Cancels and forgets all other requests.
    pub fn keep_only(&mut self, wanted: impl Fn(&K) -> bool) {
        self.open.retain(|(_, key, progress)| {
            let keep = wanted(key);
            if !keep {
                progress.cancel();
            }
            keep
        });
        self.pile
            .lock()
            .requests
            .retain(|request| !request.progress.is_cancelled());
    }

    /// True while it was asked for and has not come.
    pub fn is_open(&self, key: &K) -> bool {
        self.open.iter().any(|(_, open, _)| open == key)
    }

    /// How many requests are open.
    pub fn open_count(&self) -> usize {
        self.open.len()
    }

    /// Takes what has come since the last call and is still wanted.
    pub fn poll(&mut self) -> Vec<(K, Outcome<T>)> {
        let mut come = Vec::new();
        while let Ok((number, outcome)) = self.results.try_recv() {
            if let Some(position) = self.open.iter().position(|(open, _, _)| *open == number) {
                come.push((self.open.remove(position).1, outcome));
            }
        }
        come
    }
}

impl<T> Pile<T> {
    fn lock(&self) -> MutexGuard<'_, Waiting<T>> {
        // Requests are carried out outside the lock, so nothing can break off within.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The life of a thread.
    fn serve(&self, give: &Sender<(u64, Outcome<T>)>, wake: &dyn Fn()) {
        while let Some(request) = self.next() {
            request.serve(give);
            wake();
        }
    }

    /// The newest request, once there is one; `None` at the end of the crew.
    fn next(&self) -> Option<Request<T>> {
        let mut waiting = self.lock();
        loop {
            if waiting.closed {
                return None;
            }
            if let Some(request) = waiting.requests.pop() {
                return Some(request);
            }
            waiting = self.more.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

impl<T> Request<T> {
    fn serve(self, give: &Sender<(u64, Outcome<T>)>) {
        let outcome = guarded(|| (self.work)(&self.progress));
        // The receiver is gone with the crew; then nobody wants the result.
        let _unwanted = give.send((self.number, outcome));
    }
}

impl<K, T> Drop for Crew<K, T> {
    fn drop(&mut self) {
        self.open.iter().for_each(|(_, _, progress)| progress.cancel());
        let mut waiting = self.pile.lock();
        waiting.closed = true;
        waiting.requests.clear();
        self.pile.more.notify_all();
    }
}

impl<K: fmt::Debug, T> fmt::Debug for Crew<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.open.iter().map(|(_, key, _)| key))
            .finish()
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
fn guarded<T>(work: impl FnOnce() -> T) -> Outcome<T> {
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
    use std::sync::mpsc::channel;
    use std::time::{Duration, Instant};

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

    fn drain(crew: &mut Crew<u32, u32>, count: usize) -> Vec<u32> {
        let begin = Instant::now();
        let mut come = Vec::new();
        while come.len() < count && begin.elapsed() < Duration::from_secs(20) {
            come.extend(crew.poll().into_iter().map(|(key, _)| key));
            std::thread::sleep(Duration::from_millis(1));
        }
        come
    }

    #[test]
    fn a_crew_serves_the_newest_request_first() {
        let mut crew = Crew::new(threads(), 1);
        let (go, gate) = channel::<()>();
        let (begun, first) = channel();
        crew.ask(0, move |_| {
            begun.send(()).unwrap();
            gate.recv().unwrap();
            0
        });
        first.recv().unwrap();
        (1..=4).for_each(|key| crew.ask(key, move |_| key));
        crew.ask(2, |_| panic!("it is open already"));
        crew.keep_only(|key| *key != 3);
        go.send(()).unwrap();
        assert_eq!(drain(&mut crew, 4), [0, 4, 2, 1]);
        assert_eq!(crew.open_count(), 0);
    }

    #[test]
    fn what_a_crew_no_longer_wants_is_cancelled_and_dropped() {
        let mut crew = Crew::new(threads(), 2);
        let (begun, first) = channel();
        let (tell, told) = channel();
        crew.ask(1, move |progress| {
            begun.send(()).unwrap();
            while progress.check().is_ok() {
                std::thread::yield_now();
            }
            tell.send(()).unwrap();
            1
        });
        first.recv().unwrap();
        crew.keep_only(|_| false);
        told.recv().unwrap();
        crew.ask(1, |_| 2);
        crew.ask(9, |_| panic!("no tile"));
        let begin = Instant::now();
        let mut come = Vec::new();
        while come.len() < 2 && begin.elapsed() < Duration::from_secs(20) {
            come.extend(crew.poll());
        }
        come.sort_by_key(|(key, _)| *key);
        assert_eq!(
            come,
            [(1, Outcome::Done(2)), (9, Outcome::Failed("no tile".into()))]
        );
    }

    #[test]
    fn the_end_of_a_crew_waits_for_nobody() {
        let (hold, held) = channel::<()>();
        let mut crew = Crew::new(threads(), 1);
        let (begun, first) = channel();
        crew.ask(1, move |_| {
            begun.send(()).unwrap();
            // Until the test is over.
            held.recv().is_ok()
        });
        first.recv().unwrap();
        drop(crew);
        drop(hold);
    }
}
