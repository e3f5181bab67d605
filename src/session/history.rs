//! Undo and redo: every state of the workspace is kept whole, for states share their layers.

use std::sync::Arc;

use crate::model::workspace::Workspace;

/// More steps back than anybody takes; older states are let go.
const STEPS: usize = 200;

/// The current workspace, those before it and those taken back.
#[derive(Debug)]
pub struct History {
    past: Vec<Arc<Workspace>>,
    current: Arc<Workspace>,
    future: Vec<Arc<Workspace>>,
}

impl History {
    /// Begins with a workspace, without a past.
    pub fn new(workspace: Arc<Workspace>) -> History {
        History {
            past: Vec::new(),
            current: workspace,
            future: Vec::new(),
        }
    }

    /// The workspace as it is now.
    pub fn current(&self) -> &Arc<Workspace> {
        &self.current
    }

    /// Takes a step; what was taken back before is lost.
    pub fn push(&mut self, next: Arc<Workspace>) {
        self.past.push(std::mem::replace(&mut self.current, next));
        self.future.clear();
        if self.past.len() > STEPS {
            self.past.remove(0);
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

    /// True if there is a step to take back.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    /// True if there is a step to take again.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
}

fn step(from: &mut Vec<Arc<Workspace>>, current: &mut Arc<Workspace>, to: &mut Vec<Arc<Workspace>>) -> bool {
    let Some(next) = from.pop() else {
        return false;
    };
    to.push(std::mem::replace(current, next));
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

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
        assert!(Arc::ptr_eq(history.current(), &states[1]));
        assert!(history.undo());
        history.push(Arc::clone(&states[2]));
        assert!(!history.can_redo(), "a new step ends what was taken back");
        assert!(Arc::ptr_eq(history.current(), &states[2]));
    }
}
