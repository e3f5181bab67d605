//! The usual feature, read byte by byte: nine tenths of the time of reading a large file went into deciding, at every
//! number, what it might be.
//!
//! Understands a feature with `type`, `id`, `properties` and `geometry`, plain strings and flat properties. At anything
//! else (another member, an escape, a nested value, a fault of any kind) it gives up, and the full reader in
//! [`super::feature`] starts anew: that one alone decides what is wrong and how it is told. What is read here is the same
//! to the last bit as what the full reader would have read; a property test holds the two together.

use std::sync::Arc;

use geo::{Coord, Geometry, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde_json::Number;

use crate::formats::raw::RawFeature;
use crate::model::feature::{Properties, PropertyValue};

use super::decimal::{double, number_end};
use super::feature::Names;

/// A feature of the usual form that fills `text` up to blanks; `None` where the full reader has to look.
///
/// `line` is room for the vertices of one line after another. A list that grows is copied as it grows and once more when it
/// is cut to its length, which took a tenth of the reading; so vertices are gathered here and copied once.
pub fn feature(text: &[u8], names: &mut Names, line: &mut Vec<Coord<f64>>) -> Option<RawFeature> {
    let mut reader = Reader {
        text,
        at: 0,
        extra_ordinates: false,
        line,
    };
    let feature = reader.feature(names)?;
    reader.skip_blanks();
    (reader.at == text.len()).then_some(feature)
}

struct Reader<'a, 'l> {
    text: &'a [u8],
    at: usize,
    extra_ordinates: bool,
    line: &'l mut Vec<Coord<f64>>,
}

impl<'a> Reader<'a, '_> {
    fn feature(&mut self, names: &mut Names) -> Option<RawFeature> {
        let (mut is_feature, mut has_id) = (false, false);
        let mut geometry: Option<Option<Geometry<f64>>> = None;
        let mut properties: Option<Properties> = None;
        let mut id: Option<Arc<str>> = None;
        self.expect(b'{')?;
        loop {
            match self.name()? {
                "type" if !is_feature => is_feature = self.string()? == "Feature",
                "geometry" if geometry.is_none() => geometry = Some(self.geometry()?),
                "properties" if properties.is_none() => properties = Some(self.properties(names)?),
                "id" if !has_id => {
                    has_id = true;
                    id = Some(self.id()?);
                }
                _ => return None,
            }
            if !self.more(b'}')? {
                break;
            }
        }
        is_feature.then(|| RawFeature {
            id,
            geometry: geometry.flatten(),
            properties: properties.unwrap_or_default(),
            extra_ordinates: self.extra_ordinates,
            ..RawFeature::default()
        })
    }

    fn id(&mut self) -> Option<Arc<str>> {
        if self.peek()? == b'"' {
            let text = self.string()?;
            return (!text.is_empty()).then(|| text.into());
        }
        Some(self.number()?.to_string().into())
    }

    fn properties(&mut self, names: &mut Names) -> Option<Properties> {
        if self.peek()? == b'n' {
            self.word(b"null")?;
            return Some(Properties::default());
        }
        let (mut numbers, mut values) = (Vec::with_capacity(8), Vec::with_capacity(8));
        self.expect(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(Properties::default());
        }
        names.begin();
        loop {
            let (number, is_new) = names.own(self.name()?);
            if !is_new {
                return None;
            }
            numbers.push(number);
            values.push(match self.peek()? {
                b'"' => PropertyValue::Text(names.text(self.string()?)),
                b'n' => {
                    self.word(b"null")?;
                    PropertyValue::Null
                }
                b't' => {
                    self.word(b"true")?;
                    PropertyValue::Bool(true)
                }
                b'f' => {
                    self.word(b"false")?;
                    PropertyValue::Bool(false)
                }
                _ => PropertyValue::Number(self.number()?),
            });
            if !self.more(b'}')? {
                return Some(names.properties(&numbers, values));
            }
        }
    }

    /// A number by the rules of the full reader: whole ones stay whole.
    fn number(&mut self) -> Option<Number> {
        self.peek()?;
        let rest = self.text.get(self.at..)?;
        let token = rest.get(..number_end(rest)?)?;
        self.at += token.len();
        let is_short = token.len() <= 18 && token.iter().all(u8::is_ascii_digit);
        if is_short {
            let add = |sum: u64, &digit: &u8| 10 * sum + u64::from(digit - b'0');
            return Some(token.iter().fold(0, add).into());
        }
        serde_json::from_slice(token).ok()
    }

    fn geometry(&mut self) -> Option<Option<Geometry<f64>>> {
        if self.peek()? == b'n' {
            self.word(b"null")?;
            return Some(None);
        }
        let mut kind = None;
        let mut nest = None;
        self.expect(b'{')?;
        loop {
            match self.name()? {
                "type" if kind.is_none() => kind = Some(self.string()?),
                "coordinates" if nest.is_none() => nest = Some(self.nest()?),
                _ => return None,
            }
            if !self.more(b'}')? {
                break;
            }
        }
        Some(Some(match (kind?, nest?) {
            ("Point", Nest::Position(position)) => Point(position).into(),
            ("MultiPoint", Nest::Line(line)) => MultiPoint(line.0.into_iter().map(Point).collect()).into(),
            ("LineString", Nest::Line(line)) => line.into(),
            ("MultiLineString", Nest::Lines(lines)) => MultiLineString(lines).into(),
            ("Polygon", Nest::Lines(rings)) => polygon(rings)?.into(),
            ("MultiPolygon", Nest::Areas(areas)) => {
                let polygons: Option<Vec<_>> = areas.into_iter().map(polygon).collect();
                MultiPolygon(polygons?).into()
            }
            _ => return None,
        }))
    }

    /// Coordinates, however deep they are nested.
    fn nest(&mut self) -> Option<Nest> {
        let start = self.at;
        let mut depth = 0;
        while self.peek()? == b'[' {
            self.at += 1;
            depth += 1;
        }
        self.at = start;
        Some(match depth {
            1 => Nest::Position(self.position()?),
            2 => Nest::Line(self.line()?),
            3 => Nest::Lines(self.lines()?),
            4 => Nest::Areas(self.list(Self::lines)?),
            _ => return None,
        })
    }

    fn lines(&mut self) -> Option<Vec<LineString<f64>>> {
        self.list(Self::line)
    }

    fn line(&mut self) -> Option<LineString<f64>> {
        self.expect(b'[')?;
        self.line.clear();
        loop {
            let position = self.position()?;
            self.line.push(position);
            if !self.more(b']')? {
                return Some(LineString(self.line.as_slice().to_vec()));
            }
        }
    }

    /// An array that is not empty.
    fn list<T>(&mut self, element: impl Fn(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        self.expect(b'[')?;
        let mut all = Vec::new();
        loop {
            all.push(element(self)?);
            if !self.more(b']')? {
                return Some(all);
            }
        }
    }

    fn position(&mut self) -> Option<Coord<f64>> {
        self.expect(b'[')?;
        let x = self.ordinate()?;
        if !self.more(b']')? {
            return None;
        }
        let y = self.ordinate()?;
        while self.more(b']')? {
            self.extra_ordinates = true;
            self.ordinate()?;
        }
        Some(Coord { x, y })
    }

    fn ordinate(&mut self) -> Option<f64> {
        self.skip_blanks();
        let (value, length) = double(self.text.get(self.at..)?)?;
        self.at += length;
        Some(value)
    }

    /// The name of a member and the colon behind it.
    fn name(&mut self) -> Option<&'a str> {
        let name = self.string()?;
        self.expect(b':')?;
        Some(name)
    }

    /// A string without escapes.
    fn string(&mut self) -> Option<&'a str> {
        self.expect(b'"')?;
        let text: &'a [u8] = self.text;
        let rest = text.get(self.at..)?;
        let length = rest.iter().position(|&b| b == b'"' || b == b'\\' || b < b' ')?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        self.at += length + 1;
        std::str::from_utf8(rest.get(..length)?).ok()
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        let matches = self.text.get(self.at..)?.starts_with(word);
        self.at += word.len();
        matches.then_some(())
    }

    /// Past a comma (true) or the end of what is open (false).
    #[inline]
    fn more(&mut self, end: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b',' => Some(true),
            _ => (byte == end).then_some(false),
        }
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Option<()> {
        let found = self.peek()?;
        self.at += 1;
        (found == byte).then_some(())
    }

    #[inline]
    fn peek(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        if byte > b' ' {
            return Some(byte);
        }
        self.skip_blanks();
        self.text.get(self.at).copied()
    }

    #[inline]
    fn skip_blanks(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.text.get(self.at) {
            self.at += 1;
        }
    }
}

enum Nest {
    Position(Coord<f64>),
    Line(LineString<f64>),
    Lines(Vec<LineString<f64>>),
    Areas(Vec<Vec<LineString<f64>>>),
}

/// `None` where a ring is not closed: the full reader tells.
fn polygon(rings: Vec<LineString<f64>>) -> Option<Polygon<f64>> {
    if !rings.iter().all(LineString::is_closed) {
        return None;
    }
    let mut rings = rings.into_iter();
    let shell = rings.next()?;
    Some(Polygon::new(shell, rings.collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::geojson::feature::FeatureSeed;
    use crate::formats::geojson::geometry::Trail;
    use proptest::prelude::*;
    use serde::de::DeserializeSeed as _;

    fn slow(text: &[u8]) -> Option<RawFeature> {
        let trail = Trail::default();
        let mut json = serde_json::Deserializer::from_slice(text);
        let seed = FeatureSeed {
            names: &mut Names::default(),
            trail: &trail,
        };
        let feature = seed.deserialize(&mut json).ok()?;
        json.end().ok().map(|()| feature)
    }

    /// As text, so that −0 and 0 differ and all digits count.
    fn written(feature: &RawFeature) -> String {
        format!("{feature:?}")
    }

    #[track_caller]
    fn check(text: &str, is_usual: bool) {
        let found = feature(text.as_bytes(), &mut Names::default(), &mut Vec::new());
        assert_eq!(found.is_some(), is_usual, "{text}");
        if let Some(found) = found {
            assert_eq!(
                Some(written(&found)),
                slow(text.as_bytes()).as_ref().map(written),
                "{text}"
            );
        }
    }

    fn with_geometry(geometry: &str) -> String {
        format!(r#"{{"type":"Feature","properties":null,"geometry":{geometry}}}"#)
    }

    #[test]
    fn usual_features() {
        check(
            r#"{"type":"Feature","id":7,"properties":{"a":1,"b":-2.50,"c":null,"d":"湿地","e":true},"geometry":null}"#,
            true,
        );
        check(
            r#" { "geometry" : null , "type" : "Feature" , "id" : "A 1" , "properties" : { } } "#,
            true,
        );
        check(
            r#"{"type":"Feature","id":1e3,"properties":{"a":12345678901234567890,"b":-0,"c":1e-7,"d":1E2},"geometry":null}"#,
            true,
        );
        for geometry in [
            r#"{"type":"Point","coordinates":[1,-2.5]}"#,
            r#"{"coordinates":[1e2,-0,7.0],"type":"Point"}"#,
            r#"{"type":"MultiPoint","coordinates":[[1,2],[3,4.000000000000001]]}"#,
            r#"{"type":"LineString","coordinates":[[120.12345678901234567,2],[3,4]]}"#,
            r#"{"type":"MultiLineString","coordinates":[[[1,2],[3,4]],[[1,2],[3,4]]]}"#,
            "{ \"type\" : \"Polygon\" , \"coordinates\" : [ [ [0,0],\n[1 , 0],[1,1],[0,0] ] ] }",
            r#"{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]],[[0,0],[1,0],[1,1],[0,0]]]]}"#,
        ] {
            check(&with_geometry(geometry), true);
        }
    }

    #[test]
    fn the_full_reader_looks_at_all_else() {
        for text in [
            "null",
            r#"{"type":"feature"}"#,
            r#"{"type":"Feature","type":"Feature"}"#,
            r#"{"type":"Feature","properties":{"a":1,"a":2}}"#,
            r#"{"type":"Feature","properties":{"a":[1]}}"#,
            r#"{"type":"Feature","properties":{"a":"\u0041"}}"#,
            r#"{"type":"Feature","properties":{"a":01}}"#,
            r#"{"type":"Feature","bbox":[1,2]}"#,
            r#"{"type":"Feature","id":""}"#,
            r#"{"type":"Feature","id":null}"#,
            r#"{"type":"Feature"} x"#,
            r#"{"type":"Feature",}"#,
        ] {
            check(text, false);
        }
        for geometry in [
            r#"{"type":"Point","coordinates":[]}"#,
            r#"{"type":"Point","coordinates":[1]}"#,
            r#"{"type":"Point","coordinates":[1,NaN]}"#,
            r#"{"type":"Point","coordinates":[1,1e999]}"#,
            r#"{"type":"Point","coordinates":[1,+2]}"#,
            r#"{"type":"Point","coordinates":[1,.5]}"#,
            r#"{"type":"Point","coordinates":[1,5.]}"#,
            r#"{"type":"Point","coordinates":[01,5]}"#,
            r#"{"type":"Point","coordinates":[1,2,null]}"#,
            r#"{"type":"Polygon","coordinates":[[1,2],[3,4]]}"#,
            r#"{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1]]]}"#,
            r#"{"type":"GeometryCollection","geometries":[]}"#,
            r#"{"type":"LineString","coordinates":[[1,2],3]}"#,
        ] {
            check(&with_geometry(geometry), false);
        }
    }

    fn number() -> impl Strategy<Value = String> {
        prop_oneof![
            "-?(0|[1-9][0-9]{0,3})\\.[0-9]{1,20}",
            "-?(0|[1-9][0-9]{0,20})",
            "-?[1-9]\\.[0-9]{0,18}[eE][+-]?[0-9]{1,3}",
            any::<f64>().prop_map(|x| format!("{x:?}")),
        ]
    }

    fn ring() -> impl Strategy<Value = String> {
        let position = (number(), number(), prop::option::weighted(0.1, number()));
        let written = position
            .prop_map(|(x, y, z)| format!("[{x},{y}{}]", z.map_or(String::new(), |z| format!(", {z}"))));
        prop::collection::vec(written, 0..9).prop_map(|mut all| {
            all.extend(all.first().cloned());
            format!("[{}]", all.join(","))
        })
    }

    fn usual() -> impl Strategy<Value = String> {
        let rings = prop::collection::vec(ring(), 1..3);
        (rings, number(), "[ -!#-\\[\\]-~湿地]{0,9}", "[a-c]", "[a-c]").prop_map(|(rings, number, text, a, b)| {
            format!(
                r#"{{"type":"Feature","id":"{text}","properties":{{"{a}":{number},"{b}":"{text}"}},"geometry":{{"type":"Polygon","coordinates":[{}]}}}}"#,
                rings.join(",")
            )
        })
    }

    proptest! {
        #[test]
        fn reads_what_the_full_reader_reads(text in usual()) {
            if let Some(found) = feature(text.as_bytes(), &mut Names::default(), &mut Vec::new()) {
                prop_assert_eq!(Some(written(&found)), slow(text.as_bytes()).as_ref().map(written));
            }
        }

        /// One byte put in, taken away or changed: never read what the full reader refuses, nor otherwise than it does.
        #[test]
        fn mangled_text_is_not_misread(text in usual(), at in any::<prop::sample::Index>(), byte in any::<u8>(), how in 0..3) {
            let mut text = text.into_bytes();
            let at = at.index(text.len());
            match how {
                0 => text[at] = byte,
                1 => text.insert(at, byte),
                _ => drop(text.remove(at)),
            }
            if let Some(found) = feature(&text, &mut Names::default(), &mut Vec::new()) {
                prop_assert_eq!(Some(written(&found)), slow(&text).as_ref().map(written));
            }
        }
    }
}
