//! What a workspace says beside its layers, its rules and its class table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::geom::crs::Geodetic;
use crate::model::answer::Answer;
use crate::model::base_map::{BaseMapChoice, TiandituMap};
use crate::model::feature::FeatureRef;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::recorded::Recorded;
use crate::model::role::{ProjectKind, Role};
use crate::model::tables::{PublishedRates, Quota, Tables};
use crate::model::workspace::Workspace;
use crate::words::{Bilingual, Lang};

use super::bookmark::SavedBookmark;
use super::number::Number;
use super::repair::SavedAccepted;
use super::words::{SavedWords, decoded};

/// Version 1.
#[derive(Serialize, Deserialize)]
pub struct SavedSettings {
    name: SavedWords,
    /// Code of the plane.
    pub crs: String,
    as_of: Option<String>,
    answers: Vec<SavedAnswer>,
    age_limits: BTreeMap<String, Number>,
    map_approval: Option<String>,
    base_map: Option<SavedBaseMap>,
    /// Names of the rule books, in their order.
    pub rule_sources: Vec<String>,
    /// Name of the class table.
    pub class_source: String,
    /// Wetland ÷ district, red line ÷ wetland, red line ÷ district, and the tolerance of all three.
    rates: [Option<Number>; 3],
    rate_tolerance: Number,
    denominators: [Option<String>; 3],
    quotas: Vec<SavedQuota>,
    problems: Vec<SavedProblem>,
    #[serde(default)]
    accepted_repairs: SavedAccepted,
    /// Left out where there are none, as in files of before there were any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    bookmarks: Vec<SavedBookmark>,
}

#[derive(Serialize, Deserialize)]
struct SavedAnswer {
    project: Option<[String; 2]>,
    rule: String,
    question: String,
    answer: bool,
    by: Option<String>,
    on: Option<String>,
    reason: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum SavedBaseMap {
    Offline { file: String },
    Tianditu { map: String },
    Template { url: String, attribution: String },
}

#[derive(Serialize, Deserialize)]
struct SavedQuota {
    year: i32,
    area_ha: Number,
    kinds: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct SavedProblem {
    layer: Option<String>,
    file: String,
    feature: Option<usize>,
    id: Option<String>,
    field: Option<String>,
    place: Option<[Number; 2]>,
    code: String,
    text: SavedWords,
    advice: SavedWords,
    done: String,
}

impl From<&Workspace> for SavedSettings {
    fn from(workspace: &Workspace) -> SavedSettings {
        let (tables, rates) = (&workspace.tables, &workspace.tables.rates);
        let limits = workspace.age_limits.iter();
        SavedSettings {
            name: SavedWords::from(&workspace.name),
            crs: workspace.crs.code().to_owned(),
            as_of: workspace.as_of.map(|day| day.to_string()),
            answers: workspace.answers.iter().map(SavedAnswer::from).collect(),
            age_limits: limits
                .map(|(role, years)| (role.code().to_owned(), Number(*years)))
                .collect(),
            map_approval: workspace.map_approval.clone(),
            base_map: workspace.base_map.as_ref().map(SavedBaseMap::from),
            rule_sources: workspace.rules.sources.clone(),
            class_source: tables.classes.source.clone(),
            rates: [
                rates.wetland_rate,
                rates.red_line_of_wetland,
                rates.red_line_of_district,
            ]
            .map(|rate| rate.map(Number)),
            rate_tolerance: Number(rates.tolerance),
            denominators: tables
                .denominators
                .each_ref()
                .map(|id| id.as_deref().map(str::to_owned)),
            quotas: tables.quotas.iter().map(SavedQuota::from).collect(),
            problems: workspace.problems.iter().map(SavedProblem::from).collect(),
            accepted_repairs: SavedAccepted::of(
                &workspace.accepted_repairs,
                workspace.layers.iter().map(|layer| &*layer.about.id),
            ),
            bookmarks: workspace.bookmarks.iter().map(SavedBookmark::from).collect(),
        }
    }
}

impl SavedSettings {
    /// Puts everything into a workspace that has nothing of it yet; rules and class table are left as they are.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn fill(self, workspace: &mut Workspace, tables: &mut Tables) -> Result<(), String> {
        let [wetland_rate, red_line_of_wetland, red_line_of_district] =
            self.rates.map(|rate| rate.map(|rate| rate.0));
        tables.rates = PublishedRates {
            wetland_rate,
            red_line_of_wetland,
            red_line_of_district,
            tolerance: self.rate_tolerance.0,
        };
        tables.denominators = self.denominators.map(|id| id.map(Into::into));
        let quotas = self.quotas.into_iter().map(SavedQuota::quota);
        tables.quotas = quotas.collect::<Result<_, _>>()?;
        workspace.name = self.name.into();
        workspace.as_of = self.as_of.as_deref().map(day).transpose()?;
        let answers = self.answers.into_iter().map(SavedAnswer::answer);
        workspace.answers = answers.collect::<Result<Vec<_>, _>>()?.into();
        let limits = self.age_limits.into_iter();
        workspace.age_limits = limits
            .map(|(code, years)| Ok((decoded(&code, Role::from_code(&code))?, years.0)))
            .collect::<Result<_, String>>()?;
        workspace.map_approval = self.map_approval;
        workspace.base_map = self.base_map.map(SavedBaseMap::choice).transpose()?;
        let problems = self.problems.into_iter().map(SavedProblem::problem);
        workspace.problems = problems.collect::<Result<_, _>>()?;
        workspace.accepted_repairs = self.accepted_repairs.accepted().into();
        let bookmarks = self.bookmarks.into_iter().map(SavedBookmark::bookmark);
        workspace.bookmarks = bookmarks.collect::<Result<Vec<_>, _>>()?.into();
        Ok(())
    }
}

fn day(text: &str) -> Result<crate::model::date::Date, String> {
    text.parse()
        .map_err(|error: crate::model::date::NotADate| error.to_string())
}

impl From<&Answer> for SavedAnswer {
    fn from(answer: &Answer) -> SavedAnswer {
        let name = |name: &FeatureRef| [name.layer.to_string(), name.id.to_string()];
        SavedAnswer {
            project: answer.project.as_ref().map(name),
            rule: answer.rule.clone(),
            question: answer.question.clone(),
            answer: answer.answer,
            by: answer.by.clone(),
            on: answer.on.map(|day| day.to_string()),
            reason: answer.reason.clone(),
        }
    }
}

impl SavedAnswer {
    fn answer(self) -> Result<Answer, String> {
        let name = |[layer, id]: [String; 2]| FeatureRef {
            layer: layer.into(),
            id: id.into(),
        };
        Ok(Answer {
            project: self.project.map(name),
            rule: self.rule,
            question: self.question,
            answer: self.answer,
            by: self.by,
            on: self.on.as_deref().map(day).transpose()?,
            reason: self.reason,
        })
    }
}

impl From<&BaseMapChoice> for SavedBaseMap {
    fn from(choice: &BaseMapChoice) -> SavedBaseMap {
        match choice {
            BaseMapChoice::Offline(path) => SavedBaseMap::Offline {
                file: path.to_string_lossy().into_owned(),
            },
            BaseMapChoice::Tianditu(map) => SavedBaseMap::Tianditu {
                map: map.layer().to_owned(),
            },
            BaseMapChoice::Template { url, attribution } => SavedBaseMap::Template {
                url: url.clone(),
                attribution: attribution.clone(),
            },
        }
    }
}

impl SavedBaseMap {
    fn choice(self) -> Result<BaseMapChoice, String> {
        Ok(match self {
            SavedBaseMap::Offline { file } => BaseMapChoice::Offline(file.into()),
            SavedBaseMap::Tianditu { map } => {
                let found = TiandituMap::ALL.into_iter().find(|own| own.layer() == map);
                BaseMapChoice::Tianditu(decoded(&map, found)?)
            }
            SavedBaseMap::Template { url, attribution } => BaseMapChoice::Template { url, attribution },
        })
    }
}

impl From<&Quota> for SavedQuota {
    fn from(quota: &Quota) -> SavedQuota {
        SavedQuota {
            year: quota.year,
            area_ha: Number(quota.area_ha),
            kinds: quota.kinds.iter().map(|kind| kind.code().to_owned()).collect(),
        }
    }
}

impl SavedQuota {
    fn quota(self) -> Result<Quota, String> {
        let kinds = self.kinds.iter();
        Ok(Quota {
            year: self.year,
            area_ha: self.area_ha.0,
            kinds: kinds
                .map(|code| decoded(code, ProjectKind::from_code(code)))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl From<&Problem> for SavedProblem {
    fn from(problem: &Problem) -> SavedProblem {
        let both = |text: &dyn Fn(Lang) -> String| {
            SavedWords::from(&Bilingual {
                zh: text(Lang::Zh),
                en: text(Lang::En),
            })
        };
        SavedProblem {
            layer: problem.layer.as_deref().map(str::to_owned),
            file: problem.file.clone(),
            feature: problem.feature,
            id: problem.id.clone(),
            field: problem.field.clone(),
            place: problem
                .place
                .map(|place| [place.lon_deg, place.lat_deg].map(Number)),
            code: problem.kind.code().to_owned(),
            text: both(&|lang| problem.text(lang)),
            advice: both(&|lang| problem.advice(lang)),
            done: problem.done.code().to_owned(),
        }
    }
}

impl SavedProblem {
    fn problem(self) -> Result<Problem, String> {
        let all = [Done::Noted, Done::Repaired, Done::Refused];
        let done = all.into_iter().find(|done| done.code() == self.done);
        let said = Recorded::new(&self.code, self.text.into(), self.advice.into());
        Ok(Problem {
            layer: self.layer.map(Into::into),
            file: self.file,
            feature: self.feature,
            id: self.id,
            field: self.field,
            place: self.place.map(|[lon, lat]| Geodetic {
                lon_deg: lon.0,
                lat_deg: lat.0,
            }),
            kind: ProblemKind::Recorded(Box::new(said)),
            done: decoded(&self.done, done)?,
        })
    }
}
