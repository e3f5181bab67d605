//! The paths that a file names: `use` trees spread out, short names written in full.

use crate::source::{Source, Token};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// `use a::b;`
    Import,
    /// `pub use a::b;`, with any reach
    Reexport,
    /// `mod a;`
    Child,
    /// `a::b` in the code
    Inline,
}

/// One path as written, without generic arguments.
#[derive(Debug, Clone)]
pub struct Named {
    pub kind: Kind,
    pub segments: Vec<String>,
    /// What the file calls it; `*` for everything.
    pub name: String,
    pub line: usize,
    /// The inline modules around it, outermost first.
    within: Vec<String>,
}

/// Where a path leads.
#[derive(Debug, PartialEq)]
pub enum Target {
    /// Into the own crate; the names after `crate`.
    Own(Vec<String>),
    /// Anywhere else: another crate, or a name we need not know.
    Other(Vec<String>),
}

/// All paths of the code before the tests, with where they lead.
pub fn paths(source: &Source) -> Vec<(Named, Target)> {
    let named = Reader {
        code: &source.code,
        at: 0,
        within: Vec::new(),
    }
    .read();
    let mut known = BTreeMap::new();
    for path in named
        .iter()
        .filter(|path| path.kind != Kind::Inline && path.name != "*")
    {
        known.insert(path.name.clone(), path.segments.clone());
    }
    named
        .into_iter()
        .map(|path| (path.clone(), target(source, &path, known.clone())))
        .collect()
}

/// Writes out what earlier imports shorten (`fs::read` after `use std::fs`), then climbs `self` and `super`.
fn target(source: &Source, path: &Named, mut known: BTreeMap<String, Vec<String>>) -> Target {
    let mut segments = path.segments.clone();
    if path.kind != Kind::Inline && segments.first() == Some(&path.name) {
        known.remove(&path.name); // `use log;` does not explain itself
    }
    // Taking the entry out ends the loop for names that lead to themselves.
    while let Some(full) = segments.first().and_then(|first| known.remove(first)) {
        segments.splice(..1, full);
    }
    let mut module = source.module();
    module.extend(path.within.iter().cloned());
    let first = segments.first().map_or("", String::as_str);
    match first {
        "crate" => module.clear(),
        "redshank" if source.room() == "main" => module.clear(),
        "self" => {}
        "super" => drop(module.pop()),
        _ => return Target::Other(segments),
    }
    for segment in segments.drain(..).skip(1) {
        match segment.as_str() {
            "super" => drop(module.pop()),
            "self" => {}
            _ => module.push(segment),
        }
    }
    Target::Own(module)
}

struct Reader<'a> {
    code: &'a [Token],
    at: usize,
    /// Inline modules that are open here, each with the brace depth outside it.
    within: Vec<(String, usize)>,
}

impl Reader<'_> {
    fn text(&self, at: usize) -> &str {
        self.code.get(at).map_or("", |token| &token.text)
    }

    fn here(&self) -> &str {
        self.text(self.at)
    }

    fn is_word(&self, at: usize) -> bool {
        self.code.get(at).is_some_and(Token::is_word)
    }

    fn named(&self, kind: Kind, segments: Vec<String>, name: &str, line: usize) -> Named {
        let within = self.within.iter().map(|(module, _)| module.clone()).collect();
        Named {
            kind,
            segments,
            name: name.to_owned(),
            line,
            within,
        }
    }

    fn read(mut self) -> Vec<Named> {
        let mut found = Vec::new();
        let mut depth = 0;
        while self.at < self.code.len() {
            match self.here() {
                "{" => depth += 1,
                "}" => {
                    depth -= 1;
                    self.within.retain(|&(_, outside)| outside < depth);
                }
                "mod" if self.text(self.at + 2) == "{" => {
                    self.within.push((self.text(self.at + 1).to_owned(), depth));
                    depth += 1;
                    self.at += 2;
                }
                "mod" if self.text(self.at + 2) == ";" => found.push(self.child()),
                // `impl Trait + use<'a>` is no import.
                "use" if self.text(self.at + 1) != "<" => self.import(&mut found),
                _ if self.starts_path() => found.push(self.inline()),
                _ => {}
            }
            self.at += 1;
        }
        found
    }

    fn child(&self) -> Named {
        let name = self.text(self.at + 1);
        self.named(
            Kind::Child,
            vec!["self".to_owned(), name.to_owned()],
            name,
            self.code[self.at].line,
        )
    }

    fn import(&mut self, found: &mut Vec<Named>) {
        let before = self.at.checked_sub(1).map_or("", |at| self.text(at));
        let kind = if matches!(before, "pub" | ")") {
            Kind::Reexport
        } else {
            Kind::Import
        };
        self.at += 1;
        self.tree(kind, Vec::new(), found);
    }

    /// One branch of a `use` tree; stops on the sign after it.
    fn tree(&mut self, kind: Kind, mut segments: Vec<String>, found: &mut Vec<Named>) {
        loop {
            let line = self.code.get(self.at).map_or(0, |token| token.line);
            match self.here() {
                "::" => self.at += 1,
                "{" => {
                    self.at += 1;
                    while !matches!(self.here(), "}" | ";" | "") {
                        self.tree(kind, segments.clone(), found);
                        self.at += usize::from(self.here() == ",");
                    }
                    self.at += usize::from(self.here() == "}");
                    return;
                }
                "*" => {
                    segments.push("*".to_owned());
                    found.push(self.named(kind, segments, "*", line));
                    self.at += 1;
                    return;
                }
                _ if self.is_word(self.at) => {
                    if self.here() != "self" || segments.is_empty() {
                        segments.push(self.here().to_owned());
                    }
                    self.at += 1;
                    if self.here() == "::" {
                        continue;
                    }
                    let name = if self.here() == "as" {
                        self.at += 2;
                        self.text(self.at - 1).to_owned()
                    } else {
                        segments.last().cloned().unwrap_or_default()
                    };
                    found.push(self.named(kind, segments, &name, line));
                    return;
                }
                // A macro's placeholder or broken code: nothing to learn, but go on.
                _ => {
                    self.at += 1;
                    return;
                }
            }
        }
    }

    /// A word before `::` that is not itself behind `::` or `.`; a leading `::` belongs to the path.
    fn starts_path(&self) -> bool {
        if !self.is_word(self.at) || self.text(self.at + 1) != "::" {
            return false;
        }
        let Some(before) = self.at.checked_sub(1) else {
            return true;
        };
        match self.text(before) {
            "." => false,
            "::" => before
                .checked_sub(1)
                .is_none_or(|at| !self.is_word(at) && self.text(at) != ">"),
            _ => true,
        }
    }

    fn inline(&mut self) -> Named {
        let line = self.code[self.at].line;
        let mut segments = vec![self.here().to_owned()];
        while self.text(self.at + 1) == "::" && self.is_word(self.at + 2) {
            self.at += 2;
            segments.push(self.here().to_owned());
        }
        let name = segments.last().cloned().unwrap_or_default();
        self.named(Kind::Inline, segments, &name, line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, code: &str, expected: &[&str]) {
        let found: Vec<String> = paths(&Source::new(path, code))
            .into_iter()
            .map(|(named, target)| match target {
                Target::Own(names) => format!("{:?} crate::{}", named.kind, names.join("::")),
                Target::Other(names) => format!("{:?} {}", named.kind, names.join("::")),
            })
            .collect();
        assert_eq!(found, expected, "{code}");
    }

    #[test]
    fn trees_are_spread_out() {
        check(
            "src/ui/a.rs",
            "use crate::{geom::{self, crs::Crs as C, overlay::*}, model::Zone};\npub(crate) use super::x;",
            &[
                "Import crate::geom",
                "Import crate::geom::crs::Crs",
                "Import crate::geom::overlay::*",
                "Import crate::model::Zone",
                "Reexport crate::ui::x",
            ],
        );
    }

    #[test]
    fn short_names_are_written_out() {
        check(
            "src/ui/a.rs",
            "use std::{fs, io::Read}; fn f() { fs::read(x); r.fs::<u8>(); ::proj::Proj::new::<A>(); Vec::<u8>::new() }",
            &[
                "Import std::fs",
                "Import std::io::Read",
                "Inline std::fs::read",
                "Inline proj::Proj::new",
                "Inline Vec",
            ],
        );
    }

    #[test]
    fn a_child_hides_a_crate_of_its_name() {
        check(
            "src/report/mod.rs",
            "mod csv;\nuse csv::write; fn f() { csv::read() }",
            &[
                "Child crate::report::csv",
                "Import crate::report::csv::write",
                "Inline crate::report::csv::read",
            ],
        );
        check(
            "src/report/csv.rs",
            "use csv::csv; use log;",
            &["Import csv::csv", "Import log"],
        );
    }

    #[test]
    fn inline_modules_count_for_super() {
        check(
            "src/geom/crs.rs",
            "mod inner { use super::A; use super::super::B; } use super::C; fn f() { self::g::h() }",
            &[
                "Import crate::geom::crs::A",
                "Import crate::geom::B",
                "Import crate::geom::C",
                "Inline crate::geom::crs::g::h",
            ],
        );
    }

    #[test]
    fn the_program_calls_its_library_by_name() {
        check(
            "src/main.rs",
            "use redshank::ui::App;",
            &["Import crate::ui::App"],
        );
        check(
            "src/ui/a.rs",
            "fn f() -> impl A + use<'a> {} m!{ use $x::y; }",
            &[],
        );
    }
}
