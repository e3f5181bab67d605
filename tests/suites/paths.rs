//! Bare rings under a fill rule, whose expected results are rounded to integers: Clipper2 and iOverlay.

use geo::{MultiPolygon, Polygon};
use redshank::geom::area::{plane_area, ring_area};
use redshank::geom::shape::Shape;
use redshank::geom::simple::is_strictly_simple;
use redshank::progress::Progress;

use super::engine::{Overlay, SLABS_UP_TO, admitted, edge_count, even_odd_of, perimeter};
use super::outcome::{Case, Outcome, RELATIVE, area_outcome};
use super::{read, slabs};

/// How rings become an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FillRule {
    EvenOdd,
    NonZero,
}

/// Both operands, as drawn and as admitted.
pub struct Operands {
    drawn: (MultiPolygon<f64>, MultiPolygon<f64>),
    shapes: (Shape, Shape),
    fill: FillRule,
}

impl Operands {
    /// `None` where the gate's reading of the rings, even-odd by polygon, is another than the fill rule's.
    pub fn new(subject: &[Vec<[f64; 2]>], clip: &[Vec<[f64; 2]>], fill: FillRule) -> Option<Operands> {
        let read = |rings: &[Vec<[f64; 2]>]| match fill {
            FillRule::EvenOdd => Some(even_odd_of(rings)),
            FillRule::NonZero => turning_one_way(rings),
        };
        let drawn = (read(subject)?, read(clip)?);
        let shapes = (admitted(drawn.0.clone().into()), admitted(drawn.1.clone().into()));
        Some(Operands { drawn, shapes, fill })
    }

    /// The expected area is of vertices rounded to integers: it may be off by 0.71 along the whole border, and by a bit
    /// for what vanishes. The exact area of the rings as drawn is the strict witness.
    pub fn on_integers(&self, overlay: Overlay, expected: f64) -> Outcome {
        let (a, b) = (self.shapes.0.areas(), self.shapes.1.areas());
        let result = overlay.polygons(a, b);
        let found = overlay.area(a, b);
        // Parts that overlap are drawn for the non-zero rule only, which the slabs do not know.
        let edges = edge_count(&self.drawn.0) + edge_count(&self.drawn.1);
        if self.fill == FillRule::EvenOdd && edges <= SLABS_UP_TO {
            let exact = slabs::areas(&self.drawn.0, &self.drawn.1);
            let exact = overlay.of_areas(exact.first, exact.second, exact.common);
            let strict = area_outcome(found, exact, RELATIVE * plane_area(a).max(plane_area(b)), || None);
            if let Outcome::Failed(message) = strict {
                return Outcome::Failed(format!("against exact arithmetic: {message}"));
            }
        }
        area_outcome(found, expected, 0.71 * perimeter(&result) + 2.0, || {
            overlay.exact(a, b)
        })
    }
}

/// Simple rings that all turn one way: each is a polygon, and non-zero is their union.
fn turning_one_way(rings: &[Vec<[f64; 2]>]) -> Option<MultiPolygon<f64>> {
    let singles: Vec<MultiPolygon<f64>> = rings
        .iter()
        .map(|ring| even_odd_of(std::slice::from_ref(ring)))
        .collect();
    let parts: Vec<Polygon<f64>> = singles.iter().flat_map(|m| m.0.clone()).collect();
    let simple = singles
        .iter()
        .all(|m| m.0.is_empty() || is_strictly_simple(m, &Progress::default()) == Ok(true));
    let left = parts.iter().filter(|p| ring_area(p.exterior()) > 0.0).count();
    let one_way = left == 0 || left == parts.len();
    (simple && one_way).then_some(MultiPolygon(parts))
}

/// The text files of Clipper2, each case with its published area.
pub fn clipper() -> Vec<Case> {
    ["clipper2_txt/Polygons.txt", "clipper2_txt/Lines.txt"]
        .iter()
        .flat_map(|path| file(path))
        .collect()
}

fn file(path: &str) -> Vec<Case> {
    let text = read(path);
    let blocks = text.split("CAPTION:").skip(1);
    let case = |block: &str| {
        let name = block
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .trim_end_matches('.')
            .to_owned();
        Case {
            file: path.to_owned(),
            name,
            outcome: clipped(block),
        }
    };
    blocks.map(case).collect()
}

fn value<'a>(block: &'a str, key: &str) -> &'a str {
    block
        .lines()
        .find_map(|line| line.trim().strip_prefix(key)?.strip_prefix(':'))
        .unwrap_or_default()
        .trim()
}

/// The rings below a heading, up to the next heading.
fn rings(block: &str, heading: &str) -> Vec<Vec<[f64; 2]>> {
    let lines = block.lines().skip_while(|line| line.trim() != heading).skip(1);
    let numbers = lines.take_while(|line| !line.contains(|c: char| c.is_alphabetic()));
    let ring = |line: &str| -> Vec<[f64; 2]> {
        let values: Vec<f64> = line
            .split([',', ' '])
            .filter_map(|word| word.trim().parse().ok())
            .collect();
        values.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
    };
    numbers.map(ring).filter(|ring| !ring.is_empty()).collect()
}

fn clipped(block: &str) -> Outcome {
    let fill = match value(block, "FILLRULE") {
        "EVENODD" => FillRule::EvenOdd,
        "NONZERO" => FillRule::NonZero,
        _ => return Outcome::NotApplicable("fill rule by direction of winding"),
    };
    let (subject, clip) = (rings(block, "SUBJECTS"), rings(block, "CLIPS"));
    if subject.is_empty() {
        return Outcome::NotApplicable("open paths only");
    }
    let Some(overlay) = Overlay::of(&value(block, "CLIPTYPE").to_lowercase()) else {
        return Outcome::NotApplicable("no such operation here");
    };
    let expected = match value(block, "SOL_AREA").parse::<f64>() {
        Ok(expected) if expected >= 0.0 => expected,
        _ => return Outcome::NotApplicable("no expected result"),
    };
    match Operands::new(&subject, &clip, fill) {
        Some(operands) => operands.on_integers(overlay, expected),
        None => Outcome::NotApplicable("non-zero winding of rings that cross or turn both ways"),
    }
}
