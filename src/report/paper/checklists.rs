//! What a project must show, item by item, with what was answered and the papers that show it; and its terms.

use crate::model::feature::FeatureRef;
use crate::model::finding::Verdict;
use crate::model::review::checklist::deadline::{Course, deadlines};
use crate::model::review::checklist::slot::{Slot, SlotState, slots};
use crate::model::review::state::Review;
use crate::model::symbology::{Colour, of_not_checked, of_verdict};
use crate::report::document::{Block, Cell, Look};
use crate::report::rows;
use crate::say;

use super::source::Source;

/// The checklist of a project under its heading; nothing where no finding asks for one.
pub fn checklist_part(source: &Source<'_>, project: &FeatureRef) -> Vec<Block> {
    let nothing = Review::new();
    let review = source.record.map_or(&nothing, |record| record.review);
    let slots = slots(source.workspace, source.screening, project, review);
    let columns = [
        ("checklist", 2, false),
        ("item", 6, false),
        ("citation", 4, false),
        ("state", 2, false),
        ("answer", 4, false),
    ];
    let rows = slots.iter().map(|slot| slot_row(source, slot)).collect();
    let mut blocks = source.headed("own_checklist", &columns, rows);
    blocks.extend(terms(source, project, review));
    blocks
}

fn slot_row(source: &Source<'_>, slot: &Slot<'_>) -> Vec<Cell> {
    let (lang, item, state) = (source.lang, &slot.item, slot.state());
    vec![
        Cell::of(item.list.name(lang)),
        Cell::of(item.text.get(lang)).and(Look::Code, &*item.id),
        Cell::of(item.citation.get(lang)).beside(Look::Faint, item.mark.code()),
        Cell::default().and(Look::Chip(colour(state)), state.name(lang)),
        answer(slot),
    ]
}

fn answer(slot: &Slot<'_>) -> Cell {
    let Some((event, answer)) = slot.answer else {
        return Cell::default();
    };
    let day = answer.on.map(|day| day.to_string()).unwrap_or_default();
    let cell = Cell::of(day)
        .and(Look::Plain, &*answer.note)
        .and(Look::Faint, format!("{} {}", event.author.name, event.at.day()));
    answer.papers.iter().fold(cell, |cell, paper| {
        cell.and(Look::Faint, &*paper.name)
            .and(Look::Code, &*paper.sha256)
    })
}

fn colour(state: SlotState) -> Colour {
    match state {
        SlotState::Met => of_verdict(Verdict::Clear),
        SlotState::NotMet => of_verdict(Verdict::Conflict),
        SlotState::Unproved => of_verdict(Verdict::Near),
        SlotState::Open | SlotState::NotApplicable => of_not_checked().stroke,
    }
}

fn terms(source: &Source<'_>, project: &FeatureRef, review: &Review) -> Vec<Block> {
    let columns = [
        ("term", 5, false),
        ("due", 2, false),
        ("done_on", 2, false),
        ("state", 2, false),
    ];
    let lang = source.lang;
    let rows = deadlines(review, project).into_iter().map(|own| {
        let course = own.course(source.screening.as_of);
        let colour = match course {
            Course::Kept | Course::Running => of_verdict(Verdict::Clear),
            Course::Late | Course::Overdue => of_verdict(Verdict::Conflict),
        };
        vec![
            Cell::of(own.term.name(lang)),
            Cell::of(own.due.to_string()),
            Cell::of(own.done.map_or_else(|| "–".to_owned(), |day| day.to_string())),
            Cell::default().and(Look::Chip(colour), course.name(lang)),
        ]
    });
    source.headed("own_terms", &columns, rows.collect())
}

/// Which projects lack papers, one row each; nothing where none does.
pub fn missing_part(source: &Source<'_>) -> Vec<Block> {
    let nothing = Review::new();
    let review = source.record.map_or(&nothing, |record| record.review);
    let columns = [
        ("project", 4, false),
        ("missing_count", 2, true),
        ("missing_items", 8, false),
    ];
    let accounts = source.until_stopped(&source.screening.projects);
    let rows = accounts.filter_map(|account| {
        let slots = slots(source.workspace, source.screening, &account.project, review);
        let missing: Vec<&Slot<'_>> = slots.iter().filter(|slot| slot.state().is_missing()).collect();
        let ids: Vec<&str> = missing.iter().map(|slot| slot.item.id.as_str()).collect();
        (!missing.is_empty()).then(|| {
            vec![
                Cell::of(rows::title(source.workspace, &account.project))
                    .and(Look::Code, account.project.to_string()),
                Cell::of(say!(
                    source.lang,
                    "report.page.missing_of",
                    missing = missing.len(),
                    all = slots.len()
                )),
                Cell::default().and(Look::Code, ids.join(", ")),
            ]
        })
    });
    source.table(&columns, rows.collect())
}
