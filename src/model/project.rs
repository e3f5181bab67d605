//! A project: what is planned, and judged.

use crate::geom::area::M2_PER_HA;

use super::feature::{Feature, FeatureRef};
use super::layer::Layer;
use super::role::ProjectKind;
use super::rule::{Attribute, Months, Term};

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

    /// Rated capacity in MW, if a field carries it: more than none.
    pub fn capacity_mw(&self) -> Option<f64> {
        self.size(self.layer.about.fields.capacity_mw.as_deref())
    }

    /// Height of the blade's tip over the ground in m: the field, else hub height and half the rotor.
    pub fn tip_height_m(&self) -> Option<f64> {
        let fields = &self.layer.about.fields;
        let worked_out = || {
            let hub_m = self.size(fields.hub_height_m.as_deref())?;
            Some(hub_m + 0.5 * self.size(fields.rotor_diameter_m.as_deref())?)
        };
        self.size(fields.tip_height_m.as_deref()).or_else(worked_out)
    }

    /// A number that formulas name; `None` where no field carries it. Area and length are measured, not read: footprints
    /// without area, or without length, have none.
    pub fn term(&self, term: Term, area_m2: f64, length_m: f64) -> Option<f64> {
        let fields = &self.layer.about.fields;
        match term {
            Term::CapacityMw => self.capacity_mw(),
            Term::HubHeightM => self.size(fields.hub_height_m.as_deref()),
            Term::RotorDiameterM => self.size(fields.rotor_diameter_m.as_deref()),
            Term::TipHeightM => self.tip_height_m(),
            Term::AreaHa => Some(area_m2 / M2_PER_HA).filter(|&ha| ha > 0.0),
            Term::LengthM => Some(length_m).filter(|&m| m > 0.0),
            Term::DepthM => self.number(fields.depth_m.as_deref()),
            Term::WidthM => self.size(fields.width_m.as_deref()),
        }
    }

    /// When it works or runs; `None` where no field says it, or says no months.
    pub fn months(&self) -> Option<Months> {
        let field = self.layer.about.fields.months.as_deref()?;
        Months::parse(&self.feature.properties.text(field)?)
    }

    /// What a field says of an attribute.
    pub fn attribute(&self, attribute: Attribute) -> Option<String> {
        self.feature
            .properties
            .text(self.layer.about.fields.attribute(attribute)?)
    }

    /// Name for people: the mapped field, else the id.
    pub fn title(&self) -> String {
        self.layer.title_of(self.feature)
    }

    /// A number that nothing can have none or less of: a turbine of no height would have no setback.
    fn size(&self, field: Option<&str>) -> Option<f64> {
        self.number(field).filter(|&size| size > 0.0)
    }

    fn number(&self, field: Option<&str>) -> Option<f64> {
        self.feature.properties.number(field?)
    }
}
