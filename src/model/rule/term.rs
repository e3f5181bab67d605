//! The numbers of a project that a formula can name.

use crate::say;
use crate::words::Lang;

/// A number of a project that a formula can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Term {
    /// Rated capacity in MW.
    CapacityMw,
    /// Hub height in m.
    HubHeightM,
    /// Rotor diameter in m.
    RotorDiameterM,
    /// Height of the blade's tip over the ground in m: hub height and half the rotor.
    TipHeightM,
    /// Area of the footprint in ha, ellipsoidal.
    AreaHa,
    /// Length of the line in m, ellipsoidal.
    LengthM,
    /// Depth of the works in m: of a tunnel, a pit, a pile.
    DepthM,
    /// Width of the works in m.
    WidthM,
}

impl Term {
    /// All terms.
    pub const ALL: [Term; 8] = [
        Term::CapacityMw,
        Term::HubHeightM,
        Term::RotorDiameterM,
        Term::TipHeightM,
        Term::AreaHa,
        Term::LengthM,
        Term::DepthM,
        Term::WidthM,
    ];

    /// The name in formulas and files.
    pub fn code(self) -> &'static str {
        match self {
            Term::CapacityMw => "capacity_mw",
            Term::HubHeightM => "hub_height_m",
            Term::RotorDiameterM => "rotor_diameter_m",
            Term::TipHeightM => "tip_height_m",
            Term::AreaHa => "area_ha",
            Term::LengthM => "length_m",
            Term::DepthM => "depth_m",
            Term::WidthM => "width_m",
        }
    }

    /// The term of that name in formulas.
    pub fn from_code(code: &str) -> Option<Term> {
        Term::ALL.into_iter().find(|term| term.code() == code)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("term.{}", self.code()))
    }
}
