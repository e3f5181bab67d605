//! The JSON of Esri's services.
#![no_main]

use redshank::formats::esri_json;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| esri_json::read(file, progress));
});
