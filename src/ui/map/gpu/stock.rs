//! What is drawn with and from: the pipelines, and one buffer set for each tile.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use eframe::wgpu;
use eframe::wgpu::util::DeviceExt as _;

use super::super::drawing::build::TileBody;
use super::super::drawing::grid::TILE_CELLS;
use super::super::drawing::pieces::Piece;
use super::super::drawing::store::Tile;
use super::pipelines::Pipelines;

/// Pipelines and tiles on the graphics card.
#[derive(Debug)]
pub struct Stock {
    /// What it can draw.
    pub pipelines: Pipelines,
    tiles: HashMap<u64, (Weak<Tile>, GpuTile)>,
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

impl Stock {
    /// For a target of that format; no tiles yet.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Stock {
        Stock {
            pipelines: Pipelines::new(device, format),
            tiles: HashMap::new(),
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
}

impl GpuTile {
    /// Brings a tile there.
    pub fn new(
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        pipelines: &Pipelines,
        body: &TileBody,
    ) -> GpuTile {
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
