//! What lies under the pointer, exactly, top of the map first.

use geo::Coord;

use crate::geom::distance::nearest_border;
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::segment::Segment;
use crate::geom::shape::{Dimension, Shape};
use crate::geom::side::{Side, side_of_shape};
use crate::model::feature::FeatureRef;
use crate::model::finding::EvidenceShape;

use super::appearance::Meaning;
use super::input::MapInput;

/// How near to a line the pointer must come, in pixels.
pub const LINE_TOLERANCE_PX: f32 = 4.0;
/// How near to a point: the same beyond the marker's disc.
pub const POINT_TOLERANCE_PX: f32 = 8.0;
/// A polygon smaller than this on screen is picked like a point, or it could not be hit.
const SMALL_PX: f64 = 4.0;

/// So many findings are looked through while there is no index of them yet.
const MOST_WITHOUT_INDEX: usize = 1_000;

/// What a point of the map hits.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picked {
    /// The finding whose evidence is on top there.
    pub finding: Option<usize>,
    /// Features whose paint is there, top first.
    pub features: Vec<FeatureRef>,
    /// Features without fill that the place lies in, such as the district; top first.
    pub around: Vec<FeatureRef>,
}

impl Picked {
    /// True where nothing was hit.
    pub fn is_empty(&self) -> bool {
        self.finding.is_none() && self.features.is_empty() && self.around.is_empty()
    }

    /// All features, those with paint first.
    pub fn all(&self) -> Vec<FeatureRef> {
        self.features.iter().chain(&self.around).cloned().collect()
    }
}

/// What is drawn at `place` (plane metres) at a resolution in metres per pixel.
pub fn pick(input: &MapInput, place: Coord<f64>, resolution_m_per_px: f64) -> Picked {
    let Some(probe) = Probe::new(place, resolution_m_per_px) else {
        return Picked::default();
    };
    let mut picked = Picked {
        finding: finding_at(input, &probe),
        ..Picked::default()
    };
    for (name, hit) in hits(input, &probe) {
        match hit {
            Hit::Paint => picked.features.push(name),
            Hit::Around => picked.around.push(name),
        }
    }
    picked
}

/// The first of the features that [`pick`] gives, if it has paint; nothing else is looked for.
pub fn topmost(input: &MapInput, place: Coord<f64>, resolution_m_per_px: f64) -> Option<FeatureRef> {
    let probe = Probe::new(place, resolution_m_per_px)?;
    hits(input, &probe)
        .find(|(_, hit)| matches!(hit, Hit::Paint))
        .map(|(name, _)| name)
}

/// Whatever is hit, top of the map first, each tested when it is asked for.
fn hits<'a>(input: &'a MapInput, probe: &'a Probe) -> impl Iterator<Item = (FeatureRef, Hit)> + 'a {
    let reach_m = f64::from(LINE_TOLERANCE_PX.max(POINT_TOLERANCE_PX)) * probe.resolution_m_per_px;
    let around_place = Extent::from_corners(probe.place, probe.place).inflated(reach_m);
    input.visible_layers().rev().flat_map(move |layer| {
        let candidates = layer.candidates(&around_place).into_iter().rev();
        candidates.filter_map(move |position| {
            let feature = layer.features().get(position)?;
            let choice = input.workspace.symbology.of(&layer.about.id);
            let filled = Meaning::of(layer, feature).symbol(choice).fill.a > 0;
            let hit = probe.hit(&feature.shape, filled)?;
            Some((layer.name_of(feature), hit))
        })
    })
}

enum Hit {
    /// On a filled inside, a line, a marker or a border.
    Paint,
    /// Inside, but nothing is painted there.
    Around,
}

struct Probe {
    place: Coord<f64>,
    pointer: Shape,
    resolution_m_per_px: f64,
}

impl Probe {
    /// `None` for a place that is not finite: it is nowhere.
    fn new(place: Coord<f64>, resolution_m_per_px: f64) -> Option<Probe> {
        Some(Probe {
            place,
            pointer: admit_plane(geo::Point(place)).ok()?,
            resolution_m_per_px,
        })
    }

    fn hit(&self, shape: &Shape, filled: bool) -> Option<Hit> {
        let line_m = f64::from(LINE_TOLERANCE_PX) * self.resolution_m_per_px;
        let point_m = f64::from(POINT_TOLERANCE_PX) * self.resolution_m_per_px;
        let near = |within_m: f64| {
            nearest_border(&self.pointer, shape).is_some_and(|nearest| nearest.distance <= within_m)
        };
        let extent = shape.extent();
        let small = extent.width().max(extent.height()) < SMALL_PX * self.resolution_m_per_px;
        let painted = match shape.dimension() {
            Dimension::Empty => false,
            Dimension::Point => near(point_m),
            Dimension::Line => near(line_m),
            Dimension::Area => (filled && self.is_inside(shape)) || (small || !filled) && near(line_m),
        };
        if painted {
            Some(Hit::Paint)
        } else {
            self.is_inside(shape).then_some(Hit::Around)
        }
    }

    fn is_inside(&self, shape: &Shape) -> bool {
        side_of_shape(shape, self.place) != Side::Outside
    }
}

/// The gravest of the findings whose evidence is drawn there; of equals the last, which is on top.
fn finding_at(input: &MapInput, probe: &Probe) -> Option<usize> {
    let findings = &input.screening?.findings;
    let within_m = f64::from(LINE_TOLERANCE_PX) * probe.resolution_m_per_px;
    let hit = |shape: &EvidenceShape| match shape {
        EvidenceShape::Common(shape) => {
            shape.extent().inflated(within_m).contains(probe.place)
                && matches!(probe.hit(shape, true), Some(Hit::Paint))
        }
        EvidenceShape::Gap { from, to } => {
            let foot = Segment { a: *from, b: *to }.nearest_to(probe.place);
            (foot.x - probe.place.x).hypot(foot.y - probe.place.y) <= within_m
        }
    };
    let around_place = Extent::from_corners(probe.place, probe.place).inflated(within_m);
    let near = match input.finding_index {
        Some(index) => index.meeting(&around_place),
        None if findings.len() <= MOST_WITHOUT_INDEX => (0..findings.len()).collect(),
        None => Vec::new(),
    };
    let hits = near
        .into_iter()
        .filter_map(|number| Some((number, findings.get(number)?)))
        .filter(|(_, finding)| finding.evidence.extent.inflated(within_m).contains(probe.place))
        .filter(|(_, finding)| finding.shape(input.workspace).is_some_and(hit));
    hits.max_by_key(|(number, finding)| (finding.matter.severity, *number))
        .map(|(number, _)| number)
}

#[cfg(test)]
mod tests {
    use super::super::tests::board::{Board, layer_of, square};
    use super::*;
    use crate::model::role::Role;
    use geo::wkt;

    #[track_caller]
    fn check(board: &Board, x: f64, y: f64, painted: &[&str], around: &[&str]) {
        let picked = pick(&board.input(), Coord { x, y }, 1.0);
        let names = |features: &[FeatureRef]| features.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&picked.features), painted, "{x} {y}");
        assert_eq!(names(&picked.around), around, "{x} {y}");
    }

    fn board() -> Board {
        let holed = wkt! { POLYGON((0. 0., 100. 0., 100. 100., 0. 100., 0. 0.), (40. 40., 60. 40., 60. 60., 40. 60., 40. 40.)) };
        Board::new(vec![
            layer_of(
                "district",
                Role::District,
                vec![("d", square(-500.0, -500.0, 1000.0))],
            ),
            layer_of(
                "wetland",
                Role::Wetland,
                vec![("a", holed.into()), ("b", square(80.0, 80.0, 100.0))],
            ),
            layer_of(
                "rail",
                Role::Rail,
                vec![("r", wkt! { LINESTRING(-100. 20., 300. 20.) }.into())],
            ),
            layer_of("wind", Role::Project, vec![("w", wkt! { POINT(90. 90.) }.into())]),
        ])
    }

    #[test]
    fn top_of_the_map_comes_first() {
        let board = board();
        check(
            &board,
            90.0,
            90.0,
            &["wind/w", "wetland/b", "wetland/a"],
            &["district/d"],
        );
        check(&board, 10.0, 50.0, &["wetland/a"], &["district/d"]);
    }

    #[test]
    fn a_hole_is_not_the_feature() {
        check(&board(), 50.0, 50.0, &[], &["district/d"]);
    }

    #[test]
    fn lines_and_points_are_hit_within_their_tolerance_and_not_beyond() {
        let board = board();
        check(&board, -50.0, 23.9, &["rail/r"], &["district/d"]);
        check(&board, -50.0, 24.1, &[], &["district/d"]);
        check(
            &board,
            90.0,
            97.9,
            &["wind/w", "wetland/b", "wetland/a"],
            &["district/d"],
        );
        check(&board, 90.0, 98.1, &["wetland/b", "wetland/a"], &["district/d"]);
    }

    #[test]
    fn a_border_without_fill_is_hit_on_its_line() {
        check(&board(), -500.0, 7.0, &["district/d"], &[]);
    }

    #[test]
    fn hidden_layers_are_not_hit() {
        let mut board = board();
        board.hidden.insert("wetland".into());
        check(&board, 10.0, 50.0, &[], &["district/d"]);
    }

    #[test]
    fn a_polygon_of_less_than_a_pixel_can_still_be_hit() {
        let board = Board::new(vec![layer_of(
            "wetland",
            Role::Wetland,
            vec![("tiny", square(0.0, 0.0, 0.5))],
        )]);
        check(&board, 2.0, 2.0, &["wetland/tiny"], &[]);
        check(&board, 9.0, 9.0, &[], &[]);
    }

    #[test]
    fn a_place_that_is_not_finite_hits_nothing() {
        check(&board(), f64::NAN, 0.0, &[], &[]);
    }
}
