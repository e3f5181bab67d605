//! What is drawn of a picture in one frame, so that no frame takes much longer than it may.

use eframe::egui::Rect;

/// Parts are halved down to sides of so many points: what lies across their borders is drawn in both.
const LEAST_SIDE: f32 = 32.0;
/// Halves that take this much together, times the whole, are not worth it: most of the work is in both, as that of markers is.
const WORTHLESS: f64 = 1.6;
/// With so much of what it may take, a portion is enough: the rest would be small parts.
const ENOUGH: f64 = 0.6;

/// Parts of a canvas that are drawn at once.
#[derive(Debug, Default)]
pub struct Portion {
    /// In points; none overlaps another.
    pub parts: Vec<Rect>,
    /// The nanoseconds that this takes on a free machine.
    pub effort_ns: f64,
}

impl Portion {
    /// Takes from what is missing, the last first, as much as may be drawn at once. What would take too long is halved
    /// as long as that helps; of what is missing something is taken always.
    pub fn take(missing: &mut Vec<Rect>, effort_ns: impl Fn(Rect) -> f64, most_ns: f64) -> Portion {
        let mut portion = Portion::default();
        while let Some(part) = missing.pop() {
            let effort = effort_ns(part);
            if portion.effort_ns + effort <= most_ns {
                portion.add(part, effort);
                continue;
            }
            if portion.effort_ns > ENOUGH * most_ns {
                missing.push(part);
                break;
            }
            match halves(part)
                .filter(|halves| halves.map(&effort_ns).iter().sum::<f64>() < WORTHLESS * effort)
            {
                Some([first, second]) => missing.extend([second, first]),
                None if portion.parts.is_empty() => portion.add(part, effort),
                None => {
                    missing.push(part);
                    break;
                }
            }
        }
        portion
    }

    fn add(&mut self, part: Rect, effort_ns: f64) {
        self.parts.push(part);
        self.effort_ns += effort_ns;
    }
}

/// The halves of a part across its longer side; `None` where it is small.
fn halves(part: Rect) -> Option<[Rect; 2]> {
    if part.size().max_elem() < 2.0 * LEAST_SIDE {
        return None;
    }
    let (first, second) = match part.width() > part.height() {
        true => part.split_left_right_at_fraction(0.5),
        false => part.split_top_bottom_at_fraction(0.5),
    };
    Some([first, second])
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{pos2, vec2};

    /// What each portion of a canvas takes, where a square point takes `density` of its place and every part `start` besides.
    fn portions(density: impl Fn(Rect) -> f64 + Copy, start: f64, most: f64) -> Vec<Portion> {
        let canvas = Rect::from_min_size(pos2(10.0, 20.0), vec2(1000.0, 700.0));
        let mut missing = vec![canvas];
        let mut portions = Vec::new();
        while !missing.is_empty() {
            let effort = |part: Rect| start + density(part) * f64::from(part.area());
            portions.push(Portion::take(&mut missing, effort, most));
        }
        let parts: Vec<Rect> = portions
            .iter()
            .flat_map(|portion| portion.parts.iter().copied())
            .collect();
        let area: f32 = parts.iter().map(|part| part.area()).sum();
        assert!((area - canvas.area()).abs() < 1.0, "{area}");
        for (number, part) in parts.iter().enumerate() {
            assert!(canvas.contains_rect(*part));
            let common = parts.iter().skip(number + 1).map(|other| part.intersect(*other));
            assert!(common.filter(|common| common.is_positive()).count() == 0);
        }
        portions
    }

    #[test]
    fn a_canvas_that_takes_little_is_drawn_at_once() {
        let portions = portions(|_| 1.0, 0.0, 700_000.0);
        assert_eq!((portions.len(), portions[0].parts.len()), (1, 1));
        assert_eq!(portions[0].effort_ns, 700_000.0);
    }

    #[test]
    fn no_portion_takes_more_than_it_may_and_none_much_less() {
        // Forty times as much on the left.
        let uneven = |part: Rect| if part.min.x < 300.0 { 40.0 } else { 1.0 };
        let portions = portions(uneven, 100.0, 300_000.0);
        let efforts: Vec<f64> = portions.iter().map(|portion| portion.effort_ns).collect();
        assert!(efforts.iter().all(|effort| *effort <= 300_000.0), "{efforts:?}");
        let short = efforts.iter().filter(|effort| **effort < 0.5 * 300_000.0);
        assert!(short.count() <= 1, "{efforts:?}");
    }

    #[test]
    fn where_nothing_is_small_enough_a_small_part_is_drawn() {
        let portions = portions(|_| 1.0, 0.0, 10.0);
        assert!(portions.iter().all(|portion| portion.parts.len() == 1));
        let sides = portions.iter().map(|portion| portion.parts[0].size().max_elem());
        let sides: Vec<f32> = sides.collect();
        assert!(sides.iter().all(|side| (32.0..64.0).contains(side)), "{sides:?}");
    }

    #[test]
    fn what_halves_do_not_make_cheaper_is_drawn_at_once() {
        assert_eq!(portions(|_| 1.0, 1e9, 10.0).len(), 1);
        // Half of it is in every part: four quarters would take 2.5 times as long.
        let portions = portions(|_| 1.0, 700_000.0, 300_000.0);
        assert!(portions.len() <= 4, "{}", portions.len());
    }
}
