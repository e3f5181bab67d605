//! A day of the calendar, as rules and surveys use it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer};

/// A day of the Gregorian calendar, written `YYYY-MM-DD`.
///
/// ```
/// use redshank::model::date::Date;
/// let day: Date = "2026-11-23".parse()?;
/// assert!(day < "2026-12-01".parse()?);
/// assert_eq!(day.to_string(), "2026-11-23");
/// # Ok::<(), redshank::model::date::NotADate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(jiff::civil::Date);

/// The text is not a day of the calendar in the form `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a date (YYYY-MM-DD)")]
pub struct NotADate(pub String);

impl Date {
    /// Whole and broken years from an earlier day to this one; negative for a later one.
    pub fn years_since(self, earlier: Date) -> f64 {
        (self.0 - earlier.0).get_days() as f64 / 365.2425
    }

    /// The day of the same number so many years later, the last day of a shorter month; `None` beyond the calendar.
    pub fn plus_years(self, years: i8) -> Option<Date> {
        let span = jiff::Span::new().years(years);
        self.0.checked_add(span).ok().map(Date)
    }
}

impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Date {
        Date(day)
    }
}

impl FromStr for Date {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Date, NotADate> {
        let plain = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
        let day = if plain { text.parse().ok() } else { None };
        day.map(Date).ok_or_else(|| NotADate(text.to_owned()))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        /// A date stands in a workspace file with or without quotes.
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Toml(toml::value::Datetime),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Toml(datetime) => datetime.to_string(),
        };
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar() {
        for bad in ["2026-02-30", "2026-1-1", "26-01-01", "", "2026-01-01T00:00:00"] {
            assert_eq!(bad.parse::<Date>(), Err(NotADate(bad.into())));
        }
    }

    #[test]
    fn years_between() {
        let (old, new): (Date, Date) = ("2016-01-01".parse().unwrap(), "2026-01-01".parse().unwrap());
        assert!((new.years_since(old) - 10.0).abs() < 0.01);
        assert!(old.years_since(new) < 0.0);
    }
}
