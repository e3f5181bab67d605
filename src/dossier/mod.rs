//! A review in one file, `NAME.redshank`: a GeoPackage with frozen layers, rules and settings, the runs, and the log of
//! what people have decided.
//!
//! Promises: what is frozen comes back to the last bit, so that a run can be repeated; one action is one transaction, on
//! the disk before it is said to be done; the log is only ever added to, and each entry holds the hash of the one before;
//! a file is written whole or not at all; who reads beside somebody who writes is told who that is. Other programs open
//! the layers and the findings of the file as they open any GeoPackage. Refuses: the clock and the names of people (both
//! come with each action), to write into files of a newer program, and to trust anything of a file that it has not checked.
//!
//! While a [`open::Dossier`] is open, the same file must not be opened by another way in the same program: on some systems
//! closing the second one takes the locks of the first away.

mod after;
pub mod again;
pub mod backup;
pub mod diff;
pub mod diff_words;
pub mod evidence;
pub mod fault;
pub mod freeze;
mod hash;
mod item_count;
pub mod last_digits;
mod layer_rows;
pub mod lock;
pub mod log;
pub mod migrate;
pub mod minutes;
pub mod open;
mod packed;
pub mod run;
mod saved;
mod schema;
pub mod sources;
pub mod thaw;
pub mod today;
mod values;
pub mod verify;
