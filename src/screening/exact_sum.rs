//! A sum that does not depend on the order of its parts.
//!
//! Floating-point addition rounds at every step, so another order gives other last digits. Whole numbers do not: parts are
//! counted in steps so fine that no area above 1/128 m² loses a bit, and all areas of the Earth fit in many times over.

/// Steps of a square metre: 2⁶⁰.
const STEPS: f64 = (1_u64 << 60) as f64;

/// Adds up areas in m², in any order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExactSum(i128);

impl ExactSum {
    /// Adds a part; what is no number counts as nothing.
    pub fn add(&mut self, m2: f64) {
        // A cast keeps to the bounds of its type, and takes what is no number as 0.
        self.0 = self.0.saturating_add((m2 * STEPS).round() as i128);
    }

    /// The sum, rounded once.
    pub fn value(self) -> f64 {
        self.0 as f64 / STEPS
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sum(parts: &[f64]) -> f64 {
        let mut sum = ExactSum::default();
        parts.iter().for_each(|&m2| sum.add(m2));
        sum.value()
    }

    #[test]
    fn parts_are_kept_to_the_bit() {
        let check = |parts: &[f64], expected: f64| assert_eq!(sum(parts), expected, "{parts:?}");
        check(&[], 0.0);
        check(&[0.1], 0.1);
        check(&[1e14, 0.1, -1e14], 0.1);
        check(&[5.1e14; 1000], 5.1e17);
        check(&[f64::NAN, 2.0], 2.0);
    }

    proptest! {
        #[test]
        fn the_order_does_not_matter(parts in prop::collection::vec(0.0..1e12_f64, 0..50)) {
            let turned: Vec<f64> = parts.iter().rev().copied().collect();
            prop_assert_eq!(sum(&parts).to_bits(), sum(&turned).to_bits());
        }
    }
}
