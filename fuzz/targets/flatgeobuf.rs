//! FlatGeobuf.
#![no_main]

use redshank::formats::flatgeobuf;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| flatgeobuf::read(file, None, progress));
});
