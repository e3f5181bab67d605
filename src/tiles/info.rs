//! What a file of tiles says of itself.

use serde_json::Value;

use crate::geom::extent::Extent;

/// Most letters of a text that a file says of itself.
const MOST_LETTERS: usize = 300;
/// Most names of layers.
const MOST_LAYERS: usize = 200;

/// What there is in a file of tiles, as far as it says so.
#[derive(Clone, Debug, PartialEq)]
pub struct TilesetInfo {
    /// The name of the format.
    pub format: &'static str,
    /// The name that it gives itself; may be empty.
    pub name: String,
    /// What its tiles are: `png`, `jpeg`, `webp`, `pbf`, … as the format writes it.
    pub tile_format: String,
    /// The coarsest level.
    pub min_zoom: u8,
    /// The finest level.
    pub max_zoom: u8,
    /// Where there are tiles, longitude and latitude in degrees; `None` where it does not say.
    pub bounds_deg: Option<Extent>,
    /// Who made it, as plain text; may be empty.
    pub attribution: String,
    /// Names of the layers of vector tiles, as far as it says so.
    pub vector_layers: Vec<String>,
}

impl TilesetInfo {
    /// True for vector tiles that are read (Mapbox Vector Tiles).
    pub fn is_vector(&self) -> bool {
        let known = ["pbf", "mvt"];
        known
            .iter()
            .any(|format| self.tile_format.eq_ignore_ascii_case(format))
    }

    /// True for pictures; false for vector tiles and for what is not known.
    pub fn is_raster(&self) -> bool {
        let known = ["png", "jpg", "jpeg", "webp"];
        known
            .iter()
            .any(|format| self.tile_format.eq_ignore_ascii_case(format))
    }
}

/// What a tile is, by its first bytes and in the words of MBTiles; empty where that is not known.
///
/// Vector tiles have no mark of their own: they are packed by gzip, which pictures never are, or begin with the field
/// of their first layer (Mapbox vector tile specification 2.1, section 4).
pub fn format_of(bytes: &[u8]) -> &'static str {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => "png",
        [0xff, 0xd8, 0xff, ..] => "jpg",
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => "webp",
        [0x1f, 0x8b, ..] | [0x1a, ..] => "pbf",
        _ => "",
    }
}

/// Names of the layers of vector tiles in what a file says of itself as JSON (`vector_layers` of TileJSON 3).
pub fn vector_layers_of(json: &Value) -> Vec<String> {
    let layers = json["vector_layers"].as_array().map_or(&[][..], Vec::as_slice);
    let names = layers.iter().filter_map(|layer| layer["id"].as_str());
    names.take(MOST_LAYERS).map(plain_text).collect()
}

/// A box of longitudes and latitudes that can be one; `None` for any other four numbers.
pub fn bounds_of(west: f64, south: f64, east: f64, north: f64) -> Option<Extent> {
    let good = [west, east].iter().all(|lon| (-180.0..=180.0).contains(lon))
        && [south, north].iter().all(|lat| (-90.0..=90.0).contains(lat))
        && west < east
        && south < north;
    good.then(|| Extent::from_corners((west, south).into(), (east, north).into()))
}

/// What a text in HTML says, without marks and on one line: services write links into their attribution.
pub fn plain_text(html: &str) -> String {
    let mut plain = String::new();
    let mut in_mark = false;
    for c in html.chars().take(20 * MOST_LETTERS) {
        match c {
            '<' => in_mark = true,
            '>' if in_mark => in_mark = false,
            _ if in_mark => {}
            c if c.is_control() => plain.push(' '),
            c => plain.push(c),
        }
    }
    let entities = [
        ("&copy;", "©"),
        ("&nbsp;", " "),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let plain = entities
        .iter()
        .fold(plain, |text, (entity, c)| text.replace(entity, c));
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(MOST_LETTERS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_lose_their_marks() {
        let check = |html: &str, expected: &str| assert_eq!(plain_text(html), expected);
        check(
            "<a href=\"https://a.org\">&copy; OpenStreetMap</a>\n contributors",
            "© OpenStreetMap contributors",
        );
        check("天地图", "天地图");
        check("a < b", "a");
        check(&"x".repeat(100_000), &"x".repeat(300));
    }

    #[test]
    fn formats_by_first_bytes() {
        let check = |bytes: &[u8], expected| assert_eq!(format_of(bytes), expected);
        check(b"\x89PNG\r\n", "png");
        check(&[0xff, 0xd8, 0xff, 0xe0], "jpg");
        check(b"RIFF\x10\0\0\0WEBPVP8 ", "webp");
        check(&[0x1f, 0x8b, 8], "pbf");
        check(&[0x1a, 0x05], "pbf");
        check(b"<html>", "");
        check(b"RIFF\x10\0\0\0WAVE", "");
        check(b"", "");
    }

    #[test]
    fn layers_as_far_as_they_are_said() {
        let of = |json: &str| vector_layers_of(&serde_json::from_str(json).unwrap());
        assert_eq!(
            of(r#"{"vector_layers": [{"id": "water"}, {"id": 7}, {"id": "<b>roads"}]}"#),
            ["water", "roads"]
        );
        assert!(of(r#"{"vector_layers": "water"}"#).is_empty() && of("[]").is_empty());
    }

    #[test]
    fn boxes() {
        assert!(bounds_of(120.0, 30.0, 121.0, 31.0).is_some());
        assert!(bounds_of(121.0, 30.0, 120.0, 31.0).is_none());
        assert!(bounds_of(f64::NAN, 30.0, 120.0, 31.0).is_none());
        assert!(bounds_of(-200.0, 30.0, 120.0, 31.0).is_none());
    }
}
