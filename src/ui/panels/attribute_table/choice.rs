//! What people choose of an attribute table: which rows, in which order, which columns.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::attributes::filter::ColumnFilter;
use crate::attributes::row_set::RowSet;
use crate::attributes::sheet::{Column, Field, Sheet};
use crate::geom::extent::Extent;
use crate::model::layer::Layer;

/// How far a selection by an expression has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ByExpression {
    /// Nobody asks for one.
    #[default]
    Not,
    /// The field is to have the keyboard.
    Asked,
    /// The expression is being typed.
    Typed,
    /// Its rows are waited for.
    Entered,
}

/// What is chosen for the table of one layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableChoice {
    /// By which column, if not in the order of the source; true for descending.
    pub sort: Option<(Field, bool)>,
    /// The condition over the table, as it is typed.
    pub expression: String,
    /// Conditions of columns.
    pub columns: BTreeMap<Field, ColumnFilter>,
    /// Only selected rows.
    pub only_selected: bool,
    /// Only rows of which something is in sight on the map.
    pub only_in_view: bool,
    /// Columns that were moved or hidden.
    pub layout: ColumnLayout,
}

/// How the columns stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ColumnLayout {
    /// The columns in another order than the layer's; what is not named stands behind, as the layer has it.
    order: Vec<Field>,
    /// Columns that are not shown.
    hidden: BTreeSet<Field>,
    /// So many columns stay while the others scroll; `None` for the first two, number and id.
    frozen: Option<usize>,
}

impl ColumnLayout {
    /// The columns that are shown, left to right.
    pub fn shown(&self, sheet: &Sheet) -> Vec<Column> {
        let all = self.all(sheet).into_iter();
        all.filter(|column| !self.hidden.contains(&column.field))
            .collect()
    }

    /// All columns, left to right.
    pub fn all(&self, sheet: &Sheet) -> Vec<Column> {
        let placed = self.order.iter().filter_map(|field| sheet.column(field));
        let others = sheet
            .columns()
            .iter()
            .filter(|column| !self.order.contains(&column.field));
        placed.chain(others).cloned().collect()
    }

    /// How many of so many shown columns stay.
    pub fn frozen(&self, shown_count: usize) -> usize {
        self.frozen.unwrap_or(2).min(shown_count)
    }

    /// Lets the first so many columns stay.
    pub fn freeze(&mut self, count: usize) {
        self.frozen = Some(count);
    }

    /// True where some column is hidden.
    pub fn hides_some(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// Hides no column.
    pub fn show_all(&mut self) {
        self.hidden.clear();
    }

    /// True where a column is hidden.
    pub fn is_hidden(&self, field: &Field) -> bool {
        self.hidden.contains(field)
    }

    /// Shows or hides a column; the last one that is shown stays.
    pub fn set_hidden(&mut self, sheet: &Sheet, field: &Field, hidden: bool) {
        if !hidden {
            self.hidden.remove(field);
        } else if self.shown(sheet).iter().any(|column| column.field != *field) {
            self.hidden.insert(field.clone());
        }
    }

    /// Moves a column past one shown neighbour: to the right, or to the left.
    pub fn shift(&mut self, sheet: &Sheet, field: &Field, to_the_right: bool) {
        let shown = self.shown(sheet);
        let Some(place) = shown.iter().position(|column| column.field == *field) else {
            return;
        };
        let other = if to_the_right {
            place.checked_add(1)
        } else {
            place.checked_sub(1)
        };
        let Some(neighbour) = other.and_then(|other| shown.get(other)) else {
            return;
        };
        self.put_beside(sheet, field, (&neighbour.field, to_the_right));
    }

    /// Moves a column to the right of another one, or to its left.
    pub fn put_beside(&mut self, sheet: &Sheet, field: &Field, (other, to_the_right): (&Field, bool)) {
        if field == other {
            return;
        }
        let mut order: Vec<Field> = self.all(sheet).into_iter().map(|column| column.field).collect();
        order.retain(|own| own != field);
        if let Some(place) = order.iter().position(|own| own == other) {
            order.insert(place + usize::from(to_the_right), field.clone());
            self.order = order;
        }
    }
}

impl TableChoice {
    /// Sorts by a column; a second time the other way round, a third time not at all.
    pub fn sort_by(&mut self, field: &Field) {
        self.sort = match &self.sort {
            Some((own, false)) if own == field => Some((field.clone(), true)),
            Some((own, true)) if own == field => None,
            _ => Some((field.clone(), false)),
        };
    }

    /// True where every row is shown.
    pub fn is_open(&self) -> bool {
        let open = self.columns.values().all(ColumnFilter::is_open);
        open && self.expression.trim().is_empty() && !self.only_selected && !self.only_in_view
    }

    /// Shows every row.
    pub fn open(&mut self) {
        self.columns.clear();
        self.expression.clear();
        (self.only_selected, self.only_in_view) = (false, false);
    }

    /// True where the rows depend on areas or lengths.
    pub fn asks_measures(&self) -> bool {
        let measured = |field: &Field| matches!(field, Field::AreaHa | Field::LengthM);
        self.sort.as_ref().is_some_and(|(field, _)| measured(field))
            || self.columns.keys().any(measured)
            || !self.expression.trim().is_empty()
    }
}

/// Everything that rows depend on: while none of it changes, they need not be looked for again.
#[derive(Clone, Debug)]
pub struct RowsKey {
    /// The layer.
    pub layer: Arc<Layer>,
    /// Areas and lengths were known.
    pub measured: bool,
    /// The order.
    pub sort: Option<(Field, bool)>,
    /// The condition over the table, of the last one that was one.
    pub expression: String,
    /// Conditions of columns.
    pub columns: BTreeMap<Field, ColumnFilter>,
    /// The selection, where only that is shown.
    pub selected: Option<Arc<RowSet>>,
    /// What is in sight, where only that is shown.
    pub sight: Option<Extent>,
}

impl PartialEq for RowsKey {
    fn eq(&self, other: &RowsKey) -> bool {
        let same_selection = match (&self.selected, &other.selected) {
            (None, None) => true,
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            _ => false,
        };
        Arc::ptr_eq(&self.layer, &other.layer)
            && same_selection
            && (
                self.measured,
                &self.sort,
                &self.expression,
                &self.columns,
                self.sight,
            ) == (
                other.measured,
                &other.sort,
                &other.expression,
                &other.columns,
                other.sight,
            )
    }
}
