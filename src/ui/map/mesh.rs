//! Triangles of a layer, made once and away from the window.
//!
//! Vertices are `f32` relative to the centre of their chunk, which is `f64`; a chunk has at most 65 536 of them, so the
//! same arrays can go to a graphics card as they are.

use std::ops::Range;

use geo::{Coord, Polygon};
use i_triangle::float::triangulatable::Triangulatable as _;

use crate::geom::extent::Extent;
use crate::geom::shape::{Dimension, Shape};
use crate::model::layer::Layer;
use crate::progress::{Cancelled, Progress};

use super::appearance::Meaning;

/// Vertices that a 16-bit index can name.
const CHUNK_VERTICES: usize = 1 << 16;
/// A chunk is closed where a polygon lies farther than this from its first one, so that `f32` keeps millimetres.
const CHUNK_REACH_M: f64 = 50_000.0;

/// Triangles that share a centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Chunk {
    /// What the vertices are relative to, plane metres.
    pub center: Coord<f64>,
    /// Metres east and north of the centre.
    pub vertices: Vec<[f32; 2]>,
    /// Three per triangle, into `vertices`.
    pub indices: Vec<u16>,
}

/// The triangles of one feature, or a part of them, within a chunk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// Which chunk.
    pub chunk: usize,
    /// Its vertices.
    pub vertices: Range<usize>,
    /// Its indices; they name vertices of that range only.
    pub indices: Range<usize>,
}

/// Triangles of a list of shapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mesh {
    /// In the order of the shapes.
    pub chunks: Vec<Chunk>,
    spans: Vec<Span>,
    /// Where the spans of each shape end.
    ends: Vec<usize>,
}

/// What is drawn alike: one meaning, and the highest dimension of its features.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// What it stands for.
    pub meaning: Meaning,
    /// Whether the legend shows an area, a line or a point.
    pub dimension: Dimension,
    /// How many features look so.
    pub count: usize,
}

/// Everything about a layer that is worked out before it can be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerMesh {
    /// Triangles, by position of the feature in its layer.
    pub mesh: Mesh,
    /// What the layer shows, in the order of meanings.
    pub looks: Vec<Look>,
    look_of: Vec<u16>,
}

impl Mesh {
    /// The parts of the shape at that position.
    pub fn spans(&self, position: usize) -> &[Span] {
        let begin = match position.checked_sub(1) {
            Some(before) => self.ends.get(before).copied().unwrap_or_default(),
            None => 0,
        };
        let end = self.ends.get(position).copied().unwrap_or(begin);
        self.spans.get(begin..end).unwrap_or_default()
    }

    /// Number of triangles of the shape at that position.
    pub fn triangle_count(&self, position: usize) -> usize {
        self.spans(position)
            .iter()
            .map(|span| span.indices.len() / 3)
            .sum()
    }
}

impl LayerMesh {
    /// What the feature at that position is drawn as; `None` past the end.
    pub fn look_of(&self, position: usize) -> Option<usize> {
        self.look_of.get(position).map(|&look| usize::from(look))
    }
}

/// Triangulates a layer. Pure and slow: belongs into a background job.
///
/// # Errors
/// [`Cancelled`] when the progress was cancelled between two features.
pub fn build_mesh(layer: &Layer, progress: &Progress) -> Result<LayerMesh, Cancelled> {
    progress.start(layer.features().len() as u64);
    let mut builder = Builder::default();
    let mut meanings = Vec::with_capacity(layer.features().len());
    for feature in layer.features() {
        progress.check()?;
        builder.add(&feature.shape);
        meanings.push(Meaning::of(layer, feature));
        progress.advance(1);
    }
    let mut distinct = meanings.clone();
    distinct.sort();
    distinct.dedup();
    let mut looks: Vec<Look> = distinct
        .into_iter()
        .map(|meaning| Look {
            meaning,
            dimension: Dimension::Empty,
            count: 0,
        })
        .collect();
    let mut look_of = Vec::with_capacity(meanings.len());
    for (feature, meaning) in layer.features().iter().zip(&meanings) {
        let number = looks
            .binary_search_by(|look| look.meaning.cmp(meaning))
            .unwrap_or(0);
        if let Some(look) = looks.get_mut(number) {
            look.count += 1;
            look.dimension = look.dimension.max(feature.shape.dimension());
        }
        look_of.push(number as u16);
    }
    Ok(LayerMesh {
        mesh: builder.finish(),
        looks,
        look_of,
    })
}

/// Triangulates one shape, for what is few and small: the common parts of findings.
pub fn mesh_of(shape: &Shape) -> Mesh {
    let mut builder = Builder::default();
    builder.add(shape);
    builder.finish()
}

/// Triangles of one polygon in plane metres.
struct Triangles {
    points: Vec<Coord<f64>>,
    indices: Vec<u32>,
}

#[derive(Default)]
struct Builder {
    mesh: Mesh,
    /// The chunk that still grows, with absolute coordinates.
    points: Vec<Coord<f64>>,
    indices: Vec<u16>,
}

impl Builder {
    fn add(&mut self, shape: &Shape) {
        for polygon in shape.areas() {
            self.add_triangles(&triangulate(polygon));
        }
        self.mesh.ends.push(self.mesh.spans.len());
    }

    fn add_triangles(&mut self, triangles: &Triangles) {
        let Some(&first) = triangles.points.first() else {
            return;
        };
        let far = self
            .points
            .first()
            .is_some_and(|p| (p.x - first.x).abs().max((p.y - first.y).abs()) > CHUNK_REACH_M);
        if far || self.points.len() + triangles.points.len() > CHUNK_VERTICES {
            self.close_chunk();
        }
        let mut rest = triangles.indices.as_slice();
        while !rest.is_empty() {
            rest = self.add_as_many(triangles, rest);
        }
    }

    /// Takes triangles until the chunk is full, and gives back those left over.
    fn add_as_many<'a>(&mut self, triangles: &Triangles, indices: &'a [u32]) -> &'a [u32] {
        const UNUSED: u32 = u32::MAX;
        let begin = (self.points.len(), self.indices.len());
        let mut renamed = vec![UNUSED; triangles.points.len()];
        let mut taken = 0;
        for triangle in indices.chunks_exact(3) {
            if self.points.len() + 3 > CHUNK_VERTICES {
                break;
            }
            for &index in triangle {
                let (Some(name), Some(&point)) = (
                    renamed.get_mut(index as usize),
                    triangles.points.get(index as usize),
                ) else {
                    continue;
                };
                if *name == UNUSED {
                    *name = self.points.len() as u32;
                    self.points.push(point);
                }
                self.indices.push(*name as u16);
            }
            taken += 3;
        }
        self.mesh.spans.push(Span {
            chunk: self.mesh.chunks.len(),
            vertices: begin.0..self.points.len(),
            indices: begin.1..self.indices.len(),
        });
        let rest = indices.get(taken..).unwrap_or_default();
        if rest.len() < 3 {
            return &[];
        }
        self.close_chunk();
        rest
    }

    fn close_chunk(&mut self) {
        if self.points.is_empty() {
            return;
        }
        let points = std::mem::take(&mut self.points);
        let center = Extent::of_coords(points.iter().copied()).center();
        let relative = |p: &Coord<f64>| [(p.x - center.x) as f32, (p.y - center.y) as f32];
        self.mesh.chunks.push(Chunk {
            center,
            vertices: points.iter().map(relative).collect(),
            indices: std::mem::take(&mut self.indices),
        });
    }

    fn finish(mut self) -> Mesh {
        self.close_chunk();
        self.mesh
    }
}

/// The engine works on a 32-bit grid over the polygon's box, so coordinates go in relative to the polygon.
fn triangulate(polygon: &Polygon<f64>) -> Triangles {
    let Some(&origin) = polygon.exterior().0.first() else {
        return Triangles {
            points: Vec::new(),
            indices: Vec::new(),
        };
    };
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let contours: Vec<Vec<[f64; 2]>> = rings
        .map(|ring| {
            // The engine closes rings itself.
            let open = ring.0.split_last().map_or(&[][..], |(_, open)| open);
            open.iter().map(|c| [c.x - origin.x, c.y - origin.y]).collect()
        })
        .collect();
    let triangulation = contours.triangulate().to_triangulation::<u32>();
    Triangles {
        points: triangulation
            .points
            .iter()
            .map(|p| Coord {
                x: p[0] + origin.x,
                y: p[1] + origin.y,
            })
            .collect(),
        indices: triangulation.indices,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use geo::{Geometry, LineString, wkt};
    use proptest::prelude::*;

    fn area_of(mesh: &Mesh, position: usize) -> f64 {
        let mut doubled = 0.0;
        for span in mesh.spans(position) {
            let chunk = &mesh.chunks[span.chunk];
            for triangle in chunk.indices[span.indices.clone()].chunks_exact(3) {
                let [a, b, c] = [0, 1, 2].map(|k| {
                    let index = usize::from(triangle[k]);
                    assert!(span.vertices.contains(&index));
                    chunk.vertices[index].map(f64::from)
                });
                doubled += ((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])).abs();
            }
        }
        0.5 * doubled
    }

    #[track_caller]
    fn check(geometry: Geometry<f64>) {
        let shape = admit_plane(geometry).unwrap();
        let area_m2 = area_of(&mesh_of(&shape), 0);
        let expected = shape.plane_area();
        assert!(
            (area_m2 - expected).abs() <= 1e-5 * expected,
            "{area_m2} instead of {expected}"
        );
    }

    #[test]
    fn triangles_cover_what_the_polygon_covers() {
        check(wkt! { POLYGON((0. 0., 400. 0., 400. 300., 0. 300., 0. 0.)) }.into());
        check(
            wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 3. 6., 6. 6., 6. 3., 3. 3.)) }.into(),
        );
        // A hole that touches the shell, and two parts that touch in a point.
        check(wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (0. 4., 3. 6., 3. 3., 0. 4.)) }.into());
        check(wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 0.)), ((4. 4., 8. 4., 8. 8., 4. 4.))) }.into());
    }

    #[test]
    fn large_eastings_keep_the_area() {
        let (x, y) = (40_500_000.0, 3_353_475.0);
        let ring = [(0.0, 0.0), (1.5, 0.0), (1.5, 2.5), (0.0, 0.0)].map(|(dx, dy)| (x + dx, y + dy));
        check(Polygon::new(LineString::from(ring.to_vec()), vec![]).into());
    }

    fn comb(teeth: usize) -> Shape {
        let mut ring = vec![(0.0, 0.0)];
        for k in 0..teeth {
            let x = k as f64 * 2.0;
            ring.extend([(x, 10.0), (x + 1.0, 1.0)]);
        }
        ring.extend([(teeth as f64 * 2.0, 0.0), (0.0, 0.0)]);
        admit_plane(Polygon::new(LineString::from(ring), vec![])).unwrap()
    }

    #[test]
    fn a_polygon_with_more_vertices_than_a_chunk_is_cut_and_loses_nothing() {
        let shape = comb(50_000);
        let mesh = mesh_of(&shape);
        assert!(mesh.chunks.len() >= 2);
        assert!(
            mesh.chunks
                .iter()
                .all(|chunk| chunk.vertices.len() <= CHUNK_VERTICES)
        );
        let expected = shape.plane_area();
        assert!((area_of(&mesh, 0) - expected).abs() < 1e-5 * expected);
    }

    #[test]
    fn shapes_without_area_have_no_spans_and_shift_nobody() {
        let mut builder = Builder::default();
        let square = admit_plane(wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) }).unwrap();
        let point = admit_plane(wkt! { POINT(1. 1.) }).unwrap();
        for shape in [&point, &square, &point, &square] {
            builder.add(shape);
        }
        let mesh = builder.finish();
        assert_eq!(
            [0, 1, 2, 3, 4].map(|position| mesh.triangle_count(position)),
            [0, 2, 0, 2, 0]
        );
    }

    proptest! {
        #[test]
        fn stars_keep_their_area(radii in prop::collection::vec(1.0..900.0f64, 3..60)) {
            let n = radii.len() as f64;
            let ring: LineString<f64> = radii.iter().enumerate().map(|(k, r)| {
                let angle = std::f64::consts::TAU * k as f64 / n;
                Coord { x: 5e5 + r * angle.cos(), y: 3e6 + r * angle.sin() }
            }).collect();
            let Ok(shape) = admit_plane(Polygon::new(ring, vec![])) else { return Ok(()) };
            let expected = shape.plane_area();
            prop_assert!((area_of(&mesh_of(&shape), 0) - expected).abs() <= 1e-3 + 1e-5 * expected);
        }
    }
}
