//! The measuring tool: a path or an area, measured on the ellipsoid while it is drawn.

use eframe::egui::{FontId, Pos2, Stroke, vec2};
use geo::{Coord, LineString, Polygon};

use crate::geom::area::{M2_PER_HA, M2_PER_KM2, M2_PER_MU, Ruler};
use crate::geom::ellipsoid::Ellipsoid;
use crate::geom::gate::admit_plane;
use crate::report::units::AreaUnit;
use crate::say;
use crate::words::Lang;

use super::super::areas::Areas;
use super::outline::{runs_along, stroke_runs};
use super::scene::Scene;

const M_PER_KM: f64 = 1_000.0;
const VERTEX_PX: f32 = 3.5;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasureKind {
    /// A path.
    Length,
    /// What a ring encloses, and its perimeter.
    Area,
}

/// A measurement that is drawn, or stands finished on the map.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasureDraft {
    /// What is measured.
    pub kind: MeasureKind,
    vertices: Vec<Coord<f64>>,
    finished: bool,
}

/// The figures, on the ellipsoid of the workspace.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Measured {
    /// Geodesic length of the path, or of the closed ring.
    pub length_m: f64,
    /// Ellipsoidal area by the land-survey formula; `None` for a path.
    pub area_m2: Option<f64>,
}

impl MeasureDraft {
    /// An empty draft.
    pub fn new(kind: MeasureKind) -> MeasureDraft {
        MeasureDraft {
            kind,
            vertices: Vec::new(),
            finished: false,
        }
    }

    /// The corners so far, plane metres.
    pub fn vertices(&self) -> &[Coord<f64>] {
        &self.vertices
    }

    /// Adds a corner; after a finished measurement a new one begins.
    pub fn add(&mut self, place: Coord<f64>) {
        if self.finished {
            self.clear();
        }
        self.vertices.push(place);
    }

    /// Takes the last corner off.
    pub fn remove_last(&mut self) {
        self.finished = false;
        self.vertices.pop();
    }

    /// Lets it stand as it is.
    pub fn finish(&mut self) {
        self.finished = !self.vertices.is_empty();
    }

    /// Ends it: what has a figure stands, a single corner goes.
    pub fn end(&mut self) {
        match self.is_measured() {
            true => self.finish(),
            false => self.clear(),
        }
    }

    /// True where the corners so far have a length.
    pub fn is_measured(&self) -> bool {
        self.vertices.len() > 1
    }

    /// Forgets all corners.
    pub fn clear(&mut self) {
        self.vertices.clear();
        self.finished = false;
    }

    /// True while it follows the pointer.
    pub fn is_open(&self) -> bool {
        !self.finished
    }

    /// The path with the pointer as a last corner while it is open; closed for an area.
    pub fn path(&self, pointer: Option<Coord<f64>>) -> Vec<Coord<f64>> {
        let mut path = self.vertices.clone();
        if self.is_open() && !path.is_empty() {
            path.extend(pointer);
        }
        if let (MeasureKind::Area, Some(&first), true) = (self.kind, path.first(), path.len() > 2) {
            path.push(first);
        }
        path
    }

    /// The figures of [`MeasureDraft::path`]. A ring that crosses itself counts as the places that it encloses.
    pub fn measured(&self, ruler: &Ruler, pointer: Option<Coord<f64>>) -> Measured {
        let path = self.path(pointer);
        let length_m = ruler.path_m(&path);
        let area_m2 = (self.kind == MeasureKind::Area).then(|| {
            let ring = Polygon::new(LineString::new(path), vec![]);
            // What the gate refuses has no area: fewer than three corners, or all on a line.
            admit_plane(ring).map_or(0.0, |shape| ruler.area_m2(shape.areas()))
        });
        Measured { length_m, area_m2 }
    }
}

impl Measured {
    /// The figures for people, one line each, the main one first.
    pub fn lines(&self, (areas, lang): (Areas, Lang)) -> Vec<String> {
        let length = length_text(self.length_m);
        match self.area_m2 {
            None => vec![say!(lang, "map.measure.length", length = length)],
            Some(area_m2) => {
                let perimeter = say!(lang, "map.measure.perimeter", length = length);
                if areas.0.is_some() {
                    let area = areas.text(area_m2, lang);
                    return vec![say!(lang, "map.measure.area", area = area), perimeter];
                }
                let mu = grouped(area_m2 / M2_PER_MU, 2);
                vec![
                    say!(lang, "map.measure.area", area = area_text(area_m2, lang)),
                    say!(lang, "map.measure.mu", mu = mu),
                    perimeter,
                ]
            }
        }
    }

    /// The length in metres, for the clipboard.
    pub fn length_plain(&self) -> String {
        format!("{:.3} m", self.length_m)
    }

    /// The main figure alone, for the clipboard: in the chosen unit, else in square metres; lengths in metres. Without
    /// signs between its thousands.
    pub fn plain(&self, (areas, lang): (Areas, Lang)) -> String {
        match (self.area_m2, areas.0) {
            (None, _) => self.length_plain(),
            (Some(area_m2), None) => format!("{area_m2:.2} {}", AreaUnit::M2.name(lang)),
            (Some(area_m2), Some(unit)) => {
                let decimals = areas.decimals();
                format!("{:.decimals$} {}", area_m2 / unit.m2(), unit.name(lang))
            }
        }
    }
}

/// A length in the unit that reads best: m to 10 km, then km.
pub fn length_text(length_m: f64) -> String {
    if length_m < 10.0 * M_PER_KM {
        format!("{} m", grouped(length_m, 1))
    } else {
        format!("{} km", grouped(length_m / M_PER_KM, 3))
    }
}

/// An area in hectares, with square metres for what is small and square kilometres for what is large.
pub fn area_text(area_m2: f64, lang: Lang) -> String {
    let ha = AreaUnit::Ha.name(lang);
    let in_ha = |decimals| format!("{} {ha}", grouped(area_m2 / M2_PER_HA, decimals));
    if area_m2 < M2_PER_HA {
        format!("{} m² ({})", grouped(area_m2, 1), in_ha(4))
    } else if area_m2 < 100.0 * M2_PER_HA {
        in_ha(4)
    } else {
        format!("{} ({} km²)", in_ha(2), grouped(area_m2 / M2_PER_KM2, 4))
    }
}

/// What an ellipsoid is called; its size and shape where it is none of the usual ones.
pub fn ellipsoid_name(ellipsoid: Ellipsoid) -> String {
    let known = [
        (
            "CGCS2000 / GRS 80",
            Ellipsoid::CGCS2000.semi_major_m,
            298.257_222_101,
        ),
        ("WGS 84", 6_378_137.0, 298.257_223_563),
        ("Krassowsky 1940", 6_378_245.0, 298.3),
        ("IAG 1975", 6_378_140.0, 298.257),
    ];
    let same = |(_, semi_major_m, inverse): &&(&str, f64, f64)| {
        (ellipsoid.semi_major_m - semi_major_m).abs() < 1e-3
            && (ellipsoid.inverse_flattening - inverse).abs() < 1e-8
    };
    match known.iter().find(same) {
        Some((name, ..)) => (*name).to_owned(),
        None => format!(
            "a {:.3} m, 1/f {:.6}",
            ellipsoid.semi_major_m, ellipsoid.inverse_flattening
        ),
    }
}

/// A number with spaces between its thousands.
pub fn grouped(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text
        .split_once('.')
        .map_or((text.as_str(), None), |(w, f)| (w, Some(f)));
    let mut grouped = String::new();
    let digits = whole.trim_start_matches('-').len();
    for (position, letter) in whole.trim_start_matches('-').chars().enumerate() {
        if position > 0 && (digits - position) % 3 == 0 {
            grouped.push('\u{2009}');
        }
        grouped.push(letter);
    }
    let sign = if whole.starts_with('-') { "-" } else { "" };
    match fraction {
        Some(fraction) => format!("{sign}{grouped}.{fraction}"),
        None => format!("{sign}{grouped}"),
    }
}

/// Draws the draft with its figures beside the last corner.
pub fn paint_measure(scene: &Scene<'_>, draft: &MeasureDraft, pointer: Option<Pos2>, lines: &[String]) {
    let pointer = pointer.map(|point| scene.pane.map_from_screen(point));
    let path = draft.path(pointer);
    let Some(&last) = path.get(match draft.kind {
        MeasureKind::Area if path.len() > 3 => path.len() - 2,
        _ => path.len().saturating_sub(1),
    }) else {
        return;
    };
    let ink = scene.style.measure;
    let mut runs = Vec::new();
    runs_along(&scene.pane, &path, &mut runs);
    scene.painter.extend(stroke_runs(
        runs.clone(),
        Stroke::new(4.5, scene.style.halo),
        false,
    ));
    scene
        .painter
        .extend(stroke_runs(runs, Stroke::new(2.0, ink), draft.is_open()));
    for place in draft.vertices() {
        let at = scene.pane.screen_from_map(*place);
        scene
            .painter
            .circle(at, VERTEX_PX, scene.style.halo, Stroke::new(1.8, ink));
    }
    let galley = scene
        .painter
        .layout_no_wrap(lines.join("\n"), FontId::proportional(13.0), scene.style.ink);
    let at = scene.pane.screen_from_map(last) + vec2(14.0, 14.0);
    let room = scene.pane.rect.shrink(8.0).max - galley.size();
    let at = at.min(room).max(scene.pane.rect.min);
    let chip = eframe::egui::Rect::from_min_size(at, galley.size()).expand2(vec2(8.0, 5.0));
    scene.painter.rect_filled(chip, 5.0, scene.style.chip);
    scene.painter.galley(at, galley, scene.style.ink);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

    fn ruler() -> Ruler {
        Ruler::new(&Crs::from_code("EPSG:4549").unwrap())
    }

    fn draft(kind: MeasureKind, places: &[(f64, f64)]) -> MeasureDraft {
        let mut draft = MeasureDraft::new(kind);
        for &(x, y) in places {
            draft.add(Coord {
                x: 500_000.0 + x,
                y: 3_350_000.0 + y,
            });
        }
        draft
    }

    #[test]
    fn a_square_of_a_hectare() {
        let square = draft(
            MeasureKind::Area,
            &[(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)],
        );
        let measured = square.measured(&ruler(), None);
        assert!((measured.area_m2.unwrap() - 10_000.0).abs() < 1.0, "{measured:?}");
        assert!((measured.length_m - 400.0).abs() < 0.05, "{measured:?}");
    }

    #[test]
    fn the_pointer_counts_until_the_measurement_is_finished() {
        let mut path = draft(MeasureKind::Length, &[(0.0, 0.0), (100.0, 0.0)]);
        let pointer = Some(Coord {
            x: 500_300.0,
            y: 3_350_000.0,
        });
        assert!((path.measured(&ruler(), pointer).length_m - 300.0).abs() < 0.05);
        path.finish();
        assert!((path.measured(&ruler(), pointer).length_m - 100.0).abs() < 0.05);
        path.add(Coord {
            x: 500_000.0,
            y: 3_350_000.0,
        });
        assert_eq!(path.vertices().len(), 1);
    }

    #[test]
    fn a_ring_that_crosses_itself_counts_both_halves() {
        let bow = draft(
            MeasureKind::Area,
            &[(0.0, 0.0), (100.0, 100.0), (100.0, 0.0), (0.0, 100.0)],
        );
        let area_m2 = bow.measured(&ruler(), None).area_m2.unwrap();
        assert!((area_m2 - 5_000.0).abs() < 1.0, "{area_m2}");
    }

    #[test]
    fn ellipsoids_have_the_names_of_their_systems() {
        let check = |code: &str, expected: &str| {
            let crs = Crs::from_code(code).unwrap();
            assert_eq!(ellipsoid_name(crs.ellipsoid()), expected, "{code}");
        };
        check("EPSG:4549", "CGCS2000 / GRS 80");
        check("EPSG:32651", "WGS 84");
        check("EPSG:2437", "Krassowsky 1940");
        check("EPSG:2385", "IAG 1975");
        let sphere = Ellipsoid {
            semi_major_m: 6_371_000.0,
            inverse_flattening: f64::INFINITY,
        };
        assert_eq!(ellipsoid_name(sphere), "a 6371000.000 m, 1/f inf");
    }

    #[test]
    fn two_corners_have_no_area() {
        let two = draft(MeasureKind::Area, &[(0.0, 0.0), (100.0, 100.0)]);
        assert_eq!(two.measured(&ruler(), None).area_m2, Some(0.0));
    }

    #[track_caller]
    fn check(text: String, expected: &str) {
        assert_eq!(text.replace('\u{2009}', " "), expected);
    }

    #[test]
    fn a_figure_is_copied_in_the_chosen_unit() {
        let area = Measured {
            length_m: 400.0,
            area_m2: Some(20_000.0),
        };
        let copied = |code: &str, lang| area.plain((Areas::from_code(code).unwrap(), lang));
        assert_eq!(copied("auto", Lang::En), "20000.00 m²");
        assert_eq!(copied("ha", Lang::Zh), "2.0000 公顷");
        assert_eq!(copied("mu", Lang::Zh), "30.00 亩");
        assert_eq!(copied("km2", Lang::En), "0.020000 km²");
        let length = Measured {
            area_m2: None,
            ..area
        };
        assert_eq!(length.plain((Areas::default(), Lang::En)), "400.000 m");
    }

    #[test]
    fn units_that_read() {
        check(length_text(1234.56), "1 234.6 m");
        check(length_text(12_345.678), "12.346 km");
        check(area_text(666.6, Lang::En), "666.6 m² (0.0667 ha)");
        check(area_text(123_456.0, Lang::En), "12.3456 ha");
        check(area_text(123_456.0, Lang::Zh), "12.3456 公顷");
        check(
            area_text(1_845_330_000.0, Lang::En),
            "184 533.00 ha (1 845.3300 km²)",
        );
        check(grouped(-1234567.0, 0), "-1 234 567");
    }
}
