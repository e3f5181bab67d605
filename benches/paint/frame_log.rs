//! The frames of a session: in figures, and each as a line of CSV.

use std::io::Write as _;
use std::time::{Duration, Instant, SystemTime};

use super::metronome::Metronome;
use super::stage::Taken;
use super::views::{millis, tell};

/// A frame that was drawn.
pub struct Shown {
    /// When it was done, by the clock of the machine, so that the log can be held against others of the same hour.
    done: SystemTime,
    ended: Instant,
    /// What the hand did.
    pub what: &'static str,
    pub taken: Taken,
}

impl Shown {
    pub fn now(what: &'static str, taken: Taken) -> Shown {
        Shown {
            done: SystemTime::now(),
            ended: Instant::now(),
            what,
            taken,
        }
    }

    /// What it would have taken on the machine at its usual speed.
    fn at_full_speed(&self, metronome: &Metronome) -> Duration {
        metronome.at_full_speed(self.ended - self.taken.all(), self.ended)
    }
}

/// All frames together, and what they would have been on a machine that keeps its speed.
pub fn tell_all(frames: &[Shown], metronome: Option<&Metronome>) {
    let told = |what: &str, read: &dyn Fn(&Shown) -> Duration| tell(what, frames.iter().map(read).collect());
    told("whole frames         ", &|shown| shown.taken.all());
    if let Some(metronome) = metronome {
        told("  at full speed      ", &|shown| shown.at_full_speed(metronome));
    }
    told("without raster       ", &|shown| shown.taken.cpu());
}

pub fn write(log: &str, frames: &[Shown], metronome: Option<&Metronome>) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(log).unwrap());
    writeln!(
        file,
        "done_unix_s,what,ui_ms,tessellate_ms,commands_ms,raster_ms,at_full_speed_ms"
    )
    .unwrap();
    for shown in frames {
        let done = shown.done.duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let Taken {
            ui,
            tessellate,
            encode,
            raster,
        } = shown.taken;
        let full = metronome.map_or(shown.taken.all(), |metronome| shown.at_full_speed(metronome));
        let parts = [ui, tessellate, encode, raster, full].map(|part| format!("{:.3}", millis(part)));
        writeln!(
            file,
            "{:.4},{},{}",
            done.as_secs_f64(),
            shown.what,
            parts.join(",")
        )
        .unwrap();
    }
}
