//! What is typed into the command box, and what has been found for it.

use std::sync::Arc;

use geo::Coord;

use crate::lookup::names::{NameHit, named};
use crate::lookup::place::{Ground, Proposal, proposals};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

/// So many features are listed.
const MOST_NAMES: usize = 200;
/// So many commands are remembered.
const MOST_RECENT: usize = 6;

/// The command box.
#[derive(Debug, Default)]
pub struct CommandBox {
    open: bool,
    opened_now: bool,
    text: String,
    /// The item that Enter acts on.
    pub chosen: usize,
    recent: Vec<&'static str>,
    asked: Option<Asked>,
    places: Found<Proposal>,
    names: Found<NameHit>,
    queries: Vec<LookQuery>,
}

/// What was found for a text.
#[derive(Debug)]
struct Found<T> {
    text: String,
    items: Vec<T>,
}

impl<T> Default for Found<T> {
    fn default() -> Found<T> {
        Found {
            text: String::new(),
            items: Vec::new(),
        }
    }
}

#[derive(Debug)]
struct Asked {
    text: String,
    workspace: Arc<Workspace>,
}

/// A text to be looked up.
#[derive(Debug)]
pub struct LookQuery {
    /// What is looked for.
    pub look: Look,
    text: String,
    workspace: Arc<Workspace>,
    middle: Option<Coord<f64>>,
}

/// What is looked for; the newest of each wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Coordinates and scales.
    Places,
    /// Features by name, id or code.
    Names,
}

/// What was found.
#[derive(Debug)]
pub enum LookAnswer {
    /// Coordinates and scales in that text.
    Places(String, Vec<Proposal>),
    /// Features whose name, id or code has that text.
    Names(String, Vec<NameHit>),
}

impl LookQuery {
    /// Looks it up.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(self, progress: &Progress) -> Result<LookAnswer, Cancelled> {
        match self.look {
            Look::Places => {
                let ground = Ground {
                    crs: &self.workspace.crs,
                    home: self.workspace.extent(),
                    middle: self.middle,
                };
                let found = proposals(&self.text, &ground);
                Ok(LookAnswer::Places(self.text, found))
            }
            Look::Names => {
                let found = named(&self.workspace.layers, &self.text, MOST_NAMES, progress)?;
                Ok(LookAnswer::Names(self.text, found))
            }
        }
    }
}

impl CommandBox {
    /// True while it is open.
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Opens it, empty.
    pub fn show(&mut self) {
        (self.open, self.opened_now, self.chosen) = (true, true, 0);
        self.text.clear();
    }

    /// Closes it.
    pub fn close(&mut self) {
        self.open = false;
        self.asked = None;
    }

    /// True once after it was opened: the click that did so is no click elsewhere.
    pub fn was_opened_now(&mut self) -> bool {
        std::mem::take(&mut self.opened_now)
    }

    /// What is typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is typed, to be changed.
    pub fn text_mut(&mut self) -> &mut String {
        &mut self.text
    }

    /// Keys of the commands that were chosen here, the last one first.
    pub fn recent(&self) -> &[&'static str] {
        &self.recent
    }

    /// Remembers a command by its key.
    pub fn remember(&mut self, key: &'static str) {
        self.recent.retain(|own| *own != key);
        self.recent.insert(0, key);
        self.recent.truncate(MOST_RECENT);
    }

    /// Has places and names looked up where the text is another one.
    pub fn refresh(&mut self, workspace: Option<&Arc<Workspace>>, middle: Option<Coord<f64>>) {
        let Some(workspace) = workspace else { return };
        let text = self.text.trim().to_owned();
        let same = |asked: &Asked| asked.text == text && Arc::ptr_eq(&asked.workspace, workspace);
        if text.is_empty() || self.asked.as_ref().is_some_and(same) {
            return;
        }
        for look in [Look::Places, Look::Names] {
            self.queries.push(LookQuery {
                look,
                text: text.clone(),
                workspace: Arc::clone(workspace),
                middle,
            });
        }
        self.asked = Some(Asked {
            text,
            workspace: Arc::clone(workspace),
        });
    }

    /// What is to be looked up, once.
    pub fn take_queries(&mut self) -> Vec<LookQuery> {
        std::mem::take(&mut self.queries)
    }

    /// Takes in what was found.
    pub fn put(&mut self, answer: LookAnswer) {
        match answer {
            LookAnswer::Places(text, items) => self.places = Found { text, items },
            LookAnswer::Names(text, items) => self.names = Found { text, items },
        }
    }

    /// Coordinates and scales in what is typed.
    pub fn places(&self) -> &[Proposal] {
        match self.places.text == self.text.trim() {
            true => &self.places.items,
            false => &[],
        }
    }

    /// Features for what is typed; until they are found, those for what was typed before.
    pub fn names(&self) -> &[NameHit] {
        match self.text.trim().is_empty() {
            true => &[],
            false => &self.names.items,
        }
    }

    /// True while something is looked up.
    pub fn is_looking(&self) -> bool {
        self.asked
            .as_ref()
            .is_some_and(|asked| asked.text != self.names.text)
    }
}
