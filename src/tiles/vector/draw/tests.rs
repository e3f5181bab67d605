#![cfg(test)]
//! Pictures of tiles made here, looked at pixel by pixel.

use proptest::prelude::*;

use super::super::made::{Made, tile_of};
use super::super::schema::{Cover, Way};
use super::*;
use crate::words::Lang;

const SIDE: usize = 512;
/// A step from there to its opposite is the longest that a tile can have.
const FAR: i32 = 1 << 30;
const WHOLE: [f64; 3] = [0.0, 0.0, 1.0];

fn sheet(zoom: u8, part: [f64; 3], dark: bool) -> Sheet {
    Sheet {
        zoom,
        part,
        look: Look::new(Lang::Zh, dark, 1.0),
    }
}

fn drawn(layers: &[Made], sheet: &Sheet) -> Picture {
    let tile = VectorTile::read(&tile_of(layers)).unwrap();
    draw(&tile, sheet, &Progress::default()).unwrap()
}

fn pixel(picture: &Picture, x: usize, y: usize) -> Colour {
    let at = 4 * (y * picture.width + x);
    picture.rgba[at..at + 4].try_into().unwrap()
}

/// Units of a tile of 4096 from pixels of 512.
fn units(places: &[[i32; 2]]) -> Vec<[i32; 2]> {
    places.iter().map(|[x, y]| [8 * x, 8 * y]).collect()
}

fn square(min: i32, max: i32) -> Vec<[i32; 2]> {
    units(&[[min, min], [max, min], [max, max], [min, max]])
}

/// A lake with an island, a motorway across it, and a forest.
fn scene() -> Vec<Made> {
    let mut water = Made::new("water");
    let mut island = square(200, 300);
    island.reverse();
    water.feature(Kind::Area, &[&square(100, 400), &island], &[("kind", "lake")]);
    let mut land = Made::new("landuse");
    land.feature(Kind::Area, &[&square(-20, 80)], &[("kind", "forest")]);
    let mut roads = Made::new("roads");
    roads.feature(
        Kind::Line,
        &[&units(&[[-20, 450], [540, 450]])],
        &[("kind", "highway")],
    );
    vec![water, land, roads]
}

#[test]
fn everything_lies_where_the_tile_has_it() {
    for dark in [false, true] {
        let picture = drawn(&scene(), &sheet(14, WHOLE, dark));
        let palette = Palette::of(dark);
        let check = |x, y, expected: Colour| assert_eq!(pixel(&picture, x, y), expected, "{x} {y}");
        assert_eq!((picture.width, picture.height), (SIDE, SIDE));
        check(150, 150, palette.water);
        check(100, 100, palette.water);
        check(399, 399, palette.water);
        check(250, 250, palette.ground);
        check(0, 0, palette.cover(Cover::Wood));
        check(79, 79, palette.cover(Cover::Wood));
        check(80, 80, palette.ground);
        // Six points wide on level 14, with an edge of 0.7 on either side.
        check(0, 449, palette.way(Way::Motorway));
        check(511, 451, palette.way(Way::Motorway));
        assert_ne!(pixel(&picture, 300, 446), palette.ground);
        check(300, 444, palette.ground);
        check(300, 457, palette.ground);
    }
}

#[test]
fn the_same_bytes_give_the_same_pixels() {
    let of = |_| drawn(&scene(), &sheet(14, WHOLE, false));
    let [a, b] = [1, 2].map(of);
    assert!(a == b);
}

/// Beyond the finest level a line is as wide as the level asks for, and as sharp.
#[test]
fn finer_levels_are_drawn_and_not_magnified() {
    let part = [0.5, 0.75, 0.25];
    let picture = drawn(&scene(), &sheet(16, part, false));
    let palette = Palette::of(false);
    // The middle of the road: 450 of 512 lies at (450 - 384) × 4 = 264.
    let motorway = palette.way(Way::Motorway);
    let column: Vec<Colour> = (0..SIDE).map(|y| pixel(&picture, 256, y)).collect();
    let wide = column.iter().filter(|colour| **colour == motorway).count();
    assert!((11..=13).contains(&wide), "{wide} pixels for 12.7 points");
    assert_eq!(column[264], motorway);
    let blended = column
        .iter()
        .filter(|colour| ![motorway, palette.ground, palette.water].contains(colour));
    assert!(blended.count() <= 6, "edges of a pixel or two");
}

#[test]
fn neighbours_meet_without_a_seam() {
    let mut left = Made::new("roads");
    left.feature(
        Kind::Line,
        &[&units(&[[400, 100], [600, 180]])],
        &[("kind", "highway")],
    );
    let mut right = Made::new("roads");
    right.feature(
        Kind::Line,
        &[&units(&[[400 - 512, 100], [600 - 512, 180]])],
        &[("kind", "highway")],
    );
    let [left, right] = [left, right].map(|layer| drawn(&[layer], &sheet(14, WHOLE, false)));
    // The road falls by 0.4 a pixel, so that the columns on either side of the border differ by no more than that.
    for y in 0..SIDE {
        let (a, b) = (pixel(&left, SIDE - 1, y), pixel(&right, 0, y));
        let apart = (0..3).map(|c| a[c].abs_diff(b[c])).max().unwrap();
        assert!(apart < 40, "{y}: {a:?} {b:?}");
    }
}

#[test]
fn what_no_schema_knows_is_seen() {
    let palette = Palette::of(false);
    let mut unknown = Made::new("红线");
    unknown.feature(Kind::Area, &[&square(100, 200)], &[]);
    unknown.feature(Kind::Line, &[&units(&[[0, 300], [512, 300]])], &[]);
    unknown.feature(Kind::Point, &[&units(&[[400, 400]])], &[]);
    let picture = drawn(&[unknown], &sheet(9, WHOLE, false));
    for (x, y) in [(150, 150), (150, 100), (250, 300), (400, 400)] {
        assert_ne!(pixel(&picture, x, y), palette.ground, "{x} {y}");
    }
}

/// How many pixels differ from the ground in a frame.
fn inked(picture: &Picture, [left, top, right, bottom]: [usize; 4]) -> usize {
    let ground = Palette::of(false).ground;
    let places = (top..bottom).flat_map(|y| (left..right).map(move |x| (x, y)));
    places.filter(|(x, y)| pixel(picture, *x, *y) != ground).count()
}

#[test]
fn names_are_written_whole() {
    let named = |at: [i32; 2]| {
        let mut places = Made::new("places");
        places.named(
            [8 * at[0], 8 * at[1]],
            &[("name", "钱塘江湿地"), ("kind_detail", "city")],
        );
        drawn(&[places], &sheet(12, WHOLE, false))
    };
    let all = [0, 0, SIDE, SIDE];
    let middle = inked(&named([256, 256]), all);
    assert!(middle > 300, "{middle}");
    // Five letters of 15 points in one line about their place.
    assert_eq!(inked(&named([256, 256]), [215, 245, 297, 268]), middle);
    // On a border the name moves inwards and stays as it is; beyond, it is the neighbour's.
    for at in [[0, 256], [511, 256], [256, 0], [256, 511]] {
        let picture = named(at);
        assert!(inked(&picture, all).abs_diff(middle) < middle / 10, "{at:?}");
        assert_eq!(
            inked(&picture, [2, 2, SIDE - 2, SIDE - 2]),
            inked(&picture, all),
            "{at:?}"
        );
    }
    for at in [[-1, 256], [512, 256], [256, -1], [256, 512]] {
        assert_eq!(inked(&named(at), all), 0, "{at:?}");
    }
}

#[test]
fn a_finer_screen_has_the_same_map_in_more_pixels() {
    let fine = Sheet {
        look: Look::new(Lang::Zh, false, 2.0),
        ..sheet(14, WHOLE, false)
    };
    let picture = drawn(&scene(), &fine);
    assert_eq!((picture.width, picture.height), (2 * SIDE, 2 * SIDE));
    let palette = Palette::of(false);
    assert_eq!(pixel(&picture, 300, 300), palette.water);
    let column = (0..2 * SIDE).map(|y| pixel(&picture, 20, y));
    let motorway = palette.way(Way::Motorway);
    assert_eq!(column.filter(|colour| *colour == motorway).count(), 12);
}

/// Rings of the first version may go either way.
#[test]
fn holes_of_the_first_version() {
    let mut water = Made::new("water").version(1);
    water.feature(Kind::Area, &[&square(100, 400), &square(200, 300)], &[]);
    let picture = drawn(&[water], &sheet(12, WHOLE, false));
    let palette = Palette::of(false);
    assert_eq!(
        [pixel(&picture, 150, 150), pixel(&picture, 250, 250)],
        [palette.water, palette.ground]
    );
}

/// A tile of a megabyte that would be drawn for hours: a line to and fro over all of it.
#[test]
fn what_would_take_for_ever_is_refused() {
    let across: Vec<[i32; 2]> = (0..200_000).map(|n| [4096 * (n % 2), n % 4096]).collect();
    let mut roads = Made::new("roads");
    roads.feature(Kind::Line, &[&across], &[("kind", "highway")]);
    let tile = VectorTile::read(&tile_of(&[roads])).unwrap();
    let refused = draw(&tile, &sheet(14, WHOLE, false), &Progress::default());
    assert_eq!(refused, Err(Undrawn::Broken(Broken("edges"))));
}

#[test]
fn places_out_of_the_world_are_cut_off() {
    let far = [[-FAR, -FAR], [FAR, -FAR], [FAR, FAR], [-FAR, FAR]];
    let mut water = Made::new("water");
    water.feature(Kind::Area, &[&far], &[]);
    let mut roads = Made::new("roads");
    // Dashes along eight million kilometres would fill the memory.
    roads.feature(Kind::Line, &[&[[-FAR, 2048], [FAR, 2048]]], &[("kind", "path")]);
    let picture = drawn(&[water, roads], &sheet(20, [0.5, 0.5, 1.0 / 64.0], false));
    assert_eq!(pixel(&picture, 100, 400), Palette::of(false).water);
    assert_eq!(pixel(&picture, 511, 511), Palette::of(false).water);
}

#[test]
fn a_picture_that_nobody_wants_is_none() {
    let tile = VectorTile::read(&tile_of(&scene())).unwrap();
    let progress = Progress::default();
    progress.cancel();
    assert_eq!(
        draw(&tile, &sheet(14, WHOLE, false), &progress),
        Err(Undrawn::Cancelled)
    );
}

/// Layers of each topic, and one of none.
const LAYERS: [&str; 7] = [
    "water",
    "landuse",
    "buildings",
    "roads",
    "boundaries",
    "places",
    "?",
];
const WORDS: [&str; 7] = [
    "motorway",
    "path",
    "rail",
    "ferry",
    "wetland",
    "city",
    "\u{1f99c}",
];

fn any_place() -> impl Strategy<Value = [i32; 2]> {
    let near = -500..4_600i32;
    prop_oneof![(near.clone(), near).prop_map(|(x, y)| [x, y]), any::<[i32; 2]>()]
}

fn any_feature() -> impl Strategy<Value = (usize, Kind, Vec<[i32; 2]>, usize)> {
    let kind = prop::sample::select(vec![Kind::Point, Kind::Line, Kind::Area]);
    let places = prop::collection::vec(any_place(), 2..9);
    (0..LAYERS.len(), kind, places, 0..WORDS.len())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_a_tile_holds_a_picture_comes_of_it(
        features in prop::collection::vec(any_feature(), 0..12),
        (zoom, level) in (0..24u8, 0..7i32),
        dark in any::<bool>(),
    ) {
        let layers: Vec<Made> = features
            .iter()
            .map(|(layer, kind, places, word)| {
                let mut made = Made::new(LAYERS[*layer]);
                made.feature(*kind, &[places], &[("kind", WORDS[*word]), ("name", WORDS[*word])]);
                made
            })
            .collect();
        let side = 0.5f64.powi(level);
        let look = Look::new(Lang::En, dark, 0.75);
        let picture = drawn(&layers, &Sheet { zoom, part: [1.0 - side, 0.0, side], look });
        prop_assert_eq!(picture.rgba.len(), 4 * picture.width * picture.height);
        prop_assert!(picture.rgba.chunks(4).all(|pixel| pixel[3] == 255), "nothing shines through");
    }
}
