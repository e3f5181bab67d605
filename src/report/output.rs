//! What takes the bytes of a file.

use std::io::{self, Write};

/// An output that may keep bytes which are given to it, and need not copy them: of a file of hundreds of megabytes the
/// copies took longer than the calls that write it.
pub trait Output: Write {
    /// Takes all of it, as [`Write::write_all`] does.
    ///
    /// # Errors
    /// As `write_all`.
    fn give(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        self.write_all(&bytes)
    }
}

impl Output for Vec<u8> {}

impl<O: Output + ?Sized> Output for &mut O {
    fn give(&mut self, bytes: Vec<u8>) -> io::Result<()> {
        (**self).give(bytes)
    }
}
