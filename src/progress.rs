//! How far a long call is, and whether it should stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

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
    cancelled: Arc<AtomicBool>,
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
            cancelled: Arc::clone(&self.cancelled),
        }
    }

    /// Asks the worker to stop at its next check.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// True once somebody asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
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
    fn unknown_total_has_no_fraction() {
        assert_eq!(Progress::default().fraction(), None);
    }
}
