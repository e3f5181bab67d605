//! Calls that give up, and work that nobody owns.

use crate::source::Source;

const UNFINISHED: [&str; 3] = ["todo", "unimplemented", "dbg"];

/// Written in two halves, so that this file does not find itself.
const MARKS: [&str; 2] = [concat!("TO", "DO"), concat!("FIX", "ME")];

pub fn offences(source: &Source) -> Vec<String> {
    let mut offences = Vec::new();
    for (at, token) in source.code.iter().enumerate() {
        let before = at.checked_sub(1).map_or("", |at| &source.code[at].text);
        let after = source.code.get(at + 1).map_or("", |token| &token.text);
        let gives_up = token.is("unwrap") && (before == "::" || before == "." && after == "(");
        let unfinished = after == "!" && UNFINISHED.iter().any(|name| token.is(name));
        if gives_up || unfinished {
            offences.push(format!("{}: `{}`", source.at(token.line), token.text));
        }
    }
    offences
}

/// Marks of open work without a name in brackets behind them. Looks into comments, so it takes the text as it is.
pub fn todo_offences(path: &str, text: &str) -> Vec<String> {
    let numbered = text.lines().zip(1..);
    numbered
        .filter(|(line, _)| MARKS.iter().any(|mark| unowned(line, mark)))
        .map(|(_, n)| format!("{path}:{n}"))
        .collect()
}

fn unowned(line: &str, mark: &str) -> bool {
    line.match_indices(mark).any(|(at, _)| {
        let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let rest = &line[at + mark.len()..];
        if part_of_word(line[..at].chars().next_back()) || part_of_word(rest.chars().next()) {
            return false;
        }
        let owner = rest
            .strip_prefix('(')
            .and_then(|rest| rest.split_once(')'))
            .map_or("", |(owner, _)| owner);
        owner.trim().is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, expected: usize) {
        assert_eq!(offences(&Source::new("src/a.rs", code)).len(), expected, "{code}");
    }

    #[test]
    fn giving_up_fails() {
        check("fn f() { a.unwrap(); b\n    .unwrap () }", 2);
        check("fn f() { a.map(Option::unwrap) }", 1);
        check("fn f() { todo!(); unimplemented!(\"x\"); std::dbg!(1) }", 3);
    }

    #[test]
    fn handling_passes() {
        check(
            "fn f() { a.unwrap_or(1); b.unwrap_or_default(); c.expect(\"proved above\"); todo != 1 }",
            0,
        );
        check(
            "// a.unwrap()\n#[expect(clippy::unwrap_used)]\nconst A: &str = \"todo!()\";",
            0,
        );
        check("#[cfg(test)]\nmod tests { fn f() { a.unwrap() } }", 0);
    }

    #[test]
    fn marks_need_an_owner() {
        let count =
            |text: &str| todo_offences("a.rs", &text.replace('@', MARKS[0]).replace('#', MARKS[1])).len();
        assert_eq!(
            count("// @(li): later\n// @S and my@ and @_x\nlet a = 1; // #(wang) x"),
            0
        );
        assert_eq!(count("// @: later\n// #\n// @() x\n// @(li) and @"), 4);
    }
}
