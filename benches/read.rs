//! Reading a file into a layer (parse, gate, transform, index) against the plain parse of the format's own library, in
//! one run: the ratio is what counts.
//!
//! ```sh
//! cargo bench --bench read
//! ```
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may")]

use std::fmt::Write as _;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use redshank::formats::open::read_layer;
use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::crs::Crs;
use redshank::model::layer::About;
use redshank::model::role::Role;
use redshank::progress::Progress;

/// 5,000 round parcels of 32 vertices each around Qiantang.
fn parcels() -> String {
    let mut text = String::from("{\"type\":\"FeatureCollection\",\"features\":[\n");
    for k in 0..5_000 {
        let (x, y) = (
            120.25 + 0.007 * f64::from(k % 100),
            30.1 + 0.009 * f64::from(k / 100),
        );
        let comma = if k == 0 { "" } else { ",\n" };
        let head = "{\"type\":\"Feature\",\"properties\":{\"DLBM\":\"1106\",\"n\":";
        write!(
            text,
            "{comma}{head}{k}}},\"geometry\":{{\"type\":\"Polygon\",\"coordinates\":[["
        )
        .unwrap();
        for vertex in 0..=32 {
            let angle = std::f64::consts::TAU * f64::from(vertex % 32) / 32.0;
            let comma = if vertex == 0 { "" } else { "," };
            write!(
                text,
                "{comma}[{:.8},{:.8}]",
                x + 0.003 * angle.cos(),
                y + 0.003 * angle.sin()
            )
            .unwrap();
        }
        text.push_str("]]}}");
    }
    text + "\n]}\n"
}

fn read(path: &Path, plane: &Crs) -> usize {
    let plan = LayerPlan::of_file(About::new("parcels", Role::Wetland), path);
    read_layer(plan, plane, &Progress::default())
        .unwrap()
        .layer
        .features()
        .len()
}

fn reading(bench: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("parcels.geojson");
    std::fs::write(&path, parcels()).unwrap();
    let plane = Crs::from_code("EPSG:4549").unwrap();
    assert_eq!(read(&path, &plane), 5_000);
    let mut group = bench.benchmark_group("read 5,000 parcels");
    group.sample_size(10);
    group.bench_function("into a layer", |b| b.iter(|| read(&path, &plane)));
    group.bench_function("parse alone, by the geojson crate (baseline)", |b| {
        b.iter(|| {
            std::fs::read_to_string(&path)
                .unwrap()
                .parse::<geojson::GeoJson>()
                .unwrap()
        });
    });
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
