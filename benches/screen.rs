//! Screening (candidates by index, relations, true areas, accounts) against the bare relations of every pair, in one
//! run: the ratio is what counts.
//!
//! ```sh
//! cargo bench --bench screen
//! ```
#![allow(clippy::unwrap_used, missing_docs, reason = "a bench may")]

#[path = "../tests/scene/mod.rs"]
mod scene;

use criterion::{Criterion as Bench, criterion_group, criterion_main};
use redshank::geom::relate::{Relation, relate};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::Criterion;
use redshank::model::workspace::Workspace;
use scene::{OVERLAP, layer, projects, rule, screened, square, workspace};

const NEAR_M: f64 = 100.0;

/// 10,000 parcels of 90 m on a grid of 100 m, and 200 projects of 350 m spread over it.
fn town() -> Workspace {
    let parcels = (0..10_000)
        .map(|k| square(f64::from(k % 100) * 100.0, f64::from(k / 100) * 100.0, 90.0))
        .collect();
    let place = |k: i32| (f64::from((k * 7919) % 9600), f64::from((k * 6007) % 9600));
    let planned = (0..200).map(place).map(|(x, y)| square(x, y, 350.0)).collect();
    let near = Criterion {
        near_m: NEAR_M,
        ..OVERLAP
    };
    workspace(
        vec![
            layer("wetland", Role::Wetland, parcels),
            projects(ProjectKind::Solar, planned),
        ],
        vec![rule("r", Role::Wetland, near)],
    )
}

/// Every pair, one after another: what the index saves.
fn every_pair(workspace: &Workspace) -> usize {
    let ruler = workspace.ruler();
    let mut found = 0;
    for project in workspace.projects() {
        for zone in workspace.zones() {
            let contact = relate(&project.feature.shape, &zone.feature.shape, NEAR_M).unwrap();
            let apart = |m: f64| m < NEAR_M;
            found += contact.is_some_and(|c| {
                c.relation != Relation::Near || apart(ruler.distance_m(c.nearest.from, c.nearest.to))
            }) as usize;
        }
    }
    found
}

fn screening(bench: &mut Bench) {
    let workspace = town();
    assert_eq!(screened(&workspace).findings.len(), every_pair(&workspace));
    let mut group = bench.benchmark_group("screen 200 projects, 10,000 parcels");
    group.sample_size(10);
    group.bench_function("screening", |b| b.iter(|| screened(&workspace)));
    group.bench_function(
        "relating every pair, without areas and accounts (baseline)",
        |b| b.iter(|| every_pair(&workspace)),
    );
    group.finish();
}

criterion_group!(benches, screening);
criterion_main!(benches);
