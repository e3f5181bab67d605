//! Long edges that are straight in longitude and latitude, on their way into a plane where they are not.
//!
//! RFC 7946 (3.1.1) and every land survey take an edge as straight between its two coordinates as they are written. In
//! the plane the same edge is a shallow arc: of one kilometre along a parallel at 30° the middle lies 11 mm beside the
//! chord, of one degree 100 m. Vertices are put in so that no chord leaves the arc by more than 1 mm. They depend
//! on nothing but the edge, so two shapes that share it stay neighbours without a gap.

use geo::Coord;

use super::crs::Transform;

/// How far a chord may lie beside the true edge, in metres.
pub const SAGITTA_M: f64 = 0.001;
/// The most vertices that are put into one edge.
const EDGE_VERTICES: usize = 10_000;
/// The most vertices that are put into one ring or line; beyond, all its edges are coarser.
const LINE_VERTICES: usize = 1_000_000;
/// No radius of curvature of the ellipsoid of the Earth is smaller, in metres.
const LEAST_RADIUS_M: f64 = 6_335_000.0;

/// Square of the length in square metres of the plane up to which no edge at latitudes up to `lat_deg` can need a
/// vertex.
///
/// With radius R, the arc of an edge of length L bends by tan φ/R at most twice over (along a parallel, and for the
/// convergence of the meridians on the slant), and by the distance from the central meridian over R² for the plane
/// itself; L² times the bend over 8 is its sagitta. 0.5 stands for the latter with a wide margin: the gate lets in no more
/// than about 14°.
pub(in crate::geom) fn harmless_square_m2(lat_deg: f64) -> f64 {
    let tangent = lat_deg.abs().min(89.9).to_radians().tan();
    SAGITTA_M * 8.0 * LEAST_RADIUS_M / (2.0 * tangent + 0.5)
}

/// The way into the plane for what is being taken apart.
pub(in crate::geom) struct Across<'a> {
    pub(in crate::geom) plane_from_source: &'a Transform,
    /// All vertices of the geometry as they came.
    pub(in crate::geom) source: &'a [Coord<f64>],
    /// For sources in degrees, whose edges are not straight in the plane: square of the length up to which that does not
    /// matter.
    pub(in crate::geom) harmless_m2: Option<f64>,
}

impl Across<'_> {
    /// A line, which begins at a vertex of the source, with the vertices that its long edges need; `None` where it has no
    /// edge so long.
    pub(in crate::geom) fn densified(
        &self,
        line: &[Coord<f64>],
        first: usize,
        longest_m2: f64,
    ) -> Option<Vec<Coord<f64>>> {
        let is_long = longest_m2 > self.harmless_m2?;
        let source = self.source.get(first..first + line.len())?;
        is_long.then(|| densified(source, line, self.plane_from_source))
    }

    /// The end of the first edge of a line, in degrees, that goes more than half around the Earth.
    pub(in crate::geom) fn long_way_round(&self, first: usize, count: usize) -> Option<usize> {
        self.harmless_m2?;
        let line = self.source.get(first..first + count)?;
        let at = line
            .windows(2)
            .position(|edge| (edge[1].x - edge[0].x).abs() > 180.0)?;
        Some(first + at + 1)
    }
}

/// The vertices of a ring or line with those between that it needs; `source` and `plane` are the same vertices in
/// longitude and latitude, and in the plane.
pub(in crate::geom) fn densified(
    source: &[Coord<f64>],
    plane: &[Coord<f64>],
    plane_from_source: &Transform,
) -> Vec<Coord<f64>> {
    let edges = || source.windows(2).zip(plane.windows(2));
    let parts: Vec<usize> = edges()
        .map(|(source, plane)| part_count([source[0], source[1]], [plane[0], plane[1]], plane_from_source))
        .collect();
    let added: usize = parts.iter().map(|parts| parts - 1).sum();
    let coarser = added.div_ceil(LINE_VERTICES).max(1);
    let mut all = Vec::with_capacity(plane.len() + added / coarser);
    all.extend(plane.first());
    for ((source, plane), parts) in edges().zip(parts) {
        let first = all.len();
        let parts = parts.div_ceil(coarser);
        let (low, high, turned) = in_order(source[0], source[1]);
        all.extend((1..parts).map(|k| between(low, high, k as f64 / parts as f64)));
        if let Some(new) = all.get_mut(first..) {
            plane_from_source.apply(new);
            if turned {
                new.reverse();
            }
        }
        all.push(plane[1]);
    }
    all
}

/// How many chords an edge needs: the sagitta of each is that of the whole over the square of their number.
fn part_count(source: [Coord<f64>; 2], plane: [Coord<f64>; 2], plane_from_source: &Transform) -> usize {
    let (low, high, turned) = in_order(source[0], source[1]);
    let (a, b) = if turned {
        (plane[1], plane[0])
    } else {
        (plane[0], plane[1])
    };
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length_m = dx.hypot(dy);
    if length_m == 0.0 {
        return 1;
    }
    let mut probes = [0.25, 0.5, 0.75].map(|t| between(low, high, t));
    plane_from_source.apply(&mut probes);
    let beside = |p: Coord<f64>| ((p.x - a.x) * dy - (p.y - a.y) * dx) / length_m;
    let [b1, b2, b3] = probes.map(beside);
    // Second differences tell how much each quarter bends; the ends, where an edge over the equator bends most, may
    // bend more by as much as the quarters differ.
    let bends = [b2 - 2.0 * b1, b1 - 2.0 * b2 + b3, b2 - 2.0 * b3];
    let most = bends.iter().fold(0.0, |most: f64, bend| most.max(bend.abs()));
    let change = (bends[0] - bends[1]).abs().max((bends[1] - bends[2]).abs());
    let sagitta_m = 2.0 * (most + change);
    if sagitta_m.is_nan() || sagitta_m <= SAGITTA_M {
        return 1;
    }
    // A tenth more, since no edge bends evenly.
    let parts = (1.1 * (sagitta_m / SAGITTA_M).sqrt()).ceil();
    parts.min((EDGE_VERTICES + 1) as f64) as usize
}

/// The ends of an edge in an order that does not depend on its direction, and whether they had to be turned.
fn in_order(a: Coord<f64>, b: Coord<f64>) -> (Coord<f64>, Coord<f64>, bool) {
    if (a.x, a.y) <= (b.x, b.y) {
        (a, b, false)
    } else {
        (b, a, true)
    }
}

fn between(a: Coord<f64>, b: Coord<f64>, t: f64) -> Coord<f64> {
    Coord {
        x: a.x + t * (b.x - a.x),
        y: a.y + t * (b.y - a.y),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::area::Ruler;
    use crate::geom::crs::Crs;
    use crate::geom::gate::Gate;
    use crate::geom::overlay::intersection;
    use crate::geom::shape::Shape;
    use crate::geom::side::{Side, side_of_shape};
    use geo::{Polygon, wkt};
    use proptest::prelude::*;

    fn plane() -> Crs {
        Crs::from_code("EPSG:4549").unwrap()
    }

    fn admit(polygon: Polygon<f64>) -> Shape {
        let source = Crs::from_code(Crs::LON_LAT).unwrap();
        Gate::new(&source, &plane())
            .unwrap()
            .admit(polygon.into())
            .unwrap()
            .shape
    }

    #[test]
    fn only_more_than_half_around_is_the_long_way() {
        let across = Transform::between(&Crs::from_code(Crs::LON_LAT).unwrap(), &plane()).unwrap();
        let check = |lons_deg: &[f64], harmless_m2: Option<f64>, expected: Option<usize>| {
            let source: Vec<Coord<f64>> = lons_deg.iter().map(|&x| Coord { x, y: 30.0 }).collect();
            let way = Across {
                plane_from_source: &across,
                source: &source,
                harmless_m2,
            };
            assert_eq!(way.long_way_round(1, source.len() - 1), expected, "{lons_deg:?}");
        };
        check(&[0.0, -60.0, 120.0], Some(1.0), None);
        check(&[0.0, -60.0, 120.5], Some(1.0), Some(2));
        check(&[0.0, 120.0, 130.0, -60.0, 0.0], Some(1.0), Some(3));
        // What is not in degrees has no way round; nor is an edge looked at before the line begins.
        check(&[0.0, -60.0, 120.5], None, None);
        check(&[-170.0, 170.0, 171.0], Some(1.0), None);
    }

    /// The golden area of the cell of one degree is the published one; without vertices between it was 196 ha off.
    #[test]
    fn a_cell_of_one_degree_has_its_area() {
        let cell = admit(wkt! { POLYGON((120. 30., 121. 30., 121. 31., 120. 31., 120. 30.)) });
        let area_m2 = Ruler::new(&plane()).area_m2(cell.areas());
        assert!((area_m2 - 10_642_393_438.711).abs() < 150.0, "{area_m2}");
        assert!(cell.vertex_count() < 2_000);
    }

    /// The middle of a parallel of one degree lies 100 m south of the chord between its ends.
    #[test]
    fn a_long_border_runs_where_it_is_written() {
        let cell = admit(wkt! { POLYGON((120. 30., 121. 30., 121. 31., 120. 31., 120. 30.)) });
        let lon_lat = Crs::from_code(Crs::LON_LAT).unwrap();
        let across = Transform::between(&lon_lat, &plane()).unwrap();
        let side = |y: f64| side_of_shape(&cell, across.of(Coord { x: 120.5, y }));
        assert_eq!(
            (side(30.0 - 1e-6), side(30.0 + 1e-6)),
            (Side::Outside, Side::Inside)
        );
        assert_eq!(
            (side(31.0 - 1e-6), side(31.0 + 1e-6)),
            (Side::Inside, Side::Outside)
        );
    }

    /// A parallel bends evenly: as many chords as the root of its sagitta asks for, and a tenth more.
    #[test]
    fn an_edge_has_as_many_chords_as_it_needs() {
        let across = Transform::between(&Crs::from_code(Crs::LON_LAT).unwrap(), &plane()).unwrap();
        for (half_deg, lat_deg) in [(0.05, 30.0), (0.3, 30.0), (0.3, 50.0), (0.5, 20.0), (0.5, -30.0)] {
            let source = [120.0 - half_deg, 120.0 + half_deg].map(|x| Coord { x, y: lat_deg });
            let image = source.map(|place| across.of(place));
            let middle = across.of(Coord { x: 120.0, y: lat_deg });
            let sagitta_m = (image[0].y - middle.y).abs();
            let expected = 1.1 * (sagitta_m / SAGITTA_M).sqrt();
            for (source, image) in [(source, image), ([source[1], source[0]], [image[1], image[0]])] {
                let count = part_count(source, image, &across) as f64;
                assert!(
                    (expected..1.1 * expected + 1.0).contains(&count),
                    "{count} {expected}"
                );
            }
        }
    }

    /// Along a parallel an arc of length L has the sagitta L² tan φ / 8 R. What is said to be harmless must be less than that
    /// allows, and not so much less that every edge is looked at.
    #[test]
    fn what_is_harmless_depends_on_the_latitude() {
        for lat_deg in [20.0_f64, 30.0, 45.0, 60.0, 70.0] {
            let needed_m2 = 8.0 * 6_371_000.0 * SAGITTA_M / lat_deg.to_radians().tan();
            for lat_deg in [lat_deg, -lat_deg] {
                let share = harmless_square_m2(lat_deg) / needed_m2;
                assert!((0.25..0.6).contains(&share), "{lat_deg} {share}");
            }
        }
        assert!(harmless_square_m2(90.0) > 0.0);
    }

    #[test]
    fn neighbours_share_a_border_of_one_kilometre_without_common_vertices() {
        let south =
            admit(wkt! { POLYGON((120. 30.2, 120.0104 30.2, 120.0104 30.21, 120. 30.21, 120. 30.2)) });
        let north = wkt! { POLYGON((120. 30.21, 120.003 30.21, 120.0072 30.21, 120.0104 30.21, 120.0104 30.22, 120. 30.22, 120. 30.21)) };
        let north = admit(north);
        let common = intersection(south.areas(), north.areas());
        let area_m2 = Ruler::new(&plane()).area_m2(&common);
        assert!(area_m2 <= 1.0, "{area_m2}");
    }

    #[test]
    fn short_edges_stay_as_they_are() {
        let parcel = admit(wkt! { POLYGON((120. 30.2, 120.001 30.2, 120.001 30.201, 120. 30.2)) });
        assert_eq!(parcel.vertex_count(), 4);
    }

    #[test]
    fn no_edge_and_no_line_grows_without_end() {
        let across = Transform::geodetic_from(&plane()).inverse();
        let source: Vec<Coord<f64>> = (0..2_000)
            .map(|k| Coord {
                x: 110.0 + 20.0 * f64::from(k % 2),
                y: 50.0,
            })
            .collect();
        let mut flat = source.clone();
        across.apply(&mut flat);
        let all = densified(&source, &flat, &across);
        assert!(all.len() <= source.len() + LINE_VERTICES + source.len());
    }

    proptest! {
        /// No chord leaves the true edge by more than was promised, and the way back gives the same vertices.
        #[test]
        fn chords_stay_near_and_know_no_direction(
            x in 117.0..123.0f64, y in -60.0..60.0f64, dx in -1.0..1.0f64, dy in -1.0..1.0f64, power in 0..4,
        ) {
            let scale = 0.1f64.powi(power);
            let across = Transform::geodetic_from(&plane()).inverse();
            let source = [Coord { x, y }, Coord { x: x + scale * dx, y: y + scale * dy }];
            let mut flat = source;
            across.apply(&mut flat);
            let all = densified(&source, &flat, &across);
            let mut turned = densified(&[source[1], source[0]], &[flat[1], flat[0]], &across);
            turned.reverse();
            prop_assert_eq!(&all, &turned);
            let parts = (all.len() - 1) as f64;
            for (k, chord) in all.windows(2).enumerate() {
                let true_middle = across.of(between(source[0], source[1], (k as f64 + 0.5) / parts));
                let (ux, uy) = (chord[1].x - chord[0].x, chord[1].y - chord[0].y);
                let beside = ((true_middle.x - chord[0].x) * uy - (true_middle.y - chord[0].y) * ux).abs() / ux.hypot(uy).max(1e-9);
                prop_assert!(beside <= 1.01 * SAGITTA_M, "{}", beside);
            }
            let square = (flat[1].x - flat[0].x).powi(2) + (flat[1].y - flat[0].y).powi(2);
            if square <= harmless_square_m2(y.abs().max(source[1].y.abs())) {
                prop_assert_eq!(all.len(), 2);
            }
        }
    }
}
