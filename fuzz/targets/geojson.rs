//! GeoJSON as text.
#![no_main]

use redshank::formats::geojson;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| geojson::read(file, Some("NAME"), progress));
});
