//! What `redshank info` says of a file, in words.

use std::collections::BTreeMap;

use crate::formats::info::FileInfo;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

use super::contract::contract_words;
use super::place::place_words;

fn features_words(info: &FileInfo, lang: Lang) -> String {
    let (found, read) = (info.found, info.read);
    if info.geometry_types.is_empty() {
        return say!(
            lang,
            "cli.info.features_without_types",
            found = found,
            read = read
        );
    }
    let types = counted(&info.geometry_types);
    say!(
        lang,
        "cli.info.features",
        found = found,
        read = read,
        types = types
    )
}

/// All of it, line by line.
pub fn words(info: &FileInfo, lang: Lang) -> String {
    let vertices = thousands(info.vertex_count as f64, 0);
    let mut lines = vec![
        info.file.clone(),
        say!(lang, "cli.info.format", format = info.format, vertices = vertices),
        crs_words(info, lang),
        features_words(info, lang),
    ];
    if let Some(encoding) = &info.encoding {
        let by = say!(lang, &format!("cli.info.encoding_by.{}", encoding.by.code()));
        lines.push(say!(lang, "cli.info.encoding", encoding = encoding.name, by = by));
    }
    if !info.tables.is_empty() {
        lines.push(say!(lang, "cli.info.tables", tables = info.tables.join(" | ")));
    }
    if let Some([west, south, east, north]) = extent(info) {
        lines.push(say!(
            lang,
            "cli.info.extent",
            west = west,
            south = south,
            east = east,
            north = north
        ));
    }
    lines.extend(place_words(&info.doubt, lang));
    lines.extend(
        info.role
            .iter()
            .flat_map(|contract| contract_words(contract, lang)),
    );
    for field in &info.fields {
        lines.push(say!(
            lang,
            "cli.info.field",
            name = field.name,
            types = counted(&field.types),
            samples = field.samples.join(" | ")
        ));
    }
    if !info.problems.is_empty() {
        lines.push(say!(lang, "cli.info.problems", count = info.problems.len()));
    }
    lines.push(format!("  SHA-256 {}", info.sha256));
    lines.join("\n")
}

fn crs_words(info: &FileInfo, lang: Lang) -> String {
    let crs = match &info.crs {
        Some(crs) => format!("{} {}", crs.code(), crs.name()),
        None => say!(lang, "cli.info.crs_unknown"),
    };
    let evidence = say!(lang, &format!("cli.info.evidence.{}", info.crs_evidence.code()));
    say!(lang, "cli.info.crs", crs = crs, evidence = evidence)
}

/// `Polygon 12, null 1`
fn counted(counts: &BTreeMap<&'static str, usize>) -> String {
    let each: Vec<String> = counts
        .iter()
        .map(|(name, count)| format!("{name} {count}"))
        .collect();
    each.join(", ")
}

pub fn extent(info: &FileInfo) -> Option<[f64; 4]> {
    let box_of_file = info.extent;
    (!box_of_file.is_empty()).then_some([
        box_of_file.min.x,
        box_of_file.min.y,
        box_of_file.max.x,
        box_of_file.max.y,
    ])
}
