//! How long a service that fails is left alone.

use std::time::{Duration, Instant};

use super::fault::TileFault;

/// After so many failures in a row the service is left alone for a while.
const FAILURES: u32 = 6;
/// How long the first time; each further failure doubles it.
const FIRST_REST: Duration = Duration::from_secs(15);
const MOST_REST: Duration = Duration::from_secs(300);
/// "Too many requests": one of these is enough.
const TOO_MANY: TileFault = TileFault::Status(429);

/// What a service has answered lately.
#[derive(Debug, Default)]
pub struct Backoff {
    failures: u32,
    rests: u32,
    until: Option<Instant>,
    fault: Option<TileFault>,
}

impl Backoff {
    /// Whether the service may be asked now.
    ///
    /// # Errors
    /// What went wrong last, while the service is left alone.
    pub fn check(&self, now: Instant) -> Result<(), TileFault> {
        match &self.fault {
            Some(fault) if self.rests_at(now) => Err(fault.clone()),
            _ => Ok(()),
        }
    }

    /// It has answered properly; all is forgotten.
    pub fn answered(&mut self) {
        *self = Backoff::default();
    }

    /// It has not. Failures of requests that were under way when the rest began do not lengthen it.
    pub fn failed(&mut self, fault: &TileFault, now: Instant) {
        self.fault = Some(fault.clone());
        if self.rests_at(now) {
            return;
        }
        self.failures += 1;
        if self.failures >= FAILURES || *fault == TOO_MANY {
            let rest = FIRST_REST * 2u32.saturating_pow(self.rests.min(8));
            self.until = Some(now + rest.min(MOST_REST));
            self.rests += 1;
        }
    }

    /// What went wrong last, while it has not answered properly since.
    pub fn fault(&self) -> Option<&TileFault> {
        self.fault.as_ref()
    }

    fn rests_at(&self, now: Instant) -> bool {
        self.until.is_some_and(|until| now < until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAULT: TileFault = TileFault::NoAnswer("timeout");

    #[test]
    fn rests_grow_up_to_a_limit_and_end_with_an_answer() {
        let mut backoff = Backoff::default();
        let mut now = Instant::now();
        for _ in 1..FAILURES {
            backoff.failed(&FAULT, now);
            assert_eq!(backoff.check(now), Ok(()));
        }
        for rest_s in [15, 30, 60, 120, 240, 300, 300] {
            backoff.failed(&FAULT, now);
            // One that was under way.
            backoff.failed(&FAULT, now);
            let rest = Duration::from_secs(rest_s);
            assert_eq!(backoff.check(now + rest - Duration::from_millis(1)), Err(FAULT));
            now += rest;
            assert_eq!(backoff.check(now), Ok(()), "{rest_s}");
        }
        assert_eq!(backoff.fault(), Some(&FAULT));
        backoff.answered();
        assert_eq!(backoff.fault(), None);
        backoff.failed(&FAULT, now);
        assert_eq!(backoff.check(now), Ok(()), "it begins anew");
    }

    #[test]
    fn too_many_requests_are_heard_at_once() {
        let (mut backoff, now) = (Backoff::default(), Instant::now());
        backoff.failed(&TOO_MANY, now);
        assert_eq!(backoff.check(now), Err(TOO_MANY));
    }
}
