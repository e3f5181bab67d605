//! Data files that stand behind paths: those of a folder that has no workspace file, and those of an archive.

use std::path::{Path, PathBuf};

use crate::model::source_label::part_of;

use super::data_name::is_data_name;
use super::input::FileToRead;
use super::members::{Member, title_of};
use super::workspace::file::FILE_NAME;
use super::zipped::{members_of, workspace_of};

/// A data file behind a path.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// It.
    pub file: FileToRead,
    /// Its name for people.
    pub name: String,
    /// What its role may be told by, the nearer name first.
    pub titles: Vec<String>,
    /// Nobody has named it: it lay in a folder or an archive.
    pub unnamed: bool,
}

/// What lies behind paths: of a folder its data files, by their names, of an archive with several data files each of them; a
/// folder with a workspace file, or without any data file, stays what it is, and so do files. Folders within are left alone.
pub fn found(paths: &[PathBuf]) -> Vec<Found> {
    let mut all = Vec::new();
    for path in paths {
        let files = data_files(path);
        let unnamed = !files.is_empty();
        let files = if unnamed { files } else { vec![path.clone()] };
        all.extend(files.iter().flat_map(|file| within(file, unnamed)));
    }
    all
}

/// The part of a file that a path leads to through it: a file of an archive, as `data/x.zip/wetland.geojson`, or a layer of a
/// file with several, as `data/x.gpkg/wetland`. `None` where there is something of that path, or no file on the way. Of a
/// Shapefile the `.shp` may stand there or not. A part that the file does not have is told when it is read.
pub fn in_file(path: &Path) -> Option<Found> {
    if path.exists() {
        return None;
    }
    let file = path.ancestors().skip(1).find(|above| above.is_file())?;
    let below = path.strip_prefix(file).ok()?.components();
    let parts: Vec<_> = below.map(|part| part.as_os_str().to_string_lossy()).collect();
    let wanted = parts.join("/");
    let file = FileToRead::at(file);
    let members = members_of(&file).unwrap_or_default();
    let is_meant = |member: &&Member| {
        let main = format!("{}.shp", member.name);
        member.name == wanted || (member.is_shapefile() && main.eq_ignore_ascii_case(&wanted))
    };
    let found = members.iter().find(is_meant);
    let name = found.map_or(&wanted, |member| &member.name);
    let title = title_of(name, found.is_some_and(Member::is_shapefile)).to_owned();
    Some(Found {
        titles: vec![title.clone(), name.clone()],
        name: title,
        file: FileToRead {
            table: Some(name.clone()),
            label: part_of(&file.label, name),
            ..file
        },
        unnamed: false,
    })
}

/// Paths with the data files of folders in their place; the same of archives is left to whoever looks at them.
pub fn opened(paths: &[PathBuf]) -> Vec<(PathBuf, bool)> {
    let each = paths.iter().map(|path| match data_files(path) {
        files if files.is_empty() => vec![(path.clone(), false)],
        files => files.into_iter().map(|file| (file, true)).collect(),
    });
    each.flatten().collect()
}

/// True for a folder that stands for the data files in it.
pub fn is_of_data(folder: &Path) -> bool {
    !data_files(folder).is_empty()
}

/// The file itself, or each of the data files of an archive.
fn within(path: &Path, unnamed: bool) -> Vec<Found> {
    let file = FileToRead::at(path);
    let stem = path
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let members = match workspace_of(&file) {
        // Which refuses to be read as data: its layers would mean something else.
        Some(_) => Vec::new(),
        None => members_of(&file).unwrap_or_default(),
    };
    match members.as_slice() {
        [] => vec![Found {
            file,
            titles: vec![stem.clone()],
            name: stem,
            unnamed,
        }],
        [only] => vec![Found {
            file,
            titles: vec![stem.clone(), title_of(&only.name, only.is_shapefile()).to_owned()],
            name: stem,
            // It is all that there is.
            unnamed,
        }],
        several => several.iter().map(|member| of_member(&file, member)).collect(),
    }
}

fn of_member(archive: &FileToRead, member: &Member) -> Found {
    let title = title_of(&member.name, member.is_shapefile());
    Found {
        file: FileToRead {
            table: Some(member.name.clone()),
            label: part_of(&archive.label, &member.name),
            ..archive.clone()
        },
        name: title.to_owned(),
        titles: vec![title.to_owned(), member.name.clone()],
        unnamed: true,
    }
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
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    is_data_name(&name) && path.is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_may_lead_into_a_file() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.gpkg");
        std::fs::write(&file, "").unwrap();
        let check = |path: &str, expected: Option<&str>| {
            let found = in_file(&home.path().join(path));
            let table = found.map(|found| {
                let table = found.file.table.unwrap();
                assert_eq!(found.file.path, file);
                assert_eq!(found.file.label, part_of(&file.display().to_string(), &table));
                table
            });
            assert_eq!(table.as_deref(), expected, "{path}");
        };
        check("a.gpkg", None);
        check("a.gpkg/湿地", Some("湿地"));
        check("a.gpkg/2024/wetland", Some("2024/wetland"));
        check("b.gpkg/wetland", None);
    }

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
        let data = folder(
            "data",
            &["b.SHP", "b.dbf", "a.geojson", "readme.md", ".hidden.csv"],
        );
        let workspace = folder("workspace", &["workspace.toml", "a.geojson"]);
        let empty = folder("empty", &["readme.md"]);
        let check = |path: &Path, expected: &[(PathBuf, bool)]| {
            let paths = [path.to_owned()];
            assert_eq!(opened(&paths), expected);
            let found: Vec<(PathBuf, bool)> = found(&paths)
                .into_iter()
                .map(|one| (one.file.path, one.unnamed))
                .collect();
            assert_eq!(found, expected);
        };
        check(
            &data,
            &[(data.join("a.geojson"), true), (data.join("b.SHP"), true)],
        );
        check(&workspace, &[(workspace.clone(), false)]);
        check(&empty, &[(empty.clone(), false)]);
        check(&data.join("readme.md"), &[(data.join("readme.md"), false)]);
        check(
            &home.path().join("nothing"),
            &[(home.path().join("nothing"), false)],
        );
    }
}
