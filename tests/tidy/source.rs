//! A Rust file cut into words: comments and the insides of literals are gone, so that what is left is code.

use std::iter::Peekable;
use std::str::Chars;

/// One word or sign of code.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
}

impl Token {
    pub fn is(&self, text: &str) -> bool {
        self.text == text
    }

    /// Numbers count as words too; nothing here needs the difference.
    pub fn is_word(&self) -> bool {
        self.text.starts_with(is_word_char)
    }
}

/// A file of the program.
pub struct Source {
    /// From the root, with forward slashes: `src/geom/crs.rs`.
    pub path: String,
    /// The code before the tests.
    pub code: Vec<Token>,
    /// The code from the first `#[cfg(test)]` on.
    pub tests: Vec<Token>,
    /// How many lines stand before the tests.
    pub code_line_count: usize,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let mut code = tokens(text);
        let start = (0..code.len())
            .find(|&at| opens_tests(&code, at))
            .unwrap_or(code.len());
        let tests = code.split_off(start);
        let code_line_count = tests
            .first()
            .map_or_else(|| text.lines().count(), |token| token.line - 1);
        Source {
            path: path.to_owned(),
            code,
            tests,
            code_line_count,
        }
    }

    /// The first folder below `src`, or the name of a file that stands there alone.
    pub fn room(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let first = below.split('/').next().unwrap_or(below);
        first.strip_suffix(".rs").unwrap_or(first)
    }

    /// The names that lead from the crate to this file: `src/geom/crs.rs` is `geom`, `crs`.
    pub fn module(&self) -> Vec<String> {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        let below = below.strip_suffix(".rs").unwrap_or(below);
        let mut names: Vec<String> = below.split('/').map(str::to_owned).collect();
        if matches!(names.last().map(String::as_str), Some("mod" | "lib" | "main")) {
            names.pop();
        }
        names
    }

    /// Macros that stand in the crate's root for everybody, although this file defines them.
    pub fn exported_macros(&self) -> Vec<String> {
        let mut names = Vec::new();
        let mut exported = false;
        for (at, token) in self.code.iter().enumerate() {
            match token.text.as_str() {
                "macro_export" => exported = true,
                "macro_rules" if std::mem::take(&mut exported) => {
                    names.extend(self.code.get(at + 2).map(|name| name.text.clone()));
                }
                _ => {}
            }
        }
        names
    }

    pub fn at(&self, line: usize) -> String {
        format!("{}:{line}", self.path)
    }
}

/// `#[cfg(test)]` or `#![cfg(test)]` at the beginning of a line.
fn opens_tests(code: &[Token], at: usize) -> bool {
    let first_of_line = at == 0 || code[at - 1].line < code[at].line;
    let mut rest = code[at..].iter().map(|token| token.text.as_str()).peekable();
    if !first_of_line || rest.next() != Some("#") {
        return false;
    }
    rest.next_if_eq(&"!");
    ["[", "cfg", "(", "test", ")", "]"]
        .iter()
        .all(|&expected| rest.next() == Some(expected))
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Cuts `text` into tokens. A literal becomes one token `""`; lifetimes vanish; `::`, `->`, `=>` and `!=` stay whole.
pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        chars: text.chars().peekable(),
        line: 1,
    };
    let mut tokens = Vec::new();
    loop {
        while lexer.peek().is_some_and(char::is_whitespace) {
            lexer.next();
        }
        let line = lexer.line;
        let Some(first) = lexer.next() else { return tokens };
        if let Some(text) = lexer.rest_of(first) {
            tokens.push(Token { text, line });
        }
    }
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
}

impl Lexer<'_> {
    fn peek(&mut self) -> Option<char> {
        self.chars.peek().copied()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.chars.next();
        self.line += usize::from(next == Some('\n'));
        next
    }

    /// What begins with `first`; nothing for comments and lifetimes.
    fn rest_of(&mut self, first: char) -> Option<String> {
        match (first, self.peek()) {
            ('/', Some('/')) => self.skip_line(),
            ('/', Some('*')) => self.skip_block(),
            ('"', _) => return Some(self.string()),
            ('\'', _) => return self.quote(),
            (':', Some(':')) | ('-' | '=', Some('>')) | ('!', Some('=')) => {
                let second = self.next()?;
                return Some([first, second].iter().collect());
            }
            _ if is_word_char(first) => return Some(self.word(first)),
            _ => return Some(first.to_string()),
        }
        None
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.next();
        }
    }

    /// Block comments may hold block comments.
    fn skip_block(&mut self) {
        let mut depth = 0;
        let mut before = '/';
        while let Some(c) = self.next() {
            match (before, c) {
                ('/', '*') => depth += 1,
                ('*', '/') => depth -= 1,
                _ => {
                    before = c;
                    continue;
                }
            }
            if depth == 0 {
                return;
            }
            before = ' '; // neither sign of a pair belongs to the next pair
        }
    }

    fn string(&mut self) -> String {
        while let Some(c) = self.next() {
            match c {
                '\\' => drop(self.next()),
                '"' => break,
                _ => {}
            }
        }
        "\"\"".to_owned()
    }

    /// After a single quote: a character, or a lifetime, which has no quote behind it.
    fn quote(&mut self) -> Option<String> {
        let first = self.next()?;
        if first == '\\' {
            self.next();
        } else if self.peek() != Some('\'') {
            while self.peek().is_some_and(is_word_char) {
                self.next();
            }
            return None;
        }
        while self.next().is_some_and(|c| c != '\'') {}
        Some("\"\"".to_owned())
    }

    /// A name or number, or the prefix of a literal such as `r#"…"#` and `b'…'`, or a raw name such as `r#type`.
    fn word(&mut self, first: char) -> String {
        let mut word = String::from(first);
        while let Some(c) = self.peek().filter(|&c| is_word_char(c)) {
            word.push(c);
            self.next();
        }
        match (word.as_str(), self.peek()) {
            ("b" | "c", Some('"')) => {
                self.next();
                self.string()
            }
            ("b", Some('\'')) => {
                self.next();
                self.quote().unwrap_or_default()
            }
            ("r" | "br" | "cr", Some('"' | '#')) => self.raw(),
            _ => word,
        }
    }

    fn raw(&mut self) -> String {
        let mut hashes = 0;
        while self.peek() == Some('#') {
            hashes += 1;
            self.next();
        }
        let Some(next) = self.next() else {
            return String::new();
        };
        if next != '"' {
            return self.word(next);
        }
        let mut run = None; // how many hashes follow the last quote
        while run != Some(hashes) {
            run = match self.next() {
                None => break,
                Some('"') => Some(0),
                Some('#') => run.map(|count| count + 1),
                Some(_) => None,
            };
        }
        "\"\"".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
        assert_eq!(words.join(" "), expected, "{text}");
    }

    #[test]
    fn comments_vanish() {
        check("a // b\nc /* d /* e */ f */ g /**/ h", "a c g h");
        check("/// crate::ui\n//! crate::ui\nx", "x");
        check("a / b /*/ c */ d", "a / b d");
    }

    #[test]
    fn literals_are_emptied() {
        check(
            r#"f("// \" crate::x", 'a', '\'', '"', b'x', b"y", '\u{4e2d}')"#,
            r#"f ( "" , "" , "" , "" , "" , "" , "" )"#,
        );
        check("r\"a\\\" b r#\"c\"d\"# e r##\"f\"#g\"## h", r#""" b "" e "" h"#);
    }

    #[test]
    fn lifetimes_and_raw_names() {
        check(
            "fn f<'a>(x: &'a str, r#type: u8) -> Foo<'_>",
            "fn f < > ( x : & str , type : u8 ) -> Foo < >",
        );
        check("a::b!=c=>d", "a :: b != c => d");
    }

    #[test]
    fn lines_are_counted_through_literals() {
        let lines: Vec<usize> = tokens("a \"\n\n\" b\n/* \n */ c")
            .iter()
            .map(|token| token.line)
            .collect();
        assert_eq!(lines, [1, 1, 3, 5]);
    }

    #[test]
    fn tests_are_split_off() {
        let source = Source::new(
            "src/geom/crs.rs",
            "//! x\nfn a() {}\n\n#[cfg(test)]\nmod tests {}\n",
        );
        assert_eq!(
            (source.code.len(), source.code_line_count, source.tests.len()),
            (6, 3, 11)
        );
        let source = Source::new("src/a.rs", "//! x\n#![cfg(test)]\nfn a() {}\n");
        assert_eq!((source.code.len(), source.code_line_count), (0, 1));
        let source = Source::new(
            "src/a.rs",
            "// #[cfg(test)]\nlet a = \"\n#[cfg(test)]\"; x! { #[cfg(test)] }\n",
        );
        assert!(source.tests.is_empty());
        assert_eq!(source.code_line_count, 3);
    }

    #[test]
    fn exported_macros_are_found() {
        let code =
            "#[macro_export]\n#[doc(hidden)]\nmacro_rules! say { () => {} }\nmacro_rules! own { () => {} }";
        assert_eq!(Source::new("src/words.rs", code).exported_macros(), ["say"]);
    }

    #[test]
    fn rooms_and_modules() {
        for (path, room, module) in [
            ("src/geom/crs.rs", "geom", "geom::crs"),
            ("src/ui/map/mod.rs", "ui", "ui::map"),
            ("src/progress.rs", "progress", "progress"),
            ("src/main.rs", "main", ""),
            ("src/lib.rs", "lib", ""),
        ] {
            let source = Source::new(path, "");
            assert_eq!(
                (source.room(), source.module().join("::").as_str()),
                (room, module)
            );
        }
    }
}
