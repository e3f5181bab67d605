//! Bringing the attribute table up to date: what is missing is asked for, once.

use std::sync::Arc;

use crate::attributes::filter::Filter;
use crate::attributes::grammar::parse;
use crate::attributes::sheet::{Column, Field, Sheet};
use crate::geom::extent::Extent;
use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::progress::Progress;

use super::choice::{RowsKey, TableChoice};
use super::state::{AttributesView, MOST_AT_ONCE, is_of};
use super::work::{Query, RowsQuery, Task, rows_of};

/// Features of larger layers are looked up in the background: their ids are sorted first.
const MOST_FEATURES_AT_ONCE: usize = 20_000;

impl AttributesView {
    /// Brings the table up to date, as far as that can be done at once. True where something is to be worked out.
    pub fn refresh(
        &mut self,
        workspace: &Workspace,
        selected: &Arc<[FeatureRef]>,
        sight: Option<Extent>,
    ) -> bool {
        let Some(layer) = self.layer_in(workspace).map(Arc::clone) else {
            return false;
        };
        self.refresh_sheet(&layer, workspace);
        self.refresh_selected(&layer, selected);
        // While the map moves, what is in sight is not looked for.
        let at_rest = self.sight_before == sight;
        self.sight_before = sight;
        if let Some(sheet) = self.sheet.clone() {
            let choice = self.choice_of(&layer).clone();
            if at_rest || !choice.only_in_view {
                self.refresh_rows(&sheet, choice, sight);
            }
        }
        self.refresh_figures();
        !self.queries.is_empty() || !at_rest
    }

    fn refresh_sheet(&mut self, layer: &Arc<Layer>, workspace: &Workspace) {
        if !self
            .sheet
            .as_ref()
            .is_some_and(|sheet| Arc::ptr_eq(sheet.layer(), layer))
        {
            (self.sheet, self.shown, self.figures) = (None, None, None);
            (self.cursor, self.anchor) = (None, None);
        }
        match &self.sheet {
            None => {
                if !is_of(self.asked.sheet.as_ref(), layer) {
                    self.asked.sheet = Some(Arc::clone(layer));
                    self.queries.push(Query::Sheet(Arc::clone(layer)));
                }
            }
            Some(sheet) if !sheet.is_measured() && !is_of(self.asked.measures.as_ref(), layer) => {
                self.asked.measures = Some(Arc::clone(layer));
                self.queries
                    .push(Query::Measures(Arc::clone(layer), Box::new(workspace.ruler())));
            }
            Some(_) => {}
        }
    }

    fn refresh_selected(&mut self, layer: &Arc<Layer>, names: &Arc<[FeatureRef]>) {
        let known = self.selected.as_ref();
        if known.is_some_and(|own| Arc::ptr_eq(&own.names, names) && Arc::ptr_eq(&own.layer, layer)) {
            return;
        }
        let asked = self.asked.selected.as_ref();
        if asked.is_some_and(|(of, asked)| Arc::ptr_eq(asked, names) && Arc::ptr_eq(of, layer)) {
            return;
        }
        let expected = self.expected.take();
        if let Some((_, rows)) = expected.filter(|(own, _)| own[..] == names[..]) {
            self.put_selected(layer, names, rows);
            return;
        }
        let is_small = layer.features().len() <= MOST_FEATURES_AT_ONCE && names.len() <= MOST_AT_ONCE;
        let at_once = (is_small || names.is_empty())
            .then(|| rows_of(layer, names, &Progress::default()).ok())
            .flatten();
        match at_once {
            Some(rows) => self.put_selected(layer, names, rows),
            None => {
                self.asked.selected = Some((Arc::clone(layer), Arc::clone(names)));
                self.queries
                    .push(Query::Selected(Arc::clone(layer), Arc::clone(names)));
            }
        }
    }

    fn refresh_rows(&mut self, sheet: &Arc<Sheet>, choice: TableChoice, sight: Option<Extent>) {
        let parsed = parse(&choice.expression, sheet);
        let (condition, expression) = match parsed {
            Ok(condition) => {
                self.fault = None;
                (condition, choice.expression.trim().to_owned())
            }
            Err(fault) => {
                // What is shown stays until the condition is one.
                self.fault = Some(fault);
                let last = self.shown.as_ref().map(|shown| shown.key.expression.clone());
                let last = last.unwrap_or_default();
                (parse(&last, sheet).unwrap_or_default(), last)
            }
        };
        let selected = self.selected_rows();
        if choice.only_selected && selected.is_none() {
            return;
        }
        let key = RowsKey {
            layer: Arc::clone(sheet.layer()),
            measured: choice.asks_measures() && sheet.is_measured(),
            sort: choice.sort.clone(),
            expression,
            columns: choice.columns.clone(),
            selected: selected.filter(|_| choice.only_selected),
            sight: sight.filter(|_| choice.only_in_view),
        };
        let is_shown = self.shown.as_ref().is_some_and(|shown| shown.key == key);
        let waits = self.asked.rows.as_ref() == Some(&key);
        if is_shown && self.asked.rows.take().is_some() {
            self.stops.push(Task::Rows);
        }
        if is_shown || waits {
            return;
        }
        let columns = choice.columns.iter();
        let columns =
            columns.filter_map(|(field, filter)| Some((sheet.column(field)?.clone(), filter.clone())));
        let sort = choice.sort.as_ref();
        let query = RowsQuery {
            key: key.clone(),
            filter: Filter {
                condition,
                columns: columns.collect(),
                among: key.selected.clone(),
                within: key.sight,
            },
            sort: sort.and_then(|(field, descending)| Some((sheet.column(field)?.clone(), *descending))),
            sheet: Arc::clone(sheet),
        };
        self.asked.rows = Some(key);
        self.queries.push(Query::Rows(Box::new(query)));
    }

    fn refresh_figures(&mut self) {
        let (Some(sheet), Some(shown), Some(field)) = (&self.sheet, &self.shown, &self.figures_of) else {
            return;
        };
        let Some(column) = sheet.column(field) else { return };
        let same = |rows: &Arc<Vec<u32>>, own: &Column| Arc::ptr_eq(rows, &shown.rows) && own == column;
        let known = self
            .figures
            .as_ref()
            .is_some_and(|(rows, own, _)| same(rows, own));
        let waits = self
            .asked
            .figures
            .as_ref()
            .is_some_and(|(rows, own)| same(rows, own));
        let ready = sheet.is_measured() || !matches!(field, Field::AreaHa | Field::LengthM);
        if !known && !waits && ready {
            self.asked.figures = Some((Arc::clone(&shown.rows), column.clone()));
            let query = Query::Figures(Arc::clone(sheet), Arc::clone(&shown.rows), column.clone());
            self.queries.push(query);
        }
    }
}
