//! A picture of 1920 × 1080 that egui draws on without a window, with the time that each part of a frame takes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Event, RawInput, Rect, Ui, pos2, vec2};
use eframe::egui_wgpu::{RenderState, RendererOptions, ScreenDescriptor, WgpuSetup, WgpuSetupCreateNew};
use eframe::wgpu;
use egui_kittest::wgpu::create_render_state;
use redshank::geom::turn::Turn;
use redshank::ui::App;
use redshank::ui::map::gpu::callback::install;
use redshank::ui::processor_paint;

pub const SIZE: [u32; 2] = [1920, 1080];

/// Where the frames are drawn.
pub struct Stage {
    pub ctx: Context,
    pub card: RenderState,
    texture: wgpu::Texture,
    begun: Instant,
}

/// What a frame took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Taken {
    /// Our code: panels and map.
    pub ui: Duration,
    /// egui's triangles of text and shapes.
    pub tessellate: Duration,
    /// Uploads and commands for the graphics card.
    pub encode: Duration,
    /// The graphics card, until it is done.
    pub raster: Duration,
}

impl Taken {
    pub fn all(&self) -> Duration {
        self.ui + self.tessellate + self.encode + self.raster
    }

    pub fn cpu(&self) -> Duration {
        self.ui + self.tessellate + self.encode
    }
}

/// As the window sets them.
fn options() -> RendererOptions {
    RendererOptions {
        dithering: false,
        ..RendererOptions::default()
    }
}

impl Stage {
    pub fn new() -> Stage {
        let card = create_render_state(setup(), options());
        println!("graphics: {}", card.adapter.get_info().name);
        assert!(install(&card));
        let ctx = Context::default();
        processor_paint::install(&ctx, &card);
        let texture = card.device.create_texture(&wgpu::TextureDescriptor {
            label: None,
            size: wgpu::Extent3d {
                width: SIZE[0],
                height: SIZE[1],
                depth_or_array_layers: 1,
            },
            mip_level_count: 1,
            sample_count: 1,
            dimension: wgpu::TextureDimension::D2,
            format: card.target_format,
            usage: wgpu::TextureUsages::RENDER_ATTACHMENT | wgpu::TextureUsages::COPY_SRC,
            view_formats: &[],
        });
        Stage {
            ctx,
            card,
            texture,
            begun: Instant::now(),
        }
    }

    /// Draws one frame and waits for it.
    pub fn frame(&mut self, events: Vec<Event>, draw: impl FnMut(&mut Ui)) -> Taken {
        let size = vec2(SIZE[0] as f32, SIZE[1] as f32);
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), size)),
            time: Some(self.begun.elapsed().as_secs_f64()),
            focused: true,
            events,
            ..RawInput::default()
        };
        let begin = Instant::now();
        let output = self.ctx.run_ui(input, draw);
        let ui = begin.elapsed();
        let jobs = self.ctx.tessellate(output.shapes, 1.0);
        let tessellate = begin.elapsed() - ui;
        let commands = self.encode(&jobs, output.textures_delta);
        let encode = begin.elapsed() - ui - tessellate;
        self.card.queue.submit(commands);
        self.card
            .device
            .poll(wgpu::PollType::wait_indefinitely())
            .unwrap();
        Taken {
            ui,
            tessellate,
            encode,
            raster: begin.elapsed() - ui - tessellate - encode,
        }
    }

    /// Saves the last frame as PNG.
    pub fn save(&self, file: &std::path::Path) {
        let row = 4 * SIZE[0];
        let buffer = self.card.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: u64::from(row * SIZE[1]),
            usage: wgpu::BufferUsages::COPY_DST | wgpu::BufferUsages::MAP_READ,
            mapped_at_creation: false,
        });
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(row),
            rows_per_image: None,
        };
        let target = wgpu::TexelCopyBufferInfo {
            buffer: &buffer,
            layout,
        };
        let mut encoder = self
            .card
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        encoder.copy_texture_to_buffer(self.texture.as_image_copy(), target, self.texture.size());
        self.card.queue.submit([encoder.finish()]);
        buffer.slice(..).map_async(wgpu::MapMode::Read, |_| {});
        self.card
            .device
            .poll(wgpu::PollType::wait_indefinitely())
            .unwrap();
        let mut pixels = buffer.slice(..).get_mapped_range().unwrap().to_vec();
        let format = self.card.target_format;
        if matches!(
            format,
            wgpu::TextureFormat::Bgra8Unorm | wgpu::TextureFormat::Bgra8UnormSrgb
        ) {
            pixels.chunks_exact_mut(4).for_each(|pixel| pixel.swap(0, 2));
        }
        let out = std::io::BufWriter::new(std::fs::File::create(file).unwrap());
        let mut encoder = png::Encoder::new(out, SIZE[0], SIZE[1]);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    }

    fn encode(
        &self,
        jobs: &[egui::ClippedPrimitive],
        mut textures: egui::TexturesDelta,
    ) -> Vec<wgpu::CommandBuffer> {
        let (device, queue) = (&self.card.device, &self.card.queue);
        let mut renderer = self.card.renderer.write();
        for (id, images) in textures.set.drain() {
            for image in images {
                renderer.update_texture(device, queue, id, &image);
            }
        }
        let screen = ScreenDescriptor {
            size_in_pixels: SIZE,
            pixels_per_point: 1.0,
        };
        let mut encoder = device.create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        let mut commands = renderer.update_buffers(device, queue, &mut encoder, jobs, &screen);
        let view = self.texture.create_view(&wgpu::TextureViewDescriptor::default());
        let mut pass = encoder
            .begin_render_pass(&wgpu::RenderPassDescriptor {
                color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                    view: &view,
                    resolve_target: None,
                    ops: wgpu::Operations {
                        load: wgpu::LoadOp::Clear(wgpu::Color::BLACK),
                        store: wgpu::StoreOp::Store,
                    },
                    depth_slice: None,
                })],
                ..Default::default()
            })
            .forget_lifetime();
        renderer.render(&mut pass, jobs, &screen);
        drop(pass);
        for id in textures.free.drain() {
            renderer.free_texture(&id);
        }
        commands.push(encoder.finish());
        commands
    }
}

/// The card that `WGPU_ADAPTER_NAME` names a part of, else the fastest.
fn setup() -> WgpuSetup {
    let mut setup = WgpuSetupCreateNew::without_display_handle();
    let wanted = std::env::var("WGPU_ADAPTER_NAME")
        .unwrap_or_default()
        .to_lowercase();
    setup.native_adapter_selector = Some(Arc::new(move |adapters, _| {
        let mut fitting: Vec<_> = adapters
            .iter()
            .filter(|adapter| adapter.get_info().name.to_lowercase().contains(&wanted))
            .collect();
        fitting.sort_by_key(|adapter| match adapter.get_info().device_type {
            wgpu::DeviceType::DiscreteGpu => 0,
            wgpu::DeviceType::IntegratedGpu | wgpu::DeviceType::VirtualGpu | wgpu::DeviceType::Other => 1,
            wgpu::DeviceType::Cpu => 2,
        });
        fitting
            .first()
            .map(|adapter| (*adapter).clone())
            .ok_or_else(|| "no graphics at all".to_owned())
    }));
    WgpuSetup::CreateNew(setup)
}

/// Turns the map by the degrees that `PAINT_TURN` gives, once it has a view.
pub fn turn(app: &mut App) {
    let degrees = std::env::var("PAINT_TURN").ok();
    let Some(degrees) = degrees.and_then(|text| text.parse().ok()) else {
        return;
    };
    let (map, turn) = (&mut app.view_mut().map, Turn::of_degrees(degrees));
    if let Some(view) = map.view().filter(|view| view.turn() != turn) {
        map.set_view(view.with_turn(turn));
    }
}
