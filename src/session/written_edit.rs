//! Changes of the workspace as they stand in the file of a history.
//!
//! Changes that hold what was read from a file are no such: layers that were read again or examined are steps of their own,
//! [`super::written_step`].

use std::borrow::Cow;
use std::sync::Arc;

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::formats::wkt;
use crate::formats::workspace::written_style::WrittenStyle;
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::shape::Shape;
use crate::geom::turn::Turn;
use crate::model::bookmark::Bookmark;
use crate::model::feature::FeatureRef;
use crate::model::role::ProjectKind;
use crate::report::layers::placed::{Notation, Placed};
use crate::report::layers::wkt::push;
use crate::words::Bilingual;

use super::by_hand::HandEdit;
use super::edit::Edit;

/// A feature: its layer and its id.
type Name = (String, String);

/// A change. Shapes are well-known texts in the plane of the workspace, with all their digits.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenEdit {
    /// A layer, and by how many places it goes up.
    Move(String, i32),
    /// A layer goes.
    Remove(String),
    /// A layer, and the name of its second one in Chinese and English.
    Duplicate(String, String, String),
    /// A layer, and its name in Chinese and English.
    Rename(String, String, String),
    /// A layer, and how it is drawn.
    Style(String, WrittenStyle),
    /// The day of the rules.
    AsOf(Option<String>),
    /// Names of places, with west, south, east and north in metres of the plane.
    Bookmarks(Vec<(String, [f64; 4], f64)>),
    /// Features whose repairs are accepted.
    Accept(Vec<Name>),
    /// The shape of a new project, and its kind.
    Draw(String, Option<String>),
    /// A project and its new shape.
    Reshape(Name, String),
    /// A project goes.
    RemoveFeature(Name),
}

impl WrittenEdit {
    /// As it is written; `None` for what holds data that was read.
    pub fn of(edit: &Edit) -> Option<WrittenEdit> {
        Some(match edit {
            Edit::MoveLayer { layer, by } => WrittenEdit::Move(layer.to_string(), *by),
            Edit::RemoveLayer(layer) => WrittenEdit::Remove(layer.to_string()),
            Edit::DuplicateLayer { layer, name } => {
                WrittenEdit::Duplicate(layer.to_string(), name.zh.clone(), name.en.clone())
            }
            Edit::RenameLayer { layer, name } => {
                WrittenEdit::Rename(layer.to_string(), name.zh.clone(), name.en.clone())
            }
            Edit::SetSymbology { layer, choice } => {
                WrittenEdit::Style(layer.to_string(), WrittenStyle::of(choice))
            }
            Edit::SetAsOf(day) => WrittenEdit::AsOf(day.map(|day| day.to_string())),
            Edit::SetBookmarks(places) => WrittenEdit::Bookmarks(places.iter().map(place).collect()),
            Edit::AcceptRepairs(features) => WrittenEdit::Accept(features.iter().map(name).collect()),
            Edit::ByHand(HandEdit::Draw { shape, kind }) => {
                WrittenEdit::Draw(text(shape), kind.map(|kind| kind.code().to_owned()))
            }
            Edit::ByHand(HandEdit::Reshape { feature, shape }) => {
                WrittenEdit::Reshape(name(feature), text(shape))
            }
            Edit::ByHand(HandEdit::Remove(feature)) => WrittenEdit::RemoveFeature(name(feature)),
            Edit::ReadAgain(_) | Edit::Examined { .. } => return None,
        })
    }

    /// What it means; `None` where it means nothing.
    pub fn edit(self) -> Option<Edit> {
        Some(match self {
            WrittenEdit::Move(layer, by) => Edit::MoveLayer {
                layer: layer.into(),
                by,
            },
            WrittenEdit::Remove(layer) => Edit::RemoveLayer(layer.into()),
            WrittenEdit::Duplicate(layer, zh, en) => Edit::DuplicateLayer {
                layer: layer.into(),
                name: Bilingual { zh, en },
            },
            WrittenEdit::Rename(layer, zh, en) => Edit::RenameLayer {
                layer: layer.into(),
                name: Bilingual { zh, en },
            },
            WrittenEdit::Style(layer, style) => Edit::SetSymbology {
                layer: layer.into(),
                choice: Box::new(style.choice().ok()?),
            },
            WrittenEdit::AsOf(day) => Edit::SetAsOf(day.map(|day| day.parse()).transpose().ok()?),
            WrittenEdit::Bookmarks(places) => {
                let places: Option<Vec<Bookmark>> = places.into_iter().map(bookmark).collect();
                Edit::SetBookmarks(places?)
            }
            WrittenEdit::Accept(features) => Edit::AcceptRepairs(features.into_iter().map(feature).collect()),
            WrittenEdit::Draw(text, kind) => Edit::ByHand(HandEdit::Draw {
                shape: shape(&text)?,
                kind: match kind {
                    Some(code) => Some(ProjectKind::from_code(&code)?),
                    None => None,
                },
            }),
            WrittenEdit::Reshape(name, text) => Edit::ByHand(HandEdit::Reshape {
                feature: feature(name),
                shape: shape(&text)?,
            }),
            WrittenEdit::RemoveFeature(name) => Edit::ByHand(HandEdit::Remove(feature(name))),
        })
    }
}

fn name(feature: &FeatureRef) -> Name {
    (feature.layer.to_string(), feature.id.to_string())
}

fn feature((layer, id): Name) -> FeatureRef {
    FeatureRef {
        layer: layer.into(),
        id: id.into(),
    }
}

fn place(bookmark: &Bookmark) -> (String, [f64; 4], f64) {
    let Extent { min, max } = bookmark.extent;
    let corners = [min.x, min.y, max.x, max.y];
    (bookmark.name.clone(), corners, bookmark.turn.degrees())
}

fn bookmark((name, [west, south, east, north], turn_deg): (String, [f64; 4], f64)) -> Option<Bookmark> {
    let corner = |x, y| Coord { x, y };
    let extent = Extent::from_corners(corner(west, south), corner(east, north));
    (west <= east && south <= north).then_some(Bookmark {
        name,
        extent,
        turn: Turn::of_degrees(turn_deg),
    })
}

fn text(shape: &Shape) -> String {
    let placed = Placed {
        areas: Cow::Borrowed(shape.areas()),
        lines: Cow::Borrowed(shape.lines()),
        points: Cow::Borrowed(shape.points()),
    };
    let mut text = Vec::new();
    push(&mut text, &placed, Notation::Shortest);
    String::from_utf8_lossy(&text).into_owned()
}

fn shape(text: &str) -> Option<Arc<Shape>> {
    let geometry = wkt::read(text)?.geometry?;
    admit_plane(geometry).ok().map(Arc::new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::symbology_choice::{SymbolPalette, SymbologyChoice};
    use geo::wkt as geometry;

    /// By what it says, because drawings are the same only where they are the same piece of memory.
    #[track_caller]
    fn check(edit: &Edit) {
        let written = serde_json::to_string(&WrittenEdit::of(edit).unwrap()).unwrap();
        let read: WrittenEdit = serde_json::from_str(&written).unwrap();
        assert_eq!(
            format!("{:?}", read.edit().unwrap()),
            format!("{edit:?}"),
            "{written}"
        );
    }

    #[test]
    fn what_is_written_is_read_back() {
        let layer: Arc<str> = "湿地".into();
        let project = FeatureRef {
            layer: Arc::clone(&layer),
            id: "a/b \"c\"".into(),
        };
        let ring = geometry! { POLYGON((0.1 0.2, 500000.123456789 0., 7. 9., 0.1 0.2)) };
        let shape = Arc::new(admit_plane(ring).unwrap());
        let style = SymbologyChoice {
            palette: SymbolPalette::Safe,
            ..SymbologyChoice::default()
        };
        check(&Edit::MoveLayer {
            layer: Arc::clone(&layer),
            by: -3,
        });
        check(&Edit::RemoveLayer(Arc::clone(&layer)));
        check(&Edit::DuplicateLayer {
            layer: Arc::clone(&layer),
            name: Bilingual::same("x"),
        });
        check(&Edit::RenameLayer {
            layer: Arc::clone(&layer),
            name: Bilingual::same("x"),
        });
        check(&Edit::SetSymbology {
            layer: Arc::clone(&layer),
            choice: Box::new(style),
        });
        check(&Edit::SetAsOf("2026-11-28".parse().ok()));
        check(&Edit::SetAsOf(None));
        check(&Edit::SetBookmarks(vec![Bookmark {
            name: "七格".to_owned(),
            extent: shape.extent(),
            turn: Turn::of_degrees(30.0),
        }]));
        check(&Edit::AcceptRepairs(vec![project.clone()]));
        check(&Edit::ByHand(HandEdit::Draw {
            shape: Arc::clone(&shape),
            kind: Some(ProjectKind::Wind),
        }));
        check(&Edit::ByHand(HandEdit::Reshape {
            feature: project.clone(),
            shape,
        }));
        check(&Edit::ByHand(HandEdit::Remove(project)));
    }

    #[test]
    fn what_means_nothing_is_no_change() {
        let check = |written: WrittenEdit| assert!(written.edit().is_none());
        check(WrittenEdit::AsOf(Some("yesterday".to_owned())));
        check(WrittenEdit::Draw("POINT (1".to_owned(), None));
        check(WrittenEdit::Draw(
            "POINT (1 2)".to_owned(),
            Some("castle".to_owned()),
        ));
        check(WrittenEdit::Bookmarks(vec![(
            "a".to_owned(),
            [3.0, 0.0, 1.0, 1.0],
            0.0,
        )]));
    }
}
