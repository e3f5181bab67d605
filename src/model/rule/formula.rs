//! Setbacks by formula: `max(1200, 10 * tip_height_m)`.
//!
//! Numbers, `+ - * / ( )`, `min(…)`, `max(…)` and the numbers of a project, nothing else: no names to define, no loops.
//! Neither reading nor evaluating calls itself, so no text can exhaust the stack.

use std::fmt;
use std::sync::Arc;

use super::range::Range;
use super::term::Term;

/// Longer texts are no formula.
const MOST_CHARS: usize = 500;
/// Parentheses and calls within each other.
const MOST_DEPTH: usize = 32;

/// A checked formula; evaluates to metres.
#[derive(Clone, PartialEq)]
pub struct Formula {
    text: Arc<str>,
    /// In the order of evaluation: operands before what combines them.
    steps: Arc<[Step]>,
}

/// A text that is no formula.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}, at sign {} of the formula", at + 1)]
pub struct BadFormula {
    /// Which character, from 0.
    pub at: usize,
    /// What is wrong and what is possible.
    pub what: String,
}

/// A formula that gives no number for a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// The project does not say this.
    Missing(Term),
    /// A division by zero, or a number out of all bounds.
    NoNumber,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Number(f64),
    Term(Term),
    Negate,
    Add,
    Subtract,
    Multiply,
    Divide,
    Min(usize),
    Max(usize),
}

impl fmt::Debug for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Formula({:?})", self.text)
    }
}

impl Formula {
    /// Checks a text.
    ///
    /// # Errors
    /// [`BadFormula`] with the place in the text.
    ///
    /// ```
    /// use redshank::model::rule::{Formula, Term};
    /// let formula = Formula::parse("max(1200, 10 * tip_height_m)")?;
    /// let of = |term| (term == Term::TipHeightM).then_some(160.0);
    /// assert_eq!(formula.evaluate(of), Ok(1600.0));
    /// # Ok::<(), redshank::model::rule::BadFormula>(())
    /// ```
    pub fn parse(text: &str) -> Result<Formula, BadFormula> {
        if text.chars().count() > MOST_CHARS {
            return Err(bad(MOST_CHARS, &format!("longer than {MOST_CHARS} signs")));
        }
        Ok(Formula {
            text: text.trim().into(),
            steps: Parser::default()
                .steps(&tokens(text)?, text.chars().count())?
                .into(),
        })
    }

    /// As it was written.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The terms that it names, each once.
    pub fn terms(&self) -> Vec<Term> {
        let named = |term: &Term| self.steps.contains(&Step::Term(*term));
        Term::ALL.into_iter().filter(named).collect()
    }

    /// What it gives at least, in metres, whatever the numbers are that `of` does not give: of `max(1200, 10 * tip_height_m)`
    /// nobody needs a height to know of 1200. 0 where nothing is sure.
    ///
    /// ```
    /// use redshank::model::rule::Formula;
    /// assert_eq!(Formula::parse("max(1200, 10 * tip_height_m)")?.at_least(|_| None), 1200.0);
    /// # Ok::<(), redshank::model::rule::BadFormula>(())
    /// ```
    pub fn at_least(&self, of: impl Fn(Term) -> Option<f64>) -> f64 {
        let mut stack: Vec<Range> = Vec::with_capacity(self.steps.len());
        for step in self.steps.iter() {
            let value = match *step {
                Step::Number(number) => Some(Range::of(number)),
                Step::Term(term) => Some(of(term).map_or(Range::unknown(term), Range::of)),
                Step::Negate => stack.pop().map(Range::negated),
                Step::Min(count) => folded(&mut stack, count, Range::least).ok(),
                Step::Max(count) => folded(&mut stack, count, Range::greatest).ok(),
                Step::Add => folded(&mut stack, 2, Range::plus).ok(),
                Step::Subtract => folded(&mut stack, 2, |a, b| a.plus(b.negated())).ok(),
                Step::Multiply => folded(&mut stack, 2, Range::times).ok(),
                Step::Divide => folded(&mut stack, 2, Range::over).ok(),
            };
            stack.extend(value);
        }
        let least = stack.pop().map_or(0.0, |range| range.from);
        if least.is_finite() { least.max(0.0) } else { 0.0 }
    }

    /// Its value for a project whose numbers `of` gives. A setback below 0 is 0.
    ///
    /// # Errors
    /// [`Unresolved`]; of several missing terms the one that is needed first.
    pub fn evaluate(&self, of: impl Fn(Term) -> Option<f64>) -> Result<f64, Unresolved> {
        let mut stack: Vec<f64> = Vec::with_capacity(self.steps.len());
        for step in self.steps.iter() {
            let value = match *step {
                Step::Number(number) => number,
                Step::Term(term) => of(term).ok_or(Unresolved::Missing(term))?,
                Step::Negate => -stack.pop().ok_or(Unresolved::NoNumber)?,
                Step::Min(count) => folded(&mut stack, count, f64::min)?,
                Step::Max(count) => folded(&mut stack, count, f64::max)?,
                Step::Add => folded(&mut stack, 2, |a, b| a + b)?,
                Step::Subtract => folded(&mut stack, 2, |a, b| a - b)?,
                Step::Multiply => folded(&mut stack, 2, |a, b| a * b)?,
                Step::Divide => folded(&mut stack, 2, |a, b| a / b)?,
            };
            // Caught where it arises: `min` and `max` would swallow it.
            if !value.is_finite() {
                return Err(Unresolved::NoNumber);
            }
            stack.push(value);
        }
        stack.pop().map(|m| m.max(0.0)).ok_or(Unresolved::NoNumber)
    }
}

/// Combines the last `count` values from left to right.
fn folded<T>(stack: &mut Vec<T>, count: usize, with: impl Fn(T, T) -> T) -> Result<T, Unresolved> {
    let start = stack.len().checked_sub(count).ok_or(Unresolved::NoNumber)?;
    stack.drain(start..).reduce(with).ok_or(Unresolved::NoNumber)
}

fn bad(at: usize, what: &str) -> BadFormula {
    BadFormula {
        at,
        what: what.to_owned(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Number(f64),
    Term(Term),
    /// `min` is false.
    Call(bool),
    Sign(char),
}

/// Splits a text; each token with the character that it begins at.
fn tokens(text: &str) -> Result<Vec<(usize, Token)>, BadFormula> {
    let signs: Vec<char> = text.chars().collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&sign) = signs.get(at) {
        let start = at;
        let run = |keep: &dyn Fn(char) -> bool| -> String {
            signs
                .iter()
                .skip(start)
                .copied()
                .take_while(|c| keep(*c))
                .collect()
        };
        if sign.is_whitespace() {
            at += 1;
        } else if "+-*/(),".contains(sign) {
            at += 1;
            tokens.push((start, Token::Sign(sign)));
        } else if sign.is_ascii_digit() || sign == '.' {
            let word = run(&|c| c.is_ascii_alphanumeric() || c == '.' || c == '_');
            at += word.chars().count();
            let number = word.parse().ok().filter(|n: &f64| n.is_finite());
            let number = number.ok_or_else(|| bad(start, &format!("{word:?} is no number")))?;
            tokens.push((start, Token::Number(number)));
        } else if sign.is_alphabetic() || sign == '_' {
            let word = run(&|c| c.is_alphanumeric() || c == '_');
            at += word.chars().count();
            tokens.push((start, named(&word).ok_or_else(|| bad(start, &unknown(&word)))?));
        } else {
            return Err(bad(start, &format!("{sign:?} has no meaning in a formula")));
        }
    }
    Ok(tokens)
}

fn named(word: &str) -> Option<Token> {
    match word {
        "min" => Some(Token::Call(false)),
        "max" => Some(Token::Call(true)),
        _ => Term::from_code(word).map(Token::Term),
    }
}

fn unknown(word: &str) -> String {
    let codes = Term::ALL.map(Term::code).join(", ");
    format!("{word:?} is unknown; write min, max or one of {codes}")
}

/// What waits for its right-hand side, or for its closing parenthesis.
#[derive(Clone, Copy)]
enum Waiting {
    /// An operator with how strongly it binds.
    Operator(Step, u8),
    /// A parenthesis at a place, of a call where there is one: `max` is true.
    Open(usize, Option<bool>, usize),
}

/// Brings infix into the order of evaluation (E. W. Dijkstra's shunting yard, 1961).
#[derive(Default)]
struct Parser {
    steps: Vec<Step>,
    waiting: Vec<Waiting>,
    depth: usize,
}

impl Parser {
    fn steps(mut self, tokens: &[(usize, Token)], end: usize) -> Result<Vec<Step>, BadFormula> {
        // A value is expected at the start, behind operators, commas and opening parentheses.
        let mut value_expected = true;
        let mut called: Option<bool> = None;
        for &(at, token) in tokens {
            if called.is_some() && token != Token::Sign('(') {
                return Err(bad(at, "expected ( behind min or max"));
            }
            match (token, value_expected) {
                (Token::Sign('('), true) => self.open(at, called.take())?,
                (Token::Call(is_max), true) => called = Some(is_max),
                (Token::Number(number), true) => self.value(Step::Number(number), &mut value_expected),
                (Token::Term(term), true) => self.value(Step::Term(term), &mut value_expected),
                (Token::Sign('-'), true) => self.waiting.push(Waiting::Operator(Step::Negate, 3)),
                (Token::Sign('+'), true) => {}
                (_, true) => return Err(bad(at, "expected a number, a term, min, max or (")),
                (Token::Sign(')'), false) => self.close(at)?,
                (Token::Sign(','), false) => {
                    self.comma(at)?;
                    value_expected = true;
                }
                (Token::Sign(sign), false) => {
                    self.operator(sign, at)?;
                    value_expected = true;
                }
                (_, false) => return Err(bad(at, "expected + - * / , or )")),
            }
        }
        if value_expected {
            return Err(bad(end, "a number or term is missing"));
        }
        self.release(0);
        match self.waiting.last() {
            Some(Waiting::Open(at, ..)) => Err(bad(*at, "this ( is never closed")),
            _ => Ok(self.steps),
        }
    }

    fn value(&mut self, step: Step, value_expected: &mut bool) {
        self.steps.push(step);
        *value_expected = false;
    }

    fn open(&mut self, at: usize, call: Option<bool>) -> Result<(), BadFormula> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(bad(
                at,
                &format!("more than {MOST_DEPTH} parentheses within each other"),
            ));
        }
        self.waiting.push(Waiting::Open(at, call, 1));
        Ok(())
    }

    fn operator(&mut self, sign: char, at: usize) -> Result<(), BadFormula> {
        let (step, strength) = match sign {
            '+' => (Step::Add, 1),
            '-' => (Step::Subtract, 1),
            '*' => (Step::Multiply, 2),
            '/' => (Step::Divide, 2),
            _ => return Err(bad(at, "expected + - * / , or )")),
        };
        self.release(strength);
        self.waiting.push(Waiting::Operator(step, strength));
        Ok(())
    }

    /// Writes out the waiting operators that bind at least so strongly, down to the last parenthesis.
    fn release(&mut self, strength: u8) {
        while let Some(&Waiting::Operator(step, own)) = self.waiting.last() {
            if own < strength {
                return;
            }
            self.steps.push(step);
            self.waiting.pop();
        }
    }

    fn comma(&mut self, at: usize) -> Result<(), BadFormula> {
        self.release(0);
        match self.waiting.last_mut() {
            Some(Waiting::Open(_, Some(_), count)) => {
                *count += 1;
                Ok(())
            }
            _ => Err(bad(at, "a comma belongs into min(…) or max(…)")),
        }
    }

    fn close(&mut self, at: usize) -> Result<(), BadFormula> {
        self.release(0);
        let Some(Waiting::Open(_, call, count)) = self.waiting.pop() else {
            return Err(bad(at, "this ) was never opened"));
        };
        self.depth -= 1;
        match call {
            Some(true) => self.steps.push(Step::Max(count)),
            Some(false) => self.steps.push(Step::Min(count)),
            None => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(term: Term) -> Option<f64> {
        match term {
            Term::TipHeightM => Some(160.0),
            Term::CapacityMw => Some(6.0),
            Term::WidthM => Some(0.0),
            _ => None,
        }
    }

    #[track_caller]
    fn check(text: &str, expected: f64) {
        assert_eq!(Formula::parse(text).unwrap().evaluate(of), Ok(expected), "{text}");
    }

    #[track_caller]
    fn check_refused(text: &str, at: usize, words: &str) {
        let error = Formula::parse(text).unwrap_err();
        assert!(error.at == at && error.what.contains(words), "{text}: {error:?}");
    }

    #[test]
    fn setbacks_as_rules_state_them() {
        check("10 * tip_height_m", 1600.0);
        check("max(1200, 10 * tip_height_m)", 1600.0);
        check("min(max(1, 2), 3, capacity_mw)", 2.0);
        check(" 1+2*3-4/2 ", 5.0);
        check("(1+2)*3", 9.0);
        check("10-4-3", 3.0);
        check("2*-3+10", 4.0);
        check("--5", 5.0);
        check("+.5e1", 5.0);
        check("3 - 10", 0.0);
    }

    #[test]
    fn what_is_not_known_is_named() {
        let value = |text: &str| Formula::parse(text).unwrap().evaluate(of);
        assert_eq!(
            value("max(1200, 3 * hub_height_m)"),
            Err(Unresolved::Missing(Term::HubHeightM))
        );
        assert_eq!(value("max(100, 1 / width_m)"), Err(Unresolved::NoNumber));
        assert_eq!(value("1e308 * 10"), Err(Unresolved::NoNumber));
        let terms = Formula::parse("tip_height_m + capacity_mw * tip_height_m")
            .unwrap()
            .terms();
        assert_eq!(terms, [Term::CapacityMw, Term::TipHeightM]);
    }

    #[test]
    fn what_is_sure_is_known_without_the_rest() {
        let check = |text: &str, expected: f64| {
            assert_eq!(Formula::parse(text).unwrap().at_least(of), expected, "{text}");
        };
        check("max(1200, 3 * hub_height_m)", 1200.0);
        check("max(1200, 10 * tip_height_m, hub_height_m)", 1600.0);
        check("3 * hub_height_m + 50", 50.0);
        check("500 - hub_height_m", 0.0);
        check("min(500, hub_height_m)", 0.0);
        check("min(500, 200 + hub_height_m)", 200.0);
        check("max(60, 2 * depth_m)", 60.0);
        check("60 + depth_m", 0.0);
        check("max(100, 1 / width_m)", 100.0);
        check("10 * tip_height_m", 1600.0);
        check("3 - 10", 0.0);
        check("max(300, hub_height_m * (0 - hub_height_m))", 300.0);
        check("max(300, 1000 / hub_height_m)", 300.0);
    }

    #[test]
    fn every_mistake_has_its_place() {
        check_refused("", 0, "missing");
        check_refused("10 *", 4, "missing");
        check_refused("10 * tip_height", 5, "tip_height_m");
        check_refused("10 ** 2", 4, "expected a number");
        check_refused("(1 + 2", 0, "never closed");
        check_refused("1 + 2)", 5, "never opened");
        check_refused("1, 2", 1, "comma");
        check_refused("(1, 2)", 2, "comma");
        check_refused("max 3", 4, "expected (");
        check_refused("max()", 4, "expected a number");
        check_refused("2 3", 2, "expected +");
        check_refused("1.2.3", 0, "no number");
        check_refused("1 ^ 2", 2, "no meaning");
        check_refused("高 * 2", 0, "unknown");
        check_refused("max", 3, "missing");
    }

    #[test]
    fn neither_long_nor_deep_texts_do_harm() {
        check_refused(&"(".repeat(33), 32, "within each other");
        check_refused(&"1+".repeat(300), MOST_CHARS, "longer");
        check(&format!("{}1{}", "(".repeat(32), ")".repeat(32)), 1.0);
        check(&format!("{}1", "-".repeat(498)), 1.0);
    }

    /// A formula with what it must give, worked out by plain recursion.
    #[derive(Clone, Debug)]
    enum Tree {
        Number(u16),
        Tip,
        Negate(Box<Tree>),
        Two(char, Box<Tree>, Box<Tree>),
        Call(bool, Vec<Tree>),
    }

    impl Tree {
        fn text(&self) -> String {
            match self {
                Tree::Number(n) => n.to_string(),
                Tree::Tip => "tip_height_m".into(),
                Tree::Negate(inner) => format!("-({})", inner.text()),
                Tree::Two(sign, a, b) => format!("({}){sign} ({})", a.text(), b.text()),
                Tree::Call(is_max, all) => {
                    let all: Vec<String> = all.iter().map(Tree::text).collect();
                    format!("{}({})", if *is_max { "max" } else { "min" }, all.join(" ,"))
                }
            }
        }

        /// Not finite where any part of it is not.
        fn value(&self) -> f64 {
            let value = match self {
                Tree::Number(n) => f64::from(*n),
                Tree::Tip => 160.0,
                Tree::Negate(inner) => -inner.value(),
                Tree::Two('+', a, b) => a.value() + b.value(),
                Tree::Two('-', a, b) => a.value() - b.value(),
                Tree::Two('*', a, b) => a.value() * b.value(),
                Tree::Two(_, a, b) => a.value() / b.value(),
                Tree::Call(is_max, all) => {
                    let values: Vec<f64> = all.iter().map(Tree::value).collect();
                    if values.iter().any(|v| !v.is_finite()) {
                        return f64::NAN;
                    }
                    let pick = if *is_max { f64::max } else { f64::min };
                    values.into_iter().reduce(pick).unwrap()
                }
            };
            if value.is_finite() { value } else { f64::NAN }
        }
    }

    fn trees() -> impl Strategy<Value = Tree> {
        let leaf = prop_oneof![(0u16..50).prop_map(Tree::Number), Just(Tree::Tip)];
        leaf.prop_recursive(4, 24, 3, |inner| {
            let boxed = inner.clone().prop_map(Box::new);
            let sign = prop::sample::select(vec!['+', '-', '*', '/']);
            prop_oneof![
                boxed.clone().prop_map(Tree::Negate),
                (sign, boxed.clone(), boxed).prop_map(|(s, a, b)| Tree::Two(s, a, b)),
                (any::<bool>(), prop::collection::vec(inner, 1..4)).prop_map(|(m, all)| Tree::Call(m, all)),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "\\PC{0,80}") {
            if let Ok(formula) = Formula::parse(&text) {
                let _value = formula.evaluate(of);
            }
        }

        #[test]
        fn no_heap_of_signs_panics(text in "[-+*/(), 0-9.emaxintp_h]{0,600}") {
            if let Ok(formula) = Formula::parse(&text) {
                let _value = formula.evaluate(of);
            }
        }

        #[test]
        fn as_plain_recursion_says(tree in trees()) {
            let text = tree.text();
            prop_assume!(text.chars().count() <= MOST_CHARS);
            let expected = tree.value();
            let found = Formula::parse(&text).unwrap().evaluate(of);
            if expected.is_finite() {
                prop_assert_eq!(found, Ok(expected.max(0.0)), "{}", text);
            } else {
                prop_assert_eq!(found, Err(Unresolved::NoNumber), "{}", text);
            }
        }

        /// No height makes a setback less than what is sure without it.
        #[test]
        fn no_value_is_below_what_is_sure(tree in trees(), tip in 1e-3..1e3_f64) {
            let text = tree.text();
            prop_assume!(text.chars().count() <= MOST_CHARS);
            let formula = Formula::parse(&text).unwrap();
            let least = formula.at_least(|_| None);
            prop_assert!(least >= 0.0, "{text}");
            if let Ok(value) = formula.evaluate(|_| Some(tip)) {
                prop_assert!(value >= least * (1.0 - 1e-9) - 1e-9, "{text}: {value} < {least}");
            }
        }

        /// Without parentheses: products before sums, from left to right.
        #[test]
        fn precedence(numbers in prop::collection::vec(1u16..9, 1..12), signs in prop::collection::vec(0usize..4, 11)) {
            let mut text = numbers[0].to_string();
            let (mut sum, mut product, mut sign) = (0.0, f64::from(numbers[0]), 1.0);
            for (number, pick) in numbers[1..].iter().zip(&signs) {
                let value = f64::from(*number);
                text += &format!("{}{number}", ["+", "-", "*", "/"][*pick]);
                match pick {
                    2 => product *= value,
                    3 => product /= value,
                    _ => {
                        sum += sign * product;
                        (product, sign) = (value, if *pick == 0 { 1.0 } else { -1.0 });
                    }
                }
            }
            let expected: f64 = sum + sign * product;
            let found = Formula::parse(&text).unwrap().evaluate(of).unwrap();
            prop_assert!((found - expected.max(0.0)).abs() <= 1e-9 * expected.abs().max(1.0), "{} {}", text, found);
        }
    }
}
