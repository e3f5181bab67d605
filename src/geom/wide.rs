//! Numbers of some 32 digits: a double and what rounding has left out of it.
//!
//! For the few sums that cancel so far that sixteen digits do not suffice. Overflow and denormal numbers are out of scope:
//! coordinates are metres.
//!
//! Sources: T. J. Dekker, "A Floating-Point Technique for Extending the Available Precision" (1971); D. E. Knuth, The Art of
//! Computer Programming 2, 4.2.2.

use std::ops::{Add, Div, Mul, Sub};

use geo::Coord;

/// The sum of two doubles, the second no more than half a last digit of the first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Wide {
    high: f64,
    low: f64,
}

/// A vector of wide numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WideCoord {
    /// To the east.
    pub x: Wide,
    /// To the north.
    pub y: Wide,
}

impl Wide {
    /// Exactly `a + b`.
    fn sum(a: f64, b: f64) -> Wide {
        let high = a + b;
        let part = high - a;
        Wide {
            high,
            low: (a - (high - part)) + (b - part),
        }
    }

    /// Exactly `a · b`.
    pub fn product(a: f64, b: f64) -> Wide {
        let halves = |x: f64| {
            let scaled = 134_217_729.0 * x;
            let high = scaled - (scaled - x);
            (high, x - high)
        };
        let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
        let high = a * b;
        Wide {
            high,
            low: ((a1 * b1 - high) + a1 * b2 + a2 * b1) + a2 * b2,
        }
    }

    /// The nearest double.
    pub fn value(self) -> f64 {
        self.high + self.low
    }
}

impl From<f64> for Wide {
    fn from(high: f64) -> Wide {
        Wide { high, low: 0.0 }
    }
}

impl Add for Wide {
    type Output = Wide;

    fn add(self, other: Wide) -> Wide {
        let sum = Wide::sum(self.high, other.high);
        Wide::sum(sum.high, sum.low + (self.low + other.low))
    }
}

impl Sub for Wide {
    type Output = Wide;

    fn sub(self, other: Wide) -> Wide {
        let sum = Wide::sum(self.high, -other.high);
        Wide::sum(sum.high, sum.low + (self.low - other.low))
    }
}

impl Mul for Wide {
    type Output = Wide;

    fn mul(self, other: Wide) -> Wide {
        let product = Wide::product(self.high, other.high);
        let beyond = self.high * other.low + self.low * other.high;
        Wide::sum(product.high, product.low + beyond)
    }
}

impl Div for Wide {
    type Output = Wide;

    /// Division by zero gives no number.
    fn div(self, other: Wide) -> Wide {
        let first = self.high / other.high;
        let rest = self - Wide::from(first) * other;
        Wide::sum(first, rest.value() / other.high)
    }
}

impl WideCoord {
    /// Exactly the way from one point to another.
    pub fn between(from: Coord<f64>, to: Coord<f64>) -> WideCoord {
        WideCoord {
            x: Wide::sum(to.x, -from.x),
            y: Wide::sum(to.y, -from.y),
        }
    }

    /// Twice the area of the triangle with the origin, counter-clockwise positive.
    pub fn cross(self, other: WideCoord) -> Wide {
        self.x * other.y - self.y * other.x
    }

    /// A multiple of the vector.
    pub fn times(self, factor: Wide) -> WideCoord {
        WideCoord {
            x: self.x * factor,
            y: self.y * factor,
        }
    }
}

impl Add for WideCoord {
    type Output = WideCoord;

    fn add(self, other: WideCoord) -> WideCoord {
        WideCoord {
            x: self.x + other.x,
            y: self.y + other.y,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Wide, expected: f64) {
        assert_eq!(found.value(), expected);
    }

    #[test]
    fn digits_beyond_a_double_stay() {
        let tiny = 2f64.powi(-80);
        let one_and_tiny = Wide::from(1.0) + tiny.into();
        check(one_and_tiny - 1.0.into(), tiny);
        // (1 + t)² − 1 − 2t = t², below what is kept; with a larger t it is there.
        let t = 2f64.powi(-40);
        let wide = Wide::from(1.0) + t.into();
        check(wide * wide - 1.0.into() - (2.0 * t).into(), t * t);
        check(Wide::product(1.0 + t, 1.0 - t) - 1.0.into(), -t * t);
        // What is beyond the first digits of either.
        check(one_and_tiny + one_and_tiny - 2.0.into(), 2.0 * tiny);
        check(one_and_tiny - (Wide::from(1.0) - tiny.into()), 2.0 * tiny);
    }

    /// (2ᵏ + 1)(2ᵏ − 1) = 2²ᵏ − 1, which no double is from the 27th power on.
    #[test]
    fn a_product_is_exact_whatever_its_size() {
        for k in [3, 20, 27, 40, 52, 80] {
            let (power, square) = (2f64.powi(k), 2f64.powi(2 * k));
            let (one, expected) = if k < 53 {
                (1.0, -1.0)
            } else {
                (2f64.powi(k - 52), -(2f64.powi(2 * k - 104)))
            };
            check(Wide::product(power + one, power - one) - square.into(), expected);
            check(
                Wide::product(-power - one, power - one) + square.into(),
                -expected,
            );
        }
    }

    #[test]
    fn a_quotient_times_its_divisor() {
        for (a, b) in [(1.0, 3.0), (2.0, 7.0), (-5.5, 1e-3), (1e7, 9.0)] {
            let back = Wide::from(a) / b.into() * b.into() - a.into();
            assert!(back.value().abs() <= 1e-31 * f64::abs(a), "{a} / {b}: {back:?}");
        }
    }

    #[test]
    fn the_way_between_far_points_is_exact() {
        let (from, to) = (
            Coord { x: 1e-9, y: 0.1 },
            Coord {
                x: 40_492_947.9,
                y: 3e6,
            },
        );
        let way = WideCoord::between(from, to);
        check(way.x - to.x.into(), -1e-9);
        check(way.y - to.y.into() + 0.1.into(), 0.0);
    }
}
