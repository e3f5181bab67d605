//! Records whose names need no escaping, written as JSON without a look at the names.
//!
//! `serde_json` goes through every name and text letter by letter and looks each letter up. Of half a million findings with
//! two dozen members each that was half of the work of writing them. Most texts are codes and ids without a letter to escape.

use serde::Serialize;

/// A value that is quickly written as JSON, with the bytes that `serde_json` would write.
pub trait PlainValue {
    /// Appends it.
    fn write_plain(&self, text: &mut Vec<u8>);
}

impl PlainValue for bool {
    #[inline(always)]
    fn write_plain(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(if *self { b"true" } else { b"false" });
    }
}

impl PlainValue for f64 {
    fn write_plain(&self, text: &mut Vec<u8>) {
        write_value(self, text);
    }
}

impl PlainValue for f32 {
    fn write_plain(&self, text: &mut Vec<u8>) {
        write_value(self, text);
    }
}

impl PlainValue for usize {
    fn write_plain(&self, text: &mut Vec<u8>) {
        write_value(self, text);
    }
}

impl PlainValue for &str {
    #[inline]
    fn write_plain(&self, text: &mut Vec<u8>) {
        if is_plain(self) {
            text.push(b'"');
            text.extend_from_slice(self.as_bytes());
            text.push(b'"');
        } else {
            write_value(self, text);
        }
    }
}

impl<T: PlainValue> PlainValue for Option<T> {
    #[inline(always)]
    fn write_plain(&self, text: &mut Vec<u8>) {
        match self {
            Some(value) => value.write_plain(text),
            None => text.extend_from_slice(b"null"),
        }
    }
}

/// True where no letter of a text has to be escaped in JSON.
pub fn is_plain(text: &str) -> bool {
    let escaped = |byte: u8| (byte < b' ') | (byte == b'"') | (byte == b'\\');
    // Without a branch per letter: the texts are short.
    !text.bytes().fold(false, |any, byte| any | escaped(byte))
}

/// Appends a value as `serde_json` writes it.
pub fn write_value(value: &impl Serialize, text: &mut Vec<u8>) {
    serde_json::to_writer(text, value).expect("plain data has a JSON form");
}

/// Appends a member and the comma after it. `name` comes in quotes and with its colon.
pub fn write_member(name: &str, value: &impl Serialize, text: &mut Vec<u8>) {
    text.extend_from_slice(name.as_bytes());
    write_value(value, text);
    text.push(b',');
}

/// As [`write_member`], quickly: where it is inlined the length of the name is known.
#[inline(always)]
pub fn write_plain_member(name: &str, value: &impl PlainValue, text: &mut Vec<u8>) {
    text.extend_from_slice(name.as_bytes());
    value.write_plain(text);
    text.push(b',');
}

/// Appends an object, whose members `write` appends as [`write_member`] does.
pub fn write_object(text: &mut Vec<u8>, write: impl FnOnce(&mut Vec<u8>)) {
    text.push(b'{');
    write(text);
    // The last comma stands for nothing.
    text.pop_if(|last| *last == b',');
    text.push(b'}');
}

/// Declares a record that is serialised by `serde`, and also appends the same members to a text by itself: all of them, or
/// those of one stretch, for what is the same in many records and is worded once.
macro_rules! plain_record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident<'a> {
        $($(#[$doc:meta])* $stretch:ident { $(pub $field:ident: $type:ty,)* })*
    }) => {
        $(#[$meta])*
        #[derive(serde::Serialize)]
        $vis struct $name<'a> {
            $($(pub $field: $type,)*)*
        }

        impl $name<'_> {
            $(
                $(#[$doc])*
                #[inline(always)]
                $vis fn $stretch(&self, text: &mut Vec<u8>) {
                    $($crate::report::plain_record::write_plain_member(
                        concat!("\"", stringify!($field), "\":"),
                        &self.$field,
                        text,
                    );)*
                }
            )*
        }
    };
}
pub(super) use plain_record;

#[cfg(test)]
mod tests {
    use super::*;

    plain_record! {
        pub struct Sample<'a> {
            write_first {
                pub text: &'a str,
                pub number: Option<f64>,
            }
            write_second {
                pub short: Option<f32>,
                pub code: Option<&'static str>,
                pub count: usize,
                pub truth: bool,
            }
        }
    }

    #[track_caller]
    fn check(text: &str, number: Option<f64>) {
        let sample = Sample {
            text,
            number,
            short: number.map(|number| number as f32),
            code: number.map(|_| "near"),
            count: text.len(),
            truth: number.is_some(),
        };
        let mut found = Vec::new();
        write_object(&mut found, |text| {
            sample.write_first(text);
            sample.write_second(text);
        });
        assert_eq!(found, serde_json::to_vec(&sample).unwrap());
    }

    #[test]
    fn the_same_bytes_as_serde_writes() {
        check("", None);
        check("湿地 \"\\\n", Some(0.1 + 0.2));
        check(",", Some(-0.0));
        check("a/b", Some(f64::NAN));
        for letter in (0..=0xff).filter_map(char::from_u32) {
            check(&format!("x{letter}"), Some(1e300));
        }
    }

    #[test]
    fn an_object_may_be_empty() {
        let mut text = Vec::new();
        write_object(&mut text, |_| {});
        assert_eq!(text, b"{}");
    }
}
