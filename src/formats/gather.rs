//! A layer while it is being read: numbers its features and counts what is refused.

use geo::{Coord, LineString};

use crate::geom::gate::{Fault, FaultKind};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::reading_fault::ReadingFault;

use super::input::Bytes;
use super::raw::{RawFeature, RawLayer, RawProblem};
use super::text::Text;

/// Gathers features and problems in the order of the file.
#[derive(Debug)]
pub struct Gather {
    /// What there is so far.
    pub layer: RawLayer,
    label: String,
    extra_ordinates: usize,
}

impl Gather {
    /// Nothing yet. `label` is the file as the user names it.
    pub fn new(label: &str, format: &'static str) -> Gather {
        Gather {
            layer: RawLayer {
                format,
                ..RawLayer::default()
            },
            label: label.to_owned(),
            extra_ordinates: 0,
        }
    }

    /// The file as the user names it.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// The number that the next feature gets.
    pub fn next_number(&self) -> usize {
        self.layer.found() + 1
    }

    /// Takes a feature, and gives it its number.
    pub fn take(&mut self, mut feature: RawFeature) {
        feature.number = self.next_number();
        self.extra_ordinates += usize::from(feature.extra_ordinates);
        self.layer.features.push(feature);
    }

    /// Refuses the next feature. The problem gets its number and the file.
    pub fn refuse(&mut self, problem: Problem) {
        self.problem(Problem {
            feature: Some(self.next_number()),
            done: Done::Refused,
            ..problem
        });
        self.layer.refused += 1;
    }

    /// Refuses `count` features that have no number of their own, for one reason.
    pub fn refuse_unnumbered(&mut self, count: usize, kind: impl Into<ProblemKind>) {
        self.problem(Problem::of_file("", kind.into(), Done::Refused));
        self.layer.refused += count;
    }

    /// Something about the file as a whole that is worth knowing.
    pub fn note(&mut self, kind: impl Into<ProblemKind>) {
        self.problem(Problem::of_file("", kind.into(), Done::Noted));
    }

    /// Any problem; it gets the name of the file.
    pub fn problem(&mut self, problem: Problem) {
        let problem = Problem {
            file: self.label.clone(),
            ..problem
        };
        self.layer.problems.push(RawProblem { problem, near: None });
    }

    /// How the file became text, and what of it did not.
    pub fn decoded(&mut self, text: &Text) {
        self.layer.encoding = Some(text.encoding);
        if text.undecodable > 0 {
            self.note(ReadingFault::Undecodable {
                places: text.undecodable,
                encoding: text.encoding.name.to_owned(),
            });
        }
    }

    /// The whole layer.
    pub fn finish(mut self, bytes: &Bytes) -> RawLayer {
        if self.extra_ordinates > 0 {
            self.note(ProblemKind::ExtraOrdinates {
                features: self.extra_ordinates,
            });
        }
        self.layer.sha256 = bytes.sha256();
        self.layer
    }
}

/// A ring whose last vertex is its first. Where it was not, the fault is told: `before` is the number of vertices that the
/// feature had before this ring.
pub fn closed(mut ring: Vec<Coord<f64>>, before: usize, faults: &mut Vec<Fault>) -> LineString<f64> {
    if let (Some(&first), Some(&last)) = (ring.first(), ring.last())
        && first != last
    {
        faults.push(Fault {
            kind: FaultKind::UnclosedRing,
            vertex: Some(before + ring.len()),
            place: Some(last),
        });
        ring.push(first);
    }
    LineString(ring)
}

/// A line of the file as it is shown in a message: its beginning, on one line.
pub fn excerpt(text: &str) -> String {
    const LETTERS: usize = 60;
    let mut shown: String = text.trim().chars().take(LETTERS).collect();
    if shown.len() < text.trim().len() {
        shown.push('…');
    }
    shown.replace(|c: char| c.is_control(), " ")
}
