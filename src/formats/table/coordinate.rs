//! One coordinate as people write it: a plain number, or degrees, minutes and seconds in the common writings.

use crate::formats::text::half_width;
use crate::model::feature::number_in;

/// Which way a letter or word with a coordinate points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// E, W, 东经, 西经.
    East,
    /// N, S, 北纬, 南纬.
    North,
}

/// A coordinate as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordinate {
    /// In degrees, or in whatever the file has.
    pub value: f64,
    /// What it says about its direction.
    pub axis: Option<Axis>,
}

/// Words and letters for a direction, with the sign that they give.
const DIRECTIONS: [(&str, Axis, f64); 14] = [
    ("东经", Axis::East, 1.0),
    ("西经", Axis::East, -1.0),
    ("北纬", Axis::North, 1.0),
    ("南纬", Axis::North, -1.0),
    ("东", Axis::East, 1.0),
    ("西", Axis::East, -1.0),
    ("北", Axis::North, 1.0),
    ("南", Axis::North, -1.0),
    ("E", Axis::East, 1.0),
    ("W", Axis::East, -1.0),
    ("N", Axis::North, 1.0),
    ("S", Axis::North, -1.0),
    ("经度", Axis::East, 1.0),
    ("纬度", Axis::North, 1.0),
];

/// Reads a coordinate; `None` for whatever is none.
///
/// Degrees may be whole with minutes and seconds behind them (`120°30′15″E`, `东经120度30分15秒`, `120 30 15`,
/// `120:30:15.5`), or a decimal number. Packed writings are not guessed: `120.3015` is decimal.
///
/// ```
/// use redshank::formats::table::coordinate::read;
/// assert_eq!(read("120°30′36″E").map(|found| found.value), Some(120.51));
/// assert_eq!(read("120°61′"), None);
/// ```
pub fn read(text: &str) -> Option<Ordinate> {
    let plain = half_width(text.trim()).to_uppercase();
    if let Some(value) = number_in(&plain) {
        return Some(Ordinate { value, axis: None });
    }
    let (rest, direction) = without_direction(plain.trim());
    let value = match direction {
        Some(_) => number_in(rest),
        None => None,
    };
    let value = value.or_else(|| sexagesimal(rest))?;
    let (axis, sign) = direction.map_or((None, 1.0), |(axis, sign)| (Some(axis), sign));
    // A minus and a letter say the same thing twice, or contradict each other.
    (direction.is_none() || value >= 0.0).then_some(Ordinate {
        value: sign * value,
        axis,
    })
}

fn without_direction(text: &str) -> (&str, Option<(Axis, f64)>) {
    for (word, axis, sign) in DIRECTIONS {
        let rest = text.strip_prefix(word).or_else(|| text.strip_suffix(word));
        if let Some(rest) = rest {
            return (
                rest.trim().trim_start_matches(':').trim_start(),
                Some((axis, sign)),
            );
        }
    }
    (text, None)
}

/// The marks behind degrees, minutes and seconds.
fn mark(c: char) -> Option<usize> {
    match c {
        '°' | 'º' | '˚' | '度' => Some(0),
        '′' | '\'' | '’' | '‘' | '´' | '`' | '分' => Some(1),
        '″' | '"' | '”' | '“' | '秒' => Some(2),
        _ => None,
    }
}

/// Degrees with marks, or two or three numbers with blanks, colons or hyphens between them.
fn sexagesimal(text: &str) -> Option<f64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    };
    let text = text.replace("''", "″").replace("′′", "″").replace("’’", "″");
    let has_marks = text.chars().any(|c| mark(c).is_some());
    let parts = if has_marks {
        marked(&text)?
    } else {
        separated(&text)?
    };
    let [degrees, minutes, seconds] = parts;
    let whole = |part: Option<f64>| part.is_none_or(|part| part.fract() == 0.0);
    let below_60 = |part: Option<f64>| part.is_none_or(|part| part < 60.0);
    // A plane coordinate in a cell of days would come as `3269-04-08`.
    let is_on_circle = minutes.is_none() || degrees.is_some_and(|degrees| degrees <= 360.0);
    let sound = is_on_circle
        && below_60(minutes)
        && below_60(seconds)
        && (whole(degrees) || (minutes.is_none() && seconds.is_none()))
        && (whole(minutes) || seconds.is_none());
    // Summed in seconds, which are whole numbers more often than parts of degrees are.
    let all_seconds = degrees? * 3600.0 + minutes.unwrap_or(0.0) * 60.0 + seconds.unwrap_or(0.0);
    let value = all_seconds / 3600.0;
    sound.then_some(if negative { -value } else { value })
}

fn marked(text: &str) -> Option<[Option<f64>; 3]> {
    let mut parts = [None; 3];
    let mut next = 0;
    let mut digits = String::new();
    for c in text.chars() {
        match mark(c) {
            Some(place) if place >= next => {
                *parts.get_mut(place)? = Some(unsigned(&digits)?);
                digits.clear();
                next = place + 1;
            }
            Some(_) => return None,
            None => digits.push(c),
        }
    }
    if !digits.trim().is_empty() {
        // 120°30′15 and 120°30: the last mark is often left out.
        *parts.get_mut(next)? = Some(unsigned(&digits)?);
    }
    Some(parts)
}

fn separated(text: &str) -> Option<[Option<f64>; 3]> {
    let separators: &[char] = if text.contains(':') { &[':'] } else { &[' ', '\t'] };
    let mut fields: Vec<&str> = text.split(separators).filter(|field| !field.is_empty()).collect();
    if let [one] = fields.as_slice()
        && one.matches('-').count() == 2
    {
        fields = one.split('-').collect();
    }
    if !(2..=3).contains(&fields.len()) {
        return None;
    }
    let mut parts = [None; 3];
    for (part, field) in parts.iter_mut().zip(fields) {
        *part = Some(unsigned(field)?);
    }
    Some(parts)
}

/// Digits with at most one point.
fn unsigned(text: &str) -> Option<f64> {
    let text = text.trim();
    let good = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    text.parse().ok().filter(|_| good)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<f64>) {
        let found = read(text).map(|found| found.value);
        let same = match (found, expected) {
            (Some(a), Some(b)) => (a - b).abs() < 1e-12,
            (None, None) => true,
            _ => false,
        };
        assert!(same, "{text:?}: {found:?}, not {expected:?}");
    }

    const WHOLE: f64 = 120.0 + 15.0 / 60.0 + 30.0 / 3600.0;

    #[test]
    fn degrees_minutes_seconds_in_their_writings() {
        for text in [
            "120°15′30″E",
            "120°15'30\"E",
            "E120°15′30″",
            "东经120度15分30秒",
            "120度15分30秒",
            "120 15 30",
            "120 15 30 E",
            "120:15:30",
            "120-15-30",
            "１２０°１５′３０″",
            "120°15’30”",
            "120°15'30''",
            "120º 15´ 30″ E",
            "120°15.5′",
            "120 15.5",
            "120°15′30",
            "东经：120°15′30″",
        ] {
            check(text, Some(WHOLE));
        }
        check("30°18′36.5″N", Some(30.0 + 18.0 / 60.0 + 36.5 / 3600.0));
        check("12°30′S", Some(-12.5));
        check("W 12 30", Some(-12.5));
        check("-12°30′", Some(-12.5));
    }

    #[test]
    fn plain_numbers_and_decimal_degrees() {
        check("120.1530", Some(120.153));
        check(" 40512345.678 ", Some(40_512_345.678));
        check("120.5°", Some(120.5));
        check("120.5E", Some(120.5));
        check("北纬30.25°", Some(30.25));
        check("-76.48", Some(-76.48));
    }

    #[test]
    fn what_is_no_coordinate() {
        for text in [
            "",
            "N",
            "°",
            "120°61′",
            "120°15′60″",
            "120.5°15′",
            "120°15.5′30″",
            "-120°E",
            "120°15°",
            "15′120°",
            "120 15 30 40",
            "120,15",
            "1e400",
            "120°1-5′",
            "abc",
            "120 15 -30",
            "120°15′30″E N",
            "3269-04-08",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn directions() {
        let axis = |text: &str| read(text).unwrap().axis;
        assert_eq!(axis("120.5E"), Some(Axis::East));
        assert_eq!(axis("北纬30°"), Some(Axis::North));
        assert_eq!(axis("120.5"), None);
    }
}
