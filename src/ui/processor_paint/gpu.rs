//! What lies on the card for egui's triangles: one pipeline, the corners of a frame, and all textures.

use std::collections::HashMap;

use bytemuck::cast_slice;
use eframe::egui::epaint::ImageDelta;
use eframe::egui::{ImageData, PaintCallbackInfo, TextureFilter, TextureId, TextureOptions, TextureWrapMode};
use eframe::egui::{TexturesDelta, epaint};
use eframe::egui_wgpu::ScreenDescriptor;
use eframe::wgpu;

use super::frame::{Draw, Triangles, scissor};

/// The card and how it is told.
pub type Card<'a> = (&'a wgpu::Device, &'a wgpu::Queue);

/// Bytes of what the shader is told of the screen.
const LOCALS_BYTES: u64 = 16;
/// A list begins with room for so many bytes.
const FIRST_BYTES: u64 = 1 << 16;

/// Everything of egui's that the card holds.
#[derive(Debug)]
pub struct ShapesGpu {
    pipeline: wgpu::RenderPipeline,
    locals: wgpu::Buffer,
    locals_group: wgpu::BindGroup,
    texture_layout: wgpu::BindGroupLayout,
    samplers: HashMap<TextureOptions, wgpu::Sampler>,
    textures: HashMap<TextureId, Texture>,
    /// Those that nobody needs after the frame that is drawn now.
    gone: Vec<TextureId>,
    vertices: List,
    indices: List,
}

#[derive(Debug)]
struct Texture {
    texture: wgpu::Texture,
    options: TextureOptions,
    group: wgpu::BindGroup,
}

/// A buffer that grows.
#[derive(Debug)]
struct List {
    buffer: wgpu::Buffer,
    usage: wgpu::BufferUsages,
}

impl List {
    fn new(device: &wgpu::Device, usage: wgpu::BufferUsages, size: u64) -> List {
        let buffer = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("shapes"),
            size,
            usage: usage | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        List { buffer, usage }
    }

    fn write(&mut self, (device, queue): Card<'_>, bytes: &[u8]) {
        let size = bytes.len() as u64;
        if size > self.buffer.size() {
            *self = List::new(device, self.usage, size.max(2 * self.buffer.size()));
        }
        queue.write_buffer(&self.buffer, 0, bytes);
    }
}

impl ShapesGpu {
    /// For a target of that format, whose colours are not mixed as light.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> ShapesGpu {
        let locals_layout = layout(device, &[locals_entry()]);
        let texture_layout = layout(device, &texture_entries());
        let locals = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("shapes"),
            size: LOCALS_BYTES,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let locals_group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("shapes"),
            layout: &locals_layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: locals.as_entire_binding(),
            }],
        });
        ShapesGpu {
            pipeline: pipeline((device, format), [&locals_layout, &texture_layout]),
            locals,
            locals_group,
            texture_layout,
            samplers: HashMap::new(),
            textures: HashMap::new(),
            gone: Vec::new(),
            vertices: List::new(device, wgpu::BufferUsages::VERTEX, FIRST_BYTES),
            indices: List::new(device, wgpu::BufferUsages::INDEX, FIRST_BYTES),
        }
    }

    /// Takes new and changed textures, and lets those go that the last frame was the last one to need.
    pub fn take_textures(&mut self, card: Card<'_>, mut delta: TexturesDelta) {
        for id in self.gone.drain(..) {
            self.textures.remove(&id);
        }
        for (id, images) in delta.set.drain() {
            for image in images {
                self.take_image(card, id, &image);
            }
        }
        self.gone.extend(delta.free.drain());
    }

    fn take_image(&mut self, (device, queue): Card<'_>, id: TextureId, image: &ImageDelta) {
        let before = self.textures.remove(&id);
        let texture = match (image.pos, before) {
            // A part of what is not there has no place to go to.
            (Some(_), None) => return,
            (Some(_), Some(before)) if before.options == image.options => before,
            (Some(_), Some(before)) => self.texture_of(device, before.texture, image.options),
            (None, _) => {
                let texture = empty_texture(device, image.image.size());
                self.texture_of(device, texture, image.options)
            }
        };
        write(queue, &texture.texture, image);
        self.textures.insert(id, texture);
    }

    fn texture_of(
        &mut self,
        device: &wgpu::Device,
        texture: wgpu::Texture,
        options: TextureOptions,
    ) -> Texture {
        let sampler = self
            .samplers
            .entry(options)
            .or_insert_with(|| sampler(device, options));
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("shapes"),
            layout: &self.texture_layout,
            entries: &[
                wgpu::BindGroupEntry {
                    binding: 0,
                    resource: wgpu::BindingResource::TextureView(&view),
                },
                wgpu::BindGroupEntry {
                    binding: 1,
                    resource: wgpu::BindingResource::Sampler(sampler),
                },
            ],
        });
        Texture {
            texture,
            options,
            group,
        }
    }

    /// Draws a triangle where nobody sees it, so that the pipeline is machine code before it is needed (see the canvas's
    /// rehearsal).
    pub fn rehearse(&mut self, (device, queue): Card<'_>, format: wgpu::TextureFormat) {
        let texture = empty_texture(device, [1, 1]);
        let texture = self.texture_of(device, texture, TextureOptions::LINEAR);
        let target = device.create_texture(&wgpu::TextureDescriptor {
            format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
            ..texture_descriptor([1, 1])
        });
        let view = target.create_view(&wgpu::TextureViewDescriptor::default());
        let attachment = wgpu::RenderPassColorAttachment {
            view: &view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations::default(),
        };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(attachment)],
            ..wgpu::RenderPassDescriptor::default()
        });
        self.choose(&mut pass);
        pass.set_bind_group(1, &texture.group, &[]);
        pass.draw_indexed(0..3, 0, 0..1);
        drop(pass);
        queue.submit([encoder.finish()]);
    }

    fn choose(&self, pass: &mut wgpu::RenderPass<'_>) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.locals_group, &[]);
        pass.set_vertex_buffer(0, self.vertices.buffer.slice(..));
        pass.set_index_buffer(self.indices.buffer.slice(..), wgpu::IndexFormat::Uint32);
    }

    /// Takes the triangles of a frame on a screen of that size.
    pub fn take_triangles(&mut self, card: Card<'_>, triangles: &Triangles, screen: &ScreenDescriptor) {
        let points = screen
            .size_in_pixels
            .map(|px| px as f32 / screen.pixels_per_point);
        let locals = [points[0], points[1], 0.0, 0.0];
        card.1.write_buffer(&self.locals, 0, cast_slice(&locals));
        self.vertices.write(card, cast_slice(&triangles.vertices));
        self.indices.write(card, cast_slice(&triangles.indices));
    }

    /// Paints some of the triangles that were taken.
    pub fn paint(&self, draws: &[Draw], info: &PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>) {
        let [width, height] = info.screen_size_px.map(|px| px as f32);
        pass.set_viewport(0.0, 0.0, width, height, 0.0, 1.0);
        self.choose(pass);
        for draw in draws {
            let scissor = scissor(draw.clip, info.pixels_per_point, info.screen_size_px);
            if let (Some([left, top, width, height]), Some(texture)) =
                (scissor, self.textures.get(&draw.texture))
            {
                pass.set_scissor_rect(left, top, width, height);
                pass.set_bind_group(1, &texture.group, &[]);
                pass.draw_indexed(draw.indices.clone(), 0, 0..1);
            }
        }
    }
}

fn empty_texture(device: &wgpu::Device, size: [usize; 2]) -> wgpu::Texture {
    device.create_texture(&texture_descriptor(size))
}

fn texture_descriptor(size: [usize; 2]) -> wgpu::TextureDescriptor<'static> {
    wgpu::TextureDescriptor {
        label: Some("shapes"),
        size: extent(size),
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    }
}

fn extent([width, height]: [usize; 2]) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: width as u32,
        height: height as u32,
        depth_or_array_layers: 1,
    }
}

fn write(queue: &wgpu::Queue, texture: &wgpu::Texture, image: &ImageDelta) {
    let ImageData::Color(pixels) = &image.image;
    let [x, y] = image.pos.unwrap_or_default().map(|px| px as u32);
    let size = extent(image.image.size());
    queue.write_texture(
        wgpu::TexelCopyTextureInfo {
            texture,
            mip_level: 0,
            origin: wgpu::Origin3d { x, y, z: 0 },
            aspect: wgpu::TextureAspect::All,
        },
        cast_slice(&pixels.pixels),
        wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(4 * size.width),
            rows_per_image: Some(size.height),
        },
        size,
    );
}

fn sampler(device: &wgpu::Device, options: TextureOptions) -> wgpu::Sampler {
    let filter = |filter| match filter {
        TextureFilter::Nearest => wgpu::FilterMode::Nearest,
        TextureFilter::Linear => wgpu::FilterMode::Linear,
    };
    let beyond = match options.wrap_mode {
        TextureWrapMode::ClampToEdge => wgpu::AddressMode::ClampToEdge,
        TextureWrapMode::Repeat => wgpu::AddressMode::Repeat,
        TextureWrapMode::MirroredRepeat => wgpu::AddressMode::MirrorRepeat,
    };
    device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("shapes"),
        mag_filter: filter(options.magnification),
        min_filter: filter(options.minification),
        address_mode_u: beyond,
        address_mode_v: beyond,
        ..wgpu::SamplerDescriptor::default()
    })
}

fn layout(device: &wgpu::Device, entries: &[wgpu::BindGroupLayoutEntry]) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("shapes"),
        entries,
    })
}

fn locals_entry() -> wgpu::BindGroupLayoutEntry {
    let ty = wgpu::BindingType::Buffer {
        ty: wgpu::BufferBindingType::Uniform,
        has_dynamic_offset: false,
        min_binding_size: std::num::NonZeroU64::new(LOCALS_BYTES),
    };
    wgpu::BindGroupLayoutEntry {
        binding: 0,
        visibility: wgpu::ShaderStages::VERTEX,
        ty,
        count: None,
    }
}

fn texture_entries() -> [wgpu::BindGroupLayoutEntry; 2] {
    let entry = |binding, ty| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty,
        count: None,
    };
    let texture = wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension: wgpu::TextureViewDimension::D2,
        multisampled: false,
    };
    let sampler = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
    [entry(0, texture), entry(1, sampler)]
}

/// Mixes as egui's own does: colours are multiplied by their opacity already.
fn pipeline(
    (device, format): (&wgpu::Device, wgpu::TextureFormat),
    [locals, texture]: [&wgpu::BindGroupLayout; 2],
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::include_wgsl!("shapes.wgsl"));
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("shapes"),
        bind_group_layouts: &[Some(locals), Some(texture)],
        immediate_size: 0,
    });
    let over = |src_factor, dst_factor| wgpu::BlendComponent {
        src_factor,
        dst_factor,
        operation: wgpu::BlendOperation::Add,
    };
    let target = wgpu::ColorTargetState {
        format,
        blend: Some(wgpu::BlendState {
            color: over(wgpu::BlendFactor::One, wgpu::BlendFactor::OneMinusSrcAlpha),
            alpha: over(wgpu::BlendFactor::OneMinusDstAlpha, wgpu::BlendFactor::One),
        }),
        write_mask: wgpu::ColorWrites::ALL,
    };
    let corners = wgpu::VertexBufferLayout {
        array_stride: size_of::<epaint::Vertex>() as u64,
        step_mode: wgpu::VertexStepMode::Vertex,
        attributes: &wgpu::vertex_attr_array![0 => Float32x2, 1 => Float32x2, 2 => Unorm8x4],
    };
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some("shapes"),
        layout: Some(&layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("shape_vertex"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[Some(corners)],
        },
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some("shape_fragment"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(target)],
        }),
        multiview_mask: None,
        cache: None,
    })
}
