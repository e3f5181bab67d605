//! The review of a screening: decisions of people beside the findings of the machine.
//!
//! Promises: a list of events tells everything, and the same list gives the same state; a finding of the machine is never
//! changed, what people decide lies beside it under its stable name; what was decided on other evidence is marked, never
//! dropped. Refuses: disk, clock, the names of people by itself. Times and names come with the events.

pub mod decision;
pub mod event;
pub mod key;
pub mod reportable;
pub mod standing;
pub mod state;
pub mod steps;
