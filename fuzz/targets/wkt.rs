//! Geometry and systems of coordinates as WKT.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = redshank::formats::wkt::read(text);
        let _ = redshank::geom::crs_wkt::crs_in(text);
    }
});
