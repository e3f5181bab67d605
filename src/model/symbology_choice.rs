//! How layers are drawn that somebody has chosen symbols for: a palette, and changes category by category.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::role::{ProjectKind, Role};
use super::symbology::{Colour, Hatch, Marker, Symbol};

/// Widths of borders and lines that can be chosen, in pixels at 96 dots per inch.
pub const WIDTHS_PX: std::ops::RangeInclusive<f32> = 0.2..=8.0;

/// What of a layer is drawn alike.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    /// A zone, or ground for orientation.
    Role(Role),
    /// Wetland of one land class.
    Class(Arc<str>),
    /// Wetland of national importance, of one land class where that has a colour of its own.
    National(Option<Arc<str>>),
    /// A planned project.
    Kind(Option<ProjectKind>),
}

impl Category {
    /// The name in files: `role:red_line`, `class:1104`, `national:1104`, `national:`, `kind:wind`, `kind:` for a project of no kind.
    pub fn code(&self) -> String {
        match self {
            Category::Role(role) => format!("role:{}", role.code()),
            Category::Class(class) => format!("class:{class}"),
            Category::National(class) => format!("national:{}", class.as_deref().unwrap_or_default()),
            Category::Kind(kind) => format!("kind:{}", kind.map_or("", ProjectKind::code)),
        }
    }

    /// The category of that name.
    pub fn from_code(code: &str) -> Option<Category> {
        let (what, name) = code.split_once(':')?;
        match what {
            "role" => Role::from_code(name).map(Category::Role),
            "national" => Some(Category::National((!name.is_empty()).then(|| name.into()))),
            "class" if !name.is_empty() => Some(Category::Class(name.into())),
            "kind" if name.is_empty() => Some(Category::Kind(None)),
            "kind" => ProjectKind::from_code(name).map(|kind| Category::Kind(Some(kind))),
            _ => None,
        }
    }

    /// The category of the same that is of no national importance.
    fn common(&self) -> Category {
        match self {
            Category::National(None) => Category::Role(Role::Wetland),
            Category::National(Some(class)) => Category::Class(Arc::clone(class)),
            other => other.clone(),
        }
    }
}

/// Whose colours a layer has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolPalette {
    /// Those of Chinese planning sheets.
    #[default]
    Official,
    /// Colours that people tell apart who see no red or no green (after Okabe and Ito, 2008).
    Safe,
}

impl SymbolPalette {
    /// All, in the order of the menu.
    pub const ALL: [SymbolPalette; 2] = [SymbolPalette::Official, SymbolPalette::Safe];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            SymbolPalette::Official => "official",
            SymbolPalette::Safe => "safe",
        }
    }
}

/// What is changed of a symbol; what is not named stays as the palette has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SymbolChange {
    /// Inside of polygons and of markers.
    pub fill: Option<Colour>,
    /// Borders and lines.
    pub stroke: Option<Colour>,
    /// Width of borders and lines, in pixels at 96 dots per inch.
    pub stroke_px: Option<f32>,
    /// Pattern over the fill.
    pub hatch: Option<Hatch>,
    /// For points.
    pub marker: Option<Marker>,
}

impl SymbolChange {
    fn applied(&self, symbol: Symbol) -> Symbol {
        Symbol {
            fill: self.fill.unwrap_or(symbol.fill),
            stroke: self.stroke.unwrap_or(symbol.stroke),
            stroke_px: self.stroke_px.unwrap_or(symbol.stroke_px),
            hatch: self.hatch.unwrap_or(symbol.hatch),
            marker: self.marker.unwrap_or(symbol.marker),
            ..symbol
        }
    }
}

/// What is chosen for one layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SymbologyChoice {
    /// Whose colours it has.
    pub palette: SymbolPalette,
    /// What is changed of them.
    pub changes: BTreeMap<Category, SymbolChange>,
}

impl SymbologyChoice {
    /// True where everything is as the program draws it.
    pub fn is_default(&self) -> bool {
        *self == SymbologyChoice::default()
    }

    /// How a category is drawn that the program draws with `symbol`.
    pub fn symbol(&self, category: &Category, symbol: Symbol) -> Symbol {
        let common = category.common();
        let mut symbol = match self.palette {
            SymbolPalette::Official => symbol,
            SymbolPalette::Safe => safe(&common, symbol),
        };
        if common != *category
            && let Some(fill) = self.changes.get(&common).and_then(|change| change.fill)
        {
            // The fill tells the class, whatever its importance.
            symbol.fill = fill;
        }
        let change = self.changes.get(category);
        change.map_or(symbol, |change| change.applied(symbol))
    }
}

/// What is chosen, by layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Symbology {
    choices: BTreeMap<Arc<str>, SymbologyChoice>,
}

impl Symbology {
    /// What is chosen for a layer; `None` where nothing is.
    pub fn of(&self, layer: &str) -> Option<&SymbologyChoice> {
        self.choices.get(layer)
    }

    /// How a category of a layer is drawn that the program draws with `symbol`.
    pub fn symbol(&self, layer: &str, category: &Category, symbol: Symbol) -> Symbol {
        let choice = self.of(layer);
        choice.map_or(symbol, |choice| choice.symbol(category, symbol))
    }

    /// Chooses for a layer.
    pub fn set(&mut self, layer: &Arc<str>, choice: SymbologyChoice) {
        match choice.is_default() {
            true => self.choices.remove(layer),
            false => self.choices.insert(Arc::clone(layer), choice),
        };
    }
}

/// Colours that people tell apart who see no red or no green: fill and border, the border darker.
fn safe(category: &Category, symbol: Symbol) -> Symbol {
    let (fill, stroke) = match category {
        Category::Role(role) => match role {
            Role::Wetland => (0x9fd3f2, 0x2f7fae),
            Role::RedLine => (0xd55e00, 0xa84a00),
            Role::Core => (0x009e73, 0x006b4e),
            Role::Buffer => (0x8fd6c2, 0x2f8f76),
            Role::BirdHabitat => (0xcc79a7, 0x8f4571),
            Role::Flyway => (0xd9b3cf, 0x9a5c88),
            Role::Restoration => (0xf0e442, 0xa39a12),
            Role::River => (0x0072b2, 0x00527f),
            Role::Farmland => (0xf5d48a, 0xb07d10),
            _ => return symbol,
        },
        Category::Class(class) => match &**class {
            "1101" | "1102" | "1103" => (0x6fb3dd, 0x2f7fae),
            "1104" | "1104A" | "1104K" => (0xf3c25a, 0xa87300),
            "1105" | "1106" => (0xcfcfcf, 0x6a6a6a),
            "1107" | "1107A" => (0x0072b2, 0x00527f),
            _ => (0x66c2a5, 0x2f7f66),
        },
        // It has the colours of its common category.
        Category::National(_) => return symbol,
        Category::Kind(kind) => match kind {
            Some(ProjectKind::Wind) => (0xffffff, 0x00527f),
            Some(ProjectKind::Solar) => (0xe69f00, 0x8f6200),
            Some(ProjectKind::Port) => (0x4aa6dd, 0x1f6f9f),
            Some(ProjectKind::Metro) => (0xcc79a7, 0x8f4571),
            Some(ProjectKind::IndustrialPark) => (0xd55e00, 0x8f3f00),
            Some(ProjectKind::Tourism) => (0x009e73, 0x00664a),
            None => return symbol,
        },
    };
    Symbol {
        fill: Colour::new(fill, symbol.fill.a),
        stroke: Colour::new(stroke, symbol.stroke.a),
        ..symbol
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::symbology::{of_kind, of_role, of_wetland};

    #[test]
    fn categories_have_names_that_lead_back() {
        let kinds = ProjectKind::ALL.map(|kind| Category::Kind(Some(kind)));
        let roles = Role::ALL.map(Category::Role);
        let others = [
            Category::Class("1104A".into()),
            Category::National(None),
            Category::National(Some("1104A".into())),
            Category::Kind(None),
        ];
        for category in kinds.into_iter().chain(roles).chain(others) {
            assert_eq!(Category::from_code(&category.code()), Some(category));
        }
        for bad in ["", "role", "role:x", "class:", "kind:x", "colour:red"] {
            assert_eq!(Category::from_code(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_colour_of_a_class_is_that_of_its_national_wetlands_too() {
        let national = Category::National(Some("1104".into()));
        let before = of_wetland(Some("1104"), true);
        let red = Colour::new(0xff0000, 255);
        let change = SymbolChange {
            fill: Some(red),
            hatch: Some(Hatch::Plain),
            ..SymbolChange::default()
        };
        let mut choice = SymbologyChoice::default();
        choice.changes.insert(Category::Class("1104".into()), change);
        let after = choice.symbol(&national, before);
        assert_eq!(after, Symbol { fill: red, ..before });
        choice.changes.insert(national.clone(), change);
        assert_eq!(choice.symbol(&national, before).hatch, Hatch::Plain);
    }

    #[test]
    fn a_change_touches_what_it_names() {
        let category = Category::Role(Role::Wetland);
        let mut choice = SymbologyChoice::default();
        let before = of_role(Role::Wetland);
        assert_eq!(choice.symbol(&category, before), before);
        let change = SymbolChange {
            stroke_px: Some(3.0),
            ..SymbolChange::default()
        };
        choice.changes.insert(category.clone(), change);
        let after = choice.symbol(&category, before);
        assert_eq!(
            after,
            Symbol {
                stroke_px: 3.0,
                ..before
            }
        );
        assert_eq!(choice.symbol(&Category::Role(Role::Core), before), before);
    }

    /// As people see who lack the red or the green receptor (Viénot, Brettel and Mollon, 1999), in linear light.
    fn seen_without(colour: Colour, red: bool) -> [f64; 3] {
        let linear = |c: u8| (f64::from(c) / 255.0).powf(2.2);
        let [r, g, b] = [colour.r, colour.g, colour.b].map(linear);
        match red {
            true => [
                0.112_38 * r + 0.887_62 * g,
                0.112_38 * r + 0.887_62 * g,
                0.004 * r - 0.004 * g + b,
            ],
            false => [
                0.292_75 * r + 0.707_25 * g,
                0.292_75 * r + 0.707_25 * g,
                -0.022_34 * r + 0.022_34 * g + b,
            ],
        }
    }

    #[test]
    fn safe_colours_differ_to_those_who_see_no_red_or_no_green() {
        let roles = [
            Role::Wetland,
            Role::RedLine,
            Role::Core,
            Role::BirdHabitat,
            Role::Restoration,
            Role::River,
        ];
        let roles = roles.map(|role| safe(&Category::Role(role), of_role(role)).fill);
        let kinds = ProjectKind::ALL.map(|kind| safe(&Category::Kind(Some(kind)), of_kind(Some(kind))).fill);
        for colours in [&roles[..], &kinds[..]] {
            for red in [true, false] {
                for (place, a) in colours.iter().enumerate() {
                    for b in &colours[..place] {
                        let (x, y) = (seen_without(*a, red), seen_without(*b, red));
                        let gap: f64 = x
                            .iter()
                            .zip(y)
                            .map(|(x, y)| (x.max(0.0).sqrt() - y.max(0.0).sqrt()).powi(2))
                            .sum();
                        assert!(gap.sqrt() > 0.1, "{} and {}: {gap:.3}", a.hex(), b.hex());
                    }
                }
            }
        }
    }
}
