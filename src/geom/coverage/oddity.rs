//! What is examined, by which limits, and what is found.

use geo::Coord;

use crate::geom::equal_area::EqualArea;
use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

/// Positions of the features whose boxes meet a box, ascending.
pub type Near<'a> = dyn Fn(&Extent) -> Vec<usize> + Sync + 'a;

/// What is to be examined.
pub struct Ground<'a> {
    /// The shapes of one layer, in its order.
    pub shapes: &'a [&'a Shape],
    /// Which of them come near.
    pub near: &'a Near<'a>,
    /// Measures areas in their plane.
    pub measure: &'a EqualArea,
}

/// What counts as odd.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// How far a border may be wrong, in metres: needles must be longer.
    pub tolerance_m: f64,
    /// What is narrower, in metres, is a sliver.
    pub width_m: f64,
    /// A polygon smaller than this, in m², is a crumb.
    pub part_m2: f64,
    /// Gaps larger than this, in m², are meant, unless they are narrow; `None`: all gaps are told.
    pub gap_m2: Option<f64>,
    /// A corner sharper than this, in degrees, is a needle.
    pub spike_deg: f64,
    /// Vertices that follow each other within less, in metres, are one that was set twice.
    pub vertices_m: f64,
}

/// Something odd about a feature.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Oddity {
    /// Position of the feature in the layer; of several the first.
    pub feature: u32,
    /// Where, in the plane.
    pub at: Coord<f64>,
    /// What.
    pub what: Odd,
}

/// What can be odd about a feature. Areas are true ones in m², lengths those of the plane in metres.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub enum Odd {
    /// The same geometry as an earlier feature.
    Double {
        /// The first of them.
        other: u32,
    },
    /// An area in common with another feature.
    Overlap {
        /// The later one.
        other: u32,
        /// That both cover.
        area_m2: f64,
        /// Of a strip that has that area and its border.
        width_m: f64,
        /// Share of the smaller of the two that is doubly covered.
        share: f32,
    },
    /// Ground that is enclosed and not covered.
    Gap {
        /// Another feature beside it, if there is one.
        other: Option<u32>,
        /// How many features are beside it.
        beside: u32,
        /// Not covered.
        area_m2: f64,
        /// Of a strip that has that area and its border.
        width_m: f64,
    },
    /// A border in common whose vertices are not the same on both sides, though neither gap nor overlap is worth telling.
    Unmatched {
        /// The later one.
        other: u32,
    },
    /// A needle out of the polygon or into it.
    Spike {
        /// Between its sides, in degrees.
        angle_deg: f64,
        /// Of the shorter side.
        length_m: f64,
        /// Out of it.
        is_outward: bool,
    },
    /// A polygon narrower than the limit.
    Sliver {
        /// Of the polygon.
        area_m2: f64,
        /// Of a strip that has its area and its border.
        width_m: f64,
    },
    /// A polygon smaller than the limit.
    Crumb {
        /// Of the polygon.
        area_m2: f64,
    },
    /// A polygon whose border touches itself.
    Touching {
        /// In how many places.
        places: u32,
    },
    /// Vertices that follow each other too closely.
    CloseVertices {
        /// How many.
        count: u32,
        /// The least distance between two.
        least_m: f64,
    },
    /// Points or lines of one feature that are there more than once.
    RepeatedParts {
        /// How many too many.
        count: u32,
    },
}
