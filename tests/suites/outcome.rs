//! What became of a case, and the sums by file.

use std::collections::BTreeMap;

/// What became of a case.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    Passed,
    /// With what was found and what was expected.
    Failed(String),
    /// The case asks for something that this engine does not do.
    NotApplicable(&'static str),
}

/// One question of a suite with its outcome.
#[derive(Clone, Debug)]
pub struct Case {
    /// Path below the folder of the suites; for suites of many small files, the folder.
    pub file: String,
    pub name: String,
    pub outcome: Outcome,
}

impl Case {
    /// As it stands in the list of known failures.
    pub fn key(&self) -> String {
        format!("{} :: {}", self.file, self.name)
    }
}

/// Relative to the larger operand. The expected shapes are written with some fifteen digits.
pub const RELATIVE: f64 = 1e-9;

/// Passed where the area is as expected within `tolerance`. Where it is not, and an exact answer is known, the message
/// says whom that sides with.
pub fn area_outcome(found: f64, expected: f64, tolerance: f64, exact: impl Fn() -> Option<f64>) -> Outcome {
    if (found - expected).abs() <= tolerance {
        return Outcome::Passed;
    }
    let witness = match exact() {
        Some(exact) if (found - exact).abs() <= tolerance => {
            "; exact arithmetic gives the engine's answer".to_owned()
        }
        Some(exact) => format!("; exact arithmetic gives {exact}"),
        None => String::new(),
    };
    Outcome::Failed(format!("found {found}, expected {expected}{witness}"))
}

/// Passed where the two are equal.
pub fn equal_outcome<T: PartialEq + std::fmt::Debug>(found: &T, expected: &T) -> Outcome {
    if found == expected {
        return Outcome::Passed;
    }
    Outcome::Failed(format!("found {found:?}, expected {expected:?}"))
}

/// The sums of one file.
#[derive(Default)]
struct Sum {
    passed: usize,
    failed: usize,
    reasons: BTreeMap<&'static str, usize>,
}

/// The table of sums by file, in Markdown, with a last line for all.
pub fn table(cases: &[Case]) -> String {
    let mut sums: BTreeMap<&str, Sum> = BTreeMap::new();
    for case in cases {
        for row in [case.file.as_str(), "~ all"] {
            let sum = sums.entry(row).or_default();
            match case.outcome {
                Outcome::Passed => sum.passed += 1,
                Outcome::Failed(_) => sum.failed += 1,
                Outcome::NotApplicable(reason) => *sum.reasons.entry(reason).or_default() += 1,
            }
        }
    }
    let mut text = "| file | passed | failed | not applicable |\n|---|---|---|---|\n".to_owned();
    for (file, sum) in sums {
        let reasons: Vec<String> = sum
            .reasons
            .iter()
            .map(|(reason, count)| format!("{count} {reason}"))
            .collect();
        text += &format!(
            "| {} | {} | {} | {} |\n",
            file.trim_start_matches("~ "),
            sum.passed,
            sum.failed,
            reasons.join("; ")
        );
    }
    text
}
