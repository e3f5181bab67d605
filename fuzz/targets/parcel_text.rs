//! Parcels as text.
#![no_main]

use redshank::formats::parcel_text;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    redshank_fuzz::read_with(data, |file, progress| parcel_text::read(file, progress));
});
