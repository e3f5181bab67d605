//! Bytes of a file that were unpacked from another and lie nowhere by themselves.

use std::fmt;
use std::sync::Arc;

/// Bytes in memory, shared by all who read them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Held(Arc<Vec<u8>>);

impl Held {
    /// These bytes.
    pub fn new(data: Vec<u8>) -> Held {
        Held(Arc::new(data))
    }
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Held {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Held({} bytes)", self.0.len())
    }
}
