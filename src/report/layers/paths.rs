//! Where files go, and which must not be touched.

use std::path::{Path, PathBuf};

use crate::model::source_label::file_of;
use crate::model::workspace::Workspace;

use super::order::{LayerError, LayerFormat, LayerOrder};
use super::shapefile::ENDINGS;

/// Signs that some system does not take in the name of a file.
const BAD_SIGNS: [char; 9] = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

/// The file of each content, in their order.
///
/// # Errors
/// [`LayerError::OneFile`].
pub fn targets(order: &LayerOrder) -> Result<Vec<PathBuf>, LayerError> {
    let count = order.contents.len();
    let is_file = LayerFormat::of_path(&order.target) == Some(order.format) && !order.target.is_dir();
    if is_file && count > 1 && order.format != LayerFormat::GeoPackage {
        return Err(LayerError::OneFile {
            count,
            path: order.target.clone(),
        });
    }
    let mut targets: Vec<PathBuf> = Vec::with_capacity(count);
    for content in &order.contents {
        if is_file {
            targets.push(order.target.clone());
            continue;
        }
        let name = safe_name(content.id());
        let mut target = order.target.join(format!("{name}.{}", order.format.code()));
        let mut times = 1;
        // Some systems take small and capital letters for the same.
        let lower = |path: &Path| path.to_string_lossy().to_lowercase();
        while targets.iter().any(|own| lower(own) == lower(&target)) {
            times += 1;
            target = order
                .target
                .join(format!("{name}_{times}.{}", order.format.code()));
        }
        targets.push(target);
    }
    Ok(targets)
}

/// The id as a name that every system takes.
pub fn safe_name(id: &str) -> String {
    let is_bad = |c: char| c.is_control() || BAD_SIGNS.contains(&c);
    let name = id.replace(is_bad, "_");
    let name = name.trim().trim_matches('.').to_owned();
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    if name.is_empty() {
        "layer".to_owned()
    } else if is_device(stem) {
        format!("_{name}")
    } else {
        name
    }
}

/// Names that stand for devices under Windows, in any folder and with any ending.
fn is_device(stem: &str) -> bool {
    let stem = stem.to_ascii_lowercase();
    let has_number = |kind: &str| {
        let number = stem.strip_prefix(kind);
        number.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    ["con", "prn", "aux", "nul"].contains(&stem.as_str()) || has_number("com") || has_number("lpt")
}

/// The files that a workspace was read from.
#[derive(Debug)]
pub struct Sources(Vec<PathBuf>);

impl Sources {
    /// Of a workspace that was opened by these paths: a folder or file of its own, or data files.
    pub fn of(workspace: &Workspace, opened: &[PathBuf]) -> Sources {
        let folders: Vec<&Path> = opened
            .iter()
            .filter_map(|path| {
                if path.is_dir() {
                    Some(&**path)
                } else {
                    path.parent()
                }
            })
            .collect();
        let labels = workspace
            .layers
            .iter()
            .map(|layer| layer.provenance.file.as_str());
        let named = labels.flat_map(|label| [label, file_of(label)]);
        let of_layers = named.flat_map(|file| {
            let beside = folders.iter().map(|folder| folder.join(file));
            beside.chain([PathBuf::from(file)]).collect::<Vec<_>>()
        });
        let all = of_layers.chain(opened.iter().cloned());
        let real = all
            .filter(|path| path.is_file())
            .filter_map(|path| path.canonicalize().ok());
        Sources(real.collect())
    }

    /// True for a file that the workspace was read from, or that belongs to one.
    pub fn have(&self, path: &Path) -> bool {
        let Ok(real) = path.canonicalize() else {
            return false;
        };
        let belongs = |own: &PathBuf| {
            *own == real
                || (is_of_set(own) && is_of_set(&real) && own.with_extension("") == real.with_extension(""))
        };
        self.0.iter().any(belongs)
    }
}

fn is_of_set(path: &Path) -> bool {
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::layers::order::{Content, CrsWish};

    fn order(ids: &[&str], target: &str, format: LayerFormat) -> LayerOrder {
        LayerOrder {
            contents: ids.iter().map(|id| Content::Layer((*id).into())).collect(),
            target: target.into(),
            format,
            crs: CrsWish::Usual,
            coding: None,
        }
    }

    #[test]
    fn a_file_or_a_folder() {
        let check = |ids: &[&str], target: &str, format, expected: &[&str]| {
            let found = targets(&order(ids, target, format)).unwrap();
            assert_eq!(found, expected.iter().map(PathBuf::from).collect::<Vec<_>>());
        };
        check(&["a"], "out/x.shp", LayerFormat::Shapefile, &["out/x.shp"]);
        check(&["a"], "out/x.JSON", LayerFormat::GeoJson, &["out/x.JSON"]);
        check(&["a"], "out/v1.2", LayerFormat::Kml, &["out/v1.2/a.kml"]);
        check(
            &["con", "Aux.1", "console", "com1", "com"],
            "out",
            LayerFormat::Csv,
            &[
                "out/_con.csv",
                "out/_Aux.1.csv",
                "out/console.csv",
                "out/_com1.csv",
                "out/com.csv",
            ],
        );
        check(
            &["a/b", "A_B"],
            "out",
            LayerFormat::Csv,
            &["out/a_b.csv", "out/A_B_2.csv"],
        );
        check(
            &["a", "b"],
            "x.gpkg",
            LayerFormat::GeoPackage,
            &["x.gpkg", "x.gpkg"],
        );
        let several = targets(&order(&["a", "b"], "x.fgb", LayerFormat::FlatGeobuf));
        assert!(matches!(several, Err(LayerError::OneFile { count: 2, .. })));
    }
}
