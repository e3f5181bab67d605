//! A vector tile: layers of features with attributes. Source: Mapbox Vector Tile Specification 2.1.
//!
//! What bytes can make of memory is bounded: by their own number, and by how many features, words and points a tile may have.

use std::io::Read as _;

use flate2::read::GzDecoder;

use super::geometry::{Kind, Shape};
use super::wire::{Broken, Fields, Value, signed, varint};

/// Bytes of a tile, unpacked.
const MOST_BYTES: usize = 8 << 20;
/// Layers of a tile.
const MOST_LAYERS: usize = 500;
/// Features of a tile.
const MOST_FEATURES: usize = 200_000;
/// Keys and values of a tile.
const MOST_WORDS: usize = 400_000;
/// Bytes of the name of a layer; it is looked up for each of its features.
const MOST_NAME_BYTES: usize = 1000;
/// Letters of a word that are kept; it may be looked at for each feature.
const MOST_LETTERS: usize = 256;
/// Points and attributes of a tile.
const MOST_POINTS: usize = 2_000_000;
/// Units of a tile's side, where it does not say.
const USUAL_EXTENT: u32 = 4096;

/// A vector tile.
#[derive(Clone, Debug, PartialEq)]
pub struct VectorTile {
    /// In their order.
    pub layers: Vec<Layer>,
}

/// Features of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// What it is called.
    pub name: String,
    /// Version of the specification.
    pub version: u64,
    /// Units of the tile's side.
    pub extent: u32,
    /// In their order.
    pub features: Vec<Feature>,
    keys: Vec<String>,
    words: Vec<Word>,
}

/// One thing on the ground.
#[derive(Clone, Debug, PartialEq)]
pub struct Feature {
    /// What its shape is.
    pub kind: Kind,
    /// In units of the tile.
    pub shape: Shape,
    /// Numbers of key and word.
    tags: Vec<[u32; 2]>,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
enum Word {
    Text(String),
    Number(f64),
}

/// How much there still may be.
struct Room {
    features: usize,
    words: usize,
    points: usize,
}

/// True for what can be a vector tile by its first bytes: packed by gzip, or beginning with a layer.
pub fn is_vector_tile(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1f, 0x8b, ..] | [0x1a, ..])
}

impl VectorTile {
    /// Reads a tile, packed by gzip or not.
    ///
    /// # Errors
    /// The bytes contradict themselves, or are more than a tile may have.
    pub fn read(bytes: &[u8]) -> Result<VectorTile, Broken> {
        if !bytes.starts_with(&[0x1f, 0x8b]) {
            return VectorTile::parse(bytes);
        }
        let mut unpacked = Vec::new();
        GzDecoder::new(bytes)
            .take(MOST_BYTES as u64 + 1)
            .read_to_end(&mut unpacked)
            .map_err(|_| Broken("gzip"))?;
        VectorTile::parse(&unpacked)
    }

    /// Bytes that it takes, about.
    pub fn bytes(&self) -> usize {
        let of_feature = |feature: &Feature| {
            size_of::<Feature>() + feature.shape.bytes() + size_of_val(feature.tags.as_slice())
        };
        let of_word = |word: &Word| match word {
            Word::Text(text) => size_of::<Word>() + text.len(),
            Word::Number(_) => size_of::<Word>(),
        };
        let of_layer = |layer: &Layer| {
            let features: usize = layer.features.iter().map(of_feature).sum();
            let words: usize = layer.words.iter().map(of_word).sum();
            let keys: usize = layer.keys.iter().map(|key| size_of::<String>() + key.len()).sum();
            size_of::<Layer>() + features + words + keys
        };
        self.layers.iter().map(of_layer).sum()
    }

    fn parse(bytes: &[u8]) -> Result<VectorTile, Broken> {
        if bytes.len() > MOST_BYTES {
            return Err(Broken("size"));
        }
        let mut room = Room {
            features: MOST_FEATURES,
            words: MOST_WORDS,
            points: MOST_POINTS,
        };
        let mut layers = Vec::new();
        let mut fields = Fields::of(bytes);
        while let Some((number, value)) = fields.next_field()? {
            if let (3, Value::Bytes(layer)) = (number, value) {
                if layers.len() >= MOST_LAYERS {
                    return Err(Broken("size"));
                }
                layers.push(Layer::parse(layer, &mut room)?);
            }
        }
        Ok(VectorTile { layers })
    }
}

impl Layer {
    fn parse(bytes: &[u8], room: &mut Room) -> Result<Layer, Broken> {
        let mut layer = Layer {
            name: String::new(),
            version: 1,
            extent: USUAL_EXTENT,
            features: Vec::new(),
            keys: Vec::new(),
            words: Vec::new(),
        };
        let mut fields = Fields::of(bytes);
        while let Some(field) = fields.next_field()? {
            match field {
                (1, Value::Bytes(name)) if name.len() > MOST_NAME_BYTES => return Err(Broken("layer")),
                (1, Value::Bytes(name)) => layer.name = text(name)?,
                (2, Value::Bytes(feature)) => {
                    take(&mut room.features, 1)?;
                    layer.features.extend(Feature::parse(feature, &mut room.points)?);
                }
                (3, Value::Bytes(key)) => {
                    take(&mut room.words, 1)?;
                    layer.keys.push(text(key)?);
                }
                (4, Value::Bytes(word)) => {
                    take(&mut room.words, 1)?;
                    layer.words.push(Word::parse(word)?);
                }
                (5, Value::Number(extent)) => {
                    layer.extent = u32::try_from(extent).map_err(|_| Broken("layer"))?;
                }
                (15, Value::Number(version)) => layer.version = version,
                _ => {}
            }
        }
        if layer.name.is_empty() || layer.extent == 0 || !(1..=2).contains(&layer.version) {
            return Err(Broken("layer"));
        }
        let mut tags = layer.features.iter().flat_map(|feature| &feature.tags);
        if tags.any(|[key, word]| *key as usize >= layer.keys.len() || *word as usize >= layer.words.len()) {
            return Err(Broken("attributes"));
        }
        Ok(layer)
    }

    /// The text of an attribute; `None` where there is none, or an empty one.
    pub fn text(&self, feature: &Feature, key: &str) -> Option<&str> {
        match self.word(feature, key)? {
            Word::Text(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            Word::Number(_) => None,
        }
    }

    /// The number of an attribute, also where it is written as a text; truth is 1, else 0.
    pub fn number(&self, feature: &Feature, key: &str) -> Option<f64> {
        match self.word(feature, key)? {
            Word::Text(text) => text.parse().ok(),
            Word::Number(number) => Some(*number),
        }
        .filter(|number| number.is_finite())
    }

    fn word(&self, feature: &Feature, key: &str) -> Option<&Word> {
        let is_it = |tag: &&[u32; 2]| self.keys.get(tag[0] as usize).is_some_and(|own| own == key);
        let [_, word] = feature.tags.iter().find(is_it)?;
        self.words.get(*word as usize)
    }
}

impl Feature {
    /// `None` for a kind that the specification leaves open.
    fn parse(bytes: &[u8], room: &mut usize) -> Result<Option<Feature>, Broken> {
        let (mut kind, mut tags, mut commands) = (None, Vec::new(), &b""[..]);
        let mut fields = Fields::of(bytes);
        while let Some(field) = fields.next_field()? {
            match field {
                (2, Value::Bytes(packed)) => tags = pairs(packed, room)?,
                (3, Value::Number(number)) => kind = Kind::of(number),
                (4, Value::Bytes(packed)) => commands = packed,
                _ => {}
            }
        }
        let Some(kind) = kind else { return Ok(None) };
        let shape = Shape::read(kind, commands, room)?;
        Ok(Some(Feature { kind, shape, tags }))
    }
}

impl Word {
    fn parse(bytes: &[u8]) -> Result<Word, Broken> {
        let mut word = Word::Text(String::new());
        let mut fields = Fields::of(bytes);
        while let Some(field) = fields.next_field()? {
            word = match field {
                (1, Value::Bytes(own)) => Word::Text(text(own)?.chars().take(MOST_LETTERS).collect()),
                (2, Value::Four(bytes)) => Word::Number(f32::from_le_bytes(bytes).into()),
                (3, Value::Eight(bytes)) => Word::Number(f64::from_le_bytes(bytes)),
                (4, Value::Number(number)) => Word::Number(number as i64 as f64),
                (5 | 7, Value::Number(number)) => Word::Number(number as f64),
                (6, Value::Number(number)) => Word::Number(signed(number) as f64),
                _ => word,
            };
        }
        Ok(word)
    }
}

fn take(room: &mut usize, count: usize) -> Result<(), Broken> {
    *room = room.checked_sub(count).ok_or(Broken("size"))?;
    Ok(())
}

fn text(bytes: &[u8]) -> Result<String, Broken> {
    let text = std::str::from_utf8(bytes).map_err(|_| Broken("text"))?;
    Ok(text.to_owned())
}

fn pairs(mut packed: &[u8], room: &mut usize) -> Result<Vec<[u32; 2]>, Broken> {
    let mut pairs = Vec::new();
    while !packed.is_empty() {
        take(room, 1)?;
        let mut number = || {
            let number = varint(&mut packed)?;
            u32::try_from(number).map_err(|_| Broken("attributes"))
        };
        pairs.push([number()?, number()?]);
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests;
