//! The attribute table as it is shown, and what it waits for.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use crate::attributes::copied::Copied;
use crate::attributes::expression::ExpressionFault;
use crate::attributes::row_set::RowSet;
use crate::attributes::sheet::{Column, Field, Sheet};
use crate::attributes::statistics::Figures;
use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;

use super::super::super::areas::Areas;
use super::choice::{ByExpression, RowsKey, TableChoice};
use super::work::{Answer, PickQuery, PickWhat, Query, Task};

/// So many rows are named, and so many selected features looked up, within a frame.
pub(super) const MOST_AT_ONCE: usize = 2_000;
/// The attribute table.
#[derive(Debug, Default)]
pub struct AttributesView {
    /// The layer that was chosen; the first one where none was.
    pub layer: Option<Arc<str>>,
    /// The column whose figures are shown.
    pub figures_of: Option<Field>,
    /// Where the keyboard is, and where a range begins: places of the table.
    pub cursor: Option<usize>,
    pub(super) anchor: Option<usize>,
    /// How far a selection by an expression has come.
    pub by_expression: ByExpression,
    /// The place that the table is to scroll to.
    pub(super) scroll_to: Option<usize>,
    pub(super) choices: HashMap<Arc<str>, TableChoice>,
    pub(super) sheet: Option<Arc<Sheet>>,
    pub(super) shown: Option<Shown>,
    pub(super) selected: Option<Selected>,
    pub(super) figures: Option<(Arc<Vec<u32>>, Column, Box<Figures>)>,
    pub(super) fault: Option<ExpressionFault>,
    /// The selection that the table has wished for, so that it does not scroll to it.
    pub(super) own_pick: bool,
    /// What it has wished for, as long as that is little, with the rows: they need not be looked up.
    pub(super) expected: Option<(Vec<FeatureRef>, RowSet)>,
    pub(super) sight_before: Option<Extent>,
    pub(super) asked: Asked,
    pub(super) queries: Vec<Query>,
    pub(super) stops: Vec<Task>,
    pub(super) picked: Option<Vec<FeatureRef>>,
    pub(super) copied: Option<Copied>,
}

/// What was asked for and has not come.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub(super) sheet: Option<Arc<Layer>>,
    pub(super) measures: Option<Arc<Layer>>,
    pub(super) selected: Option<(Arc<Layer>, Arc<[FeatureRef]>)>,
    pub(super) rows: Option<RowsKey>,
    pub(super) figures: Option<(Arc<Vec<u32>>, Column)>,
    pub(super) pick: bool,
    pub(super) copy: bool,
}

#[derive(Debug)]
pub(super) struct Shown {
    pub(super) key: RowsKey,
    pub(super) rows: Arc<Vec<u32>>,
    /// What was chosen for them, to go back to.
    pub(super) choice: TableChoice,
}

#[derive(Debug)]
pub(super) struct Selected {
    pub(super) layer: Arc<Layer>,
    pub(super) names: Arc<[FeatureRef]>,
    pub(super) rows: Arc<RowSet>,
}

impl AttributesView {
    /// The layer whose table is shown.
    pub fn layer_in<'a>(&self, workspace: &'a Workspace) -> Option<&'a Arc<Layer>> {
        let chosen = self.layer.as_deref().and_then(|id| workspace.layer(id));
        chosen.or_else(|| workspace.layers.last())
    }

    pub(super) fn put_selected(&mut self, layer: &Arc<Layer>, names: &Arc<[FeatureRef]>, rows: RowSet) {
        let rows = Arc::new(rows);
        let own = std::mem::take(&mut self.own_pick);
        if let (false, Some(shown)) = (own || rows.is_empty(), &self.shown) {
            self.scroll_to = shown.rows.iter().position(|&row| rows.has(row));
            self.cursor = self.scroll_to.or(self.cursor);
        }
        self.selected = Some(Selected {
            layer: Arc::clone(layer),
            names: Arc::clone(names),
            rows,
        });
    }

    /// What is to be worked out, once.
    pub fn take_queries(&mut self) -> Vec<Query> {
        std::mem::take(&mut self.queries)
    }

    /// True where something is to be worked out, or was and waits to be used.
    pub fn has_work(&self) -> bool {
        !self.queries.is_empty() || self.picked.is_some() || self.copied.is_some()
    }

    /// Waits no longer for something that cannot be worked out.
    pub fn give_up(&mut self, task: Task) {
        let asked = &mut self.asked;
        match task {
            // Asked for once, so that it is not begun again and again.
            Task::Sheet | Task::Measures | Task::Selected | Task::Figures => {}
            Task::Rows => asked.rows = None,
            Task::Pick => asked.pick = false,
            Task::Copy => asked.copy = false,
        }
    }

    /// What is to be stopped, once.
    pub fn take_stops(&mut self) -> Vec<Task> {
        std::mem::take(&mut self.stops)
    }

    /// Takes in what was worked out, if it is still wanted.
    pub fn put(&mut self, answer: Answer) {
        match answer {
            Answer::Sheet(sheet) if is_of(self.asked.sheet.as_ref(), sheet.layer()) => {
                self.asked.sheet = None;
                self.sheet = Some(Arc::new(sheet));
            }
            Answer::Measures(layer, measures) if is_of(self.asked.measures.as_ref(), &layer) => {
                self.asked.measures = None;
                let own = self
                    .sheet
                    .as_ref()
                    .filter(|sheet| Arc::ptr_eq(sheet.layer(), &layer));
                if let Some(sheet) = own {
                    self.sheet = Some(Arc::new(sheet.with_measures(Arc::new(measures))));
                }
            }
            Answer::Selected(layer, names, rows) => {
                let wanted = self
                    .asked
                    .selected
                    .take_if(|(_, asked)| Arc::ptr_eq(asked, &names));
                if wanted.is_some() {
                    self.put_selected(&layer, &names, rows);
                }
            }
            Answer::Rows(key, rows) if self.asked.rows.as_ref() == Some(&key) => {
                self.asked.rows = None;
                let choice = self.choice_of(&key.layer).clone();
                let rows = Arc::new(rows);
                self.shown = Some(Shown { key, rows, choice });
                (self.cursor, self.anchor) = (None, None);
            }
            Answer::Figures(rows, column, figures) => {
                self.asked.figures = None;
                self.figures = Some((rows, column, figures));
            }
            Answer::Picked(names) => {
                self.asked.pick = false;
                self.put_pick(names);
            }
            Answer::Copied(text) => {
                self.asked.copy = false;
                self.copied = Some(text);
            }
            Answer::Sheet(_) | Answer::Measures(..) | Answer::Rows(..) => {}
        }
    }

    fn put_pick(&mut self, names: Vec<FeatureRef>) {
        self.own_pick = true;
        self.picked = Some(names);
    }

    /// What was chosen for a layer.
    pub(super) fn choice_of(&mut self, layer: &Layer) -> &mut TableChoice {
        self.choices.entry(Arc::clone(&layer.about.id)).or_default()
    }

    /// What is chosen for the layer that is shown, if anything was yet.
    pub fn choice(&self) -> Option<&TableChoice> {
        self.choices.get(&self.sheet.as_ref()?.layer().about.id)
    }

    /// What is chosen for the layer that is shown.
    pub fn choice_mut(&mut self) -> Option<&mut TableChoice> {
        let layer = Arc::clone(self.sheet.as_ref()?.layer());
        Some(self.choice_of(&layer))
    }

    /// The layer that is shown, once it was looked at.
    pub fn sheet(&self) -> Option<&Arc<Sheet>> {
        self.sheet.as_ref()
    }

    /// The rows that are shown, in their order.
    pub fn rows(&self) -> Option<&Arc<Vec<u32>>> {
        self.shown.as_ref().map(|shown| &shown.rows)
    }

    /// The rows of the layer that are selected.
    pub fn selected_rows(&self) -> Option<Arc<RowSet>> {
        self.selected.as_ref().map(|own| Arc::clone(&own.rows))
    }

    /// Why the condition over the table is none.
    pub fn fault(&self) -> Option<&ExpressionFault> {
        self.fault.as_ref()
    }

    /// The figures of the column that was asked for, if they are of the rows that are shown.
    pub fn figures(&self) -> Option<&Figures> {
        let (rows, column, figures) = self.figures.as_ref()?;
        let current = Arc::ptr_eq(rows, self.rows()?) && Some(&column.field) == self.figures_of.as_ref();
        current.then_some(figures)
    }

    /// True while rows are filtered, sorted, picked or copied.
    pub fn is_working(&self) -> bool {
        self.asked.rows.is_some() || self.asked.pick || self.asked.copy
    }

    /// Gives up what is worked at; the choice becomes again that of the rows that are shown.
    pub fn stop(&mut self) {
        self.stops.extend([Task::Rows, Task::Pick, Task::Copy]);
        (self.asked.rows, self.asked.pick, self.asked.copy) = (None, false, false);
        if let Some((layer, choice)) = self
            .shown
            .as_ref()
            .map(|s| (Arc::clone(&s.key.layer), s.choice.clone()))
        {
            let layout = std::mem::take(&mut self.choice_of(&layer).layout);
            *self.choice_of(&layer) = TableChoice { layout, ..choice };
        }
    }

    /// Selects rows: few at once, many in the background.
    pub fn pick(&mut self, what: PickWhat, before: &Arc<[FeatureRef]>) {
        let (Some(sheet), Some(rows)) = (&self.sheet, self.rows()) else {
            return;
        };
        let touched = match &what {
            PickWhat::Places(places) => places.len(),
            PickWhat::More(places) => places.len() + before.len(),
            PickWhat::Toggle(_) => before.len(),
            PickWhat::Inverse => sheet.row_count() + before.len(),
        };
        let query = PickQuery {
            layer: Arc::clone(sheet.layer()),
            rows: Arc::clone(rows),
            what,
            before: Arc::clone(before),
        };
        if touched <= MOST_AT_ONCE {
            let names = query.answer();
            let selected = self.selected_rows().unwrap_or_default();
            self.expected = Some((names.clone(), query.rows_after(&selected)));
            self.put_pick(names);
        } else {
            self.asked.pick = true;
            self.queries.push(Query::Pick(query));
        }
    }

    /// Writes rows for the clipboard: the selected ones in the order of the table, or all that are shown.
    pub fn copy(&mut self, only_selected: bool, headings: Vec<(Column, String)>, areas: Areas) {
        let (Some(sheet), Some(rows)) = (&self.sheet, self.rows()) else {
            return;
        };
        let selected = self.selected_rows().filter(|_| only_selected);
        let wanted = |row: &u32| selected.as_ref().is_none_or(|selected| selected.has(*row));
        let rows: Vec<u32> = rows.iter().copied().filter(wanted).collect();
        if !rows.is_empty() {
            let query = Query::Copy(Arc::clone(sheet), rows, (headings, areas.scale()));
            self.asked.copy = true;
            self.queries.push(query);
        }
    }

    /// What is to be selected, once.
    pub fn take_picked(&mut self) -> Option<Vec<FeatureRef>> {
        self.picked.take()
    }

    /// What goes to the clipboard, once.
    pub fn take_copied(&mut self) -> Option<Copied> {
        self.copied.take()
    }

    /// The places from where a range began to another place.
    pub(super) fn range_to(&self, place: usize) -> Range<usize> {
        let anchor = self.anchor.or(self.cursor).unwrap_or(place);
        anchor.min(place)..anchor.max(place) + 1
    }
}

pub(super) fn is_of(asked: Option<&Arc<Layer>>, layer: &Arc<Layer>) -> bool {
    asked.is_some_and(|asked| Arc::ptr_eq(asked, layer))
}
