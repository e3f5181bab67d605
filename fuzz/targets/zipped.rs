//! Shapefiles in zip archives.
#![no_main]

use redshank::formats::zipped;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| zipped::read(file, None, progress));
});
