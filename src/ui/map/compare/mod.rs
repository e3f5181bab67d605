//! Two versions of the map against each other: layers of one workspace, or two workspaces.
//!
//! Promises: side A is what is open and all that the other panels speak of; side B is only looked at; closing the
//! comparison forgets it. Both sides share centre and scale. Refuses: changes, screening of side B.

pub mod bar;
pub mod comparison;
pub mod divider;
pub mod frame;
pub mod hands;
pub mod sides;
pub mod which;

#[cfg(test)]
mod tests;
