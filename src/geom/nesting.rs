//! Whether the rings of polygons lie in each other as they must, where no two of them cross.

use geo::MultiPolygon;

use crate::progress::{Cancelled, Progress};

/// True where each hole lies in its shell and in no other hole of its polygon, and no polygon covers a part of another.
///
/// `around` gives the rings that hold a ring, by position and in ascending order, as [`super::ring_runs::rings_of`] counts
/// them. Rings that do not cross lie in each other as a whole or not at all.
pub fn is_nested(polygons: &MultiPolygon<f64>, mut around: impl FnMut(u32) -> Vec<u32>) -> bool {
    let shells = shells(polygons);
    let is_alone = polygons.0.len() < 2;
    shells.iter().enumerate().all(|(polygon, &shell)| {
        let end = shells.get(polygon + 1).copied();
        let end = end.unwrap_or_else(|| shell + ring_count(polygons, polygon));
        let is_in_shell_alone = |hole: u32| {
            let around = around(hole);
            let own = around.iter().filter(|&&ring| (shell..end).contains(&ring));
            own.eq([&shell])
        };
        (shell + 1..end).all(is_in_shell_alone) && (is_alone || !is_covered(&around(shell), &shells))
    })
}

/// As [`is_nested`], and looks with each ring whether to stop.
///
/// # Errors
/// [`Cancelled`].
pub fn are_nested(
    polygons: &MultiPolygon<f64>,
    progress: &Progress,
    around: impl Fn(u32) -> Vec<u32>,
) -> Result<bool, Cancelled> {
    // What comes out of it once it is to stop says nothing.
    let looking = |ring| match progress.is_cancelled() {
        true => Vec::new(),
        false => around(ring),
    };
    let is_nested = is_nested(polygons, looking);
    progress.check().map(|()| is_nested)
}

/// The position of each polygon's shell among all rings.
fn shells(polygons: &MultiPolygon<f64>) -> Vec<u32> {
    let mut next = 0;
    (0..polygons.0.len())
        .map(|polygon| {
            let shell = next;
            next += ring_count(polygons, polygon);
            shell
        })
        .collect()
}

fn ring_count(polygons: &MultiPolygon<f64>, polygon: usize) -> u32 {
    1 + polygons.0[polygon].interiors().len() as u32
}

/// True where, of the rings around something, a shell is there without one of its holes.
fn is_covered(around: &[u32], shells: &[u32]) -> bool {
    around.iter().enumerate().any(|(k, ring)| {
        let Ok(polygon) = shells.binary_search(ring) else {
            return false;
        };
        // Holes follow their shell: what comes next belongs to it, or begins with another shell.
        let next_shell = shells.get(polygon + 1).copied().unwrap_or(u32::MAX);
        around.get(k + 1).is_none_or(|&next| next >= next_shell)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{LineString, Polygon};

    /// Polygons with so many holes; the rings around each ring.
    #[track_caller]
    fn check(holes: &[usize], around: &[&[u32]], expected: bool) {
        let ring = || LineString::from(vec![(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]);
        let polygon = |&count: &usize| Polygon::new(ring(), vec![ring(); count]);
        let polygons = MultiPolygon(holes.iter().map(polygon).collect());
        let found = is_nested(&polygons, |ring| around[ring as usize].to_vec());
        assert_eq!(found, expected, "{holes:?} {around:?}");
    }

    #[test]
    fn holes_lie_in_their_shell_and_in_no_hole() {
        check(&[], &[], true);
        check(&[0], &[&[]], true);
        check(&[2], &[&[], &[0], &[0]], true);
        check(&[2], &[&[], &[0], &[]], false);
        check(&[2], &[&[], &[0], &[0, 1]], false);
        check(&[2], &[&[], &[0, 2], &[0]], false);
        check(&[1], &[&[1], &[]], false);
    }

    #[test]
    fn parts_lie_apart_or_in_a_hole() {
        check(&[0, 0], &[&[], &[]], true);
        check(&[0, 0], &[&[], &[0]], false);
        check(&[0, 0], &[&[1], &[]], false);
        // In the hole of another, which may lie in a hole itself.
        check(&[1, 0], &[&[], &[0], &[0, 1]], true);
        check(&[0, 1], &[&[1, 2], &[], &[1]], true);
        check(&[1, 1, 0], &[&[], &[0], &[0, 1], &[0, 1, 2], &[0, 1, 2, 3]], true);
        check(&[1, 1, 0], &[&[], &[0], &[0, 1], &[0, 1, 2], &[0, 1, 2]], false);
        check(&[1, 1, 0], &[&[], &[0], &[0, 1], &[0, 1, 2], &[0, 2, 3]], false);
        // Holes of others do not matter to a hole.
        check(&[1, 1], &[&[2, 3], &[0, 2, 3], &[], &[2]], true);
    }
}
