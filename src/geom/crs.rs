//! Coordinate reference systems and the transformations between them. The only file that names `proj`.
//!
//! PROJ runs with nothing but the database inside the program (`.cargo/proj-embedded.cmake`), so neither environment
//! variables nor a stray `proj.db` change a result. A PROJ object belongs to one thread and costs about 10 ms to make,
//! hence the store per thread below; [`Crs`] and [`Transform`] themselves are plain data and travel freely.

use std::cell::RefCell;
use std::mem::ManuallyDrop;
use std::rc::Rc;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use geo::Coord;
use proj::{Proj, ProjInfo, wkt::WktVersion};
use serde_json::Value;

pub use super::crs_code::{CrsError, Geodetic};
use super::crs_code::{automatic_number, code_in, plain_code, same_frame};
use super::crs_memory::{Description, Memory};
use super::ellipsoid::{self, Ellipsoid};
use super::extent::Extent;
use super::gauss_krueger::{self, GaussKrueger};

/// A coordinate reference system, by authority code.
///
/// Coordinates are always east first, north second, whatever the authority's axis order says.
#[derive(Clone, Debug, PartialEq)]
pub struct Crs {
    code: String,
    name: String,
    base_code: String,
    geographic: bool,
    /// Geographic, in degrees from Greenwich: what the formulas take.
    in_degrees: bool,
    metric: bool,
    ellipsoid: Ellipsoid,
    area_of_use: Extent,
    /// The formula of a transverse Mercator plane in metres on Greenwich; `None` for all else.
    formula: Option<GaussKrueger>,
}

impl Crs {
    /// Longitude and latitude of RFC 7946: WGS 84, longitude first.
    pub const LON_LAT: &'static str = super::crs_code::LON_LAT;

    /// Looks a system up by code: `EPSG:4549`, `urn:ogc:def:crs:EPSG::4549`, an OGC http name, or `CRS84`.
    ///
    /// # Errors
    /// [`CrsError::Unknown`], [`CrsError::NotHorizontal`].
    ///
    /// ```
    /// let crs = redshank::geom::crs::Crs::from_code("urn:ogc:def:crs:EPSG::4549")?;
    /// assert_eq!(crs.code(), "EPSG:4549");
    /// # Ok::<(), redshank::geom::crs::CrsError>(())
    /// ```
    pub fn from_code(code: &str) -> Result<Crs, CrsError> {
        let plain = plain_code(code).ok_or_else(|| CrsError::Unknown(code.to_owned()))?;
        let known = known(&plain).ok_or_else(|| CrsError::Unknown(plain.clone()))?;
        Crs::from_description(plain, &known.json, known.area_of_use)
    }

    fn from_description(code: String, json: &Value, area_of_use: Extent) -> Result<Crs, CrsError> {
        let kind = json["type"].as_str().unwrap_or_default();
        let geographic = kind == "GeographicCRS";
        if !geographic && kind != "ProjectedCRS" {
            return Err(CrsError::NotHorizontal(code));
        }
        let base = if geographic { json } else { &json["base_crs"] };
        let base_code = code_in(base).ok_or_else(|| CrsError::NotHorizontal(code.clone()))?;
        let ellipsoid = ellipsoid::in_projjson(base).ok_or_else(|| CrsError::NotHorizontal(code.clone()))?;
        let metric = !geographic && json["coordinate_system"]["axis"][0]["unit"] == "metre";
        let in_degrees = geographic
            && gauss_krueger::on_greenwich(json)
            && json["coordinate_system"]["axis"][0]["unit"] == "degree";
        let formula = metric
            .then(|| gauss_krueger::in_projjson(json, ellipsoid))
            .flatten();
        let name = json["name"].as_str().unwrap_or(&code).to_owned();
        Ok(Crs {
            code,
            name,
            base_code,
            geographic,
            in_degrees,
            metric,
            ellipsoid,
            area_of_use,
            formula,
        })
    }

    /// The system for a workspace around a place: the CGCS2000 3-degree Gauss-Krüger zone by longitude in China
    /// (EPSG:4534 to 4554, without zone prefix), the WGS 84 UTM zone elsewhere.
    ///
    /// "In China" is the box 73–136° E, 3–54° N; outside the country but inside the box the Gauss-Krüger zone is as
    /// exact, only less usual.
    ///
    /// # Errors
    /// [`CrsError::Unknown`] for a place that is not on the ellipsoid.
    pub fn automatic(place: Geodetic) -> Result<Crs, CrsError> {
        Crs::from_code(&format!(
            "EPSG:{}",
            automatic_number(place.lon_deg, place.lat_deg)?
        ))
    }

    /// The same system, if it can serve as the plane of a workspace.
    ///
    /// # Errors
    /// [`CrsError::NotMetric`] for geographic systems and planes in other units.
    pub fn require_plane(self) -> Result<Crs, CrsError> {
        if self.metric {
            Ok(self)
        } else {
            Err(CrsError::NotMetric(self.code))
        }
    }

    /// Authority and number, such as `EPSG:4549`.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The authority's English name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True for longitude and latitude in degrees.
    pub fn is_geographic(&self) -> bool {
        self.geographic
    }

    /// The ellipsoid of the datum.
    pub fn ellipsoid(&self) -> Ellipsoid {
        self.ellipsoid
    }

    /// Where the authority says that the system may be used: a box in degrees, x east.
    pub fn area_of_use(&self) -> Extent {
        self.area_of_use
    }
}

/// The definition of a code in WKT 1, in the writing of ESRI or that of OGC and GDAL.
pub(super) fn written_out(code: &str, is_esri: bool) -> Option<String> {
    let esri = is_esri.then_some(WktVersion::Wkt1_Esri);
    let version = esri.or(Some(WktVersion::Wkt1_Gdal));
    defined(code)?.as_wkt(version, None).ok()
}

/// What PROJ makes of a code, a name of its database or a text in WKT; `None` where that is nothing.
pub(super) fn known(definition: &str) -> Option<Arc<Description>> {
    static MEMORY: Memory = Memory::new();
    MEMORY.recall(definition, |definition| {
        let definition = defined(definition)?;
        let text = definition.to_projjson(None, None, None).ok()?;
        let [west, south, east, north] = match definition.area_of_use() {
            Ok((Some(area), _)) => [area.west, area.south, area.east, area.north],
            _ => [-180.0, -90.0, 180.0, 90.0],
        };
        Some(Description {
            json: serde_json::from_str(&text).ok()?,
            area_of_use: Extent::from_corners((west, south).into(), (east, north).into()),
        })
    })
}

fn defined(definition: &str) -> Option<ManuallyDrop<Proj>> {
    // Never dropped: dropping one clears PROJ's caches for all threads, one of which may be transforming.
    Proj::new(definition).ok().map(ManuallyDrop::new)
}

/// A change of coordinates from one system to another: by the formula of the plane where that is known and the datum
/// stays the same, else by PROJ, prepared per thread at first use.
#[derive(Clone, Debug, PartialEq)]
pub struct Transform {
    from: String,
    to: String,
    way: Way,
    /// What PROJ says of the datum shift, at worst; 0 without one.
    uncertain_m: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Unchanged,
    IntoPlane(GaussKrueger),
    OutOfPlane(GaussKrueger),
    Proj,
}

impl Way {
    /// The shortest way between systems whose datums are the same or count as such.
    fn without_shift(from: &Crs, to: &Crs) -> Way {
        match (&from.formula, &to.formula) {
            _ if from.code == to.code => Way::Unchanged,
            (None, Some(formula)) if from.in_degrees => Way::IntoPlane(*formula),
            (Some(formula), None) if to.in_degrees => Way::OutOfPlane(*formula),
            _ => Way::Proj,
        }
    }
}

impl Transform {
    /// From one system to another, with the datum shift checked.
    ///
    /// # Errors
    /// [`CrsError::NoDatumShift`] where PROJ has only a "ballpark" step, as between Beijing 54 or Xi'an 80 and CGCS2000.
    pub fn between(from: &Crs, to: &Crs) -> Result<Transform, CrsError> {
        let same_datum = from.base_code == to.base_code || same_frame(&from.base_code, &to.base_code);
        let mut transform = Transform {
            from: from.code.clone(),
            to: to.code.clone(),
            way: match same_datum {
                true => Way::without_shift(from, to),
                false => Way::Proj,
            },
            uncertain_m: 0.0,
        };
        if transform.way != Way::Proj {
            return Ok(transform);
        }
        let proj = transform.proj().ok_or_else(|| transform.no_shift())?;
        if same_datum {
            return Ok(transform);
        }
        // PROJ chooses a step for each place and tells which only afterwards, so places all over the common area of use
        // are tried. One without official parameters is enough to refuse.
        let tried = samples(from, to);
        if tried.is_empty() {
            return Err(transform.no_shift());
        }
        for at in tried {
            let step = proj.convert(at).ok().map(|_| proj.proj_info());
            let accuracy_m = step.as_ref().and_then(known_accuracy_m);
            let off_m = accuracy_m.ok_or_else(|| transform.no_shift())?;
            transform.uncertain_m = transform.uncertain_m.max(off_m);
        }
        Ok(transform)
    }

    /// How far the datum shift in it may be off, in metres, by the word of its authority; 0 where there is none.
    pub fn uncertain_m(&self) -> f64 {
        self.uncertain_m
    }

    /// From a plane to longitude and latitude on the plane's own datum; a pure formula without any shift.
    pub fn geodetic_from(plane: &Crs) -> Transform {
        let way = match plane.formula {
            _ if plane.code == plane.base_code => Way::Unchanged,
            Some(formula) => Way::OutOfPlane(formula),
            None => Way::Proj,
        };
        Transform {
            from: plane.code.clone(),
            to: plane.base_code.clone(),
            way,
            uncertain_m: 0.0,
        }
    }

    /// The same the other way round.
    pub fn inverse(mut self) -> Transform {
        std::mem::swap(&mut self.from, &mut self.to);
        self.way = match self.way {
            Way::IntoPlane(formula) => Way::OutOfPlane(formula),
            Way::OutOfPlane(formula) => Way::IntoPlane(formula),
            way => way,
        };
        self
    }

    /// Changes coordinates in place. A coordinate that has no image becomes NaN. By the formula of the plane, a short
    /// slice costs no more per coordinate than a long one.
    pub fn apply(&self, coords: &mut [Coord<f64>]) {
        match &self.way {
            Way::Unchanged => {}
            Way::IntoPlane(formula) => formula.plane_from_geodetic(coords),
            Way::OutOfPlane(formula) => formula.geodetic_from_plane(coords),
            Way::Proj => self.apply_proj(coords),
        }
    }

    fn apply_proj(&self, coords: &mut [Coord<f64>]) {
        let nowhere = Coord::from((f64::NAN, f64::NAN));
        let Some(proj) = self.proj() else {
            coords.fill(nowhere);
            return;
        };
        if proj.convert_array(coords).is_err() {
            // One bad coordinate fails the whole array and leaves it as it was; single ones tell which.
            for coord in coords.iter_mut() {
                *coord = proj.convert(*coord).unwrap_or(nowhere);
            }
        }
        for coord in coords
            .iter_mut()
            .filter(|c| !(c.x.is_finite() && c.y.is_finite()))
        {
            *coord = nowhere;
        }
    }

    /// One coordinate; NaN where it has no image.
    pub fn of(&self, coord: Coord<f64>) -> Coord<f64> {
        let mut one = [coord];
        self.apply(&mut one);
        one[0]
    }

    /// One plane coordinate as longitude and latitude. Only for transformations that lead to a geographic system.
    pub fn geodetic(&self, coord: Coord<f64>) -> Geodetic {
        let coord = self.of(coord);
        Geodetic {
            lon_deg: coord.x,
            lat_deg: coord.y,
        }
    }

    fn no_shift(&self) -> CrsError {
        CrsError::NoDatumShift {
            from: self.from.clone(),
            to: self.to.clone(),
        }
    }

    fn proj(&self) -> Option<Rc<Proj>> {
        thread_local! {
            static STORE: RefCell<Store> = RefCell::default();
        }
        STORE.with_borrow_mut(|store| {
            let own = |(from, to): &Key| *from == self.from && *to == self.to;
            if let Some((_, proj)) = store.0.iter().find(|(key, _)| own(key)) {
                return Some(Rc::clone(proj));
            }
            let key = (self.from.clone(), self.to.clone());
            let made = || Proj::new_known_crs(&self.from, &self.to, None).ok();
            let proj = Rc::new(unpark(&key).or_else(made)?);
            store.0.push((key, Rc::clone(&proj)));
            Some(proj)
        })
    }
}

/// What PROJ says of the accuracy of a step, in metres; `None` where it knows no parameters ("ballpark") or does not say,
/// which it writes as a negative accuracy.
fn known_accuracy_m(step: &ProjInfo) -> Option<f64> {
    let words = step.description.as_ref()?.to_ascii_lowercase();
    (!words.contains("ballpark") && step.accuracy >= 0.0).then_some(step.accuracy)
}

/// Source and target code.
type Key = (String, String);

/// The few transformations of one thread. When the thread ends they are parked for the next one instead of destroyed:
/// destroying them while the program exits races with PROJ's own clean-up, and making them anew is slow.
#[derive(Default)]
struct Store(Vec<(Key, Rc<Proj>)>);

/// A transformation that no thread uses at the moment.
struct Parked(Proj);

// SAFETY: PROJ lets an object and its context move between threads as long as one thread at a time uses them. A parked
// one is used by none, and `Store::drop` parks it only when its last handle is gone.
#[allow(unsafe_code, reason = "the binding declares no Send; see above")]
unsafe impl Send for Parked {}

fn parked() -> MutexGuard<'static, Vec<(Key, Parked)>> {
    static PARKED: Mutex<Vec<(Key, Parked)>> = Mutex::new(Vec::new());
    PARKED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn unpark(key: &Key) -> Option<Proj> {
    let mut parked = parked();
    let place = parked.iter().position(|(own, _)| own == key)?;
    Some(parked.swap_remove(place).1.0)
}

impl Drop for Store {
    fn drop(&mut self) {
        let mut parked = parked();
        for (key, proj) in self.0.drain(..) {
            if let Ok(proj) = Rc::try_unwrap(proj) {
                parked.push((key, Parked(proj)));
            }
        }
    }
}

/// Coordinates in `from`, spread over what the areas of use of both systems have in common.
fn samples(from: &Crs, to: &Crs) -> Vec<Coord<f64>> {
    let mut places = from.area_of_use.common_with(&to.area_of_use).spread(5);
    if !from.geographic {
        Transform::geodetic_from(from).inverse().apply(&mut places);
    }
    places.retain(|place| place.x.is_finite());
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_automatic(lon_deg: f64, lat_deg: f64, expected: &str) {
        assert_eq!(
            Crs::automatic(Geodetic { lon_deg, lat_deg }).unwrap().code(),
            expected
        );
    }

    #[test]
    fn automatic_systems() {
        check_automatic(120.4, 30.3, "EPSG:4549");
        check_automatic(117.2, 31.8, "EPSG:4548");
        check_automatic(75.1, 39.0, "EPSG:4534");
        check_automatic(134.9, 48.0, "EPSG:4554");
        check_automatic(4.9, 51.8, "EPSG:32631");
        check_automatic(6.1, 50.8, "EPSG:32632");
        check_automatic(151.2, -33.9, "EPSG:32756");
        assert!(
            Crs::automatic(Geodetic {
                lon_deg: f64::NAN,
                lat_deg: 0.0
            })
            .is_err()
        );
    }

    #[test]
    fn codes_in_every_writing() {
        for code in [
            "EPSG:4549",
            "epsg:4549",
            "urn:ogc:def:crs:EPSG::4549",
            "http://www.opengis.net/def/crs/EPSG/0/4549",
        ] {
            assert_eq!(Crs::from_code(code).unwrap().code(), "EPSG:4549", "{code}");
        }
        assert_eq!(
            Crs::from_code("urn:ogc:def:crs:OGC:1.3:CRS84").unwrap().code(),
            Crs::LON_LAT
        );
        assert_eq!(
            Crs::from_code("EPSG:999999"),
            Err(CrsError::Unknown("EPSG:999999".into()))
        );
        assert_eq!(
            Crs::from_code("my own grid"),
            Err(CrsError::Unknown("my own grid".into()))
        );
    }

    #[test]
    fn a_plane_in_degrees_or_feet_is_refused() {
        assert!(Crs::from_code("EPSG:4490").unwrap().require_plane().is_err());
        assert!(Crs::from_code("EPSG:2230").unwrap().require_plane().is_err());
        assert!(Crs::from_code("EPSG:4549").unwrap().require_plane().is_ok());
    }

    #[test]
    fn ellipsoids_are_those_of_the_datum() {
        assert_eq!(
            Crs::from_code("EPSG:4549").unwrap().ellipsoid(),
            Ellipsoid::CGCS2000
        );
        assert_eq!(
            Crs::from_code("EPSG:32631")
                .unwrap()
                .ellipsoid()
                .inverse_flattening,
            298.257223563
        );
    }

    /// Golden value by pyproj 3.7 (PROJ 9.5): Transformer.from_crs(4490, 4549, always_xy=True).transform(120.5, 30.3).
    #[test]
    fn gauss_krueger_agrees_with_pyproj() {
        let from = Crs::from_code("EPSG:4490").unwrap();
        let to = Crs::from_code("EPSG:4549").unwrap();
        let there = Transform::between(&from, &to).unwrap();
        let plane = there.of(Coord { x: 120.5, y: 30.3 });
        assert!(
            (plane.x - GOLDEN.0).abs() < 1e-4 && (plane.y - GOLDEN.1).abs() < 1e-4,
            "{plane:?}"
        );
        let back = Transform::geodetic_from(&to).geodetic(plane);
        assert!(
            (back.lon_deg - 120.5).abs() < 1e-11 && (back.lat_deg - 30.3).abs() < 1e-11,
            "{back:?}"
        );
    }
    const GOLDEN: (f64, f64) = (548_097.675933, 3_353_475.775263);

    /// How far the formula and PROJ are apart in metres, and how far the way back misses in degrees, over all CGCS2000
    /// 3-degree zones and all UTM zones, for points every `step_deg` to both sides of the central meridian.
    #[track_caller]
    fn check_formula(step_deg: f64, apart_m: f64) {
        const ZONES: [std::ops::RangeInclusive<u32>; 3] = [4534..=4554, 32601..=32660, 32701..=32760];
        for code in ZONES.into_iter().flatten() {
            let plane = Crs::from_code(&format!("EPSG:{code}")).unwrap();
            let ours = Transform::geodetic_from(&plane).inverse();
            assert!(matches!(ours.way, Way::IntoPlane(_)), "{code}");
            let witness = Transform {
                way: Way::Proj,
                ..ours.clone()
            };
            let middle = plane.area_of_use().center().x;
            let steps = (-10..=10).flat_map(|i| (-8..=8).map(move |j| (f64::from(i), f64::from(j))));
            let places: Vec<Coord<f64>> = steps
                .map(|(i, j)| Coord {
                    x: middle + step_deg * i,
                    y: 10.17 * j,
                })
                .filter(|c| c.x.abs() <= 180.0)
                .collect();
            let (mut a, mut b) = (places.clone(), places.clone());
            ours.apply(&mut a);
            witness.apply(&mut b);
            let worst = |a: &[Coord<f64>], b: &[Coord<f64>]| {
                let pairs = a.iter().zip(b);
                pairs
                    .map(|(a, b)| (a.x - b.x).abs().max((a.y - b.y).abs()))
                    .fold(0.0, f64::max)
            };
            assert!(worst(&a, &b) <= apart_m, "{code}: {} m", worst(&a, &b));
            ours.inverse().apply(&mut a);
            // Two units in the last place of a longitude beyond 128°.
            assert!(worst(&a, &places) <= 6e-14, "{code}: {}°", worst(&a, &places));
        }
    }

    /// A northing has a last place of 5e-10 to 2e-9 m, and either side rounds some times; more is not to be had.
    #[test]
    fn the_formula_agrees_with_proj_in_all_zones() {
        check_formula(0.35, 6e-9);
        check_formula(1.2345, 8e-9);
        check_formula(2.0, 2e-8);
    }

    #[test]
    fn old_datums_are_refused_and_modern_ones_are_not() {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        for code in ["EPSG:4214", "EPSG:4610", "EPSG:2437"] {
            let old = Crs::from_code(code).unwrap();
            assert!(
                matches!(
                    Transform::between(&old, &plane),
                    Err(CrsError::NoDatumShift { .. })
                ),
                "{code}"
            );
        }
        for code in [
            "EPSG:4326",
            "EPSG:4490",
            "OGC:CRS84",
            "EPSG:4528",
            "EPSG:3857",
            "EPSG:32651",
        ] {
            let modern = Crs::from_code(code).unwrap();
            assert!(Transform::between(&modern, &plane).is_ok(), "{code}");
        }
        // Where PROJ has several steps to choose from, too.
        for (old, plane) in [
            ("EPSG:4214", "EPSG:32651"),
            ("EPSG:2437", "EPSG:32651"),
            ("EPSG:4610", "EPSG:32650"),
        ] {
            let (old, plane) = (Crs::from_code(old).unwrap(), Crs::from_code(plane).unwrap());
            assert!(
                Transform::between(&old, &plane).is_err(),
                "{} {}",
                old.code(),
                plane.code()
            );
        }
        let (dutch, utm) = (
            Crs::from_code("EPSG:28992").unwrap(),
            Crs::from_code("EPSG:32631").unwrap(),
        );
        // Its authority gives a metre or less.
        let off_m = Transform::between(&dutch, &utm).unwrap().uncertain_m();
        assert!(off_m > 0.1 && off_m <= 1.0, "{off_m}");
        let same = Transform::between(&Crs::from_code("EPSG:4490").unwrap(), &plane).unwrap();
        assert_eq!(same.uncertain_m(), 0.0);
    }

    /// Amersfoort at 5.39° E is 163 km from the meridian of 3° and 247 km from that of 9°, whatever was asked before.
    #[test]
    fn each_way_has_its_own_steps() {
        let [dutch, utm_31, utm_32] =
            ["EPSG:28992", "EPSG:32631", "EPSG:32632"].map(|code| Crs::from_code(code).unwrap());
        let at = Coord {
            x: 155_000.0,
            y: 463_000.0,
        };
        for _ in 0..2 {
            for (utm, east) in [(&utm_31, 663_000.0), (&utm_32, 253_000.0)] {
                let there = Transform::between(&dutch, utm).unwrap().of(at);
                assert!((there.x - east).abs() < 3_000.0, "{there:?}");
                let back = Transform::between(utm, &dutch).unwrap().of(there);
                assert!((back.x - at.x).hypot(back.y - at.y) < 0.5, "{back:?}");
            }
        }
    }

    #[test]
    fn what_says_not_where_it_may_be_used_may_be_used_everywhere() {
        let own = r#"GEOGCS["Own",DATUM["Own",SPHEROID["Own",6378137.0,298.25]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#;
        let everywhere = Extent::from_corners((-180.0, -90.0).into(), (180.0, 90.0).into());
        assert_eq!(known(own).unwrap().area_of_use, everywhere);
        assert_ne!(known("EPSG:4549").unwrap().area_of_use, everywhere);
    }

    #[test]
    fn the_formula_is_taken_where_there_is_one() {
        let [lon_lat, plane, other] =
            [Crs::LON_LAT, "EPSG:4549", "EPSG:4548"].map(|code| Crs::from_code(code).unwrap());
        let way = |from: &Crs, to: &Crs| Transform::between(from, to).unwrap().way;
        assert!(matches!(way(&lon_lat, &plane), Way::IntoPlane(_)));
        assert!(matches!(way(&plane, &lon_lat), Way::OutOfPlane(_)));
        assert!(matches!(way(&plane, &plane), Way::Unchanged));
        assert!(matches!(way(&plane, &other), Way::Proj));
    }

    /// Five rows of five, in the coordinates of the first: of the Dutch plane within 50.7° to 53.7° N, 3.2° to 7.3° E.
    #[test]
    fn places_to_try_are_in_both_areas_of_use() {
        let [dutch, utm, china, lon_lat] =
            ["EPSG:28992", "EPSG:32631", "EPSG:4549", Crs::LON_LAT].map(|code| Crs::from_code(code).unwrap());
        let tried = samples(&dutch, &utm);
        assert_eq!(tried.len(), 25);
        for at in &tried {
            assert!(
                (-2e4..3e5).contains(&at.x) && (3e5..6.3e5).contains(&at.y),
                "{at:?}"
            );
        }
        let degrees = samples(&lon_lat, &china);
        assert_eq!(degrees.len(), 25);
        assert!(
            degrees.iter().all(|at| china.area_of_use().contains(*at)),
            "{degrees:?}"
        );
        assert_eq!(samples(&dutch, &china), []);
    }

    #[test]
    fn what_has_no_image_becomes_nan_and_spares_its_neighbours() {
        let from = Crs::from_code(Crs::LON_LAT).unwrap();
        let to = Crs::from_code("EPSG:4549").unwrap();
        let mut coords = [
            Coord { x: 120.0, y: 30.0 },
            Coord { x: f64::NAN, y: 30.0 },
            Coord { x: 1e308, y: 1e308 },
        ];
        Transform::between(&from, &to).unwrap().apply(&mut coords);
        assert!(coords[0].x.is_finite() && coords[1].x.is_nan());
    }
}
