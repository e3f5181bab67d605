//! Help: one page per thing that can be in front.

use eframe::egui::{Label, RichText, ScrollArea, Ui};

use crate::say;

use super::super::theme::Palette;
use super::super::view_state::ViewState;
use super::super::widgets::right_ui;
use super::super::window_focus::focus_first;
use super::help_view::{Topic, Tour};
use super::keys_page::keys_page_ui;

/// Height of a page, in pixels.
const PAGE_PX: f32 = 420.0;

/// Topics on the left, the page on the right.
pub fn help_window_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    ui.set_width(720.0);
    ui.heading(say!(lang, "help.title"));
    ui.add_space(6.0);
    ui.horizontal_top(|ui| {
        // The line between list and page would be as high as the window was, which would grow by that.
        ui.set_max_height(PAGE_PX);
        ui.vertical(|ui| {
            ui.set_width(150.0);
            for topic in Topic::ALL {
                let name = say!(lang, &format!("help.{}.title", topic.code()));
                let is_shown = view.help.topic == topic;
                let choice = ui.selectable_value(&mut view.help.topic, topic, name);
                // The page of keys begins with a field of its own.
                if is_shown && topic != Topic::Keys {
                    focus_first(&choice);
                }
            }
        });
        ui.separator();
        ui.vertical(|ui| {
            ui.set_height(PAGE_PX);
            page_ui(ui, view);
        });
    });
    ui.horizontal(|ui| {
        if ui.button(say!(lang, "help.tour.begin")).clicked() {
            view.help.tour = Some(Tour::default());
            view.window = None;
        }
        right_ui(ui, |ui| {
            if ui.button(say!(lang, "ui.close")).clicked() {
                view.window = None;
            }
        });
    });
}

fn page_ui(ui: &mut Ui, view: &mut ViewState) {
    let lang = view.lang;
    if view.help.topic == Topic::Keys {
        return keys_page_ui(ui, view);
    }
    let text = say!(lang, &format!("help.{}.text", view.help.topic.code()));
    ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| {
        for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
            ui.add(Label::new(RichText::new(paragraph.trim()).color(Palette::here(ui).text)).wrap());
            ui.add_space(5.0);
        }
    });
}
