//! Turns of a map about a point, and boxes that are turned with it.
//!
//! A map is turned clockwise: at 90° what lies north of the middle is seen right of it.

use geo::Coord;

use super::extent::Extent;

/// How far a map is turned, clockwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Turn {
    degrees: f64,
    sin: f64,
    cos: f64,
}

impl Turn {
    /// North is up.
    pub const NONE: Turn = Turn {
        degrees: 0.0,
        sin: 0.0,
        cos: 1.0,
    };

    /// So many degrees clockwise; whole turns are left out. What is not finite is no turn.
    pub fn of_degrees(degrees: f64) -> Turn {
        if !degrees.is_finite() {
            return Turn::NONE;
        }
        let around = degrees.rem_euclid(360.0);
        let degrees = if around > 180.0 { around - 360.0 } else { around };
        // Quarter turns are exact, so that what was level is upright.
        let (sin, cos) = match degrees {
            0.0 => return Turn::NONE,
            90.0 => (1.0, 0.0),
            -90.0 => (-1.0, 0.0),
            180.0 => (0.0, -1.0),
            _ => degrees.to_radians().sin_cos(),
        };
        Turn { degrees, sin, cos }
    }

    /// Degrees clockwise, more than −180 and at most 180.
    pub fn degrees(self) -> f64 {
        self.degrees
    }

    /// Sine and cosine of it.
    pub fn sin_cos(self) -> (f64, f64) {
        (self.sin, self.cos)
    }

    /// True where north is up.
    pub fn is_none(self) -> bool {
        self.degrees == 0.0
    }

    /// This turn, and another one after it.
    #[must_use]
    pub fn and(self, other: Turn) -> Turn {
        Turn::of_degrees(self.degrees + other.degrees)
    }

    /// The turn that undoes this one.
    #[must_use]
    pub fn back(self) -> Turn {
        Turn::of_degrees(-self.degrees)
    }

    /// Where something is seen that was so far right and below before.
    pub fn apply(self, [right, down]: [f64; 2]) -> [f64; 2] {
        if self.is_none() {
            return [right, down];
        }
        [
            self.cos * right - self.sin * down,
            self.sin * right + self.cos * down,
        ]
    }

    /// Where something was before that is seen so far right and below.
    pub fn undo(self, [right, down]: [f64; 2]) -> [f64; 2] {
        if self.is_none() {
            return [right, down];
        }
        [
            self.cos * right + self.sin * down,
            self.cos * down - self.sin * right,
        ]
    }

    /// Width and height of the least box around a turned box of that width and height.
    pub fn size_around(self, [width, height]: [f64; 2]) -> [f64; 2] {
        if self.is_none() {
            return [width, height];
        }
        let (sin, cos) = (self.sin.abs(), self.cos.abs());
        [width * cos + height * sin, width * sin + height * cos]
    }
}

/// A box of the plane as it is seen on a turned map: its sides are level and upright there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TurnedBox {
    turn: Turn,
    /// What the map is turned about.
    about: Coord<f64>,
    /// The box as it were if the map were turned back about that place.
    own: Extent,
}

impl TurnedBox {
    /// A box around `about`, metres of the plane, as wide and high as it is seen.
    pub fn around(about: Coord<f64>, [width, height]: [f64; 2], turn: Turn) -> TurnedBox {
        let half = Coord {
            x: 0.5 * width,
            y: 0.5 * height,
        };
        TurnedBox {
            turn,
            about,
            own: Extent::from_corners(about - half, about + half),
        }
    }

    /// The box, level and upright, in a plane where its map is not turned.
    pub fn own(&self) -> Extent {
        self.own
    }

    /// True where its sides are parallel to the axes.
    pub fn is_upright(&self) -> bool {
        self.turn.is_none()
    }

    /// Where a place of the plane lies if the map is turned so that the box is level.
    pub fn level(&self, place: Coord<f64>) -> Coord<f64> {
        self.with(place, Turn::apply)
    }

    /// The place of the plane that is seen there.
    pub fn place(&self, level: Coord<f64>) -> Coord<f64> {
        self.with(level, Turn::undo)
    }

    /// The least box around it with sides parallel to the axes.
    pub fn extent(&self) -> Extent {
        let Extent { min, max } = self.own;
        if self.is_upright() || self.own.is_empty() {
            return self.own;
        }
        let across = [Coord { x: min.x, y: max.y }, Coord { x: max.x, y: min.y }];
        let corners = [min, max].into_iter().chain(across);
        Extent::of_coords(corners.map(|corner| self.place(corner)))
    }

    /// True for places in it or on its border.
    pub fn contains(&self, place: Coord<f64>) -> bool {
        self.own.contains(self.level(place))
    }

    fn with(&self, place: Coord<f64>, turned: fn(Turn, [f64; 2]) -> [f64; 2]) -> Coord<f64> {
        if self.is_upright() {
            return place;
        }
        let [right, down] = turned(self.turn, [place.x - self.about.x, self.about.y - place.y]);
        Coord {
            x: self.about.x + right,
            y: self.about.y - down,
        }
    }
}

impl From<&Extent> for TurnedBox {
    fn from(extent: &Extent) -> TurnedBox {
        TurnedBox {
            turn: Turn::NONE,
            about: Coord { x: 0.0, y: 0.0 },
            own: *extent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: [f64; 2], b: [f64; 2], within: f64) -> bool {
        (a[0] - b[0]).hypot(a[1] - b[1]) <= within
    }

    fn vectors() -> impl Strategy<Value = [f64; 2]> {
        [-1e4..1e4f64, -1e4..1e4f64]
    }

    #[track_caller]
    fn check(degrees: f64, expected: f64, north: [f64; 2]) {
        let turn = Turn::of_degrees(degrees);
        assert_eq!(turn.degrees(), expected, "{degrees}");
        assert!(near(turn.apply([0.0, -1.0]), north, 1e-15), "{turn:?}");
    }

    #[test]
    fn a_turn_is_clockwise_and_without_whole_turns() {
        check(0.0, 0.0, [0.0, -1.0]);
        check(-0.0, 0.0, [0.0, -1.0]);
        check(90.0, 90.0, [1.0, 0.0]);
        check(180.0, 180.0, [0.0, 1.0]);
        check(-180.0, 180.0, [0.0, 1.0]);
        check(270.0, -90.0, [-1.0, 0.0]);
        check(720.0, 0.0, [0.0, -1.0]);
        check(30.0, 30.0, [0.5, -(0.75f64.sqrt())]);
        check(f64::NAN, 0.0, [0.0, -1.0]);
        check(f64::INFINITY, 0.0, [0.0, -1.0]);
        assert!(Turn::of_degrees(-1e-30).is_none());
    }

    #[test]
    fn a_box_is_seen_level_and_has_a_larger_one_around() {
        let about = Coord { x: 10.0, y: 20.0 };
        let turned = TurnedBox::around(about, [8.0, 4.0], Turn::of_degrees(90.0));
        // East of the middle is seen below it.
        assert_eq!(
            turned.level(Coord { x: 13.0, y: 20.0 }),
            Coord { x: 10.0, y: 17.0 }
        );
        let around = Extent::from_corners(Coord { x: 8.0, y: 16.0 }, Coord { x: 12.0, y: 24.0 });
        assert_eq!(turned.extent(), around);
        assert!(turned.contains(Coord { x: 11.0, y: 23.0 }) && !turned.contains(Coord { x: 13.0, y: 20.0 }));
        let upright = TurnedBox::from(&around);
        assert!(upright.is_upright() && upright.extent() == around && upright.contains(around.min));
    }

    proptest! {
        #[test]
        fn undone_is_as_before(degrees in -720.0..720.0f64, vector in vectors()) {
            let turn = Turn::of_degrees(degrees);
            prop_assert!(turn.degrees() > -180.0 && turn.degrees() <= 180.0);
            prop_assert!(near(turn.undo(turn.apply(vector)), vector, 1e-9));
            prop_assert!(near(turn.back().apply(turn.apply(vector)), vector, 1e-8));
        }

        #[test]
        fn one_after_the_other_is_their_sum(a in -720.0..720.0f64, b in -720.0..720.0f64, vector in vectors()) {
            let [a, b] = [a, b].map(Turn::of_degrees);
            prop_assert!(near(b.apply(a.apply(vector)), a.and(b).apply(vector), 1e-8));
        }

        #[test]
        fn the_size_around_holds_all_corners_and_no_more(
            degrees in -180.0..180.0f64,
            width in 0.0..1e4f64,
            height in 0.0..1e4f64,
        ) {
            let turn = Turn::of_degrees(degrees);
            let corners = [[1.0, 1.0], [1.0, -1.0]].map(|[x, y]| turn.apply([0.5 * width * x, 0.5 * height * y]));
            let most = |axis: usize| 2.0 * corners.iter().map(|corner| corner[axis].abs()).fold(0.0, f64::max);
            prop_assert!(near(turn.size_around([width, height]), [most(0), most(1)], 1e-8));
        }

        #[test]
        fn places_of_a_box_come_back(degrees in -180.0..180.0f64, [x, y] in vectors()) {
            let about = Coord { x: 40_500_000.0, y: 3_350_000.0 };
            let turned = TurnedBox::around(about, [2e4, 2e4], Turn::of_degrees(degrees));
            let place = Coord { x: about.x + x, y: about.y + y };
            let back = turned.place(turned.level(place));
            prop_assert!((back.x - place.x).hypot(back.y - place.y) < 1e-6);
            prop_assert!(!turned.contains(place) || turned.extent().inflated(1e-6).contains(place));
        }
    }
}
