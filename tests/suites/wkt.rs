//! Well-known text and binary as the suites write them: any spacing, EMPTY at any place, LINEARRING, further ordinates.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

/// The geometry of a text, which may also be the hexadecimal form of well-known binary.
pub fn parse(text: &str) -> Result<Geometry<f64>, String> {
    let text = text.trim();
    if text.len() > 9
        && text
            .bytes()
            .all(|b| b.is_ascii_hexdigit() || b.is_ascii_whitespace())
    {
        return binary(text);
    }
    let mut reader = Text {
        tokens: tokens(text),
        at: 0,
    };
    let geometry = reader.geometry()?;
    if reader.at < reader.tokens.len() {
        return Err(format!(
            "more text after the geometry: {:?}",
            reader.tokens[reader.at]
        ));
    }
    Ok(geometry)
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        let splits = c.is_whitespace() || "(),".contains(c);
        if !splits {
            word.push(c.to_ascii_uppercase());
            continue;
        }
        if !word.is_empty() {
            tokens.push(std::mem::take(&mut word));
        }
        if !c.is_whitespace() {
            tokens.push(c.to_string());
        }
    }
    if !word.is_empty() {
        tokens.push(word);
    }
    tokens
}

struct Text {
    tokens: Vec<String>,
    at: usize,
}

impl Text {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn takes(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn geometry(&mut self) -> Result<Geometry<f64>, String> {
        let kind = self.peek().to_owned();
        self.at += 1;
        while ["Z", "M", "ZM"].contains(&self.peek()) {
            self.at += 1;
        }
        Ok(match kind.as_str() {
            "POINT" => {
                let coords = self.coords()?;
                match coords.first() {
                    Some(&c) => Point(c).into(),
                    None => MultiPoint::<f64>(Vec::new()).into(),
                }
            }
            "LINESTRING" | "LINEARRING" => LineString(self.coords()?).into(),
            "POLYGON" => self.polygon()?.into(),
            "MULTIPOINT" => MultiPoint(self.points()?).into(),
            "MULTILINESTRING" => MultiLineString(self.list(|t| Ok(LineString(t.coords()?)))?).into(),
            "MULTIPOLYGON" => MultiPolygon(self.list(Text::polygon)?).into(),
            "GEOMETRYCOLLECTION" => {
                Geometry::GeometryCollection(GeometryCollection(self.list(Text::geometry)?))
            }
            other => return Err(format!("unknown kind {other:?}")),
        })
    }

    /// `EMPTY` or a list in brackets.
    fn list<T>(&mut self, mut item: impl FnMut(&mut Text) -> Result<T, String>) -> Result<Vec<T>, String> {
        if self.takes("EMPTY") {
            return Ok(Vec::new());
        }
        if !self.takes("(") {
            return Err(format!("no bracket before {:?}", self.peek()));
        }
        let mut items = Vec::new();
        loop {
            items.push(item(self)?);
            if self.takes(")") {
                return Ok(items);
            }
            if !self.takes(",") {
                return Err(format!("neither comma nor bracket before {:?}", self.peek()));
            }
        }
    }

    fn coord(&mut self) -> Result<Coord<f64>, String> {
        let mut numbers = Vec::new();
        while !["(", ")", ",", ""].contains(&self.peek()) {
            let number = self
                .peek()
                .parse::<f64>()
                .map_err(|e| format!("{e}: {:?}", self.peek()))?;
            numbers.push(number);
            self.at += 1;
        }
        match numbers[..] {
            [x, y, ..] => Ok(Coord { x, y }),
            _ => Err(format!("no coordinate before {:?}", self.peek())),
        }
    }

    fn coords(&mut self) -> Result<Vec<Coord<f64>>, String> {
        self.list(Text::coord)
    }

    fn points(&mut self) -> Result<Vec<Point<f64>>, String> {
        let bare = |t: &mut Text| {
            if t.peek() == "(" || t.peek() == "EMPTY" {
                return Ok(t.coords()?.into_iter().map(Point).collect::<Vec<_>>());
            }
            Ok(vec![Point(t.coord()?)])
        };
        Ok(self.list(bare)?.concat())
    }

    fn polygon(&mut self) -> Result<Polygon<f64>, String> {
        let rings = self.list(|t| Ok(LineString(t.coords()?)))?;
        Ok(polygon_of(rings))
    }
}

fn polygon_of(rings: Vec<LineString<f64>>) -> Polygon<f64> {
    let mut rings = rings.into_iter();
    let shell = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(shell, rings.collect())
}

fn binary(text: &str) -> Result<Geometry<f64>, String> {
    let digits: Vec<u8> = text.bytes().filter(u8::is_ascii_hexdigit).collect();
    let byte = |pair: &[u8]| {
        std::str::from_utf8(pair)
            .ok()
            .and_then(|s| u8::from_str_radix(s, 16).ok())
    };
    let bytes: Option<Vec<u8>> = digits.chunks(2).map(byte).collect();
    let mut reader = Bytes {
        bytes: bytes.ok_or("odd digits")?,
        at: 0,
        little: true,
    };
    reader.geometry()
}

/// The extended form of PostGIS: the code of a coordinate system follows the kind.
const HAS_SRID: u32 = 0x2000_0000;

struct Bytes {
    bytes: Vec<u8>,
    at: usize,
    little: bool,
}

impl Bytes {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let found = self.bytes.get(self.at..self.at + N).ok_or("binary ends early")?;
        self.at += N;
        let mut array: [u8; N] = found.try_into().map_err(|_| "binary ends early")?;
        if !self.little {
            array.reverse();
        }
        Ok(array)
    }

    fn number(&mut self) -> Result<u32, String> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn coord(&mut self) -> Result<Coord<f64>, String> {
        Ok(Coord {
            x: f64::from_le_bytes(self.take()?),
            y: f64::from_le_bytes(self.take()?),
        })
    }

    fn list<T>(&mut self, mut item: impl FnMut(&mut Bytes) -> Result<T, String>) -> Result<Vec<T>, String> {
        let count = self.number()?;
        (0..count).map(|_| item(self)).collect()
    }

    fn line(&mut self) -> Result<LineString<f64>, String> {
        Ok(LineString(self.list(Bytes::coord)?))
    }

    fn geometry(&mut self) -> Result<Geometry<f64>, String> {
        self.little = self.take::<1>()?[0] == 1;
        let kind = self.number()?;
        if kind & HAS_SRID != 0 {
            self.number()?;
        }
        Ok(match kind & 0xff {
            1 => Point(self.coord()?).into(),
            2 => self.line()?.into(),
            3 => polygon_of(self.list(Bytes::line)?).into(),
            kind @ 4..=7 => {
                let parts = self.list(Bytes::geometry)?;
                if kind == 6 && parts.iter().all(|p| matches!(p, Geometry::Polygon(_))) {
                    let polygons = parts.into_iter().filter_map(|p| Polygon::try_from(p).ok());
                    return Ok(MultiPolygon(polygons.collect()).into());
                }
                Geometry::GeometryCollection(GeometryCollection(parts))
            }
            other => return Err(format!("unknown kind {other}")),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        assert_eq!(parse("POINT(1 2)"), Ok(Point::new(1.0, 2.0).into()));
        assert_eq!(parse(" point Z ( 1\n 2 3)"), Ok(Point::new(1.0, 2.0).into()));
        assert_eq!(parse("MULTIPOINT((1 2), (3 4))"), parse("MULTIPOINT(1 2, 3 4)"));
        assert_eq!(parse("POLYGON EMPTY"), Ok(polygon_of(Vec::new()).into()));
        assert!(parse("POLYGON((1 2, 3)").is_err());
        let extended = parse("0101000020E6100000000000000000F03F0000000000000040");
        let point = parse("0101000000000000000000F03F0000000000000040");
        assert_eq!(extended, point);
        assert_eq!(point, Ok(Point::new(1.0, 2.0).into()));
    }
}
