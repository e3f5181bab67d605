//! GeoPackages.
#![no_main]

use redshank::formats::geopackage;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| geopackage::read(file, None, progress));
});
