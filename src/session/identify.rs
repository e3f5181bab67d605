//! What there is to know about a place: coordinates, features, what lies nearest, and what rules would say there. For a
//! background job.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, Point, Rect};

use crate::geom::chinese_zone::ChineseZone;
use crate::geom::crs::{Crs, Geodetic, Transform};
use crate::geom::distance::nearest;
use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::shape::Shape;
use crate::model::date::Date;
use crate::model::feature::{Feature, FeatureRef, Properties};
use crate::model::finding::{Finding, Verdict};
use crate::model::layer::{About, Layer, Provenance};
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::workspace::Workspace;
use crate::model::zone::{Level, Zone};
use crate::progress::{Cancelled, Progress};
use crate::screening::Screener;

/// How far away the nearest zones are looked for, in metres.
pub const REACH_M: f64 = 5_000.0;
/// Side of the square that is tried as a project, in metres.
pub const TRIAL_M: f64 = 100.0;

/// What is asked about a place.
#[derive(Clone, Debug)]
pub struct IdentifyQuery {
    /// What is open.
    pub workspace: Arc<Workspace>,
    /// The place, in its plane.
    pub at: Coord<f64>,
    /// What was under the pointer there.
    pub under: Vec<FeatureRef>,
    /// The day that rules are judged by.
    pub as_of: Date,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Card {
    /// The place, in the plane of the workspace.
    pub at: Coord<f64>,
    /// On the datum of that plane.
    pub geodetic: Geodetic,
    /// In the zones of CGCS2000, of 3 and of 6 degrees, each with its number in the easting; none outside the country.
    pub zones: Vec<(ChineseZone, Coord<f64>)>,
    /// Features there, in the order of the layers, top of the map first.
    pub features: Vec<FeatureHere>,
    /// The nearest zone of each role within [`REACH_M`], in the order of lists.
    pub nearest: Vec<NearestZone>,
    /// What rules would say to a square of [`TRIAL_M`] there, one per kind of project: a trial, not a verdict.
    pub trials: Vec<Trial>,
}

/// A feature at the place.
#[derive(Clone, Debug)]
pub struct FeatureHere {
    /// Which one.
    pub feature: FeatureRef,
    /// Its name for people.
    pub title: String,
    /// What it is: its own role, else the layer's.
    pub role: Role,
    /// Land class code.
    pub class: Option<String>,
    /// Who declared it.
    pub level: Option<Level>,
    /// Area on the ellipsoid; `None` for lines and points.
    pub area_m2: Option<f64>,
    /// Area in the plane, which distorts it.
    pub plane_area_m2: Option<f64>,
    /// Geodesic length of lines.
    pub length_m: Option<f64>,
}

/// The nearest zone of a role.
#[derive(Clone, Debug)]
pub struct NearestZone {
    /// The role.
    pub role: Role,
    /// The zone.
    pub feature: FeatureRef,
    /// Its name for people.
    pub title: String,
    /// Geodesic distance to its nearest point; 0 inside.
    pub distance_m: f64,
    /// That point, in the plane.
    pub nearest_at: Coord<f64>,
}

/// What rules would say to one kind of project.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The kind.
    pub kind: ProjectKind,
    /// The gravest answer.
    pub verdict: Verdict,
    /// The findings of the gravest verdict, the heaviest rule first.
    pub findings: Vec<Finding>,
    /// Rules that could not be checked.
    pub not_checked_count: usize,
}

impl IdentifyQuery {
    /// Works the card out.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(&self, progress: &Progress) -> Result<Card, Cancelled> {
        let ruler = self.workspace.ruler();
        let geodetic = ruler.geodetic(self.at);
        let features = self
            .under
            .iter()
            .filter_map(|name| self.feature_here(name))
            .collect();
        let nearest = self.nearest(progress)?;
        let trials = self.trials(progress)?;
        Ok(Card {
            at: self.at,
            geodetic,
            zones: zones_at(self.at, geodetic, &self.workspace.crs),
            features,
            nearest,
            trials,
        })
    }

    fn feature_here(&self, name: &FeatureRef) -> Option<FeatureHere> {
        let (layer, feature) = self.workspace.feature(name)?;
        let ruler = self.workspace.ruler();
        let zone = Zone { layer, feature };
        let shape = &feature.shape;
        let is_areal = !shape.areas().0.is_empty();
        let has_lines = !shape.lines().0.is_empty();
        Some(FeatureHere {
            feature: name.clone(),
            title: layer.title_of(feature),
            role: zone.role(),
            class: zone.class(),
            level: zone.level(),
            area_m2: is_areal.then(|| ruler.area_m2(shape.areas())),
            plane_area_m2: is_areal.then(|| shape.plane_area()),
            length_m: has_lines.then(|| ruler.length_m(shape.lines())),
        })
    }

    fn nearest(&self, progress: &Progress) -> Result<Vec<NearestZone>, Cancelled> {
        let Ok(place) = admit_plane(Point(self.at)) else {
            return Ok(Vec::new());
        };
        let around = Extent::from_corners(self.at, self.at).inflated(REACH_M);
        let ruler = self.workspace.ruler();
        let mut best: BTreeMap<Role, (f64, NearestZone)> = BTreeMap::new();
        for layer in self.workspace.zone_layers() {
            for position in layer.candidates(&around) {
                progress.check()?;
                let Some(feature) = layer.features().get(position) else {
                    continue;
                };
                let zone = Zone { layer, feature };
                let role = zone.role();
                let least_m = best.get(&role).map_or(REACH_M, |(least_m, _)| *least_m);
                let Some(found) = nearest(&place, &feature.shape, least_m).filter(|_| role.is_zone()) else {
                    continue;
                };
                if found.distance < least_m || !best.contains_key(&role) {
                    let own = NearestZone {
                        role,
                        feature: zone.name(),
                        title: zone.title(),
                        distance_m: if found.distance > 0.0 {
                            ruler.distance_m(found.from, found.to)
                        } else {
                            0.0
                        },
                        nearest_at: found.to,
                    };
                    best.insert(role, (found.distance, own));
                }
            }
        }
        Ok(Role::ALL
            .into_iter()
            .filter_map(|role| best.remove(&role))
            .map(|(_, own)| own)
            .collect())
    }

    fn trials(&self, progress: &Progress) -> Result<Vec<Trial>, Cancelled> {
        let half_m = 0.5 * TRIAL_M;
        let square = Rect::new(
            (self.at.x - half_m, self.at.y - half_m),
            (self.at.x + half_m, self.at.y + half_m),
        );
        let Ok(shape) = admit_plane(square.to_polygon()) else {
            return Ok(Vec::new());
        };
        let shape = Arc::new(shape);
        let screener = Screener::new(&self.workspace, self.as_of);
        ProjectKind::ALL
            .into_iter()
            .map(|kind| {
                progress.check()?;
                Ok(trial(&screener, kind, &shape))
            })
            .collect()
    }
}

fn trial(screener: &Screener<'_>, kind: ProjectKind, shape: &Arc<Shape>) -> Trial {
    let feature = Feature {
        id: "trial".into(),
        number: 1,
        shape: Arc::clone(shape),
        properties: Properties::default(),
        foreign: Properties::default(),
    };
    let about = About {
        kind: Some(kind),
        ..About::new("trial", Role::Project)
    };
    let layer = Layer::new(about, Provenance::default(), vec![feature.clone()]);
    let answer = screener.screen_one(&Project {
        layer: &layer,
        feature: &feature,
    });
    let gravest = answer.findings.iter().map(|finding| finding.verdict).max();
    let mut findings: Vec<Finding> = answer.findings;
    findings.retain(|finding| Some(finding.verdict) == gravest);
    findings.sort_by_key(|finding| Reverse(finding.matter.severity));
    let not_checked = answer.verdicts.iter();
    Trial {
        kind,
        verdict: answer.account.verdict,
        findings,
        not_checked_count: not_checked
            .filter(|row| matches!(row.verdict, Verdict::NotChecked(_)))
            .count(),
    }
}

/// The place in the zones of CGCS2000 that it lies in; none where the plane's datum has no known way there.
fn zones_at(at: Coord<f64>, geodetic: Geodetic, plane: &Crs) -> Vec<(ChineseZone, Coord<f64>)> {
    let lies_in = |zone: &ChineseZone| {
        let half_deg = 0.5 * f64::from(zone.width().degrees());
        let off_deg = geodetic.lon_deg - zone.central_meridian_deg();
        zone.is_numbered() && (-half_deg..half_deg).contains(&off_deg)
    };
    let in_zone = |zone: ChineseZone| {
        let target = Crs::from_code(&zone.code()).ok()?;
        let found = Transform::between(plane, &target).ok()?.of(at);
        zone.may_hold(found).then_some((zone, found))
    };
    ChineseZone::all().filter(lies_in).filter_map(in_zone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::{Criterion, Rule, RuleBook, Severity};

    /// A wetland of a kilometre, a red line of which the nearest point is 300 m east of its middle's edge, and a rule against
    /// solar arrays in wetlands.
    fn workspace() -> Arc<Workspace> {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let layer = |id: &str, role: Role, (west, east): (f64, f64)| {
            let square = Rect::new((500_000.0 + west, 3_350_000.0), (500_000.0 + east, 3_351_000.0));
            let feature = Feature {
                id: "1".into(),
                number: 1,
                shape: Arc::new(admit_plane(square.to_polygon()).unwrap()),
                properties: Properties::default(),
                foreign: Properties::default(),
            };
            Arc::new(Layer::new(
                About::new(id, role),
                Provenance {
                    sha256: "0".repeat(64),
                    source_crs: "EPSG:4549".to_owned(),
                    crs_declared: true,
                    ..Provenance::default()
                },
                vec![feature],
            ))
        };
        workspace.layers = vec![
            layer("wetland", Role::Wetland, (0.0, 1000.0)),
            layer("line", Role::RedLine, (1300.0, 2000.0)),
        ];
        let rule = Rule {
            roles: vec![Role::Wetland],
            kinds: vec![ProjectKind::Solar],
            severity: Severity::Prohibited,
            criterion: Criterion {
                overlap: true,
                ..Criterion::default()
            },
            ..Rule::new("no-solar")
        };
        workspace.rules = Arc::new(RuleBook {
            rules: vec![rule],
            ..RuleBook::default()
        });
        Arc::new(workspace)
    }

    fn card(x: f64, y: f64) -> Card {
        let query = IdentifyQuery {
            workspace: workspace(),
            at: Coord { x, y },
            under: vec![FeatureRef {
                layer: "wetland".into(),
                id: "1".into(),
            }],
            as_of: "2026-11-23".parse().unwrap(),
        };
        query.answer(&Progress::default()).unwrap()
    }

    #[test]
    fn features_and_distances() {
        let card = card(501_000.0 - 100.0, 3_350_500.0);
        assert_eq!(card.features.len(), 1);
        assert_eq!(card.features[0].plane_area_m2, Some(1e6));
        let roles: Vec<Role> = card.nearest.iter().map(|nearest| nearest.role).collect();
        assert_eq!(roles, [Role::RedLine, Role::Wetland]);
        assert!(
            (card.nearest[0].distance_m - 400.0).abs() < 0.1,
            "{:?}",
            card.nearest
        );
        assert_eq!(card.nearest[1].distance_m, 0.0);
    }

    #[test]
    fn zones_with_their_numbers() {
        let zones: Vec<String> = card(500_900.0, 3_350_500.0)
            .zones
            .iter()
            .map(|(zone, at)| format!("{} {:.0} {:.0}", zone.code(), at.x, at.y))
            .collect();
        assert_eq!(zones[0], "EPSG:4528 40500900 3350500");
        assert!(
            zones.len() == 2 && zones[1].starts_with("EPSG:4499 21"),
            "{zones:?}"
        );
    }

    #[test]
    fn a_trial_of_each_kind() {
        let trials = card(500_500.0, 3_350_500.0).trials;
        assert_eq!(trials.len(), ProjectKind::ALL.len());
        let verdict = |kind: ProjectKind| trials.iter().find(|trial| trial.kind == kind).unwrap();
        assert_eq!(verdict(ProjectKind::Solar).verdict, Verdict::Conflict);
        assert_eq!(&*verdict(ProjectKind::Solar).findings[0].matter.rule, "no-solar");
        // No rule is about it.
        let wind = verdict(ProjectKind::Wind);
        assert!(wind.findings.is_empty() && matches!(wind.verdict, Verdict::NotChecked(_)));
        let far = card(530_000.0, 3_350_500.0);
        assert!(far.nearest.is_empty());
        let solar = far.trials.iter().find(|trial| trial.kind == ProjectKind::Solar);
        assert_eq!(solar.unwrap().verdict, Verdict::Clear);
    }

    #[test]
    fn it_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        let query = IdentifyQuery {
            workspace: workspace(),
            at: Coord { x: 5e5, y: 3.35e6 },
            under: Vec::new(),
            as_of: "2026-11-23".parse().unwrap(),
        };
        assert!(query.answer(&progress).is_err());
    }
}
