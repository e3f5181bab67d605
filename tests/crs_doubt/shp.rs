//! The polygons of a shapefile, for tests that need a real layer and nothing of its table.

use std::path::Path;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use redshank::formats::raw::{RawFeature, RawLayer};

fn number(bytes: &[u8], at: usize) -> usize {
    i32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize
}

fn ordinate(bytes: &[u8], at: usize) -> f64 {
    f64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())
}

/// Each ring is a polygon of its own: borders are all that matters here.
fn rings(record: &[u8]) -> MultiPolygon<f64> {
    let (parts, points) = (number(record, 36), number(record, 40));
    let mut starts: Vec<usize> = (0..parts).map(|part| number(record, 44 + 4 * part)).collect();
    starts.push(points);
    let first = 44 + 4 * parts;
    let at = |point: usize| Coord {
        x: ordinate(record, first + 16 * point),
        y: ordinate(record, first + 16 * point + 8),
    };
    let ring = |pair: &[usize]| LineString((pair[0]..pair[1]).map(at).collect());
    let polygons = starts.windows(2).map(|pair| Polygon::new(ring(pair), Vec::new()));
    MultiPolygon(polygons.collect())
}

/// Reads a file of polygons (shape type 5).
pub fn read(path: &Path, declared_crs: Option<&str>) -> RawLayer {
    let bytes = std::fs::read(path).unwrap();
    let (mut at, mut features) = (100, Vec::new());
    while at < bytes.len() {
        let words = u32::from_be_bytes(bytes[at + 4..at + 8].try_into().unwrap()) as usize;
        let record = &bytes[at + 8..at + 8 + 2 * words];
        if number(record, 0) == 5 {
            features.push(RawFeature {
                number: features.len() + 1,
                geometry: Some(rings(record).into()),
                ..RawFeature::default()
            });
        }
        at += 8 + 2 * words;
    }
    RawLayer {
        features,
        declared_crs: declared_crs.map(str::to_owned),
        ..RawLayer::default()
    }
}
