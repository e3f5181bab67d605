//! How long a job will still take, as far as its own pace tells.

use crate::say;
use crate::session::command::JobKind;
use crate::words::Lang;

/// Jobs that end sooner are not worth a word.
const SHORT_S: f64 = 0.3;
/// Before so much time and so large a share a pace is a guess.
const SURE_S: f64 = 1.0;
const SURE_SHARE: f32 = 0.03;

/// When each job was first seen, and how far it was.
#[derive(Clone, Debug, Default)]
pub struct JobClock {
    jobs: Vec<Seen>,
}

#[derive(Clone, Copy, Debug)]
struct Seen {
    kind: JobKind,
    begun_s: f64,
    /// Where the present stretch began: a job may have several, each counted from nothing.
    stretch: Option<(f64, f32)>,
    last: f32,
}

impl JobClock {
    /// Looks at all jobs that run, with their shares, at a time of the window's clock in seconds.
    pub fn look(&mut self, running: &[(JobKind, Option<f32>)], now_s: f64) {
        self.jobs
            .retain(|seen| running.iter().any(|(kind, _)| *kind == seen.kind));
        for &(kind, share) in running {
            let known = self.jobs.iter().position(|seen| seen.kind == kind);
            let place = known.unwrap_or_else(|| {
                self.jobs.push(Seen {
                    kind,
                    begun_s: now_s,
                    stretch: None,
                    last: 0.0,
                });
                self.jobs.len() - 1
            });
            let Some(seen) = self.jobs.get_mut(place) else {
                continue;
            };
            seen.stretch = match (share, seen.stretch) {
                (Some(share), Some(stretch)) if share >= seen.last => Some(stretch),
                (Some(share), _) => Some((now_s, share)),
                (None, _) => None,
            };
            seen.last = share.unwrap_or(0.0);
        }
    }

    /// True once a job takes so long that people wonder.
    pub fn is_long(&self, kind: JobKind, now_s: f64) -> bool {
        let seen = self.jobs.iter().find(|seen| seen.kind == kind);
        seen.is_some_and(|seen| now_s - seen.begun_s >= SHORT_S)
    }

    /// Seconds that its present stretch will still take at the pace so far; `None` while nobody can say.
    pub fn left_s(&self, kind: JobKind, now_s: f64) -> Option<f64> {
        let seen = self.jobs.iter().find(|seen| seen.kind == kind)?;
        let (from_s, from) = seen.stretch?;
        let (took_s, went) = (now_s - from_s, seen.last - from);
        let sure = took_s >= SURE_S && went >= SURE_SHARE;
        sure.then(|| took_s * f64::from((1.0 - seen.last) / went))
    }
}

/// Some time in words, never more exact than it is known: `8 s`, `3 min`.
pub fn left_text(left_s: f64, lang: Lang) -> String {
    if left_s < 90.0 {
        let seconds = format!("{:.0}", left_s.ceil().max(1.0));
        return say!(lang, "ui.left_s", seconds = seconds);
    }
    say!(
        lang,
        "ui.left_min",
        minutes = format!("{:.0}", (left_s / 60.0).ceil())
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const KIND: JobKind = JobKind::Screening;

    fn clock(shares: &[(f64, Option<f32>)]) -> JobClock {
        let mut clock = JobClock::default();
        shares
            .iter()
            .for_each(|&(now_s, share)| clock.look(&[(KIND, share)], now_s));
        clock
    }

    #[track_caller]
    fn check(shares: &[(f64, Option<f32>)], expected: Option<f64>) {
        let now_s = shares.last().unwrap().0;
        let left_s = clock(shares).left_s(KIND, now_s);
        assert_eq!(left_s.map(|s| (10.0 * s).round() / 10.0), expected, "{shares:?}");
    }

    #[test]
    fn time_left_follows_the_pace_of_the_present_stretch() {
        check(&[(0.0, Some(0.0)), (2.0, Some(0.25))], Some(6.0));
        check(&[(0.0, Some(0.5)), (2.0, Some(0.75))], Some(2.0));
        check(&[(0.0, Some(0.0)), (0.5, Some(0.5))], None);
        check(&[(0.0, Some(0.0)), (9.0, Some(0.01))], None);
        check(&[(0.0, None), (9.0, None)], None);
        // A second stretch begins at nothing.
        check(
            &[
                (0.0, Some(0.0)),
                (2.0, Some(1.0)),
                (2.1, Some(0.0)),
                (4.1, Some(0.5)),
            ],
            Some(2.0),
        );
    }

    #[test]
    fn short_jobs_are_passed_over_and_ended_ones_forgotten() {
        let mut own = clock(&[(0.0, None), (0.2, None)]);
        assert!(!own.is_long(KIND, 0.2));
        assert!(own.is_long(KIND, 0.4));
        own.look(&[], 0.5);
        assert!(!own.is_long(KIND, 9.0));
    }

    #[test]
    fn words() {
        assert_eq!(left_text(0.2, Lang::En), "about 1 s left");
        assert_eq!(left_text(89.0, Lang::Zh), "约剩 89 秒");
        assert_eq!(left_text(150.0, Lang::En), "about 3 min left");
    }
}
