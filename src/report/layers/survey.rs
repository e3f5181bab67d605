//! A look at all features before the first is written: which fields there are, what they hold, what sorts of shapes.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::shape::Shape;
use crate::model::feature::{Properties, PropertyValue, number_in};
use crate::progress::{Cancelled, Progress};

use super::features::Features;

/// Features that one task looks at.
const BLOCK: usize = 4096;
/// Names that readers take for shapes.
const SHAPE_NAMES: [&str; 4] = ["WKT", "wkt_geom", "geometry", "geom"];
/// Up to here a double holds every whole number.
const EXACT_WHOLES: u64 = 1 << 53;

/// What there is to write.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// The fields, in the order in which they are first met.
    pub columns: Columns,
    /// What sorts of shapes; `None` where that would cost as much as writing them.
    pub shapes: Option<Sorts>,
    /// Features with members that only GeoJSON has.
    pub with_members: usize,
}

/// Numbers of features by the sort of their shapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sorts {
    /// With polygons, whatever else they have.
    pub areas: usize,
    /// With lines.
    pub lines: usize,
    /// With points.
    pub points: usize,
    /// With more than one of these sorts.
    pub mixed: usize,
    /// Without any.
    pub empty: usize,
    /// With several polygons.
    pub multi_areas: usize,
    /// With several lines.
    pub multi_lines: usize,
    /// With several points.
    pub multi_points: usize,
}

impl Sorts {
    fn take(&mut self, shape: &Shape) {
        let counts = [
            shape.areas().0.len(),
            shape.lines().0.len(),
            shape.points().0.len(),
        ];
        self.areas += usize::from(counts[0] > 0);
        self.lines += usize::from(counts[1] > 0);
        self.points += usize::from(counts[2] > 0);
        self.multi_areas += usize::from(counts[0] > 1);
        self.multi_lines += usize::from(counts[1] > 1);
        self.multi_points += usize::from(counts[2] > 1);
        match counts.iter().filter(|count| **count > 0).count() {
            0 => self.empty += 1,
            1 => {}
            _ => self.mixed += 1,
        }
    }

    fn merge(&mut self, other: &Sorts) {
        self.areas += other.areas;
        self.lines += other.lines;
        self.points += other.points;
        self.mixed += other.mixed;
        self.empty += other.empty;
        self.multi_areas += other.multi_areas;
        self.multi_lines += other.multi_lines;
        self.multi_points += other.multi_points;
    }

    /// How many different sorts there are.
    pub fn count(&self) -> usize {
        [self.areas, self.lines, self.points]
            .iter()
            .filter(|count| **count > 0)
            .count()
    }
}

/// The fields of all features.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// In the order in which they are first met.
    pub list: Vec<Column>,
    places: HashMap<Arc<str>, usize>,
}

/// One field.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// What its values are.
    pub tally: Tally,
}

/// Numbers of values by their sort.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// Truth values.
    pub bools: usize,
    /// Whole numbers of 64 bits with a sign.
    pub wholes: usize,
    /// Larger whole numbers, up to 64 bits without a sign.
    pub large: usize,
    /// Whole numbers that 32 bits with a sign do not hold.
    pub wide: usize,
    /// Whole numbers that a double does not hold.
    pub beyond_double: usize,
    /// Other numbers.
    pub reals: usize,
    /// Texts, the empty ones among them.
    pub texts: usize,
    /// Texts of nothing.
    pub empty_texts: usize,
    /// Texts with blanks around them.
    pub blank_ends: usize,
    /// Texts that read as numbers.
    pub like_numbers: usize,
    /// Lists and objects.
    pub nested: usize,
}

/// What a field can be declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Truth values only.
    Bool,
    /// Whole numbers only.
    Whole,
    /// Numbers only, of which some are broken or beyond 64 bits with a sign.
    Real,
    /// Lists and objects only.
    Json,
    /// Texts, a mixture, or nothing at all.
    Text,
}

impl Tally {
    fn take(&mut self, value: &PropertyValue) {
        match value {
            PropertyValue::Null => {}
            PropertyValue::Bool(_) => self.bools += 1,
            PropertyValue::Number(number) => match number.as_i64() {
                Some(whole) => {
                    self.wholes += 1;
                    self.wide += usize::from(i32::try_from(whole).is_err());
                    self.beyond_double += usize::from(whole.unsigned_abs() > EXACT_WHOLES);
                }
                None if number.is_u64() => self.large += 1,
                None => self.reals += 1,
            },
            PropertyValue::Text(text) => {
                self.texts += 1;
                self.empty_texts += usize::from(text.trim().is_empty());
                self.blank_ends += usize::from(!text.trim().is_empty() && text.trim().len() < text.len());
                self.like_numbers += usize::from(number_in(text).is_some());
            }
            PropertyValue::Nested(_) => self.nested += 1,
        }
    }

    fn merge(&mut self, other: &Tally) {
        self.bools += other.bools;
        self.wholes += other.wholes;
        self.large += other.large;
        self.wide += other.wide;
        self.beyond_double += other.beyond_double;
        self.reals += other.reals;
        self.texts += other.texts;
        self.empty_texts += other.empty_texts;
        self.blank_ends += other.blank_ends;
        self.like_numbers += other.like_numbers;
        self.nested += other.nested;
    }

    /// Values that are none of nothing.
    pub fn count(&self) -> usize {
        self.bools + self.wholes + self.large + self.reals + self.texts + self.nested
    }

    /// What the field can be declared as so that every value keeps its sort.
    pub fn kind(&self) -> Kind {
        let all = self.count();
        if all == 0 {
            Kind::Text
        } else if self.bools == all {
            Kind::Bool
        } else if self.wholes == all {
            Kind::Whole
        } else if self.wholes + self.reals == all && self.beyond_double == 0 {
            Kind::Real
        } else if self.nested == all {
            Kind::Json
        } else {
            Kind::Text
        }
    }

    /// Values that a text field holds as text though they are none.
    pub fn not_texts(&self) -> usize {
        match self.kind() {
            Kind::Text => self.count() - self.texts,
            Kind::Json => self.nested,
            _ => 0,
        }
    }
}

impl Columns {
    /// The place of a field; `guess` is where it most likely is.
    fn place(&mut self, name: &Arc<str>, guess: usize) -> usize {
        if let Some(place) = self.known(name, guess) {
            return place;
        }
        self.places.insert(Arc::clone(name), self.list.len());
        self.list.push(Column {
            name: Arc::clone(name),
            tally: Tally::default(),
        });
        self.list.len() - 1
    }

    /// A name for a column of shapes that readers know and no field has.
    pub fn name_of_shapes(&self) -> Arc<str> {
        let is_taken = |name: &str| self.list.iter().any(|own| own.name.eq_ignore_ascii_case(name));
        let free = SHAPE_NAMES.into_iter().find(|name| !is_taken(name));
        free.unwrap_or("WKT").into()
    }

    fn known(&self, name: &Arc<str>, guess: usize) -> Option<usize> {
        match self.list.get(guess) {
            Some(column) if Arc::ptr_eq(&column.name, name) || column.name == *name => Some(guess),
            _ => self.places.get(name).copied(),
        }
    }

    /// The values of a feature in the order of the columns; `None` for those it does not have.
    pub fn row<'p>(&self, properties: &'p Properties) -> Vec<Option<&'p PropertyValue>> {
        let mut row = vec![None; self.list.len()];
        for (guess, (name, value)) in properties.iter().enumerate() {
            let place = self.known(name, guess).and_then(|place| row.get_mut(place));
            if let Some(place) = place {
                *place = Some(value);
            }
        }
        row
    }
}

impl Survey {
    /// Looks at all features, in parallel.
    ///
    /// # Errors
    /// [`Cancelled`] if somebody asked to stop.
    pub fn of(features: &dyn Features, progress: &Progress) -> Result<Survey, Cancelled> {
        let count = features.count();
        let starts: Vec<usize> = (0..count).step_by(BLOCK).collect();
        let parts: Vec<Survey> = starts
            .into_par_iter()
            .map(|start| {
                let mut part = Survey::default();
                for position in start..count.min(start + BLOCK) {
                    progress.check()?;
                    part.take(features, position);
                }
                Ok(part)
            })
            .collect::<Result<_, Cancelled>>()?;
        let mut whole = Survey::default();
        parts.iter().for_each(|part| whole.merge(part));
        if count == 0 {
            whole.shapes = Some(Sorts::default());
        }
        Ok(whole)
    }

    fn take(&mut self, features: &dyn Features, position: usize) {
        for (guess, (name, value)) in features.properties(position).iter().enumerate() {
            let place = self.columns.place(name, guess);
            if let Some(column) = self.columns.list.get_mut(place) {
                column.tally.take(value);
            }
        }
        if let Some(shape) = features.known_shape(position) {
            self.shapes.get_or_insert_default().take(shape);
        }
        self.with_members += usize::from(features.members(position).is_some());
    }

    fn merge(&mut self, other: &Survey) {
        for (guess, column) in other.columns.list.iter().enumerate() {
            let place = self.columns.place(&column.name, guess);
            if let Some(own) = self.columns.list.get_mut(place) {
                own.tally.merge(&column.tally);
            }
        }
        if let Some(shapes) = &other.shapes {
            self.shapes.get_or_insert_default().merge(shapes);
        }
        self.with_members += other.with_members;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_field_is_what_all_its_values_are() {
        let check = |values: &[serde_json::Value], expected: Kind, not_texts: usize| {
            let mut tally = Tally::default();
            for value in values {
                tally.take(&PropertyValue::from(value.clone()));
            }
            assert_eq!(
                (tally.kind(), tally.not_texts()),
                (expected, not_texts),
                "{values:?}"
            );
        };
        check(&[json!(null)], Kind::Text, 0);
        check(&[json!(true), json!(null)], Kind::Bool, 0);
        check(&[json!(1), json!(i64::MIN)], Kind::Whole, 0);
        check(&[json!(1), json!(0.5)], Kind::Real, 0);
        check(&[json!(u64::MAX)], Kind::Text, 1);
        check(&[json!(9_007_199_254_740_993i64), json!(0.5)], Kind::Text, 2);
        check(&[json!([1]), json!({ "a": 1 })], Kind::Json, 2);
        check(&[json!("a"), json!(1), json!(true)], Kind::Text, 2);
    }
}
