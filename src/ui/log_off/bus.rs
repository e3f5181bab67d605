//! Desktops of Linux, asked by D-Bus: through the portal that desktops share, and where there is none, or where it holds no
//! log-offs, through the session manager of GNOME, whose name MATE and Cinnamon take, too.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zbus::blocking::MessageIterator;

use super::desktop::{Desktop, Holder, Watch};
use super::wish::{Seen, Wish};

/// The bus of the session, connected to with the first wish.
pub struct Bus {
    /// Held while services are asked, which takes seconds: for jobs only.
    wish: Arc<Mutex<Wish>>,
    seen: Seen,
}

impl Default for Bus {
    fn default() -> Bus {
        let seen = Seen::default();
        let wish = Arc::new(Mutex::new(Wish::seen_at(&seen)));
        Bus { wish, seen }
    }
}

impl Desktop for Bus {
    fn hold(&mut self, reason: &str) -> Option<Watch> {
        let mut wish = locked(&self.wish);
        // What is said of the wish is listened to before it is told.
        let messages = match wish.is_watched {
            true => None,
            false => wish.connected().ok().map(MessageIterator::from),
        };
        wish.is_watched |= messages.is_some();
        wish.set_reason(Some(reason));
        drop(wish);
        messages.map(|messages| watch(Arc::clone(&self.wish), messages))
    }

    fn let_go(&mut self) {
        locked(&self.wish).set_reason(None);
    }

    fn holder(&self) -> Option<Holder> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Listens to what services say, and asks again where that makes it necessary, until somebody wants to log off. This goes on
/// by itself, for a window that is hidden has no frames.
fn watch(wish: Arc<Mutex<Wish>>, mut messages: MessageIterator) -> Watch {
    Box::new(move || {
        loop {
            for message in messages.by_ref().flatten() {
                if locked(&wish).hear(&message) {
                    return true;
                }
            }
            // That connection has ended; there is another one where a service took too long.
            let mut wish = locked(&wish);
            let Some(next) = wish.open() else {
                wish.is_watched = false;
                return false;
            };
            messages = MessageIterator::from(next);
        }
    })
}

fn locked(wish: &Mutex<Wish>) -> MutexGuard<'_, Wish> {
    wish.lock().unwrap_or_else(PoisonError::into_inner)
}
