//! An export of layers being set up in the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::workspace::Workspace;
use crate::report::layers::coding::Coding;
use crate::report::layers::order::{Content, CrsWish, FINDINGS, LayerFormat, LayerOrder};

/// Which contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum What {
    /// Every layer.
    #[default]
    All,
    /// One layer.
    Layer(Arc<str>),
    /// The findings.
    Findings,
}

impl What {
    /// The name of its file or folder.
    fn stem(&self) -> &str {
        match self {
            What::All => "layers",
            What::Layer(id) => id,
            What::Findings => FINDINGS,
        }
    }
}

/// Which system.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CrsChoice {
    /// The usual one of the format.
    #[default]
    Usual,
    /// That of the layer's source.
    Source,
    /// That of the workspace.
    Workspace,
    /// One by its code.
    Code,
}

impl CrsChoice {
    /// All choices.
    pub const ALL: [CrsChoice; 4] = [
        CrsChoice::Usual,
        CrsChoice::Workspace,
        CrsChoice::Source,
        CrsChoice::Code,
    ];
}

/// What is to be written, as chosen so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LayerDraft {
    /// Which contents.
    pub what: What,
    /// As what; the ending of the file follows it.
    pub format: LayerFormat,
    /// In which system.
    pub crs: CrsChoice,
    /// Its code, where it is chosen by that.
    pub code: String,
    /// In which encoding; the usual one of the format if none was chosen.
    pub coding: Option<Coding>,
    /// File or folder.
    pub path: String,
}

impl Default for LayerDraft {
    fn default() -> LayerDraft {
        LayerDraft {
            what: What::All,
            format: LayerFormat::GeoPackage,
            crs: CrsChoice::Usual,
            code: String::new(),
            coding: None,
            path: "layers.gpkg".to_owned(),
        }
    }
}

impl LayerDraft {
    /// Other contents; the name of the file goes with them, the folder stays.
    pub fn set_what(&mut self, what: What) {
        if self.what == what {
            return;
        }
        self.what = what;
        self.rename();
    }

    /// Another format; the file's ending goes with it.
    pub fn set_format(&mut self, format: LayerFormat) {
        if self.format == format {
            return;
        }
        self.format = format;
        self.rename();
    }

    /// Another file or folder; the format goes with the ending, if that names one.
    pub fn set_path(&mut self, path: String) {
        self.path = path;
        if let Some(format) = LayerFormat::of_path(Path::new(self.path.trim())) {
            self.format = format;
        }
    }

    /// True if there is a place to write to, and a code where one is chosen.
    pub fn is_ready(&self) -> bool {
        let has_code = self.crs != CrsChoice::Code || !self.format.has_crs() || !self.code.trim().is_empty();
        !self.path.trim().is_empty() && has_code
    }

    /// What the session is to do.
    pub fn order(&self, workspace: &Workspace) -> LayerOrder {
        let all = workspace
            .layers
            .iter()
            .map(|layer| Content::Layer(Arc::clone(&layer.about.id)));
        let crs = match self.crs {
            _ if !self.format.has_crs() => CrsWish::Usual,
            CrsChoice::Usual => CrsWish::Usual,
            CrsChoice::Source => CrsWish::Source,
            CrsChoice::Workspace => CrsWish::Workspace,
            CrsChoice::Code => CrsWish::Code(self.code.trim().to_owned()),
        };
        LayerOrder {
            contents: match &self.what {
                What::All => all.collect(),
                What::Layer(id) => vec![Content::Layer(Arc::clone(id))],
                What::Findings => vec![Content::Findings],
            },
            target: PathBuf::from(self.path.trim()),
            format: self.format,
            crs,
            coding: self.coding.filter(|_| self.format.has_coding()),
        }
    }

    /// A folder for several files, else a file of that name, in the folder that was chosen.
    fn rename(&mut self) {
        let old = PathBuf::from(self.path.trim());
        let bad = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
        let stem = self.what.stem().replace(bad, "_");
        let name = if self.what == What::All && self.format != LayerFormat::GeoPackage {
            stem
        } else {
            format!("{stem}.{}", self.format.code())
        };
        self.path = old.with_file_name(name).display().to_string();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

    #[test]
    fn the_name_goes_with_contents_and_format() {
        let mut draft = LayerDraft::default();
        let check =
            |draft: &LayerDraft, expected: &str| assert_eq!(Path::new(&draft.path), Path::new(expected));
        draft.set_path("out/全部.gpkg".into());
        draft.set_format(LayerFormat::Shapefile);
        check(&draft, "out/layers");
        draft.set_what(What::Layer("wind/a".into()));
        check(&draft, "out/wind_a.shp");
        draft.set_path("out/x.kml".into());
        assert_eq!(draft.format, LayerFormat::Kml);
        draft.set_what(What::Findings);
        check(&draft, "out/findings.kml");
    }

    #[test]
    fn an_order_says_only_what_the_format_has() {
        let workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        let mut draft = LayerDraft {
            what: What::Findings,
            crs: CrsChoice::Code,
            coding: Some(Coding::Gbk),
            ..LayerDraft::default()
        };
        assert!(!draft.is_ready(), "the code is missing");
        draft.set_format(LayerFormat::Kml);
        assert!(draft.is_ready());
        let order = draft.order(&workspace);
        assert_eq!((order.crs, order.coding), (CrsWish::Usual, None));
        assert_eq!(order.contents, [Content::Findings]);
    }
}
