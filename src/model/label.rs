//! What a layer's features are called on the map.

use super::feature::Feature;
use super::layer::Layer;
use super::role::Role;

/// Longest name on a map, in characters; what is longer is cut.
const MOST_CHARS: usize = 48;

/// How the features of a layer are labelled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LabelSpec {
    /// What a label says.
    pub text: LabelText,
    /// Areas are labelled too where they are smaller than their label.
    pub small_too: bool,
}

/// What a label says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LabelText {
    /// There are none.
    #[default]
    Off,
    /// The feature's name for people, as in tables and reports.
    Name,
    /// The value of a source field.
    Field(String),
    /// Text with fields in braces: `{name} {class}`. `{name}`, `{id}`, `{class}` and `{level}` are what the workspace
    /// maps to them, other names are source fields; a field that a feature lacks leaves nothing.
    Template(String),
}

impl LabelSpec {
    /// With more features than this a layer of zones has no labels unless somebody asks for them.
    pub const MOST_BY_DEFAULT: usize = 5_000;

    /// What a layer has while nobody has chosen: names of projects, and of zones that have names and are not too many.
    pub fn default_of(layer: &Layer) -> LabelSpec {
        let few = layer.features().len() <= LabelSpec::MOST_BY_DEFAULT;
        let named = layer.about.fields.name.is_some();
        let role = layer.about.role;
        let on = role == Role::Project || (role.is_zone() && few && named);
        LabelSpec {
            text: if on { LabelText::Name } else { LabelText::Off },
            small_too: role == Role::Project,
        }
    }

    /// The label of a feature on one line; `None` where it has none.
    pub fn text_of(&self, layer: &Layer, feature: &Feature) -> Option<String> {
        let text = match &self.text {
            LabelText::Off => return None,
            LabelText::Name => layer.title_of(feature),
            LabelText::Field(field) => feature.properties.text(field)?,
            LabelText::Template(template) => filled(template, layer, feature),
        };
        let mut words = text.split_whitespace();
        let mut line = words.next()?.to_owned();
        for word in words {
            line.push(' ');
            line.push_str(word);
        }
        if let Some((end, _)) = line.char_indices().nth(MOST_CHARS) {
            line.truncate(end);
            line.push('…');
        }
        Some(line)
    }
}

/// A template with its fields filled in. A brace without its partner stands for itself.
fn filled(template: &str, layer: &Layer, feature: &Feature) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((field, beyond)) = after.split_once('}') else {
            text.push('{');
            rest = after;
            continue;
        };
        text.push_str(&value(field.trim(), layer, feature).unwrap_or_default());
        rest = beyond;
    }
    text.push_str(rest);
    text
}

fn value(field: &str, layer: &Layer, feature: &Feature) -> Option<String> {
    let fields = &layer.about.fields;
    let mapped = match field {
        "name" => return Some(layer.title_of(feature)),
        "id" => return Some(feature.id.to_string()),
        "class" => fields.class.as_deref(),
        "level" => fields.level.as_deref(),
        _ => None,
    };
    feature.properties.text(mapped.unwrap_or(field))
}

/// Names of the source fields of a layer, in the order in which they come up in its first features.
pub fn field_names(layer: &Layer) -> Vec<String> {
    /// Most sources have the same fields throughout.
    const LOOKED_AT: usize = 20;
    let mut names: Vec<String> = Vec::new();
    let first = layer.features().iter().take(LOOKED_AT);
    for (name, _) in first.flat_map(|feature| feature.properties.iter()) {
        if !names.iter().any(|known| **known == **name) {
            names.push(name.to_string());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::feature::Properties;
    use super::super::layer::{About, Provenance};
    use super::*;
    use crate::geom::gate::admit_plane;

    fn layer(role: Role, count: usize, name: Option<&str>) -> Layer {
        let mut about = About::new("l", role);
        about.fields.name = name.map(str::to_owned);
        about.fields.class = Some("DLBM".into());
        let properties: Properties = [
            (Arc::from("NAME"), "西溪\n 湿地".into()),
            (Arc::from("DLBM"), "1106".into()),
        ]
        .into_iter()
        .collect();
        let shape = Arc::new(admit_plane(geo::Point::new(0.0, 0.0)).unwrap());
        let features = (1..=count).map(|number| Feature {
            id: number.to_string().into(),
            number,
            shape: Arc::clone(&shape),
            properties: properties.clone(),
            foreign: Properties::default(),
        });
        Layer::new(about, Provenance::default(), features.collect())
    }

    #[track_caller]
    fn check(text: LabelText, expected: Option<&str>) {
        let layer = layer(Role::Wetland, 1, Some("NAME"));
        let spec = LabelSpec {
            text,
            small_too: false,
        };
        let found = spec.text_of(&layer, &layer.features()[0]);
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn labels_say_name_field_or_template_on_one_line() {
        let template = |text: &str| LabelText::Template(text.into());
        check(LabelText::Off, None);
        check(LabelText::Name, Some("西溪 湿地"));
        check(LabelText::Field("DLBM".into()), Some("1106"));
        check(LabelText::Field("other".into()), None);
        check(template("{name} ({class})"), Some("西溪 湿地 (1106)"));
        check(template("{ id }: {DLBM}{other}"), Some("1: 1106"));
        check(template("{other}"), None);
        check(template("} {id} {"), Some("} 1 {"));
        let (long, cut) = ("长".repeat(60), format!("{}…", "长".repeat(48)));
        check(template(&long), Some(&cut));
    }

    #[test]
    fn projects_are_named_and_zones_where_they_have_names_and_are_few() {
        let on = |role, count, name| LabelSpec::default_of(&layer(role, count, name)).text != LabelText::Off;
        assert!(on(Role::Project, 5_001, None));
        assert!(on(Role::Wetland, 5_000, Some("NAME")));
        assert!(!on(Role::Wetland, 5_001, Some("NAME")));
        assert!(!on(Role::Wetland, 3, None));
        assert!(!on(Role::Context, 3, Some("NAME")));
    }

    #[test]
    fn fields_are_listed_once() {
        assert_eq!(field_names(&layer(Role::Wetland, 3, None)), ["NAME", "DLBM"]);
    }
}
