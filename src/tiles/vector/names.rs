//! The names of places: which of them, in which language, how important.

use crate::words::Lang;

use super::schema::{Subject, subject};
use super::tile::{Feature, Layer};

/// Attributes with a name, the best first, for readers of Chinese.
const CHINESE: [&str; 7] = [
    "name:zh-Hans",
    "name:zh_Hans",
    "name:zh-CN",
    "name:zh",
    "name_zh-Hans",
    "name_zh",
    "name",
];
/// The same for readers of English.
const ENGLISH: [&str; 5] = ["name:en", "name_en", "name:latin", "name_int", "name"];
/// Letters of a name.
const MOST_LETTERS: usize = 60;

/// How a name is lettered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Of a country.
    Country,
    /// Of a province or the like.
    Region,
    /// Of a city.
    City,
    /// Of a town.
    Town,
    /// Of a village.
    Village,
    /// Of a sea, a lake, a bay.
    Water,
    /// Of a part of a city.
    Quarter,
    /// Of a hamlet, an island, and of what no schema knows.
    Small,
}

/// Ranks by the words for them.
const RANKS: [(Rank, &[&str]); 7] = [
    (Rank::Country, &["continent", "country"]),
    (Rank::Region, &["province", "region", "state"]),
    (Rank::City, &["capital", "city", "state_capital"]),
    (Rank::Town, &["county", "district", "municipality", "town"]),
    (Rank::Village, &["village"]),
    (
        Rank::Quarter,
        &[
            "borough",
            "macrohood",
            "neighborhood",
            "neighbourhood",
            "quarter",
            "suburb",
        ],
    ),
    (
        Rank::Small,
        &["hamlet", "island", "islet", "isolated_dwelling", "locality"],
    ),
];
/// Attributes that say what a place is, the finest first.
const KINDS: [&str; 5] = ["kind_detail", "pmap:kind_detail", "kind", "pmap:kind", "class"];

/// A name and how important it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// What is written.
    pub text: String,
    /// How it is lettered.
    pub rank: Rank,
    /// Within its rank; more is more important.
    pub weight: f64,
}

/// The name of a place in the language of the reader, if it is drawn and has one. `has` tells which letters can be drawn: a
/// name in another language reads better than one of empty boxes.
pub fn named(layer: &Layer, feature: &Feature, lang: Lang, has: impl Fn(char) -> bool) -> Option<Named> {
    let subject = subject(layer, feature);
    if !matches!(subject, Subject::Name | Subject::Foreign) {
        return None;
    }
    let (own, other) = match lang {
        Lang::Zh => (&CHINESE[..], &ENGLISH[..]),
        Lang::En => (&ENGLISH[..], &CHINESE[..]),
    };
    let names = own.iter().chain(other).filter_map(|key| layer.text(feature, key));
    let good = names
        .clone()
        .find(|name| name.chars().all(|c| c.is_whitespace() || has(c)));
    let name = good.or_else(|| names.clone().next())?;
    let words: Vec<&str> = name.split_whitespace().collect();
    // The curly apostrophe of the font is as wide as a Chinese letter.
    let whole: String = words
        .join(" ")
        .replace('’', "'")
        .chars()
        .filter(|c| !c.is_control())
        .collect();
    let text = match whole.char_indices().nth(MOST_LETTERS) {
        Some((end, _)) => format!("{}…", whole.get(..end).unwrap_or_default()),
        None => whole,
    };
    (!text.is_empty()).then(|| Named {
        text,
        rank: rank(layer, feature),
        weight: weight(layer, feature),
    })
}

fn rank(layer: &Layer, feature: &Feature) -> Rank {
    if layer.name.contains("water") || matches!(layer.name.as_str(), "ocean" | "physical_point") {
        return Rank::Water;
    }
    let of_word = |word: &str| {
        RANKS
            .iter()
            .find(|(_, words)| words.contains(&word))
            .map(|(rank, _)| *rank)
    };
    let found = KINDS.iter().find_map(|key| of_word(layer.text(feature, key)?));
    found.unwrap_or(Rank::Small)
}

/// By what the schemas have for it: `population_rank` of Protomaps grows, `rank` of OpenMapTiles falls.
fn weight(layer: &Layer, feature: &Feature) -> f64 {
    let number = |key| layer.number(feature, key);
    let grown = number("population_rank").or_else(|| number("pmap:population_rank"));
    let counted = || number("population").map(|people| people.max(1.0).log2());
    let fallen = || number("rank").map(|rank| -rank);
    grown.or_else(counted).or_else(fallen).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, layer_of};
    use super::*;

    fn of(layer: &str, tags: &[(&str, &str)], lang: Lang) -> Option<Named> {
        let mut made = Made::new(layer);
        made.named([0, 0], tags);
        let layer = layer_of(&made);
        // What the font has, more or less.
        named(&layer, &layer.features[0], lang, |c| {
            c.is_ascii() || ('一'..'鿿').contains(&c)
        })
    }

    #[test]
    fn names_in_the_language_of_the_window() {
        let both = [
            ("name", "Hangzhou 杭州"),
            ("name:zh", "杭州市"),
            ("name:en", "Hangzhou"),
            ("kind_detail", "city"),
        ];
        let check = |tags: &[(&str, &str)], lang, expected: &str| {
            assert_eq!(of("places", tags, lang).unwrap().text, expected);
        };
        check(&both, Lang::Zh, "杭州市");
        check(&both, Lang::En, "Hangzhou");
        check(&[("name", "海宁")], Lang::En, "海宁");
        check(&[("name:en", "Haining")], Lang::Zh, "Haining");
        check(&[("name", "Москва"), ("name:en", "Moscow")], Lang::Zh, "Moscow");
        // A box for a letter that is not there says more than no name.
        check(&[("name", "Москва")], Lang::Zh, "Москва");
        check(&[("name", " a\n b’s ")], Lang::En, "a b's");
        assert_eq!(of("places", &[("kind", "city")], Lang::Zh), None);
        assert_eq!(of("pois", &[("name", "a")], Lang::Zh), None);
        check(
            &[("name", &"x".repeat(1000))],
            Lang::En,
            &format!("{}…", "x".repeat(MOST_LETTERS)),
        );
    }

    #[test]
    fn ranks_of_all_schemas() {
        let check = |layer: &str, tags: &[(&str, &str)], rank, weight| {
            let named = of(layer, &[&[("name", "a")], tags].concat(), Lang::En).unwrap();
            assert_eq!((named.rank, named.weight), (rank, weight), "{layer} {tags:?}");
        };
        let city = [
            ("kind", "locality"),
            ("kind_detail", "city"),
            ("population_rank", "12"),
        ];
        check("places", &city, Rank::City, 12.0);
        check("place", &[("class", "town"), ("rank", "9")], Rank::Town, -9.0);
        check(
            "place_labels",
            &[("kind", "village"), ("population", "1024")],
            Rank::Village,
            10.0,
        );
        check("water_name", &[("class", "lake")], Rank::Water, 0.0);
        check("water", &[("kind", "sea")], Rank::Water, 0.0);
        check("redlines", &[], Rank::Small, 0.0);
        assert!(Rank::Country < Rank::City && Rank::Town < Rank::Small);
    }
}
