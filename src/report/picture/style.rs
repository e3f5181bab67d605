//! What is drawn alike: one entry of the legend, its symbol, its words, and its SVG attributes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::symbology::{
    CONFLICT_PX, Colour, DASH_PX, DISTANCE_PX, GAP_PX, HATCH_DOT_PX, HATCH_LINE_PX, HATCH_OPACITY,
    HATCH_STROKE_PX, HATCH_TILE_PX, Hatch, Symbol, of_class, of_kind, of_not_checked, of_role, of_wetland,
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
    /// A wetland of national importance, by its code where that has a colour of its own.
    National(Option<String>),
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
                class if zone.is_national_wetland() => Entry::National(class),
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
            Entry::Class(class) => of_wetland(Some(class), false),
            Entry::National(class) => of_wetland(class.as_deref(), true),
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
            Entry::National(class) => Category::National(class.as_deref().map(Arc::from)),
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
            Entry::National(class) => {
                let common = class.clone().map_or(Entry::Zone(Role::Wetland), Entry::Class);
                say!(lang, "level.of_wetland", wetland = common.words(layer, lang))
            }
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
        Hatch::Level => "level",
        Hatch::Upright => "upright",
        Hatch::Grid => "grid",
        Hatch::Marsh => "marsh",
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
    let usual = roles.chain(kinds).chain([of_kind(None), of_not_checked()]);
    let mut hatched: BTreeMap<String, Symbol> = BTreeMap::new();
    for symbol in usual.chain(own_symbols(workspace)) {
        if symbol.hatch != Hatch::Plain {
            hatched.insert(hatch_id(&symbol), symbol);
        }
    }
    let hatched = hatched.values();
    hatched.for_each(|symbol| define_hatch(svg, symbol, sheet));
}

/// The symbols of layers whose wetlands are told apart, or that somebody has chosen symbols for.
fn own_symbols(workspace: &Workspace) -> impl Iterator<Item = Symbol> {
    let layers = workspace.layers.iter().filter(|layer| {
        let fields = &layer.about.fields;
        let is_sorted = fields.class.is_some() || fields.level.is_some();
        is_sorted || workspace.symbology.of(&layer.about.id).is_some()
    });
    layers.flat_map(move |layer| {
        let entries = layer.features().iter().map(|feature| Entry::of(layer, feature));
        let entries: BTreeSet<Entry> = entries.collect();
        entries
            .into_iter()
            .map(move |entry| entry.symbol_in(workspace, layer))
    })
}

/// Writes the pattern of a hatched symbol: colour below, lines above.
fn define_hatch(svg: &mut Svg, symbol: &Symbol, sheet: &Sheet) {
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
    let on_dots = |share: f64| share * side - 0.5 * sheet.dot;
    let (middle, end) = (exact(on_dots(0.5)), exact(side));
    let level = format!("M0 {middle}H{end}");
    let upright = format!("M{middle} 0V{end}");
    let strokes = [0.25, 0.75].map(|share| {
        let (half, x) = (0.5 * f64::from(HATCH_STROKE_PX) * unit, share * side);
        format!(
            "M{} {}H{}",
            exact(x - half),
            exact(on_dots(share)),
            exact(x + half)
        )
    });
    let marks = match symbol.hatch {
        Hatch::Plain => String::new(),
        Hatch::Rising => line(over.rising()),
        Hatch::Falling => line(over.falling()),
        Hatch::Crossed => line(over.rising() + &over.falling()),
        Hatch::Dotted => dot(0.25) + &dot(0.75),
        Hatch::Level => line(level),
        Hatch::Upright => line(upright),
        Hatch::Grid => line(level + &upright),
        Hatch::Marsh => line(strokes.concat()),
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

#[cfg(test)]
mod tests {
    use super::super::page::Page;
    use super::super::tree::tree;
    use super::*;
    use crate::model::symbology_choice::{SymbolPalette, SymbologyChoice};

    /// Side of a patch, and of what is drawn in its middle.
    const SIDE: (u32, u32) = (64, 56);

    /// A square in a symbol on white paper, as a printer without colour has it.
    fn in_grey(symbol: &Symbol) -> Vec<u8> {
        let (side, inner) = SIDE;
        let page = Page::of_pixels(1440, 1000, 96);
        let mut svg = Svg::new(&page);
        define_hatch(&mut svg, symbol, &Sheet::new(&page));
        let (from, paint) = ((side - inner) / 2, area_fill(symbol));
        svg.put(&format!(
            r#"<rect x="{from}" y="{from}" width="{inner}" height="{inner}" {paint} {}/>"#,
            line_stroke(symbol, 1.0)
        ));
        let mut dots = resvg::tiny_skia::Pixmap::new(side, side).unwrap();
        dots.fill(resvg::tiny_skia::Color::WHITE);
        let place = resvg::tiny_skia::Transform::identity();
        resvg::render(&tree(&svg.finish()).unwrap(), place, &mut dots.as_mut());
        // Luma of Rec. 709.
        let grey =
            |dot: &[u8]| 0.2126 * f64::from(dot[0]) + 0.7152 * f64::from(dot[1]) + 0.0722 * f64::from(dot[2]);
        dots.data().chunks_exact(4).map(|dot| grey(dot) as u8).collect()
    }

    /// All that the map tells apart by its symbols, but for land classes of wetland among each other, which are colours.
    fn meanings() -> Vec<(String, Category, Symbol)> {
        let zones = Role::ALL.into_iter().filter(|role| *role != Role::Project);
        let zones = zones.map(|role| (format!("{role:?}"), Category::Role(role), of_role(role)));
        let kinds = ProjectKind::ALL.into_iter().map(Some).chain([None]);
        let kinds = kinds.map(|kind| (format!("{kind:?}"), Category::Kind(kind), of_kind(kind)));
        let national = of_wetland(None, true);
        let national = ("national".to_owned(), Category::National(None), national);
        zones.chain(kinds).chain([national]).collect()
    }

    /// Where colour is lost, at least 4 of 100 dots of any two symbols differ by a tenth of the way from black to white.
    #[test]
    fn symbols_are_told_apart_by_a_printer_without_colour() {
        for palette in SymbolPalette::ALL {
            let choice = SymbologyChoice {
                palette,
                ..SymbologyChoice::default()
            };
            let printed: Vec<(String, Vec<u8>)> = meanings()
                .into_iter()
                .map(|(name, category, symbol)| (name, in_grey(&choice.symbol(&category, symbol))))
                .collect();
            let mut alike = Vec::new();
            for (place, (name, own)) in printed.iter().enumerate() {
                for (other, dots) in &printed[..place] {
                    let differ = own
                        .iter()
                        .zip(dots)
                        .filter(|(a, b)| a.abs_diff(**b) >= 25)
                        .count();
                    if differ * 100 < 4 * own.len() {
                        alike.push(format!("{palette:?}: {name} and {other}: {differ}"));
                    }
                }
            }
            assert!(alike.is_empty(), "{alike:#?}");
        }
    }

    /// Wetland of every class is told from the common one of the same class by more than its colour.
    #[test]
    fn national_wetland_is_told_from_common_wetland_of_its_class() {
        for class in ["1101", "1104", "1105", "1107", "0303"] {
            let [common, national] =
                [false, true].map(|national| in_grey(&of_wetland(Some(class), national)));
            let differ = common
                .iter()
                .zip(&national)
                .filter(|(a, b)| a.abs_diff(**b) >= 25);
            assert!(differ.count() * 100 >= 8 * common.len(), "{class}");
        }
    }
}
