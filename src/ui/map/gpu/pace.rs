//! How much is drawn in a frame, so that frames stay short while other work is done beside them, on any machine.
//!
//! What drawing costs is known for one machine ([`super::effort`]). How much slower this one is, or how busy, is seen by
//! the frames themselves: of those that drew what they were allowed to draw the short ones allow for more, and the long
//! ones for less. A frame that drew little says nothing about what can be drawn.

use std::time::{Duration, Instant};

/// With frames longer than this there is less in the next one. What a frame takes besides is about half of this on a slow
/// machine: with less, a picture would be done much later.
const LONG: Duration = Duration::from_millis(40);
/// With frames shorter than this there is more.
const SHORT: Duration = Duration::from_millis(28);
/// A longer pause is none of the drawing: nobody asked for a frame.
const PAUSE: Duration = Duration::from_millis(400);
/// The share of the first frame: files are being read and screened at that time, and nothing is known of the machine. A
/// fast one has all of it after some frames more.
const FIRST: f64 = 0.4;
/// What is left of the share after a frame that was long, as a factor: at most, and at least.
const LESS: [f64; 2] = [0.85, 0.4];
/// What is added to it after a short one.
const MORE: f64 = 1.15;
/// Least share of what a free machine draws. With less frames get hardly shorter, and a picture is never done.
const LEAST: f64 = 0.2;
/// A frame has drawn enough to count from this part of what it was allowed to.
const TELLING: f64 = 0.5;

/// The share of what a free machine would draw in a frame, 0.2 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    share: f64,
    last: Option<Instant>,
    /// The part of what was allowed that the frame has drawn.
    used: f64,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            share: FIRST,
            last: None,
            used: 0.0,
        }
    }
}

impl Pace {
    /// The share for the frame that begins now, after the one before it in a row of frames.
    pub fn begin_frame(&mut self, now: Instant) -> f64 {
        let took = self.last.map(|last| now.saturating_duration_since(last));
        let telling = self.used >= TELLING;
        self.share = match took {
            Some(took) if took > LONG && took <= PAUSE && telling => {
                let factor = LONG.as_secs_f64() / took.as_secs_f64();
                (self.share * factor.clamp(LESS[1], LESS[0])).max(LEAST)
            }
            Some(took) if took < SHORT && telling => (MORE * self.share).min(1.0),
            _ => self.share,
        };
        self.last = Some(now);
        self.used = 0.0;
        self.share
    }

    /// The share for this frame.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Says how much this frame draws, as a share of what a free machine would draw.
    pub fn draws(&mut self, share: f64) {
        self.used = share / self.share;
    }

    /// Says that this frame has nothing to share out, so that the time until the next one tells nothing.
    pub fn rest(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share that was all, after frames of so many milliseconds, each of which has drawn a part of what it might.
    #[track_caller]
    fn check(frames: &[(u64, f64)], expected: f64) {
        let pace = Pace {
            share: 1.0,
            ..Pace::default()
        };
        check_from(pace, frames, expected);
    }

    #[track_caller]
    fn check_from(mut pace: Pace, frames: &[(u64, f64)], expected: f64) {
        let mut now = Instant::now();
        let mut share = pace.begin_frame(now);
        for (ms, used) in frames {
            pace.draws(used * share);
            now += Duration::from_millis(*ms);
            share = pace.begin_frame(now);
        }
        assert!((share - expected).abs() < 1e-9, "{share}");
    }

    #[test]
    fn long_frames_make_less_and_short_ones_more() {
        check(&[], 1.0);
        check(&[(20, 1.0), (40, 1.0)], 1.0);
        check(&[(64, 1.0), (64, 1.0)], 0.625 * 0.625);
        check(&[(42, 1.0)], 0.85);
        check(&[(300, 1.0)], 0.4);
        check(&[(64, 1.0), (30, 1.0)], 0.625);
        check(&[(64, 1.0), (20, 1.0)], 0.625 * 1.15);
        check(&[(64, 1.0), (20, 1.0), (20, 1.0), (20, 1.0), (20, 1.0)], 1.0);
        check(&[(100, 1.0); 20], LEAST);
        check(&[(5_000, 1.0)], 1.0);
    }

    #[test]
    fn frames_that_drew_little_say_nothing() {
        check(&[(80, 0.0), (80, 0.4)], 1.0);
        check(&[(64, 1.0), (20, 0.0), (20, 0.4), (20, 0.1)], 0.625);
        check(&[(64, 1.0), (20, 0.0), (20, 0.6)], 0.625 * 1.15);
    }

    #[test]
    fn it_begins_slowly() {
        check_from(Pace::default(), &[], FIRST);
        check_from(Pace::default(), &[(20, 1.0); 7], 1.0);
    }

    #[test]
    fn time_without_drawing_is_not_counted() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.begin_frame(now);
        pace.rest();
        assert_eq!(pace.begin_frame(now + Duration::from_millis(200)), FIRST);
    }
}
