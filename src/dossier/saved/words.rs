//! Texts in two languages, and codes.

use serde::{Deserialize, Serialize};

use crate::words::Bilingual;

/// One text in both languages.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedWords {
    zh: String,
    en: String,
}

impl From<&Bilingual> for SavedWords {
    fn from(text: &Bilingual) -> SavedWords {
        SavedWords {
            zh: text.zh.clone(),
            en: text.en.clone(),
        }
    }
}

impl From<SavedWords> for Bilingual {
    fn from(saved: SavedWords) -> Bilingual {
        Bilingual {
            zh: saved.zh,
            en: saved.en,
        }
    }
}

/// What a code means; else what was found, for the message.
pub fn decoded<T>(code: &str, found: Option<T>) -> Result<T, String> {
    found.ok_or_else(|| format!("{code:?} means nothing here"))
}
