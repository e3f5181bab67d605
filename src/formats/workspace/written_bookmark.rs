//! Places with names as they stand in a workspace file.
//!
//! ```toml
//! [[bookmark]]
//! name = "七格"
//! # What is seen there, in metres of the plane that the file names as `crs`.
//! west_south_east_north = [538000.0, 3350200.0, 541000.0, 3352600.0]
//! # How far the map is turned, in degrees clockwise; north is up where nothing is said.
//! turn_deg = 15.0
//! ```

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;
use crate::model::problem::Problem;

use super::settings::Settings;

/// A table `[[bookmark]]`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenBookmark {
    name: String,
    west_south_east_north: [f64; 4],
    #[serde(default, skip_serializing_if = "is_zero")]
    turn_deg: f64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands it so")]
fn is_zero(degrees: &f64) -> bool {
    *degrees == 0.0
}

impl WrittenBookmark {
    /// As it is written.
    pub fn of(bookmark: &Bookmark) -> WrittenBookmark {
        let Extent { min, max } = bookmark.extent;
        WrittenBookmark {
            name: bookmark.name.clone(),
            west_south_east_north: [min.x, min.y, max.x, max.y],
            turn_deg: bookmark.turn.degrees(),
        }
    }

    /// What it means.
    fn bookmark(&self, settings: &Settings<'_>) -> Result<Bookmark, Box<Problem>> {
        let [west, south, east, north] = self.west_south_east_north;
        let are_numbers = self.west_south_east_north.iter().all(|number| number.is_finite());
        if !(are_numbers && west < east && south < north) {
            let at = settings.text.find(&format!("{:?}", self.name));
            let what = format!(
                "{:?}: must be four numbers, the first below the third and the second below the fourth",
                self.name
            );
            return Err(settings.bad(Some("bookmark.west_south_east_north"), at, &what));
        }
        let corner = |x, y| Coord { x, y };
        Ok(Bookmark {
            name: self.name.clone(),
            extent: Extent::from_corners(corner(west, south), corner(east, north)),
            turn: Turn::of_degrees(self.turn_deg),
        })
    }
}

/// What the tables of a file mean that names this plane.
///
/// # Errors
/// A place is none, or the file does not say which plane they are in.
pub fn bookmarks(
    settings: &Settings<'_>,
    written: &[WrittenBookmark],
    crs: Option<&str>,
) -> Result<Vec<Bookmark>, Box<Problem>> {
    if crs.is_none() && !written.is_empty() {
        let at = settings.text.find("[[bookmark]]");
        let what = "the places of bookmarks are in the plane that `crs` names; say which";
        return Err(settings.bad(Some("crs"), at, what));
    }
    let read = written.iter().map(|bookmark| bookmark.bookmark(settings));
    read.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        bookmark: Vec<WrittenBookmark>,
    }

    fn read(text: &str, crs: Option<&str>) -> Result<Vec<Bookmark>, Box<Problem>> {
        let settings = Settings {
            label: "w.toml",
            text,
        };
        let file: File = settings.parse()?;
        bookmarks(&settings, &file.bookmark, crs)
    }

    #[test]
    fn a_place_is_a_name_and_a_box() {
        let text = "[[bookmark]]\nname = \"七格\"\nwest_south_east_north = [1, 2.5, 3, 4]\nturn_deg = -30";
        let extent = Extent::from_corners(Coord { x: 1.0, y: 2.5 }, Coord { x: 3.0, y: 4.0 });
        let (name, turn) = ("七格".to_owned(), Turn::of_degrees(-30.0));
        assert_eq!(
            read(text, Some("EPSG:4549")).unwrap(),
            [Bookmark { name, extent, turn }]
        );
    }

    #[track_caller]
    fn check_refused(numbers: &str, crs: Option<&str>, key: &str) {
        let text = format!("[[bookmark]]\nname = \"a\"\nwest_south_east_north = {numbers}");
        let problem = read(&text, crs).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(key), "{problem:?}");
    }

    #[test]
    fn what_is_no_place_is_refused() {
        let (crs, key) = (Some("EPSG:4549"), "bookmark.west_south_east_north");
        check_refused("[3, 2, 1, 4]", crs, key);
        check_refused("[1, 2, 3, inf]", crs, key);
        check_refused("[1, 2, 3]", crs, "west_south_east_north");
        check_refused("[1, 2, 3, 4]", None, "crs");
    }
}
