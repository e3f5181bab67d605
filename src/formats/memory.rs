//! How much memory reading a file may take, and whether there is so much: told before, so that the system never has to end
//! the program.
//!
//! An estimate, on the careful side: so many bytes for each byte of the file, by its format, and so many for each feature.
//! Measured on 30,000 polygons of 40 vertices and on 200,000 points of two fields, as the peak of opening and drawing
//! them beyond that of an empty file (bytes per byte of the file; polygons, points): GeoJSON 0.9, 4.4; Shapefile 2.1, 16;
//! GeoPackage 1.5, 6.4; FlatGeobuf 1.7, 4.2; CSV 2.6, 11; KML 2.4, 3.5. What differs between the two is the number of
//! features, about 700 bytes each.

use std::fs;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use memchr::memmem;

use crate::model::problem::ProblemKind;

use super::input::FileToRead;
use super::memory_limit::MemoryLimit;
use super::raw::Unread;
use super::shapefile::part_paths;
use super::sniff::Content;

/// Bytes that each feature takes beside its coordinates and texts.
const FEATURE_BYTES: f64 = 700.0;
/// Bytes for each byte of the parts of a Shapefile.
const SHAPEFILE_RATE: f64 = 2.2;
/// Share of what is available that one file may take; the rest is for what is done with it.
const MOST_SHARE: f64 = 0.8;
/// Below this nothing is asked: no machine that shows a window has less.
const NEVER_ASKED_BYTES: u64 = 32 << 20;
/// Bytes from the beginning of a text in which features are counted.
const SAMPLE_BYTES: u64 = 1 << 20;

/// How many bytes there are; `None` where nobody knows.
fn available(limit: MemoryLimit) -> Option<u64> {
    match limit {
        MemoryLimit::System => of_system().map(|bytes| (MOST_SHARE * bytes as f64) as u64),
        MemoryLimit::Bytes(bytes) => Some(bytes),
    }
}

/// Refuses a file that would take more memory than there is.
///
/// # Errors
/// [`ProblemKind::TooMuchMemory`] with both figures.
pub fn check(file: &FileToRead, content: Content, limit: MemoryLimit) -> Result<(), Unread> {
    match need_bytes(file, content) {
        Some(need) => check_need(&file.label, need, limit),
        None => Ok(()),
    }
}

/// Refuses the Shapefile of an archive, by the bytes of its parts and of its index, in the same way.
///
/// # Errors
/// As [`check`].
pub fn check_shapefile(
    label: &str,
    (bytes, index): (usize, usize),
    limit: MemoryLimit,
) -> Result<(), Unread> {
    let need = SHAPEFILE_RATE * bytes as f64 + FEATURE_BYTES * records(index as u64);
    check_need(label, need as u64, limit)
}

fn check_need(label: &str, need: u64, limit: MemoryLimit) -> Result<(), Unread> {
    let asked = need > NEVER_ASKED_BYTES || limit != MemoryLimit::System;
    match available(limit).filter(|have| asked && need > *have) {
        None => Ok(()),
        Some(have) => Err(Unread::file(
            label,
            ProblemKind::TooMuchMemory {
                need_mib: need.div_ceil(1 << 20),
                have_mib: have >> 20,
            },
        )),
    }
}

/// The most that reading a file is likely to take; `None` where its size is not known.
fn need_bytes(file: &FileToRead, content: Content) -> Option<u64> {
    let bytes = match file.is_packed().ok()? {
        true => unpacked_bytes(file)?,
        false if file.held.is_some() => file.byte_count(),
        false => bytes_with_parts(&file.path)?,
    };
    let (per_byte, features) = match content {
        Content::Json { .. } | Content::Utf16 | Content::Gbk => (1.0, counted(file, b"\"Feature\"", bytes)),
        Content::Shapefile | Content::Dbf => (SHAPEFILE_RATE, records(index_bytes(&file.path))),
        Content::FlatGeobuf => (1.8, counted_by_size(bytes)),
        Content::GeoPackage | Content::Dossier => (1.6, counted_by_size(bytes)),
        Content::DelimitedText | Content::Wkt | Content::ParcelText => (2.8, lines(file, bytes)),
        Content::Kml => (2.6, counted(file, b"<Placemark", bytes)),
        // What lies in it is asked for by itself, once it is unpacked.
        Content::Zip => (1.0, 0.0),
        // Unpacked, or kept as a tree, before a feature is made of them.
        _ => (8.0, 0.0),
    };
    let need = per_byte * bytes as f64 + FEATURE_BYTES * features;
    Some(need as u64)
}

/// The length of a file, with those of the other parts of a Shapefile.
fn bytes_with_parts(path: &Path) -> Option<u64> {
    let length = |path: &Path| fs::metadata(path).ok().map(|metadata| metadata.len());
    let parts = part_paths(path);
    if parts.is_empty() {
        return length(path);
    }
    Some(parts.iter().filter_map(|part| length(part)).sum())
}

/// The length that a packed file says it has unpacked, in its last four bytes; of very long ones only the lower part.
fn unpacked_bytes(file: &FileToRead) -> Option<u64> {
    let packed = file.byte_count();
    let last = match &file.held {
        Some(held) => *held.as_ref().last_chunk()?,
        None => last_bytes(&file.path)?,
    };
    Some(u64::from(u32::from_le_bytes(last)).max(packed))
}

fn last_bytes(path: &Path) -> Option<[u8; 4]> {
    let mut file = fs::File::open(path).ok()?;
    file.seek(SeekFrom::End(-4)).ok()?;
    let mut last = [0; 4];
    file.read_exact(&mut last).ok()?;
    Some(last)
}

/// The length of the index of a Shapefile.
fn index_bytes(path: &Path) -> u64 {
    let index = part_paths(path).into_iter().nth(1);
    index
        .and_then(|path| fs::metadata(path).ok())
        .map_or(0, |m| m.len())
}

/// The number of records of a Shapefile, by the length of its index.
fn records(index_bytes: u64) -> f64 {
    index_bytes.saturating_sub(100) as f64 / 8.0
}

/// How often a text occurs in a file, by its beginning.
fn counted(file: &FileToRead, what: &[u8], bytes: u64) -> f64 {
    by_beginning(file, bytes, |sample| memmem::find_iter(sample, what).count())
}

/// How many lines say something, by the beginning of the file.
fn lines(file: &FileToRead, bytes: u64) -> f64 {
    by_beginning(file, bytes, |sample| {
        let lines = sample.split(|&byte| byte == b'\n');
        lines.filter(|line| !line.trim_ascii().is_empty()).count()
    })
}

fn by_beginning(file: &FileToRead, bytes: u64, count: impl Fn(&[u8]) -> usize) -> f64 {
    let mut sample = Vec::new();
    let read = file.beginning(SAMPLE_BYTES, &mut sample);
    if read.is_err() || sample.is_empty() {
        return 0.0;
    }
    count(&sample) as f64 * bytes as f64 / sample.len() as f64
}

/// Features of a binary file that does not tell how many it has at its beginning: as if each took 150 bytes, as a point
/// with two fields does.
fn counted_by_size(bytes: u64) -> f64 {
    bytes as f64 / 150.0
}

/// What the system has left, for the program or for the group of processes that it belongs to.
fn of_system() -> Option<u64> {
    let meminfo = fs::read_to_string("/proc/meminfo").ok();
    let of_machine = meminfo.as_deref().and_then(available_in);
    let group = fs::read_to_string("/proc/self/cgroup").ok();
    let of_group = group.as_deref().and_then(group_path).and_then(|path| {
        let folder = Path::new("/sys/fs/cgroup").join(path);
        let number = |name: &str| {
            fs::read_to_string(folder.join(name))
                .ok()?
                .trim()
                .parse::<u64>()
                .ok()
        };
        Some(number("memory.max")?.saturating_sub(number("memory.current")?))
    });
    of_machine.into_iter().chain(of_group).min()
}

/// Bytes that Linux says are available.
fn available_in(meminfo: &str) -> Option<u64> {
    let line = meminfo
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kib.checked_mul(1024)
}

/// The group of processes (version 2), below the folder of all groups.
fn group_path(cgroup: &str) -> Option<&str> {
    let path = cgroup.lines().find_map(|line| line.strip_prefix("0::"))?;
    Some(path.trim().trim_start_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linux_tells_what_is_available() {
        let text = "MemTotal:       24683712 kB\nMemFree: 1 kB\nMemAvailable:   21304000 kB\n";
        assert_eq!(available_in(text), Some(21_304_000 * 1024));
        assert_eq!(available_in("MemTotal: 1 kB\n"), None);
        assert_eq!(available_in("MemAvailable: many kB\n"), None);
        assert_eq!(available_in("MemAvailable: 99999999999999999999 kB\n"), None);
        assert_eq!(
            group_path("12:memory:/a\n0::/user.slice/x\n"),
            Some("user.slice/x")
        );
        assert_eq!(group_path("12:memory:/a\n"), None);
    }

    fn write(name: &str, bytes: &[u8]) -> (tempfile::TempDir, FileToRead) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        (folder, FileToRead::at(&path))
    }

    #[test]
    fn many_small_features_need_more_than_few_large_ones() {
        let feature = r#"{"type":"Feature","geometry":null,"properties":{}},"#;
        let (_small, many) = write("a.geojson", feature.repeat(1000).as_bytes());
        let (_large, few) = write("b.geojson", " ".repeat(feature.len() * 1000).as_bytes());
        let json = Content::Json { mark_bytes: 0 };
        let [many, few] = [many, few].map(|file| need_bytes(&file, json).unwrap());
        assert_eq!(few, 1000 * feature.len() as u64);
        assert_eq!(many, few + 700_000);
    }

    #[test]
    fn what_is_too_large_is_refused_with_both_figures() {
        let (_folder, file) = write("a.geojson", " ".repeat(3 << 20).as_bytes());
        let json = Content::Json { mark_bytes: 0 };
        assert!(check(&file, json, MemoryLimit::Bytes(3 << 20)).is_ok());
        let Err(Unread::Problem(problem)) = check(&file, json, MemoryLimit::Bytes(2 << 20)) else {
            panic!("3 MiB are more than 2")
        };
        assert_eq!(
            problem.kind,
            ProblemKind::TooMuchMemory {
                need_mib: 3,
                have_mib: 2
            }
        );
        assert!(
            check(&file, json, MemoryLimit::System).is_ok(),
            "so little is never asked for"
        );
    }

    #[test]
    fn a_shapefile_is_all_of_its_parts() {
        let (folder, file) = write("a.shp", &[0; 1000]);
        fs::write(folder.path().join("a.shx"), [0; 100 + 8 * 10]).unwrap();
        let need = need_bytes(&file, Content::Shapefile).unwrap();
        assert_eq!(need, (2.2 * 1180.0 + 7000.0) as u64);
    }

    #[test]
    fn a_packed_file_says_how_long_it_is_unpacked() {
        let mut bytes = vec![0x1f, 0x8b, 8, 0];
        bytes.extend(5_000_000_u32.to_le_bytes());
        let (_folder, file) = write("a.gz", &bytes);
        assert_eq!(unpacked_bytes(&file), Some(5_000_000));
    }
}
