//! What the program remembers of a user from one start to the next.
//!
//! Promises: each file is written whole or not at all, in the background, within a second of what changed; a file that
//! says nothing sensible is told of and forgotten, never a reason not to start. Nothing is kept of a window that only has
//! its picture taken.

pub mod desk_file;
pub mod keeper;
pub mod place;

use std::path::PathBuf;

use eframe::egui::Context;

use crate::session::command::Command;
use crate::session::jobs::Runner;
use crate::session::notice::NoticeKind;

use super::view_state::ViewState;
use desk_file::Desk;
use keeper::Keeper;
use place::{Follower, Place};

/// What is remembered, and what becomes of it.
#[derive(Debug, Default)]
pub struct Memory {
    keeper: Keeper,
    follower: Follower,
    /// What is to be told of the files that were read.
    told: Vec<NoticeKind>,
}

/// What was remembered when the program started.
#[derive(Debug, Default)]
pub struct Remembered {
    /// The layout and the place of the window.
    pub desk: Option<Desk>,
    told: Vec<NoticeKind>,
}

impl Remembered {
    /// Reads what was remembered in a folder; nothing where there is none.
    pub fn read(folder: Option<&PathBuf>) -> Remembered {
        let mut remembered = Remembered::default();
        // A file that is not there, or cannot be read, is as good as none: it only saves arranging things again.
        let text = folder.and_then(|folder| std::fs::read_to_string(folder.join(desk_file::FILE_NAME)).ok());
        match text.map(|text| Desk::parse(&text)) {
            Some(Ok(desk)) => remembered.desk = Some(desk),
            Some(Err(bad)) => remembered.told.push(NoticeKind::MemoryBroken {
                file: desk_file::FILE_NAME.to_owned(),
                reason: bad.to_string(),
            }),
            None => {}
        }
        remembered
    }

    /// Where the window was.
    pub fn place(&self) -> Option<Place> {
        self.desk.as_ref().and_then(|desk| desk.place)
    }
}

impl Memory {
    /// Keeps what is to be remembered in a folder; nothing is kept where there is none.
    pub fn new(runner: Runner, folder: Option<PathBuf>, remembered: &Remembered) -> Memory {
        let mut keeper = Keeper::new(runner, folder);
        if let Some(desk) = &remembered.desk {
            keeper.knows(desk_file::FILE_NAME, desk.text());
        }
        Memory {
            keeper,
            follower: Follower::new(remembered.place()),
            told: remembered.told.clone(),
        }
    }

    /// Called with every frame: writes down what has changed.
    pub fn step(&mut self, ctx: &Context, view: &ViewState, wishes: &mut Vec<Command>) {
        self.follower.step(ctx);
        wishes.extend(self.told.drain(..).map(Command::Tell));
        if self.keeper.is_due(ctx) {
            self.keeper.keep(desk_file::FILE_NAME, self.desk(view).text());
        }
        if let Some(error) = self.keeper.failure() {
            let told = NoticeKind::NotRemembered(error.path.clone(), error.reason.to_string());
            wishes.push(Command::Tell(told));
        }
    }

    /// Writes down how everything is at the end of the program.
    pub fn close(&mut self, view: &ViewState) {
        let desk = self.desk(view);
        self.keeper.keep_now(desk_file::FILE_NAME, desk.text());
    }

    fn desk(&self, view: &ViewState) -> Desk {
        Desk {
            shape: view.dock.shape(),
            scale: view.scale,
            place: self.follower.place(),
        }
    }
}
