//! How layers were looked at, as it stands in `session.json`.

use serde::{Deserialize, Serialize};

use crate::model::label::{LabelSpec, LabelText};

/// How a layer was looked at.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LayerLook {
    /// Its id.
    pub layer: String,
    /// From 0 to 1, where it was chosen.
    pub opacity: Option<f32>,
    /// Its labels, where they were chosen.
    pub labels: Option<LabelSpec>,
}

/// As it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WrittenLook {
    layer: String,
    #[serde(default)]
    opacity: Option<f32>,
    #[serde(default)]
    labels: Option<WrittenLabels>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WrittenLabels {
    /// `off`, `name`, `field` or `template`.
    text: String,
    /// The name of the field, or the template.
    #[serde(default)]
    of: String,
    #[serde(default)]
    small_too: bool,
}

impl LayerLook {
    /// As it is written.
    pub fn written(&self) -> WrittenLook {
        let labels = self.labels.as_ref().map(|spec| {
            let (text, of) = match &spec.text {
                LabelText::Off => ("off", ""),
                LabelText::Name => ("name", ""),
                LabelText::Field(field) => ("field", field.as_str()),
                LabelText::Template(template) => ("template", template.as_str()),
            };
            WrittenLabels {
                text: text.to_owned(),
                of: of.to_owned(),
                small_too: spec.small_too,
            }
        });
        WrittenLook {
            layer: self.layer.clone(),
            opacity: self.opacity,
            labels,
        }
    }

    /// From what is written; what means nothing is left out.
    pub fn read(written: WrittenLook) -> LayerLook {
        let labels = written.labels.and_then(|labels| {
            let text = match labels.text.as_str() {
                "off" => LabelText::Off,
                "name" => LabelText::Name,
                "field" => LabelText::Field(labels.of),
                "template" => LabelText::Template(labels.of),
                _ => return None,
            };
            Some(LabelSpec {
                text,
                small_too: labels.small_too,
            })
        });
        LayerLook {
            layer: written.layer,
            opacity: written.opacity.filter(|share| (0.0..=1.0).contains(share)),
            labels,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        for text in [
            LabelText::Off,
            LabelText::Name,
            LabelText::Field("DLBM".into()),
            LabelText::Template("{name} {DLBM}".into()),
        ] {
            let look = LayerLook {
                layer: "wetland".into(),
                opacity: Some(0.35),
                labels: Some(LabelSpec {
                    text,
                    small_too: true,
                }),
            };
            let written = serde_json::to_string(&look.written()).unwrap();
            assert_eq!(LayerLook::read(serde_json::from_str(&written).unwrap()), look);
        }
    }

    #[test]
    fn what_means_nothing_is_left_out() {
        let read = |text: &str| LayerLook::read(serde_json::from_str(text).unwrap());
        let plain = LayerLook {
            layer: "a".into(),
            ..LayerLook::default()
        };
        assert_eq!(
            read(r#"{"layer": "a", "opacity": 7, "labels": {"text": "runes"}}"#),
            plain
        );
        assert_eq!(read(r#"{"layer": "a"}"#), plain);
    }
}
