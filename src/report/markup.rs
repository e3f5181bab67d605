//! Text made harmless for SVG, HTML and office files.

/// Text as it may stand between tags and in quoted attributes; characters that XML forbids become U+FFFD.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
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

/// Text for files that escape it themselves: characters that XML forbids become U+FFFD.
pub fn clean(text: &str) -> String {
    let kept = text.chars().map(|c| if is_allowed(c) { c } else { '\u{fffd}' });
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
}
