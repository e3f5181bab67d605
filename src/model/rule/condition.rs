//! Which projects and zones a rule is about, beyond kind, role, level and class.

use serde::Deserialize;

use super::months::Months;

/// What narrows a rule. All of it must hold; what is unknown of a project or zone counts as holding.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Condition {
    /// Only projects that work or run in these months.
    pub months: Option<Months>,
    /// Only projects of at least this rated capacity in MW.
    pub min_capacity_mw: Option<f64>,
    /// Only projects of at most this rated capacity in MW.
    pub max_capacity_mw: Option<f64>,
    /// Only projects whose attribute has one of these values.
    pub project_is: Vec<(Attribute, Vec<String>)>,
    /// Only zones whose attribute has one of these values.
    pub zone_is: Vec<(Attribute, Vec<String>)>,
}

/// An attribute of projects and zones that rules can ask for; a field of the source is mapped to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// How it is built: tunnel, viaduct, underground_station…
    Structure,
    /// Grade of a sea wall, levee, sluice or road.
    Grade,
    /// Which side of a line: sea, land.
    Side,
    /// What it is used for.
    Use,
    /// What sort of reserve.
    KindOfReserve,
    /// How important, as its register says.
    Importance,
    /// Which section of a longer work.
    Section,
    /// Size class.
    Size,
    /// What it is planned for.
    Purpose,
}

impl Attribute {
    /// All attributes.
    pub const ALL: [Attribute; 9] = [
        Attribute::Structure,
        Attribute::Grade,
        Attribute::Side,
        Attribute::Use,
        Attribute::KindOfReserve,
        Attribute::Importance,
        Attribute::Section,
        Attribute::Size,
        Attribute::Purpose,
    ];

    /// True where a zone has one of the words that rules name, if it has any: another word is unknown, not something else.
    /// Sorts of reserves, uses, purposes and sections may be any.
    pub fn is_closed(self) -> bool {
        match self {
            Attribute::Structure
            | Attribute::Grade
            | Attribute::Side
            | Attribute::Importance
            | Attribute::Size => true,
            Attribute::Use | Attribute::KindOfReserve | Attribute::Section | Attribute::Purpose => false,
        }
    }

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Attribute::Structure => "structure",
            Attribute::Grade => "grade",
            Attribute::Side => "side",
            Attribute::Use => "use",
            Attribute::KindOfReserve => "kind_of_reserve",
            Attribute::Importance => "importance",
            Attribute::Section => "section",
            Attribute::Size => "size",
            Attribute::Purpose => "purpose",
        }
    }
}

impl Condition {
    /// True for projects of this capacity and these months; unknown ones match.
    pub fn admits(&self, capacity_mw: Option<f64>, months: Option<Months>) -> bool {
        let reaches = |bound: Option<f64>| bound.is_none_or(|bound| capacity_mw.is_none_or(|mw| mw >= bound));
        let keeps = |bound: Option<f64>| bound.is_none_or(|bound| capacity_mw.is_none_or(|mw| mw <= bound));
        let in_season = self
            .months
            .is_none_or(|own| months.is_none_or(|months| own.meet(months)));
        reaches(self.min_capacity_mw) && keeps(self.max_capacity_mw) && in_season
    }
}

/// True where every attribute asked for has one of its values, or none. Values compare by [`same_value`].
pub fn is_one_of(asked: &[(Attribute, Vec<String>)], value_of: impl Fn(Attribute) -> Option<String>) -> bool {
    asked.iter().all(|(attribute, values)| {
        let own = value_of(*attribute);
        own.is_none_or(|own| values.iter().any(|value| same_value(value, &own)))
    })
}

/// True where two values mean the same: trimmed, without case, digits of full width as plain ones, and a grade by its number
/// however that is written (`1`, `１`, `一级`, `Ⅰ级`).
pub fn same_value(a: &str, b: &str) -> bool {
    plain(a) == plain(b)
}

/// True for a number, or a grade by its number.
pub(super) fn is_number(text: &str) -> bool {
    plain(text).parse::<u32>().is_ok()
}

fn plain(text: &str) -> String {
    let half_width = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        other => other,
    };
    let plain = text
        .trim()
        .chars()
        .map(half_width)
        .collect::<String>()
        .to_lowercase();
    let number = plain.strip_suffix('级').unwrap_or(&plain).trim();
    let mut signs = number.chars();
    match (signs.next().and_then(numeral), signs.next()) {
        (Some(digit), None) => digit.to_string(),
        _ => plain,
    }
}

/// A single digit, Chinese or Roman numeral, as a digit.
fn numeral(sign: char) -> Option<char> {
    const CHINESE: &str = "一二三四五六七八九";
    const ROMAN: &str = "ⅰⅱⅲⅳⅴⅵⅶⅷⅸ";
    let place = |signs: &str| signs.chars().position(|own| own == sign);
    let found = place(CHINESE).or_else(|| place(ROMAN)).map(|at| at as u32 + 1);
    found
        .and_then(|number| char::from_digit(number, 10))
        .or(Some(sign).filter(char::is_ascii_digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capacity_bounds_include_their_ends_and_the_unknown() {
        let condition = Condition {
            min_capacity_mw: Some(6.0),
            max_capacity_mw: Some(50.0),
            ..Condition::default()
        };
        let check = |mw: Option<f64>, expected| assert_eq!(condition.admits(mw, None), expected, "{mw:?}");
        check(Some(5.9), false);
        check(Some(6.0), true);
        check(Some(50.0), true);
        check(Some(50.1), false);
        check(None, true);
    }

    #[test]
    fn a_project_out_of_season_is_not_concerned() {
        let condition = Condition {
            months: Months::parse("10-3"),
            ..Condition::default()
        };
        assert!(!condition.admits(None, Months::parse("4-9")));
        assert!(condition.admits(None, Months::parse("9-10")));
        assert!(condition.admits(None, None));
    }

    #[test]
    fn a_grade_is_its_number_however_written() {
        let check = |a: &str, b: &str, expected| assert_eq!(same_value(a, b), expected, "{a} {b}");
        for written in ["1", "１", "一级", "Ⅰ", "Ⅰ级", " 1级 ", "ⅰ"] {
            check("1", written, true);
        }
        check("1", "二级", false);
        check("1", "11", false);
        check("tunnel", "Ｔunnel", true);
        check("一", "一期", false);
        check("级", "", false);
    }

    #[test]
    fn values_compare_trimmed_and_without_case() {
        let asked = vec![(Attribute::Grade, vec!["1".to_owned(), "II".to_owned()])];
        let check = |value: Option<&str>, expected| {
            assert_eq!(
                is_one_of(&asked, |_| value.map(str::to_owned)),
                expected,
                "{value:?}"
            );
        };
        check(Some(" ii "), true);
        check(Some("1"), true);
        check(Some("3"), false);
        check(None, true);
    }
}
