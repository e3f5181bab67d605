//! Files that need each other.
//!
//! A node is a file. An edge goes to the file that defines what is named, through any number of named re-exports.
//! No edge are: declaring a child, re-exporting, and importing a module by itself (what is used through it counts).
//! `mod.rs` and its child are therefore held like any other pair: `mod.rs` may use the child, or the child may use
//! what `mod.rs` defines, but not both. A glob import leads to the module it names. `lib.rs` and `main.rs` are left
//! out: the first only lists, the second is a crate of its own.

use crate::paths::{Kind, Target, paths};
use crate::source::Source;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const ROOT: &str = "src/lib.rs";

type Module = Vec<String>;

/// Edges from file to file, with the line that makes each.
type Graph = BTreeMap<String, BTreeMap<String, usize>>;

pub fn offences(sources: &[Source]) -> Vec<String> {
    let graph = Files::new(sources).graph(sources);
    let mut reported = BTreeSet::new();
    let mut offences = Vec::new();
    for start in graph.keys() {
        let Some(cycle) = shortest_cycle(&graph, start) else {
            continue;
        };
        // One knot, one line: a cycle that touches a reported one falls apart with it or shows up next time.
        if cycle.iter().any(|file| reported.contains(file)) {
            continue;
        }
        let ring = cycle.iter().zip(cycle.iter().cycle().skip(1));
        let steps: Vec<String> = ring
            .map(|(from, to)| format!("{from}:{} -> {to}", graph[from][to]))
            .collect();
        offences.push(steps.join(", "));
        reported.extend(cycle);
    }
    offences
}

struct Files {
    /// Which file a module is.
    files: BTreeMap<Module, String>,
    /// Re-exports by name: the module that shows it, the name, and what it stands for.
    shown: BTreeMap<(Module, String), Module>,
}

impl Files {
    fn new(sources: &[Source]) -> Self {
        let mut files = BTreeMap::from([(Module::new(), ROOT.to_owned())]);
        let mut shown = BTreeMap::new();
        for source in sources.iter().filter(|source| source.room() != "main") {
            files.insert(source.module(), source.path.clone());
            for name in source.exported_macros() {
                let full = source.module().into_iter().chain([name.clone()]).collect();
                shown.insert((Module::new(), name), full);
            }
            for (named, target) in paths(source) {
                if let (Kind::Reexport, Target::Own(names)) = (named.kind, target) {
                    shown.insert((source.module(), named.name), names);
                }
            }
        }
        Files { files, shown }
    }

    fn graph(&self, sources: &[Source]) -> Graph {
        let mut graph = Graph::new();
        for source in sources
            .iter()
            .filter(|source| !matches!(source.room(), "lib" | "main"))
        {
            let edges = graph.entry(source.path.clone()).or_default();
            for (named, target) in paths(source) {
                let (Kind::Import | Kind::Inline, Target::Own(names)) = (named.kind, target) else {
                    continue;
                };
                let file = self
                    .defining_file(names)
                    .filter(|file| *file != source.path && file != ROOT);
                if let Some(file) = file {
                    edges.entry(file).or_insert(named.line);
                }
            }
        }
        graph
    }

    /// The file that defines the thing at `names`; none for a module by itself.
    fn defining_file(&self, mut names: Module) -> Option<String> {
        // Each turn follows one re-export; a ring of them would be an error of the compiler long before.
        for _ in 0..8 {
            let length = (0..=names.len())
                .rev()
                .find(|&length| self.files.contains_key(&names[..length]))?;
            let item = names.get(length)?.clone();
            let module = names[..length].to_vec();
            match self.shown.get(&(module.clone(), item)) {
                Some(full) => names = full.iter().chain(&names[length + 1..]).cloned().collect(),
                None => return self.files.get(&module).cloned(),
            }
        }
        None
    }
}

/// The shortest way from `start` back to itself.
fn shortest_cycle(graph: &Graph, start: &str) -> Option<Vec<String>> {
    let mut came_from: BTreeMap<&str, &str> = BTreeMap::new();
    let mut waiting = VecDeque::from([start]);
    while let Some(file) = waiting.pop_front() {
        for next in graph.get(file)?.keys() {
            if next == start {
                let mut cycle = vec![file.to_owned()];
                while let Some(before) = cycle.last().and_then(|last| came_from.get(last.as_str())) {
                    cycle.push((*before).to_owned());
                }
                cycle.reverse();
                return Some(cycle);
            }
            if graph.contains_key(next) && !came_from.contains_key(next.as_str()) {
                came_from.insert(next, file);
                waiting.push_back(next);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(files: &[(&str, &str)], expected: &[&str]) {
        let sources: Vec<Source> = files.iter().map(|(path, code)| Source::new(path, code)).collect();
        assert_eq!(offences(&sources), expected);
    }

    #[test]
    fn a_tree_passes() {
        check(
            &[
                ("src/lib.rs", "pub mod geom; pub mod model;"),
                (
                    "src/geom/mod.rs",
                    "mod area; mod extent; pub use extent::Extent; pub use area::area_m2;",
                ),
                ("src/geom/extent.rs", "pub struct Extent;"),
                (
                    "src/geom/area.rs",
                    "use super::Extent; use crate::geom::extent::EMPTY;",
                ),
                (
                    "src/model/mod.rs",
                    "use crate::geom::{self, Extent}; fn f() { geom::area_m2() }",
                ),
            ],
            &[],
        );
    }

    #[test]
    fn a_pair_fails() {
        check(
            &[
                ("src/geom/a.rs", "use super::b::B;"),
                ("src/geom/b.rs", "fn f() {\n crate::geom::a::f() }"),
                ("src/geom/mod.rs", "mod a; mod b;"),
            ],
            &["src/geom/a.rs:1 -> src/geom/b.rs, src/geom/b.rs:2 -> src/geom/a.rs"],
        );
    }

    #[test]
    fn a_ring_across_folders_and_through_a_reexport_fails() {
        check(
            &[
                (
                    "src/ui/map/mod.rs",
                    "mod pick; pub use self::pick::Pick as Picked;",
                ),
                ("src/ui/map/pick.rs", "use crate::ui::theme::colour;"),
                ("src/ui/mod.rs", "mod map; mod theme; mod view;"),
                ("src/ui/theme.rs", "use super::view::View;"),
                ("src/ui/view.rs", "use super::map::Picked;"),
            ],
            &[
                "src/ui/map/pick.rs:1 -> src/ui/theme.rs, src/ui/theme.rs:1 -> src/ui/view.rs, \
               src/ui/view.rs:1 -> src/ui/map/pick.rs",
            ],
        );
    }

    #[test]
    fn parent_and_child_may_use_each_other_one_way_only() {
        let parent_uses = ("src/geom/mod.rs", "mod a; pub struct P; fn f() { a::g() }");
        let parent_lists = ("src/geom/mod.rs", "mod a; pub use a::g; pub struct P;");
        let child_uses = ("src/geom/a.rs", "use super::P;");
        let child_alone = (
            "src/geom/a.rs",
            "fn g() {}\n#[cfg(test)]\nmod tests { use super::super::P; }",
        );
        check(&[parent_uses, child_alone], &[]);
        check(&[parent_lists, child_uses], &[]);
        check(
            &[parent_uses, child_uses],
            &["src/geom/a.rs:1 -> src/geom/mod.rs, src/geom/mod.rs:1 -> src/geom/a.rs"],
        );
    }

    #[test]
    fn macros_lead_to_their_file() {
        check(
            &[
                (
                    "src/geom/a.rs",
                    "#[macro_export]\nmacro_rules! say { () => { super::b::f() } }",
                ),
                ("src/geom/b.rs", "use crate::say;"),
            ],
            &["src/geom/a.rs:2 -> src/geom/b.rs, src/geom/b.rs:1 -> src/geom/a.rs"],
        );
    }

    #[test]
    fn a_glob_leads_to_the_module() {
        check(
            &[
                ("src/geom/mod.rs", "mod a; use a::g;"),
                ("src/geom/a.rs", "use super::*;"),
            ],
            &["src/geom/a.rs:1 -> src/geom/mod.rs, src/geom/mod.rs:1 -> src/geom/a.rs"],
        );
    }
}
