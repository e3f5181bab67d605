//! What bar, menus, keys and commands do alike.

use crate::session::Session;

use super::super::super::dock::pane::Pane;
use super::super::super::view_state::ViewState;
use super::headings::headed;
use super::work::PickWhat;

/// Something that is done with the rows or columns of the table in sight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableDeed {
    /// The map shows the feature of the row where the keyboard is.
    ZoomRow,
    /// That row is selected, or no longer.
    MarkRow,
    /// The selected rows go to the clipboard, or all.
    CopyRows,
    /// All rows that are shown are selected.
    SelectShown,
    /// Every row is shown.
    AllRows,
    /// Every column is shown.
    AllColumns,
    /// The rows stand as the layer has them.
    OwnOrder,
}

impl TableDeed {
    /// False where the table is not in sight, or it would do nothing there.
    pub fn enabled(self, view: &ViewState) -> bool {
        let own = &view.attributes;
        let row_count = own.rows().map_or(0, |rows| rows.len());
        let choice = own.choice();
        let would = match self {
            TableDeed::ZoomRow | TableDeed::MarkRow => own.cursor.is_some_and(|cursor| cursor < row_count),
            TableDeed::CopyRows | TableDeed::SelectShown => row_count > 0,
            TableDeed::AllRows => choice.is_some_and(|choice| !choice.is_open()),
            TableDeed::AllColumns => choice.is_some_and(|choice| choice.layout.hides_some()),
            TableDeed::OwnOrder => choice.is_some_and(|choice| choice.sort.is_some()),
        };
        would && view.dock.is_front(Pane::Attributes)
    }

    /// Does it.
    pub fn perform(self, session: &Session, view: &mut ViewState) {
        let before = &session.selection().features;
        let row_count = view.attributes.rows().map_or(0, |rows| rows.len());
        match (self, view.attributes.cursor) {
            (TableDeed::ZoomRow, Some(cursor)) => zoom_to(view, cursor),
            (TableDeed::MarkRow, Some(cursor)) => view.attributes.pick(PickWhat::Toggle(cursor), before),
            (TableDeed::ZoomRow | TableDeed::MarkRow, None) => {}
            (TableDeed::CopyRows, _) => copy_rows(view),
            (TableDeed::SelectShown, _) => view.attributes.pick(PickWhat::Places(0..row_count), before),
            (TableDeed::AllRows | TableDeed::AllColumns | TableDeed::OwnOrder, _) => {
                let Some(choice) = view.attributes.choice_mut() else {
                    return;
                };
                match self {
                    TableDeed::AllRows => choice.open(),
                    TableDeed::AllColumns => choice.layout.show_all(),
                    _ => choice.sort = None,
                }
            }
        }
    }
}

/// The selected rows for a spreadsheet; all that are shown where none is selected.
pub fn copy_rows(view: &mut ViewState) {
    let words = (view.areas, view.lang);
    let Some(sheet) = view.attributes.sheet().cloned() else {
        return;
    };
    let some = view
        .attributes
        .selected_rows()
        .is_some_and(|rows| !rows.is_empty());
    let Some(choice) = view.attributes.choice_mut() else {
        return;
    };
    let headings = headed(choice, &sheet, words);
    view.attributes.copy(some, headings, words.0);
}

/// Brings the feature of a row into the middle of the map.
pub fn zoom_to(view: &mut ViewState, place: usize) {
    let attributes = &view.attributes;
    let feature = attributes
        .rows()
        .zip(attributes.sheet())
        .and_then(|(rows, sheet)| {
            let row = *rows.get(place)?;
            sheet.layer().features().get(row as usize)
        });
    if let Some(extent) = feature.map(|feature| feature.shape.extent()) {
        view.zoom_to(extent);
    }
}
