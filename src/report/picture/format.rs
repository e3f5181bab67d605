//! The formats that sheets are written in.

use std::path::Path;

/// A format of pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PictureFormat {
    /// Dots.
    Png,
    /// Vectors for browsers and drawing programs.
    Svg,
    /// Vectors for paper.
    #[default]
    Pdf,
}

impl PictureFormat {
    /// All formats.
    pub const ALL: [PictureFormat; 3] = [PictureFormat::Pdf, PictureFormat::Png, PictureFormat::Svg];

    /// The ending of its files, without the dot.
    pub fn code(self) -> &'static str {
        match self {
            PictureFormat::Png => "png",
            PictureFormat::Svg => "svg",
            PictureFormat::Pdf => "pdf",
        }
    }

    /// The format that a file's ending names.
    pub fn of_path(path: &Path) -> Option<PictureFormat> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        PictureFormat::ALL
            .into_iter()
            .find(|format| format.code() == ending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_names_the_format() {
        let check = |path: &str, expected| assert_eq!(PictureFormat::of_path(Path::new(path)), expected);
        check("a/m.PDF", Some(PictureFormat::Pdf));
        check("m.svg", Some(PictureFormat::Svg));
        check("m.pdf.png", Some(PictureFormat::Png));
        check("pdf", None);
        check("m.jpg", None);
    }
}
