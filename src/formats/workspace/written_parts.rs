//! Questions, consultations and exposures as they stand in a rule.

use serde::Deserialize;

use crate::model::rule::{
    Consult, ConsultLevel, Department, Effect, Exposure, ExposureKind, Question, Rate, SourceMark,
};
use crate::model::zone::Level;
use crate::words::Bilingual;

/// A value that means nothing.
#[derive(Debug)]
pub struct Nonsense {
    /// The key of it.
    pub key: &'static str,
    /// Why, and what would.
    pub what: String,
    /// The text in which the fault is, and the character from 0; `None` where the whole value is at fault.
    pub within: Option<(String, usize)>,
    /// The list and the number from 0 of the table in which the key stands; `None` for keys of the rule itself.
    pub part: Option<(&'static str, usize)>,
}

impl Nonsense {
    /// The same in a table within the rule.
    pub fn in_part(self, list: &'static str, number: usize) -> Nonsense {
        Nonsense {
            part: Some((list, number)),
            ..self
        }
    }
}

/// A whole value that means nothing.
pub fn wrong(key: &'static str, what: &str) -> Nonsense {
    Nonsense {
        key,
        what: what.to_owned(),
        within: None,
        part: None,
    }
}

/// True for what is no number of 0 or more.
pub fn is_no_size(number: f64) -> bool {
    !(number.is_finite() && number >= 0.0)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenQuestion {
    pub id: String,
    text: Bilingual,
    if_yes: Effect,
    #[serde(default)]
    evidence: Bilingual,
}

impl From<WrittenQuestion> for Question {
    fn from(written: WrittenQuestion) -> Question {
        Question {
            id: written.id,
            text: written.text,
            if_yes: written.if_yes,
            evidence: written.evidence,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenConsult {
    department: Department,
    level: String,
    #[serde(default)]
    form: Bilingual,
    #[serde(default)]
    article: Bilingual,
}

impl WrittenConsult {
    pub fn into_consult(self) -> Result<Consult, Nonsense> {
        let level = ConsultLevel::from_code(&self.level);
        Ok(Consult {
            department: self.department,
            level: level.ok_or_else(|| {
                wrong(
                    "level",
                    "expected national, provincial, municipal, county or by_zone",
                )
            })?,
            form: self.form,
            article: self.article,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenExposure {
    kind: ExposureKind,
    yuan_per_m2: Option<[f64; 2]>,
    yuan: Option<[f64; 2]>,
    #[serde(default)]
    article: Bilingual,
    #[serde(default)]
    when: Bilingual,
    unit_rounded_up_m2: Option<f64>,
    #[serde(default)]
    levels: Vec<Level>,
    mark: Option<SourceMark>,
}

impl WrittenExposure {
    pub fn into_exposure(self) -> Result<Exposure, Nonsense> {
        let unit_m2 = self.unit_rounded_up_m2.unwrap_or(0.0);
        if is_no_size(unit_m2) {
            return Err(wrong("unit_rounded_up_m2", "must be 0 or more m²"));
        }
        let rate = match (self.yuan_per_m2, self.yuan) {
            (Some(yuan), None) => Rate::PerM2 {
                yuan: interval("yuan_per_m2", yuan)?,
                unit_m2,
            },
            (None, Some(yuan)) => Rate::Lump(interval("yuan", yuan)?),
            _ => return Err(wrong("exposure", "one of yuan_per_m2 or yuan is needed")),
        };
        Ok(Exposure {
            kind: self.kind,
            rate,
            article: self.article,
            when: self.when,
            levels: self.levels,
            mark: self.mark,
        })
    }
}

fn interval(key: &'static str, yuan: [f64; 2]) -> Result<[f64; 2], Nonsense> {
    let [low, high] = yuan;
    if is_no_size(low) || is_no_size(high) || high < low {
        return Err(wrong(
            key,
            "two numbers of 0 or more are needed, the lower bound first",
        ));
    }
    Ok(yuan)
}
