//! What styles are made from.

use crate::model::symbology::Symbol;

/// Millimetres in a pixel of 96 to an inch: other programs draw in millimetres.
pub const MM_PER_PX: f64 = 25.4 / 96.0;

/// The sort of shapes that a style is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// Polygons.
    Areas,
    /// Lines.
    Lines,
    /// Points.
    Points,
}

/// How features of one value look.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The value; `None` for all others.
    pub value: Option<String>,
    /// The value of the second column, where there is one.
    pub second: String,
    /// The words of the legend.
    pub label: String,
    /// How they are drawn.
    pub symbol: Symbol,
}

/// How a layer looks.
#[derive(Clone, Debug, PartialEq)]
pub struct LayerLook {
    /// What its shapes are.
    pub sort: Sort,
    /// The column whose values tell features apart; `None` where all look alike.
    pub column: Option<String>,
    /// A second column, by which features of one value are told apart.
    pub second: Option<String>,
    /// At least one.
    pub cases: Vec<Case>,
}
