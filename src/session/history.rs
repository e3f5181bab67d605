//! Undo and redo: every state is kept whole, for states share their layers.

/// More changes back than anybody takes.
pub const CHANGES: usize = 200;
/// More steps back of how layers are looked at than anybody takes. They are made by the click, and hold next to nothing.
pub const LOOKS: usize = 1_000;
/// More entries of a log back than anybody takes. They hold next to nothing, too.
pub const ENTRIES: usize = 1_000;

/// What made a state. Of each kind so many steps are offered, whatever there is of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// A change of the workspace.
    Change,
    /// A change of how layers are looked at.
    Look,
    /// Entries of the log of a dossier.
    Entry,
}

/// A way through the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The last step is taken back.
    Back,
    /// What was taken back last is done again.
    Forth,
    /// To the step in that place, over all between.
    To(usize),
}

impl Way {
    /// The place that it leads to from another one, where there are so many; `None` where there is no way on.
    pub fn from(self, place: usize, count: usize) -> Option<usize> {
        let to = match self {
            Way::Back => place.checked_sub(1)?,
            Way::Forth => place + 1,
            Way::To(to) => to.min(count.saturating_sub(1)),
        };
        (to < count && to != place).then_some(to)
    }
}

/// The current state, those before it and those taken back.
#[derive(Debug)]
pub struct History<S> {
    /// States that nobody goes back to, but that lead to the others.
    ground: Vec<S>,
    past: Vec<S>,
    current: S,
    future: Vec<S>,
}

impl<S> History<S> {
    /// Begins with a state, without a past.
    pub fn new(state: S) -> History<S> {
        History {
            ground: Vec::new(),
            past: Vec::new(),
            current: state,
            future: Vec::new(),
        }
    }

    /// The state as it is now.
    pub fn current(&self) -> &S {
        &self.current
    }

    /// Takes a step; what was taken back before is lost.
    pub fn push(&mut self, next: S) {
        self.past.push(std::mem::replace(&mut self.current, next));
        self.future.clear();
    }

    /// How many of the oldest states nobody goes back to: those behind [`CHANGES`], [`LOOKS`] or [`ENTRIES`].
    pub fn spare(&self, kind: impl Fn(&S) -> StepKind) -> usize {
        let (mut changes, mut looks, mut entries) = (CHANGES, LOOKS, ENTRIES);
        let newest_first = std::iter::once(&self.current).chain(self.past.iter().rev());
        for (place, state) in (0..=self.place()).rev().zip(newest_first) {
            let left = match kind(state) {
                StepKind::Change => &mut changes,
                StepKind::Look => &mut looks,
                StepKind::Entry => &mut entries,
            };
            if *left == 0 {
                return place;
            }
            *left -= 1;
        }
        0
    }

    /// Goes back to so many of the oldest states no more. Those that lead to the others stay as their ground, from one of the
    /// whole on: it, and those after it that `leads` says.
    pub fn sink(&mut self, count: usize, from: usize, leads: impl Fn(&S) -> bool) {
        self.ground.extend(self.past.drain(..count.min(self.past.len())));
        self.ground.drain(..from.min(self.ground.len()));
        let mut places = 0..;
        self.ground
            .retain(|state| places.next() == Some(0) || leads(state));
    }

    /// Lets go of the states that are not to be kept. The first one stays, and the one before takes the place of the current
    /// one.
    pub fn retain(&mut self, keeps: impl Fn(&S) -> bool) {
        self.future.retain(&keeps);
        while !keeps(&self.current)
            && let Some(before) = self.past.pop()
        {
            self.current = before;
        }
        let mut places = 0..;
        self.past.retain(|state| places.next() == Some(0) || keeps(state));
    }

    /// One step back; false at the beginning.
    pub fn undo(&mut self) -> bool {
        step(&mut self.past, &mut self.current, &mut self.future)
    }

    /// One step forth again; false where none was taken back.
    pub fn redo(&mut self) -> bool {
        step(&mut self.future, &mut self.current, &mut self.past)
    }

    /// All states in the order in which they were made, those too that were taken back.
    pub fn all(&self) -> impl Iterator<Item = &S> {
        let now = std::iter::once(&self.current);
        self.past.iter().chain(now).chain(self.future.iter().rev())
    }

    /// The position of the current state among all.
    pub fn place(&self) -> usize {
        self.past.len()
    }

    /// All states, with those before them that nobody goes back to.
    pub fn whole(&self) -> impl Iterator<Item = &S> {
        self.ground.iter().chain(self.all())
    }

    /// How many of the whole nobody goes back to.
    pub fn ground_count(&self) -> usize {
        self.ground.len()
    }

    /// Changes all states alike.
    pub fn whole_mut(&mut self) -> impl Iterator<Item = &mut S> {
        let now = std::iter::once(&mut self.current);
        let before = self.ground.iter_mut().chain(&mut self.past);
        before.chain(now).chain(&mut self.future)
    }

    /// The states whose steps are taken back, or taken again, on the way to a position: in that order.
    pub fn crossed(&self, place: usize) -> Vec<&S> {
        let now = self.place();
        match place < now {
            true => {
                let newest_first = std::iter::once(&self.current).chain(self.past.iter().rev());
                newest_first.take(now - place).collect()
            }
            false => self.future.iter().rev().take(place - now).collect(),
        }
    }

    /// Goes to the state at a position among all, as by so many steps back or forth; false where it is there already.
    pub fn go_to(&mut self, place: usize) -> bool {
        let before = self.place();
        while self.place() > place && self.undo() {}
        while self.place() < place && self.redo() {}
        self.place() != before
    }

    /// True if there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// True if there is a step to take again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

fn step<S>(from: &mut Vec<S>, current: &mut S, to: &mut Vec<S>) -> bool {
    let Some(next) = from.pop() else {
        return false;
    };
    to.push(std::mem::replace(current, next));
    true
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::geom::crs::Crs;
    use crate::model::workspace::Workspace;

    fn workspace() -> Arc<Workspace> {
        Arc::new(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()))
    }

    #[test]
    fn back_and_forth() {
        let states = [workspace(), workspace(), workspace()];
        let mut history = History::new(Arc::clone(&states[0]));
        history.push(Arc::clone(&states[1]));
        assert!(history.undo() && !history.undo());
        assert!(Arc::ptr_eq(history.current(), &states[0]));
        assert!(history.redo() && !history.redo());
        assert_eq!((history.all().count(), history.place()), (2, 1));
        assert!(history.go_to(0) && !history.go_to(0));
        assert!(Arc::ptr_eq(history.current(), &states[0]));
        assert!(history.go_to(99));
        assert_eq!(history.place(), 1);
        assert!(Arc::ptr_eq(history.current(), &states[1]));
        assert!(history.undo());
        history.push(Arc::clone(&states[2]));
        assert!(!history.can_redo(), "a new step ends what was taken back");
        assert!(Arc::ptr_eq(history.current(), &states[2]));
    }

    #[test]
    fn ways_lead_to_places_that_are_there() {
        assert_eq!(Way::Back.from(2, 4), Some(1));
        assert_eq!(Way::Back.from(0, 4), None);
        assert_eq!(Way::Forth.from(2, 4), Some(3));
        assert_eq!(Way::Forth.from(3, 4), None);
        assert_eq!(Way::To(0).from(3, 4), Some(0));
        assert_eq!(Way::To(3).from(3, 4), None);
        assert_eq!(Way::To(9).from(3, 4), None);
        assert_eq!(Way::To(9).from(1, 4), Some(3));
    }

    /// Numbers for changes, letters for looks, signs for entries.
    fn history(signs: &str) -> History<char> {
        let mut signs = signs.chars();
        let mut history = History::new(signs.next().unwrap());
        signs.for_each(|sign| history.push(sign));
        history
    }

    fn kind(sign: &char) -> StepKind {
        match sign {
            '0'..='9' => StepKind::Change,
            'a'..='z' => StepKind::Look,
            _ => StepKind::Entry,
        }
    }

    fn signs<'a>(states: impl Iterator<Item = &'a char>) -> String {
        states.collect()
    }

    #[test]
    fn no_kind_of_steps_takes_room_of_another() {
        let spare = |history: &History<char>| history.spare(kind);
        let (looks, entries) = (|count: usize| "a".repeat(count), |count: usize| "!".repeat(count));
        let changes = |count: usize| "1".repeat(count);
        assert_eq!(spare(&history("0")), 0);
        assert_eq!(spare(&history(&format!("0{}", changes(CHANGES)))), 0);
        assert_eq!(spare(&history(&format!("0{}", changes(CHANGES + 3)))), 3);
        let all = format!("0{}{}{}", changes(CHANGES), entries(ENTRIES), looks(LOOKS));
        assert_eq!(spare(&history(&all)), 0);
        assert_eq!(spare(&history(&format!("0{}", entries(ENTRIES + 2)))), 2);
        let more = format!("0{}{}", changes(5), looks(LOOKS + 1));
        let mut more = history(&more);
        assert_eq!(spare(&more), 6);
        more.sink(6, 6, |_| true);
        assert_eq!((more.ground_count(), more.place()), (0, LOOKS));
        assert_eq!(spare(&more), 0);
        more.sink(usize::MAX, usize::MAX, |_| true);
        assert_eq!(more.whole().count(), 1);
    }

    #[test]
    fn what_leads_to_the_others_stays_below_them() {
        let is_change = |sign: &char| kind(sign) == StepKind::Change;
        let mut history = history("0a1!2b3c");
        history.sink(5, 0, is_change);
        assert_eq!(
            (signs(history.all()), signs(history.whole())),
            ("b3c".into(), "012b3c".into())
        );
        assert!(history.go_to(0) && !history.undo() && !history.can_undo());
        assert_eq!(*history.current(), 'b');
        assert!(history.go_to(2));
        history.sink(1, 1, is_change);
        assert_eq!(
            (signs(history.all()), signs(history.whole())),
            ("3c".into(), "123c".into())
        );
        assert_eq!((history.ground_count(), history.place()), (2, 1));
    }

    #[test]
    fn steps_that_are_crossed_come_in_the_order_of_the_way() {
        let mut history = history("0123");
        assert!(history.go_to(2));
        assert_eq!(signs(history.crossed(0).into_iter()), "21");
        assert_eq!(signs(history.crossed(3).into_iter()), "3");
        assert_eq!(signs(history.crossed(2).into_iter()), "");
        assert!(history.go_to(0));
        assert_eq!(signs(history.crossed(9).into_iter()), "123");
    }

    #[test]
    fn some_steps_are_taken_out() {
        let mut history = history("0!1!2!3!");
        assert!(history.go_to(5));
        history.retain(|sign| kind(sign) != StepKind::Entry);
        assert_eq!((signs(history.all()), history.place()), ("0123".into(), 2));
        let mut first = self::history("!!!");
        first.retain(|sign| kind(sign) != StepKind::Entry);
        assert_eq!((signs(first.all()), first.place()), ("!".into(), 0));
    }
}
