//! Which encoding bytes of text are in: names as people and files write them, code pages, and statistics.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GBK, IBM866, KOI8_R, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251,
    WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};

/// Bytes that are looked at before the encoding is settled.
const ENOUGH_BYTES: usize = 1 << 20;

/// The encoding of a name: the WHATWG's labels, `CP936`, `OEM 936`, `ANSI 936`, `65001`, `88591`…; `None` for names that
/// mean nothing.
///
/// ```
/// use redshank::formats::encoding::by_name;
/// assert_eq!(by_name(" cp936\n").map(|encoding| encoding.name()), Some("GBK"));
/// assert_eq!(by_name("no such"), None);
/// ```
pub fn by_name(name: &str) -> Option<&'static Encoding> {
    let name = name.trim().trim_start_matches('\u{feff}');
    if let Some(encoding) = Encoding::for_label(name.as_bytes()) {
        return Some(encoding);
    }
    let upper = name.to_ascii_uppercase();
    if let Some(byte) = upper.strip_prefix("LDID/").and_then(|rest| rest.parse().ok()) {
        return by_language_byte(byte);
    }
    let digits: String = upper.chars().filter(char::is_ascii_digit).collect();
    let words: String = upper.chars().filter(char::is_ascii_alphabetic).collect();
    match words.as_str() {
        "ISO" => Encoding::for_label(format!("iso-8859-{}", digits.strip_prefix("8859")?).as_bytes()),
        "" if digits.starts_with("8859") && digits.len() > 4 => by_name(&format!("ISO{digits}")),
        "" | "CP" | "OEM" | "ANSI" | "WINDOWS" | "MS" | "DOS" => by_code_page(digits.parse().ok()?),
        _ => None,
    }
}

fn by_code_page(number: u32) -> Option<&'static Encoding> {
    Some(match number {
        866 => IBM866,
        874 => WINDOWS_874,
        932 => SHIFT_JIS,
        936 | 54936 => GBK,
        949 => EUC_KR,
        950 => BIG5,
        1250 => WINDOWS_1250,
        1251 => WINDOWS_1251,
        1252 | 28591 => WINDOWS_1252,
        1253 => WINDOWS_1253,
        1254 => WINDOWS_1254,
        1255 => WINDOWS_1255,
        1256 => WINDOWS_1256,
        1257 => WINDOWS_1257,
        1258 => WINDOWS_1258,
        20866 => KOI8_R,
        65001 => UTF_8,
        _ => return None,
    })
}

/// The encoding that byte 29 of a dBASE header names; `None` for 0, for 0x57 ("whatever this Windows uses") and for code
/// pages that are no longer in use.
pub fn by_language_byte(byte: u8) -> Option<&'static Encoding> {
    Some(match byte {
        0x03 | 0x58 | 0x59 => WINDOWS_1252,
        0x13 | 0x7b => SHIFT_JIS,
        0x26 | 0x65 => IBM866,
        0x4d | 0x7a => GBK,
        0x4e | 0x79 => EUC_KR,
        0x4f | 0x78 => BIG5,
        0x50 | 0x7c => WINDOWS_874,
        0x7d => WINDOWS_1255,
        0x7e => WINDOWS_1256,
        0xc8 => WINDOWS_1250,
        0xc9 => WINDOWS_1251,
        0xca => WINDOWS_1254,
        0xcb => WINDOWS_1253,
        0xcc => WINDOWS_1257,
        _ => return None,
    })
}

/// The encoding that the bytes of some texts look like; `None` where all of them are ASCII, which reads alike in any.
///
/// What has more letters of UTF-8 than faults is UTF-8: other encodings hardly ever make those by chance; but not where
/// all of it is letters of everyday use in GBK or Big5 without one fault. What decodes as GBK and is mostly made of the pairs of GB 2312 letters is GBK; then Big5; the rest is taken for Western European, in
/// which every byte is a letter. This is the only guess of the program.
///
/// ```
/// use redshank::formats::encoding::guess;
/// let texts: [&[u8]; 2] = [b"\xb5\xd8\xbf\xe9", b"A-1"];
/// assert_eq!(guess(texts.into_iter()).map(|encoding| encoding.name()), Some("GBK"));
/// ```
pub fn guess<'a>(texts: impl Iterator<Item = &'a [u8]>) -> Option<&'static Encoding> {
    let mut utf8 = Utf8Fit::default();
    let mut fits = [GBK, BIG5].map(Fit::new);
    let mut seen = 0;
    for text in texts.filter(|text| !text.is_ascii()) {
        utf8.take(text);
        fits.iter_mut().for_each(|fit| fit.take(text));
        seen += text.len();
        if seen > ENOUGH_BYTES {
            break;
        }
    }
    // A short text of one letter's pairs may look more like UTF-8 with faults than it is faultless in GBK.
    let faultless = fits.iter().find(|fit| utf8.faults > 0 && fit.is_faultless());
    let best = match (faultless, utf8.is_good()) {
        (Some(fit), _) => fit.encoding,
        (None, true) => UTF_8,
        (None, false) => fits
            .iter()
            .find(|fit| fit.is_good())
            .map_or(WINDOWS_1252, |fit| fit.encoding),
    };
    (seen > 0).then_some(best)
}

/// As [`guess`], of the lines of one text, the last of which may be cut.
pub fn guess_text(text: &[u8]) -> Option<&'static Encoding> {
    guess(text.split(|&byte| byte == b'\n'))
}

/// True for text that should be UTF-8, and is GBK as a whole. A few wrong bytes are for its parser, which refuses only the
/// features that have them.
pub fn is_gbk_throughout(text: &[u8]) -> bool {
    let faults = text.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty());
    faults.take(FEW_FAULTS + 1).count() > FEW_FAULTS && guess_text(text) == Some(GBK)
}

/// Faults of a text in UTF-8 that are its own, whatever else it may look like.
const FEW_FAULTS: usize = 2;

/// How well texts fit UTF-8.
#[derive(Default)]
struct Utf8Fit {
    letters: usize,
    faults: usize,
}

impl Utf8Fit {
    fn take(&mut self, text: &[u8]) {
        for chunk in without_cut_letter(UTF_8, text).utf8_chunks() {
            self.letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
            self.faults += usize::from(!chunk.invalid().is_empty());
        }
    }

    /// Some pairs of GBK happen to be letters of UTF-8, but most are not.
    fn is_good(&self) -> bool {
        self.faults <= self.letters
    }
}

/// How well texts fit an encoding of one or two bytes for a letter.
struct Fit {
    encoding: &'static Encoding,
    /// Letters that cannot be decoded, but for one cut at the end of a text.
    faults: usize,
    /// Pairs of bytes, and of these the ones that are letters of everyday use.
    pairs: usize,
    usual: usize,
}

impl Fit {
    fn new(encoding: &'static Encoding) -> Fit {
        Fit {
            encoding,
            faults: 0,
            pairs: 0,
            usual: 0,
        }
    }

    fn take(&mut self, text: &[u8]) {
        let whole = without_cut_letter(self.encoding, text);
        let (decoded, has_faults) = self.encoding.decode_without_bom_handling(whole);
        if has_faults {
            self.faults += decoded.matches('\u{fffd}').count();
        }
        let mut rest = whole;
        while let Some((&first, after)) = rest.split_first() {
            let second = after.first().copied().filter(|_| first >= 0x81);
            if let Some(second) = second {
                self.pairs += 1;
                self.usual += usize::from(self.is_usual(first, second));
            }
            rest = after.get(usize::from(second.is_some())..).unwrap_or_default();
        }
    }

    fn is_usual(&self, first: u8, second: u8) -> bool {
        if self.encoding == GBK {
            (0xb0..=0xf7).contains(&first) && second >= 0xa1
        } else {
            (0xa4..=0xc6).contains(&first) && second >= 0x40
        }
    }

    /// Nothing but letters of everyday use.
    fn is_faultless(&self) -> bool {
        self.pairs > 0 && self.faults == 0 && self.usual == self.pairs
    }

    /// A few bad letters among many are faults of the texts.
    fn is_good(&self) -> bool {
        self.pairs > 0 && self.faults * 10 <= self.pairs && self.usual * 10 >= self.pairs * 7
    }
}

/// The text without a letter that a fixed width has cut in its middle.
pub fn without_cut_letter<'a>(encoding: &'static Encoding, text: &'a [u8]) -> &'a [u8] {
    if encoding == UTF_8 {
        return match std::str::from_utf8(text) {
            Err(error) if error.error_len().is_none() => text.get(..error.valid_up_to()).unwrap_or(text),
            _ => text,
        };
    }
    let is_good = |text| !encoding.decode_without_bom_handling(text).1;
    match text.split_last() {
        Some((last, before)) if *last >= 0x80 && !is_good(text) && is_good(before) => before,
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(encoding: &'static Encoding, texts: &[&str], expected: Option<&'static Encoding>) {
        let encoded: Vec<Vec<u8>> = texts
            .iter()
            .map(|text| encoding.encode(text).0.into_owned())
            .collect();
        assert_eq!(guess(encoded.iter().map(Vec::as_slice)), expected);
    }

    #[test]
    fn guesses() {
        check(UTF_8, &["abc"], None);
        check(UTF_8, &["abc", "湿地"], Some(UTF_8));
        check(GBK, &["钱塘江", "内陆滩涂", "abc"], Some(GBK));
        // The pairs of 湿 are letters of UTF-8, too.
        check(GBK, &["名称", "A湿湿", "湿湿a"], Some(GBK));
        check(BIG5, &["錢塘江", "濕地保護區"], Some(BIG5));
        check(WINDOWS_1252, &["Ñandú", "São Tomé"], Some(WINDOWS_1252));
    }

    #[test]
    fn a_few_faults_change_no_guess() {
        let gbk = GBK.encode("钱塘江内陆滩涂保护区红线范围说明").0;
        let spoiled = [&gbk, &b"\xff"[..], &gbk].concat();
        assert_eq!(guess_text(&spoiled), Some(GBK));
        assert_eq!(guess_text(&gbk[..gbk.len() - 1]), Some(GBK));
        assert_eq!(guess_text("湿地\u{fffd}".as_bytes()), Some(UTF_8));
        assert_eq!(guess_text(b"\xe6\xb9\xbf\xe5\x9c\xb0\xff"), Some(UTF_8));
    }

    #[test]
    fn gbk_throughout() {
        let gbk = GBK.encode("{\"名\":\"钱塘湿地\"}").0;
        assert!(is_gbk_throughout(&gbk) && is_gbk_throughout(&gbk[..gbk.len() - 3]));
        assert!(!is_gbk_throughout(b"{\"a\":\"\xe6\xb9\"}"));
        // A surrogate that somebody wrote as UTF-8.
        assert!(!is_gbk_throughout(b"[\"\xed\xa0\x80\"]"));
    }

    #[test]
    fn names_as_they_are_written() {
        let check = |name: &str, expected| assert_eq!(by_name(name), expected, "{name}");
        check("UTF-8", Some(UTF_8));
        check("\u{feff}utf8\r\n", Some(UTF_8));
        check("936", Some(GBK));
        check("OEM 936", Some(GBK));
        check("ANSI 1251", Some(WINDOWS_1251));
        check("GB2312", Some(GBK));
        check("88591", Some(WINDOWS_1252));
        check("ISO 88592", Some(encoding_rs::ISO_8859_2));
        check("LDID/77", Some(GBK));
        check("UNKNOWN", None);
        check("", None);
    }

    #[test]
    fn letters_cut_by_a_fixed_width() {
        let gbk = GBK.encode("湿地").0;
        assert_eq!(without_cut_letter(GBK, &gbk[..3]), &gbk[..2]);
        assert_eq!(without_cut_letter(GBK, &gbk), &gbk[..]);
        assert_eq!(
            without_cut_letter(UTF_8, &"湿地".as_bytes()[..5]),
            "湿".as_bytes()
        );
    }
}
