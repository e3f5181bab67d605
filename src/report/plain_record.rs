//! Records whose names need no escaping, written as JSON without a look at the names.
//!
//! `serde_json` goes through every name letter by letter, for each record again. Of half a million findings with two dozen
//! names each that was a fifth of the work of writing them.

use serde::Serialize;

/// Appends a member and the comma after it. `name` comes in quotes and with its colon.
pub fn write_member(name: &str, value: &impl Serialize, text: &mut Vec<u8>) {
    text.extend_from_slice(name.as_bytes());
    serde_json::to_writer(&mut *text, value).expect("plain data has a JSON form");
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

/// Declares a record that is serialised by `serde`, and also appends the same members to a text by itself.
macro_rules! plain_record {
    ($(#[$meta:meta])* pub struct $name:ident<'a> { $(pub $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(serde::Serialize)]
        pub struct $name<'a> {
            $(pub $field: $type,)*
        }

        impl $name<'_> {
            /// Appends all members, each with a comma after it.
            pub fn write_members(&self, text: &mut Vec<u8>) {
                $($crate::report::plain_record::write_member(
                    concat!("\"", stringify!($field), "\":"),
                    &self.$field,
                    text,
                );)*
            }
        }
    };
}
pub(super) use plain_record;

#[cfg(test)]
mod tests {
    use super::*;

    plain_record! {
        pub struct Sample<'a> {
            pub text: &'a str,
            pub number: Option<f64>,
            pub list: Vec<u8>,
        }
    }

    #[track_caller]
    fn check(text: &str, number: Option<f64>, list: &[u8]) {
        let sample = Sample {
            text,
            number,
            list: list.to_vec(),
        };
        let mut found = Vec::new();
        write_object(&mut found, |text| sample.write_members(text));
        assert_eq!(found, serde_json::to_vec(&sample).unwrap());
    }

    #[test]
    fn the_same_bytes_as_serde_writes() {
        check("", None, &[]);
        check("湿地 \"\\\n", Some(0.1 + 0.2), &[1, 2]);
        check(",", Some(-0.0), &[0]);
    }

    #[test]
    fn an_object_may_be_empty() {
        let mut text = Vec::new();
        write_object(&mut text, |_| {});
        assert_eq!(text, b"{}");
    }
}
