//! What is odd about the geometry of a feature or its fit to its neighbours, in words. Nothing of it is mended.

use std::sync::Arc;

use crate::say;
use crate::words::Lang;

/// Another feature of the same layer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its id.
    pub id: Arc<str>,
}

/// What is odd. Areas are true ones in m², widths those of a strip with the same area and border, in metres.
#[derive(Clone, Debug, PartialEq)]
pub enum CoverageDoubt {
    /// The same geometry as an earlier feature.
    Double {
        /// The first of them.
        other: Neighbour,
        /// All attributes but the id are the same as well.
        same_attributes: bool,
    },
    /// An area in common with another feature.
    Overlap {
        /// The later one.
        other: Neighbour,
        /// That both cover.
        area_m2: f64,
        /// Of the common part.
        width_m: f64,
        /// Share of the smaller feature, 0 to 1.
        share: f64,
        /// Narrower than the borders are sure.
        is_sliver: bool,
    },
    /// Ground between features, enclosed and not covered.
    Gap {
        /// Another feature beside it; `None` for a hole in one feature.
        other: Option<Neighbour>,
        /// How many features are beside it.
        beside: usize,
        /// Not covered.
        area_m2: f64,
        /// Of the gap.
        width_m: f64,
        /// Narrower than the borders are sure.
        is_sliver: bool,
    },
    /// Vertices on one side of a common border only.
    Unmatched {
        /// The later feature.
        other: Neighbour,
    },
    /// A needle out of the polygon, or a cut into it.
    Spike {
        /// In degrees.
        angle_deg: f64,
        /// Of the shorter side.
        length_m: f64,
        /// Out of it.
        is_outward: bool,
    },
    /// A polygon narrower than its borders are sure.
    SliverPart {
        /// Of the polygon.
        area_m2: f64,
        /// Of the polygon.
        width_m: f64,
    },
    /// A polygon too small to be meant.
    TinyPart {
        /// Of the polygon.
        area_m2: f64,
    },
    /// A border that touches itself.
    Touching {
        /// In so many places.
        places: usize,
    },
    /// Vertices that nearly coincide.
    CloseVertices {
        /// Pairs of them.
        count: usize,
        /// The least distance, in metres.
        least_m: f64,
    },
    /// Points or lines that are there more than once.
    RepeatedParts {
        /// How many too many.
        count: usize,
    },
}

impl CoverageDoubt {
    /// The codes of all kinds, in the order of lists.
    pub const CODES: [&'static str; 15] = [
        "overlap",
        "sliver_overlap",
        "gap",
        "sliver_gap",
        "small_hole",
        "double_feature",
        "double_shape",
        "unmatched_border",
        "spike",
        "cut",
        "sliver_part",
        "tiny_part",
        "touching_ring",
        "close_vertices",
        "repeated_parts",
    ];

    /// The name in files and the key of the texts.
    pub fn code(&self) -> &'static str {
        match self {
            CoverageDoubt::Double {
                same_attributes: true,
                ..
            } => "double_feature",
            CoverageDoubt::Double { .. } => "double_shape",
            CoverageDoubt::Overlap { is_sliver: false, .. } => "overlap",
            CoverageDoubt::Overlap { .. } => "sliver_overlap",
            CoverageDoubt::Gap { other: None, .. } => "small_hole",
            CoverageDoubt::Gap { is_sliver: false, .. } => "gap",
            CoverageDoubt::Gap { .. } => "sliver_gap",
            CoverageDoubt::Unmatched { .. } => "unmatched_border",
            CoverageDoubt::Spike { is_outward: true, .. } => "spike",
            CoverageDoubt::Spike { .. } => "cut",
            CoverageDoubt::SliverPart { .. } => "sliver_part",
            CoverageDoubt::TinyPart { .. } => "tiny_part",
            CoverageDoubt::Touching { .. } => "touching_ring",
            CoverageDoubt::CloseVertices { .. } => "close_vertices",
            CoverageDoubt::RepeatedParts { .. } => "repeated_parts",
        }
    }

    /// What was found, in one sentence.
    pub fn text(&self, lang: Lang) -> String {
        let key = format!("problem.{}", self.code());
        match self {
            CoverageDoubt::Double { other, .. } | CoverageDoubt::Unmatched { other } => {
                say!(lang, &key, other = other.text(lang))
            }
            CoverageDoubt::Overlap {
                other,
                area_m2,
                width_m,
                share,
                ..
            } => {
                let share = amount(100.0 * share);
                let (area, width) = (amount(*area_m2), amount(*width_m));
                say!(
                    lang,
                    &key,
                    other = other.text(lang),
                    area = area,
                    width = width,
                    share = share
                )
            }
            CoverageDoubt::Gap {
                other,
                beside,
                area_m2,
                width_m,
                ..
            } => {
                let other = other.as_ref().map_or_else(String::new, |other| other.text(lang));
                let (area, width) = (amount(*area_m2), amount(*width_m));
                say!(
                    lang,
                    &key,
                    other = other,
                    beside = beside,
                    area = area,
                    width = width
                )
            }
            CoverageDoubt::Spike {
                angle_deg, length_m, ..
            } => {
                say!(lang, &key, angle = amount(*angle_deg), length = amount(*length_m))
            }
            CoverageDoubt::SliverPart { area_m2, width_m } => {
                say!(lang, &key, area = amount(*area_m2), width = amount(*width_m))
            }
            CoverageDoubt::TinyPart { area_m2 } => say!(lang, &key, area = amount(*area_m2)),
            CoverageDoubt::Touching { places } => say!(lang, &key, places = places),
            CoverageDoubt::CloseVertices { count, least_m } => {
                say!(lang, &key, count = count, least = amount(*least_m))
            }
            CoverageDoubt::RepeatedParts { count } => say!(lang, &key, count = count),
        }
    }

    /// The area that is in question, in m², where one is.
    pub fn area_m2(&self) -> Option<f64> {
        match self {
            CoverageDoubt::Overlap { area_m2, .. }
            | CoverageDoubt::Gap { area_m2, .. }
            | CoverageDoubt::SliverPart { area_m2, .. }
            | CoverageDoubt::TinyPart { area_m2 } => Some(*area_m2),
            _ => None,
        }
    }

    /// The width that is in question, in metres, where one is.
    pub fn width_m(&self) -> Option<f64> {
        match self {
            CoverageDoubt::Overlap { width_m, .. }
            | CoverageDoubt::Gap { width_m, .. }
            | CoverageDoubt::SliverPart { width_m, .. } => Some(*width_m),
            _ => None,
        }
    }

    /// The other feature that is concerned, if one is.
    pub fn other(&self) -> Option<&Neighbour> {
        match self {
            CoverageDoubt::Double { other, .. }
            | CoverageDoubt::Overlap { other, .. }
            | CoverageDoubt::Unmatched { other } => Some(other),
            CoverageDoubt::Gap { other, .. } => other.as_ref(),
            _ => None,
        }
    }
}

impl Neighbour {
    fn text(&self, lang: Lang) -> String {
        say!(lang, "problem.other", number = self.number, id = self.id)
    }
}

/// A number with two decimals, a small one with two digits that count.
fn amount(value: f64) -> String {
    if value.abs() >= 0.1 || value == 0.0 {
        return format!("{value:.2}");
    }
    let decimals = (1.0 - value.abs().log10().floor()).clamp(2.0, 12.0);
    format!("{value:.0$}", decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_two_digits_that_count() {
        let check = |value: f64, expected: &str| assert_eq!(amount(value), expected);
        check(1234.567, "1234.57");
        check(0.1, "0.10");
        check(0.0123, "0.012");
        check(0.000_456, "0.00046");
        check(0.0, "0.00");
        check(1e-30, "0.000000000000");
    }
}
