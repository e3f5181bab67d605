//! Draws the canvas within egui's own pass.

use std::pin::pin;
use std::task::{self, Poll, Waker};

use eframe::egui::{Color32, Context, PaintCallback, PaintCallbackInfo, Rect};
use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;

use super::super::frame::{Ground, Sheet};
use super::super::painting::Painting;
use super::brush::paint_flat;
use super::kept::{Easel, Motif};
use super::rehearsal::rehearse;
use super::resources::CanvasGpu;
use super::subject::Subject;
use super::uniforms::Uniforms;

/// What egui is to draw where the canvas is: the ground and the sheets, bottom first. Canvases of a frame have different
/// numbers. With a context, a canvas that takes long is drawn over several frames, which are asked for there.
pub fn paint_callback(
    number: u8,
    ground: Ground,
    sheets: Vec<Sheet>,
    in_steps: Option<Context>,
) -> PaintCallback {
    let canvas = Canvas {
        number,
        ground,
        sheets,
        in_steps,
    };
    Callback::new_paint_callback(ground.rect, canvas)
}

/// Fills a rectangle with one opaque colour. Where the processor plays the graphics card, egui's own shader takes ten
/// times as long for a pixel, for it looks up a texture even where there is none.
pub fn flat_callback(rect: Rect, color: Color32) -> PaintCallback {
    Callback::new_paint_callback(rect, Flat(color))
}

struct Canvas {
    number: u8,
    ground: Ground,
    sheets: Vec<Sheet>,
    in_steps: Option<Context>,
}

impl CallbackTrait for Canvas {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(gpu) = resources.get_mut::<CanvasGpu>() else {
            return Vec::new();
        };
        if !self.ground.view.turn().is_none() {
            gpu.stock.pipelines.ready_to_turn(device);
        }
        let tiles = self.sheets.iter().flat_map(|sheet| &sheet.tiles);
        gpu.stock
            .upload((device, queue), tiles.map(|placed| &placed.tile));
        let alignment = u64::from(device.limits().min_uniform_buffer_offset_alignment);
        let uniforms = Uniforms::new(&self.ground, &self.sheets, alignment);
        gpu.write((device, queue), self.number, &uniforms);
        let subject = Subject::new(&self.ground, uniforms, &self.sheets, screen);
        let mut kept = gpu.take_kept(self.number);
        if let Some(places) = gpu.places(self.number) {
            let motif = Motif {
                subject: &subject,
                sheets: &self.sheets,
                places,
                in_steps: self.in_steps.is_some(),
            };
            let easel = Easel {
                device,
                queue,
                stock: &gpu.stock,
                brush: &gpu.picture_brush,
            };
            let is_shown = kept.take_in(motif, easel, encoder);
            if let Some(ctx) = self.in_steps.as_ref().filter(|_| !is_shown) {
                ctx.request_repaint();
            }
        }
        gpu.keep(self.number, kept);
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let Some(gpu) = resources.get::<CanvasGpu>()
            && let (Some(places), Some(kept)) = (gpu.places(self.number), gpu.kept(self.number))
        {
            kept.paint((&gpu.stock, places), &self.sheets, &info, pass);
        }
    }
}

struct Flat(Color32);

impl CallbackTrait for Flat {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _: &ScreenDescriptor,
        _: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let Some(gpu) = resources.get_mut::<CanvasGpu>() {
            gpu.prepare_flat((device, queue), self.0);
        }
        Vec::new()
    }

    fn paint(
        &self,
        _: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        if let Some(gpu) = resources.get::<CanvasGpu>()
            && let Some(places) = gpu.flat(self.0)
        {
            paint_flat(&gpu.stock, places, pass);
        }
    }
}

/// Readies the graphics card that egui draws with; false where it cannot do what the canvas asks (an old OpenGL driver
/// may not), so that something else must paint.
#[must_use]
pub fn install(state: &eframe::egui_wgpu::RenderState) -> bool {
    let filters = [wgpu::ErrorFilter::Validation, wgpu::ErrorFilter::Internal];
    let scopes = filters.map(|filter| state.device.push_error_scope(filter));
    let mut gpu = CanvasGpu::new(&state.device, state.target_format);
    if Painting::on(state) == Painting::Processor {
        rehearse((&state.device, &state.queue), &mut gpu);
    }
    // The last one first, as they were nested.
    let faultless = scopes.into_iter().rev().all(|scope| is_clean(scope.pop()));
    if faultless {
        state.renderer.write().callback_resources.insert(gpu);
    }
    faultless
}

/// True where a scope caught nothing. Outside of browsers the answer is there at once.
fn is_clean(popped: impl Future<Output = Option<wgpu::Error>>) -> bool {
    let mut context = task::Context::from_waker(Waker::noop());
    matches!(pin!(popped).poll(&mut context), Poll::Ready(None))
}
