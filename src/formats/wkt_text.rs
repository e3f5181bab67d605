//! Files of shapes as well-known text: one shape in the whole file, or one on each line.

use crate::model::problem::{Done, Problem};
use crate::model::reading_fault::ReadingFault;
use crate::progress::Progress;

use super::gather::{Gather, excerpt};
use super::input::FileToRead;
use super::raw::{RawFeature, RawLayer, Unread};
use super::text::{TEXT_BYTES, decode};
use super::wkt::{self, Wkt};

/// Reads a file.
///
/// # Errors
/// [`Unread`] where nothing can be read at all; anything less is a problem within the result.
pub fn read(file: &FileToRead, progress: &Progress) -> Result<RawLayer, Unread> {
    let bytes = file.bytes(TEXT_BYTES, progress)?;
    let text = decode(&bytes.data, file.encoding.as_deref(), None)
        .map_err(|kind| Unread::file(&file.label, kind))?;
    let mut gather = Gather::new(&file.label, "WKT");
    gather.decoded(&text);
    let mut srids = Vec::new();
    let mut take = |gather: &mut Gather, shape: Wkt| {
        srids.push(shape.srid);
        gather.take(RawFeature {
            geometry: shape.geometry,
            unclosed: shape.unclosed,
            extra_ordinates: shape.extra_ordinates,
            ..RawFeature::default()
        });
    };
    if let Some(one) = wkt::read(&text.text) {
        take(&mut gather, one);
    } else {
        for (number, line) in (1..)
            .zip(text.text.lines())
            .filter(|(_, line)| !line.trim().is_empty())
        {
            progress.check()?;
            match wkt::read(line) {
                Some(shape) => take(&mut gather, shape),
                None => {
                    let found = excerpt(line);
                    let fault = ReadingFault::BadLine { line: number, found };
                    gather.refuse(Problem::of_file("", fault.into(), Done::Refused));
                }
            }
        }
    }
    srids.dedup();
    gather.layer.declared_crs = match srids.as_slice() {
        [] | [None | Some(0)] => None,
        [Some(one)] => Some(format!("EPSG:{one}")),
        // Shapes in several systems are for nobody to sort out.
        _ => Some("SRID".to_owned()),
    };
    Ok(gather.finish(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: (usize, usize, Option<&str>)) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.wkt");
        std::fs::write(&path, text).unwrap();
        let layer = read(&FileToRead::at(&path), &Progress::default()).unwrap();
        let found = (layer.features.len(), layer.refused, layer.declared_crs.as_deref());
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn one_shape_or_one_on_each_line() {
        check("POLYGON ((0 0,\n1 0,\n1 1,\n0 0))\n", (1, 0, None));
        check("POINT (1 2)\n\nPOINT EMPTY\r\nLINESTRING(0 0,1 1)", (3, 0, None));
        check(
            "SRID=4549;POINT (1 2)\nSRID=4549;POINT (1 3)",
            (2, 0, Some("EPSG:4549")),
        );
        check("SRID=4549;POINT (1 2)\nPOINT (1 3)", (2, 0, Some("SRID")));
        check("POINT (1 2)\nPOINT (1 x)\nhello", (1, 2, None));
    }
}
