#![cfg(test)]
//! Tiles made here, good and bad, and one that another program made.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;

use super::super::made::{Made, tile_of};
use super::*;

fn good() -> Vec<u8> {
    let mut water = Made::new("water");
    let square = [[0, 0], [4096, 0], [4096, 2048], [0, 2048]];
    water.feature(Kind::Area, &[&square], &[("kind", "lake"), ("name", "西湖")]);
    let mut roads = Made::new("roads");
    roads.feature(
        Kind::Line,
        &[&[[0, 0], [100, -5]], &[[7, 7], [9, 9]]],
        &[("kind", "path")],
    );
    roads.named([5, 6], &[("kind", "path"), ("name", "a")]);
    tile_of(&[water, roads])
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_good_tile() {
    for bytes in [good(), packed(&good())] {
        let tile = VectorTile::read(&bytes).unwrap();
        let [water, roads] = &tile.layers[..] else {
            panic!("{tile:?}")
        };
        assert_eq!(
            (water.name.as_str(), water.version, water.extent),
            ("water", 2, 4096)
        );
        assert_eq!(water.text(&water.features[0], "name"), Some("西湖"));
        assert_eq!(water.text(&water.features[0], "class"), None);
        let parts: Vec<_> = roads.features[0].shape.parts().collect();
        assert_eq!(parts, [[[0, 0], [100, -5]], [[7, 7], [9, 9]]]);
        assert_eq!(roads.text(&roads.features[1], "name"), Some("a"));
        assert!(tile.bytes() > 300);
    }
    assert!(VectorTile::read(b"").unwrap().layers.is_empty());
}

/// One word may be that of each of 200,000 features.
#[test]
fn long_words_are_cut_and_layers_with_long_names_refused() {
    let long = "湿".repeat(100_000);
    let mut places = Made::new("places");
    places.named([5, 6], &[("kind", "city"), ("name", &long)]);
    let tile = VectorTile::read(&tile_of(&[places])).unwrap();
    let layer = &tile.layers[0];
    let name = layer.text(&layer.features[0], "name").unwrap();
    assert_eq!(name.chars().count(), MOST_LETTERS);
    let named = |count: usize| VectorTile::read(&tile_of(&[Made::new(&"a".repeat(count))])).map(drop);
    assert_eq!(named(MOST_NAME_BYTES), Ok(()));
    assert_eq!(named(MOST_NAME_BYTES + 1), Err(Broken("layer")));
}

/// Written by `mapbox_vector_tile` 2.2.0 for Python: a square with a hole, a line and a point, with one attribute of each type.
#[test]
fn a_tile_of_another_program() {
    let bytes = include_bytes!("witness.mvt");
    let tile = VectorTile::read(bytes).unwrap();
    let layer = &tile.layers[0];
    assert_eq!((layer.name.as_str(), layer.extent), ("钱塘", 4096));
    let parts = |number: usize| -> Vec<Vec<[i32; 2]>> {
        layer.features[number].shape.parts().map(<[_]>::to_vec).collect()
    };
    let sorted = |number: usize| {
        let mut all = parts(number);
        all.iter_mut().for_each(|part| part.sort_unstable());
        all
    };
    assert_eq!(
        sorted(0),
        [
            [[0, 0], [0, 4096], [4096, 0], [4096, 4096]],
            [[1000, 1000], [1000, 2000], [2000, 1000], [2000, 2000]],
        ]
    );
    assert_eq!(parts(1), [[[10, 20], [30, 40], [50, 20]]]);
    assert_eq!(parts(2), [[[7, 9]]]);
    assert_eq!(layer.text(&layer.features[0], "text"), Some("湿地"));
    let number = |key| layer.number(&layer.features[0], key);
    assert_eq!(
        [number("whole"), number("below"), number("share")],
        [Some(7.0), Some(-7.0), Some(0.5)]
    );
    assert_eq!(
        [number("yes"), number("no"), number("written")],
        [Some(1.0), Some(0.0), Some(12.5)]
    );
    assert_eq!(layer.text(&layer.features[1], "text"), None);
}

/// What another program's authors hold for valid and for beyond saving; `suite.txt` says whose.
#[test]
fn the_suite_of_the_specification() {
    let mut counts = [0; 2];
    for line in include_str!("suite.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
    {
        let words: Vec<&str> = line.split(' ').collect();
        let [number, verdict, digits] = words[..] else {
            panic!("{line}")
        };
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).unwrap();
        let bytes: Vec<u8> = (0..digits.len()).step_by(2).map(byte).collect();
        let read = VectorTile::read(&bytes);
        match verdict {
            // Its one point claims to be half a milliard.
            "valid" if number == "057" => assert_eq!(read, Err(Broken("cut"))),
            "valid" | "old" => {
                assert!(read.is_ok(), "{number} {read:?}");
                counts[0] += 1;
            }
            // Fields of a type that nobody knows are passed over, as readers of protocol buffers do; no version is the first.
            "fatal" if PASSED_OVER.contains(&number) => {}
            "fatal" => {
                assert!(read.is_err(), "{number} {read:?}");
                counts[1] += 1;
            }
            // What can be made good, with or without a loss.
            _ => {}
        }
    }
    assert_eq!(counts, [32, 12]);
}

const PASSED_OVER: [&str; 7] = ["007", "008", "010", "011", "013", "024", "026"];

#[test]
fn layers_that_are_none() {
    let check = |bytes: &[u8], what| assert_eq!(VectorTile::read(bytes), Err(Broken(what)), "{bytes:?}");
    check(b"\x1f\x8b\x08", "gzip");
    check(&[0x1a, 0x02, 0x78, 0x02], "layer");
    check(&[0x1a, 0x05, 0x78, 0x03, 0x0a, 0x01, b'a'], "layer");
    check(&[0x1a, 0x07, 0x78, 0x02, 0x0a, 0x01, b'a', 0x28, 0x00], "layer");
    check(&[0x1a, 0x03, 0x0a, 0x01, 0xff], "text");
    // A feature whose attribute is the first of none.
    let feature = [0x12, 0x04, 0x12, 0x02, 0x00, 0x00];
    let point = [0x12, 0x06, 0x12, 0x02, 0x00, 0x00, 0x18, 0x01];
    let layer = |feature: &[u8]| {
        let mut bytes = vec![0x1a, 3 + feature.len() as u8, 0x0a, 0x01, b'a'];
        bytes.extend(feature);
        bytes
    };
    check(&layer(&point), "attributes");
    assert!(
        VectorTile::read(&layer(&feature)).unwrap().layers[0]
            .features
            .is_empty(),
        "no kind, no feature"
    );
}

#[test]
fn what_is_too_much_is_refused() {
    let repeated = |piece: &[u8], count: usize| {
        let inside = [&[0x0a, 0x01, b'a'][..], &piece.repeat(count)].concat();
        let mut bytes = vec![0x1a];
        let mut length = inside.len();
        while length >= 0x80 {
            bytes.push(length as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend(inside);
        VectorTile::read(&bytes)
    };
    let features = repeated(&[0x12, 0x00], MOST_FEATURES + 1);
    let keys = repeated(&[0x1a, 0x00], MOST_WORDS + 1);
    let layers = VectorTile::read(&[0x1a, 0x03, 0x0a, 0x01, b'a'].repeat(MOST_LAYERS + 1));
    let zeros = VectorTile::read(&packed(&vec![0; MOST_BYTES + 1]));
    for refused in [features, keys, layers, zeros] {
        assert_eq!(refused, Err(Broken("size")));
    }
    assert!(repeated(&[0x12, 0x00], 1_000).is_ok());
}

#[test]
fn cut_at_any_length_nothing_breaks() {
    let whole = good();
    let layer_ends = (0..whole.len()).filter(|length| VectorTile::read(&whole[..*length]).is_ok());
    // Nothing at all, and the first layer without the second.
    assert_eq!(layer_ends.count(), 2);
    let gzip = packed(&whole);
    assert!((1..gzip.len() - 8).all(|length| VectorTile::read(&gzip[..length]).is_err()));
}

proptest! {
    #[test]
    fn any_bytes_break_nothing(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _unused = VectorTile::read(&bytes);
        let _unused = VectorTile::read(&[&[0x1a, bytes.len() as u8][..], &bytes].concat());
    }

    #[test]
    fn spoiled_bytes_break_nothing(spoils in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = good();
        for (at, byte) in spoils {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(tile) = VectorTile::read(&bytes) {
            prop_assert!(tile.layers.len() <= bytes.len());
        }
    }
}
