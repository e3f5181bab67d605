//! What a criterion says to a measured pair: plain numbers in, a verdict out.

use crate::model::finding::Verdict;
use crate::model::matter::Together;
use crate::model::rule::{Criterion, Least};

/// What was measured of one project and one zone, as far as criteria ask for it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// The two have more in common than borders.
    pub interiors_meet: bool,
    /// Geodesic distance, 0 unless apart.
    pub distance_m: f64,
    /// Common area, where both have area.
    pub overlap_m2: Option<f64>,
    /// Common length, where a line is concerned.
    pub overlap_m: Option<f64>,
    /// What the project takes of all zones that count together; `None` where each counts by itself.
    pub together: Option<Together>,
    /// What a border may move before the common part is gone.
    pub depth_m: f64,
    /// Area of the project; 0 for lines and points.
    pub project_m2: f64,
    /// Length of the project; of lines only.
    pub project_m: f64,
    /// Area of the zone; looked at only where the criterion asks for a share of it.
    pub zone_m2: f64,
}

/// How a common part compares with the least size that matters.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Size {
    Reached,
    Short,
    /// No limit can be held against it: a point has neither area nor length.
    Unmeasured,
}

impl Measured {
    /// What a criterion says: conflict, near, or `None` where the zone does not matter.
    ///
    /// Touching borders are no overlap, but not nothing either: they are *near*; so is what would be a conflict if the
    /// borders lay elsewhere within their tolerance, and what overlaps in a way whose size nobody can measure.
    pub fn judged_by(&self, criterion: &Criterion, tolerance_m: f64) -> Option<Verdict> {
        let common = criterion.overlap && self.interiors_meet;
        let size = self.size(&criterion.least, 0.0);
        if common && size == Size::Reached || self.distance_m < criterion.within_m {
            Some(Verdict::Conflict)
        } else if common && size == Size::Unmeasured
            || self.may_meet(criterion, tolerance_m)
            || self.distance_m < criterion.near_m
        {
            Some(Verdict::Near)
        } else {
            None
        }
    }

    /// True where the verdict stands if a border moves by `tolerance_m`.
    pub fn holds_within(&self, criterion: &Criterion, tolerance_m: f64) -> bool {
        if tolerance_m <= 0.0 {
            return true;
        }
        match self.judged_by(criterion, tolerance_m) {
            Some(Verdict::Conflict) => {
                let deep = criterion.overlap && self.interiors_meet && self.depth_m >= tolerance_m;
                deep && self.size(&criterion.least, -tolerance_m) == Size::Reached
                    || self.distance_m + tolerance_m < criterion.within_m
            }
            _ => !self.may_meet(criterion, tolerance_m) && self.distance_m + tolerance_m < criterion.near_m,
        }
    }

    /// True where borders that touch, or that move by the tolerance, can make a conflict of what is none.
    fn may_meet(&self, criterion: &Criterion, tolerance_m: f64) -> bool {
        let by_overlap = if criterion.least.is_any() {
            self.distance_m <= tolerance_m
        } else if self.interiors_meet {
            self.size(&criterion.least, tolerance_m) == Size::Reached
        } else {
            tolerance_m > 0.0 && self.distance_m <= tolerance_m
        };
        criterion.overlap && by_overlap
            || criterion.within_m > 0.0 && self.distance_m - tolerance_m < criterion.within_m
    }

    /// How the common part compares with the least size, if all its borders move outwards by `grown_m` (inwards where
    /// negative).
    fn size(&self, least: &Least, grown_m: f64) -> Size {
        if least.is_any() {
            return Size::Reached;
        }
        // Mean width w of an area A gives the length of its border, 2 A / w.
        let wider = if self.depth_m > 0.0 {
            1.0 + 2.0 * grown_m / self.depth_m
        } else {
            1.0
        };
        let overlap_m2 = self.overlap_m2.map(|m2| (m2 * wider).max(0.0));
        let overlap_m = self.overlap_m.map(|m| (m + 2.0 * grown_m).max(0.0));
        // What the other zones add, with their borders where they are.
        let others = |own: Option<f64>, all: fn(&Together) -> f64| {
            let all = self.together.as_ref().map_or(0.0, all);
            (all - own.unwrap_or(0.0)).max(0.0)
        };
        let others_m2 = others(self.overlap_m2, |together| together.overlap_m2);
        let others_m = others(self.overlap_m, |together| together.overlap_m);
        let (all_m2, all_m) = (
            overlap_m2.map(|m2| m2 + others_m2),
            overlap_m.map(|m| m + others_m),
        );
        let share = |part: Option<f64>, whole: f64| part.filter(|_| whole > 0.0).map(|part| part / whole);
        let of_project = share(all_m2, self.project_m2).or(share(all_m, self.project_m));
        let limits = [
            (least.overlap_m2, all_m2),
            (least.overlap_m, all_m),
            (least.share_of_project, of_project),
            (least.share_of_zone, share(overlap_m2, self.zone_m2)),
        ];
        let held = limits.into_iter().filter_map(|(limit, found)| limit.zip(found));
        let mut size = Size::Unmeasured;
        for (limit, found) in held {
            if found >= limit {
                return Size::Reached;
            }
            size = Size::Short;
        }
        size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project of 1 ha and a zone of 10 ha that share `m2`, 20 m wide.
    fn sharing(m2: f64) -> Measured {
        Measured {
            interiors_meet: m2 > 0.0,
            overlap_m2: Some(m2),
            depth_m: 20.0,
            project_m2: 1e4,
            zone_m2: 1e5,
            ..Measured::default()
        }
    }

    fn least(least: Least) -> Criterion {
        Criterion {
            least,
            ..Criterion::OVERLAP
        }
    }

    fn of_area(m2: f64) -> Criterion {
        least(Least {
            overlap_m2: Some(m2),
            ..Least::ANY
        })
    }

    #[track_caller]
    fn check(measured: Measured, criterion: Criterion, tolerance_m: f64, expected: Option<Verdict>) {
        assert_eq!(measured.judged_by(&criterion, tolerance_m), expected);
    }

    #[test]
    fn a_least_area_is_reached_at_it() {
        let (conflict, near) = (Some(Verdict::Conflict), Some(Verdict::Near));
        check(sharing(3000.0), of_area(3000.0), 0.0, conflict);
        check(sharing(2999.0), of_area(3000.0), 0.0, None);
        // 2999 m² of 20 m width gain 30 m² if the border moves by 0.1 m.
        check(sharing(2999.0), of_area(3000.0), 0.1, near);
        check(sharing(2000.0), of_area(3000.0), 0.1, None);
        assert!(sharing(3100.0).holds_within(&of_area(3000.0), 0.1));
        assert!(!sharing(3010.0).holds_within(&of_area(3000.0), 0.1));
    }

    #[test]
    fn several_limits_are_alternatives() {
        let either = least(Least {
            overlap_m2: Some(3000.0),
            share_of_zone: Some(0.01),
            ..Least::ANY
        });
        check(sharing(1000.0), either, 0.0, Some(Verdict::Conflict));
        check(sharing(999.0), either, 0.0, None);
        let with_setback = Criterion {
            within_m: 5.0,
            ..of_area(3000.0)
        };
        check(sharing(10.0), with_setback, 0.0, Some(Verdict::Conflict));
    }

    #[test]
    fn shares_of_projects_with_and_without_area() {
        let half = least(Least {
            share_of_project: Some(0.5),
            ..Least::ANY
        });
        check(sharing(5000.0), half, 0.0, Some(Verdict::Conflict));
        check(sharing(4999.0), half, 0.0, None);
        let line = Measured {
            interiors_meet: true,
            overlap_m: Some(60.0),
            project_m: 100.0,
            depth_m: 60.0,
            ..Measured::default()
        };
        check(line, half, 0.0, Some(Verdict::Conflict));
        check(
            Measured {
                overlap_m: Some(40.0),
                ..line
            },
            half,
            0.0,
            None,
        );
        let by_length = least(Least {
            overlap_m: Some(60.0),
            ..Least::ANY
        });
        check(line, by_length, 0.0, Some(Verdict::Conflict));
    }

    /// A border that moves by a metre lets a line gain or lose a metre at either end.
    #[test]
    fn a_least_length_is_reached_at_it() {
        let by_length = least(Least {
            overlap_m: Some(60.0),
            ..Least::ANY
        });
        let line = |m: f64| Measured {
            interiors_meet: true,
            overlap_m: Some(m),
            project_m: 100.0,
            depth_m: m,
            ..Measured::default()
        };
        check(line(60.0), by_length, 0.0, Some(Verdict::Conflict));
        check(line(59.9), by_length, 0.0, None);
        check(line(58.0), by_length, 1.0, Some(Verdict::Near));
        check(line(57.9), by_length, 1.0, None);
        assert!(line(62.0).holds_within(&by_length, 1.0));
        assert!(!line(61.9).holds_within(&by_length, 1.0));
    }

    #[test]
    fn a_size_that_cannot_be_measured_is_near() {
        let point = Measured {
            interiors_meet: true,
            ..Measured::default()
        };
        check(point, of_area(3000.0), 0.0, Some(Verdict::Near));
        let half = least(Least {
            share_of_project: Some(0.5),
            ..Least::ANY
        });
        let on_a_line = Measured {
            overlap_m: Some(0.0),
            ..point
        };
        check(on_a_line, half, 0.0, Some(Verdict::Near));
        check(point, Criterion::OVERLAP, 0.0, Some(Verdict::Conflict));
    }

    #[test]
    fn touching_matters_where_every_size_does() {
        check(sharing(0.0), Criterion::OVERLAP, 0.0, Some(Verdict::Near));
        check(sharing(0.0), of_area(3000.0), 0.0, None);
        check(sharing(0.0), of_area(3000.0), 1.0, Some(Verdict::Near));
    }

    #[test]
    fn setbacks_and_bands() {
        let criterion = Criterion {
            overlap: false,
            within_m: 50.0,
            near_m: 100.0,
            least: Least::ANY,
        };
        let at = |distance_m| Measured {
            distance_m,
            ..Measured::default()
        };
        check(at(49.9), criterion, 0.0, Some(Verdict::Conflict));
        check(at(50.0), criterion, 0.0, Some(Verdict::Near));
        check(at(99.9), criterion, 0.0, Some(Verdict::Near));
        check(at(100.0), criterion, 0.0, None);
        assert!(at(48.0).holds_within(&criterion, 1.0) && !at(49.5).holds_within(&criterion, 1.0));
        assert!(!at(50.5).holds_within(&criterion, 1.0) && at(52.0).holds_within(&criterion, 1.0));
    }

    /// A setback and a band are kept at their end: with the tolerance just as without.
    #[test]
    fn what_reaches_just_to_the_end_holds_on_one_side_only() {
        let criterion = Criterion {
            overlap: false,
            within_m: 50.0,
            near_m: 100.0,
            least: Least::ANY,
        };
        let holds = |distance_m: f64| {
            Measured {
                distance_m,
                ..Measured::default()
            }
            .holds_within(&criterion, 2.0)
        };
        assert_eq!(
            [47.9, 48.0, 51.9, 52.0, 97.9, 98.0, 99.0].map(holds),
            [true, false, false, true, true, false, false]
        );
    }

    #[test]
    fn an_area_without_width_is_compared_as_it_is() {
        let flat = Measured {
            depth_m: 0.0,
            ..sharing(3000.0)
        };
        check(flat, of_area(3000.0), 0.0, Some(Verdict::Conflict));
        check(flat, of_area(3001.0), 0.0, None);
        check(flat, of_area(3001.0), 1.0, None);
    }
}
