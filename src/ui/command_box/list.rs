//! What the command box lists, and what each of it does.

use eframe::egui::{Align, Button, Context, Layout, Response, RichText, Ui, UiBuilder, vec2};
use egui_material_icons::MaterialIcon;
use egui_material_icons::icons as icon;

use crate::lookup::fuzzy::score;
use crate::lookup::names::NameHit;
use crate::lookup::place::Proposal;
use crate::report::units::thousands;
use crate::say;
use crate::session::Session;
use crate::session::command::Command;
use crate::words::{Bilingual, Lang};

use super::super::commands::{Action, Entry, entries};
use super::super::map::pins::Pin;
use super::super::theme::Palette;
use super::super::view_state::ViewState;

/// Words of the label count so much more than those of the tip.
const LABEL_POINTS: i32 = 40;
/// A command that was chosen lately counts more.
const RECENT_POINTS: i32 = 15;
/// A place that is gone to is shown at least so near.
const PLACE_SCALE: f64 = 10_000.0;

/// A line of the list.
#[derive(Clone, Debug)]
pub enum Item {
    /// A command, its key as text, and whether it can be done now.
    Command(&'static Entry, bool),
    /// A place or a scale.
    Place(Proposal),
    /// A feature and its layer's name.
    Feature(NameHit, String),
}

/// Places first, for whoever types coordinates means them; then commands, then features.
pub fn items(session: &Session, view: &ViewState) -> Vec<Item> {
    let text = view.command_box.text().trim();
    let mut items: Vec<Item> = view
        .command_box
        .places()
        .iter()
        .cloned()
        .map(Item::Place)
        .collect();
    let recent = view.command_box.recent();
    let mut commands: Vec<(i32, &'static Entry)> = entries()
        .filter(|entry| entry.action != Action::CommandBox)
        .filter_map(|entry| {
            let place = recent.iter().position(|own| *own == entry.key);
            let points = place.map_or(0, |place| RECENT_POINTS - place as i32);
            Some((points + command_score(entry, text)?, entry))
        })
        .collect();
    commands.sort_by_key(|(points, _)| -points);
    let enabled = |entry: &Entry| entry.action.enabled(session, view);
    items.extend(
        commands
            .into_iter()
            .map(|(_, entry)| Item::Command(entry, enabled(entry))),
    );
    let workspace = session.workspace();
    items.extend(view.command_box.names().iter().filter_map(|hit| {
        let layer = workspace?.layer(&hit.feature.layer)?;
        Some(Item::Feature(
            hit.clone(),
            layer.about.name.get(view.lang).to_owned(),
        ))
    }));
    items
}

/// How well a command meets a text, in either language; everything meets none.
fn command_score(entry: &Entry, text: &str) -> Option<i32> {
    if text.is_empty() {
        return Some(0);
    }
    let by_label = Lang::ALL
        .into_iter()
        .filter_map(|lang| score(&entry.label(lang), text))
        .max();
    let by_other_name = || {
        let names = Lang::ALL.into_iter().map(|lang| entry.also(lang));
        names.filter_map(|names| named_points(&names, text)).max()
    };
    // Tips are long: their signs would meet nearly anything in some order.
    let in_tip = || {
        let wanted = text.to_lowercase();
        let mut tips = Lang::ALL.into_iter().map(|lang| entry.tip(lang).to_lowercase());
        tips.any(|tip| tip.contains(&wanted)).then_some(1)
    };
    let by_label = by_label.map(|points| points + LABEL_POINTS);
    by_label.max(by_other_name()).or_else(in_tip)
}

/// How well the best of several names, parted by commas, meets a text; one that is typed in full counts like a label. It
/// must begin with the text, sign for sign: the names are many, and signs strewn over them would meet nearly anything.
fn named_points(names: &str, text: &str) -> Option<i32> {
    let wanted = text.to_lowercase();
    let each = names
        .split([',', '、', '，'])
        .map(|name| name.trim().to_lowercase());
    let met = each.filter(|name| name.starts_with(&wanted));
    met.filter_map(|name| {
        let whole = if name == wanted { LABEL_POINTS } else { 0 };
        Some(score(&name, text)? + whole)
    })
    .max()
}

/// Draws a line.
pub fn item_ui(ui: &mut Ui, item: &Item, chosen: bool, lang: Lang) -> Response {
    let palette = Palette::here(ui);
    let (symbol, text, right, enabled) = words(ui.ctx(), item, lang);
    let button = Button::new("")
        .selected(chosen)
        .frame_when_inactive(chosen)
        .min_size(vec2(ui.available_width(), 28.0));
    let response = ui.add_enabled(enabled, button);
    response.widget_info(|| {
        eframe::egui::WidgetInfo::selected(eframe::egui::Role::Button, enabled, chosen, text.clone())
    });
    let color = if enabled { palette.text } else { palette.faint };
    let inside = response.rect.shrink2(vec2(8.0, 2.0));
    ui.scope_builder(UiBuilder::new().max_rect(inside), |ui| {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let plain = |text: RichText| eframe::egui::Label::new(text).selectable(false);
            ui.add(plain(RichText::new(right).small().color(palette.faint)));
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(plain(symbol.rich_text().size(16.0).color(palette.faint)));
                ui.add(plain(RichText::new(text).color(color)).truncate());
            });
        });
    });
    response
}

fn words(ctx: &Context, item: &Item, lang: Lang) -> (MaterialIcon, String, String, bool) {
    match item {
        Item::Command(entry, enabled) => {
            let (label, other) = (entry.label(lang), entry.label(lang.other()));
            let keys = entry.shortcut_text(ctx);
            let right = if keys.is_empty() {
                other
            } else {
                format!("{other}   {keys}")
            };
            (entry.icon, label, right, *enabled)
        }
        Item::Place(Proposal::Scale(scale)) => {
            let text = say!(lang, "command_box.scale", scale = thousands(*scale, 0));
            (icon::ICON_STRAIGHTEN, text, String::new(), true)
        }
        Item::Place(Proposal::Place(place)) => {
            let text = say!(lang, "command_box.go_to", place = place.reading.text(lang));
            (icon::ICON_LOCATION_ON, text, String::new(), true)
        }
        Item::Feature(hit, layer) => {
            let right = format!("{layer} · {}", hit.feature.id);
            (icon::ICON_SEARCH, hit.title.clone(), right, true)
        }
    }
}

/// Does what a line says.
pub fn act(ctx: &Context, item: &Item, session: &Session, view: &mut ViewState, wishes: &mut Vec<Command>) {
    match item {
        Item::Command(entry, true) => {
            view.command_box.remember(entry.key);
            entry.action.perform(ctx, session, view, wishes);
        }
        Item::Command(_, false) => {}
        Item::Place(Proposal::Scale(scale)) => view.map.set_scale(*scale),
        Item::Place(Proposal::Place(place)) => {
            let near = view
                .map
                .view()
                .is_some_and(|map| map.scale_denominator() <= PLACE_SCALE);
            if let Some(map) = view.map.view() {
                let map = map.with_center(place.at);
                view.map
                    .set_view(if near { map } else { map.with_scale(PLACE_SCALE) });
            }
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| place.reading.text(lang));
            let text = Bilingual { zh, en };
            view.map.pins.drop_at(Pin { at: place.at, text });
        }
        Item::Feature(hit, _) => {
            let feature = session
                .workspace()
                .and_then(|workspace| workspace.feature(&hit.feature));
            if let Some((_, feature)) = feature {
                view.zoom_to(feature.shape.extent());
            }
            wishes.push(Command::Select {
                features: vec![hit.feature.clone()],
                finding: None,
            });
        }
    }
    ctx.request_repaint();
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text finds first.
    #[track_caller]
    fn check(text: &str, expected: Action) {
        let scored = entries().filter_map(|entry| Some((command_score(entry, text)?, entry)));
        // The first one of those that are met alike, as in the list.
        let best = scored.fold(None, |best: Option<(i32, &Entry)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
        assert_eq!(best.map(|(_, entry)| entry.action), Some(expected), "{text}");
    }

    #[test]
    fn commands_are_found_by_what_other_programs_call_them() {
        check("reshape", Action::Reshape);
        check("vertex tool", Action::Reshape);
        check("节点工具", Action::Reshape);
        check("print", Action::ExportMap);
        check("打印", Action::ExportMap);
        check("zoom last", Action::ViewBack);
        check("测距", Action::MeasureLength);
        check("dark", Action::Theme(eframe::egui::ThemePreference::Dark));
        check("fields", Action::AttributeTable);
        check("归档", Action::SaveDossier);
        check(
            "problems",
            Action::Show(super::super::super::dock::pane::Pane::Problems),
        );
        check("exit", Action::Quit);
    }

    #[test]
    fn other_names_are_those_of_commands() {
        for lang in Lang::ALL {
            let texts = crate::texts(lang);
            let also = texts
                .keys()
                .filter_map(|key| key.strip_prefix("command_box.also."));
            for key in also {
                assert!(entries().any(|entry| entry.key == key), "{key}");
            }
        }
    }
}
