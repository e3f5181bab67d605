//! How much memory reading a file may take.

/// How much memory reading a file may take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemoryLimit {
    /// What the system has left; no limit where it does not tell.
    #[default]
    System,
    /// So many bytes, whatever the system says.
    Bytes(u64),
}
