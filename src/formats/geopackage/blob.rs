//! The geometry of one feature: a header, then well-known binary.

use crate::formats::cursor::{Cursor, Order};
use crate::formats::wkb::{Found, geometry_in};
use crate::model::file_fault::FileFault;

/// A geometry and the CRS that its own header names.
#[derive(Clone, Debug, Default)]
pub struct Blob {
    /// The geometry.
    pub found: Found,
    /// The number of its CRS within the file.
    pub srs_id: i32,
}

/// Reads the value of a geometry column.
///
/// # Errors
/// No such value, lengths and codes that lie, types of private extensions.
pub fn blob_in(bytes: &[u8]) -> Result<Blob, FileFault> {
    let short = |said: u64| FileFault::WrongLength {
        byte: 0,
        said,
        there: bytes.len() as u64,
    };
    let mut cursor = Cursor::new(bytes);
    let head = cursor.take(4).ok_or_else(|| short(8))?;
    let &[b'G', b'P', _, flags] = head else {
        let code = head.first().map_or(0, |byte| u64::from(*byte));
        return Err(FileFault::WrongCode { byte: 0, code });
    };
    if flags & 0x20 != 0 {
        let found = "ExtendedGeoPackageBinary".to_owned();
        return Err(FileFault::Unsupported { found });
    }
    let order = if flags & 1 == 1 { Order::Little } else { Order::Big };
    let srs_id = cursor.u32(order).ok_or_else(|| short(8))?.cast_signed();
    let envelope_bytes = match (flags >> 1) & 7 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        code => {
            let code = u64::from(code);
            return Err(FileFault::WrongCode { byte: 3, code });
        }
    };
    cursor
        .take(envelope_bytes)
        .ok_or_else(|| short(8 + envelope_bytes as u64))?;
    let wkb = bytes.get(cursor.position()..).unwrap_or_default();
    let found = geometry_in(wkb)?;
    Ok(Blob { found, srs_id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Point;

    fn blob(flags: u8, envelope: usize, tail: &[u8]) -> Vec<u8> {
        let mut bytes = vec![b'G', b'P', 0, flags];
        bytes.extend(4549u32.to_le_bytes());
        bytes.resize(bytes.len() + envelope, 0);
        bytes.extend(tail);
        bytes
    }

    fn point() -> Vec<u8> {
        let mut wkb = vec![1, 1, 0, 0, 0];
        wkb.extend(1f64.to_le_bytes());
        wkb.extend(2f64.to_le_bytes());
        wkb
    }

    #[test]
    fn envelopes_of_every_length() {
        for (code, length) in [(0, 0), (1, 32), (2, 48), (3, 48), (4, 64)] {
            let read = blob_in(&blob(1 | code << 1, length, &point())).unwrap();
            assert_eq!(read.found.geometry, Some(Point::new(1.0, 2.0).into()));
            assert_eq!(read.srs_id, 4549);
        }
    }

    #[test]
    fn what_is_no_geometry() {
        let check = |bytes: &[u8], code: &str| assert_eq!(blob_in(bytes).unwrap_err().code(), code);
        check(b"", "wrong_length");
        check(b"GP\0\x01", "wrong_length");
        check(b"XY\0\x01aaaa", "wrong_code");
        check(&blob(1 | 5 << 1, 0, &point()), "wrong_code");
        check(&blob(1 | 4 << 1, 0, &point()), "wrong_length");
        check(&blob(0x21, 0, &point()), "unsupported");
    }
}
