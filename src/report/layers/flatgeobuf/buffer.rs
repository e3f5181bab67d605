//! FlatBuffers, as much of them as FlatGeobuf needs: tables, vectors of scalars, of tables, and texts.
//!
//! Written from front to back: a table first, then what it points to, each position filled in when it is known.

/// One field of a table by its number in the schema.
#[derive(Debug)]
pub enum Field<'a> {
    /// A byte; also truth values.
    Byte(usize, u8),
    /// 16 bits.
    Short(usize, u16),
    /// 32 bits.
    Int(usize, i32),
    /// 64 bits.
    Long(usize, u64),
    /// A text.
    Text(usize, &'a str),
    /// Bytes.
    Bytes(usize, &'a [u8]),
    /// Whole numbers of 32 bits.
    Ints(usize, &'a [u32]),
    /// Doubles.
    Doubles(usize, &'a [f64]),
    /// Another table.
    Table(usize, Vec<Field<'a>>),
    /// Several tables.
    Tables(usize, Vec<Vec<Field<'a>>>),
}

impl Field<'_> {
    fn number(&self) -> usize {
        match self {
            Field::Byte(number, _)
            | Field::Short(number, _)
            | Field::Int(number, _)
            | Field::Long(number, _)
            | Field::Text(number, _)
            | Field::Bytes(number, _)
            | Field::Ints(number, _)
            | Field::Doubles(number, _)
            | Field::Table(number, _)
            | Field::Tables(number, _) => *number,
        }
    }

    /// Bytes within the table itself.
    fn size(&self) -> usize {
        match self {
            Field::Byte(..) => 1,
            Field::Short(..) => 2,
            Field::Long(..) => 8,
            _ => 4,
        }
    }
}

/// A buffer with its length before it; positions of 8 bytes are aligned from that length on.
pub fn sized(root: &[Field<'_>]) -> Vec<u8> {
    let mut bytes = vec![0; 8];
    let at = table(&mut bytes, root);
    point(&mut bytes, 4, at);
    pad(&mut bytes, 0, 8);
    let length = (bytes.len() - 4) as u32;
    put(&mut bytes, 0, &length.to_le_bytes());
    bytes
}

fn put(bytes: &mut [u8], at: usize, value: &[u8]) {
    if let Some(place) = bytes.get_mut(at..at + value.len()) {
        place.copy_from_slice(value);
    }
}

/// Fills in, at `from`, how far on `to` is.
fn point(bytes: &mut [u8], from: usize, to: usize) {
    put(bytes, from, &((to - from) as u32).to_le_bytes());
}

/// Fills up so that what comes `ahead` bytes later stands at a multiple of `size`.
fn pad(bytes: &mut Vec<u8>, ahead: usize, size: usize) {
    let target = (bytes.len() + ahead).next_multiple_of(size) - ahead;
    bytes.resize(target, 0);
}

/// Writes a table and all that hangs on it; its position.
fn table(bytes: &mut Vec<u8>, fields: &[Field<'_>]) -> usize {
    // The longest first: then each is aligned without gaps.
    let mut order: Vec<&Field<'_>> = fields.iter().collect();
    order.sort_by_key(|field| (std::cmp::Reverse(field.size()), field.number()));
    let slots = fields.iter().map(|field| field.number() + 1).max().unwrap_or(0);
    let directory_bytes = 4 + 2 * slots;
    // The table begins with four bytes; fields of eight are aligned behind them.
    pad(bytes, directory_bytes + 4, 8);
    let directory = bytes.len();
    bytes.resize(directory + directory_bytes, 0);
    let at = bytes.len();
    bytes.extend_from_slice(&(directory_bytes as i32).to_le_bytes());
    let mut pending = Vec::new();
    for field in order {
        let place = bytes.len();
        put(
            bytes,
            directory + 4 + 2 * field.number(),
            &((place - at) as u16).to_le_bytes(),
        );
        match field {
            Field::Byte(_, value) => bytes.push(*value),
            Field::Short(_, value) => bytes.extend_from_slice(&value.to_le_bytes()),
            Field::Int(_, value) => bytes.extend_from_slice(&value.to_le_bytes()),
            Field::Long(_, value) => bytes.extend_from_slice(&value.to_le_bytes()),
            other => {
                bytes.extend_from_slice(&[0; 4]);
                pending.push((place, other));
            }
        }
    }
    let table_bytes = (bytes.len() - at) as u16;
    put(bytes, directory, &(directory_bytes as u16).to_le_bytes());
    put(bytes, directory + 2, &table_bytes.to_le_bytes());
    for (place, field) in pending {
        let child = child(bytes, field);
        point(bytes, place, child);
    }
    at
}

fn child(bytes: &mut Vec<u8>, field: &Field<'_>) -> usize {
    match field {
        Field::Text(_, text) => {
            let at = vector(bytes, text.len(), 1);
            bytes.extend_from_slice(text.as_bytes());
            bytes.push(0);
            at
        }
        Field::Bytes(_, own) => {
            let at = vector(bytes, own.len(), 1);
            bytes.extend_from_slice(own);
            at
        }
        Field::Ints(_, own) => {
            let at = vector(bytes, own.len(), 4);
            own.iter()
                .for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
            at
        }
        Field::Doubles(_, own) => {
            let at = vector(bytes, own.len(), 8);
            own.iter()
                .for_each(|value| bytes.extend_from_slice(&value.to_le_bytes()));
            at
        }
        Field::Table(_, fields) => table(bytes, fields),
        Field::Tables(_, tables) => {
            let at = vector(bytes, tables.len(), 4);
            let first = bytes.len();
            bytes.resize(first + 4 * tables.len(), 0);
            for (number, fields) in tables.iter().enumerate() {
                let own = table(bytes, fields);
                point(bytes, first + 4 * number, own);
            }
            at
        }
        Field::Byte(..) | Field::Short(..) | Field::Int(..) | Field::Long(..) => bytes.len(),
    }
}

/// Begins a vector; its position.
fn vector(bytes: &mut Vec<u8>, count: usize, size: usize) -> usize {
    pad(bytes, 4, size.max(4));
    let at = bytes.len();
    bytes.extend_from_slice(&(count as u32).to_le_bytes());
    at
}
