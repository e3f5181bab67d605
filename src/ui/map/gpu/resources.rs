//! What lies on the graphics card: pipelines, one buffer set for each tile, and the places of the frame.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use eframe::egui::Color32;
use eframe::wgpu;
use eframe::wgpu::util::DeviceExt as _;

use super::super::drawing::build::TileBody;
use super::super::drawing::grid::TILE_CELLS;
use super::super::drawing::pieces::Piece;
use super::super::drawing::store::Tile;
use super::picture::{Kept, Picture, PictureBrush, Subject};
use super::pipelines::{PLACE_BYTES, Pipelines, STYLES_BYTES};
use super::uniforms::Uniforms;

/// Everything of the canvas that the graphics card holds.
#[derive(Debug)]
pub struct CanvasGpu {
    /// What it can draw.
    pub pipelines: Pipelines,
    tiles: HashMap<u64, (Weak<Tile>, GpuTile)>,
    /// By the number of the callback: a frame may draw several times.
    places: HashMap<u8, Places>,
    picture_brush: PictureBrush,
    /// By the number of the callback, too.
    pictures: HashMap<u8, Kept>,
    /// One for each colour that something is filled with.
    flats: HashMap<Color32, Places>,
}

/// A tile on the graphics card.
#[derive(Debug)]
pub struct GpuTile {
    /// Corners and their order; `None` where nothing is filled.
    pub fill: Option<(wgpu::Buffer, wgpu::Buffer)>,
    /// Where the triangles lie.
    pub fill_pieces: Vec<Piece>,
    /// Vertices; `None` where there are no lines.
    pub strokes: Option<wgpu::Buffer>,
    /// Where the lines lie.
    pub stroke_pieces: Vec<Piece>,
    /// Points.
    pub markers: Option<(wgpu::Buffer, u32)>,
    /// Cells.
    pub overview: Option<wgpu::BindGroup>,
}

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

impl CanvasGpu {
    /// For a target of that format.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> CanvasGpu {
        CanvasGpu {
            pipelines: Pipelines::new(device, format),
            tiles: HashMap::new(),
            places: HashMap::new(),
            picture_brush: PictureBrush::new(device, format),
            pictures: HashMap::new(),
            flats: HashMap::new(),
        }
    }

    /// Brings tiles there that were not yet, and frees those that nobody keeps any more.
    pub fn upload<'a>(
        &mut self,
        (device, queue): (&wgpu::Device, &wgpu::Queue),
        tiles: impl Iterator<Item = &'a Arc<Tile>>,
    ) {
        self.tiles.retain(|_, (tile, _)| tile.strong_count() > 0);
        for tile in tiles {
            if self.tiles.contains_key(&tile.serial) {
                continue;
            }
            if let Some(body) = tile.take_body() {
                let made = GpuTile::new(device, queue, &self.pipelines, &body);
                self.tiles.insert(tile.serial, (Arc::downgrade(tile), made));
            }
        }
    }

    /// A tile that was uploaded.
    pub fn tile(&self, serial: u64) -> Option<&GpuTile> {
        self.tiles.get(&serial).map(|(_, tile)| tile)
    }

    /// Writes the places of a callback.
    pub fn write(&mut self, (device, queue): (&wgpu::Device, &wgpu::Queue), number: u8, uniforms: &Uniforms) {
        let fits = |buffer: &wgpu::Buffer, bytes: &[u8]| buffer.size() >= bytes.len() as u64;
        let kept = self.places.remove(&number);
        let kept =
            kept.filter(|kept| fits(&kept.places, &uniforms.places) && fits(&kept.styles, &uniforms.styles));
        let places = kept.unwrap_or_else(|| Places::new(device, &self.pipelines, uniforms));
        queue.write_buffer(&places.places, 0, &uniforms.places);
        queue.write_buffer(&places.styles, 0, &uniforms.styles);
        self.places.insert(number, places);
    }

    /// The places of a callback.
    pub fn places(&self, number: u8) -> Option<&Places> {
        self.places.get(&number)
    }

    /// Notes what a callback shows; true where it is to be drawn into its picture now.
    pub fn keep_picture(&mut self, device: &wgpu::Device, number: u8, subject: Subject) -> bool {
        let before = self.pictures.remove(&number);
        let (kept, is_due) = Kept::next(before, subject, (device, &self.picture_brush));
        self.pictures.insert(number, kept);
        is_due
    }

    /// The picture of what a callback shows, where there is one.
    pub fn picture(&self, number: u8) -> Option<&Picture> {
        self.pictures.get(&number)?.picture()
    }

    /// Readies a colour.
    pub fn prepare_flat(&mut self, (device, queue): (&wgpu::Device, &wgpu::Queue), color: Color32) {
        if self.flats.contains_key(&color) {
            return;
        }
        let alignment = u64::from(device.limits().min_uniform_buffer_offset_alignment);
        let uniforms = Uniforms::of_color(color, alignment);
        let places = Places::new(device, &self.pipelines, &uniforms);
        queue.write_buffer(&places.places, 0, &uniforms.places);
        self.flats.insert(color, places);
    }

    /// A colour that was readied.
    pub fn flat(&self, color: Color32) -> Option<&Places> {
        self.flats.get(&color)
    }
}

impl Places {
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

impl GpuTile {
    fn new(device: &wgpu::Device, queue: &wgpu::Queue, pipelines: &Pipelines, body: &TileBody) -> GpuTile {
        let buffer = |label, contents: &[u8], usage| {
            device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: Some(label),
                contents,
                usage,
            })
        };
        let vertices = wgpu::BufferUsages::VERTEX;
        let fill = (!body.indices.is_empty()).then(|| {
            (
                buffer("map fill", bytemuck::cast_slice(&body.fill), vertices),
                buffer(
                    "map triangles",
                    bytemuck::cast_slice(&body.indices),
                    wgpu::BufferUsages::INDEX,
                ),
            )
        });
        let strokes = (!body.stroke_pieces.is_empty())
            .then(|| buffer("map lines", bytemuck::cast_slice(&body.strokes), vertices));
        let markers = (!body.markers.is_empty()).then(|| {
            let places = buffer("map points", bytemuck::cast_slice(&body.markers), vertices);
            (places, body.markers.len() as u32)
        });
        GpuTile {
            fill,
            fill_pieces: body.fill_pieces.clone(),
            strokes,
            stroke_pieces: body.stroke_pieces.clone(),
            markers,
            overview: body
                .overview
                .as_ref()
                .map(|picture| overview(device, queue, pipelines, picture)),
        }
    }
}

fn overview(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    pipelines: &Pipelines,
    texels: &[u8],
) -> wgpu::BindGroup {
    let size = wgpu::Extent3d {
        width: TILE_CELLS,
        height: TILE_CELLS,
        depth_or_array_layers: 1,
    };
    let descriptor = wgpu::TextureDescriptor {
        label: Some("map overview"),
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: wgpu::TextureFormat::Rgba8Unorm,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    };
    let order = wgpu::util::TextureDataOrder::LayerMajor;
    let texture = device.create_texture_with_data(queue, &descriptor, order, texels);
    let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("map overview"),
        layout: &pipelines.overview_layout,
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::TextureView(&view),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::Sampler(&pipelines.sampler),
            },
        ],
    })
}
