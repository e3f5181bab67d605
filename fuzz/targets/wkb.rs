//! Geometry as WKB.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = redshank::formats::wkb::geometry_in(data);
});
