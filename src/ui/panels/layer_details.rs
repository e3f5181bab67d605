//! The details of one layer: legend, opacity, place in the order, where it came from, whether its area closes.

use std::sync::Arc;

use eframe::egui::{Color32, Frame, Label, Margin, RichText, Slider, TextEdit, Ui};
use egui_material_icons::icons as icon;

use crate::geom::area::M2_PER_HA;
use crate::model::crs_reading::Trust;
use crate::model::layer::Layer;
use crate::model::symbology_choice::SymbologyChoice;
use crate::report::units::thousands;
use crate::say;
use crate::session::command::Command;
use crate::session::edit::Edit;
use crate::session::looks::LookEdit;
use crate::words::Lang;

use super::super::dock::pane::Pane;
use super::super::layer_draft::What;
use super::super::map::drawing::looks::Look;
use super::super::map::legend::LegendEntry;
use super::super::theme::Palette;
use super::super::view_state::{ViewState, Window};
use super::super::widgets::{icon_button_ui, mark_ui, pairs_ui};
use super::crs_choice::crs_choice_ui;
use super::encoding_choice::encoding_choice_ui;
use super::label_choice::label_choice_ui;
use super::layer_tree::OfLayer;
use super::problems_rows::Choice;
use super::readings::readings_ui;
use super::role_choice::role_choice_ui;
use super::style_editor::style_editor_ui;

/// What stands under the layer's name while it is open.
pub fn layer_details_ui(
    ui: &mut Ui,
    (session, layer): OfLayer<'_>,
    view: &mut ViewState,
    wishes: &mut Vec<Command>,
) {
    let palette = Palette::here(ui);
    Frame::new()
        .fill(palette.field)
        .corner_radius(6)
        .inner_margin(Margin::symmetric(10, 8))
        .outer_margin(Margin {
            left: 8,
            right: 0,
            top: 0,
            bottom: 6,
        })
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            tools_ui(ui, (session, layer), view, wishes);
            opacity_ui(ui, (session, layer), view, wishes);
            role_choice_ui(ui, session, layer, view.lang, wishes);
            label_choice_ui(ui, (session, layer), view, wishes);
            crs_choice_ui(ui, session, layer, view, wishes);
            encoding_choice_ui(ui, session, layer, view.lang, wishes);
            style_editor_ui(ui, (session, layer), view, wishes);
            marks_ui(ui, layer, view.lang);
            let mut pairs = about(layer, view);
            if session.plan_to_read_again(layer).is_none() {
                let role = say!(view.lang, "ui.layers.about.role");
                pairs.insert(0, (role, layer.about.role.name(view.lang)));
            }
            pairs_ui(ui, "about", &pairs);
            closing_ui(ui, layer, view);
            if layer.provenance.doubt.trust != Trust::Plausible {
                readings_ui(ui, session, layer, view.lang, wishes);
            }
            if view.problems.count_of(&layer.about.id) > 0 {
                let text = say!(view.lang, "ui.layers.see_problems");
                if ui.link(text).clicked() {
                    view.problems.choice = Choice {
                        layer: Some(Arc::clone(&layer.about.id)),
                        ..Choice::default()
                    };
                    view.dock.show(Pane::Problems);
                }
            }
        });
}

/// A look as a line of the legend.
pub fn entry_of(look: &Look, choice: Option<&SymbologyChoice>, lang: Lang) -> LegendEntry {
    LegendEntry {
        symbol: look.meaning.symbol(choice),
        dimension: look.dimension,
        label: look.meaning.name(lang),
        layer: None,
        count: look.count,
    }
}

fn tools_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let id = &layer.about.id;
    let name = layer.about.name.get(lang);
    let last = session
        .workspace()
        .map_or(0, |workspace| workspace.layers.len().saturating_sub(1));
    let place = session
        .workspace()
        .and_then(|workspace| workspace.layers.iter().position(|own| own.about.id == *id))
        .unwrap_or(0);
    let moved = |by| {
        Command::Edit(Edit::MoveLayer {
            layer: Arc::clone(id),
            by,
        })
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let label = |key: &str| say!(lang, &format!("ui.layers.{key}"), layer = name);
        if icon_button_ui(ui, icon::ICON_CENTER_FOCUS_STRONG, &label("zoom"), false).clicked() {
            view.map.fit(layer.extent());
        }
        if icon_button_ui(ui, icon::ICON_FILE_EXPORT, &label("export"), false).clicked() {
            view.layer_draft.set_what(What::Layer(Arc::clone(id)));
            view.window = Some(Window::ExportLayer);
        }
        if icon_button_ui(ui, icon::ICON_RULE, &label("check"), false).clicked() {
            wishes.push(Command::CheckGeometry(Arc::clone(id)));
        }
        ui.add_enabled_ui(place < last, |ui| {
            if icon_button_ui(ui, icon::ICON_ARROW_UPWARD, &label("up"), false).clicked() {
                wishes.push(moved(1));
            }
        });
        ui.add_enabled_ui(place > 0, |ui| {
            if icon_button_ui(ui, icon::ICON_ARROW_DOWNWARD, &label("down"), false).clicked() {
                wishes.push(moved(-1));
            }
        });
        if icon_button_ui(ui, icon::ICON_DELETE, &label("remove"), false).clicked() {
            wishes.push(Command::Edit(Edit::RemoveLayer(Arc::clone(id))));
        }
    });
}

/// A drag of the slider is one step of the history, and so is a number that is typed beside it.
fn opacity_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let id = &layer.about.id;
    let before = 100.0 * view.looks(session).opacity_of(id);
    let mut percent = before;
    let text = say!(view.lang, "ui.layers.opacity");
    ui.spacing_mut().slider_width = 90.0;
    let slider = Slider::new(&mut percent, 0.0..=100.0)
        .fixed_decimals(0)
        .suffix(" %")
        .text(text);
    let slider = ui.add(slider);
    // Hundredths of a percent are what is left of the way to a share and back.
    if slider.changed() && (percent - before).abs() > 0.01 {
        let edit = LookEdit::SetOpacity(Arc::clone(id), percent / 100.0);
        // The slider has the keyboard too while it is dragged; what is typed goes into its field.
        let is_typed = slider.has_focus() && TextEdit::load_state(ui.ctx(), slider.id).is_some();
        view.draft_look(edit, is_typed.then_some(slider.id), wishes);
    }
}

fn marks_ui(ui: &mut Ui, layer: &Layer, lang: Lang) {
    let palette = Palette::here(ui);
    ui.horizontal_wrapped(|ui| {
        if layer.about.synthetic {
            let tip = say!(lang, "ui.layers.synthetic_tip");
            mark_ui(ui, &say!(lang, "ui.layers.synthetic"), palette.advice).on_hover_text(tip);
        }
        if !layer.provenance.crs_declared {
            mark_ui(ui, &say!(lang, "ui.layers.crs_assumed"), palette.near);
        }
        let doubt = &layer.provenance.doubt;
        if doubt.trust != Trust::Plausible {
            let words: Vec<String> = doubt.notes.iter().map(|note| note.text(lang)).collect();
            let mark = say!(lang, "ui.layers.place", trust = doubt.trust.name(lang));
            mark_ui(ui, &mark, palette.near).on_hover_text(words.join("\n"));
        }
    });
}

fn about(layer: &Layer, view: &ViewState) -> Vec<(String, String)> {
    let lang = view.lang;
    let counts = layer.provenance.counts;
    let mut pairs = vec![
        ("file", layer.provenance.file.clone()),
        ("source_crs", layer.provenance.source_crs.clone()),
    ];
    if let Some(day) = layer.about.surveyed {
        pairs.push(("surveyed", day.to_string()));
    }
    if counts.repaired + counts.refused > 0 {
        let text = say!(
            lang,
            "ui.layers.counts",
            repaired = counts.repaired,
            refused = counts.refused
        );
        pairs.push(("mended", text));
    }
    if let Some(&m2) = view.areas_m2.get(&layer.about.id).filter(|&&m2| m2 > 0.0) {
        pairs.push(("area", view.areas.with_mu(m2, lang)));
    }
    pairs
        .into_iter()
        .map(|(key, text)| (say!(lang, &format!("ui.layers.about.{key}")), text))
        .collect()
}

/// The published total, and whether the layer closes on it.
fn closing_ui(ui: &mut Ui, layer: &Layer, view: &ViewState) {
    let (Some(check), Some(m2)) = (layer.about.check, view.areas_m2.get(&layer.about.id)) else {
        return;
    };
    let palette = Palette::here(ui);
    let gap_ha = m2 / M2_PER_HA - check.area_ha;
    let closes = gap_ha.abs() <= check.tolerance_ha;
    let (key, color): (_, Color32) = if closes {
        ("ui.layers.closes", palette.clear)
    } else {
        ("ui.layers.closes_not", palette.conflict)
    };
    let published = thousands(check.area_ha, 2);
    let gap = format!("{gap_ha:+.2}");
    let text = say!(view.lang, key, published = published, gap = gap);
    ui.add(Label::new(RichText::new(text).color(color)).wrap());
}
