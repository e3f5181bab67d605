//! Names of files that hold layers, for folders and archives whose contents nobody has named.

/// Endings of files that hold layers; what belongs to a Shapefile is found by its `.shp`.
pub const ENDINGS: [&str; 21] = [
    "csv",
    "dxf",
    "fgb",
    "geojson",
    "geojsonl",
    "geoparquet",
    "gml",
    "gpkg",
    "gz",
    "json",
    "kml",
    "kmz",
    "ndjson",
    "parquet",
    "shp",
    "topojson",
    "tsv",
    "txt",
    "wkt",
    "xlsx",
    "zip",
];

/// True for the name of a file that may hold a layer; what it holds its content says.
pub fn is_data_name(name: &str) -> bool {
    let ending = ending(name).to_ascii_lowercase();
    // What programs put beside files for themselves.
    ENDINGS.contains(&ending.as_str()) && !last_part(name).starts_with('.')
}

/// The name of a file for people: without its folders and its ending.
pub fn title(name: &str) -> &str {
    let last = last_part(name);
    last.rsplit_once('.').map_or(last, |(title, _)| title)
}

/// What stands behind the last dot; nothing where there is none.
pub fn ending(name: &str) -> &str {
    last_part(name).rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// The name without its folders.
pub fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_data() {
        let check = |name: &str, expected: (bool, &str)| {
            assert_eq!((is_data_name(name), title(name)), expected, "{name}");
        };
        check("湿地/2024.GeoJSON", (true, "2024"));
        check("a.b.shp", (true, "a.b"));
        check("a.dbf", (false, "a"));
        check("__MACOSX/._a.shp", (false, "._a"));
        check("folder.shp/readme", (false, "readme"));
        check("shp", (false, "shp"));
    }
}
