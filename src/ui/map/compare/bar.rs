//! The strip above the map while two versions are compared: what they are, and how they share the canvas.

use eframe::egui::{Align, Button, DragValue, Frame, Label, Layout, Margin, RichText, Sense, Ui};

use crate::say;
use crate::words::Lang;

use super::super::input::MapInput;
use super::comparison::{Compare, HOLDS_S, Mode, Other};
use super::which::Which;

/// Shows the strip; nothing while nothing is compared.
pub fn compare_bar_ui(ui: &mut Ui, input: &MapInput, compare: &mut Compare) {
    let Some(mode) = compare.mode() else {
        return;
    };
    let lang = input.lang;
    ui.spacing_mut().item_spacing.y = 0.0;
    let frame = Frame::new()
        .fill(ui.visuals().panel_fill)
        .inner_margin(Margin::symmetric(8, 4));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            for other in Mode::ALL {
                let label = say!(lang, &format!("map.compare.{}", other.code()));
                if ui.add(Button::selectable(mode == other, label)).clicked() {
                    compare.show(other, input.hidden);
                }
            }
            if mode == Mode::Flicker {
                ui.separator();
                flicker_ui(ui, lang, compare);
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = say!(lang, "map.compare.close");
                if ui.button(close).clicked() {
                    compare.close();
                    return;
                }
                let (text, more) = side_b(input, compare);
                // What is said in full on hovering may end in dots; anything else must be read here.
                let label = Label::new(RichText::new(text));
                let label = ui.add(match more {
                    Some(_) => label.truncate(),
                    None => label.wrap(),
                });
                if let Some(more) = more {
                    label.on_hover_text(more);
                }
                if compare.other().is_some() {
                    let forget = say!(lang, "map.compare.forget");
                    if ui.button(forget).clicked() {
                        compare.forget_other();
                    }
                }
            });
        });
    });
}

fn flicker_ui(ui: &mut Ui, lang: Lang, compare: &mut Compare) {
    let flicker = &mut compare.flicker;
    let alternate = ui.checkbox(&mut flicker.running, say!(lang, "map.compare.alternate"));
    let seconds = DragValue::new(&mut flicker.hold_s)
        .range(HOLDS_S[0]..=HOLDS_S[1])
        .speed(0.01)
        .max_decimals(2)
        .suffix(" s");
    ui.add(seconds)
        .on_hover_text(say!(lang, "map.compare.hold_time"))
        .labelled_by(alternate.id);
    let button = Button::new(say!(lang, "map.compare.hold")).sense(Sense::click_and_drag());
    let tip = say!(lang, "map.compare.hold_tip");
    flicker.button_held = ui.add(button).on_hover_text(tip).is_pointer_button_down_on();
}

/// What side B is, and more of it where there is more to say.
fn side_b(input: &MapInput, compare: &Compare) -> (String, Option<String>) {
    let lang = input.lang;
    match compare.other() {
        Some(Other::Reading) => (say!(lang, "map.compare.reading"), None),
        Some(Other::Failed(problems)) => {
            let lines: Vec<String> = problems.iter().map(|problem| problem.line(lang)).collect();
            let first = lines.first().cloned().unwrap_or_default();
            let text = say!(lang, "map.compare.failed", reason = first);
            (
                text.trim_end().to_owned(),
                Some(lines.join("\n")).filter(|lines| !lines.is_empty()),
            )
        }
        Some(Other::Open(workspace)) => {
            let name = workspace.name.get(lang);
            let count = workspace.problems.len();
            let text = say!(lang, "map.compare.other", name = name);
            let picked = compare.picked.first().and_then(|name| workspace.feature(name));
            let picked = picked.map(|(layer, feature)| {
                format!(" · {} ({})", layer.title_of(feature), layer.about.name.get(lang))
            });
            let problems = (count > 0).then(|| say!(lang, "map.compare.problems", count = count));
            let lines: Vec<String> = workspace
                .problems
                .iter()
                .take(12)
                .map(|problem| problem.line(lang))
                .collect();
            let more = (count > 0).then(|| lines.join("\n"));
            let parts = [Some(text), problems, picked];
            (parts.into_iter().flatten().collect(), more)
        }
        None => {
            let layers = &input.workspace.layers;
            let same = layers.iter().all(|layer| {
                let id = &layer.about.id;
                compare.hides(id) == input.hidden.contains(id)
            });
            let key = if same {
                "map.compare.same"
            } else {
                "map.compare.layers"
            };
            (say!(lang, key), None)
        }
    }
}

/// The names that stand on the map beside the letters A and B: none while both are of one workspace.
pub fn names(input: &MapInput, compare: &Compare, which: Which) -> String {
    let lang = input.lang;
    match (compare.foreign(), which) {
        (None, _) => String::new(),
        (Some(_), Which::A) => input.workspace.name.get(lang).to_owned(),
        (Some(workspace), Which::B) => {
            let synthetic = workspace.layers.iter().any(|layer| layer.about.synthetic);
            let name = workspace.name.get(lang);
            match synthetic {
                true => format!("{name} · {}", say!(lang, "map.compare.synthetic")),
                false => name.to_owned(),
            }
        }
    }
}
