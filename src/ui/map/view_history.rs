//! Last view and next view.

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;

use super::map_view::MapView;

/// How many views are remembered.
const LENGTH: usize = 100;
/// A view that stands still for so long is worth remembering.
const SETTLED_AFTER_S: f64 = 0.4;

/// What is to be shown as soon as the size of the canvas is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Destination {
    /// All of this, in plane metres.
    pub extent: Extent,
    /// On a map that is turned so, where `extent` is what it shows as it would be seen turned back about its middle; else
    /// the map stays turned as it is.
    pub turn: Option<Turn>,
}

/// The views that the user rested on. The one on screen may be ahead of it while the map still moves.
#[derive(Clone, Debug, Default)]
pub struct ViewHistory {
    views: Vec<MapView>,
    /// How many of `views` lie up to and with the present one; 0 only while there is none.
    position: usize,
    moving: Option<(MapView, f64)>,
}

impl ViewHistory {
    /// Tells which view is on screen at `now_s`; true while it is too young to be remembered, so that one more frame is
    /// needed.
    pub fn watch(&mut self, view: MapView, now_s: f64) -> bool {
        if self.present() == Some(view) {
            self.moving = None;
            return false;
        }
        match self.moving {
            Some((last, since_s)) if last == view => {
                if self.present().is_some() && now_s - since_s < SETTLED_AFTER_S {
                    return true;
                }
                self.remember(view);
                false
            }
            _ => {
                self.moving = Some((view, now_s));
                true
            }
        }
    }

    /// Remembers a view at once and forgets those that were ahead of it.
    pub fn remember(&mut self, view: MapView) {
        self.moving = None;
        if self.present() == Some(view) {
            return;
        }
        self.views.truncate(self.position);
        self.views.push(view);
        if self.views.len() > LENGTH {
            self.views.remove(0);
        }
        self.position = self.views.len();
    }

    /// Steps back; `None` at the oldest.
    pub fn back(&mut self) -> Option<MapView> {
        if let Some((view, _)) = self.moving {
            self.remember(view);
        }
        let position = self.position.checked_sub(1).filter(|&p| p > 0)?;
        self.position = position;
        self.present()
    }

    /// Steps forward; `None` at the newest.
    pub fn forward(&mut self) -> Option<MapView> {
        let view = *self.views.get(self.position)?;
        self.position += 1;
        self.moving = None;
        Some(view)
    }

    /// True where [`ViewHistory::back`] has something to give.
    pub fn has_back(&self) -> bool {
        self.position > 1
    }

    /// True where [`ViewHistory::forward`] has something to give.
    pub fn has_forward(&self) -> bool {
        self.position < self.views.len()
    }

    fn present(&self) -> Option<MapView> {
        self.views.get(self.position.checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::Coord;

    fn view(x: f64) -> MapView {
        MapView::new(Coord { x, y: 0.0 }, 1.0)
    }

    #[test]
    fn back_and_forward() {
        let mut history = ViewHistory::default();
        (0..3).for_each(|x| history.remember(view(f64::from(x))));
        assert_eq!(history.back(), Some(view(1.0)));
        assert_eq!(history.back(), Some(view(0.0)));
        assert_eq!(history.back(), None);
        assert_eq!(history.forward(), Some(view(1.0)));
        history.remember(view(9.0));
        assert_eq!(history.forward(), None);
        assert_eq!(history.back(), Some(view(1.0)));
    }

    #[test]
    fn only_the_last_hundred_are_kept() {
        let mut history = ViewHistory::default();
        (0..250).for_each(|x| history.remember(view(f64::from(x))));
        let steps = std::iter::from_fn(|| history.back()).count();
        assert_eq!(steps, LENGTH - 1);
    }

    #[test]
    fn a_moving_view_is_remembered_once_it_rests() {
        let mut history = ViewHistory::default();
        history.remember(view(0.0));
        assert!(history.watch(view(1.0), 0.0));
        assert!(history.watch(view(2.0), 0.1));
        assert!(history.watch(view(2.0), 0.3));
        assert!(!history.watch(view(2.0), 0.6));
        assert_eq!(history.back(), Some(view(0.0)));
    }

    #[test]
    fn going_back_in_mid_motion_returns_to_where_it_began() {
        let mut history = ViewHistory::default();
        history.remember(view(0.0));
        history.watch(view(1.0), 0.0);
        assert_eq!(history.back(), Some(view(0.0)));
        assert_eq!(history.forward(), Some(view(1.0)));
    }
}
