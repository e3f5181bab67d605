//! Long work with a progress bar, and the day that the work is judged by.

use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::model::date::Date;
use crate::progress::Progress;
use crate::say;
pub use crate::session::clock::now;
use crate::session::jobs::{Jobs, Outcome, Runner};

use super::console::Console;
use super::plan::Mistake;

const TICK: Duration = Duration::from_millis(80);
const BAR_STEPS: u64 = 1000;

/// Does long work beside a progress bar, which shows on a terminal only and is gone at the end.
///
/// # Errors
/// A [`Mistake`] of the program itself: the work broke off.
pub fn watched<T: Send + 'static>(
    console: &Console,
    what: &str,
    work: impl FnOnce(&Progress) -> T + Send + 'static,
) -> Result<T, Mistake> {
    let (tell, told) = channel();
    let wake = move || {
        // The receiver waits until the job has ended.
        let _unwanted = tell.send(());
    };
    let mut jobs = Jobs::new(Runner::Threads(Arc::new(wake)));
    jobs.start((), work);
    let bar = bar(console, what);
    loop {
        let ended = !matches!(told.recv_timeout(TICK), Err(RecvTimeoutError::Timeout));
        let fraction = jobs.running().find_map(|(_, progress)| progress.fraction());
        match fraction {
            Some(fraction) => bar.set_position((f64::from(fraction) * BAR_STEPS as f64) as u64),
            None => bar.tick(),
        }
        match jobs.poll().pop() {
            Some((_, outcome)) => {
                bar.finish_and_clear();
                return match outcome {
                    Outcome::Done(value) => Ok(value),
                    Outcome::Failed(words) => Err(Mistake::new("broken", &words)),
                };
            }
            None if ended => return Err(Mistake::new("broken", "")),
            None => {}
        }
    }
}

fn bar(console: &Console, what: &str) -> ProgressBar {
    if !console.is_terminal {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} [{bar:32}] {percent}% {elapsed}");
    let bar = ProgressBar::new(BAR_STEPS);
    if let Ok(style) = style {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(say!(console.lang, &format!("cli.work.{what}")));
    bar
}

/// Today in UTC, so that the same command gives the same answer wherever the machine stands.
pub fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
        .into()
}
