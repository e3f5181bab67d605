//! Folders of data files that have no workspace file: their files stand for them.

use std::path::{Path, PathBuf};

use super::workspace::file::FILE_NAME;

/// Endings of files that hold layers; what belongs to a Shapefile is found by its `.shp`.
const ENDINGS: [&str; 19] = [
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
    "txt",
    "xlsx",
    "zip",
];

/// Paths with the data files of a folder in its place, by their names; a folder with a workspace file, or without any data
/// file, stays what it is, and so do files. Folders within are left alone.
pub fn opened(paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let each = paths.into_iter().map(|path| match data_files(&path) {
        files if files.is_empty() => vec![path],
        files => files,
    });
    each.flatten().collect()
}

fn data_files(folder: &Path) -> Vec<PathBuf> {
    if !folder.is_dir() || folder.join(FILE_NAME).exists() {
        return Vec::new();
    }
    // A folder that cannot be listed is told when it is opened.
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| is_data(path))
        .collect();
    files.sort_unstable();
    files
}

fn is_data(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str());
    let ending = ending.unwrap_or_default().to_ascii_lowercase();
    ENDINGS.contains(&ending.as_str()) && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_files_of_a_folder_stand_for_it() {
        let home = tempfile::tempdir().unwrap();
        let folder = |name: &str, files: &[&str]| {
            let folder = home.path().join(name);
            std::fs::create_dir(&folder).unwrap();
            files
                .iter()
                .for_each(|file| std::fs::write(folder.join(file), "").unwrap());
            folder
        };
        let data = folder("data", &["b.SHP", "b.dbf", "a.geojson", "readme.md"]);
        let workspace = folder("workspace", &["workspace.toml", "a.geojson"]);
        let empty = folder("empty", &["readme.md"]);
        let check = |path: &Path, expected: &[PathBuf]| assert_eq!(opened(vec![path.to_owned()]), expected);
        check(&data, &[data.join("a.geojson"), data.join("b.SHP")]);
        check(&workspace, std::slice::from_ref(&workspace));
        check(&empty, std::slice::from_ref(&empty));
        check(&data.join("readme.md"), &[data.join("readme.md")]);
        check(&home.path().join("nothing"), &[home.path().join("nothing")]);
    }
}
