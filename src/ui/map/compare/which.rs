//! The names of the two sides.

/// One of the two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What is open, as it is.
    A,
    /// What it is compared with.
    B,
}

impl Which {
    /// Its letter on the map.
    pub fn letter(self) -> &'static str {
        match self {
            Which::A => "A",
            Which::B => "B",
        }
    }

    /// The one it is compared with.
    #[must_use]
    pub fn other(self) -> Which {
        match self {
            Which::A => Which::B,
            Which::B => Which::A,
        }
    }

    /// Its number among the sides of a frame.
    pub fn number(self) -> u8 {
        match self {
            Which::A => 0,
            Which::B => 1,
        }
    }
}
