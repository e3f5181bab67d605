//! Topologies.
#![no_main]

use redshank::formats::topo_json;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| topo_json::read(file, progress));
});
