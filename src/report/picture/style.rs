//! What is drawn alike: one entry of the legend, its symbol, its words, and its SVG attributes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::symbology::{Hatch, Symbol, of_class, of_kind, of_role};
use crate::model::zone::Zone;
use crate::say;
use crate::words::Lang;

use super::svg::{Svg, fill, number, stroke};

/// A kind of thing on the map. Everything drawn has one, and the legend lists those that are drawn: so the two agree.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A zone by its role.
    Zone(Role),
    /// A wetland by its land class code.
    Class(String),
    /// A layer of its own: districts, base map.
    Layer(Arc<str>),
    /// A planned project by its kind.
    Project(Option<ProjectKind>),
}

/// What of an entry is on the map, for the legend.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    pub areas: bool,
    pub lines: bool,
    pub points: bool,
    /// At least one layer that is not drawn for illustration only.
    pub real: bool,
    /// At least one layer drawn for illustration only.
    pub synthetic: bool,
}

/// All entries that are on the map.
pub type Entries = BTreeMap<Entry, Seen>;

impl Entry {
    /// What a feature of a layer is drawn as.
    pub fn of(layer: &Layer, feature: &Feature) -> Entry {
        if layer.about.role == Role::Project {
            return Entry::Project(Project { layer, feature }.kind());
        }
        let zone = Zone { layer, feature };
        match zone.role() {
            Role::Wetland => match zone.class().filter(|class| of_class(class).is_some()) {
                Some(class) => Entry::Class(class),
                None => Entry::Zone(Role::Wetland),
            },
            Role::District | Role::Context => Entry::Layer(Arc::clone(&layer.about.id)),
            role => Entry::Zone(role),
        }
    }

    /// How it is drawn.
    pub fn symbol(&self, layer_role: Role) -> Symbol {
        match self {
            Entry::Zone(role) => of_role(*role),
            Entry::Class(class) => {
                let wetland = of_role(Role::Wetland);
                Symbol {
                    fill: of_class(class).unwrap_or(wetland.fill),
                    stroke_px: 0.5,
                    ..wetland
                }
            }
            Entry::Layer(_) => of_role(layer_role),
            Entry::Project(kind) => of_kind(*kind),
        }
    }

    /// The words of the legend.
    pub fn words(&self, layer: Option<&Layer>, lang: Lang) -> String {
        match self {
            Entry::Zone(role) => role.name(lang),
            Entry::Class(class) => format!("{} {class}", say!(lang, &format!("report.class.{class}"))),
            Entry::Layer(id) => {
                layer.map_or_else(|| id.to_string(), |layer| layer.about.name.get(lang).to_owned())
            }
            Entry::Project(Some(kind)) => say!(lang, &format!("report.project.{}", kind.code())),
            Entry::Project(None) => say!(lang, "report.project.unknown"),
        }
    }
}

/// The `fill` of areas: the colour, or the pattern that [`define_hatches`] made.
pub fn area_fill(symbol: &Symbol) -> String {
    if symbol.hatch == Hatch::Plain {
        fill(symbol.fill)
    } else {
        format!(r#"fill="url(#{})""#, hatch_id(symbol))
    }
}

/// The `stroke` of borders and lines.
pub fn line_stroke(symbol: &Symbol, unit: f64) -> String {
    let width = f64::from(symbol.stroke_px) * unit;
    let dashes = if symbol.dashed {
        format!(
            r#" stroke-dasharray="{} {}""#,
            number(6.0 * unit),
            number(3.0 * unit)
        )
    } else {
        String::new()
    };
    format!(
        r#"{} stroke-linejoin="round" stroke-linecap="round"{dashes}"#,
        stroke(symbol.stroke, width)
    )
}

fn hatch_id(symbol: &Symbol) -> String {
    let name = match symbol.hatch {
        Hatch::Plain => "plain",
        Hatch::Rising => "rising",
        Hatch::Falling => "falling",
        Hatch::Crossed => "crossed",
        Hatch::Dotted => "dotted",
    };
    format!("{name}-{}-{}", &symbol.fill.hex()[1..], &symbol.stroke.hex()[1..])
}

/// Writes the patterns of all hatched symbols.
pub fn define_hatches(svg: &mut Svg, unit: f64) {
    let roles = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Project)
        .map(of_role);
    let kinds = ProjectKind::ALL.into_iter().map(|kind| of_kind(Some(kind)));
    roles
        .chain(kinds)
        .for_each(|symbol| define_hatch(svg, &symbol, unit));
}

/// Writes the pattern of a hatched symbol: colour below, lines above. Nothing for plain ones.
fn define_hatch(svg: &mut Svg, symbol: &Symbol, unit: f64) {
    // A whole number of pixels, so that tiles meet without a seam.
    let side = (9.0 * unit).round().max(4.0);
    let half = 0.5 * side;
    let rising = format!(
        "M0 {side}L{side} 0M-{half} {half}L{half}-{half}M{half} {over}L{over} {half}",
        over = side + half
    );
    let falling = format!(
        "M0 0L{side} {side}M{half}-{half}L{over} {half}M-{half} {half}L{half} {over}",
        over = side + half
    );
    let lines = match symbol.hatch {
        Hatch::Plain => return,
        Hatch::Rising => path(&rising, symbol, unit),
        Hatch::Falling => path(&falling, symbol, unit),
        Hatch::Crossed => path(&format!("M0 {half}H{side}M{half} 0V{side}"), symbol, unit),
        Hatch::Dotted => format!(
            r#"<circle cx="{half}" cy="{half}" r="{}" {}/>"#,
            number(1.3 * unit),
            fill(symbol.stroke.with_opacity(170))
        ),
    };
    svg.put(&format!(
        r#"<pattern id="{}" width="{side}" height="{side}" patternUnits="userSpaceOnUse"><rect width="{side}" height="{side}" {}/>{lines}</pattern>"#,
        hatch_id(symbol),
        fill(symbol.fill)
    ));
}

fn path(data: &str, symbol: &Symbol, unit: f64) -> String {
    let line = stroke(symbol.stroke.with_opacity(150), 0.9 * unit);
    format!(r#"<path d="{data}" fill="none" {line}/>"#)
}
