//! Looks a single member up in JSON text that may be broken elsewhere.

use super::brackets::Brackets;

/// The text of a scalar member by its path of names, as `["properties", "TBBH"]`; quotes and escapes are taken off.
///
/// Reads only as far as needed and forgives what the parser would not: it serves messages, never data.
///
/// ```
/// use redshank::formats::geojson::find::find;
/// let broken = br#"{"geometry":{"coordinates":[[1,NaN]]},"id":"A-17","x":"#;
/// assert_eq!(find(broken, &["id"]).as_deref(), Some("A-17"));
/// ```
pub fn find(text: &[u8], path: &[&str]) -> Option<String> {
    let mut brackets = Brackets::default();
    // How many names of the path lead to where we are, and the name before the last colon.
    let mut matched = 0;
    let mut string: Option<&[u8]> = None;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'"' => {
                let end = string_end(text, at);
                string = text.get(at..end);
                at = end;
                continue;
            }
            b':' if brackets.depth() == matched + 1 && named(string, path.get(matched)?) => {
                let value = text.get(at + 1..)?.trim_ascii_start();
                if matched + 1 == path.len() {
                    return scalar(value);
                }
                if value.first() != Some(&b'{') {
                    return None;
                }
                matched += 1;
            }
            b'{' | b'[' => brackets.open(byte),
            b'}' | b']' => {
                brackets.close(byte, 0);
                if brackets.depth() <= matched {
                    return None;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn named(string: Option<&[u8]>, name: &str) -> bool {
    string
        .and_then(|s| s.strip_prefix(b"\""))
        .and_then(|s| s.strip_suffix(b"\""))
        .is_some_and(|s| s == name.as_bytes())
}

/// The offset behind the string that begins at `start`.
fn string_end(text: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = text.get(at) {
        match byte {
            b'\\' => at += 1,
            b'"' => return at + 1,
            b'\n' => return at,
            _ => {}
        }
        at += 1;
    }
    text.len()
}

fn scalar(value: &[u8]) -> Option<String> {
    match value.first()? {
        b'"' => serde_json::from_slice(value.get(..string_end(value, 0))?).ok(),
        b'{' | b'[' => None,
        _ => {
            let end = value.iter().position(|b| matches!(b, b',' | b'}' | b']' | b'\n'));
            let word = value.get(..end.unwrap_or(value.len()))?.trim_ascii();
            String::from_utf8(word.to_vec())
                .ok()
                .filter(|word| !word.is_empty() && word != "null")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &[&str], expected: Option<&str>) {
        assert_eq!(find(text.as_bytes(), path).as_deref(), expected, "{text}");
    }

    #[test]
    fn only_at_its_own_depth() {
        check(r#"{"a":{"id":1},"id":2}"#, &["id"], Some("2"));
        check(r#"{"a":{"id":1}}"#, &["id"], None);
        check(r#"{"p":{"x":{"id":0},"id":"é"}}"#, &["p", "id"], Some("é"));
        check(r#"{"p":[1],"id":3}"#, &["p", "id"], None);
        check(r#"{"a":"\"id\":5","id":6}"#, &["id"], Some("6"));
        check(r#"{"p":{},"id":3}"#, &["p", "id"], None);
        check("", &["id"], None);
    }
}
