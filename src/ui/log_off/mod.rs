//! Asking the desktop to hold a log-off while something is not saved.
//!
//! A program that ends with the session of its desktop is told by a signal, too late to ask anything. Desktops of Linux let
//! programs say beforehand that they would lose something: they then hold the log-off and show the reason, and whoever logs
//! off goes back to the program. Windows and macOS are not asked.

#[cfg(target_os = "linux")]
mod bus;

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

/// The desktop of this machine; none where it is not known how to ask it.
pub fn of_this_machine() -> Option<Box<dyn Desktop>> {
    #[cfg(target_os = "linux")]
    return Some(Box::new(bus::Bus::default()));
    #[cfg(not(target_os = "linux"))]
    return None;
}
