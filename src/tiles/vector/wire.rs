//! The wire format of protocol buffers, read without trusting a byte of it. Source: "Encoding", protobuf.dev.
//!
//! The crates for it build types from a scheme or allocate what a length says; a tile needs neither.

/// What is wrong with the bytes of a tile, in a word that has a text of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken(pub &'static str);

/// The value of a field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// A whole number, as it is written.
    Number(u64),
    /// Text, a message or packed numbers.
    Bytes(&'a [u8]),
    /// Eight bytes, the lowest first.
    Eight([u8; 8]),
    /// Four bytes, the lowest first.
    Four([u8; 4]),
}

/// The fields of a message, in order.
#[derive(Clone, Debug)]
pub struct Fields<'a> {
    rest: &'a [u8],
}

impl<'a> Fields<'a> {
    /// Of a message.
    pub fn of(message: &'a [u8]) -> Fields<'a> {
        Fields { rest: message }
    }

    /// The next field, by its number; `None` at the end.
    ///
    /// # Errors
    /// It reaches out of the message, or is of no known kind.
    pub fn next_field(&mut self) -> Result<Option<(u64, Value<'a>)>, Broken> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let tag = varint(&mut self.rest)?;
        let value = match tag & 7 {
            0 => Value::Number(varint(&mut self.rest)?),
            1 => Value::Eight(self.fixed()?),
            2 => {
                let length = varint(&mut self.rest)?;
                Value::Bytes(self.taken(usize::try_from(length).map_err(|_| CUT)?)?)
            }
            5 => Value::Four(self.fixed()?),
            _ => return Err(Broken("wire")),
        };
        Ok(Some((tag >> 3, value)))
    }

    fn taken(&mut self, length: usize) -> Result<&'a [u8], Broken> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(CUT)?;
        self.rest = rest;
        Ok(taken)
    }

    fn fixed<const N: usize>(&mut self) -> Result<[u8; N], Broken> {
        let taken = self.taken(N)?;
        taken.try_into().map_err(|_| CUT)
    }
}

/// Something reaches out of what holds it.
const CUT: Broken = Broken("cut");

/// A number of 7 bits a byte, the lowest first, which is taken off the front.
///
/// # Errors
/// It has no end, or more than 64 bits.
pub fn varint(bytes: &mut &[u8]) -> Result<u64, Broken> {
    let mut number = 0u64;
    for shift in (0..70).step_by(7) {
        let (byte, rest) = bytes.split_first().ok_or(CUT)?;
        *bytes = rest;
        let bits = u64::from(byte & 0x7f);
        if shift == 63 && bits > 1 {
            return Err(Broken("wire"));
        }
        number |= bits << shift;
        if byte & 0x80 == 0 {
            return Ok(number);
        }
    }
    Err(Broken("wire"))
}

/// The signed number that is written so that small ones of either sign are short ("zigzag").
pub fn signed(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_published_examples() {
        // "Encoding" on protobuf.dev: 150 in field 1, and the text "testing" in field 2.
        let mut fields = Fields::of(&[
            0x08, 0x96, 0x01, 0x12, 0x07, b't', b'e', b's', b't', b'i', b'n', b'g',
        ]);
        assert_eq!(fields.next_field(), Ok(Some((1, Value::Number(150)))));
        assert_eq!(fields.next_field(), Ok(Some((2, Value::Bytes(b"testing")))));
        assert_eq!(fields.next_field(), Ok(None));
        let pairs = [
            (0, 0),
            (1, -1),
            (2, 1),
            (3, -2),
            (0xffff_fffe, 0x7fff_ffff),
            (u64::MAX, i64::MIN),
        ];
        pairs
            .iter()
            .for_each(|(written, meant)| assert_eq!(signed(*written), *meant));
    }

    #[test]
    fn what_is_no_message() {
        let check =
            |bytes: &[u8], what| assert_eq!(Fields::of(bytes).next_field(), Err(Broken(what)), "{bytes:?}");
        check(&[0x08], "cut");
        check(&[0x08, 0x80], "cut");
        check(&[0x12, 0x02, b'a'], "cut");
        check(
            &[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
            "cut",
        );
        check(&[0x0d, 0, 0], "cut");
        check(&[0x0b], "wire");
        check(
            &[0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02],
            "wire",
        );
        check(
            &[
                0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00,
            ],
            "wire",
        );
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut fields = Fields::of(&bytes);
            let mut count = 0;
            while let Ok(Some(_)) = fields.next_field() {
                count += 1;
            }
            prop_assert!(count <= bytes.len());
        }
    }
}
