//! How far a long call is, and whether it should stop.

pub mod apart;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Shared between a worker, which advances it, and whoever waits, who reads it and may cancel.
///
/// Cloning gives another handle on the same progress. Counts are plain steps without a unit: features read, projects
/// screened. A total of 0 means that the length is not known yet.
///
/// ```
/// let progress = redshank::progress::Progress::default();
/// progress.start(10);
/// progress.advance(5);
/// assert_eq!(progress.fraction(), Some(0.5));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Progress {
    counters: Arc<Counters>,
    stop: Arc<Stop>,
}

/// How many more looks find that nobody has asked to stop.
#[derive(Debug)]
struct Stop {
    looks_left: AtomicU64,
}

/// Until somebody asks to stop.
const ENDLESS: u64 = u64::MAX;

impl Default for Stop {
    fn default() -> Stop {
        Stop {
            looks_left: AtomicU64::new(ENDLESS),
        }
    }
}

#[derive(Debug, Default)]
struct Counters {
    done: AtomicU64,
    total: AtomicU64,
}

/// The call was cancelled before it was complete; nothing of it may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

impl Progress {
    /// One that is cancelled after so many looks whether it is: for tests of how often somebody looks, and what is left behind
    /// wherever he stops.
    pub fn with_looks(looks: u64) -> Progress {
        let looks_left = AtomicU64::new(looks);
        Progress {
            stop: Arc::new(Stop { looks_left }),
            ..Progress::default()
        }
    }

    /// Of one with so many looks, how many are left; `None` for any other.
    pub fn looks_left(&self) -> Option<u64> {
        let left = self.stop.looks_left.load(Ordering::Relaxed);
        (left != ENDLESS).then_some(left)
    }

    /// Begins a new stretch of `total` steps.
    pub fn start(&self, total: u64) {
        self.counters.done.store(0, Ordering::Relaxed);
        self.counters.total.store(total, Ordering::Relaxed);
    }

    /// Notes that `steps` more are done.
    pub fn advance(&self, steps: u64) {
        self.counters.done.fetch_add(steps, Ordering::Relaxed);
    }

    /// Share done, 0 to 1; `None` while the total is unknown.
    pub fn fraction(&self) -> Option<f32> {
        let total = self.counters.total.load(Ordering::Relaxed);
        let done = self.counters.done.load(Ordering::Relaxed);
        (total > 0).then(|| (done as f32 / total as f32).min(1.0))
    }

    /// One that is cancelled with this one and counts for itself: for one of several pieces that are made side by side.
    #[must_use]
    pub fn of_a_piece(&self) -> Progress {
        Progress {
            counters: Arc::default(),
            stop: Arc::clone(&self.stop),
        }
    }

    /// Asks the worker to stop at its next check.
    pub fn cancel(&self) {
        self.stop.looks_left.store(0, Ordering::Relaxed);
    }

    /// True once somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        let looks_left = &self.stop.looks_left;
        match looks_left.load(Ordering::Relaxed) {
            ENDLESS => false,
            0 => true,
            _ => {
                let counted = |left: u64| left.checked_sub(1);
                let before = looks_left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, counted);
                before.is_err()
            }
        }
    }

    /// For use with `?` inside loops.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancel_reaches_every_handle() {
        let progress = Progress::default();
        let other = progress.clone();
        assert_eq!(other.check(), Ok(()));
        progress.cancel();
        assert_eq!(other.check(), Err(Cancelled));
    }

    #[test]
    fn a_piece_counts_for_itself_and_stops_with_the_whole() {
        let progress = Progress::default();
        progress.start(4);
        let piece = progress.of_a_piece();
        piece.start(2);
        piece.advance(1);
        assert_eq!((progress.fraction(), piece.fraction()), (Some(0.0), Some(0.5)));
        progress.cancel();
        assert!(piece.is_cancelled());
    }

    #[test]
    fn so_many_looks_find_nothing_and_the_next_one_finds_the_wish_to_stop() {
        let progress = Progress::with_looks(2);
        let piece = progress.of_a_piece();
        assert_eq!((progress.check(), piece.check()), (Ok(()), Ok(())));
        assert_eq!(progress.looks_left(), Some(0));
        assert_eq!(
            (progress.check(), piece.check()),
            (Err(Cancelled), Err(Cancelled))
        );
        assert_eq!(Progress::default().looks_left(), None);
    }

    #[test]
    fn unknown_total_has_no_fraction() {
        assert_eq!(Progress::default().fraction(), None);
    }
}
