//! The context menu of the map.

use eframe::egui::{Id, Response, Ui};
use geo::Coord;

use crate::geom::area::Ruler;
use crate::model::feature::FeatureRef;
use crate::say;
use crate::session::selection::SelectHow;
use crate::words::Bilingual;

use super::super::context_menu::{Asked, context_menu_ui, menu_key};
use super::coordinates::coordinate_texts;
use super::crosshair::crosshair;
use super::input::{MapInput, MapWish};
use super::map_view::Pane;
use super::measure::MeasureKind;
use super::measure_tool::measured_ui;
use super::pick::Picked;
use super::pins::Pin;
use super::state::{MapState, Tool};

/// Where the menu is asked for: under the pointer by the right button, at the cross of the keyboard by the menu key.
pub fn menu_asked(ui: &Ui, response: &Response, pane: &Pane) -> Option<Asked> {
    let owner = response.id;
    let by_key = |at| {
        let by_key = true;
        menu_key(ui.ctx()).then_some(Asked { at, owner, by_key })
    };
    Asked::by_hand(response, owner).or_else(|| crosshair(ui, pane).and_then(by_key))
}

/// Shows the menu where it was asked for, for what was there then.
pub fn menu_ui(ui: &Ui, input: &MapInput, state: &mut MapState, wishes: &mut Vec<MapWish>) {
    let asked = state.menu_asked.take();
    let place = (&ui.ctx().clone(), ui.layer_id());
    context_menu_ui(place, Id::unique("menu of the map"), asked, |ui| {
        measured_ui(ui, input, state.measurement(), wishes);
        if let Some((place, picked)) = state.menu.clone() {
            features_ui(ui, input, &picked, (state, wishes));
            coordinates_ui(ui, input, place, wishes);
            place_ui(ui, input, (place, &picked), (state, wishes));
        }
        for (kind, key) in [
            (MeasureKind::Length, "map.menu.length"),
            (MeasureKind::Area, "map.menu.area"),
        ] {
            if ui.button(say!(input.lang, key)).clicked() {
                state.set_tool(Tool::Measure(kind));
                ui.close();
            }
        }
        ui.separator();
        if ui.button(say!(input.lang, "map.menu.full_extent")).clicked() {
            state.fit(input.workspace.extent());
            ui.close();
        }
        ui.add_enabled_ui(state.has_back(), |ui| {
            if ui.button(say!(input.lang, "map.menu.last_view")).clicked() {
                state.back();
                ui.close();
            }
        });
    });
}

fn features_ui(
    ui: &mut Ui,
    input: &MapInput,
    picked: &Picked,
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    const MOST: usize = 8;
    let features = picked.all();
    let texts = texts(
        input,
        features.get(..MOST.min(features.len())).unwrap_or_default(),
    );
    for (name, text) in features.iter().zip(texts) {
        let Some((_, feature)) = input.workspace.feature(name) else {
            continue;
        };
        if ui.button(text).clicked() {
            state.fit(feature.shape.extent());
            wishes.push(MapWish::Select {
                features: vec![name.clone()],
                finding: None,
                how: SelectHow::Replace,
            });
            ui.close();
        }
    }
    if !features.is_empty() {
        ui.separator();
    }
}

/// What the lines of these features say: title and layer, and where several would say the same, the id.
fn texts(input: &MapInput, features: &[FeatureRef]) -> Vec<String> {
    let named = |name: &FeatureRef, with_id: bool| {
        let Some((layer, feature)) = input.workspace.feature(name) else {
            return String::new();
        };
        let title = layer.title_of(feature);
        let title = if with_id {
            format!("{title} · {}", name.id)
        } else {
            title.to_string()
        };
        let layer = layer.about.name.get(input.lang);
        say!(input.lang, "map.menu.zoom_to", name = title, layer = layer)
    };
    let plain: Vec<String> = features.iter().map(|name| named(name, false)).collect();
    let is_double = |text: &String| plain.iter().filter(|other| *other == text).count() > 1;
    let each = features.iter().zip(&plain);
    each.map(|(name, text)| match is_double(text) {
        true => named(name, true),
        false => text.clone(),
    })
    .collect()
}

/// What can be done with the place itself.
fn place_ui(
    ui: &mut Ui,
    input: &MapInput,
    (place, picked): (Coord<f64>, &Picked),
    (state, wishes): (&mut MapState, &mut Vec<MapWish>),
) {
    if ui.button(say!(input.lang, "map.menu.identify")).clicked() {
        wishes.push(MapWish::Identify(place, picked.all()));
        ui.close();
    }
    if ui.button(say!(input.lang, "map.menu.pin")).clicked() {
        let text = Bilingual::default();
        state.pins.drop_at(Pin { at: place, text });
        ui.close();
    }
    let none = state.pins.all().is_empty();
    if !none && ui.button(say!(input.lang, "map.menu.unpin")).clicked() {
        state.pins.clear();
        ui.close();
    }
    ui.separator();
}

fn coordinates_ui(ui: &mut Ui, input: &MapInput, place: Coord<f64>, wishes: &mut Vec<MapWish>) {
    let ruler = Ruler::new(&input.workspace.crs);
    let Some(texts) = coordinate_texts(&input.workspace.crs, &ruler, place, input.lang) else {
        return;
    };
    for text in [texts.decimal, texts.dms, texts.plane] {
        if ui
            .button(say!(input.lang, "map.menu.copy", text = text))
            .clicked()
        {
            wishes.push(MapWish::Copy(text));
            ui.close();
        }
    }
    ui.separator();
}
