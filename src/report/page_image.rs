//! A page of a report as pixels.

/// A page as pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Which page, from 0.
    pub page: usize,
    /// Width and height in pixels.
    pub size_px: [usize; 2],
    /// Row by row from the top, red, green, blue and opacity of each pixel; all of them are opaque.
    pub rgba: Vec<u8>,
}

/// Without its pixels, which nobody reads.
impl std::fmt::Debug for PageImage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [width, height] = self.size_px;
        write!(f, "page {} of {width} × {height} pixels", self.page)
    }
}
