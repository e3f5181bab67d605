//! What is drawn alike: one entry of the legend, its symbol, its words, and its SVG attributes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::symbology::{
    CONFLICT_PX, Colour, DASH_PX, DISTANCE_PX, GAP_PX, HATCH_DOT_PX, HATCH_LINE_PX, HATCH_OPACITY,
    HATCH_TILE_PX, Hatch, Symbol, of_class, of_kind, of_not_checked, of_role,
};
use crate::model::symbology_choice::Category;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::say;
use crate::words::Lang;

use super::sheet::Sheet;
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
pub type Entries = BTreeMap<Key, Seen>;

/// An entry, and the layer whose symbols somebody has chosen; `None` where it is drawn as the program draws it.
pub type Key = (Entry, Option<Arc<str>>);

/// The key of an entry of a layer.
pub fn key_of(entry: &Entry, layer: &Layer, workspace: &Workspace) -> Key {
    let id = &layer.about.id;
    let own = workspace.symbology.of(id).map(|_| Arc::clone(id));
    (entry.clone(), own)
}

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
                    ..wetland
                }
            }
            Entry::Layer(_) => of_role(layer_role),
            Entry::Project(kind) => of_kind(*kind),
        }
    }

    /// How it is drawn in a layer that somebody may have chosen symbols for.
    pub fn symbol_in(&self, workspace: &Workspace, layer: &Layer) -> Symbol {
        let role = layer.about.role;
        let category = match self {
            Entry::Zone(role) => Category::Role(*role),
            Entry::Class(class) => Category::Class(class.as_str().into()),
            Entry::Layer(_) => Category::Role(role),
            Entry::Project(kind) => Category::Kind(*kind),
        };
        let symbol = self.symbol(role);
        workspace.symbology.symbol(&layer.about.id, &category, symbol)
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
    let ends = if symbol.dashed {
        // Round ends would eat into the gaps.
        format!(
            r#"stroke-dasharray="{} {}""#,
            number(f64::from(DASH_PX) * unit),
            number(f64::from(GAP_PX) * unit)
        )
    } else {
        r#"stroke-linecap="round""#.to_owned()
    };
    format!(
        r#"{} stroke-linejoin="round" {ends}"#,
        stroke(symbol.stroke, width)
    )
}

/// The `stroke` and dashes of the line between nearest points.
pub fn distance_stroke(colour: Colour, unit: f64) -> String {
    format!(
        r#"stroke-dasharray="{} {}" {}"#,
        number(f64::from(DASH_PX) * unit),
        number(f64::from(GAP_PX) * unit),
        stroke(colour, f64::from(DISTANCE_PX) * unit)
    )
}

/// The paint of a conflict's area.
pub fn conflict_paint(colour: Colour, unit: f64) -> String {
    format!(
        "{} {}",
        fill(colour),
        stroke(colour.with_opacity(255), f64::from(CONFLICT_PX) * unit)
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
    let (fill, ink) = (symbol.fill.hex(), symbol.stroke.hex());
    format!("{name}-{}-{}-{:02x}", &fill[1..], &ink[1..], symbol.fill.a)
}

/// Writes the patterns of all hatched symbols.
pub fn define_hatches(svg: &mut Svg, sheet: &Sheet, workspace: &Workspace) {
    let roles = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Project)
        .map(of_role);
    let kinds = ProjectKind::ALL.into_iter().map(|kind| of_kind(Some(kind)));
    roles
        .chain(kinds)
        .chain([of_not_checked()])
        .for_each(|symbol| define_hatch(svg, &symbol, sheet));
    let mut chosen: Vec<(String, Symbol)> = Vec::new();
    let layers = workspace.layers.iter();
    for layer in layers.filter(|layer| workspace.symbology.of(&layer.about.id).is_some()) {
        for feature in layer.features() {
            let symbol = Entry::of(layer, feature).symbol_in(workspace, layer);
            let id = hatch_id(&symbol);
            if symbol.hatch != Hatch::Plain && !chosen.iter().any(|(own, _)| *own == id) {
                chosen.push((id, symbol));
            }
        }
    }
    chosen
        .iter()
        .for_each(|(_, symbol)| define_hatch(svg, symbol, sheet));
}

/// Writes the pattern of a hatched symbol: colour below, lines above. Nothing for plain ones.
fn define_hatch(svg: &mut Svg, symbol: &Symbol, sheet: &Sheet) {
    if symbol.hatch == Hatch::Plain {
        return;
    }
    let unit = sheet.unit;
    // A whole number of dots, so that tiles meet without a seam.
    let dots = (f64::from(HATCH_TILE_PX) * unit / sheet.dot).round().max(4.0);
    let side = dots * sheet.dot;
    let ink = symbol.stroke.with_opacity((255.0 * HATCH_OPACITY).round() as u8);
    let line = |data: String| {
        let line = stroke(ink, f64::from(HATCH_LINE_PX) * unit);
        format!(r#"<path d="{data}" fill="none" {line}/>"#)
    };
    let dot = |share: f64| {
        let (place, r) = (number(share * side), number(f64::from(HATCH_DOT_PX) * unit));
        format!(r#"<circle cx="{place}" cy="{place}" r="{r}" {}/>"#, fill(ink))
    };
    let over = Corners::of(side);
    let marks = match symbol.hatch {
        Hatch::Plain => String::new(),
        Hatch::Rising => line(over.rising()),
        Hatch::Falling => line(over.falling()),
        Hatch::Crossed => line(over.rising() + &over.falling()),
        Hatch::Dotted => dot(0.25) + &dot(0.75),
    };
    let side = exact(side);
    svg.put(&format!(
        r#"<pattern id="{}" width="{side}" height="{side}" patternUnits="userSpaceOnUse"><rect width="{side}" height="{side}" {}/>{marks}</pattern>"#,
        hatch_id(symbol),
        fill(symbol.fill)
    ));
}

/// Path data of slanted lines across a tile. They run on into the corners of its neighbours, where they would be cut.
struct Corners {
    half: String,
    over: String,
}

impl Corners {
    fn of(side: f64) -> Corners {
        Corners {
            half: exact(0.5 * side),
            over: exact(1.5 * side),
        }
    }

    fn rising(&self) -> String {
        let Corners { half, over } = self;
        format!("M-{half} {half}L{half}-{half}M-{half} {over}L{over}-{half}M{half} {over}L{over} {half}")
    }

    fn falling(&self) -> String {
        let Corners { half, over } = self;
        format!("M{half}-{half}L{over} {half}M-{half}-{half}L{over} {over}M-{half} {half}L{half} {over}")
    }
}

/// More decimals than other lengths have: errors of a tile add up over the map.
fn exact(value: f64) -> String {
    let text = format!("{value:.5}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
