//! Lines and rings cut to what can be seen: hostile numbers go no further, and what lies beside the picture costs nothing.

/// A place in the picture, pixels from its north-western corner.
pub type Dot = [f32; 2];

/// Places nearer to the last one than this, pixels, add nothing that could be seen.
const LEAST_STEP_PX: f32 = 0.2;

/// A square frame, from `-margin` to `side + margin` both ways.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// The least coordinate.
    pub min: f32,
    /// The greatest.
    pub max: f32,
}

impl Frame {
    /// A ring, cut to the frame along its sides (Sutherland and Hodgman 1974); empty where nothing of it lies within.
    pub fn ring(self, ring: Vec<Dot>) -> Vec<Dot> {
        let mut ring = thinned(ring);
        for axis in [0, 1] {
            ring = half(&ring, |dot| f64::from(dot[axis]) - f64::from(self.min));
            ring = half(&ring, |dot| f64::from(self.max) - f64::from(dot[axis]));
        }
        if ring.len() < 3 {
            ring.clear();
        }
        ring
    }

    /// The pieces of a line within the frame.
    pub fn line(self, line: Vec<Dot>) -> Vec<Vec<Dot>> {
        let line = thinned(line);
        let mut pieces: Vec<Vec<Dot>> = Vec::new();
        let mut is_open = false;
        for step in line.windows(2) {
            let &[from, to] = step else { continue };
            let Some((start, end)) = self.within(from, to) else {
                is_open = false;
                continue;
            };
            match pieces.last_mut().filter(|_| is_open && start == from) {
                Some(piece) => piece.push(end),
                None => pieces.push(vec![start, end]),
            }
            is_open = end == to;
        }
        pieces
    }

    /// True for a place in the frame.
    pub fn holds(self, dot: Dot) -> bool {
        dot.iter().all(|at| (self.min..self.max).contains(at))
    }

    /// The part of a stretch within the frame (Liang and Barsky 1984).
    fn within(self, from: Dot, to: Dot) -> Option<(Dot, Dot)> {
        let (mut first, mut last) = (0.0f64, 1.0f64);
        for axis in [0, 1] {
            let (start, step) = (f64::from(from[axis]), f64::from(to[axis]) - f64::from(from[axis]));
            let to_min = f64::from(self.min) - start;
            let to_max = f64::from(self.max) - start;
            if step == 0.0 {
                if to_min > 0.0 || to_max < 0.0 {
                    return None;
                }
                continue;
            }
            let (enter, leave) = (to_min / step, to_max / step);
            first = first.max(enter.min(leave));
            last = last.min(enter.max(leave));
        }
        let at = |share: f64| match share {
            0.0 => from,
            1.0 => to,
            _ => between(from, to, share),
        };
        (first <= last).then(|| (at(first), at(last)))
    }
}

fn between(from: Dot, to: Dot, share: f64) -> Dot {
    let mix = |a: f32, b: f32| (f64::from(a) + (f64::from(b) - f64::from(a)) * share) as f32;
    [mix(from[0], to[0]), mix(from[1], to[1])]
}

/// The part of a ring on the side where `depth` is not negative.
fn half(ring: &[Dot], depth: impl Fn(&Dot) -> f64) -> Vec<Dot> {
    let Some(mut before) = ring.last() else {
        return Vec::new();
    };
    if ring.iter().all(|dot| depth(dot) >= 0.0) {
        return ring.to_vec();
    }
    let mut kept = Vec::with_capacity(ring.len() + 4);
    for dot in ring {
        let (from, to) = (depth(before), depth(dot));
        if (from >= 0.0) != (to >= 0.0) {
            kept.push(between(*before, *dot, from / (from - to)));
        }
        if to >= 0.0 {
            kept.push(*dot);
        }
        before = dot;
    }
    kept
}

/// Without places that stand where the last one stands; first and last stay.
fn thinned(dots: Vec<Dot>) -> Vec<Dot> {
    let mut kept: Vec<Dot> = Vec::with_capacity(dots.len());
    let count = dots.len();
    for (number, dot) in dots.into_iter().enumerate() {
        let is_near = kept.last().is_some_and(|last| {
            let apart = |axis: usize| (last[axis] - dot[axis]).abs();
            apart(0) < LEAST_STEP_PX && apart(1) < LEAST_STEP_PX
        });
        if !is_near || number + 1 == count {
            kept.push(dot);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FRAME: Frame = Frame { min: 0.0, max: 10.0 };

    #[test]
    fn rings() {
        let square = |min: f32, max: f32| vec![[min, min], [max, min], [max, max], [min, max]];
        assert_eq!(FRAME.ring(square(2.0, 5.0)), square(2.0, 5.0));
        let around = FRAME.ring(square(-1e9, 1e9));
        assert_eq!(area(&around), 100.0);
        assert_eq!(area(&FRAME.ring(square(5.0, 20.0))), 25.0);
        assert!(FRAME.ring(square(20.0, 30.0)).is_empty());
        assert!(FRAME.ring(vec![[1.0, 1.0], [2.0, 2.0]]).is_empty());
    }

    #[test]
    fn lines() {
        let check = |line: &[Dot], expected: &[&[Dot]]| assert_eq!(FRAME.line(line.to_vec()), expected);
        check(
            &[[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]],
            &[&[[1.0, 1.0], [2.0, 1.0], [2.0, 2.0]]],
        );
        check(&[[-5.0, 5.0], [15.0, 5.0]], &[&[[0.0, 5.0], [10.0, 5.0]]]);
        check(
            &[[5.0, 5.0], [15.0, 5.0], [15.0, 7.0], [5.0, 7.0]],
            &[&[[5.0, 5.0], [10.0, 5.0]], &[[10.0, 7.0], [5.0, 7.0]]],
        );
        check(&[[-5.0, -5.0], [-5.0, 15.0]], &[]);
        check(&[[5.0, 5.0]], &[]);
    }

    fn area(ring: &[Dot]) -> f32 {
        let next = ring.iter().cycle().skip(1);
        let twice: f32 = ring
            .iter()
            .zip(next)
            .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
            .sum();
        0.5 * twice.abs()
    }

    proptest! {
        #[test]
        fn nothing_reaches_out_of_the_frame(
            dots in prop::collection::vec((any::<i32>(), -30.0..30.0f32), 0..40)
        ) {
            let dots: Vec<Dot> = dots.into_iter().map(|(x, y)| [x as f32, y]).collect();
            let slack = Frame { min: -1e-3, max: 10.001 };
            prop_assert!(FRAME.ring(dots.clone()).iter().all(|dot| slack.holds(*dot)));
            prop_assert!(FRAME.line(dots).iter().flatten().all(|dot| slack.holds(*dot)));
        }

        /// A line that stays inside comes through whole, but for places that stand on each other.
        #[test]
        fn what_lies_within_stays(dots in prop::collection::vec([0.0..10.0f32, 0.0..10.0f32], 2..40)) {
            let pieces = FRAME.line(dots.clone());
            prop_assert_eq!(pieces.len(), 1);
            prop_assert_eq!(pieces[0].first(), dots.first());
            prop_assert_eq!(pieces[0].last(), dots.last());
        }
    }
}
