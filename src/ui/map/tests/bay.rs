#![cfg(test)]
//! A bay with everything that the map can draw, and pictures of it.

use std::sync::Arc;

use eframe::egui::{self, vec2};
use eframe::egui_wgpu::RendererOptions;
use egui_kittest::Harness;
use egui_kittest::wgpu::{WgpuTestRenderer, create_render_state, default_wgpu_setup};
use geo::{Coord, Geometry, LineString, wkt};

use crate::geom::extent::Extent;
use crate::geom::gate::admit_plane;
use crate::geom::overlay;
use crate::geom::relate::Relation;
use crate::model::date::Date;
use crate::model::evidence::{MaybeF32, OnDemand};
use crate::model::feature::FeatureRef;
use crate::model::finding::*;
use crate::model::layer::About;
use crate::model::role::{ProjectKind, Role};
use crate::model::rule::Severity;
use crate::model::zone::ZoneSort;
use crate::words::Lang;

use super::super::gpu::callback::install;
use super::super::painting::Painting;
use super::board::{Board, blob, layer_about, layer_of, square, with_chinese};

pub fn finding(
    project: &str,
    zone: &str,
    (severity, verdict): (Severity, Verdict),
    shape: EvidenceShape,
) -> Finding {
    let name = |text: &str| {
        let (layer, id) = text.split_once('/').unwrap();
        FeatureRef {
            layer: layer.into(),
            id: id.into(),
        }
    };
    Finding {
        matter: Arc::new(Matter {
            project: name(project),
            kind: None,
            project_m2: 0.0,
            project_m: 0.0,
            rule: "rule".into(),
            severity,
            setback_m: None,
            bearing: Default::default(),
        }),
        zone: name(zone),
        sort: Arc::new(ZoneSort {
            role: Role::RedLine,
            class: None,
            level: None,
        }),
        verdict,
        relation: if matches!(shape, EvidenceShape::Gap { .. }) {
            Relation::Near
        } else {
            Relation::Overlap
        },
        charges: Box::default(),
        evidence: Evidence {
            overlap_m2: None.into(),
            overlap_m: None.into(),
            share_of_zone: None.into(),
            distance_m: 0.0,
            width_m: MaybeF32::NONE,
            sliver: false,
            holds_within_tolerance: true,
            extent: match &shape {
                EvidenceShape::Common(shape) => shape.extent(),
                EvidenceShape::Gap { from, to } => Extent::from_corners(*from, *to),
            },
            shape: OnDemand::made(shape),
        },
    }
}

pub fn account(project: &str, verdict: Verdict) -> ProjectAccount {
    let (layer, id) = project.split_once('/').unwrap();
    ProjectAccount {
        project: FeatureRef {
            layer: layer.into(),
            id: id.into(),
        },
        name: id.into(),
        kind: None,
        verdict,
        area_m2: 0.0,
        overlap_gross_m2: 0.0,
        overlap_unique_m2: 0.0,
        multiple_cover_m2: 0.0,
        exclusive_m2: None,
        by_role: Vec::new(),
        by_part: Vec::new(),
    }
}

/// A bay with everything that the map can draw.
#[expect(clippy::too_many_lines, reason = "a picture is a list of its parts")]
pub fn bay() -> Board {
    let (x, y) = (548_000.0, 3_353_000.0);
    let at = |dx: f64, dy: f64, r: f64| blob(x + dx, y + dy, r, 240);
    let project = |id: &str, kind, features| {
        let mut about = About::new(id, Role::Project);
        about.kind = Some(kind);
        about.synthetic = true;
        about.name.zh = format!("{}示意", kind.name(Lang::Zh));
        layer_about(about, features)
    };
    let mut wetland = About::new("wetland", Role::Wetland);
    wetland.fields.class = Some("DLBM".into());
    let turbines: Vec<(String, Geometry<f64>)> = (0..9)
        .map(|k| {
            (
                format!("W-{:02}", k + 1),
                geo::Point::new(
                    x - 1500.0 + 420.0 * f64::from(k),
                    y + 2100.0 + 130.0 * f64::from(k % 3),
                )
                .into(),
            )
        })
        .collect();
    let line = LineString::from(vec![
        (x - 4500.0, y - 1500.0),
        (x - 1000.0, y - 900.0),
        (x + 2000.0, y - 1400.0),
        (x + 4600.0, y - 700.0),
    ]);
    let wall = LineString::from(
        (0..60)
            .map(|k| {
                let t = f64::from(k) / 59.0;
                (x - 4600.0 + 9200.0 * t, y + 2850.0 + 300.0 * (4.0 * t).sin())
            })
            .collect::<Vec<_>>(),
    );
    let solar = square(x + 1700.0, y - 300.0, 1100.0);
    let park = square(x - 3600.0, y - 2500.0, 1300.0);
    let red = at(1100.0, 200.0, 1400.0);
    let common = {
        let (a, b) = (
            admit_plane(solar.clone()).unwrap(),
            admit_plane(red.clone()).unwrap(),
        );
        overlay::intersection(a.areas(), b.areas())
    };
    let common = Arc::new(admit_plane(common).unwrap());
    let mut board = Board::new(vec![
        layer_of(
            "district",
            Role::District,
            vec![
                ("钱塘区", square(x - 4700.0, y - 3300.0, 7.0e3)),
                ("d2", square(x + 2300.0, y - 3300.0, 2500.0)),
            ],
        ),
        layer_of(
            "farmland",
            Role::Farmland,
            vec![
                ("f", at(-3000.0, -1300.0, 900.0)),
                ("g", at(3300.0, -2300.0, 700.0)),
            ],
        ),
        layer_of("river", Role::River, vec![("r", at(-600.0, -2400.0, 1100.0))]),
        layer_about(
            wetland,
            vec![
                ("a|1105", at(-900.0, 1200.0, 1500.0)),
                ("b|1104A", at(1900.0, 1700.0, 800.0)),
                ("c|1108", at(3200.0, 900.0, 900.0)),
                ("d|1101", at(-3400.0, 900.0, 700.0)),
                ("e|", at(200.0, -600.0, 500.0)),
            ],
        ),
        layer_of(
            "bird_habitat",
            Role::BirdHabitat,
            vec![("b", at(-2300.0, 1900.0, 900.0))],
        ),
        layer_of("buffer", Role::Buffer, vec![("b", at(900.0, 300.0, 1900.0))]),
        layer_of("core", Role::Core, vec![("c", at(-1000.0, 1200.0, 800.0))]),
        layer_of("red_line", Role::RedLine, vec![("R-02", red)]),
        layer_of(
            "flyway",
            Role::Flyway,
            vec![(
                "f",
                wkt! { LINESTRING(544000. 3351200., 546500. 3354600., 551800. 3355800.) }.into(),
            )],
        ),
        layer_of("seawall", Role::Seawall, vec![("s", wall.into())]),
        project("metro", ProjectKind::Metro, vec![("12号线", line.into())]),
        project("solar", ProjectKind::Solar, vec![("临江光伏", solar)]),
        project("park", ProjectKind::IndustrialPark, vec![("前进产业园", park)]),
        project(
            "port",
            ProjectKind::Port,
            vec![("九堡码头", at(3500.0, 2400.0, 450.0))],
        ),
        project(
            "wind",
            ProjectKind::Wind,
            turbines
                .iter()
                .map(|(id, point)| (id.as_str(), point.clone()))
                .collect(),
        ),
    ]);
    board.screening = Some(Arc::new(Screening {
        as_of: "2026-11-23".parse::<Date>().unwrap(),
        verdicts: Vec::new(),
        findings: vec![
            finding(
                "solar/临江光伏",
                "red_line/R-02",
                (Severity::Prohibited, Verdict::Conflict),
                EvidenceShape::Common(common),
            ),
            finding(
                "wind/W-08",
                "wetland/c|1108",
                (Severity::Consult, Verdict::Near),
                EvidenceShape::Gap {
                    from: Coord {
                        x: x + 1440.0,
                        y: y + 2230.0,
                    },
                    to: Coord {
                        x: x + 1900.0,
                        y: y + 2050.0,
                    },
                },
            ),
        ],
        projects: vec![
            account("solar/临江光伏", Verdict::Conflict),
            account("park/前进产业园", Verdict::NotChecked(Reason::LayerMissing)),
            account("wind/W-01", Verdict::Clear),
            account("wind/W-02", Verdict::Conflict),
            account("wind/W-08", Verdict::Near),
        ],
        totals: Vec::new(),
        group_totals: Vec::new(),
        zone_totals: Vec::new(),
        contradictions: Vec::new(),
        consultations: Vec::new(),
        annex: None,
    }));
    board.selected = [FeatureRef {
        layer: "port".into(),
        id: "九堡码头".into(),
    }]
    .into();
    board
}

/// Renders on the machine's software or other Vulkan, by the graphics card's tiles or by triangles for egui;
/// `MAP_PICTURES` names a folder to keep the pictures in.
pub fn picture(
    name: &str,
    mut board: Board,
    painting: Painting,
) -> (Harness<'static, Board>, Vec<[u8; 4]>, usize) {
    board.state.painting = painting;
    board.state.in_whole_frames = true;
    let card = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
    assert!(install(&card));
    let mut harness = Harness::builder()
        .with_size(vec2(1100.0, 720.0))
        .with_theme(if board.dark {
            egui::Theme::Dark
        } else {
            egui::Theme::Light
        })
        .with_context_setup(with_chinese)
        .renderer(WgpuTestRenderer::from_render_state(card))
        .build_ui_state(Board::ui, board);
    harness.run_steps(4);
    let (pixels, width) = save(&mut harness, name);
    (harness, pixels, width)
}

pub fn save(harness: &mut Harness<'_, Board>, name: &str) -> (Vec<[u8; 4]>, usize) {
    let image = harness.render().expect("a renderer");
    if let Some(folder) = std::env::var_os("MAP_PICTURES") {
        let path = std::path::Path::new(&folder).join(format!("{name}.png"));
        let file = std::fs::File::create(path).unwrap();
        let mut encoder = png::Encoder::new(file, image.width(), image.height());
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        encoder
            .write_header()
            .unwrap()
            .write_image_data(image.as_raw())
            .unwrap();
    }
    let width = image.width() as usize;
    let pixels = image
        .as_raw()
        .chunks_exact(4)
        .map(|p| [p[0], p[1], p[2], p[3]])
        .collect();
    (pixels, width)
}
