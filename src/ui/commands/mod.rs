//! The table of everything that has a name and a key: menus, toolbar and help read it.

pub mod choosing;
mod deed_table;
pub mod deeds;
pub mod keys;
mod perform;
mod table;
mod topic;

use eframe::egui::{Context, Event, Key, KeyboardShortcut, Popup, ThemePreference};
use egui_material_icons::MaterialIcon;

use crate::geom::sketch::SketchKind;
use crate::model::review::decision::State;
use crate::say;
use crate::session::Session;
use crate::words::{self, Lang};

use super::areas::Areas;
use super::dock::moving::Move;
use super::dock::pane::{Home, Pane};
use super::map::compare::comparison::Mode;
use super::map::measure::MeasureKind;
use super::map::state::Tool;
use super::review::card::picked;
use super::view_state::ViewState;

pub use deed_table::DEEDS;
pub use deeds::Deed;
pub use table::TABLE;

/// The whole table: what can always be meant, then what is done with something that is picked.
pub fn entries() -> impl Iterator<Item = &'static Entry> + Clone {
    TABLE.iter().chain(&DEEDS)
}

/// Something that the user can do, by menu, button or key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the table below says what each does, in both languages"
)]
pub enum Action {
    Open,
    Add,
    AddPreview,
    Example,
    Reload,
    SaveDossier,
    CloseDossier,
    Report,
    Export,
    ExportMap,
    ExportLayer,
    Quit,
    Undo,
    Redo,
    Deselect,
    Screen,
    NextFinding,
    PreviousFinding,
    NextUndecided,
    Avoid,
    Minimise,
    Mitigate,
    Exempt,
    Dismiss,
    Consult,
    Reopen,
    Pin,
    FullExtent,
    ZoomSelection,
    ZoomIn,
    ZoomOut,
    TurnLeft,
    TurnRight,
    NorthUp,
    ViewBack,
    ViewForward,
    Swipe,
    Flicker,
    Beside,
    Compare,
    Uncompare,
    SelectTool,
    SelectBox,
    SelectPolygon,
    SelectLocation,
    SelectExpression,
    InvertSelection,
    WhollyInside,
    MeasureLength,
    MeasureArea,
    DrawPoint,
    DrawLine,
    DrawArea,
    Reshape,
    Graticule,
    Legend,
    ProblemDots,
    Layers,
    Inspector,
    Tables,
    LayoutLoad,
    LayoutScreen,
    LayoutReview,
    LayoutPrint,
    ResetLayout,
    ScaleUp,
    ScaleDown,
    ScaleReset,
    Bookmark,
    SaveWorkspace,
    SaveWorkspaceAs,
    Areas(Areas),
    Theme(ThemePreference),
    Show(Pane),
    Language,
    Shortcuts,
    About,
    AttributeTable,
    CommandBox,
    IdentifyTool,
    PinTool,
    ClearPins,
    NumbersPanel,
    Help,
    Tour,
    NextPane,
    PreviousPane,
    ClosePane,
    MovePane(Move),
    Deed(Deed),
    Menus,
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What it does.
    pub action: Action,
    /// Key of its texts: `ui.command.KEY.label` and `.tip`.
    pub key: &'static str,
    /// For the toolbar.
    pub icon: MaterialIcon,
    /// Keys that do it where nobody has chosen others.
    pub shortcuts: &'static [KeyboardShortcut],
}

impl Action {
    /// Its row of the table.
    pub fn entry(self) -> &'static Entry {
        // Every action has a row (tested); the first one stands in so that nothing can fail here.
        entries().find(|entry| entry.action == self).unwrap_or(&TABLE[0])
    }

    /// The state that it gives the picked finding.
    fn decides(self) -> Option<State> {
        Some(match self {
            Action::Avoid => State::Avoid,
            Action::Minimise => State::Minimise,
            Action::Mitigate => State::Mitigate,
            Action::Exempt => State::Exempt,
            Action::Dismiss => State::Dismissed,
            Action::Consult => State::NeedsConsultation,
            Action::Reopen => State::Open,
            _ => return None,
        })
    }

    /// True for what goes on step by step while its key is held down: moves among things, and steps of the view. A step of the
    /// history that has to be recorded comes before the next one: nobody sees yet how far he is.
    fn repeats(self, session: &Session) -> bool {
        if matches!(self, Action::Undo | Action::Redo) {
            return !session.is_log_busy();
        }
        matches!(
            self,
            Action::NextFinding
                | Action::PreviousFinding
                | Action::NextUndecided
                | Action::ZoomIn
                | Action::ZoomOut
                | Action::TurnLeft
                | Action::TurnRight
                | Action::ViewBack
                | Action::ViewForward
                | Action::ScaleUp
                | Action::ScaleDown
                | Action::NextPane
                | Action::PreviousPane
        )
    }

    /// False where it would do nothing now.
    pub fn enabled(self, session: &Session, view: &ViewState) -> bool {
        let open = session.workspace().is_some();
        let selection = session.selection();
        match self {
            Action::Reload => session.can_reload(),
            Action::Undo => session.can_undo(),
            Action::Redo => session.can_redo(),
            Action::Export
            | Action::Report
            | Action::SaveDossier
            | Action::NextFinding
            | Action::PreviousFinding => session.screening().is_some(),
            Action::CloseDossier => session.dossier().is_some(),
            _ if self.decides().is_some() => open && can_decide(session),
            Action::NextUndecided | Action::Pin => session.dossier().is_some_and(|own| own.can_write()),
            Action::Deselect | Action::ZoomSelection => {
                !selection.features.is_empty() || selection.finding.is_some()
            }
            Action::NorthUp => view.map.view().is_some_and(|map| !map.turn().is_none()),
            Action::ViewBack => view.map.has_back(),
            Action::ViewForward => view.map.has_forward(),
            Action::Uncompare => view.map.compare.mode().is_some(),
            Action::ClosePane | Action::MovePane(_) => open && view.dock.at().is_some(),
            Action::Deed(deed) => deed.enabled(session, view),
            Action::ClearPins => !view.map.pins.all().is_empty(),
            _ => open || !self.needs_workspace(),
        }
    }

    /// True where it would do nothing while nothing is open.
    fn needs_workspace(self) -> bool {
        matches!(
            self,
            Action::Add
                | Action::NextPane
                | Action::PreviousPane
                | Action::AttributeTable
                | Action::IdentifyTool
                | Action::NumbersPanel
                | Action::PinTool
                | Action::AddPreview
                | Action::ExportMap
                | Action::Bookmark
                | Action::SaveWorkspace
                | Action::SaveWorkspaceAs
                | Action::ExportLayer
                | Action::Swipe
                | Action::Flicker
                | Action::Beside
                | Action::Compare
                | Action::Screen
                | Action::FullExtent
                | Action::ZoomIn
                | Action::ZoomOut
                | Action::TurnLeft
                | Action::TurnRight
                | Action::SelectTool
                | Action::SelectBox
                | Action::SelectPolygon
                | Action::SelectLocation
                | Action::SelectExpression
                | Action::InvertSelection
                | Action::MeasureLength
                | Action::MeasureArea
                | Action::DrawPoint
                | Action::DrawLine
                | Action::DrawArea
                | Action::Reshape
        )
    }

    /// True where it is switched on now.
    pub fn is_on(self, view: &ViewState) -> bool {
        match self {
            Action::Areas(areas) => view.areas == areas,
            Action::Theme(theme) => view.theme == theme,
            Action::Show(pane) => view.dock.is_open(pane),
            Action::Pin => view.review.placing,
            Action::SelectTool => view.map.tool() == Tool::Select,
            Action::SelectBox => view.map.tool() == Tool::SelectBox,
            Action::IdentifyTool => view.map.tool() == Tool::Identify,
            Action::PinTool => view.map.tool() == Tool::Pin,
            Action::SelectPolygon => view.map.tool() == Tool::SelectPolygon,
            Action::WhollyInside => view.wholly_inside,
            Action::Graticule => view.graticule,
            Action::Legend => view.legend,
            Action::ProblemDots => !view.hide_problems,
            Action::MeasureLength => view.map.tool() == Tool::Measure(MeasureKind::Length),
            Action::MeasureArea => view.map.tool() == Tool::Measure(MeasureKind::Area),
            Action::DrawPoint => view.map.tool() == Tool::Draw(SketchKind::Points),
            Action::DrawLine => view.map.tool() == Tool::Draw(SketchKind::Lines),
            Action::DrawArea => view.map.tool() == Tool::Draw(SketchKind::Areas),
            Action::Reshape => view.map.tool() == Tool::Reshape,
            Action::Swipe => view.map.compare.mode() == Some(Mode::Swipe),
            Action::Flicker => view.map.compare.mode() == Some(Mode::Flicker),
            Action::Beside => view.map.compare.mode() == Some(Mode::Beside),
            Action::Layers => view.dock.is_open(Pane::Layers),
            Action::Inspector => view.dock.is_open(Pane::Inspector),
            Action::Tables => view.dock.is_home_open(Home::Below),
            _ => false,
        }
    }
}

/// Without a dossier the keys of states tell that one is needed.
fn can_decide(session: &Session) -> bool {
    let no_dossier = session.dossier().is_none();
    no_dossier || picked(session).is_some_and(|(own, _)| own.can_write())
}

impl Entry {
    /// A few words.
    pub fn label(&self, lang: Lang) -> String {
        say!(lang, &format!("ui.command.{}.label", self.key))
    }

    /// One sentence.
    pub fn tip(&self, lang: Lang) -> String {
        say!(lang, &format!("ui.command.{}.tip", self.key))
    }

    /// What other programs and trades call it, for whoever looks for it by that; empty where it has no other names.
    pub fn also(&self, lang: Lang) -> String {
        words::found(lang, &format!("command_box.also.{}", self.key)).unwrap_or_default()
    }
}

/// The actions whose keys were pressed. Keys without Ctrl or Alt are left to a field that is being typed in, and to a menu or
/// list that is open over the window.
pub fn pressed(ctx: &Context, session: &Session) -> Vec<Action> {
    let typing = ctx.text_edit_focused() || Popup::is_any_open(ctx);
    let mut keys: Vec<(Action, KeyboardShortcut)> = entries()
        .flat_map(|entry| {
            entry
                .keys(ctx)
                .into_iter()
                .map(|shortcut| (entry.action, shortcut))
        })
        .filter(|(_, shortcut)| !typing || is_safe(shortcut))
        .collect();
    let held = ctx.input(|input| held_keys(&input.events));
    // Ctrl+Z would also match Ctrl+Shift+Z, and 1 would match Alt+1, so keys with more modifiers are asked first.
    keys.sort_by_key(|(_, shortcut)| std::cmp::Reverse(modifier_count(shortcut)));
    ctx.input_mut(|input| {
        keys.retain(|(_, shortcut)| input.consume_shortcut(shortcut));
    });
    // What a key that is held down would do over and over is done once.
    keys.into_iter()
        .filter(|(action, shortcut)| action.repeats(session) || !held.contains(&shortcut.logical_key))
        .map(|(action, _)| action)
        .collect()
}

/// Keys that come again because they are still down. Where a frame was long, one may go down and come again in it: that is a
/// stroke.
fn held_keys(events: &[Event]) -> Vec<Key> {
    let strokes = |repeats: bool| {
        events.iter().filter_map(move |event| match event {
            Event::Key {
                key,
                pressed: true,
                repeat,
                ..
            } if *repeat == repeats => Some(*key),
            _ => None,
        })
    };
    strokes(true)
        .filter(|key| strokes(false).all(|fresh| fresh != *key))
        .collect()
}

fn modifier_count(shortcut: &KeyboardShortcut) -> u8 {
    let keys = shortcut.modifiers;
    [keys.shift, keys.alt, keys.command]
        .into_iter()
        .map(u8::from)
        .sum()
}

fn is_safe(shortcut: &KeyboardShortcut) -> bool {
    let editing = [Key::Z, Key::Y, Key::A, Key::ArrowLeft, Key::ArrowRight];
    let with_modifier = shortcut.modifiers.command || shortcut.modifiers.alt;
    let function_key = (Key::F1..=Key::F12).contains(&shortcut.logical_key);
    function_key || (with_modifier && !editing.contains(&shortcut.logical_key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_has_one_row_with_words_in_both_languages() {
        for entry in entries() {
            assert_eq!(entries().filter(|other| other.action == entry.action).count(), 1);
            for lang in Lang::ALL {
                for text in [entry.label(lang), entry.tip(lang)] {
                    assert!(!text.contains("ui.command"), "{text}");
                }
            }
        }
    }

    #[test]
    fn a_key_that_goes_down_and_comes_again_in_one_frame_is_a_stroke() {
        let event = |key: Key, pressed: bool, repeat: bool| Event::Key {
            key,
            physical_key: None,
            pressed,
            repeat,
            modifiers: eframe::egui::Modifiers::NONE,
        };
        let (down, again, up) = (
            event(Key::S, true, false),
            event(Key::S, true, true),
            event(Key::S, false, false),
        );
        let other = event(Key::P, true, true);
        for (events, expected) in [
            (vec![down.clone()], vec![]),
            (vec![again.clone()], vec![Key::S]),
            (vec![down.clone(), again.clone()], vec![]),
            (vec![again.clone(), up.clone(), down.clone()], vec![]),
            (vec![down, again, up, other], vec![Key::P]),
        ] {
            assert_eq!(held_keys(&events), expected, "{events:?}");
        }
    }

    #[test]
    fn no_key_does_two_things() {
        let keys: Vec<_> = entries().flat_map(|entry| entry.shortcuts).collect();
        for (place, key) in keys.iter().enumerate() {
            assert!(!keys[..place].contains(key), "{key:?}");
        }
    }
}
