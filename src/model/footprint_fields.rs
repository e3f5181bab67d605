//! Which source fields footprints are read from.

use serde::Deserialize;

/// The names of source fields that footprints are read from; `None` where no field carries it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FootprintFields {
    /// What the feature is: `tunnel`, `entrance`, `terminal`, `channel`, `路堤`… Also of zones (rail, station).
    pub part: Option<String>,
    /// Width of a channel that is drawn as its middle line, in m.
    pub width_m: Option<String>,
    /// The year whose quota a project uses.
    pub year: Option<String>,
    /// Its place in the order in which a quota is given out; the smallest first.
    pub order: Option<String>,
    /// How many visitors there may be.
    pub capacity_persons: Option<String>,
    /// Where that number comes from.
    pub capacity_source: Option<String>,
    /// What a plot is used for: whether a pond is farmed.
    pub plot_use: Option<String>,
    /// Grade of a seawall: 1 to 5.
    pub grade: Option<String>,
}
