//! The two numbers of a typed place, each with its marks.

use super::scan::{Mark, Piece, Unit};

/// One of the two numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ordinate {
    /// Degrees, or metres where no sign says degrees.
    pub value: f64,
    /// Degrees, minutes or seconds were written: it can only be an angle.
    pub is_angle: bool,
    /// Which way it counts.
    pub mark: Option<Mark>,
}

/// The numbers of a place, in their order: two, or one alone. Empty where the pieces make no such thing.
pub fn ordinates(pieces: &[Piece]) -> Vec<Ordinate> {
    let bare: Vec<f64> = numbers(pieces);
    let has_units = pieces.iter().any(|piece| matches!(piece, Piece::Unit(_)));
    let found = if has_units || bare.len() <= 2 {
        grouped(pieces)
    } else {
        spaced(pieces, &bare)
    };
    found
        .filter(|found| matches!(found.len(), 1 | 2))
        .unwrap_or_default()
}

fn numbers(pieces: &[Piece]) -> Vec<f64> {
    let numbers = pieces.iter().filter_map(|piece| match piece {
        Piece::Number(number) => Some(*number),
        _ => None,
    });
    numbers.collect()
}

/// Degrees, minutes and seconds with their signs.
fn grouped(pieces: &[Piece]) -> Option<Vec<Ordinate>> {
    let marks_first = matches!(pieces.first(), Some(Piece::Mark(_)));
    let mut found: Vec<Ordinate> = Vec::new();
    let mut open: Option<Reading> = None;
    let mut waiting: Option<Mark> = None;
    let mut pieces = pieces.iter().peekable();
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Number(number) => {
                let unit = match pieces.peek() {
                    Some(Piece::Unit(unit)) => {
                        let unit = *unit;
                        pieces.next();
                        Some(unit)
                    }
                    _ => None,
                };
                match open.as_mut().filter(|reading| reading.may_take(unit)) {
                    Some(reading) => reading.take(*number, unit)?,
                    None => {
                        found.extend(close(open.take())?);
                        let mut reading = Reading::new(waiting.take());
                        reading.take(*number, unit)?;
                        open = Some(reading);
                    }
                }
            }
            Piece::Unit(_) => return None,
            Piece::Break => found.extend(close(open.take())?),
            Piece::Mark(mark) if marks_first => {
                found.extend(close(open.take())?);
                if waiting.replace(*mark).is_some() {
                    return None;
                }
            }
            Piece::Mark(mark) => {
                let mut reading = close_with(open.take(), *mark)?;
                found.append(&mut reading);
            }
        }
    }
    found.extend(close(open)?);
    waiting.is_none().then_some(found)
}

/// Four or six numbers without signs: degrees and minutes, or degrees, minutes and seconds.
fn spaced(pieces: &[Piece], bare: &[f64]) -> Option<Vec<Ordinate>> {
    let each = match bare.len() {
        4 => 2,
        6 => 3,
        _ => return None,
    };
    let marks: Vec<Mark> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Mark(mark) => Some(*mark),
            _ => None,
        })
        .collect();
    let units = [Unit::Degrees, Unit::Minutes, Unit::Seconds];
    let of = |(place, numbers): (usize, &[f64])| {
        let mark = match marks.as_slice() {
            [] => None,
            [first, second] => Some(if place == 0 { *first } else { *second }),
            _ => return None,
        };
        let mut reading = Reading::new(mark);
        for (number, unit) in numbers.iter().zip(units) {
            reading.take(*number, Some(unit))?;
        }
        reading.ordinate()
    };
    bare.chunks(each).enumerate().map(of).collect()
}

/// A number that is being put together.
struct Reading {
    mark: Option<Mark>,
    degrees: f64,
    is_negative: bool,
    last: Option<Unit>,
    is_whole: bool,
}

impl Reading {
    fn new(mark: Option<Mark>) -> Reading {
        Reading {
            mark,
            degrees: 0.0,
            is_negative: false,
            last: None,
            is_whole: true,
        }
    }

    /// True where a number with that sign goes on with this one: minutes behind degrees, seconds behind minutes. A number
    /// without a sign behind a sign is the next smaller part, as in `118°06`.
    fn may_take(&self, unit: Option<Unit>) -> bool {
        match (self.last, unit) {
            (Some(Unit::Degrees), Some(Unit::Minutes)) | (Some(Unit::Minutes), Some(Unit::Seconds)) => {
                self.is_whole
            }
            (Some(Unit::Degrees | Unit::Minutes), None) => self.is_whole,
            (Some(Unit::Degrees), Some(Unit::Seconds)) => self.is_whole,
            _ => false,
        }
    }

    fn take(&mut self, number: f64, unit: Option<Unit>) -> Option<()> {
        let unit = match (self.last, unit) {
            (Some(Unit::Degrees), None) => Some(Unit::Minutes),
            (Some(Unit::Minutes), None) => Some(Unit::Seconds),
            (_, unit) => unit,
        };
        let is_first = self.last.is_none();
        let in_range = is_first || (0.0..60.0).contains(&number);
        // An angle begins with degrees.
        if !in_range || is_first && matches!(unit, Some(Unit::Minutes | Unit::Seconds)) {
            return None;
        }
        self.is_negative |= is_first && number.is_sign_negative();
        let per_degree = match unit {
            None | Some(Unit::Degrees) => 1.0,
            Some(Unit::Minutes) => 60.0,
            Some(Unit::Seconds) => 3600.0,
        };
        self.degrees += number.abs() / per_degree;
        self.is_whole = number.fract() == 0.0;
        self.last = unit;
        Some(())
    }

    fn ordinate(&self) -> Option<Ordinate> {
        let signed = if self.is_negative {
            -self.degrees
        } else {
            self.degrees
        };
        let turned = matches!(self.mark, Some(Mark::West | Mark::South));
        // West of a negative number is a contradiction.
        if turned && self.is_negative {
            return None;
        }
        Some(Ordinate {
            value: if turned { -signed } else { signed },
            is_angle: self.last.is_some(),
            mark: self.mark,
        })
    }
}

fn close(open: Option<Reading>) -> Option<Vec<Ordinate>> {
    match open {
        None => Some(Vec::new()),
        Some(reading) => Some(vec![reading.ordinate()?]),
    }
}

fn close_with(open: Option<Reading>, mark: Mark) -> Option<Vec<Ordinate>> {
    let mut reading = open?;
    if reading.mark.replace(mark).is_some() {
        return None;
    }
    close(Some(reading))
}
