//! How the screening grows: with the number of zones, with threads, with the size of one zone; how soon it stops when it
//! is cancelled. Prints a table; no files are needed.
//!
//! ```sh
//! cargo run --release --example measure
//! cargo run --release --example measure -- full      # up to a million zones and ten million vertices
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "it prints its figures"
)]

#[path = "../tests/scene/mod.rs"]
mod scene;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use geo::{Coord, Geometry, LineString, Polygon};
use redshank::model::finding::{RelationWords as _, Screening};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::rule::Criterion;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::screening::{Request, screen};
use scene::{ORIGIN, layer, projects, rule, workspace};

const NEAR_M: f64 = 100.0;

fn main() {
    let full = std::env::args().nth(1).as_deref() == Some("full");
    growth(if full { 1_000_000 } else { 100_000 });
    threads();
    large_zone(1_000_000);
    if full {
        large_zone(10_000_000);
    }
    cancel();
}

/// A sequence without pattern, the same in every run: numbers from 0 to 1.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

fn at(x: f64, y: f64) -> Coord<f64> {
    Coord {
        x: ORIGIN.0 + x,
        y: ORIGIN.1 + y,
    }
}

/// A coverage of parcels of 100 m with 32 vertices each, and projects of 500 m on it.
fn parcels(count: usize, project_count: usize) -> Workspace {
    let side = (count as f64).sqrt().ceil() as usize;
    let parcel = |k: usize| -> Geometry<f64> {
        let (x, y) = ((k % side) as f64 * 100.0, (k / side) as f64 * 100.0);
        let edge = |from: (f64, f64), to: (f64, f64)| {
            (0..8).map(move |n| {
                let t = f64::from(n) / 8.0;
                at(x + from.0 + t * (to.0 - from.0), y + from.1 + t * (to.1 - from.1))
            })
        };
        let corners = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0), (0.0, 0.0)];
        let ring: LineString<f64> = corners.windows(2).flat_map(|c| edge(c[0], c[1])).collect();
        Polygon::new(ring, Vec::new()).into()
    };
    let mut chance = Chance(7);
    let reach = side as f64 * 100.0;
    let project = |_| {
        let (x, y) = (chance.next() * reach, chance.next() * reach);
        let corners = [(0.0, 0.0), (480.0, 60.0), (510.0, 470.0), (30.0, 520.0)];
        let ring: LineString<f64> = corners.iter().map(|c| at(x + c.0, y + c.1)).collect();
        Polygon::new(ring, Vec::new()).into()
    };
    let planned: Vec<Geometry<f64>> = (0..project_count).map(project).collect();
    scene_of((0..count).map(parcel).collect(), planned)
}

fn scene_of(zones: Vec<Geometry<f64>>, planned: Vec<Geometry<f64>>) -> Workspace {
    let near = Criterion {
        near_m: NEAR_M,
        ..Criterion::OVERLAP
    };
    workspace(
        vec![
            layer("zones", Role::Wetland, zones),
            projects(ProjectKind::Solar, planned),
        ],
        vec![rule("r", Role::Wetland, near)],
    )
}

fn request() -> Request {
    Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    }
}

fn timed(workspace: &Workspace) -> (Screening, f64) {
    let begun = Instant::now();
    let screening = screen(workspace, &request(), &Progress::default()).unwrap();
    (screening, begun.elapsed().as_secs_f64())
}

/// A short sign of everything that a screening says.
fn sign(screening: &Screening) -> u64 {
    let mut hasher = DefaultHasher::new();
    for finding in &screening.findings {
        (
            finding.matter.project.to_string(),
            finding.zone.to_string(),
            finding.relation.code(),
        )
            .hash(&mut hasher);
        let evidence = &finding.evidence;
        evidence.overlap_m2.get().map(f64::to_bits).hash(&mut hasher);
        evidence.distance_m.to_bits().hash(&mut hasher);
    }
    for account in &screening.projects {
        account.overlap_unique_m2.to_bits().hash(&mut hasher);
    }
    for total in &screening.totals {
        total.unique_m2.to_bits().hash(&mut hasher);
    }
    hasher.finish()
}

fn growth(most: usize) {
    println!("zones      findings    first run    again (1,000 projects)");
    let mut count = 1_000;
    while count <= most {
        let workspace = parcels(count, 1_000);
        // The first run also looks which zones overlap each other.
        let (screening, first_s) = timed(&workspace);
        let (_, again_s) = timed(&workspace);
        println!(
            "{count:<10} {:<10} {first_s:>8.3} s   {again_s:>8.3} s",
            screening.findings.len()
        );
        count *= 10;
    }
}

fn threads() {
    let workspace = parcels(100_000, 4_000);
    let (reference, _) = timed(&workspace);
    println!("threads    seconds    findings, accounts and totals the same to the last bit");
    for count in [1, 2, 4, 8, 16] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(count)
            .build()
            .unwrap();
        let (screening, seconds) = pool.install(|| timed(&workspace));
        let same = sign(&screening) == sign(&reference);
        println!("{count:<10} {seconds:>7.3}    {same}");
        assert!(same, "{count} threads give another answer");
    }
}

/// Both banks of a river of 60 km, vertex by vertex.
fn banks(vertex_count: usize) -> (Vec<Coord<f64>>, Vec<Coord<f64>>) {
    let half = vertex_count / 2;
    let step = 60_000.0 / half as f64;
    let mut chance = Chance(11);
    let mut bank = |off: f64| -> Vec<Coord<f64>> {
        (0..half)
            .map(|k| {
                let x = k as f64 * step;
                at(
                    x,
                    3_000.0 * (x / 4_000.0).sin() + off + 0.2 * step * chance.next(),
                )
            })
            .collect()
    };
    (bank(0.0), bank(400.0))
}

fn large_zone(vertex_count: usize) {
    let (south, north) = banks(vertex_count);
    let part = |from: usize, to: usize| -> Geometry<f64> {
        let ring = south[from..to]
            .iter()
            .chain(north[from..to].iter().rev())
            .copied();
        Polygon::new(ring.collect(), Vec::new()).into()
    };
    let mut chance = Chance(3);
    let planned: Vec<Geometry<f64>> = (0..10_000)
        .map(|_| {
            let (x, y) = (chance.next() * 60_000.0, chance.next() * 7_400.0 - 3_500.0);
            scene::square(x, y, 200.0)
        })
        .collect();
    let chunk = south.len() / 1_000;
    let cut = (0..1_000).map(|k| part(k * chunk, ((k + 1) * chunk + 1).min(south.len())));
    let begun = Instant::now();
    let whole = scene_of(vec![part(0, south.len())], planned.clone());
    let made_s = begun.elapsed().as_secs_f64();
    let parts = scene_of(cut.collect(), planned);
    let (screening, first_s) = timed(&whole);
    let (_, whole_s) = timed(&whole);
    let _ = timed(&parts);
    let (_, parts_s) = timed(&parts);
    println!(
        "a zone of {vertex_count} vertices, 10,000 projects: admitted in {made_s:.2} s, {} findings, first run \
         {first_s:.3} s, again {whole_s:.3} s; cut into 1,000 parts {parts_s:.3} s; ratio {:.2}",
        screening.findings.len(),
        whole_s / parts_s
    );
}

fn cancel() {
    let workspace = parcels(100_000, 20_000);
    let progress = Progress::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let asked = std::sync::Mutex::new(Instant::now());
    let (outcome, ended) = pool.install(|| {
        let work = || (screen(&workspace, &request(), &progress), Instant::now());
        let stop = || {
            std::thread::sleep(Duration::from_millis(150));
            *asked.lock().unwrap() = Instant::now();
            progress.cancel();
        };
        rayon::join(work, stop).0
    });
    let late_ms = (ended - *asked.lock().unwrap()).as_secs_f64() * 1e3;
    println!(
        "cancelled after 150 ms: {}, stopped {late_ms:.1} ms later",
        outcome.is_err()
    );
}
