//! A condition as it is typed: `面积 > 5 and 类型 ~ 湿地`.
//!
//! | writing | means |
//! |---|---|
//! | `field = value`, `等于` | equal; numbers as numbers, texts whatever their case |
//! | `field ≠ value`, `!=`, `<>`, `不等于` | there, and not equal |
//! | `<`, `<=`, `≤`, `>`, `>=`, `≥`, `小于`, `大于` | less, more; texts by code point |
//! | `field ~ value`, `包含`, `contains` | the text is in it, whatever the case |
//! | `field 为空`, `is empty`, `不为空`, `is not empty` | nothing stands there, or something does |
//! | `and`, `且`, `or`, `或`, `not`, `非`, brackets | as in any formula |
//! | anything else | rows of which some column contains it |
//!
//! Names of fields and values with blanks or signs in them stand in quotes. What is missing meets no comparison.

use crate::say;
use crate::words::Lang;

use super::sheet::{Column, Sheet};
use super::value::{Value, compared};

/// A condition over the columns of a sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    /// One column against a value.
    Compare(Column, Comparison, String),
    /// Nothing stands in the column.
    Empty(Column),
    /// Some column contains the text, which is in lower case.
    Anywhere(String),
    /// Both.
    And(Box<Condition>, Box<Condition>),
    /// At least one.
    Or(Box<Condition>, Box<Condition>),
    /// Not that.
    Not(Box<Condition>),
}

/// How a value is held against another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `≠`
    Unequal,
    /// `<`
    Less,
    /// `≤`
    AtMost,
    /// `>`
    More,
    /// `≥`
    AtLeast,
    /// `~`
    Contains,
}

/// Why a typed condition is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpressionFault {
    /// No column has that name.
    NoField(String),
    /// Nothing stands behind the comparison.
    NoValue,
    /// Something is missing where the text ends, or stands where it has no meaning.
    Unexpected(String),
    /// A quote or a bracket is not closed.
    Open(char),
    /// Brackets within brackets without end.
    TooDeep,
}

impl ExpressionFault {
    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        match self {
            ExpressionFault::NoField(name) => say!(lang, "attributes.fault.no_field", name = name),
            ExpressionFault::NoValue => say!(lang, "attributes.fault.no_value"),
            ExpressionFault::Unexpected(found) if found.is_empty() => say!(lang, "attributes.fault.ends"),
            ExpressionFault::Unexpected(found) => say!(lang, "attributes.fault.unexpected", found = found),
            ExpressionFault::Open(sign) => say!(lang, "attributes.fault.open", sign = sign),
            ExpressionFault::TooDeep => say!(lang, "attributes.fault.too_deep"),
        }
    }
}

impl Condition {
    /// True for a row that meets it.
    pub fn holds(&self, sheet: &Sheet, row: u32) -> bool {
        match self {
            Condition::Compare(column, comparison, wanted) => {
                comparison.holds(&sheet.value(row, column), wanted)
            }
            Condition::Empty(column) => sheet.value(row, column).is_missing(),
            Condition::Anywhere(wanted) => sheet
                .columns()
                .iter()
                .any(|column| sheet.text(row, column).to_lowercase().contains(wanted)),
            Condition::And(one, other) => one.holds(sheet, row) && other.holds(sheet, row),
            Condition::Or(one, other) => one.holds(sheet, row) || other.holds(sheet, row),
            Condition::Not(other) => !other.holds(sheet, row),
        }
    }
}

impl Comparison {
    /// True where a value stands so to what was typed; a missing value never does.
    pub fn holds(self, value: &Value, wanted: &str) -> bool {
        let text = match value {
            Value::Missing => return false,
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.to_string(),
        };
        if self == Comparison::Contains {
            return text.to_lowercase().contains(&wanted.trim().to_lowercase());
        }
        let numbers = value.number().zip(crate::model::feature::number_in(wanted));
        let order = match numbers {
            Some((own, wanted)) => own.partial_cmp(&wanted),
            None => Some(compared(&text, wanted)),
        };
        let Some(order) = order else { return false };
        match self {
            Comparison::Equal => order.is_eq(),
            Comparison::Unequal => order.is_ne(),
            Comparison::Less => order.is_lt(),
            Comparison::AtMost => order.is_le(),
            Comparison::More => order.is_gt(),
            Comparison::AtLeast => order.is_ge(),
            Comparison::Contains => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::grammar::parse;
    use super::super::tests::layer;
    use super::*;
    use crate::progress::Progress;
    use proptest::prelude::*;
    use serde_json::json;

    fn sheet() -> Sheet {
        let rows = [
            json!({"name": "西溪湿地", "面积 亩": 12, "class": "1106", "note": null}),
            json!({"name": "Xixi", "面积 亩": 3.5, "class": "0304", "note": "a > b"}),
            json!({"name": null, "面积 亩": null, "class": "1106", "note": ""}),
        ];
        Sheet::of(&layer(&rows), &Progress::default()).unwrap()
    }

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let sheet = sheet();
        let condition = parse(text, &sheet).unwrap().unwrap();
        let found: Vec<u32> = (0..3).filter(|&row| condition.holds(&sheet, row)).collect();
        assert_eq!(found, expected, "{text}: {condition:?}");
    }

    #[track_caller]
    fn check_fault(text: &str, expected: ExpressionFault) {
        assert_eq!(parse(text, &sheet()), Err(expected), "{text}");
    }

    #[test]
    fn comparisons() {
        check("\"面积 亩\" > 3.5", &[0]);
        check("'面积 亩'>=3.5", &[0, 1]);
        check("“面积 亩” ≤ ３．５", &[1]);
        check("\"面积 亩\" 大于 3", &[0, 1]);
        check("class = 1106", &[0, 2]);
        check("class != 1106", &[1]);
        check("class<>1106", &[1]);
        check("name ~ 湿", &[0]);
        check("NAME contains xi", &[1]);
        check("name 包含 西溪", &[0]);
        check("name = XIXI", &[1]);
        check("note = 'a > b'", &[1]);
        check("id = f3", &[2]);
        check("# < 3", &[0, 1]);
        check("序号 ＞ 2", &[2]);
    }

    #[test]
    fn what_is_missing_meets_no_comparison() {
        check("name ≠ x", &[0, 1]);
        check("name 为空", &[2]);
        check("name is empty", &[2]);
        check("name is null", &[2]);
        check("note is not empty", &[1]);
        check("note 不为空", &[1]);
        check("not name = x", &[0, 1, 2]);
    }

    #[test]
    fn joined_conditions() {
        check("class = 1106 and name 不为空", &[0]);
        check("class = 1106 且 name 不为空", &[0]);
        check("name = xixi or name ~ 西 and class = 0304", &[1]);
        check("(name = xixi or name ~ 西) and class = 0304", &[1]);
        check("（name = xixi 或 name ~ 西）", &[0, 1]);
        check("not (class = 1106)", &[1]);
        check("非 class = 1106", &[1]);
    }

    #[test]
    fn plain_words_are_looked_for_everywhere() {
        check("西溪", &[0]);
        check("1106", &[0, 2]);
        check("f2 or 西溪", &[0, 1]);
        check("'a > b'", &[1]);
        check("a b", &[]);
    }

    #[test]
    fn what_is_no_condition_says_why() {
        check_fault("height > 3", ExpressionFault::NoField("height".into()));
        check_fault("name =", ExpressionFault::NoValue);
        check_fault("name = = 3", ExpressionFault::NoValue);
        check_fault("(name = 3", ExpressionFault::Open('('));
        check_fault("name = 'x", ExpressionFault::Open('\''));
        check_fault("name = 3 and", ExpressionFault::Unexpected(String::new()));
        check_fault("name = 3)", ExpressionFault::Unexpected(")".into()));
        check_fault("name = 3 4", ExpressionFault::Unexpected("4".into()));
        check_fault("> 3", ExpressionFault::Unexpected(">".into()));
        check_fault(&"(".repeat(10_000), ExpressionFault::TooDeep);
        check_fault(&"not ".repeat(10_000), ExpressionFault::TooDeep);
        assert_eq!(parse("  ", &sheet()), Ok(None));
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_it(text in "[a-c=<>~!≠()'\"“” 非且or]{0,24}") {
            if let Ok(Some(condition)) = parse(&text, &sheet()) {
                condition.holds(&sheet(), 0);
            }
        }
    }
}
