//! Overlay of polygons: intersection, difference, union, and lines cut by polygons. The only file that names the engine.
//!
//! The engine works on a 64-bit integer grid laid over the joint box of its operands. Coordinates are given to it
//! relative to a point near the smaller operand: for near-by doubles that subtraction is exact, and a project of 100 m
//! on a zone of 600 km keeps a relative error of about 5e-11.
//!
//! All inputs must be finite; a [`super::shape::Shape`] is. Polygons must be valid, save for [`even_odd`], which makes
//! them so.

use std::sync::Arc;

use geo::{Coord, LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::core::solver::Solver;
use i_overlay::float::clip::FloatClip as _;
use i_overlay::float::overlay::{FloatOverlay, OverlayOptions};
use i_overlay::string::clip::ClipRule;

use crate::progress::apart::apart;
use crate::progress::{Cancelled, Progress};

use super::extent::Extent;
use super::shape::Shape;
use super::window::Window;

type Contour = Vec<[f64; 2]>;

/// So many vertices take the engine a hundredth of a second, and it cannot be asked to stop.
const MANY_VERTICES: usize = 20_000;

/// What lies in both. Parts whose boxes do not meet the other operand are left aside first.
pub fn intersection(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let (extent_a, extent_b) = (extent_of(a), extent_of(b));
    if !extent_a.meets(&extent_b) {
        return MultiPolygon(Vec::new());
    }
    let origin = smaller(&extent_a, &extent_b).center();
    let subject = contours(a.iter().filter(|p| polygon_extent(p).meets(&extent_b)), origin);
    let clip = contours(b.iter().filter(|p| polygon_extent(p).meets(&extent_a)), origin);
    run(&subject, &clip, OverlayRule::Intersect, FillRule::NonZero, origin)
}

/// The polygons that two shapes have in common, whatever the size of either: only what lies in their common box is built.
pub fn common_areas(first: &Shape, second: &Shape) -> MultiPolygon<f64> {
    let common = first.extent().common_with(&second.extent());
    let origin = common.center();
    let [subject, clip] = [first, second].map(|shape| window_contours(shape, &common, origin));
    if subject.is_empty() || clip.is_empty() {
        return MultiPolygon(Vec::new());
    }
    run(&subject, &clip, OverlayRule::Intersect, FillRule::EvenOdd, origin)
}

/// Rings of a shape within an extent, cut short beyond it, relative to `origin`: to be filled by the even-odd rule.
fn window_contours(shape: &Shape, extent: &Extent, origin: Coord<f64>) -> Vec<Contour> {
    let mut window = Window::default();
    window.look_at(shape, extent);
    let rings = window.rings();
    rings.map(|ring| local(&ring[..ring.len() - 1], origin)).collect()
}

/// What lies in `a` and not in `b`.
pub fn difference(a: &MultiPolygon<f64>, b: &MultiPolygon<f64>) -> MultiPolygon<f64> {
    let extent = extent_of(a);
    let origin = extent.center();
    let clip = contours(b.iter().filter(|p| polygon_extent(p).meets(&extent)), origin);
    if clip.is_empty() {
        return a.clone();
    }
    run(
        &contours(a.iter(), origin),
        &clip,
        OverlayRule::Difference,
        FillRule::NonZero,
        origin,
    )
}

/// The polygons of a shape without those of others: what they leave of it.
pub fn rest(own: &Shape, others: &[&Shape]) -> Shape {
    let extent = own.extent();
    let origin = extent.center();
    let near = others.iter().flat_map(|shape| shape.areas().iter());
    let clip = contours(near.filter(|p| polygon_extent(p).meets(&extent)), origin);
    if clip.is_empty() {
        return Shape::new(
            own.areas().clone(),
            MultiLineString(Vec::new()),
            MultiPoint(Vec::new()),
        );
    }
    let subject = contours(own.areas().iter(), origin);
    // Shells and holes of valid polygons add up to how many of them cover a place: more than none is cut out.
    let rest = run(
        &subject,
        &clip,
        OverlayRule::Difference,
        FillRule::NonZero,
        origin,
    );
    Shape::new(rest, MultiLineString(Vec::new()), MultiPoint(Vec::new()))
}

/// What lies in any of them.
pub fn union<'a>(all: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> MultiPolygon<f64> {
    let (subject, origin) = together(all);
    run(
        &subject,
        &Vec::new(),
        OverlayRule::Subject,
        FillRule::NonZero,
        origin,
    )
}

/// As [`union`].
///
/// # Errors
/// [`Cancelled`], at once wherever somebody asks to stop.
pub fn union_until<'a>(
    all: impl IntoIterator<Item = &'a MultiPolygon<f64>>,
    progress: &Progress,
) -> Result<MultiPolygon<f64>, Cancelled> {
    let (subject, origin) = together(all);
    run_until(subject, FillRule::NonZero, origin, progress)
}

/// The rings of all polygons, relative to the middle of their box.
fn together<'a>(all: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> (Vec<Contour>, Coord<f64>) {
    let polygons: Vec<&Polygon<f64>> = all.into_iter().flat_map(|m| m.iter()).collect();
    let mut extent = Extent::EMPTY;
    polygons.iter().for_each(|p| extent.merge(&polygon_extent(p)));
    if extent.is_empty() {
        return (Vec::new(), Coord::zero());
    }
    let origin = extent.center();
    (contours(polygons.into_iter(), origin), origin)
}

/// One polygon united with nothing under the even-odd rule: the area that a point on it crosses an odd number of rings
/// to reach. Opens bow-ties into both wings and keeps holes whatever way they are wound.
///
/// # Errors
/// [`Cancelled`], at once wherever somebody asks to stop.
pub fn even_odd(polygon: &Polygon<f64>, progress: &Progress) -> Result<MultiPolygon<f64>, Cancelled> {
    let origin = polygon_extent(polygon).center();
    let subject = contours(std::iter::once(polygon), origin);
    run_until(subject, FillRule::EvenOdd, origin, progress)
}

/// The ground that nothing covers, as one polygon for each connected part of it, where the ground all around closed rings
/// is covered `of` times and a ring adds to what it winds around: once counter-clockwise, once less clockwise.
///
/// Where `of` is 0 the ground all around is uncovered, too: one polygon with a frame around all rings, half their width
/// away at least, holds it.
pub fn uncovered(rings: &[Vec<Coord<f64>>], of: u32) -> MultiPolygon<f64> {
    let extent = Extent::of_coords(rings.iter().flatten().copied());
    if extent.is_empty() {
        return MultiPolygon(Vec::new());
    }
    let origin = extent.center();
    let open = rings.iter().filter(|ring| ring.len() > 3);
    let mut subject: Vec<Contour> = open.map(|ring| local(&ring[..ring.len() - 1], origin)).collect();
    // Frames shift the count so that -1 says uncovered and nothing less is there.
    let (x, y) = (extent.width() + 1.0, extent.height() + 1.0);
    let mut frame = vec![[-x, -y], [x, -y], [x, y], [-x, y]];
    if of == 0 {
        frame.reverse();
    }
    let count = if of == 0 { 1 } else { of as usize - 1 };
    subject.extend(std::iter::repeat_n(frame, count));
    run(
        &subject,
        &Vec::new(),
        OverlayRule::Subject,
        FillRule::Negative,
        origin,
    )
}

/// The parts of lines that lie inside the polygons of a shape; what runs along a border only touches it and is left out.
pub fn lines_within(lines: &MultiLineString<f64>, areal: &Shape) -> MultiLineString<f64> {
    let extent = Extent::of_coords(lines.iter().flat_map(|l| l.0.iter().copied()));
    let origin = extent.common_with(&areal.extent()).center();
    clipped(lines, &window_contours(areal, &extent, origin), origin)
}

/// As [`lines_within`], for polygons that an overlay has just made.
pub fn lines_within_polygons(
    lines: &MultiLineString<f64>,
    polygons: &MultiPolygon<f64>,
) -> MultiLineString<f64> {
    let extent = Extent::of_coords(lines.iter().flat_map(|l| l.0.iter().copied()));
    let origin = extent.common_with(&extent_of(polygons)).center();
    let near = polygons.iter().filter(|p| polygon_extent(p).meets(&extent));
    clipped(lines, &contours(near, origin), origin)
}

fn clipped(lines: &MultiLineString<f64>, clip: &Vec<Contour>, origin: Coord<f64>) -> MultiLineString<f64> {
    if clip.is_empty() {
        return MultiLineString(Vec::new());
    }
    let paths: Vec<Contour> = lines.iter().map(|line| local(&line.0, origin)).collect();
    let rule = ClipRule {
        invert: false,
        boundary_included: false,
    };
    let parts = paths.clip_by_as::<i64>(clip, FillRule::EvenOdd, rule);
    MultiLineString(
        parts
            .iter()
            .map(|part| global(part, origin))
            .filter(|line| line.0.len() > 1)
            .collect(),
    )
}

/// Fills rings by a rule; of many vertices apart, so that whoever asks to stop need not wait for the engine.
fn run_until(
    subject: Vec<Contour>,
    fill: FillRule,
    origin: Coord<f64>,
    progress: &Progress,
) -> Result<MultiPolygon<f64>, Cancelled> {
    progress.check()?;
    let filled = move |subject: &Vec<Contour>| run(subject, &Vec::new(), OverlayRule::Subject, fill, origin);
    if subject.iter().map(Vec::len).sum::<usize>() < MANY_VERTICES {
        return Ok(filled(&subject));
    }
    let subject = Arc::new(subject);
    let own = Arc::clone(&subject);
    match apart(progress, move || filled(&own)) {
        Ok(polygons) => Ok(polygons),
        Err(_) => {
            progress.check()?;
            // Without a thread it is done here; where the engine has failed, it fails here as ever.
            Ok(filled(&subject))
        }
    }
}

fn run(
    subject: &Vec<Contour>,
    clip: &Vec<Contour>,
    rule: OverlayRule,
    fill: FillRule,
    origin: Coord<f64>,
) -> MultiPolygon<f64> {
    if subject.is_empty() {
        return MultiPolygon(Vec::new());
    }
    let mut options = OverlayOptions::<f64, i64>::default();
    options.ogc = true;
    let shapes =
        FloatOverlay::<[f64; 2], i64>::from_subj_and_clip_custom(subject, clip, options, Solver::default())
            .overlay(rule, fill);
    let polygons = shapes.iter().filter_map(|shape| {
        let mut rings = shape.iter().map(|ring| closed(ring, origin));
        Some(Polygon::new(rings.next()?, rings.collect()))
    });
    MultiPolygon(polygons.collect())
}

/// Rings relative to `origin`, shells and holes alike: after repair their winding says which is which.
fn contours<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>, origin: Coord<f64>) -> Vec<Contour> {
    polygons
        .flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()))
        .filter(|ring| ring.0.len() > 3)
        .map(|ring| local(&ring.0[..ring.0.len() - 1], origin))
        .collect()
}

fn local(coords: &[Coord<f64>], origin: Coord<f64>) -> Contour {
    coords.iter().map(|c| [c.x - origin.x, c.y - origin.y]).collect()
}

fn global(points: &[[f64; 2]], origin: Coord<f64>) -> LineString<f64> {
    LineString(
        points
            .iter()
            .map(|p| Coord {
                x: p[0] + origin.x,
                y: p[1] + origin.y,
            })
            .collect(),
    )
}

fn closed(points: &[[f64; 2]], origin: Coord<f64>) -> LineString<f64> {
    let mut ring = global(points, origin);
    ring.close();
    ring
}

fn polygon_extent(polygon: &Polygon<f64>) -> Extent {
    Extent::of_coords(polygon.exterior().0.iter().copied())
}

fn extent_of(polygons: &MultiPolygon<f64>) -> Extent {
    Extent::of_coords(polygons.iter().flat_map(|p| p.exterior().0.iter().copied()))
}

fn smaller<'a>(a: &'a Extent, b: &'a Extent) -> &'a Extent {
    if a.width() + a.height() <= b.width() + b.height() {
        a
    } else {
        b
    }
}

#[cfg(test)]
mod tests {
    use super::super::area::{plane_area, ring_area};
    use super::*;
    use geo::wkt;

    fn at(polygons: MultiPolygon<f64>, x: f64, y: f64) -> MultiPolygon<f64> {
        use geo::MapCoords as _;
        polygons.map_coords(|c| Coord {
            x: c.x + x,
            y: c.y + y,
        })
    }

    #[track_caller]
    fn check_area(polygons: &MultiPolygon<f64>, expected: f64) {
        let area = plane_area(polygons);
        assert!(
            (area - expected).abs() <= 1e-9 * expected.max(1.0),
            "{area} instead of {expected}"
        );
    }

    #[test]
    fn squares_with_and_without_holes() {
        let square = wkt! { MULTIPOLYGON(((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.))) };
        let ring =
            wkt! { MULTIPOLYGON(((2. 0., 6. 0., 6. 4., 2. 4., 2. 0.), (3. 1., 3. 3., 5. 3., 5. 1., 3. 1.))) };
        for (x, y) in [(0.0, 0.0), (40_500_000.0, 3_350_000.0)] {
            let (square, ring) = (at(square.clone(), x, y), at(ring.clone(), x, y));
            check_area(&intersection(&square, &ring), 6.0);
            check_area(&difference(&square, &ring), 10.0);
            check_area(&union([&square, &ring]), 22.0);
        }
    }

    #[test]
    fn apart_and_touching_have_no_area_in_common() {
        let a = wkt! { MULTIPOLYGON(((0. 0., 1. 0., 1. 1., 0. 1., 0. 0.))) };
        let touching = wkt! { MULTIPOLYGON(((1. 0., 2. 0., 2. 1., 1. 1., 1. 0.))) };
        let apart = wkt! { MULTIPOLYGON(((5. 5., 6. 5., 6. 6., 5. 6., 5. 5.))) };
        check_area(&intersection(&a, &touching), 0.0);
        check_area(&intersection(&a, &apart), 0.0);
        check_area(&difference(&a, &apart), 1.0);
    }

    #[test]
    fn bow_tie_keeps_both_wings() {
        let bow_tie = wkt! { POLYGON((0. 0., 4. 4., 4. 0., 0. 4., 0. 0.)) };
        check_area(&even_odd(&bow_tie, &Progress::default()).unwrap(), 8.0);
    }

    #[test]
    fn hole_wound_like_its_shell_stays_a_hole() {
        let polygon =
            wkt! { POLYGON((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 6. 3., 6. 6., 3. 6., 3. 3.)) };
        check_area(&even_odd(&polygon, &Progress::default()).unwrap(), 72.0);
    }

    /// One look before the engine begins; of many vertices more while it works, for which nobody who asks to stop waits.
    #[test]
    fn only_many_vertices_are_filled_apart() {
        let round = |count: usize| {
            let corner = |k: usize| (std::f64::consts::TAU * k as f64 / count as f64).sin_cos();
            Polygon::new((0..count).map(corner).collect(), vec![])
        };
        let check = |count: usize, looks: u64, is_done: bool| {
            let progress = Progress::with_looks(looks);
            let filled = even_odd(&round(count), &progress).map(|polygons| plane_area(&polygons));
            assert_eq!(filled.is_ok(), is_done, "{count} vertices, {looks} looks");
            filled
                .into_iter()
                .for_each(|area| assert!((area - std::f64::consts::PI).abs() < 1e-6));
        };
        check(MANY_VERTICES - 1, 0, false);
        check(MANY_VERTICES - 1, 1, true);
        check(MANY_VERTICES, 1, false);
        check(MANY_VERTICES, 10_000, true);
    }

    #[test]
    fn uncovered_is_what_as_many_rings_leave_open() {
        let ring = |at: f64, side: f64, clockwise: bool| {
            let corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)];
            let mut ring = corners.map(|(x, y)| Coord { x: at + x, y: at + y }).to_vec();
            if clockwise {
                ring.reverse();
            }
            ring
        };
        let check = |rings: &[Vec<Coord<f64>>], of: u32, expected: f64| {
            check_area(&uncovered(rings, of), expected);
        };
        check(&[], 0, 0.0);
        // Something counter-clockwise covers the ground within, and clockwise takes one cover off it.
        check(&[ring(0.0, 3.0, true)], 1, 9.0);
        check(&[ring(0.0, 3.0, false)], 1, 0.0);
        check(&[ring(0.0, 3.0, true)], 2, 0.0);
        check(&[ring(0.0, 3.0, true), ring(1.0, 1.0, true)], 2, 1.0);
        check(&[ring(0.0, 0.5, true)], 1, 0.25);
        // All around lies half the width at least, also of what is smaller than a metre.
        for side in [0.01, 0.5, 1.0, 3.0, 1000.0] {
            let open = uncovered(&[ring(0.0, side, false)], 0);
            let [around] = &open.0[..] else { panic!("{open:?}") };
            assert!((ring_area(&around.interiors()[0]).abs() - side * side).abs() < 1e-9 * side);
            let corners = [-0.5 * side, 1.5 * side].map(|m| Coord { x: m, y: m });
            let least = Extent::from_corners(corners[0], corners[1]);
            let frame = extent_of(&open);
            assert!(frame.covers(&least), "{side} {frame:?}");
        }
    }

    #[test]
    fn line_is_cut_at_the_border_and_at_holes() {
        let ring =
            wkt! { MULTIPOLYGON(((0. 0., 9. 0., 9. 9., 0. 9., 0. 0.), (3. 3., 3. 6., 6. 6., 6. 3., 3. 3.))) };
        let line = wkt! { MULTILINESTRING((-5. 4., 20. 4.)) };
        let ring = super::super::gate::admit_plane(ring).unwrap();
        let length: f64 = lines_within(&line, &ring)
            .iter()
            .flat_map(|part| part.lines())
            .map(|l| (l.end.x - l.start.x).hypot(l.end.y - l.start.y))
            .sum();
        assert!((length - 6.0).abs() < 1e-9, "{length}");
    }
}
