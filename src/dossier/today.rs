//! A stored review held against today: the rule books as they are now, the day, the sources as they lie there. Says which
//! verdicts would flip; changes nothing.

use std::path::Path;
use std::sync::Arc;

use crate::formats::workspace::rule_book::load;
use crate::model::date::Date;
use crate::model::finding::{Screening, Verdict};
use crate::model::rule::RuleBook;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::say;
use crate::screening::{Request, screen};
use crate::words::Lang;

use super::diff::{RuleDiff, VerdictDiff, rules_between, verdicts_between};
use super::diff_words::{rule_line, verdict_line};
use super::sources::{SourceNow, sources_now};

/// What is held against what.
#[derive(Clone, Copy, Debug)]
pub struct Stored<'a> {
    /// The frozen workspace.
    pub workspace: &'a Workspace,
    /// Its run, made anew by this program.
    pub screening: &'a Screening,
    /// The folder in which its sources and its own rule books lie.
    pub folder: &'a Path,
}

/// What a comparison with today has found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Today {
    /// The day that rules are judged by.
    pub day: Date,
    /// Rules that are not what they were.
    pub rules: Vec<RuleDiff>,
    /// Rule books that cannot be read now, by their names; their rules count as they are stored.
    pub unread: Vec<String>,
    /// Each source, and what became of it.
    pub sources: Vec<(String, SourceNow)>,
    /// Verdicts that would not be the same; of projects as a whole first.
    pub flips: Vec<Flip>,
}

/// A verdict that would not be the same today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flip {
    /// Which one, then and today.
    pub verdict: VerdictDiff,
    /// Why.
    pub cause: Cause,
}

/// Why a verdict flips.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Its rules say something else now.
    Rules,
    /// They say the same, and another day has come.
    Day,
}

impl Today {
    /// True where nothing differs from what is stored.
    pub fn is_same(&self) -> bool {
        let changed = |(_, state): &(String, SourceNow)| *state == SourceNow::Changed;
        self.rules.is_empty() && self.flips.is_empty() && !self.sources.iter().any(changed)
    }

    /// Files of layers that are not what they were.
    pub fn changed_sources(&self) -> Vec<String> {
        let of = |state: SourceNow| {
            let those = self.sources.iter().filter(move |(_, own)| *own == state);
            those.map(|(file, _)| file.clone())
        };
        of(SourceNow::Changed).collect()
    }

    /// In words, verdicts first; one line where nothing differs.
    pub fn lines(&self, lang: Lang) -> Vec<String> {
        let mut lines: Vec<String> = self.flips.iter().map(|flip| flip.line(lang)).collect();
        lines.extend(self.rules.iter().map(|own| rule_line(own, lang)));
        for (file, state) in &self.sources {
            match state {
                SourceNow::Same => {}
                SourceNow::Changed => lines.push(say!(lang, "dossier.differs.source", file = file)),
                SourceNow::Missing => lines.push(say!(lang, "today.source_missing", file = file)),
            }
        }
        let unread = self.unread.iter();
        lines.extend(unread.map(|book| say!(lang, "today.book_unread", book = book)));
        if self.is_same() {
            lines.insert(0, say!(lang, "today.same", day = self.day));
        }
        lines
    }
}

impl Flip {
    /// In one line.
    pub fn line(&self, lang: Lang) -> String {
        let verdict = verdict_line(&self.verdict, lang);
        let cause = match self.cause {
            Cause::Rules => say!(lang, "today.by_rules"),
            Cause::Day => say!(lang, "today.by_day"),
        };
        say!(lang, "today.flip", verdict = verdict, cause = cause)
    }
}

/// Judges the frozen layers by the rule books of today as of `day`.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
pub fn against_today(stored: &Stored<'_>, day: Date, progress: &Progress) -> Result<Today, Cancelled> {
    let frozen = stored.workspace;
    let (book, unread) = book_of_today(frozen, stored.folder);
    let rules = rules_between(&frozen.rules, &book);
    let sources = sources_now(frozen, stored.folder, progress)?;
    let with_book = Workspace {
        rules: Arc::new(book),
        ..frozen.clone()
    };
    let then = stored.screening.as_of;
    let judged = |workspace: &Workspace, as_of: Date| {
        let only = Vec::new();
        screen(workspace, &Request { as_of, only }, progress)
    };
    let by_rules = match rules.is_empty() {
        true => None,
        false => Some(judged(&with_book, then)?),
    };
    let now = match day == then {
        true => None,
        false => Some(judged(&with_book, day)?),
    };
    let middle = by_rules.as_ref().unwrap_or(stored.screening);
    let last = now.as_ref().unwrap_or(middle);
    Ok(Today {
        day,
        rules,
        unread,
        sources,
        flips: flips(stored.screening, middle, last),
    })
}

/// The books that the workspace names, as they are now. A book that cannot be read leaves its rules as they are stored.
fn book_of_today(frozen: &Workspace, folder: &Path) -> (RuleBook, Vec<String>) {
    let stored = &frozen.rules;
    let (mut all, mut unread) = (RuleBook::default(), Vec::new());
    for name in &stored.sources {
        match load(name, folder) {
            Ok(book) => all.override_with(book),
            Err(_) => unread.push(name.clone()),
        }
    }
    if unread.is_empty() && !stored.sources.is_empty() {
        return (all, unread);
    }
    let mut mixed = RuleBook::clone(stored);
    mixed.override_with(all);
    mixed.sources.clone_from(&stored.sources);
    (mixed, unread)
}

fn flips(then: &Screening, middle: &Screening, now: &Screening) -> Vec<Flip> {
    let by_rules = verdicts_between(then, middle);
    let caused = |own: &VerdictDiff| {
        let same = |other: &&VerdictDiff| (&other.project, &other.rule) == (&own.project, &own.rule);
        match by_rules.iter().any(|other| same(&other)) {
            true => Cause::Rules,
            false => Cause::Day,
        }
    };
    let mut flips: Vec<Flip> = verdicts_between(then, now)
        .into_iter()
        .filter(is_of_weight)
        .map(|verdict| Flip {
            cause: caused(&verdict),
            verdict,
        })
        .collect();
    // A stable sort, so that those of one sort keep the order of their names.
    flips.sort_by_key(|flip| flip.verdict.rule.is_some());
    flips
}

/// False for a rule that found nothing and is judged no more, and for one that is judged now and finds nothing.
pub fn is_of_weight(own: &VerdictDiff) -> bool {
    let clear = Some(Verdict::Clear);
    let is_nothing = |verdict: Option<Verdict>| verdict.is_none() || verdict == clear;
    own.rule.is_none() || !(is_nothing(own.before) && is_nothing(own.after))
}

/// How many verdicts of whole projects flip, and of single rules.
pub fn flip_counts(flips: &[Flip]) -> (usize, usize) {
    let whole = flips.iter().filter(|flip| flip.verdict.rule.is_none()).count();
    (whole, flips.len() - whole)
}

/// True where a flip leads to a conflict that was none.
pub fn is_worse(flip: &Flip) -> bool {
    flip.verdict.after == Some(Verdict::Conflict)
}
