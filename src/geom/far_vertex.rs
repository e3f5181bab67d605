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

#[cfg(test)]
mod tests {
    use super::*;

    /// Along one line, so that all lengths are exact.
    #[track_caller]
    fn check(places: &[f64], expected: Option<usize>) {
        let line: LineString<f64> = places.iter().map(|&x| (7.0 + 3.0 * x, 4.0 * x)).collect();
        let longest = line.lines().map(|edge| edge.dx().hypot(edge.dy()));
        let longest = longest.fold(0.0, f64::max);
        assert_eq!(far_vertex(&line, longest * longest), expected, "{places:?}");
    }

    /// Units of five metres.
    #[test]
    fn both_edges_are_longer_than_all_others_by_far() {
        check(&[0.0, 200.0, 9200.0, 200.0, 0.0], Some(2));
        check(&[0.0, 200.0, 9200.0, 9000.0, 8800.0], None);
        // Twenty kilometres, and a little more.
        check(&[0.0, 2.0, 4002.0, 1.0, 0.0], None);
        check(&[0.0, 2.0, 4003.0, 1.0, 0.0], Some(2));
        check(&[0.0, 2.0, 802.0, 1.0, 0.0], None);
        // Twenty times as long, and a little more.
        check(&[0.0, 400.0, 8400.0, 400.0, 0.0], None);
        check(&[0.0, 400.0, 8401.0, 400.0, 0.0], Some(2));
        check(&[0.0, 400.0, 8401.0, 400.0, 820.0], None);
        check(&[400.0, 820.0, 400.0, 8401.0, 400.0], None);
    }

    #[test]
    fn wherever_it_stands_in_a_ring() {
        for far in 0..5 {
            let mut places: Vec<f64> = (0..5)
                .map(|k| if k == far { 9000.0 } else { f64::from(k) })
                .collect();
            places.push(places[0]);
            check(&places, Some(far as usize));
        }
    }
}
