//! Which part of the plane the canvas shows, and how the plane falls on the screen.
//!
//! A pixel here is one of egui's points. Differences to the centre are taken in `f64` before anything becomes `f32`:
//! an easting of 40 500 000 m has steps of 4 m in `f32`.

use eframe::egui::{Pos2, Rect, Vec2};
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::turn::{Turn, TurnedBox};

/// Finest resolution, about 1:4.
const FINEST_M_PER_PX: f64 = 1e-3;
/// Coarsest resolution: a continent in a thumbnail.
const COARSEST_M_PER_PX: f64 = 1e5;
/// Share of the canvas that a fitted extent fills.
const FIT_SHARE: f64 = 0.92;
/// Metres of one pixel at 96 dots per inch.
const PIXEL_M: f64 = 0.0254 / 96.0;
/// Fitting a single point would zoom in without end; this is the least width in metres that is shown.
const LEAST_FIT_M: f64 = 200.0;

/// Centre, resolution and turn of the map on screen. A value: each change gives another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MapView {
    center: Coord<f64>,
    resolution_m_per_px: f64,
    turn: Turn,
}

impl MapView {
    /// A view of the plane, metres, north up; the resolution is held between 1 mm and 100 km per pixel.
    ///
    /// Numbers that are not finite give the origin at 1 m per pixel, so that a bad file cannot lose the map.
    pub fn new(center: Coord<f64>, resolution_m_per_px: f64) -> MapView {
        if !(center.x.is_finite() && center.y.is_finite() && resolution_m_per_px.is_finite()) {
            return MapView {
                center: Coord { x: 0.0, y: 0.0 },
                resolution_m_per_px: 1.0,
                turn: Turn::NONE,
            };
        }
        MapView {
            center,
            resolution_m_per_px: resolution_m_per_px.clamp(FINEST_M_PER_PX, COARSEST_M_PER_PX),
            turn: Turn::NONE,
        }
    }

    /// The view that shows all of `extent` on a canvas of that size, turned as this one. An empty extent gives the view
    /// itself.
    #[must_use]
    pub fn fitted(self, extent: &Extent, size_px: Vec2) -> MapView {
        if extent.is_empty() {
            return self;
        }
        let across = |metres: f64, px: f32| metres.max(LEAST_FIT_M) / (f64::from(px).max(1.0) * FIT_SHARE);
        let [width, height] = self.turn.size_around([extent.width(), extent.height()]);
        let resolution = across(width, size_px.x).max(across(height, size_px.y));
        MapView::new(extent.center(), resolution).with_turn(self.turn)
    }

    /// The same place at another resolution in metres per pixel.
    #[must_use]
    pub fn with_resolution(self, resolution_m_per_px: f64) -> MapView {
        MapView::new(self.center, resolution_m_per_px).with_turn(self.turn)
    }

    /// The same place at 1:`denominator`.
    #[must_use]
    pub fn with_scale(self, denominator: f64) -> MapView {
        self.with_resolution(denominator * PIXEL_M)
    }

    /// Another place, plane metres, at the same resolution.
    #[must_use]
    pub fn with_center(self, center: Coord<f64>) -> MapView {
        MapView::new(center, self.resolution_m_per_px).with_turn(self.turn)
    }

    /// The same place at the same resolution, turned so.
    #[must_use]
    pub fn with_turn(self, turn: Turn) -> MapView {
        MapView { turn, ..self }
    }

    /// The view with a place of the plane so many pixels right of and below the middle.
    #[must_use]
    fn with_place_at(self, place: Coord<f64>, offset_px: Vec2) -> MapView {
        let [right, down] = self.metres_of(offset_px);
        self.with_center(Coord {
            x: place.x - right,
            y: place.y + down,
        })
    }

    /// Metres east and south of so many pixels right and down.
    fn metres_of(&self, px: Vec2) -> [f64; 2] {
        let [right, down] = self.turn.undo([f64::from(px.x), f64::from(px.y)]);
        [right * self.resolution_m_per_px, down * self.resolution_m_per_px]
    }

    /// The view after the map was dragged by so many pixels.
    #[must_use]
    pub fn panned(self, drag_px: Vec2) -> MapView {
        self.with_place_at(self.center, drag_px)
    }

    /// The middle of the canvas in plane metres.
    pub fn center(&self) -> Coord<f64> {
        self.center
    }

    /// Plane metres in a pixel.
    pub fn resolution_m_per_px(&self) -> f64 {
        self.resolution_m_per_px
    }

    /// How far the map is turned.
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// The N of 1:N at 96 dots per inch.
    pub fn scale_denominator(&self) -> f64 {
        self.resolution_m_per_px / PIXEL_M
    }

    /// This view on a part of the screen.
    pub fn on(self, rect: Rect) -> Pane {
        Pane { view: self, rect }
    }
}

/// A view on a part of the screen: the transformations between map and screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pane {
    /// What is shown.
    pub view: MapView,
    /// Where, in points of the screen.
    pub rect: Rect,
}

impl Pane {
    /// Where a place of the plane falls on the screen.
    pub fn screen_from_map(&self, place: Coord<f64>) -> Pos2 {
        let [x, y] = self.offset_px(place);
        let middle = self.rect.center();
        Pos2::new((f64::from(middle.x) + x) as f32, (f64::from(middle.y) + y) as f32)
    }

    /// Pixels right of and below the middle of the canvas.
    pub fn offset_px(&self, place: Coord<f64>) -> [f64; 2] {
        let (center, resolution) = (self.view.center, self.view.resolution_m_per_px);
        self.view.turn.apply([
            (place.x - center.x) / resolution,
            (center.y - place.y) / resolution,
        ])
    }

    /// The place of the plane under a point of the screen.
    pub fn map_from_screen(&self, point: Pos2) -> Coord<f64> {
        let [east, south] = self.view.metres_of(point - self.rect.center());
        Coord {
            x: self.view.center.x + east,
            y: self.view.center.y - south,
        }
    }

    /// The view `factor` times nearer, with the place under `point` where it was.
    pub fn zoomed_about(&self, point: Pos2, factor: f64) -> MapView {
        let zoomed = self.view.with_resolution(self.view.resolution_m_per_px / factor);
        zoomed.with_place_at(self.map_from_screen(point), point - self.rect.center())
    }

    /// The view turned so, with the place under `point` where it was.
    pub fn turned_about(&self, point: Pos2, turn: Turn) -> MapView {
        let turned = self.view.with_turn(turn);
        turned.with_place_at(self.map_from_screen(point), point - self.rect.center())
    }

    /// The box around the part of the plane that shows, in metres.
    pub fn extent(&self) -> Extent {
        let corner = |corner: Pos2| self.map_from_screen(corner);
        let across = Extent::from_corners(corner(self.rect.left_bottom()), corner(self.rect.right_top()));
        if self.view.turn.is_none() {
            return across;
        }
        let mut extent = across;
        extent.grow(corner(self.rect.left_top()));
        extent.grow(corner(self.rect.right_bottom()));
        extent
    }

    /// The part of the plane that shows, as it is seen.
    pub fn sight(&self) -> TurnedBox {
        if self.view.turn.is_none() {
            return TurnedBox::from(&self.extent());
        }
        let size = [self.metres(self.rect.width()), self.metres(self.rect.height())];
        TurnedBox::around(self.view.center, size, self.view.turn)
    }

    /// Plane metres of so many pixels.
    pub fn metres(&self, px: f32) -> f64 {
        f64::from(px) * self.view.resolution_m_per_px
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::egui::{pos2, vec2};
    use proptest::prelude::*;

    const RECT: Rect = Rect {
        min: Pos2 { x: 200.0, y: 40.0 },
        max: Pos2 { x: 1400.0, y: 840.0 },
    };

    fn panes() -> impl Strategy<Value = Pane> {
        let turns = prop_oneof![Just(0.0), -180.0..180.0f64];
        (4e5..41e6f64, 2e6..5e6f64, -2.0..4.0f64, turns).prop_map(|(x, y, log, degrees)| {
            let view = MapView::new(Coord { x, y }, 10f64.powf(log));
            view.with_turn(Turn::of_degrees(degrees)).on(RECT)
        })
    }

    fn points() -> impl Strategy<Value = Pos2> {
        (200.0..1400.0f32, 40.0..840.0f32).prop_map(|(x, y)| pos2(x, y))
    }

    proptest! {
        #[test]
        fn there_and_back(pane in panes(), point in points()) {
            let back = pane.screen_from_map(pane.map_from_screen(point));
            prop_assert!(back.distance(point) < 1e-3, "{:?} {:?}", point, back);
        }

        #[test]
        fn zoom_keeps_the_place_under_the_cursor(pane in panes(), point in points(), factor in 0.01..100.0f64) {
            let place = pane.map_from_screen(point);
            let zoomed = pane.zoomed_about(point, factor).on(RECT);
            prop_assert!(zoomed.screen_from_map(place).distance(point) < 0.01);
        }

        #[test]
        fn a_fitted_extent_is_seen_whole(pane in panes(), width in 1.0..1e6f64, height in 1.0..1e6f64) {
            let corner = pane.view.center();
            let extent = Extent::from_corners(corner, Coord { x: corner.x + width, y: corner.y + height });
            let fitted = pane.view.fitted(&extent, RECT.size()).on(RECT);
            let corners = [(0.0, 0.0), (width, 0.0), (0.0, height), (width, height)];
            for (x, y) in corners {
                let corner = Coord { x: corner.x + x, y: corner.y + y };
                prop_assert!(RECT.contains(fitted.screen_from_map(corner)) && fitted.sight().contains(corner));
            }
        }

        #[test]
        fn a_drag_carries_the_place_along(pane in panes(), point in points(), by in points()) {
            let place = pane.map_from_screen(point);
            let panned = pane.view.panned(by - RECT.center()).on(RECT);
            prop_assert!(panned.screen_from_map(place).distance(point + (by - RECT.center())) < 0.01);
        }

        #[test]
        fn a_turn_keeps_the_place_it_is_about(pane in panes(), point in points(), degrees in -180.0..180.0f64) {
            let place = pane.map_from_screen(point);
            let turned = pane.turned_about(point, Turn::of_degrees(degrees)).on(RECT);
            prop_assert!(turned.screen_from_map(place).distance(point) < 0.01);
            prop_assert!((turned.view.turn().degrees() - degrees).abs() < 1e-9);
        }

        #[test]
        fn whatever_is_seen_lies_in_the_extent(pane in panes(), point in points()) {
            let place = pane.map_from_screen(point);
            let slack = pane.metres(0.01);
            prop_assert!(pane.extent().inflated(slack).contains(place));
            prop_assert!(pane.sight().extent().inflated(slack).contains(place));
        }
    }

    /// Eastings with zone prefix at 1:100: a pan by one pixel moves everything by one pixel, to a thousandth.
    #[test]
    fn large_eastings_do_not_jitter() {
        let view = MapView::new(
            Coord {
                x: 40_500_000.37,
                y: 3_353_475.21,
            },
            1.0,
        )
        .with_scale(100.0);
        let place = Coord {
            x: 40_500_003.123,
            y: 3_353_477.456,
        };
        let mut before = view.on(RECT).screen_from_map(place);
        let mut view = view;
        for _ in 0..200 {
            view = view.panned(vec2(1.0, -1.0));
            let after = view.on(RECT).screen_from_map(place);
            assert!(
                (after - before - vec2(1.0, -1.0)).length() < 1e-3,
                "{before} {after}"
            );
            before = after;
        }
    }

    #[test]
    fn scale_is_that_of_96_dots_per_inch() {
        let view = MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0).with_scale(50_000.0);
        assert!((view.resolution_m_per_px() - 13.229_166_666).abs() < 1e-6);
        assert!((view.scale_denominator() - 50_000.0).abs() < 1e-6);
    }

    #[test]
    fn what_is_not_finite_or_empty_does_not_lose_the_map() {
        let lost = MapView::new(Coord { x: f64::NAN, y: 0.0 }, 1.0);
        assert_eq!(lost, MapView::new(Coord { x: 0.0, y: 0.0 }, 1.0));
        assert_eq!(lost.fitted(&Extent::EMPTY, vec2(100.0, 100.0)), lost);
    }
}
