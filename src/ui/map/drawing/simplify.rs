//! Fewer vertices within a tolerance.
//!
//! From each kept vertex a cone is narrowed by a circle round every vertex passed since; the first vertex outside makes
//! the one before it the next to be kept (Zhao and Saalfeld 1997, "Linear-time sleeve-fitting polyline simplification
//! algorithms"). One pass, whatever the length; no vertex left out is farther than the tolerance from its edge.

/// A path with the vertices that matter, ends included. Coordinates and tolerance in the same unit.
///
/// ```
/// use redshank::ui::map::drawing::simplify::simplified;
/// let path = [[0.0, 0.0], [1.0, 0.1], [2.0, 0.0], [2.0, 5.0]];
/// assert_eq!(simplified(&path, 0.5), [[0.0, 0.0], [2.0, 0.0], [2.0, 5.0]]);
/// ```
pub fn simplified(path: &[[f64; 2]], tolerance: f64) -> Vec<[f64; 2]> {
    let Some((&first, rest)) = path.split_first() else {
        return Vec::new();
    };
    let mut kept = vec![first];
    let mut sleeve = Sleeve::from(first);
    let mut last = first;
    for &vertex in rest {
        if !sleeve.takes(vertex, tolerance) {
            kept.push(last);
            sleeve = Sleeve::from(last);
            // A vertex next to the new anchor may fail nothing.
            sleeve.takes(vertex, tolerance);
        }
        last = vertex;
    }
    if !rest.is_empty() {
        kept.push(last);
    }
    kept
}

/// The directions from an anchor that pass near enough to every vertex since.
struct Sleeve {
    anchor: [f64; 2],
    /// Rightmost and leftmost direction; `None` while every direction will do.
    cone: Option<([f64; 2], [f64; 2])>,
    reached: f64,
}

impl Sleeve {
    fn from(anchor: [f64; 2]) -> Sleeve {
        Sleeve {
            anchor,
            cone: None,
            reached: 0.0,
        }
    }

    /// Whether an edge from the anchor to `vertex` passes near all vertices since; narrows the cone if so.
    fn takes(&mut self, vertex: [f64; 2], tolerance: f64) -> bool {
        let to = [vertex[0] - self.anchor[0], vertex[1] - self.anchor[1]];
        let distance = to[0].hypot(to[1]);
        // A path that turns back has a farthest vertex, which must stay.
        if distance < self.reached - tolerance {
            return false;
        }
        if let Some((right, left)) = self.cone
            && (cross(right, to) < 0.0 || cross(left, to) > 0.0)
        {
            return false;
        }
        self.reached = self.reached.max(distance);
        if distance <= tolerance {
            return self.cone.is_none();
        }
        let sine = tolerance / distance;
        let cosine = (1.0 - sine * sine).max(0.0).sqrt();
        let right = [to[0] * cosine + to[1] * sine, to[1] * cosine - to[0] * sine];
        let left = [to[0] * cosine - to[1] * sine, to[1] * cosine + to[0] * sine];
        self.cone = Some(match self.cone {
            None => (right, left),
            Some((least, most)) => (
                if cross(least, right) > 0.0 { right } else { least },
                if cross(most, left) < 0.0 { left } else { most },
            ),
        });
        true
    }
}

fn cross(a: [f64; 2], b: [f64; 2]) -> f64 {
    a[0] * b[1] - a[1] * b[0]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(path: &[[f64; 2]], tolerance: f64, expected: &[[f64; 2]]) {
        assert_eq!(simplified(path, tolerance), expected);
    }

    #[test]
    fn keeps_what_matters() {
        check(&[], 1.0, &[]);
        check(&[[1.0, 2.0]], 1.0, &[[1.0, 2.0]]);
        check(&[[0.0, 0.0], [9.0, 0.0]], 1.0, &[[0.0, 0.0], [9.0, 0.0]]);
        check(
            &[[0.0, 0.0], [5.0, 2.0], [9.0, 0.0]],
            1.0,
            &[[0.0, 0.0], [5.0, 2.0], [9.0, 0.0]],
        );
        check(
            &[[0.0, 0.0], [5.0, 0.5], [9.0, 0.0]],
            1.0,
            &[[0.0, 0.0], [9.0, 0.0]],
        );
    }

    #[test]
    fn a_spike_keeps_its_tip() {
        check(
            &[[0.0, 0.0], [10.0, 0.0], [20.0, 0.0], [10.0, 0.1], [0.0, 0.1]],
            1.0,
            &[[0.0, 0.0], [20.0, 0.0], [0.0, 0.1]],
        );
    }

    fn distance_to_edge(p: [f64; 2], a: [f64; 2], b: [f64; 2]) -> f64 {
        let (d, q) = ([b[0] - a[0], b[1] - a[1]], [p[0] - a[0], p[1] - a[1]]);
        let length = d[0] * d[0] + d[1] * d[1];
        let t = if length > 0.0 {
            ((q[0] * d[0] + q[1] * d[1]) / length).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (q[0] - t * d[0]).hypot(q[1] - t * d[1])
    }

    proptest! {
        /// Every vertex left out lies near the path that is left.
        #[test]
        fn stays_within_the_tolerance(steps in prop::collection::vec((-2.0..2.0f64, -2.0..2.0f64), 1..200)) {
            let mut at = [0.0, 0.0];
            let path: Vec<[f64; 2]> = steps.iter().map(|(dx, dy)| { at = [at[0] + dx, at[1] + dy]; at }).collect();
            let kept = simplified(&path, 0.7);
            prop_assert_eq!(kept.first(), path.first());
            prop_assert_eq!(kept.last(), path.last());
            for p in path {
                let near = kept.windows(2).map(|e| distance_to_edge(p, e[0], e[1])).fold(f64::INFINITY, f64::min);
                prop_assert!(near <= 1.4 + 1e-9 || kept.len() == 1, "{near}");
            }
        }
    }
}
