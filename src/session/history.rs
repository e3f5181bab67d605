//! Undo and redo: every state is kept whole, for states share their layers.

/// More steps back than anybody takes; older states are let go.
const STEPS: usize = 200;

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
        if self.past.len() > STEPS {
            self.past.remove(0);
            self.let_go += 1;
        }
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
}
