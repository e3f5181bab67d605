//! Class tables in TOML: the built-in one and the user's own.

use std::collections::HashSet;
use std::path::Path;

use serde::Deserialize;

use crate::model::class_code::plain_code;
use crate::model::land_class::{ClassTable, LandClass, Member, Membership};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::rule::SourceMark;
use crate::words::Bilingual;

use super::settings::{Settings, read_text};

/// The built-in class table's name.
pub const BUILTIN: &str = "builtin:land-classes";
const BUILTIN_TEXT: &str = include_str!("../../../assets/tables/land-classes.toml");

/// Reads a class table by name: `builtin:land-classes`, or a file.
///
/// # Errors
/// The file cannot be read, or says something that means nothing: file, line, class and key are named.
pub fn load(name: &str, path: &Path) -> Result<ClassTable, Box<Problem>> {
    if name == BUILTIN {
        return parse(BUILTIN_TEXT, BUILTIN);
    }
    if name.starts_with("builtin:") {
        let detail = format!("{name}: the only built-in class table is {BUILTIN}");
        let problem = Problem {
            field: Some("classes".to_owned()),
            ..Problem::of_file(name, ProblemKind::BadSetting { detail }, Done::Refused)
        };
        return Err(Box::new(problem));
    }
    parse(&read_text(path, name)?, name)
}

/// The built-in class table.
///
/// # Errors
/// None in practice: a test reads it.
pub fn built_in() -> Result<ClassTable, Box<Problem>> {
    parse(BUILTIN_TEXT, BUILTIN)
}

/// Reads the text of a class table.
///
/// # Errors
/// [`ProblemKind::BadSetting`].
pub fn parse(text: &str, label: &str) -> Result<ClassTable, Box<Problem>> {
    let settings = Settings { label, text };
    let written: Written = settings.parse()?;
    if written.version != 1 {
        let what = format!("version {} of class tables is not known, only 1", written.version);
        return Err(settings.bad(Some("version"), text.find("version"), &what));
    }
    let mut seen = HashSet::new();
    for class in &written.classes {
        let at = text.find(&format!("\"{}\"", class.code));
        let bad = |what: &str| settings.bad(Some(&format!("{}.code", class.code)), at, what);
        let code = plain_code(&class.code);
        if code.is_empty() {
            return Err(bad("a class needs a code"));
        }
        if !seen.insert(code) {
            return Err(bad("two classes with this code"));
        }
    }
    Ok(ClassTable {
        source: label.to_owned(),
        classes: written.classes.into_iter().map(LandClass::from).collect(),
        farmed_words: words(written.farmed_words),
    })
}

/// In lower case and without empty ones, which would stand in every text.
fn words(written: Vec<String>) -> Vec<String> {
    let plain = written.iter().map(|word| word.trim().to_lowercase());
    plain.filter(|word| !word.is_empty()).collect()
}

/// Version 1 of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    #[serde(default)]
    farmed_words: Vec<String>,
    #[serde(default, rename = "class")]
    classes: Vec<WrittenClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenClass {
    code: String,
    name: Bilingual,
    parent: Option<String>,
    in_plan: WrittenMember,
    in_class_00: WrittenMember,
    in_law: WrittenMember,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenMember {
    is: Membership,
    if_farmed: Option<Membership>,
    if_other: Option<Membership>,
    mark: SourceMark,
    #[serde(default)]
    note: Bilingual,
}

impl From<WrittenClass> for LandClass {
    fn from(written: WrittenClass) -> LandClass {
        LandClass {
            code: plain_code(&written.code),
            name: written.name,
            parent: written.parent.as_deref().map(plain_code),
            members: [written.in_plan, written.in_class_00, written.in_law].map(Member::from),
        }
    }
}

impl From<WrittenMember> for Member {
    fn from(written: WrittenMember) -> Member {
        Member {
            membership: written.is,
            if_farmed: written.if_farmed,
            if_other: written.if_other,
            mark: written.mark,
            note: written.note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::land_class::{Definition, PlotUse};

    #[track_caller]
    fn check(code: &str, plot_use: PlotUse, expected: [Membership; 3]) {
        let table = built_in().unwrap();
        let class = &table.classes[table.place_of(code).unwrap()];
        let found = Definition::ALL.map(|definition| class.member(definition).of_use(plot_use));
        assert_eq!(found, expected, "{code} {plot_use:?}");
    }

    #[test]
    fn the_built_in_table_says_what_the_survey_and_the_law_say() {
        use Membership::{Depends, No, Yes};
        for code in ["0303", "0304", "0306", "0402", "1105", "1106", "1108"] {
            check(code, PlotUse::Unknown, [Yes, Yes, Yes]);
        }
        for code in ["1101", "1102", "1103", "1107"] {
            check(code, PlotUse::Unknown, [Yes, No, Yes]);
        }
        check("0603", PlotUse::Unknown, [Depends, Yes, Depends]);
        check("1104", PlotUse::Unknown, [Yes, No, Depends]);
        check("1104", PlotUse::Farmed, [Yes, No, No]);
        check("1104", PlotUse::Other, [Yes, No, Yes]);
        check("1104a", PlotUse::Unknown, [Yes, No, No]);
        check("1104A", PlotUse::Farmed, [Yes, No, No]);
        check("1104A", PlotUse::Other, [Yes, No, Depends]);
        check("1104K", PlotUse::Other, [Depends, No, Depends]);
        check("0101", PlotUse::Unknown, [No, No, No]);
        check("1109", PlotUse::Other, [No, No, No]);
    }

    #[test]
    fn every_class_has_a_name_and_every_doubtful_membership_a_note() {
        for class in built_in().unwrap().classes {
            assert!(
                !class.name.zh.is_empty() && !class.name.en.is_empty(),
                "{}",
                class.code
            );
            for member in &class.members {
                let sure = member.mark == SourceMark::V;
                assert!(
                    sure || !(member.note.zh.is_empty() || member.note.en.is_empty()),
                    "{}",
                    class.code
                );
            }
        }
    }

    #[test]
    fn nothing_is_guessed_from_a_longer_code() {
        let table = built_in().unwrap();
        assert_eq!(table.place_of("1101B"), None);
        assert_eq!(table.place_of("11"), None);
    }

    #[track_caller]
    fn check_refused(from: &str, to: &str, key: &str) {
        assert!(BUILTIN_TEXT.contains(from));
        let problem = parse(&BUILTIN_TEXT.replacen(from, to, 1), "my.toml").unwrap_err();
        assert_eq!(problem.field.as_deref(), Some(key), "{problem:?}");
        assert!(matches!(problem.kind, ProblemKind::BadSetting { .. }));
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        check_refused("version = 1", "version = 2", "version");
        check_refused("code = \"0304\"", "code = \"0303\"", "0303.code");
        check_refused("is = \"depends\"", "is = \"perhaps\"", "in_plan");
        check_refused("in_law = {", "in_the_law = {", "in_the_law");
    }

    #[test]
    fn another_built_in_name_is_refused() {
        let problem = load("builtin:other", Path::new("")).unwrap_err();
        assert_eq!(problem.field.as_deref(), Some("classes"));
    }
}
