//! A box with sides parallel to the axes.

use geo::{BoundingRect, Coord, Geometry};

/// An axis-parallel box, in the units of the coordinates that it was grown from.
///
/// There is no `Default`: a box around nothing is [`Extent::EMPTY`], the seed to grow from, and it is not the origin.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    /// Least corner.
    pub min: Coord<f64>,
    /// Greatest corner.
    pub max: Coord<f64>,
}

impl Extent {
    /// Contains nothing; growing it by a point gives that point.
    pub const EMPTY: Extent = Extent {
        min: Coord {
            x: f64::INFINITY,
            y: f64::INFINITY,
        },
        max: Coord {
            x: f64::NEG_INFINITY,
            y: f64::NEG_INFINITY,
        },
    };

    /// The box with these corners, in any order.
    pub fn from_corners(a: Coord<f64>, b: Coord<f64>) -> Extent {
        let mut extent = Extent::EMPTY;
        extent.grow(a);
        extent.grow(b);
        extent
    }

    /// The least box around a geometry; empty for an empty geometry.
    pub fn of(geometry: &Geometry<f64>) -> Extent {
        match geometry.bounding_rect() {
            Some(rect) => Extent {
                min: rect.min(),
                max: rect.max(),
            },
            None => Extent::EMPTY,
        }
    }

    /// The least box around points.
    pub fn of_coords(coords: impl IntoIterator<Item = Coord<f64>>) -> Extent {
        let mut extent = Extent::EMPTY;
        coords.into_iter().for_each(|c| extent.grow(c));
        extent
    }

    /// True for [`Extent::EMPTY`] and whatever contains no point.
    pub fn is_empty(&self) -> bool {
        !(self.min.x <= self.max.x && self.min.y <= self.max.y)
    }

    /// Takes one more point in.
    pub fn grow(&mut self, point: Coord<f64>) {
        self.min.x = lesser(self.min.x, point.x);
        self.min.y = lesser(self.min.y, point.y);
        self.max.x = greater(self.max.x, point.x);
        self.max.y = greater(self.max.y, point.y);
    }

    /// Takes another box in.
    pub fn merge(&mut self, other: &Extent) {
        if !other.is_empty() {
            self.grow(other.min);
            self.grow(other.max);
        }
    }

    /// The box moved by a vector. An empty box stays empty.
    #[must_use]
    pub fn moved(&self, by: Coord<f64>) -> Extent {
        Extent {
            min: self.min + by,
            max: self.max + by,
        }
    }

    /// What both boxes cover; empty where they do not meet.
    #[must_use]
    pub fn common_with(&self, other: &Extent) -> Extent {
        Extent {
            min: Coord {
                x: greater(self.min.x, other.min.x),
                y: greater(self.min.y, other.min.y),
            },
            max: Coord {
                x: lesser(self.max.x, other.max.x),
                y: lesser(self.max.y, other.max.y),
            },
        }
    }

    /// So many places in each direction, evenly spread over the inside; none of an empty box.
    pub fn spread(&self, count: u32) -> Vec<Coord<f64>> {
        if !(self.min.x < self.max.x && self.min.y < self.max.y) {
            return Vec::new();
        }
        let along = |k: u32| f64::from(k) / f64::from(count + 1);
        let each = (1..=count).flat_map(|i| (1..=count).map(move |j| (i, j)));
        each.map(|(i, j)| Coord {
            x: self.min.x + along(i) * (self.max.x - self.min.x),
            y: self.min.y + along(j) * (self.max.y - self.min.y),
        })
        .collect()
    }

    /// The box moved out by `by` on each side. An empty box stays empty.
    #[must_use]
    pub fn inflated(&self, by: f64) -> Extent {
        if self.is_empty() {
            return *self;
        }
        Extent {
            min: Coord {
                x: self.min.x - by,
                y: self.min.y - by,
            },
            max: Coord {
                x: self.max.x + by,
                y: self.max.y + by,
            },
        }
    }

    /// True where the two boxes share at least a point; borders count.
    pub fn meets(&self, other: &Extent) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    /// True where the point lies in the box; borders count.
    pub fn contains(&self, point: Coord<f64>) -> bool {
        self.min.x <= point.x && point.x <= self.max.x && self.min.y <= point.y && point.y <= self.max.y
    }

    /// True where all of another box lies in it, borders included; an empty one lies in none.
    pub fn covers(&self, other: &Extent) -> bool {
        self.contains(other.min) && self.contains(other.max)
    }

    /// Square of the least distance between two boxes; 0 where they meet.
    pub fn distance_squared(&self, other: &Extent) -> f64 {
        let apart = |one: f64, two: f64| greater(0.0, greater(one, two));
        let dx = apart(other.min.x - self.max.x, self.min.x - other.max.x);
        let dy = apart(other.min.y - self.max.y, self.min.y - other.max.y);
        dx * dx + dy * dy
    }

    /// The middle; not finite for an empty box.
    pub fn center(&self) -> Coord<f64> {
        Coord {
            x: 0.5 * (self.min.x + self.max.x),
            y: 0.5 * (self.min.y + self.max.y),
        }
    }

    /// Length along x; negative or not finite for an empty box.
    pub fn width(&self) -> f64 {
        self.max.x - self.min.x
    }

    /// Length along y; negative or not finite for an empty box.
    pub fn height(&self) -> f64 {
        self.max.y - self.min.y
    }
}

/// The lesser of two numbers; `kept` where `other` is none. One instruction, where `f64::min` takes three to heed either.
#[inline(always)]
pub(in crate::geom) fn lesser(kept: f64, other: f64) -> f64 {
    if other < kept { other } else { kept }
}

/// The greater of two numbers; `kept` where `other` is none.
#[inline(always)]
pub(in crate::geom) fn greater(kept: f64, other: f64) -> f64 {
    if other > kept { other } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn box_of(x0: f64, y0: f64, x1: f64, y1: f64) -> Extent {
        Extent::from_corners(Coord { x: x0, y: y0 }, Coord { x: x1, y: y1 })
    }

    #[test]
    fn empty_meets_nothing_and_grows_to_the_first_point() {
        let mut extent = Extent::EMPTY;
        assert!(extent.is_empty() && !extent.meets(&box_of(-1.0, -1.0, 1.0, 1.0)));
        extent.grow(Coord { x: 3.0, y: 4.0 });
        assert_eq!(extent, box_of(3.0, 4.0, 3.0, 4.0));
    }

    #[test]
    fn distance_is_zero_where_borders_touch() {
        let a = box_of(0.0, 0.0, 1.0, 1.0);
        assert_eq!(a.distance_squared(&box_of(1.0, 1.0, 2.0, 2.0)), 0.0);
        assert_eq!(a.distance_squared(&box_of(4.0, 5.0, 6.0, 6.0)), 25.0);
    }

    #[test]
    fn empty_along_one_axis_is_empty() {
        let inverted = |x: f64, y: f64| Extent {
            min: Coord { x: 0.0, y: 0.0 },
            max: Coord { x, y },
        };
        for (x, y) in [(-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0), (f64::NAN, 1.0)] {
            assert!(inverted(x, y).is_empty(), "{x} {y}");
        }
        assert!(!inverted(0.0, 0.0).is_empty());
        assert!(
            box_of(0.0, 0.0, 1.0, 1.0)
                .common_with(&box_of(2.0, 0.0, 3.0, 1.0))
                .is_empty()
        );
    }

    #[test]
    fn places_are_spread_over_the_inside() {
        let at = |x: f64, y: f64| Coord { x, y };
        let expected = [at(2.0, 3.0), at(2.0, 4.0), at(3.0, 3.0), at(3.0, 4.0)];
        assert_eq!(box_of(1.0, 2.0, 4.0, 5.0).spread(2), expected);
        assert_eq!(box_of(1.0, 2.0, 3.0, 6.0).spread(1), [at(2.0, 4.0)]);
        for flat in [
            box_of(1.0, 2.0, 1.0, 5.0),
            box_of(1.0, 2.0, 4.0, 2.0),
            Extent::EMPTY,
        ] {
            assert_eq!(flat.spread(2), []);
        }
    }

    #[test]
    fn moved_inflated_and_cut() {
        let a = box_of(1.0, 2.0, 4.0, 8.0);
        assert_eq!(
            a.moved(Coord { x: 10.0, y: -20.0 }),
            box_of(11.0, -18.0, 14.0, -12.0)
        );
        assert_eq!(a.inflated(0.5), box_of(0.5, 1.5, 4.5, 8.5));
        assert!(Extent::EMPTY.inflated(1e9).is_empty());
        assert_eq!(
            a.common_with(&box_of(3.0, 0.0, 9.0, 3.0)),
            box_of(3.0, 2.0, 4.0, 3.0)
        );
        assert_eq!(a.center(), Coord { x: 2.5, y: 5.0 });
        assert_eq!((a.width(), a.height()), (3.0, 6.0));
        let mut both = a;
        both.merge(&Extent::EMPTY);
        both.merge(&box_of(-1.0, 3.0, 0.0, 9.0));
        assert_eq!(both, box_of(-1.0, 2.0, 4.0, 9.0));
    }

    /// Each side in turn: a box or a point that just reaches, and one a hair beyond.
    #[test]
    fn borders_count() {
        let a = box_of(0.0, 0.0, 2.0, 4.0);
        for (x, y, to) in [
            (0.0, 2.0, (-1.0, 0.0)),
            (2.0, 2.0, (1.0, 0.0)),
            (1.0, 0.0, (0.0, -1.0)),
            (1.0, 4.0, (0.0, 1.0)),
        ] {
            let beyond = Coord {
                x: x + 1e-9 * to.0,
                y: y + 1e-9 * to.1,
            };
            assert!(a.contains(Coord { x, y }) && !a.contains(beyond), "{to:?}");
            assert!(a.meets(&box_of(x, y, x + to.0, y + to.1)), "{to:?}");
            assert!(!a.meets(&Extent::from_corners(beyond, beyond)), "{to:?}");
            let apart = box_of(x + 3.0 * to.0, y + 3.0 * to.1, x + 5.0 * to.0, y + 5.0 * to.1);
            assert_eq!(a.distance_squared(&apart), 9.0, "{to:?}");
        }
    }
}
