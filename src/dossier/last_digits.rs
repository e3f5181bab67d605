//! Numbers that differ in their last digits only, as they do between machines.
//!
//! The functions of mathematics that a system comes with (sines, logarithms) may be wrong in the last bit, and are not wrong
//! alike under Windows, macOS and Linux, nor on processors with other instructions. Areas and shares that are worked out from
//! them differ by some parts in 10¹⁴ there. Whoever repeats a run on another machine has repeated it all the same.

use serde_json::{Number, Value};

/// Numbers farther apart than this, as a part of the larger one, are not the same.
const MOST_APART: f64 = 1e-9;
/// Widths have seven digits, and their neighbours are this far apart.
const MOST_WIDTHS_APART: f64 = 2e-7;
/// Small numbers may be this far apart however small they are: metres, square metres, shares. No rule asks for as little.
const LEAST: [(&str, f64); 3] = [("_m2", 1e-3), ("_m", 1e-6), ("", 1e-9)];

/// How many numbers differ in their last digits, and by how much.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LastDigits {
    /// How many.
    pub count: usize,
    /// The largest difference, as a part of the larger number, or of 1.
    pub most: f64,
}

impl LastDigits {
    /// Gives the numbers of `now` the digits that they have in `then`, where nothing but their last digits differs. The rest
    /// of `now` stays as it is.
    pub fn settle(then: &Value, now: &mut Value) -> LastDigits {
        let mut settled = LastDigits::default();
        settled.walk("", then, now);
        settled
    }

    /// `name` is that of the member, or of the list, that these values are of.
    fn walk(&mut self, name: &str, then: &Value, now: &mut Value) {
        match (then, now) {
            (Value::Object(then), Value::Object(now)) => {
                for (name, now) in now {
                    if let Some(then) = then.get(name) {
                        self.walk(name, then, now);
                    }
                }
            }
            // Where something is gone or new, numbers do not stand for the same things any more.
            (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
                for (then, now) in then.iter().zip(now) {
                    self.walk(name, then, now);
                }
            }
            (Value::Number(then), Value::Number(now)) => {
                if let Some(apart) = apart(name, then, now) {
                    self.count += 1;
                    self.most = self.most.max(apart);
                    now.clone_from(then);
                }
            }
            _ => {}
        }
    }
}

/// How far two numbers of members with that name are apart that differ in their last digits, as a part of the larger one.
/// Whole numbers count things, and differ or do not.
fn apart(name: &str, then: &Number, now: &Number) -> Option<f64> {
    if !(then.is_f64() || now.is_f64()) {
        return None;
    }
    let (then, now) = (then.as_f64()?, now.as_f64()?);
    if then.to_bits() == now.to_bits() {
        return None;
    }
    let (apart, larger) = ((then - now).abs(), then.abs().max(now.abs()));
    let part = match name.ends_with("_width_m") {
        true => MOST_WIDTHS_APART,
        false => MOST_APART,
    };
    let least = LEAST.iter().find(|(ending, _)| name.ends_with(ending));
    let is_little = least.is_some_and(|&(_, least)| apart <= least);
    (apart <= part * larger || is_little).then(|| apart / larger.max(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(then: &str, now: &str, expected: &str, count: usize) {
        let value = |text: &str| -> Value { serde_json::from_str(text).unwrap() };
        let mut settled = value(now);
        let found = LastDigits::settle(&value(then), &mut settled);
        assert_eq!(settled, value(expected));
        assert_eq!(found.count, count);
        assert!(found.most <= MOST_WIDTHS_APART && (found.count > 0 || found.most == 0.0));
    }

    #[test]
    fn only_last_digits_are_settled() {
        let stored = r#"{"share":0.0027725000774406357}"#;
        check(stored, r#"{"share":0.002772500077440634}"#, stored, 1);
        check(stored, stored, stored, 0);
        let other = r#"{"share":0.0027725100774406357}"#;
        check(stored, other, other, 0);
        // A number with nothing behind the point is written without it.
        check("[1, 0]", "[0.9999999999999999, 1e-12]", "[1, 0]", 2);
        check("[1000000000000]", "[1000000000001]", "[1000000000001]", 0);
        check("[0.0]", "[-0.0]", "[0.0]", 1);
    }

    #[test]
    fn little_is_measured_by_what_the_number_is() {
        let check = |name: &str, then: f64, now: f64, is_settled: bool| {
            let member = |number: f64| serde_json::json!({ name: number });
            let mut settled = member(now);
            LastDigits::settle(&member(then), &mut settled);
            let expected = if is_settled { then } else { now };
            assert_eq!(settled, member(expected), "{name}: {then} {now}");
        };
        check("distance_m", 3.0000000001, 3.0000009, true);
        check("distance_m", 3.0000000001, 3.000002, false);
        check("overlap_m2", 0.5, 0.5009, true);
        check("overlap_m2", 0.5, 0.502, false);
        check("overlap_m2", 184_533_000.001, 184_533_000.1, true);
        check("overlap_m2", 184_533_000.001, 184_533_000.3, false);
        check("share_of_zone", 0.5, 0.500000002, false);
        check("overlap_width_m", 60.373966, 60.37397, true);
        check("overlap_width_m", 60.3739, 60.3740, false);
    }

    #[test]
    fn what_says_something_else_stays() {
        for (then, now) in [
            (r#"{"a":[0.1,0.2]}"#, r#"{"a":[0.10000000000000002]}"#),
            (r#"{"a":0.1}"#, r#"{"b":0.10000000000000002}"#),
            (r#"{"a":0.1}"#, r#"{"a":"0.1"}"#),
            (r#"{"a":null}"#, r#"{"a":0.0}"#),
            ("[true]", "[1.0]"),
        ] {
            check(then, now, now, 0);
        }
        check(
            r#"{"a":[{"b":0.1},"x"]}"#,
            r#"{"a":[{"b":0.10000000000000002},"y"]}"#,
            r#"{"a":[{"b":0.1},"y"]}"#,
            1,
        );
    }
}
