//! How much is drawn in a frame, so that frames stay short while other work is done beside them.

use std::time::{Duration, Instant};

/// With frames longer than this there is less in the next one.
const LONG: Duration = Duration::from_millis(65);
/// With frames shorter than this there is more.
const SHORT: Duration = Duration::from_millis(45);
/// A longer pause is none of the drawing: nobody asked for a frame.
const PAUSE: Duration = Duration::from_millis(400);
/// Least share of what a free machine draws.
const LEAST: f64 = 0.2;

/// The share of what a free machine would draw in a frame, 0.2 to 1.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    share: f64,
    last: Option<Instant>,
}

impl Default for Pace {
    fn default() -> Pace {
        Pace {
            share: 1.0,
            last: None,
        }
    }
}

impl Pace {
    /// The share for the frame that begins now, after the one before it in a row of frames.
    pub fn begin_frame(&mut self, now: Instant) -> f64 {
        let took = self.last.map(|last| now.saturating_duration_since(last));
        self.share = match took {
            Some(took) if took > PAUSE => self.share,
            Some(took) if took > LONG => (0.7 * self.share).max(LEAST),
            Some(took) if took < SHORT => (1.2 * self.share).min(1.0),
            _ => self.share,
        };
        self.last = Some(now);
        self.share
    }

    /// The share for this frame.
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Says that this frame has nothing to share out, so that the time until the next one tells nothing.
    pub fn rest(&mut self) {
        self.last = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share after frames of so many milliseconds.
    fn check(frames_ms: &[u64], expected: f64) {
        let mut now = Instant::now();
        let mut pace = Pace::default();
        let mut share = pace.begin_frame(now);
        for ms in frames_ms {
            now += Duration::from_millis(*ms);
            share = pace.begin_frame(now);
        }
        assert!((share - expected).abs() < 1e-9, "{share}");
    }

    #[test]
    fn long_frames_make_less_and_short_ones_more() {
        check(&[], 1.0);
        check(&[20, 30], 1.0);
        check(&[80, 80], 0.49);
        check(&[80, 50], 0.7);
        check(&[80, 20], 0.84);
        check(&[80, 20, 20, 20], 1.0);
        check(&[100; 20], LEAST);
        check(&[5_000], 1.0);
    }

    #[test]
    fn time_without_drawing_is_not_counted() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.begin_frame(now);
        pace.rest();
        assert_eq!(pace.begin_frame(now + Duration::from_millis(200)), 1.0);
    }
}
