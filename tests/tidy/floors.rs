//! The floors: which room may know which.

use crate::paths::{Target, paths};
use crate::source::Source;
use std::collections::BTreeMap;

/// Rooms and their floors. A new room belongs here and on the architecture page.
const FLOORS: [(&str, u8); 20] = [
    ("font", 0),
    ("geom", 0),
    ("progress", 0),
    ("sha256", 0),
    ("sqlite_uri", 0),
    ("words", 0),
    ("model", 1),
    ("attributes", 2),
    ("formats", 2),
    ("inspection", 2),
    ("lookup", 2),
    ("screening", 2),
    ("report", 2),
    ("tiles", 2),
    // Freezes what `formats` has read and `screening` has found with the tables of `report`; `session` will own one.
    ("dossier", 3),
    ("session", 4),
    ("cli", 5),
    ("ui", 5),
    ("bin", 6),
    ("main", 6),
];

/// Neighbours on one floor that may know each other all the same, in this direction only.
const NEIGHBOURS: [(&str, &str); 2] = [("geom", "progress"), ("geom", "words")];

fn floor(room: &str) -> Option<u8> {
    FLOORS
        .iter()
        .find(|(name, _)| *name == room)
        .map(|&(_, floor)| floor)
}

/// Exported macros, which stand in the crate's root, and the rooms that define them.
pub type Macros = BTreeMap<String, String>;

pub fn macros(sources: &[Source]) -> Macros {
    let of_one = |source: &Source| {
        let room = source.room().to_owned();
        source
            .exported_macros()
            .into_iter()
            .map(move |name| (name, room.clone()))
    };
    sources.iter().flat_map(of_one).collect()
}

/// Imports that go up or sideways. `lib.rs` only lists the rooms and is free.
pub fn offences(source: &Source, macros: &Macros) -> Vec<String> {
    let room = source.room();
    if room == "lib" {
        return Vec::new();
    }
    let Some(own) = floor(room) else {
        return vec![format!(
            "{}: the room `{room}` stands on no floor; name it in FLOORS",
            source.path
        )];
    };
    let mut offences = Vec::new();
    for (named, target) in paths(source) {
        let Target::Own(names) = target else { continue };
        let Some(first) = names.first() else { continue };
        let wanted = macros.get(first).unwrap_or(first).as_str();
        let place = source.at(named.line);
        match floor(wanted) {
            _ if wanted == room => {}
            Some(other) if other < own || NEIGHBOURS.contains(&(room, wanted)) => {}
            Some(other) => offences.push(format!(
                "{place}: `{room}` (floor {own}) knows `{wanted}` (floor {other})"
            )),
            None => offences.push(format!(
                "{place}: `crate::{wanted}` is no room; import from where it is defined"
            )),
        }
    }
    offences.dedup();
    offences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, code: &str, expected: usize) {
        let macros = macros(&[Source::new(
            "src/words.rs",
            "#[macro_export]\nmacro_rules! say { () => {} }",
        )]);
        let found = offences(&Source::new(path, code), &macros);
        assert_eq!(found.len(), expected, "{path}: {code}\n{found:?}");
    }

    #[test]
    fn downward_passes() {
        check(
            "src/model/zone.rs",
            "use crate::geom::{Extent, index::SpatialIndex};",
            0,
        );
        check(
            "src/ui/mod.rs",
            "use crate::{session::Session, model::Zone}; fn f() { crate::report::rows() }",
            0,
        );
        check(
            "src/geom/area.rs",
            "use crate::progress::Progress; use crate::words::say; use super::Extent;",
            0,
        );
        check(
            "src/main.rs",
            "fn main() { redshank::ui::run(); redshank::cli::run(); }",
            0,
        );
        check("src/lib.rs", "pub mod ui; pub use ui::App;", 0);
        check(
            "src/cli/mod.rs",
            "mod run; use run::Options; use std::fmt; use ui::x;",
            0,
        );
    }

    #[test]
    fn upward_and_sideways_fail() {
        check("src/geom/area.rs", "use crate::model::Zone;", 1);
        check("src/progress.rs", "use crate::geom::Extent;", 1);
        check("src/words.rs", "fn f() { crate::progress::go() }", 1);
        check(
            "src/formats/csv.rs",
            "use crate::{model::Zone, report::{rows, html}};",
            1,
        );
        check(
            "src/formats/csv.rs",
            "use crate::{\n    report::rows,\n    screening::screen,\n};",
            2,
        );
        check("src/screening/mod.rs", "use super::session::Session;", 1);
        check("src/cli/mod.rs", "use crate::ui;\nfn f() { ui::open() }", 2);
    }

    #[test]
    fn exported_macros_belong_to_their_room() {
        check("src/model/zone.rs", "use crate::say; fn f() { crate::say!() }", 0);
        check("src/progress.rs", "use crate::say;", 1);
    }

    #[test]
    fn what_is_no_room_fails() {
        check("src/basement/mod.rs", "", 1);
        check("src/ui/mod.rs", "use crate::App;", 1);
    }

    #[test]
    fn comments_strings_and_tests_are_free() {
        check(
            "src/geom/area.rs",
            "// crate::ui::App\n/// [`crate::ui::App`]\nconst A: &str = \"crate::ui::App\";",
            0,
        );
        check(
            "src/geom/area.rs",
            "fn f() {}\n#[cfg(test)]\nmod tests { use crate::ui::App; }",
            0,
        );
    }
}
