//! A file that goes to the disk while what is written next is still being made.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread::{self, JoinHandle};

use crate::progress::{Cancelled, Progress};

use super::output::Output;

/// Small pieces are handed over once they are so many bytes. What is longer is handed over as it is.
const PART_BYTES: usize = 128 << 10;
/// Parts that may wait to be written: as much as is made while the disk is waited for.
const PARTS_AHEAD: usize = 64;
/// Before so many bytes more go to the system is looked whether to stop.
const LOOK_BYTES: usize = 1 << 20;
/// After so many bytes they are brought onto the disk, so that little is left for the end.
const SYNC_BYTES: usize = 16 << 20;

/// Gives a file back with all in it that `fill` writes. Once somebody asks to stop, no more goes to the system: neither what
/// waits to be written, nor the rest of what is being written.
///
/// # Errors
/// That somebody has asked to stop; what the system says, or else `fill`.
pub fn write_behind<F: Write + std::ops::Deref<Target = File> + Send>(
    file: F,
    progress: &Progress,
    fill: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> io::Result<F> {
    thread::scope(|scope| {
        let (parts, waiting) = sync_channel(PARTS_AHEAD);
        let writer =
            thread::Builder::new().spawn_scoped(scope, move || put_away(file, &waiting, progress))?;
        let mut ahead = Ahead {
            part: Vec::new(),
            parts,
        };
        let filled = fill(&mut ahead).and_then(|()| ahead.flush());
        drop(ahead);
        let file = writer
            .join()
            .unwrap_or_else(|_| Err(io::Error::other("the writer stopped")))?;
        filled.map(|()| file)
    })
}

/// Writes what comes.
fn put_away<F: Write + std::ops::Deref<Target = File>>(
    mut file: F,
    waiting: &Receiver<Vec<u8>>,
    progress: &Progress,
) -> io::Result<F> {
    let mut disk = Disk::default();
    let written = waiting.iter().try_for_each(|part: Vec<u8>| {
        part.chunks(LOOK_BYTES).try_for_each(|piece| {
            progress.check().map_err(io::Error::other)?;
            file.write_all(piece)?;
            disk.bring(&file, piece.len())
        })
    });
    if progress.is_cancelled() {
        // Nobody waits for the disk any more.
        return Err(io::Error::other(Cancelled));
    }
    // The disk's own reason says more.
    disk.end().and(written).map(|()| file)
}

/// Brings a long file onto the disk while more of it is written, on a thread of its own, so that neither waits for the other.
#[derive(Default)]
struct Disk {
    since_order: usize,
    running: Option<(SyncSender<()>, JoinHandle<io::Result<()>>)>,
}

impl Disk {
    /// So many bytes more were written.
    fn bring(&mut self, file: &File, bytes: usize) -> io::Result<()> {
        self.since_order += bytes;
        if self.since_order < SYNC_BYTES {
            return Ok(());
        }
        let (wanted, _) = match &mut self.running {
            Some(running) => running,
            none => none.insert(start_disk(file)?),
        };
        match wanted.try_send(()) {
            Ok(()) => self.since_order = 0,
            // The order that waits already will bring this, too.
            Err(TrySendError::Full(())) => {}
            Err(TrySendError::Disconnected(())) => return Err(io::Error::other("the disk refused")),
        }
        Ok(())
    }

    /// Waits until all that was ordered is there.
    fn end(self) -> io::Result<()> {
        self.running.map_or(Ok(()), |(wanted, disk)| {
            drop(wanted);
            let ended = disk.join();
            ended.unwrap_or_else(|_| Err(io::Error::other("the disk's thread stopped")))
        })
    }
}

fn start_disk(file: &File) -> io::Result<(SyncSender<()>, JoinHandle<io::Result<()>>)> {
    let same_file = file.try_clone()?;
    let (wanted, orders) = sync_channel(1);
    let bring = move || orders.iter().try_for_each(|()| same_file.sync_data());
    Ok((wanted, thread::Builder::new().spawn(bring)?))
}

/// Gathers bytes and hands them to the writer.
struct Ahead {
    part: Vec<u8>,
    parts: SyncSender<Vec<u8>>,
}

impl Write for Ahead {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.part.is_empty() {
            self.part.reserve(PART_BYTES.max(bytes.len()));
        }
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART_BYTES {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let part = std::mem::take(&mut self.part);
        self.send(part)
    }
}

impl Output for Ahead {
    fn give(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        if bytes.len() < PART_BYTES {
            return self.write_all(&bytes);
        }
        self.flush()?;
        self.send(bytes)
    }
}

impl Ahead {
    fn send(&self, part: Vec<u8>) -> io::Result<()> {
        if part.is_empty() {
            return Ok(());
        }
        // Nobody takes it any more where the system has refused an earlier one; its reason is told at the end.
        self.parts
            .send(part)
            .map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file into which only so many bytes go.
    struct Full {
        file: File,
        room: usize,
    }

    impl std::ops::Deref for Full {
        type Target = File;

        fn deref(&self) -> &File {
            &self.file
        }
    }

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if bytes.len() > self.room {
                return Err(io::ErrorKind::StorageFull.into());
            }
            self.room -= bytes.len();
            self.file.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            self.file.flush()
        }
    }

    #[track_caller]
    fn check(room: usize, pieces: usize, expected: Result<(), io::ErrorKind>) {
        let path = tempfile::NamedTempFile::new().unwrap();
        let file = File::create(path.path()).unwrap();
        let piece = [7; 1000];
        let written = write_behind(Full { file, room }, &Progress::default(), |out| {
            (0..pieces).try_for_each(|_| out.write_all(&piece))
        });
        assert_eq!(written.map(drop).map_err(|error| error.kind()), expected);
        if expected.is_ok() {
            assert_eq!(std::fs::read(path.path()).unwrap(), piece.repeat(pieces));
        }
    }

    #[test]
    fn all_of_it_or_the_reason() {
        check(usize::MAX, 0, Ok(()));
        check(usize::MAX, 3, Ok(()));
        check(usize::MAX, 40_000, Ok(()));
        check(2_000, 3, Err(io::ErrorKind::StorageFull));
        check(5_000_000, 40_000, Err(io::ErrorKind::StorageFull));
    }

    /// Longer than what is brought onto the disk at once, so that the disk's thread has work.
    #[test]
    fn long_files_are_brought_onto_the_disk_meanwhile() {
        check(usize::MAX, 3 * SYNC_BYTES / 1000, Ok(()));
        check(
            2 * SYNC_BYTES,
            3 * SYNC_BYTES / 1000,
            Err(io::ErrorKind::StorageFull),
        );
    }

    #[test]
    fn what_the_maker_says_is_told() {
        let file = tempfile::tempfile().unwrap();
        let written = write_behind(Full { file, room: 10 }, &Progress::default(), |_| {
            Err(io::ErrorKind::Interrupted.into())
        });
        assert_eq!(
            written.map(drop).map_err(|error| error.kind()),
            Err(io::ErrorKind::Interrupted)
        );
    }

    /// Pieces of so many bytes each, written and given by turns, stand in their order.
    #[test]
    fn what_is_given_whole_keeps_its_place() {
        let lengths = [
            1,
            PART_BYTES,
            3,
            PART_BYTES - 1,
            0,
            2 * PART_BYTES,
            PART_BYTES + 1,
            5,
        ];
        let pieces = lengths
            .iter()
            .zip(0u8..)
            .map(|(length, letter)| vec![letter; *length]);
        let pieces: Vec<Vec<u8>> = pieces.collect();
        for by_turns in [0, 1] {
            let path = tempfile::NamedTempFile::new().unwrap();
            let file = File::create(path.path()).unwrap();
            let full = Full {
                file,
                room: usize::MAX,
            };
            let fill = |out: &mut dyn Output| {
                let mut each = pieces.iter().enumerate();
                each.try_for_each(|(number, piece)| match number % 2 == by_turns {
                    true => out.give(piece.clone()),
                    false => out.write_all(piece),
                })
            };
            write_behind(full, &Progress::default(), fill).unwrap();
            assert_eq!(std::fs::read(path.path()).unwrap(), pieces.concat());
        }
    }

    /// However much waits, or comes in one piece.
    #[test]
    fn the_disk_takes_no_more_once_somebody_asks_to_stop() {
        const LOOKS: u64 = 3;
        let check = |piece: usize, pieces: usize, expected: usize| {
            let path = tempfile::NamedTempFile::new().unwrap();
            let full = Full {
                file: File::create(path.path()).unwrap(),
                room: usize::MAX,
            };
            // Whoever fills it does not look.
            let stopped = write_behind(full, &Progress::with_looks(LOOKS), |out| {
                let mut given = (0..pieces).map(|_| out.give(vec![7; piece]));
                // The disk's thread may have let go already.
                let _refused = given.try_for_each(|given| given);
                Ok(())
            });
            assert!(stopped.is_err());
            assert_eq!(std::fs::metadata(path.path()).unwrap().len(), expected as u64);
        };
        check(PART_BYTES, 40, 3 * PART_BYTES);
        check(SYNC_BYTES, 2, 3 * LOOK_BYTES);
        check(PART_BYTES, 3, 3 * PART_BYTES);
    }
}
