//! Asking the desktop to hold a log-off while something is not saved.
//!
//! A program that ends with the session of its desktop is told by a signal, too late to ask anything. Desktops of Linux let
//! programs say beforehand that they would lose something: they then hold the log-off and show the reason, and whoever logs
//! off goes back to the program. Windows asks every program, and shows the reason of those that say no. macOS is not asked.

#[cfg(target_os = "linux")]
mod bus;
pub mod desktop;
#[cfg(target_os = "linux")]
mod held;
#[cfg(target_os = "linux")]
mod services;
#[cfg(windows)]
mod shutdown_block;
#[cfg(target_os = "linux")]
mod wish;

use desktop::Desktop;

/// The desktop of this machine; none where it is not known how to ask it.
pub fn of_this_machine() -> Option<Box<dyn Desktop>> {
    #[cfg(target_os = "linux")]
    return Some(Box::new(bus::Bus::default()));
    #[cfg(windows)]
    return Some(Box::new(shutdown_block::ShutdownBlock::default()));
    #[cfg(not(any(target_os = "linux", windows)))]
    return None;
}
