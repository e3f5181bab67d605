//! The lines of the findings table: findings, and above each group of them a heading.

use std::sync::Arc;

use crate::words::Lang;

use super::findings_groups::Group;
use super::findings_words::All;

/// The line above a group of findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What they have in common.
    pub text: String,
    /// How many of them are shown.
    pub count: usize,
    /// How many of those are closed; `None` where no dossier is open.
    pub closed: Option<usize>,
    /// The place of the first of them among all findings that are shown.
    first: usize,
}

/// A line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// Above the findings of a group.
    Heading(&'a Heading),
    /// A finding, by its position in the screening.
    Finding(usize),
}

/// Findings in the order of the table, with the headings between them.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    shown: Arc<[usize]>,
    headings: Vec<Heading>,
}

impl Lines {
    /// The lines of findings in their order, which are sorted by group already.
    pub fn new(shown: Vec<usize>, all: All<'_>, group: Option<Group>, lang: Lang) -> Lines {
        let headings = group.map_or_else(Vec::new, |group| headings(&shown, all, group, lang));
        Lines {
            shown: shown.into(),
            headings,
        }
    }

    /// The findings, by their positions in the screening.
    pub fn shown(&self) -> &Arc<[usize]> {
        &self.shown
    }

    /// How many lines there are.
    pub fn count(&self) -> usize {
        self.shown.len() + self.headings.len()
    }

    /// What stands in a line.
    pub fn get(&self, line: usize) -> Option<Line<'_>> {
        // The heading number n stands n lines below the place of its first finding.
        let mut above = 0..self.headings.len();
        while let Some(middle) = (!above.is_empty()).then(|| above.start.midpoint(above.end)) {
            match self.headings.get(middle) {
                Some(heading) if heading.first + middle < line => above.start = middle + 1,
                _ => above.end = middle,
            }
        }
        let own = self.headings.get(above.start);
        match own.filter(|heading| heading.first + above.start == line) {
            Some(heading) => Some(Line::Heading(heading)),
            None => self
                .shown
                .get(line.checked_sub(above.start)?)
                .copied()
                .map(Line::Finding),
        }
    }

    /// The line of a finding, if it is shown.
    pub fn line_of(&self, finding: usize) -> Option<usize> {
        let place = self.shown.iter().position(|&shown| shown == finding)?;
        Some(place + self.headings.partition_point(|heading| heading.first <= place))
    }
}

fn headings(shown: &[usize], all: All<'_>, group: Group, lang: Lang) -> Vec<Heading> {
    let mut headings = Vec::new();
    let mut first = 0;
    for own in shown.chunk_by(|a, b| group.is_same(all, *a, *b)) {
        let is_closed = |finding: &&usize| all.standing(**finding).is_some_and(|own| own.closed);
        headings.push(Heading {
            text: own
                .first()
                .map_or_else(String::new, |own| group.heading(all, *own, lang)),
            count: own.len(),
            closed: all.board.map(|_| own.iter().filter(is_closed).count()),
            first,
        });
        first += own.len();
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(counts: &[usize]) -> Lines {
        let mut first = 0;
        let mut headings = Vec::new();
        for (number, &count) in counts.iter().enumerate() {
            headings.push(Heading {
                text: number.to_string(),
                count,
                closed: None,
                first,
            });
            first += count;
        }
        Lines {
            shown: (0..first).map(|place| 100 + place).collect(),
            headings,
        }
    }

    #[track_caller]
    fn check(counts: &[usize], expected: &[&str]) {
        let lines = lines(counts);
        let told = |line: usize| match lines.get(line).unwrap() {
            Line::Heading(heading) => format!("#{}", heading.text),
            Line::Finding(finding) => finding.to_string(),
        };
        let all: Vec<String> = (0..lines.count()).map(told).collect();
        assert_eq!(all, expected);
        assert_eq!(lines.get(lines.count()), None);
        for (line, text) in expected.iter().enumerate() {
            if let Ok(finding) = text.parse() {
                assert_eq!(lines.line_of(finding), Some(line));
            }
        }
        assert_eq!(lines.line_of(99), None);
    }

    #[test]
    fn every_heading_stands_above_its_findings() {
        check(&[], &[]);
        check(&[1], &["#0", "100"]);
        check(&[2, 1], &["#0", "100", "101", "#1", "102"]);
        check(&[1, 1, 3], &["#0", "100", "#1", "101", "#2", "102", "103", "104"]);
    }

    #[test]
    fn without_groups_there_are_findings_only() {
        let lines = Lines {
            shown: [7, 3].into(),
            headings: Vec::new(),
        };
        assert_eq!(lines.get(1), Some(Line::Finding(3)));
        assert_eq!((lines.line_of(3), lines.count()), (Some(1), 2));
    }
}
