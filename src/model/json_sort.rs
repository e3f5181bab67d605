//! Sorts of JSON values in words: what readers of GeoJSON find and what they ask for, in either language.
//!
//! Readers name sorts in the fixed English terms of their parser, with the value behind them (`integer `7``). What is no
//! such term, like a value of the file, is told as it stands.

use crate::say;
use crate::words::Lang;

/// Terms that stand alone, and the keys of their words.
const TERMS: [(&str, &str); 24] = [
    ("map", "problem.json.object"),
    ("an object", "problem.json.object"),
    ("sequence", "problem.json.array"),
    ("an array", "problem.json.array"),
    ("an empty array", "problem.json.empty_array"),
    ("a string", "problem.json.string"),
    ("a number", "problem.json.number"),
    ("a number or an array", "problem.json.number_or_array"),
    ("an object or null", "problem.json.object_or_null"),
    ("a geometry object or null", "problem.json.geometry_or_null"),
    ("an array of geometries", "problem.json.geometries"),
    ("a position", "problem.json.position"),
    ("fewer than two numbers", "problem.json.too_short"),
    ("an array of positions", "problem.json.positions"),
    ("an array of arrays of positions", "problem.json.positions_twice"),
    (
        "an array of arrays of arrays of positions",
        "problem.json.positions_thrice",
    ),
    ("the type of a geometry", "problem.json.geometry_type"),
    ("a feature", "problem.json.feature"),
    ("the name of a member", "problem.json.member_name"),
    ("an array \"features\"", "problem.json.features"),
    ("FeatureCollection, Feature or a geometry", "problem.json.root"),
    ("one member \"features\"", "problem.json.one_features"),
    ("none", "problem.json.none"),
    ("no \"type\"", "problem.json.no_type"),
];

/// Terms before a value, and the keys of their words with it.
const BEFORE_VALUES: [(&str, &str); 5] = [
    ("string ", "problem.json.this_string"),
    ("integer ", "problem.json.this_number"),
    ("floating point ", "problem.json.this_number"),
    ("boolean ", "problem.json.this_truth"),
    ("the coordinates of a ", "problem.json.coordinates_of"),
];

/// A sort as a reader names it, in words.
///
/// ```
/// use redshank::model::json_sort::in_words;
/// use redshank::words::Lang;
/// assert_eq!(in_words(Lang::Zh, "integer `7`"), "数值 7");
/// assert_eq!(in_words(Lang::En, "[120, 30]"), "[120, 30]");
/// ```
pub fn in_words(lang: Lang, term: &str) -> String {
    if let Some((_, key)) = TERMS.iter().find(|(own, _)| *own == term) {
        return say!(lang, key);
    }
    let with_value = BEFORE_VALUES
        .iter()
        .find_map(|(before, key)| Some((key, term.strip_prefix(before)?)));
    match with_value {
        Some((key, value)) => say!(lang, key, value = value.trim_matches('`')),
        None => term.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_sort_has_words() {
        let check = |term: &str, zh: &str, en: &str| {
            assert_eq!(in_words(Lang::Zh, term), zh);
            assert_eq!(in_words(Lang::En, term), en);
        };
        check("map", "对象", "an object");
        check("sequence", "数组", "an array");
        check("a number or an array", "数值或数组", "a number or an array");
        check("string \"a\"", "字符串 \"a\"", "the text \"a\"");
        check("floating point `5.0`", "数值 5.0", "the number 5.0");
        check("boolean `true`", "布尔值 true", "the truth value true");
        check(
            "the coordinates of a Polygon",
            "Polygon 的坐标",
            "the coordinates of a Polygon",
        );
        // Values, and what only begins alike.
        for value in ["[120, 30]", "\"Circle\"", "EPSG:4549", "stringent", "null", ""] {
            check(value, value, value);
        }
    }

    #[test]
    fn every_term_has_words_in_both_languages() {
        for (term, key) in TERMS.iter().chain(&BEFORE_VALUES) {
            for lang in [Lang::Zh, Lang::En] {
                assert_ne!(say!(lang, key, value = ""), *key, "{term}");
            }
        }
    }
}
