//! Delimited text.
#![no_main]

use redshank::formats::delimited;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| delimited::read(file, progress));
});
