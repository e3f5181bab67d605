//! The state of the data: a layer in, what is odd about its geometry out.
//!
//! Promises: everything that is found is told, with feature, place and numbers; the same layer gives the same list,
//! whatever the number of threads. Refuses: to mend anything; disk, clock, network, chance.

use crate::geom::area::Ruler;
use crate::geom::coverage::{Ground, Limits, Odd, Oddity, examine};
use crate::geom::crs::{Crs, Geodetic, Transform};
use crate::geom::equal_area::EqualArea;
use crate::geom::extent::Extent;
use crate::geom::shape::Shape;
use crate::model::coverage_doubt::{CoverageDoubt, Neighbour};
use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::{Cancelled, Progress};

/// How sure borders are where nobody says it, in metres: 0.1 mm, the thinnest line, on a map of 1 : 5,000, the scale of
/// the national land survey outside towns.
pub const DEFAULT_TOLERANCE_M: f64 = 0.5;
/// Smaller parts are crumbs where nobody says what is, in m²: a two-hundredth of the smallest plot that the national land
/// survey maps.
pub const DEFAULT_PART_M2: f64 = 1.0;
/// Sharper corners are needles, in degrees: on a needle of 100 m the two sides are 1.7 m apart at its root.
pub const DEFAULT_SPIKE_DEG: f64 = 1.0;
/// Nearer vertices are one, in metres: land registers keep coordinates to a millimetre.
pub const DEFAULT_VERTICES_M: f64 = 0.001;

/// What counts as odd, as far as somebody says it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CheckOptions {
    /// How far a border may be wrong, in metres; `None`: what the layer says, else [`DEFAULT_TOLERANCE_M`]. What is
    /// narrower than twice that is a sliver, for each of two borders may be wrong by it.
    pub tolerance_m: Option<f64>,
    /// Least area of a part, in m²; `None`: [`DEFAULT_PART_M2`].
    pub part_m2: Option<f64>,
    /// Gaps larger than this, in m², are not told; `None`: all are.
    pub gap_m2: Option<f64>,
}

impl CheckOptions {
    /// The limits for a layer.
    pub fn limits(&self, layer: &Layer) -> Limits {
        let own = Some(layer.about.tolerance_m).filter(|&tolerance| tolerance > 0.0);
        let tolerance_m = self.tolerance_m.or(own).unwrap_or(DEFAULT_TOLERANCE_M);
        Limits {
            tolerance_m,
            width_m: 2.0 * tolerance_m,
            part_m2: self.part_m2.unwrap_or(DEFAULT_PART_M2),
            gap_m2: self.gap_m2,
            spike_deg: DEFAULT_SPIKE_DEG,
            vertices_m: DEFAULT_VERTICES_M,
        }
    }
}

/// What was found in a layer. Takes 56 bytes for each oddity; the words are made when they are asked for, so that a layer
/// with a hundred thousand of them costs no more than a few megabytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Inspection {
    /// What counted as odd.
    pub limits: Limits,
    /// By feature, then by kind.
    pub oddities: Vec<Oddity>,
}

/// Examines the geometry of a layer, which lies in `plane`.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn inspect(
    layer: &Layer,
    plane: &Crs,
    options: &CheckOptions,
    progress: &Progress,
) -> Result<Inspection, Cancelled> {
    let shapes: Vec<&Shape> = layer.features().iter().map(|feature| &*feature.shape).collect();
    let measure = EqualArea::over(&layer.extent(), Ruler::new(plane));
    let near = |extent: &Extent| layer.candidates(extent);
    let ground = Ground {
        shapes: &shapes,
        near: &near,
        measure: &measure,
    };
    let limits = options.limits(layer);
    let oddities = examine(&ground, &limits, progress)?;
    Ok(Inspection { limits, oddities })
}

/// As [`inspect`], all at once in words.
///
/// # Errors
/// As [`inspect`].
///
/// ```
/// use redshank::geom::crs::Crs;
/// use redshank::inspection::{CheckOptions, check_layer};
/// use redshank::model::layer::{About, Layer};
/// use redshank::model::role::Role;
///
/// let layer = Layer::new(About::new("wetland", Role::Wetland), Default::default(), Vec::new());
/// let plane = Crs::from_code("EPSG:4549")?;
/// let problems = check_layer(&layer, &plane, &CheckOptions::default(), &Default::default())?;
/// assert!(problems.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn check_layer(
    layer: &Layer,
    plane: &Crs,
    options: &CheckOptions,
    progress: &Progress,
) -> Result<Vec<Problem>, Cancelled> {
    let inspection = inspect(layer, plane, options, progress)?;
    Ok(inspection.problems(layer, plane).collect())
}

impl Inspection {
    /// Each oddity as a problem of the layer that was inspected, in their order.
    pub fn problems<'a>(&'a self, layer: &'a Layer, plane: &Crs) -> impl Iterator<Item = Problem> + 'a {
        let to_geodetic = Transform::geodetic_from(plane);
        let oddities = self.oddities.iter();
        oddities.filter_map(move |oddity| {
            let feature = layer.features().get(oddity.feature as usize)?;
            let place = to_geodetic.geodetic(oddity.at);
            let is_good = |place: &Geodetic| place.lon_deg.abs() <= 180.0 && place.lat_deg.abs() <= 90.0;
            let doubt = doubt(layer, feature, &oddity.what, &self.limits)?;
            Some(Problem {
                layer: Some(layer.about.id.clone()),
                feature: Some(feature.number),
                id: Some(feature.id.to_string()),
                place: Some(place).filter(is_good),
                ..Problem::of_file(&layer.provenance.file, ProblemKind::Coverage(doubt), Done::Noted)
            })
        })
    }
}

/// In the words of the model; `None` where a feature is not there, which cannot be.
fn doubt(layer: &Layer, feature: &Feature, odd: &Odd, limits: &Limits) -> Option<CoverageDoubt> {
    Some(match *odd {
        Odd::Spike {
            angle_deg,
            length_m,
            is_outward,
        } => CoverageDoubt::Spike {
            angle_deg,
            length_m,
            is_outward,
        },
        Odd::Sliver { area_m2, width_m } => CoverageDoubt::SliverPart { area_m2, width_m },
        Odd::Crumb { area_m2 } => CoverageDoubt::TinyPart { area_m2 },
        Odd::Touching { places } => CoverageDoubt::Touching {
            places: places as usize,
        },
        Odd::CloseVertices { count, least_m } => CoverageDoubt::CloseVertices {
            count: count as usize,
            least_m,
        },
        Odd::RepeatedParts { count } => CoverageDoubt::RepeatedParts {
            count: count as usize,
        },
        _ => return doubt_between(layer, feature, odd, limits),
    })
}

/// Of those that concern another feature.
fn doubt_between(layer: &Layer, feature: &Feature, odd: &Odd, limits: &Limits) -> Option<CoverageDoubt> {
    let at = |position: u32| layer.features().get(position as usize);
    let neighbour = |feature: &Feature| Neighbour {
        number: feature.number,
        id: feature.id.clone(),
    };
    Some(match *odd {
        Odd::Double { other } => {
            let other = at(other)?;
            CoverageDoubt::Double {
                other: neighbour(other),
                same_attributes: same_attributes(layer, feature, other),
            }
        }
        Odd::Overlap {
            other,
            area_m2,
            width_m,
            share,
        } => CoverageDoubt::Overlap {
            other: neighbour(at(other)?),
            area_m2,
            width_m,
            share: f64::from(share),
            is_sliver: width_m < limits.width_m,
        },
        Odd::Gap {
            other,
            beside,
            area_m2,
            width_m,
        } => CoverageDoubt::Gap {
            other: other.and_then(at).map(neighbour),
            beside: beside as usize,
            area_m2,
            width_m,
            is_sliver: width_m < limits.width_m,
        },
        Odd::Unmatched { other } => CoverageDoubt::Unmatched {
            other: neighbour(at(other)?),
        },
        _ => return None,
    })
}

/// True where two features say the same, save for the field that the id is taken from.
fn same_attributes(layer: &Layer, first: &Feature, second: &Feature) -> bool {
    let is_id = |name: &str| layer.about.fields.id.as_deref() == Some(name);
    let own = first.properties.iter().filter(|(name, _)| !is_id(name));
    own.eq(second.properties.iter().filter(|(name, _)| !is_id(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::Properties;
    use crate::model::layer::{About, Provenance};
    use crate::model::role::Role;
    use crate::words::Lang;
    use std::sync::Arc;

    fn square(x: f64, side: f64) -> geo::Polygon<f64> {
        let (x, y) = (500_000.0 + x, 3_300_000.0);
        let ring = [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
        geo::Polygon::new(ring.into_iter().collect(), vec![])
    }

    fn layer(squares: &[(f64, f64, &str)], tolerance_m: f64) -> Layer {
        let feature = |(k, &(x, side, class)): (usize, &(f64, f64, &str))| Feature {
            id: format!("A{k}").into(),
            number: k + 1,
            shape: Arc::new(admit_plane(square(x, side)).unwrap()),
            properties: [
                (Arc::from("BH"), format!("A{k}").as_str().into()),
                (Arc::from("DLBM"), class.into()),
            ]
            .into_iter()
            .collect(),
            foreign: Properties::default(),
        };
        let mut about = About::new("wetland", Role::Wetland);
        about.fields.id = Some("BH".into());
        about.tolerance_m = tolerance_m;
        let provenance = Provenance {
            file: "a.geojson".into(),
            ..Provenance::default()
        };
        Layer::new(
            about,
            provenance,
            squares.iter().enumerate().map(feature).collect(),
        )
    }

    fn check(layer: &Layer, options: CheckOptions, expected: &[(usize, &str)]) -> Vec<Problem> {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let problems = check_layer(layer, &plane, &options, &Progress::default()).unwrap();
        let found: Vec<(usize, &str)> = problems
            .iter()
            .map(|problem| (problem.feature.unwrap(), problem.kind.code()))
            .collect();
        assert_eq!(found, expected);
        problems
    }

    #[test]
    fn a_problem_says_where_what_and_how_much() {
        let layer = layer(&[(0.0, 10.0, "1104"), (8.0, 10.0, "1104")], 0.0);
        let problems = check(&layer, CheckOptions::default(), &[(1, "overlap")]);
        let problem = &problems[0];
        assert_eq!((problem.id.as_deref(), problem.done), (Some("A0"), Done::Noted));
        let place = problem.place.unwrap();
        assert!(
            (place.lon_deg - 120.0).abs() < 1e-3 && (place.lat_deg - 29.8).abs() < 0.1,
            "{place:?}"
        );
        let text = problem.line(Lang::En);
        assert!(
            text.contains("overlaps feature 2 (id A1) by 20.0") && text.contains("[a.geojson]"),
            "{text}"
        );
        assert!(problem.line(Lang::Zh).contains("与第2个要素（编号 A1）重叠"));
    }

    #[test]
    fn the_tolerance_says_what_a_sliver_is() {
        let squares = [(0.0, 10.0, ""), (9.5, 10.0, "")];
        check(
            &layer(&squares, 0.0),
            CheckOptions::default(),
            &[(1, "sliver_overlap")],
        );
        check(&layer(&squares, 0.2), CheckOptions::default(), &[(1, "overlap")]);
        let options = CheckOptions {
            tolerance_m: Some(1.0),
            ..CheckOptions::default()
        };
        check(&layer(&squares, 0.2), options, &[(1, "sliver_overlap")]);
    }

    #[test]
    fn doubles_with_the_same_and_with_other_attributes() {
        let squares = [(0.0, 10.0, "1104"), (0.0, 10.0, "1104"), (0.0, 10.0, "0604")];
        check(
            &layer(&squares, 0.0),
            CheckOptions::default(),
            &[(2, "double_feature"), (3, "double_shape")],
        );
    }
}
