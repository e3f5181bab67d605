//! What a layer's table is made of: its columns, and the areas and lengths that are measured for it.

use std::collections::HashMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::area::{M2_PER_HA, Ruler};
use crate::geom::shape::Dimension;
use crate::model::feature::{Feature, PropertyValue, number_in};
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};

use super::value::Value;

/// So many features are looked at between two looks at whether to stop.
const STRETCH: usize = 4_096;

/// What a column shows.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The position in the source, from 1.
    Number,
    /// The id within the layer.
    Id,
    /// The area on the ellipsoid in hectares.
    AreaHa,
    /// The geodesic length of lines in metres.
    LengthM,
    /// A property of the source.
    Property(Arc<str>),
}

/// A column of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it shows.
    pub field: Field,
    /// All its values are numbers, or texts that write numbers out.
    pub is_numeric: bool,
}

/// The unit that areas are written in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AreaScale {
    /// So many of it are a hectare.
    pub per_ha: f64,
    /// Decimals.
    pub decimals: usize,
}

impl Default for AreaScale {
    /// Hectares, to the square metre.
    fn default() -> AreaScale {
        AreaScale {
            per_ha: 1.0,
            decimals: 4,
        }
    }
}

/// Areas and lengths of the features, in the order of the source.
#[derive(Debug, Default, PartialEq)]
pub struct Measures {
    area_ha: Vec<f64>,
    length_m: Vec<f64>,
}

/// A layer with its columns: number and id first, then what can be measured, then properties in the order in which the
/// source first names them.
#[derive(Clone, Debug)]
pub struct Sheet {
    layer: Arc<Layer>,
    columns: Vec<Column>,
    measures: Option<Arc<Measures>>,
}

impl Sheet {
    /// Looks at every value once.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn of(layer: &Arc<Layer>, progress: &Progress) -> Result<Sheet, Cancelled> {
        let stretches = layer.features().par_chunks(STRETCH);
        let seen: Vec<Seen> = stretches
            .map(|stretch| {
                progress.check()?;
                Ok(Seen::of(layer, stretch))
            })
            .collect::<Result<_, Cancelled>>()?;
        let mut all = Seen::default();
        seen.into_iter().for_each(|seen| all.merge(seen));
        let plain = |field: Field, is_numeric: bool| Column { field, is_numeric };
        let mut columns = vec![plain(Field::Number, true), plain(Field::Id, false)];
        columns.extend(all.has_areas.then(|| plain(Field::AreaHa, true)));
        columns.extend(all.has_lines.then(|| plain(Field::LengthM, true)));
        columns.extend(all.properties.into_iter().map(|(name, kind)| Column {
            field: Field::Property(name),
            is_numeric: kind == Kind::Numbers,
        }));
        Ok(Sheet {
            layer: Arc::clone(layer),
            columns,
            measures: None,
        })
    }

    /// The same with areas and lengths.
    #[must_use]
    pub fn with_measures(&self, measures: Arc<Measures>) -> Sheet {
        Sheet {
            measures: Some(measures),
            ..self.clone()
        }
    }

    /// The layer.
    pub fn layer(&self) -> &Arc<Layer> {
        &self.layer
    }

    /// Its columns.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The column that shows something; `None` where the layer has none.
    pub fn column(&self, field: &Field) -> Option<&Column> {
        self.columns.iter().find(|column| column.field == *field)
    }

    /// Number of rows.
    pub fn row_count(&self) -> usize {
        self.layer.features().len()
    }

    /// True where areas and lengths are known, or there are none to know.
    pub fn is_measured(&self) -> bool {
        let measured = |column: &Column| matches!(column.field, Field::AreaHa | Field::LengthM);
        self.measures.is_some() || !self.columns.iter().any(measured)
    }

    /// What stands in a row; missing, too, where an area is not measured yet.
    pub fn value(&self, row: u32, column: &Column) -> Value {
        let Some(feature) = self.layer.features().get(row as usize) else {
            return Value::Missing;
        };
        let measured = |of: fn(&Measures) -> &[f64]| {
            let values = self.measures.as_deref().map(of);
            let value = values.and_then(|values| values.get(row as usize));
            value
                .filter(|&&value| value > 0.0)
                .map_or(Value::Missing, |&value| Value::Number(value))
        };
        match &column.field {
            Field::Number => Value::Number(feature.number as f64),
            Field::Id => Value::Text(Arc::clone(&feature.id)),
            Field::AreaHa => measured(|measures| &measures.area_ha),
            Field::LengthM => measured(|measures| &measures.length_m),
            Field::Property(name) => Value::of(feature.properties.get(name), column.is_numeric),
        }
    }

    /// What stands in a row, as the source writes it; areas and lengths with four and one decimals.
    pub fn text(&self, row: u32, column: &Column) -> String {
        self.text_in(row, column, AreaScale::default())
    }

    /// As [`Sheet::text`], with areas in another unit.
    pub fn text_in(&self, row: u32, column: &Column, areas: AreaScale) -> String {
        if let Field::Property(name) = &column.field {
            let feature = self.layer.features().get(row as usize);
            let property = feature.and_then(|feature| feature.properties.get(name));
            return match property {
                None | Some(PropertyValue::Null) => String::new(),
                Some(property) => property.to_string(),
            };
        }
        match (self.value(row, column), &column.field) {
            (Value::Missing, _) => String::new(),
            (Value::Number(area_ha), Field::AreaHa) => {
                format!("{:.*}", areas.decimals, area_ha * areas.per_ha)
            }
            (Value::Number(length_m), Field::LengthM) => format!("{length_m:.1}"),
            (Value::Number(number), _) => number.to_string(),
            (Value::Text(text), _) => text.to_string(),
        }
    }
}

impl Measures {
    /// Measures all features, in parallel.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn of(layer: &Layer, ruler: &Ruler, progress: &Progress) -> Result<Measures, Cancelled> {
        progress.start(layer.features().len() as u64);
        let one = |feature: &Feature| {
            progress.check()?;
            let shape = &feature.shape;
            let measured = match shape.dimension() {
                Dimension::Area => (ruler.area_m2(shape.areas()) / M2_PER_HA, 0.0),
                Dimension::Line => (0.0, ruler.length_m(shape.lines())),
                Dimension::Point | Dimension::Empty => (0.0, 0.0),
            };
            progress.advance(1);
            Ok(measured)
        };
        let both: Vec<(f64, f64)> = layer
            .features()
            .par_iter()
            .map(one)
            .collect::<Result<_, Cancelled>>()?;
        let (area_ha, length_m) = both.into_iter().unzip();
        Ok(Measures { area_ha, length_m })
    }
}

/// What the values of a property have been so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// There was none.
    Nothing,
    Numbers,
    Texts,
}

/// What a stretch of features has.
#[derive(Debug, Default)]
struct Seen {
    properties: Vec<(Arc<str>, Kind)>,
    places: HashMap<Arc<str>, usize>,
    has_areas: bool,
    has_lines: bool,
}

impl Seen {
    fn of(layer: &Layer, features: &[Feature]) -> Seen {
        let fields = &layer.about.fields;
        // Codes and names are no quantities, even where they are written in digits only.
        let named = [&fields.id, &fields.name, &fields.class];
        let is_code = |name: &str| named.iter().any(|field| field.as_deref() == Some(name));
        let mut seen = Seen::default();
        for feature in features {
            seen.has_areas |= feature.shape.dimension() == Dimension::Area;
            seen.has_lines |= feature.shape.dimension() == Dimension::Line;
            for (place, (name, value)) in feature.properties.iter().enumerate() {
                // Nearly always the same names in the same order.
                let place = match seen.properties.get(place) {
                    Some((own, _)) if Arc::ptr_eq(own, name) => place,
                    _ => seen.place_of(name),
                };
                if let Some((name, kind)) = seen.properties.get_mut(place) {
                    *kind = kind.with(value, || is_code(name));
                }
            }
        }
        seen
    }

    fn place_of(&mut self, name: &Arc<str>) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = self.properties.len();
        self.places.insert(Arc::clone(name), place);
        self.properties.push((Arc::clone(name), Kind::Nothing));
        place
    }

    fn merge(&mut self, other: Seen) {
        self.has_areas |= other.has_areas;
        self.has_lines |= other.has_lines;
        for (name, kind) in other.properties {
            let place = self.place_of(&name);
            if let Some((_, own)) = self.properties.get_mut(place) {
                *own = own.joined(kind);
            }
        }
    }
}

impl Kind {
    fn with(self, value: &PropertyValue, is_code: impl Fn() -> bool) -> Kind {
        if self == Kind::Texts {
            return self;
        }
        match value {
            PropertyValue::Null => self,
            PropertyValue::Number(_) => Kind::Numbers,
            PropertyValue::Text(text) if text.trim().is_empty() => self,
            PropertyValue::Text(text) if is_quantity(text) && !is_code() => Kind::Numbers,
            _ => Kind::Texts,
        }
    }

    fn joined(self, other: Kind) -> Kind {
        match (self, other) {
            (Kind::Nothing, kind) | (kind, Kind::Nothing) => kind,
            (Kind::Numbers, Kind::Numbers) => Kind::Numbers,
            _ => Kind::Texts,
        }
    }
}

/// A text that writes a number out, unless it begins with a nought that no number needs: `0101` is a code.
fn is_quantity(text: &str) -> bool {
    let digits = text.trim().trim_start_matches(['-', '+']);
    let mut chars = digits.chars();
    let nought = chars.next() == Some('0') && chars.next().is_some_and(|next| next.is_ascii_digit());
    !nought && number_in(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::super::tests::layer;
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(rows: &[serde_json::Value], expected: &[(&str, bool)]) {
        let sheet = Sheet::of(&layer(rows), &Progress::default()).unwrap();
        let found: Vec<(String, bool)> = sheet.columns()[3..]
            .iter()
            .map(|column| match &column.field {
                Field::Property(name) => (name.to_string(), column.is_numeric),
                other => (format!("{other:?}"), column.is_numeric),
            })
            .collect();
        let found: Vec<(&str, bool)> = found.iter().map(|(name, is)| (&**name, *is)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn columns_come_in_the_order_of_their_first_row() {
        check(
            &[json!({"a": 1, "b": "x"}), json!({"c": null, "a": "2"})],
            &[("a", true), ("b", false), ("c", false)],
        );
    }

    #[test]
    fn codes_are_no_quantities() {
        check(&[json!({"a": "0101"}), json!({"a": "1106"})], &[("a", false)]);
        check(&[json!({"a": "0"}), json!({"a": "0.5"})], &[("a", true)]);
        check(&[json!({"a": 1}), json!({"a": "one"})], &[("a", false)]);
        // The mapped class.
        check(&[json!({"class": "1106"})], &[("class", false)]);
    }

    #[test]
    fn many_rows_are_looked_at_stretch_by_stretch() {
        let mut rows = vec![json!({"a": 1}); 2 * STRETCH];
        rows.push(json!({"b": "x", "a": 2}));
        check(&rows, &[("a", true), ("b", false)]);
    }

    #[test]
    fn areas_are_missing_until_they_are_measured() {
        let layer = layer(&[json!({})]);
        let sheet = Sheet::of(&layer, &Progress::default()).unwrap();
        let column = sheet.column(&Field::AreaHa).unwrap().clone();
        assert!(!sheet.is_measured());
        assert_eq!(sheet.text(0, &column), "");
        let crs = crate::geom::crs::Crs::from_code("EPSG:4549").unwrap();
        let ruler = Ruler::new(&crs);
        let measures = Measures::of(&layer, &ruler, &Progress::default()).unwrap();
        let sheet = sheet.with_measures(Arc::new(measures));
        let expected = ruler.area_m2(layer.features()[0].shape.areas()) / M2_PER_HA;
        assert_eq!(sheet.value(0, &column), Value::Number(expected));
        assert_eq!(sheet.text(0, &column), format!("{expected:.4}"));
    }

    #[test]
    fn it_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        assert!(Sheet::of(&layer(&[json!({})]), &progress).is_err());
    }
}
