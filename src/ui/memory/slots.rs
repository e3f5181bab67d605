//! Where each window keeps what a crash must not take: the first one in the user's folder, others in folders of their own
//! beside it.
//!
//! Promises: a slot belongs to whoever holds its lock, and the system lets go of that with the program, however it ends. So
//! what lies in a slot whose lock is free was left by a program that is gone, and nobody is asked about a window that is still
//! there. No window takes the slot of what was left before somebody has answered. There are [`BESIDE`] beside the first one.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::session_file::{FILE_NAME, HISTORY_NAME, Last, RECOVERY_NAME};

/// The file that is locked.
const LOCK_NAME: &str = "running.lock";
/// The folder of the slots beside the first one.
const BESIDE_NAME: &str = "beside";
/// So many windows beside the first one are kept, those included that have left something.
pub const BESIDE: usize = 16;

/// A slot that this program holds.
#[derive(Debug)]
pub struct Slot {
    folder: PathBuf,
    lock: File,
}

impl Drop for Slot {
    fn drop(&mut self) {
        // Closing the file is not enough: a program just started has a copy of it until it has become itself.
        let _given_back = self.lock.unlock();
    }
}

impl Slot {
    /// `None` where another program holds it, or there can be none.
    fn take(folder: PathBuf) -> Option<Slot> {
        std::fs::create_dir_all(&folder).ok()?;
        let mut options = OpenOptions::new();
        let file = options
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join(LOCK_NAME));
        let lock = file.ok().filter(|file| file.try_lock().is_ok())?;
        Some(Slot { folder, lock })
    }

    /// Where its files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// When one of its files was written last.
    fn written(&self) -> Option<SystemTime> {
        let files = [FILE_NAME, RECOVERY_NAME, HISTORY_NAME].map(|name| self.folder.join(name));
        let times = files
            .iter()
            .filter_map(|file| std::fs::metadata(file).ok()?.modified().ok());
        times.max()
    }
}

/// What a window has left that came to no proper end.
#[derive(Clone, Debug, PartialEq)]
pub struct Left {
    /// The folder of its slot.
    pub folder: PathBuf,
    /// Its session.
    pub last: Last,
}

/// True where something was not saved, and nobody has closed the window.
pub fn is_left(last: &Last) -> bool {
    last.unsaved && !last.closed
}

/// The slots that this program holds as long as it is not known which one is its own.
#[derive(Debug, Default)]
pub struct Slots {
    home: Option<PathBuf>,
    held: Vec<Slot>,
    /// Those of them in which something was left.
    left: Vec<PathBuf>,
}

/// Which slot is whose, once somebody has answered.
#[derive(Debug, Default)]
pub struct Settled {
    /// The one of this window; `None` where there is none to be had.
    pub own: Option<Slot>,
    /// Another one, from which something is gone on with.
    pub from: Option<Slot>,
    /// Those that nobody needs any more.
    pub answered: Vec<Slot>,
}

impl Slots {
    /// Holds that of the first window, where no other program does.
    pub fn of(home: &Path) -> Slots {
        Slots {
            home: Some(home.to_owned()),
            held: Slot::take(home.to_owned()).into_iter().collect(),
            left: Vec::new(),
        }
    }

    /// True for the first window.
    pub fn has_first(&self) -> bool {
        self.held
            .iter()
            .any(|slot| Some(&slot.folder) == self.home.as_ref())
    }

    /// What programs that are gone have left, the newest last; each is held until somebody has answered. `read` gives the
    /// session in a folder.
    pub fn take_left(&mut self, mut read: impl FnMut(&Path) -> Option<Last>) -> Vec<Left> {
        let Some(home) = self.home.clone() else {
            return Vec::new();
        };
        let beside = beside(&home).filter(|folder| folder.is_dir());
        let held = std::mem::take(&mut self.held);
        let mut found = Vec::new();
        // One after the other: where all were held to be looked at, a window that is started meanwhile would find none.
        for slot in held.into_iter().chain(beside.filter_map(Slot::take)) {
            let last = read(&slot.folder).filter(is_left);
            found.extend(last.map(|last| {
                let folder = slot.folder.clone();
                (slot.written(), Left { folder, last })
            }));
            let is_first = slot.folder == home;
            if is_first || found.last().is_some_and(|(_, left)| left.folder == slot.folder) {
                self.held.push(slot);
            }
        }
        found.sort_by_key(|(written, _)| *written);
        let left: Vec<Left> = found.into_iter().map(|(_, left)| left).collect();
        self.left = left.iter().map(|left| left.folder.clone()).collect();
        left
    }

    /// Says which slot is whose: of those with something left some are `answered`, and `from` one something is gone on with.
    /// What is neither is let go of, for the next window to ask about.
    pub fn settle(&mut self, answered: &[PathBuf], from: Option<&Path>) -> Settled {
        let (mut held, left) = (std::mem::take(&mut self.held), std::mem::take(&mut self.left));
        let mut taken = |is_it: &dyn Fn(&Slot) -> bool| {
            let at = held.iter().position(is_it)?;
            Some(held.remove(at))
        };
        let is_free = |slot: &Slot| answered.contains(&slot.folder) || !left.contains(&slot.folder);
        let is_from = |slot: &Slot| Some(slot.folder()) == from;
        let is_first = |slot: &Slot| Some(&slot.folder) == self.home.as_ref();
        let own = taken(&|slot| is_first(slot) && (is_free(slot) || is_from(slot)))
            .or_else(|| taken(&is_free))
            .or_else(|| self.claim())
            .or_else(|| taken(&is_from));
        Settled {
            own,
            from: taken(&is_from),
            answered: held.extract_if(.., |slot| is_free(slot)).collect(),
        }
    }

    /// A slot beside the first one that is free and in which nothing was left.
    pub fn claim(&self) -> Option<Slot> {
        let home = self.home.as_ref()?;
        let last = |slot: &Slot| {
            let text = std::fs::read_to_string(slot.folder.join(FILE_NAME)).ok()?;
            Last::parse(&text).ok()
        };
        beside(home)
            .filter_map(Slot::take)
            .find(|slot| !last(slot).is_some_and(|last| is_left(&last)))
    }
}

/// The folders of the slots beside the first one.
fn beside(home: &Path) -> impl Iterator<Item = PathBuf> + use<> {
    let folder = home.join(BESIDE_NAME);
    (1..=BESIDE).map(move |number| folder.join(number.to_string()))
}

/// True for files that stand for what was not saved, in the slot with that recovery file or in another one.
pub fn is_kept(path: &Path, recovery: Option<&Path>) -> bool {
    fn home(path: &Path) -> Option<&Path> {
        let folder = path.parent()?;
        match folder.parent() {
            Some(above) if above.file_name() == Some(OsStr::new(BESIDE_NAME)) => above.parent(),
            _ => Some(folder),
        }
    }
    let base = Path::new(HISTORY_NAME).with_extension("toml");
    let is_named_so =
        path.file_name() == Some(OsStr::new(RECOVERY_NAME)) || path.file_name() == Some(base.as_os_str());
    is_named_so && recovery.is_some_and(|recovery| home(path) == home(recovery))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(folder: &Path) -> Option<Last> {
        Last::parse(&std::fs::read_to_string(folder.join(FILE_NAME)).ok()?).ok()
    }

    /// A window that has kept something not saved in its slot; it is gone with the slot.
    fn busy(home: &Path, name: &str) -> Slot {
        let own = Slots::of(home).settle(&[], None).own.unwrap();
        let last = Last {
            open: vec![name.into()],
            unsaved: true,
            ..Last::default()
        };
        std::fs::write(own.folder.join(FILE_NAME), last.text()).unwrap();
        own
    }

    /// The names of what was left, the newest last.
    fn left(home: &Path) -> (Slots, Vec<String>) {
        let mut slots = Slots::of(home);
        let left = slots.take_left(read);
        let name = |left: &Left| left.last.open[0].display().to_string();
        let names = left.iter().map(name).collect();
        (slots, names)
    }

    #[test]
    fn nobody_is_asked_about_a_window_that_is_there() {
        let home = tempfile::tempdir().unwrap();
        let first = busy(home.path(), "a");
        let second = busy(home.path(), "b");
        assert_ne!(first.folder, second.folder);
        assert_eq!(left(home.path()).1, Vec::<String>::new());
        drop(second);
        assert_eq!(left(home.path()).1, ["b"]);
        drop(first);
        assert_eq!(left(home.path()).1.len(), 2);
    }

    #[test]
    fn the_newest_is_asked_about_first_and_by_one_window_only() {
        let home = tempfile::tempdir().unwrap();
        let windows: Vec<Slot> = ["a", "b", "c"].map(|name| busy(home.path(), name)).into();
        let now = SystemTime::now();
        for (slot, age_s) in windows.iter().zip([20, 0, 10]) {
            let file = File::options().write(true).open(slot.folder.join(FILE_NAME));
            let then = now - std::time::Duration::from_secs(age_s);
            file.unwrap().set_modified(then).unwrap();
        }
        drop(windows);
        let (slots, names) = left(home.path());
        assert_eq!(names, ["a", "c", "b"]);
        assert!(slots.has_first());
        // Another one that is started meanwhile asks nothing about the same.
        let (other, none) = left(home.path());
        assert!(none.is_empty() && !other.has_first());
    }

    #[test]
    fn what_is_not_answered_waits_and_its_slot_is_nobodys() {
        let home = tempfile::tempdir().unwrap();
        let [first, second] = ["a", "b"].map(|name| busy(home.path(), name));
        let folders = [first.folder.clone(), second.folder.clone()];
        drop((first, second));
        // What the second has left is gone on with: the first's stays, and so its slot cannot be taken.
        let (mut slots, _) = left(home.path());
        let settled = slots.settle(&[], Some(&folders[1]));
        let own = settled.own.unwrap();
        assert!(!folders.contains(&own.folder), "{:?}", own.folder);
        assert_eq!(settled.from.unwrap().folder, folders[1]);
        let (mut slots, names) = left(home.path());
        assert_eq!(names.len(), 2, "both are there until they are answered");
        // The first's is begun afresh: its slot is free.
        let settled = slots.settle(&folders[..1], None);
        assert_eq!(settled.own.unwrap().folder, folders[0]);
        assert!(settled.from.is_none() && settled.answered.is_empty());
    }

    #[test]
    fn what_the_first_window_has_left_is_gone_on_with_where_it_is() {
        let home = tempfile::tempdir().unwrap();
        drop(busy(home.path(), "a"));
        let (mut slots, _) = left(home.path());
        let settled = slots.settle(&[], Some(home.path()));
        assert_eq!(settled.own.unwrap().folder, home.path());
        assert!(settled.from.is_none());
    }

    #[test]
    fn there_are_so_many_and_no_more() {
        let home = tempfile::tempdir().unwrap();
        let windows: Vec<Slot> = (0..=BESIDE).map(|_| busy(home.path(), "a")).collect();
        assert!(Slots::of(home.path()).settle(&[], None).own.is_none());
        drop(windows);
        // All have left something: each stays, and only what is answered makes room.
        let (mut slots, names) = left(home.path());
        assert_eq!(names.len(), BESIDE + 1);
        assert!(slots.settle(&[], None).own.is_none());
        let (mut slots, _) = left(home.path());
        let one = home.path().join(BESIDE_NAME).join("7");
        assert_eq!(
            slots.settle(std::slice::from_ref(&one), None).own.unwrap().folder,
            one
        );
    }

    #[test]
    fn a_copy_of_the_file_keeps_no_slot() {
        let home = tempfile::tempdir().unwrap();
        let slot = Slot::take(home.path().to_owned()).unwrap();
        let copy = slot.lock.try_clone().unwrap();
        drop(slot);
        assert!(Slot::take(home.path().to_owned()).is_some());
        drop(copy);
    }

    #[test]
    fn what_is_only_looked_at_is_free_for_others() {
        let home = tempfile::tempdir().unwrap();
        let windows: Vec<Slot> = (0..4).map(|_| busy(home.path(), "a")).collect();
        for slot in &windows {
            std::fs::remove_file(slot.folder.join(FILE_NAME)).unwrap();
        }
        drop(windows);
        let left = Slots::of(home.path()).take_left(|folder| {
            let mut others = beside(home.path()).take(3).filter(|own| own != folder);
            assert!(others.all(|own| Slot::take(own).is_some()), "{folder:?}");
            None
        });
        assert!(left.is_empty());
    }

    #[test]
    fn files_of_every_slot_are_the_programs_own() {
        let recovery = Path::new("/home/u/redshank/recovery.toml");
        let check = |path: &str, expected: bool| {
            assert_eq!(is_kept(Path::new(path), Some(recovery)), expected, "{path}");
            let beside = Path::new("/home/u/redshank/beside/3/recovery.toml");
            assert_eq!(is_kept(Path::new(path), Some(beside)), expected, "{path}");
            assert!(!is_kept(Path::new(path), None));
        };
        check("/home/u/redshank/recovery.toml", true);
        check("/home/u/redshank/history.toml", true);
        check("/home/u/redshank/beside/2/history.toml", true);
        check("/home/u/redshank/workspace.toml", false);
        check("/home/u/maps/recovery.toml", false);
        check("/home/u/beside/2/recovery.toml", false);
    }
}
