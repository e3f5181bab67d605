//! The answers for all projects, put together in their order.

use crate::model::date::Date;
use crate::model::finding::Screening;
use crate::model::workspace::Workspace;

use super::consultation::consultations;
use super::cumulative::Sum;
use super::judge::Answer;
use super::zones::ZoneLayer;

/// A screening in the making.
pub struct Gathered<'a> {
    screening: Screening,
    sum: Sum<'a>,
}

impl<'a> Gathered<'a> {
    /// Nothing yet, for so many projects on the zones of these layers.
    pub fn new(as_of: Date, project_count: usize, layers: &'a [ZoneLayer<'a>]) -> Gathered<'a> {
        Gathered {
            screening: Screening {
                as_of,
                verdicts: Vec::new(),
                findings: Vec::new(),
                projects: Vec::with_capacity(project_count),
                totals: Vec::new(),
                group_totals: Vec::new(),
                zone_totals: Vec::new(),
                contradictions: Vec::new(),
                consultations: Vec::new(),
                annex: None,
            },
            sum: Sum::new(layers),
        }
    }

    /// Takes the answers for the next projects.
    pub fn take(&mut self, answers: Vec<Answer>) {
        for answer in answers {
            self.screening.verdicts.extend(answer.verdicts);
            let findings = answer.findings.into_iter().map(|(_, finding)| finding);
            self.screening.findings.extend(findings);
            self.screening.contradictions.extend(answer.contradictions);
            self.screening.projects.push(answer.account);
            self.sum.add(answer.addition);
        }
    }

    /// All of it, with what only follows from the whole.
    pub fn screening(self, workspace: &Workspace) -> Screening {
        let mut screening = self.screening;
        screening.findings.shrink_to_fit();
        let (totals, consultations) = rayon::join(
            || self.sum.totals(),
            || consultations(&workspace.rules, &screening),
        );
        screening.totals = totals.by_role;
        screening.group_totals = totals.by_group;
        screening.zone_totals = totals.by_zone;
        screening.consultations = consultations;
        screening
    }
}
