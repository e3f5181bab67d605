//! How fast the machine runs while frames are drawn. A shared one may run at a tenth of its speed for a moment, whatever is
//! asked of it; a frame of that moment is long through no fault of the program.
//!
//! A thread that comes before all others does the same small sum every millisecond, and takes the time. Nothing that the
//! program does can delay it, so what it loses the machine has lost.

use std::hint::black_box;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const PAUSE: Duration = Duration::from_millis(1);
/// Steps of the sum, about ten microseconds: a hundredth of one core.
const STEPS: u64 = 8_000;
/// So many beats on the idle machine say what is usual.
const FIRST_BEATS: usize = 300;
/// Up to this slowness a beat counts as usual, so that what the program's own load costs is not taken off.
const USUAL: f64 = 1.5;

/// Beats until it is dropped.
pub struct Metronome {
    beats: Arc<Mutex<Vec<Beat>>>,
    usual: Duration,
    stop: Arc<AtomicBool>,
}

#[derive(Clone, Copy)]
struct Beat {
    at: Instant,
    took: Duration,
}

impl Metronome {
    /// Begins on a machine that has nothing else to do yet. `None` where the system gives nobody such a thread.
    #[expect(clippy::disallowed_methods, reason = "jobs stand back, this one comes first")]
    pub fn start() -> Option<Metronome> {
        let (beats, stop) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicBool::new(false)));
        let (say, usual) = sync_channel(1);
        let (own, stopped) = (Arc::clone(&beats), Arc::clone(&stop));
        thread::spawn(move || {
            if !come_first() {
                return;
            }
            let mut first: Vec<Duration> = (0..FIRST_BEATS).map(|_| beat().took).collect();
            first.sort();
            say.send(first[FIRST_BEATS / 2]).unwrap();
            while !stopped.load(Ordering::Relaxed) {
                let beat = beat();
                own.lock().unwrap().push(beat);
            }
        });
        let usual = usual.recv().ok()?;
        Some(Metronome { beats, usual, stop })
    }

    /// What the time from `begin` to `end` would have been on the machine at its usual speed.
    pub fn at_full_speed(&self, begin: Instant, end: Instant) -> Duration {
        let beats = self.beats.lock().unwrap();
        let from = beats.partition_point(|beat| beat.at < begin);
        let to = beats.partition_point(|beat| beat.at < end);
        let within = &beats[from..to];
        if within.is_empty() {
            return end - begin;
        }
        let speed = |beat: &Beat| {
            let slowness = beat.took.as_secs_f64() / self.usual.as_secs_f64();
            if slowness > USUAL { 1.0 / slowness } else { 1.0 }
        };
        let mean = within.iter().map(speed).sum::<f64>() / within.len() as f64;
        (end - begin).mul_f64(mean)
    }
}

impl Drop for Metronome {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
    }
}

fn beat() -> Beat {
    thread::sleep(PAUSE);
    let at = Instant::now();
    let mut sum = black_box(1_u64);
    for step in 0..STEPS {
        sum = sum.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
    }
    black_box(sum);
    Beat {
        at,
        took: at.elapsed(),
    }
}

#[cfg(target_os = "linux")]
fn come_first() -> bool {
    use thread_priority::{
        RealtimeThreadSchedulePolicy, ThreadPriority, ThreadPriorityValue, ThreadSchedulePolicy,
        set_thread_priority_and_policy, thread_native_id,
    };
    let policy = ThreadSchedulePolicy::Realtime(RealtimeThreadSchedulePolicy::Fifo);
    let middle = ThreadPriorityValue::try_from(50_u8).unwrap();
    set_thread_priority_and_policy(thread_native_id(), ThreadPriority::Crossplatform(middle), policy).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn come_first() -> bool {
    false
}
