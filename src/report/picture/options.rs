//! What a picture is asked to show.

use std::sync::Arc;

use crate::geom::crs::{Crs, CrsError, Transform};
use crate::geom::extent::Extent;
use crate::model::workspace::Workspace;
use crate::words::Lang;
use geo::Coord;

use super::page::Page;

/// Size, view and wording of a map sheet. Sheets are always light: they go onto paper.
#[derive(Clone, Debug, PartialEq)]
pub struct PictureOptions {
    /// How large the sheet is.
    pub page: Page,
    /// What the map shows.
    pub view: View,
    /// Language of title, legend and notes.
    pub lang: Lang,
    /// The title; `None` for the name of the workspace.
    pub title: Option<String>,
    /// What whoever makes the sheet says of it.
    pub imprint: Imprint,
    /// The sheet goes to the public: without the number of an approved map it is marked all over.
    pub public: bool,
    /// Layers that are left out; the sheet says so.
    pub hidden: Vec<Arc<str>>,
}

/// What whoever makes the sheet says of it, printed among the notes as it is written; nothing where it is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imprint {
    /// Who made it.
    pub maker: String,
    /// On which day, in any writing. A sheet knows no clock, so that it can be made again with the same bytes.
    pub day: String,
    /// Anything else, a paragraph for each line.
    pub remark: String,
}

/// The part of the workspace that a map shows. The map grows it to the sheet's proportions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum View {
    /// All layers, with a margin.
    Whole,
    /// A box in plane metres.
    Extent(Extent),
    /// 1 : this number, true on the sheet as large as it says it is.
    Scale {
        /// The number.
        denominator: f64,
        /// The middle of the map in plane metres; `None` for the middle of all layers.
        middle: Option<Coord<f64>>,
    },
}

impl PictureOptions {
    /// The whole workspace on a sheet of 1600 × 1000 for the screen.
    pub fn new(lang: Lang) -> PictureOptions {
        PictureOptions {
            page: Page::of_pixels(1600, 1000, Page::SCREEN_DPI),
            view: View::Whole,
            lang,
            title: None,
            imprint: Imprint::default(),
            public: false,
            hidden: Vec::new(),
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
