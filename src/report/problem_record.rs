//! A problem of the input as files say it.

use serde::Serialize;

use crate::model::coverage_doubt::CoverageDoubt;
use crate::model::problem::{Problem, ProblemKind};
use crate::words::Lang;

/// A problem with codes, and words in both languages.
#[derive(Serialize)]
pub struct ProblemRecord<'a> {
    pub(super) layer: Option<&'a str>,
    pub(super) feature: Option<usize>,
    pub(super) id: Option<&'a str>,
    pub(super) field: Option<&'a str>,
    pub(super) place: Option<[f64; 2]>,
    pub(super) kind: &'static str,
    pub(super) text: String,
    pub(super) done: &'static str,
    pub(super) advice: String,
    pub(super) file: &'a str,
    pub(super) text_zh: String,
    pub(super) advice_zh: String,
    /// The second feature, for doubts about two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) other_feature: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) other_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) area_m2: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) width_m: Option<f64>,
}

impl<'a> ProblemRecord<'a> {
    /// As it stands in the file.
    pub fn of(problem: &'a Problem) -> ProblemRecord<'a> {
        let doubt = match &problem.kind {
            ProblemKind::Coverage(doubt) => Some(doubt),
            _ => None,
        };
        let other = doubt.and_then(CoverageDoubt::other);
        ProblemRecord {
            layer: problem.layer.as_deref(),
            feature: problem.feature,
            id: problem.id.as_deref(),
            field: problem.field.as_deref(),
            place: problem.place.map(|place| [place.lon_deg, place.lat_deg]),
            kind: problem.kind.code(),
            text: problem.text(Lang::En),
            done: problem.done.code(),
            advice: problem.advice(Lang::En),
            file: &problem.file,
            text_zh: problem.text(Lang::Zh),
            advice_zh: problem.advice(Lang::Zh),
            other_feature: other.map(|other| other.number),
            other_id: other.map(|other| &*other.id),
            area_m2: doubt.and_then(CoverageDoubt::area_m2),
            width_m: doubt.and_then(CoverageDoubt::width_m),
        }
    }
}
