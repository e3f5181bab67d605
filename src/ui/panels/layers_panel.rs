//! The layers, top of the map first: what is shown, what it looks like, how good it is.

use std::sync::Arc;

use eframe::egui::{
    Align, Button, Id, Key, Label, Layout, Response, RichText, Role as AccessRole, ScrollArea, Sense, Stroke,
    TextEdit, Ui, WidgetInfo,
};
use egui_material_icons::icons as icon;

use crate::geom::shape::Dimension;
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::symbology::{of_kind, of_role};
use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::session::edit::Edit;

use super::super::context_menu::{Asked, context_menu_ui};
use super::super::dock::pane::Pane;
use super::super::focus_ring::keep_in_sight;
use super::super::map::legend::{LegendEntry, swatch_ui};
use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::{cursor_row_ui, empty_ui, icon_button_ui, right_ui};
use super::base_map_panel::base_map_panel_ui;
use super::layer_compare::{has_own_side_b, other_layers_ui, side_b_eye_ui, side_letters_ui};
use super::layer_deeds::{LayerDeed, only};
use super::layer_details::{entry_of, layer_details_ui};
use super::layer_keys::{is_current, layer_keys_ui};
use super::layer_tree::{Group, OfLayer, places_up};
use super::place_mark::place_mark_ui;
use super::problems_rows::Choice;

/// All layers of the workspace.
pub fn layers_panel_ui(ui: &mut Ui, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let lang = view.lang;
    let Some(workspace) = session.workspace() else {
        return empty_ui(ui, &say!(lang, "ui.nothing_open"));
    };
    if workspace.layers.is_empty() {
        return empty_ui(ui, &say!(lang, "ui.layers.none"));
    }
    if has_own_side_b(view) {
        side_letters_ui(ui);
    }
    layer_keys_ui(ui, session, view, wishes);
    order_ui(ui, view);
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        let from_top = || workspace.layers.iter().rev();
        if view.tree.flat {
            from_top().for_each(|layer| layer_ui(ui, (session, layer), view, wishes));
        } else {
            for group in Group::ALL {
                let own: Vec<&Arc<Layer>> = from_top().filter(|layer| Group::of(layer) == group).collect();
                if !own.is_empty() && group_ui(ui, view, group, own.len()) {
                    own.iter()
                        .for_each(|layer| layer_ui(ui, (session, layer), view, wishes));
                }
            }
        }
        other_layers_ui(ui, view);
        base_map_panel_ui(ui, view);
        keep_in_sight(ui);
    });
}

/// Whether layers stand by what they are for, or in the order in which they are drawn.
fn order_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (flat, key) in [(false, "by_role"), (true, "by_order")] {
            let on = view.tree.flat == flat;
            let text = RichText::new(say!(lang, &format!("desk.tree.{key}"))).small();
            let tip = say!(lang, "desk.tree.tip");
            if ui.add(Button::selectable(on, text)).on_hover_text(tip).clicked() {
                view.tree.flat = flat;
            }
        }
    });
}

/// The head of a group; true where its layers show.
fn group_ui(ui: &mut Ui, view: &mut ViewState, group: Group, count: usize) -> bool {
    let lang = view.lang;
    let folded = view.tree.folded.contains(&group);
    let arrow = match folded {
        true => icon::ICON_KEYBOARD_ARROW_RIGHT,
        false => icon::ICON_KEYBOARD_ARROW_DOWN,
    };
    let arrow = arrow.codepoint;
    let name = say!(lang, &format!("desk.group.{}", group.key()));
    let text = RichText::new(format!("{arrow} {name}  {count}"));
    let text = text.small().strong().color(Palette::here(ui).faint);
    ui.add_space(2.0);
    let head = ui.add(Button::new(text).frame(false));
    if head.clicked() && !view.tree.folded.remove(&group) {
        view.tree.folded.insert(group);
    }
    !view.tree.folded.contains(&group)
}

fn layer_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let id = &layer.about.id;
    ui.push_id(id, |ui| {
        let row = ui.scope(|ui| row_ui(ui, (session, layer), view, wishes));
        drop_ui(ui, session, layer, &row.response, wishes);
        if is_current(ui, view, layer) {
            cursor_row_ui(&row.response);
            if std::mem::take(&mut view.tree.reveal) {
                row.response.scroll_to_me(None);
            }
        }
        if view.open_layer.as_ref() == Some(id) {
            layer_details_ui(ui, (session, layer), view, wishes);
        }
    });
}

/// A layer that is dragged comes to stand above or below the one that it is let go over.
fn drop_ui(ui: &Ui, session: &Session, layer: &Layer, row: &Response, wishes: &mut Vec<Command>) {
    let pointer = ui.input(|input| input.pointer.interact_pos());
    let (Some(dragged), Some(pointer)) = (row.dnd_hover_payload::<Dragged>(), pointer) else {
        return;
    };
    let above = pointer.y < row.rect.center().y;
    let y = if above { row.rect.top() } else { row.rect.bottom() };
    let line = Stroke::new(2.0, Palette::here(ui).accent);
    ui.painter().hline(row.rect.x_range(), y, line);
    let released = row.dnd_release_payload::<Dragged>().is_some();
    let by = session
        .workspace()
        .and_then(|workspace| places_up(workspace, &dragged.0, &layer.about.id, above));
    if let (true, Some(by)) = (released, by) {
        let layer = Arc::clone(&dragged.0);
        wishes.push(Command::Edit(Edit::MoveLayer { layer, by }));
    }
}

/// The layer that is being dragged.
struct Dragged(Arc<str>);

fn row_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let palette = Palette::here(ui);
    let id = &layer.about.id;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        eye_ui(ui, (session, layer), view, wishes);
        if has_own_side_b(view) {
            side_b_eye_ui(ui, view, layer);
        }
        swatch_ui(ui, &swatch(session, view, layer), ui.visuals().dark_mode);
        right_ui(ui, |ui| {
            let count = thousands(layer.features().len() as f64, 0);
            ui.label(RichText::new(count).small().color(palette.faint));
            if place_mark_ui(ui, layer, view.lang) {
                view.open_layer = Some(Arc::clone(id));
            }
            let problems = view.problems.count_of(id);
            if problems > 0 {
                let tip = say!(view.lang, "ui.layers.problems", count = problems);
                let text = RichText::new(format!("! {problems}")).small().color(palette.near);
                let badge = Button::new(text)
                    .fill(palette.tint(palette.near))
                    .corner_radius(9);
                if ui.add(badge).on_hover_text(tip).clicked() {
                    show_problems(view, id);
                }
            }
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                if !rename_ui(ui, view, layer, wishes) {
                    name_ui(ui, (session, layer), view, wishes);
                }
            });
        });
    });
}

/// Switches a layer on and off; with Ctrl all others off, or all on again.
fn eye_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &ViewState, wishes: &mut Vec<Command>) {
    let (id, name) = (&layer.about.id, layer.about.name.get(view.lang));
    let looks = session.looks();
    let (eye, key) = match looks.hidden.contains(id) {
        true => (icon::ICON_VISIBILITY_OFF, "ui.layers.show"),
        false => (icon::ICON_VISIBILITY, "ui.layers.hide"),
    };
    let button = icon_button_ui(ui, eye, &say!(view.lang, key, layer = name), false);
    if !button
        .on_hover_text(say!(view.lang, "desk.tree.only_tip"))
        .clicked()
    {
        return;
    }
    if ui.input(|input| input.modifiers.command) {
        wishes.extend(only(session, id));
    } else {
        wishes.push(Command::Look(looks.toggled(id)));
    }
}

/// The problems of one layer.
fn show_problems(view: &mut ViewState, id: &Arc<str>) {
    view.problems.choice = Choice {
        layer: Some(Arc::clone(id)),
        ..Choice::default()
    };
    view.dock.show(Pane::Problems);
}

/// The name: a click opens the layer, a drag moves it, the right button has the menu.
fn name_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    let id = &layer.about.id;
    let palette = Palette::here(ui);
    let mut text = RichText::new(layer.about.name.get(view.lang));
    if view.open_layer.as_ref() == Some(id) {
        text = text.strong().color(palette.accent);
    } else if session.looks().hidden.contains(id) {
        text = text.color(palette.faint);
    }
    let label = Label::new(text)
        .truncate()
        .selectable(false)
        .sense(Sense::click_and_drag());
    let label = ui.add(label).on_hover_text(layer.about.role.name(view.lang));
    if is_current(ui, view, layer) && std::mem::take(&mut view.tree.enter) {
        // From here Tab leads into the details.
        label.request_focus();
    }
    label.dnd_set_drag_payload(Dragged(Arc::clone(id)));
    let asked = menu_asked(ui, &label, layer, view);
    let menu = Id::unique(("menu of a layer", id));
    let place = (&ui.ctx().clone(), ui.layer_id());
    context_menu_ui(place, menu, asked, |ui| {
        menu_ui(ui, (session, layer), view, wishes);
    });
    if label.clicked() {
        view.tree.cursor = Some(Arc::clone(id));
        let open = view.open_layer.as_ref() == Some(id);
        view.open_layer = (!open).then(|| Arc::clone(id));
    }
}

/// The menu of a layer is asked for: by the right button, or by a key where the keyboard is on the row or on the name itself.
fn menu_asked(ui: &Ui, label: &Response, layer: &Layer, view: &mut ViewState) -> Option<Asked> {
    let list = Pane::Layers.focus_id();
    if is_current(ui, view, layer) && std::mem::take(&mut view.tree.menu) {
        return Some(Asked::below(label, list));
    }
    let has_list = ui.memory(|memory| memory.has_focus(list));
    match has_list {
        true => Asked::by_hand(label, list),
        false => Asked::of(ui.ctx(), label),
    }
}

fn menu_ui(ui: &mut Ui, (session, layer): OfLayer<'_>, view: &mut ViewState, wishes: &mut Vec<Command>) {
    for deed in LayerDeed::ALL {
        if ui.button(deed.label(view.lang)).clicked() {
            ui.close();
            deed.perform((session, layer), view, wishes);
        }
    }
}

/// The field for another name; true while it is there.
fn rename_ui(ui: &mut Ui, view: &mut ViewState, layer: &Layer, wishes: &mut Vec<Command>) -> bool {
    let lang = view.lang;
    let Some((id, name)) = &mut view.tree.renaming else {
        return false;
    };
    if *id != layer.about.id {
        return false;
    }
    let field = TextEdit::singleline(name).desired_width(f32::INFINITY);
    let field = ui.add(field);
    let label = say!(lang, "desk.tree.rename");
    field.widget_info(|| WidgetInfo::labeled(AccessRole::TextInput, true, &label));
    // Asked for again while it has it, it would break off what an input method composes.
    if !field.has_focus() {
        field.request_focus();
    }
    let (enter, escape) = ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
    if enter && !name.trim().is_empty() {
        let name = layer.about.name.with(lang, name.trim());
        let layer = Arc::clone(id);
        wishes.push(Command::Edit(Edit::RenameLayer { layer, name }));
    }
    let elsewhere = field.clicked_elsewhere();
    if enter || escape || elsewhere {
        view.tree.renaming = None;
    }
    true
}

/// What the layer looks like as a whole: its most frequent look, else that of its role.
fn swatch(session: &Session, view: &ViewState, layer: &Arc<Layer>) -> LegendEntry {
    let choice = session
        .workspace()
        .and_then(|workspace| workspace.symbology.of(&layer.about.id));
    let looks = view.map.looks_of(layer);
    let look = looks.and_then(|looks| looks.looks.iter().max_by_key(|look| look.count));
    match look {
        Some(look) => entry_of(look, choice, view.lang),
        None => LegendEntry {
            symbol: match layer.about.role {
                Role::Project => of_kind(layer.about.kind),
                role => of_role(role),
            },
            dimension: Dimension::Area,
            label: layer.about.role.name(view.lang),
            layer: None,
            count: layer.features().len(),
        },
    }
}
