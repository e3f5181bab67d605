//! The review in a session: a dossier that is open, who sits before it, and what is written into it.
//!
//! Promises: one wish is one entry of the log, in the order of the wishes, each on the disk before it counts; nobody waits
//! for the disk; nothing is written under a name that nobody has given; what the machine found is never changed. Refuses: to
//! write into a dossier that somebody else has open.

mod batches;
mod entries;
pub mod entry_name;
mod following;
mod handling;
pub mod log_mark;
pub mod outline;
pub mod preview;
pub mod previewed;
mod recording;
pub mod report;
pub mod shelf;
pub mod state;
pub mod step;
pub mod told;
mod writing;
