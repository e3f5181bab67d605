//! The properties of one feature: pairs of a column's number and a value.

use std::sync::Arc;

use serde_json::Number;

use crate::formats::cursor::{Cursor, Order};
use crate::formats::shared_text::SharedTexts;
use crate::model::feature::{Properties, PropertyValue};
use crate::model::file_fault::FileFault;

use super::header::Columns;

/// Reads properties; shares their texts.
#[derive(Default)]
pub struct Reader {
    texts: SharedTexts,
    /// Features with bytes that are no UTF-8.
    pub undecodable: usize,
}

impl Reader {
    /// The properties in some bytes; a column without a value is null.
    ///
    /// # Errors
    /// Columns and kinds that there are not, values longer than the bytes.
    pub fn properties(&mut self, bytes: &[u8], columns: &Columns) -> Result<Properties, FileFault> {
        let mut values = vec![PropertyValue::Null; columns.names.len()];
        let mut cursor = Cursor::new(bytes);
        let mut odd_text = false;
        // Some writers fill up with a byte of zero.
        while cursor.left() > 1 || bytes.get(cursor.position()).is_some_and(|byte| *byte != 0) {
            let byte = cursor.position() as u64;
            let short = |cursor: &Cursor<'_>| FileFault::WrongLength {
                byte,
                said: cursor.left() as u64 + 1,
                there: cursor.left() as u64,
            };
            let column = cursor.u16(Order::Little).ok_or_else(|| short(&cursor))?;
            let position = usize::from(column);
            let (Some(&kind), Some(value)) = (columns.kinds.get(position), values.get_mut(position)) else {
                let code = u64::from(column);
                return Err(FileFault::WrongCode { byte, code });
            };
            if kind > 14 {
                let code = u64::from(kind);
                return Err(FileFault::WrongCode { byte, code });
            }
            *value = match scalar(&mut cursor, kind) {
                Some(scalar) => scalar.ok_or_else(|| short(&cursor))?,
                None => {
                    let length = cursor.u32(Order::Little).ok_or_else(|| short(&cursor))?;
                    let text = cursor.take(length as usize).ok_or(FileFault::WrongLength {
                        byte,
                        said: u64::from(length),
                        there: cursor.left() as u64,
                    })?;
                    odd_text |= kind != 14 && std::str::from_utf8(text).is_err();
                    self.text(text, kind)
                }
            };
        }
        self.undecodable += usize::from(odd_text);
        Ok(Properties::new(Arc::clone(&columns.names), values))
    }

    fn text(&mut self, bytes: &[u8], kind: u8) -> PropertyValue {
        if kind == 14 {
            let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            return PropertyValue::Text(format!("0x{digits}").into());
        }
        self.texts.value(&String::from_utf8_lossy(bytes))
    }
}

/// A value of fixed length: `None` for kinds that have none, `Some(None)` where the bytes end before it.
fn scalar(cursor: &mut Cursor<'_>, kind: u8) -> Option<Option<PropertyValue>> {
    let whole = |value: i64| PropertyValue::Number(value.into());
    let number = |value: f64| Number::from_f64(value).map_or(PropertyValue::Null, PropertyValue::Number);
    let order = Order::Little;
    Some(match kind {
        0 => cursor.byte().map(|bits| whole(i64::from(bits.cast_signed()))),
        1 => cursor.byte().map(|value| whole(i64::from(value))),
        2 => cursor.byte().map(|value| PropertyValue::Bool(value != 0)),
        3 => cursor.u16(order).map(|bits| whole(i64::from(bits.cast_signed()))),
        4 => cursor.u16(order).map(|value| whole(i64::from(value))),
        5 => cursor.u32(order).map(|bits| whole(i64::from(bits.cast_signed()))),
        6 => cursor.u32(order).map(|value| whole(i64::from(value))),
        7 => cursor.u64(order).map(|bits| whole(bits.cast_signed())),
        8 => cursor.u64(order).map(|value| PropertyValue::Number(value.into())),
        9 => cursor
            .u32(order)
            .map(|bits| number(f64::from(f32::from_bits(bits)))),
        10 => cursor.f64(order).map(number),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(kinds: &[u8]) -> Columns {
        let names: Vec<Arc<str>> = (0..kinds.len()).map(|number| number.to_string().into()).collect();
        Columns {
            names: names.into(),
            kinds: kinds.to_vec(),
        }
    }

    #[track_caller]
    fn check(kind: u8, bytes: &[u8], expected: impl Into<PropertyValue>) {
        let all = [&[0, 0], bytes].concat();
        let properties = Reader::default().properties(&all, &columns(&[kind])).unwrap();
        assert_eq!(properties.get("0"), Some(&expected.into()));
    }

    #[test]
    fn values_of_every_kind() {
        let whole = |value: i64| PropertyValue::Number(value.into());
        check(0, &[0xff], whole(-1));
        check(1, &[0xff], whole(255));
        check(2, &[1], PropertyValue::Bool(true));
        check(3, &[0xfe, 0xff], whole(-2));
        check(6, &[0xff; 4], whole(i64::from(u32::MAX)));
        check(7, &[0xff; 8], whole(-1));
        check(10, &f64::NAN.to_le_bytes(), PropertyValue::Null);
        check(11, &[2, 0, 0, 0, b'a', b'b'], "ab");
        check(14, &[2, 0, 0, 0, 1, 255], "0x01ff");
        check(1, &[5, 0], whole(5));
    }

    #[test]
    fn lengths_and_columns_that_lie() {
        let check = |kind: u8, bytes: &[u8], code: &str| {
            let read = Reader::default().properties(bytes, &columns(&[kind]));
            assert_eq!(read.unwrap_err().code(), code, "{bytes:?}");
        };
        check(1, &[7], "wrong_length");
        check(1, &[0, 0], "wrong_length");
        check(1, &[1, 0, 5], "wrong_code");
        check(15, &[0, 0, 5], "wrong_code");
        check(11, &[0, 0, 255, 255, 255, 255, 1], "wrong_length");
    }
}
