//! Files written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;

use crate::progress::Progress;
use crate::say;
use crate::words::Lang;

use super::output::Output;
use super::stoppable::Stoppable;
use super::write_behind::write_behind;

/// Bytes gathered before they go to the system.
const BUFFER_BYTES: usize = 1 << 20;

/// A file or folder that could not be written. What stood there before is untouched.
#[derive(Debug, thiserror::Error)]
#[error("cannot write: {reason} [{}]", path.display())]
pub struct WriteError {
    /// The file or folder.
    pub path: PathBuf,
    /// The system's reason.
    #[source]
    pub reason: io::Error,
}

impl WriteError {
    /// What went wrong and what to do, for people; the path last.
    pub fn text(&self, lang: Lang) -> String {
        let key = match self.reason.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "full",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "denied",
            ErrorKind::NotADirectory | ErrorKind::AlreadyExists => "no_folder",
            ErrorKind::IsADirectory => "is_folder",
            _ => "other",
        };
        let text = say!(lang, &format!("report.write.{key}"), reason = self.reason);
        format!("{text} [{}]", self.path.display())
    }
}

/// Makes a folder with all above it. One that is there already is fine.
///
/// # Errors
/// [`WriteError`] with the folder's path.
pub fn make_folder(folder: &Path) -> Result<(), WriteError> {
    fs::create_dir_all(folder).map_err(|reason| WriteError {
        path: folder.to_owned(),
        reason,
    })
}

/// Writes a file in one step: into a temporary file in the same folder, to the disk, then over the old file.
///
/// The folder is made if it is missing.
///
/// # Errors
/// [`WriteError`]; then nothing half-written stays behind, and a file that was there is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    write_with(path, |out| out.write_all(bytes))
}

/// As [`write()`], but a link stays one, and the file that it leads to is written: for what people keep and write again and
/// again. One that leads nowhere is replaced.
///
/// # Errors
/// As [`write()`].
pub fn write_through(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let is_link = fs::symlink_metadata(path).is_ok_and(|about| about.is_symlink());
    match path.canonicalize() {
        Ok(real) if is_link => write(&real, bytes),
        _ => write(path, bytes),
    }
}

/// As [`write()`], with content that is made while it is written.
///
/// # Errors
/// As [`write()`]; an error of `fill` is one of the file.
pub fn write_with(
    path: &Path,
    fill: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> Result<(), WriteError> {
    fill_until(path, &Progress::default(), fill)
}

/// As [`write_with`], until somebody asks to stop: then nothing is written, and the error says so.
///
/// # Errors
/// As [`write()`].
pub fn write_until(
    path: &Path,
    progress: &Progress,
    fill: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> Result<(), WriteError> {
    fill_until(path, progress, |out| {
        let mut out = Stoppable::new(out, progress);
        fill(&mut out)?;
        out.check()
    })
}

fn fill_until(
    path: &Path,
    progress: &Progress,
    fill: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> Result<(), WriteError> {
    check_place(path)?;
    let written = AtomicWriteFile::open(path).and_then(|file| write_behind(file, progress, fill));
    written
        .and_then(AtomicWriteFile::commit)
        .map_err(|reason| error_at(path, reason))
}

/// A file in the making, of which nothing shows until it is committed; dropped before, it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    path: PathBuf,
    out: BufWriter<AtomicWriteFile>,
}

impl Staged {
    /// Begins a file. The folder is made if it is missing.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn open(path: &Path) -> Result<Staged, WriteError> {
        check_place(path)?;
        let opened = AtomicWriteFile::open(path).map_err(|reason| error_at(path, reason))?;
        Ok(Staged {
            path: path.to_owned(),
            out: BufWriter::with_capacity(BUFFER_BYTES, opened),
        })
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes over the beginning of the file, for lengths that are known at the end only.
    ///
    /// # Errors
    /// Those of the system.
    pub fn rewrite_start(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.seek(SeekFrom::Start(0))?;
        self.out.write_all(bytes)?;
        self.out.seek(SeekFrom::End(0)).map(drop)
    }

    /// Puts it, whole and on the disk, in its place.
    ///
    /// # Errors
    /// [`WriteError`]; then the file that was there is as it was.
    pub fn commit(self) -> Result<(), WriteError> {
        let Staged { path, out } = self;
        let whole = out.into_inner().map_err(io::IntoInnerError::into_error);
        whole
            .and_then(AtomicWriteFile::commit)
            .map_err(|reason| error_at(&path, reason))
    }

    /// An error of this file.
    pub fn error(&self, reason: io::Error) -> WriteError {
        error_at(&self.path, reason)
    }
}

impl Write for Staged {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A file that a library writes by name (a database): it grows under a name of its own beside its place.
#[derive(Debug)]
pub struct Draft {
    path: PathBuf,
    draft: PathBuf,
}

impl Draft {
    /// Begins a file. The folder is made if it is missing.
    ///
    /// # Errors
    /// [`WriteError`].
    pub fn beside(path: &Path) -> Result<Draft, WriteError> {
        const TRIES: u32 = 1000;
        check_place(path)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut last: io::Error = ErrorKind::AlreadyExists.into();
        for number in 0..TRIES {
            let draft = path.with_file_name(format!(".{name}.{number}.draft"));
            match File::create_new(&draft) {
                Ok(_) => {
                    return Ok(Draft {
                        path: path.to_owned(),
                        draft,
                    });
                }
                Err(reason) if reason.kind() == ErrorKind::AlreadyExists => last = reason,
                Err(reason) => return Err(error_at(path, reason)),
            }
        }
        Err(error_at(path, last))
    }

    /// Where it grows.
    pub fn file(&self) -> &Path {
        &self.draft
    }

    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts it, whole and on the disk, in its place. Whoever wrote it must have closed it.
    ///
    /// # Errors
    /// [`WriteError`]; then the file that was there is as it was.
    pub fn commit(self) -> Result<(), WriteError> {
        let attempt = || -> io::Result<()> {
            File::options().write(true).open(&self.draft)?.sync_all()?;
            fs::rename(&self.draft, &self.path)
        };
        attempt().map_err(|reason| error_at(&self.path, reason))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // After a commit there is none; and nobody could do more about one that cannot be removed.
        let _gone = fs::remove_file(&self.draft);
    }
}

fn check_place(path: &Path) -> Result<(), WriteError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    if path.is_dir() {
        return Err(error_at(path, ErrorKind::IsADirectory.into()));
    }
    Ok(())
}

fn error_at(path: &Path, reason: io::Error) -> WriteError {
    WriteError {
        path: path.to_owned(),
        reason,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names_in(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn folders_are_made_and_old_files_replaced() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("一/two/findings.json");
        write(&path, b"old and longer").unwrap();
        write(&path, b"new").unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(names_in(path.parent().unwrap()), ["findings.json"]);
    }

    #[test]
    fn a_failure_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let occupied = home.path().join("findings.json");
        std::fs::create_dir(&occupied).unwrap();
        let error = write(&occupied, b"new").unwrap_err();
        assert_eq!(error.path, occupied);
        assert_eq!(names_in(home.path()), ["findings.json"]);
        assert!(names_in(&occupied).is_empty());
    }

    #[test]
    fn nothing_shows_before_it_is_whole() {
        let home = tempfile::tempdir().unwrap();
        let (staged, drafted) = (home.path().join("a.shp"), home.path().join("a.gpkg"));
        for path in [&staged, &drafted] {
            std::fs::write(path, b"old").unwrap();
        }
        let mut file = Staged::open(&staged).unwrap();
        file.write_all(b"..new").unwrap();
        file.rewrite_start(b"is").unwrap();
        let draft = Draft::beside(&drafted).unwrap();
        std::fs::write(draft.file(), b"new").unwrap();
        assert_eq!(std::fs::read(&staged).unwrap(), b"old");
        assert_eq!(std::fs::read(&drafted).unwrap(), b"old");
        drop(Draft::beside(&drafted).unwrap());
        file.commit().unwrap();
        draft.commit().unwrap();
        assert_eq!(std::fs::read(&staged).unwrap(), b"isnew");
        assert_eq!(std::fs::read(&drafted).unwrap(), b"new");
        assert_eq!(names_in(home.path()), ["a.gpkg", "a.shp"]);
    }

    #[test]
    fn a_file_in_the_place_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("out");
        std::fs::write(&file, b"precious").unwrap();
        let error = write(&file.join("findings.json"), b"new").unwrap_err();
        assert!(
            error.text(Lang::En).contains("is no folder"),
            "{}",
            error.text(Lang::En)
        );
        assert!(
            error.text(Lang::Zh).contains("不是文件夹"),
            "{}",
            error.text(Lang::Zh)
        );
        assert_eq!(std::fs::read(&file).unwrap(), b"precious");
    }

    #[test]
    fn a_file_that_is_stopped_is_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("findings.json");
        std::fs::write(&path, b"old").unwrap();
        for stop_at in [0, 1, 2] {
            let progress = Progress::default();
            let stopped = write_until(&path, &progress, |out| {
                for step in 0..2 {
                    if step == stop_at {
                        progress.cancel();
                    }
                    out.write_all(b"new")?;
                }
                progress.cancel();
                Ok(())
            });
            assert!(stopped.is_err(), "stopped before step {stop_at}");
            assert_eq!(std::fs::read(&path).unwrap(), b"old");
            assert_eq!(names_in(home.path()), ["findings.json"]);
        }
        write_until(&path, &Progress::default(), |out| out.write_all(b"new")).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one_where_the_file_that_it_leads_to_is_written() {
        use std::os::unix::fs::symlink;
        let home = tempfile::tempdir().unwrap();
        let [real, link, broken] = ["real", "link", "broken"].map(|name| home.path().join(name));
        write_through(&real, b"old").unwrap();
        symlink("real", &link).unwrap();
        symlink("nowhere", &broken).unwrap();
        for path in [&link, &broken] {
            write_through(path, b"new").unwrap();
            assert_eq!(std::fs::read(path).unwrap(), b"new");
        }
        assert_eq!(std::fs::read(&real).unwrap(), b"new");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names_in(home.path()), ["broken", "link", "real"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_read_only_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("findings.json"), b"old").unwrap();
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o555)).unwrap();
        if std::fs::write(home.path().join("probe"), b"").is_ok() {
            println!("skipped: this user may write everywhere");
            return;
        }
        let error = write(&home.path().join("findings.json"), b"new").unwrap_err();
        assert_eq!(error.reason.kind(), ErrorKind::PermissionDenied);
        assert_eq!(std::fs::read(home.path().join("findings.json")).unwrap(), b"old");
        std::fs::set_permissions(home.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        assert_eq!(names_in(home.path()), ["findings.json"]);
    }

    #[test]
    fn every_reason_has_words() {
        let check = |kind: ErrorKind, zh: &str, en: &str| {
            let error = WriteError {
                path: "out/a.csv".into(),
                reason: kind.into(),
            };
            assert!(error.text(Lang::Zh).contains(zh), "{}", error.text(Lang::Zh));
            assert!(error.text(Lang::En).contains(en), "{}", error.text(Lang::En));
            assert!(error.text(Lang::En).ends_with("[out/a.csv]"));
        };
        check(ErrorKind::StorageFull, "磁盘已满", "disk is full");
        check(ErrorKind::ReadOnlyFilesystem, "没有写入权限", "may not write");
        check(ErrorKind::IsADirectory, "文件夹", "folder");
        check(ErrorKind::TimedOut, "无法写入", "cannot be written");
    }
}
