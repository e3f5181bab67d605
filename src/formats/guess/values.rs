//! What stands in the columns of a table, and what only a few things can be.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::formats::raw::RawFeature;
use crate::model::feature::number_in;
use crate::model::field_meaning::FieldMeaning;
use crate::model::role::{ProjectKind, Role};

use super::guessed::{By, GuessedField, GuessedRole};

/// Different values that are looked at.
const VALUES: usize = 500;
/// Of ten values that are no blanks, so many have to be what the column is taken for.
const MOST_OF_TEN: usize = 8;

/// Grades of protection, as rules and registers write them.
const LEVELS: [&str; 17] = [
    "national",
    "provincial",
    "municipal",
    "county",
    "general",
    "国家级",
    "省级",
    "市级",
    "县级",
    "一般",
    "国家",
    "省",
    "国家重要",
    "省级重要",
    "一般湿地",
    "国家重要湿地",
    "省级重要湿地",
];

/// Beginnings of the codes of land that is wetland by the national survey: 湿地 (00), 红树林 to 沼泽 and waters.
const WETLAND_CODES: [&str; 12] = [
    "00", "0303", "0304", "0306", "0402", "0603", "1101", "1102", "1103", "1104", "1105", "1106",
];

/// A column.
pub struct Column {
    /// Its name.
    pub name: Arc<str>,
    /// Different values that are no blanks, and how many features have each.
    values: BTreeMap<String, usize>,
    filled: usize,
}

impl Column {
    /// The columns of some features, in the order in which they come first.
    pub fn all(features: &[RawFeature]) -> Vec<Column> {
        let mut columns: Vec<Column> = Vec::new();
        let mut positions: HashMap<Arc<str>, usize> = HashMap::new();
        for feature in features {
            for (name, _) in feature.properties.iter() {
                let position = *positions.entry(Arc::clone(name)).or_insert_with(|| {
                    columns.push(Column {
                        name: Arc::clone(name),
                        values: BTreeMap::new(),
                        filled: 0,
                    });
                    columns.len() - 1
                });
                let text = feature.properties.text(name);
                if let (Some(column), Some(text)) = (columns.get_mut(position), text) {
                    column.take(text);
                }
            }
        }
        columns
    }

    fn take(&mut self, text: String) {
        self.filled += 1;
        if self.values.len() < VALUES || self.values.contains_key(&text) {
            *self.values.entry(text).or_default() += 1;
        }
    }

    /// True where nearly all values are so; false for a column of blanks.
    fn mostly(&self, good: impl Fn(&str) -> bool) -> bool {
        let counted: usize = self.values.values().sum();
        let good = self.values.iter().filter(|(value, _)| good(value));
        let good: usize = good.map(|(_, count)| count).sum();
        counted > 0 && good * 10 >= counted * MOST_OF_TEN
    }
}

/// False where the values of a column cannot have that meaning, whatever its name says. Blanks speak against nothing.
pub fn suits(meaning: FieldMeaning, column: &Column) -> bool {
    if column.filled == 0 {
        return true;
    }
    match meaning {
        FieldMeaning::Class => column.mostly(is_class),
        FieldMeaning::Role => column.mostly(|value| Role::from_code(value).is_some()),
        FieldMeaning::Kind => column.mostly(|value| ProjectKind::from_code(value).is_some()),
        _ if meaning.is_number() => column.mostly(|value| number_in(value).is_some()),
        _ => true,
    }
}

/// The one column whose values can hardly mean anything else; `None` where there is none, or several.
pub fn find<'c>(meaning: FieldMeaning, columns: &[&'c Column]) -> Option<&'c Column> {
    let good = |column: &&&Column| match meaning {
        FieldMeaning::Class => column.mostly(|value| is_class(value) && has_leading_code(value)),
        FieldMeaning::Role => column.mostly(|value| Role::from_code(value).is_some()),
        FieldMeaning::Kind => column.mostly(|value| ProjectKind::from_code(value).is_some()),
        FieldMeaning::Level => column.mostly(|value| LEVELS.contains(&value.trim().to_lowercase().as_str())),
        _ => false,
    };
    let mut found = columns.iter().filter(good);
    match (found.next(), found.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}

/// What a table with these fields is for.
pub fn role(columns: &[Column], fields: &[GuessedField]) -> Option<GuessedRole> {
    let of = |meaning: FieldMeaning| {
        let guessed = fields.iter().find(|guessed| guessed.meaning == meaning)?;
        columns.iter().find(|column| *column.name == guessed.field)
    };
    let by_fields = |role, kind| GuessedRole {
        role,
        kind,
        by: By::Fields,
    };
    if let Some(column) = of(FieldMeaning::Kind).filter(|column| column.filled > 0) {
        let kinds: BTreeSet<&str> = column
            .values
            .keys()
            .filter_map(|value| ProjectKind::from_code(value))
            .map(ProjectKind::code)
            .collect();
        let only = kinds.first().filter(|_| kinds.len() == 1);
        return Some(by_fields(
            Role::Project,
            only.and_then(|code| ProjectKind::from_code(code)),
        ));
    }
    if of(FieldMeaning::HubHeightM).is_some() || of(FieldMeaning::RotorDiameterM).is_some() {
        return Some(by_fields(Role::Project, Some(ProjectKind::Wind)));
    }
    if let Some(column) = of(FieldMeaning::Role) {
        let most = column.values.iter().max_by_key(|(_, count)| **count);
        let role = most.and_then(|(value, _)| Role::from_code(value));
        return role.map(|role| by_fields(role, None));
    }
    let is_wetland = |value: &str| WETLAND_CODES.iter().any(|code| value.starts_with(code));
    let class = of(FieldMeaning::Class).filter(|column| column.mostly(is_wetland));
    class.map(|_| by_fields(Role::Wetland, None))
}

/// A code of the national land survey: four digits, perhaps with a letter, `0303`, `1104A`; or two for a whole class.
fn is_class(value: &str) -> bool {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_uppercase());
    let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    all_digits && value.len() <= 5 && (2..=4).contains(&digits.len())
}

/// Numbers from 1 to 9999 may be anything; codes of the survey are 00 to 13 and two digits more.
fn has_leading_code(value: &str) -> bool {
    let group = value.get(..2).and_then(|two| two.parse::<u8>().ok());
    value.len() >= 4 && group.is_some_and(|group| group <= 13)
}
