//! Base maps: pictures of the world cut into tiles, from a file or from a service, brought onto the workspace's plane.
//! Vector tiles are drawn to such pictures first ([`vector`]).
//!
//! Promises: files are only read, and nothing in them is believed before it is checked; an address is asked only when
//! somebody calls [`online::Online::tile`], within fixed limits of size, time and redirects; a user's key stands in no
//! file, no path and no message. Refuses: windows, sessions, threads, and any say in what rules see: a base map is a
//! picture under the data and nothing is measured on it.

#[cfg(feature = "gui")]
pub mod backoff;
pub mod cover;
#[cfg(feature = "gui")]
pub mod decode;
#[cfg(feature = "gui")]
pub mod disk_cache;
pub mod fault;
pub mod file;
pub mod grid;
pub mod info;
pub mod look;
#[cfg(all(test, feature = "gui"))]
pub(crate) mod loopback;
pub mod mbtiles;
pub mod memory_cache;
#[cfg(feature = "gui")]
pub mod online;
pub mod picture;
pub mod place;
pub mod pmtiles;
#[cfg(feature = "gui")]
pub mod source;
pub mod template;
pub mod vector;
pub mod warp;
