//! What becomes of a job that was ended by a fault of the program: it is told, and what has waited for its end goes on.

use super::Session;
use super::job_kind::JobKind;
use super::notice::NoticeKind;

impl Session {
    pub(super) fn take_failed(&mut self, kind: JobKind, detail: String) {
        self.notices.tell(NoticeKind::JobFailed(kind, detail));
        match kind {
            JobKind::Saving => self.save_next(),
            JobKind::Recording | JobKind::Freezing => self.review.stay(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::history::Way;
    use crate::session::jobs::Runner;
    use crate::session::review::state::Going;

    #[test]
    fn no_way_is_gone_that_waited_for_what_has_failed() {
        let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
        session.review.later.push_back(Way::Back);
        let undone = vec![2];
        session.review.going = Some(Going { place: 0, undone });
        session.jobs.start(JobKind::Recording, |_| panic!("out of ink"));
        session.poll();
        assert!(session.review.going.is_none() && session.review.later.is_empty());
    }
}
