//! How well-known text begins.

/// True for text that begins with the name of a shape.
pub fn begins(text: &str) -> bool {
    let text = text.trim_start();
    let text = match text.split_once(';') {
        Some((srid, rest)) if srid.len() < 16 && srid.to_ascii_uppercase().starts_with("SRID=") => rest,
        _ => text,
    };
    let name: String = text
        .trim_start()
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .collect();
    NAMES.contains(&name.to_ascii_uppercase().trim_end_matches(['Z', 'M']))
}

/// True for text that begins with a shape as a whole, not only with its name, which may be the name of a column too: a
/// bracket with a number, a bracket or a shape within, or `EMPTY`.
pub fn begins_shape(text: &str) -> bool {
    let (head, inner) = text.split_once('(').unwrap_or((text, ""));
    let mut words = head
        .rsplit(';')
        .next()
        .unwrap_or_default()
        .split_ascii_whitespace();
    let is_dimension = |word: &str| {
        ["Z", "M", "ZM"]
            .iter()
            .any(|known| word.eq_ignore_ascii_case(known))
    };
    let after = words.nth(1);
    let after = if after.is_some_and(is_dimension) {
        words.next()
    } else {
        after
    };
    let has_body = match after {
        Some(word) => word.eq_ignore_ascii_case("EMPTY"),
        None => {
            let inner = inner.trim_start();
            inner.starts_with(|c: char| "(+-.".contains(c) || c.is_ascii_digit()) || begins(inner)
        }
    };
    begins(text) && has_body
}

/// The names of all shapes.
pub const NAMES: [&str; 7] = [
    "POINT",
    "LINESTRING",
    "POLYGON",
    "MULTIPOINT",
    "MULTILINESTRING",
    "MULTIPOLYGON",
    "GEOMETRYCOLLECTION",
];
