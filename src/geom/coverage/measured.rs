//! What was found, in numbers.

use geo::{Coord, MultiPolygon, Polygon};
use rayon::prelude::*;

use crate::geom::area::plane_area;
use crate::geom::extent::Extent;
use crate::geom::overlay::common_areas;
use crate::geom::relate::Relater;
use crate::geom::scale::Scale;
use crate::geom::shape::Shape;
use crate::progress::{Cancelled, Progress};

use super::gaps::Gap;
use super::net::{NONE, Net, Ring};
use super::oddity::{Ground, Limits, Odd, Oddity};
use super::{doubles, rings};

/// Areas up to this, in m², are the noise of rounded borders.
const NOISE_M2: f64 = 1e-4;

/// Features that repeat an earlier one.
pub(super) fn doubles(shapes: &[&Shape], firsts: &[u32]) -> Vec<Oddity> {
    let repeated = firsts
        .iter()
        .enumerate()
        .filter(|(feature, first)| *feature != **first as usize);
    let odd = repeated.filter_map(|(feature, &other)| {
        let at = shapes.get(feature)?.coords().next()?;
        Some(Oddity {
            feature: feature as u32,
            at,
            what: Odd::Double { other },
        })
    });
    odd.collect()
}

/// Pairs that have an area in common, or whose borders do not match.
pub(super) fn overlaps(
    ground: &Ground<'_>,
    net: &Net,
    pairs: &[(u32, u32, u32)],
    progress: &Progress,
) -> Result<Vec<Oddity>, Cancelled> {
    let odd = pairs
        .par_iter()
        .map_init(Relater::default, |relater, &(feature, other, corner)| {
            progress.check()?;
            let shape = |position: u32| ground.shapes.get(position as usize);
            let (Some(first), Some(second)) = (shape(feature), shape(other)) else {
                return Ok(None);
            };
            Ok(Some(
                overlap(ground, relater, (first, second), net.corner(corner)).map_or(
                    Oddity {
                        feature,
                        at: net.corner(corner),
                        what: Odd::Unmatched { other },
                    },
                    |common| Oddity {
                        feature,
                        at: common.at,
                        what: Odd::Overlap {
                            other,
                            area_m2: common.area_m2,
                            width_m: common.width_m,
                            share: common.share as f32,
                        },
                    },
                ),
            ))
        });
    let odd: Vec<Option<Oddity>> = odd.collect::<Result<_, _>>()?;
    Ok(odd.into_iter().flatten().collect())
}

struct Common {
    at: Coord<f64>,
    area_m2: f64,
    width_m: f64,
    share: f64,
}

fn overlap(
    ground: &Ground<'_>,
    relater: &mut Relater,
    (first, second): (&Shape, &Shape),
    corner: Coord<f64>,
) -> Option<Common> {
    let Ok(found) = relater.overlap(first, second, Scale::True(ground.measure)) else {
        // What the sum over borders cannot tell is built.
        return built(ground, (first, second), corner);
    };
    (found.plane_m2 > NOISE_M2).then(|| Common {
        at: found.extent.center(),
        area_m2: found.true_m2,
        width_m: 2.0 * found.plane_m2 / found.border_m,
        share: share_of_smaller((first, second), found.plane_m2),
    })
}

fn built(ground: &Ground<'_>, (first, second): (&Shape, &Shape), corner: Coord<f64>) -> Option<Common> {
    let built = common_areas(first, second);
    let plane_m2 = plane_area(&built);
    (plane_m2 > NOISE_M2).then(|| Common {
        at: corner,
        area_m2: ground.measure.area_m2(&built),
        width_m: width(built.iter()),
        share: share_of_smaller((first, second), plane_m2),
    })
}

fn share_of_smaller((first, second): (&Shape, &Shape), plane_m2: f64) -> f64 {
    let least_m2 = first.plane_area().min(second.plane_area()).max(f64::MIN_POSITIVE);
    (plane_m2 / least_m2).min(1.0)
}

/// The width of a strip that has the area and the border of some polygons.
fn width<'a>(polygons: impl Iterator<Item = &'a Polygon<f64>>) -> f64 {
    let (mut area_m2, mut border_m) = (0.0, 0.0);
    for polygon in polygons {
        let all = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        border_m += all.map(rings::border_length).sum::<f64>();
        area_m2 += plane_area(&MultiPolygon(vec![polygon.clone()]));
    }
    if border_m > 0.0 {
        2.0 * area_m2 / border_m
    } else {
        0.0
    }
}

/// Gaps worth telling. One within a single feature is a hole that somebody drew, unless it is narrow or very small.
pub(super) fn gaps(ground: &Ground<'_>, limits: &Limits, gaps: &[Gap]) -> Vec<Oddity> {
    let odd = gaps.par_iter().filter_map(|gap| {
        let (&feature, others) = gap.around.split_first()?;
        let whole = MultiPolygon(vec![gap.polygon.clone()]);
        let at = place_in(&gap.polygon);
        if plane_area(&whole) <= NOISE_M2 {
            let other = *others.first()?;
            return Some(Oddity {
                feature,
                at,
                what: Odd::Unmatched { other },
            });
        }
        let (area_m2, width_m) = (
            ground.measure.area_m2(&whole),
            width(std::iter::once(&gap.polygon)),
        );
        let is_meant = if others.is_empty() {
            area_m2 >= limits.part_m2
        } else {
            limits.gap_m2.is_some_and(|limit| area_m2 > limit)
        };
        let beside = gap.around.len() as u32;
        let other = others.first().copied();
        let what = Odd::Gap {
            other,
            beside,
            area_m2,
            width_m,
        };
        (!is_meant || width_m < limits.width_m).then_some(Oddity { feature, at, what })
    });
    odd.collect()
}

/// The middle of the box around a polygon, or the vertex nearest to it.
fn place_in(polygon: &Polygon<f64>) -> Coord<f64> {
    let middle = Extent::of_coords(polygon.exterior().0.iter().copied()).center();
    let far = |at: &Coord<f64>| (at.x - middle.x).powi(2) + (at.y - middle.y).powi(2);
    let vertices = polygon.exterior().0.iter().copied();
    vertices
        .min_by(|p, q| far(p).total_cmp(&far(q)))
        .unwrap_or(middle)
}

/// Polygons that touch themselves, one oddity for each feature.
pub(super) fn touching(net: &Net, corners: &[u32]) -> Vec<Oddity> {
    let of = |corner: &u32| net.ring(*corner).feature;
    let by_feature = corners.chunk_by(|a, b| of(a) == of(b));
    let odd = by_feature.filter_map(|own| {
        let &first = own.first()?;
        let what = Odd::Touching {
            places: own.len() as u32,
        };
        Some(Oddity {
            feature: of(&first),
            at: net.corner(first),
            what,
        })
    });
    odd.collect()
}

/// What is odd about each feature by itself.
pub(super) fn alone(
    ground: &Ground<'_>,
    net: &Net,
    limits: &Limits,
    progress: &Progress,
) -> Result<Vec<Oddity>, Cancelled> {
    let odd = ground.shapes.par_iter().enumerate().map(|(feature, shape)| {
        progress.check()?;
        let mut found = spikes(shape, net.rings_of(feature), (net, limits));
        found.extend(parts(ground, shape, limits));
        if let Some(close) = rings::close_vertices(shape.rings().chain(shape.lines()), limits) {
            let what = Odd::CloseVertices {
                count: close.count as u32,
                least_m: close.least_m,
            };
            found.push((close.at, what));
        }
        if let (count, Some(at)) = doubles::repeated_parts(shape) {
            found.push((at, Odd::RepeatedParts { count: count as u32 }));
        }
        progress.advance(1);
        let feature = feature as u32;
        let odd = found.into_iter().map(|(at, what)| Oddity { feature, at, what });
        Ok(odd.collect())
    });
    let odd: Vec<Vec<Oddity>> = odd.collect::<Result<_, _>>()?;
    Ok(odd.into_iter().flatten().collect())
}

fn spikes(shape: &Shape, own: &[Ring], (net, limits): (&Net, &Limits)) -> Vec<(Coord<f64>, Odd)> {
    let mut found = Vec::new();
    for (number, line) in shape.rings().enumerate() {
        for spike in rings::spikes(line, limits) {
            let corner = own.get(number).map(|ring| ring.start + spike.vertex as u32);
            // A cut in which a neighbour lies is the neighbour's needle.
            if spike.is_outward || corner.is_none_or(|corner| is_open(net, corner)) {
                let what = Odd::Spike {
                    angle_deg: spike.angle_deg,
                    length_m: spike.length_m,
                    is_outward: spike.is_outward,
                };
                found.push((spike.at, what));
            }
        }
    }
    found
}

fn parts(ground: &Ground<'_>, shape: &Shape, limits: &Limits) -> Vec<(Coord<f64>, Odd)> {
    let odd = rings::odd_parts(shape, limits).into_iter().map(|part| {
        let polygon = shape.areas().0.get(part.number).cloned();
        let true_m2 = polygon.map(|polygon| ground.measure.area_m2(&MultiPolygon(vec![polygon])));
        let area_m2 = true_m2.unwrap_or(part.area_m2);
        let width_m = part.width_m;
        let what = if width_m < limits.width_m {
            Odd::Sliver { area_m2, width_m }
        } else {
            Odd::Crumb { area_m2 }
        };
        (part.at, what)
    });
    odd.collect()
}

/// True where nothing runs against either edge at a corner.
fn is_open(net: &Net, corner: u32) -> bool {
    net.mate(corner) == NONE && net.mate(net.edge_before(corner)) == NONE
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::area::Ruler;
    use crate::geom::crs::Crs;
    use crate::geom::equal_area::EqualArea;
    use crate::geom::gate::admit_plane;

    /// A rectangle beside the central meridian, where the plane is nearly as large as the ellipsoid.
    fn rectangle((x, y): (f64, f64), (width, height): (f64, f64)) -> Shape {
        let corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height)];
        let far = corners.map(|(x, y)| (500_000.0 + x, 3_300_000.0 + y));
        admit_plane(Polygon::new(far.into_iter().collect(), Vec::new())).unwrap()
    }

    #[test]
    fn a_gap_is_shown_at_the_corner_nearest_to_its_middle() {
        let far = [
            (110.0, 210.0),
            (104.0, 206.0),
            (100.0, 209.0),
            (100.0, 200.0),
            (110.0, 200.0),
        ];
        let gap = Polygon::new(far.into_iter().collect(), Vec::new());
        assert_eq!(place_in(&gap), Coord { x: 104.0, y: 206.0 });
        let lower = [(110.0, 210.0), (100.0, 210.0), (100.0, 200.0), (106.0, 204.0)];
        let gap = Polygon::new(lower.into_iter().collect(), Vec::new());
        assert_eq!(place_in(&gap), Coord { x: 106.0, y: 204.0 });
    }

    /// By the sum over borders and by the engine: area, width of a strip with that border, and share of the smaller.
    #[test]
    fn what_two_have_in_common_has_a_width_and_a_share() {
        let large = rectangle((0.0, 0.0), (20.0, 10.0));
        let measure = EqualArea::over(&large.extent(), Ruler::new(&Crs::from_code("EPSG:4549").unwrap()));
        let ground = Ground {
            shapes: &[&large],
            near: &|_| vec![0],
            measure: &measure,
        };
        let check = |other: Shape, expected: Option<[f64; 3]>| {
            let corner = Coord { x: 1.0, y: 2.0 };
            for pair in [(&large, &other), (&other, &large)] {
                let summed = overlap(&ground, &mut Relater::default(), pair, corner);
                let built = built(&ground, pair, corner);
                for found in [&summed, &built] {
                    let found = found.as_ref().map(|own| [own.area_m2, own.width_m, own.share]);
                    assert_eq!(found.is_some(), expected.is_some());
                    for (own, expected) in found.iter().flatten().zip(expected.iter().flatten()) {
                        assert!((own - expected).abs() < 1e-4 * expected, "{found:?} {expected}");
                    }
                }
            }
        };
        // One metre of ten, a tenth of a square of a hundred.
        check(
            rectangle((19.0, 0.0), (10.0, 10.0)),
            Some([10.0, 20.0 / 22.0, 0.1]),
        );
        check(rectangle((5.0, 5.0), (4.0, 2.0)), Some([8.0, 16.0 / 12.0, 1.0]));
        check(rectangle((20.0, 0.0), (10.0, 10.0)), None);
        // Noise, and twice as much as is noise.
        check(rectangle((19.999_995, 0.0), (10.0, 10.0)), None);
        check(
            rectangle((19.999_98, 0.0), (10.0, 10.0)),
            Some([2e-4, 2.0 * 2e-4 / 20.000_04, 2e-6]),
        );
    }
}
