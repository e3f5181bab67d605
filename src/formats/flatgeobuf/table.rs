//! Tables of FlatBuffers, each step checked against the bytes that are there.

use crate::formats::cursor::{Cursor, Order};
use crate::model::file_fault::FileFault;

/// A table within a buffer.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a> {
    buffer: &'a [u8],
    at: usize,
    /// Where the positions of its fields are, two bytes each.
    slots: &'a [u8],
}

/// A vector of things of one size.
#[derive(Clone, Copy, Debug)]
pub struct Vector<'a> {
    buffer: &'a [u8],
    /// Where its first element is.
    at: usize,
    /// The bytes of its elements.
    pub bytes: &'a [u8],
}

fn short(byte: usize, said: usize, buffer: &[u8]) -> FileFault {
    FileFault::WrongLength {
        byte: byte as u64,
        said: said as u64,
        there: buffer.len().saturating_sub(byte) as u64,
    }
}

impl<'a> Table<'a> {
    /// The root of a buffer.
    ///
    /// # Errors
    /// Positions beyond the end, as with everything below.
    pub fn root(buffer: &'a [u8]) -> Result<Table<'a>, FileFault> {
        Table::at(buffer, target(buffer, 0)?)
    }

    fn at(buffer: &'a [u8], at: usize) -> Result<Table<'a>, FileFault> {
        let back = Cursor::at(buffer, at)
            .u32(Order::Little)
            .ok_or_else(|| short(at, 4, buffer))?;
        let slots_at = (at as i64).checked_sub(i64::from(back.cast_signed()));
        let slots_at = slots_at
            .and_then(|at| usize::try_from(at).ok())
            .ok_or_else(|| short(at, 4, buffer))?;
        let mut cursor = Cursor::at(buffer, slots_at);
        let length = cursor
            .u16(Order::Little)
            .ok_or_else(|| short(slots_at, 4, buffer))?;
        let slots = cursor.take(usize::from(length).saturating_sub(2));
        let slots = slots.ok_or_else(|| short(slots_at, usize::from(length), buffer))?;
        Ok(Table { buffer, at, slots })
    }

    /// Where a field is; `None` where the table leaves it out.
    fn field(&self, number: usize) -> Option<usize> {
        // The first slot is the length of the table itself.
        let offset = Cursor::at(self.slots, 2 + 2 * number).u16(Order::Little)?;
        (offset > 0).then(|| self.at + usize::from(offset))
    }

    /// A number of one byte, 0 where it is left out.
    pub fn byte(&self, number: usize) -> Result<u8, FileFault> {
        self.scalar(number, 0, 1, |cursor| cursor.byte())
    }

    /// A number of two bytes.
    pub fn u16(&self, number: usize, absent: u16) -> Result<u16, FileFault> {
        self.scalar(number, absent, 2, |cursor| cursor.u16(Order::Little))
    }

    /// A number of four bytes, 0 where it is left out.
    pub fn u32(&self, number: usize) -> Result<u32, FileFault> {
        self.scalar(number, 0, 4, |cursor| cursor.u32(Order::Little))
    }

    /// A number of eight bytes, 0 where it is left out.
    pub fn u64(&self, number: usize) -> Result<u64, FileFault> {
        self.scalar(number, 0, 8, |cursor| cursor.u64(Order::Little))
    }

    fn scalar<T>(
        &self,
        number: usize,
        absent: T,
        bytes: usize,
        read: impl Fn(&mut Cursor<'_>) -> Option<T>,
    ) -> Result<T, FileFault> {
        let Some(at) = self.field(number) else {
            return Ok(absent);
        };
        read(&mut Cursor::at(self.buffer, at)).ok_or_else(|| short(at, bytes, self.buffer))
    }

    /// A vector of elements of `size` bytes; `None` where it is left out.
    pub fn vector(&self, number: usize, size: usize) -> Result<Option<Vector<'a>>, FileFault> {
        let Some(field) = self.field(number) else {
            return Ok(None);
        };
        let start = target(self.buffer, field)?;
        let mut cursor = Cursor::at(self.buffer, start);
        let count = cursor
            .u32(Order::Little)
            .ok_or_else(|| short(start, 4, self.buffer))?;
        let at = cursor.position();
        let length = (count as usize).saturating_mul(size);
        let bytes = cursor
            .take(length)
            .ok_or_else(|| short(at, length, self.buffer))?;
        Ok(Some(Vector {
            buffer: self.buffer,
            at,
            bytes,
        }))
    }

    /// A text; what is no UTF-8 in it shows as U+FFFD. `None` where it is left out.
    pub fn text(&self, number: usize) -> Result<Option<String>, FileFault> {
        let vector = self.vector(number, 1)?;
        Ok(vector.map(|vector| String::from_utf8_lossy(vector.bytes).into_owned()))
    }

    /// A table within the table; `None` where it is left out.
    pub fn table(&self, number: usize) -> Result<Option<Table<'a>>, FileFault> {
        let Some(field) = self.field(number) else {
            return Ok(None);
        };
        Table::at(self.buffer, target(self.buffer, field)?).map(Some)
    }

    /// Tables within the table.
    pub fn tables(&self, number: usize) -> Result<Vec<Table<'a>>, FileFault> {
        let Some(vector) = self.vector(number, 4)? else {
            return Ok(Vec::new());
        };
        let table = |position: usize| {
            let entry = vector.at + 4 * position;
            Table::at(vector.buffer, target(vector.buffer, entry)?)
        };
        (0..vector.bytes.len() / 4).map(table).collect()
    }
}

/// Where a position that is written at `at`, relative to itself, leads.
fn target(buffer: &[u8], at: usize) -> Result<usize, FileFault> {
    let offset = Cursor::at(buffer, at)
        .u32(Order::Little)
        .ok_or_else(|| short(at, 4, buffer))?;
    Ok(at.saturating_add(offset as usize))
}
