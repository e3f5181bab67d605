//! Bytes of a whole file to text: byte-order mark, the user's word, the file's own word, else what the bytes look like.

use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};

use crate::model::problem::ProblemKind;

use super::encoding::guess_text;
use super::raw::{EncodingEvidence, TextEncoding};

/// No text file longer than this is read.
pub const TEXT_BYTES: u64 = 1 << 30;

/// A decoded file.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    /// Without byte-order mark; what cannot be decoded is U+FFFD.
    pub text: String,
    /// How it was decoded.
    pub encoding: TextEncoding,
    /// Places that could not be decoded.
    pub undecodable: usize,
}

/// Decodes a file. `setting` is the user's word, which a byte-order mark overrules; `declared` is the file's own, which
/// is passed over where it names no encoding.
///
/// # Errors
/// A setting that names no encoding; a file without anything but blanks.
///
/// ```
/// use redshank::formats::text::decode;
/// let text = decode(b"\xb5\xd8\xbf\xe9", None, None).unwrap();
/// assert_eq!((text.text.as_str(), text.encoding.name), ("地块", "GBK"));
/// ```
pub fn decode(bytes: &[u8], setting: Option<&str>, declared: Option<&str>) -> Result<Text, ProblemKind> {
    let said = match setting {
        None => None,
        Some(label) => {
            Some(
                Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| ProblemKind::BadSetting {
                    detail: format!("encoding = {label:?}"),
                })?,
            )
        }
    };
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // No text of bytes is UTF-16 without its mark, whatever it says.
    let declared = declared.filter(|encoding| encoding.is_ascii_compatible());
    let (encoding, by, mark) = match (Encoding::for_bom(bytes), said, declared) {
        (Some((encoding, mark)), _, _) => (encoding, EncodingEvidence::Mark, mark),
        (None, Some(encoding), _) => (encoding, EncodingEvidence::Setting, 0),
        (None, None, Some(encoding)) => (encoding, EncodingEvidence::Declared, 0),
        (None, None, None) => (guess(bytes), EncodingEvidence::Guess, 0),
    };
    let rest = bytes.get(mark..).unwrap_or_default();
    let (text, failed) = encoding.decode_without_bom_handling(rest);
    // A file may have U+FFFD of its own; only where the decoder failed is it counted as its work.
    let undecodable = if failed {
        text.matches('\u{fffd}').count()
    } else {
        0
    };
    if text.trim().is_empty() {
        return Err(ProblemKind::FileEmpty);
    }
    let name = if encoding == GB18030 {
        "GBK"
    } else {
        encoding.name()
    };
    Ok(Text {
        text: text.into_owned(),
        encoding: TextEncoding { name, by },
        undecodable,
    })
}

/// As the bytes look; GB18030 for GBK, because it has all of its letters and more.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let found = unmarked_utf16(bytes).or_else(|| guess_text(bytes));
    let found = found.unwrap_or(UTF_8);
    if found == GBK { GB18030 } else { found }
}

/// UTF-16 without a mark, told by the zero half of most of its first letters.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
    let zeros = |odd: usize| {
        let half = head.iter().skip(odd).step_by(2);
        half.filter(|&&byte| byte == 0).count()
    };
    let most = head.len() / 4 + 1;
    match (zeros(0), zeros(1)) {
        (0, low) if low >= most => Some(UTF_16LE),
        (high, 0) if high >= most => Some(UTF_16BE),
        _ => None,
    }
}

/// ASCII of full width (U+FF01 to U+FF5E) and the ideographic blank as plain ASCII; all else as it is.
pub fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    };
    text.chars().map(half).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], setting: Option<&str>, expected: (&str, &str, EncodingEvidence, usize)) {
        let text = decode(bytes, setting, None).unwrap();
        let found = (
            text.text.as_str(),
            text.encoding.name,
            text.encoding.by,
            text.undecodable,
        );
        assert_eq!(found, expected);
    }

    #[test]
    fn encodings_by_mark_setting_and_guess() {
        check(
            "地块".as_bytes(),
            None,
            ("地块", "UTF-8", EncodingEvidence::Guess, 0),
        );
        check(
            "\u{feff}地块".as_bytes(),
            Some("GBK"),
            ("地块", "UTF-8", EncodingEvidence::Mark, 0),
        );
        let (gbk, _, _) = encoding_rs::GBK.encode("地块坐标");
        check(&gbk, None, ("地块坐标", "GBK", EncodingEvidence::Guess, 0));
        check(
            &gbk,
            Some("gb2312"),
            ("地块坐标", "GBK", EncodingEvidence::Setting, 0),
        );
        check(
            b"\xff\xfea\0,\0",
            None,
            ("a,", "UTF-16LE", EncodingEvidence::Mark, 0),
        );
        check(
            b"a\0,\0b\0\r\0",
            None,
            ("a,b\r", "UTF-16LE", EncodingEvidence::Guess, 0),
        );
        check(b"\0a\0,", None, ("a,", "UTF-16BE", EncodingEvidence::Guess, 0));
    }

    #[test]
    fn what_cannot_be_decoded_is_shown_and_counted() {
        let text = "湿地\u{fffd}";
        check(
            b"\xe6\xb9\xbf\xe5\x9c\xb0\xff",
            None,
            (text, "UTF-8", EncodingEvidence::Guess, 1),
        );
        check(text.as_bytes(), None, (text, "UTF-8", EncodingEvidence::Guess, 0));
    }

    #[test]
    fn nothing_and_nonsense() {
        assert_eq!(decode(b"", None, None), Err(ProblemKind::FileEmpty));
        assert_eq!(
            decode(b"\xef\xbb\xbf \r\n", None, None),
            Err(ProblemKind::FileEmpty)
        );
        assert!(matches!(
            decode(b"a", Some("klingon"), None),
            Err(ProblemKind::BadSetting { .. })
        ));
    }
}
