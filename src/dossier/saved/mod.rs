//! The parts of a workspace and of a review as the file keeps them, version 1, each a type of its own.

pub mod about;
pub mod bookmark;
pub mod doubt;
pub mod event;
pub mod note;
pub mod number;
pub mod provenance;
pub mod repair;
pub mod settings;
pub mod words;
