//! Outlines for the picture: cut at the map's border, without detail below half a pixel, as SVG path data.

use geo::{Coord, LineString, Polygon};

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

use super::sheet::Frame;

/// How far a drawn outline may run beside the true one, for each of the two steps of simplification.
const TOLERANCE_PX: f64 = 0.22;
/// Beyond the map's border by this much outlines are cut; the border of the cut is not seen.
const BEYOND_PX: f64 = 12.0;

/// The drawn form of one shape: path data, each empty where the shape has nothing of it on the map.
#[derive(Debug, PartialEq)]
pub struct Outline {
    /// Closed rings, to be filled by the even-odd rule.
    pub areas: String,
    /// Open lines.
    pub lines: String,
    /// Places of points.
    pub points: Vec<Coord<f64>>,
    /// The box of what is drawn, in pixels; empty for nothing.
    pub extent: Extent,
    /// Rings in pixels, for the place of a label.
    pub rings: Vec<Vec<Coord<f64>>>,
}

impl Outline {
    /// The larger side of the box in pixels; 0 for nothing.
    pub fn size_px(&self) -> f64 {
        self.extent.width().max(self.extent.height()).max(0.0)
    }
}

/// Draws one shape as seen through a frame.
pub fn outline(shape: &Shape, frame: &Frame) -> Outline {
    let mut outline = Outline {
        areas: String::new(),
        lines: String::new(),
        points: Vec::new(),
        extent: Extent::EMPTY,
        rings: Vec::new(),
    };
    let window = window(frame);
    for polygon in shape.areas() {
        add_polygon(&mut outline, polygon, frame, &window);
    }
    for line in shape.lines() {
        let px: Vec<Coord<f64>> = line.0.iter().map(|&c| frame.px(c)).collect();
        for piece in pieces_near(&px, &window) {
            let piece = simplified(piece);
            piece.iter().for_each(|&c| outline.extent.grow(c));
            push_path(&mut outline.lines, &piece, false);
        }
    }
    for point in shape.points() {
        let px = frame.px(point.0);
        if window.contains(px) {
            outline.extent.grow(px);
            outline.points.push(px);
        }
    }
    outline
}

fn window(frame: &Frame) -> Extent {
    let panel = &frame.panel;
    let corner = |x: f64, y: f64| Coord { x, y };
    Extent::from_corners(
        corner(panel.left, panel.top),
        corner(panel.right(), panel.bottom()),
    )
    .inflated(BEYOND_PX)
}

fn add_polygon(outline: &mut Outline, polygon: &Polygon<f64>, frame: &Frame, window: &Extent) {
    let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    for (k, ring) in all.enumerate() {
        let px = cut_ring(ring_px(ring, frame), window);
        let extent = Extent::of_coords(px.iter().copied());
        if extent.is_empty() {
            if k == 0 {
                return;
            }
            continue;
        }
        if extent.width().max(extent.height()) < 1.0 {
            if k > 0 {
                continue;
            }
            // What is smaller than a pixel is drawn as one: a small zone is no zone missing.
            outline.extent.merge(&extent);
            push_path(&mut outline.areas, &pixel_at(extent.center()), true);
            return;
        }
        let ring = simplified(&px);
        if ring.len() > 3 {
            outline.extent.merge(&extent);
            push_path(&mut outline.areas, &ring, true);
            outline.rings.push(ring);
        }
    }
}

fn ring_px(ring: &LineString<f64>, frame: &Frame) -> Vec<Coord<f64>> {
    // The coarse step runs on the way, so that a ring of a million vertices never stands in memory twice.
    let mut px: Vec<Coord<f64>> = Vec::new();
    for &c in &ring.0 {
        let next = frame.px(c);
        if px.last().is_none_or(|last| apart(*last, next) >= TOLERANCE_PX) {
            px.push(next);
        }
    }
    if let Some(&first) = px.first() {
        px.push(first);
    }
    px
}

fn apart(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

fn pixel_at(centre: Coord<f64>) -> [Coord<f64>; 4] {
    [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)].map(|(x, y)| Coord {
        x: centre.x + x,
        y: centre.y + y,
    })
}

/// Cuts a closed ring at a window, side by side (Sutherland and Hodgman). The ring stays closed.
fn cut_ring(mut ring: Vec<Coord<f64>>, window: &Extent) -> Vec<Coord<f64>> {
    let extent = Extent::of_coords(ring.iter().copied());
    if window.covers(&extent) || extent.is_empty() {
        return ring;
    }
    // How far inside each side a place lies; negative outside.
    let sides: [fn(Coord<f64>, &Extent) -> f64; 4] = [
        |c, w| c.x - w.min.x,
        |c, w| w.max.x - c.x,
        |c, w| c.y - w.min.y,
        |c, w| w.max.y - c.y,
    ];
    for depth in sides {
        let mut kept = Vec::with_capacity(ring.len());
        for edge in ring.windows(2) {
            let &[a, b] = edge else { continue };
            let (depth_a, depth_b) = (depth(a, window), depth(b, window));
            if depth_a >= 0.0 {
                kept.push(a);
            }
            if (depth_a >= 0.0) != (depth_b >= 0.0) {
                let t = depth_a / (depth_a - depth_b);
                kept.push(Coord {
                    x: a.x + t * (b.x - a.x),
                    y: a.y + t * (b.y - a.y),
                });
            }
        }
        kept.extend(kept.first().copied());
        ring = kept;
    }
    ring
}

/// Runs of a line whose edges come near the window.
fn pieces_near<'a>(line: &'a [Coord<f64>], window: &Extent) -> Vec<&'a [Coord<f64>]> {
    let mut pieces = Vec::new();
    let mut start: Option<usize> = None;
    for (k, edge) in line.windows(2).enumerate() {
        let near = Extent::of_coords(edge.iter().copied()).meets(window);
        match (start, near) {
            (None, true) => start = Some(k),
            (Some(from), false) => {
                pieces.extend(line.get(from..=k));
                start = None;
            }
            _ => {}
        }
    }
    pieces.extend(start.and_then(|from| line.get(from..)));
    pieces
}

/// Leaves out vertices that lie within the tolerance of the line without them (Douglas and Peucker), without recursion.
fn simplified(line: &[Coord<f64>]) -> Vec<Coord<f64>> {
    let Some(last) = line.len().checked_sub(1).filter(|&last| last > 1) else {
        return line.to_vec();
    };
    let mut keep = vec![false; line.len()];
    keep[0] = true;
    keep[last] = true;
    let mut waiting = vec![(0, last)];
    while let Some((from, to)) = waiting.pop() {
        let (Some(&a), Some(&b)) = (line.get(from), line.get(to)) else {
            continue;
        };
        let between = line.iter().enumerate().take(to).skip(from + 1);
        let farthest = between
            .map(|(k, &c)| (k, distance_to_edge(c, a, b)))
            .max_by(|p, q| p.1.total_cmp(&q.1));
        if let Some((k, distance)) = farthest
            && distance > TOLERANCE_PX
        {
            keep[k] = true;
            waiting.extend([(from, k), (k, to)]);
        }
    }
    line.iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|(&c, _)| c)
        .collect()
}

fn distance_to_edge(c: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length2 = dx * dx + dy * dy;
    let t = if length2 > 0.0 {
        (((c.x - a.x) * dx + (c.y - a.y) * dy) / length2).clamp(0.0, 1.0)
    } else {
        0.0
    };
    apart(
        c,
        Coord {
            x: a.x + t * dx,
            y: a.y + t * dy,
        },
    )
}

/// Writes one ring or line as path data in tenths of a pixel, relative and therefore short.
fn push_path(path: &mut String, line: &[Coord<f64>], closed: bool) {
    let tenths = |c: &Coord<f64>| ((c.x * 10.0).round() as i64, (c.y * 10.0).round() as i64);
    let mut places: Vec<(i64, i64)> = line.iter().map(tenths).collect();
    if closed && places.len() > 1 && places.first() == places.last() {
        places.pop();
    }
    let Some((&first, rest)) = places.split_first() else {
        return;
    };
    path.push('M');
    push_pair(path, first);
    let mut before = first;
    let mut begun = false;
    for &place in rest {
        if place == before {
            continue;
        }
        let step = (place.0 - before.0, place.1 - before.1);
        if !begun {
            path.push('l');
        } else if step.0 >= 0 {
            path.push(' ');
        }
        begun = true;
        push_pair(path, step);
        before = place;
    }
    if closed {
        path.push('z');
    } else if !begun {
        path.push_str("l0 0");
    }
}

fn push_pair(path: &mut String, (x, y): (i64, i64)) {
    push_tenths(path, x);
    if y >= 0 {
        path.push(' ');
    }
    push_tenths(path, y);
}

fn push_tenths(path: &mut String, value: i64) {
    let sign = if value < 0 { "-" } else { "" };
    let (whole, tenth) = (value.abs() / 10, value.abs() % 10);
    path.push_str(&match tenth {
        0 => format!("{sign}{whole}"),
        _ => format!("{sign}{whole}.{tenth}"),
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::report::picture::sheet::Panel;

    /// One pixel a metre, the lower left corner at the origin.
    fn frame() -> Frame {
        let corner = |x: f64, y: f64| Coord { x, y };
        Frame {
            panel: Panel {
                left: 0.0,
                top: 0.0,
                width: 100.0,
                height: 100.0,
            },
            extent: Extent::from_corners(corner(0.0, 0.0), corner(100.0, 100.0)),
            px_per_m: 1.0,
            stated: None,
        }
    }

    #[track_caller]
    fn check(geometry: impl Into<geo::Geometry<f64>>, areas: &str, lines: &str) {
        let outline = outline(&admit_plane(geometry).unwrap(), &frame());
        assert_eq!((outline.areas.as_str(), outline.lines.as_str()), (areas, lines));
    }

    #[test]
    fn north_is_up_and_detail_is_dropped() {
        check(
            geo::wkt! { POLYGON((10. 10., 30. 10., 30. 30., 20. 30.05, 10. 30., 10. 10.)) },
            "M10 90l20 0 0-20-20 0z",
            "",
        );
        check(geo::wkt! { LINESTRING(0. 0., 5. 0.1, 10. 0.) }, "", "M0 100l10 0");
    }

    #[test]
    fn what_is_beyond_the_map_is_cut_or_left_out() {
        check(
            geo::wkt! { POLYGON((200. 0., 300. 0., 300. 50., 200. 0.)) },
            "",
            "",
        );
        check(geo::wkt! { LINESTRING(200. 0., 300. 10.) }, "", "");
        let wide = admit_plane(geo::wkt! { POLYGON((-1e6 -1e6, 1e6 -1e6, 1e6 1e6, -1e6 1e6, -1e6 -1e6)) });
        let outline = outline(&wide.unwrap(), &frame());
        assert_eq!(outline.size_px(), 124.0);
    }

    #[test]
    fn a_zone_below_a_pixel_is_still_seen() {
        check(
            geo::wkt! { POLYGON((50. 50., 50.1 50., 50.1 50.1, 50. 50.)) },
            "M49.5 49.5l1 0 0 1-1 0z",
            "",
        );
    }

    #[test]
    fn many_vertices_make_a_modest_path() {
        let ring = (0..100_000).map(|k| {
            let angle = std::f64::consts::TAU * f64::from(k) / 100_000.0;
            (50.0 + 40.0 * angle.cos(), 50.0 + 40.0 * angle.sin())
        });
        let circle = geo::Polygon::new(LineString::from_iter(ring), Vec::new());
        let outline = outline(&admit_plane(circle).unwrap(), &frame());
        assert!(outline.areas.len() < 1000, "{}", outline.areas.len());
    }
}
