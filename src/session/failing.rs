//! What becomes of a job that was ended by a fault of the program: it is told, and what has waited for its end goes on.

use super::Session;
use super::job_kind::JobKind;
use super::notice::NoticeKind;

impl Session {
    pub(super) fn take_failed(&mut self, kind: JobKind, detail: String) {
        self.notices.tell(NoticeKind::JobFailed(kind, detail));
        match kind {
            JobKind::Saving => self.save_next(),
            JobKind::Recording => self.write_waiting(),
            _ => {}
        }
    }
}
