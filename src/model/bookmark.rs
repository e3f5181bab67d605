//! Places with names, where one comes back to.

use crate::geom::extent::Extent;

/// A place with a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Bookmark {
    /// Its name.
    pub name: String,
    /// What is seen there, in metres of the workspace's plane.
    pub extent: Extent,
}
