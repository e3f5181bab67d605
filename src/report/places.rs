//! Places with names as KML (OGC 12-007r2), in longitude and latitude.

use std::fmt::Write as _;

use crate::geom::area::Ruler;
use crate::geom::extent::Extent;

use super::markup::escape;

/// A place with a name, and what is seen there.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    name: String,
    /// Longitude and latitude of the middle, in degrees.
    middle_deg: [f64; 2],
    /// How much of the ground is seen, in metres.
    range_m: f64,
}

impl Place {
    /// What is seen in a part of a plane.
    pub fn of(name: &str, extent: &Extent, ruler: &Ruler) -> Place {
        let middle = ruler.geodetic(extent.center());
        Place {
            name: name.to_owned(),
            middle_deg: [middle.lon_deg, middle.lat_deg],
            range_m: extent.width().max(extent.height()),
        }
    }
}

/// A document with all places.
pub fn places_kml(places: &[Place]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    for place in places {
        let [lon, lat] = place.middle_deg;
        // Writing into a string cannot fail.
        let _written = writeln!(
            text,
            "<Placemark><name>{}</name><LookAt><longitude>{lon:.8}</longitude><latitude>{lat:.8}</latitude>\
             <range>{:.1}</range></LookAt><Point><coordinates>{lon:.8},{lat:.8}</coordinates></Point></Placemark>",
            escape(&place.name),
            place.range_m,
        );
    }
    text + "</Document>\n</kml>\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use geo::Coord;

    #[test]
    fn a_place_is_where_it_is_and_its_name_is_harmless() {
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let corner = |x: f64, y: f64| Coord { x, y };
        let extent = Extent::from_corners(corner(499_000.0, 3_349_000.0), corner(501_000.0, 3_351_000.0));
        let text = places_kml(&[Place::of("七格 <&>", &extent, &Ruler::new(&plane))]);
        let document = roxmltree::Document::parse(&text).unwrap();
        let find = |name: &str| {
            document
                .descendants()
                .find(|node| node.has_tag_name(("http://www.opengis.net/kml/2.2", name)))
        };
        assert_eq!(find("name").and_then(|node| node.text()), Some("七格 <&>"));
        let lon: f64 = find("longitude").unwrap().text().unwrap().parse().unwrap();
        let lat: f64 = find("latitude").unwrap().text().unwrap().parse().unwrap();
        assert!(
            (lon - 120.0).abs() < 1e-6 && (30.2..30.4).contains(&lat),
            "{lon} {lat}"
        );
        assert_eq!(find("range").unwrap().text(), Some("2000.0"));
    }
}
