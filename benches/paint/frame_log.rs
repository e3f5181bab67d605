//! Every frame of a session as a line of CSV.

use std::io::Write as _;
use std::time::SystemTime;

use super::stage::Taken;
use super::views::millis;

/// A frame that was drawn.
pub struct Shown {
    /// When it was done, by the clock of the machine, so that the log can be held against others of the same hour.
    pub done: SystemTime,
    /// What the hand did.
    pub what: &'static str,
    pub taken: Taken,
}

impl Shown {
    pub fn now(what: &'static str, taken: Taken) -> Shown {
        Shown {
            done: SystemTime::now(),
            what,
            taken,
        }
    }
}

pub fn write(log: &str, frames: &[Shown]) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(log).unwrap());
    writeln!(file, "done_unix_s,what,ui_ms,tessellate_ms,commands_ms,raster_ms").unwrap();
    for Shown { done, what, taken } in frames {
        let done = done.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs_f64();
        let parts = [taken.ui, taken.tessellate, taken.encode, taken.raster];
        let [ui, tessellate, encode, raster] = parts.map(millis);
        writeln!(
            file,
            "{done:.4},{what},{ui:.3},{tessellate:.3},{encode:.3},{raster:.3}"
        )
        .unwrap();
    }
}
