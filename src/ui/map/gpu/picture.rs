//! The canvas as it was drawn, kept while nothing on it changes.
//!
//! While a hand draws, a dialogue is open or a panel is scrolled, the map stands still: its thousands of edges are drawn
//! once more into a texture, and every further frame copies that, which a processor does in a few milliseconds.

use eframe::egui::{PaintCallbackInfo, Rect};
use eframe::egui_wgpu::ScreenDescriptor;
use eframe::wgpu;

use super::super::frame::{Ground, Parts, Sheet};
use super::uniforms::Uniforms;

/// Everything that decides how a canvas looks.
#[derive(Clone, Debug, PartialEq)]
pub struct Subject {
    rect: Rect,
    is_opaque: bool,
    size_px: [u32; 2],
    pixels_per_point: f32,
    uniforms: Uniforms,
    /// The tiles by their serials, where they are cut, and what is drawn of them.
    tiles: Vec<(u64, Rect, Parts)>,
}

impl Subject {
    /// Sheets on a ground, with their places and styles.
    pub fn new(ground: &Ground, uniforms: Uniforms, sheets: &[Sheet], screen: &ScreenDescriptor) -> Subject {
        let tiles = sheets.iter().flat_map(|sheet| {
            let tiles = sheet.tiles.iter();
            tiles.map(|placed| (placed.tile.serial, placed.clip, sheet.parts))
        });
        Subject {
            rect: ground.rect,
            is_opaque: ground.color.is_opaque(),
            size_px: screen.size_in_pixels,
            pixels_per_point: screen.pixels_per_point,
            tiles: tiles.collect(),
            uniforms,
        }
    }

    /// What egui would say of the canvas.
    pub fn info(&self) -> PaintCallbackInfo {
        PaintCallbackInfo {
            viewport: self.rect,
            clip_rect: self.rect,
            pixels_per_point: self.pixels_per_point,
            screen_size_px: self.size_px,
        }
    }
}

/// What was drawn last, and its picture once it was drawn twice.
#[derive(Debug)]
pub struct Kept {
    subject: Subject,
    picture: Option<Picture>,
    is_drawn: bool,
}

impl Kept {
    /// What is to be drawn now, after `before`; true where it is to be drawn into the texture, as it was drawn last time
    /// too. A canvas that changes from frame to frame is drawn directly.
    pub fn next(
        before: Option<Kept>,
        subject: Subject,
        (device, brush): (&wgpu::Device, &PictureBrush),
    ) -> (Kept, bool) {
        let Some(before) = before else {
            let kept = Kept {
                subject,
                picture: None,
                is_drawn: false,
            };
            return (kept, false);
        };
        let same = before.subject == subject;
        let fitting = before.picture.filter(|_| {
            let old = &before.subject;
            (old.size_px, old.is_opaque) == (subject.size_px, subject.is_opaque)
        });
        let due = same && !before.is_drawn;
        let picture = match due {
            true => fitting.or_else(|| Picture::new(device, brush, &subject)),
            false => fitting,
        };
        let kept = Kept {
            is_drawn: same && picture.is_some(),
            subject,
            picture,
        };
        let is_due = due && kept.is_drawn;
        (kept, is_due)
    }

    /// The picture, where it shows what is to be seen.
    pub fn picture(&self) -> Option<&Picture> {
        self.picture.as_ref().filter(|_| self.is_drawn)
    }

    /// What is to be seen.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }
}

/// As large as the screen, so that every pixel lies where it will be.
#[derive(Debug)]
pub struct Picture {
    view: wgpu::TextureView,
    group: wgpu::BindGroup,
    pipeline: wgpu::RenderPipeline,
}

impl Picture {
    fn new(device: &wgpu::Device, brush: &PictureBrush, subject: &Subject) -> Option<Picture> {
        let size_px = subject.size_px;
        let [width, height] = size_px;
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
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("map picture"),
            layout: &brush.layout,
            entries: &[wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view),
            }],
        });
        Some(Picture {
            view,
            group,
            pipeline: match subject.is_opaque {
                true => brush.opaque.clone(),
                false => brush.pellucid.clone(),
            },
        })
    }

    /// Begins to draw it, with the viewport and scissor that egui would set.
    pub fn begin(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        info: &PaintCallbackInfo,
    ) -> wgpu::RenderPass<'static> {
        let attachment = wgpu::RenderPassColorAttachment {
            view: &self.view,
            depth_slice: None,
            resolve_target: None,
            ops: wgpu::Operations {
                load: wgpu::LoadOp::Clear(wgpu::Color::TRANSPARENT),
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
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.draw(0..4, 0..1);
    }
}

/// How pictures are copied.
#[derive(Debug)]
pub struct PictureBrush {
    /// Where the ground hides all below: a processor copies twice as fast what it need not blend.
    opaque: wgpu::RenderPipeline,
    /// Where a base map shows through.
    pellucid: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    format: wgpu::TextureFormat,
}

impl PictureBrush {
    /// For a target of that format.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> PictureBrush {
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("map picture"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::FRAGMENT,
                ty: wgpu::BindingType::Texture {
                    sample_type: wgpu::TextureSampleType::Float { filterable: false },
                    view_dimension: wgpu::TextureViewDimension::D2,
                    multisampled: false,
                },
                count: None,
            }],
        });
        let module = device.create_shader_module(wgpu::include_wgsl!("picture.wgsl"));
        let pipeline_layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("map picture"),
            bind_group_layouts: &[Some(&layout)],
            immediate_size: 0,
        });
        let pipeline = |blend| PictureBrush::pipeline((device, format), (&module, &pipeline_layout), blend);
        PictureBrush {
            opaque: pipeline(None),
            pellucid: pipeline(Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING)),
            layout,
            format,
        }
    }

    fn pipeline(
        (device, format): (&wgpu::Device, wgpu::TextureFormat),
        (module, layout): (&wgpu::ShaderModule, &wgpu::PipelineLayout),
        blend: Option<wgpu::BlendState>,
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
                entry_point: Some("picture_fragment"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                targets: &[Some(target)],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}
