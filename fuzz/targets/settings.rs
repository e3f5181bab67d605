//! What people write: workspace files, rule books, tables of land classes.
#![no_main]

use redshank::formats::workspace::{class_table, file, rule_book};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    if let Ok(text) = std::str::from_utf8(data) {
        let _ = rule_book::parse(text, "f");
        let _ = class_table::parse(text, "f");
    }
    redshank_fuzz::at_path(data, |path| {
        let _ = file::read(path, false);
    });
});
