//! The header: name, box, sort of shapes, columns, system.

use crate::geom::crs_wkt::{Dialect, wkt_of};
use crate::geom::extent::Extent;

use super::super::loss::{Loss, Losses};
use super::super::placed::Placing;
use super::super::survey::{Columns, Kind, Survey};
use super::buffer::{Field, sized};
use super::tree::NODE_ITEMS;

/// Kinds of columns by the codes of the format.
pub mod kind {
    /// A truth value.
    pub const BOOL: u8 = 2;
    /// A whole number of 64 bits with a sign.
    pub const LONG: u8 = 7;
    /// A double.
    pub const DOUBLE: u8 = 10;
    /// A text.
    pub const TEXT: u8 = 11;
    /// A text in JSON.
    pub const JSON: u8 = 12;
}

/// What the header says beside columns and system.
pub struct Head<'a> {
    /// Name of the layer.
    pub name: &'a str,
    /// The box around everything.
    pub extent: Extent,
    /// Sort of all shapes; 0 for several.
    pub geometry_type: u8,
    /// How many features.
    pub count: u64,
    /// There is a tree.
    pub has_index: bool,
}

/// The kinds of the columns; what they cannot hold is told.
pub fn column_kinds(columns: &Columns, losses: &mut Losses) -> Vec<u8> {
    let kind = |kind: Kind| match kind {
        Kind::Bool => kind::BOOL,
        Kind::Whole => kind::LONG,
        Kind::Real => kind::DOUBLE,
        Kind::Json => kind::JSON,
        Kind::Text => kind::TEXT,
    };
    for column in &columns.list {
        losses.add(Loss::AsText(column.name.to_string()), column.tally.not_texts());
    }
    columns
        .list
        .iter()
        .map(|column| kind(column.tally.kind()))
        .collect()
}

/// The code of the one sort of shape there is; 0 for several or where that is not known.
pub fn geometry_type(survey: &Survey) -> u8 {
    let Some(sorts) = &survey.shapes else { return 0 };
    if sorts.count() != 1 {
        return 0;
    }
    match (sorts.areas, sorts.lines) {
        (1.., _) if sorts.multi_areas > 0 => 6,
        (1.., _) => 3,
        (_, 1..) if sorts.multi_lines > 0 => 5,
        (_, 1..) => 2,
        _ if sorts.multi_points > 0 => 4,
        _ => 1,
    }
}

impl Head<'_> {
    /// The header with its length before it.
    pub fn bytes(&self, columns: &Columns, kinds: &[u8], placing: &Placing) -> Vec<u8> {
        let corners = [
            self.extent.min.x,
            self.extent.min.y,
            self.extent.max.x,
            self.extent.max.y,
        ];
        let columns = columns.list.iter().zip(kinds);
        let columns = columns.map(|(column, kind)| vec![Field::Text(0, &column.name), Field::Byte(1, *kind)]);
        let wkt = wkt_of(&placing.crs, Dialect::Ogc).unwrap_or_default();
        let number = code_of(placing);
        let mut crs = vec![Field::Text(2, placing.crs.name())];
        if number > 0 {
            crs.extend([Field::Text(0, "EPSG"), Field::Int(1, number)]);
        }
        if !wkt.is_empty() {
            crs.push(Field::Text(4, &wkt));
        }
        let mut fields = vec![
            Field::Text(0, self.name),
            Field::Byte(2, self.geometry_type),
            Field::Tables(7, columns.collect()),
            Field::Long(8, self.count),
            Field::Short(9, if self.has_index { NODE_ITEMS } else { 0 }),
            Field::Table(10, crs),
        ];
        if !self.extent.is_empty() {
            fields.push(Field::Doubles(1, &corners));
        }
        sized(&fields)
    }
}

/// The EPSG number of a system; 0 where it has none.
fn code_of(placing: &Placing) -> i32 {
    placing
        .epsg()
        .and_then(|number| i32::try_from(number).ok())
        .unwrap_or_default()
}
