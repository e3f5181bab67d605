//! A zone: a feature that protects or regulates.

use std::sync::Arc;

use serde::Deserialize;

use crate::say;
use crate::words::Lang;

use super::feature::{Feature, FeatureRef};
use super::layer::Layer;
use super::role::Role;
use super::rule::Attribute;

/// A feature of a zone layer, read through the layer's field mapping.
#[derive(Clone, Copy, Debug)]
pub struct Zone<'a> {
    /// The layer that it belongs to.
    pub layer: &'a Layer,
    /// The feature itself.
    pub feature: &'a Feature,
}

/// What zones of a layer are told apart by, apart from where they lie.
#[derive(Clone, Debug, PartialEq)]
pub struct ZoneSort {
    /// What the zone is.
    pub role: Role,
    /// Land class code.
    pub class: Option<Arc<str>>,
    /// Who declared it.
    pub level: Option<Level>,
}

/// Who has declared a zone, which decides who may permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 国家级
    National,
    /// 省级
    Provincial,
    /// 市级
    Municipal,
    /// 县级
    County,
    /// 一般
    General,
}

impl Level {
    /// All levels, highest first.
    pub const ALL: [Level; 5] = [
        Level::National,
        Level::Provincial,
        Level::Municipal,
        Level::County,
        Level::General,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Level::National => "national",
            Level::Provincial => "provincial",
            Level::Municipal => "municipal",
            Level::County => "county",
            Level::General => "general",
        }
    }

    /// The level of that name in files, also in Chinese: 国家级, 国家重要, 省级, 市级, 县级, 一般. Anything else is unknown.
    pub fn from_code(text: &str) -> Option<Level> {
        const CHINESE: [(&str, Level); 5] = [
            ("国家", Level::National),
            ("省", Level::Provincial),
            ("市", Level::Municipal),
            ("县", Level::County),
            ("一般", Level::General),
        ];
        let text = text.trim();
        let coded = Level::ALL
            .into_iter()
            .find(|level| level.code().eq_ignore_ascii_case(text));
        let written = || {
            CHINESE
                .iter()
                .find(|(start, _)| text.starts_with(start))
                .map(|(_, level)| *level)
        };
        coded.or_else(written)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("level.{}", self.code()))
    }
}

impl<'a> Zone<'a> {
    /// `LAYER/ID`.
    pub fn name(&self) -> FeatureRef {
        self.layer.name_of(self.feature)
    }

    /// What the field says, else the layer's role. A field value that names no role leaves the layer's.
    pub fn role(&self) -> Role {
        let fields = &self.layer.about.fields;
        let own = fields
            .role
            .as_deref()
            .and_then(|field| self.feature.properties.text(field));
        own.and_then(|code| Role::from_code(&code))
            .unwrap_or(self.layer.about.role)
    }

    /// Land class code, if a field carries one.
    pub fn class(&self) -> Option<String> {
        self.feature
            .properties
            .text(self.layer.about.fields.class.as_deref()?)
    }

    /// Who declared it, if a field says so.
    pub fn level(&self) -> Option<Level> {
        Level::from_code(
            &self
                .feature
                .properties
                .text(self.layer.about.fields.level.as_deref()?)?,
        )
    }

    /// True for wetland that the state has put on its list of the important ones.
    pub fn is_national_wetland(&self) -> bool {
        self.role() == Role::Wetland && self.level() == Some(Level::National)
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
}
