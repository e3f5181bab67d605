//! Shares in percent that add up to exactly 100.00.

/// Hundredths of a percent in the whole.
const WHOLE: i64 = 10_000;

/// The shares of a table, in hundredths of a percent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    /// One per value, in the order given; their sum is 10,000 unless nothing was given.
    pub hundredths: Vec<i64>,
    /// What the shares would have added up to, had each been rounded by itself: 10,000 where nothing had to be moved.
    pub rounded_alone: i64,
}

impl Shares {
    /// A share in percent.
    pub fn percent(&self, position: usize) -> f64 {
        self.hundredths.get(position).copied().unwrap_or(0) as f64 / 100.0
    }

    /// What had to be added to shares that were rounded by themselves, in percent; 0 where they closed.
    pub fn moved(&self) -> f64 {
        let sum: i64 = self.hundredths.iter().sum();
        (sum - self.rounded_alone) as f64 / 100.0
    }
}

/// Shares of unrounded values by the method of the largest remainder (Hare, Hamilton): every share is cut to two
/// decimals, and what is missing to 100.00 goes, 0.01 each, to the largest cut-off remainders; of equal ones to the first.
///
/// What is no number, or negative, counts as 0. Where all values are 0 there is no whole, and all shares are 0.
///
/// ```
/// use redshank::model::percent::shares;
/// assert_eq!(shares(&[1.0, 1.0, 1.0]).hundredths, [3334, 3333, 3333]);
/// ```
pub fn shares(values: &[f64]) -> Shares {
    let sane = |value: &f64| if value.is_finite() { value.max(0.0) } else { 0.0 };
    let values: Vec<f64> = values.iter().map(sane).collect();
    // Divided by the largest first, so that no sum overflows.
    let largest = values.iter().copied().fold(0.0, f64::max);
    if largest <= 0.0 {
        return Shares {
            hundredths: vec![0; values.len()],
            rounded_alone: 0,
        };
    }
    let sum: f64 = values.iter().map(|value| value / largest).sum();
    let exact: Vec<f64> = values
        .iter()
        .map(|value| value / largest / sum * WHOLE as f64)
        .collect();
    let mut hundredths: Vec<i64> = exact.iter().map(|share| share.floor() as i64).collect();
    let missing = (WHOLE - hundredths.iter().sum::<i64>()).max(0) as usize;
    let mut order: Vec<usize> = (0..exact.len()).collect();
    // Coarser than what two machines differ by, so that values that are alike are dealt with in their order on both.
    let remainder = |k: usize| ((exact[k] - exact[k].floor()) * 1e6).round();
    order.sort_by(|&a, &b| remainder(b).total_cmp(&remainder(a)).then(a.cmp(&b)));
    for &k in order.iter().take(missing) {
        hundredths[k] += 1;
    }
    Shares {
        rounded_alone: exact.iter().map(|share| share.round() as i64).sum(),
        hundredths,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(values: &[f64], hundredths: &[i64], moved: f64) {
        let shares = shares(values);
        assert_eq!(shares.hundredths, hundredths, "{values:?}");
        assert_eq!(shares.moved(), moved, "{values:?}");
    }

    #[test]
    fn thirds_and_odd_values() {
        check(&[1.0, 1.0, 1.0], &[3334, 3333, 3333], 0.01);
        check(
            &[2.0, 2.0, 2.0, 2.0, 2.0, 2.0],
            &[1667, 1667, 1667, 1667, 1666, 1666],
            -0.02,
        );
        check(&[19.0, 8.0, 6.0], &[5758, 2424, 1818], 0.0);
        check(&[1.0, f64::NAN, -3.0], &[10_000, 0, 0], 0.0);
        check(&[0.0, 0.0], &[0, 0], 0.0);
        check(&[], &[], 0.0);
        check(&[f64::MAX, f64::MAX], &[5000, 5000], 0.0);
    }

    proptest! {
        #[test]
        fn always_one_hundred(values in prop::collection::vec(0.0..1e9f64, 1..60)) {
            let found = shares(&values);
            let sum: f64 = values.iter().sum();
            if sum > 0.0 {
                prop_assert_eq!(found.hundredths.iter().sum::<i64>(), WHOLE);
                for (share, value) in found.hundredths.iter().zip(&values) {
                    let exact = value / sum * WHOLE as f64;
                    prop_assert!((*share as f64 - exact).abs() < 1.0 + 1e-6, "{} {}", share, exact);
                }
            }
        }
    }
}
