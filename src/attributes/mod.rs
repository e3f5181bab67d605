//! The attributes of a layer as a table: columns, conditions, order and figures.
//!
//! Promises: numbers sort as numbers, texts by code point, what is missing stands last in either direction, and equal
//! values keep the order of the source; every long call can be stopped; the same layer and wishes give the same rows.
//! Refuses: a window, files, and changes of the layer.

pub mod copied;
pub mod expression;
pub mod filter;
pub mod grammar;
pub mod histogram;
pub mod order;
pub mod row_set;
pub mod sheet;
pub mod statistics;
pub mod value;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo::Geometry;

    use crate::geom::gate::admit_plane;
    use crate::model::feature::{Feature, Properties, PropertyValue};
    use crate::model::layer::{About, Layer, Provenance};
    use crate::model::role::Role;

    /// A layer of squares side by side from 500 km, 3300 km on, each with such properties; a field `class` is the class.
    pub fn layer(rows: &[serde_json::Value]) -> Arc<Layer> {
        let feature = |(place, row): (usize, &serde_json::Value)| {
            let x = 500_000.0 + 100.0 * place as f64;
            let square: Geometry<f64> = geo::Rect::new((x, 3.3e6), (x + 80.0, 3.3e6 + 80.0))
                .to_polygon()
                .into();
            let named = row.as_object().into_iter().flatten();
            let properties: Properties = named
                .map(|(name, value)| (name.as_str().into(), PropertyValue::from(value.clone())))
                .collect();
            Feature {
                id: format!("f{}", place + 1).into(),
                number: place + 1,
                shape: Arc::new(admit_plane(square).unwrap()),
                properties,
                foreign: Properties::default(),
            }
        };
        let mut about = About::new("plots", Role::Wetland);
        about.fields.class = Some("class".into());
        let features = rows.iter().enumerate().map(feature).collect();
        Arc::new(Layer::new(about, Provenance::default(), features))
    }
}
