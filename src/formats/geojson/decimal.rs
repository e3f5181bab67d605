//! Decimal numbers of JSON into doubles, correctly rounded.

/// The powers of ten that are doubles without rounding.
const EXACT_TENS: [f64; 23] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
];
/// Whole numbers up to here are doubles without rounding.
const EXACT_WHOLE: u64 = 1 << 53;
/// As many digits always fit 64 bits.
const SAFE_DIGITS: usize = 19;

/// The number at the start of `text` and how many bytes it takes; `None` where there is none by the rules of JSON, or one
/// beyond the doubles.
///
/// Where digits and power of ten are both exact, one division rounds correctly (Clinger, *How to read floating point
/// numbers accurately*, PLDI 1990, the easy case, which nearly all coordinates are); else the standard library does it.
///
/// ```
/// use redshank::formats::geojson::decimal::double;
/// assert_eq!(double(b"120.26481936,3"), Some((120.26481936, 12)));
/// assert_eq!(double(b"01"), None);
/// ```
pub fn double(text: &[u8]) -> Option<(f64, usize)> {
    let negative = text.first() == Some(&b'-');
    let start = usize::from(negative);
    // One by one: before the point there are hardly ever eight.
    let (whole, mut at) = digits_one_by_one(text, start, 0);
    let whole_digits = at - start;
    if whole_digits == 0 || whole_digits > 1 && text.get(start) == Some(&b'0') {
        return None;
    }
    let (mut mantissa, mut fraction_digits) = (whole, 0);
    if text.get(at) == Some(&b'.') {
        let (more, end) = digits(text, at + 1, mantissa);
        fraction_digits = end - at - 1;
        if fraction_digits == 0 {
            return None;
        }
        (mantissa, at) = (more, end);
    }
    let is_easy = whole_digits + fraction_digits <= SAFE_DIGITS
        && mantissa <= EXACT_WHOLE
        && !matches!(text.get(at), Some(b'e' | b'E'));
    if !is_easy {
        return by_library(text);
    }
    let value = mantissa as f64 / EXACT_TENS[fraction_digits];
    Some((if negative { -value } else { value }, at))
}

/// Appends the digits from `at` on to a number (which wraps where they are too many); gives it and where they end.
#[inline]
fn digits(text: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    while let Some(eight) = text.get(at..at + 8).and_then(eight_digits) {
        number = number.wrapping_mul(100_000_000).wrapping_add(eight);
        at += 8;
    }
    digits_one_by_one(text, at, number)
}

/// As [`digits`], for few of them.
#[inline]
fn digits_one_by_one(text: &[u8], mut at: usize, mut number: u64) -> (u64, usize) {
    while let Some(&byte) = text.get(at) {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        number = number.wrapping_mul(10).wrapping_add(u64::from(digit));
        at += 1;
    }
    (number, at)
}

/// Eight digits at once, if that is what the eight bytes are: pairs are put together first, then all.
#[inline]
fn eight_digits(bytes: &[u8]) -> Option<u64> {
    let word = u64::from_le_bytes(bytes.try_into().ok()?);
    let value = word.wrapping_sub(0x3030_3030_3030_3030);
    // A byte below '0' borrows into its highest bit; one above '9' reaches it by adding 0x46.
    if (value | word.wrapping_add(0x4646_4646_4646_4646)) & 0x8080_8080_8080_8080 != 0 {
        return None;
    }
    const PAIRS: u64 = 0x0000_00ff_0000_00ff;
    let pairs = value.wrapping_mul(10).wrapping_add(value >> 8);
    let (odd, even) = (pairs & PAIRS, (pairs >> 16) & PAIRS);
    let all = odd
        .wrapping_mul(100 + (1_000_000 << 32))
        .wrapping_add(even.wrapping_mul(1 + (10_000 << 32)))
        >> 32;
    Some(all)
}

fn by_library(text: &[u8]) -> Option<(f64, usize)> {
    let end = number_end(text)?;
    let value: f64 = std::str::from_utf8(text.get(..end)?).ok()?.parse().ok()?;
    value.is_finite().then_some((value, end))
}

/// How many bytes the number at the start of a text takes; `None` where there is none by the rules of JSON.
pub fn number_end(text: &[u8]) -> Option<usize> {
    let start = usize::from(text.first() == Some(&b'-'));
    let some_digits = |from: usize| {
        let end = digits(text, from, 0).1;
        (end > from).then_some(end)
    };
    let mut at = some_digits(start)?;
    if at - start > 1 && text.get(start) == Some(&b'0') {
        return None;
    }
    if text.get(at) == Some(&b'.') {
        at = some_digits(at + 1)?;
    }
    if let Some(b'e' | b'E') = text.get(at) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        at = some_digits(at + 1 + sign)?;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str) {
        let expected: f64 = serde_json::from_str(text).unwrap();
        let (found, length) = double(text.as_bytes()).unwrap();
        assert_eq!(
            (found.to_bits(), length),
            (expected.to_bits(), text.len()),
            "{text}"
        );
    }

    #[test]
    fn easy_and_hard_ones() {
        for text in [
            "0",
            "-0",
            "-0.0",
            "7",
            "120.26481936",
            "30.09966131",
            "12345678",
            "123456789",
            "1234567812345678",
            "9007199254740992",
            "9007199254740993",
            "9007199254740993.0",
            "0.1",
            "0.30000000000000004",
            "120.264819361234567890123",
            "99999999999999999999999999",
            "1e22",
            "1E-7",
            "2.2250738585072014e-308",
            "1.7976931348623157e308",
            "5e-324",
            "1e-400",
            "0.00000000000000000000000000000001",
        ] {
            check(text);
        }
        for text in [
            "", "-", "+1", ".5", "5.", "5.x", "01", "-01", "1e", "1e+", "1e309", "NaN", "x",
        ] {
            assert_eq!(double(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn other_bytes_are_no_digits() {
        for byte in (0..=255_u8).filter(|b| !b.is_ascii_digit()) {
            for at in 0..8 {
                let mut bytes = *b"12345678";
                bytes[at] = byte;
                assert_eq!(eight_digits(&bytes), None, "{bytes:?}");
            }
        }
        assert_eq!(eight_digits(b"12345678"), Some(12_345_678));
        assert_eq!(eight_digits(b"90000009"), Some(90_000_009));
    }

    proptest! {
        #[test]
        fn as_the_standard_library(text in "-?(0|[1-9][0-9]{0,18})(\\.[0-9]{1,24})?([eE][+-]?[0-9]{1,2})?") {
            check(&text);
        }

        #[test]
        fn all_doubles(bits in any::<u64>()) {
            let value = f64::from_bits(bits);
            if value.is_finite() {
                check(&format!("{value:?}"));
            }
        }
    }
}
