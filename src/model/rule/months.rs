//! Months of the year, as birds keep them and as works do.

use crate::words::Lang;

/// A set of months; never empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Months(u16);

impl Months {
    /// The whole year.
    pub const ALL_YEAR: Months = Months(0b1_1111_1111_1110);

    /// From numbers 1 to 12; `None` for none at all or any other number.
    pub fn of(numbers: impl IntoIterator<Item = u32>) -> Option<Months> {
        let mut bits = 0;
        for number in numbers {
            if !(1..=12).contains(&number) {
                return None;
            }
            bits |= 1 << number;
        }
        (bits != 0).then_some(Months(bits))
    }

    /// From a field: `3-9`, `11,12,1`, `10-3` across the year's end, `3月至9月`. `None` where it says no months.
    pub fn parse(text: &str) -> Option<Months> {
        let plain: String = text
            .chars()
            .map(|c| match c {
                '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
                '–' | '—' | '~' | '～' | '－' | '至' | '到' => '-',
                '，' | '、' | ';' | '；' => ',',
                other => other,
            })
            .filter(|c| !c.is_whitespace() && *c != '月')
            .collect();
        let mut bits = 0;
        for part in plain.split(',').filter(|part| !part.is_empty()) {
            bits |= match part.split_once('-') {
                None => Months::of([part.parse().ok()?])?.0,
                Some((first, last)) => Months::from_to(first.parse().ok()?, last.parse().ok()?)?.0,
            };
        }
        (bits != 0).then_some(Months(bits))
    }

    /// From one month to another, both included, across the year's end where the last comes first.
    fn from_to(first: u32, last: u32) -> Option<Months> {
        if !(1..=12).contains(&first) || !(1..=12).contains(&last) {
            return None;
        }
        let count = (last + 12 - first) % 12 + 1;
        Months::of((0..count).map(|step| (first - 1 + step) % 12 + 1))
    }

    /// True where the two have a month in common.
    pub fn meet(self, other: Months) -> bool {
        self.0 & other.0 != 0
    }

    /// The numbers, ascending.
    pub fn numbers(self) -> impl Iterator<Item = u32> {
        (1..=12).filter(move |number| self.0 & (1 << number) != 0)
    }

    /// For people: `10、11、12月`, `months 10, 11, 12`, `month 4`.
    pub fn text(self, lang: Lang) -> String {
        let numbers: Vec<String> = self.numbers().map(|number| number.to_string()).collect();
        match lang {
            Lang::Zh => format!("{}月", numbers.join("、")),
            Lang::En if numbers.len() == 1 => format!("month {}", numbers.concat()),
            Lang::En => format!("months {}", numbers.join(", ")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[u32]) {
        let months = Months::parse(text).map(|months| months.numbers().collect::<Vec<_>>());
        assert_eq!(months.unwrap_or_default(), expected, "{text}");
    }

    #[test]
    fn fields_as_people_write_them() {
        check("3-9", &[3, 4, 5, 6, 7, 8, 9]);
        check("11,12,1", &[1, 11, 12]);
        check("10-3", &[1, 2, 3, 10, 11, 12]);
        check("３月至５月，９月", &[3, 4, 5, 9]);
        check(" 4 ", &[4]);
        check("5-5", &[5]);
        check("1-12", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    }

    #[test]
    fn other_texts_say_nothing() {
        for text in ["", "13", "0", "3-", "-3", "March", "3-9-12", "3-13"] {
            check(text, &[]);
        }
    }

    #[test]
    fn words_for_people() {
        let say = |text: &str, lang| Months::parse(text).unwrap().text(lang);
        assert_eq!(say("10-12", Lang::Zh), "10、11、12月");
        assert_eq!(say("10-12", Lang::En), "months 10, 11, 12");
        assert_eq!(say("4", Lang::En), "month 4");
    }

    #[test]
    fn meeting() {
        let winter = Months::of([10, 11, 12, 1, 2, 3]).unwrap();
        assert!(winter.meet(Months::parse("9-10").unwrap()));
        assert!(!winter.meet(Months::parse("4-9").unwrap()));
        assert!(winter.meet(Months::ALL_YEAR));
    }
}
