//! What a picture is asked to show.

use crate::geom::crs::{Crs, CrsError, Transform};
use crate::geom::extent::Extent;
use crate::model::workspace::Workspace;
use crate::words::Lang;
use geo::Coord;

/// Size, view and language of a map sheet. Sheets are always light: they go onto paper.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PictureOptions {
    /// Width of the sheet in pixels of 1/96 inch.
    pub width_px: u32,
    /// Height of the sheet.
    pub height_px: u32,
    /// What the map shows.
    pub view: View,
    /// Language of title, legend and notes.
    pub lang: Lang,
}

/// The part of the workspace that a map shows. The map grows it to the sheet's proportions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum View {
    /// All layers, with a margin.
    Whole,
    /// A box in plane metres.
    Extent(Extent),
    /// The middle of the workspace at 1 : this number, on paper of 96 pixels an inch.
    Scale(f64),
}

impl PictureOptions {
    /// The whole workspace on a sheet of 1600 × 1000.
    pub fn new(lang: Lang) -> PictureOptions {
        PictureOptions {
            width_px: 1600,
            height_px: 1000,
            view: View::Whole,
            lang,
        }
    }
}

impl View {
    /// The box in the plane around a box in degrees: west, south, east, north on WGS 84.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] for corners that the plane cannot show; [`CrsError::NoDatumShift`].
    pub fn of_degrees(west_south_east_north: [f64; 4], workspace: &Workspace) -> Result<View, CrsError> {
        const STEPS: usize = 16;
        let [west, south, east, north] = west_south_east_north;
        let lon_lat = Crs::from_code(Crs::LON_LAT)?;
        let plane_from_degrees = Transform::between(&lon_lat, &workspace.crs)?;
        // Meridians and parallels are curved in the plane, so corners alone would cut something off.
        let mut border: Vec<Coord<f64>> = (0..=STEPS)
            .flat_map(|k| {
                let t = k as f64 / STEPS as f64;
                let (x, y) = (west + t * (east - west), south + t * (north - south));
                [(x, south), (x, north), (west, y), (east, y)]
            })
            .map(|(x, y)| Coord { x, y })
            .collect();
        plane_from_degrees.apply(&mut border);
        if border.iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            Ok(View::Extent(Extent::of_coords(border)))
        } else {
            Err(CrsError::Unknown(format!("{west},{south},{east},{north}")))
        }
    }
}
