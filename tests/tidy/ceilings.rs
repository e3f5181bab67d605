//! How long a file and a function may be, how many parameters it may take, and that tests stand at the end.

use crate::source::{Source, Token};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const PARAMETERS: usize = 5;

/// A function as written.
#[derive(Debug, PartialEq)]
struct Function {
    name: String,
    line: usize,
    /// From the line with `fn` to the closing brace.
    line_count: usize,
    /// Without `self`.
    parameter_count: usize,
}

pub fn file_offences(source: &Source) -> Vec<String> {
    let lines = source.code_line_count;
    if lines > FILE_LINES {
        vec![format!("{}: {lines} lines", source.path)]
    } else {
        Vec::new()
    }
}

pub fn function_offences(source: &Source) -> Vec<String> {
    let long = functions(&source.code)
        .into_iter()
        .filter(|function| function.line_count > FUNCTION_LINES);
    long.map(|it| {
        format!(
            "{}: `{}` has {} lines",
            source.at(it.line),
            it.name,
            it.line_count
        )
    })
    .collect()
}

pub fn parameter_offences(source: &Source) -> Vec<String> {
    let wide = functions(&source.code)
        .into_iter()
        .filter(|function| function.parameter_count > PARAMETERS);
    wide.map(|it| {
        format!(
            "{}: `{}` takes {} parameters",
            source.at(it.line),
            it.name,
            it.parameter_count
        )
    })
    .collect()
}

/// What stands after `#[cfg(test)]` is not checked, so it may be nothing but modules for tests.
pub fn test_position_offences(source: &Source) -> Vec<String> {
    if source.tests.get(1).is_some_and(|token| token.is("!")) {
        return Vec::new(); // `#![cfg(test)]`: the whole file, and the compiler knows
    }
    let mut at = 0;
    let mut offences = Vec::new();
    while let Some(token) = source.tests.get(at) {
        at = match token.text.as_str() {
            "#" => past_block(&source.tests, at + 1),
            "pub" if source.tests.get(at + 1).is_some_and(|next| next.is("(")) => {
                past_block(&source.tests, at + 1)
            }
            "pub" => at + 1,
            "mod" if source.tests.get(at + 2).is_some_and(|next| next.is(";")) => at + 3,
            "mod" => past_block(&source.tests, at + 2),
            other => {
                offences.push(format!("{}: `{other}` after #[cfg(test)]", source.at(token.line)));
                break;
            }
        };
    }
    offences
}

fn functions(code: &[Token]) -> Vec<Function> {
    let named = |at: usize| code[at].is("fn") && code.get(at + 1).is_some_and(Token::is_word);
    (0..code.len())
        .filter(|&at| named(at))
        .filter_map(|at| function(code, at))
        .collect()
}

/// The function whose `fn` stands at `at`.
fn function(code: &[Token], at: usize) -> Option<Function> {
    let mut open = at + 2;
    if code.get(open)?.is("<") {
        open = past_block(code, open);
    }
    if !code.get(open)?.is("(") {
        return None; // a macro's placeholder
    }
    let close = past_block(code, open);
    // Up to the body; the semicolon in `-> [u8; 4]` is skipped with its brackets.
    let mut body = close;
    while !matches!(code.get(body)?.text.as_str(), "{" | ";") {
        body = if matches!(code[body].text.as_str(), "(" | "[") {
            past_block(code, body)
        } else {
            body + 1
        };
    }
    let end = if code[body].is("{") {
        past_block(code, body) - 1
    } else {
        body
    };
    Some(Function {
        name: code[at + 1].text.clone(),
        line: code[at].line,
        line_count: code.get(end)?.line - code[at].line + 1,
        parameter_count: parameter_count(&code[open + 1..close - 1]),
    })
}

/// The place after the bracket that closes the one at `open`. Angle brackets count only if the block is one.
fn past_block(code: &[Token], open: usize) -> usize {
    let angles = code.get(open).is_some_and(|token| token.is("<"));
    let mut depth = 0_usize;
    for (at, token) in code.iter().enumerate().skip(open) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            "<" if angles => depth += 1,
            ">" if angles => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    code.len()
}

fn parameter_count(parameters: &[Token]) -> usize {
    let mut depth = 0_usize;
    let mut pieces = vec![Vec::new()];
    for token in parameters {
        match token.text.as_str() {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" | ">" => depth = depth.saturating_sub(1),
            "," if depth == 0 => {
                pieces.push(Vec::new());
                continue;
            }
            _ => {}
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(token);
        }
    }
    let is_self = |piece: &[&Token]| {
        piece
            .iter()
            .take_while(|token| !token.is(":"))
            .any(|token| token.is("self"))
    };
    pieces
        .iter()
        .filter(|piece| !piece.is_empty() && !is_self(piece))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::tokens;

    fn check(code: &str, expected: &[(&str, usize, usize)]) {
        let found = functions(&tokens(code));
        let found: Vec<_> = found
            .iter()
            .map(|it| (it.name.as_str(), it.line_count, it.parameter_count))
            .collect();
        assert_eq!(found, expected, "{code}");
    }

    #[test]
    fn functions_are_measured() {
        check("fn a() {}\nfn b(x: u8)\n{\n}", &[("a", 1, 0), ("b", 3, 1)]);
        check(
            "trait T { fn a(&self, x: [u8; 2]) -> [u8; 4]; fn b(self: Box<Self>); }",
            &[("a", 1, 1), ("b", 1, 0)],
        );
        check(
            "fn a<F: Fn(u8, u8) -> u8>(&mut self, f: F, m: Map<u8, u8>,) where F: X<u8> {\n}",
            &[("a", 2, 2)],
        );
        check(
            "fn a(f: impl Fn(u8) -> Vec<u8>, P { x, y }: P, (p, q): (u8, u8)) {}",
            &[("a", 1, 3)],
        );
        check(
            "fn a() { let f: fn(u8) = g; fn b(x: u8) {} }",
            &[("a", 1, 0), ("b", 1, 1)],
        );
        check("macro_rules! m { ($n:ident) => { fn $n() {} } }", &[]);
    }

    #[test]
    fn long_functions_fail() {
        let source =
            |lines: usize| Source::new("src/a.rs", &format!("fn a() {{{}}}", "\n".repeat(lines - 1)));
        assert!(function_offences(&source(60)).is_empty());
        assert_eq!(function_offences(&source(61)), ["src/a.rs:1: `a` has 61 lines"]);
    }

    #[test]
    fn many_parameters_fail() {
        let offences = |code: &str| parameter_offences(&Source::new("src/a.rs", code));
        assert!(offences("fn f(&self, a: A, b: B, c: C, d: D, e: E) {}").is_empty());
        assert_eq!(
            offences("fn f(a: A, b: B, c: C, d: D, e: E, f: F);"),
            ["src/a.rs:1: `f` takes 6 parameters"]
        );
        assert!(offences("#[cfg(test)]\nfn f(a: A, b: B, c: C, d: D, e: E, f: F);").is_empty());
    }

    #[test]
    fn long_files_fail() {
        let offences = |text: &str| file_offences(&Source::new("src/a.rs", text));
        assert!(offences(&"\n".repeat(400)).is_empty());
        assert_eq!(offences(&"\n".repeat(401)), ["src/a.rs: 401 lines"]);
        assert!(
            offences(&format!(
                "{}#[cfg(test)]\nmod tests {{{}}}",
                "\n".repeat(400),
                "\n".repeat(400)
            ))
            .is_empty()
        );
    }

    #[test]
    fn code_after_tests_fails() {
        let offences = |text: &str| test_position_offences(&Source::new("src/a.rs", text)).len();
        assert_eq!(offences("fn a() {}\n#[cfg(test)]\nmod tests { fn b() {} }\n"), 0);
        assert_eq!(
            offences("#[cfg(test)]\n#[path = \"t.rs\"]\npub(crate) mod tests;\n#[cfg(test)]\nmod more {}"),
            0
        );
        assert_eq!(offences("#![cfg(test)]\nfn a() {}"), 0);
        assert_eq!(offences("#[cfg(test)]\nmod tests;\nfn a() {}"), 1);
        assert_eq!(offences("#[cfg(test)]\nuse crate::x;\nfn a() {}"), 1);
    }
}
