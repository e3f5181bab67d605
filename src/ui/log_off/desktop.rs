//! What a desktop is asked for, whichever it is.

/// A desktop that can hold a log-off. Its calls may take seconds: they belong into jobs.
pub trait Desktop: Send {
    /// Has it hold a log-off, and show that reason; one that was given before is replaced. Gives who holds it.
    ///
    /// # Errors
    /// Nobody holds it: why, in the words of those that were asked.
    fn hold(&mut self, reason: &str) -> Result<Holder, String>;

    /// Has it hold log-offs no longer.
    fn let_go(&mut self);
}

/// Who holds a log-off.
pub struct Holder {
    /// Its name.
    pub name: &'static str,
    /// Waits until somebody wants to log off, where the holder says so and nobody waits for it yet.
    pub watch: Option<Watch>,
}

/// Waits until somebody wants to log off; false where that will never be known any more.
pub type Watch = Box<dyn FnMut() -> bool + Send>;
