//! Follows whether something is not saved, and has the desktop hold log-offs as long as that is so.

use std::fmt;

use crate::session::jobs::{Jobs, Outcome, Runner};

use super::super::log_off::desktop::{Desktop, Watch};

/// What is done in the background.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Work {
    /// The desktop is told.
    Tell,
    /// It is waited for somebody who wants to log off.
    Wait,
}

/// What has come of it.
enum Done {
    /// The desktop was told.
    Told(Box<dyn Desktop>, Option<Watch>),
    /// Somebody wants to log off.
    Asked(Watch),
    /// That is not known any more.
    Over,
}

/// Has log-offs held.
pub struct LogOffErrand {
    jobs: Jobs<Work, Done>,
    /// Absent while it is being told something, and where there is none.
    desktop: Option<Box<dyn Desktop>>,
    /// The reason that it was told last.
    reason: Option<String>,
    /// What was noted last.
    noted: String,
}

/// What is to be done by the window.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Somebody wants to log off while something is not saved.
    pub is_asked: bool,
    /// For the log.
    pub line: Option<String>,
}

impl LogOffErrand {
    /// Nobody is told anything.
    pub fn new(runner: Runner) -> LogOffErrand {
        LogOffErrand {
            jobs: Jobs::new(runner),
            desktop: None,
            reason: None,
            noted: String::new(),
        }
    }

    /// From now on that desktop is told.
    pub fn set_desktop(&mut self, desktop: Option<Box<dyn Desktop>>) {
        self.desktop = desktop;
    }

    /// Called with every frame: why a log-off is to be held, where it is. One thing is told at a time, and what has changed
    /// meanwhile after it.
    pub fn run(&mut self, reason: Option<String>) -> News {
        let mut news = News::default();
        for (_, outcome) in self.jobs.poll() {
            match outcome {
                Outcome::Done(Done::Told(desktop, watch)) => {
                    self.desktop = Some(desktop);
                    if let Some(watch) = watch {
                        self.wait(watch);
                    }
                }
                Outcome::Done(Done::Asked(watch)) => {
                    news.is_asked = reason.is_some();
                    self.wait(watch);
                }
                Outcome::Done(Done::Over) | Outcome::Failed(_) => {}
            }
        }
        news.line = self.note();
        if reason != self.reason
            && let Some(desktop) = self.desktop.take()
        {
            self.reason.clone_from(&reason);
            self.tell(desktop, reason);
        }
        news
    }

    fn tell(&mut self, mut desktop: Box<dyn Desktop>, reason: Option<String>) {
        self.jobs.start(Work::Tell, move |_| {
            let watch = match reason {
                Some(reason) => desktop.hold(&reason),
                None => {
                    desktop.let_go();
                    None
                }
            };
            Done::Told(desktop, watch)
        });
    }

    fn wait(&mut self, mut watch: Watch) {
        self.jobs.start(Work::Wait, move |_| match watch() {
            true => Done::Asked(watch),
            false => Done::Over,
        });
    }

    /// A line for the log where something else has come of it than before. A desktop that holds nothing is no reason to
    /// trouble anybody: what was changed is on the disk all the same.
    fn note(&mut self) -> Option<String> {
        let line = match self.desktop.as_ref()?.holder()? {
            Ok(name) => format!("log-off: held by {name}"),
            Err(why) => format!("log-off: nobody holds it: {why}"),
        };
        let is_new = self.noted != line;
        self.noted.clone_from(&line);
        is_new.then_some(line)
    }
}

impl fmt::Debug for LogOffErrand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogOffErrand")
            .field("reason", &self.reason)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::super::log_off::desktop::Holder;
    use super::*;

    type Calls = Arc<Mutex<Vec<String>>>;

    /// A desktop that notes what it is told, and holds nothing where it is dead.
    struct Noting {
        calls: Calls,
        is_dead: bool,
    }

    impl Desktop for Noting {
        fn hold(&mut self, reason: &str) -> Option<Watch> {
            self.calls.lock().unwrap().push(format!("hold {reason}"));
            // Somebody wants to log off once, and then the desktop is gone.
            let mut asks = [true].into_iter();
            match self.is_dead {
                true => None,
                false => Some(Box::new(move || asks.next().is_some())),
            }
        }

        fn holder(&self) -> Option<Holder> {
            let asked = self.calls.lock().unwrap().last().cloned();
            asked.filter(|last| last != "let go")?;
            Some(match self.is_dead {
                true => Err("no bus".into()),
                false => Ok("stand-in"),
            })
        }

        fn let_go(&mut self) {
            self.calls.lock().unwrap().push("let go".into());
        }
    }

    fn told(runner: Runner, is_dead: bool) -> (LogOffErrand, Calls) {
        let calls = Calls::default();
        let mut errand = LogOffErrand::new(runner);
        let noting = Noting {
            calls: Arc::clone(&calls),
            is_dead,
        };
        errand.set_desktop(Some(Box::new(noting)));
        (errand, calls)
    }

    #[test]
    fn it_is_held_while_something_is_not_saved_and_the_newest_reason_counts() {
        let (mut errand, calls) = told(Runner::Inline, false);
        let reasons = [None, Some("a"), Some("a"), Some("a"), Some("b"), None, None];
        let news: Vec<News> = reasons
            .into_iter()
            .map(|reason| errand.run(reason.map(String::from)))
            .collect();
        assert_eq!(*calls.lock().unwrap(), ["hold a", "hold b", "let go"]);
        let lines: Vec<&str> = news.iter().filter_map(|news| news.line.as_deref()).collect();
        assert_eq!(lines, ["log-off: held by stand-in"], "noted once");
        // Who wants to log off meets the question as long as something is not saved.
        let asked: Vec<bool> = news.iter().map(|news| news.is_asked).collect();
        assert_eq!(asked, [false, false, false, true, false, false, false]);
    }

    #[test]
    fn a_desktop_that_holds_nothing_is_noted_once_and_asked_again_after_the_next_change() {
        let (mut errand, calls) = told(Runner::Inline, true);
        let reasons = [Some("a"), Some("a"), None, None, Some("a"), Some("a"), None];
        let news = reasons.map(|reason| errand.run(reason.map(String::from)));
        assert_eq!(*calls.lock().unwrap(), ["hold a", "let go", "hold a", "let go"]);
        let lines: Vec<&str> = news.iter().filter_map(|news| news.line.as_deref()).collect();
        assert_eq!(lines, ["log-off: nobody holds it: no bus"]);
    }

    #[test]
    fn a_desktop_that_is_slow_is_told_one_thing_at_a_time() {
        struct Slow(Calls);
        impl Desktop for Slow {
            fn hold(&mut self, reason: &str) -> Option<Watch> {
                std::thread::sleep(std::time::Duration::from_millis(400));
                self.0.lock().unwrap().push(format!("hold {reason}"));
                None
            }
            fn holder(&self) -> Option<Holder> {
                None
            }
            fn let_go(&mut self) {
                self.0.lock().unwrap().push("let go".into());
            }
        }
        let calls = Calls::default();
        let (wake, woken) = std::sync::mpsc::channel();
        let mut errand = LogOffErrand::new(Runner::Threads(Arc::new(move || wake.send(()).unwrap())));
        errand.set_desktop(Some(Box::new(Slow(Arc::clone(&calls)))));
        let begun = std::time::Instant::now();
        for reason in [Some("a"), None, Some("b"), None] {
            errand.run(reason.map(String::from));
        }
        assert!(
            begun.elapsed() < std::time::Duration::from_millis(300),
            "waited for"
        );
        for _ in 0..2 {
            woken.recv().unwrap();
            errand.run(None);
        }
        assert_eq!(
            *calls.lock().unwrap(),
            ["hold a", "let go"],
            "what was passed over is not told"
        );
    }

    #[test]
    fn without_a_desktop_nothing_happens() {
        let mut errand = LogOffErrand::new(Runner::Inline);
        assert_eq!(errand.run(Some("a".into())), News::default());
        assert_eq!(errand.run(None), News::default());
    }
}
