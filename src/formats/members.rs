//! What of an archive is data, by the names of its entries: one layer or more for each, as for the files of a folder.

use crate::model::source_label::BETWEEN;

use super::data_name::{ending, is_data_name, last_part, title};
use super::sniff::Content;

/// The name of a workspace file.
pub const WORKSPACE_FILE: &str = "workspace.toml";
/// Endings of the parts of a Shapefile, in the order in which they are read.
const PARTS: [&str; 5] = ["shp", "shx", "dbf", "prj", "cpg"];

/// A data file of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its path in the archive; of a Shapefile without the ending.
    pub name: String,
    /// Where it stands.
    pub entries: Entries,
}

impl Member {
    /// True for a Shapefile, whose name has no ending.
    pub fn is_shapefile(&self) -> bool {
        matches!(self.entries, Entries::Shapefile(_))
    }
}

/// The numbers of the entries of a data file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entries {
    /// Of a file by itself.
    One(usize),
    /// Of the parts of a Shapefile: `.shp`, `.shx`, `.dbf`, `.prj`, `.cpg`.
    Shapefile([Option<usize>; 5]),
}

/// The data files among the entries of an archive, in their order.
pub fn members(names: &[String]) -> Vec<Member> {
    let data = names.iter().enumerate().filter(|(_, name)| is_data(name));
    data.map(|(number, name)| member(names, number, name)).collect()
}

fn is_data(name: &str) -> bool {
    // Copies of attributes that a Mac puts beside each file.
    is_data_name(name) && !name.starts_with("__MACOSX/")
}

fn member(names: &[String], number: usize, name: &str) -> Member {
    if !ending(name).eq_ignore_ascii_case(PARTS[0]) {
        return Member {
            name: name.to_owned(),
            entries: Entries::One(number),
        };
    }
    let stem = name.get(..name.len() - PARTS[0].len() - 1).unwrap_or_default();
    let entry = |ending: &str| {
        let wanted = format!("{stem}.{ending}").to_lowercase();
        names.iter().position(|name| name.to_lowercase() == wanted)
    };
    Member {
        name: stem.to_owned(),
        entries: Entries::Shapefile(PARTS.map(entry)),
    }
}

/// What an archive is: a workbook, a KMZ, or whatever lies in it. An archive of drawings in KML is a KMZ where its main file
/// is named so, or only one is there.
pub fn content(names: &[String]) -> Content {
    let is = |name: &String, wanted: &str| name.eq_ignore_ascii_case(wanted);
    if names
        .iter()
        .any(|name| is(name, "[Content_Types].xml") || is(name, "xl/workbook.xml"))
    {
        return Content::Xlsx;
    }
    let data: Vec<&String> = names.iter().filter(|name| is_data(name)).collect();
    let all_kml = data.iter().all(|name| ending(name).eq_ignore_ascii_case("kml"));
    let has_main = data.iter().any(|name| is(name, "doc.kml"));
    match all_kml && (data.len() == 1 || has_main) {
        true => Content::Kmz,
        false => Content::Zip,
    }
}

/// The name of the workspace file among the entries of an archive; the outermost, where there are several.
pub fn workspace_in(names: &[String]) -> Option<String> {
    let is_one = |name: &&String| {
        last_part(name).eq_ignore_ascii_case(WORKSPACE_FILE) && !name.starts_with("__MACOSX/")
    };
    let depth = |name: &&String| name.matches('/').count();
    names.iter().filter(is_one).min_by_key(depth).cloned()
}

/// True for a name that leads out of the archive, or to a place of its own.
pub fn leads_out(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    name.starts_with('/') || has_drive || name.split('/').any(|part| part == "..")
}

/// The name for people of what a layer names in an archive: of the table, else of the file.
pub fn title_of(table: &str, is_shapefile: bool) -> &str {
    match table.rsplit_once(BETWEEN) {
        Some((_, own)) => own,
        None if is_shapefile => last_part(table),
        None => title(table),
    }
}

/// The member that a layer names, and the table of it where it names one; the longest name that fits.
pub fn find<'m>(members: &'m [Member], wanted: &str) -> Option<(&'m Member, Option<String>)> {
    let fitting = members.iter().filter_map(|member| {
        let rest = wanted.strip_prefix(&member.name)?;
        match rest.strip_prefix(BETWEEN) {
            Some(table) => Some((member, Some(table.to_owned()))),
            None => rest.is_empty().then_some((member, None)),
        }
    });
    fitting.max_by_key(|(member, _)| member.name.len())
}

/// Those of the tables that lie within what is named already: all where nothing is.
pub fn within(named: Option<&str>, tables: &[String]) -> Vec<String> {
    let is_within = |table: &&String| {
        let rest = named.map_or(Some(""), |named| table.strip_prefix(named));
        rest.is_some_and(|rest| named.is_none() || rest.starts_with(BETWEEN))
    };
    tables.iter().filter(is_within).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|&name| name.to_owned()).collect()
    }

    #[test]
    fn data_files_and_the_parts_of_shapefiles() {
        let all = names(&[
            "a/",
            "a/W.shp",
            "a/W.DBF",
            "b.csv",
            "readme.md",
            "__MACOSX/b.csv",
            "c.shx",
        ]);
        let found = members(&all);
        let of = |name: &str, entries| Member {
            name: name.to_owned(),
            entries,
        };
        let shapefile = Entries::Shapefile([Some(1), None, Some(2), None, None]);
        assert_eq!(found, [of("a/W", shapefile), of("b.csv", Entries::One(3))]);
    }

    #[test]
    fn what_an_archive_is() {
        let check = |all: &[&str], expected| assert_eq!(content(&names(all)), expected, "{all:?}");
        check(&["[Content_Types].xml", "xl/workbook.xml"], Content::Xlsx);
        check(&["doc.kml", "files/a.png", "b.kml"], Content::Kmz);
        check(&["风电.kml"], Content::Kmz);
        check(&["a.kml", "b.kml"], Content::Zip);
        check(&["doc.kml", "b.geojson"], Content::Zip);
        check(&["book.xlsx"], Content::Zip);
        check(&[], Content::Zip);
    }

    #[test]
    fn workspaces_in_archives() {
        let check = |all: &[&str], expected: Option<&str>| {
            assert_eq!(workspace_in(&names(all)).as_deref(), expected, "{all:?}");
        };
        check(
            &["a.csv", "old/x/workspace.toml", "x/Workspace.TOML"],
            Some("x/Workspace.TOML"),
        );
        check(&["workspace.toml"], Some("workspace.toml"));
        check(
            &[
                "__MACOSX/workspace.toml",
                "my-workspace.toml",
                "workspace.toml/a.csv",
            ],
            None,
        );
    }

    #[test]
    fn names_that_lead_out() {
        let check = |name: &str, expected: bool| assert_eq!(leads_out(name), expected, "{name}");
        check("a/b.csv", false);
        check("a..b/c.csv", false);
        check("../a.csv", true);
        check("a/../../b.csv", true);
        check("/etc/a.csv", true);
        check("C:/a.csv", true);
    }

    #[test]
    fn tables_of_members() {
        let members = members(&names(&["a.gpkg", "a.gpkg | b.gpkg"]));
        let check = |wanted: &str, expected: Option<(&str, Option<&str>)>| {
            let found = find(&members, wanted);
            let found = found
                .as_ref()
                .map(|(member, table)| (member.name.as_str(), table.as_deref()));
            assert_eq!(found, expected, "{wanted}");
        };
        check("a.gpkg", Some(("a.gpkg", None)));
        check("a.gpkg | 湿地", Some(("a.gpkg", Some("湿地"))));
        check("a.gpkg | b.gpkg", Some(("a.gpkg | b.gpkg", None)));
        check("a.gpkg|x", None);
        check("b", None);
        assert_eq!(title_of("区/湿地.2024", true), "湿地.2024");
        assert_eq!(title_of("区/湿地.csv", false), "湿地");
        assert_eq!(title_of("a.gpkg | 湿地", false), "湿地");
        let tables = names(&["a | x", "a | y", "b", "a"]);
        assert_eq!(within(Some("a"), &tables), names(&["a | x", "a | y"]));
        assert_eq!(within(None, &tables), tables);
        assert_eq!(within(Some("b"), &tables), names(&[]));
    }
}
