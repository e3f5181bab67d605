//! The places and styles of a callback on the graphics card.

use eframe::wgpu;

use super::pipelines::{PLACE_BYTES, Pipelines, STYLES_BYTES};
use super::uniforms::Uniforms;

/// Places and styles of one callback.
#[derive(Debug)]
pub struct Places {
    places: wgpu::Buffer,
    styles: wgpu::Buffer,
    /// Both, with offsets to choose.
    pub group: wgpu::BindGroup,
    /// Distance between two places.
    pub place_stride: u32,
    /// Distance between two sets of styles.
    pub styles_stride: u32,
}

impl Places {
    /// Those of one callback, written; `kept` are the ones of the frame before, which are used again where they are
    /// large enough.
    pub fn written(
        kept: Option<Places>,
        (device, queue): (&wgpu::Device, &wgpu::Queue),
        pipelines: &Pipelines,
        uniforms: &Uniforms,
    ) -> Places {
        let fits = |buffer: &wgpu::Buffer, bytes: &[u8]| buffer.size() >= bytes.len() as u64;
        let kept =
            kept.filter(|kept| fits(&kept.places, &uniforms.places) && fits(&kept.styles, &uniforms.styles));
        let places = kept.unwrap_or_else(|| Places::new(device, pipelines, uniforms));
        queue.write_buffer(&places.places, 0, &uniforms.places);
        queue.write_buffer(&places.styles, 0, &uniforms.styles);
        places
    }

    fn new(device: &wgpu::Device, pipelines: &Pipelines, uniforms: &Uniforms) -> Places {
        let buffer = |label, bytes: &[u8], least: u64| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some(label),
                // Room to grow, so that a pan rarely makes another one.
                size: (2 * bytes.len() as u64).max(least).next_multiple_of(4),
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        let places = buffer("map places", &uniforms.places, PLACE_BYTES);
        let styles = buffer("map styles", &uniforms.styles, STYLES_BYTES);
        let binding = |buffer, size| {
            wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer,
                offset: 0,
                size: std::num::NonZeroU64::new(size),
            })
        };
        let entries = [
            (0, binding(&places, PLACE_BYTES)),
            (1, binding(&styles, STYLES_BYTES)),
        ];
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map places"),
            layout: &pipelines.places_layout,
            entries: &entries.map(|(binding, resource)| wgpu::BindGroupEntry { binding, resource }),
        });
        Places {
            group,
            place_stride: uniforms.place_stride as u32,
            styles_stride: uniforms.styles_stride as u32,
            places,
            styles,
        }
    }
}
