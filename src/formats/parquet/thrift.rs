//! Thrift's compact protocol, in which the footer and the heads of pages are written: taken apart as a whole, so that a
//! list is never longer than the bytes it came from and nothing lies deeper than is read.

use crate::formats::cursor::{Cursor, Order};
use crate::model::file_fault::FileFault;

/// Structs within lists within structs; the footer of any writer needs eight.
const DEPTH: usize = 24;

/// The fields of a struct by their numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fields<'a>(Vec<(i16, Item<'a>)>);

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Item<'a> {
    /// A truth value.
    Bool(bool),
    /// A whole number of any width.
    Int(i64),
    /// A text, bytes, or the bytes of a number of double precision.
    Bytes(&'a [u8]),
    /// A list or set; of a map its keys and values in turn.
    List(Vec<Item<'a>>),
    /// A struct.
    Struct(Fields<'a>),
}

impl<'a> Fields<'a> {
    /// The first field of that number.
    pub fn get(&self, number: i16) -> Option<&Item<'a>> {
        self.0
            .iter()
            .find(|(own, _)| *own == number)
            .map(|(_, item)| item)
    }

    /// A whole number.
    pub fn int(&self, number: i16) -> Option<i64> {
        match self.get(number)? {
            Item::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// A whole number that counts something.
    pub fn count(&self, number: i16) -> Option<usize> {
        self.int(number).and_then(|value| usize::try_from(value).ok())
    }

    /// A truth value.
    pub fn truth(&self, number: i16) -> Option<bool> {
        match self.get(number)? {
            Item::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// A text; what is no UTF-8 in it shows as U+FFFD.
    pub fn text(&self, number: i16) -> Option<String> {
        match self.get(number)? {
            Item::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            _ => None,
        }
    }

    /// A struct.
    pub fn fields(&self, number: i16) -> Option<&Fields<'a>> {
        self.get(number).and_then(Item::fields)
    }

    /// A list; an empty one where there is none.
    pub fn list(&self, number: i16) -> &[Item<'a>] {
        match self.get(number) {
            Some(Item::List(items)) => items,
            _ => &[],
        }
    }

    /// The number of the only field: which member of a union is there.
    pub fn member(&self) -> Option<(i16, &Item<'a>)> {
        self.0.first().map(|(number, item)| (*number, item))
    }
}

impl<'a> Item<'a> {
    /// The fields, where it is a struct.
    pub fn fields(&self) -> Option<&Fields<'a>> {
        match self {
            Item::Struct(fields) => Some(fields),
            _ => None,
        }
    }
}

/// The codes of the types.
mod code {
    pub const STOP: u8 = 0;
    pub const TRUE: u8 = 1;
    pub const FALSE: u8 = 2;
    pub const BYTE: u8 = 3;
    pub const I16: u8 = 4;
    pub const I32: u8 = 5;
    pub const I64: u8 = 6;
    pub const DOUBLE: u8 = 7;
    pub const BINARY: u8 = 8;
    pub const LIST: u8 = 9;
    pub const SET: u8 = 10;
    pub const MAP: u8 = 11;
    pub const STRUCT: u8 = 12;
}

/// The struct that begins at byte `at`, and where it ends.
///
/// # Errors
/// Lengths that the bytes cannot hold, codes of no type, structs too deep.
pub fn fields_at(bytes: &[u8], at: usize) -> Result<(Fields<'_>, usize), FileFault> {
    let mut reader = Reader {
        cursor: Cursor::at(bytes, at),
    };
    let fields = reader.fields(DEPTH)?;
    Ok((fields, reader.cursor.position()))
}

struct Reader<'a> {
    cursor: Cursor<'a>,
}

impl<'a> Reader<'a> {
    fn short(&self, said: u64) -> FileFault {
        FileFault::WrongLength {
            byte: self.cursor.position() as u64,
            said,
            there: self.cursor.left() as u64,
        }
    }

    fn wrong(&self, code: u64) -> FileFault {
        FileFault::WrongCode {
            byte: self.cursor.position() as u64,
            code,
        }
    }

    fn byte(&mut self) -> Result<u8, FileFault> {
        let short = self.short(1);
        self.cursor.byte().ok_or(short)
    }

    fn fields(&mut self, depth: usize) -> Result<Fields<'a>, FileFault> {
        let deeper = depth.checked_sub(1).ok_or(FileFault::Limit {
            what: "depth",
            limit: DEPTH as u64,
        })?;
        let mut fields = Vec::new();
        let mut number: i16 = 0;
        loop {
            let head = self.byte()?;
            let kind = head & 0x0f;
            if kind == code::STOP {
                return Ok(Fields(fields));
            }
            number = match head >> 4 {
                0 => i16::try_from(self.zigzag()?).map_err(|_| self.wrong(u64::from(head)))?,
                step => number.wrapping_add(i16::from(step)),
            };
            let item = match kind {
                code::TRUE => Item::Bool(true),
                code::FALSE => Item::Bool(false),
                kind => self.item(kind, deeper)?,
            };
            fields.push((number, item));
        }
    }

    /// A value that has bytes of its own.
    fn item(&mut self, kind: u8, depth: usize) -> Result<Item<'a>, FileFault> {
        Ok(match kind {
            code::TRUE | code::FALSE => Item::Bool(self.byte()? == code::TRUE),
            code::BYTE => Item::Int(i64::from(self.byte()?.cast_signed())),
            code::I16 | code::I32 | code::I64 => Item::Int(self.zigzag()?),
            code::DOUBLE => Item::Bytes(self.bytes(8)?),
            code::BINARY => {
                let length = self.varint()?;
                Item::Bytes(self.bytes(length)?)
            }
            code::LIST | code::SET => self.list(depth)?,
            code::MAP => self.map(depth)?,
            code::STRUCT => Item::Struct(self.fields(depth)?),
            other => return Err(self.wrong(u64::from(other))),
        })
    }

    fn list(&mut self, depth: usize) -> Result<Item<'a>, FileFault> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => self.varint()?,
            few => u64::from(few),
        };
        self.items(count, &[head & 0x0f], depth)
    }

    fn map(&mut self, depth: usize) -> Result<Item<'a>, FileFault> {
        let count = self.varint()?;
        if count == 0 {
            return Ok(Item::List(Vec::new()));
        }
        let kinds = self.byte()?;
        self.items(count.saturating_mul(2), &[kinds >> 4, kinds & 0x0f], depth)
    }

    /// So many values of these kinds in turn, each of which takes a byte at least.
    fn items(&mut self, count: u64, kinds: &[u8], depth: usize) -> Result<Item<'a>, FileFault> {
        let deeper = depth.checked_sub(1).ok_or(FileFault::Limit {
            what: "depth",
            limit: DEPTH as u64,
        })?;
        if count > self.cursor.left() as u64 {
            return Err(self.short(count));
        }
        let kinds = kinds.iter().copied().cycle().take(count as usize);
        let items: Result<Vec<Item<'a>>, FileFault> = kinds.map(|kind| self.item(kind, deeper)).collect();
        items.map(Item::List)
    }

    fn bytes(&mut self, length: u64) -> Result<&'a [u8], FileFault> {
        let short = self.short(length);
        let length = usize::try_from(length).map_err(|_| short.clone())?;
        self.cursor.take(length).ok_or(short)
    }

    fn varint(&mut self) -> Result<u64, FileFault> {
        let short = self.short(1);
        varint(&mut self.cursor).ok_or(short)
    }

    fn zigzag(&mut self) -> Result<i64, FileFault> {
        self.varint().map(unzigzag)
    }
}

/// A number of seven bits a byte, the least first; `None` for one that does not end within 64 bits.
pub fn varint(cursor: &mut Cursor<'_>) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = cursor.byte()?;
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// A number whose last bit is its sign.
pub fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

/// Four bytes without sign, the least first.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Cursor::at(bytes, at).u32(Order::Little)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_lists_and_structs() {
        // 1: 3 (i32), 2: "ab", 3: [1, -1] (i32), 5: true, 6: {1: false}
        let bytes = [
            0x15, 6, 0x18, 2, b'a', b'b', 0x19, 0x25, 2, 1, 0x21, 0x1c, 0x12, 0, 0, 9,
        ];
        let (fields, end) = fields_at(&bytes, 0).unwrap();
        assert_eq!(end, bytes.len() - 1);
        assert_eq!(fields.int(1), Some(3));
        assert_eq!(fields.text(2).as_deref(), Some("ab"));
        assert_eq!(fields.list(3), [Item::Int(1), Item::Int(-1)]);
        assert_eq!(fields.truth(5), Some(true));
        assert_eq!(fields.fields(6).and_then(|inner| inner.truth(1)), Some(false));
        assert_eq!(fields.int(7), None);
    }

    #[track_caller]
    fn check_refused(bytes: &[u8], code: &str) {
        assert_eq!(fields_at(bytes, 0).unwrap_err().code(), code, "{bytes:?}");
    }

    #[test]
    fn what_lies_and_what_is_cut() {
        check_refused(&[], "wrong_length");
        check_refused(&[0x15], "wrong_length");
        // A text of 2^35 bytes, a list of as many structs.
        check_refused(&[0x18, 0xff, 0xff, 0xff, 0xff, 0x7f, 0], "wrong_length");
        check_refused(&[0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x7f, 0], "wrong_length");
        check_refused(&[0x1d, 0], "wrong_code");
        check_refused(
            &[
                0x16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
            ],
            "wrong_length",
        );
        check_refused(&[0x1c; 100_000], "limit");
        check_refused(&[0x19; 100_000], "limit");
    }

    #[test]
    fn signs() {
        for (written, value) in [
            (0, 0),
            (1, -1),
            (2, 1),
            (u64::MAX, i64::MIN),
            (u64::MAX - 1, i64::MAX),
        ] {
            assert_eq!(unzigzag(written), value);
        }
    }
}
