//! The shapes of a placemark.

use geo::{
    Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point,
    Polygon,
};

use crate::formats::gather::{closed, excerpt};
use crate::formats::xml::{Broken, Node, Xml, name};
use crate::geom::gate::Fault;
use crate::model::reading_fault::ReadingFault;

/// Elements that are shapes, or would be.
const SHAPES: [&str; 8] = [
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiGeometry",
    "Track",
    "MultiTrack",
    "Model",
];

/// True for elements that [`Shapes::read`] knows.
pub fn is_shape(element: &str) -> bool {
    SHAPES.contains(&element)
}

/// The shapes read so far.
pub struct Shapes {
    /// Why the placemark must be refused.
    pub fault: Option<ReadingFault>,
    line: usize,
    points: Vec<Point<f64>>,
    lines: Vec<LineString<f64>>,
    areas: Vec<Polygon<f64>>,
    vertices: usize,
    unclosed: Vec<Fault>,
    extra_ordinates: bool,
}

impl Shapes {
    /// None yet; `line` is where the placemark begins.
    pub fn new(line: usize) -> Shapes {
        Shapes {
            fault: None,
            line,
            points: Vec::new(),
            lines: Vec::new(),
            areas: Vec::new(),
            vertices: 0,
            unclosed: Vec::new(),
            extra_ordinates: false,
        }
    }

    /// Reads the shape that has begun, up to its end.
    ///
    /// # Errors
    /// [`Broken`] for the document; what is wrong with the shape itself is in [`Shapes::fault`].
    pub fn read(&mut self, xml: &mut Xml<'_>, element: &str) -> Result<(), Broken> {
        match element {
            "Point" => {
                let coords = self.coordinates_within(xml)?;
                self.points.extend(coords.into_iter().map(Point));
            }
            "LineString" | "LinearRing" => {
                let coords = self.coordinates_within(xml)?;
                if !coords.is_empty() {
                    self.lines.push(LineString(coords));
                }
            }
            "Polygon" => self.polygon(xml)?,
            "MultiGeometry" => loop {
                match xml.next()? {
                    Node::Start(start) => {
                        let inner = name(&start);
                        if is_shape(&inner) {
                            self.read(xml, &inner)?;
                        } else {
                            xml.skip()?;
                        }
                    }
                    Node::Text(_) => {}
                    Node::End | Node::Eof => break,
                }
            },
            other => {
                let what = other.to_owned();
                self.fault.get_or_insert(ReadingFault::NotRead { what, count: 1 });
                xml.skip()?;
            }
        }
        Ok(())
    }

    fn polygon(&mut self, xml: &mut Xml<'_>) -> Result<(), Broken> {
        let mut shell: Option<LineString<f64>> = None;
        let mut holes = Vec::new();
        loop {
            match xml.next()? {
                Node::Start(start) => match name(&start).as_str() {
                    "outerBoundaryIs" => {
                        let mut rings = self.rings(xml)?;
                        if shell.is_none() && !rings.is_empty() {
                            shell = Some(rings.remove(0));
                        }
                        // A second border is a part of its own, not a hole.
                        self.areas
                            .extend(rings.into_iter().map(|ring| Polygon::new(ring, Vec::new())));
                    }
                    "innerBoundaryIs" => holes.extend(self.rings(xml)?),
                    _ => xml.skip()?,
                },
                Node::Text(_) => {}
                Node::End | Node::Eof => break,
            }
        }
        match shell {
            Some(shell) => self.areas.push(Polygon::new(shell, holes)),
            None if holes.is_empty() => {}
            None => {
                let found = "innerBoundaryIs".to_owned();
                self.fault.get_or_insert(ReadingFault::BadLine {
                    line: self.line,
                    found,
                });
            }
        }
        Ok(())
    }

    /// The rings of one border element.
    fn rings(&mut self, xml: &mut Xml<'_>) -> Result<Vec<LineString<f64>>, Broken> {
        let mut rings = Vec::new();
        loop {
            match xml.next()? {
                Node::Start(start) if name(&start) == "LinearRing" => {
                    let before = self.vertices;
                    let ring = self.coordinates_within(xml)?;
                    if !ring.is_empty() {
                        rings.push(closed(ring, before, &mut self.unclosed));
                    }
                }
                Node::Start(_) => xml.skip()?,
                Node::Text(_) => {}
                Node::End | Node::Eof => return Ok(rings),
            }
        }
    }

    /// The `coordinates` of the element that has begun, up to its end.
    fn coordinates_within(&mut self, xml: &mut Xml<'_>) -> Result<Vec<Coord<f64>>, Broken> {
        let mut coords = Vec::new();
        loop {
            match xml.next()? {
                Node::Start(start) if name(&start) == "coordinates" => {
                    let line = xml.line();
                    let text = xml.text()?;
                    match coordinates(&text) {
                        Ok((own, extra)) => {
                            coords.extend(own);
                            self.extra_ordinates |= extra;
                        }
                        Err(found) => {
                            let fault = ReadingFault::BadCoordinate { line, found };
                            self.fault.get_or_insert(fault);
                        }
                    }
                }
                Node::Start(_) => xml.skip()?,
                Node::Text(_) => {}
                Node::End | Node::Eof => {
                    self.vertices += coords.len();
                    return Ok(coords);
                }
            }
        }
    }

    /// All shapes as one, the rings that had to be closed, and whether there were heights.
    pub fn finish(self) -> (Option<Geometry<f64>>, Vec<Fault>, bool) {
        let mut parts: Vec<Geometry<f64>> = Vec::new();
        match self.points.as_slice() {
            [] => {}
            &[one] => parts.push(one.into()),
            _ => parts.push(MultiPoint(self.points).into()),
        }
        parts.extend(one_or_many(self.lines, Geometry::LineString, |all| {
            MultiLineString(all).into()
        }));
        parts.extend(one_or_many(self.areas, Geometry::Polygon, |all| {
            MultiPolygon(all).into()
        }));
        let geometry = match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Geometry::GeometryCollection(GeometryCollection(parts))),
        };
        (geometry, self.unclosed, self.extra_ordinates)
    }
}

fn one_or_many<T>(
    mut all: Vec<T>,
    one: impl Fn(T) -> Geometry<f64>,
    many: impl Fn(Vec<T>) -> Geometry<f64>,
) -> Option<Geometry<f64>> {
    match all.len() {
        0 => None,
        1 => all.pop().map(one),
        _ => Some(many(all)),
    }
}

/// `lon,lat[,height]` with blanks between; whether there were heights. Fails with what is no coordinate.
///
/// Blanks around the commas are against the standard and so common that they are read.
fn coordinates(text: &str) -> Result<(Vec<Coord<f64>>, bool), String> {
    let mut coords = Vec::new();
    let mut extra = false;
    let mut words = text.split_ascii_whitespace().peekable();
    while let Some(word) = words.next() {
        let mut tuple = word.to_owned();
        while let Some(next) = words.next_if(|next| next.starts_with(',') || tuple.ends_with(',')) {
            tuple.push_str(next);
        }
        let ordinates: Result<Vec<f64>, _> = tuple.split(',').map(str::parse).collect();
        match ordinates.as_deref() {
            Ok(&[x, y]) => coords.push(Coord { x, y }),
            Ok(&[x, y, height]) => {
                extra |= height != 0.0;
                coords.push(Coord { x, y });
            }
            _ => return Err(excerpt(&tuple)),
        }
    }
    Ok((coords, extra))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_in_their_writings() {
        let check = |text: &str, expected: Result<(usize, bool), &str>| {
            let found = coordinates(text).map(|(coords, extra)| (coords.len(), extra));
            assert_eq!(found, expected.map_err(str::to_owned), "{text}");
        };
        check("120.5,30.2", Ok((1, false)));
        check("\n 1,2,0 3,4,0\t5,6,0\n", Ok((3, false)));
        check("1,2,3 4,5,6", Ok((2, true)));
        check("1, 2, 3 4 ,5", Ok((2, true)));
        check("", Ok((0, false)));
        check("1,2 3", Err("3"));
        check("1,2,3,4", Err("1,2,3,4"));
        check("1;2", Err("1;2"));
        check("120,5,30,2", Err("120,5,30,2"));
        check("1,,2", Err("1,,2"));
    }
}
