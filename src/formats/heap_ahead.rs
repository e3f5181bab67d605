//! Memory that is asked of the system in larger steps.
//!
//! Where several threads ask for memory, the GNU C library extends what a thread has by a page or two at a time, each by a
//! call of the system while which the other threads' page faults wait: 48,000 of them (counted by strace) for a layer of
//! 260,000 features. A larger block that is asked for and given back at once stays with the thread, and the small ones that
//! follow are cut from it. Under other libraries it changes nothing.

use std::hint::black_box;

/// Bytes asked for at once: less than what the library takes from the system by itself and gives back (128 KiB).
const STEP: usize = 96 << 10;

/// Makes room for small things that will be kept, some hundred bytes each.
pub fn reach_ahead() {
    drop(black_box(Vec::<u8>::with_capacity(STEP)));
}
