//! What a source field can mean: the keys of `[layer.fields]` as things that can be listed and chosen.

use crate::say;
use crate::words::Lang;

use super::layer::Fields;

/// What a source field means; one for each of [`Fields`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FieldMeaning {
    /// Identifier.
    Id,
    /// Name for people.
    Name,
    /// Land class code (三调地类编码).
    Class,
    /// National, provincial, municipal, county, general.
    Level,
    /// Role, where one table holds several.
    Role,
    /// Project kind.
    Kind,
    /// Rated capacity in MW.
    CapacityMw,
    /// Hub height in m.
    HubHeightM,
    /// Rotor diameter in m.
    RotorDiameterM,
    /// Height of the blade's tip in m.
    TipHeightM,
    /// Depth of the works in m.
    DepthM,
    /// Width of the works in m.
    WidthM,
    /// Months of work or operation.
    Months,
    /// How it is built.
    Structure,
    /// Grade of a sea wall, levee, sluice.
    Grade,
    /// Side of a line.
    Side,
    /// What it is used for.
    Use,
    /// What sort of reserve.
    KindOfReserve,
    /// How important, as its register says.
    Importance,
    /// Which section of a longer work.
    Section,
    /// Size class.
    Size,
    /// What it is planned for.
    Purpose,
}

impl FieldMeaning {
    /// All meanings in the order of lists.
    pub const ALL: [FieldMeaning; 22] = [
        FieldMeaning::Id,
        FieldMeaning::Name,
        FieldMeaning::Class,
        FieldMeaning::Level,
        FieldMeaning::Role,
        FieldMeaning::Kind,
        FieldMeaning::CapacityMw,
        FieldMeaning::HubHeightM,
        FieldMeaning::RotorDiameterM,
        FieldMeaning::TipHeightM,
        FieldMeaning::DepthM,
        FieldMeaning::WidthM,
        FieldMeaning::Months,
        FieldMeaning::Structure,
        FieldMeaning::Grade,
        FieldMeaning::Side,
        FieldMeaning::Use,
        FieldMeaning::KindOfReserve,
        FieldMeaning::Importance,
        FieldMeaning::Section,
        FieldMeaning::Size,
        FieldMeaning::Purpose,
    ];

    /// The name in files: `capacity_mw`.
    pub fn code(self) -> &'static str {
        match self {
            FieldMeaning::Id => "id",
            FieldMeaning::Name => "name",
            FieldMeaning::Class => "class",
            FieldMeaning::Level => "level",
            FieldMeaning::Role => "role",
            FieldMeaning::Kind => "kind",
            FieldMeaning::CapacityMw => "capacity_mw",
            FieldMeaning::HubHeightM => "hub_height_m",
            FieldMeaning::RotorDiameterM => "rotor_diameter_m",
            FieldMeaning::TipHeightM => "tip_height_m",
            FieldMeaning::DepthM => "depth_m",
            FieldMeaning::WidthM => "width_m",
            FieldMeaning::Months => "months",
            FieldMeaning::Structure => "structure",
            FieldMeaning::Grade => "grade",
            FieldMeaning::Side => "side",
            FieldMeaning::Use => "use",
            FieldMeaning::KindOfReserve => "kind_of_reserve",
            FieldMeaning::Importance => "importance",
            FieldMeaning::Section => "section",
            FieldMeaning::Size => "size",
            FieldMeaning::Purpose => "purpose",
        }
    }

    /// The meaning of that name in files.
    pub fn from_code(code: &str) -> Option<FieldMeaning> {
        FieldMeaning::ALL
            .into_iter()
            .find(|meaning| meaning.code() == code)
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("import.meaning.{}", self.code()))
    }

    /// The field that has this meaning.
    pub fn field(self, fields: &Fields) -> Option<&str> {
        let field = match self {
            FieldMeaning::Id => &fields.id,
            FieldMeaning::Name => &fields.name,
            FieldMeaning::Class => &fields.class,
            FieldMeaning::Level => &fields.level,
            FieldMeaning::Role => &fields.role,
            FieldMeaning::Kind => &fields.kind,
            FieldMeaning::CapacityMw => &fields.capacity_mw,
            FieldMeaning::HubHeightM => &fields.hub_height_m,
            FieldMeaning::RotorDiameterM => &fields.rotor_diameter_m,
            FieldMeaning::TipHeightM => &fields.tip_height_m,
            FieldMeaning::DepthM => &fields.depth_m,
            FieldMeaning::WidthM => &fields.width_m,
            FieldMeaning::Months => &fields.months,
            FieldMeaning::Structure => &fields.structure,
            FieldMeaning::Grade => &fields.grade,
            FieldMeaning::Side => &fields.side,
            FieldMeaning::Use => &fields.r#use,
            FieldMeaning::KindOfReserve => &fields.kind_of_reserve,
            FieldMeaning::Importance => &fields.importance,
            FieldMeaning::Section => &fields.section,
            FieldMeaning::Size => &fields.size,
            FieldMeaning::Purpose => &fields.purpose,
        };
        field.as_deref()
    }

    /// The same, to be changed.
    pub fn field_mut(self, fields: &mut Fields) -> &mut Option<String> {
        match self {
            FieldMeaning::Id => &mut fields.id,
            FieldMeaning::Name => &mut fields.name,
            FieldMeaning::Class => &mut fields.class,
            FieldMeaning::Level => &mut fields.level,
            FieldMeaning::Role => &mut fields.role,
            FieldMeaning::Kind => &mut fields.kind,
            FieldMeaning::CapacityMw => &mut fields.capacity_mw,
            FieldMeaning::HubHeightM => &mut fields.hub_height_m,
            FieldMeaning::RotorDiameterM => &mut fields.rotor_diameter_m,
            FieldMeaning::TipHeightM => &mut fields.tip_height_m,
            FieldMeaning::DepthM => &mut fields.depth_m,
            FieldMeaning::WidthM => &mut fields.width_m,
            FieldMeaning::Months => &mut fields.months,
            FieldMeaning::Structure => &mut fields.structure,
            FieldMeaning::Grade => &mut fields.grade,
            FieldMeaning::Side => &mut fields.side,
            FieldMeaning::Use => &mut fields.r#use,
            FieldMeaning::KindOfReserve => &mut fields.kind_of_reserve,
            FieldMeaning::Importance => &mut fields.importance,
            FieldMeaning::Section => &mut fields.section,
            FieldMeaning::Size => &mut fields.size,
            FieldMeaning::Purpose => &mut fields.purpose,
        }
    }

    /// What a field means; `None` where nothing is said of it.
    pub fn of(field: &str, fields: &Fields) -> Option<FieldMeaning> {
        let mut all = FieldMeaning::ALL.into_iter();
        all.find(|meaning| meaning.field(fields) == Some(field))
    }

    /// True for what must be a number.
    pub fn is_number(self) -> bool {
        matches!(
            self,
            FieldMeaning::CapacityMw
                | FieldMeaning::HubHeightM
                | FieldMeaning::RotorDiameterM
                | FieldMeaning::TipHeightM
                | FieldMeaning::DepthM
                | FieldMeaning::WidthM
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_meaning_has_a_field_of_its_own() {
        let mut fields = Fields::default();
        for meaning in FieldMeaning::ALL {
            *meaning.field_mut(&mut fields) = Some(meaning.code().to_owned());
        }
        for meaning in FieldMeaning::ALL {
            assert_eq!(meaning.field(&fields), Some(meaning.code()));
            assert_eq!(FieldMeaning::of(meaning.code(), &fields), Some(meaning));
            assert_eq!(FieldMeaning::from_code(meaning.code()), Some(meaning));
        }
        assert_eq!(fields.mapped().count(), FieldMeaning::ALL.len());
    }
}
