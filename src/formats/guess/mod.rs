//! What the fields of a table may mean, and what the table is for: by well-known names and by what stands in it.
//!
//! Promises: every guess says why; what is not clear is not guessed. Nothing is used by itself: a guess is what an import
//! begins with, and what people see.

mod guessed;
mod names;
mod values;

use crate::model::field_meaning::FieldMeaning;
use crate::model::layer::Fields;

use super::raw::RawFeature;

pub use guessed::{By, GuessedField, GuessedRole};
pub use names::role_by_name;

/// Features that are looked at for their values.
const LOOKED_AT: usize = 2_000;

/// What a table may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// What fields may mean, in the order of [`FieldMeaning::ALL`].
    pub fields: Vec<GuessedField>,
    /// What the table is for; `None` where nothing says it.
    pub role: Option<GuessedRole>,
}

impl Guess {
    /// Of the features of a table; `titles` are the names of table and file, the nearer one first.
    pub fn of(features: &[RawFeature], titles: &[&str]) -> Guess {
        let columns = values::Column::all(features.get(..LOOKED_AT.min(features.len())).unwrap_or_default());
        let mut fields = Vec::new();
        for meaning in FieldMeaning::ALL {
            let free: Vec<&values::Column> = columns
                .iter()
                .filter(|column| !fields.iter().any(|own: &GuessedField| own.field == *column.name))
                .collect();
            let by_name = names::find(meaning, &free).map(|column| (column, By::Name));
            let by_values = || values::find(meaning, &free).map(|column| (column, By::Values));
            if let Some((column, by)) = by_name.or_else(by_values) {
                fields.push(GuessedField {
                    meaning,
                    field: column.name.to_string(),
                    by,
                });
            }
        }
        let named = titles.iter().find_map(|title| role_by_name(title));
        let by_file = named.map(|(role, kind)| GuessedRole {
            role,
            kind,
            by: By::File,
        });
        let role = by_file.or_else(|| values::role(&columns, &fields));
        Guess { fields, role }
    }

    /// The guesses as a mapping.
    pub fn mapping(&self) -> Fields {
        let mut fields = Fields::default();
        for guessed in &self.fields {
            *guessed.meaning.field_mut(&mut fields) = Some(guessed.field.clone());
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::feature::PropertyValue;
    use crate::model::role::Role;

    fn features(names: &[&str], rows: &[&[&str]]) -> Vec<RawFeature> {
        let feature = |row: &&[&str]| RawFeature {
            properties: names
                .iter()
                .zip(*row)
                .map(|(name, value)| (Arc::from(*name), PropertyValue::from(*value)))
                .collect(),
            ..RawFeature::default()
        };
        rows.iter().map(feature).collect()
    }

    #[track_caller]
    fn check(features: &[RawFeature], expected: &[(&str, &str, &str)]) {
        let guess = Guess::of(features, &["x"]);
        let found: Vec<_> = guess
            .fields
            .iter()
            .map(|one| (one.meaning.code(), one.field.as_str(), one.by.code()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn chinese_and_english_names() {
        let rows: &[&[&str]] = &[&["1", "西溪", "1106", "国家级"]];
        check(
            &features(&["TBBH", "SDMC", "DLBM", "SDJB"], rows),
            &[
                ("id", "TBBH", "name"),
                ("name", "SDMC", "name"),
                ("class", "DLBM", "name"),
                ("level", "SDJB", "name"),
            ],
        );
        let rows: &[&[&str]] = &[&["1", "a", "4.5", "110"]];
        check(
            &features(&["编号", "名称", "装机容量（MW）", "hub_height"], rows),
            &[
                ("id", "编号", "name"),
                ("name", "名称", "name"),
                ("capacity_mw", "装机容量（MW）", "name"),
                ("hub_height_m", "hub_height", "name"),
            ],
        );
    }

    #[test]
    fn values_speak_where_names_do_not() {
        let rows: &[&[&str]] = &[&["0303", "wind"], &["1106", "solar"], &["1105", "wind"]];
        let features = features(&["a", "b"], rows);
        check(&features, &[("class", "a", "values"), ("kind", "b", "values")]);
        assert_eq!(
            Guess::of(&features, &["x"]).role.map(|role| (role.role, role.by)),
            Some((Role::Project, By::Fields))
        );
    }

    /// A capacity of words would be no capacity.
    #[test]
    fn a_name_does_not_make_a_number_of_words() {
        check(&features(&["capacity"], &[&["large"], &["small"]]), &[]);
        check(&features(&["kind"], &[&["mangrove"]]), &[]);
    }

    #[test]
    fn the_file_says_what_it_is_for() {
        let role = |title: &str| Guess::of(&[], &[title]).role.map(|role| role.role);
        assert_eq!(role("钱塘区生态保护红线"), Some(Role::RedLine));
        assert_eq!(role("layer1"), None);
    }
}
