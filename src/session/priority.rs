//! Which threads come first where there are fewer cores than threads: those of the window.

use thread_priority::{ThreadPriority, ThreadPriorityValue};

/// Of 0 to 99; a thread of usual priority has about 50. On Linux it is a niceness of 8.
const LOW_PRIORITY: u8 = 30;

/// Lets the thread that calls stand back behind the window's. A system that refuses treats all alike.
pub fn stand_back() {
    if let Ok(low) = ThreadPriorityValue::try_from(LOW_PRIORITY) {
        let _all_alike = ThreadPriority::Crossplatform(low).set_for_current();
    }
}
