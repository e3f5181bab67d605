//! Workbooks.
#![no_main]

use redshank::formats::xlsx;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| xlsx::read(file, progress));
});
