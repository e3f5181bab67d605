//! What repairs did to features, and which of them somebody has said yes to.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, Serialize};

use crate::geom::repair::Change;
use crate::model::accepted_repairs::{Accepted, AcceptedRepairs};
use crate::model::repair::Repair;

use super::doubt::SavedBox;
use super::number::Number;

/// Version 1. Areas in square metres of the plane; the outline as it came: polygons, rings, vertices.
#[derive(Serialize, Deserialize)]
pub struct SavedRepair {
    id: String,
    number: usize,
    before_m2: Number,
    after_m2: Number,
    ambiguous: bool,
    drawn: Vec<Vec<Vec<[Number; 2]>>>,
    place: SavedBox,
}

impl From<&Repair> for SavedRepair {
    fn from(repair: &Repair) -> SavedRepair {
        let ring = |ring: &LineString<f64>| ring.0.iter().map(|c| [c.x, c.y].map(Number)).collect();
        let rings = |polygon: &Polygon<f64>| {
            let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            all.map(ring).collect()
        };
        SavedRepair {
            id: repair.id.to_string(),
            number: repair.number,
            before_m2: Number(repair.change.before_m2),
            after_m2: Number(repair.change.after_m2),
            ambiguous: repair.change.ambiguous,
            drawn: repair.drawn.iter().map(rings).collect(),
            place: SavedBox::from(repair.place),
        }
    }
}

impl From<SavedRepair> for Repair {
    fn from(saved: SavedRepair) -> Repair {
        let ring = |ring: Vec<[Number; 2]>| {
            let coords = ring.into_iter().map(|[x, y]| Coord { x: x.0, y: y.0 });
            LineString(coords.collect())
        };
        let polygon = |rings: Vec<Vec<[Number; 2]>>| {
            let mut rings = rings.into_iter().map(ring);
            let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
            Polygon::new(shell, rings.collect())
        };
        Repair {
            id: saved.id.into(),
            number: saved.number,
            change: Change {
                before_m2: saved.before_m2.0,
                after_m2: saved.after_m2.0,
                ambiguous: saved.ambiguous,
            },
            drawn: Arc::new(MultiPolygon(saved.drawn.into_iter().map(polygon).collect())),
            place: saved.place.into(),
        }
    }
}

/// By layer: the ids of the features, or nothing for all of them.
#[derive(Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SavedAccepted(BTreeMap<String, Option<Vec<String>>>);

impl SavedAccepted {
    /// What was said of these layers.
    pub fn of<'a>(accepted: &AcceptedRepairs, layers: impl Iterator<Item = &'a str>) -> SavedAccepted {
        let said = layers.filter_map(|layer| {
            let ids = match accepted.of(layer)? {
                Accepted::All => None,
                Accepted::Some(ids) => Some(ids.iter().map(|id| id.to_string()).collect()),
            };
            Some((layer.to_owned(), ids))
        });
        SavedAccepted(said.collect())
    }

    /// What it means.
    pub fn accepted(self) -> AcceptedRepairs {
        let mut all = AcceptedRepairs::default();
        for (layer, ids) in self.0 {
            let accepted = match ids {
                None => Accepted::All,
                Some(ids) => Accepted::Some(ids.into_iter().map(Into::into).collect()),
            };
            all.set(&layer.into(), Some(accepted));
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::extent::Extent;
    use geo::wkt;

    #[test]
    fn there_and_back() {
        let repair = Repair {
            id: "a".into(),
            number: 3,
            change: Change {
                before_m2: f64::NAN,
                after_m2: 0.1 + 0.2,
                ambiguous: true,
            },
            drawn: Arc::new(wkt! { MULTIPOLYGON(((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.))) }),
            place: Extent::from_corners(Coord { x: 0.0, y: 0.0 }, Coord { x: 4.0, y: 4.0 }),
        };
        let text = serde_json::to_string(&SavedRepair::from(&repair)).unwrap();
        let saved: SavedRepair = serde_json::from_str(&text).unwrap();
        assert_eq!(format!("{:?}", Repair::from(saved)), format!("{repair:?}"));

        let mut accepted = AcceptedRepairs::default();
        accepted.set(&"a".into(), Some(Accepted::All));
        accepted.set(&"b".into(), Some(Accepted::Some(["1".into()].into())));
        let text = serde_json::to_string(&SavedAccepted::of(&accepted, ["a", "b", "c"].into_iter())).unwrap();
        let saved: SavedAccepted = serde_json::from_str(&text).unwrap();
        assert_eq!(saved.accepted(), accepted);
    }
}
