//! The clock: the one place that asks what time it is, and what the clocks show here.

use std::sync::OnceLock;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::model::moment::Moment;

/// This moment.
pub fn now() -> Moment {
    let seconds = Timestamp::now().as_second();
    // The clock of no machine leaves the calendar.
    Moment::from_seconds(seconds).unwrap_or_else(Moment::beginning)
}

/// A moment as the clocks of this place show it, with what they are ahead of Greenwich: `2026-11-27 16:30:05 +08:00`. Where the
/// system does not say which zone it is in, the time of Greenwich: `2026-11-27 08:30:05 UTC`.
pub fn here(moment: Moment) -> String {
    static ZONE: OnceLock<Option<TimeZone>> = OnceLock::new();
    let zone = ZONE.get_or_init(|| TimeZone::try_system().ok().filter(|zone| !zone.is_unknown()));
    in_zone(moment, zone.as_ref())
}

fn in_zone(moment: Moment, zone: Option<&TimeZone>) -> String {
    let Ok(moment) = Timestamp::from_second(moment.seconds()) else {
        return moment.to_string();
    };
    let (zone, form) = match zone {
        Some(zone) => (zone.clone(), "%F %T %:z"),
        None => (TimeZone::UTC, "%F %T UTC"),
    };
    moment.to_zoned(zone).strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_shown_as_the_clocks_have_it_here() {
        let moment: Moment = "2026-11-27T20:30:05Z".parse().unwrap();
        let china = TimeZone::fixed(jiff::tz::offset(8));
        assert_eq!(in_zone(moment, Some(&china)), "2026-11-28 04:30:05 +08:00");
        assert_eq!(in_zone(moment, None), "2026-11-27 20:30:05 UTC");
        assert!(here(moment).starts_with("2026-11-2"), "{}", here(moment));
    }
}
