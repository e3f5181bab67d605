//! Draws the sheets of a frame, tile by tile.

use eframe::egui::{PaintCallbackInfo, Rect};
use eframe::wgpu;

use crate::model::symbology::Hatch;

use super::super::drawing::pieces::{Window, in_sight};
use super::super::frame::{Parts, Sheet};
use super::super::paint_style::PaintStyle;
use super::pipelines::Kinds;
use super::places::Places;
use super::stock::{GpuTile, Stock};

/// How far lines reach beyond their edges, points: the widest casing, mitred.
pub const MARGIN: f64 = 12.0;
/// With more edges than this in sight there is no room for halos round them, and they would cost as much again.
const MOST_CASED: u64 = 40_000;

/// Draws the ground and all sheets on it, bottom first, within `info.clip_rect`. The viewport is the canvas's.
pub fn paint_sheets(
    (stock, places): (&Stock, &Places),
    sheets: &[Sheet],
    info: &PaintCallbackInfo,
    pass: &mut wgpu::RenderPass<'static>,
) {
    let Some([left, top, width, height]) = scissor(info, info.clip_rect) else {
        return;
    };
    pass.set_scissor_rect(left, top, width, height);
    paint_ground(stock, places, pass);
    // The first place is the ground's.
    let mut first = 1;
    for (number, sheet) in sheets.iter().enumerate() {
        let brush = Brush {
            stock,
            places,
            styles_offset: number as u32 * places.styles_stride,
            first,
            info,
        };
        brush.paint(sheet, pass);
        first += sheet.tiles.len() as u32;
    }
}

/// Draws one sheet.
struct Brush<'a> {
    stock: &'a Stock,
    places: &'a Places,
    styles_offset: u32,
    /// Number of the sheet's first place.
    first: u32,
    info: &'a PaintCallbackInfo,
}

/// Draws one kind of thing of a tile, as far as it lies in the window.
type Draw = fn(&GpuTile, &Window, &mut wgpu::RenderPass<'static>);

impl Brush<'_> {
    fn paint(&self, sheet: &Sheet, pass: &mut wgpu::RenderPass<'static>) {
        let pipelines = self.stock.pipelines.kinds(sheet.is_turned());
        if sheet.parts != Parts::Markers {
            self.each(sheet, pass, &pipelines.overview, draw_overview);
            let fill = match is_patterned(sheet) {
                true => &pipelines.pattern,
                false => &pipelines.plain,
            };
            self.each(sheet, pass, fill, draw_fill);
            if is_cased(self.stock, sheet) {
                self.each(sheet, pass, &pipelines.casing, draw_strokes);
            }
            let lines = match alike(&sheet.styles) {
                true => &pipelines.alike,
                false => &pipelines.line,
            };
            self.each(sheet, pass, lines, draw_strokes);
        }
        if sheet.parts != Parts::NoMarkers {
            self.each_marked(sheet, pass);
        }
    }

    /// One kind of thing of all tiles, each within its own pixels.
    fn each(
        &self,
        sheet: &Sheet,
        pass: &mut wgpu::RenderPass<'static>,
        pipeline: &wgpu::RenderPipeline,
        draw: Draw,
    ) {
        pass.set_pipeline(pipeline);
        for (number, placed) in sheet.tiles.iter().enumerate() {
            let (Some(tile), Some([left, top, width, height])) = (
                self.stock.tile(placed.tile.serial),
                scissor(self.info, placed.clip),
            ) else {
                continue;
            };
            pass.set_scissor_rect(left, top, width, height);
            self.choose(number, pass);
            let window = placed.window(
                self.info.viewport,
                placed.clip.intersect(self.info.clip_rect),
                MARGIN,
            );
            draw(tile, &window, pass);
        }
    }

    /// Markers of all tiles, which may reach into each other's pixels.
    fn each_marked(&self, sheet: &Sheet, pass: &mut wgpu::RenderPass<'static>) {
        let Some([left, top, width, height]) = scissor(self.info, self.info.clip_rect) else {
            return;
        };
        pass.set_pipeline(&self.stock.pipelines.kinds(sheet.is_turned()).marker);
        pass.set_scissor_rect(left, top, width, height);
        for (number, placed) in sheet.tiles.iter().enumerate() {
            if let Some(tile) = self.stock.tile(placed.tile.serial) {
                self.choose(number, pass);
                draw_markers(tile, pass);
            }
        }
    }

    fn choose(&self, number: usize, pass: &mut wgpu::RenderPass<'static>) {
        let place = (self.first + number as u32) * self.places.place_stride;
        pass.set_bind_group(0, &self.places.group, &[place, self.styles_offset]);
    }
}

/// True where anything of a sheet is filled with a pattern.
pub fn is_patterned(sheet: &Sheet) -> bool {
    let patterned = |style: &PaintStyle| style.hatch != Hatch::Plain || style.veil != Hatch::Plain;
    sheet.styles.iter().any(patterned)
}

/// True where the lines of a sheet have halos: where its styles say so, and there is room.
pub fn is_cased(stock: &Stock, sheet: &Sheet) -> bool {
    if sheet.styles.iter().all(|style| style.casing_px <= 0.0) {
        return false;
    }
    let tiles = sheet
        .tiles
        .iter()
        .filter_map(|placed| stock.tile(placed.tile.serial));
    let last = tiles.filter_map(|tile| tile.stroke_pieces.last());
    last.map(|piece| u64::from(piece.range.end)).sum::<u64>() <= MOST_CASED
}

/// True where all lines have one colour and width, and none is dashed.
fn alike(styles: &[PaintStyle]) -> bool {
    styles.windows(2).all(|pair| match pair {
        [a, b] => (a.line, a.line_px) == (b.line, b.line_px),
        _ => true,
    }) && styles.iter().all(|style| !style.dashed)
}

/// Pixels of a rectangle in points that may be drawn on: left, top, width, height; `None` where there are none.
///
/// Rounded to whole pixels, so that two neighbours leave no gap and share no pixel.
fn scissor(info: &PaintCallbackInfo, clip: Rect) -> Option<[u32; 4]> {
    let whole = info.clip_rect_in_pixels();
    let px = |points: f32| (f64::from(points) * f64::from(info.pixels_per_point)).round() as i64;
    let least = [i64::from(whole.left_px), i64::from(whole.top_px)];
    let most = [
        least[0] + i64::from(whole.width_px),
        least[1] + i64::from(whole.height_px),
    ];
    let left = px(clip.min.x).max(least[0]).max(0);
    let top = px(clip.min.y).max(least[1]).max(0);
    let (width, height) = (
        px(clip.max.x).min(most[0]) - left,
        px(clip.max.y).min(most[1]) - top,
    );
    (width > 0 && height > 0).then_some([left as u32, top as u32, width as u32, height as u32])
}

/// Fills the scissor with the colour of the ground.
pub fn paint_ground(stock: &Stock, places: &Places, pass: &mut wgpu::RenderPass<'static>) {
    pass.set_pipeline(&stock.pipelines.ground);
    pass.set_bind_group(0, &places.group, &[0, 0]);
    pass.draw(0..4, 0..1);
}

/// Fills the scissor with a colour through which nothing shows.
pub fn paint_flat(stock: &Stock, places: &Places, pass: &mut wgpu::RenderPass<'static>) {
    pass.set_pipeline(&stock.pipelines.opaque);
    pass.set_bind_group(0, &places.group, &[0, 0]);
    pass.draw(0..4, 0..1);
}

/// Draws what lies in the middle of a tile once with every pipeline, of maps that are turned or not.
pub fn paint_each_way(
    (stock, places): (&Stock, &Places),
    tile: &GpuTile,
    is_turned: bool,
    pass: &mut wgpu::RenderPass<'static>,
) {
    // By name, so that none is forgotten.
    let Kinds {
        plain,
        pattern,
        alike,
        line,
        casing,
        overview,
        marker,
    } = stock.pipelines.kinds(is_turned);
    let middle = Window {
        least: [0.0; 2],
        most: [0.0; 2],
    };
    let draws: [(&wgpu::RenderPipeline, Draw); 6] = [
        (plain, draw_fill),
        (pattern, draw_fill),
        (alike, draw_strokes),
        (line, draw_strokes),
        (casing, draw_strokes),
        (overview, draw_overview),
    ];
    paint_flat(stock, places, pass);
    paint_ground(stock, places, pass);
    for (pipeline, draw) in draws {
        pass.set_pipeline(pipeline);
        draw(tile, &middle, pass);
    }
    pass.set_pipeline(marker);
    draw_markers(tile, pass);
}

fn draw_overview(tile: &GpuTile, _: &Window, pass: &mut wgpu::RenderPass<'static>) {
    if let Some(group) = &tile.overview {
        pass.set_bind_group(1, group, &[]);
        pass.draw(0..4, 0..1);
    }
}

fn draw_fill(tile: &GpuTile, window: &Window, pass: &mut wgpu::RenderPass<'static>) {
    if let Some((corners, indices)) = &tile.fill {
        pass.set_vertex_buffer(0, corners.slice(..));
        pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
        for range in in_sight(&tile.fill_pieces, window) {
            pass.draw_indexed(range, 0, 0..1);
        }
    }
}

fn draw_strokes(tile: &GpuTile, window: &Window, pass: &mut wgpu::RenderPass<'static>) {
    if let Some(vertices) = &tile.strokes {
        for shift in 0..4 {
            pass.set_vertex_buffer(shift, vertices.slice(u64::from(shift) * 12..));
        }
        for range in in_sight(&tile.stroke_pieces, window) {
            pass.draw(0..4, range);
        }
    }
}

fn draw_markers(tile: &GpuTile, pass: &mut wgpu::RenderPass<'static>) {
    if let Some((places, count)) = &tile.markers {
        pass.set_vertex_buffer(0, places.slice(..));
        pass.draw(0..4, 0..*count);
    }
}
