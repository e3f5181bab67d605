//! Places with names, where one comes back to.

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;

/// A place with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// Its name.
    pub name: String,
    /// What is seen there, in metres of the workspace's plane; on a map that is turned, as it would be seen turned back.
    pub extent: Extent,
    /// How far the map is turned.
    pub turn: Turn,
}
