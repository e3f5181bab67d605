//! What the graphics card is told to do with tiles.

use eframe::wgpu;

use crate::model::symbology::{HATCH_DOT_PX, HATCH_LINE_PX, HATCH_STROKE_PX, HATCH_TILE_PX};

use super::super::drawing::grid::{TILE_CELLS, UNITS_PER_CELL};
use super::super::drawing::source::STYLE_COUNT;

/// Size of the place of a tile in the shader.
pub const PLACE_BYTES: u64 = 80;
/// Size of all styles of a drawing in the shader.
pub const STYLES_BYTES: u64 = 64 * STYLE_COUNT as u64;

/// All that is drawn with.
#[derive(Debug)]
pub struct Pipelines {
    /// The ground below everything.
    pub ground: wgpu::RenderPipeline,
    /// The same where nothing shows through it: a processor fills faster what it need not blend.
    pub opaque: wgpu::RenderPipeline,
    upright: Kinds,
    /// Made with the first map that is turned.
    turned: Option<Kinds>,
    maker: Maker,
    /// Place and styles.
    pub places_layout: wgpu::BindGroupLayout,
    /// Cells.
    pub overview_layout: wgpu::BindGroupLayout,
    /// Between the cells.
    pub sampler: wgpu::Sampler,
}

/// One pipeline for each kind of thing in a tile.
#[derive(Debug)]
pub struct Kinds {
    /// Triangles without patterns.
    pub plain: wgpu::RenderPipeline,
    /// Triangles with patterns.
    pub pattern: wgpu::RenderPipeline,
    /// Borders and lines that all look alike.
    pub alike: wgpu::RenderPipeline,
    /// Borders and lines.
    pub line: wgpu::RenderPipeline,
    /// What lies under lines of projects.
    pub casing: wgpu::RenderPipeline,
    /// Cells.
    pub overview: wgpu::RenderPipeline,
    /// Points.
    pub marker: wgpu::RenderPipeline,
}

/// What gives colours through which nothing shows.
const OPAQUE_FRAGMENT: &str = "flat_fragment";

/// Stride and attributes of what a pipeline reads.
type Buffers<'a> = &'a [Option<wgpu::VertexBufferLayout<'a>>];

impl Pipelines {
    /// For a target of that format, as egui draws on it.
    pub fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Pipelines {
        let places_layout = places_layout(device);
        let overview_layout = overview_layout(device);
        let maker = Maker {
            module: device.create_shader_module(wgpu::include_wgsl!("canvas.wgsl")),
            format,
            plain: layout(device, &[Some(&places_layout)]),
            textured: layout(device, &[Some(&places_layout), Some(&overview_layout)]),
        };
        let strip = wgpu::PrimitiveTopology::TriangleStrip;
        let ground = |entries| maker.make((device, false), entries, strip, &[]);
        Pipelines {
            ground: ground(("ground_vertex", "ground_fragment")),
            opaque: ground(("flat_vertex", OPAQUE_FRAGMENT)),
            upright: maker.kinds(device, false),
            turned: None,
            maker,
            places_layout,
            overview_layout,
            sampler: sampler(device),
        }
    }

    /// Readies what turned maps are drawn with.
    pub fn ready_to_turn(&mut self, device: &wgpu::Device) {
        self.turned.get_or_insert_with(|| self.maker.kinds(device, true));
    }

    /// What tiles are drawn with, on a map that is turned or not.
    pub fn kinds(&self, is_turned: bool) -> &Kinds {
        let turned = self.turned.as_ref().filter(|_| is_turned);
        turned.unwrap_or(&self.upright)
    }
}

/// Makes pipelines.
#[derive(Debug)]
struct Maker {
    module: wgpu::ShaderModule,
    format: wgpu::TextureFormat,
    plain: wgpu::PipelineLayout,
    textured: wgpu::PipelineLayout,
}

impl Maker {
    fn kinds(&self, device: &wgpu::Device, is_turned: bool) -> Kinds {
        let strip = wgpu::PrimitiveTopology::TriangleStrip;
        let list = wgpu::PrimitiveTopology::TriangleList;
        let steps = wgpu::VertexFormat::Sint16x2;
        let word = wgpu::VertexFormat::Uint32;
        let real = wgpu::VertexFormat::Float32;
        let point = [attribute(0, 0, steps), attribute(1, 4, word)];
        let point = |step_mode| {
            Some(wgpu::VertexBufferLayout {
                array_stride: 8,
                step_mode,
                attributes: &point,
            })
        };
        // The same vertices four times, each shifted by one: before, start, end and after of every edge.
        let (before, after) = ([attribute(0, 0, steps)], [attribute(6, 0, steps)]);
        let start = [
            attribute(1, 0, steps),
            attribute(2, 4, real),
            attribute(3, 8, word),
        ];
        let end = [attribute(4, 0, steps), attribute(5, 4, real)];
        let run: Vec<Option<wgpu::VertexBufferLayout<'_>>> = [&before[..], &start, &end, &after]
            .into_iter()
            .map(|attributes| {
                Some(wgpu::VertexBufferLayout {
                    array_stride: 12,
                    step_mode: wgpu::VertexStepMode::Instance,
                    attributes,
                })
            })
            .collect();
        let corners = [point(wgpu::VertexStepMode::Vertex)];
        let places = [point(wgpu::VertexStepMode::Instance)];
        let make = |vertex: &str, fragment: &str, topology, buffers: Buffers<'_>| {
            self.make((device, is_turned), (vertex, fragment), topology, buffers)
        };
        Kinds {
            plain: make("plain_vertex", "plain_fragment", list, &corners),
            pattern: make("pattern_vertex", "pattern_fragment", list, &corners),
            alike: make("alike_vertex", "alike_fragment", strip, &run),
            line: make("line_vertex", "line_fragment", strip, &run),
            casing: make("casing_vertex", "line_fragment", strip, &run),
            overview: make("overview_vertex", "overview_fragment", strip, &[]),
            marker: make("marker_vertex", "marker_fragment", strip, &places),
        }
    }

    fn make(
        &self,
        (device, is_turned): (&wgpu::Device, bool),
        (vertex, fragment): (&str, &str),
        topology: wgpu::PrimitiveTopology,
        buffers: Buffers<'_>,
    ) -> wgpu::RenderPipeline {
        let constants = constants(self.format, is_turned);
        let options = wgpu::PipelineCompilationOptions {
            constants: &constants,
            ..Default::default()
        };
        let target = wgpu::ColorTargetState {
            format: self.format,
            blend: (fragment != OPAQUE_FRAGMENT).then_some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
            write_mask: wgpu::ColorWrites::ALL,
        };
        let descriptor = wgpu::RenderPipelineDescriptor {
            label: Some(vertex),
            layout: Some(if vertex == "overview_vertex" {
                &self.textured
            } else {
                &self.plain
            }),
            vertex: wgpu::VertexState {
                module: &self.module,
                entry_point: Some(vertex),
                compilation_options: options.clone(),
                buffers,
            },
            primitive: wgpu::PrimitiveState {
                topology,
                ..Default::default()
            },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &self.module,
                entry_point: Some(fragment),
                compilation_options: options,
                targets: &[Some(target)],
            }),
            multiview_mask: None,
            cache: None,
        };
        device.create_render_pipeline(&descriptor)
    }
}

/// What the shader is told when it is compiled: the numbers that it shares with report, legend and tiles.
fn constants(format: wgpu::TextureFormat, is_turned: bool) -> [(&'static str, f64); 8] {
    [
        ("is_turned", f64::from(u8::from(is_turned))),
        ("linear_target", f64::from(u8::from(format.is_srgb()))),
        ("hatch_tile", f64::from(HATCH_TILE_PX)),
        ("hatch_line", f64::from(HATCH_LINE_PX)),
        ("hatch_dot", f64::from(HATCH_DOT_PX)),
        ("hatch_stroke", f64::from(HATCH_STROKE_PX)),
        ("units_per_cell", UNITS_PER_CELL),
        ("tile_cells", f64::from(TILE_CELLS)),
    ]
}

fn sampler(device: &wgpu::Device) -> wgpu::Sampler {
    device.create_sampler(&wgpu::SamplerDescriptor {
        label: Some("map overview"),
        mag_filter: wgpu::FilterMode::Linear,
        min_filter: wgpu::FilterMode::Linear,
        ..Default::default()
    })
}

fn attribute(shader_location: u32, offset: u64, format: wgpu::VertexFormat) -> wgpu::VertexAttribute {
    wgpu::VertexAttribute {
        format,
        offset,
        shader_location,
    }
}

fn layout(device: &wgpu::Device, groups: &[Option<&wgpu::BindGroupLayout>]) -> wgpu::PipelineLayout {
    device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: Some("map canvas"),
        bind_group_layouts: groups,
        immediate_size: 0,
    })
}

fn places_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding, bytes| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
        ty: wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: true,
            min_binding_size: std::num::NonZeroU64::new(bytes),
        },
        count: None,
    };
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("map places and styles"),
        entries: &[entry(0, PLACE_BYTES), entry(1, STYLES_BYTES)],
    })
}

fn overview_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("map overview"),
        entries: &[
            wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::FRAGMENT,
                ty: wgpu::BindingType::Texture {
                    sample_type: wgpu::TextureSampleType::Float { filterable: true },
                    view_dimension: wgpu::TextureViewDimension::D2,
                    multisampled: false,
                },
                count: None,
            },
            wgpu::BindGroupLayoutEntry {
                binding: 1,
                visibility: wgpu::ShaderStages::FRAGMENT,
                ty: wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
                count: None,
            },
        ],
    })
}
