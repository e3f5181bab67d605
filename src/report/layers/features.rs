//! What is written, feature by feature: those of a layer, or the findings.

use std::borrow::Cow;
use std::sync::Arc;

use geo::{LineString, Point};
use serde_json::Value;

use crate::geom::gate::admit_plane;
use crate::geom::shape::Shape;
use crate::model::feature::{Feature, Properties, PropertyValue};
use crate::model::finding::{EvidenceShape, Finding, Screening};
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::words::Lang;

use super::super::record::FindingRecord;
use super::super::{rows, sentence};

/// Features by position, from 0, in the plane of the workspace.
pub trait Features: Sync {
    /// How many.
    fn count(&self) -> usize;

    /// The id that a format with ids of its own writes; `None` where it says no more than the position.
    fn id(&self, position: usize) -> Option<Cow<'_, str>>;

    /// The name for people, where the features have one.
    fn title(&self, position: usize) -> Option<String>;

    /// The values under their names.
    fn properties(&self, position: usize) -> Cow<'_, Properties>;

    /// Where it is; `None` for nowhere.
    fn shape(&self, position: usize) -> Option<Arc<Shape>>;

    /// The same where it costs nothing to know it.
    fn known_shape(&self, position: usize) -> Option<&Shape>;

    /// Members of a GeoJSON feature beside id, geometry and properties.
    fn members(&self, position: usize) -> Option<&Properties>;
}

/// The features of a layer.
#[derive(Debug)]
pub struct LayerFeatures<'a> {
    layer: &'a Layer,
    /// The features have ids that are neither their numbers nor among their values.
    has_own_ids: bool,
    /// The column that the ids stand in, where they are own ones and the format has no place for them.
    id_column: Option<Arc<str>>,
}

impl<'a> LayerFeatures<'a> {
    /// `ids_are_members`: the format has a place for the ids of features; otherwise own ids become a column.
    pub fn new(layer: &'a Layer, ids_are_members: bool) -> LayerFeatures<'a> {
        let has_own_ids = !layer.features().iter().all(says_its_id);
        let id_column = (has_own_ids && !ids_are_members).then(|| free_name(layer));
        LayerFeatures {
            layer,
            has_own_ids,
            id_column,
        }
    }

    fn at(&self, position: usize) -> Option<&'a Feature> {
        self.layer.features().get(position)
    }
}

/// True where the id is the number of the feature, or stands among its values.
fn says_its_id(feature: &Feature) -> bool {
    let is_id = |value: &PropertyValue| match value {
        PropertyValue::Text(text) => **text == *feature.id,
        PropertyValue::Number(number) => number.to_string() == *feature.id,
        _ => false,
    };
    feature.number.to_string() == *feature.id || feature.properties.iter().any(|(_, value)| is_id(value))
}

/// A name for the ids that no feature uses.
fn free_name(layer: &Layer) -> Arc<str> {
    let taken = |name: &str| {
        let mut features = layer.features().iter();
        features.any(|feature| {
            let mut names = feature.properties.iter().map(|(own, _)| own);
            names.any(|own| own.eq_ignore_ascii_case(name))
        })
    };
    let names = (1u64..).map(|number| match number {
        1 => "id".to_owned(),
        number => format!("id_{number}"),
    });
    let mut names = names.skip_while(|name| taken(name));
    names.next().unwrap_or_default().into()
}

impl Features for LayerFeatures<'_> {
    fn count(&self) -> usize {
        self.layer.features().len()
    }

    fn id(&self, position: usize) -> Option<Cow<'_, str>> {
        let feature = self.at(position).filter(|_| self.has_own_ids)?;
        Some(Cow::Borrowed(&feature.id))
    }

    fn title(&self, position: usize) -> Option<String> {
        let field = self.layer.about.fields.name.as_deref()?;
        self.at(position)?.properties.text(field)
    }

    fn properties(&self, position: usize) -> Cow<'_, Properties> {
        let Some(feature) = self.at(position) else {
            return Cow::Owned(Properties::default());
        };
        let Some(column) = &self.id_column else {
            return Cow::Borrowed(&feature.properties);
        };
        let id = (Arc::clone(column), PropertyValue::Text(Arc::clone(&feature.id)));
        let own = feature.properties.iter();
        let own = own.map(|(name, value)| (Arc::clone(name), value.clone()));
        Cow::Owned(std::iter::once(id).chain(own).collect())
    }

    fn shape(&self, position: usize) -> Option<Arc<Shape>> {
        self.at(position).map(|feature| Arc::clone(&feature.shape))
    }

    fn known_shape(&self, position: usize) -> Option<&Shape> {
        self.at(position).map(|feature| &*feature.shape)
    }

    fn members(&self, position: usize) -> Option<&Properties> {
        let feature = self.at(position)?;
        Some(&feature.foreign).filter(|members| !members.is_empty())
    }
}

/// The findings of a screening: what `findings.geojson` says of each, with names and sentences for people.
#[derive(Debug)]
pub struct FindingFeatures<'a> {
    /// What was screened.
    pub workspace: &'a Workspace,
    /// What was found.
    pub screening: &'a Screening,
}

impl FindingFeatures<'_> {
    fn at(&self, position: usize) -> Option<&Finding> {
        self.screening.findings.get(position)
    }

    fn words(&self, finding: &Finding) -> [(&'static str, String); 6] {
        let cited = |lang| {
            let rule = self.workspace.rules.rule(&finding.matter.rule);
            rule.map_or_else(String::new, |rule| sentence::citation(rule, lang))
        };
        let said = |lang| sentence::sentence(self.workspace, finding, lang);
        [
            (
                "project_name",
                rows::title(self.workspace, &finding.matter.project),
            ),
            ("zone_name", rows::title(self.workspace, &finding.zone)),
            ("citation_zh", cited(Lang::Zh)),
            ("citation_en", cited(Lang::En)),
            ("sentence_zh", said(Lang::Zh)),
            ("sentence_en", said(Lang::En)),
        ]
    }
}

impl Features for FindingFeatures<'_> {
    fn count(&self) -> usize {
        self.screening.findings.len()
    }

    fn id(&self, position: usize) -> Option<Cow<'_, str>> {
        let finding = self.at(position)?;
        let id = format!(
            "{} {} {}",
            finding.matter.project, finding.matter.rule, finding.zone
        );
        Some(Cow::Owned(id))
    }

    fn title(&self, position: usize) -> Option<String> {
        let finding = self.at(position)?;
        let [project, zone] =
            [&finding.matter.project, &finding.zone].map(|name| rows::title(self.workspace, name));
        Some(format!("{project} – {zone}"))
    }

    fn properties(&self, position: usize) -> Cow<'_, Properties> {
        let Some(finding) = self.at(position) else {
            return Cow::Owned(Properties::default());
        };
        let record = serde_json::to_value(FindingRecord::of(finding));
        let members = match record {
            Ok(Value::Object(members)) => members,
            _ => serde_json::Map::new(),
        };
        let numbers = members
            .into_iter()
            .map(|(name, value)| (Arc::from(name), PropertyValue::from(value)));
        let words = self.words(finding);
        let words = words
            .into_iter()
            .map(|(name, text)| (Arc::from(name), PropertyValue::Text(text.into())));
        Cow::Owned(numbers.chain(words).collect())
    }

    fn shape(&self, position: usize) -> Option<Arc<Shape>> {
        let shape = self.at(position)?.shape_once(self.workspace)?;
        match &*shape {
            EvidenceShape::Common(common) => Some(Arc::clone(common)),
            EvidenceShape::Gap { from, to } if from == to => admit_plane(Point(*from)).ok().map(Arc::new),
            EvidenceShape::Gap { from, to } => admit_plane(LineString(vec![*from, *to])).ok().map(Arc::new),
        }
    }

    fn known_shape(&self, _: usize) -> Option<&Shape> {
        None
    }

    fn members(&self, _: usize) -> Option<&Properties> {
        None
    }
}
