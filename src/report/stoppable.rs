//! Output that takes no more once somebody has asked to stop.

use std::io::{self, Seek, SeekFrom, Write};

use crate::progress::{Cancelled, Progress};

use super::output::Output;

/// Takes no more once somebody has asked to stop; whoever writes into it need not look by himself.
pub struct Stoppable<'a, W> {
    out: W,
    progress: &'a Progress,
}

impl<'a, W> Stoppable<'a, W> {
    /// Into this output.
    pub fn new(out: W, progress: &'a Progress) -> Stoppable<'a, W> {
        Stoppable { out, progress }
    }

    /// # Errors
    /// That somebody has asked to stop.
    pub fn check(&self) -> io::Result<()> {
        self.progress.check().map_err(io::Error::other)
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.out
    }
}

impl<W: Write> Write for Stoppable<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.check()?;
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Output> Output for Stoppable<'_, W> {
    fn give(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.check()?;
        self.out.give(bytes)
    }
}

impl<W: Seek> Seek for Stoppable<'_, W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.out.seek(to)
    }
}

/// The bytes that a writer of files gives, in memory.
///
/// # Errors
/// [`Cancelled`]; memory takes all it is given.
pub fn in_memory_until(
    progress: &Progress,
    write: impl FnOnce(&mut dyn Output) -> io::Result<()>,
) -> Result<Vec<u8>, Cancelled> {
    let mut out = Stoppable::new(Vec::new(), progress);
    let written = write(&mut out);
    progress.check()?;
    written.map_err(|_| Cancelled)?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_after_the_wish_to_stop_is_not_taken() {
        let progress = Progress::default();
        let whole = in_memory_until(&progress, |out| out.write_all(b"whole"));
        assert_eq!(whole, Ok(b"whole".to_vec()));
        let stopped = in_memory_until(&progress, |out| {
            out.write_all(b"half")?;
            progress.cancel();
            out.write_all(b"more")
        });
        assert_eq!(stopped, Err(Cancelled));
    }
}
