//! The packed Hilbert R-tree: features sorted along a Hilbert curve, boxes of 16 in boxes of 16 up to one.

use std::io::{self, Write};

use crate::geom::extent::Extent;

/// Boxes within a box.
pub const NODE_ITEMS: u16 = 16;
/// The curve has so many steps along each side.
const SIDE: u32 = (1 << 16) - 1;

/// One feature in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Leaf {
    /// Its position in the source.
    pub position: usize,
    /// The box around it.
    pub extent: Extent,
    /// Its length in the file.
    pub byte_count: u64,
}

/// Sorts features along the curve within `extent`; of those at one place the first stays first.
pub fn sort(leaves: &mut [Leaf], extent: &Extent) {
    let along = |value: f64, least: f64, width: f64| {
        let share = if width > 0.0 { (value - least) / width } else { 0.0 };
        (share * f64::from(SIDE)) as u32
    };
    leaves.sort_by_cached_key(|leaf| {
        let middle = leaf.extent.center();
        let x = along(middle.x, extent.min.x, extent.width());
        let y = along(middle.y, extent.min.y, extent.height());
        (hilbert(x, y), leaf.position)
    });
}

/// How far along the Hilbert curve of 2^16 × 2^16 cells a cell is.
fn hilbert(mut x: u32, mut y: u32) -> u32 {
    let mut along = 0;
    let mut side = 1 << 15;
    while side > 0 {
        let (right, upper) = (u32::from(x & side > 0), u32::from(y & side > 0));
        along += side * side * ((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                x = SIDE - x;
                y = SIDE - y;
            }
            std::mem::swap(&mut x, &mut y);
        }
        side >>= 1;
    }
    along
}

/// Writes the tree, the outermost box first and the features last, in their order.
///
/// # Errors
/// Those of the system.
pub fn write(leaves: &[Leaf], out: &mut impl Write) -> io::Result<()> {
    let mut offset = 0;
    let bottom = leaves.iter().map(|leaf| {
        let at = offset;
        offset += leaf.byte_count;
        (leaf.extent, at)
    });
    let mut levels: Vec<Vec<(Extent, u64)>> = vec![bottom.collect()];
    // Until one box is around everything; a single feature gets one around it, too.
    loop {
        let below = levels.last().map_or(&[][..], Vec::as_slice);
        let above: Vec<(Extent, u64)> = below.chunks(usize::from(NODE_ITEMS)).map(around).collect();
        let is_root = above.len() <= 1;
        levels.push(above);
        if is_root {
            break;
        }
    }
    let mut first_of_level = 0;
    for (height, level) in levels.iter().enumerate().rev() {
        // Above the features, a box names the first box within it by its number in the whole tree.
        let first_below = first_of_level + level.len() as u64;
        for (number, (extent, at)) in level.iter().enumerate() {
            let reference = match height {
                0 => *at,
                _ => first_below + number as u64 * u64::from(NODE_ITEMS),
            };
            for ordinate in [extent.min.x, extent.min.y, extent.max.x, extent.max.y] {
                out.write_all(&ordinate.to_le_bytes())?;
            }
            out.write_all(&reference.to_le_bytes())?;
        }
        first_of_level = first_below;
    }
    Ok(())
}

fn around(boxes: &[(Extent, u64)]) -> (Extent, u64) {
    let mut extent = Extent::EMPTY;
    boxes.iter().for_each(|(own, _)| extent.merge(own));
    (extent, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Neighbours on the curve are neighbours in the plane, and every cell is met once.
    #[test]
    fn the_curve_has_no_jumps() {
        let scale = (SIDE + 1) / 16;
        let mut cells: Vec<(u32, u32, u32)> = (0..16)
            .flat_map(|x| (0..16).map(move |y| (hilbert(x * scale, y * scale), x, y)))
            .collect();
        cells.sort_unstable();
        for pair in cells.windows(2) {
            let ((a, x, y), (b, right, upper)) = (pair[0], pair[1]);
            assert!(a < b);
            assert_eq!(x.abs_diff(right) + y.abs_diff(upper), 1, "{pair:?}");
        }
    }

    #[test]
    fn every_box_holds_those_within_it() {
        for count in [1usize, 2, 16, 17, 256, 257, 1000] {
            let leaf = |k: usize| Leaf {
                position: k,
                extent: Extent::from_corners((k as f64, 0.0).into(), (k as f64 + 1.0, 1.0).into()),
                byte_count: 10,
            };
            let leaves: Vec<Leaf> = (0..count).map(leaf).collect();
            let mut bytes = Vec::new();
            write(&leaves, &mut bytes).unwrap();
            let number = |at: usize| f64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
            let nodes = bytes.len() / 40;
            let first_leaf = nodes - count;
            let reference = |node: usize| {
                u64::from_le_bytes(bytes[node * 40 + 32..node * 40 + 40].try_into().unwrap()) as usize
            };
            assert_eq!((number(0), number(16)), (0.0, count as f64), "{count}");
            for node in 0..first_leaf {
                let child = reference(node);
                assert!(child > node && child < nodes, "{count}");
                assert_eq!(
                    number(node * 40),
                    number(child * 40),
                    "{count}: a box begins with its first"
                );
            }
            for node in first_leaf..nodes {
                assert_eq!(reference(node), (node - first_leaf) * 10);
            }
        }
    }
}
