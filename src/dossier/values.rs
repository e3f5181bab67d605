//! Values of features in columns: what stands there as it is, and what does not.

use rusqlite::types::ValueRef;
use serde_json::{Number, Value};

use crate::formats::shared_text::SharedTexts;
use crate::model::feature::PropertyValue;
use crate::report::layers::survey::Kind;

/// The name of a kind of column in the file.
pub fn kind_code(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::Whole => "whole",
        Kind::Real => "real",
        Kind::Json => "json",
        Kind::Text => "text",
    }
}

/// True where [`value_of`] gives the value back from a column of that kind exactly as it was. All else is kept beside it.
pub fn stands_as_it_is(value: &PropertyValue, kind: Kind) -> bool {
    match (kind, value) {
        (_, PropertyValue::Null) | (Kind::Bool, PropertyValue::Bool(_)) => true,
        (Kind::Whole, PropertyValue::Number(number)) => number.is_i64(),
        // SQLite keeps whole numbers of such a column without their sign of zero.
        (Kind::Real, PropertyValue::Number(number)) => {
            let real = number.as_f64().filter(|_| number.is_f64());
            real.is_some_and(|real| real.is_finite() && real.to_bits() != (-0.0f64).to_bits())
        }
        (Kind::Text, PropertyValue::Text(_)) => true,
        _ => false,
    }
}

/// What a column says. Whatever another program has put there is taken as it is.
pub fn value_of(value: ValueRef<'_>, is_bool: bool, texts: &mut SharedTexts) -> PropertyValue {
    match value {
        ValueRef::Null => PropertyValue::Null,
        ValueRef::Integer(truth @ (0 | 1)) if is_bool => PropertyValue::Bool(truth == 1),
        ValueRef::Integer(number) => PropertyValue::Number(number.into()),
        ValueRef::Real(number) => Number::from_f64(number).map_or(PropertyValue::Null, PropertyValue::Number),
        ValueRef::Text(bytes) => texts.value(&String::from_utf8_lossy(bytes)),
        ValueRef::Blob(bytes) => PropertyValue::from(Value::String(crate::sha256::hexadecimal(bytes))),
    }
}
