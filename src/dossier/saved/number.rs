//! Numbers that JSON cannot hold: infinity and NaN, as texts.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A number, finite or not.
#[derive(Clone, Copy, Debug)]
pub struct Number(pub f64);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Finite(f64),
    Other(String),
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match self.0.is_finite() {
            true => Written::Finite(self.0),
            false => Written::Other(self.0.to_string()),
        };
        written.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let number = match Written::deserialize(deserializer)? {
            Written::Finite(number) => number,
            Written::Other(text) => text.parse().map_err(serde::de::Error::custom)?,
        };
        Ok(Number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_comes_back() {
        for number in [
            0.1,
            -0.0,
            1e300,
            f64::MIN_POSITIVE / 8.0,
            2.0,
            f64::INFINITY,
            f64::NEG_INFINITY,
        ] {
            let text = serde_json::to_string(&Number(number)).unwrap();
            let back: Number = serde_json::from_str(&text).unwrap();
            assert_eq!(back.0.to_bits(), number.to_bits(), "{text}");
        }
        let back: Number = serde_json::from_str(&serde_json::to_string(&Number(f64::NAN)).unwrap()).unwrap();
        assert!(back.0.is_nan());
    }
}
