//! Places with names.

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;

use super::number::Number;

/// A place with a name, in the plane of the settings. Version 1.
#[derive(Serialize, Deserialize)]
pub struct SavedBookmark {
    name: String,
    /// West, south, east, north in metres.
    corners: [Number; 4],
    /// How far the map is turned, in degrees clockwise.
    turn_deg: Number,
}

impl From<&Bookmark> for SavedBookmark {
    fn from(bookmark: &Bookmark) -> SavedBookmark {
        let Extent { min, max } = bookmark.extent;
        SavedBookmark {
            name: bookmark.name.clone(),
            corners: [min.x, min.y, max.x, max.y].map(Number),
            turn_deg: Number(bookmark.turn.degrees()),
        }
    }
}

impl SavedBookmark {
    /// What it means.
    ///
    /// # Errors
    /// Corners that are no box, in words.
    pub fn bookmark(self) -> Result<Bookmark, String> {
        let [west, south, east, north] = self.corners.map(|corner| corner.0);
        let is_box =
            west <= east && south <= north && (east - west).is_finite() && (north - south).is_finite();
        if !is_box {
            return Err(format!("{:?}: {west}, {south}, {east}, {north}", self.name));
        }
        let corner = |x, y| Coord { x, y };
        Ok(Bookmark {
            name: self.name,
            extent: Extent::from_corners(corner(west, south), corner(east, north)),
            turn: Turn::of_degrees(self.turn_deg.0),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back_to_the_last_bit() {
        let corner = |x, y| Coord { x, y };
        let place = Bookmark {
            name: "七格".to_owned(),
            extent: Extent::from_corners(corner(0.1, -0.2), corner(541_000.123_456_789, 3e6)),
            turn: Turn::of_degrees(-30.5),
        };
        let text = serde_json::to_string(&SavedBookmark::from(&place)).unwrap();
        let read: SavedBookmark = serde_json::from_str(&text).unwrap();
        assert_eq!(read.bookmark(), Ok(place));
    }

    #[test]
    fn what_is_no_box_is_refused() {
        let check = |corners: &str| {
            let text = format!(r#"{{"name":"a","corners":[{corners}],"turn_deg":0}}"#);
            let read: SavedBookmark = serde_json::from_str(&text).unwrap();
            assert!(read.bookmark().is_err(), "{corners}");
        };
        check("3,0,1,1");
        check("0,0,1,\"inf\"");
        check("0,\"NaN\",1,1");
    }
}
