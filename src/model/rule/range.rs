//! Interval arithmetic: what a number lies between when a part of it is not known.
//!
//! Source: R. E. Moore, *Interval Analysis*, 1966.

use super::term::Term;

/// All numbers from one to another; the ends may be infinite.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The least.
    pub from: f64,
    /// The greatest.
    pub to: f64,
}

impl Range {
    const ALL: Range = Range {
        from: f64::NEG_INFINITY,
        to: f64::INFINITY,
    };

    /// One number alone.
    pub fn of(number: f64) -> Range {
        Range {
            from: number,
            to: number,
        }
    }

    /// What a project may say that says nothing: no size is below 0. A depth may be given as a height below the ground.
    pub fn unknown(term: Term) -> Range {
        match term {
            Term::DepthM => Range::ALL,
            _ => Range {
                from: 0.0,
                to: f64::INFINITY,
            },
        }
    }

    /// The other sign.
    pub fn negated(self) -> Range {
        Range {
            from: -self.to,
            to: -self.from,
        }
    }

    /// The sum.
    pub fn plus(self, other: Range) -> Range {
        Range::sure(self.from + other.from, self.to + other.to)
    }

    /// The product.
    pub fn times(self, other: Range) -> Range {
        let product = |a: f64, b: f64| if a == 0.0 || b == 0.0 { 0.0 } else { a * b };
        Range::around([
            product(self.from, other.from),
            product(self.from, other.to),
            product(self.to, other.from),
            product(self.to, other.to),
        ])
    }

    /// The quotient; anything where the divisor may be 0.
    pub fn over(self, other: Range) -> Range {
        if other.from <= 0.0 && other.to >= 0.0 {
            return Range::ALL;
        }
        self.times(Range {
            from: other.to.recip(),
            to: other.from.recip(),
        })
    }

    /// The lesser of two.
    pub fn least(self, other: Range) -> Range {
        Range {
            from: self.from.min(other.from),
            to: self.to.min(other.to),
        }
    }

    /// The greater of two.
    pub fn greatest(self, other: Range) -> Range {
        Range {
            from: self.from.max(other.from),
            to: self.to.max(other.to),
        }
    }

    fn around(ends: [f64; 4]) -> Range {
        let from = ends.into_iter().fold(ends[0], f64::min);
        let to = ends.into_iter().fold(ends[0], f64::max);
        Range::sure(from, to)
    }

    /// Infinite numbers that cancel each other tell nothing.
    fn sure(from: f64, to: f64) -> Range {
        if from.is_nan() || to.is_nan() {
            return Range::ALL;
        }
        Range { from, to }
    }
}
