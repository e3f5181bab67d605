//! Quick screening: zones and projects from the command line, without a workspace file.

use std::path::{Path, PathBuf};

use crate::formats::folder::{found, in_file};
use crate::model::layer::About;
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::{Criterion, Rule, RuleBook, Severity, SourceMark};
use crate::say;
use crate::words::{Bilingual, Lang};

use super::plan::{LayerPlan, Plan};

/// What to screen against what.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quick {
    /// Zones by role.
    pub zones: Vec<(Role, PathBuf)>,
    /// Projects by kind.
    pub projects: Vec<(ProjectKind, PathBuf)>,
    /// Nearer than this many metres is *near*, by kind; the last one of a kind counts.
    pub setbacks: Vec<(ProjectKind, f64)>,
}

/// An argument that is not of the form `NAME=VALUE`, or names nothing known.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{found:?}: expected {expected}")]
pub struct BadArgument {
    /// As typed.
    pub found: String,
    /// What is possible.
    pub expected: String,
}

impl Quick {
    /// Takes `ROLE=FILE`.
    ///
    /// # Errors
    /// [`BadArgument`] where that is no role of zones.
    pub fn add_zone(&mut self, text: &str) -> Result<(), BadArgument> {
        let roles = || Role::ALL.into_iter().filter(|role| role.is_zone());
        let expected = || one_of(roles().map(Role::code), "FILE");
        let (name, file) = split(text, &expected)?;
        let role = Role::from_code(name).filter(|role| role.is_zone());
        self.zones
            .push((role.ok_or_else(|| bad(text, &expected))?, file.into()));
        Ok(())
    }

    /// Takes `KIND=FILE`.
    ///
    /// # Errors
    /// [`BadArgument`] where that is no kind of projects.
    pub fn add_project(&mut self, text: &str) -> Result<(), BadArgument> {
        let expected = || one_of(ProjectKind::ALL.into_iter().map(ProjectKind::code), "FILE");
        let (name, file) = split(text, &expected)?;
        let kind = ProjectKind::from_code(name).ok_or_else(|| bad(text, &expected))?;
        self.projects.push((kind, file.into()));
        Ok(())
    }

    /// Takes `KIND=METRES`.
    ///
    /// # Errors
    /// [`BadArgument`] where that is no kind of projects, or the metres are no number of 0 or more.
    pub fn add_setback(&mut self, text: &str) -> Result<(), BadArgument> {
        let expected = || one_of(ProjectKind::ALL.into_iter().map(ProjectKind::code), "METRES");
        let (name, metres) = split(text, &expected)?;
        let kind = ProjectKind::from_code(name);
        let metres = metres.parse().ok().filter(|m: &f64| m.is_finite() && *m >= 0.0);
        self.setbacks
            .push(kind.zip(metres).ok_or_else(|| bad(text, &expected))?);
        Ok(())
    }

    /// The workspace that this asks for.
    pub fn plan(&self) -> Plan {
        let mut plan = Plan {
            name: both(|lang| say!(lang, "quick.name")),
            rules: self.rules(),
            ..Plan::default()
        };
        for (role, path) in &self.zones {
            let about = About {
                name: both(|lang| role.name(lang)),
                ..About::new(role.code(), *role)
            };
            plan.push_each(&about, path);
        }
        for (kind, path) in &self.projects {
            let about = About {
                name: both(|lang| kind.name(lang)),
                kind: Some(*kind),
                ..About::new(kind.code(), Role::Project)
            };
            plan.push_each(&about, path);
        }
        plan
    }

    fn rules(&self) -> RuleBook {
        let mut book = RuleBook {
            rules: Vec::new(),
            sources: vec!["quick".to_owned()],
        };
        let has = |role: Role| self.zones.iter().any(|(own, _)| *own == role);
        let concerned = |kind: ProjectKind| self.projects.iter().any(|(own, _)| *own == kind);
        let kinds: Vec<ProjectKind> = ProjectKind::ALL
            .into_iter()
            .filter(|kind| concerned(*kind))
            .collect();
        let setbacks: Vec<f64> = kinds.iter().map(|kind| self.setback_m(*kind)).collect();
        let alike = setbacks.windows(2).all(|pair| pair[0] == pair[1]);
        for role in Role::ALL.into_iter().filter(|role| has(*role)) {
            if alike {
                book.rules
                    .push(rule(role, None, setbacks.first().copied().unwrap_or(0.0)));
            } else {
                let each = kinds.iter().zip(&setbacks);
                book.rules
                    .extend(each.map(|(kind, setback_m)| rule(role, Some(*kind), *setback_m)));
            }
        }
        book
    }

    fn setback_m(&self, kind: ProjectKind) -> f64 {
        self.setbacks
            .iter()
            .rev()
            .find(|(own, _)| *own == kind)
            .map_or(0.0, |(_, metres)| *metres)
    }
}

impl Plan {
    /// A layer for each data file behind a path: several where it is a folder or an archive, one where it leads into a
    /// file.
    fn push_each(&mut self, about: &About, path: &Path) {
        let only = in_file(path).map(|only| vec![only]);
        for found in only.unwrap_or_else(|| found(&[path.to_owned()])) {
            let about = About {
                id: self.free_id(&about.id),
                ..about.clone()
            };
            self.layers.push(LayerPlan {
                file: found.file,
                unnamed: found.unnamed,
                ..LayerPlan::of_file(about, path)
            });
        }
    }
}

fn rule(role: Role, kind: Option<ProjectKind>, near_m: f64) -> Rule {
    let id = match kind {
        None => format!("quick-{}", role.code()),
        Some(kind) => format!("quick-{}-{}", role.code(), kind.code()),
    };
    Rule {
        title: both(|lang| say!(lang, "quick.title", role = role.name(lang))),
        text: both(|lang| say!(lang, "quick.text", role = role.name(lang))),
        citation: both(|lang| say!(lang, "quick.citation")),
        mark: SourceMark::C,
        severity: Severity::Prohibited,
        roles: vec![role],
        kinds: kind.into_iter().collect(),
        criterion: Criterion {
            near_m,
            ..Criterion::OVERLAP
        },
        ..Rule::new(&id)
    }
}

fn both(text: impl Fn(Lang) -> String) -> Bilingual {
    Bilingual {
        zh: text(Lang::Zh),
        en: text(Lang::En),
    }
}

fn one_of<'a>(codes: impl Iterator<Item = &'a str>, value: &str) -> String {
    let codes: Vec<&str> = codes.collect();
    format!("NAME={value} with NAME one of {}", codes.join(", "))
}

fn split<'a>(text: &'a str, expected: &impl Fn() -> String) -> Result<(&'a str, &'a str), BadArgument> {
    text.split_once('=')
        .filter(|(_, value)| !value.is_empty())
        .ok_or_else(|| bad(text, expected))
}

fn bad(text: &str, expected: &impl Fn() -> String) -> BadArgument {
    BadArgument {
        found: text.to_owned(),
        expected: expected(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quick(zones: &[&str], projects: &[&str], setbacks: &[&str]) -> Plan {
        let mut quick = Quick::default();
        zones.iter().for_each(|text| quick.add_zone(text).unwrap());
        projects.iter().for_each(|text| quick.add_project(text).unwrap());
        setbacks.iter().for_each(|text| quick.add_setback(text).unwrap());
        quick.plan()
    }

    #[track_caller]
    fn check_rules(plan: &Plan, expected: &[(&str, f64)]) {
        let rules: Vec<_> = plan
            .rules
            .rules
            .iter()
            .map(|r| (r.id.as_str(), r.criterion.near_m))
            .collect();
        assert_eq!(rules, expected);
    }

    #[test]
    fn layers_are_named_after_role_or_kind() {
        let plan = quick(&["core=a.json", "core=b.json"], &["wind=c.json"], &[]);
        let ids: Vec<_> = plan.layers.iter().map(|layer| &*layer.about.id).collect();
        assert_eq!(ids, ["core", "core-2", "wind"]);
        check_rules(&plan, &[("quick-core", 0.0)]);
    }

    #[test]
    fn a_setback_makes_a_rule_per_kind_only_where_they_differ() {
        let projects = ["wind=c.json", "solar=d.json"];
        check_rules(
            &quick(&["core=a"], &projects[..1], &["wind=500"]),
            &[("quick-core", 500.0)],
        );
        let plan = quick(&["core=a"], &projects, &["wind=500"]);
        check_rules(&plan, &[("quick-core-wind", 500.0), ("quick-core-solar", 0.0)]);
    }

    #[test]
    fn other_arguments_are_refused_with_what_is_possible() {
        let mut quick = Quick::default();
        assert!(
            quick
                .add_zone("cor=a.json")
                .unwrap_err()
                .expected
                .contains("core")
        );
        for text in ["project=a", "core", "core="] {
            assert!(quick.add_zone(text).is_err(), "{text}");
        }
        for text in ["wind=x", "wind=-1", "wind=inf", "wnd=1"] {
            assert!(quick.add_setback(text).is_err(), "{text}");
        }
        assert!(quick.add_project("core=a").is_err());
    }
}
