//! Drawings.
#![no_main]

use redshank::formats::dxf;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| dxf::read(file, progress));
});
