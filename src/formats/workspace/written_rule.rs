//! A rule as it stands in a book, version 1, and what it means.

use std::collections::{BTreeMap, HashSet};

use serde::Deserialize;

use crate::model::date::Date;
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::{
    Attribute, Condition, Criterion, Formula, Formulas, Least, Months, Rank, Rule, Severity, SourceMark,
};
use crate::model::zone::Level;
use crate::words::Bilingual;

use super::written_parts::{Nonsense, WrittenConsult, WrittenExposure, WrittenQuestion, is_no_size, wrong};

/// Version 1 of a rule.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenRule {
    pub id: String,
    title: Bilingual,
    #[serde(default)]
    text: Bilingual,
    #[serde(default)]
    citation: Bilingual,
    mark: SourceMark,
    #[serde(default = "yes")]
    text_available: bool,
    severity: Severity,
    roles: Vec<Role>,
    #[serde(default)]
    kinds: Vec<ProjectKind>,
    #[serde(default)]
    levels: Vec<Level>,
    #[serde(default)]
    classes: Vec<String>,
    #[serde(default)]
    overlap: bool,
    min_overlap_m2: Option<f64>,
    min_overlap_m: Option<f64>,
    min_share_of_project: Option<f64>,
    min_share_of_zone: Option<f64>,
    #[serde(default)]
    within_m: f64,
    within: Option<String>,
    #[serde(default)]
    near_m: f64,
    near: Option<String>,
    months: Option<Vec<u32>>,
    min_capacity_mw: Option<f64>,
    max_capacity_mw: Option<f64>,
    #[serde(default)]
    project_is: BTreeMap<Attribute, Vec<String>>,
    #[serde(default)]
    zone_is: BTreeMap<Attribute, Vec<String>>,
    from: Option<Date>,
    until: Option<Date>,
    #[serde(default)]
    consultee: Bilingual,
    max_age_years: Option<f64>,
    family: Option<String>,
    rank: Option<Rank>,
    #[serde(default)]
    special: bool,
    #[serde(default)]
    contradicts: Vec<String>,
    #[serde(default, rename = "question")]
    questions: Vec<WrittenQuestion>,
    #[serde(default, rename = "consult")]
    consults: Vec<WrittenConsult>,
    #[serde(default, rename = "exposure")]
    exposures: Vec<WrittenExposure>,
}

fn yes() -> bool {
    true
}

impl WrittenRule {
    /// What it means.
    ///
    /// # Errors
    /// The first key whose value means nothing.
    pub fn into_rule(self) -> Result<Rule, Nonsense> {
        self.check()?;
        let criterion = self.criterion()?;
        let formulas = self.formulas()?;
        let condition = self.condition()?;
        let mut ids = HashSet::new();
        for (number, question) in self.questions.iter().enumerate() {
            if !ids.insert(question.id.as_str()) {
                return Err(wrong("id", "two questions with the same id").in_part("question", number));
            }
        }
        let consults = self.consults.into_iter().enumerate().map(|(number, consult)| {
            consult
                .into_consult()
                .map_err(|nonsense| nonsense.in_part("consult", number))
        });
        let exposures = self.exposures.into_iter().enumerate().map(|(number, exposure)| {
            exposure
                .into_exposure()
                .map_err(|nonsense| nonsense.in_part("exposure", number))
        });
        Ok(Rule {
            id: self.id,
            title: self.title,
            text: self.text,
            citation: self.citation,
            mark: self.mark,
            text_available: self.text_available,
            severity: self.severity,
            roles: self.roles,
            kinds: self.kinds,
            levels: self.levels,
            classes: self.classes,
            criterion,
            formulas,
            condition,
            from: self.from,
            until: self.until,
            consultee: self.consultee,
            max_age_years: self.max_age_years,
            family: self.family,
            rank: self.rank,
            special: self.special,
            contradicts: self.contradicts,
            questions: self.questions.into_iter().map(Into::into).collect(),
            consults: consults.collect::<Result<_, _>>()?,
            exposures: exposures.collect::<Result<_, _>>()?,
        })
    }

    fn check(&self) -> Result<(), Nonsense> {
        let ends_first = matches!((self.from, self.until), (Some(from), Some(until)) if until < from);
        let empty_family = self
            .family
            .as_deref()
            .is_some_and(|family| family.trim().is_empty());
        let not_advice = self.mark == SourceMark::U && self.severity != Severity::Advisory;
        let checks = [
            (self.id.trim().is_empty(), "id", "empty"),
            (self.roles.is_empty(), "roles", "at least one role is needed"),
            (
                self.roles.iter().any(|role| !role.is_zone()),
                "roles",
                "no role of zones: project, context or district",
            ),
            (
                self.max_age_years.is_some_and(is_no_size),
                "max_age_years",
                "must be 0 or more years",
            ),
            (ends_first, "until", "lies before `from`"),
            (empty_family, "family", "empty"),
            (
                self.contradicts.contains(&self.id),
                "contradicts",
                "a rule cannot contradict itself",
            ),
            (
                not_advice,
                "severity",
                "an unverified text (mark U) is no law: it weighs at most advisory",
            ),
        ];
        first_of(&checks)
    }

    fn criterion(&self) -> Result<Criterion, Nonsense> {
        let least = Least {
            overlap_m2: self.min_overlap_m2,
            overlap_m: self.min_overlap_m,
            share_of_project: self.min_share_of_project,
            share_of_zone: self.min_share_of_zone,
        };
        let is_no_share = |share: f64| !(0.0..=1.0).contains(&share);
        let no_criterion = !self.overlap
            && least.is_any()
            && self.within_m == 0.0
            && self.near_m == 0.0
            && self.within.is_none()
            && self.near.is_none();
        first_of(&[
            (is_no_size(self.within_m), "within_m", "must be 0 or more metres"),
            (is_no_size(self.near_m), "near_m", "must be 0 or more metres"),
            (
                least.overlap_m2.is_some_and(is_no_size),
                "min_overlap_m2",
                "must be 0 or more m²",
            ),
            (
                least.overlap_m.is_some_and(is_no_size),
                "min_overlap_m",
                "must be 0 or more metres",
            ),
            (
                least.share_of_project.is_some_and(is_no_share),
                "min_share_of_project",
                "must be a share from 0 to 1",
            ),
            (
                least.share_of_zone.is_some_and(is_no_share),
                "min_share_of_zone",
                "must be a share from 0 to 1",
            ),
            (
                no_criterion && self.text_available,
                "overlap",
                "no criterion: overlap, a least size, within or near is needed",
            ),
        ])?;
        Ok(Criterion {
            overlap: self.overlap || !least.is_any(),
            within_m: self.within_m,
            near_m: self.near_m,
            least,
        })
    }

    fn formulas(&self) -> Result<Formulas, Nonsense> {
        if self.within.is_some() && self.within_m != 0.0 {
            return Err(wrong("within", "either `within` or `within_m`, not both"));
        }
        if self.near.is_some() && self.near_m != 0.0 {
            return Err(wrong("near", "either `near` or `near_m`, not both"));
        }
        let parsed = |key: &'static str, text: &Option<String>| {
            let text = text.as_deref()?;
            Some(Formula::parse(text).map_err(|error| Nonsense {
                key,
                what: error.what,
                within: Some((text.to_owned(), error.at)),
                part: None,
            }))
        };
        Ok(Formulas {
            within: parsed("within", &self.within).transpose()?,
            near: parsed("near", &self.near).transpose()?,
        })
    }

    fn condition(&self) -> Result<Condition, Nonsense> {
        let months = self.months.as_ref().map(|numbers| {
            Months::of(numbers.iter().copied())
                .ok_or_else(|| wrong("months", "months are numbers from 1 to 12"))
        });
        let (min, max) = (self.min_capacity_mw, self.max_capacity_mw);
        let no_values = |asked: &BTreeMap<Attribute, Vec<String>>| asked.values().any(Vec::is_empty);
        first_of(&[
            (
                min.is_some_and(is_no_size),
                "min_capacity_mw",
                "must be 0 or more MW",
            ),
            (
                max.is_some_and(is_no_size),
                "max_capacity_mw",
                "must be 0 or more MW",
            ),
            (
                min.zip(max).is_some_and(|(min, max)| max < min),
                "max_capacity_mw",
                "lies below `min_capacity_mw`",
            ),
            (
                no_values(&self.project_is),
                "project_is",
                "at least one value is needed",
            ),
            (
                no_values(&self.zone_is),
                "zone_is",
                "at least one value is needed",
            ),
        ])?;
        Ok(Condition {
            months: months.transpose()?,
            min_capacity_mw: min,
            max_capacity_mw: max,
            project_is: self.project_is.clone().into_iter().collect(),
            zone_is: self.zone_is.clone().into_iter().collect(),
        })
    }
}

/// The first of these that is wrong, as an error.
fn first_of(checks: &[(bool, &'static str, &'static str)]) -> Result<(), Nonsense> {
    match checks.iter().find(|(is_wrong, ..)| *is_wrong) {
        Some((_, key, what)) => Err(wrong(key, what)),
        None => Ok(()),
    }
}
