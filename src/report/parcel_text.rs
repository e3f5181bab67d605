//! Layers as corners of parcels in the text form of the land authorities (TXT 地块坐标).
//!
//! Corners have X to the north and Y to the east, in metres and millimetres; areas are those of the ellipsoid, in hectares.
//! A feature of several parts becomes as many plots, because a second ring can only be a hole.

use std::fmt::Write as _;

use geo::{Coord, MultiPolygon, Polygon};

use crate::geom::area::{M2_PER_HA, Ruler};
use crate::geom::crs::Crs;
use crate::geom::zone_code::{Datum, Zone};
use crate::model::feature::{Feature, Properties};

/// Fields that the text has a place for: name, map sheet, use and land class of a plot.
pub const FIELDS: [&str; 4] = ["地块名称", "图幅号", "地块用途", "地类编码"];

/// A file of parcels in one plane.
#[derive(Debug)]
pub struct ParcelText {
    text: String,
    ruler: Ruler,
    plot_count: usize,
}

/// Why there is no such file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{code} is no Gauss-Krüger zone of China, which this form of text demands")]
pub struct NotAZone {
    /// The code of the plane.
    pub code: String,
}

impl ParcelText {
    /// An empty file of shapes in the plane `plane`.
    ///
    /// # Errors
    /// [`NotAZone`] for any other system.
    pub fn new(plane: &Crs) -> Result<ParcelText, NotAZone> {
        let number = plane
            .code()
            .strip_prefix("EPSG:")
            .and_then(|number| number.parse().ok());
        let zone = number.and_then(Zone::of_epsg).ok_or_else(|| NotAZone {
            code: plane.code().to_owned(),
        })?;
        let datum = match zone.datum {
            Datum::Cgcs2000 => "2000国家大地坐标系",
            Datum::Xian80 => "80国家大地坐标系",
            Datum::Beijing54 => "北京54坐标系",
        };
        let width = if zone.is_six_degree { 6 } else { 3 };
        let text = format!(
            "[属性描述]\n格式版本号=1.01版本\n坐标系={datum}\n几度分带={width}\n投影类型=高斯克吕格\n计量单位=米\n\
             带号={}\n精度=0.001\n转换参数=,,,,,,\n[地块坐标]\n",
            zone.number
        );
        Ok(ParcelText {
            text,
            ruler: Ruler::new(plane),
            plot_count: 0,
        })
    }

    /// Adds the areas of a feature; the number of plots they make, none for lines and points.
    pub fn add(&mut self, feature: &Feature) -> usize {
        let areas = feature.shape.areas();
        let plots = self.plots(&feature.id, &feature.properties, areas);
        self.text.push_str(&plots);
        self.plot_count += areas.0.len();
        areas.0.len()
    }

    /// The plots of some areas in the plane, without keeping them.
    pub fn plots(&self, id: &str, properties: &Properties, areas: &MultiPolygon<f64>) -> String {
        let mut text = String::new();
        for (part, number) in areas.0.iter().zip(1..) {
            let id = match areas.0.len() {
                1 => id.to_owned(),
                _ => format!("{id}-{number}"),
            };
            self.add_plot(&mut text, &id, properties, part);
        }
        text
    }

    fn add_plot(&self, text: &mut String, id: &str, properties: &Properties, polygon: &Polygon<f64>) {
        let rings: Vec<&[Coord<f64>]> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(|ring| ring.0.as_slice())
            .collect();
        let corner_count: usize = rings.iter().map(|ring| ring.len()).sum();
        let area_ha = self.ruler.area_m2(&MultiPolygon(vec![polygon.clone()])) / M2_PER_HA;
        let [name, sheet, r#use, class] = FIELDS.map(|name| {
            properties
                .text(name)
                .map_or_else(String::new, |text| field(&text))
        });
        let id = field(id);
        // What a string is written into cannot fail.
        let _ = writeln!(
            text,
            "{corner_count},{area_ha:.4},{id},{name},面,{sheet},{use},{class},@"
        );
        let mut corner = 0;
        for (ring, number) in rings.iter().zip(1..) {
            let first = corner + 1;
            for (at, place) in ring.iter().enumerate() {
                // The corner that closes a ring is its first one again.
                corner = if at + 1 == ring.len() { first } else { corner + 1 };
                let _ = writeln!(text, "J{corner},{number},{:.3},{:.3}", place.y, place.x);
            }
            corner = first + ring.len().saturating_sub(2);
        }
    }

    /// How many plots there are.
    pub fn plot_count(&self) -> usize {
        self.plot_count
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Takes what was written so far, so that a long text need not be held as a whole.
    pub fn take(&mut self) -> String {
        std::mem::take(&mut self.text)
    }

    /// The text in GBK, which most programs for this form expect; letters beyond it as GB18030 has them.
    pub fn gbk(&self) -> Vec<u8> {
        encoding_rs::GB18030.encode(&self.text).0.into_owned()
    }
}

/// A text as a field: without what would end it.
fn field(text: &str) -> String {
    let stops = |c: char| c.is_control() || matches!(c, ',' | '，' | '@');
    text.replace(stops, " ").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use std::sync::Arc;

    fn feature(id: &str, wkt: MultiPolygon<f64>) -> Feature {
        Feature {
            id: id.into(),
            number: 1,
            shape: Arc::new(admit_plane(wkt).unwrap()),
            properties: [("地块名称", "圩田，东@"), ("地类编码", "1104A")]
                .map(|(name, value)| (Arc::from(name), value.into()))
                .into_iter()
                .collect(),
            foreign: Properties::default(),
        }
    }

    #[test]
    fn rings_and_parts() {
        let mut file = ParcelText::new(&Crs::from_code("EPSG:4528").unwrap()).unwrap();
        let wkt = geo::wkt! { MULTIPOLYGON(
        ((40500000. 3350000., 40500100. 3350000., 40500100. 3350100., 40500000. 3350000.)),
        ((40501000. 3350000., 40501400. 3350000., 40501400. 3350400., 40501000. 3350400., 40501000. 3350000.),
         (40501100. 3350100., 40501100. 3350200., 40501200. 3350200., 40501100. 3350100.))) };
        assert_eq!((file.add(&feature("A", wkt)), file.plot_count()), (2, 2));
        let lines: Vec<&str> = file.text().lines().collect();
        assert!(lines.contains(&"带号=40") && lines.contains(&"几度分带=3"));
        let plots = lines.iter().filter(|line| line.ends_with('@'));
        let heads: Vec<&&str> = plots.collect();
        assert!(
            heads[0].starts_with("4,0.5000,A-1,圩田 东,面,,,1104A,@"),
            "{heads:?}"
        );
        assert!(heads[1].starts_with("9,15.5000,A-2,"), "{heads:?}");
        assert!(lines.contains(&"J1,1,3350000.000,40500000.000"));
        let holes: Vec<&&str> = lines.iter().filter(|line| line.contains(",2,33")).collect();
        assert_eq!(holes.len(), 4);
        assert!(
            holes[0].starts_with("J5,") && holes[3].starts_with("J5,"),
            "{holes:?}"
        );
    }

    #[test]
    fn only_zones_of_china() {
        for code in ["EPSG:4490", "EPSG:32651", "OGC:CRS84"] {
            let refused = ParcelText::new(&Crs::from_code(code).unwrap());
            assert_eq!(refused.unwrap_err().code, code);
        }
    }
}
