//! Where the names of a tile stand.
//!
//! Each name stands whole within its own tile: one that would reach over the border is pushed inwards. So no name is cut,
//! none is drawn twice, and none overlaps a name of the next tile, without asking for the neighbours of a tile, which would
//! be nine questions to a service for one picture. The price is that a name near a border stands beside its place, by half
//! its own length at most.

use super::clip::Dot;
use super::letters::Letters;
use super::names::{Named, Rank};

/// Names that are looked at, the most important ones.
const MOST_NAMES: usize = 3_000;
/// Longest line, in heights of its letters.
const LONGEST_EM: f32 = 11.0;
/// From one line to the next, in heights of letters.
const LEADING_EM: f32 = 1.2;
/// From the top of a line to its base line, in heights of letters.
const ASCENT_EM: f32 = 0.98;
/// Between a name and the border of its tile, and between two names, points.
const GAP_PT: f32 = 4.0;

/// A name in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// Its lines, each with the left end of its base line, pixels.
    pub lines: Vec<(String, Dot)>,
    /// Height of its letters, pixels.
    pub size_px: f32,
    /// How it is lettered.
    pub rank: Rank,
}

/// Left, top, right, bottom; pixels.
type Frame = [f32; 4];

/// Height of letters, points.
fn size_pt(rank: Rank) -> f32 {
    match rank {
        Rank::Country | Rank::City => 15.0,
        Rank::Region | Rank::Town => 13.5,
        Rank::Village | Rank::Quarter => 12.0,
        Rank::Water | Rank::Small => 11.5,
    }
}

/// Places the names of a picture, the more important ones first; those for which there is no room are left out.
pub fn placed(mut names: Vec<(Dot, Named)>, side_px: f32, density: f32, letters: &Letters) -> Vec<Placed> {
    // The sort is stable: equals stay in the order of the tile.
    names.sort_by(|(_, a), (_, b)| a.rank.cmp(&b.rank).then(b.weight.total_cmp(&a.weight)));
    let (mut placed, mut taken): (Vec<Placed>, Vec<Frame>) = (Vec::new(), Vec::new());
    let gap = GAP_PT * density;
    for (dot, named) in names.into_iter().take(MOST_NAMES) {
        let size_px = size_pt(named.rank) * density;
        let lines = lines(&named.text, size_px, letters);
        let lengths: Vec<f32> = lines.iter().map(|line| letters.length(line, size_px)).collect();
        let width = lengths.iter().copied().fold(0.0, f32::max);
        let height = LEADING_EM * size_px * lines.len() as f32;
        let inside = |middle: f32, length: f32| {
            let most = side_px - gap - length;
            (most >= gap).then(|| (middle - 0.5 * length).clamp(gap, most))
        };
        let Some((left, top)) = inside(dot[0], width).zip(inside(dot[1], height)) else {
            continue;
        };
        let frame = [left, top, left + width, top + height];
        if taken.iter().any(|other| overlap(&frame, other, gap)) {
            continue;
        }
        taken.push(frame);
        let at = |(number, line): (usize, String)| {
            let rest = width - lengths.get(number).copied().unwrap_or(width);
            let down = (LEADING_EM * number as f32 + ASCENT_EM) * size_px;
            (line, [left + 0.5 * rest, top + down])
        };
        placed.push(Placed {
            lines: lines.into_iter().enumerate().map(at).collect(),
            size_px,
            rank: named.rank,
        });
    }
    placed
}

fn overlap(a: &Frame, b: &Frame, gap: f32) -> bool {
    a[0] < b[2] + gap && b[0] < a[2] + gap && a[1] < b[3] + gap && b[1] < a[3] + gap
}

/// Broken at blanks, and within what has none where it is too long by itself.
fn lines(text: &str, size_px: f32, letters: &Letters) -> Vec<String> {
    let longest = LONGEST_EM * size_px;
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let joined = lines.last().map(|line| format!("{line} {word}"));
        if let (Some(joined), Some(line)) = (joined, lines.last_mut())
            && letters.length(&joined, size_px) <= longest
        {
            *line = joined;
            continue;
        }
        lines.push(String::new());
        let mut length = 0.0;
        for letter in word.chars() {
            length += letters.length(letter.encode_utf8(&mut [0; 4]), size_px);
            if length > longest {
                lines.push(String::new());
                length = 0.0;
            }
            if let Some(line) = lines.last_mut() {
                line.push(letter);
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn named(text: &str, rank: Rank, weight: f64) -> Named {
        Named {
            text: text.to_owned(),
            rank,
            weight,
        }
    }

    fn frame_of(placed: &Placed, letters: &Letters) -> Frame {
        let mut frame = [f32::MAX, f32::MAX, f32::MIN, f32::MIN];
        for (line, [x, y]) in &placed.lines {
            let (top, bottom) = (y - 0.9 * placed.size_px, y + 0.15 * placed.size_px);
            let right = x + letters.length(line, placed.size_px);
            frame = [
                frame[0].min(*x),
                frame[1].min(top),
                frame[2].max(right),
                frame[3].max(bottom),
            ];
        }
        frame
    }

    #[test]
    fn a_name_stands_in_the_middle_of_its_place() {
        let letters = Letters::open();
        let names = vec![([256.0, 256.0], named("杭州", Rank::City, 0.0))];
        let placed = placed(names, 512.0, 1.0, &letters);
        let frame = frame_of(&placed[0], &letters);
        assert_eq!(frame[0] + frame[2], 512.0);
        assert!((frame[1] + frame[3] - 512.0).abs() < 8.0, "{frame:?}");
    }

    #[test]
    fn the_more_important_name_has_the_place() {
        let letters = Letters::open();
        let names = vec![
            ([100.0, 100.0], named("村", Rank::Village, 9.0)),
            ([101.0, 100.0], named("小城", Rank::City, 1.0)),
            ([102.0, 100.0], named("大城", Rank::City, 2.0)),
        ];
        let placed = placed(names, 512.0, 1.0, &letters);
        assert_eq!(placed.len(), 1);
        assert_eq!(placed[0].lines[0].0, "大城");
    }

    #[test]
    fn long_names_are_broken() {
        let letters = Letters::open();
        let broken = |text: &str| lines(text, 12.0, &letters);
        assert_eq!(broken("Xixi"), ["Xixi"]);
        assert_eq!(
            broken("Xixi National Wetland Park"),
            ["Xixi National Wetland", "Park"]
        );
        assert_eq!(
            broken("杭州西溪国家湿地公园保护区管理局"),
            ["杭州西溪国家湿地公园保", "护区管理局"]
        );
        assert_eq!(
            broken("a 杭州西溪国家湿地公园保护区"),
            ["a", "杭州西溪国家湿地公园保", "护区"]
        );
    }

    proptest! {
        #[test]
        fn names_stand_whole_within_their_tile_and_apart(
            places in prop::collection::vec(([0.0..512.0f32, 0.0..512.0f32], "[a-zA-Z 杭州湾国家湿地]{1,40}"), 1..40)
        ) {
            let letters = Letters::open();
            let ranks = [Rank::City, Rank::Village, Rank::Small];
            let names = places.iter().enumerate();
            let names = names.map(|(n, (dot, text))| (*dot, named(text, ranks[n % 3], n as f64))).collect();
            let placed = placed(names, 512.0, 1.0, &letters);
            prop_assert!(!placed.is_empty());
            let frames: Vec<Frame> = placed.iter().map(|one| frame_of(one, &letters)).collect();
            for (n, frame) in frames.iter().enumerate() {
                prop_assert!(frame.iter().all(|at| (2.0..=510.0).contains(at)), "{frame:?}");
                prop_assert!(!frames[..n].iter().any(|other| overlap(frame, other, 0.0)));
            }
        }
    }
}
