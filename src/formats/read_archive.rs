//! An archive that several layers are read from: read and hashed once for all of them.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::raw::Unread;

/// Longer archives are read anew for each layer rather than kept beside what is unpacked from them.
const KEPT_BYTES: usize = 512 << 20;

/// An archive as it was read.
#[derive(Debug)]
pub struct ReadArchive {
    /// All its bytes.
    pub data: Vec<u8>,
    /// Their SHA-256 in hexadecimal.
    pub sha256: String,
}

/// Where what is read of an archive is kept for those who read it next; they must all mean the same file. Two are always
/// equal, since which file is meant they do not say.
#[derive(Clone, Default)]
pub struct SharedArchive(Arc<Mutex<Option<Arc<ReadArchive>>>>);

impl SharedArchive {
    /// What was read before, else what is read now.
    ///
    /// # Errors
    /// Those of reading.
    pub fn get_or_read(
        &self,
        read: impl FnOnce() -> Result<ReadArchive, Unread>,
    ) -> Result<Arc<ReadArchive>, Unread> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = &*kept {
            return Ok(Arc::clone(kept));
        }
        let whole = Arc::new(read()?);
        if whole.data.len() <= KEPT_BYTES {
            *kept = Some(Arc::clone(&whole));
        }
        Ok(whole)
    }
}

impl PartialEq for SharedArchive {
    fn eq(&self, _: &SharedArchive) -> bool {
        true
    }
}

impl Eq for SharedArchive {}

impl fmt::Debug for SharedArchive {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SharedArchive")
    }
}
