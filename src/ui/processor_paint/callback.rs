//! The triangles of a frame as egui's painter is told of them: as paintings of somebody else.

use std::ops::Range;
use std::sync::{Arc, Mutex};

use eframe::egui::epaint::ClippedShape;
use eframe::egui::{PaintCallback, PaintCallbackInfo, Rect, Shape};
use eframe::egui_wgpu::{Callback, CallbackResources, CallbackTrait, ScreenDescriptor};
use eframe::wgpu;

use super::frame::{Frame, Step, Triangles};
use super::gpu::ShapesGpu;
use super::waiting::Waiting;

/// What egui's painter is to draw instead of a frame on a screen of that size, in points.
pub fn shapes_of(frame: Frame, screen: Rect, waiting: &Arc<Mutex<Waiting>>) -> Vec<ClippedShape> {
    let triangles = Arc::new(frame.triangles);
    let mut brings = Some(Arc::clone(waiting));
    let steps = frame.steps.into_iter().map(|step| match step {
        Step::Draws(draws) => {
            let run = Run {
                triangles: Arc::clone(&triangles),
                draws,
                brings: brings.take(),
            };
            within(screen, Callback::new_paint_callback(screen, run))
        }
        Step::Callback(clip, callback) => within(clip, callback),
    });
    steps.collect()
}

fn within(clip: Rect, callback: PaintCallback) -> ClippedShape {
    ClippedShape::new(clip, Shape::Callback(callback))
}

/// Triangles that follow one another.
struct Run {
    triangles: Arc<Triangles>,
    draws: Range<usize>,
    /// The first run of a frame brings the triangles of all of it, and textures.
    brings: Option<Arc<Mutex<Waiting>>>,
}

impl CallbackTrait for Run {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        screen: &ScreenDescriptor,
        _: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        if let (Some(waiting), Some(gpu)) = (&self.brings, resources.get_mut::<ShapesGpu>()) {
            let card = (device, queue);
            if let Ok(mut waiting) = waiting.lock() {
                gpu.take_textures(card, waiting.take());
            }
            gpu.take_triangles(card, &self.triangles, screen);
        }
        Vec::new()
    }

    fn paint(
        &self,
        info: PaintCallbackInfo,
        pass: &mut wgpu::RenderPass<'static>,
        resources: &CallbackResources,
    ) {
        let draws = self.triangles.draws.get(self.draws.clone());
        if let (Some(gpu), Some(draws)) = (resources.get::<ShapesGpu>(), draws) {
            gpu.paint(draws, &info, pass);
        }
    }
}
