//! Who paints the canvas.

use eframe::egui_wgpu::RenderState;
use eframe::wgpu::DeviceType;

/// What paints the tiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Painting {
    /// The graphics card, which keeps them.
    Card,
    /// The same, where the processor plays the graphics card: every edge is dear, so that parcels of a few millimetres
    /// come as pictures, made with the tiles.
    Processor,
    /// Triangles made anew for each frame, within a limit: where there is no graphics card, or only an old one.
    #[default]
    Triangles,
}

impl Painting {
    /// What a card of the window is good for.
    pub fn on(card: &RenderState) -> Painting {
        match card.adapter.get_info().device_type {
            DeviceType::Cpu => Painting::Processor,
            _ => Painting::Card,
        }
    }

    /// What plain areas are summed up below, in cells of half a pixel to one; what is always, is less.
    pub fn summed_up_below_cells(self) -> f32 {
        match self {
            Painting::Card => 0.0,
            Painting::Processor | Painting::Triangles => 32.0,
        }
    }
}
