//! How a layer is drawn, as it stands in a workspace file and in a style file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::symbology::{Colour, Hatch, Marker};
use crate::model::symbology_choice::{Category, SymbolChange, SymbolPalette, SymbologyChoice, WIDTHS_PX};

/// The version of style files.
const VERSION: u32 = 1;

/// The table `[layer.style]`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenStyle {
    /// `official` or `safe`.
    #[serde(skip_serializing_if = "Option::is_none")]
    palette: Option<String>,
    /// By category: `class:1104`, `role:red_line`, `kind:wind`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    symbols: BTreeMap<String, WrittenSymbol>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
struct WrittenSymbol {
    /// `#rrggbb` or `#rrggbbaa`.
    #[serde(skip_serializing_if = "Option::is_none")]
    fill: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outline: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    width_px: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hatch: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    marker: Option<String>,
}

/// A style file.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    version: u32,
    style: WrittenStyle,
}

impl WrittenStyle {
    /// As it is written.
    pub fn of(choice: &SymbologyChoice) -> WrittenStyle {
        let palette = Some(choice.palette).filter(|palette| *palette != SymbolPalette::Official);
        let symbols = choice.changes.iter();
        WrittenStyle {
            palette: palette.map(|palette| palette.code().to_owned()),
            symbols: symbols
                .map(|(category, change)| (category.code(), WrittenSymbol::of(change)))
                .collect(),
        }
    }

    /// What it means.
    ///
    /// # Errors
    /// What means nothing, in words for whoever wrote it.
    pub fn choice(&self) -> Result<SymbologyChoice, String> {
        let palette = match self.palette.as_deref() {
            None => SymbolPalette::Official,
            Some(code) => {
                let mut all = SymbolPalette::ALL.into_iter();
                let known = all.find(|palette| palette.code() == code);
                known.ok_or_else(|| format!("palette {code:?} is neither \"official\" nor \"safe\""))?
            }
        };
        let mut changes = BTreeMap::new();
        for (code, symbol) in &self.symbols {
            let category = Category::from_code(code);
            let category = category.ok_or_else(|| format!("there is no category {code:?}"))?;
            changes.insert(category, symbol.change()?);
        }
        Ok(SymbologyChoice { palette, changes })
    }
}

impl WrittenSymbol {
    fn of(change: &SymbolChange) -> WrittenSymbol {
        let code = |all: &[(Hatch, &str)], wanted: Hatch| {
            let mut all = all.iter();
            all.find(|(hatch, _)| *hatch == wanted)
                .map(|(_, code)| (*code).to_owned())
        };
        let marker = |wanted: Marker| {
            let mut all = Marker::NAMED.iter();
            all.find(|(marker, _)| *marker == wanted)
                .map(|(_, code)| (*code).to_owned())
        };
        WrittenSymbol {
            fill: change.fill.map(text_of),
            outline: change.stroke.map(text_of),
            // Tenths of a tenth are no width that anybody means.
            width_px: change.stroke_px.map(|px| (f64::from(px) * 100.0).round() / 100.0),
            hatch: change.hatch.and_then(|hatch| code(&Hatch::NAMED, hatch)),
            marker: change.marker.and_then(marker),
        }
    }

    fn change(&self) -> Result<SymbolChange, String> {
        let colour = |text: &Option<String>| text.as_deref().map(colour_of).transpose();
        let stroke_px = self.width_px.map(|px| px as f32);
        if stroke_px.is_some_and(|px| !WIDTHS_PX.contains(&px)) {
            let (least, most) = (WIDTHS_PX.start(), WIDTHS_PX.end());
            return Err(format!("width_px must be {least} to {most}"));
        }
        Ok(SymbolChange {
            fill: colour(&self.fill)?,
            stroke: colour(&self.outline)?,
            stroke_px,
            hatch: named(&Hatch::NAMED, self.hatch.as_deref(), "hatch")?,
            marker: named(&Marker::NAMED, self.marker.as_deref(), "marker")?,
        })
    }
}

fn named<T: Copy>(all: &[(T, &str)], code: Option<&str>, what: &str) -> Result<Option<T>, String> {
    let Some(code) = code else {
        return Ok(None);
    };
    let known = all.iter().find(|(_, own)| *own == code);
    let codes = || all.iter().map(|(_, own)| *own).collect::<Vec<_>>().join(", ");
    match known {
        Some((value, _)) => Ok(Some(*value)),
        None => Err(format!("{what} {code:?} is none of {}", codes())),
    }
}

fn text_of(colour: Colour) -> String {
    match colour.a {
        255 => colour.hex(),
        a => format!("{}{a:02x}", colour.hex()),
    }
}

fn colour_of(text: &str) -> Result<Colour, String> {
    let bad = || format!("colour {text:?} is not of the form \"#rrggbb\" or \"#rrggbbaa\"");
    let digits = text.strip_prefix('#').ok_or_else(bad)?;
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u32::from_str_radix(digits, 16).ok().filter(|_| plain);
    match (digits.len(), number) {
        (6, Some(rgb)) => Ok(Colour::new(rgb, 255)),
        (8, Some(rgba)) => Ok(Colour::new(rgba >> 8, (rgba & 0xff) as u8)),
        _ => Err(bad()),
    }
}

/// The content of a style file.
pub fn file_text(choice: &SymbologyChoice) -> String {
    let written = WrittenFile {
        version: VERSION,
        style: WrittenStyle::of(choice),
    };
    toml::to_string_pretty(&written).unwrap_or_default()
}

/// The style in the content of a style file.
///
/// # Errors
/// What means nothing, in words for whoever wrote it.
pub fn of_file_text(text: &str) -> Result<SymbologyChoice, String> {
    let written: WrittenFile = toml::from_str(text).map_err(|error| error.to_string())?;
    match written.version {
        VERSION => written.style.choice(),
        other => Err(format!(
            "version {other} of style files is not known, only {VERSION}"
        )),
    }
}

/// The style as lines of a layer in a workspace file.
pub fn workspace_lines(choice: &SymbologyChoice) -> String {
    let lines = toml::to_string_pretty(&WrittenStyle::of(choice)).unwrap_or_default();
    let prefixed = lines.lines().map(|line| match line.strip_prefix("[symbols") {
        Some(rest) => format!("[layer.style.symbols{rest}"),
        None => line.to_owned(),
    });
    let lines: Vec<String> = prefixed.collect();
    format!("[layer.style]\n{}\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::role::Role;

    fn choice() -> SymbologyChoice {
        let change = SymbolChange {
            fill: Some(Colour::new(0x12_34_56, 200)),
            stroke: Some(Colour::new(0xab_cd_ef, 255)),
            stroke_px: Some(1.25),
            hatch: Some(Hatch::Dotted),
            marker: Some(Marker::Turbine),
        };
        SymbologyChoice {
            palette: SymbolPalette::Safe,
            changes: [
                (Category::Class("1104A".into()), change),
                (Category::Role(Role::RedLine), SymbolChange::default()),
            ]
            .into(),
        }
    }

    #[test]
    fn a_style_file_is_read_back() {
        assert_eq!(of_file_text(&file_text(&choice())), Ok(choice()));
        let plain = SymbologyChoice::default();
        assert_eq!(of_file_text(&file_text(&plain)), Ok(plain));
    }

    #[test]
    fn lines_for_a_workspace_are_read_back() {
        #[derive(Deserialize)]
        struct Workspace {
            layer: Vec<Layer>,
        }
        #[derive(Deserialize)]
        struct Layer {
            style: WrittenStyle,
        }
        let text = format!("[[layer]]\n{}", workspace_lines(&choice()));
        let read: Workspace = toml::from_str(&text).unwrap();
        assert_eq!(read.layer[0].style.choice(), Ok(choice()));
    }

    #[test]
    fn what_means_nothing_is_refused() {
        let check = |style: &str| {
            let text = format!("version = 1\n[style]\n{style}");
            assert!(of_file_text(&text).is_err(), "{style}");
        };
        check("palette = \"pink\"");
        check("symbols = { \"role:x\" = {} }");
        check("symbols = { \"role:core\" = { fill = \"red\" } }");
        check("symbols = { \"role:core\" = { fill = \"#12345\" } }");
        check("symbols = { \"role:core\" = { fill = \"#+12345\" } }");
        check("symbols = { \"role:core\" = { fill = \"#änderu\" } }");
        check("symbols = { \"role:core\" = { width_px = nan } }");
        check("symbols = { \"role:core\" = { width_px = 900 } }");
        check("symbols = { \"role:core\" = { hatch = \"wavy\" } }");
        assert!(of_file_text("version = 2\n[style]").is_err());
    }
}
