//! The clock: the one place that asks what time it is.

use crate::model::moment::Moment;

/// This moment.
pub fn now() -> Moment {
    let seconds = jiff::Timestamp::now().as_second();
    // The clock of no machine leaves the calendar.
    Moment::from_seconds(seconds).unwrap_or_else(Moment::beginning)
}
