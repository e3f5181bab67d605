//! What a desktop is asked for, whichever it is.

/// A desktop that can hold a log-off. Its calls may take seconds, so that they belong into jobs, but for `holder`.
pub trait Desktop: Send {
    /// Has it hold a log-off, and show that reason; one that was given before is replaced. Gives what waits until somebody
    /// wants to log off, where nobody waits for it yet.
    fn hold(&mut self, reason: &str) -> Option<Watch>;

    /// Has it hold log-offs no longer.
    fn let_go(&mut self);

    /// Who holds it now; nothing where nobody is to hold it.
    fn holder(&self) -> Option<Holder>;
}

/// The name of who holds a log-off; else why nobody does, in the words of those that were asked.
pub type Holder = Result<&'static str, String>;

/// Waits until somebody wants to log off; false where that will never be known any more.
pub type Watch = Box<dyn FnMut() -> bool + Send>;
