//! One entity of a drawing: its shape and its properties.

use std::sync::Arc as Shared;

use geo::{Coord, Geometry, LineString, Point, Polygon};

use crate::formats::arc::{Arc, Curved, HALF, sweep};
use crate::formats::gather::excerpt;
use crate::formats::raw::RawFeature;
use crate::model::feature::PropertyValue;
use crate::model::reading_fault::ReadingFault;

use super::groups::Group;
use super::hatch;
use super::pairs::{Vertex, along, number, number_of, place};
use super::text::{plain, without_formatting};

/// An entity as written, with the vertices that follow it.
#[derive(Clone, Debug, Default)]
pub struct Entity<'a> {
    /// Its type, such as `LWPOLYLINE`.
    pub kind: &'a str,
    /// Its own pairs.
    pub groups: Vec<Group<'a>>,
    /// The pairs of each of its `VERTEX` entities.
    pub vertices: Vec<Vec<Group<'a>>>,
}

/// What became of an entity.
pub enum Made {
    /// A feature, and whether it had curves.
    Feature(Box<RawFeature>, Curved),
    /// A sort that is not read, by the name of the sort.
    NotRead(String),
    /// It cannot be read.
    Bad(ReadingFault),
}

impl<'a> Entity<'a> {
    /// The text of the first pair with a code.
    pub fn text(&self, code: i32) -> Option<&'a str> {
        let found = self.groups.iter().find(|group| group.code == code);
        found.map(|group| group.value.trim())
    }

    fn flags(&self) -> i64 {
        self.text(70).and_then(|flags| flags.parse().ok()).unwrap_or(0)
    }

    /// True for what belongs to a sheet of paper and not to the ground.
    pub fn is_on_paper(&self) -> bool {
        self.text(67) == Some("1")
    }

    /// The feature that it makes.
    pub fn make(&self) -> Made {
        let mut layers = self.groups.iter().filter(|group| group.code == 8);
        if let Some(second) = layers.nth(1) {
            // Two entities that a damaged line has made one; the second would be lost without a word.
            let (line, found) = (second.line, excerpt(second.value));
            return Made::Bad(ReadingFault::BadLine { line, found });
        }
        let shape = match self.shape() {
            Ok(Some(shape)) => shape,
            Ok(None) => return Made::NotRead(self.kind.to_owned()),
            Err(fault) => return Made::Bad(fault),
        };
        let (mut geometry, curved) = shape;
        match self.side() {
            Ok(Side::Above) => {}
            Ok(Side::Below) => {
                geo::MapCoordsInPlace::map_coords_in_place(&mut geometry, |c| Coord { x: -c.x, y: c.y })
            }
            Ok(Side::Tilted) => return Made::NotRead(format!("{} (210/220/230)", self.kind)),
            Err(fault) => return Made::Bad(fault),
        }
        let heights = self.groups.iter().chain(self.vertices.iter().flatten());
        let is_high = |group: &Group<'_>| {
            matches!(group.code, 30..=33 | 38)
                && group.value.trim().parse().is_ok_and(|height: f64| height != 0.0)
        };
        let feature = RawFeature {
            id: self.text(5).filter(|id| !id.is_empty()).map(Shared::from),
            geometry: Some(geometry),
            properties: self.properties().into_iter().collect(),
            extra_ordinates: heights.into_iter().any(is_high),
            ..RawFeature::default()
        };
        Made::Feature(Box::new(feature), curved)
    }

    fn properties(&self) -> Vec<(Shared<str>, PropertyValue)> {
        let mut all = vec![
            ("layer", plain(self.text(8).unwrap_or("0"))),
            ("type", self.kind.to_owned()),
        ];
        match self.kind {
            "TEXT" => all.push(("text", plain(self.text(1).unwrap_or_default()))),
            "MTEXT" => {
                let parts = self.groups.iter().filter(|group| matches!(group.code, 1 | 3));
                let whole: String = parts.map(|group| group.value).collect();
                all.push(("text", without_formatting(&plain(&whole))));
            }
            _ => {}
        }
        let named = [(6, "linetype"), (62, "color")];
        let more = named
            .into_iter()
            .filter_map(|(code, name)| Some((name, self.text(code)?.to_owned())));
        let all = all.into_iter().chain(more);
        all.map(|(name, text)| (Shared::from(name), PropertyValue::from(text.as_str())))
            .collect()
    }

    /// Shapes that lie in a plane of their own say by its normal which. Lines, points and ellipses never do.
    fn side(&self) -> Result<Side, ReadingFault> {
        let is_of_the_world = matches!(self.kind, "LINE" | "POINT" | "ELLIPSE" | "MTEXT")
            || (self.kind == "POLYLINE" && self.flags() & 8 != 0);
        if is_of_the_world {
            return Ok(Side::Above);
        }
        let across = number(&self.groups, 210, 0.0)?.hypot(number(&self.groups, 220, 0.0)?);
        let up = number(&self.groups, 230, 1.0)?;
        Ok(match up {
            _ if across > 1e-9 * up.abs() || up == 0.0 => Side::Tilted,
            up if up < 0.0 => Side::Below,
            _ => Side::Above,
        })
    }

    /// The shape, and whether it has curves; `None` for a sort that is not read.
    fn shape(&self) -> Result<Option<Shape>, ReadingFault> {
        let groups = &self.groups;
        let made: Shape = match self.kind {
            "POINT" | "TEXT" | "MTEXT" => (Point(place(groups, 10)?).into(), Curved::No),
            "LINE" => (
                LineString(vec![place(groups, 10)?, place(groups, 11)?]).into(),
                Curved::No,
            ),
            "CIRCLE" => {
                let arc = Arc::circular(place(groups, 10)?, number(groups, 40, 0.0)?, 0.0, 360.0);
                let (vertices, curved) = arc.vertices();
                (ring(vertices), curved)
            }
            "ARC" => {
                let (from, to) = (number(groups, 50, 0.0)?, number(groups, 51, 360.0)?);
                let arc = Arc::circular(place(groups, 10)?, number(groups, 40, 0.0)?, from, to);
                let (vertices, curved) = arc.vertices();
                (LineString(vertices).into(), curved)
            }
            "ELLIPSE" => self.ellipse()?,
            "SOLID" | "TRACE" => {
                let corners = [10, 11, 13, 12].map(|code| place(groups, code));
                let [a, b, d, c] = corners;
                let (a, b, c) = (a?, b?, c?);
                // The fourth corner may be left out.
                (ring(vec![a, b, d.unwrap_or(c), c]), Curved::No)
            }
            "LWPOLYLINE" => self.light_polyline()?,
            // Meshes of either sort are bodies, not outlines.
            "POLYLINE" if self.flags() & (16 | 64) != 0 => return Ok(None),
            "POLYLINE" => polyline(&self.own_vertices()?, self.flags() & 1 != 0),
            "HATCH" => match hatch::shape(groups)? {
                Some(made) => made,
                None => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(made))
    }

    fn ellipse(&self) -> Result<Shape, ReadingFault> {
        let groups = &self.groups;
        let (from, to) = (number(groups, 41, 0.0)?, number(groups, 42, 2.0 * HALF)?);
        let up = number(groups, 230, 1.0)?;
        let arc = Arc {
            center: place(groups, 10)?,
            major: place(groups, 11)?,
            ratio: number(groups, 40, 1.0)? * up.signum(),
            from,
            sweep: sweep(from, to),
        };
        let is_whole = arc.sweep > 2.0 * HALF - 1e-9;
        let (vertices, curved) = arc.vertices();
        let geometry = if is_whole {
            ring(vertices)
        } else {
            LineString(vertices).into()
        };
        Ok((geometry, curved))
    }

    fn light_polyline(&self) -> Result<Shape, ReadingFault> {
        let mut vertices: Vec<Vertex> = Vec::new();
        let mut x = None;
        for group in &self.groups {
            match group.code {
                10 => x = Some(number_of(group)?),
                20 => {
                    if let Some(x) = x.take() {
                        vertices.push((
                            Coord {
                                x,
                                y: number_of(group)?,
                            },
                            0.0,
                        ));
                    }
                }
                42 => {
                    if let Some((_, bulge)) = vertices.last_mut() {
                        *bulge = number_of(group)?;
                    }
                }
                _ => {}
            }
        }
        let stated = self.text(90).unwrap_or_default();
        if !stated.is_empty() && stated.parse() != Ok(vertices.len()) {
            return Err(ReadingFault::StatedCount {
                stated: stated.to_owned(),
                found: vertices.len(),
            });
        }
        Ok(polyline(&vertices, self.flags() & 1 != 0))
    }

    fn own_vertices(&self) -> Result<Vec<Vertex>, ReadingFault> {
        let mut vertices = Vec::with_capacity(self.vertices.len());
        for groups in &self.vertices {
            // The frame that a spline was drawn by is no part of the line.
            let flags = number(groups, 70, 0.0)? as i64;
            if flags & 16 == 0 {
                vertices.push((place(groups, 10)?, number(groups, 42, 0.0)?));
            }
        }
        Ok(vertices)
    }
}

/// A shape, and whether it had curves.
type Shape = (Geometry<f64>, Curved);

/// Which way the plane of a shape looks.
enum Side {
    Above,
    /// Drawn from below: X is mirrored.
    Below,
    Tilted,
}

fn ring(vertices: Vec<Coord<f64>>) -> Geometry<f64> {
    Polygon::new(LineString(vertices), Vec::new()).into()
}

/// A line, or an area where the polyline is closed by word or by its ends.
fn polyline(vertices: &[Vertex], says_closed: bool) -> Shape {
    let ends_meet = vertices.len() > 3
        && vertices.first().map(|(place, _)| place) == vertices.last().map(|(place, _)| place);
    let (along, curved) = along(vertices, says_closed && !ends_meet);
    let geometry = if (says_closed && vertices.len() > 1) || ends_meet {
        ring(along)
    } else {
        LineString(along).into()
    };
    (geometry, curved)
}
