//! Arguments of `redshank checklist` as meant.

use std::path::PathBuf;

use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::review::checklist::Reply;
use crate::model::review::decision::Author;

use super::dossier_args::ChecklistArgs;
use super::dossier_plan::{author, date};
use super::mistake::Mistake;

/// What to do with the checklists of a dossier.
#[derive(Clone, Debug)]
pub struct ChecklistPlan {
    /// The dossier.
    pub path: PathBuf,
    /// Only this project.
    pub project: Option<FeatureRef>,
    /// An answer; `None` to list.
    pub answer: Option<TypedAnswer>,
    /// For programs.
    pub json: bool,
}

/// An answer as typed.
#[derive(Clone, Debug)]
pub struct TypedAnswer {
    /// The project.
    pub project: FeatureRef,
    /// The item's id.
    pub item: String,
    /// What is said.
    pub reply: Reply,
    /// The day on which it happened.
    pub on: Option<Date>,
    /// In words.
    pub note: String,
    /// Papers that show it.
    pub papers: Vec<PathBuf>,
    /// Who answers.
    pub author: Author,
}

/// Makes sense of what was typed.
///
/// # Errors
/// The first [`Mistake`].
pub fn plan(args: ChecklistArgs) -> Result<ChecklistPlan, Mistake> {
    let project = args.project.as_deref().map(FeatureRef::parse);
    let no_project = |found: Option<&str>| Mistake::new("project", found.unwrap_or_default());
    let project = match project {
        Some(None) => return Err(no_project(args.project.as_deref())),
        Some(known) => known,
        None => None,
    };
    let answer = match &args.set {
        None => None,
        Some(text) => {
            let (item, reply) = pair(text)?;
            Some(TypedAnswer {
                project: project.clone().ok_or_else(|| no_project(None))?,
                item,
                reply,
                on: args.on.as_deref().map(date).transpose()?,
                note: args.note.unwrap_or_default(),
                papers: args.evidence,
                author: author(args.author, args.role)?,
            })
        }
    };
    Ok(ChecklistPlan {
        path: args.path,
        project,
        answer,
        json: args.json,
    })
}

/// `ITEM=REPLY`
fn pair(text: &str) -> Result<(String, Reply), Mistake> {
    let (item, reply) = text.split_once('=').unwrap_or((text, ""));
    let known = Reply::from_code(reply.trim()).filter(|_| !item.trim().is_empty());
    let reply = known.ok_or_else(|| Mistake {
        expected: Reply::ALL.map(Reply::code).join(", "),
        ..Mistake::new("reply", text)
    })?;
    Ok((item.trim().to_owned(), reply))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn args(project: &str, set: &str) -> ChecklistArgs {
        ChecklistArgs {
            path: "a.redshank".into(),
            project: Some(project.to_owned()).filter(|text| !text.is_empty()),
            set: Some(set.to_owned()).filter(|text| !text.is_empty()),
            evidence: Vec::new(),
            note: None,
            on: None,
            author: Some("Zhang".into()),
            role: None,
            json: false,
        }
    }

    #[test]
    fn mistakes_are_found_before_any_work() {
        let check = |args: ChecklistArgs, key: &str| {
            let mistake = plan(args).unwrap_err();
            assert_eq!(mistake.key, key);
            for lang in Lang::ALL {
                assert!(!mistake.text(lang).contains("cli."), "{}", mistake.text(lang));
            }
        };
        check(args("wind", ""), "project");
        check(args("wind/1", "class/6"), "reply");
        check(args("wind/1", "class/6=maybe"), "reply");
        check(args("wind/1", "=yes"), "reply");
        let bad_day = ChecklistArgs {
            on: Some("2026-02-30".into()),
            ..args("wind/1", "temporary/begins=yes")
        };
        check(bad_day, "date");
    }

    #[test]
    fn as_meant() {
        let listed = plan(args("", "")).unwrap();
        assert!(listed.project.is_none() && listed.answer.is_none());
        let answer = plan(args("wind/1", "class/6=no")).unwrap().answer.unwrap();
        assert_eq!((answer.item.as_str(), answer.reply), ("class/6", Reply::No));
        assert_eq!(answer.project.to_string(), "wind/1");
    }
}
