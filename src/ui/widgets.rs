//! Small pieces that the panels share.

use std::fmt::Debug;
use std::hash::Hash;

use eframe::egui::{
    Align, Button, Color32, CornerRadius, Frame, Grid, Label, Layout, Margin, Response, RichText,
    Role as AccessRole, ScrollArea, Sense, Stroke, Ui, WidgetInfo, WidgetText, vec2,
};
use egui_extras::TableBuilder;
use egui_material_icons::MaterialIcon;

use super::theme::Palette;

/// A table with the habits of all tables of the window: striped, resizable columns, rows to click, the whole height.
pub fn table_of<'a>(ui: &'a mut Ui, id: &str) -> TableBuilder<'a> {
    // The row under the pointer is filled with what is the colour of handles elsewhere, far too dark to read on.
    let hover = Palette::here(ui).hover;
    ui.visuals_mut().widgets.hovered.bg_fill = hover;
    TableBuilder::new(ui)
        .id_salt(id)
        .striped(true)
        .resizable(true)
        // Clicks only: the keyboard walks the rows as a whole, and not cell by cell.
        .sense(Sense::CLICK)
        .cell_layout(Layout::left_to_right(Align::Center))
        .auto_shrink([false, false])
        .min_scrolled_height(0.0)
}

/// The heading of a column, with an arrow where the table is sorted by it (`true` for descending). Tab leads to it; Enter and
/// Space click it.
pub fn heading_cell_ui(ui: &mut Ui, name: &str, sorted: Option<bool>) -> Response {
    let text = match sorted {
        Some(true) => format!("{name} ▼"),
        Some(false) => format!("{name} ▲"),
        None => name.to_owned(),
    };
    let shown = RichText::new(&text).strong().color(Palette::here(ui).faint);
    let label = Label::new(shown)
        .truncate()
        .selectable(false)
        .sense(Sense::click());
    let heading = ui.add(label);
    heading.widget_info(|| WidgetInfo::labeled(AccessRole::ColumnHeader, true, &text));
    heading
}

/// Lines above and below the row where the keyboard is.
pub fn cursor_row_ui(row: &Response) {
    let palette = Palette::of(row.ctx.global_style().visuals.dark_mode);
    let painter = row.ctx.layer_painter(row.layer_id);
    let painter = painter.with_clip_rect(row.interact_rect.expand(1.0));
    let line = Stroke::new(1.5, palette.accent);
    painter.hline(row.rect.x_range(), row.rect.top(), line);
    painter.hline(row.rect.x_range(), row.rect.bottom(), line);
}

/// A button that shows an icon only; its label is the tooltip's first line and what assistive technology reads.
pub fn icon_button_ui(ui: &mut Ui, icon: MaterialIcon, label: &str, on: bool) -> Response {
    let is_enabled = ui.is_enabled();
    icon_button_if_ui(ui, is_enabled, icon, label, on)
}

/// The same, to be pressed or not. In a line that wraps it takes the next line where there is no room, which a part of
/// the window of its own (`add_enabled_ui`) does not.
pub fn icon_button_if_ui(
    ui: &mut Ui,
    is_enabled: bool,
    icon: MaterialIcon,
    label: &str,
    on: bool,
) -> Response {
    let color = match on {
        true => Palette::here(ui).accent,
        false => ui.visuals().text_color(),
    };
    let text = icon.rich_text().size(17.0).color(color);
    let button = Button::new(text)
        .min_size(vec2(28.0, 26.0))
        .frame_when_inactive(on)
        .selected(on);
    let response = ui.add_enabled(is_enabled, button);
    response.widget_info(|| WidgetInfo::selected(AccessRole::Button, is_enabled, on, label));
    response.on_hover_text(label)
}

/// A small rounded mark with a word in it.
pub fn mark_ui(ui: &mut Ui, text: &str, color: Color32) -> Response {
    let palette = Palette::here(ui);
    Frame::new()
        .fill(palette.tint(color))
        .corner_radius(CornerRadius::same(9))
        .inner_margin(Margin::symmetric(7, 1))
        .show(ui, |ui| {
            ui.add(
                Label::new(RichText::new(text).small().color(color))
                    .extend()
                    .selectable(false),
            )
        })
        .inner
}

/// A dot in the colour of a severity or verdict.
pub fn dot_ui(ui: &mut Ui, color: Color32) {
    let (rect, _) = ui.allocate_exact_size(vec2(10.0, 10.0), Sense::hover());
    ui.painter().circle_filled(rect.center(), 4.5, color);
}

/// A heading within a panel, with a line under it.
pub fn section_ui(ui: &mut Ui, text: &str) {
    ui.add_space(8.0);
    ui.label(
        RichText::new(text)
            .small()
            .strong()
            .color(Palette::here(ui).accent),
    );
    ui.add_space(-3.0);
    ui.separator();
}

/// The title of a window: what the command that opens it is called, without the dots that say that something follows.
pub fn title_ui(ui: &mut Ui, label: &str) {
    ui.heading(label.trim_end_matches('…').trim_end());
}

/// Names with values, in two columns; long values wrap.
pub fn pairs_ui(ui: &mut Ui, id: &str, pairs: &[(String, String)]) {
    let width = ui.available_width();
    let name_px = (0.42 * width).min(150.0);
    Grid::new(id)
        .num_columns(2)
        .spacing(vec2(10.0, 4.0))
        .min_col_width(name_px)
        .striped(false)
        .show(ui, |ui| {
            for (name, value) in pairs {
                ui.scope(|ui| {
                    ui.set_max_width(name_px);
                    ui.add(Label::new(RichText::new(name).color(Palette::here(ui).faint)).wrap());
                });
                ui.scope(|ui| {
                    ui.set_max_width((width - name_px - 14.0).max(60.0));
                    ui.add(Label::new(value).wrap());
                });
                ui.end_row();
            }
        });
}

/// A button filled with the accent: the one thing to do here.
pub fn main_button_ui(ui: &mut Ui, text: &str) -> Response {
    let palette = Palette::here(ui);
    let button = Button::new(RichText::new(text).color(palette.on_accent))
        .fill(palette.accent)
        .stroke(Stroke::new(1.0, palette.accent))
        .min_size(vec2(88.0, 28.0));
    ui.add(button)
}

/// What stands in a panel while it has nothing to show.
pub fn empty_ui(ui: &mut Ui, text: &str) {
    ui.add_space(18.0);
    ui.vertical_centered(|ui| {
        ui.add(Label::new(RichText::new(text).color(Palette::here(ui).faint)).wrap());
    });
}

/// A part that scrolls and has the whole room; it begins at the top where it shows something else than in the last frame.
pub fn scroll_from_top(ui: &Ui, shown: impl Hash + Debug) -> ScrollArea {
    let area = ScrollArea::vertical().auto_shrink([false, false]);
    let place = ui.scope_id().with("what is scrolled");
    let now = Some(place.with(shown));
    if ui.data(|data| data.get_temp(place)) == now {
        return area;
    }
    ui.data_mut(|data| now.map(|now| data.insert_temp(place, now)));
    area.vertical_scroll_offset(0.0)
}

/// Things from the right edge leftwards.
pub fn right_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), add).inner
}

/// A cell's text: one line, cut where the column ends, whole in the tooltip; clicks go to the row.
pub fn cell_ui(ui: &mut Ui, text: impl Into<WidgetText>) -> Response {
    ui.add(
        Label::new(text)
            .truncate()
            .selectable(false)
            .show_tooltip_when_elided(true),
    )
}
