//! How layers are looked at, as it stands in the file of a history and in what is remembered of a session.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::label::{LabelSpec, LabelText};

use super::looks::{LayerLooks, LookEdit};

/// How a layer is looked at, but for whether it is seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WrittenLook {
    layer: String,
    #[serde(default)]
    opacity: Option<f32>,
    #[serde(default)]
    labels: Option<WrittenLabels>,
}

/// How all layers are looked at, in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WrittenLooks {
    /// Layers that are switched off.
    pub hidden: Vec<String>,
    /// Layers whose opacity or labels were chosen.
    pub looks: Vec<WrittenLook>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct WrittenLabels {
    /// `off`, `name`, `field` or `template`.
    text: String,
    /// The name of the field, or the template.
    #[serde(default)]
    of: String,
    #[serde(default)]
    small_too: bool,
}

/// A change of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WrittenLookEdit {
    /// A layer is switched on or off.
    Seen(String, bool),
    /// One is seen alone.
    SeenAlone(String),
    /// All are seen.
    AllSeen(bool),
    /// Opacity and labels, as far as they change.
    Look(WrittenLook),
}

impl WrittenLooks {
    /// As it is written.
    pub fn of(looks: &LayerLooks) -> WrittenLooks {
        let mut hidden: Vec<String> = looks.hidden.iter().map(ToString::to_string).collect();
        hidden.sort();
        let ids: BTreeSet<&Arc<str>> = looks.opacity.keys().chain(looks.labels.keys()).collect();
        let look = |id: &Arc<str>| WrittenLook {
            layer: id.to_string(),
            opacity: looks.opacity.get(id).copied(),
            labels: looks.labels.get(id).map(WrittenLabels::of),
        };
        WrittenLooks {
            hidden,
            looks: ids.into_iter().map(look).collect(),
        }
    }

    /// From what is written; what means nothing is left out.
    pub fn read(&self) -> LayerLooks {
        let mut looks = LayerLooks {
            hidden: self.hidden.iter().map(|id| id.as_str().into()).collect(),
            ..LayerLooks::default()
        };
        for look in &self.looks {
            let id: Arc<str> = look.layer.as_str().into();
            let share = look.opacity.filter(|share| (0.0..=1.0).contains(share));
            looks.opacity.extend(share.map(|share| (Arc::clone(&id), share)));
            let labels = look.labels.as_ref().and_then(WrittenLabels::read);
            looks.labels.extend(labels.map(|spec| (id, spec)));
        }
        looks
    }

    /// True where nobody has chosen anything.
    pub fn is_empty(&self) -> bool {
        self.hidden.is_empty() && self.looks.is_empty()
    }
}

impl WrittenLabels {
    fn of(spec: &LabelSpec) -> WrittenLabels {
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
    }

    fn read(&self) -> Option<LabelSpec> {
        let text = match self.text.as_str() {
            "off" => LabelText::Off,
            "name" => LabelText::Name,
            "field" => LabelText::Field(self.of.clone()),
            "template" => LabelText::Template(self.of.clone()),
            _ => return None,
        };
        Some(LabelSpec {
            text,
            small_too: self.small_too,
        })
    }
}

impl WrittenLookEdit {
    /// As it is written.
    pub fn of(edit: &LookEdit) -> WrittenLookEdit {
        let look = |layer: &Arc<str>| WrittenLook {
            layer: layer.to_string(),
            opacity: None,
            labels: None,
        };
        match edit {
            LookEdit::Hide(layer) => WrittenLookEdit::Seen(layer.to_string(), false),
            LookEdit::Show(layer) => WrittenLookEdit::Seen(layer.to_string(), true),
            LookEdit::ShowOnly(layer) => WrittenLookEdit::SeenAlone(layer.to_string()),
            LookEdit::ShowAll => WrittenLookEdit::AllSeen(true),
            LookEdit::SetOpacity(layer, share) => WrittenLookEdit::Look(WrittenLook {
                opacity: Some(*share),
                ..look(layer)
            }),
            LookEdit::SetLabels(layer, spec) => WrittenLookEdit::Look(WrittenLook {
                labels: Some(WrittenLabels::of(spec)),
                ..look(layer)
            }),
        }
    }

    /// What it means; `None` where it means nothing.
    pub fn edit(&self) -> Option<LookEdit> {
        Some(match self {
            WrittenLookEdit::Seen(layer, true) => LookEdit::Show(layer.as_str().into()),
            WrittenLookEdit::Seen(layer, false) => LookEdit::Hide(layer.as_str().into()),
            WrittenLookEdit::SeenAlone(layer) => LookEdit::ShowOnly(layer.as_str().into()),
            WrittenLookEdit::AllSeen(_) => LookEdit::ShowAll,
            WrittenLookEdit::Look(look) => {
                let layer = look.layer.as_str().into();
                match (look.opacity, &look.labels) {
                    (Some(share), _) => LookEdit::SetOpacity(layer, share),
                    (None, Some(labels)) => LookEdit::SetLabels(layer, labels.read()?),
                    (None, None) => return None,
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn specs() -> [LabelSpec; 4] {
        let texts = [
            LabelText::Off,
            LabelText::Name,
            LabelText::Field("DLBM".into()),
            LabelText::Template("{name} {DLBM}".into()),
        ];
        texts.map(|text| LabelSpec {
            text,
            small_too: true,
        })
    }

    #[test]
    fn what_is_written_is_read_back() {
        for spec in specs() {
            let looks = LayerLooks {
                hidden: ["b".into(), "a".into()].into(),
                opacity: [("wetland".into(), 0.35)].into(),
                labels: [("wetland".into(), spec.clone()), ("a".into(), spec)].into(),
            };
            let written = serde_json::to_string(&WrittenLooks::of(&looks)).unwrap();
            let read: WrittenLooks = serde_json::from_str(&written).unwrap();
            assert_eq!(read.read(), looks, "{written}");
        }
    }

    #[test]
    fn every_change_is_read_back() {
        let layer: Arc<str> = "湿地".into();
        let one = [
            LookEdit::Hide(Arc::clone(&layer)),
            LookEdit::Show(Arc::clone(&layer)),
            LookEdit::ShowOnly(Arc::clone(&layer)),
            LookEdit::ShowAll,
            LookEdit::SetOpacity(Arc::clone(&layer), 0.35),
        ];
        let labels = specs().map(|spec| LookEdit::SetLabels(Arc::clone(&layer), spec));
        for edit in one.into_iter().chain(labels) {
            let written = serde_json::to_string(&WrittenLookEdit::of(&edit)).unwrap();
            let read: WrittenLookEdit = serde_json::from_str(&written).unwrap();
            assert_eq!(read.edit(), Some(edit), "{written}");
        }
    }

    #[test]
    fn what_means_nothing_is_left_out() {
        let read = |text: &str| serde_json::from_str::<WrittenLook>(text).unwrap();
        let looks = WrittenLooks {
            hidden: Vec::new(),
            looks: vec![
                read(r#"{"layer": "a", "opacity": 7, "labels": {"text": "runes"}}"#),
                read(r#"{"layer": "a"}"#),
            ],
        };
        assert_eq!(looks.read(), LayerLooks::default());
        assert_eq!(WrittenLookEdit::Look(read(r#"{"layer": "a"}"#)).edit(), None);
    }
}
