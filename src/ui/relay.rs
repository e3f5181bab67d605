//! What outlives a window: when the graphics card is lost, the session and the view go on in the next window.
//!
//! A card is lost when its driver is reset or updated, or when the machine sleeps; nothing that it held can be drawn any
//! more. The window then hands everything over and closes, and the program opens another one.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use eframe::egui::Context;
use eframe::egui_wgpu::RenderState;

use crate::session::Session;

use super::errands::Errands;
use super::view_state::ViewState;

/// Everything that a window shows.
#[derive(Debug)]
pub struct Handover {
    /// What is open.
    pub session: Session,
    /// How it is looked at.
    pub view: ViewState,
    /// What is being worked at.
    pub errands: Errands,
}

/// Passes everything from one window to the next, and wakes whichever is open.
#[derive(Default)]
pub struct Relay {
    window: Mutex<Option<Context>>,
    handover: Mutex<Option<Handover>>,
    lost: AtomicBool,
}

impl Relay {
    /// From now on that window is woken.
    pub fn opened(&self, window: &Context) {
        *self.window.lock().unwrap_or_else(PoisonError::into_inner) = Some(window.clone());
        self.lost.store(false, Ordering::SeqCst);
    }

    /// Has the open window draw another frame.
    pub fn wake(&self) {
        if let Some(window) = &*self.window.lock().unwrap_or_else(PoisonError::into_inner) {
            window.request_repaint();
        }
    }

    /// Notes when that card is lost.
    pub fn watch(self: &Arc<Relay>, card: &RenderState) {
        let relay = Arc::clone(self);
        card.device.set_device_lost_callback(move |_, _| relay.lose());
    }

    /// The graphics card is gone.
    pub fn lose(&self) {
        self.lost.store(true, Ordering::SeqCst);
        self.wake();
    }

    /// True once the graphics card is gone.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::SeqCst)
    }

    /// Keeps everything for the next window.
    pub fn put(&self, handover: Handover) {
        *self.handover.lock().unwrap_or_else(PoisonError::into_inner) = Some(handover);
    }

    /// What the last window left, with the tiles forgotten that were on its card.
    pub fn take(&self) -> Option<Handover> {
        let mut handover = self
            .handover
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()?;
        handover.view.map.tiles.lose_tiles();
        Some(handover)
    }

    /// True where a window left something to go on with.
    pub fn has_handover(&self) -> bool {
        self.handover
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }
}

impl fmt::Debug for Relay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Relay")
            .field("lost", &self.is_lost())
            .finish_non_exhaustive()
    }
}
