//! Text as bytes: UTF-8 or what Chinese programs call GBK.

use encoding_rs::GB18030;

/// The encoding of the texts of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Coding {
    /// UTF-8.
    #[default]
    Utf8,
    /// GBK; letters beyond it as GB 18030 has them, in four bytes.
    Gbk,
}

/// A text as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// It has letters that GBK does not know.
    pub is_beyond_gbk: bool,
}

impl Coding {
    /// Both, the default first.
    pub const ALL: [Coding; 2] = [Coding::Utf8, Coding::Gbk];

    /// The name in arguments: `utf-8`.
    pub fn code(self) -> &'static str {
        match self {
            Coding::Utf8 => "utf-8",
            Coding::Gbk => "gbk",
        }
    }

    /// The encoding of that name.
    pub fn from_code(code: &str) -> Option<Coding> {
        match code.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Coding::Utf8),
            "gbk" | "gb18030" | "gb2312" | "cp936" => Some(Coding::Gbk),
            _ => None,
        }
    }

    /// A whole text.
    pub fn encode(self, text: &str) -> Encoded {
        if self == Coding::Utf8 || text.is_ascii() {
            return Encoded {
                bytes: text.as_bytes().to_vec(),
                is_beyond_gbk: false,
            };
        }
        Encoded {
            bytes: GB18030.encode(text).0.into_owned(),
            is_beyond_gbk: text.chars().any(|c| bytes_of(c) > 2),
        }
    }

    /// As much of a text, from its beginning, as goes into `most` bytes; whole letters only.
    pub fn fitting(self, text: &str, most: usize) -> &str {
        let mut used = 0;
        let end = text.char_indices().find(|(_, letter)| {
            used += match self {
                Coding::Utf8 => letter.len_utf8(),
                Coding::Gbk => bytes_of(*letter),
            };
            used > most
        });
        end.and_then(|(end, _)| text.get(..end)).unwrap_or(text)
    }
}

/// Bytes of a letter in GB 18030.
fn bytes_of(letter: char) -> usize {
    if letter.is_ascii() {
        return 1;
    }
    let mut room = [0; 4];
    GB18030.encode(letter.encode_utf8(&mut room)).0.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_between_letters_only() {
        let check = |coding: Coding, most: usize, expected: &str| {
            assert_eq!(coding.fitting("湿地保护区A", most), expected);
        };
        check(Coding::Utf8, 10, "湿地保");
        check(Coding::Utf8, 16, "湿地保护区A");
        check(Coding::Utf8, 15, "湿地保护区");
        check(Coding::Gbk, 10, "湿地保护区");
        check(Coding::Gbk, 11, "湿地保护区A");
        check(Coding::Gbk, 1, "");
    }

    #[test]
    fn letters_beyond_gbk_are_told() {
        assert!(!Coding::Gbk.encode("湿地").is_beyond_gbk);
        let rare = Coding::Gbk.encode("𠮷");
        assert!(rare.is_beyond_gbk && rare.bytes.len() == 4);
        assert!(!Coding::Utf8.encode("𠮷").is_beyond_gbk);
    }
}
