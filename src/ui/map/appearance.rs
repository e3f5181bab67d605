//! What a feature is drawn as, and what that means to people.

use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::{ProjectKind, Role};
use crate::model::symbology::{Symbol, of_class, of_kind, of_role};
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
        match class.filter(|class| of_class(class).is_some()) {
            Some(class) => Meaning::Class(class.into()),
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
        }
    }

    fn own_symbol(&self) -> Symbol {
        match self {
            Meaning::Role(role) => of_role(*role),
            Meaning::Kind(kind) => of_kind(*kind),
            Meaning::Class(class) => {
                let wetland = of_role(Role::Wetland);
                Symbol {
                    fill: of_class(class).unwrap_or(wetland.fill),
                    ..wetland
                }
            }
        }
    }

    /// The name for people.
    pub fn name(&self, lang: Lang) -> String {
        match self {
            Meaning::Role(role) => role.name(lang),
            Meaning::Kind(Some(kind)) => kind.name(lang),
            Meaning::Kind(None) => Role::Project.name(lang),
            Meaning::Class(class) => format!("{} {class}", say!(lang, &format!("map.class.{class}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
