//! The keys of a workspace file that name its class table, its published rates and its quotas. All are optional.
//!
//! ```toml
//! classes = "builtin:land-classes"      # or a file, relative to the workspace file
//!
//! [check]                               # published shares, 0 to 1, that the data must close on
//! wetland_rate = 0.3471                 # plan total ÷ district
//! red_line_of_wetland = 0.1024
//! red_line_of_district = 0.0356
//! rate_tolerance = 0.00005              # half of 0.01 % if not given
//!   [check.denominator]                 # a layer for each definition; the layers of the role district if not given
//!   class_00 = "survey_area"
//!
//! [[quota]]                             # land that may be given out
//! year = 2026
//! area_ha = 300.0
//! kinds = ["industrial_park"]
//!
//! [[layer]]
//! # …
//!   [layer.footprint]                   # source fields that footprints are read from; see FootprintFields
//!   part = "part"
//! ```

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::model::land_class::Definition;
use crate::model::problem::Problem;
use crate::model::role::ProjectKind;
use crate::model::tables::{PublishedRates, Quota, RATE_TOLERANCE, Tables};

use super::class_table;
use super::settings::Settings;

/// `[check]`: published shares, and the layers that rates are held against.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenCheck {
    wetland_rate: Option<f64>,
    red_line_of_wetland: Option<f64>,
    red_line_of_district: Option<f64>,
    rate_tolerance: Option<f64>,
    #[serde(default)]
    denominator: WrittenDenominators,
}

/// `[check.denominator]`: a layer's id for each definition; the layers of the role district where none is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDenominators {
    plan: Option<String>,
    class_00: Option<String>,
    law: Option<String>,
}

/// `[[quota]]`
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenQuota {
    year: i32,
    area_ha: f64,
    kinds: Vec<ProjectKind>,
}

/// What the workspace file says of tables, still unread.
pub struct WrittenTables<'a> {
    /// Name of the class table: built in, or a file.
    pub classes: Option<&'a str>,
    /// Where that file lies; the class table is refused before this is asked for if it leads out of the folder.
    pub path: Option<&'a Path>,
    /// Published shares.
    pub check: &'a WrittenCheck,
    /// Quotas.
    pub quotas: &'a [WrittenQuota],
    /// Ids of the layers.
    pub layers: Vec<&'a str>,
}

/// Checks and reads them.
///
/// # Errors
/// A class table that cannot be read, a share that is none, a layer that is not there, a quota that means nothing.
pub fn tables(settings: &Settings<'_>, written: &WrittenTables<'_>) -> Result<Tables, Box<Problem>> {
    let classes = match (written.classes, written.path) {
        (Some(name), Some(path)) => class_table::load(name, path)?,
        (Some(name), None) if name.starts_with("builtin:") => class_table::load(name, Path::new(""))?,
        (Some(_), None) => {
            let what = "leads out of the workspace's folder; write an absolute path if that is meant";
            return Err(settings.bad(Some("classes"), settings.text.find("classes"), what));
        }
        (None, _) => class_table::built_in()?,
    };
    Ok(Tables {
        classes,
        rates: rates(settings, written.check)?,
        denominators: denominators(settings, written)?,
        quotas: quotas(settings, written.quotas)?,
    })
}

/// What holds where no workspace file says anything.
///
/// # Errors
/// None in practice: those of the built-in class table.
pub fn built_in() -> Result<Tables, Box<Problem>> {
    Ok(Tables {
        classes: class_table::built_in()?,
        ..Tables::default()
    })
}

fn rates(settings: &Settings<'_>, check: &WrittenCheck) -> Result<PublishedRates, Box<Problem>> {
    let shares = [
        ("wetland_rate", check.wetland_rate),
        ("red_line_of_wetland", check.red_line_of_wetland),
        ("red_line_of_district", check.red_line_of_district),
        ("rate_tolerance", check.rate_tolerance),
    ];
    for (key, share) in shares {
        if share.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
            let what = "must be a share from 0 to 1, such as 0.3471";
            return Err(settings.bad(Some(key), settings.text.find(key), what));
        }
    }
    Ok(PublishedRates {
        wetland_rate: check.wetland_rate,
        red_line_of_wetland: check.red_line_of_wetland,
        red_line_of_district: check.red_line_of_district,
        tolerance: check.rate_tolerance.unwrap_or(RATE_TOLERANCE),
    })
}

fn denominators(
    settings: &Settings<'_>,
    written: &WrittenTables<'_>,
) -> Result<[Option<Arc<str>>; 3], Box<Problem>> {
    let named = &written.check.denominator;
    let ids = [&named.plan, &named.class_00, &named.law];
    for (id, definition) in ids.into_iter().zip(Definition::ALL) {
        if let Some(id) = id.as_deref().filter(|id| !written.layers.contains(id)) {
            let what = format!("there is no layer {id:?}");
            let key = format!("denominator.{}", definition.code());
            return Err(settings.bad(Some(&key), settings.text.find("denominator"), &what));
        }
    }
    Ok(ids.map(|id| id.as_deref().map(Into::into)))
}

fn quotas(settings: &Settings<'_>, written: &[WrittenQuota]) -> Result<Vec<Quota>, Box<Problem>> {
    let mut quotas: Vec<Quota> = Vec::new();
    for quota in written {
        let bad = |key: &str, what: &str| {
            let key = format!("quota {}.{key}", quota.year);
            settings.bad(Some(&key), settings.text.find("[[quota]]"), what)
        };
        if !(quota.area_ha.is_finite() && quota.area_ha >= 0.0) {
            return Err(bad("area_ha", "must be 0 or more hectares"));
        }
        if quota.kinds.is_empty() {
            return Err(bad("kinds", "names no kind of projects"));
        }
        let taken = |kind: &ProjectKind| {
            let same_year = quotas.iter().filter(|own| own.year == quota.year);
            same_year.flat_map(|own| &own.kinds).any(|own| own == kind)
        };
        if quota.kinds.iter().any(taken) {
            return Err(bad("kinds", "a kind has two quotas in this year"));
        }
        quotas.push(Quota {
            year: quota.year,
            area_ha: quota.area_ha,
            kinds: quota.kinds.clone(),
        });
    }
    Ok(quotas)
}
