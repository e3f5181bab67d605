//! Which brackets are open, in bounded memory.

/// Brackets deeper than this are counted, no longer remembered; the parser refuses them anyway.
const DEPTH_CAP: usize = 128;

/// The brackets that are open.
#[derive(Debug, Default)]
pub struct Brackets {
    kinds: Vec<u8>,
    beyond: usize,
}

impl Brackets {
    /// How many.
    pub fn depth(&self) -> usize {
        self.kinds.len() + self.beyond
    }

    /// How many of those opened last, above `floor`, are all `[`; 0 where more are open than are remembered.
    pub fn arrays_on_top(&self, floor: usize) -> usize {
        if self.beyond > 0 {
            return 0;
        }
        let above = self.kinds.get(floor..).unwrap_or_default();
        above.iter().rev().take_while(|&&kind| kind == b'[').count()
    }

    /// Closes or opens arrays until `count` are open in place of the `on_top` that are.
    pub fn set_arrays_on_top(&mut self, on_top: usize, count: usize) {
        for _ in count..on_top {
            self.kinds.pop();
        }
        for _ in on_top..count {
            self.open(b'[');
        }
    }

    /// One more, `{` or `[`.
    pub fn open(&mut self, bracket: u8) {
        if self.kinds.len() < DEPTH_CAP {
            self.kinds.push(bracket);
        } else {
            self.beyond += 1;
        }
    }

    /// Closes the nearest fitting bracket above `floor` and all within it; without one, the closing one is a stray.
    pub fn close(&mut self, bracket: u8, floor: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let opening = if bracket == b'}' { b'{' } else { b'[' };
        let above = self.kinds.get(floor..).unwrap_or_default();
        if let Some(at) = above.iter().rposition(|&kind| kind == opening) {
            self.kinds.truncate(floor + at);
        }
    }
}
