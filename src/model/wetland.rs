//! How much wetland there is, by three definitions side by side.

use std::sync::Arc;

use crate::words::Bilingual;

use super::land_class::{Definition, Membership};
use super::zone::Level;

/// Features and their area. All areas are ellipsoidal, in m².
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    /// Number of features.
    pub count: usize,
    /// Sum of their areas.
    pub gross_m2: f64,
    /// Area of their union: every place once.
    pub unique_m2: f64,
}

impl Amount {
    /// What is covered more than once.
    pub fn double_m2(&self) -> f64 {
        self.gross_m2 - self.unique_m2
    }
}

/// All that there is to say about the wetland of a workspace in numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct WetlandTotals {
    /// Which class table decided.
    pub table: String,
    /// All features of the role wetland, whatever their class.
    pub all: Amount,
    /// One per definition, in the order of [`Definition::ALL`].
    pub definitions: [DefinitionTotal; 3],
    /// By class: those of the table in its order, then unknown codes by code, then what has none.
    pub classes: Vec<ClassTotal>,
    /// By level, highest first, then what has none.
    pub levels: Vec<LevelTotal>,
    /// By layer that holds wetland, in the order of the workspace.
    pub layers: Vec<LayerTotal>,
    /// The red line against wetland and district.
    pub red_line: RedLine,
    /// Every published figure, and whether the data closes on it.
    pub closures: Vec<Closure>,
    /// What makes the figures less sure.
    pub doubts: Doubts,
}

impl WetlandTotals {
    /// The total by one definition.
    pub fn by(&self, definition: Definition) -> &DefinitionTotal {
        &self.definitions[definition.place()]
    }

    /// Unknown codes, and what has no code: listed, and in none of the three totals.
    pub fn unknown(&self) -> impl Iterator<Item = &ClassTotal> {
        self.classes.iter().filter(|class| class.name.is_none())
    }
}

/// A total by one definition, with its own numerator and denominator.
#[derive(Clone, Debug, PartialEq)]
pub struct DefinitionTotal {
    /// Which one.
    pub definition: Definition,
    /// What surely counts.
    pub sure: Amount,
    /// What counts or may count: the sure and the open together.
    pub with_open: Amount,
    /// What it is held against; `None` where the workspace has no such layer.
    pub denominator: Option<Denominator>,
}

impl DefinitionTotal {
    /// The rate, 0 to 1, without and with what is open.
    pub fn rate(&self) -> Option<(f64, f64)> {
        let whole_m2 = self.denominator.as_ref()?.amount.unique_m2;
        let of = |amount: &Amount| amount.unique_m2 / whole_m2;
        (whole_m2 > 0.0).then(|| (of(&self.sure), of(&self.with_open)))
    }

    /// Number of features that are open, and their area as far as nothing sure covers it.
    pub fn open(&self) -> (usize, f64) {
        (
            self.with_open.count - self.sure.count,
            self.with_open.unique_m2 - self.sure.unique_m2,
        )
    }
}

/// What a rate is held against.
#[derive(Clone, Debug, PartialEq)]
pub struct Denominator {
    /// Its layers.
    pub layers: Vec<Arc<str>>,
    /// Their area.
    pub amount: Amount,
}

/// The features of one class.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassTotal {
    /// The code; `None` for features without one.
    pub code: Option<String>,
    /// The class's name; `None` where the table does not hold the code.
    pub name: Option<Bilingual>,
    /// The class that this one is a part of.
    pub parent: Option<String>,
    /// How much of it there is.
    pub amount: Amount,
    /// How much of it counts by each definition, in the order of [`Definition::ALL`]; nothing where the code is unknown.
    pub counted: [Split; 3],
}

/// Area by whether it counts, as the sum of the features.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Split {
    /// Counts.
    pub yes_m2: f64,
    /// Open.
    pub open_m2: f64,
    /// Does not count.
    pub no_m2: f64,
}

impl Split {
    /// Takes a feature in.
    pub fn add(&mut self, membership: Membership, m2: f64) {
        match membership {
            Membership::Yes => self.yes_m2 += m2,
            Membership::Depends => self.open_m2 += m2,
            Membership::No => self.no_m2 += m2,
        }
    }
}

/// The features of one level.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LevelTotal {
    /// The level; `None` where no field says one.
    pub level: Option<Level>,
    /// How much there is.
    pub amount: Amount,
}

/// The wetland of one layer.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerTotal {
    /// The layer's id.
    pub layer: Arc<str>,
    /// For people.
    pub name: Bilingual,
    /// Drawn for illustration.
    pub synthetic: bool,
    /// How much there is.
    pub amount: Amount,
}

/// The red line in numbers. Its shares are quotients of two totals, as published figures are; no overlay is made.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RedLine {
    /// All its features.
    pub amount: Amount,
    /// Red line ÷ wetland by the plan (the sure part), 0 to 1.
    pub of_wetland: Option<f64>,
    /// Red line ÷ denominator of the plan, 0 to 1.
    pub of_district: Option<f64>,
}

/// What a published figure is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Figure {
    /// The area of a layer, in ha.
    LayerArea {
        /// The layer's id.
        layer: Arc<str>,
    },
    /// The wetland rate by the plan, 0 to 1.
    WetlandRate,
    /// Red line ÷ wetland, 0 to 1.
    RedLineOfWetland,
    /// Red line ÷ district, 0 to 1.
    RedLineOfDistrict,
}

impl Figure {
    /// The name in files.
    pub fn code(&self) -> &'static str {
        match self {
            Figure::LayerArea { .. } => "layer_area_ha",
            Figure::WetlandRate => "wetland_rate",
            Figure::RedLineOfWetland => "red_line_of_wetland",
            Figure::RedLineOfDistrict => "red_line_of_district",
        }
    }
}

/// A published figure, and what the data says.
#[derive(Clone, Debug, PartialEq)]
pub struct Closure {
    /// What it is about.
    pub figure: Figure,
    /// As published: ha or a share.
    pub published: f64,
    /// Accepted difference, in the same unit.
    pub tolerance: f64,
    /// From the data, without and with what is open; `None` where the data cannot say.
    pub found: Option<(f64, f64)>,
}

impl Closure {
    /// True where the sure figure lies within the tolerance. What is unknown does not close.
    pub fn closes(&self) -> bool {
        self.found
            .is_some_and(|(sure, _)| (sure - self.published).abs() <= self.tolerance)
    }
}

/// What makes the totals less sure than they look.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Doubts {
    /// Features of wetland layers that could not be read: their area is in no total.
    pub refused_count: usize,
    /// Wetland features without area (points, lines): counted, with area 0.
    pub without_area_count: usize,
    /// Pairs of features that share area.
    pub overlapping_pairs_count: usize,
    /// Pairs whose common area could not be decided: it is taken off nowhere.
    pub undecided_pairs_count: usize,
    /// Features that lie wholly outside the denominator, though their area is in the numerator.
    pub outside_count: usize,
    /// Sum of their areas.
    pub outside_m2: f64,
}
