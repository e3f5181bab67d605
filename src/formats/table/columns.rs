//! Which columns hold the coordinates, by their names in Chinese and English.

use crate::formats::text::half_width;

/// The columns with coordinates, by position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Columns {
    /// Shapes as well-known text.
    Wkt(usize),
    /// Longitude and latitude.
    Degrees(usize, usize),
    /// East and north of a plane.
    Plane(usize, usize),
    /// X and Y, of which either may be the one to the north.
    Unnamed(usize, usize),
}

/// What a row of names has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// One set of columns.
    One(Columns),
    /// Several columns with the same meaning.
    Several(Vec<usize>),
    /// No coordinates.
    None,
}

/// Names that mean one thing: as a whole, and as a part of a longer one.
struct Names {
    whole: &'static [&'static str],
    part: &'static [&'static str],
}

const LON: Names = Names {
    whole: &[
        "经度",
        "东经",
        "lon",
        "lng",
        "long",
        "longitude",
        "londeg",
        "lon84",
    ],
    part: &["经度", "东经", "longitude"],
};
const LAT: Names = Names {
    whole: &["纬度", "北纬", "lat", "latitude", "latdeg", "lat84"],
    part: &["纬度", "北纬", "latitude"],
};
const EAST: Names = Names {
    whole: &["东", "东坐标", "东向", "东距", "横坐标", "e", "east", "easting"],
    part: &["东坐标", "东向坐标", "横坐标", "easting"],
};
const NORTH: Names = Names {
    whole: &["北", "北坐标", "北向", "北距", "纵坐标", "n", "north", "northing"],
    part: &["北坐标", "北向坐标", "纵坐标", "northing"],
};
const X: Names = Names {
    whole: &["x", "x坐标", "坐标x", "xcoord", "coordx", "xcoordinate", "pointx"],
    part: &["x坐标", "坐标x", "xcoord"],
};
const Y: Names = Names {
    whole: &["y", "y坐标", "坐标y", "ycoord", "coordy", "ycoordinate", "pointy"],
    part: &["y坐标", "坐标y", "ycoord"],
};
const WKT: Names = Names {
    whole: &[
        "wkt",
        "geometry",
        "geom",
        "thegeom",
        "wktgeom",
        "wktgeometry",
        "shape",
        "图形",
        "几何",
    ],
    part: &[],
};

impl Names {
    /// Positions of the columns with this meaning: those that are called so, else those whose name says so among others.
    fn among(&self, names: &[String]) -> Vec<usize> {
        let of = |good: &dyn Fn(&str) -> bool| -> Vec<usize> {
            let all = names.iter().enumerate();
            all.filter(|(_, name)| good(name)).map(|(at, _)| at).collect()
        };
        let whole = of(&|name| self.whole.contains(&name));
        if whole.is_empty() {
            of(&|name| self.part.iter().any(|part| name.contains(part)))
        } else {
            whole
        }
    }
}

/// The names of both columns of a pair, and what they make.
type Pair = (Names, Names, fn(usize, usize) -> Columns);

/// Looks for coordinates among the names of a header. `is_wkt` says whether a column holds well-known text.
pub fn find<'a>(names: impl Iterator<Item = &'a str>, is_wkt: impl Fn(usize) -> bool) -> Found {
    let names: Vec<String> = names.map(plain).collect();
    let shapes: Vec<usize> = WKT.among(&names).into_iter().filter(|&at| is_wkt(at)).collect();
    match shapes.as_slice() {
        [] => {}
        &[one] => return Found::One(Columns::Wkt(one)),
        _ => return Found::Several(shapes),
    }
    let pairs: [Pair; 3] = [
        (LON, LAT, Columns::Degrees),
        (EAST, NORTH, Columns::Plane),
        (X, Y, Columns::Unnamed),
    ];
    for (first, second, columns) in pairs {
        let (mut first, mut second) = (first.among(&names), second.among(&names));
        // A name with both meanings, such as 经纬度, holds neither alone.
        let both: Vec<usize> = first.iter().copied().filter(|at| second.contains(at)).collect();
        first.retain(|at| !both.contains(at));
        second.retain(|at| !both.contains(at));
        match (first.as_slice(), second.as_slice()) {
            ([], _) | (_, []) => {}
            (&[first], &[second]) => return Found::One(columns(first, second)),
            _ => return Found::Several([first, second].concat()),
        }
    }
    Found::None
}

/// A name without case, width, blanks, units and what stands in brackets.
fn plain(name: &str) -> String {
    let name = half_width(name).to_lowercase();
    let start = name.split(['(', '[', '（', '【']).next().unwrap_or_default();
    let keeps = |c: &char| !c.is_whitespace() && !"_-.:/'\"°".contains(*c);
    start.chars().filter(keeps).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Found) {
        let names: Vec<&str> = header.split(',').collect();
        assert_eq!(find(names.into_iter(), |_| true), expected, "{header}");
    }

    #[test]
    fn names_in_both_languages() {
        check("编号,经度,纬度", Found::One(Columns::Degrees(1, 2)));
        check("Name,Latitude,Longitude", Found::One(Columns::Degrees(2, 1)));
        check("风机,经度(°),纬度（°）,高程", Found::One(Columns::Degrees(1, 2)));
        check("WGS84经度,WGS84纬度", Found::One(Columns::Degrees(0, 1)));
        check("id,LNG,lat", Found::One(Columns::Degrees(1, 2)));
        check("X坐标(m),Y坐标(m)", Found::One(Columns::Unnamed(0, 1)));
        check("Ｘ,Ｙ", Found::One(Columns::Unnamed(0, 1)));
        check("纵坐标,横坐标", Found::One(Columns::Plane(1, 0)));
        check("北,东", Found::One(Columns::Plane(1, 0)));
        check("POINT_X,POINT_Y", Found::One(Columns::Unnamed(0, 1)));
        check("id,WKT", Found::One(Columns::Wkt(1)));
    }

    #[test]
    fn degrees_go_before_planes() {
        check("x,y,lon,lat", Found::One(Columns::Degrees(2, 3)));
        check("经度,纬度,X坐标,Y坐标", Found::One(Columns::Degrees(0, 1)));
    }

    #[test]
    fn several_and_none() {
        check(
            "起点经度,起点纬度,终点经度,终点纬度",
            Found::Several(vec![0, 2, 1, 3]),
        );
        check("id,名称,面积", Found::None);
        check("经度,名称", Found::None);
        check("exit,city", Found::None);
        check("中心点经度/纬度", Found::None);
    }
}
