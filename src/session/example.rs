//! The workspace that comes with the program.

use std::path::PathBuf;

use super::command::Command;
use super::notice::NoticeKind;

pub use super::example_place::places;

/// The example, where it is there: in the folder that the program is started in, else where its package has put it.
pub fn example() -> Option<PathBuf> {
    places().into_iter().find(|folder| folder.is_dir())
}

/// Opens the example, or tells where it was looked for.
pub fn open_example() -> Command {
    opening(example())
}

fn opening(found: Option<PathBuf>) -> Command {
    match found {
        Some(folder) => Command::Open(vec![folder]),
        None => Command::Tell(NoticeKind::NoExample(places())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_that_is_missing_is_told_with_where_it_would_be() {
        let Command::Tell(NoticeKind::NoExample(places)) = opening(None) else {
            panic!("nothing is told");
        };
        assert_eq!(places.first(), Some(&PathBuf::from("maps/qiantang")));
        assert!(places.len() > 1, "{places:?}");
        assert_eq!(opening(Some("there".into())), Command::Open(vec!["there".into()]));
    }
}
