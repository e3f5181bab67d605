//! Crews: a few threads that serve many small requests.

use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::jobs::{Outcome, Runner, guarded};
use super::priority::stand_back;
use crate::progress::Progress;

/// A few threads that serve a pile of small requests, the newest first, such as those for the tiles of a map.
///
/// Nobody waits for a crew, not even its end: a request that hangs holds up one thread of it and nothing else.
///
/// ```
/// use redshank::session::crew::Crew;
/// use redshank::session::jobs::{Outcome, Runner};
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn threads() -> Runner {
        Runner::Threads(Arc::new(|| {}))
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
