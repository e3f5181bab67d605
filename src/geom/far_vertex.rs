//! Vertices that lie so far from all others that they were probably mistyped.

use geo::LineString;

/// Both edges at a vertex longer than this, and [`FAR_FACTOR`] times all others: it was probably mistyped.
const FAR_VERTEX_M: f64 = 20_000.0;
const FAR_FACTOR: f64 = 20.0;

/// The position of the vertex that lies far from all others of a line, if there is one. `longest_m2` is the square of its longest
/// edge.
pub fn far_vertex(line: &LineString<f64>, longest_m2: f64) -> Option<usize> {
    if longest_m2 <= FAR_VERTEX_M * FAR_VERTEX_M {
        return None;
    }
    let lengths: Vec<f64> = line
        .lines()
        .map(|l| (l.end.x - l.start.x).hypot(l.end.y - l.start.y))
        .collect();
    if lengths.len() < 4 {
        return None;
    }
    let pairs = (0..lengths.len()).map(|k| (k, lengths[k].min(lengths[(k + 1) % lengths.len()])));
    let (at, both) = pairs.max_by(|x, y| x.1.total_cmp(&y.1))?;
    let next = (at + 1) % lengths.len();
    let others = (0..lengths.len()).filter(|&k| k != at && k != next);
    let longest = others.map(|k| lengths[k]).fold(0.0, f64::max);
    (both > FAR_VERTEX_M && both > FAR_FACTOR * longest).then_some(next)
}
