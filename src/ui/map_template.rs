//! Sheets that are made again and again: size, part and purpose chosen at once.

use crate::report::picture::{Paper, PictureFormat};

use super::map_draft::{MapDraft, MapPart};

/// A usual sheet. Words and file stay what they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MapTemplate {
    /// All layers on A4 for a file of review.
    ReviewA4,
    /// The same on A3.
    ReviewA3,
    /// The surroundings of a site, 1:10 000 on A3.
    Site,
    /// A figure in a text: what the window shows, on a standing A4.
    Figure,
    /// For the public, on A3.
    Public,
    /// What the window shows as a picture for a slide.
    Slide,
}

impl MapTemplate {
    /// All, in the order of the list.
    pub const ALL: [MapTemplate; 6] = [
        MapTemplate::ReviewA4,
        MapTemplate::ReviewA3,
        MapTemplate::Site,
        MapTemplate::Figure,
        MapTemplate::Public,
        MapTemplate::Slide,
    ];

    /// The key of its name: `ui.map_window.template.CODE`.
    pub fn code(self) -> &'static str {
        match self {
            MapTemplate::ReviewA4 => "review_a4",
            MapTemplate::ReviewA3 => "review_a3",
            MapTemplate::Site => "site",
            MapTemplate::Figure => "figure",
            MapTemplate::Public => "public",
            MapTemplate::Slide => "slide",
        }
    }

    /// Sets the draft so.
    pub fn apply(self, draft: &mut MapDraft) {
        let is_slide = self == MapTemplate::Slide;
        draft.set_format(if is_slide {
            PictureFormat::Png
        } else {
            PictureFormat::Pdf
        });
        draft.set_paper(match self {
            MapTemplate::ReviewA4 | MapTemplate::Figure => Some(Paper::A4),
            MapTemplate::ReviewA3 | MapTemplate::Site | MapTemplate::Public => Some(Paper::A3),
            MapTemplate::Slide => None,
        });
        draft.standing = self == MapTemplate::Figure;
        if is_slide {
            (draft.width_px, draft.height_px) = (1920, 1080);
        }
        draft.part = match self {
            MapTemplate::ReviewA4 | MapTemplate::ReviewA3 | MapTemplate::Public => MapPart::Whole,
            MapTemplate::Site => MapPart::Scale,
            MapTemplate::Figure | MapTemplate::Slide => MapPart::Shown,
        };
        if self == MapTemplate::Site {
            draft.denominator = 10_000.0;
        }
        draft.public = self == MapTemplate::Public;
    }

    /// The template that the draft is still like.
    pub fn of(draft: &MapDraft) -> Option<MapTemplate> {
        MapTemplate::ALL.into_iter().find(|template| {
            let mut like = draft.clone();
            template.apply(&mut like);
            like == *draft
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_known_by_its_template_until_it_is_changed() {
        assert_eq!(MapTemplate::of(&MapDraft::default()), Some(MapTemplate::ReviewA4));
        for template in MapTemplate::ALL {
            let mut draft = MapDraft::default();
            template.apply(&mut draft);
            assert_eq!(MapTemplate::of(&draft), Some(template));
            draft.imprint.maker = "a".into();
            assert_eq!(MapTemplate::of(&draft), Some(template), "words are no part of it");
            draft.dpi = 77;
            assert_eq!(MapTemplate::of(&draft), None);
        }
    }
}
