//! What a workspace says beside layers and rules: the class table, published rates, quotas.

use std::sync::Arc;

use super::land_class::ClassTable;
use super::role::ProjectKind;

/// Tables of a workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Which land class is wetland by which definition.
    pub classes: ClassTable,
    /// Published shares that the data must close on.
    pub rates: PublishedRates,
    /// Layers that rates are held against, in the order of [`super::land_class::Definition::ALL`]; `None` for all layers
    /// of the role district.
    pub denominators: [Option<Arc<str>>; 3],
    /// How much land may be given out, by year.
    pub quotas: Vec<Quota>,
}

/// Published shares, 0 to 1, and how far from them the data may close.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PublishedRates {
    /// Wetland by the plan ÷ district.
    pub wetland_rate: Option<f64>,
    /// Red line ÷ wetland by the plan.
    pub red_line_of_wetland: Option<f64>,
    /// Red line ÷ district.
    pub red_line_of_district: Option<f64>,
    /// Half the width of the accepted band: half a unit of the last published digit.
    pub tolerance: f64,
}

/// Half of 0.01 %: published rates have two decimals.
pub const RATE_TOLERANCE: f64 = 0.00005;

impl Default for PublishedRates {
    fn default() -> PublishedRates {
        PublishedRates {
            wetland_rate: None,
            red_line_of_wetland: None,
            red_line_of_district: None,
            tolerance: RATE_TOLERANCE,
        }
    }
}

/// Land that may be given out to projects of some kinds in a year.
#[derive(Clone, Debug, PartialEq)]
pub struct Quota {
    /// The year.
    pub year: i32,
    /// How much, in ha.
    pub area_ha: f64,
    /// To which projects.
    pub kinds: Vec<ProjectKind>,
}
