//! From a vector tile to pixels. The same bytes give the same pixels.

use std::collections::BTreeMap;

use resvg::tiny_skia::{
    Color, FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, StrokeDash, Transform,
};

use super::clip::{Dot, Frame};
use super::geometry::Kind;
use super::lettering::{Placed, placed};
use super::letters::Letters;
use super::names::named;
use super::palette::{Colour, Palette};
use super::schema::subject;
use super::style::{Brush, Level, brushes};
use super::tile::{Feature, Layer, VectorTile};
use super::wire::Broken;
use crate::progress::{Cancelled, Progress};
use crate::tiles::look::Look;
use crate::tiles::picture::Picture;

/// What is drawn beside the picture, points: wider than half of any line, so that no end and no edge shows.
const MARGIN_PT: f32 = 48.0;
/// Length of all edges of a feature and of a picture, points: a drawing takes the longer the more there is. The densest tiles
/// of a city have a tenth of it.
const MOST_FEATURE_PT: f32 = 400_000.0;
const MOST_PICTURE_PT: f32 = 4_000_000.0;
/// Edges that are drawn at once, points.
const BATCH_PT: f32 = 60_000.0;
/// Round names, points.
const HALO_PT: f32 = 2.6;
const HALO_OPACITY: u8 = 225;

/// Which part of a tile is drawn, and how.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sheet {
    /// The level that it is drawn for.
    pub zoom: u8,
    /// Left, top and side of the part, each 0 to 1; all of the tile, or less beyond the finest level.
    pub part: [f64; 3],
    /// In which language, on which ground, how fine.
    pub look: Look,
}

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undrawn {
    /// There is too much in the tile.
    Broken(Broken),
    /// Nobody wants it any more.
    Cancelled,
}

impl From<Broken> for Undrawn {
    fn from(broken: Broken) -> Undrawn {
        Undrawn::Broken(broken)
    }
}

impl From<Cancelled> for Undrawn {
    fn from(_: Cancelled) -> Undrawn {
        Undrawn::Cancelled
    }
}

/// What is drawn with one brush at once.
struct Batch {
    brush: Brush,
    rule: FillRule,
    path: PathBuilder,
    edges_pt: f32,
}

/// All that is to be drawn, from below to above: by level, and within one by the number of the brush.
struct Strokes {
    batches: BTreeMap<(Level, usize), Vec<Batch>>,
    edges_pt: f32,
}

/// Draws a part of a tile.
///
/// # Errors
/// There is more in it than can be drawn in a moment, or nobody wants it any more.
pub fn draw(tile: &VectorTile, sheet: &Sheet, progress: &Progress) -> Result<Picture, Undrawn> {
    let palette = Palette::of(sheet.look.dark);
    let side = sheet.look.side_px();
    let mut pixmap = Pixmap::new(side, side).ok_or(Broken("size"))?;
    pixmap.fill(opaque(palette.ground));
    let letters = Letters::open();
    let mut strokes = Strokes {
        batches: BTreeMap::new(),
        edges_pt: 0.0,
    };
    let mut names = Vec::new();
    for layer in &tile.layers {
        for feature in &layer.features {
            progress.check()?;
            strokes.add(sheet, palette, layer, feature)?;
            if feature.kind == Kind::Point
                && let Some(dot) = sheet.dot_of(layer, feature)
                && let Some(named) = named(layer, feature, sheet.look.lang, |letter| letters.has(letter))
            {
                names.push((dot, named));
            }
        }
    }
    for batch in strokes.batches.into_values().flatten() {
        progress.check()?;
        batch.draw(&mut pixmap, sheet.look.density());
    }
    for name in placed(names, side as f32, sheet.look.density(), &letters) {
        letter(&mut pixmap, &name, (palette, sheet.look.density()), &letters);
    }
    Ok(Picture {
        width: side as usize,
        height: side as usize,
        // The ground is opaque, so that nothing is premultiplied.
        rgba: pixmap.take(),
    })
}

impl Sheet {
    /// From units of the tile to pixels.
    fn dot(&self, layer: &Layer, at: [i32; 2]) -> Dot {
        let [left, top, side] = self.part;
        let scale = f64::from(self.look.side_px()) / side;
        let along = |at: i32, start: f64| ((f64::from(at) / f64::from(layer.extent) - start) * scale) as f32;
        [along(at[0], left), along(at[1], top)]
    }

    /// The first place of a feature, if it lies on the sheet; one on a border lies on one sheet only.
    fn dot_of(&self, layer: &Layer, feature: &Feature) -> Option<Dot> {
        let first = feature.shape.parts().next()?.first()?;
        let dot = self.dot(layer, *first);
        let frame = Frame {
            min: 0.0,
            max: self.look.side_px() as f32,
        };
        frame.holds(dot).then_some(dot)
    }

    /// What of a feature lies on the sheet or near it.
    fn parts(&self, layer: &Layer, feature: &Feature) -> Vec<Vec<Dot>> {
        let margin = MARGIN_PT * self.look.density();
        let frame = Frame {
            min: -margin,
            max: self.look.side_px() as f32 + margin,
        };
        let mut parts = Vec::new();
        for part in feature.shape.parts() {
            let dots: Vec<Dot> = part.iter().map(|at| self.dot(layer, *at)).collect();
            match feature.kind {
                Kind::Point => parts.extend(
                    dots.into_iter()
                        .filter(|dot| frame.holds(*dot))
                        .map(|dot| vec![dot]),
                ),
                Kind::Line => parts.extend(frame.line(dots)),
                Kind::Area => parts.push(frame.ring(dots)),
            }
        }
        parts.retain(|part| !part.is_empty());
        parts
    }
}

impl Strokes {
    fn add(
        &mut self,
        sheet: &Sheet,
        palette: &Palette,
        layer: &Layer,
        feature: &Feature,
    ) -> Result<(), Broken> {
        let brushes = brushes(subject(layer, feature), feature.kind, sheet.zoom, palette);
        if brushes.is_empty() {
            return Ok(());
        }
        let parts = sheet.parts(layer, feature);
        let edges_pt = parts.iter().map(|part| length(part)).sum::<f32>() / sheet.look.density();
        // The first version of the specification leaves it open which way rings go.
        let rule = if layer.version < 2 {
            FillRule::EvenOdd
        } else {
            FillRule::Winding
        };
        for (number, (level, brush)) in brushes.into_iter().enumerate() {
            self.edges_pt += edges_pt;
            if edges_pt > MOST_FEATURE_PT || self.edges_pt > MOST_PICTURE_PT {
                return Err(Broken("edges"));
            }
            let batches = self.batches.entry((level, number)).or_default();
            let fits = |batch: &Batch| {
                batch.brush == brush
                    && (batch.rule, rule) == (FillRule::Winding, FillRule::Winding)
                    && batch.edges_pt < BATCH_PT
            };
            if !batches.last().is_some_and(fits) {
                batches.push(Batch {
                    brush,
                    rule,
                    path: PathBuilder::new(),
                    edges_pt: 0.0,
                });
            }
            if let Some(batch) = batches.last_mut() {
                batch.edges_pt += edges_pt;
                parts
                    .iter()
                    .for_each(|part| batch.add(part, feature.kind, sheet.look.density()));
            }
        }
        Ok(())
    }
}

/// The length of a part; of a point, that of the dot round it.
fn length(part: &[Dot]) -> f32 {
    let steps = part.windows(2).map(|step| match step {
        [from, to] => (from[0] - to[0]).hypot(from[1] - to[1]),
        _ => 0.0,
    });
    steps.sum::<f32>().max(10.0)
}

impl Batch {
    fn add(&mut self, part: &[Dot], kind: Kind, density: f32) {
        let Some(([x, y], rest)) = part.split_first() else {
            return;
        };
        if let Brush::Dot(_, width) = self.brush {
            self.path.push_circle(*x, *y, 0.5 * width * density);
            return;
        }
        self.path.move_to(*x, *y);
        rest.iter().for_each(|[x, y]| self.path.line_to(*x, *y));
        if kind == Kind::Area {
            self.path.close();
        }
    }

    fn draw(self, pixmap: &mut Pixmap, density: f32) {
        let Some(path) = self.path.finish() else { return };
        match self.brush {
            Brush::Fill(fill) | Brush::Dot(fill, _) => {
                pixmap.fill_path(&path, &paint(fill), self.rule, Transform::identity(), None);
            }
            Brush::Line { colour, width, dash } => {
                let [on, off] = dash.map(|length| length * density);
                let stroke = Stroke {
                    width: width * density,
                    line_join: LineJoin::Round,
                    line_cap: if on > 0.0 { LineCap::Butt } else { LineCap::Round },
                    // No dash without length.
                    dash: StrokeDash::new(vec![on, off], 0.0),
                    ..Stroke::default()
                };
                pixmap.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
            }
        }
    }
}

fn letter(pixmap: &mut Pixmap, name: &Placed, (palette, density): (&Palette, f32), letters: &Letters) {
    let mut path = PathBuilder::new();
    for (line, at) in &name.lines {
        letters.write(line, name.size_px, *at, &mut path);
    }
    let Some(path) = path.finish() else { return };
    let [r, g, b, _] = palette.ground;
    let halo = Stroke {
        width: HALO_PT * density,
        line_join: LineJoin::Round,
        ..Stroke::default()
    };
    pixmap.stroke_path(
        &path,
        &paint([r, g, b, HALO_OPACITY]),
        &halo,
        Transform::identity(),
        None,
    );
    let ink = paint(palette.letters(name.rank));
    pixmap.fill_path(&path, &ink, FillRule::Winding, Transform::identity(), None);
}

fn paint(colour: Colour) -> Paint<'static> {
    let [r, g, b, a] = colour;
    let mut paint = Paint::default();
    paint.set_color_rgba8(r, g, b, a);
    paint
}

fn opaque([r, g, b, _]: Colour) -> Color {
    Color::from_rgba8(r, g, b, u8::MAX)
}

#[cfg(test)]
mod tests;
