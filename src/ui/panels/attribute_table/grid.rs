//! The rows and headings of the attribute table. Only what is in sight is drawn.

use eframe::egui::{
    Align, Color32, Frame, Id, Label, Layout, Margin, Popup, PopupCloseBehavior, Pos2, Rect, Response,
    RichText, Role, Sense, SetOpenCommand, Stroke, Ui, WidgetInfo,
};
use egui_material_icons::icons as icon;
use egui_table::{CellInfo, HeaderCellInfo, PrefetchInfo, TableDelegate};

use crate::attributes::row_set::RowSet;
use crate::attributes::sheet::{Column, Field, Sheet};
use crate::attributes::statistics::Figures;
use crate::say;
use crate::words::Lang;

use super::super::super::areas::Areas;
use super::super::super::context_menu::menu_key;
use super::super::super::menu_focus::{enter, enter_soon};
use super::super::super::theme::Palette;
use super::super::super::widgets::cell_ui;
use super::choice::TableChoice;
use super::column_card::column_card_ui;
use super::headings::heading;

/// Height of a row in pixels. A multiple of 8, so that the offset of the millionth row is one that `f32` has.
pub const ROW_PX: f32 = 24.0;

/// The column whose heading is being dragged.
#[derive(Clone, Debug)]
struct Moved(Field);

/// What was done to the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridEvent {
    /// The row at that place of the table was clicked.
    Clicked(usize),
    /// Twice.
    DoubleClicked(usize),
}

/// What was done to the rows, and where they are.
#[derive(Debug, Default)]
pub struct Done {
    /// Clicks.
    pub events: Vec<GridEvent>,
    /// The row whose menu was asked for by the right button, and where.
    pub menu: Option<(usize, Pos2)>,
    /// Below the row where the keyboard is, where it is in sight.
    pub below_cursor: Option<Pos2>,
}

/// Draws rows and headings.
pub struct Grid<'a> {
    /// The layer.
    pub sheet: &'a Sheet,
    /// Its rows, as they are shown.
    pub rows: &'a [u32],
    /// The columns that are shown.
    pub columns: &'a [Column],
    /// The rows that are selected.
    pub selected: Option<&'a RowSet>,
    /// Where the keyboard is, while it is in the table.
    pub cursor: Option<usize>,
    /// Figures of the column that they were asked of.
    pub figures: Option<Figures>,
    /// What is chosen.
    pub choice: &'a mut TableChoice,
    /// The column whose figures are asked for.
    pub figures_of: Option<Field>,
    /// The unit of areas.
    pub areas: Areas,
    /// Language of the headings.
    pub lang: Lang,
    /// What was done.
    pub done: Done,
    /// How many rows there is room for.
    pub rows_in_sight: usize,
}

impl TableDelegate for Grid<'_> {
    fn prepare(&mut self, info: &PrefetchInfo) {
        let rows = &info.visible_rows;
        self.rows_in_sight = (rows.end.saturating_sub(rows.start) as usize)
            .saturating_sub(2)
            .max(1);
    }

    fn header_cell_ui(&mut self, ui: &mut Ui, cell: &HeaderCellInfo) {
        let Some(column) = self.columns.get(cell.col_range.start) else {
            return;
        };
        let palette = Palette::here(ui);
        ui.painter().rect_filled(ui.max_rect(), 0.0, palette.bar);
        let rect = ui.max_rect();
        Frame::new().inner_margin(Margin::symmetric(6, 0)).show(ui, |ui| {
            self.heading_ui(ui, column);
        });
        self.drop_ui(ui, rect, column);
    }

    fn row_ui(&mut self, ui: &mut Ui, row_nr: u64) {
        let place = row_nr as usize;
        let palette = Palette::here(ui);
        let rect = ui.max_rect();
        let response = ui.interact(rect, ui.scope_id().with("row"), Sense::CLICK);
        let is_selected = self.is_selected(place);
        let fill = match (is_selected, response.hovered()) {
            (true, _) => palette.chosen,
            (false, true) => palette.hover,
            (false, false) if place % 2 == 1 => palette.stripe,
            (false, false) => Color32::TRANSPARENT,
        };
        if fill != Color32::TRANSPARENT {
            ui.painter().rect_filled(rect, 0.0, fill);
        }
        if self.cursor == Some(place) {
            let line = Stroke::new(1.0, palette.accent);
            ui.painter().hline(rect.x_range(), rect.top() + 0.5, line);
            ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
            self.done.below_cursor = Some(rect.left_bottom());
        }
        if response.double_clicked() {
            self.done.events.push(GridEvent::DoubleClicked(place));
        } else if response.clicked() {
            self.done.events.push(GridEvent::Clicked(place));
        } else if let (true, Some(at)) = (response.secondary_clicked(), response.interact_pointer_pos()) {
            self.done.menu = Some((place, at));
        }
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &CellInfo) {
        let row = self.rows.get(cell.row_nr as usize);
        let Some((&row, column)) = row.zip(self.columns.get(cell.col_nr)) else {
            return;
        };
        let text = self.sheet.text_in(row, column, self.areas.scale());
        let palette = Palette::here(ui);
        let color = match column.field {
            Field::Number => palette.faint,
            _ => palette.text,
        };
        let layout = if column.is_numeric {
            Layout::right_to_left(Align::Center)
        } else {
            Layout::left_to_right(Align::Center)
        };
        ui.add_space(6.0);
        if column.is_numeric {
            let width = (ui.available_width() - 6.0).max(0.0);
            ui.allocate_ui_with_layout((width, ROW_PX).into(), layout, |ui| {
                cell_ui(ui, RichText::new(text).color(color));
            });
        } else {
            cell_ui(ui, RichText::new(text).color(color));
        }
    }

    fn default_row_height(&self) -> f32 {
        ROW_PX
    }
}

impl Grid<'_> {
    fn is_selected(&self, place: usize) -> bool {
        let selected = self.selected.zip(self.rows.get(place));
        selected.is_some_and(|(selected, &row)| selected.has(row))
    }

    /// A heading that is dragged comes to stand before or behind the one that it is let go over.
    fn drop_ui(&mut self, ui: &Ui, rect: Rect, column: &Column) {
        let cell = ui.interact(rect, ui.scope_id().with("heading"), Sense::hover());
        let pointer = ui.input(|input| input.pointer.interact_pos());
        let (Some(moved), Some(pointer)) = (cell.dnd_hover_payload::<Moved>(), pointer) else {
            return;
        };
        let to_the_right = pointer.x > rect.center().x;
        let x = if to_the_right { rect.right() } else { rect.left() };
        let line = Stroke::new(2.0, Palette::here(ui).accent);
        ui.painter().vline(x, rect.y_range(), line);
        if cell.dnd_release_payload::<Moved>().is_some() {
            let beside = (&column.field, to_the_right);
            self.choice.layout.put_beside(self.sheet, &moved.0, beside);
        }
    }

    fn heading_ui(&mut self, ui: &mut Ui, column: &Column) {
        let palette = Palette::here(ui);
        let name = heading(&column.field, (self.areas, self.lang));
        let arrow = match &self.choice.sort {
            Some((own, true)) if *own == column.field => " ▼",
            Some((own, false)) if *own == column.field => " ▲",
            _ => "",
        };
        let filtered = self
            .choice
            .columns
            .get(&column.field)
            .is_some_and(|filter| !filter.is_open());
        let color = if filtered { palette.accent } else { palette.faint };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let about = say!(self.lang, "attributes.column", name = name);
            let symbol = if filtered {
                icon::ICON_FILTER_ALT
            } else {
                icon::ICON_MORE_VERT
            };
            let more = Label::new(symbol.rich_text().size(15.0).color(color))
                .selectable(false)
                .sense(Sense::click());
            let more = ui.add(more);
            more.widget_info(|| WidgetInfo::labeled(Role::Button, true, about.clone()));
            let more = more.on_hover_text(about);
            let shown = heading_label_ui(ui, &format!("{name}{arrow}"), color);
            let shown = shown.on_hover_text(say!(self.lang, "attributes.sort_tip"));
            shown.dnd_set_drag_payload(Moved(column.field.clone()));
            if shown.clicked() {
                self.choice.sort_by(&column.field);
            }
            let by_key = (shown.has_focus() || more.has_focus()) && menu_key(ui.ctx());
            if more.clicked() || shown.secondary_clicked() || by_key {
                self.figures_of = Some(column.field.clone());
            }
            let card = Id::unique(("attribute card", &self.sheet.layer().about.id, &column.field));
            let asked = shown.secondary_clicked() || by_key;
            let by_hand = asked.then_some(SetOpenCommand::Bool(true));
            let toggled = more.clicked().then_some(SetOpenCommand::Toggle);
            let open = Popup::from_response(&more)
                .open_memory(by_hand.or(toggled))
                .id(card)
                .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
            let own = self.figures_of.as_ref() == Some(&column.field);
            let figures = self.figures.as_ref().filter(|_| own);
            let (sheet, choice, words) = (self.sheet, &mut *self.choice, (self.areas, self.lang));
            if by_key {
                enter_soon(ui.ctx(), card, shown.id);
            }
            open.show(|ui| {
                column_card_ui(ui, (sheet, column), choice, figures, words);
                enter(ui, card);
            });
        });
    }
}

/// The name over a column, which sorts by it: by a click, or by Enter and Space where Tab has led to it.
fn heading_label_ui(ui: &mut Ui, text: &str, color: Color32) -> Response {
    let shown = RichText::new(text).strong().color(color);
    let label = Label::new(shown)
        .truncate()
        .selectable(false)
        .sense(Sense::click_and_drag());
    let layout = Layout::left_to_right(Align::Center);
    let heading = ui.with_layout(layout, |ui| ui.add(label)).inner;
    heading.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, text));
    heading
}
