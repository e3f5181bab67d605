//! Which fields of a source carry which meaning.

use super::rule::Attribute;

/// Names of the source fields that carry a meaning; `None` where no field does.
#[derive(Clone, Debug, Default, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Fields {
    /// Identifier.
    pub id: Option<String>,
    /// Name for people.
    pub name: Option<String>,
    /// Land class code (三调地类编码).
    pub class: Option<String>,
    /// national, provincial, municipal, county, general.
    pub level: Option<String>,
    /// Role, when one file holds several.
    pub role: Option<String>,
    /// Project kind.
    pub kind: Option<String>,
    /// Rated capacity in MW.
    pub capacity_mw: Option<String>,
    /// Hub height in m.
    pub hub_height_m: Option<String>,
    /// Rotor diameter in m.
    pub rotor_diameter_m: Option<String>,
    /// Height of the blade's tip in m, where it is not to be worked out of hub and rotor.
    pub tip_height_m: Option<String>,
    /// Depth of the works in m.
    pub depth_m: Option<String>,
    /// Width of the works in m.
    pub width_m: Option<String>,
    /// Months of work or operation: `3-9`, `11,12,1`.
    pub months: Option<String>,
    /// How it is built: tunnel, viaduct…
    pub structure: Option<String>,
    /// Grade of a sea wall, levee, sluice.
    pub grade: Option<String>,
    /// Side of a line: sea, land.
    pub side: Option<String>,
    /// What it is used for.
    pub r#use: Option<String>,
    /// What sort of reserve.
    pub kind_of_reserve: Option<String>,
    /// How important, as its register says.
    pub importance: Option<String>,
    /// Which section of a longer work.
    pub section: Option<String>,
    /// Size class.
    pub size: Option<String>,
    /// What it is planned for.
    pub purpose: Option<String>,
}

impl Fields {
    /// The field that carries an attribute.
    pub fn attribute(&self, attribute: Attribute) -> Option<&str> {
        let field = match attribute {
            Attribute::Structure => &self.structure,
            Attribute::Grade => &self.grade,
            Attribute::Side => &self.side,
            Attribute::Use => &self.r#use,
            Attribute::KindOfReserve => &self.kind_of_reserve,
            Attribute::Importance => &self.importance,
            Attribute::Section => &self.section,
            Attribute::Size => &self.size,
            Attribute::Purpose => &self.purpose,
        };
        field.as_deref()
    }

    /// The fields that carry numbers.
    pub fn numbers(&self) -> impl Iterator<Item = &str> {
        let numbers = [
            &self.capacity_mw,
            &self.hub_height_m,
            &self.rotor_diameter_m,
            &self.tip_height_m,
            &self.depth_m,
            &self.width_m,
        ];
        numbers.into_iter().flatten().map(String::as_str)
    }

    /// All fields that are mapped, in the order of this list.
    pub fn mapped(&self) -> impl Iterator<Item = &str> {
        let plain = [
            &self.id,
            &self.name,
            &self.class,
            &self.level,
            &self.role,
            &self.kind,
        ];
        let plain = plain.into_iter().flatten().map(String::as_str);
        let attributes = Attribute::ALL
            .into_iter()
            .filter_map(|attribute| self.attribute(attribute));
        plain
            .chain(self.numbers())
            .chain(self.months.as_deref())
            .chain(attributes)
    }
}
