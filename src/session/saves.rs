//! Saves of the workspace, one after another: two at once would write over each other, and the second would take what the
//! first has written for the work of another program.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::workspace::Workspace;
use crate::words::Lang;

use super::known_file::Obstacle;

/// The save that runs, those that wait for its end, and what is to be asked before one.
#[derive(Debug, Default)]
pub struct Saves {
    running: Option<(SaveWish, Arc<Workspace>)>,
    waiting: VecDeque<SaveWish>,
    /// What somebody is to be asked about before the workspace is written there.
    pub in_the_way: Option<(PathBuf, Obstacle)>,
}

/// Where the workspace is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SaveWish {
    /// The file.
    pub path: PathBuf,
    /// Whatever stands there.
    pub is_over: bool,
    /// Of what is told.
    pub lang: Lang,
}

impl Saves {
    /// Notes what is written now.
    pub fn begin(&mut self, wish: &SaveWish, workspace: &Arc<Workspace>) {
        self.running = Some((wish.clone(), Arc::clone(workspace)));
    }

    /// Lets a wish wait for the end of what runs, unless just that is being done or waits already.
    pub fn put_off(&mut self, wish: SaveWish, workspace: &Arc<Workspace>) {
        let is_begun = self
            .running
            .as_ref()
            .is_some_and(|(own, of)| *own == wish && Arc::ptr_eq(of, workspace));
        if !(self.waiting.is_empty() && is_begun || self.waiting.contains(&wish)) {
            self.waiting.push_back(wish);
        }
    }

    /// Notes that nothing is being written any more; gives what has waited for that.
    pub fn end(&mut self) -> Option<SaveWish> {
        self.running = None;
        self.waiting.pop_front()
    }

    /// Drops what waits and what is to be asked: the workspace is no longer open, or somebody has thought better of it. Gives
    /// the files that it was to be written to.
    pub fn drop_waiting(&mut self) -> Vec<PathBuf> {
        self.in_the_way = None;
        self.waiting.drain(..).map(|wish| wish.path).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

    #[test]
    fn what_is_being_done_already_does_not_wait() {
        let of_plane = || Arc::new(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()));
        let (before, after) = (of_plane(), of_plane());
        let wish = |name: &str| SaveWish {
            path: name.into(),
            is_over: false,
            lang: Lang::En,
        };
        let mut saves = Saves::default();
        saves.begin(&wish("a"), &before);
        saves.put_off(wish("a"), &before);
        assert_eq!(saves.end(), None);
        saves.begin(&wish("a"), &before);
        for name in ["a", "a", "b", "a"] {
            saves.put_off(wish(name), &after);
        }
        assert_eq!(saves.end(), Some(wish("a")), "it has changed since");
        saves.begin(&wish("a"), &after);
        assert_eq!(saves.drop_waiting(), [PathBuf::from("b")]);
        assert_eq!(saves.end(), None);
    }
}
