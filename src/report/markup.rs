//! Text made harmless for SVG, HTML and office files.

use std::borrow::Cow;

/// Text with `\n` at the end of each line, which is what readers of XML make of all ends of lines.
pub fn plain_lines(text: &str) -> Cow<'_, str> {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n").into(),
        false => text.into(),
    }
}

/// Text as it may stand between tags and in quoted attributes: with [`plain_lines`], and U+FFFD for what XML forbids.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in plain_lines(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_allowed(c) => escaped.push(c),
            _ => escaped.push('\u{fffd}'),
        }
    }
    escaped
}

/// Text for files that escape it themselves: with [`plain_lines`], and U+FFFD for what XML forbids.
pub fn clean(text: &str) -> String {
    let kept = plain_lines(text);
    let kept = kept.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' });
    kept.collect()
}

fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n') || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected);
    }

    #[test]
    fn markup_in_data_stays_text() {
        check(
            "<script>alert('x')</script>",
            "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;",
        );
        check("\" onload=\"x", "&quot; onload=&quot;x");
        check("湿地 & 红线", "湿地 &amp; 红线");
        check("a\u{0}b\u{1b}c", "a\u{fffd}b\u{fffd}c");
    }

    #[test]
    fn ends_of_lines_of_all_systems_are_ends_of_lines() {
        check("a\r\nb\rc\n", "a\nb\nc\n");
        assert_eq!(clean("a\r\n\r\nb\r\rc\u{7}"), "a\n\nb\n\nc\u{fffd}");
    }
}
