//! When a rule is met, in numbers.

/// When a rule is met. Each limit is an alternative: any one met is enough.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Criterion {
    /// By a common interior with the zone; where [`Criterion::least`] asks for a size, by one of that size.
    pub overlap: bool,
    /// By being nearer than this setback, in metres.
    pub within_m: f64,
    /// Nearer than this is worth a look (*near*), in metres.
    pub near_m: f64,
    /// How large the common part must be at least.
    pub least: Least,
}

/// How large a common part must be to matter, by area, length and share of the project with all zones together that the rule
/// is about: reaching any one of the limits is enough; without any, every size matters.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Least {
    /// Ellipsoidal area in m².
    pub overlap_m2: Option<f64>,
    /// Length in m, where a line is concerned.
    pub overlap_m: Option<f64>,
    /// Share of the project's area, or of its length, 0 to 1.
    pub share_of_project: Option<f64>,
    /// Share of the zone's area, 0 to 1.
    pub share_of_zone: Option<f64>,
}

impl Least {
    /// Every size matters.
    pub const ANY: Least = Least {
        overlap_m2: None,
        overlap_m: None,
        share_of_project: None,
        share_of_zone: None,
    };

    /// True where zones reach a least size together. A share of a zone is that of each by itself.
    pub fn counts_together(&self) -> bool {
        self.overlap_m2.is_some() || self.overlap_m.is_some() || self.share_of_project.is_some()
    }

    /// True where every size matters.
    pub fn is_any(&self) -> bool {
        *self == Least::ANY
    }
}

impl Criterion {
    /// Met by a common interior of any size, and nothing else.
    pub const OVERLAP: Criterion = Criterion {
        overlap: true,
        within_m: 0.0,
        near_m: 0.0,
        least: Least::ANY,
    };

    /// The largest distance in metres at which a zone can still matter.
    pub fn reach_m(&self) -> f64 {
        self.within_m.max(self.near_m).max(0.0)
    }

    /// The setback that evidence is held against, if the criterion has any.
    pub fn setback_m(&self) -> Option<f64> {
        Some(self.reach_m()).filter(|&m| m > 0.0)
    }
}
