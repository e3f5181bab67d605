//! KMZ archives.
#![no_main]

use redshank::formats::kml;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| kml::read_archive(file, progress));
});
