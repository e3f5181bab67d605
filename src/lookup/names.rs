//! Features by name, id or code, in all layers.

use std::cmp::Reverse;
use std::sync::Arc;

use rayon::prelude::*;

use crate::model::feature::{Feature, FeatureRef, PropertyValue};
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};

/// So many features are looked at between two looks at whether to stop.
const STRETCH: usize = 4_096;

/// A feature that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameHit {
    /// Which one.
    pub feature: FeatureRef,
    /// Its name for people.
    pub title: String,
    /// How it was met.
    pub how: NameMatch,
}

/// How a text was met, the best way last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameMatch {
    /// The words stand in it.
    Contains,
    /// It begins with them.
    Begins,
    /// It is them.
    Is,
}

/// The features whose name, id or code contains what was typed, whatever the case: exact ones first, then those that begin
/// with it; among equals, layers from the top of the map and features in the order of the source. At most so many.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn named(
    layers: &[Arc<Layer>],
    typed: &str,
    most: usize,
    progress: &Progress,
) -> Result<Vec<NameHit>, Cancelled> {
    let wanted = typed.trim().to_lowercase();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    for layer in layers.iter().rev() {
        let stretches = layer.features().par_chunks(STRETCH);
        let found: Vec<Vec<NameHit>> = stretches
            .map(|features| {
                progress.check()?;
                Ok(best(
                    features
                        .iter()
                        .filter_map(|feature| hit(layer, feature, &wanted))
                        .collect(),
                    most,
                ))
            })
            .collect::<Result<_, Cancelled>>()?;
        hits.extend(found.into_iter().flatten());
        hits = best(hits, most);
    }
    Ok(hits)
}

fn best(mut hits: Vec<NameHit>, most: usize) -> Vec<NameHit> {
    // A stable sort: equals stay as they come.
    hits.sort_by_key(|hit| Reverse(hit.how));
    hits.truncate(most);
    hits
}

fn hit(layer: &Layer, feature: &Feature, wanted: &str) -> Option<NameHit> {
    let fields = &layer.about.fields;
    let named = [&fields.name, &fields.id, &fields.class].into_iter().flatten();
    let values = named.filter_map(|field| feature.properties.get(field));
    let by_value = values.filter_map(|value| match value {
        PropertyValue::Text(text) => met(text, wanted),
        PropertyValue::Number(number) => met(&number.to_string(), wanted),
        _ => None,
    });
    let how = by_value.chain(met(&feature.id, wanted)).max()?;
    Some(NameHit {
        feature: layer.name_of(feature),
        title: layer.title_of(feature),
        how,
    })
}

fn met(text: &str, wanted: &str) -> Option<NameMatch> {
    let text = text.trim().to_lowercase();
    let place = text.find(wanted)?;
    Some(match place {
        0 if text.len() == wanted.len() => NameMatch::Is,
        0 => NameMatch::Begins,
        _ => NameMatch::Contains,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::shape::Shape;
    use crate::model::feature::Properties;
    use crate::model::layer::{About, Provenance};
    use crate::model::role::Role;

    fn layer(id: &str, rows: &[(&str, &str, &str)]) -> Arc<Layer> {
        let mut about = About::new(id, Role::Wetland);
        about.fields.name = Some("name".into());
        about.fields.class = Some("class".into());
        let feature = |(place, (id, name, class)): (usize, &(&str, &str, &str))| Feature {
            id: (*id).into(),
            number: place + 1,
            shape: Arc::new(Shape::empty()),
            properties: [("name", name), ("class", class), ("note", &"xixi")]
                .map(|(key, value)| (Arc::from(key), PropertyValue::from(*value)))
                .into_iter()
                .collect::<Properties>(),
            foreign: Properties::default(),
        };
        let features = rows.iter().enumerate().map(feature).collect();
        Arc::new(Layer::new(about, Provenance::default(), features))
    }

    #[track_caller]
    fn check(typed: &str, most: usize, expected: &[&str]) {
        let layers = [
            layer(
                "below",
                &[("W1", "西溪湿地", "1106"), ("W2", "Xixi east", "0304")],
            ),
            layer("above", &[("1106", "Old Xixi", "0304"), ("W10", "Pond", "11061")]),
        ];
        let hits = named(&layers, typed, most, &Progress::default()).unwrap();
        let found: Vec<String> = hits.iter().map(|hit| hit.feature.to_string()).collect();
        assert_eq!(found, expected, "{typed}");
    }

    #[test]
    fn names_ids_and_codes() {
        check("西溪", 9, &["below/W1"]);
        check(" XIXI ", 9, &["below/W2", "above/1106"]);
        check("1106", 9, &["above/1106", "below/W1", "above/W10"]);
        check("1106", 2, &["above/1106", "below/W1"]);
        check("w1", 9, &["below/W1", "above/W10"]);
        check("nothing", 9, &[]);
        check("  ", 9, &[]);
    }

    #[test]
    fn it_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        let layers = [layer("l", &[("a", "b", "c")])];
        assert!(named(&layers, "a", 9, &progress).is_err());
    }
}
