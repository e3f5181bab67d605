//! What can be wrong with the values of fields that are mapped to a meaning.

use crate::say;
use crate::words::Lang;

use super::contract::Meaning;

/// What was found in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldFault {
    /// No field is mapped to what the role needs.
    NotMapped {
        /// What is needed.
        meaning: Meaning,
    },
    /// Features that say nothing of what the role needs.
    Empty {
        /// How many.
        features: usize,
        /// Of so many.
        of: usize,
    },
    /// A code that the class table does not hold.
    UnknownClass {
        /// As written.
        found: String,
        /// How many features have it.
        features: usize,
        /// The first of them by id.
        examples: Vec<String>,
    },
    /// A code whose leading zero is lost: it stands as a number, and with the zero it is in the class table.
    LostZero {
        /// As written.
        found: String,
        /// With its zero.
        likely: String,
        /// How many features have it.
        features: usize,
    },
    /// More unknown values than are told one by one.
    ManyValues {
        /// How many more.
        values: usize,
    },
    /// Codes in digits or letters of full width; read as plain ones.
    FullWidth {
        /// The first of them.
        found: String,
        /// How many features have such.
        features: usize,
    },
    /// A word that names no level.
    UnknownLevel {
        /// As written.
        found: String,
        /// How many features have it.
        features: usize,
        /// The first of them by id.
        examples: Vec<String>,
    },
    /// Numbers in some features and words in others.
    MixedTypes {
        /// Features with numbers.
        numbers: usize,
        /// Features with words.
        texts: usize,
    },
    /// A number that cannot be meant.
    OutOfRange {
        /// The first of them.
        found: f64,
        /// The least that can be.
        least: f64,
        /// The most that can be.
        most: f64,
        /// How many features have such numbers.
        features: usize,
    },
    /// Numbers that stand as text, or in digits of full width, in a field that is mapped to a number; read as numbers.
    NumberAsText {
        /// How many features have them.
        features: usize,
    },
    /// What is no number in a field that is mapped to one; taken as not said.
    NotANumber {
        /// The first such value.
        found: String,
        /// How many features have such values.
        features: usize,
    },
    /// What says no months in a field that is mapped to them; taken as the whole year.
    NotMonths {
        /// The first such value.
        found: String,
        /// How many features have such values.
        features: usize,
    },
    /// Features that do not say their role, which is the layer's own then.
    NoRole {
        /// How many there are.
        features: usize,
        /// How many features the layer has.
        of: usize,
    },
    /// A value of a mapped attribute that no rule names, though each has one of the words of the rules: taken as unknown, so
    /// that every rule about the attribute may apply.
    UnknownWord {
        /// The value.
        found: String,
        /// How many features have it.
        features: usize,
    },
    /// A value of a mapped attribute that no rule names, so that no rule about the attribute applies.
    UnknownValue {
        /// The value.
        found: String,
        /// How many features have it.
        features: usize,
    },
}

impl FieldFault {
    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            FieldFault::NotMapped { .. } => "not_mapped",
            FieldFault::Empty { .. } => "empty_values",
            FieldFault::UnknownClass { .. } => "unknown_class",
            FieldFault::LostZero { .. } => "lost_zero",
            FieldFault::ManyValues { .. } => "many_values",
            FieldFault::FullWidth { .. } => "full_width",
            FieldFault::UnknownLevel { .. } => "unknown_level",
            FieldFault::MixedTypes { .. } => "mixed_types",
            FieldFault::OutOfRange { .. } => "out_of_range_value",
            FieldFault::NumberAsText { .. } => "number_as_text",
            FieldFault::NotANumber { .. } => "not_a_number",
            FieldFault::NotMonths { .. } => "not_months",
            FieldFault::NoRole { .. } => "no_role",
            FieldFault::UnknownWord { .. } => "unknown_word",
            FieldFault::UnknownValue { .. } => "unknown_value",
        }
    }

    /// What was found, in one sentence.
    pub fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            FieldFault::NotMapped { meaning } => {
                say!(lang, &key, meaning = meaning.name(lang), key = meaning.code())
            }
            FieldFault::Empty { features, of } | FieldFault::NoRole { features, of } => {
                say!(lang, &key, features = features, of = of)
            }
            FieldFault::UnknownClass {
                found,
                features,
                examples,
            }
            | FieldFault::UnknownLevel {
                found,
                features,
                examples,
            } => with_examples(lang, &key, (found, *features), examples),
            FieldFault::LostZero {
                found,
                likely,
                features,
            } => say!(lang, &key, found = found, likely = likely, features = features),
            FieldFault::MixedTypes { numbers, texts } => {
                say!(lang, &key, numbers = numbers, texts = texts)
            }
            FieldFault::OutOfRange {
                found,
                least,
                most,
                features,
            } => {
                let range = format!("{least} … {most}");
                say!(lang, &key, found = found, range = range, features = features)
            }
            FieldFault::ManyValues { values } => say!(lang, &key, values = values),
            FieldFault::NumberAsText { features } => say!(lang, &key, features = features),
            FieldFault::FullWidth { found, features }
            | FieldFault::NotANumber { found, features }
            | FieldFault::NotMonths { found, features }
            | FieldFault::UnknownWord { found, features }
            | FieldFault::UnknownValue { found, features } => {
                say!(lang, &key, found = found, features = features)
            }
        }
    }
}

fn with_examples(lang: Lang, key: &str, (found, features): (&str, usize), examples: &[String]) -> String {
    let separator = if lang == Lang::Zh { "、" } else { ", " };
    let examples = examples.join(separator);
    say!(lang, key, found = found, features = features, examples = examples)
}
