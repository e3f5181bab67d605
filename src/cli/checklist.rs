//! `redshank checklist`: what projects of a dossier must still show, and answers to it.

use serde::Serialize;

use crate::dossier::fault::DossierFault;
use crate::dossier::freeze::Stamp;
use crate::dossier::lock::Holder;
use crate::dossier::open::{Access, Dossier};
use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::review::checklist::ChecklistAnswer;
use crate::model::review::checklist::deadline::deadlines;
use crate::model::review::checklist::slot::{Slot, slots};
use crate::model::review::event::Deed;
use crate::model::workspace::Workspace;
use crate::progress::Progress;
use crate::screening::{Request, screen};
use crate::words::Lang;

use super::checklist_plan::{ChecklistPlan, TypedAnswer};
use super::console::Console;
use super::decide::attachment;
use super::exit::{CLEAR, INCOMPLETE};
use super::mistake::Mistake;
use super::work::{now, watched};

/// Version 1 of `redshank checklist --json`.
#[derive(Serialize)]
struct Page {
    format: &'static str,
    version: u32,
    items: Vec<ItemRecord>,
    deadlines: Vec<DeadlineRecord>,
}

#[derive(Serialize)]
struct ItemRecord {
    project: String,
    list: &'static str,
    item: String,
    text_zh: String,
    text_en: String,
    citation_zh: String,
    citation_en: String,
    mark: &'static str,
    state: &'static str,
    reply: Option<&'static str>,
    on: Option<String>,
    note: Option<String>,
    papers: Vec<PaperRecord>,
    author: Option<String>,
}

#[derive(Serialize)]
struct PaperRecord {
    name: String,
    sha256: String,
}

#[derive(Serialize)]
struct DeadlineRecord {
    project: String,
    term: &'static str,
    due: String,
    done: Option<String>,
    course: &'static str,
}

/// A dossier with its last run repeated.
struct Opened {
    dossier: Dossier,
    workspace: Workspace,
    screening: Screening,
}

/// Lists or answers, and gives the exit code: 0 done, 2 something could not be read or written. An answer is printed as
/// soon as it is on the disk: its number in the log and its hash.
///
/// # Errors
/// A [`Mistake`] in the arguments that only the dossier could show.
pub fn run(plan: &ChecklistPlan, console: &mut Console) -> Result<u8, Mistake> {
    let (path, writes) = (plan.path.clone(), plan.answer.is_some());
    let opened = watched(console, "open", move |progress| {
        let dossier = match writes {
            true => Dossier::open(&path, &Holder::this_process(now()), progress)?,
            false => Dossier::read(&path, progress)?,
        };
        opened(dossier, progress)
    })?;
    let mut opened = match opened {
        Ok(opened) => opened,
        Err(fault) => return Ok(told(&fault, console)),
    };
    if let Some(project) = &plan.project
        && opened.screening.account(project).is_none()
    {
        return Err(Mistake::new("unknown_project", &project.to_string()));
    }
    match &plan.answer {
        Some(typed) => answer(&mut opened, typed, console),
        None => {
            list(&opened, plan, console);
            Ok(CLEAR)
        }
    }
}

fn opened(dossier: Dossier, progress: &Progress) -> Result<Opened, DossierFault> {
    let (workspace, run) = (dossier.workspace(progress)?, dossier.last_run()?);
    let request = Request {
        as_of: run.as_of,
        only: run.only,
    };
    let screening = screen(&workspace, &request, progress)?;
    Ok(Opened {
        dossier,
        workspace,
        screening,
    })
}

fn told(fault: &DossierFault, console: &mut Console) -> u8 {
    console.error(&fault.text(console.lang));
    INCOMPLETE
}

fn answer(opened: &mut Opened, typed: &TypedAnswer, console: &mut Console) -> Result<u8, Mistake> {
    if let Access::Read(why) = opened.dossier.access() {
        let words = why.text(console.lang);
        console.error(&words.unwrap_or_else(|| DossierFault::ReadOnly.text(console.lang)));
        return Ok(INCOMPLETE);
    }
    let items = of_project(opened, &typed.project);
    let known: Vec<String> = items.iter().map(|slot| slot.item.id.clone()).collect();
    if !known.contains(&typed.item) {
        return Err(Mistake {
            expected: known.join(", "),
            ..Mistake::new("checklist_item", &typed.item)
        });
    }
    let papers = typed.papers.iter().map(|path| attachment(path));
    let deed = Deed::Answered(ChecklistAnswer {
        project: typed.project.clone(),
        item: typed.item.as_str().into(),
        reply: typed.reply,
        on: typed.on,
        note: typed.note.clone(),
        papers: papers.collect::<Result<_, _>>()?,
    });
    let stamp = Stamp {
        at: now(),
        author: typed.author.clone(),
    };
    let seq = match opened.dossier.append(&stamp, deed) {
        Ok(event) => event.seq,
        Err(fault) => return Ok(told(&fault, console)),
    };
    let line = format!("{seq} {}", opened.dossier.head());
    console.result_now(&line);
    Ok(CLEAR)
}

fn of_project<'o>(opened: &'o Opened, project: &FeatureRef) -> Vec<Slot<'o>> {
    let review = opened.dossier.review();
    slots(&opened.workspace, &opened.screening, project, review)
}

/// A line for each item and each term, or all of it as JSON.
fn list(opened: &Opened, plan: &ChecklistPlan, console: &mut Console) {
    let accounts = opened.screening.projects.iter();
    let projects = accounts.map(|account| &account.project);
    let wanted = projects.filter(|name| plan.project.as_ref().is_none_or(|only| *only == **name));
    let mut page = Page {
        format: "redshank-checklist",
        version: 1,
        items: Vec::new(),
        deadlines: Vec::new(),
    };
    let lang = console.lang;
    let mut lines = Vec::new();
    for project in wanted {
        for slot in of_project(opened, project) {
            let (item, state) = (&slot.item, slot.state().name(lang));
            let text = item.text.get(lang);
            lines.push(format!(
                "{project}\t{}\t{state}\t{text} [{}]",
                item.id,
                item.mark.code()
            ));
            page.items.push(item_record(project, &slot));
        }
        for own in deadlines(opened.dossier.review(), project) {
            let course = own.course(opened.screening.as_of);
            let words = (own.term.name(lang), course.name(lang));
            lines.push(format!("{project}\t{}\t{}\t{}", own.due, words.1, words.0));
            page.deadlines.push(DeadlineRecord {
                project: project.to_string(),
                term: own.term.code(),
                due: own.due.to_string(),
                done: own.done.map(|day| day.to_string()),
                course: course.code(),
            });
        }
    }
    if plan.json {
        // Texts and lists only; those always have a JSON form.
        let text = serde_json::to_string_pretty(&page).unwrap_or_default();
        console.result(&text);
    } else {
        lines.iter().for_each(|line| console.result(line));
    }
}

fn item_record(project: &FeatureRef, slot: &Slot<'_>) -> ItemRecord {
    let item = &slot.item;
    let answer = slot.answer.map(|(_, answer)| answer);
    let papers = answer.map_or(&[][..], |answer| &answer.papers).iter();
    ItemRecord {
        project: project.to_string(),
        list: item.list.code(),
        item: item.id.clone(),
        text_zh: item.text.get(Lang::Zh).to_owned(),
        text_en: item.text.get(Lang::En).to_owned(),
        citation_zh: item.citation.get(Lang::Zh).to_owned(),
        citation_en: item.citation.get(Lang::En).to_owned(),
        mark: item.mark.code(),
        state: slot.state().code(),
        reply: answer.map(|answer| answer.reply.code()),
        on: answer.and_then(|answer| answer.on).map(|day| day.to_string()),
        note: answer
            .map(|answer| answer.note.clone())
            .filter(|note| !note.is_empty()),
        papers: papers
            .map(|paper| PaperRecord {
                name: paper.name.clone(),
                sha256: paper.sha256.clone(),
            })
            .collect(),
        author: slot.answer.map(|(event, _)| event.author.name.clone()),
    }
}
