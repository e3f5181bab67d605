//! What the workspace says about a layer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::footprint_fields::FootprintFields;
use crate::model::layer::{About, AreaCheck, Fields};
use crate::model::role::{ProjectKind, Role};

use super::number::Number;
use super::words::{SavedWords, decoded};

/// Version 1.
#[derive(Serialize, Deserialize)]
pub struct SavedAbout {
    id: String,
    name: SavedWords,
    role: String,
    kind: Option<String>,
    fields: BTreeMap<String, String>,
    footprint: BTreeMap<String, String>,
    synthetic: bool,
    surveyed: Option<String>,
    coverage: Option<String>,
    tolerance_m: Number,
    /// Area and tolerance in hectares.
    check: Option<[Number; 2]>,
}

impl From<&About> for SavedAbout {
    fn from(about: &About) -> SavedAbout {
        let check = about
            .check
            .map(|check| [check.area_ha, check.tolerance_ha].map(Number));
        SavedAbout {
            id: about.id.to_string(),
            name: SavedWords::from(&about.name),
            role: about.role.code().to_owned(),
            kind: about.kind.map(|kind| kind.code().to_owned()),
            fields: named(&fields(&about.fields)),
            footprint: named(&footprint(&about.footprint)),
            synthetic: about.synthetic,
            surveyed: about.surveyed.map(|day| day.to_string()),
            coverage: about.coverage.as_deref().map(str::to_owned),
            tolerance_m: Number(about.tolerance_m),
            check,
        }
    }
}

impl SavedAbout {
    /// What it means.
    ///
    /// # Errors
    /// A code that means nothing, in words.
    pub fn about(self) -> Result<About, String> {
        let role = decoded(&self.role, Role::from_code(&self.role))?;
        let kind = self
            .kind
            .map(|code| decoded(&code, ProjectKind::from_code(&code)));
        let surveyed = self.surveyed.map(|day| day.parse()).transpose();
        let (area, fields) = (self.check, mapping::<Fields>(self.fields)?);
        Ok(About {
            name: self.name.into(),
            kind: kind.transpose()?,
            fields,
            footprint: mapping::<FootprintFields>(self.footprint)?,
            synthetic: self.synthetic,
            surveyed: surveyed.map_err(|error: crate::model::date::NotADate| error.to_string())?,
            coverage: self.coverage.map(Into::into),
            tolerance_m: self.tolerance_m.0,
            check: area.map(|[area, tolerance]| AreaCheck {
                area_ha: area.0,
                tolerance_ha: tolerance.0,
            }),
            ..About::new(&self.id, role)
        })
    }
}

type Named<'a> = (&'static str, &'a Option<String>);

fn named(all: &[Named<'_>]) -> BTreeMap<String, String> {
    let each = all.iter();
    each.filter_map(|(name, field)| Some(((*name).to_owned(), (*field).clone()?)))
        .collect()
}

/// The same names as in the workspace file.
fn mapping<T: serde::de::DeserializeOwned>(named: BTreeMap<String, String>) -> Result<T, String> {
    let members = named.into_iter().map(|(name, field)| (name, field.into()));
    let members = serde_json::Value::Object(members.collect());
    serde_json::from_value(members).map_err(|error| error.to_string())
}

fn fields(fields: &Fields) -> [Named<'_>; 22] {
    [
        ("id", &fields.id),
        ("name", &fields.name),
        ("class", &fields.class),
        ("level", &fields.level),
        ("role", &fields.role),
        ("kind", &fields.kind),
        ("capacity_mw", &fields.capacity_mw),
        ("hub_height_m", &fields.hub_height_m),
        ("rotor_diameter_m", &fields.rotor_diameter_m),
        ("tip_height_m", &fields.tip_height_m),
        ("depth_m", &fields.depth_m),
        ("width_m", &fields.width_m),
        ("months", &fields.months),
        ("structure", &fields.structure),
        ("grade", &fields.grade),
        ("side", &fields.side),
        ("use", &fields.r#use),
        ("kind_of_reserve", &fields.kind_of_reserve),
        ("importance", &fields.importance),
        ("section", &fields.section),
        ("size", &fields.size),
        ("purpose", &fields.purpose),
    ]
}

fn footprint(fields: &FootprintFields) -> [Named<'_>; 8] {
    [
        ("part", &fields.part),
        ("width_m", &fields.width_m),
        ("year", &fields.year),
        ("order", &fields.order),
        ("capacity_persons", &fields.capacity_persons),
        ("capacity_source", &fields.capacity_source),
        ("plot_use", &fields.plot_use),
        ("grade", &fields.grade),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_comes_back() {
        let all = |names: &[Named<'_>]| -> BTreeMap<String, String> {
            let each = names.iter();
            each.map(|(name, _)| ((*name).to_owned(), format!("F_{name}")))
                .collect()
        };
        let about = About {
            name: crate::words::Bilingual {
                zh: "湿地".into(),
                en: "Wetland".into(),
            },
            kind: Some(ProjectKind::Wind),
            fields: mapping(all(&fields(&Fields::default()))).unwrap(),
            footprint: mapping(all(&footprint(&FootprintFields::default()))).unwrap(),
            synthetic: true,
            surveyed: Some("2024-06-30".parse().unwrap()),
            coverage: Some("district".into()),
            tolerance_m: 0.1 + 0.2,
            check: Some(AreaCheck {
                area_ha: 18453.3,
                tolerance_ha: 0.5,
            }),
            ..About::new("wetland", Role::Project)
        };
        assert_eq!(about.fields.mapped().count(), 21 + 1);
        let text = serde_json::to_string(&SavedAbout::from(&about)).unwrap();
        let back: SavedAbout = serde_json::from_str(&text).unwrap();
        assert_eq!(back.about().unwrap(), about);
    }

    #[test]
    fn what_means_nothing_is_told() {
        let text = serde_json::to_string(&SavedAbout::from(&About::new("a", Role::Core))).unwrap();
        let back: SavedAbout = serde_json::from_str(&text.replace("core", "swamp")).unwrap();
        assert!(back.about().unwrap_err().contains("swamp"));
    }
}
