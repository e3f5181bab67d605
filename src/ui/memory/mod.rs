//! What the program remembers of a user from one start to the next.
//!
//! Promises: each file is written whole or not at all, in the background, within a second of what changed; a file that
//! says nothing sensible is told of and forgotten, never a reason not to start. Nothing is kept of a window that only has
//! its picture taken. Each window keeps its session in a slot of its own ([`slots`]), and only that of the first one is gone on
//! with where it was closed properly.

pub mod crash;
pub mod desk_file;
pub mod desk_view;
pub mod habits;
pub mod keeper;
pub mod log;
pub mod own_slot;
pub mod place;
pub mod remembered;
pub mod restoring;
pub mod session_file;
pub mod session_now;
pub mod slots;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use eframe::egui::{Context, Rect};

use crate::dossier::open::is_named_so;
use crate::model::workspace::Workspace;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::jobs::Runner;
use crate::session::looks::LayerLooks;
use crate::session::notice::NoticeKind;
use crate::words::Lang;

use super::view_state::ViewState;
use desk_file::Desk;
use habits::Habits;
use keeper::{Keeper, Work};
use own_slot::OwnSlot;
use place::Follower;
use remembered::Remembered;
use restoring::{look_as_before, pick_again};
use session_file::{HISTORY_NAME, Last, RECOVERY_NAME};
use session_now::{InFiles, absolute, has_failed, is_recovery, is_saved_since, last};
use slots::is_left;

/// What is remembered, and what becomes of it.
#[derive(Debug, Default)]
pub struct Memory {
    keeper: Keeper,
    follower: Follower,
    runner: Runner,
    own: OwnSlot,
    /// Keeps what is in the own slot.
    in_slot: Keeper,
    /// What is gone on with from another slot has been handed over to be written into the own one.
    is_copied: bool,
    /// What is to be told of the files that were read.
    told: Vec<NoticeKind>,
    /// The workspace that stands in the recovery file.
    recovery: Option<Arc<Workspace>>,
    /// What stands there is of what is open, and not of something before.
    has_recovery: bool,
    /// The state of the history that stands in its file.
    history: Option<Kept>,
    /// There is a history in that file.
    has_history: bool,
    /// The workspaces that were opened so far.
    generation: u64,
    /// What the one that is open stands in.
    source: Option<PathBuf>,
    /// Notices up to this one are in the log.
    logged: Option<u64>,
}

/// The state of a history: the workspace and how it is looked at, the number of steps and the place among them, whether it is
/// saved, and of the dossier it begins with the run and the hash of the last entry of its log.
#[derive(Clone, Debug)]
struct Kept {
    workspace: Arc<Workspace>,
    looks: Arc<LayerLooks>,
    steps: (usize, usize),
    saved: bool,
    run: Option<u64>,
    head: Option<String>,
}

impl Kept {
    fn of(session: &Session) -> Option<Kept> {
        let (steps, place) = session.steps();
        session.workspace().map(|workspace| Kept {
            workspace: Arc::clone(workspace),
            looks: session.looks(),
            steps: (steps.len(), place),
            saved: session.is_saved(),
            run: session.dossier().map(|open| open.run.run),
            head: session.dossier().map(|open| open.head.clone()),
        })
    }

    fn is_same(&self, other: &Kept) -> bool {
        let log = self.run == other.run && self.head == other.head;
        let counts = |kept: &Kept| (kept.steps, kept.saved);
        let is_same =
            Arc::ptr_eq(&self.workspace, &other.workspace) && Arc::ptr_eq(&self.looks, &other.looks);
        is_same && log && counts(self) == counts(other)
    }
}

impl Memory {
    /// Keeps what is to be remembered in a folder; nothing is kept where there is none.
    pub fn new(runner: Runner, folder: Option<PathBuf>, remembered: &mut Remembered) -> Memory {
        let mut keeper = Keeper::new(runner.clone(), folder);
        if let Some(desk) = &remembered.desk {
            keeper.knows(desk_file::FILE_NAME, desk.text());
        }
        keeper.log(vec![format!("redshank {}", env!("CARGO_PKG_VERSION"))]);
        Memory {
            keeper,
            follower: Follower::new(remembered.place()),
            own: OwnSlot::new(runner.clone(), std::mem::take(&mut remembered.slots)),
            runner,
            told: std::mem::take(&mut remembered.told),
            ..Memory::default()
        }
    }

    /// Knows the window system and the screens that there are, in dots of the desktop.
    #[must_use]
    pub fn with_screens(mut self, system: &str, screens: Vec<Rect>) -> Memory {
        let written = screens.iter().map(|screen| {
            let (at, size) = (screen.min, screen.size());
            format!(" {}x{}{:+}{:+}", size.x, size.y, at.x, at.y)
        });
        let line = format!("window on {system}{}", written.collect::<String>());
        self.keeper.log(vec![line]);
        self.follower.set_screens(screens);
        self
    }

    /// Called with every frame: writes down what has changed, and looks at what was opened as the last session did.
    pub fn step(&mut self, ctx: &Context, session: &Session, view: &mut ViewState) -> Vec<Command> {
        let mut wishes: Vec<Command> = self.told.drain(..).map(Command::Tell).collect();
        self.follower.step(ctx);
        wishes.extend(self.follow(session, view));
        if self.source.as_ref() != session.sources().first() {
            self.source = session.sources().first().cloned();
            // It was opened, or saved somewhere else.
            joins_recent(session, view);
        }
        wishes.extend(pick_again(session, view));
        if view.desk.recovered && is_saved_since(session, view) {
            view.desk.recovered = false;
            // The title says so with the next frame.
            ctx.request_repaint();
        }
        if self.keeper.is_due(ctx) {
            self.keeper.keep(desk_file::FILE_NAME, self.desk(view).text());
            self.keep_session(session, view);
            self.log(session);
        }
        let failure = self.keeper.failure().or_else(|| self.in_slot.failure());
        if self.is_copied && self.in_slot.is_done() {
            self.is_copied = false;
            self.own.copied();
        }
        if let Some(error) = failure {
            let told = NoticeKind::NotRemembered(error.path.clone(), error.reason.to_string());
            wishes.push(Command::Tell(told));
        }
        wishes
    }

    /// Finds the own slot, and notes what was opened, or could not be gone on with.
    fn follow(&mut self, session: &Session, view: &mut ViewState) -> Vec<Command> {
        let mut wishes = Vec::new();
        if view.desk.crashed.is_none() && self.keeper.folder().is_some() {
            let answered = std::mem::take(&mut view.desk.answered);
            let from = view.desk.restoring.as_ref().and(view.desk.recovery.as_deref());
            if self.own.settle(&answered, from.and_then(Path::parent)) {
                wishes.extend(self.begin_slot(view));
            }
        }
        let has_failed = view.desk.restoring.as_ref().is_some_and(has_failed(session));
        if self.generation != session.generation() {
            self.generation = session.generation();
            wishes.extend(self.opened(session, view));
        } else if has_failed {
            wishes.extend(self.fail(view));
        }
        wishes
    }

    /// The slot of this window is another one from now on.
    fn begin_slot(&mut self, view: &mut ViewState) -> Option<Command> {
        let folder = self.own.folder().map(Path::to_owned);
        (self.recovery, self.history) = (None, None);
        (self.has_recovery, self.has_history) = (false, false);
        view.desk.recovery = self.own.recovery().or(view.desk.recovery.take());
        self.in_slot = Keeper::new(self.runner.clone(), folder.clone());
        folder
            .is_none()
            .then_some(Command::Tell(NoticeKind::WindowNotKept))
    }

    /// Another workspace is open: it joins the files opened lately, and is looked at as the last session did, if it is that.
    fn opened(&mut self, session: &Session, view: &mut ViewState) -> Vec<Command> {
        let had_recovered = view.desk.recovered;
        view.desk.recovered &= is_recovery(session, view);
        // What was gone on with and is read again stands there as before.
        let going_on = view.desk.restoring.as_ref();
        let stood = going_on.map_or(self.has_recovery, |last| last.recovery);
        self.has_recovery = stood && view.desk.recovered && !self.own.has_from();
        joins_recent(session, view);
        let is_another = |last: &Last| {
            let is_dossier = last.open.first().is_some_and(|path| is_named_so(path));
            let sources = session.sources().iter().map(absolute);
            match last.unsaved && had_recovered && !is_dossier {
                true => !is_recovery(session, view),
                false => last.history && !sources.eq(last.open.iter().cloned()),
            }
        };
        match view.desk.restoring.as_ref().map(is_another) {
            Some(true) => self.fail(view),
            Some(false) => {
                let last = view.desk.restoring.take().unwrap_or_default();
                look_as_before(session, view, &last)
            }
            None => Vec::new(),
        }
    }

    /// What the last session had open cannot be gone on with. What was not saved is left to the next start to ask about; where
    /// somebody has closed the window without saving, it is set aside.
    fn fail(&mut self, view: &mut ViewState) -> Vec<Command> {
        let last = view.desk.restoring.take().unwrap_or_default();
        view.desk.recovered = false;
        if !is_left(&last) {
            self.in_slot.set_aside(HISTORY_NAME);
            self.in_slot.set_aside(RECOVERY_NAME);
            return Vec::new();
        }
        let told = Command::Tell(NoticeKind::RecoveryLater);
        let more = self.own.leave().then(|| self.begin_slot(view));
        std::iter::once(told).chain(more.flatten()).collect()
    }

    /// While somebody is asked about the last session, and until it has been opened, it stays as it is.
    fn keeps_session(&self, session: &Session, view: &ViewState) -> bool {
        let is_opening = view.desk.restoring.is_some() && session.workspace().is_none();
        self.own.folder().is_some() && view.desk.crashed.is_none() && !is_opening
    }

    fn keep_session(&mut self, session: &Session, view: &ViewState) {
        // What comes meanwhile is looked at when that has ended, which wakes the window.
        if !self.keeps_session(session, view) || self.in_slot.is_writing() {
            return;
        }
        let works = self.works(session, view, false);
        self.in_slot.keep_in_order(session_file::FILE_NAME, works);
        self.is_copied = self.own.has_from() && session.workspace().is_some();
    }

    /// The files that are not as they should be, in the order in which they are to be written. The one that names the others comes
    /// last: with those before it leads to what was open a moment ago, the other way round to something that never was.
    fn works(&mut self, session: &Session, view: &ViewState, closed: bool) -> Vec<Work> {
        let mut works = Vec::new();
        let has_missed = self.in_slot.take_missed();
        if has_missed {
            // Or what is there would be taken for it.
            (self.recovery, self.history) = (None, None);
        }
        if !closed || has_missed {
            works.extend(self.new_recovery(session));
        }
        let made = self.new_history(session);
        works.extend(made.and_then(|made| self.in_slot.work_made(HISTORY_NAME, made)));
        let kept = InFiles {
            closed,
            recovery: self.has_recovery,
            history: self.has_history,
        };
        let last = last(session, view, kept);
        works.extend(self.in_slot.work(session_file::FILE_NAME, last.text()));
        works
    }

    /// What is changed and not saved, as a workspace file. What was changed in a dossier stands in the history.
    fn new_recovery(&mut self, session: &Session) -> Option<Work> {
        let workspace = session.workspace()?;
        let known = self
            .recovery
            .as_ref()
            .is_some_and(|own| Arc::ptr_eq(own, workspace));
        // What was gone on with from another slot counts as saved as long as nothing is changed, and stands there only.
        let is_there = session.is_saved() && !self.own.has_from();
        if is_there || known || session.dossier().is_some() {
            return None;
        }
        let made = session.recovery()?;
        self.recovery = Some(Arc::clone(workspace));
        let had = std::mem::replace(&mut self.has_recovery, true);
        // Where no file can say it, one of a few steps ago is better than nothing; that of something before is not.
        let made = move |target: &Path| made(target).or_else(|| (!had).then(String::new));
        self.in_slot.work_made(RECOVERY_NAME, made)
    }

    /// The content of the file of the history, where it has changed.
    fn new_history(
        &mut self,
        session: &Session,
    ) -> Option<impl FnOnce(&Path) -> Option<String> + Send + 'static> {
        let now = Kept::of(session);
        let is_known = match (&self.history, &now) {
            (Some(old), Some(now)) => old.is_same(now),
            (old, now) => old.is_none() && now.is_none(),
        };
        if is_known {
            return None;
        }
        let made = now.as_ref().and_then(|_| session.journal());
        self.history = now;
        self.has_history = made.is_some();
        made
    }

    /// Writes down how everything is at the end of the program.
    pub fn close(&mut self, session: &Session, view: &ViewState) {
        let desk = self.desk(view);
        self.keeper.keep_now(desk_file::FILE_NAME, desk.text());
        if self.keeps_session(session, view) {
            // What is still being written and fails is written with the rest.
            self.in_slot.wait();
            let works = self.works(session, view, true);
            self.in_slot.keep_in_order_now(works);
        }
        if self.is_copied && self.in_slot.is_done() {
            self.own.copied_now();
        }
    }

    /// A line for the log alone.
    pub fn note(&mut self, line: Option<String>) {
        if line.is_some() {
            self.keeper.log(line.into_iter().collect());
        }
    }

    fn log(&mut self, session: &Session) {
        let new = session
            .notices()
            .iter()
            .filter(|notice| Some(notice.id) > self.logged);
        let lines: Vec<String> = new.map(|notice| notice.about.text(Lang::En)).collect();
        let newest = session.notices().iter().map(|notice| notice.id).max();
        self.logged = self.logged.max(newest);
        self.keeper.log(lines);
    }

    fn desk(&self, view: &ViewState) -> Desk {
        Desk {
            shape: view.dock.shape(),
            scale: view.scale,
            place: self.follower.place(),
            habits: Habits::of(view),
            keys: view.own_keys.clone(),
        }
    }
}

/// What is open joins the files opened lately, where it stands in one file.
fn joins_recent(session: &Session, view: &mut ViewState) {
    if let [path] = session.sources()
        && !is_recovery(session, view)
    {
        view.desk.opened(absolute(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::extent::Extent;
    use crate::geom::gate::admit_plane;
    use crate::geom::turn::Turn;
    use crate::model::bookmark::Bookmark;
    use crate::report::files::WriteError;
    use crate::session::by_hand::HandEdit;
    use crate::session::edit::Edit;
    use geo::{Coord, Rect as Rectangle};
    use std::io;
    use std::time::Duration;

    /// A window in that folder which goes on with a session whose dossier is gone.
    fn going_on(folder: &Path, last: &Last) -> (Memory, Session, ViewState) {
        std::fs::write(folder.join(session_file::FILE_NAME), last.text()).unwrap();
        std::fs::write(folder.join(HISTORY_NAME), "steps").unwrap();
        let mut remembered = Remembered::read(Some(&folder.to_owned()));
        let memory = Memory::new(Runner::Inline, Some(folder.to_owned()), &mut remembered);
        let mut view = ViewState::new(Lang::En);
        view.desk.recovery = Some(folder.join(RECOVERY_NAME));
        let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
        session.dispatch(restoring::restore(&mut view, last.clone()).unwrap());
        (memory, session, view)
    }

    fn gone(closed: bool) -> Last {
        Last {
            open: vec!["gone/case.redshank".into()],
            unsaved: true,
            history: true,
            closed,
            ..Last::default()
        }
    }

    fn kept(folder: &Path) -> Last {
        Last::parse(&std::fs::read_to_string(folder.join(session_file::FILE_NAME)).unwrap()).unwrap()
    }

    /// What the last session had open is still being read: its files are all that is left of it. Where it cannot be opened, they
    /// stay for the next start, and this window keeps what it has elsewhere.
    #[test]
    fn what_cannot_be_gone_on_with_is_left_to_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = going_on(folder.path(), &gone(false));
        assert!(memory.follow(&session, &mut view).is_empty());
        assert_eq!(memory.own.folder(), Some(folder.path()));
        memory.keep_session(&session, &view);
        assert_eq!(kept(folder.path()), gone(false), "it is being read");
        while session.poll() {}
        let told = memory.follow(&session, &mut view);
        assert_eq!(told, [Command::Tell(NoticeKind::RecoveryLater)]);
        let own = memory.own.folder().unwrap().to_owned();
        assert_eq!(view.desk.recovery, Some(own.join(RECOVERY_NAME)));
        // Something else is opened instead.
        session.show(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()));
        memory.follow(&session, &mut view);
        memory.keep_session(&session, &view);
        memory.close(&session, &view);
        assert_eq!(kept(folder.path()), gone(false));
        assert!(kept(&own).closed && kept(&own).open.is_empty());
        drop(memory);
        let again = Remembered::read(Some(&folder.path().to_owned()));
        assert_eq!(again.left.len(), 1, "the next start asks again");
    }

    /// Who has closed a window without saving is asked nothing: what cannot be opened again gives way, and its steps are copied.
    #[test]
    fn what_was_closed_and_cannot_be_gone_on_with_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = going_on(folder.path(), &gone(true));
        while session.poll() {}
        assert!(memory.follow(&session, &mut view).is_empty());
        session.show(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()));
        memory.follow(&session, &mut view);
        let others = memory.in_slot.work_made(HISTORY_NAME, |_| Some("others".into()));
        memory.in_slot.keep_in_order_now(others.into_iter().collect());
        memory.close(&session, &view);
        assert!(kept(folder.path()).open.is_empty());
        let text = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(
            (text(HISTORY_NAME), text("history-lost.json")),
            ("others".into(), "steps".into())
        );
    }

    /// A window in an empty folder, with a workspace that is in no file.
    fn begun(folder: &Path) -> (Memory, Session, ViewState) {
        let mut remembered = Remembered::read(Some(&folder.to_owned()));
        let memory = Memory::new(Runner::Inline, Some(folder.to_owned()), &mut remembered);
        let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
        session.show(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()));
        (memory, session, ViewState::new(Lang::En))
    }

    fn place(session: &mut Session, name: &str) {
        let bookmark = Bookmark {
            name: name.into(),
            extent: Extent::from_corners(Coord { x: 0.0, y: 0.0 }, Coord { x: 1.0, y: 1.0 }),
            turn: Turn::NONE,
        };
        session.dispatch(Command::Edit(Edit::SetBookmarks(vec![bookmark])));
    }

    /// Whoever is killed between two files finds those that fit: what names the others is written after them.
    #[test]
    fn the_file_that_names_the_others_is_written_last() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = begun(folder.path());
        memory.follow(&session, &mut view);
        memory.keep_session(&session, &view);
        assert!(!kept(folder.path()).unsaved && !kept(folder.path()).history);
        // What is to be written before cannot be.
        let in_the_way = folder.path().join(HISTORY_NAME);
        std::fs::create_dir(&in_the_way).unwrap();
        place(&mut session, "bay");
        memory.keep_session(&session, &view);
        assert!(folder.path().join(RECOVERY_NAME).is_file());
        assert!(!kept(folder.path()).unsaved && !kept(folder.path()).history);
        // Nor is it named by the next look, which tries it again.
        memory.keep_session(&session, &view);
        assert!(!kept(folder.path()).unsaved && !kept(folder.path()).history);
        // All of it.
        std::fs::remove_file(folder.path().join(RECOVERY_NAME)).unwrap();
        std::fs::remove_dir(&in_the_way).unwrap();
        memory.keep_session(&session, &view);
        let last = kept(folder.path());
        assert!(last.unsaved && last.history && last.recovery && in_the_way.is_file());
        assert!(folder.path().join(RECOVERY_NAME).is_file());
    }

    /// What still runs at the end of the program is waited for first: what it could not write is written with the rest.
    #[test]
    fn what_fails_at_the_end_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = begun(folder.path());
        memory.runner = Runner::Threads(Arc::new(|| ()));
        memory.follow(&session, &mut view);
        place(&mut session, "bay");
        memory.keep_session(&session, &view);
        memory.in_slot.wait();
        let files = [RECOVERY_NAME, HISTORY_NAME].map(|name| folder.path().join(name));
        files.iter().for_each(|file| std::fs::remove_file(file).unwrap());
        let path = files[1].clone();
        let failing: Work = Box::new(move || {
            std::thread::sleep(Duration::from_millis(100));
            let reason = io::Error::other("gone");
            Err(WriteError { path, reason })
        });
        memory
            .in_slot
            .keep_in_order(session_file::FILE_NAME, vec![failing]);
        memory.close(&session, &view);
        let last = kept(folder.path());
        assert!(last.closed && last.unsaved && last.recovery && last.history);
        assert!(files.iter().all(|file| file.is_file()));
    }

    /// What was gone on with is not saved by being read again, and the next start knows.
    #[test]
    fn what_was_gone_on_with_and_is_read_again_is_not_saved() {
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = begun(folder.path());
        memory.follow(&session, &mut view);
        place(&mut session, "bay");
        memory.keep_session(&session, &view);
        drop(memory);
        let (mut memory, mut session, mut view) = going_on(folder.path(), &kept(folder.path()));
        while session.poll() {}
        memory.follow(&session, &mut view);
        let own = folder.path().join(RECOVERY_NAME);
        assert_eq!(session.sources(), std::slice::from_ref(&own));
        for _ in 0..2 {
            memory.keep_session(&session, &view);
            let last = kept(folder.path());
            assert!(view.desk.recovered && last.unsaved && last.recovery);
            session.dispatch(Command::Reload);
            while session.poll() {}
            assert_ne!(memory.generation, session.generation());
            memory.follow(&session, &mut view);
        }
        let wish = restoring::restore(&mut view, kept(folder.path()));
        assert_eq!(wish, Some(Command::Open(vec![own])));
        assert!(view.desk.recovered);
    }

    /// What a hand has drawn no workspace file can say: one that was left there by something before is not taken for it.
    #[test]
    fn an_old_recovery_is_not_taken_for_what_is_open() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(RECOVERY_NAME), "of something before").unwrap();
        let (mut memory, mut session, mut view) = begun(folder.path());
        view.desk.recovery = Some(folder.path().join(RECOVERY_NAME));
        memory.follow(&session, &mut view);
        let corner = |x, y| Coord { x, y };
        let square = Rectangle::new(corner(500_000.0, 3_300_000.0), corner(500_100.0, 3_300_100.0));
        let shape = Arc::new(admit_plane(square.to_polygon()).unwrap());
        let edit = HandEdit::Draw { shape, kind: None };
        session.dispatch(Command::Edit(Edit::ByHand(edit)));
        memory.keep_session(&session, &view);
        let last = kept(folder.path());
        assert!(last.unsaved && last.history && !last.recovery);
        let wish = restoring::restore(&mut view, last);
        let Some(Command::Resume(wish)) = wish else {
            panic!("{wish:?}");
        };
        assert!(wish.otherwise.is_empty() && wish.unsaved);
        // One of a few steps ago is better than nothing.
        let folder = tempfile::tempdir().unwrap();
        let (mut memory, mut session, mut view) = begun(folder.path());
        memory.follow(&session, &mut view);
        place(&mut session, "bay");
        memory.keep_session(&session, &view);
        assert!(kept(folder.path()).recovery);
        let shape = Arc::new(admit_plane(square.to_polygon()).unwrap());
        let edit = HandEdit::Draw { shape, kind: None };
        session.dispatch(Command::Edit(Edit::ByHand(edit)));
        memory.keep_session(&session, &view);
        assert!(kept(folder.path()).recovery);
    }

    /// Where the file that is open is gone, no workspace file can say what was changed: one of something before gives way, one
    /// of a few steps ago stays.
    #[test]
    fn an_old_recovery_gives_way_to_what_cannot_be_said() {
        const TEXT: &str = "version = 1\nname = \"bay\"\ncrs = \"EPSG:4549\"\n";
        let (folder, files) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let recovery = folder.path().join(RECOVERY_NAME);
        std::fs::write(&recovery, "of something before").unwrap();
        let file = files.path().join("mine.toml");
        let write = || std::fs::write(&file, TEXT).unwrap();
        write();
        let (mut memory, mut session, mut view) = begun(folder.path());
        session.dispatch(Command::Open(vec![file.clone()]));
        while session.poll() {}
        memory.follow(&session, &mut view);
        assert_eq!(session.sources(), std::slice::from_ref(&file));
        let mut text = |name| {
            place(&mut session, name);
            memory.keep_session(&session, &view);
            std::fs::read_to_string(&recovery).unwrap()
        };
        std::fs::remove_file(&file).unwrap();
        assert_eq!(text("bay"), "");
        let last = kept(folder.path());
        assert!(last.unsaved && last.recovery);
        write();
        assert!(text("cove").contains("cove"));
        std::fs::remove_file(&file).unwrap();
        assert!(text("reach").contains("cove"));
        // What says nothing is not opened in place of the file, should that be there again.
        std::fs::write(&recovery, "").unwrap();
        let wish = restoring::restore(&mut view, last);
        let Some(Command::Resume(wish)) = wish else {
            panic!("{wish:?}");
        };
        assert_eq!(wish.otherwise, [file]);
    }

    /// Where there was nothing open, nothing is waited for.
    #[test]
    fn a_session_with_nothing_open_is_kept() {
        let mut view = ViewState::new(Lang::En);
        assert!(restoring::restore(&mut view, Last::default()).is_none());
        assert!(view.desk.restoring.is_none());
    }
}
