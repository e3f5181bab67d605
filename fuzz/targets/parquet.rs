//! GeoParquet.
#![no_main]

use redshank::formats::parquet;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| parquet::read(file, None, progress));
});
