//! The words of attributes that rules know: a misspelt grade would keep a rule from applying without a word.

use crate::model::role::Role;
use crate::model::rule::{Attribute, Condition, RuleBook};

/// What rules ask for in an attribute of the projects, or of the zones, of a role; empty where none asks.
pub fn words_of_rules(role: Role, attribute: Attribute, rules: &RuleBook) -> Vec<String> {
    let asked = |condition: &Condition| -> Vec<String> {
        let lists = match role {
            Role::Project => &condition.project_is,
            _ => &condition.zone_is,
        };
        let own = lists.iter().filter(|(own, _)| *own == attribute);
        own.flat_map(|(_, values)| values.clone()).collect()
    };
    let conditions = rules.rules.iter().map(|rule| &rule.condition);
    conditions.flat_map(asked).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rule::Rule;

    #[test]
    fn words_of_zones_and_projects_are_kept_apart() {
        let mut rule = Rule::new("r");
        rule.condition.zone_is = vec![(Attribute::Grade, vec!["1".into(), "2".into()])];
        rule.condition.project_is = vec![(Attribute::Grade, vec!["road".into()])];
        let book = RuleBook {
            rules: vec![rule],
            sources: Vec::new(),
        };
        let check = |role, attribute, expected: &[&str]| {
            assert_eq!(words_of_rules(role, attribute, &book), expected);
        };
        check(Role::Seawall, Attribute::Grade, &["1", "2"]);
        check(Role::Project, Attribute::Grade, &["road"]);
        check(Role::Seawall, Attribute::Side, &[]);
    }
}
