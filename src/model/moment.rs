//! A moment, as logs keep it.

use std::fmt;
use std::str::FromStr;

use super::date::Date;

/// A moment in UTC to the second, written `2026-11-27T08:30:00Z`. Who asks for the present one gets it from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(jiff::Timestamp);

/// The text is no moment in the form `YYYY-MM-DDThh:mm:ssZ`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no moment (YYYY-MM-DDThh:mm:ssZ)")]
pub struct NotAMoment(pub String);

impl Moment {
    /// So many seconds after the beginning of 1970 in UTC; `None` where the calendar does not reach.
    pub fn from_seconds(seconds: i64) -> Option<Moment> {
        jiff::Timestamp::from_second(seconds).ok().map(Moment)
    }

    /// The beginning of 1970.
    pub fn beginning() -> Moment {
        Moment(jiff::Timestamp::UNIX_EPOCH)
    }

    /// Seconds after the beginning of 1970 in UTC.
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }

    /// Its day in UTC.
    pub fn day(self) -> Date {
        self.0.to_zoned(jiff::tz::TimeZone::UTC).date().into()
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        let bad = || NotAMoment(text.to_owned());
        let moment: jiff::Timestamp = text.parse().map_err(|_| bad())?;
        let own = Moment::from_seconds(moment.as_second()).ok_or_else(bad)?;
        if own.to_string() == text {
            Ok(own)
        } else {
            Err(bad())
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_writing_only() {
        let moment: Moment = "2026-11-27T08:30:05Z".parse().unwrap();
        assert_eq!(moment.to_string(), "2026-11-27T08:30:05Z");
        assert_eq!(moment.day().to_string(), "2026-11-27");
        for bad in [
            "2026-11-27",
            "2026-11-27T08:30:05",
            "2026-11-27T08:30:05.5Z",
            "2026-11-27T08:30:05+08:00",
            "2026-02-30T00:00:00Z",
            "",
        ] {
            assert_eq!(bad.parse::<Moment>(), Err(NotAMoment(bad.into())));
        }
    }
}
