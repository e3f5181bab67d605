//! What was once looked up of reference systems, kept for the life of the program.
//!
//! PROJ's objects are never given back (see `crs.rs`), so each question is to be asked once: a program that is open for
//! weeks reads the same few systems thousands of times.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::extent::Extent;

/// So many answers are kept; what comes after that is asked again.
const MOST: usize = 4_096;
/// A question longer than this is not kept: no system is written at such a length.
const LONGEST: usize = 16 * 1024;

/// What PROJ says of a definition.
#[derive(Debug)]
pub(super) struct Description {
    /// PROJJSON.
    pub json: Value,
    /// Degrees, x east.
    pub area_of_use: Extent,
}

/// Answers by question; `None` for a question that has none.
#[derive(Debug, Default)]
pub(super) struct Memory(Mutex<Option<HashMap<String, Option<Arc<Description>>>>>);

impl Memory {
    /// Empty.
    pub const fn new() -> Memory {
        Memory(Mutex::new(None))
    }

    /// The answer to `question`, from memory or by `ask`. Nobody waits for another's question.
    pub fn recall(
        &self,
        question: &str,
        ask: impl FnOnce(&str) -> Option<Description>,
    ) -> Option<Arc<Description>> {
        let known = |answers: &Option<HashMap<_, _>>| answers.as_ref()?.get(question).cloned();
        if let Some(answer) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return answer;
        }
        let answer = ask(question).map(Arc::new);
        let mut answers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let answers = answers.get_or_insert_default();
        if answers.len() < MOST && question.len() <= LONGEST {
            answers.insert(question.to_owned(), answer.clone());
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_asked_once_and_one_without_answer_too() {
        let memory = Memory::new();
        let mut asked = Vec::new();
        for question in ["EPSG:4549", "nothing", "EPSG:4549", "nothing"] {
            let answer = memory.recall(question, |question| {
                asked.push(question.to_owned());
                (question != "nothing").then(|| Description {
                    json: Value::from(question),
                    area_of_use: Extent::EMPTY,
                })
            });
            assert_eq!(answer.is_some(), question != "nothing");
        }
        assert_eq!(asked, ["EPSG:4549", "nothing"]);
        let long = "x".repeat(LONGEST + 1);
        let mut count = 0;
        for _ in 0..2 {
            memory.recall(&long, |_| {
                count += 1;
                None
            });
        }
        assert_eq!(count, 2);
    }
    #[test]
    fn it_is_full_at_some_time() {
        let memory = Memory::new();
        let mut asked = 0;
        for _ in 0..2 {
            for question in 0..=MOST {
                memory.recall(&question.to_string(), |_| {
                    asked += 1;
                    None
                });
            }
        }
        // All but the last one are known the second time.
        assert_eq!(asked, MOST + 2);
    }
}
