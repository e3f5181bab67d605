//! The rows of the problems table: which are shown, in which order, and where on the map. Worked out again only when
//! something has changed.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;
use crate::words::Lang;

use super::super::map::problem_dots::ProblemDots;

/// Columns of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What was done about it.
    Done,
    /// The layer's id.
    Layer,
    /// Number and id of the feature.
    Feature,
    /// Member, column or key.
    Field,
    /// What was found.
    Found,
    /// What to do.
    Advice,
    /// Longitude and latitude.
    Place,
    /// The file.
    File,
}

impl Column {
    /// All columns, left to right.
    pub const ALL: [Column; 8] = [
        Column::Done,
        Column::Layer,
        Column::Feature,
        Column::Field,
        Column::Found,
        Column::Advice,
        Column::Place,
        Column::File,
    ];

    /// Key of its heading: `ui.column.KEY`.
    pub fn code(self) -> &'static str {
        match self {
            Column::Done => "done",
            Column::Layer => "layer",
            Column::Feature => "feature",
            Column::Field => "field",
            Column::Found => "found",
            Column::Advice => "advice",
            Column::Place => "place",
            Column::File => "file",
        }
    }
}

/// Which problems are shown, and how.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    /// By which column, if not in the order of the input; true for descending.
    pub sort: Option<(Column, bool)>,
    /// Only rows that contain this, in whatever case.
    pub text: String,
    /// What was done about them: these are left out.
    pub without: Vec<Done>,
    /// Only those of this layer.
    pub layer: Option<Arc<str>>,
    /// Only those of this kind, by its code.
    pub kind: Option<&'static str>,
}

/// So many problems are sorted within a frame.
const MOST_AT_ONCE: usize = 500;

/// The problems as they are shown.
#[derive(Debug, Default)]
pub struct ProblemsView {
    /// What the user chose.
    pub choice: Choice,
    /// The problem that is looked at, by its position in the workspace.
    pub picked: Option<usize>,
    /// The problem that the table scrolled to last.
    pub scrolled_to: Option<usize>,
    /// The workspace that the position is in.
    of: Option<Arc<Workspace>>,
    table: Option<ProblemsTable>,
    /// What was asked for last, and whether anybody took it up.
    asked: Option<ProblemsQuery>,
    taken: bool,
}

/// What a table is made from.
#[derive(Clone, Debug)]
pub struct ProblemsQuery {
    workspace: Arc<Workspace>,
    lang: Lang,
    choice: Choice,
}

/// Which problems are shown in which order, how many there are of each sort, and where those shown are.
#[derive(Debug)]
pub struct ProblemsTable {
    query: ProblemsQuery,
    shown: Arc<[u32]>,
    dots: Arc<ProblemDots>,
    /// How many there are by what was done, in the order of [`Done::ALL`], whatever is shown.
    pub done: [usize; 3],
    /// Layers with problems and how many they have.
    pub layers: Vec<(Arc<str>, usize)>,
    /// Kinds, by their codes, and how many there are of each.
    pub kinds: Vec<(&'static str, usize)>,
}

impl ProblemsQuery {
    /// Makes the table.
    pub fn answer(self) -> ProblemsTable {
        let problems = &self.workspace.problems;
        let mut done = [0; 3];
        let (mut layers, mut kinds) = (BTreeMap::new(), BTreeMap::new());
        for problem in problems {
            if let Some(count) = done.get_mut(problem.done as usize) {
                *count += 1;
            }
            if let Some(layer) = &problem.layer {
                *layers.entry(Arc::clone(layer)).or_insert(0) += 1;
            }
            *kinds.entry(problem.kind.code()).or_insert(0) += 1;
        }
        let shown: Arc<[u32]> = shown(problems, &self.choice, self.lang).into();
        ProblemsTable {
            dots: Arc::new(ProblemDots::new(&self.workspace, &shown)),
            shown,
            done,
            layers: layers.into_iter().collect(),
            kinds: kinds.into_iter().collect(),
            query: self,
        }
    }

    fn same(&self, other: &ProblemsQuery) -> bool {
        Arc::ptr_eq(&self.workspace, &other.workspace)
            && self.lang == other.lang
            && self.choice == other.choice
    }
}

impl ProblemsView {
    /// Brings the table up to date: at once where there are few problems, else by asking for it. What is not of this
    /// workspace is no longer shown.
    pub fn refresh(&mut self, workspace: &Arc<Workspace>, lang: Lang) {
        self.follow(workspace);
        let query = ProblemsQuery {
            workspace: Arc::clone(workspace),
            lang,
            choice: self.choice.clone(),
        };
        if self.table.as_ref().is_some_and(|table| table.query.same(&query)) {
            return;
        }
        if workspace.problems.len() <= MOST_AT_ONCE {
            self.table = Some(query.answer());
            self.asked = None;
            return;
        }
        let is_own = |table: &ProblemsTable| Arc::ptr_eq(&table.query.workspace, workspace);
        self.table = self.table.take().filter(is_own);
        if !self.asked.as_ref().is_some_and(|asked| asked.same(&query)) {
            self.asked = Some(query);
            self.taken = false;
        }
    }

    /// The problem that is looked at has another position once layers come and go; none where it is no longer there.
    fn follow(&mut self, workspace: &Arc<Workspace>) {
        let is_same = |before: &Arc<Workspace>| Arc::ptr_eq(before, workspace);
        if self.of.as_ref().is_some_and(is_same) {
            return;
        }
        let before = self.of.replace(Arc::clone(workspace));
        if let (Some(before), Some(number)) = (before, self.picked) {
            let (own, now) = (before.problems.get(number), &workspace.problems);
            let stays = own.is_some() && own == now.get(number);
            let place = || now.iter().position(|problem| Some(problem) == own);
            self.picked = stays.then_some(number).or_else(place);
        }
    }

    /// What is to be made in the background, once.
    pub fn take_query(&mut self) -> Option<ProblemsQuery> {
        let query = self.asked.as_ref().filter(|_| !self.taken)?;
        self.taken = true;
        Some(query.clone())
    }

    /// Takes in what was made, if it is still what was asked for.
    pub fn put(&mut self, table: ProblemsTable) {
        if self.asked.as_ref().is_some_and(|asked| asked.same(&table.query)) {
            self.table = Some(table);
            self.asked = None;
        }
    }

    /// True while a table is being made.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some()
    }

    /// The table, if one is made.
    pub fn table(&self) -> Option<&ProblemsTable> {
        self.table.as_ref()
    }

    /// How many problems a layer has, as far as they were counted.
    pub fn count_of(&self, layer: &str) -> usize {
        let layers = self.table.iter().flat_map(|table| &table.layers);
        let own = layers.into_iter().find(|(id, _)| **id == *layer);
        own.map_or(0, |(_, count)| *count)
    }

    /// Where the problems of that workspace are that are shown.
    pub fn dots(&self, workspace: &Arc<Workspace>) -> Option<&Arc<ProblemDots>> {
        let table = self.table.as_ref()?;
        let is_own = Arc::ptr_eq(&table.query.workspace, workspace) && !table.dots.is_empty();
        is_own.then_some(&table.dots)
    }

    /// Positions of the problems that are shown, in their order.
    pub fn shown(&self) -> Arc<[u32]> {
        self.table
            .as_ref()
            .map(|table| Arc::clone(&table.shown))
            .unwrap_or_default()
    }

    /// How many rows are shown.
    pub fn len(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.shown.len())
    }

    /// True if no row is shown.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The problem at a place of the table, by its position in the workspace.
    pub fn get(&self, place: usize) -> Option<usize> {
        let number = self.table.as_ref()?.shown.get(place)?;
        Some(*number as usize)
    }

    /// Where a problem stands in the table, if it is shown.
    pub fn place_of(&self, problem: usize) -> Option<usize> {
        let table = self.table.as_ref()?;
        table.shown.iter().position(|&shown| shown as usize == problem)
    }

    /// Sorts by a column; a second time the other way round, a third time not at all.
    pub fn sort_by(&mut self, column: Column) {
        self.choice.sort = match self.choice.sort {
            Some((own, false)) if own == column => Some((column, true)),
            Some((own, true)) if own == column => None,
            _ => Some((column, false)),
        };
    }
}

fn shown(problems: &[Problem], choice: &Choice, lang: Lang) -> Vec<u32> {
    let wanted = choice.text.trim().to_lowercase();
    let passes = |problem: &Problem| {
        !choice.without.contains(&problem.done)
            && choice
                .layer
                .as_ref()
                .is_none_or(|layer| problem.layer.as_ref() == Some(layer))
            && choice.kind.is_none_or(|kind| problem.kind.code() == kind)
            && (wanted.is_empty() || contains(problem, &wanted, lang))
    };
    let all = problems.iter().enumerate();
    let passing = all.filter(|(_, problem)| passes(problem));
    let mut shown: Vec<(u32, &Problem)> = passing
        .map(|(number, problem)| (number as u32, problem))
        .collect();
    if let Some((column, descending)) = choice.sort {
        let turn = if descending {
            Ordering::reverse
        } else {
            |order| order
        };
        sort(&mut shown, column, lang, turn);
    }
    shown.into_iter().map(|(number, _)| number).collect()
}

/// A stable sort, so that equal ones keep the order of the input; words are made once for each problem.
fn sort(shown: &mut [(u32, &Problem)], column: Column, lang: Lang, turn: fn(Ordering) -> Ordering) {
    match column {
        // Gravest first, for that is what one looks for.
        Column::Done => shown.sort_by(|a, b| turn(b.1.done.cmp(&a.1.done))),
        Column::Layer => shown.sort_by(|a, b| turn(a.1.layer.cmp(&b.1.layer))),
        Column::Feature => {
            let key = |problem: &Problem| (problem.layer.clone(), problem.feature);
            shown.sort_by(|a, b| turn(key(a.1).cmp(&key(b.1))));
        }
        Column::Field => shown.sort_by(|a, b| turn(a.1.field.cmp(&b.1.field))),
        Column::File => shown.sort_by(|a, b| turn(a.1.file.cmp(&b.1.file))),
        Column::Place => {
            // From the north-west, as one reads.
            let order = |a: &Problem, b: &Problem| match (a.place, b.place) {
                (Some(a), Some(b)) => {
                    let north = b.lat_deg.total_cmp(&a.lat_deg);
                    north.then(a.lon_deg.total_cmp(&b.lon_deg))
                }
                (a, b) => b.is_some().cmp(&a.is_some()),
            };
            shown.sort_by(|a, b| turn(order(a.1, b.1)));
        }
        Column::Found | Column::Advice => {
            let word = |problem: &Problem| match column {
                Column::Found => problem.text(lang),
                _ => problem.advice(lang),
            };
            let mut worded: Vec<(String, (u32, &Problem))> =
                shown.iter().map(|own| (word(own.1), *own)).collect();
            worded.sort_by(|a, b| turn(a.0.cmp(&b.0)));
            for (slot, (_, own)) in shown.iter_mut().zip(worded) {
                *slot = own;
            }
        }
    }
}

fn contains(problem: &Problem, wanted: &str, lang: Lang) -> bool {
    let has = |text: &str| text.to_lowercase().contains(wanted);
    let some = [
        problem.layer.as_deref(),
        problem.id.as_deref(),
        problem.field.as_deref(),
    ];
    some.into_iter().flatten().any(has)
        || has(&problem.file)
        || problem.feature.is_some_and(|number| number.to_string() == wanted)
        || has(&problem.text(lang))
        || has(&problem.advice(lang))
        || has(problem.kind.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::problem::ProblemKind;

    fn problem(layer: &str, feature: usize, kind: ProblemKind, done: Done) -> Problem {
        Problem {
            layer: Some(layer.into()),
            feature: Some(feature),
            ..Problem::of_file("f.geojson", kind, done)
        }
    }

    fn problems() -> Vec<Problem> {
        vec![
            problem("b", 10, ProblemKind::NoGeometry, Done::Refused),
            problem("a", 9, ProblemKind::FieldMissing, Done::Noted),
            problem("a", 2, ProblemKind::NoGeometry, Done::Refused),
            problem(
                "b",
                1,
                ProblemKind::DuplicateId { now: "x#2".into() },
                Done::Repaired,
            ),
        ]
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Choice), expected: &[u32]) {
        let mut choice = Choice::default();
        change(&mut choice);
        assert_eq!(shown(&problems(), &choice, Lang::En), expected);
    }

    #[test]
    fn filters() {
        check(|_| {}, &[0, 1, 2, 3]);
        check(|choice| choice.without = vec![Done::Refused], &[1, 3]);
        check(|choice| choice.layer = Some("a".into()), &[1, 2]);
        check(|choice| choice.kind = Some("no_geometry"), &[0, 2]);
        check(|choice| choice.text = "X#2".into(), &[3]);
        check(|choice| choice.text = "9".into(), &[1]);
        check(|choice| choice.text = "no such words".into(), &[]);
    }

    #[test]
    fn sorting_is_by_number_where_there_are_numbers_and_keeps_equal_ones_in_order() {
        let by = |column, descending| move |choice: &mut Choice| choice.sort = Some((column, descending));
        check(by(Column::Done, false), &[0, 2, 3, 1]);
        check(by(Column::Done, true), &[1, 3, 0, 2]);
        check(by(Column::Feature, false), &[2, 1, 3, 0]);
        check(by(Column::Layer, true), &[0, 3, 1, 2]);
        check(by(Column::File, true), &[0, 1, 2, 3]);
    }

    #[test]
    fn what_is_picked_is_the_same_problem_wherever_it_stands() {
        let mut workspace = Workspace::empty(crate::geom::crs::Crs::from_code("EPSG:4549").unwrap());
        let mut now = |places: &[usize]| {
            let all = problems();
            workspace.problems = places.iter().map(|place| all[*place].clone()).collect();
            Arc::new(workspace.clone())
        };
        let mut view = ProblemsView::default();
        view.refresh(&now(&[0, 1, 2, 3]), Lang::En);
        view.picked = Some(2);
        for (places, expected) in [
            (&[0, 1, 2][..], Some(2)),
            (&[2, 3], Some(0)),
            (&[0, 1, 2, 3], Some(2)),
            (&[0, 1, 3], None),
            (&[0, 1, 2, 3], None),
        ] {
            view.refresh(&now(places), Lang::En);
            assert_eq!(view.picked, expected, "{places:?}");
        }
    }

    #[test]
    fn many_problems_are_sorted_in_the_background() {
        let mut workspace = Workspace::empty(crate::geom::crs::Crs::from_code("EPSG:4549").unwrap());
        workspace.problems = (0..=MOST_AT_ONCE)
            .map(|number| problem("a", number, ProblemKind::NoGeometry, Done::Refused))
            .collect();
        let workspace = Arc::new(workspace);
        let mut view = ProblemsView::default();
        view.refresh(&workspace, Lang::Zh);
        assert!(view.is_empty() && view.is_waiting());
        let query = view.take_query().unwrap();
        view.refresh(&workspace, Lang::Zh);
        assert!(view.take_query().is_none(), "asked for once");
        view.put(query.answer());
        assert_eq!(view.len(), MOST_AT_ONCE + 1);
        view.choice.text = "7".into();
        view.refresh(&workspace, Lang::Zh);
        assert_eq!(
            view.len(),
            MOST_AT_ONCE + 1,
            "the old rows stay until the new ones are there"
        );
        let query = view.take_query().unwrap();
        view.put(query.answer());
        assert_eq!(view.len(), 1);
    }
}
