//! A typed place cut into numbers, signs and words.

/// A piece of a typed place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Piece {
    /// A number; without sign where a word gives it one.
    Number(f64),
    /// `°`, `′` or `″`, in whatever writing.
    Unit(Unit),
    /// Says which way a number counts.
    Mark(Mark),
    /// A comma, semicolon or line's end between two numbers.
    Break,
}

/// What part of an angle a number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// `°`, 度
    Degrees,
    /// `′`, 分
    Minutes,
    /// `″`, 秒
    Seconds,
}

/// Which way a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// East: a longitude or an easting.
    East,
    /// West.
    West,
    /// North.
    North,
    /// South.
    South,
    /// `X` or `Y`: which of the two is the easting, surveyors and mathematicians do not agree on.
    Axis,
}

/// Words of places (度 has become ° by then), longer ones before those that they begin with.
const WORDS: [(&str, Option<Piece>); 38] = [
    ("longitude", Some(Piece::Mark(Mark::East))),
    ("latitude", Some(Piece::Mark(Mark::North))),
    ("easting", Some(Piece::Mark(Mark::East))),
    ("northing", Some(Piece::Mark(Mark::North))),
    ("degrees", Some(Piece::Unit(Unit::Degrees))),
    ("degree", Some(Piece::Unit(Unit::Degrees))),
    ("minutes", Some(Piece::Unit(Unit::Minutes))),
    ("seconds", Some(Piece::Unit(Unit::Seconds))),
    ("east", Some(Piece::Mark(Mark::East))),
    ("west", Some(Piece::Mark(Mark::West))),
    ("north", Some(Piece::Mark(Mark::North))),
    ("south", Some(Piece::Mark(Mark::South))),
    ("long", Some(Piece::Mark(Mark::East))),
    ("lon", Some(Piece::Mark(Mark::East))),
    ("lng", Some(Piece::Mark(Mark::East))),
    ("lat", Some(Piece::Mark(Mark::North))),
    ("deg", Some(Piece::Unit(Unit::Degrees))),
    ("e", Some(Piece::Mark(Mark::East))),
    ("w", Some(Piece::Mark(Mark::West))),
    ("n", Some(Piece::Mark(Mark::North))),
    ("s", Some(Piece::Mark(Mark::South))),
    ("x", Some(Piece::Mark(Mark::Axis))),
    ("y", Some(Piece::Mark(Mark::Axis))),
    ("m", None),
    ("东经", Some(Piece::Mark(Mark::East))),
    ("東經", Some(Piece::Mark(Mark::East))),
    ("西经", Some(Piece::Mark(Mark::West))),
    ("北纬", Some(Piece::Mark(Mark::North))),
    ("北緯", Some(Piece::Mark(Mark::North))),
    ("南纬", Some(Piece::Mark(Mark::South))),
    ("经°", Some(Piece::Mark(Mark::East))),
    ("纬°", Some(Piece::Mark(Mark::North))),
    ("横坐标", Some(Piece::Mark(Mark::East))),
    ("纵坐标", Some(Piece::Mark(Mark::North))),
    ("东", Some(Piece::Mark(Mark::East))),
    ("北", Some(Piece::Mark(Mark::North))),
    ("坐标", None),
    ("米", None),
];

/// The pieces of a text; `None` where something in it belongs to no place.
pub fn pieces(text: &str) -> Option<Vec<Piece>> {
    let text = plain(text);
    let mut rest = text.as_str();
    let mut pieces = Vec::new();
    while let Some(sign) = rest.chars().next() {
        let number = number_length(rest);
        if number > 0 {
            let (written, behind) = rest.split_at(number);
            pieces.push(Piece::Number(
                written.parse().ok().filter(|n: &f64| n.is_finite())?,
            ));
            rest = behind;
            continue;
        }
        let after = rest.get(sign.len_utf8()..)?;
        let (piece, behind) = match sign {
            '°' => (Some(Piece::Unit(Unit::Degrees)), after),
            '\'' if after.starts_with('\'') => (Some(Piece::Unit(Unit::Seconds)), after.get(1..)?),
            '\'' => (Some(Piece::Unit(Unit::Minutes)), after),
            '"' => (Some(Piece::Unit(Unit::Seconds)), after),
            ',' | ';' | '\n' => (Some(Piece::Break), after),
            // Behind a word only: two numbers with a colon between them are a time or a scale.
            ':' | '=' if matches!(pieces.last(), Some(Piece::Mark(_))) => (None, after),
            ' ' | '\t' | '\r' | '(' | ')' | '[' | ']' => (None, after),
            _ => word(rest)?,
        };
        pieces.extend(piece);
        rest = behind;
    }
    Some(pieces)
}

/// The word that a text begins with. Latin letters must not go on behind it: `east`, but not `eastern`.
fn word(rest: &str) -> Option<(Option<Piece>, &str)> {
    let found = WORDS.iter().find_map(|(word, piece)| {
        let behind = rest.strip_prefix(word)?;
        let goes_on = word.is_ascii() && behind.starts_with(|next: char| next.is_ascii_alphabetic());
        (!goes_on).then_some((*piece, behind))
    });
    // A full stop behind a word is an abbreviation's.
    found.map(|(piece, behind)| (piece, behind.strip_prefix(". ").unwrap_or(behind)))
}

/// Bytes of the number that a text begins with.
fn number_length(text: &str) -> usize {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let sign = text.len() - unsigned.len();
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(unsigned);
    let fraction = match unsigned.get(whole..).and_then(|rest| rest.strip_prefix('.')) {
        Some(rest) if whole > 0 || digits(rest) > 0 => 1 + digits(rest),
        _ => 0,
    };
    if whole + fraction == 0 {
        0
    } else {
        sign + whole + fraction
    }
}

/// In one writing of signs, in lower case.
fn plain(text: &str) -> String {
    let one = |sign: char| match sign {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(sign as u32 - 0xfee0).unwrap_or(sign),
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' => ' ',
        '、' => ',',
        'º' | '˚' | '度' => '°',
        '′' | '’' | '‘' | '´' | '`' | '分' => '\'',
        '″' | '”' | '“' | '〃' | '秒' => '"',
        '−' | '–' => '-',
        other => other,
    };
    // Once more for what full width hides: a comma or an apostrophe of its own.
    text.trim()
        .chars()
        .map(one)
        .map(one)
        .collect::<String>()
        .to_lowercase()
}
