//! Which items the findings of a project ask for.

use crate::model::feature::FeatureRef;
use crate::model::finding::Screening;
use crate::model::role::Role;
use crate::model::rule::{ExposureKind, Severity};
use crate::model::workspace::Workspace;

use super::documents::{counts, documents};
use super::item::Item;
use super::standard;

/// What a project must show, list by list; nothing where no finding asks for it. The same screening gives the same items in
/// the same order.
pub fn items(workspace: &Workspace, screening: &Screening, project: &FeatureRef) -> Vec<Item> {
    let own = || {
        let findings = screening.findings.iter();
        findings.filter(|finding| finding.matter.project == *project && counts(finding))
    };
    let is_on = |role: Role| own().any(|finding| finding.sort.role == role);
    let mut items = Vec::new();
    let must_argue = own().any(|finding| finding.matter.severity >= Severity::Justify);
    if must_argue || is_on(Role::Wetland) || is_on(Role::RedLine) {
        items.extend(standard::unavoidable(is_on(Role::RedLine)));
    }
    if is_on(Role::RedLine) {
        items.extend(standard::activities());
    }
    items.extend(documents(workspace, screening, project));
    let asks_for_days = own().any(|finding| {
        let rule = workspace.rules.rule(&finding.matter.rule);
        rule.is_some_and(|rule| rule.questions.iter().any(|question| question.id == TEMPORARY))
    });
    if asks_for_days {
        items.extend(standard::temporary());
    }
    let mut charges = own().flat_map(|finding| &finding.charges);
    if charges.any(|charge| charge.kind == ExposureKind::RestorationFee) {
        items.extend(standard::fee());
    }
    items
}

/// The question of rule books whose rules limit a temporary use.
const TEMPORARY: &str = "temporary-use";

#[cfg(test)]
mod tests {
    use super::super::item::{List, Reply};
    use std::sync::Arc;

    use super::*;
    use crate::model::finding::{Finding, Verdict};
    use crate::model::review::tests::scene;
    use crate::words::Lang;

    fn project() -> FeatureRef {
        FeatureRef {
            layer: "wind".into(),
            id: "1".into(),
        }
    }

    fn lists(change: impl Fn(&mut Finding)) -> Vec<List> {
        let (workspace, mut screening) = scene();
        change(&mut screening.findings[0]);
        let mut lists: Vec<List> = items(&workspace, &screening, &project())
            .iter()
            .map(|item| item.list)
            .collect();
        lists.dedup();
        lists
    }

    #[test]
    fn findings_ask_for_lists() {
        assert_eq!(lists(|_| ()), [List::Unavoidable]);
        let in_red_line = |finding: &mut Finding| Arc::make_mut(&mut finding.sort).role = Role::RedLine;
        assert_eq!(lists(in_red_line), [List::Unavoidable, List::Activities]);
        assert_eq!(lists(|finding| finding.verdict = Verdict::Near), []);
        assert_eq!(
            lists(|finding| Arc::make_mut(&mut finding.matter).severity = Severity::Consult),
            []
        );
    }

    #[test]
    fn items_have_names_of_their_own_and_words() {
        let all = standard::unavoidable(true)
            .into_iter()
            .chain(standard::activities())
            .chain(standard::temporary())
            .chain(standard::fee());
        let mut ids = Vec::new();
        for item in all {
            for lang in Lang::ALL {
                assert!(!item.text.get(lang).contains("checklist."), "{}", item.id);
                assert!(!item.citation.get(lang).contains("checklist."), "{}", item.id);
            }
            assert!(!ids.contains(&item.id), "{} twice", item.id);
            ids.push(item.id);
        }
        for (reply, list) in Reply::ALL.into_iter().zip(List::ALL) {
            assert_eq!(Reply::from_code(reply.code()), Some(reply));
            for lang in Lang::ALL {
                assert!(!reply.name(lang).contains("checklist."));
                assert!(!list.name(lang).contains("checklist."));
            }
        }
    }
}
