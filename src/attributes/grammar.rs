//! How a typed condition is cut into words and put together.

use super::expression::{Comparison, Condition, ExpressionFault};
use super::sheet::{Column, Field, Sheet};

/// So deep brackets and nots may stand in each other.
const DEPTH: usize = 64;

/// Reads a condition over the columns of a sheet; `None` where nothing is typed.
///
/// # Errors
/// Why it is none.
pub fn parse(text: &str, sheet: &Sheet) -> Result<Option<Condition>, ExpressionFault> {
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return Ok(None);
    }
    Parser::new(&tokens, sheet).whole().map(Some)
}

/// A piece of a typed condition.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word, number or sign that is no comparison.
    Word(String),
    /// What stood in quotes.
    Quoted(String),
    /// A comparison.
    Compare(Comparison),
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
}

/// Cuts a text into pieces.
///
/// # Errors
/// [`ExpressionFault::Open`] where a quote has no end.
fn tokens(text: &str) -> Result<Vec<Token>, ExpressionFault> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut rest = text.chars().peekable();
    while let Some(sign) = rest.next() {
        let piece = match sign {
            sign if sign.is_whitespace() => None,
            '(' | '（' => Some(Token::Open),
            ')' | '）' => Some(Token::Close),
            // Within a word it is an apostrophe.
            '\'' | '"' | '“' | '‘' if word.is_empty() => {
                found.push(Token::Quoted(quoted(sign, &mut rest)?));
                continue;
            }
            '=' | '＝' => Some(Token::Compare(Comparison::Equal)),
            '≠' => Some(Token::Compare(Comparison::Unequal)),
            '≤' => Some(Token::Compare(Comparison::AtMost)),
            '≥' => Some(Token::Compare(Comparison::AtLeast)),
            '~' | '～' => Some(Token::Compare(Comparison::Contains)),
            '!' | '！' | '<' | '＜' | '>' | '＞' => compare_signs(sign, &mut rest),
            sign => {
                word.push(sign);
                continue;
            }
        };
        if !word.is_empty() {
            found.push(word_token(std::mem::take(&mut word)));
        }
        found.extend(piece);
    }
    if !word.is_empty() {
        found.push(word_token(word));
    }
    Ok(found)
}

fn quoted(open: char, rest: &mut impl Iterator<Item = char>) -> Result<String, ExpressionFault> {
    let close = match open {
        '“' => '”',
        '‘' => '’',
        other => other,
    };
    let mut text = String::new();
    for sign in rest {
        if sign == close {
            return Ok(text);
        }
        text.push(sign);
    }
    Err(ExpressionFault::Open(open))
}

fn compare_signs(first: char, rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<Token> {
    let equal = rest.next_if(|&next| matches!(next, '=' | '＝')).is_some();
    let comparison = match (first, equal) {
        ('<' | '＜', true) => Comparison::AtMost,
        ('<' | '＜', false) if rest.next_if(|&next| matches!(next, '>' | '＞')).is_some() => {
            Comparison::Unequal
        }
        ('<' | '＜', false) => Comparison::Less,
        ('>' | '＞', true) => Comparison::AtLeast,
        ('>' | '＞', false) => Comparison::More,
        (_, true) => Comparison::Unequal,
        // An exclamation mark alone says *not*.
        (_, false) => return Some(Token::Word("not".to_owned())),
    };
    Some(Token::Compare(comparison))
}

fn word_token(word: String) -> Token {
    let comparison = match word.to_lowercase().as_str() {
        "contains" | "包含" => Comparison::Contains,
        "等于" => Comparison::Equal,
        "不等于" => Comparison::Unequal,
        "大于" => Comparison::More,
        "小于" => Comparison::Less,
        "不大于" => Comparison::AtMost,
        "不小于" => Comparison::AtLeast,
        _ => return Token::Word(word),
    };
    Token::Compare(comparison)
}

/// Puts a condition together.
struct Parser<'a> {
    rest: &'a [Token],
    sheet: &'a Sheet,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// Over pieces that are not looked at yet.
    fn new(tokens: &'a [Token], sheet: &'a Sheet) -> Parser<'a> {
        Parser {
            rest: tokens,
            sheet,
            depth: 0,
        }
    }

    /// The condition that all pieces make.
    ///
    /// # Errors
    /// Why they make none.
    fn whole(mut self) -> Result<Condition, ExpressionFault> {
        let condition = self.either()?;
        match self.rest.first() {
            None => Ok(condition),
            Some(token) => Err(unexpected(Some(token))),
        }
    }

    fn either(&mut self) -> Result<Condition, ExpressionFault> {
        let mut condition = self.both()?;
        while self.word(&["or", "或", "||"]) {
            condition = Condition::Or(Box::new(condition), Box::new(self.both()?));
        }
        Ok(condition)
    }

    fn both(&mut self) -> Result<Condition, ExpressionFault> {
        let mut condition = self.one()?;
        while self.word(&["and", "且", "&&"]) {
            condition = Condition::And(Box::new(condition), Box::new(self.one()?));
        }
        Ok(condition)
    }

    fn one(&mut self) -> Result<Condition, ExpressionFault> {
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(ExpressionFault::TooDeep);
        }
        let condition = self.one_of_any_depth();
        self.depth -= 1;
        condition
    }

    fn one_of_any_depth(&mut self) -> Result<Condition, ExpressionFault> {
        if self.word(&["not", "非"]) {
            return Ok(Condition::Not(Box::new(self.one()?)));
        }
        let Some((first, rest)) = self.rest.split_first() else {
            return Err(unexpected(None));
        };
        let name = match first {
            Token::Open => {
                self.rest = rest;
                let condition = self.either()?;
                return match self.rest.split_first() {
                    Some((Token::Close, rest)) => {
                        self.rest = rest;
                        Ok(condition)
                    }
                    None => Err(ExpressionFault::Open('(')),
                    Some((token, _)) => Err(unexpected(Some(token))),
                };
            }
            Token::Word(name) | Token::Quoted(name) => name,
            other => return Err(unexpected(Some(other))),
        };
        self.rest = rest;
        if let Some(Token::Compare(comparison)) = self.rest.first() {
            self.rest = self.rest.get(1..).unwrap_or_default();
            let column = self.column(name)?;
            return Ok(Condition::Compare(column, *comparison, self.value()?));
        }
        if let Some(is_empty) = self.emptiness() {
            let empty = Condition::Empty(self.column(name)?);
            return Ok(if is_empty {
                empty
            } else {
                Condition::Not(Box::new(empty))
            });
        }
        Ok(self.anywhere(name))
    }

    fn value(&mut self) -> Result<String, ExpressionFault> {
        match self.rest.split_first() {
            Some((Token::Word(value) | Token::Quoted(value), rest)) => {
                self.rest = rest;
                Ok(value.clone())
            }
            _ => Err(ExpressionFault::NoValue),
        }
    }

    /// `is empty` and `is not empty`, if they stand here.
    fn emptiness(&mut self) -> Option<bool> {
        if self.word(&["为空"]) {
            return Some(true);
        }
        if self.word(&["不为空"]) {
            return Some(false);
        }
        let before = self.rest;
        if self.word(&["is"]) {
            let is_empty = !self.word(&["not"]);
            if self.word(&["empty", "null"]) {
                return Some(is_empty);
            }
        }
        self.rest = before;
        None
    }

    /// A word that belongs to no comparison, with those that follow it.
    fn anywhere(&mut self, first: &str) -> Condition {
        let mut text = first.to_owned();
        while let Some((Token::Word(word), rest)) = self.rest.split_first() {
            let joins = ["and", "or", "且", "或", "&&", "||"];
            let begins_a_comparison = matches!(rest.first(), Some(Token::Compare(_)));
            if joins.contains(&word.to_lowercase().as_str()) || begins_a_comparison {
                break;
            }
            text = format!("{text} {word}");
            self.rest = rest;
        }
        Condition::Anywhere(text.trim().to_lowercase())
    }

    /// Takes one of some words, whatever the case.
    fn word(&mut self, words: &[&str]) -> bool {
        match self.rest.split_first() {
            Some((Token::Word(word), rest)) if words.contains(&word.to_lowercase().as_str()) => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// The column of a name: exactly, then whatever the case, then what every table has.
    fn column(&self, name: &str) -> Result<Column, ExpressionFault> {
        let name = name.trim();
        let properties = || {
            self.sheet
                .columns()
                .iter()
                .filter_map(|column| match &column.field {
                    Field::Property(own) => Some((&**own, column)),
                    _ => None,
                })
        };
        let exact = properties().find(|(own, _)| *own == name);
        let alike = || properties().find(|(own, _)| own.to_lowercase() == name.to_lowercase());
        let own = || {
            let field = match name.to_lowercase().as_str() {
                "#" | "number" | "序号" => Field::Number,
                "id" | "编号" => Field::Id,
                "area" | "面积" => Field::AreaHa,
                "length" | "长度" => Field::LengthM,
                _ => return None,
            };
            self.sheet.column(&field)
        };
        let found = exact.or_else(alike).map(|(_, column)| column).or_else(own);
        found
            .cloned()
            .ok_or_else(|| ExpressionFault::NoField(name.to_owned()))
    }
}

fn unexpected(token: Option<&Token>) -> ExpressionFault {
    let text = match token {
        None => "",
        Some(Token::Word(text) | Token::Quoted(text)) => text,
        Some(Token::Open) => "(",
        Some(Token::Close) => ")",
        Some(Token::Compare(comparison)) => match comparison {
            Comparison::Equal => "=",
            Comparison::Unequal => "≠",
            Comparison::Less => "<",
            Comparison::AtMost => "≤",
            Comparison::More => ">",
            Comparison::AtLeast => "≥",
            Comparison::Contains => "~",
        },
    };
    ExpressionFault::Unexpected(text.to_owned())
}
