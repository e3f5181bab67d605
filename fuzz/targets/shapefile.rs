//! The parts of a Shapefile: the input is cut into as many as there are marks between them.
#![no_main]

use redshank::formats::shapefile::{Parts, read_parts};

/// Between the parts, in the order `.shp`, `.dbf`, `.shx`, `.prj`, `.cpg`.
const MARK: &[u8] = b"\n--part--\n";

fn parts(data: &[u8]) -> Parts {
    let mut rest = Some(data);
    let mut next = || {
        let own = rest?;
        let cut = own.windows(MARK.len()).position(|window| window == MARK);
        rest = cut.map(|at| &own[at + MARK.len()..]);
        Some(own[..cut.unwrap_or(own.len())].to_vec())
    };
    Parts {
        shp: next().unwrap_or_default(),
        dbf: next(),
        shx: next(),
        prj: next(),
        cpg: next(),
    }
}

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(&[], |file, progress| read_parts(&parts(data), file, None, progress));
});
