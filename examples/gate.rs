//! How long one feature of many vertices takes through the gate, where its validity is looked at: in one ring, along straight
//! lines, in many parts, with many holes, and where rings touch. Prints a table; no files are needed.
//!
//! ```sh
//! cargo run --release --example gate
//! ```
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    missing_docs,
    reason = "it prints its figures"
)]

use std::time::Instant;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use redshank::geom::gate::admit_plane;

const CENTER: Coord<f64> = Coord {
    x: 520_000.0,
    y: 3_340_000.0,
};

/// A feature of so many vertices.
type Feature = fn(usize) -> MultiPolygon<f64>;

fn main() {
    let sizes = [10_000, 100_000, 1_000_000];
    println!("one feature           10,000    100,000  1,000,000 vertices");
    let kinds: [(&str, Feature); 5] = [
        ("one ring", |count| {
            alone(wavy(CENTER, 30_000.0, count), Vec::new())
        }),
        ("straight lines", |count| alone(straight(count), Vec::new())),
        ("parts of 50", |count| parts(count / 50)),
        ("holes of 20", |count| holes(count / 20)),
        ("a hole that touches", touching),
    ];
    for (name, made) in kinds {
        let seconds = sizes.map(|count| admitted_s(made(count)));
        let [small, middle, large] = seconds;
        println!("{name:<20} {small:>7.3} s  {middle:>7.3} s  {large:>7.3} s");
    }
}

fn admitted_s(polygons: MultiPolygon<f64>) -> f64 {
    let begun = Instant::now();
    let shape = admit_plane(polygons).unwrap();
    assert!(shape.vertex_count() > 0);
    begun.elapsed().as_secs_f64()
}

fn alone(shell: LineString<f64>, holes: Vec<LineString<f64>>) -> MultiPolygon<f64> {
    MultiPolygon(vec![Polygon::new(shell, holes)])
}

/// A closed ring around a place.
fn wavy(center: Coord<f64>, radius: f64, count: usize) -> LineString<f64> {
    let corner = |k: usize| {
        let angle = std::f64::consts::TAU * k as f64 / count as f64;
        let radius = radius * (1.0 + 0.1 * (7.0 * angle).sin());
        center
            + Coord {
                x: radius * angle.cos(),
                y: radius * angle.sin(),
            }
    };
    let mut ring: LineString<f64> = (0..count).map(corner).collect();
    ring.close();
    ring
}

/// A square with all its vertices along the sides.
fn straight(count: usize) -> LineString<f64> {
    let quarter = count / 4;
    let side = |k: usize, from: (f64, f64), step: (f64, f64)| {
        let along = 10_000.0 * k as f64 / quarter as f64;
        CENTER
            + Coord {
                x: from.0 + along * step.0,
                y: from.1 + along * step.1,
            }
    };
    let sides = [
        ((0.0, 0.0), (1.0, 0.0)),
        ((10_000.0, 0.0), (0.0, 1.0)),
        ((10_000.0, 10_000.0), (-1.0, 0.0)),
        ((0.0, 10_000.0), (0.0, -1.0)),
    ];
    let corners = sides
        .into_iter()
        .flat_map(|(from, step)| (0..quarter).map(move |k| side(k, from, step)));
    let mut ring: LineString<f64> = corners.collect();
    ring.close();
    ring
}

/// Places in rows, so far from each other.
fn rows(count: usize, apart: f64) -> impl Iterator<Item = Coord<f64>> {
    let columns = (count as f64).sqrt().ceil() as usize;
    let from = -0.5 * apart * columns as f64;
    (0..count).map(move |k| {
        CENTER
            + Coord {
                x: from + apart * (k % columns) as f64,
                y: from + apart * (k / columns) as f64,
            }
    })
}

fn parts(count: usize) -> MultiPolygon<f64> {
    let ring = |at| Polygon::new(wavy(at, 40.0, 50), Vec::new());
    MultiPolygon(rows(count, 100.0).map(ring).collect())
}

/// Half as many vertices again in the shell.
fn holes(count: usize) -> MultiPolygon<f64> {
    let apart = 40_000.0 / (count as f64).sqrt();
    let holes = rows(count, apart).map(|at| wavy(at, 0.3 * apart, 20));
    alone(wavy(CENTER, 40_000.0, 10 * count), holes.collect())
}

fn touching(count: usize) -> MultiPolygon<f64> {
    let shell = wavy(CENTER, 30_000.0, count);
    let at = shell.0[0];
    let hole = [(0.0, 0.0), (-50.0, -20.0), (-50.0, 20.0), (0.0, 0.0)];
    let hole = hole.map(|(x, y)| at + Coord { x, y });
    alone(shell, vec![LineString(hole.to_vec())])
}
