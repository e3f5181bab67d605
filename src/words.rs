//! Words for people, in Chinese and English.
//!
//! Texts of the program live in `assets/locales/*.yml`, both languages side by side under one key; [`crate::say!`] looks them
//! up. Texts that come from data (a rule's title, a layer's name) travel as [`Bilingual`].

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
/// Gives a `String`. A missing key shows as the key itself; `tests/words.rs` walks all keys in both languages.
#[macro_export]
macro_rules! say {
    ($lang:expr, $key:expr $(, $name:ident = $value:expr)* $(,)?) => {
        match AsRef::<str>::as_ref(&$key) {
            key => rust_i18n::t!(key, locale = $lang.code() $(, $name = $value)*).into_owned(),
        }
    };
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
}
