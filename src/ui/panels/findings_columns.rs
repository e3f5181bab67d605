//! The columns of the findings table: as wide as their pane has room for, and sorted by their headings.

use eframe::egui::{Align, Id, Layout, Ui};
use egui_extras::{Column as Width, TableBuilder};

use crate::say;

use super::super::view_state::ViewState;
use super::super::widgets::{heading_cell_ui, table_of};
use super::findings_choice::Column;

/// A change of the room by less than this, in pixels, leaves the columns as they are.
const SLACK_PX: f32 = 4.0;

/// How wide a column is, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Room {
    /// Where there is room for everything.
    wanted_px: f32,
    /// Where there is not: its texts end in dots then, but its numbers are still whole.
    narrow_px: f32,
    /// So narrow a hand can make it.
    least_px: f32,
}

fn room_of(column: Column) -> Room {
    let (wanted_px, narrow_px, least_px) = match column {
        Column::Severity => (168.0, 72.0, 60.0),
        Column::Project => (170.0, 90.0, 60.0),
        Column::Verdict => (64.0, 48.0, 40.0),
        Column::Decision => (150.0, 80.0, 60.0),
        Column::Rule => (222.0, 96.0, 80.0),
        Column::Zone => (180.0, 92.0, 80.0),
        Column::Relation => (70.0, 48.0, 40.0),
        Column::Overlap => (96.0, 96.0, 50.0),
        Column::Distance => (84.0, 76.0, 50.0),
        Column::Consultee => (110.0, 72.0, 60.0),
    };
    Room {
        wanted_px,
        narrow_px,
        least_px,
    }
}

/// The columns that are shown, left to right: one more where a dossier is open.
pub fn shown_columns(has_board: bool) -> impl Iterator<Item = Column> {
    let all = Column::ALL.into_iter();
    all.filter(move |column| has_board || *column != Column::Decision)
}

/// How the columns stood in the last frame.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// The pane that they share, in pixels.
    pane_px: f32,
    /// What they were given for it, in pixels.
    given_px: Vec<f32>,
    /// How wide they really are: where that is something else, a hand has done it.
    drawn_px: Vec<f32>,
    /// A hand has done it before.
    by_hand: bool,
}

impl Seen {
    /// True where a hand has made columns wider or narrower. The last one takes what is left in any case.
    fn is_by_hand(&self) -> bool {
        let both = self.given_px.iter().zip(&self.drawn_px);
        let mut all_but_last = both.take(self.given_px.len().saturating_sub(1));
        self.by_hand || all_but_last.any(|(given, drawn)| (given - drawn).abs() > SLACK_PX)
    }
}

fn seen_id() -> Id {
    Id::unique("columns of the findings table")
}

/// The table with its columns, which share the room of the pane. Where somebody has made one wider or narrower, all keep
/// their shares when the pane itself changes.
pub fn columns_of(ui: &mut Ui, has_board: bool) -> TableBuilder<'_> {
    let columns: Vec<Column> = shown_columns(has_board).collect();
    let rooms: Vec<Room> = columns.iter().map(|column| room_of(*column)).collect();
    let gaps_px = ui.spacing().item_spacing.x * columns.len().saturating_sub(1) as f32;
    let pane_px = ui.available_width() - ui.spacing().scroll.allocated_width();
    let seen: Seen = ui.data(|data| data.get_temp(seen_id())).unwrap_or_default();
    let is_same = (seen.pane_px - pane_px).abs() < SLACK_PX && seen.given_px.len() == rooms.len();
    let widths = match is_same {
        true => seen.given_px.clone(),
        false => shared(&seen, &rooms, pane_px - gaps_px),
    };
    let now = Seen {
        pane_px: if is_same { seen.pane_px } else { pane_px },
        given_px: widths.clone(),
        drawn_px: Vec::new(),
        by_hand: seen.is_by_hand() && seen.given_px.len() == rooms.len(),
    };
    ui.data_mut(|data| data.insert_temp(seen_id(), now));
    let mut table = table_of(ui, "findings");
    if !is_same {
        table.reset();
    }
    for (column, (room, width_px)) in columns.iter().zip(rooms.iter().zip(widths)) {
        let width = match column {
            Column::Consultee => Width::remainder(),
            _ => Width::initial(width_px),
        };
        table = table.column(width.at_least(room.least_px).clip(true));
    }
    table
}

/// The widths for so much room: in the shares that a hand has left them in, else as they want to be.
fn shared(seen: &Seen, rooms: &[Room], room_px: f32) -> Vec<f32> {
    if !seen.is_by_hand() || seen.drawn_px.len() != rooms.len() {
        return fitted(rooms, room_px);
    }
    let before_px: f32 = seen.drawn_px.iter().sum();
    let factor = room_px / before_px.max(1.0);
    let width = |(drawn, room): (&f32, &Room)| (drawn * factor).max(room.least_px);
    seen.drawn_px.iter().zip(rooms).map(width).collect()
}

/// The widths in which the columns fit into so much room: as they want to be, else all narrower alike. Where even that is
/// not enough, the rest is a scroll away.
fn fitted(rooms: &[Room], room_px: f32) -> Vec<f32> {
    let wanted_px: f32 = rooms.iter().map(|room| room.wanted_px).sum();
    let narrow_px: f32 = rooms.iter().map(|room| room.narrow_px).sum();
    let give_px = (wanted_px - narrow_px).max(1.0);
    let share = ((wanted_px - room_px) / give_px).clamp(0.0, 1.0);
    let width = |room: &Room| room.wanted_px - share * (room.wanted_px - room.narrow_px);
    rooms.iter().map(width).collect()
}

/// The heading of a column; a click, or Enter and Space where Tab has led to it, sorts by it.
pub fn heading_ui(ui: &mut Ui, view: &mut ViewState, column: Column) {
    let width_px = ui.max_rect().width();
    ui.data_mut(|data| {
        let seen: &mut Seen = data.get_temp_mut_or_default(seen_id());
        seen.drawn_px.push(width_px);
    });
    let name = say!(view.lang, &format!("ui.column.{}", column.code()));
    let sorted = view.findings.choice.sort.filter(|(own, _)| *own == column);
    let sorted = sorted.map(|(_, descending)| descending);
    let layout = if matches!(column, Column::Overlap | Column::Distance) {
        Layout::right_to_left(Align::Center)
    } else {
        Layout::left_to_right(Align::Center)
    };
    if column == Column::Consultee {
        ui.add_space(6.0);
    }
    let heading = ui
        .with_layout(layout, |ui| heading_cell_ui(ui, &name, sorted))
        .inner;
    if heading
        .on_hover_text(say!(view.lang, "ui.findings.sort"))
        .clicked()
    {
        view.findings.sort_by(column);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(has_board: bool, room_px: f32, expected_px: f32) {
        let rooms: Vec<Room> = shown_columns(has_board).map(room_of).collect();
        let widths = fitted(&rooms, room_px);
        let sum: f32 = widths.iter().sum();
        assert!((sum - expected_px).abs() < 0.1, "{sum} in {room_px}: {widths:?}");
        for (width, room) in widths.iter().zip(&rooms) {
            assert!(*width >= room.narrow_px && *width <= room.wanted_px + 0.1);
            assert!(room.narrow_px >= room.least_px && room.wanted_px >= room.narrow_px);
        }
    }

    #[test]
    fn columns_take_what_they_want_or_what_there_is() {
        check(true, 2_000.0, 1_314.0);
        check(true, 1_314.0, 1_314.0);
        check(true, 1_000.0, 1_000.0);
        check(true, 780.0, 780.0);
        check(true, 300.0, 770.0);
        check(false, 2_000.0, 1_164.0);
        check(false, 700.0, 700.0);
    }

    #[test]
    fn a_hand_is_remembered_in_its_shares() {
        let rooms: Vec<Room> = shown_columns(false).map(room_of).collect();
        let given = fitted(&rooms, 1_000.0);
        let check = |widened_px: f32, room_px: f32, is_kept: bool| {
            let mut drawn = given.clone();
            drawn[1] += widened_px;
            let seen = Seen {
                pane_px: 1_000.0,
                given_px: given.clone(),
                drawn_px: drawn.clone(),
                by_hand: false,
            };
            let widths = shared(&seen, &rooms, room_px);
            let before: f32 = drawn.iter().sum();
            let expected = match is_kept {
                true => drawn[1] * room_px / before,
                false => fitted(&rooms, room_px)[1],
            };
            assert!((widths[1] - expected).abs() < 0.1, "{widened_px} {room_px}");
        };
        check(0.0, 1_300.0, false);
        check(1.0, 800.0, false);
        check(150.0, 1_300.0, true);
        check(150.0, 900.0, true);
        check(-60.0, 1_300.0, true);
        // Once more, after the columns have followed the pane.
        let again = Seen {
            pane_px: 1_000.0,
            given_px: given.clone(),
            drawn_px: given.clone(),
            by_hand: true,
        };
        assert!((shared(&again, &rooms, 500.0)[1] - given[1] / 2.0).abs() < 0.1);
    }
}
