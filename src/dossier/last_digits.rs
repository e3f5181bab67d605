//! Numbers that differ in their last digits only, as they do between machines.
//!
//! The functions of mathematics that a system comes with (sines, logarithms) may be wrong in the last bit, and are not wrong
//! alike under Windows, macOS and Linux, nor on processors with other instructions. Areas and shares that are worked out from
//! them differ by some parts in 10¹⁴ there. Whoever repeats a run on another machine has repeated it all the same.

use serde_json::{Number, Value};

/// Numbers farther apart than this, as a part of the larger one, are not the same; and those below 1 farther than this: it is
/// a nanometre, or a hundred thousandth of what any rule asks for.
const MOST_APART: f64 = 1e-9;

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
        settled.walk(then, now);
        settled
    }

    fn walk(&mut self, then: &Value, now: &mut Value) {
        match (then, now) {
            (Value::Object(then), Value::Object(now)) => {
                for (name, now) in now {
                    if let Some(then) = then.get(name) {
                        self.walk(then, now);
                    }
                }
            }
            // Where something is gone or new, numbers do not stand for the same things any more.
            (Value::Array(then), Value::Array(now)) if then.len() == now.len() => {
                for (then, now) in then.iter().zip(now) {
                    self.walk(then, now);
                }
            }
            (Value::Number(then), Value::Number(now)) => {
                if let Some(apart) = apart(then, now) {
                    self.count += 1;
                    self.most = self.most.max(apart);
                    now.clone_from(then);
                }
            }
            _ => {}
        }
    }
}

/// How far two numbers are apart that differ in their last digits. Whole numbers count things, and differ or do not.
fn apart(then: &Number, now: &Number) -> Option<f64> {
    if then == now || !(then.is_f64() || now.is_f64()) {
        return None;
    }
    let (then, now) = (then.as_f64()?, now.as_f64()?);
    let apart = (then - now).abs() / then.abs().max(now.abs()).max(1.0);
    (apart <= MOST_APART).then_some(apart)
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
        assert!(found.most <= MOST_APART);
        assert_eq!(found.count > 0, found.most > 0.0);
    }

    #[test]
    fn only_last_digits_are_settled() {
        let stored = r#"{"share":0.0027725000774406357}"#;
        check(stored, r#"{"share":0.002772500077440634}"#, stored, 1);
        check(stored, stored, stored, 0);
        let other = r#"{"share":0.0027725100774406357}"#;
        check(stored, other, other, 0);
        check(
            r#"{"m2":12606.188898308940}"#,
            r#"{"m2":12606.18890}"#,
            r#"{"m2":12606.188898308940}"#,
            1,
        );
        check(
            r#"{"m2":12606.1888}"#,
            r#"{"m2":12606.1889}"#,
            r#"{"m2":12606.1889}"#,
            0,
        );
        // A number with nothing behind the point is written without it.
        check(r#"[1, 0]"#, r#"[0.9999999999999999, 1e-12]"#, r#"[1, 0]"#, 2);
        check(
            r#"[1000000000000]"#,
            r#"[1000000000001]"#,
            r#"[1000000000001]"#,
            0,
        );
    }

    #[test]
    fn what_says_something_else_stays() {
        for (then, now) in [
            (r#"{"a":[0.1,0.2]}"#, r#"{"a":[0.10000000000000002]}"#),
            (r#"{"a":0.1}"#, r#"{"b":0.10000000000000002}"#),
            (r#"{"a":0.1}"#, r#"{"a":"0.1"}"#),
            (r#"{"a":null}"#, r#"{"a":0.0}"#),
            (r#"[true]"#, r#"[1.0]"#),
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
