//! A tile as pixels.

/// A tile as pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels from west to east.
    pub width: usize,
    /// Pixels from north to south.
    pub height: usize,
    /// Red, green, blue and opacity of each pixel, row by row from the north-west.
    pub rgba: Vec<u8>,
}

impl std::fmt::Debug for Picture {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Picture {}×{}", self.width, self.height)
    }
}
