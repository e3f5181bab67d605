//! Paints what egui draws where the processor plays the graphics card.
//!
//! egui's own shader can filter textures in two ways and dither, by switches that are the same for a whole frame. A card
//! skips what is switched off; a processor works out all of it for every pixel, five looks into the texture instead of one,
//! and took twenty times as long for a letter as for a plain fill. So, at the end of each frame, triangles and textures are
//! taken from egui's painter and drawn with a shader that does what is needed and no more. The pixels stay the same but for
//! rounding.
//!
//! Promises: everything is drawn in its order, other callbacks between the triangles. Refuses: knowledge of what is drawn.

pub mod callback;
pub mod frame;
pub mod gpu;
pub mod waiting;

use std::mem::take;
use std::sync::{Arc, Mutex};

use eframe::egui::{Context, FullOutput, Plugin};
use eframe::egui_wgpu::RenderState;

use super::map::painting::Painting;

use callback::shapes_of;
use frame::Frame;
use gpu::ShapesGpu;
use waiting::Waiting;

struct ProcessorPaint {
    waiting: Arc<Mutex<Waiting>>,
}

impl Plugin for ProcessorPaint {
    fn debug_name(&self) -> &'static str {
        "processor paint"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let points = output.pixels_per_point;
        let primitives = ctx.tessellate(take(&mut output.shapes), points);
        if let Ok(mut waiting) = self.waiting.lock() {
            waiting.add(take(&mut output.textures_delta));
        }
        let frame = Frame::of(primitives);
        output.shapes = shapes_of(frame, ctx.viewport_rect(), &self.waiting);
    }
}

/// Has a window painted so where its card is the processor and takes colours as egui mixes them. To be called before the
/// first frame: from then on egui's painter has no textures.
pub fn install(ctx: &Context, card: &RenderState) {
    if Painting::on(card) != Painting::Processor || card.target_format.is_srgb() {
        return;
    }
    take_over(ctx, card);
}

/// The same whatever the card is.
pub fn take_over(ctx: &Context, card: &RenderState) {
    let mut gpu = ShapesGpu::new(&card.device, card.target_format);
    gpu.rehearse((&card.device, &card.queue), card.target_format);
    card.renderer.write().callback_resources.insert(gpu);
    let waiting = Arc::default();
    ctx.add_plugin(ProcessorPaint { waiting });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::map::gpu::callback::{flat_callback, install as install_canvas};
    use eframe::egui::{
        Color32, ColorImage, CornerRadius, FontId, Rect, RichText, Shape, Stroke, TextureHandle,
        TextureOptions, Ui, pos2, vec2,
    };
    use eframe::egui_wgpu::RendererOptions;
    use egui_kittest::Harness;
    use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};

    /// Letters, lines, round and clear fills, a picture that is changed in part, and a callback between two fills.
    fn draw(ui: &mut Ui, picture: &mut Option<TextureHandle>, frame: &mut usize) {
        ui.heading("Wetland 0123");
        ui.label(
            RichText::new("small and faint")
                .font(FontId::proportional(9.0))
                .weak(),
        );
        let _ = ui.button("a button");
        let painter = ui.painter();
        painter.line_segment(
            [pos2(10.0, 100.0), pos2(190.0, 143.0)],
            Stroke::new(1.3, Color32::RED),
        );
        painter.circle_filled(
            pos2(230.0, 40.0),
            21.5,
            Color32::from_rgba_unmultiplied(0, 90, 200, 120),
        );
        let field = Rect::from_min_size(pos2(200.0, 90.0), vec2(60.0, 40.0));
        painter.rect_filled(field, CornerRadius::same(6), Color32::GREEN);
        painter.add(Shape::Callback(flat_callback(
            field.translate(vec2(10.0, 10.0)),
            Color32::BLUE,
        )));
        painter.rect_filled(
            field.translate(vec2(20.0, 20.0)),
            0.0,
            Color32::from_white_alpha(90),
        );
        let image = |color| ColorImage::filled([4, 4], color);
        let handle = picture.get_or_insert_with(|| {
            ui.ctx()
                .load_texture("p", image(Color32::GOLD), TextureOptions::NEAREST)
        });
        *frame += 1;
        if *frame == 2 {
            handle.set_partial(
                [1, 1],
                ColorImage::filled([2, 2], Color32::BLACK),
                TextureOptions::LINEAR,
            );
        }
        let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
        let place = Rect::from_min_size(pos2(20.0, 150.0), vec2(40.0, 40.0));
        painter.image(handle.id(), place, whole, Color32::WHITE);
    }

    fn picture(is_taken_over: bool, points: f32) -> Vec<u8> {
        let options = RendererOptions {
            dithering: false,
            predictable_texture_filtering: false,
            ..RendererOptions::default()
        };
        let card = create_render_state(default_wgpu_setup(), options);
        assert!(install_canvas(&card));
        let own = card.clone();
        let (mut texture, mut frame) = (None, 0);
        let mut harness = Harness::builder()
            .with_size(vec2(300.0, 200.0))
            .with_pixels_per_point(points)
            .with_context_setup(move |ctx| {
                if is_taken_over {
                    take_over(ctx, &own);
                }
            })
            .renderer(WgpuTestRenderer::from_render_state(card))
            .build_ui(move |ui| draw(ui, &mut texture, &mut frame));
        harness.run_steps(3);
        harness.render().expect("a renderer").into_raw()
    }

    #[test]
    fn pixels_are_those_of_egui() {
        for points in [1.0, 1.5] {
            let [expected, found] = [false, true].map(|is_taken_over| picture(is_taken_over, points));
            assert_eq!(found.len(), expected.len());
            let off = expected.iter().zip(&found).map(|(a, b)| a.abs_diff(*b));
            let most = off.clone().max().unwrap_or_default();
            assert!(most <= 2, "{most} at {points}");
            let painted = expected.iter().filter(|byte| !matches!(byte, 0 | 255)).count();
            assert!(painted > 10_000, "{painted}");
        }
    }
}
