//! What is compared with what, and how. Nothing of it is saved or undone.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::layer::Layer;
use crate::model::problem::Problem;
use crate::model::workspace::Workspace;

use super::super::drawing::looks::LayerLooks;
use super::super::input::MapInput;
use super::which::Which;

/// How long each side shows at the beginning, in seconds: two changes a second.
const HOLD_S: f64 = 0.5;
/// The shortest and the longest time; faster than this would be three flashes a second, which can harm (WCAG 2.3.1).
pub const HOLDS_S: [f64; 2] = [0.25, 3.0];

/// How two sides share the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A divider: side A left of it, side B right.
    Swipe,
    /// One after the other in the same place.
    Flicker,
    /// Two maps that move together.
    Beside,
}

impl Mode {
    /// All modes, in the order of menus.
    pub const ALL: [Mode; 3] = [Mode::Swipe, Mode::Flicker, Mode::Beside];

    /// The key of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Mode::Swipe => "swipe",
            Mode::Flicker => "flicker",
            Mode::Beside => "beside",
        }
    }
}

/// When which side shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flicker {
    /// How long each side shows, in seconds.
    pub hold_s: f64,
    /// The sides alternate by themselves.
    pub running: bool,
    /// The user holds the button that shows side B.
    pub button_held: bool,
    /// The user holds the key that shows side B.
    pub key_held: bool,
    since_s: Option<f64>,
}

impl Default for Flicker {
    fn default() -> Flicker {
        Flicker {
            hold_s: HOLD_S,
            running: true,
            button_held: false,
            key_held: false,
            since_s: None,
        }
    }
}

impl Flicker {
    /// Notes the time of the window, in seconds: side A shows first.
    pub fn begin(&mut self, now_s: f64) {
        self.since_s.get_or_insert(now_s);
    }

    /// Which side shows.
    pub fn shows(&self, now_s: f64) -> Which {
        let turns = (self.walked_s(now_s) / self.hold()).floor();
        if self.is_held() || self.running && turns.rem_euclid(2.0) >= 1.0 {
            Which::B
        } else {
            Which::A
        }
    }

    /// Seconds until the other side shows; `None` while nothing changes by itself.
    pub fn next_s(&self, now_s: f64) -> Option<f64> {
        let alternates = self.running && !self.is_held();
        alternates.then(|| self.hold() - self.walked_s(now_s).rem_euclid(self.hold()))
    }

    /// The same pace from the beginning.
    fn rested(self) -> Flicker {
        Flicker {
            hold_s: self.hold_s,
            ..Flicker::default()
        }
    }

    fn is_held(&self) -> bool {
        self.button_held || self.key_held
    }

    fn hold(&self) -> f64 {
        self.hold_s.max(HOLDS_S[0])
    }

    fn walked_s(&self, now_s: f64) -> f64 {
        now_s - self.since_s.unwrap_or(now_s)
    }
}

/// Another workspace for side B.
#[derive(Clone, Debug)]
pub enum Other {
    /// A job reads it.
    Reading,
    /// There is nothing to show, and why; no problems where the job failed by a fault of the program.
    Failed(Vec<Problem>),
    /// It is there, in the plane of the workspace that is open.
    Open(Arc<Workspace>),
}

/// The comparison, on or off.
#[derive(Debug)]
pub struct Compare {
    mode: Option<Mode>,
    share: f32,
    /// When which side shows, while they alternate.
    pub flicker: Flicker,
    /// Layers of the open workspace that side B does not show.
    hidden: Arc<HashSet<Arc<str>>>,
    /// Layers of the other workspace that are switched off.
    other_hidden: Arc<HashSet<Arc<str>>>,
    other: Option<Other>,
    drawn: HashMap<Arc<str>, (Arc<Layer>, Arc<LayerLooks>)>,
    asked: Option<Vec<PathBuf>>,
    /// What of the other workspace was clicked, top first.
    pub picked: Arc<[FeatureRef]>,
    /// What of the other workspace the pointer is over.
    pub hover: Option<FeatureRef>,
}

impl Default for Compare {
    fn default() -> Compare {
        Compare {
            mode: None,
            share: 0.5,
            flicker: Flicker::default(),
            hidden: Arc::default(),
            other_hidden: Arc::default(),
            other: None,
            drawn: HashMap::new(),
            asked: None,
            picked: Arc::default(),
            hover: None,
        }
    }
}

impl Compare {
    /// How the sides share the canvas; `None` while nothing is compared.
    pub fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// Compares in that way. Side B begins with the layers that side A shows, `hidden` being those it does not.
    pub fn show(&mut self, mode: Mode, hidden: &HashSet<Arc<str>>) {
        if self.mode.is_none() {
            self.hidden = Arc::new(hidden.clone());
        }
        self.flicker = self.flicker.rested();
        self.mode = Some(mode);
    }

    /// Ends the comparison and forgets the other workspace; divider and pace stay for the next time.
    pub fn close(&mut self) {
        *self = Compare {
            share: self.share,
            flicker: self.flicker.rested(),
            ..Compare::default()
        };
    }

    /// The part of the canvas left of the divider, 0 to 1.
    pub fn share(&self) -> f32 {
        self.share
    }

    /// Moves the divider; what is not finite changes nothing.
    pub fn set_share(&mut self, share: f32) {
        if share.is_finite() {
            self.share = share.clamp(0.0, 1.0);
        }
    }

    /// Wishes for another workspace on side B; the one that was there goes.
    pub fn ask(&mut self, paths: Vec<PathBuf>) {
        self.forget_other();
        self.other = Some(Other::Reading);
        self.asked = Some(paths);
    }

    /// The paths of the workspace that is wished for, once.
    pub fn take_asked(&mut self) -> Option<Vec<PathBuf>> {
        self.asked.take()
    }

    /// Takes in what was read, if it is still waited for.
    pub fn put_other(&mut self, read: Result<Arc<Workspace>, Vec<Problem>>) {
        if matches!(self.other, Some(Other::Reading)) {
            self.other = Some(match read {
                Ok(workspace) => Other::Open(workspace),
                Err(problems) => Other::Failed(problems),
            });
        }
    }

    /// Side B shows the open workspace again.
    pub fn forget_other(&mut self) {
        self.other = None;
        self.asked = None;
        self.other_hidden = Arc::default();
        self.drawn.clear();
        self.picked = Arc::default();
        self.hover = None;
    }

    /// The other workspace, as far as it has come.
    pub fn other(&self) -> Option<&Other> {
        self.other.as_ref()
    }

    /// True while a job is to read the other workspace.
    pub fn is_reading(&self) -> bool {
        matches!(self.other, Some(Other::Reading))
    }

    /// The other workspace, once it is there.
    pub fn foreign(&self) -> Option<&Arc<Workspace>> {
        match &self.other {
            Some(Other::Open(workspace)) => Some(workspace),
            _ => None,
        }
    }

    /// True where side B does not show a layer of the workspace that it shows.
    pub fn hides(&self, layer: &str) -> bool {
        self.hidden_now().contains(layer)
    }

    /// Shows a layer on side B, or hides it there.
    pub fn toggle(&mut self, layer: &Arc<str>) {
        let hidden = match self.foreign() {
            Some(_) => Arc::make_mut(&mut self.other_hidden),
            None => Arc::make_mut(&mut self.hidden),
        };
        if !hidden.remove(layer) {
            hidden.insert(Arc::clone(layer));
        }
    }

    /// The layers of the other workspace that cannot be drawn yet, bottom first.
    pub fn missing_looks(&self) -> Vec<Arc<Layer>> {
        let layers = self.foreign().map(|workspace| workspace.layers.as_slice());
        let layers = layers.unwrap_or_default().iter();
        layers
            .filter(|layer| self.looks_of(layer).is_none())
            .cloned()
            .collect()
    }

    /// Takes what was worked out of a layer of the other workspace; false where that workspace is gone.
    pub fn put_looks(&mut self, layer: &Arc<Layer>, looks: &Arc<LayerLooks>) -> bool {
        let id = &layer.about.id;
        let own = self.foreign().and_then(|workspace| workspace.layer(id));
        let wanted = own.is_some_and(|own| Arc::ptr_eq(own, layer));
        if wanted {
            self.drawn
                .insert(Arc::clone(id), (Arc::clone(layer), Arc::clone(looks)));
        }
        wanted
    }

    /// What exactly that layer of the other workspace looks like.
    pub fn looks_of(&self, layer: &Arc<Layer>) -> Option<&Arc<LayerLooks>> {
        let (drawn, looks) = self.drawn.get(&layer.about.id)?;
        Arc::ptr_eq(drawn, layer).then_some(looks)
    }

    /// True where a layer of the other workspace has that id.
    pub fn has(&self, id: &str) -> bool {
        self.foreign()
            .is_some_and(|workspace| workspace.layer(id).is_some())
    }

    /// What side B shows, for one frame.
    pub fn seen(&self) -> Seen {
        Seen {
            foreign: self.foreign().cloned(),
            hidden: Arc::clone(self.hidden_now()),
            picked: Arc::clone(&self.picked),
        }
    }

    fn hidden_now(&self) -> &Arc<HashSet<Arc<str>>> {
        match self.foreign() {
            Some(_) => &self.other_hidden,
            None => &self.hidden,
        }
    }
}

/// What side B shows in a frame: held apart from the state of the canvas, which changes in the course of it.
#[derive(Clone, Debug)]
pub struct Seen {
    foreign: Option<Arc<Workspace>>,
    hidden: Arc<HashSet<Arc<str>>>,
    picked: Arc<[FeatureRef]>,
}

impl Seen {
    /// True where that side shows another workspace than the one that is open.
    pub fn is_foreign(&self, which: Which) -> bool {
        which == Which::B && self.foreign.is_some()
    }

    /// What that side is drawn from, `own` being side A. Another workspace has no screening and nothing selected.
    pub fn input<'a>(&'a self, which: Which, own: &MapInput<'a>) -> MapInput<'a> {
        match (which, &self.foreign) {
            (Which::A, _) => *own,
            (Which::B, None) => MapInput {
                hidden: &self.hidden,
                ..*own
            },
            (Which::B, Some(workspace)) => MapInput {
                workspace,
                screening: None,
                outdated: false,
                hidden: &self.hidden,
                finding_index: None,
                selected: &self.picked,
                selected_index: None,
                selected_finding: None,
                problems: None,
                ..*own
            },
        }
    }

    /// Layers of the open workspace that neither side shows.
    pub fn hidden_on_both(&self, own: &HashSet<Arc<str>>) -> HashSet<Arc<str>> {
        match self.foreign {
            Some(_) => own.clone(),
            None => own.intersection(&self.hidden).cloned().collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;

    fn set(ids: &[&str]) -> HashSet<Arc<str>> {
        ids.iter().map(|id| Arc::from(*id)).collect()
    }

    fn empty() -> Arc<Workspace> {
        Arc::new(Workspace::empty(Crs::from_code("EPSG:4549").unwrap()))
    }

    #[track_caller]
    fn check_flicker(flicker: Flicker, now_s: f64, expected: (Which, Option<f64>)) {
        let next = flicker.next_s(now_s);
        assert_eq!(flicker.shows(now_s), expected.0, "at {now_s}");
        assert_eq!(next.is_some(), expected.1.is_some(), "at {now_s}");
        assert!(
            (next.unwrap_or(0.0) - expected.1.unwrap_or(0.0)).abs() < 1e-9,
            "at {now_s}: {next:?}"
        );
    }

    #[test]
    fn sides_alternate_and_the_next_change_is_known() {
        let mut flicker = Compare::default().flicker;
        flicker.begin(100.0);
        flicker.begin(107.0);
        check_flicker(flicker, 100.0, (Which::A, Some(0.5)));
        check_flicker(flicker, 100.4, (Which::A, Some(0.1)));
        check_flicker(flicker, 100.6, (Which::B, Some(0.4)));
        check_flicker(flicker, 101.1, (Which::A, Some(0.4)));
        flicker.key_held = true;
        check_flicker(flicker, 101.1, (Which::B, None));
        flicker.key_held = false;
        flicker.running = false;
        check_flicker(flicker, 100.6, (Which::A, None));
        // A pace from elsewhere cannot make the window flash or divide by nothing.
        flicker.running = true;
        flicker.hold_s = 0.0;
        check_flicker(flicker, 100.3, (Which::B, Some(0.2)));
    }

    #[test]
    fn side_b_begins_as_side_a_and_goes_its_own_way() {
        let mut compare = Compare::default();
        compare.show(Mode::Swipe, &set(&["river"]));
        assert!(compare.hides("river") && !compare.hides("wetland"));
        compare.toggle(&"river".into());
        compare.toggle(&"wetland".into());
        compare.show(Mode::Beside, &set(&["river"]));
        assert!(!compare.hides("river") && compare.hides("wetland"));
        assert_eq!(
            compare.seen().hidden_on_both(&set(&["river", "wetland"])),
            set(&["wetland"])
        );
        compare.close();
        compare.show(Mode::Flicker, &set(&[]));
        assert!(!compare.hides("wetland"));
    }

    #[test]
    fn the_other_workspace_has_layers_of_its_own_and_is_forgotten() {
        let mut compare = Compare::default();
        compare.show(Mode::Swipe, &set(&["river"]));
        compare.ask(vec!["b".into()]);
        assert_eq!(compare.take_asked(), Some(vec!["b".into()]));
        assert_eq!(compare.take_asked(), None);
        assert!(compare.is_reading() && compare.hides("river"));
        compare.put_other(Ok(empty()));
        assert!(compare.foreign().is_some() && !compare.hides("river"));
        compare.toggle(&"dam".into());
        assert!(compare.hides("dam"));
        compare.forget_other();
        assert!(compare.foreign().is_none() && !compare.hides("dam") && compare.hides("river"));
        // Nobody waits for what comes in late.
        compare.put_other(Ok(empty()));
        assert!(compare.foreign().is_none());
    }

    #[test]
    fn the_divider_stays_on_the_canvas() {
        let mut compare = Compare::default();
        for (share, expected) in [(0.2, 0.2), (-3.0, 0.0), (f32::NAN, 0.0), (7.0, 1.0)] {
            compare.set_share(share);
            assert_eq!(compare.share(), expected);
        }
    }
}
