//! Words for people, in Chinese and English.
//!
//! Texts of the program live in `assets/locales/*.yml`, both languages side by side under one key; [`crate::say!`] looks them
//! up. Texts that come from data (a rule's title, a layer's name) travel as [`Bilingual`].

use std::borrow::Cow;

use serde::Deserialize;

/// The language of a text for people. Files for machines do not depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Simplified Chinese.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// Both languages, the first one first in lists.
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The key in the locale files: `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// Chinese for every locale name that begins with `zh`, English for any other.
    ///
    /// ```
    /// use redshank::words::Lang;
    /// assert_eq!(Lang::from_locale("zh_CN.UTF-8"), Lang::Zh);
    /// assert_eq!(Lang::from_locale("de-DE"), Lang::En);
    /// ```
    pub fn from_locale(name: &str) -> Lang {
        if name.to_ascii_lowercase().starts_with("zh") {
            Lang::Zh
        } else {
            Lang::En
        }
    }

    /// The other one.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// One text in both languages, as it stands in rule books and workspace files.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Chinese.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// With another text in one language, and in the other too where both were the same.
    #[must_use]
    pub fn with(&self, lang: Lang, text: &str) -> Bilingual {
        match lang {
            _ if self.zh == self.en => Bilingual::same(text),
            Lang::Zh => Bilingual {
                zh: text.to_owned(),
                en: self.en.clone(),
            },
            Lang::En => Bilingual {
                zh: self.zh.clone(),
                en: text.to_owned(),
            },
        }
    }

    /// The same text in both languages, for names that have only one form.
    pub fn same(text: &str) -> Bilingual {
        Bilingual {
            zh: text.to_owned(),
            en: text.to_owned(),
        }
    }

    /// A text in the language asked for; the other one where this one is empty.
    pub fn get(&self, lang: Lang) -> &str {
        let (first, second) = match lang {
            Lang::Zh => (&self.zh, &self.en),
            Lang::En => (&self.en, &self.zh),
        };
        if first.is_empty() { second } else { first }
    }
}

/// The text of a key, where it has one: for texts that some keys of a kind have and others have not.
///
/// ```
/// use redshank::words::{Lang, found};
/// assert_eq!(found(Lang::En, "verdict.no_such_verdict"), None);
/// ```
pub fn found(lang: Lang, key: &str) -> Option<String> {
    let text = crate::say!(lang, key);
    // One that is missing shows as the key.
    (!text.ends_with(key)).then_some(text)
}

/// Looks a text up in `assets/locales`: `say!(lang, "verdict.conflict")`, `say!(lang, "key", count = 3)`.
///
/// Gives a `String`; what the gaps in a text may be, [`fill`] says. A missing key shows as the key itself; `tests/words.rs` walks
/// all keys in both languages.
#[macro_export]
macro_rules! say {
    ($lang:expr, $key:expr $(,)?) => {
        $crate::words::text($lang, AsRef::<str>::as_ref(&$key)).into_owned()
    };
    ($lang:expr, $key:expr $(, $name:ident = $value:expr)+ $(,)?) => {
        $crate::words::fill(
            &$crate::words::text($lang, AsRef::<str>::as_ref(&$key)),
            &[$(stringify!($name)),+],
            &[$($value.to_string()),+],
        )
    };
}

/// The text of a key with its gaps; the key itself where there is none.
pub fn text(lang: Lang, key: &str) -> Cow<'_, str> {
    rust_i18n::t!(key, locale = lang.code())
}

/// A text with its gaps filled: `%{count}` is the value of `count`, and `%{count?lies|lie}` the word that goes with it, the first
/// for exactly one and the second for every other number. A gap without a value stays as it is.
///
/// Nothing in a value is taken for a gap, so names from data are safe.
///
/// ```
/// use redshank::words::fill;
/// let text = "%{count} %{count?zone lies|zones lie} in %{file}";
/// let say = |count: &str| fill(text, &["count", "file"], &[count.into(), "a.kml".into()]);
/// assert_eq!(say("1"), "1 zone lies in a.kml");
/// assert_eq!(say("1,200"), "1,200 zones lie in a.kml");
/// ```
pub fn fill(text: &str, names: &[&str], values: &[String]) -> String {
    let numbered = with_number(text, |name| {
        let place = names.iter().position(|known| *known == name);
        place.is_some_and(|place| values.get(place).is_some_and(|value| value == "1"))
    });
    rust_i18n::replace_patterns(&numbered, names, values)
}

/// A text whose gaps for values stay, with the word for one or for many wherever it has both: `is_one` is asked with the name of
/// the gap. For names of things in general, many are meant.
///
/// ```
/// use redshank::words::with_number;
/// assert_eq!(with_number("%{count} %{count?part|parts}", |_| false), "%{count} parts");
/// ```
pub fn with_number(text: &str, is_one: impl Fn(&str) -> bool) -> Cow<'_, str> {
    if !text.contains('?') {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split("%{");
    let mut written = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let words = part.split_once('}').and_then(|(gap, after)| {
            let (name, words) = gap.split_once('?')?;
            let (one, many) = words.split_once('|')?;
            Some((if is_one(name) { one } else { many }, after))
        });
        match words {
            Some((word, after)) => written += &[word, after].concat(),
            None => written += &["%{", part].concat(),
        }
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_text_falls_back_to_the_other_language() {
        let text = Bilingual {
            zh: "湿地".into(),
            en: String::new(),
        };
        assert_eq!(text.get(Lang::En), "湿地");
    }

    #[test]
    fn a_word_goes_with_its_number() {
        let check = |text: &str, count: &str, expected: &str| {
            assert_eq!(fill(text, &["count"], &[count.to_owned()]), expected);
        };
        check("%{count} %{count?row|rows}", "1", "1 row");
        check("%{count} %{count?row|rows}", "0", "0 rows");
        check("%{count} %{count?row|rows}", "1.0", "1.0 rows");
        check("there %{count?is|are} %{count}", "21", "there are 21");
        check("box%{count?|es}?", "1", "box?");
        // What is no gap of this kind stays as it is, in texts and in values.
        check("%{count", "1", "%{count");
        check("%{other} %{count?row}", "1", "%{other} %{count?row}");
        check("%{count}?", "%{count?row|rows}", "%{count?row|rows}?");
        check("%{other?row|rows}", "1", "rows");
        check("100 %?", "1", "100 %?");
    }
}
