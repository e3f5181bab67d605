//! What part of the plane the map shows, and how it comes to show another one.

use eframe::egui::Vec2;
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;

use super::map_view::MapView;
use super::state::MapState;
use super::view_history::Destination;

impl MapState {
    /// What is shown; `None` before the first frame.
    pub fn view(&self) -> Option<MapView> {
        self.view
    }

    /// Shows something else at once, and remembers where it was.
    pub fn set_view(&mut self, view: MapView) {
        if let Some(before) = self.view {
            self.history.remember(before);
        }
        self.view = Some(view);
        self.wanted = None;
        self.history.remember(view);
    }

    /// Shows an extent in plane metres as soon as the size of the canvas is known: full extent, a layer, a selection. The
    /// map stays turned as it is.
    pub fn fit(&mut self, extent: Extent) {
        if !extent.is_empty() {
            self.wanted = Some(Destination { extent, turn: None });
        }
    }

    /// Shows what a map that is turned so showed, seen level as it was there.
    pub fn fit_turned(&mut self, extent: Extent, turn: Turn) {
        if !extent.is_empty() {
            let turn = Some(turn);
            self.wanted = Some(Destination { extent, turn });
        }
    }

    /// Shows the features, or as many of them as there are.
    pub fn fit_features<'a>(
        &mut self,
        workspace: &Workspace,
        names: impl IntoIterator<Item = &'a FeatureRef>,
    ) {
        let mut extent = Extent::EMPTY;
        for (_, feature) in names.into_iter().filter_map(|name| workspace.feature(name)) {
            extent.merge(&feature.shape.extent());
        }
        self.fit(extent);
    }

    /// Brings a place of the plane to the middle.
    pub fn center_on(&mut self, place: Coord<f64>) {
        if let Some(view) = self.view {
            self.set_view(view.with_center(place));
        }
    }

    /// Shows the same place at 1:`denominator`.
    pub fn set_scale(&mut self, denominator: f64) {
        if let Some(view) = self.view {
            self.set_view(view.with_scale(denominator));
        }
    }

    /// Turns the map about the middle to so much.
    pub fn set_turn(&mut self, turn: Turn) {
        if let Some(view) = self.view {
            self.set_view(view.with_turn(turn));
        }
    }

    /// Turns the map about the middle by so much more.
    pub fn turn_by(&mut self, by: Turn) {
        if let Some(view) = self.view {
            self.set_view(view.with_turn(view.turn().and(by)));
        }
    }

    /// Zooms about the middle; a factor above 1 goes nearer.
    pub fn zoom_by(&mut self, factor: f64) {
        if let Some(view) = self.view {
            self.set_view(view.with_resolution(view.resolution_m_per_px() / factor));
        }
    }

    /// Last view.
    pub fn back(&mut self) {
        self.view = self.history.back().or(self.view);
    }

    /// Next view.
    pub fn forward(&mut self) {
        self.view = self.history.forward().or(self.view);
    }

    /// True where there is a last view.
    pub fn has_back(&self) -> bool {
        self.history.has_back()
    }

    /// True where there is a next view.
    pub fn has_forward(&self) -> bool {
        self.history.has_forward()
    }

    /// Settles what is shown on a canvas of that size: what was wanted, else what was, else all of it.
    pub(super) fn settle(&mut self, size_px: Vec2, full: &Extent) -> MapView {
        let start = self.view.unwrap_or(MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0));
        if let Some(Destination { extent, turn }) = self.wanted.take() {
            self.set_view(match turn {
                Some(turn) => start
                    .with_turn(Turn::NONE)
                    .fitted(&extent, size_px)
                    .with_turn(turn),
                None => start.fitted(&extent, size_px),
            });
        } else if self.view.is_none() && !full.is_empty() {
            self.set_view(start.fitted(full, size_px));
        }
        self.view.unwrap_or(start)
    }

    /// Moves the map by hand; remembered once it rests. True where one more frame is needed for that.
    pub(super) fn moved(&mut self, view: MapView, now_s: f64) -> bool {
        if self.view.is_some() {
            self.view = Some(view);
            self.history.watch(view, now_s)
        } else {
            false
        }
    }
}
