//! Corners of parcels in the text form of the land authorities (地块坐标): attributes, then plots with their corners, X to
//! the north and Y to the east, rings by number of which the first is the border and all others are holes.
//!
//! What a plot says of itself is held against its corners: a number of corners or an area that does not fit is told.

mod header;
mod plot;

use crate::geom::crs::Crs;
use crate::model::problem::{Done, Problem};
use crate::model::reading_fault::ReadingFault;
use crate::progress::{Cancelled, Progress};

use super::gather::{Gather, excerpt};
use super::input::FileToRead;
use super::raw::{RawLayer, Unread};
use super::text::{TEXT_BYTES, decode};

use header::{Header, System};
use plot::{Judge, Lines, Plot};

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes = file.bytes(TEXT_BYTES, progress)?;
    let text = decode(&bytes.data, file.encoding.as_deref(), None)
        .map_err(|kind| Unread::file(&file.label, kind))?;
    let mut gather = Gather::new(&file.label, "TXT 地块坐标");
    gather.decoded(&text);
    let (header, plots) = parts(&text.text, &mut gather, progress)?;
    let system = header.system(plots.iter().flat_map(Plot::eastings_m));
    let plane = declare(&header, system, &mut gather);
    let judge = Judge::new(plane.as_ref());
    for plot in plots {
        progress.check()?;
        judge.take(plot, &mut gather);
    }
    gather.layer.foreign.extend(header.members());
    Ok(gather.finish(&bytes))
}

/// Header and plots of a text. Lines that belong to none are refused here.
fn parts(text: &str, gather: &mut Gather, progress: &Progress) -> Result<(Header, Vec<Plot>), Cancelled> {
    let mut header = Header::default();
    let mut lines = Lines::default();
    let mut in_plots = false;
    for (line, number) in text.lines().zip(1..) {
        progress.check()?;
        let line = line.trim();
        match line {
            "" => {}
            "[地块坐标]" => in_plots = true,
            _ if line.starts_with('[') && line.ends_with(']') => in_plots = false,
            _ if in_plots => lines.take(line, number),
            _ => {
                if !header.take(line) {
                    let found = excerpt(line);
                    gather.note(ReadingFault::BadLine { line: number, found });
                }
            }
        }
    }
    Ok((header, lines.finish()))
}

/// Says which system it is, and gives it where it is a known plane.
fn declare(header: &Header, system: System, gather: &mut Gather) -> Option<Crs> {
    let of_zone = |fault: ReadingFault| Problem {
        field: Some("带号".to_owned()),
        ..Problem::of_file("", fault.into(), Done::Noted)
    };
    match system {
        System::Named(code) => gather.layer.declared_crs = Some(code),
        System::Unknown => {}
        System::Contradiction { header, easting } => {
            gather.problem(of_zone(ReadingFault::ZoneMismatch { header, easting }))
        }
        System::Mixed => gather.problem(of_zone(ReadingFault::MixedZones)),
    }
    if let Some(parameters) = header.parameters() {
        // The coordinates are of a system that only these parameters reach; no code may be taken for it.
        gather.layer.declared_crs = Some(format!("{} 转换参数={parameters}", header.get("坐标系")));
    }
    let code = gather.layer.declared_crs.as_deref()?;
    Crs::from_code(code).ok()
}
