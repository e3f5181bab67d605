//! Rules that cannot hold together: finds where both are met, and lets the one that prevails stand.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::contradiction::Contradiction;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, Reason, Verdict};

use super::standing::{Clash, Standing};

/// Settles the contradictions among one project's findings, each given with the position of its rule.
///
/// Where one rule prevails, the finding of the other stays and is marked; it is *near*. Where nothing decides, neither is
/// judged.
pub fn settle(
    clashes: &[Clash],
    standings: &[Standing<'_>],
    findings: &mut [(usize, Finding)],
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for clash in clashes {
        let pairs = met_by_both(clash, findings);
        for (zone, positions) in pairs {
            let ids = clash
                .rules
                .map(|rule| standings.get(rule).map(|standing| Arc::clone(&standing.id)));
            let [Some(first), Some(second)] = ids else {
                continue;
            };
            let Some((_, finding)) = findings.get(positions[0]) else {
                continue;
            };
            let contradiction = Contradiction {
                project: finding.matter.project.clone(),
                zone,
                rules: [first, second],
                prevails: clash.prevails,
            };
            mark(&contradiction, positions, findings);
            found.push(contradiction);
        }
    }
    found
}

/// Zones at which both rules are met, with the positions of the two findings, in the order of the first rule's findings.
///
/// A rule that already yields to a third one, or that nobody could decide, still contradicts: all that made a conflict of
/// geometry counts.
fn met_by_both(clash: &Clash, findings: &[(usize, Finding)]) -> Vec<(FeatureRef, [usize; 2])> {
    let met = |finding: &Finding| finding.verdict == Verdict::Conflict || is_settled(finding);
    let of_rule = |rule: usize| {
        let numbered = findings.iter().enumerate();
        numbered.filter(move |(_, (own, finding))| *own == rule && met(finding))
    };
    let second: HashMap<&FeatureRef, usize> = of_rule(clash.rules[1])
        .map(|(position, (_, finding))| (&finding.zone, position))
        .collect();
    of_rule(clash.rules[0])
        .filter_map(|(position, (_, finding))| {
            Some((finding.zone.clone(), [position, *second.get(&finding.zone)?]))
        })
        .collect()
}

fn is_settled(finding: &Finding) -> bool {
    finding.matter.bearing.yields_to.is_some()
        || finding.verdict == Verdict::NotChecked(Reason::RuleContradiction)
}

fn mark(contradiction: &Contradiction, positions: [usize; 2], findings: &mut [(usize, Finding)]) {
    match contradiction.prevails {
        Some((winner, _)) => {
            let loser = positions.get(1 - winner.min(1)).copied();
            if let Some((_, finding)) = loser.and_then(|position| findings.get_mut(position)) {
                finding.verdict = Verdict::Near;
                finding.charges = Box::default();
                Arc::make_mut(&mut finding.matter).bearing.yields_to = contradiction.winner().map(Arc::clone);
            }
        }
        None => {
            for position in positions {
                let open = findings
                    .get_mut(position)
                    .filter(|(_, finding)| finding.matter.bearing.yields_to.is_none());
                if let Some((_, finding)) = open {
                    finding.verdict = Verdict::NotChecked(Reason::RuleContradiction);
                }
            }
        }
    }
}
