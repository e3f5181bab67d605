//! The gate: the one place where foreign coordinates become a [`Shape`].
//!
//! It refuses what is not finite, out of range, or out of the plane's reach; it drops doubled vertices and makes polygons
//! valid; and it says what it did. Nothing else may feed index or overlay.

use geo::{Coord, Geometry, LineString};
use geo::{MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};

use crate::progress::{Cancelled, Progress};

use super::crs::{Crs, CrsError, Transform};
use super::densify::{Across, harmless_square_m2};
use super::extent::Extent;
use super::far_vertex::far_vertex;
use super::reach::Reach;
use super::repair::{Change, repair};
use super::shape::Shape;
use super::vertex_list::list_vertices;

/// Something wrong with a geometry, where it is, and at which vertex.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{kind:?} at vertex {vertex:?}, {place:?}")]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Number of the vertex within the geometry, from 1.
    pub vertex: Option<usize>,
    /// The coordinate as it came, in the source's system.
    pub place: Option<Coord<f64>>,
}

/// What can be wrong with a geometry.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FaultKind {
    /// A coordinate is NaN or infinite. Refused.
    NotFinite,
    /// A longitude beyond ±180° or a latitude beyond ±90°. Refused.
    OutOfRange,
    /// The coordinate is real but the workspace's plane does not reach so far. Refused.
    OutOfReach,
    /// An edge over more than 180° of longitude: a shape across the antimeridian that was not cut there. Refused.
    AcrossAntimeridian,
    /// A ring with fewer than three different vertices, or a line with fewer than two. The part is refused.
    TooFewVertices,
    /// No vertex at all. Refused.
    Empty,
    /// A ring whose last vertex is not its first. Closed, by the reader: polygons of the library are always closed.
    UnclosedRing,
    /// Crossing rings, parts that overlap, holes outside. Repaired, with the plane areas before and after.
    Invalid(Change),
    /// A polygon without any area, a spike. Refused.
    NoArea,
    /// A vertex very far from its neighbours. Kept, but somebody has to look.
    FarVertex,
}

impl Fault {
    const EMPTY: Fault = Fault {
        kind: FaultKind::Empty,
        vertex: None,
        place: None,
    };
}

/// Why a geometry did not pass.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum NotAdmitted {
    /// It must be refused.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// Somebody has asked to stop before it was known.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl NotAdmitted {
    /// Where nobody can ask to stop.
    fn fault(self) -> Fault {
        match self {
            NotAdmitted::Fault(fault) => fault,
            NotAdmitted::Cancelled(_) => Fault::EMPTY,
        }
    }
}

/// A shape that passed, and what had to be mended for it.
#[derive(Clone, Debug)]
pub struct Admitted {
    /// Valid, in the plane.
    pub shape: Shape,
    /// What was mended or is odd; empty for a clean geometry.
    pub faults: Vec<Fault>,
    /// The areas in the plane as they came, where a repair changed how large they are.
    pub drawn: Option<MultiPolygon<f64>>,
}

/// From one source system into the plane of a workspace.
#[derive(Clone, Debug)]
pub struct Gate {
    source_is_geographic: bool,
    plane_from_source: Transform,
    reach: Reach,
}

impl Gate {
    /// # Errors
    /// [`CrsError::NoDatumShift`] where nobody knows how the two systems lie to each other.
    pub fn new(source: &Crs, plane: &Crs) -> Result<Gate, CrsError> {
        Ok(Gate {
            source_is_geographic: source.is_geographic(),
            plane_from_source: Transform::between(source, plane)?,
            reach: Reach::of(plane),
        })
    }

    /// How far the datum shift on the way may be off, in metres; 0 where there is none.
    pub fn uncertain_m(&self) -> f64 {
        self.plane_from_source.uncertain_m()
    }

    /// Checks, transforms and repairs one geometry. Ordinates past the second are not looked at.
    ///
    /// # Errors
    /// The first [`Fault`] for which the whole geometry must be refused.
    pub fn admit(&self, geometry: Geometry<f64>) -> Result<Admitted, Fault> {
        let admitted = self.admit_until(geometry, &mut Vec::new(), &Progress::default());
        admitted.map_err(NotAdmitted::fault)
    }

    /// As [`Gate::admit`]; `source` is room for the coordinates as they came, worth keeping from one geometry to the next.
    ///
    /// # Errors
    /// As [`Gate::admit`], or that somebody has asked to stop.
    pub fn admit_until(
        &self,
        geometry: Geometry<f64>,
        source: &mut Vec<Coord<f64>>,
        progress: &Progress,
    ) -> Result<Admitted, NotAdmitted> {
        list_vertices(&geometry, source);
        let source: &[Coord<f64>] = source;
        check_each(source, FaultKind::NotFinite, is_finite)?;
        if self.source_is_geographic {
            check_each(source, FaultKind::OutOfRange, |c| {
                c.x.abs() <= 180.0 && c.y.abs() <= 90.0
            })?;
        }
        let highest_deg = || source.iter().fold(0.0, |highest: f64, c| highest.max(c.y.abs()));
        let mut sorter = Sorter::new(Some(Across {
            plane_from_source: &self.plane_from_source,
            source,
            harmless_m2: self
                .source_is_geographic
                .then(|| harmless_square_m2(highest_deg())),
        }));
        sorter.take(geometry);
        if sorter.is_off || !self.reach.holds(&sorter.extent) {
            self.refuse_far(source)?;
        }
        let mut refused = sorter
            .faults
            .iter()
            .filter(|fault| fault.kind == FaultKind::AcrossAntimeridian);
        if let Some(index) = refused.next().and_then(|fault| fault.vertex?.checked_sub(1)) {
            return Err(fault_at(FaultKind::AcrossAntimeridian, source, index).into());
        }
        let mut admitted = sorter.repaired(progress)?;
        for fault in &mut admitted.faults {
            fault.place = fault.vertex.and_then(|v| source.get(v.checked_sub(1)?).copied());
        }
        Ok(admitted)
    }

    /// Looks at each vertex: the corners of their box may be farther than any of them.
    fn refuse_far(&self, source: &[Coord<f64>]) -> Result<(), Fault> {
        let mut plane = source.to_vec();
        self.plane_from_source.apply(&mut plane);
        match self.reach.first_beyond(&plane) {
            Some(index) => Err(fault_at(FaultKind::OutOfReach, source, index)),
            None => Ok(()),
        }
    }
}

/// Admits a geometry that is already in the plane: what was drawn on the map, and tests.
///
/// # Errors
/// The first [`Fault`] for which the whole geometry must be refused.
///
/// ```
/// let square = geo::wkt! { POLYGON((0. 0., 4. 0., 4. 4., 0. 4., 0. 0.)) };
/// assert_eq!(redshank::geom::gate::admit_plane(square)?.plane_area(), 16.0);
/// # Ok::<(), redshank::geom::gate::Fault>(())
/// ```
pub fn admit_plane(geometry: impl Into<Geometry<f64>>) -> Result<Shape, Fault> {
    admit_plane_until(geometry.into(), &Progress::default()).map_err(NotAdmitted::fault)
}

/// As [`admit_plane`].
///
/// # Errors
/// As [`admit_plane`], or that somebody has asked to stop.
pub fn admit_plane_until(geometry: Geometry<f64>, progress: &Progress) -> Result<Shape, NotAdmitted> {
    let mut source = Vec::new();
    list_vertices(&geometry, &mut source);
    check_each(&source, FaultKind::NotFinite, is_finite)?;
    let mut sorter = Sorter::new(None);
    sorter.take(geometry);
    Ok(sorter.repaired(progress)?.shape)
}

fn is_finite(coord: Coord<f64>) -> bool {
    coord.x.is_finite() && coord.y.is_finite()
}

fn check_each(
    source: &[Coord<f64>],
    kind: FaultKind,
    good: impl Fn(Coord<f64>) -> bool,
) -> Result<(), Fault> {
    match source.iter().position(|&c| !good(c)) {
        Some(index) => Err(fault_at(kind, source, index)),
        None => Ok(()),
    }
}

fn fault_at(kind: FaultKind, source: &[Coord<f64>], index: usize) -> Fault {
    Fault {
        kind,
        vertex: Some(index + 1),
        place: source.get(index).copied(),
    }
}

/// Parts by dimension while a geometry is taken apart, with the number of the vertex that comes next.
struct Sorter<'a> {
    /// `None` for what is in the plane already.
    across: Option<Across<'a>>,
    areas: Vec<Polygon<f64>>,
    lines: Vec<LineString<f64>>,
    points: Vec<Point<f64>>,
    faults: Vec<Fault>,
    seen: usize,
    /// Box in the plane around all vertices, and whether one of them has no place there.
    extent: Extent,
    is_off: bool,
}

impl<'a> Sorter<'a> {
    fn new(across: Option<Across<'a>>) -> Sorter<'a> {
        Sorter {
            across,
            areas: Vec::new(),
            lines: Vec::new(),
            points: Vec::new(),
            faults: Vec::new(),
            seen: 0,
            extent: Extent::EMPTY,
            is_off: false,
        }
    }

    /// What was taken, with its polygons made valid.
    fn repaired(self, progress: &Progress) -> Result<Admitted, NotAdmitted> {
        let (areas, lines, points, mut faults) = (self.areas, self.lines, self.points, self.faults);
        let had_areas = !areas.is_empty();
        let repaired = repair(MultiPolygon(areas), progress)?;
        if let Some(change) = repaired.change {
            faults.push(Fault {
                kind: FaultKind::Invalid(change),
                vertex: Some(1),
                place: None,
            });
        }
        if had_areas && repaired.polygons.0.is_empty() {
            return Err(NotAdmitted::Fault(Fault {
                kind: FaultKind::NoArea,
                vertex: Some(1),
                place: None,
            }));
        }
        let shape = Shape::new(repaired.polygons, MultiLineString(lines), MultiPoint(points));
        if shape.vertex_count() > 0 {
            let drawn = repaired.drawn;
            return Ok(Admitted { shape, faults, drawn });
        }
        let too_few = faults.into_iter().find(|f| f.kind == FaultKind::TooFewVertices);
        Err(too_few.unwrap_or(Fault::EMPTY).into())
    }

    fn take(&mut self, geometry: Geometry<f64>) {
        match geometry {
            Geometry::Point(point) => self.take_point(point),
            Geometry::MultiPoint(points) => points.into_iter().for_each(|point| self.take_point(point)),
            Geometry::Line(line) => self.take_line(LineString(vec![line.start, line.end])),
            Geometry::LineString(line) => self.take_line(line),
            Geometry::MultiLineString(lines) => lines.into_iter().for_each(|line| self.take_line(line)),
            Geometry::Polygon(polygon) => self.take_polygon(polygon),
            Geometry::MultiPolygon(polygons) => polygons
                .into_iter()
                .for_each(|polygon| self.take_polygon(polygon)),
            Geometry::Rect(rect) => self.take_polygon(rect.to_polygon()),
            Geometry::Triangle(triangle) => self.take_polygon(triangle.to_polygon()),
            Geometry::GeometryCollection(parts) => parts.into_iter().for_each(|part| self.take(part)),
        }
    }

    fn take_point(&mut self, mut point: Point<f64>) {
        self.seen += 1;
        self.cross(std::slice::from_mut(&mut point.0));
        self.points.push(point);
    }

    fn take_line(&mut self, mut line: LineString<f64>) {
        if self.bring_to_plane(&mut line, 2) {
            self.lines.push(line);
        }
    }

    /// Brings coordinates into the plane.
    fn cross(&mut self, coords: &mut [Coord<f64>]) {
        if let Some(across) = &self.across {
            across.plane_from_source.apply(coords);
        }
        for coord in coords {
            // Boxes pass over NaN, so that has to be remembered.
            self.is_off |= !is_finite(*coord);
            self.extent.grow(*coord);
        }
    }

    /// Brings a line or ring into the plane, without doubled vertices and with those that its long edges need; false
    /// where it has fewer than `least` vertices.
    fn bring_to_plane(&mut self, line: &mut LineString<f64>, least: usize) -> bool {
        let first = self.seen;
        self.seen += line.0.len();
        self.cross(&mut line.0);
        let across = self.across.as_ref();
        if let Some(index) = across.and_then(|across| across.long_way_round(first, line.0.len())) {
            self.note(FaultKind::AcrossAntimeridian, index);
        }
        let square = |edge: &[Coord<f64>]| (edge[1].x - edge[0].x).powi(2) + (edge[1].y - edge[0].y).powi(2);
        let longest_m2 = line.0.windows(2).map(square).fold(0.0, f64::max);
        let dense = self.densified(&line.0, first, longest_m2);
        line.0.dedup();
        if line.0.len() < least {
            self.note(FaultKind::TooFewVertices, first);
            return false;
        }
        if let Some(far) = far_vertex(line, longest_m2) {
            self.note(FaultKind::FarVertex, first + far);
        }
        if let Some(dense) = dense {
            line.0 = dense;
            line.0.dedup();
        }
        true
    }

    fn densified(&self, line: &[Coord<f64>], first: usize, longest_m2: f64) -> Option<Vec<Coord<f64>>> {
        // What has no place in the plane is refused as a whole in a moment.
        let across = self.across.as_ref().filter(|_| !self.is_off)?;
        across.densified(line, first, longest_m2)
    }

    fn take_polygon(&mut self, polygon: Polygon<f64>) {
        let (shell, holes) = polygon.into_inner();
        let shell = self.ring(shell);
        let holes: Vec<LineString<f64>> = holes.into_iter().filter_map(|hole| self.ring(hole)).collect();
        // A polygon without a shell has nothing that its holes could be cut from.
        if let Some(shell) = shell {
            // Most shapes have a single one, for which the list by itself would make room for four.
            self.areas.reserve_exact(usize::from(self.areas.is_empty()));
            self.areas.push(Polygon::new(shell, holes));
        }
    }

    fn ring(&mut self, mut ring: LineString<f64>) -> Option<LineString<f64>> {
        // The library's polygons close their rings; the last vertex repeats the first.
        self.bring_to_plane(&mut ring, 4).then_some(ring)
    }

    fn note(&mut self, kind: FaultKind, index: usize) {
        self.faults.push(Fault {
            kind,
            vertex: Some(index + 1),
            place: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    fn gate() -> Gate {
        let source = Crs::from_code(Crs::LON_LAT).unwrap();
        Gate::new(&source, &Crs::from_code("EPSG:4549").unwrap()).unwrap()
    }

    #[test]
    fn the_doubt_of_a_datum_shift_is_told() {
        assert_eq!(gate().uncertain_m(), 0.0);
        let [dutch, utm] = ["EPSG:28992", "EPSG:32631"].map(|code| Crs::from_code(code).unwrap());
        let way = Transform::between(&dutch, &utm).unwrap();
        assert!(way.uncertain_m() > 0.1);
        assert_eq!(Gate::new(&dutch, &utm).unwrap().uncertain_m(), way.uncertain_m());
    }

    #[track_caller]
    fn check_refused(geometry: impl Into<Geometry<f64>>, kind: FaultKind, vertex: Option<usize>) {
        let fault = gate().admit(geometry.into()).unwrap_err();
        assert_eq!((fault.kind, fault.vertex), (kind, vertex));
    }

    #[track_caller]
    fn check_noted(geometry: impl Into<Geometry<f64>>, kind: FaultKind, vertex: Option<usize>) {
        let admitted = gate().admit(geometry.into()).unwrap();
        let noted: Vec<_> = admitted.faults.iter().map(|f| (f.kind, f.vertex)).collect();
        assert_eq!(noted, [(kind, vertex)]);
    }

    fn line(coords: &[(f64, f64)]) -> LineString<f64> {
        coords.iter().copied().map(Coord::from).collect()
    }

    #[test]
    fn nan_and_infinity_are_refused_with_their_vertex() {
        check_refused(
            line(&[(120.0, 30.0), (120.1, f64::NAN), (120.2, 30.0)]),
            FaultKind::NotFinite,
            Some(2),
        );
        check_refused(Point::new(f64::INFINITY, 30.0), FaultKind::NotFinite, Some(1));
    }

    #[test]
    fn one_mistyped_vertex_of_1e10_is_refused_with_its_place() {
        let polygon = wkt! { POLYGON((120. 30., 120.1 30., 10000000000. 30.1, 120. 30.1, 120. 30.)) };
        check_refused(polygon, FaultKind::OutOfRange, Some(3));
        let metres = Gate::new(
            &Crs::from_code("EPSG:4549").unwrap(),
            &Crs::from_code("EPSG:4549").unwrap(),
        )
        .unwrap();
        let square =
            wkt! { POLYGON((500000. 3300000., 500002. 3300000., 10000000000. 3300002., 500000. 3300002.)) };
        let fault = metres.admit(square.into()).unwrap_err();
        assert_eq!((fault.kind, fault.vertex), (FaultKind::OutOfReach, Some(3)));
        assert_eq!(
            fault.place,
            Some(Coord {
                x: 1e10,
                y: 3_300_002.0
            })
        );
    }

    #[test]
    fn what_lies_on_another_continent_is_out_of_reach() {
        check_refused(Point::new(4.9, 51.8), FaultKind::OutOfReach, Some(1));
    }

    /// A quarter of the globe away from the central meridian there is no place in the plane at all.
    #[test]
    fn what_has_no_place_in_the_plane_is_out_of_reach() {
        let across = line(&[(120.0, 30.0), (-150.0, 0.0), (120.0, 31.0)]);
        check_refused(across, FaultKind::OutOfReach, Some(2));
        check_refused(Point::new(-150.0, 0.0), FaultKind::OutOfReach, Some(1));
    }

    /// In its own plane the shape would seem whole; its edges, straight in longitude and latitude, go the other way round.
    #[test]
    fn an_edge_across_the_antimeridian_is_refused() {
        let source = Crs::from_code(Crs::LON_LAT).unwrap();
        let gate = Gate::new(&source, &Crs::from_code("EPSG:32701").unwrap()).unwrap();
        let across = wkt! { POLYGON((-177. -18., -177. -17., 180. -17.5, -177. -18.)) };
        let fault = gate.admit(across.into()).unwrap_err();
        assert_eq!(
            (fault.kind, fault.vertex),
            (FaultKind::AcrossAntimeridian, Some(3))
        );
        let cut = wkt! { POLYGON((-177. -18., -177. -17., -180. -17.5, -177. -18.)) };
        assert!(gate.admit(cut.into()).unwrap().faults.is_empty());
    }

    #[test]
    fn too_few_vertices_and_nothing_at_all() {
        check_refused(
            line(&[(120.0, 30.0), (120.0, 30.0)]),
            FaultKind::TooFewVertices,
            Some(1),
        );
        check_refused(
            wkt! { POLYGON((120. 30., 120.1 30., 120. 30.)) },
            FaultKind::TooFewVertices,
            Some(1),
        );
        check_refused(
            wkt! { POLYGON((120. 30., 120. 30.1, 120. 30.2, 120. 30.)) },
            FaultKind::NoArea,
            Some(1),
        );
        check_refused(
            Geometry::GeometryCollection(geo::GeometryCollection::default()),
            FaultKind::Empty,
            None,
        );
    }

    #[test]
    fn far_vertex_is_kept_and_listed() {
        let ring = [
            (120.0, 30.0),
            (120.01, 30.0),
            (120.01, 30.01),
            (125.0, 30.02),
            (120.0, 30.01),
        ];
        let polygon = Polygon::new(line(&ring), Vec::new());
        check_noted(polygon, FaultKind::FarVertex, Some(4));
        let four = line(&[(120.0, 30.0), (120.01, 30.0), (122.0, 32.0), (120.0, 30.01)]);
        check_noted(Polygon::new(four, Vec::new()), FaultKind::FarVertex, Some(3));
        // A triangle is as long as it is, and so is one that is long all over.
        for long in [
            &[(120.0, 30.0), (122.0, 32.0), (120.0, 30.01)][..],
            &[(120.0, 30.0), (120.5, 30.0), (122.0, 32.0), (120.0, 30.5)][..],
        ] {
            let admitted = gate().admit(Polygon::new(line(long), Vec::new()).into()).unwrap();
            assert!(admitted.faults.is_empty(), "{:?}", admitted.faults);
        }
    }

    #[test]
    fn collection_is_sorted_by_dimension() {
        let nested =
            Geometry::GeometryCollection(geo::GeometryCollection(vec![Point::new(120.2, 30.2).into()]));
        let polygon = wkt! { POLYGON((120. 30., 120.1 30., 120.1 30.1, 120. 30.)) };
        let parts = vec![
            Point::new(120.0, 30.0).into(),
            line(&[(120.0, 30.0), (120.1, 30.0)]).into(),
            polygon.into(),
            nested,
        ];
        let collection = geo::GeometryCollection(parts);
        let shape = gate()
            .admit(Geometry::GeometryCollection(collection))
            .unwrap()
            .shape;
        assert_eq!(
            (
                shape.points().0.len(),
                shape.lines().0.len(),
                shape.areas().0.len()
            ),
            (2, 1, 1)
        );
    }
}
