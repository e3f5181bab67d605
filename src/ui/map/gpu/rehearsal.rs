//! Everything drawn once before anything is shown.
//!
//! Where the processor plays the graphics card, a pipeline becomes machine code when something is first drawn with it. That
//! takes as long as a frame may, and as the first picture of a map needs most of them, the window would stall just when it
//! opens.

use eframe::egui::{Color32, PaintCallbackInfo, Rect, pos2};
use eframe::wgpu;

use super::super::drawing::build::TileBody;
use super::super::drawing::grid::TILE_CELLS;
use super::super::drawing::pieces::Piece;
use super::brush::paint_each_way;
use super::picture::Picture;
use super::places::Places;
use super::resources::CanvasGpu;
use super::stock::GpuTile;
use super::uniforms::Uniforms;

/// Sides of what is drawn on, px.
const SIDE_PX: u32 = 4;

/// Draws something of each kind where nobody sees it, upright and turned. The card works at that while the program goes on.
pub fn rehearse((device, queue): (&wgpu::Device, &wgpu::Queue), gpu: &mut CanvasGpu) {
    gpu.stock.pipelines.ready_to_turn(device);
    let picture = |is_opaque| Picture::new(device, &gpu.picture_brush, [SIDE_PX; 2], is_opaque);
    let (Some(opaque), Some(pellucid)) = (picture(true), picture(false)) else {
        return;
    };
    let pipelines = &gpu.stock.pipelines;
    let alignment = u64::from(device.limits().min_uniform_buffer_offset_alignment);
    let uniforms = Uniforms::of_color(Color32::BLACK, alignment);
    let places = Places::written(None, (device, queue), pipelines, &uniforms);
    let tile = GpuTile::new(device, queue, pipelines, &one_of_each());
    let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
    let info = whole();
    for is_turned in [false, true] {
        let mut pass = opaque.begin(&mut encoder, &info, true);
        paint_each_way((&gpu.stock, &places), &tile, is_turned, &mut pass);
    }
    for (from, to) in [(&opaque, &pellucid), (&pellucid, &opaque)] {
        let mut pass = to.begin(&mut encoder, &info, true);
        from.paint(&mut pass);
        from.paint_moved(&mut pass);
    }
    queue.submit([encoder.finish()]);
}

/// All of what is drawn on.
fn whole() -> PaintCallbackInfo {
    let side = SIDE_PX as f32;
    let rect = Rect::from_min_max(pos2(0.0, 0.0), pos2(side, side));
    PaintCallbackInfo {
        viewport: rect,
        clip_rect: rect,
        pixels_per_point: 1.0,
        screen_size_px: [SIDE_PX; 2],
    }
}

/// A tile with a triangle, a line, a point and cells.
fn one_of_each() -> TileBody {
    let piece = |end| Piece {
        range: 0..end,
        least: [0.0; 2],
        most: [0.0; 2],
        size: 0.0,
    };
    TileBody {
        overview: Some(vec![0; 4 * (TILE_CELLS * TILE_CELLS) as usize]),
        fill: vec![[0; 2]; 3],
        indices: vec![0, 1, 2],
        fill_pieces: vec![piece(3)],
        strokes: vec![[0; 3]; 4],
        stroke_pieces: vec![piece(1)],
        markers: vec![[0; 2]],
    }
}
