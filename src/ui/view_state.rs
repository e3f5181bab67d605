//! How the user looks at the session: nothing of it is undone. How layers are looked at is a matter of the session,
//! [`crate::session::looks`], for it is.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui::{Rect, ThemePreference};
use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::turn::{Turn, TurnedBox};
use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;
use crate::report::export::FileKind;
use crate::session::known_file::Obstacle;
use crate::session::looks::LayerLooks;
use crate::words::Lang;

use super::areas::Areas;
use super::bars::time_left::JobClock;
use super::calendar::Sheet;
use super::clipboard::Clipboard;
use super::command_box::state::CommandBox;
use super::copy_note::CopyNote;
use super::crs_picker::RecentCrs;
use super::dock::tree::Dock;
use super::import_draft::ImportDraft;
use super::layer_draft::LayerDraft;
use super::location_draft::LocationDraft;
use super::look_draft::LookDraft;
use super::map::compare::comparison::Mode;
use super::map::finding_index::FindingIndex;
use super::map::region_search::RegionQuery;
use super::map::selected::SelectedIndex;
use super::map::state::MapState;
use super::map_draft::{MapDraft, Seen};
use super::memory::desk_view::DeskView;
use super::panels::attribute_table::state::AttributesView;
use super::panels::findings_rows::FindingsView;
use super::panels::identify_view::IdentifyView;
use super::panels::layer_tree::LayerTree;
use super::panels::numbers_view::NumbersView;
use super::panels::picture_view::PictureView;
use super::panels::problems_rows::ProblemsView;
use super::review::draft::ReviewView;
use super::scale::Scale;
use super::window_system::WindowSystem;
use super::windows::help_view::HelpView;

pub use super::windows::ask::Ask;

/// A finding or feature on the map has at least so much around it, in metres.
const SURROUNDINGS_M: f64 = 250.0;

/// What covers a smaller part of the width of the map than one in so many is not seen well enough; with its surroundings.
const LEAST_SHARE: f64 = 20.0;

/// How the user looks at the session.
#[derive(Debug, Default)]
pub struct ViewState {
    /// What the window stands on; `None` where the system has one window system only.
    pub window_system: Option<WindowSystem>,
    /// Language of all words.
    pub lang: Lang,
    /// Light, dark, or as the system has it.
    pub theme: ThemePreference,
    /// The unit of areas.
    pub areas: Areas,
    /// Keys that the user has chosen, by command.
    pub own_keys: BTreeMap<String, String>,
    /// Coordinate reference systems that were chosen lately.
    pub recent_crs: RecentCrs,
    /// What the map shows.
    pub map: MapState,
    /// Where the map was drawn last.
    pub map_rect: Option<Rect>,
    /// How a layer is to be looked at, while the hand is at it.
    pub look_draft: Option<LookDraft>,
    /// Lines of longitude and latitude are on the map.
    pub graticule: bool,
    /// The legend is on the map.
    pub legend: bool,
    /// A region selects only what lies wholly in it.
    pub wholly_inside: bool,
    /// A region that was drawn, for the App to search.
    pub region_asked: Option<RegionQuery>,
    /// What is not selected is to be, for the App to search.
    pub inverse_asked: bool,
    /// What is to be selected after a search.
    pub region_found: Option<Vec<FeatureRef>>,
    /// Where the findings of the last screening are.
    pub finding_index: Option<FindingIndex>,
    /// Where the features of a large selection are.
    pub selected_index: Option<Arc<SelectedIndex>>,
    /// Sum of the areas of a layer's features in m², ellipsoidal, as far as worked out.
    pub areas_m2: HashMap<Arc<str>, f64>,
    /// The layer whose details are open.
    pub open_layer: Option<Arc<str>>,
    /// What is remembered from one start to the next.
    pub desk: DeskView,
    /// How the list of layers is looked at.
    pub tree: LayerTree,
    /// Which panes stand where.
    pub dock: Dock,
    /// How large everything is drawn.
    pub scale: Scale,
    /// Filter, order and rows of the findings table.
    pub findings: FindingsView,
    /// Filter, order and rows of the problems table.
    pub problems: ProblemsView,
    /// The attribute table.
    pub attributes: AttributesView,
    /// The help, and the tour.
    pub help: HelpView,
    /// The command box.
    pub command_box: CommandBox,
    /// The tables of numbers.
    pub numbers: NumbersView,
    /// The card of a place.
    pub identify: IdentifyView,
    /// The picture of the finding that is looked at.
    pub picture: PictureView,
    /// The places of problems are not on the map.
    pub hide_problems: bool,
    /// Where problems are to be written, as it is being typed.
    pub problems_file: String,
    /// Where the workspace is to be saved, as it is being typed.
    pub workspace_file: String,
    /// What stands where the workspace was to be saved, while somebody is asked about it.
    pub replacing: Option<(PathBuf, Obstacle)>,
    /// Where files are proposed to be written.
    pub proposals: Proposals,
    /// The file of a style, of a profile or of places, as it is being typed.
    pub file_draft: String,
    /// The file that was named in the window for it, and what for.
    pub file_answer: Option<(Ask, PathBuf)>,
    /// Whether that file is there already.
    pub file_check: FileCheck,
    /// The rule whose text is open.
    pub open_rule: Option<String>,
    /// Filter of the rules.
    pub rule_filter: String,
    /// The window in front of everything.
    pub window: Option<Window>,
    /// The one that was open when somebody was asked whether to leave.
    pub window_before: Option<Window>,
    /// Paths being typed.
    pub path_draft: String,
    /// Where findings were exported to last, or are to be.
    pub export: ExportDraft,
    /// The map sheet being set up.
    pub map_draft: MapDraft,
    /// The export of layers being set up.
    pub layer_draft: LayerDraft,
    /// The selection by location being set up.
    pub location: LocationDraft,
    /// What people choose about the files of an import.
    pub import: ImportDraft,
    /// Files are shown before they are imported also where nothing is in doubt.
    pub preview_always: bool,
    /// The day being typed, and what is left of it where it is no date.
    pub as_of_draft: Option<String>,
    /// What the calendar of that day shows.
    pub as_of_sheet: Sheet,
    /// When each job was first seen.
    pub job_clock: JobClock,
    /// What the App is to ask the system for.
    pub asked: Option<Ask>,
    /// Tables that are to be copied.
    pub clipboard: Clipboard,
    /// What went to the clipboard lately.
    pub copy_note: CopyNote,
    /// What is being typed and looked at in a review.
    pub review: ReviewView,
}

/// Where files are proposed to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposals {
    /// The window that they were made for last.
    pub window: Option<Window>,
    /// The folder of what is open; `None` where that is in none of the user's.
    pub folder: Option<PathBuf>,
}

/// What is known of a file that is to be written, before it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum FileCheck {
    /// Nothing is to be known.
    #[default]
    None,
    /// It is to be looked for.
    Wanted(Ask, PathBuf),
    /// It is there, and somebody is asked whether to write over it.
    Taken(Ask, PathBuf),
}

/// A window in front of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// Which files to open.
    Open,
    /// Which files to add.
    Add,
    /// Which files to add, after a look at them in any case.
    AddPreview,
    /// What files show, and what people say about them.
    Import,
    /// Which workspace to compare with.
    Compare,
    /// Where to write the findings, and how.
    Export,
    /// Which map sheet to write.
    ExportMap,
    /// Which layers to write.
    ExportLayer,
    /// Where to write the problems of the data.
    ExportProblems,
    /// Which features to select by how they lie to others.
    SelectByLocation,
    /// Where to store the case as a dossier.
    SaveDossier,
    /// What becomes of several findings at once.
    DecideTogether,
    /// A remark.
    Comment,
    /// Which report to write.
    Report,
    /// Version, sources, licences.
    About,
    /// Where to save the workspace.
    SaveWorkspace,
    /// What becomes of a file that stands where the workspace is to be saved.
    Replace,
    /// What becomes of what is not saved.
    Leave,
    /// Whether to go on after a crash.
    Recover,
    /// Which file, of a style, of a profile or of places.
    PathOf(Ask),
    /// Help, all keys.
    Help,
}

/// An export being set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportDraft {
    /// The folder.
    pub folder: String,
    /// The kinds of file.
    pub kinds: Vec<FileKind>,
}

impl Default for ExportDraft {
    fn default() -> ExportDraft {
        ExportDraft {
            folder: "findings".to_owned(),
            kinds: FileKind::DEFAULT.into_iter().chain([FileKind::Html]).collect(),
        }
    }
}

impl ViewState {
    /// In that language, else as it comes.
    pub fn new(lang: Lang) -> ViewState {
        ViewState {
            lang,
            ..ViewState::default()
        }
    }

    /// Begins with another workspace: all of it in view.
    pub fn begin(&mut self, workspace: &Workspace) {
        // What was asked about the file of the workspace before would be answered with this one.
        self.replacing = None;
        self.window = self.window.filter(|window| *window != Window::Replace);
        self.look_draft = None;
        self.region_asked = None;
        self.region_found = None;
        self.areas_m2.clear();
        self.problems = ProblemsView::default();
        self.attributes = AttributesView::default();
        self.identify.close();
        self.map.pins.clear();
        self.map.forget_pointer();
        self.open_layer = None;
        (self.tree.cursor, self.tree.renaming) = (None, None);
        self.open_rule = None;
        self.as_of_draft = None;
        self.desk.bookmark_renaming = None;
        self.layer_draft = LayerDraft::default();
        self.location = LocationDraft::default();
        self.review.begin();
        self.map.compare.close();
        self.map.base_map.begin(workspace.base_map.as_ref(), self.lang);
        self.map.fit_turned(workspace.extent(), Turn::NONE);
    }

    /// Compares two versions of the map in that way; the way that is on goes off. Both begin with what is seen now.
    pub fn compare_by(&mut self, mode: Mode, looks: &LayerLooks) {
        if self.map.compare.mode() == Some(mode) {
            self.map.compare.close();
        } else {
            self.map.compare.show(mode, &looks.hidden);
        }
    }

    /// Compares what is open with another workspace: by the divider, unless they are compared in another way already.
    pub fn compare_with(&mut self, paths: Vec<PathBuf>, looks: &LayerLooks) {
        let compare = &mut self.map.compare;
        if compare.mode().is_none() {
            compare.show(Mode::Swipe, &looks.hidden);
        }
        compare.ask(paths);
    }

    /// Moves the map there, unless it is in view and large enough to be seen there.
    pub fn reveal(&mut self, extent: Extent) {
        let seen = self.map.view().zip(self.map_rect);
        let size_m = extent.width().max(extent.height()).max(SURROUNDINGS_M);
        let is_seen = seen.is_some_and(|(view, rect)| {
            let width_m = view.resolution_m_per_px() * f64::from(rect.width());
            holds(&view.on(rect).sight(), &extent) && size_m * LEAST_SHARE >= width_m
        });
        if !is_seen {
            self.zoom_to(extent);
        }
    }

    /// Moves the map there, with some surroundings.
    pub fn zoom_to(&mut self, extent: Extent) {
        if !extent.is_empty() {
            let size_m = extent.width().max(extent.height());
            self.map.fit(extent.inflated(SURROUNDINGS_M.max(0.6 * size_m)));
        }
    }

    /// How the map stands in the window, for a sheet of it.
    pub fn seen(&self, looks: &LayerLooks) -> Seen {
        let mut hidden: Vec<Arc<str>> = looks.hidden.iter().cloned().collect();
        hidden.sort();
        let place = self.map.view().zip(self.map_rect);
        Seen {
            extent: place.map(|(view, rect)| view.on(rect).extent()),
            hidden,
            lang: self.lang,
        }
    }

    /// The paths that were typed, one per line.
    pub fn typed_paths(&self) -> Vec<PathBuf> {
        let lines = self.path_draft.lines().map(str::trim);
        let lines = lines.map(|line| line.trim_matches('"'));
        lines.filter(|line| !line.is_empty()).map(PathBuf::from).collect()
    }
}

fn holds(outer: &TurnedBox, inner: &Extent) -> bool {
    let Extent { min, max } = *inner;
    let across = [Coord { x: min.x, y: max.y }, Coord { x: max.x, y: min.y }];
    let mut corners = [min, max].into_iter().chain(across);
    !inner.is_empty() && corners.all(|corner| outer.contains(corner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_paths_lose_quotes_and_blanks() {
        let view = ViewState {
            path_draft: " maps/qiantang \n\n\"C:/my maps/a.geojson\"".into(),
            ..ViewState::default()
        };
        assert_eq!(
            view.typed_paths(),
            [
                PathBuf::from("maps/qiantang"),
                PathBuf::from("C:/my maps/a.geojson")
            ]
        );
    }

    /// A layer of another workspace may have the same id.
    #[test]
    fn where_the_keyboard_was_in_one_workspace_it_is_not_in_the_next() {
        let mut view = ViewState::default();
        view.tree.cursor = Some("wetland".into());
        view.tree.renaming = Some(("wetland".into(), "Marsh".into()));
        view.begin(&Workspace::empty(
            crate::geom::crs::Crs::from_code("EPSG:4549").unwrap(),
        ));
        assert_eq!((view.tree.cursor, view.tree.renaming), (None, None));
    }
}
