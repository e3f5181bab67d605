//! Values as they are stored, as what they mean.

use std::fmt::Write as _;

use jiff::civil::{DateTime, Time};
use jiff::{SignedDuration, Span};
use serde_json::Number;

use crate::formats::shared_text::SharedTexts;
use crate::model::feature::PropertyValue;

use super::encodings::Values;
use super::schema::{Leaf, Meaning, Physical, Unit};

/// Digits that a number of double precision holds for sure.
const SURE_DIGITS: usize = 15;
/// 1970-01-01 as a Julian day.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;

/// Turns values of one leaf into properties; shares their texts.
pub struct Meanings<'l> {
    leaf: &'l Leaf,
    texts: SharedTexts,
    /// Positions of the values with bytes that are no UTF-8.
    pub undecodable: Vec<usize>,
}

impl Meanings<'_> {
    /// For the values of a leaf.
    pub fn of(leaf: &Leaf) -> Meanings<'_> {
        Meanings {
            leaf,
            texts: SharedTexts::default(),
            undecodable: Vec::new(),
        }
    }

    /// All values in their order.
    pub fn all(&mut self, values: &Values) -> Vec<PropertyValue> {
        match values {
            Values::Bools(values) => values.iter().map(|value| PropertyValue::Bool(*value)).collect(),
            Values::Ints(values) => values.iter().map(|value| whole(self.leaf, *value)).collect(),
            Values::Floats(values) => values.iter().map(|value| number(*value)).collect(),
            Values::Bytes(pieces) => {
                let pieces = pieces.iter().enumerate();
                pieces
                    .map(|(position, piece)| self.bytes(piece, position))
                    .collect()
            }
        }
    }

    fn bytes(&mut self, bytes: &[u8], position: usize) -> PropertyValue {
        let text = match (&self.leaf.meaning, self.leaf.physical) {
            (Meaning::Text, _) => {
                let text = String::from_utf8_lossy(bytes);
                if std::str::from_utf8(bytes).is_err() {
                    self.undecodable.push(position);
                }
                return self.texts.value(&text);
            }
            (Meaning::Decimal(places), _) => return decimal_in(bytes, *places),
            (Meaning::Half, _) => {
                let bits =
                    u16::from_le_bytes([bytes.first(), bytes.get(1)].map(|byte| byte.copied().unwrap_or(0)));
                return number(half(bits));
            }
            (Meaning::Uuid, _) => uuid(bytes),
            (_, Physical::Int96) => julian(bytes),
            _ => None,
        };
        let text = text.unwrap_or_else(|| format!("0x{}", hexadecimal(bytes)));
        self.texts.value(&text)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
            // Writing into a text does not fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn number(value: f64) -> PropertyValue {
    Number::from_f64(value).map_or(PropertyValue::Null, PropertyValue::Number)
}

/// A whole number by its meaning; what is outside the calendar stays a number.
fn whole(leaf: &Leaf, value: i64) -> PropertyValue {
    let text = match leaf.meaning {
        Meaning::Unsigned if leaf.physical == Physical::Int32 => {
            return PropertyValue::Number(u64::from(value as u32).into());
        }
        Meaning::Unsigned => return PropertyValue::Number(value.cast_unsigned().into()),
        Meaning::Decimal(places) => return decimal(i128::from(value), places),
        Meaning::Date => day(value),
        Meaning::Time(unit) => Time::midnight()
            .checked_add(duration(value, unit))
            .ok()
            .map(|time| time.to_string()),
        Meaning::Moment { unit, utc } => moment(duration(value, unit), utc),
        _ => None,
    };
    text.map_or_else(
        || PropertyValue::Number(value.into()),
        |text| PropertyValue::Text(text.into()),
    )
}

fn duration(value: i64, unit: Unit) -> SignedDuration {
    match unit {
        Unit::Milli => SignedDuration::from_millis(value),
        Unit::Micro => SignedDuration::from_micros(value),
        Unit::Nano => SignedDuration::from_nanos(value),
    }
}

/// A day so many days after 1970-01-01.
fn day(since_epoch: i64) -> Option<String> {
    let days = Span::new().try_days(since_epoch).ok()?;
    let date = jiff::civil::date(1970, 1, 1).checked_add(days).ok()?;
    Some(date.to_string())
}

/// A moment after 1970-01-01 in the writing of ISO 8601.
fn moment(since_epoch: SignedDuration, utc: bool) -> Option<String> {
    let epoch: DateTime = jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0);
    let moment = epoch.checked_add(since_epoch).ok()?;
    Some(format!("{moment}{}", if utc { "Z" } else { "" }))
}

/// Nanoseconds of a day and the Julian day.
fn julian(bytes: &[u8]) -> Option<String> {
    let nanos = i64::from_le_bytes(bytes.get(..8)?.try_into().ok()?);
    let day = i64::from(u32::from_le_bytes(bytes.get(8..12)?.try_into().ok()?)) - EPOCH_JULIAN_DAY;
    let days = SignedDuration::from_hours(day.checked_mul(24)?);
    moment(days.checked_add(SignedDuration::from_nanos(nanos))?, false)
}

fn uuid(bytes: &[u8]) -> Option<String> {
    let digits = hexadecimal(bytes);
    let parts = [
        digits.get(..8)?,
        digits.get(8..12)?,
        digits.get(12..16)?,
        digits.get(16..20)?,
        digits.get(20..)?,
    ];
    Some(parts.join("-"))
}

/// A number of half precision (IEEE 754).
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 0x1f), f64::from(bits & 0x3ff) / 1024.0);
    let size = match exponent {
        0 => fraction * 2f64.powi(-14),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1.0 + fraction) * 2f64.powi(exponent - 15),
    };
    if bits >> 15 == 1 { -size } else { size }
}

/// A whole number of up to 16 bytes, the most first, as a decimal fraction; more bytes stay bytes.
fn decimal_in(bytes: &[u8], places: u32) -> PropertyValue {
    if bytes.len() > 16 {
        return PropertyValue::Text(format!("0x{}", hexadecimal(bytes)).into());
    }
    let is_negative = bytes.first().is_some_and(|byte| *byte >= 0x80);
    let start = if is_negative { -1 } else { 0 };
    decimal(
        bytes
            .iter()
            .fold(start, |value: i128, byte| value << 8 | i128::from(*byte)),
        places,
    )
}

/// A decimal fraction: a number where one of double precision keeps all digits, else its digits as text.
fn decimal(value: i128, places: u32) -> PropertyValue {
    if places == 0
        && let Ok(whole) = i64::try_from(value)
    {
        return PropertyValue::Number(whole.into());
    }
    let places = places.min(u8::MAX.into()) as usize;
    let digits = format!("{:0>1$}", value.unsigned_abs(), places + 1);
    let (before, after) = digits.split_at(digits.len() - places);
    let sign = if value < 0 { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    let text = format!("{sign}{before}{point}{after}");
    let significant = digits.trim_start_matches('0').len();
    let exact = text
        .parse()
        .ok()
        .filter(|_| significant <= SURE_DIGITS)
        .and_then(Number::from_f64);
    exact.map_or_else(|| PropertyValue::Text(text.into()), PropertyValue::Number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[track_caller]
    fn check(physical: Physical, meaning: Meaning, values: Values, expected: Value) {
        let leaf = Leaf {
            physical,
            meaning,
            definition: 0,
            repetition: 0,
        };
        let found = Meanings::of(&leaf).all(&values);
        assert_eq!(
            Value::Array(found.iter().map(PropertyValue::to_json).collect()),
            expected
        );
    }

    fn ints(physical: Physical, meaning: Meaning, values: &[i64], expected: Value) {
        check(physical, meaning, Values::Ints(values.to_vec()), expected);
    }

    #[test]
    fn whole_numbers() {
        ints(Physical::Int32, Meaning::Plain, &[1, -1], json!([1, -1]));
        ints(Physical::Int32, Meaning::Unsigned, &[-1], json!([u32::MAX]));
        ints(Physical::Int64, Meaning::Unsigned, &[-1], json!([u64::MAX]));
    }

    #[test]
    fn dates_and_times() {
        ints(
            Physical::Int32,
            Meaning::Date,
            &[0, -1, 20_000],
            json!(["1970-01-01", "1969-12-31", "2024-10-04"]),
        );
        ints(
            Physical::Int32,
            Meaning::Date,
            &[i64::from(i32::MAX)],
            json!([i32::MAX]),
        );
        ints(
            Physical::Int64,
            Meaning::Time(Unit::Micro),
            &[3_600_000_001, -1],
            json!(["01:00:00.000001", -1]),
        );
        let moment = |unit, utc| Meaning::Moment { unit, utc };
        ints(
            Physical::Int64,
            moment(Unit::Milli, true),
            &[-1],
            json!(["1969-12-31T23:59:59.999Z"]),
        );
        ints(
            Physical::Int64,
            moment(Unit::Nano, false),
            &[1_700_000_000_000_000_001],
            json!(["2023-11-14T22:13:20.000000001"]),
        );
        ints(
            Physical::Int64,
            moment(Unit::Milli, true),
            &[i64::MAX],
            json!([i64::MAX]),
        );
    }

    #[test]
    fn decimals() {
        ints(
            Physical::Int32,
            Meaning::Decimal(2),
            &[12_345, -5, 0],
            json!([123.45, -0.05, 0.0]),
        );
        ints(Physical::Int64, Meaning::Decimal(0), &[7], json!([7]));
        ints(
            Physical::Int64,
            Meaning::Decimal(4),
            &[i64::MAX],
            json!(["922337203685477.5807"]),
        );
        assert_eq!(decimal_in(&[0xff, 0x38], 2).to_json(), json!(-2.0));
        assert_eq!(decimal_in(&[1, 0], 1).to_json(), json!(25.6));
        assert_eq!(decimal_in(&[], 1).to_json(), json!(0.0));
        assert_eq!(
            decimal_in(&[0x80; 16], 3)
                .to_json()
                .as_str()
                .map(|text| text.len()),
            Some(41)
        );
    }

    #[test]
    fn other_numbers() {
        for (bits, expected) in [
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x0001, 2f64.powi(-24)),
            (0x7bff, 65504.0),
            (0, 0.0),
        ] {
            assert_eq!(half(bits), expected);
        }
        assert!(half(0x7e00).is_nan() && half(0xfc00) == f64::NEG_INFINITY);
        check(
            Physical::Double,
            Meaning::Plain,
            Values::Floats(vec![0.5, f64::NAN]),
            json!([0.5, null]),
        );
        assert_eq!(
            uuid(&[0xab; 16]).as_deref(),
            Some("abababab-abab-abab-abab-abababababab")
        );
        let mut bytes = [0; 12];
        bytes[8..].copy_from_slice(&2_440_589u32.to_le_bytes());
        assert_eq!(julian(&bytes).as_deref(), Some("1970-01-02T00:00:00"));
    }
}
