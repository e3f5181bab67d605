//! The words of the findings table. There may be half a million findings and a window shows forty: each is put into words
//! when it is looked at, and none is kept.

use std::sync::Arc;

use crate::model::finding::{Finding, Matter, Screening};
use crate::model::review::board::Board;
use crate::model::review::standing::Standing;
use crate::model::workspace::Workspace;
use crate::model::zone::ZoneSort;
use crate::report::rows::{Row, row};
use crate::report::sentence::Parties;
use crate::words::Lang;

/// A row with what the report's rows do not carry.
#[derive(Clone, Debug)]
pub struct FindingRow {
    /// The words.
    pub row: Row,
    /// Who must be asked.
    pub consultee: String,
}

/// What findings are put into words from.
#[derive(Clone, Debug)]
pub struct Wording {
    /// Where names and rules are looked up.
    pub workspace: Arc<Workspace>,
    /// What they are findings of.
    pub screening: Arc<Screening>,
    /// In which language.
    pub lang: Lang,
}

impl Wording {
    /// True where both give the same words.
    pub fn is_same(&self, other: &Wording) -> bool {
        Arc::ptr_eq(&self.workspace, &other.workspace)
            && Arc::ptr_eq(&self.screening, &other.screening)
            && self.lang == other.lang
    }

    /// A finding by its position in the screening.
    pub fn finding(&self, position: usize) -> Option<&Finding> {
        self.screening.findings.get(position)
    }

    /// Who and what a finding is about.
    pub fn parties(&self, position: usize) -> Option<Parties<'_>> {
        Some(Parties::of(&self.workspace, self.finding(position)?))
    }

    /// The row of a finding.
    pub fn row(&self, position: usize) -> Option<FindingRow> {
        let parties = self.parties(position)?;
        Some(FindingRow {
            row: row(&parties, position, self.lang),
            consultee: parties.consultee(self.lang),
        })
    }

    /// The finding in one sentence.
    pub fn sentence(&self, position: usize) -> Option<String> {
        Some(self.parties(position)?.sentence(self.lang))
    }
}

/// Looks for a text in the words of findings, one after the other in their order. Findings of one matter and one sort of zone
/// come in rows, and have all words but the zone's name and id in common.
pub struct Seeker<'a> {
    wording: &'a Wording,
    wanted: &'a str,
    /// What the finding before was about, and whether that contains the text.
    before: Option<(&'a Arc<Matter>, &'a Arc<ZoneSort>, bool)>,
}

impl<'a> Seeker<'a> {
    /// For a text in lower case.
    pub fn new(wording: &'a Wording, wanted: &'a str) -> Seeker<'a> {
        Seeker {
            wording,
            wanted,
            before: None,
        }
    }

    /// True where names, role, rule, law, office, kind or an id of a finding contain the text, or none is wanted.
    pub fn finds(&mut self, position: usize) -> bool {
        if self.wanted.is_empty() {
            return true;
        }
        let Some(parties) = self.wording.parties(position) else {
            return false;
        };
        let (finding, lang) = (parties.finding, self.wording.lang);
        let has = |text: String| text.to_lowercase().contains(self.wanted);
        let in_common = match self.before {
            Some((matter, sort, has))
                if Arc::ptr_eq(matter, &finding.matter) && Arc::ptr_eq(sort, &finding.sort) =>
            {
                has
            }
            _ => {
                has(parties.project_title())
                    || has(finding.matter.project.to_string())
                    || has(finding.sort.role.name(lang))
                    || has(parties.rule_title(lang))
                    || has(parties.citation(lang))
                    || has(parties.consultee(lang))
                    || has(parties.kind_name(lang))
            }
        };
        self.before = Some((&finding.matter, &finding.sort, in_common));
        in_common || has(parties.zone_title()) || has(finding.zone.to_string())
    }
}

/// Findings with their words, and how they stand: what rows are chosen, ordered and grouped from.
#[derive(Clone, Copy)]
pub struct All<'a> {
    /// The findings, and their words.
    pub wording: &'a Wording,
    /// How they stand, where a dossier is open.
    pub board: Option<&'a Board>,
}

impl<'a> All<'a> {
    /// How a finding stands.
    pub fn standing(&self, finding: usize) -> Option<&'a Standing> {
        self.board?.findings.get(finding)
    }

    /// What `read` gives of a finding.
    pub fn of<K>(&self, finding: usize, read: impl Fn(&Finding) -> K) -> Option<K> {
        self.wording.finding(finding).map(read)
    }

    /// What `read` gives of the words of a finding.
    pub fn said(&self, finding: usize, read: impl Fn(&Parties<'_>) -> String) -> Option<String> {
        self.wording.parties(finding).as_ref().map(read)
    }
}
