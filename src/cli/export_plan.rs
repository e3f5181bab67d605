//! What `redshank export` is to write, checked before any work begins.

use std::path::PathBuf;

use crate::formats::open::OpenOptions;
use crate::geom::crs::Crs;
use crate::report::layers::coding::Coding;
use crate::report::layers::order::{Content, CrsWish, FINDINGS, LayerFormat, OCCUPIED};

use super::args::ExportArgs;
use super::mistake::Mistake;

/// The word for all layers.
const ALL: &str = "all";

/// Layers to be written.
#[derive(Clone, Debug)]
pub struct ExportPlan {
    /// What to open.
    pub path: PathBuf,
    /// How to open it.
    pub options: OpenOptions,
    /// Which contents; `None` for all layers.
    pub contents: Option<Vec<Content>>,
    /// File or folder.
    pub out: PathBuf,
    /// As what.
    pub format: LayerFormat,
    /// In which system.
    pub crs: CrsWish,
    /// In which encoding; `None` for the usual one.
    pub coding: Option<Coding>,
}

/// Makes sense of what was typed.
///
/// # Errors
/// The first [`Mistake`].
pub fn plan(args: ExportArgs) -> Result<ExportPlan, Mistake> {
    let format = format(&args)?;
    let coding = args
        .encoding
        .as_deref()
        .map(|text| coding(text, format))
        .transpose()?;
    let crs = CrsWish::of_text(args.crs.as_deref().unwrap_or_default());
    if let CrsWish::Code(code) = &crs {
        Crs::from_code(code).map_err(|_| Mistake::new("export_crs", code))?;
    }
    if !format.has_crs() && crs != CrsWish::Usual {
        return Err(Mistake::new(
            "export_crs_kml",
            args.crs.as_deref().unwrap_or_default(),
        ));
    }
    Ok(ExportPlan {
        contents: contents(&args.layer),
        path: args.path,
        options: OpenOptions::default(),
        out: args.out,
        format,
        crs,
        coding,
    })
}

/// The layers that are named, each once; `None` for all.
fn contents(names: &[String]) -> Option<Vec<Content>> {
    let mut contents = Vec::new();
    for name in names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty())
    {
        let content = match name {
            ALL => return None,
            FINDINGS => Content::Findings,
            OCCUPIED => Content::Occupied,
            id => Content::Layer(id.into()),
        };
        if !contents.contains(&content) {
            contents.push(content);
        }
    }
    Some(contents)
}

fn format(args: &ExportArgs) -> Result<LayerFormat, Mistake> {
    match &args.format {
        Some(name) => LayerFormat::from_code(name).ok_or_else(|| Mistake::new("export_format", name)),
        None => {
            let shown = || Mistake::new("export_no_format", &args.out.display().to_string());
            LayerFormat::of_path(&args.out).ok_or_else(shown)
        }
    }
}

fn coding(text: &str, format: LayerFormat) -> Result<Coding, Mistake> {
    let coding = Coding::from_code(text).ok_or_else(|| Mistake::new("export_encoding", text))?;
    if coding == Coding::Gbk && !format.has_coding() {
        return Err(Mistake::new("export_utf8_only", format.code()));
    }
    Ok(coding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn args(layer: &str, out: &str, format: Option<&str>, crs: Option<&str>) -> ExportArgs {
        ExportArgs {
            path: "maps/a".into(),
            layer: layer.split(',').map(str::to_owned).collect(),
            out: out.into(),
            format: format.map(str::to_owned),
            crs: crs.map(str::to_owned),
            encoding: None,
        }
    }

    #[test]
    fn mistakes_are_found_before_any_work() {
        let check = |args: ExportArgs, key: &str| {
            let mistake = plan(args).unwrap_err();
            assert_eq!(mistake.key, key);
            for lang in Lang::ALL {
                assert!(!mistake.text(lang).contains("cli."), "{}", mistake.text(lang));
            }
        };
        check(args("a", "o.dwg", None, None), "export_no_format");
        check(args("a", "o", None, None), "export_no_format");
        check(args("a", "o", Some("dwg"), None), "export_format");
        check(args("a", "o.shp", None, Some("EPSG:1")), "export_crs");
        check(args("a", "o.kml", None, Some("source")), "export_crs_kml");
        let with = |encoding: &str, out: &str| ExportArgs {
            encoding: Some(encoding.to_owned()),
            ..args("a", out, None, None)
        };
        check(with("latin1", "o.shp"), "export_encoding");
        check(with("gbk", "o.gpkg"), "export_utf8_only");
    }

    #[test]
    fn as_meant() {
        let one = plan(args("wind,findings,wind", "o", Some("SHP"), Some("source"))).unwrap();
        let expected = [Content::Layer("wind".into()), Content::Findings];
        assert_eq!(one.contents.as_deref(), Some(expected.as_slice()));
        assert_eq!((one.format, one.crs), (LayerFormat::Shapefile, CrsWish::Source));
        let parts = plan(args("occupied", "o.txt", None, None)).unwrap();
        assert_eq!(parts.contents.as_deref(), Some([Content::Occupied].as_slice()));
        assert_eq!(parts.format, LayerFormat::Parcels);
        let all = plan(args("wind,all", "o.gpkg", None, Some("epsg:4528"))).unwrap();
        assert_eq!((all.contents, all.format), (None, LayerFormat::GeoPackage));
        assert_eq!(all.crs, CrsWish::Code("epsg:4528".into()));
    }
}
