//! A file that goes to the disk while what is written next is still being made.

use std::fs::File;
use std::io::{self, Write};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use super::output::Output;

/// Small pieces are handed over once they are so many bytes. What is longer is handed over as it is.
const PART_BYTES: usize = 128 << 10;
/// Parts that may wait to be written: as much as is made while the disk is waited for.
const PARTS_AHEAD: usize = 64;
/// After so many bytes they are brought onto the disk, so that little is left for the end.
const SYNC_BYTES: usize = 16 << 20;

/// Gives a file back with all in it that `fill` writes.
///
/// # Errors
/// What the system says, or else `fill`.
pub fn write_behind<F: Write + std::ops::Deref<Target = File> + Send>(
    file: F,
    fill: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> io::Result<F> {
    thread::scope(|scope| {
        let (parts, waiting) = sync_channel(PARTS_AHEAD);
        let writer = thread::Builder::new().spawn_scoped(scope, move || put_away(file, &waiting))?;
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

/// Writes what comes. Of a long file a thread of its own brings it onto the disk meanwhile, so that neither waits for the
/// other.
fn put_away<F: Write + std::ops::Deref<Target = File>>(
    mut file: F,
    waiting: &Receiver<Vec<u8>>,
) -> io::Result<F> {
    thread::scope(|scope| {
        let (wanted, orders) = sync_channel(1);
        let mut start_disk = Some(|file: &File| {
            let same_file = file.try_clone()?;
            let bring = move || orders.iter().try_for_each(|()| same_file.sync_data());
            thread::Builder::new().spawn_scoped(scope, bring)
        });
        let mut disk = None;
        let mut since_order = 0;
        let written = waiting.iter().try_for_each(|part: Vec<u8>| {
            file.write_all(&part)?;
            since_order += part.len();
            if since_order < SYNC_BYTES {
                return Ok(());
            }
            if let Some(start) = start_disk.take() {
                disk = Some(start(&file)?);
            }
            match wanted.try_send(()) {
                Ok(()) => since_order = 0,
                // The order that waits already will bring this, too.
                Err(TrySendError::Full(())) => {}
                Err(TrySendError::Disconnected(())) => return Err(io::Error::other("the disk refused")),
            }
            Ok(())
        });
        drop(wanted);
        let brought = disk.map_or(Ok(()), |disk| {
            let ended = disk.join();
            ended.unwrap_or_else(|_| Err(io::Error::other("the disk's thread stopped")))
        });
        // The disk's own reason says more.
        brought.and(written).map(|()| file)
    })
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
        let written = write_behind(Full { file, room }, |out| {
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
        let written = write_behind(
            Full { file, room: 10 },
            |_| Err(io::ErrorKind::Interrupted.into()),
        );
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
            write_behind(full, fill).unwrap();
            assert_eq!(std::fs::read(path.path()).unwrap(), pieces.concat());
        }
    }
}
