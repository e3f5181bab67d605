//! What a feature is drawn as, and what that means to people.

use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::symbology::{Symbol, of_class, of_kind, of_role, of_wetland};
use crate::model::symbology_choice::{Category, SymbologyChoice};
use crate::model::zone::Zone;
use crate::say;
use crate::words::Lang;

/// What a symbol on the map stands for; one line of the legend.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// A zone, or ground for orientation.
    Role(Role),
    /// Wetland of one land class.
    Class(Arc<str>),
    /// Wetland of national importance, of one land class where that has a colour of its own.
    National(Option<Arc<str>>),
    /// A planned project.
    Kind(Option<ProjectKind>),
}

impl Meaning {
    /// What a feature of `layer` stands for.
    pub fn of(layer: &Layer, feature: &Feature) -> Meaning {
        if layer.about.role == Role::Project {
            return Meaning::Kind(Project { layer, feature }.kind());
        }
        let zone = Zone { layer, feature };
        let role = zone.role();
        let class = (role == Role::Wetland).then(|| zone.class()).flatten();
        let class = class.filter(|class| of_class(class).is_some()).map(Arc::from);
        match class {
            class if zone.is_national_wetland() => Meaning::National(class),
            Some(class) => Meaning::Class(class),
            None => Meaning::Role(role),
        }
    }

    /// How it is drawn, as somebody may have chosen for its layer.
    pub fn symbol(&self, choice: Option<&SymbologyChoice>) -> Symbol {
        let own = self.own_symbol();
        choice.map_or(own, |choice| choice.symbol(&self.category(), own))
    }

    /// What of its layer can be drawn otherwise.
    pub fn category(&self) -> Category {
        match self {
            Meaning::Role(role) => Category::Role(*role),
            Meaning::Kind(kind) => Category::Kind(*kind),
            Meaning::Class(class) => Category::Class(Arc::clone(class)),
            Meaning::National(class) => Category::National(class.clone()),
        }
    }

    fn own_symbol(&self) -> Symbol {
        match self {
            Meaning::Role(role) => of_role(*role),
            Meaning::Kind(kind) => of_kind(*kind),
            Meaning::Class(class) => of_wetland(Some(class), false),
            Meaning::National(class) => of_wetland(class.as_deref(), true),
        }
    }

    /// The name for people.
    pub fn name(&self, lang: Lang) -> String {
        match self {
            Meaning::Role(role) => role.name(lang),
            Meaning::Kind(Some(kind)) => kind.name(lang),
            Meaning::Kind(None) => Role::Project.name(lang),
            Meaning::Class(class) => format!("{} {class}", say!(lang, &format!("map.class.{class}"))),
            Meaning::National(class) => {
                let common = class.clone().map_or(Meaning::Role(Role::Wetland), Meaning::Class);
                say!(lang, "level.of_wetland", wetland = common.name(lang))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::{Properties, PropertyValue};
    use crate::model::layer::{About, Provenance};

    #[test]
    fn national_and_common_wetland_look_different_and_are_called_so() {
        let mut about = About::new("wetland", Role::Wetland);
        about.fields.class = Some("DLBM".to_owned());
        about.fields.level = Some("SDJB".to_owned());
        let layer = Layer::new(about, Provenance::default(), Vec::new());
        let meaning = |class: &str, level: &str| {
            let properties = [("DLBM", class), ("SDJB", level)];
            let properties = properties.map(|(name, text)| (name.into(), PropertyValue::Text(text.into())));
            let feature = Feature {
                id: "1".into(),
                number: 1,
                shape: Arc::new(admit_plane(geo::Point::new(0.0, 0.0)).unwrap()),
                properties: properties.into_iter().collect(),
                foreign: Properties::default(),
            };
            Meaning::of(&layer, &feature)
        };
        for (class, code) in [("1104", Some("1104")), ("0000", None)] {
            let (national, common) = (meaning(class, "国家级"), meaning(class, "一般"));
            assert_eq!(national, Meaning::National(code.map(Arc::from)));
            assert_eq!(common, meaning(class, "省级"));
            let (own, usual) = (national.symbol(None), common.symbol(None));
            assert_eq!(own.fill, usual.fill, "the class is told by the fill");
            assert!(own.hatch != usual.hatch && own.stroke_px > usual.stroke_px);
            for lang in Lang::ALL {
                assert!(national.name(lang).starts_with(&common.name(lang)));
                assert_ne!(national.name(lang), common.name(lang));
            }
        }
    }

    #[test]
    fn every_class_with_a_colour_has_a_name() {
        for class in [
            "0303", "0304", "0306", "0402", "1101", "1102", "1103", "1104", "1104A", "1104K", "1105", "1106",
            "1107", "1107A", "1108",
        ] {
            assert!(of_class(class).is_some(), "{class}");
            for lang in Lang::ALL {
                let name = Meaning::Class(class.into()).name(lang);
                assert!(!name.contains("map.class"), "{name}");
            }
        }
    }
}
