//! Words and numbers that the tables share.

use crate::model::workspace::Workspace;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

/// A word of the tables.
pub fn word(lang: Lang, key: &str) -> String {
    say!(lang, &format!("wetland.{key}"))
}

/// Headings by their keys, and whether numbers stand below them.
pub fn columns(lang: Lang, keys: &[(&str, bool)]) -> Vec<(String, bool)> {
    let column = |(key, is_number): &(&str, bool)| (word(lang, &format!("column.{key}")), *is_number);
    keys.iter().map(column).collect()
}

/// A share of 0 to 1 in percent with two decimals, as rates are published.
pub fn percent(share: f64) -> String {
    format!("{} %", thousands(100.0 * share, 2))
}

/// Both ends of an interval, or one figure where they are the same.
pub fn interval((low, high): (f64, f64), text: impl Fn(f64) -> String) -> String {
    let (low, high) = (text(low), text(high));
    if low == high {
        low
    } else {
        format!("{low} – {high}")
    }
}

/// Name of a layer for people; its id where it is not in the workspace.
pub fn layer_name(workspace: &Workspace, id: &str, lang: Lang) -> String {
    let layer = workspace.layer(id);
    layer.map_or_else(|| id.to_owned(), |layer| layer.about.name.get(lang).to_owned())
}

/// A difference with its sign; what rounds to nothing has none of its own.
pub fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    if text.bytes().any(|b| matches!(b, b'1'..=b'9')) {
        text
    } else {
        format!("{:.decimals$}", 0.0)
    }
}
