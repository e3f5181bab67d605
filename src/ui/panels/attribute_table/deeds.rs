//! What bar, keys and clicks do alike.

use super::super::super::view_state::ViewState;
use super::headings::headed;

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
