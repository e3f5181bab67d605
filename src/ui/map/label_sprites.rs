//! Names with their halos as small pictures in one texture, so that a frame draws each of them by a single quad.
//!
//! A halo is the name itself, drawn eight times a little beside its place. As text that would be nine quads a glyph in
//! every frame, which a card takes lightly and a processor does not; as a picture it is worked out once.

use std::collections::HashMap;
use std::sync::Arc;

use eframe::egui::emath::{GuiRounding as _, Rot2};
use eframe::egui::{
    Color32, ColorImage, Context, Galley, Mesh, Painter, Pos2, Rect, Shape, TextureHandle, TextureOptions,
    Vec2, vec2,
};

/// How far the halo reaches, in points.
pub const HALO_PX: f32 = 1.4;
/// Side of the texture, in pixels.
const SIDE: usize = 1024;
/// Copies that make a halo.
const COPIES: usize = 8;

/// What a name looks like: its words, its ink, its halo.
type Look = (Arc<str>, Color32, Color32);

/// A name that is wanted, laid out.
pub struct Wanted {
    /// What it says.
    pub text: Arc<str>,
    /// Where its glyphs are, in the context's font texture of this frame.
    pub galley: Arc<Galley>,
    /// Of the glyphs.
    pub ink: Color32,
    /// Upper left corner on the screen, in points.
    pub at: Pos2,
    /// Turned clockwise about that corner by so many radians.
    pub angle: f32,
}

/// The pictures of one canvas's names.
pub struct LabelSprites {
    /// Upright names stand on whole pixels: nothing is to be mixed of neighbouring ones, which a processor does dearly.
    upright: Pictures,
    turned: Pictures,
    pixels_per_point: f32,
}

impl Default for LabelSprites {
    fn default() -> LabelSprites {
        LabelSprites {
            upright: Pictures::new(TextureOptions::NEAREST),
            turned: Pictures::new(TextureOptions::LINEAR),
            pixels_per_point: 0.0,
        }
    }
}

/// Pictures in one texture.
struct Pictures {
    options: TextureOptions,
    texture: Option<TextureHandle>,
    /// Where each is.
    places: HashMap<Look, Place>,
    shelf: Shelf,
}

impl std::fmt::Debug for LabelSprites {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            out,
            "LabelSprites({})",
            self.upright.places.len() + self.turned.places.len()
        )
    }
}

/// Where a picture is.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Upper left corner in the texture, in pixels.
    corner: [usize; 2],
    /// Width and height in pixels.
    size: [usize; 2],
    /// From the corner of the name to the corner of its picture, in pixels.
    shift: Vec2,
}

/// Where in the texture there is room: rows from top to bottom, filled from left to right.
#[derive(Debug, Default)]
struct Shelf {
    left: usize,
    top: usize,
    height: usize,
}

impl Shelf {
    fn place(&mut self, [width, height]: [usize; 2]) -> Option<[usize; 2]> {
        if self.left + width > SIDE {
            *self = Shelf {
                left: 0,
                top: self.top + self.height,
                height: 0,
            };
        }
        if width > SIDE || self.top + height > SIDE {
            return None;
        }
        let place = [self.left, self.top];
        self.left += width;
        self.height = self.height.max(height);
        Some(place)
    }
}

impl LabelSprites {
    /// Draws names; of those that are upright, and of those that are turned, the first at the bottom.
    pub fn paint(&mut self, painter: &Painter, halo: Color32, wanted: &[Wanted]) {
        let ppp = painter.pixels_per_point();
        if self.pixels_per_point != ppp {
            self.pixels_per_point = ppp;
            self.upright.begin_anew();
            self.turned.begin_anew();
        }
        for (pictures, is_upright) in [(&mut self.upright, true), (&mut self.turned, false)] {
            let wanted = wanted.iter().filter(|name| (name.angle == 0.0) == is_upright);
            pictures.paint(painter, halo, wanted);
        }
    }
}

impl Pictures {
    fn new(options: TextureOptions) -> Pictures {
        Pictures {
            options,
            texture: None,
            places: HashMap::new(),
            shelf: Shelf::default(),
        }
    }

    fn paint<'w>(&mut self, painter: &Painter, halo: Color32, wanted: impl Iterator<Item = &'w Wanted>) {
        let (ctx, ppp) = (painter.ctx(), painter.pixels_per_point());
        let mut mesh = Mesh::default();
        // The whole font texture: fetched in those frames only that bring new names.
        let mut fonts: Option<ColorImage> = None;
        for name in wanted {
            let look = (Arc::clone(&name.text), name.ink, halo);
            let place = match self.places.get(&look) {
                Some(place) => *place,
                None => {
                    let fonts = fonts.get_or_insert_with(|| ctx.fonts(|fonts| fonts.image()));
                    let glyphs = Coverage::of(&name.galley, fonts, ppp, margin(ppp));
                    let (picture, corner) = trimmed(&inked(&glyphs, ppp, (name.ink, halo)));
                    let Some(place) = self.room(picture.size, painter, &mut mesh) else {
                        continue;
                    };
                    let place = Place {
                        corner: place,
                        size: picture.size,
                        shift: corner - Vec2::splat(margin(ppp)),
                    };
                    self.upload(ctx, place.corner, picture);
                    self.places.insert(look, place);
                    place
                }
            };
            add_quad(&mut mesh, name, place, ppp);
        }
        self.flush(painter, &mut mesh);
    }

    fn begin_anew(&mut self) {
        self.texture = None;
        self.places.clear();
        self.shelf = Shelf::default();
    }

    /// Room for a picture, in another texture where this one is full: what is drawn already keeps the old one.
    fn room(&mut self, size: [usize; 2], painter: &Painter, mesh: &mut Mesh) -> Option<[usize; 2]> {
        let room = self.shelf.place(size);
        if room.is_some() {
            return room;
        }
        self.flush(painter, mesh);
        self.begin_anew();
        self.shelf.place(size)
    }

    fn upload(&mut self, ctx: &Context, corner: [usize; 2], picture: ColorImage) {
        let options = self.options;
        let texture = self.texture.get_or_insert_with(|| {
            let empty = ColorImage::filled([SIDE; 2], Color32::TRANSPARENT);
            ctx.load_texture("names", empty, options)
        });
        texture.set_partial(corner, picture, options);
    }

    fn flush(&self, painter: &Painter, mesh: &mut Mesh) {
        let mut full = std::mem::take(mesh);
        if let Some(texture) = self.texture.as_ref().filter(|_| !full.is_empty()) {
            full.texture_id = texture.id();
            painter.add(Shape::mesh(full));
        }
    }
}

/// Pixels around the glyphs that the halo may reach, and one that stays empty.
fn margin(ppp: f32) -> f32 {
    (HALO_PX * ppp).ceil() + 1.0
}

fn add_quad(mesh: &mut Mesh, name: &Wanted, place: Place, ppp: f32) {
    let corner = match name.angle == 0.0 {
        // As egui does with text, so that it is sharp.
        true => name.at.round_to_pixels(ppp),
        false => name.at,
    };
    let turn = Rot2::from_angle(name.angle);
    let vector = |[x, y]: [usize; 2]| vec2(x as f32, y as f32);
    let source = Rect::from_min_size(vector(place.corner).to_pos2(), vector(place.size));
    let uv = Rect::from_min_max(source.min / SIDE as f32, source.max / SIDE as f32);
    let first = mesh.vertices.len();
    let target = Rect::from_min_size(place.shift.to_pos2(), vector(place.size));
    mesh.add_rect_with_uv(target, uv, Color32::WHITE);
    for vertex in mesh.vertices.iter_mut().skip(first) {
        vertex.pos = corner + turn * (vertex.pos.to_vec2() / ppp);
    }
}

/// The part of a picture that is not empty, with an empty pixel around it; and where it was.
fn trimmed(picture: &ColorImage) -> (ColorImage, Vec2) {
    let [width, height] = picture.size;
    let inked = |x: usize, y: usize| {
        let pixel = picture.pixels.get(y * width + x);
        pixel.is_some_and(|pixel| pixel.a() > 0)
    };
    let columns = (0..width).filter(|&x| (0..height).any(|y| inked(x, y)));
    let rows = (0..height).filter(|&y| (0..width).any(|x| inked(x, y)));
    let bounds = |numbers: &mut dyn Iterator<Item = usize>, most: usize| {
        let (first, last) = numbers.fold((most, 0), |(a, b), k| (a.min(k), b.max(k)));
        (first.saturating_sub(1), (last + 2).min(most))
    };
    let (left, right) = bounds(&mut columns.into_iter(), width);
    let (top, bottom) = bounds(&mut rows.into_iter(), height);
    if left >= right || top >= bottom {
        return (ColorImage::filled([1, 1], Color32::TRANSPARENT), Vec2::ZERO);
    }
    let rows = picture.pixels.chunks_exact(width).skip(top).take(bottom - top);
    let pixels = rows.flat_map(|row| row.get(left..right).unwrap_or_default());
    let pixels: Vec<Color32> = pixels.copied().collect();
    let shift = vec2(left as f32, top as f32);
    (ColorImage::new([right - left, bottom - top], pixels), shift)
}

/// A name and its halo, each pixel premultiplied.
fn inked(glyphs: &Coverage, ppp: f32, (ink, halo): (Color32, Color32)) -> ColorImage {
    let reach = HALO_PX * ppp;
    let shifts = (0..COPIES).map(|copy| {
        let turn = copy as f32 / COPIES as f32 * std::f32::consts::TAU;
        reach * Vec2::angled(turn)
    });
    let shifts: Vec<Vec2> = shifts.collect();
    let channels = |color: Color32| color.to_array().map(|channel| f32::from(channel) / 255.0);
    let (ink, halo) = (channels(ink), channels(halo));
    let pixels = (0..glyphs.shares.len()).map(|number| {
        let (x, y) = (number % glyphs.width, number / glyphs.width);
        let bare = shifts.iter().map(|shift| {
            let share = glyphs.between(x as f32 - shift.x, y as f32 - shift.y);
            1.0 - halo[3] * share
        });
        // All copies, one above the other, and the ink above them; colours are premultiplied.
        let round = (1.0 - bare.product::<f32>()) / halo[3].max(f32::EPSILON);
        let inked = glyphs.at(x as i64, y as i64);
        let mixed = [0, 1, 2, 3].map(|k| ink[k] * inked + halo[k] * round * (1.0 - ink[3] * inked));
        let [r, g, b, a] = mixed.map(|channel| (255.0 * channel).round() as u8);
        Color32::from_rgba_premultiplied(r, g, b, a)
    });
    let pixels: Vec<Color32> = pixels.collect();
    ColorImage::new([glyphs.width, glyphs.height], pixels)
}

/// How much of each pixel of a name its glyphs cover.
struct Coverage {
    width: usize,
    height: usize,
    shares: Vec<f32>,
}

impl Coverage {
    /// From the font texture; the name begins `margin` pixels right of and below the corner.
    fn of(galley: &Galley, fonts: &ColorImage, ppp: f32, margin: f32) -> Coverage {
        let size = galley.size() * ppp + Vec2::splat(2.0 * margin);
        let [width, height] = [size.x, size.y].map(|px| (px.ceil().max(1.0) as usize).min(SIDE));
        let mut coverage = Coverage {
            width,
            height,
            shares: vec![0.0; width * height],
        };
        for row in &galley.rows {
            for glyph in &row.row.glyphs {
                let corner = (glyph.pos + glyph.uv_rect.offset).round_to_pixels(ppp);
                let corner = (row.pos + corner.to_vec2()).to_vec2() * ppp + Vec2::splat(margin);
                coverage.add(fonts, (glyph.uv_rect.min, glyph.uv_rect.max), corner);
            }
        }
        coverage
    }

    fn add(&mut self, fonts: &ColorImage, (min, max): ([u16; 2], [u16; 2]), corner: Vec2) {
        let [left, top] = [corner.x, corner.y].map(|px| px.round() as i64);
        for (line, y) in (min[1]..max[1]).enumerate() {
            for (column, x) in (min[0]..max[0]).enumerate() {
                let texel = usize::from(y) * fonts.size[0] + usize::from(x);
                let share = fonts
                    .pixels
                    .get(texel)
                    .map_or(0.0, |texel| f32::from(texel.a()) / 255.0);
                let Some(number) = self.number(left + column as i64, top + line as i64) else {
                    continue;
                };
                if let Some(kept) = self.shares.get_mut(number) {
                    *kept = kept.max(share);
                }
            }
        }
    }

    fn number(&self, x: i64, y: i64) -> Option<usize> {
        let inside = (0..self.width as i64).contains(&x) && (0..self.height as i64).contains(&y);
        inside.then(|| y as usize * self.width + x as usize)
    }

    fn at(&self, x: i64, y: i64) -> f32 {
        let share = self.number(x, y).and_then(|number| self.shares.get(number));
        share.copied().unwrap_or(0.0)
    }

    /// Between pixels, as a texture is sampled.
    fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let line = |y: i64| self.at(left, y) * (1.0 - right) + self.at(left + 1, y) * right;
        line(top) * (1.0 - down) + line(top + 1) * down
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::pos2;

    #[test]
    fn a_shelf_gives_no_place_twice() {
        let mut shelf = Shelf::default();
        let mut taken: Vec<Rect> = Vec::new();
        for k in 0.. {
            let size = [40 + (k * 37) % 200, 15 + (k * 7) % 30];
            let Some([left, top]) = shelf.place(size) else {
                break;
            };
            let rect = Rect::from_min_size(
                pos2(left as f32, top as f32),
                vec2(size[0] as f32, size[1] as f32),
            );
            assert!(
                taken.iter().all(|other| !other.intersect(rect).is_positive()),
                "{rect}"
            );
            taken.push(rect);
        }
        assert!(taken.len() > 150, "{}", taken.len());
        assert_eq!(Shelf::default().place([SIDE + 1, 10]), None);
    }

    #[test]
    fn what_is_empty_is_cut_off() {
        let check = |inked: &[usize], size: [usize; 2], shift: [f32; 2]| {
            let mut picture = ColorImage::filled([10, 8], Color32::TRANSPARENT);
            inked.iter().for_each(|&k| picture.pixels[k] = Color32::RED);
            let (cut, at) = trimmed(&picture);
            assert_eq!((cut.size, [at.x, at.y]), (size, shift), "{inked:?}");
            let count = |image: &ColorImage| image.pixels.iter().filter(|p| p.a() > 0).count();
            assert_eq!(count(&cut), count(&picture));
        };
        check(&[], [1, 1], [0.0, 0.0]);
        check(&[34], [3, 3], [3.0, 2.0]);
        check(&[0, 79], [10, 8], [0.0, 0.0]);
        check(&[34, 36, 54], [5, 5], [3.0, 2.0]);
    }

    #[test]
    fn a_halo_lies_round_the_ink_and_not_on_it() {
        let glyphs = Coverage {
            width: 9,
            height: 9,
            shares: (0..81).map(|k| f32::from(u8::from(k == 40))).collect(),
        };
        let check = |x: f32, y: f32, expected: f32| {
            assert!((glyphs.between(x, y) - expected).abs() < 1e-6, "{x} {y}");
        };
        check(4.0, 4.0, 1.0);
        check(4.5, 4.0, 0.5);
        check(3.5, 3.5, 0.25);
        check(2.0, 4.0, 0.0);
        check(-3.0, 40.0, 0.0);
        let picture = inked(&glyphs, 1.0, (Color32::BLACK, Color32::WHITE));
        let pixel = |x: usize, y: usize| picture.pixels[9 * y + x];
        assert_eq!(pixel(4, 4), Color32::BLACK);
        assert_eq!(pixel(0, 0), Color32::TRANSPARENT);
        let beside = pixel(5, 4);
        assert!(beside.a() > 150 && beside.r() == beside.a(), "{beside:?}");
    }
}
