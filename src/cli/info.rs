//! `redshank info`: what files hold.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;

use crate::formats::{OpenOptions, Source};
use crate::geom::shape::Dimension;
use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;
use crate::report::units::decimal_degrees;
use crate::say;
use crate::words::Lang;

use super::console::Console;
use super::exit::{CLEAR, INCOMPLETE};
use super::input;
use super::plan::{InfoPlan, Mistake};

/// One layer as read, for programs. Version 1 of `redshank info --json`.
#[derive(Serialize)]
struct LayerInfo {
    file: String,
    layer: String,
    sha256: String,
    source_crs: String,
    crs_declared: bool,
    workspace_crs: String,
    read: usize,
    used: usize,
    repaired: usize,
    refused: usize,
    points: usize,
    lines: usize,
    areas: usize,
    /// West, south, east, north in degrees; `None` for a layer without features.
    extent: Option<[f64; 4]>,
    fields: Vec<FieldInfo>,
    problems: Vec<ProblemInfo>,
}

#[derive(Serialize)]
struct FieldInfo {
    name: String,
    /// Features that have a value other than null.
    filled: usize,
    example: serde_json::Value,
}

#[derive(Serialize)]
struct ProblemInfo {
    feature: Option<usize>,
    kind: &'static str,
    done: &'static str,
    text: String,
}

#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    version: u32,
    layers: &'a [LayerInfo],
}

/// Describes each file; one that cannot be read does not hide the others.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: &InfoPlan, console: &mut Console) -> Result<u8, Mistake> {
    let mut code = CLEAR;
    let mut layers = Vec::new();
    for file in &plan.files {
        match described(file, console)? {
            Some(infos) => layers.extend(infos),
            None => code = INCOMPLETE,
        }
    }
    let refused = |info: &LayerInfo| {
        info.problems
            .iter()
            .any(|problem| problem.done == Done::Refused.code())
    };
    if layers.iter().any(refused) {
        code = INCOMPLETE;
    }
    if plan.json {
        console.result(&json(&layers));
    } else {
        let lang = console.lang;
        layers.iter().for_each(|info| console.result(&words(info, lang)));
    }
    Ok(code)
}

fn described(file: &Path, console: &mut Console) -> Result<Option<Vec<LayerInfo>>, Mistake> {
    let source = Source::Path(file.to_owned());
    let opened = input::open(source, OpenOptions::default(), console)?;
    Ok(opened.map(|workspace| {
        let layers = workspace.layers.iter();
        layers.map(|layer| layer_info(&workspace, layer)).collect()
    }))
}

fn layer_info(workspace: &Workspace, layer: &Layer) -> LayerInfo {
    let provenance = &layer.provenance;
    let count = |dimension| {
        let features = layer.features().iter();
        features
            .filter(|feature| feature.shape.dimension() == dimension)
            .count()
    };
    let own = |problem: &&Problem| {
        problem.layer.as_deref() == Some(&*layer.about.id) || problem.file == provenance.file
    };
    LayerInfo {
        file: provenance.file.clone(),
        layer: layer.about.id.to_string(),
        sha256: provenance.sha256.clone(),
        source_crs: provenance.source_crs.clone(),
        crs_declared: provenance.crs_declared,
        workspace_crs: workspace.crs.code().to_owned(),
        read: provenance.counts.read,
        used: provenance.counts.used,
        repaired: provenance.counts.repaired,
        refused: provenance.counts.refused,
        points: count(Dimension::Point),
        lines: count(Dimension::Line),
        areas: count(Dimension::Area),
        extent: extent_deg(workspace, layer),
        fields: fields(layer),
        problems: workspace.problems.iter().filter(own).map(problem_info).collect(),
    }
}

fn problem_info(problem: &Problem) -> ProblemInfo {
    ProblemInfo {
        feature: problem.feature,
        kind: problem.kind.code(),
        done: problem.done.code(),
        text: problem.text(Lang::En),
    }
}

fn extent_deg(workspace: &Workspace, layer: &Layer) -> Option<[f64; 4]> {
    let extent = layer.extent();
    if extent.is_empty() {
        return None;
    }
    let ruler = workspace.ruler();
    let (low, high) = (ruler.geodetic(extent.min), ruler.geodetic(extent.max));
    Some([low.lon_deg, low.lat_deg, high.lon_deg, high.lat_deg])
}

/// Fields in alphabetical order, each with how many features fill it and the first value.
fn fields(layer: &Layer) -> Vec<FieldInfo> {
    let mut known: BTreeMap<&str, FieldInfo> = BTreeMap::new();
    let values = layer.features().iter().flat_map(|feature| &feature.properties.0);
    for (name, value) in values {
        let field = known.entry(name).or_insert_with(|| FieldInfo {
            name: name.to_string(),
            filled: 0,
            example: serde_json::Value::Null,
        });
        if !value.is_null() {
            field.filled += 1;
            if field.example.is_null() {
                field.example = value.clone();
            }
        }
    }
    known.into_values().collect()
}

fn json(layers: &[LayerInfo]) -> String {
    let file = File {
        format: "redshank-info",
        version: 1,
        layers,
    };
    // Only text keys and plain values stand in the types above; those always have a JSON form.
    serde_json::to_string_pretty(&file).expect("plain data has a JSON form")
}

fn words(info: &LayerInfo, lang: Lang) -> String {
    let key = if info.crs_declared { "declared" } else { "assumed" };
    let mut lines = vec![
        format!("{} [{}]", info.layer, info.file),
        say!(
            lang,
            "cli.info.crs",
            crs = info.source_crs,
            how = say!(lang, &format!("cli.info.{key}")),
            plane = info.workspace_crs
        ),
        say!(
            lang,
            "cli.info.counts",
            read = info.read,
            used = info.used,
            repaired = info.repaired,
            refused = info.refused
        ),
        say!(
            lang,
            "cli.info.shapes",
            points = info.points,
            lines = info.lines,
            areas = info.areas
        ),
    ];
    if let Some([west, south, east, north]) = info.extent {
        let corner = |lon_deg, lat_deg| decimal_degrees(crate::geom::crs::Geodetic { lon_deg, lat_deg });
        let (from, to) = (corner(west, south), corner(east, north));
        lines.push(say!(lang, "cli.info.extent", from = from, to = to));
    }
    for field in &info.fields {
        lines.push(say!(
            lang,
            "cli.info.field",
            name = field.name,
            filled = field.filled,
            example = field.example
        ));
    }
    if !info.sha256.is_empty() {
        lines.push(format!("  SHA-256 {}", info.sha256));
    }
    lines.join("\n")
}
