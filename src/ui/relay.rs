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

    /// True once a window has been open, whether or not one still is.
    pub fn has_opened(&self) -> bool {
        let window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        window.is_some()
    }

    /// Has the open window draw another frame.
    pub fn wake(&self) {
        if let Some(window) = &*self.window.lock().unwrap_or_else(PoisonError::into_inner) {
            window.request_repaint();
        }
    }

    /// Notes when that card is lost. One that refuses what it is asked for, or has no memory left, counts as lost: what it
    /// shows can no longer be trusted, and wgpu would end the program.
    pub fn watch(self: &Arc<Relay>, card: &RenderState) {
        let relay = Arc::clone(self);
        card.device.set_device_lost_callback(move |_, _| relay.lose());
        let relay = Arc::clone(self);
        card.device.on_uncaptured_error(Arc::new(move |_| relay.lose()));
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

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui_wgpu::RendererOptions;
    use eframe::wgpu;
    use egui_kittest::wgpu::{create_render_state, default_wgpu_setup};

    /// A real card (or Mesa's), watched, and what then happens to it.
    fn check(happens: impl Fn(&wgpu::Device), expected: bool) {
        let card = create_render_state(default_wgpu_setup(), RendererOptions::PREDICTABLE);
        let relay = Arc::new(Relay::default());
        relay.watch(&card);
        happens(&card.device);
        let _nothing_left_to_do = card.device.poll(wgpu::PollType::Poll);
        assert_eq!(relay.is_lost(), expected);
    }

    #[test]
    fn a_card_is_lost_when_it_is_gone_or_refuses() {
        let buffer = |size| wgpu::BufferDescriptor {
            label: None,
            size,
            usage: wgpu::BufferUsages::VERTEX,
            mapped_at_creation: false,
        };
        check(|device| drop(device.create_buffer(&buffer(64))), false);
        check(|device| drop(device.create_buffer(&buffer(u64::MAX / 2))), true);
        check(wgpu::Device::destroy, true);
    }
}
