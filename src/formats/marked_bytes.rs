//! Text in which each byte that is no letter stands as a letter of its own, so that no byte is lost on the way through a
//! reader that knows only text.

use encoding_rs::{DecoderResult, Encoding};

use super::recode::Inverse;

/// The letter of byte 0 in a private plane of Unicode that nobody writes in; those of the others follow it.
const FIRST: u32 = 0x10_fe00;

fn letter_of(byte: u8) -> char {
    char::from_u32(FIRST + u32::from(byte)).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn byte_of(letter: char) -> Option<u8> {
    u8::try_from((letter as u32).checked_sub(FIRST)?).ok()
}

/// True where a text has such a letter.
pub fn is_marked(text: &str) -> bool {
    text.chars().any(|letter| byte_of(letter).is_some())
}

/// Decodes bytes; `None` where the text has letters of that plane of its own.
pub fn decode(bytes: &[u8], encoding: &'static Encoding) -> Option<String> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()));
    let mut at = 0;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let before = text.len();
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut text, true);
        at += read;
        if text.get(before..).is_some_and(is_marked) {
            return None;
        }
        match result {
            DecoderResult::InputEmpty => return Some(text),
            DecoderResult::OutputFull => text.reserve(bytes.len() + 16),
            DecoderResult::Malformed(bad, after) => {
                let end = at.saturating_sub(usize::from(after));
                let bad = bytes.get(end.saturating_sub(usize::from(bad))..end);
                text.extend(bad.unwrap_or_default().iter().map(|byte| letter_of(*byte)));
            }
        }
    }
}

/// The bytes of a text with such letters. Of letters with two writings the usual one is taken.
pub fn bytes_of(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let way_back = Inverse::of(encoding);
    let mut bytes = Vec::with_capacity(text.len());
    for part in text.split_inclusive(|letter| byte_of(letter).is_some()) {
        let marked = part.chars().next_back().and_then(byte_of);
        let plain = match marked {
            Some(_) => part.char_indices().next_back().and_then(|(at, _)| part.get(..at)),
            None => Some(part),
        };
        let plain = plain.unwrap_or_default();
        let own = way_back.bytes(plain);
        bytes.extend(own.unwrap_or_else(|| encoding.encode(plain).0.into_owned()));
        bytes.extend(marked);
    }
    bytes
}

/// A text for people: such letters as U+FFFD.
pub fn shown(text: &str) -> String {
    let shown = |letter: char| byte_of(letter).map_or(letter, |_| char::REPLACEMENT_CHARACTER);
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{GBK, UTF_8};

    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &'static Encoding, expected: &str) {
        let text = decode(bytes, encoding).unwrap();
        assert_eq!(shown(&text), expected);
        assert_eq!(bytes_of(&text, encoding), bytes, "{text:?}");
    }

    #[test]
    fn every_byte_comes_back() {
        check(b"a,\xca\xaa\xb5\xd8", UTF_8, "a,ʪ\u{fffd}\u{fffd}");
        check(b"\xe6\xb9", UTF_8, "\u{fffd}\u{fffd}");
        check(b"\xca\xaa\xff,b", GBK, "湿\u{fffd},b");
        check(b"\x81\x30\xff", GBK, "\u{fffd}0\u{fffd}");
        // A letter with two writings, and a fault behind it.
        check(b"\xc3\xfb\xb3\xc6\xff", encoding_rs::SHIFT_JIS, "ﾃ﨤ﾆ\u{fffd}");
        let own = "\u{10fe41}";
        assert_eq!(
            decode(own.as_bytes(), UTF_8),
            None,
            "who writes this has it as it is"
        );
    }
}
