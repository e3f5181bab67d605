//! Finding things by what somebody types: commands and names by words, places by coordinates.
//!
//! Promises: best hits first and in the same order every time; what can be read in several ways is offered in several;
//! nonsense finds nothing. Refuses: guesses that are not said to be guesses.

pub mod fuzzy;
pub mod names;
pub mod place;
pub mod systems;
