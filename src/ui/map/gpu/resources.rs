//! What lies on the graphics card for the canvases of a window.

use std::collections::HashMap;

use eframe::egui::Color32;
use eframe::wgpu;

use super::kept::Kept;
use super::picture::PictureBrush;
use super::places::Places;
use super::stock::Stock;
use super::uniforms::Uniforms;

/// Everything of the canvas that the graphics card holds.
#[derive(Debug)]
pub struct CanvasGpu {
    /// Pipelines and tiles.
    pub stock: Stock,
    /// How pictures are copied.
    pub picture_brush: PictureBrush,
    /// By the number of the callback: a frame may draw several times.
    places: HashMap<u8, Places>,
    /// By the number of the callback, too.
    kept: HashMap<u8, Kept>,
    /// One for each colour that something is filled with.
    flats: HashMap<Color32, Places>,
}

impl CanvasGpu {
    /// For a target of that format.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> CanvasGpu {
        CanvasGpu {
            stock: Stock::new(device, format),
            picture_brush: PictureBrush::new(device, format),
            places: HashMap::new(),
            kept: HashMap::new(),
            flats: HashMap::new(),
        }
    }

    /// Writes the places of a callback.
    pub fn write(&mut self, card: (&wgpu::Device, &wgpu::Queue), number: u8, uniforms: &Uniforms) {
        let before = self.places.remove(&number);
        let places = Places::written(before, card, &self.stock.pipelines, uniforms);
        self.places.insert(number, places);
    }

    /// The places of a callback.
    pub fn places(&self, number: u8) -> Option<&Places> {
        self.places.get(&number)
    }

    /// What is kept of a callback's canvas; it is to be given back.
    pub fn take_kept(&mut self, number: u8) -> Kept {
        self.kept.remove(&number).unwrap_or_default()
    }

    /// Gives back what is kept of a callback's canvas.
    pub fn keep(&mut self, number: u8, kept: Kept) {
        self.kept.insert(number, kept);
    }

    /// What is kept of a callback's canvas.
    pub fn kept(&self, number: u8) -> Option<&Kept> {
        self.kept.get(&number)
    }

    /// Readies a colour.
    pub fn prepare_flat(&mut self, (device, queue): (&wgpu::Device, &wgpu::Queue), color: Color32) {
        if self.flats.contains_key(&color) {
            return;
        }
        let alignment = u64::from(device.limits().min_uniform_buffer_offset_alignment);
        let uniforms = Uniforms::of_color(color, alignment);
        let places = Places::written(None, (device, queue), &self.stock.pipelines, &uniforms);
        self.flats.insert(color, places);
    }

    /// A colour that was readied.
    pub fn flat(&self, color: Color32) -> Option<&Places> {
        self.flats.get(&color)
    }
}
