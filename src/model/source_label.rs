//! How a source is called in messages and reports: its file, and behind a bar which part of it, where it has several.

/// Between the file and its part, and between a part and a part of that.
pub const BETWEEN: &str = " | ";

/// The file alone.
///
/// ```
/// use redshank::model::source_label::file_of;
/// assert_eq!(file_of("in/交付.zip | 湿地.gpkg | 2024"), "in/交付.zip");
/// assert_eq!(file_of("a.geojson"), "a.geojson");
/// ```
pub fn file_of(label: &str) -> &str {
    label.split_once(BETWEEN).map_or(label, |(file, _)| file)
}

/// A part of what is called so.
pub fn part_of(label: &str, part: &str) -> String {
    format!("{label}{BETWEEN}{part}")
}
