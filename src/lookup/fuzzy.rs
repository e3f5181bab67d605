//! How well a text meets what somebody typed.

/// Points for a hit that begins the text.
const START: i32 = 12;
/// Points for a hit that begins a word.
const WORD: i32 = 8;
/// Points for a hit right behind the last one.
const RUN: i32 = 6;
/// Points for any hit.
const HIT: i32 = 2;

/// How well a text meets a query, more is better; `None` where it does not. Every word of the query must be met: its signs
/// stand in the text in their order, with others between them perhaps. Case does not count, nor blanks at the ends; an
/// empty query is met by everything.
///
/// ```
/// use redshank::lookup::fuzzy::score;
/// assert!(score("Export map…", "exmap") > score("Next finding", "ex"));
/// assert_eq!(score("导出地图", "图导"), None);
/// ```
pub fn score(text: &str, query: &str) -> Option<i32> {
    let text: Vec<char> = text.to_lowercase().chars().collect();
    let query = query.to_lowercase();
    let words = query.split_whitespace().map(|word| word_score(&text, word));
    // Of texts that are met alike, the shorter one is met more of.
    let sum = words.sum::<Option<i32>>()?;
    Some(sum - (text.len() as i32).min(60) / 8)
}

/// The best of all ways in which the signs of a word can be met, from each place where the first one stands.
fn word_score(text: &[char], word: &str) -> Option<i32> {
    let wanted: Vec<char> = word.chars().collect();
    let starts = (0..text.len()).filter(|&start| text.get(start) == wanted.first());
    starts.filter_map(|start| score_from(text, &wanted, start)).max()
}

fn score_from(text: &[char], wanted: &[char], start: usize) -> Option<i32> {
    let mut points = 0;
    let mut place = start;
    for (number, sign) in wanted.iter().enumerate() {
        let found = text.get(place..)?.iter().position(|own| own == sign)? + place;
        points += HIT;
        if found == 0 {
            points += START;
        } else if text
            .get(found - 1)
            .is_some_and(|before| !before.is_alphanumeric())
        {
            points += WORD;
        }
        if number > 0 && found == place {
            points += RUN;
        }
        place = found + 1;
    }
    Some(points)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(query: &str, texts: &[&str], expected: &[&str]) {
        let mut hits: Vec<(i32, &str)> = texts
            .iter()
            .filter_map(|text| Some((score(text, query)?, *text)))
            .collect();
        hits.sort_by_key(|(score, _)| -score);
        let found: Vec<&str> = hits.into_iter().map(|(_, text)| text).collect();
        assert_eq!(found, expected, "{query}");
    }

    #[test]
    fn the_best_come_first() {
        let texts = ["Zoom in", "Zoom to selection", "Select by box", "Measure area"];
        check("zoom", &texts, &["Zoom in", "Zoom to selection"]);
        check("sel", &texts, &["Select by box", "Zoom to selection"]);
        check("box sel", &texts, &["Select by box"]);
        check("mar", &texts, &["Measure area"]);
        check("zs", &texts, &["Zoom to selection"]);
        check("qq", &texts, &[]);
    }

    #[test]
    fn chinese_is_met_sign_by_sign() {
        let texts = ["导出地图…", "导出核查结果…", "地图全图"];
        check("地图", &texts, &["地图全图", "导出地图…"]);
        check("导结", &texts, &["导出核查结果…"]);
    }

    proptest! {
        #[test]
        fn a_text_meets_its_own_words(text in "[a-z湿地]{1,8}( [a-z湿地]{1,8}){0,3}") {
            prop_assert!(score(&text, &text).is_some());
            prop_assert!(score(&text, "").is_some());
        }
    }
}
