//! Shapefiles in zip archives.
#![no_main]

use redshank::formats::read;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| read::read(file, None, progress));
});
