//! What is left of a crash: a report, for whoever wants to tell of it at the next start.

use std::backtrace::Backtrace;
use std::panic::PanicHookInfo;
use std::path::{Path, PathBuf};

use crate::report::files;

/// The name of the report in the user's folder.
pub const FILE_NAME: &str = "crash-report.txt";

/// From now on a fault of the program leaves a report in that folder. Whatever was told of faults before is told all the
/// same.
pub fn install(folder: PathBuf) {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        // A second fault while the first one is written down would end the program at once; so nothing here may panic.
        let _nobody_left_to_tell = files::write(&folder.join(FILE_NAME), report(info).as_bytes());
        before(info);
    }));
}

fn report(info: &PanicHookInfo<'_>) -> String {
    format!(
        "redshank {} ({} {})\n{info}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        Backtrace::force_capture(),
    )
}

/// The report that lies in a folder; it is taken away, for it is told of once.
pub fn take(folder: &Path) -> Option<String> {
    let path = folder.join(FILE_NAME);
    let text = std::fs::read(&path).ok()?;
    let _stays_for_the_next_time = std::fs::remove_file(path);
    Some(String::from_utf8_lossy(&text).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_taken_once() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(take(folder.path()), None);
        std::fs::write(folder.path().join(FILE_NAME), "boom").unwrap();
        assert_eq!(take(folder.path()).as_deref(), Some("boom"));
        assert_eq!(take(folder.path()), None);
    }
}
