//! The rules of one run: those that are judged on its day, with everything about them that no project changes.

use std::sync::Arc;

use crate::geom::area::Ruler;
use crate::model::contradiction::{Ground, prevailing};
use crate::model::date::Date;
use crate::model::finding::Reason;
use crate::model::rule::{Formula, Rule, Term};
use crate::model::workspace::Workspace;

use super::doubt;

/// A rule that is judged, and why it may not say *clear*.
pub struct Standing<'a> {
    /// The rule itself.
    pub rule: &'a Rule,
    /// Its id, shared by all that name it.
    pub id: Arc<str>,
    /// Why it may not say *clear*, whatever the project.
    pub doubt: Option<Reason>,
    /// The largest setback that its formulas give any project of the workspace, in m; for projects that do not say what
    /// a formula needs.
    pub widest_m: f64,
}

/// Two rules that cannot hold together, by their positions, and which of them prevails (0 or 1) and why.
pub struct Clash {
    /// In the order of the rule book.
    pub rules: [usize; 2],
    /// `None` where nothing decides.
    pub prevails: Option<(usize, Ground)>,
}

/// Prepares the rules that are judged on a day, in the order of the book.
pub fn standings<'a>(workspace: &'a Workspace, as_of: Date, ruler: &Ruler) -> Vec<Standing<'a>> {
    let judged = workspace.rules.judged_on(as_of).into_iter();
    judged
        .map(|rule| Standing {
            rule,
            id: rule.id.as_str().into(),
            doubt: doubt::of_rule(rule, workspace, as_of),
            widest_m: widest_m(rule, workspace, ruler),
        })
        .collect()
}

/// Pairs of rules that contradict each other; it is enough that one of them says so.
pub fn clashes(standings: &[Standing<'_>]) -> Vec<Clash> {
    let mut clashes = Vec::new();
    for (first, one) in standings.iter().enumerate() {
        for (second, other) in standings.iter().enumerate().skip(first + 1) {
            let (one, other) = (one.rule, other.rule);
            if one.contradicts.contains(&other.id) || other.contradicts.contains(&one.id) {
                clashes.push(Clash {
                    rules: [first, second],
                    prevails: prevailing(one, other),
                });
            }
        }
    }
    clashes
}

fn formulas(rule: &Rule) -> impl Iterator<Item = &Formula> {
    [&rule.formulas.within, &rule.formulas.near].into_iter().flatten()
}

fn widest_m(rule: &Rule, workspace: &Workspace, ruler: &Ruler) -> f64 {
    if rule.formulas.is_empty() {
        return 0.0;
    }
    let measured = |term: Term| formulas(rule).any(|formula| formula.terms().contains(&term));
    let (needs_area, needs_length) = (measured(Term::AreaHa), measured(Term::LengthM));
    let mut widest_m = 0.0_f64;
    for project in workspace.projects() {
        let shape = &project.feature.shape;
        let area_m2 = if needs_area {
            ruler.area_m2(shape.areas())
        } else {
            0.0
        };
        let length_m = if needs_length {
            ruler.length_m(shape.lines())
        } else {
            0.0
        };
        // Each formula by itself: a project may say what one of them needs and not the other.
        for formula in formulas(rule) {
            let value = formula.evaluate(|term| project.term(term, area_m2, length_m));
            widest_m = widest_m.max(value.unwrap_or(0.0));
        }
    }
    widest_m
}
