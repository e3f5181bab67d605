//! Problems in one line, and what they are headed by.

use crate::say;
use crate::words::Lang;

use super::problem::Problem;

impl Problem {
    /// Where it is, what was found and what to do, in one line: feature and field first, the file last.
    pub fn line(&self, lang: Lang) -> String {
        let mut parts = Vec::new();
        parts.extend(self.feature_words(lang));
        if let Some(field) = &self.field {
            parts.push(say!(lang, "problem.field", field = field));
        }
        parts.push(self.text(lang));
        let place = if self.file.is_empty() {
            String::new()
        } else {
            format!(" [{}]", self.file)
        };
        let separator = if lang == Lang::Zh { "，" } else { ", " };
        let stop = if lang == Lang::Zh { "。" } else { ". " };
        format!("{}{stop}{}{place}", parts.join(separator), self.advice(lang))
    }

    /// Number and id of the feature; `None` where no single feature is concerned.
    pub fn feature_words(&self, lang: Lang) -> Option<String> {
        let number = self.feature?;
        Some(match &self.id {
            Some(id) => say!(lang, "problem.feature_with_id", number = number, id = id),
            None => say!(lang, "problem.feature", number = number),
        })
    }

    /// What was done, in which layer, to which feature and field.
    pub fn heading(&self, lang: Lang) -> String {
        let field = self.field.as_ref();
        let parts = [
            Some(self.done.name(lang)),
            self.layer.as_deref().map(str::to_owned),
            self.feature_words(lang),
            field.map(|field| say!(lang, "problem.field", field = field)),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        parts.join(" · ")
    }
}
