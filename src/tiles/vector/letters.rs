//! Letters as shapes, from the font that travels with the program: the same on every machine.

use resvg::tiny_skia::PathBuilder;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::outline::pen::PathElement;
use skrifa::outline::{DrawSettings, OutlineGlyphCollection};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};

use crate::font;

/// The font, ready to draw with. Without letters only if the font inside the program were none.
pub struct Letters {
    face: Option<Face>,
}

struct Face {
    font: FontRef<'static>,
    numbers: Charmap<'static>,
    shapes: OutlineGlyphCollection<'static>,
    /// Units of the font in the height of a letter.
    em: f32,
}

impl Letters {
    /// Opens the font.
    pub fn open() -> Letters {
        let face = FontRef::new(font::BYTES).ok().map(|font| Face {
            numbers: font.charmap(),
            shapes: font.outline_glyphs(),
            em: font
                .metrics(Size::unscaled(), LocationRef::default())
                .units_per_em
                .max(1)
                .into(),
            font,
        });
        Letters { face }
    }

    /// True for a letter that the font has.
    pub fn has(&self, letter: char) -> bool {
        self.face
            .as_ref()
            .is_some_and(|face| face.numbers.map(letter).is_some())
    }

    /// The length of a line of letters of that size, pixels.
    pub fn length(&self, text: &str, size_px: f32) -> f32 {
        let Some(face) = &self.face else { return 0.0 };
        let advances = text.chars().map(|letter| face.advance(letter, size_px));
        advances.sum()
    }

    /// Adds a line of letters to a path, from its left end on its base line. Letters that the font lacks are boxes.
    pub fn write(&self, text: &str, size_px: f32, [mut x, y]: [f32; 2], path: &mut PathBuilder) {
        let Some(face) = &self.face else { return };
        for letter in text.chars() {
            let shape = match face.numbers.map(letter) {
                Some(number) => face.shape(number),
                None => empty_box(face.em),
            };
            let place = Place {
                left: x,
                base: y,
                scale: size_px / face.em,
            };
            shape.iter().for_each(|element| place.add(path, element));
            x += face.advance(letter, size_px);
        }
    }
}

impl Face {
    /// How far it is to the next letter, pixels; a box is as wide as a Chinese letter.
    fn advance(&self, letter: char, size_px: f32) -> f32 {
        let metrics = self.font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let number = self.numbers.map(letter);
        let units = number.and_then(|number| metrics.advance_width(number));
        units.unwrap_or(self.em) * size_px / self.em
    }

    /// The shape of a letter, units of the font, up; nothing for a blank.
    fn shape(&self, number: GlyphId) -> Vec<PathElement> {
        let settings = DrawSettings::unhinted(Size::unscaled(), LocationRef::default());
        let mut shape = Vec::new();
        match self.shapes.get(number) {
            Some(outline) if outline.draw(settings, &mut shape).is_ok() => shape,
            _ => Vec::new(),
        }
    }
}

/// Where a letter begins in the picture, and how large it is.
struct Place {
    left: f32,
    base: f32,
    scale: f32,
}

impl Place {
    /// Adds a stroke of a letter's shape.
    fn add(&self, path: &mut PathBuilder, element: &PathElement) {
        let at = |x: f32, y: f32| (self.left + x * self.scale, self.base - y * self.scale);
        match *element {
            PathElement::MoveTo { x, y } => {
                let (x, y) = at(x, y);
                path.move_to(x, y);
            }
            PathElement::LineTo { x, y } => {
                let (x, y) = at(x, y);
                path.line_to(x, y);
            }
            PathElement::QuadTo { cx0, cy0, x, y } => {
                let ((cx0, cy0), (x, y)) = (at(cx0, cy0), at(x, y));
                path.quad_to(cx0, cy0, x, y);
            }
            PathElement::CurveTo {
                cx0,
                cy0,
                cx1,
                cy1,
                x,
                y,
            } => {
                let ((cx0, cy0), (cx1, cy1), (x, y)) = (at(cx0, cy0), at(cx1, cy1), at(x, y));
                path.cubic_to(cx0, cy0, cx1, cy1, x, y);
            }
            PathElement::Close => path.close(),
        }
    }
}

/// What stands for a letter that the font lacks: the edge of a box, for the font's own one is empty.
fn empty_box(em: f32) -> Vec<PathElement> {
    let (start, side, edge, down) = (0.12 * em, 0.76 * em, 0.06 * em, -0.04 * em);
    let (low, high) = (edge, side - edge);
    let outer = [[0.0, 0.0], [side, 0.0], [side, side], [0.0, side]];
    // The inner ring goes the other way round, so that it is left empty.
    let inner = [[low, low], [low, high], [high, high], [high, low]];
    let mut shape = Vec::new();
    for [first, rest @ ..] in [outer, inner] {
        let [x, y] = first;
        shape.push(PathElement::MoveTo {
            x: start + x,
            y: down + y,
        });
        shape.extend(rest.iter().map(|[x, y]| PathElement::LineTo {
            x: start + x,
            y: down + y,
        }));
        shape.push(PathElement::Close);
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_both_scripts_have_shapes_and_lengths() {
        let letters = Letters::open();
        assert!(letters.has('杭') && letters.has('H') && !letters.has('\u{1f99c}'));
        assert_eq!(letters.length("杭州", 20.0), 40.0);
        let latin = letters.length("Hangzhou", 20.0);
        assert!((70.0..110.0).contains(&latin), "{latin}");
        let bounds = |text: &str| {
            let mut path = PathBuilder::new();
            letters.write(text, 20.0, [100.0, 50.0], &mut path);
            path.finish().map(|path| path.bounds())
        };
        let chinese = bounds("杭州").unwrap();
        assert!(chinese.left() >= 99.0 && chinese.right() <= 141.0, "{chinese:?}");
        assert!(chinese.top() > 30.0 && chinese.bottom() < 54.0, "{chinese:?}");
        assert!(bounds("\u{1f99c}").is_some(), "a box for what the font lacks");
        assert!(bounds(" ").is_none());
    }
}
