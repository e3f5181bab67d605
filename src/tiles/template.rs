//! The address of a tile, with places for its numbers and for the user's key.

use crate::model::base_map::TiandituMap;

use super::fault::TileFault;
use super::grid::{Grid, TileId};

/// Most letters of an address.
const MOST_LETTERS: usize = 2_000;
/// Most machines that share the work under one address.
const MOST_MACHINES: usize = 36;
/// What `{s}` stands for where nothing else is said.
const USUAL_MACHINES: [&str; 3] = ["a", "b", "c"];

/// A user's key for a map service. It is shown by nothing, not even for finding faults.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// As typed, without blanks at its ends.
    pub fn new(text: &str) -> Key {
        Key(text.trim().to_owned())
    }

    /// True where none was typed.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_empty() { "no key" } else { "a key" })
    }
}

/// Addresses of tiles, checked: `{z}`, `{x}`, `{y}` or `{-y}`, also as `{TileMatrix}`, `{TileCol}`, `{TileRow}`; `{s}` or
/// `{switch:a,b,c}` for machines that share the work; `{k}` or `{key}` for the user's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Zoom,
    Column,
    Row,
    RowFromSouth,
    Key,
    Machine(Vec<String>),
}

impl Template {
    /// Takes an address apart.
    ///
    /// # Errors
    /// [`TileFault::BadTemplate`] with what is wrong; never with the address itself.
    ///
    /// ```
    /// use redshank::tiles::template::Template;
    /// assert!(Template::parse("https://tile.example.org/{z}/{x}/{y}.png").is_ok());
    /// assert!(Template::parse("file:///{z}/{x}/{y}.png").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Template, TileFault> {
        let text = text.trim();
        let bad = |what| Err(TileFault::BadTemplate(what));
        if text.chars().count() > MOST_LETTERS || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            return bad("letters");
        }
        let Some(rest) = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
        else {
            return bad("scheme");
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // A name and a password before the host would travel with every message about the host.
        if host.is_empty() || host.contains('@') {
            return bad("host");
        }
        let parts = parts(text)?;
        let in_host = self::parts(host)?;
        if in_host
            .iter()
            .any(|part| !matches!(part, Part::Text(_) | Part::Machine(_)))
        {
            return bad("host");
        }
        let has = |wanted: &[Part]| parts.iter().any(|part| wanted.contains(part));
        if !(has(&[Part::Zoom]) && has(&[Part::Column]) && has(&[Part::Row, Part::RowFromSouth])) {
            return bad("numbers");
        }
        Ok(Template {
            text: text.to_owned(),
            parts,
        })
    }

    /// The addresses of a map of Tianditu in Web Mercator.
    pub fn tianditu(map: TiandituMap) -> String {
        let layer = map.layer();
        format!(
            "https://t{{switch:0,1,2,3,4,5,6,7}}.tianditu.gov.cn/{layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0\
             &LAYER={layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles\
             &TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={{key}}"
        )
    }

    /// As it was written, without any key but one that was written into it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True for HTTPS.
    pub fn is_https(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// True for a service on this machine.
    pub fn is_local(&self) -> bool {
        let host = self.host();
        let local = ["127.0.0.1", "localhost", "[::1]"];
        local.iter().any(|local| {
            let behind = host.strip_prefix(local);
            behind.is_some_and(|port| port.is_empty() || port.starts_with(':'))
        })
    }

    /// True where it has a place for a key.
    pub fn needs_key(&self) -> bool {
        self.parts.contains(&Part::Key)
    }

    /// The host, for people; the first one where several share the work.
    pub fn host(&self) -> String {
        let mut front = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => front.push_str(text),
                Part::Machine(names) => front.push_str(names.first().map_or("", String::as_str)),
                // Numbers and keys come behind the host.
                _ => break,
            }
        }
        let rest = front.split_once("://").map_or("", |(_, rest)| rest);
        rest.split(['/', '?', '#']).next().unwrap_or_default().to_owned()
    }

    /// The address of one tile. Holds the key: to be asked, and never to be shown or written.
    ///
    /// # Errors
    /// [`TileFault::NoKey`].
    pub fn address(&self, tile: TileId, grid: Grid, key: &Key) -> Result<String, TileFault> {
        if self.needs_key() && key.is_empty() {
            return Err(TileFault::NoKey);
        }
        let mut address = String::with_capacity(self.text.len() + key.0.len());
        for part in &self.parts {
            match part {
                Part::Text(text) => address.push_str(text),
                Part::Zoom => address.push_str(&tile.zoom.to_string()),
                Part::Column => address.push_str(&tile.column.to_string()),
                Part::Row => address.push_str(&tile.row.to_string()),
                Part::RowFromSouth => {
                    address.push_str(&tile.row_from_south(grid.row_count(tile.zoom)).to_string());
                }
                Part::Key => push_escaped(&mut address, &key.0),
                Part::Machine(names) => {
                    // By the tile, so that the same tile always has the same address.
                    let number = (tile.column as usize + tile.row as usize) % names.len().max(1);
                    address.push_str(names.get(number).map_or("", String::as_str));
                }
            }
        }
        Ok(address)
    }
}

fn parts(text: &str) -> Result<Vec<Part>, TileFault> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after
            .split_once('}')
            .ok_or(TileFault::BadTemplate("placeholder"))?;
        parts.push(Part::Text(before.to_owned()));
        parts.push(placeholder(name).ok_or(TileFault::BadTemplate("placeholder"))?);
        rest = behind;
    }
    if rest.contains('}') {
        return Err(TileFault::BadTemplate("placeholder"));
    }
    parts.push(Part::Text(rest.to_owned()));
    Ok(parts)
}

fn placeholder(name: &str) -> Option<Part> {
    let machines = |names: Vec<&str>| {
        let is_name =
            |name: &&str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        let good = names.len() <= MOST_MACHINES && names.iter().all(is_name);
        good.then(|| Part::Machine(names.into_iter().map(str::to_owned).collect()))
    };
    match name {
        "z" | "TileMatrix" => Some(Part::Zoom),
        "x" | "TileCol" => Some(Part::Column),
        "y" | "TileRow" => Some(Part::Row),
        "-y" => Some(Part::RowFromSouth),
        "k" | "key" => Some(Part::Key),
        "s" => machines(USUAL_MACHINES.to_vec()),
        name => machines(name.strip_prefix("switch:")?.split(',').collect()),
    }
}

/// Every byte that could end the value or begin another one is escaped.
fn push_escaped(address: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TILE: TileId = TileId {
        zoom: 11,
        column: 327,
        row: 791,
    };

    fn check(text: &str, expected: &str) {
        let template = Template::parse(text).unwrap();
        let address = template.address(TILE, Grid::WebMercator, &Key::new(" a&b=ü "));
        assert_eq!(address.as_deref(), Ok(expected));
    }

    #[test]
    fn addresses() {
        check("https://a.org/{z}/{x}/{y}.png", "https://a.org/11/327/791.png");
        check("http://a.org/{z}/{x}/{-y}.png", "http://a.org/11/327/1256.png");
        check("https://{s}.a.org/{z}/{x}/{y}", "https://c.a.org/11/327/791");
        check(
            "https://t{switch:0,1}.a.org/{z}/{x}/{y}",
            "https://t0.a.org/11/327/791",
        );
        check(
            "https://a.org/{TileMatrix}/{TileRow}/{TileCol}",
            "https://a.org/11/791/327",
        );
        check(
            "https://a.org/{z}/{x}/{y}?k={k}",
            "https://a.org/11/327/791?k=a%26b%3D%C3%BC",
        );
    }

    #[test]
    fn tianditu() {
        let template = Template::parse(&Template::tianditu(TiandituMap::Imagery)).unwrap();
        assert!(template.needs_key());
        assert_eq!(
            template.address(TILE, Grid::WebMercator, &Key::default()),
            Err(TileFault::NoKey)
        );
        let address = template
            .address(TILE, Grid::WebMercator, &Key::new("0123"))
            .unwrap();
        assert_eq!(template.host(), "t0.tianditu.gov.cn");
        assert_eq!(
            address,
            "https://t6.tianditu.gov.cn/img_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=img&STYLE=default\
             &TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX=11&TILEROW=791&TILECOL=327&tk=0123"
        );
    }

    #[test]
    fn services_on_this_machine() {
        let check = |host: &str, expected| {
            let template = Template::parse(&format!("http://{host}/{{z}}/{{x}}/{{y}}")).unwrap();
            assert_eq!(template.is_local(), expected, "{host}");
        };
        check("127.0.0.1", true);
        check("127.0.0.1:8080", true);
        check("localhost", true);
        check("[::1]", true);
        check("[::1]:80", true);
        check("localhost.example.org", false);
        check("127.0.0.12", false);
        check("a.org", false);
    }

    #[test]
    fn what_is_no_address() {
        let refused = |text: &str, what| {
            assert_eq!(Template::parse(text), Err(TileFault::BadTemplate(what)), "{text}");
        };
        refused("file:///{z}/{x}/{y}", "scheme");
        refused("ftp://a.org/{z}/{x}/{y}", "scheme");
        refused("", "scheme");
        refused("https:///{z}/{x}/{y}", "host");
        refused("https://me:secret@a.org/{z}/{x}/{y}", "host");
        refused("https://{key}.a.org/{z}/{x}/{y}", "host");
        refused("https://a.org/{z}/{x}", "numbers");
        refused("https://a.org/{z}/{x}/{y}/{bbox}", "placeholder");
        refused(
            "https://a.org/{Style}/{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}.png",
            "placeholder",
        );
        refused("https://a.org/{}/{z}/{x}/{y}", "placeholder");
        refused("https://a.org/{{z}}/{x}/{y}", "placeholder");
        refused("https://a.org/{z}/{x}/{y}/{", "placeholder");
        refused("https://a.org/{z}/{x}/{y}}", "placeholder");
        refused("https://{switch:a,/b}.org/{z}/{x}/{y}", "placeholder");
        refused("https://a.org/{z}/{x}/{y}?a=b c", "letters");
        refused(
            &format!("https://a.org/{{z}}/{{x}}/{{y}}/{}", "a".repeat(2_000)),
            "letters",
        );
    }

    #[test]
    fn a_key_is_never_shown() {
        assert_eq!(format!("{:?}", Key::new("geheim")), "a key");
    }
}
