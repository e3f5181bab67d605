//! A class table written out: what [`super::class_table::parse`] reads back as the same table.

use serde::Serialize;

use crate::model::land_class::{ClassTable, LandClass, Member};
use crate::words::Bilingual;

/// The text of a class table, version 1. The same table gives the same text.
pub fn class_text(table: &ClassTable) -> String {
    let record = TableRecord {
        version: 1,
        farmed_words: &table.farmed_words,
        class: table.classes.iter().map(ClassRecord::of).collect(),
    };
    // Text keys and plain values only; those always have a TOML form.
    toml::to_string(&record).expect("plain data has a TOML form")
}

#[derive(Serialize)]
struct TableRecord<'a> {
    version: u32,
    farmed_words: &'a [String],
    class: Vec<ClassRecord<'a>>,
}

#[derive(Serialize)]
struct ClassRecord<'a> {
    code: &'a str,
    name: Words<'a>,
    parent: Option<&'a str>,
    in_plan: MemberRecord<'a>,
    in_class_00: MemberRecord<'a>,
    in_law: MemberRecord<'a>,
}

#[derive(Serialize)]
struct MemberRecord<'a> {
    is: &'static str,
    if_farmed: Option<&'static str>,
    if_other: Option<&'static str>,
    mark: &'static str,
    note: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    zh: &'a str,
    en: &'a str,
}

impl<'a> Words<'a> {
    fn of(text: &'a Bilingual) -> Words<'a> {
        Words {
            zh: &text.zh,
            en: &text.en,
        }
    }
}

impl<'a> ClassRecord<'a> {
    fn of(class: &'a LandClass) -> ClassRecord<'a> {
        let [in_plan, in_class_00, in_law] = class.members.each_ref().map(MemberRecord::of);
        ClassRecord {
            code: &class.code,
            name: Words::of(&class.name),
            parent: class.parent.as_deref(),
            in_plan,
            in_class_00,
            in_law,
        }
    }
}

impl<'a> MemberRecord<'a> {
    fn of(member: &'a Member) -> MemberRecord<'a> {
        MemberRecord {
            is: member.membership.code(),
            if_farmed: member.if_farmed.map(|membership| membership.code()),
            if_other: member.if_other.map(|membership| membership.code()),
            mark: member.mark.code(),
            note: Words::of(&member.note),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::class_table::{BUILTIN, built_in, parse};
    use super::*;

    #[test]
    fn the_built_in_table_is_read_back_as_it_was() {
        let table = built_in().unwrap();
        assert!(table.classes.len() > 20, "{}", table.classes.len());
        assert_eq!(parse(&class_text(&table), BUILTIN).unwrap(), table);
    }
}
