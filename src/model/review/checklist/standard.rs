//! The lists that are the same for every project: their words stand in `assets/locales/checklist.yml`.

use crate::model::rule::SourceMark::{self, U, V, V2};
use crate::say;
use crate::words::{Bilingual, Lang};

use super::item::{Item, List, Wants};

/// Classes of activity whose words could not be confirmed.
const UNCONFIRMED: std::ops::RangeInclusive<u8> = 7..=10;
/// How many classes there are.
const CLASSES: u8 = 10;

/// That the place cannot be avoided: avoid, take less, mend, in this order (Wetland Protection Law, Art. 19). Within the red
/// line, what the notice 自然资发〔2022〕142号 adds.
pub fn unavoidable(in_red_line: bool) -> Vec<Item> {
    const EVERYWHERE: [(&str, SourceMark); 4] = [
        ("other_sites", V),
        ("least_use", V),
        ("mitigation", V),
        ("opinion", V),
    ];
    const IN_RED_LINE: [(&str, SourceMark); 3] =
        [("necessary", V2), ("in_plan", V2), ("provincial_opinion", V2)];
    let more = IN_RED_LINE.into_iter().filter(|_| in_red_line);
    let named = EVERYWHERE.into_iter().chain(more);
    named
        .map(|(name, mark)| item(List::Unavoidable, ("unavoidable", name), mark, Wants::Paper))
        .collect()
}

/// The ten classes of limited activity of 自然资发〔2022〕142号. A yes says that the project belongs to the class.
pub fn activities() -> Vec<Item> {
    let class = |number: u8| {
        let mark = if UNCONFIRMED.contains(&number) { U } else { V2 };
        let name = number.to_string();
        item(List::Activities, ("class", &name), mark, Wants::Paper)
    };
    (1..=CLASSES).map(class).collect()
}

/// The days of a temporary use (Wetland Protection Law, Art. 20).
pub fn temporary() -> Vec<Item> {
    [BEGINS, ENDS, RESTORED]
        .map(|name| item(List::Deadlines, ("temporary", name), V, Wants::Day))
        .into()
}

/// The days of a restoration fee (财税〔2024〕15号). Its terms are in working days, which no calendar here knows.
pub fn fee() -> Vec<Item> {
    ["notice", "paid"]
        .map(|name| item(List::Deadlines, ("fee", name), V2, Wants::Day))
        .into()
}

pub const BEGINS: &str = "begins";
pub const ENDS: &str = "ends";
pub const RESTORED: &str = "restored";

fn item(list: List, (group, name): (&str, &str), mark: SourceMark, wants: Wants) -> Item {
    let words = |what: &str| {
        let of = |lang: Lang| say!(lang, &format!("checklist.{group}.{name}.{what}"));
        Bilingual {
            zh: of(Lang::Zh),
            en: of(Lang::En),
        }
    };
    Item {
        id: format!("{group}/{}", name.replace('_', "-")),
        list,
        text: words("text"),
        citation: words("citation"),
        mark,
        wants,
    }
}
