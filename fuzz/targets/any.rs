//! Whatever the content says: the one door of all readers, and what is said of the place of the layer.
#![no_main]

use redshank::formats::info::describe;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::look_with(data, |file, progress| describe(file, None, None, progress));
});
