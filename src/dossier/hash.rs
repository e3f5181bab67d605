//! Hashes of parts, so that no two different lists of parts give the same bytes.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, Error};

use crate::geom::shape::Shape;
use crate::model::feature::{Feature, Properties};
use crate::report::layers::geopackage::quoted;
use crate::sha256::Sha256;

/// Takes parts one after another; each with its length, so that where one ends is part of the hash.
pub struct Hasher(Sha256);

impl Hasher {
    /// For one purpose, which goes in first.
    pub fn new(purpose: &str) -> Hasher {
        let mut hasher = Hasher(Sha256::new());
        hasher.take(purpose.as_bytes());
        hasher
    }

    /// Takes a part.
    pub fn take(&mut self, part: &[u8]) {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
    }

    /// Takes a number.
    pub fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    /// 64 hexadecimal digits.
    pub fn hexadecimal(self) -> String {
        self.0.hexadecimal()
    }

    /// 32 bytes.
    pub fn bytes(self) -> [u8; 32] {
        self.0.finish()
    }
}

/// The hash of a feature: id, number, values and every bit of its shape.
pub fn of_feature(feature: &Feature) -> [u8; 32] {
    let mut hasher = Hasher::new("redshank-feature-1");
    hasher.take(feature.id.as_bytes());
    hasher.number(feature.number as u64);
    take_properties(&mut hasher, &feature.properties);
    take_properties(&mut hasher, &feature.foreign);
    take_shape(&mut hasher, &feature.shape);
    hasher.bytes()
}

fn take_properties(hasher: &mut Hasher, properties: &Properties) {
    hasher.number(properties.len() as u64);
    for (name, value) in properties.iter() {
        hasher.take(name.as_bytes());
        // The JSON form tells texts from numbers, and whole numbers from broken ones.
        hasher.take(value.to_json().to_string().as_bytes());
    }
}

fn take_shape(hasher: &mut Hasher, shape: &Shape) {
    let mut path = |coords: &mut dyn Iterator<Item = geo::Coord<f64>>| {
        let mut bytes = Vec::new();
        for coord in coords {
            bytes.extend_from_slice(&coord.x.to_le_bytes());
            bytes.extend_from_slice(&coord.y.to_le_bytes());
        }
        hasher.take(&bytes);
    };
    for polygon in shape.areas() {
        path(&mut polygon.exterior().0.iter().copied());
        for hole in polygon.interiors() {
            path(&mut hole.0.iter().copied());
        }
        // An empty path parts the polygons.
        path(&mut std::iter::empty());
    }
    path(&mut std::iter::empty());
    for line in shape.lines() {
        path(&mut line.0.iter().copied());
    }
    path(&mut shape.points().iter().map(|point| point.0));
}

/// The hash of all rows of a table in the order of a column, by the bytes of their values.
///
/// # Errors
/// Those of the database.
pub fn of_table(connection: &Connection, table: &str, order: &str) -> Result<String, Error> {
    let sql = format!("SELECT * FROM {} ORDER BY {order}", quoted(table));
    let mut statement = connection.prepare(&sql)?;
    let count = statement.column_count();
    let mut hasher = Hasher::new("redshank-table-1");
    for name in statement.column_names() {
        hasher.take(name.as_bytes());
    }
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        for column in 0..count {
            match row.get_ref(column)? {
                ValueRef::Null => hasher.take(b"n"),
                ValueRef::Integer(number) => {
                    hasher.take(b"i");
                    hasher.take(&number.to_le_bytes());
                }
                ValueRef::Real(number) => {
                    hasher.take(b"r");
                    hasher.take(&number.to_le_bytes());
                }
                ValueRef::Text(bytes) => {
                    hasher.take(b"t");
                    hasher.take(bytes);
                }
                ValueRef::Blob(bytes) => {
                    hasher.take(b"b");
                    hasher.take(bytes);
                }
            }
        }
    }
    Ok(hasher.hexadecimal())
}
