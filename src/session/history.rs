//! Undo and redo: every state is kept whole, for states share their layers.

/// More changes back than anybody takes.
pub const CHANGES: usize = 200;
/// More steps back of how layers are looked at than anybody takes. They are made by the click, and hold next to nothing.
pub const LOOKS: usize = 1_000;

/// The current state, those before it and those taken back.
#[derive(Debug)]
pub struct History<S> {
    past: Vec<S>,
    current: S,
    future: Vec<S>,
    /// States that were let go.
    let_go: usize,
}

impl<S> History<S> {
    /// Begins with a state, without a past.
    pub fn new(state: S) -> History<S> {
        History {
            past: Vec::new(),
            current: state,
            future: Vec::new(),
            let_go: 0,
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

    /// How many of the oldest states nobody goes back to: those behind [`CHANGES`] or [`LOOKS`].
    pub fn spare(&self, is_look: impl Fn(&S) -> bool) -> usize {
        let (mut changes, mut looks) = (CHANGES, LOOKS);
        let newest_first = std::iter::once(&self.current).chain(self.past.iter().rev());
        for (place, state) in (0..=self.place()).rev().zip(newest_first) {
            let left = match is_look(state) {
                true => &mut looks,
                false => &mut changes,
            };
            if *left == 0 {
                return place;
            }
            *left -= 1;
        }
        0
    }

    /// Lets go of so many of the oldest states; the current one stays.
    pub fn let_go(&mut self, count: usize) {
        self.let_go += self.past.drain(..count.min(self.past.len())).count();
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

    /// The number of steps that led to the current state since the beginning, those too whose states were let go.
    pub fn moment(&self) -> usize {
        self.let_go + self.place()
    }

    /// Changes all states alike.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut S> {
        let now = std::iter::once(&mut self.current);
        self.past.iter_mut().chain(now).chain(&mut self.future)
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

    /// Numbers for changes, letters for looks.
    fn history(signs: &str) -> History<char> {
        let mut signs = signs.chars();
        let mut history = History::new(signs.next().unwrap());
        signs.for_each(|sign| history.push(sign));
        history
    }

    #[test]
    fn looks_take_no_room_of_changes() {
        let spare = |history: &History<char>| history.spare(char::is_ascii_alphabetic);
        let looks = |count: usize| "a".repeat(count);
        let changes = |count: usize| "1".repeat(count);
        assert_eq!(spare(&history("0")), 0);
        assert_eq!(spare(&history(&format!("0{}", changes(CHANGES)))), 0);
        assert_eq!(spare(&history(&format!("0{}", changes(CHANGES + 3)))), 3);
        let both = format!("0{}{}", changes(CHANGES), looks(LOOKS));
        assert_eq!(spare(&history(&both)), 0);
        let more = format!("0{}{}", changes(5), looks(LOOKS + 1));
        let mut more = history(&more);
        assert_eq!(spare(&more), 6);
        let moment = more.moment();
        more.let_go(6);
        assert_eq!((more.moment(), more.place()), (moment, LOOKS));
        assert_eq!(spare(&more), 0);
        more.let_go(usize::MAX);
        assert_eq!((more.moment(), more.all().count()), (moment, 1));
    }
}
