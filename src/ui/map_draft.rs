//! A map sheet being set up in the window.

use std::path::PathBuf;
use std::sync::Arc;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::report::picture::{Imprint, Page, Paper, PictureFormat, PictureOptions, View};
use crate::session::command::MapOrder;
use crate::words::Lang;

/// What is to become a sheet, as chosen so far.
#[derive(Clone, Debug, PartialEq)]
pub struct MapDraft {
    /// The file.
    pub path: String,
    /// As what; the ending of the file follows it.
    pub format: PictureFormat,
    /// Paper; `None` for a size in pixels.
    pub paper: Option<Paper>,
    /// Paper standing.
    pub standing: bool,
    /// Width in pixels, where it is no paper.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// Dots to an inch.
    pub dpi: u32,
    /// Which part of the map.
    pub part: MapPart,
    /// The number behind 1 :.
    pub denominator: f64,
    /// The title; the name of the workspace if it is empty.
    pub title: String,
    /// The language; that of the window if none was chosen.
    pub lang: Option<Lang>,
    /// For the public.
    pub public: bool,
    /// What whoever makes it says of it.
    pub imprint: Imprint,
}

/// Which part of the map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapPart {
    /// What the window shows.
    Shown,
    /// All layers.
    #[default]
    Whole,
    /// The middle of the window at a scale.
    Scale,
}

/// How the map stands in the window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// What is in view, plane metres; `None` before the first frame.
    pub extent: Option<Extent>,
    /// Layers that are switched off, in the order of their names.
    pub hidden: Vec<Arc<str>>,
    /// Language of the window.
    pub lang: Lang,
}

impl Default for MapDraft {
    fn default() -> MapDraft {
        MapDraft {
            path: "map.pdf".to_owned(),
            format: PictureFormat::Pdf,
            paper: Some(Paper::A4),
            standing: false,
            width_px: 1920,
            height_px: 1080,
            dpi: Page::PRINT_DPI,
            part: MapPart::default(),
            denominator: 50_000.0,
            title: String::new(),
            lang: None,
            public: false,
            imprint: Imprint::default(),
        }
    }
}

impl MapDraft {
    /// Another format; the file's ending goes with it.
    pub fn set_format(&mut self, format: PictureFormat) {
        self.format = format;
        if !self.path.trim().is_empty() {
            let path = PathBuf::from(self.path.trim()).with_extension(format.code());
            self.path = path.display().to_string();
        }
    }

    /// Another file; the format goes with its ending, if that names one.
    pub fn set_path(&mut self, path: String) {
        self.path = path;
        if let Some(format) = PictureFormat::of_path(&self.file()) {
            self.format = format;
        }
    }

    /// Paper, or a size in pixels, with the dots to an inch that suit it.
    pub fn set_paper(&mut self, paper: Option<Paper>) {
        self.paper = paper;
        self.dpi = match paper {
            Some(_) => Page::PRINT_DPI,
            None => Page::SCREEN_DPI,
        };
    }

    /// How large the sheet will be.
    pub fn page(&self) -> Page {
        match self.paper {
            Some(paper) => Page::of_paper(paper, self.standing, self.dpi),
            None => Page::of_pixels(self.width_px, self.height_px, self.dpi),
        }
    }

    /// True if there is a file to write to and the sheet is not too large.
    pub fn is_ready(&self) -> bool {
        !self.path.trim().is_empty() && (self.format != PictureFormat::Png || self.page().fits())
    }

    /// What the session is to do.
    pub fn order(&self, seen: &Seen) -> MapOrder {
        let middle: Option<Coord<f64>> = seen.extent.map(|extent| extent.center());
        let view = match (self.part, seen.extent) {
            (MapPart::Shown, Some(extent)) => View::Extent(extent),
            (MapPart::Scale, _) => View::Scale {
                denominator: self.denominator,
                middle,
            },
            (MapPart::Whole, _) | (MapPart::Shown, None) => View::Whole,
        };
        MapOrder {
            path: self.file(),
            format: self.format,
            options: PictureOptions {
                page: self.page(),
                view,
                title: Some(self.title.clone()).filter(|title| !title.trim().is_empty()),
                public: self.public,
                imprint: self.imprint.clone(),
                hidden: seen.hidden.clone(),
                ..PictureOptions::new(self.lang.unwrap_or(seen.lang))
            },
        }
    }

    /// The file with an ending that fits its content.
    fn file(&self) -> PathBuf {
        let path = PathBuf::from(self.path.trim());
        if PictureFormat::of_path(&path).is_some() || path.file_name().is_none() {
            return path;
        }
        let mut name = path.into_os_string();
        name.push(".");
        name.push(self.format.code());
        name.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ending_and_format_agree() {
        let mut draft = MapDraft::default();
        draft.set_format(PictureFormat::Png);
        assert_eq!(draft.path, "map.png");
        draft.set_path("a/审查.SVG".into());
        assert_eq!(draft.format, PictureFormat::Svg);
        draft.set_path("a/v1.2".into());
        assert_eq!(draft.order(&Seen::default()).path, PathBuf::from("a/v1.2.svg"));
    }

    #[test]
    fn what_is_too_large_cannot_be_ordered() {
        let mut draft = MapDraft {
            dpi: 1200,
            paper: Some(Paper::A3),
            ..MapDraft::default()
        };
        assert!(draft.is_ready(), "vectors have no dots");
        draft.set_format(PictureFormat::Png);
        assert!(!draft.is_ready());
    }

    #[test]
    fn a_scale_is_about_the_middle_of_the_window() {
        let corner = |x, y| Coord { x, y };
        let seen = Seen {
            extent: Some(Extent::from_corners(corner(0.0, 0.0), corner(20.0, 10.0))),
            ..Seen::default()
        };
        let mut draft = MapDraft {
            part: MapPart::Scale,
            ..MapDraft::default()
        };
        let expected = View::Scale {
            denominator: 50_000.0,
            middle: Some(corner(10.0, 5.0)),
        };
        assert_eq!(draft.order(&seen).options.view, expected);
        draft.part = MapPart::Shown;
        assert_eq!(
            draft.order(&seen).options.view,
            View::Extent(seen.extent.unwrap())
        );
        assert_eq!(draft.order(&Seen::default()).options.view, View::Whole);
    }
}
