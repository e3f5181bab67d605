#![cfg(test)]
//! Tiles of small layers made here, against what the layers hold.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, Polygon};
use proptest::prelude::*;

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::shape::Shape;
use crate::model::feature::{Feature, Properties};
use crate::model::layer::{About, Layer, Provenance};
use crate::model::role::Role;
use crate::progress::Progress;

use super::build::{TileBody, build_tile};
use super::grid::{TILE_CELLS, TileKey, tiles_over};
use super::looks::{LayerLooks, layer_looks};
use super::overview::Tone;
use super::source::Source as _;
use super::store::{DrawingId, Placed, Store};
use super::stroke::{EDGE, unpacked};

const ORIGIN: Coord<f64> = Coord {
    x: 40_500_000.0,
    y: 3_353_475.0,
};

const OPAQUE: [Tone; 1] = [Tone {
    inside: [1.0; 4],
    border: [1.0; 4],
    border_px: 0.0,
    below_cells: 0.0,
}];

fn looks(geometries: Vec<Geometry<f64>>) -> LayerLooks {
    let features = geometries.into_iter().enumerate().map(|(k, geometry)| Feature {
        id: k.to_string().into(),
        number: k + 1,
        shape: Arc::new(admit_plane(geometry).unwrap()),
        properties: Properties::default(),
        foreign: Properties::default(),
    });
    let layer = Layer::new(
        About::new("wetland", Role::Wetland),
        Provenance::default(),
        features.collect(),
    );
    layer_looks(&Arc::new(layer), None, &Progress::default()).unwrap()
}

fn star(x: f64, y: f64, radii: &[f64]) -> Geometry<f64> {
    let ring: LineString<f64> = (0..radii.len())
        .map(|k| {
            let angle = std::f64::consts::TAU * k as f64 / radii.len() as f64;
            Coord {
                x: ORIGIN.x + x + radii[k] * angle.cos(),
                y: ORIGIN.y + y + radii[k] * angle.sin(),
            }
        })
        .collect();
    Polygon::new(ring, vec![]).into()
}

/// Square metres that a tile shows in its square: triangles and cells.
fn shown_m2(key: TileKey, body: &TileBody) -> f64 {
    let unit_m = key.cell_m() / 64.0;
    let corner = |index: u32| unpacked(body.fill[index as usize][0]).map(|step| f64::from(step) * unit_m);
    let square = 0.5 * key.side_m();
    let triangles = body.indices.chunks_exact(3).map(|t| {
        let corner = |index: u32| Coord::from(corner(index));
        let triangle = geo::Triangle::new(corner(t[0]), corner(t[1]), corner(t[2])).to_polygon();
        area_within(&triangle, square)
    });
    let texels = body.overview.iter().flat_map(|picture| picture.chunks_exact(4));
    let cells: f64 = texels.map(|texel| f64::from(texel[3]) / 255.0).sum();
    triangles.sum::<f64>() + cells * key.cell_m().powi(2)
}

/// Area of a triangle within `half` of the origin, by cutting it at four lines.
fn area_within(triangle: &Polygon<f64>, half: f64) -> f64 {
    let mut ring: Vec<[f64; 2]> = triangle.exterior().0.iter().skip(1).map(|c| [c.x, c.y]).collect();
    for (axis, sign) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)] {
        let mut kept = Vec::new();
        for k in 0..ring.len() {
            let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
            let (ra, rb) = (half - sign * a[axis], half - sign * b[axis]);
            if ra >= 0.0 {
                kept.push(a);
            }
            if (ra < 0.0) != (rb < 0.0) {
                let t = ra / (ra - rb);
                kept.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
            }
        }
        ring = kept;
    }
    let doubled = (0..ring.len()).map(|k| {
        let (a, b) = (ring[k], ring[(k + 1) % ring.len()]);
        a[0] * b[1] - b[0] * a[1]
    });
    0.5 * doubled.sum::<f64>().abs()
}

fn all_tiles(looks: &LayerLooks, level: i8) -> Vec<(TileKey, TileBody)> {
    let half = 0.5
        * TileKey {
            level,
            column: 0,
            row: 0,
        }
        .side_m();
    let keys = tiles_over(&looks.extent().inflated(half), level);
    keys.into_iter()
        .map(|key| (key, build_tile(looks, key, &OPAQUE)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    /// Whole, cut or summed up: at every level all tiles together show the area of the shape.
    #[test]
    fn no_area_is_lost_at_any_level(
        radii in prop::collection::vec(300.0..1000.0f64, 3..40),
        x in -5000.0..5000.0f64,
        y in -5000.0..5000.0f64,
        level in 0..8i8,
    ) {
        let looks = looks(vec![star(x, y, &radii)]);
        let shape: Shape = admit_plane(star(x, y, &radii)).unwrap();
        let shown: f64 = all_tiles(&looks, level).iter().map(|(key, body)| shown_m2(*key, body)).sum();
        let expected = shape.plane_area();
        let cell_m = f64::from(level).exp2();
        // Simplified by at most half a cell, and the bytes of cells round.
        let slack = 0.55 * cell_m * border_m(&shape);
        prop_assert!((shown - expected).abs() <= slack, "level {level}: {shown} instead of {expected}");
    }
}

/// Markers reach over their neighbours, so the last one lies on top, wherever in the tile they stand.
#[test]
fn markers_keep_the_order_in_which_they_came() {
    let places = [200.0, -200.0, 100.0, -100.0];
    let point = |x: f64| {
        let place = Coord {
            x: ORIGIN.x + x,
            ..ORIGIN
        };
        Geometry::Point(place.into())
    };
    let looks = looks(places.map(point).to_vec());
    let tiles = all_tiles(&looks, 0);
    let (key, body) = tiles.iter().find(|(_, body)| !body.markers.is_empty()).unwrap();
    let markers = body.markers.iter().map(|[place, _]| unpacked(*place)[0]);
    let found: Vec<f64> = markers
        .map(|x| key.center().x + f64::from(x) / 64.0 - ORIGIN.x)
        .collect();
    assert_eq!(found, places);
}

/// Where the borders of all tiles end, in plane metres.
fn edges(tiles: &[(TileKey, TileBody)]) -> Vec<[Coord<f64>; 2]> {
    let mut edges = Vec::new();
    for (key, body) in tiles {
        let (center, unit_m) = (key.center(), key.cell_m() / 64.0);
        let place = |word: u32| {
            let [x, y] = unpacked(word).map(f64::from);
            Coord {
                x: center.x + x * unit_m,
                y: center.y + y * unit_m,
            }
        };
        let runs = body.strokes.windows(4).filter(|run| run[1][2] & EDGE != 0);
        edges.extend(runs.map(|run| [place(run[1][0]), place(run[2][0])]));
    }
    edges
}

/// At 1:100 (a pixel of 26 mm, cells of 16 mm) on an easting of 40 500 000 m every corner is where it belongs, to less
/// than a hundredth of a pixel, though the shape is four kilometres wide and cut to hundreds of tiles.
#[test]
fn corners_do_not_jitter_at_one_to_a_hundred() {
    let level = -6;
    let ring = [
        (0.0, 0.0),
        (4000.0, 0.1),
        (4000.0, 3.07),
        (1.013, 2.0),
        (0.0, 0.0),
    ];
    let corners = ring.map(|(x, y)| Coord {
        x: ORIGIN.x + x,
        y: ORIGIN.y + y,
    });
    let looks = looks(vec![Polygon::new(LineString(corners.to_vec()), vec![]).into()]);
    let tiles = all_tiles(&looks, level);
    assert!(tiles.iter().filter(|(_, body)| !body.strokes.is_empty()).count() > 100);
    let ends: Vec<Coord<f64>> = edges(&tiles).into_iter().flatten().collect();
    for corner in corners {
        let nearest = ends
            .iter()
            .map(|end| (end.x - corner.x).hypot(end.y - corner.y))
            .fold(f64::INFINITY, f64::min);
        assert!(nearest < 0.01 * 0.0265, "{corner:?} {nearest}");
    }
}

/// A shape of many vertices is cut to windows; nothing of it may differ from one that is not.
#[test]
fn many_vertices_are_cut_as_few() {
    let radii: Vec<f64> = (0..20_000)
        .map(|k| 3000.0 + 400.0 * (f64::from(k) * 0.01).sin())
        .collect();
    let looks = looks(vec![star(0.0, 0.0, &radii)]);
    let shape = admit_plane(star(0.0, 0.0, &radii)).unwrap();
    for level in [0, 2, 4] {
        let shown: f64 = all_tiles(&looks, level)
            .iter()
            .map(|(key, body)| shown_m2(*key, body))
            .sum();
        let slack = 0.55 * f64::from(level).exp2() * border_m(&shape);
        let expected = shape.plane_area();
        assert!(
            (shown - expected).abs() < slack,
            "level {level}: {shown} instead of {expected}"
        );
    }
}

fn border_m(shape: &Shape) -> f64 {
    let edges = shape.rings().flat_map(|ring| ring.0.windows(2));
    edges
        .map(|edge| (edge[1].x - edge[0].x).hypot(edge[1].y - edge[0].y))
        .sum()
}

struct Shown {
    store: Store,
    id: DrawingId,
}

impl Shown {
    fn new() -> Shown {
        let squares = (0..40)
            .map(|k| star(f64::from(k) * 700.0, 0.0, &[300.0; 4]))
            .collect();
        let mut shown = Shown {
            store: Store::default(),
            id: DrawingId::Layer("wetland".into()),
        };
        shown.store.set_source(shown.id.clone(), Arc::new(looks(squares)));
        shown
    }

    fn frame(&mut self, from_m: f64, width_m: f64, level: i8) -> Vec<Placed> {
        let corner = |x: f64, y: f64| Coord {
            x: ORIGIN.x + x,
            y: ORIGIN.y + y,
        };
        self.store.begin_frame();
        let view = Extent::from_corners(corner(from_m, -200.0), corner(from_m + width_m, 200.0));
        self.store.place(&self.id, &view, level)
    }

    fn make_all(&mut self) -> usize {
        let mut count = 0;
        while let Some(batch) = self.store.next_batch(3) {
            count += batch.keys.len();
            let made = batch
                .keys
                .iter()
                .map(|&key| (key, build_tile(&*batch.source, key, &batch.tones)))
                .collect();
            self.store.put(&batch, made);
        }
        count
    }
}

#[test]
fn a_coarser_tile_stands_in_for_a_missing_one_and_is_cut_to_it() {
    let mut shown = Shown::new();
    assert!(shown.frame(0.0, 2000.0, 4).is_empty());
    assert!(shown.store.is_incomplete());
    assert!(shown.make_all() > 0);
    assert!(
        shown
            .frame(0.0, 2000.0, 4)
            .iter()
            .all(|placed| (placed.clip.width() - placed.tile.key.side_m()).abs() < 1e-6)
    );
    assert!(!shown.store.is_incomplete());
    let meanwhile = shown.frame(0.0, 2000.0, 2);
    assert!(!meanwhile.is_empty());
    for placed in &meanwhile {
        assert_eq!(placed.tile.key.level, 4);
        assert!((placed.clip.width() - f64::from(TILE_CELLS) * 4.0).abs() < 1e-6);
    }
    shown.make_all();
    assert!(
        shown
            .frame(0.0, 2000.0, 2)
            .iter()
            .all(|placed| placed.tile.key.level == 2)
    );
}

#[test]
fn a_tile_is_asked_for_once_while_it_is_made() {
    let mut shown = Shown::new();
    shown.frame(0.0, 2000.0, 2);
    let batch = shown.store.next_batch(1).unwrap();
    shown.frame(0.0, 2000.0, 2);
    let again = shown.store.next_batch(100).unwrap();
    assert!(!again.keys.contains(&batch.keys[0]));
    // Given up by its job, it is wanted again.
    shown.store.put(&batch, Vec::new());
    shown.frame(0.0, 2000.0, 2);
    assert_eq!(shown.store.next_batch(100).unwrap().keys, batch.keys);
}

#[test]
fn what_was_there_stays_until_its_successor_is_complete() {
    let mut shown = Shown::new();
    shown.frame(0.0, 2000.0, 3);
    shown.make_all();
    let before: Vec<u64> = shown
        .frame(0.0, 2000.0, 3)
        .iter()
        .map(|placed| placed.tile.serial)
        .collect();
    let other = looks(vec![star(500.0, 0.0, &[300.0; 5])]);
    shown.store.set_source(shown.id.clone(), Arc::new(other));
    let meanwhile: Vec<u64> = shown
        .frame(0.0, 2000.0, 3)
        .iter()
        .map(|placed| placed.tile.serial)
        .collect();
    assert_eq!(meanwhile, before);
    shown.make_all();
    let after: Vec<u64> = shown
        .frame(0.0, 2000.0, 3)
        .iter()
        .map(|placed| placed.tile.serial)
        .collect();
    assert!(!after.is_empty() && after.iter().all(|serial| !before.contains(serial)));
}

#[test]
fn tiles_of_an_older_edition_are_not_taken() {
    let mut shown = Shown::new();
    shown.frame(0.0, 2000.0, 3);
    let batch = shown.store.next_batch(100).unwrap();
    shown.store.set_source(
        shown.id.clone(),
        Arc::new(looks(vec![star(0.0, 0.0, &[300.0; 5])])),
    );
    let made = batch
        .keys
        .iter()
        .map(|&key| (key, build_tile(&*batch.source, key, &batch.tones)))
        .collect();
    shown.store.put(&batch, made);
    assert!(shown.frame(0.0, 2000.0, 3).is_empty());
}

#[test]
fn a_tile_that_no_card_could_hold_is_left_out_and_told() {
    let mut shown = Shown::new();
    shown.frame(0.0, 2000.0, 3);
    let batch = shown.store.next_batch(1).unwrap();
    assert!(!shown.store.has_failed());
    let body = TileBody {
        overview: Some(vec![0; 129 << 20]),
        ..TileBody::default()
    };
    shown.store.put(&batch, vec![(batch.keys[0], body)]);
    assert!(shown.store.has_failed());
    assert!(shown.store.bytes() < 1 << 20);
}

#[test]
fn tiles_of_a_job_that_failed_stay_empty_and_are_told() {
    let mut shown = Shown::new();
    shown.frame(0.0, 2000.0, 3);
    let batch = shown.store.next_batch(100).unwrap();
    shown.store.fail(&batch);
    assert!(shown.store.has_failed());
    shown.frame(0.0, 2000.0, 3);
    assert!(shown.store.next_batch(100).is_none(), "they are not tried again");
}
