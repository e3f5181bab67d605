//! Checklists: what a project must show beside the findings, item by item, each with a place for its evidence.
//!
//! The items follow from the findings of the project; what people answer stands in the log of the review as
//! [`Deed::Answered`](super::event::Deed::Answered), and the last answer counts. Facts and their marks are those of the
//! rule books; an item of mark U is advice and never law.

mod asked;
pub mod deadline;
mod documents;
mod item;
pub mod slot;
mod standard;

pub use asked::items;
pub use item::{ChecklistAnswer, Item, List, Reply, Wants};
