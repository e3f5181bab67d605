//! Steps of libraries that cannot be asked to stop: typesetting, drawing dots, packing, the overlay of a large polygon.
//!
//! Each is done on a thread of its own, and whoever has asked to stop is let go at once. The step itself then comes to its
//! end with nobody waiting for it: it owns all it works on, and what it gives is dropped.

use std::io;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use super::Progress;

/// How often is looked whether to stop.
const LOOK: Duration = Duration::from_millis(20);
/// As much as the first thread of a program has: typesetting goes deep.
const STACK_BYTES: usize = 8 << 20;

/// What a step gives.
///
/// # Errors
/// That somebody has asked to stop; that the step came to no end; that the system has no thread for it.
pub fn apart<T: Send + 'static>(
    progress: &Progress,
    step: impl FnOnce() -> T + Send + 'static,
) -> io::Result<T> {
    let (done, waiting) = sync_channel(1);
    let thread = thread::Builder::new().stack_size(STACK_BYTES);
    thread.spawn(move || {
        // An error says that nobody waits any more.
        let _let_go = done.send(step());
    })?;
    loop {
        progress.check().map_err(io::Error::other)?;
        match waiting.recv_timeout(LOOK) {
            Ok(value) => return Ok(value),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(io::Error::other("the step came to no end")),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn who_asks_to_stop_is_let_go_before_the_step_ends() {
        assert_eq!(apart(&Progress::default(), || 7).unwrap(), 7);
        let progress = Progress::default();
        let stop = progress.clone();
        let begun = Instant::now();
        let let_go = apart(&progress, move || {
            stop.cancel();
            thread::sleep(Duration::from_secs(5));
        });
        assert!(let_go.is_err());
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_step_that_fails_is_told() {
        let failed = apart(&Progress::default(), || panic!("as a library may"));
        let told: io::Result<()> = failed;
        assert!(told.is_err());
    }
}
