//! What is settled about tables of one sort.

use crate::model::field_type::FieldTypes;
use crate::model::layer::Fields;
use crate::model::role::{ProjectKind, Role};

use super::key::TableKey;

/// What is settled about one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choices {
    /// What the layer is for.
    pub role: Option<Role>,
    /// What its projects are.
    pub kind: Option<ProjectKind>,
    /// Code of the CRS, where the file does not say or says it wrongly.
    pub crs: Option<String>,
    /// Encoding, where the file does not say or says it wrongly.
    pub encoding: Option<String>,
    /// What the values of fields are declared to be.
    pub types: FieldTypes,
    /// Which field means what.
    pub fields: Fields,
}

/// What is settled about tables of one sort.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Which tables.
    pub key: TableKey,
    /// What is settled.
    pub choices: Choices,
}
