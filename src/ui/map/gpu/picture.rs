//! A picture of the canvas on the graphics card: drawn once, then copied, at its place or at another one.

use eframe::egui::{PaintCallbackInfo, Vec2};
use eframe::wgpu;

/// Bytes of a movement in the shader.
const MOVEMENT_BYTES: u64 = 32;

/// Where the pixels of the screen lie in a picture, px: `origin + x * across + y * down`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Movement {
    /// For each pixel to the right.
    pub across: Vec2,
    /// For each pixel down.
    pub down: Vec2,
    /// The first pixel.
    pub origin: Vec2,
}

impl Movement {
    /// As large as it is, at another place.
    pub fn by(origin: Vec2) -> Movement {
        Movement {
            across: Vec2::new(1.0, 0.0),
            down: Vec2::new(0.0, 1.0),
            origin,
        }
    }

    fn bytes(self) -> Vec<u8> {
        let Movement { across, down, origin } = self;
        let numbers = [across.x, across.y, down.x, down.y, origin.x, origin.y, 0.0, 0.0];
        numbers.into_iter().flat_map(f32::to_le_bytes).collect()
    }
}

/// As large as the screen, so that every pixel lies where it will be.
#[derive(Debug)]
pub struct Picture {
    view: wgpu::TextureView,
    movement: wgpu::Buffer,
    group: wgpu::BindGroup,
    pipelines: Copying,
}

impl Picture {
    /// An empty one for a screen of that size; `None` where the card has no room for it. An opaque one lies on a ground
    /// that hides all below.
    pub fn new(
        device: &wgpu::Device,
        brush: &PictureBrush,
        [width, height]: [u32; 2],
        is_opaque: bool,
    ) -> Option<Picture> {
        let most = device.limits().max_texture_dimension_2d;
        if width == 0 || height == 0 || width.max(height) > most {
            return None;
        }
        let texture = device.create_texture(&wgpu::TextureDescriptor {
            label: Some("map picture"),
            size: wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: brush.format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::TEXTURE_BINDING,
            view_formats: &[],
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let movement = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("map picture"),
            size: MOVEMENT_BYTES,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map picture"),
            layout: &brush.layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: wgpu::BindingResource::TextureView(&view),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: movement.as_entire_binding(),
                },
            ],
        });
        Some(Picture {
            view,
            movement,
            group,
            pipelines: match is_opaque {
                true => brush.opaque.clone(),
                false => brush.pellucid.clone(),
            },
        })
    }

    /// Begins to draw it, or goes on with it, with the viewport that egui would set.
    pub fn begin(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        info: &PaintCallbackInfo,
        is_begin: bool,
    ) -> wgpu::RenderPass<'static> {
        let attachment = wgpu::RenderPassColorAttachment {
            view: &self.view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: match is_begin {
                    true => wgpu::LoadOp::Clear(wgpu::Color::TRANSPARENT),
                    false => wgpu::LoadOp::Load,
                },
                store: wgpu::StoreOp::Store,
            },
        };
        let descriptor = wgpu::RenderPassDescriptor {
            label: Some("map picture"),
            color_attachments: &[Some(attachment)],
            ..wgpu::RenderPassDescriptor::default()
        };
        let mut pass = encoder.begin_render_pass(&descriptor).forget_lifetime();
        let viewport = info.viewport_in_pixels();
        let [left, top, width, height] = [
            viewport.left_px,
            viewport.top_px,
            viewport.width_px,
            viewport.height_px,
        ]
        .map(|px| px as f32);
        pass.set_viewport(left, top, width, height, 0.0, 1.0);
        pass
    }

    /// Copies it, within the viewport and scissor that are set.
    pub fn paint(&self, pass: &mut wgpu::RenderPass<'static>) {
        self.paint_by(&self.pipelines.exact, pass);
    }

    /// Says where it lies when it is moved.
    pub fn move_to(&self, queue: &wgpu::Queue, movement: Movement) {
        queue.write_buffer(&self.movement, 0, &movement.bytes());
    }

    /// Copies it to where it was moved to; around it, nothing is painted.
    pub fn paint_moved(&self, pass: &mut wgpu::RenderPass<'static>) {
        self.paint_by(&self.pipelines.moved, pass);
    }

    fn paint_by(&self, pipeline: &wgpu::RenderPipeline, pass: &mut wgpu::RenderPass<'static>) {
        pass.set_pipeline(pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.draw(0..4, 0..1);
    }
}

/// Pixel by pixel at its place, or moved.
#[derive(Clone, Debug)]
struct Copying {
    exact: wgpu::RenderPipeline,
    moved: wgpu::RenderPipeline,
}

/// How pictures are copied.
#[derive(Debug)]
pub struct PictureBrush {
    /// Where the ground hides all below: a processor copies twice as fast what it need not blend.
    opaque: Copying,
    /// Where a base map shows through.
    pellucid: Copying,
    layout: wgpu::BindGroupLayout,
    format: wgpu::TextureFormat,
}

impl PictureBrush {
    /// For a target of that format.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> PictureBrush {
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("map picture"),
            entries: &[
                entry(
                    0,
                    wgpu::BindingType::Texture {
                        sample_type: wgpu::TextureSampleType::Float { filterable: false },
                        view_dimension: wgpu::TextureViewDimension::D2,
                        multisampled: false,
                    },
                ),
                entry(
                    1,
                    wgpu::BindingType::Buffer {
                        ty: wgpu::BufferBindingType::Uniform,
                        has_dynamic_offset: false,
                        min_binding_size: std::num::NonZeroU64::new(MOVEMENT_BYTES),
                    },
                ),
            ],
        });
        let module = device.create_shader_module(wgpu::include_wgsl!("picture.wgsl"));
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("map picture"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let pipeline = |blend, entry| {
            PictureBrush::pipeline((device, format), (&module, &pipeline_layout), (blend, entry))
        };
        let copying = |blend| Copying {
            exact: pipeline(blend, "picture_fragment"),
            moved: pipeline(blend, "moved_fragment"),
        };
        PictureBrush {
            opaque: copying(None),
            pellucid: copying(Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING)),
            layout,
            format,
        }
    }

    fn pipeline(
        (device, format): (&wgpu::Device, wgpu::TextureFormat),
        (module, layout): (&wgpu::ShaderModule, &wgpu::PipelineLayout),
        (blend, entry_point): (Option<wgpu::BlendState>, &str),
    ) -> wgpu::RenderPipeline {
        let target = wgpu::ColorTargetState {
            format,
            blend,
            write_mask: wgpu::ColorWrites::ALL,
        };
        device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("map picture"),
            layout: Some(layout),
            vertex: wgpu::VertexState {
                module,
                entry_point: Some("picture_vertex"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[],
            },
            primitive: wgpu::PrimitiveState {
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                ..wgpu::PrimitiveState::default()
            },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module,
                entry_point: Some(entry_point),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                targets: &[Some(target)],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}

/// Something that the fragments of pictures look at.
fn entry(binding: u32, ty: wgpu::BindingType) -> wgpu::BindGroupLayoutEntry {
    wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    }
}
