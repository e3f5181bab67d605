//! A project: what is planned, and judged.

use super::feature::{Feature, FeatureRef};
use super::layer::Layer;
use super::role::ProjectKind;

/// A feature of a project layer, read through the layer's field mapping.
#[derive(Clone, Copy, Debug)]
pub struct Project<'a> {
    /// The layer that it belongs to.
    pub layer: &'a Layer,
    /// The feature itself; its shape is the project's footprint.
    pub feature: &'a Feature,
}

impl Project<'_> {
    /// `LAYER/ID`.
    pub fn name(&self) -> FeatureRef {
        self.layer.name_of(self.feature)
    }

    /// What the field says; the layer's kind where the field is empty or there is none. `None` where nobody says it, or
    /// the field says what is no kind: then every rule judges.
    pub fn kind(&self) -> Option<ProjectKind> {
        let field = self.layer.about.fields.kind.as_deref();
        let own = field.and_then(|name| self.feature.properties.text(name));
        match own {
            Some(code) => ProjectKind::from_code(&code),
            None => self.layer.about.kind,
        }
    }

    /// Rated capacity in MW, if a field carries it.
    pub fn capacity_mw(&self) -> Option<f64> {
        self.number(self.layer.about.fields.capacity_mw.as_deref())
    }

    /// Hub height in m, if a field carries it.
    pub fn hub_height_m(&self) -> Option<f64> {
        self.number(self.layer.about.fields.hub_height_m.as_deref())
    }

    /// Rotor diameter in m, if a field carries it.
    pub fn rotor_diameter_m(&self) -> Option<f64> {
        self.number(self.layer.about.fields.rotor_diameter_m.as_deref())
    }

    /// Height of the blade's tip over the ground in m: hub height and half the rotor.
    pub fn tip_height_m(&self) -> Option<f64> {
        Some(self.hub_height_m()? + 0.5 * self.rotor_diameter_m()?)
    }

    /// Name for people: the mapped field, else the id.
    pub fn title(&self) -> String {
        self.layer.title_of(self.feature)
    }

    fn number(&self, field: Option<&str>) -> Option<f64> {
        self.feature.properties.number(field?)
    }
}
