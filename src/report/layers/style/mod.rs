//! How layers look, for other programs: as QML, which QGIS reads, and as SLD 1.0.0 (OGC 02-070).
//!
//! The colours are those of the map. Where the features of a layer are told apart by a field (class, role, kind), each of
//! its values is a case of its own.

mod look;
mod qml;
mod sld;

use std::sync::Arc;

use crate::model::feature::Feature;
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::rule::Severity;
use crate::model::symbology::{Symbol, of_class, of_kind, of_role, of_severity, of_wetland};
use crate::model::symbology_choice::Category;
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::say;
use crate::words::Lang;

pub use look::{Case, LayerLook, Sort};
pub use qml::qml;
pub use sld::sld;

/// More values than this are not told apart.
const MOST_CASES: usize = 60;

/// How a layer looks. `column_of` gives the column that a field stands in; a field without one tells nothing apart.
pub fn of_layer(
    workspace: &Workspace,
    layer: &Layer,
    column_of: impl Fn(&str) -> Option<String>,
) -> LayerLook {
    let role = layer.about.role;
    let chosen = |category: &Category, symbol: Symbol| {
        let symbology = &workspace.symbology;
        symbology.symbol(&layer.about.id, category, symbol)
    };
    let rest = Case {
        value: None,
        second: String::new(),
        label: layer.about.name.get(Lang::Zh).to_owned(),
        symbol: match role {
            Role::Project => chosen(&Category::Kind(layer.about.kind), of_kind(layer.about.kind)),
            role => chosen(&Category::Role(role), of_role(role)),
        },
    };
    let plain = LayerLook {
        sort: sort_of(layer),
        column: None,
        second: None,
        cases: vec![rest.clone()],
    };
    let Some(field) = telling_field(layer) else {
        return plain;
    };
    let Some(column) = column_of(field) else {
        return plain;
    };
    let level = level_field(layer).zip(level_field(layer).and_then(&column_of));
    let by = (field, level.as_ref().map(|(field, _)| *field));
    let Some(mut cases) = cases_by(workspace, layer, by) else {
        return plain;
    };
    cases.push(rest);
    LayerLook {
        column: Some(column),
        second: level.map(|(_, column)| column),
        cases,
        ..plain
    }
}

/// The cases of a layer by the values of one field or two, in their order; `None` where there are too many to be told apart.
fn cases_by(
    workspace: &Workspace,
    layer: &Layer,
    (field, second): (&str, Option<&str>),
) -> Option<Vec<Case>> {
    let mut cases: Vec<Case> = Vec::new();
    for feature in layer.features() {
        let text = |field| feature.properties.text(field).unwrap_or_default();
        let (value, second) = (text(field), second.map(text).unwrap_or_default());
        if value.is_empty() && second.is_empty() {
            continue;
        }
        let is_known = |case: &Case| case.value.as_ref() == Some(&value) && case.second == second;
        if cases.iter().any(is_known) {
            continue;
        }
        if cases.len() == MOST_CASES {
            return None;
        }
        let tells_level = !second.is_empty() || level_field(layer) == Some(field);
        let (label, category, symbol) = looks_of(layer, feature, (&value, tells_level));
        let symbology = &workspace.symbology;
        cases.push(Case {
            value: Some(value),
            second,
            label,
            symbol: symbology.symbol(&layer.about.id, &category, symbol),
        });
    }
    cases.sort_by(|a, b| (&a.value, &a.second).cmp(&(&b.value, &b.second)));
    Some(cases)
}

/// How findings look: by how heavy their rules weigh.
pub fn of_findings() -> LayerLook {
    let case = |severity: Severity| {
        let colour = of_severity(severity);
        Case {
            value: Some(severity.code().to_owned()),
            second: String::new(),
            label: severity.name(Lang::Zh),
            symbol: Symbol {
                fill: colour,
                stroke: colour.with_opacity(255),
                stroke_px: 2.2,
                ..of_role(Role::Context)
            },
        }
    };
    LayerLook {
        sort: Sort::Areas,
        column: Some("severity".to_owned()),
        second: None,
        cases: Severity::ALL.map(case).into(),
    }
}

/// The field that tells the features of a layer apart.
fn telling_field(layer: &Layer) -> Option<&str> {
    let fields = &layer.about.fields;
    match layer.about.role {
        Role::Project => fields.kind.as_deref(),
        Role::Wetland => {
            let by_class = fields.role.as_deref().or(fields.class.as_deref());
            by_class.or_else(|| level_field(layer))
        }
        _ => fields.role.as_deref(),
    }
}

/// The field that says of the wetlands of a layer which are of national importance, where some are.
fn level_field(layer: &Layer) -> Option<&str> {
    let field = layer.about.fields.level.as_deref()?;
    let mut zones = layer.features().iter().map(|feature| Zone { layer, feature });
    let has_national = layer.about.role == Role::Wetland && zones.any(|zone| zone.is_national_wetland());
    has_national.then_some(field)
}

/// Words, category and symbol of a feature, as the map has them where nobody has chosen others. Where the style does not tell
/// levels apart all wetland is common.
fn looks_of(
    layer: &Layer,
    feature: &Feature,
    (value, tells_level): (&str, bool),
) -> (String, Category, Symbol) {
    if layer.about.role == Role::Project {
        let kind = Project { layer, feature }.kind();
        let label = kind.map_or_else(|| value.to_owned(), |kind| kind.name(Lang::Zh));
        return (label, Category::Kind(kind), of_kind(kind));
    }
    let zone = Zone { layer, feature };
    let role = zone.role();
    let class = zone.class().filter(|_| role == Role::Wetland);
    let class = class.filter(|class| of_class(class).is_some());
    let is_national = tells_level && zone.is_national_wetland();
    let symbol = of_wetland(class.as_deref(), is_national);
    match class {
        class if is_national => {
            let label = say!(Lang::Zh, "level.of_wetland", wetland = value);
            (label, Category::National(class.map(Arc::from)), symbol)
        }
        Some(class) => (value.to_owned(), Category::Class(class.into()), symbol),
        None => (role.name(Lang::Zh), Category::Role(role), of_role(role)),
    }
}

/// The sort of most features: a style is for one only.
fn sort_of(layer: &Layer) -> Sort {
    let (mut areas, mut lines) = (0_usize, 0_usize);
    for feature in layer.features() {
        areas += usize::from(!feature.shape.areas().0.is_empty());
        lines += usize::from(!feature.shape.lines().0.is_empty());
    }
    let points = layer.features().len().saturating_sub(areas + lines);
    if areas >= lines.max(points) {
        Sort::Areas
    } else if lines >= points {
        Sort::Lines
    } else {
        Sort::Points
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::feature::PropertyValue;
    use crate::model::layer::{About, Provenance};
    use crate::model::symbology::Hatch;
    use crate::report::scene;

    #[test]
    fn a_layer_has_the_colours_of_the_map() {
        let workspace = scene::overlap().workspace;
        let looks: Vec<LayerLook> = workspace
            .layers
            .iter()
            .map(|layer| of_layer(&workspace, layer, |field| Some(field.to_owned())))
            .collect();
        let sorts: Vec<Sort> = looks.iter().map(|look| look.sort).collect();
        assert_eq!(sorts, [Sort::Areas, Sort::Areas, Sort::Points]);
        assert_eq!(looks[0].cases[0].symbol, of_role(Role::RedLine));
        assert_eq!(looks[0].cases[0].symbol.hatch, Hatch::Rising);
        for look in looks.iter().chain([&of_findings()]) {
            for text in [qml(look), sld("a<&\"", look)] {
                let document = text.replace("<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>", "");
                roxmltree::Document::parse(&document).unwrap_or_else(|error| panic!("{error}\n{text}"));
            }
        }
        assert!(qml(&looks[0]).contains("209,38,31,255"), "{}", qml(&looks[0]));
        assert!(sld("red_line", &looks[0]).contains("#d1261f"));
    }

    /// The style of wetlands of a class and a level each; the columns that are exported are given.
    fn wetland_look(wetlands: &[(&str, &str)], columns: &[&str]) -> LayerLook {
        let mut workspace = scene::overlap().workspace;
        let features = wetlands.iter().enumerate().map(|(at, (class, level))| {
            let mut feature = workspace.layers[0].features()[0].clone();
            feature.number = at + 1;
            feature.id = feature.number.to_string().into();
            feature.properties = [("DLBM", class), ("SDJB", level)]
                .map(|(name, text)| (Arc::from(name), PropertyValue::from(*text)))
                .into_iter()
                .collect();
            feature
        });
        let mut about = About::new("wetland", Role::Wetland);
        about.fields.class = Some("DLBM".to_owned());
        about.fields.level = Some("SDJB".to_owned());
        let layer = Layer::new(about, Provenance::default(), features.collect());
        workspace.layers = vec![Arc::new(layer)];
        let column = |field: &str| columns.contains(&field).then(|| field.to_owned());
        of_layer(&workspace, &workspace.layers[0], column)
    }

    #[track_caller]
    fn check_hatches(look: &LayerLook, expected: &[(&str, &str, Hatch)]) {
        let found = look.cases.iter().map(|case| {
            let value = case.value.as_deref().unwrap_or("else");
            (value, case.second.as_str(), case.symbol.hatch)
        });
        assert_eq!(found.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn national_wetlands_are_told_apart_by_a_second_column() {
        let look = wetland_look(&[("1104", "国家重要"), ("1104", "一般")], &["DLBM", "SDJB"]);
        check_hatches(
            &look,
            &[
                ("1104", "一般", Hatch::Marsh),
                ("1104", "国家重要", Hatch::Level),
                ("else", "", Hatch::Marsh),
            ],
        );
        let text = qml(&look);
        assert!(
            text.contains("value=\"1104/国家重要\"") && text.contains("SDJB"),
            "{text}"
        );
        let text = sld("wetland", &look);
        assert!(text.contains("<ogc:And>") && text.contains("国家重要"), "{text}");
    }

    #[test]
    fn wetlands_that_lack_class_or_level_have_the_look_of_the_map() {
        let wetlands = [("", "国家重要"), ("1104", ""), ("", "")];
        let look = wetland_look(&wetlands, &["DLBM", "SDJB"]);
        check_hatches(
            &look,
            &[
                ("", "国家重要", Hatch::Level),
                ("1104", "", Hatch::Marsh),
                ("else", "", Hatch::Marsh),
            ],
        );
        let text = sld("wetland", &look);
        assert_eq!(text.matches("<ogc:Or><ogc:PropertyIsNull>").count(), 2, "{text}");
    }

    /// Where the column of levels is not exported, the first wetland of a class does not speak for all.
    #[test]
    fn without_the_column_of_levels_all_wetland_is_common() {
        let look = wetland_look(&[("1104", "国家重要"), ("1104", "一般")], &["DLBM"]);
        check_hatches(&look, &[("1104", "", Hatch::Marsh), ("else", "", Hatch::Marsh)]);
    }

    #[test]
    fn findings_are_told_apart_by_severity() {
        let look = of_findings();
        let text = qml(&look);
        assert!(text.contains("attr=\"severity\""));
        for severity in Severity::ALL {
            assert!(text.contains(&format!("value=\"{}\"", severity.code())));
        }
    }
}
