//! How numbers are spread.

/// Counts of numbers in classes of equal width.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The least number.
    pub low: f64,
    /// The greatest.
    pub high: f64,
    /// Numbers per class; each class holds its lower end, the last one both.
    pub counts: Vec<usize>,
}

impl Histogram {
    /// Of finite numbers, in so many classes; `None` where there are none. Numbers that are all the same make one class.
    pub fn of(numbers: &[f64], class_count: usize) -> Option<Histogram> {
        let finite = || numbers.iter().copied().filter(|number| number.is_finite());
        let low = finite().reduce(f64::min)?;
        let high = finite().reduce(f64::max)?;
        let class_count = if low == high { 1 } else { class_count.max(1) };
        let mut counts = vec![0; class_count];
        // Halves first: the difference of two finite numbers need not be one.
        let width = high / 2.0 - low / 2.0;
        for number in finite() {
            let share = if width > 0.0 {
                (number / 2.0 - low / 2.0) / width
            } else {
                0.0
            };
            let class = (share * class_count as f64) as usize;
            if let Some(count) = counts.get_mut(class.min(class_count - 1)) {
                *count += 1;
            }
        }
        Some(Histogram { low, high, counts })
    }

    /// The ends of a class.
    pub fn ends(&self, class: usize) -> (f64, f64) {
        let at = |class: usize| {
            let share = class as f64 / self.counts.len() as f64;
            self.low * (1.0 - share) + self.high * share
        };
        (at(class), at(class + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn classes_hold_their_lower_end() {
        let histogram = Histogram::of(&[0.0, 1.0, 1.9, 2.0, 4.0], 4).unwrap();
        assert_eq!(histogram.counts, [1, 2, 1, 1]);
        assert_eq!(histogram.ends(1), (1.0, 2.0));
        assert_eq!(Histogram::of(&[7.0, 7.0], 4).unwrap().counts, [2]);
        assert_eq!(Histogram::of(&[f64::NAN], 4), None);
    }

    proptest! {
        #[test]
        fn every_number_is_counted_once(numbers in prop::collection::vec(any::<f64>(), 0..60), classes in 0_usize..20) {
            let finite = numbers.iter().filter(|number| number.is_finite()).count();
            let counted = Histogram::of(&numbers, classes).map_or(0, |own| own.counts.iter().sum());
            prop_assert_eq!(counted, finite);
        }
    }
}
