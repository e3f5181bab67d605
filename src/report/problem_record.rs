//! A problem of the input as files say it.

use serde::Serialize;

use crate::model::problem::Problem;
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
}

impl<'a> ProblemRecord<'a> {
    /// As it stands in the file.
    pub fn of(problem: &'a Problem) -> ProblemRecord<'a> {
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
        }
    }
}
