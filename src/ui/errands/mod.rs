//! What the window itself has done in the background: the map, searches, and questions to the system.

mod arrivals;
mod attributes;
pub mod base_map;
pub mod clipboard;
pub mod dialogs;
mod drawing;
mod identify;
mod live;
mod log_off;
mod lookups;
mod picture;
mod recents;
mod searches;
mod taken;

use std::path::{Path, PathBuf};
use std::time::Instant;

use crate::formats::data_name::ENDINGS as DATA_ENDINGS;
use crate::formats::profile;
use crate::report::layers::order::LayerFormat;
use crate::say;
use crate::session::Session;
use crate::session::jobs::{Jobs, Runner};
use crate::session::notice::NoticeKind;
use crate::tiles::file::ENDINGS;

use super::log_off::desktop::Desktop;
use super::memory::Memory;
use super::view_state::{Ask, ViewState, Window};
use super::windows::desk_windows::{ask_to_leave, is_saved};
use super::windows::problems_window::PROBLEMS_FILE;
use arrivals::Arrivals;
use attributes::AttributesErrand;
use base_map::BaseMapErrand;
use clipboard::{ClipboardErrand, Sink};
use dialogs::{Answer, AskSystem, Dialogs};
use drawing::DrawingWork;
use identify::IdentifyErrand;
use live::LiveScreening;
use log_off::LogOffErrand;
use lookups::Lookups;
use picture::PictureErrand;
use recents::Recents;
use searches::Searches;
use taken::Taken;

/// Background work of the window.
#[derive(Debug)]
pub struct Errands {
    drawing: DrawingWork,
    searches: Searches,
    live: LiveScreening,
    base_map: BaseMapErrand,
    attributes: AttributesErrand,
    clipboard: ClipboardErrand,
    lookups: Lookups,
    identify: IdentifyErrand,
    picture: PictureErrand,
    dialogs: Dialogs,
    memory: Memory,
    folders: Jobs<(), bool>,
    recents: Recents,
    log_off: LogOffErrand,
    arrivals: Arrivals,
    taken: Taken,
}

impl Errands {
    /// None yet.
    pub fn new(runner: Runner) -> Errands {
        Errands {
            drawing: DrawingWork::new(runner.clone()),
            searches: Searches::new(runner.clone()),
            live: LiveScreening::new(runner.clone()),
            base_map: BaseMapErrand::new(runner.clone()),
            attributes: AttributesErrand::new(runner.clone()),
            clipboard: ClipboardErrand::new(runner.clone()),
            lookups: Lookups::new(runner.clone()),
            identify: IdentifyErrand::new(runner.clone()),
            picture: PictureErrand::new(runner.clone()),
            dialogs: Dialogs::new(runner.clone(), ask_system),
            recents: Recents::new(runner.clone()),
            log_off: LogOffErrand::new(runner.clone()),
            arrivals: Arrivals::default(),
            taken: Taken::new(runner.clone()),
            folders: Jobs::new(runner),
            memory: Memory::default(),
        }
    }

    /// Remembers what is to be remembered from one start to the next.
    #[must_use]
    pub fn with_memory(mut self, memory: Memory) -> Errands {
        self.memory = memory;
        self
    }

    /// Copies tables there, where it takes them.
    #[must_use]
    pub fn with_clipboard(mut self, sink: Sink) -> Errands {
        self.clipboard.set_sink(sink);
        self
    }

    /// Asks for files in that way, and not by the dialogs of the system.
    #[must_use]
    pub fn with_dialogs(mut self, ask: AskSystem) -> Errands {
        self.dialogs.set_ask(ask);
        self
    }

    /// Has that desktop hold a log-off while something is not saved.
    #[must_use]
    pub fn with_desktop(mut self, desktop: Option<Box<dyn Desktop>>) -> Errands {
        self.log_off.set_desktop(desktop);
        self
    }

    /// What is remembered from one start to the next.
    pub fn memory(&mut self) -> &mut Memory {
        &mut self.memory
    }

    /// True while the map is not complete.
    pub fn busy(&self) -> bool {
        let looked_up =
            self.clipboard.busy() || self.attributes.busy() || self.lookups.busy() || self.identify.busy();
        let drawn = self.drawing.busy() || self.base_map.busy() || self.picture.busy();
        drawn || self.searches.busy() || looked_up || self.dialogs.busy()
    }

    /// Takes in what is done, and begins what is next; gives what is to be told. The window has the keyboard, or something
    /// else has.
    pub fn run(&mut self, session: &Session, view: &mut ViewState, has_keyboard: bool) -> Vec<NoticeKind> {
        self.drawing.run(session, view);
        self.searches.run(session, view);
        self.attributes.run(&mut view.attributes);
        self.clipboard.run(&mut view.clipboard);
        self.lookups.run(&mut view.command_box);
        self.identify.run(&mut view.identify);
        self.picture.run(&mut view.picture);
        self.live.run(session, &mut view.map.sketching);
        self.recents.run(&mut view.desk);
        self.taken.run(view);
        let plane = session.workspace().map(|workspace| &workspace.crs);
        self.base_map.run(plane, &mut view.map.base_map);
        self.follow_log_off(session, view);
        let now = Instant::now();
        if let Some(ask) = view.asked.take() {
            self.dialogs.begin(ask, view.proposals.folder.clone(), now);
        }
        if let Some(folder) = view.review.folder_to_show.take() {
            self.folders.start((), move |_| show_folder(&folder));
        }
        self.folders.poll();
        let dialog = match self.dialogs.step(has_keyboard, now) {
            Some(Answer::Chosen(ask, paths)) => {
                take_answer(view, ask, &paths);
                None
            }
            Some(Answer::Missing) => Some(NoticeKind::NoFileDialog),
            None => None,
        };
        let away = self.arrivals.run(session, view);
        dialog.into_iter().chain(away).collect()
    }

    /// A log-off is held while the title has the mark, and while decisions wait for a dossier that is being stored: they are in
    /// memory only. Who wants to log off meets the question that closing asks.
    fn follow_log_off(&mut self, session: &Session, view: &mut ViewState) {
        let is_held = !is_saved(session, view) || session.entries_wait();
        let open = session.workspace().filter(|_| is_held);
        let reason = open.map(|open| say!(view.lang, "desk.log_off", name = open.name.get(view.lang)));
        let news = self.log_off.run(reason);
        self.memory.note(news.line);
        if news.is_asked {
            ask_to_leave(view);
            view.desk.held_back = None;
        }
    }
}

/// Has the system show a folder in its own way; false where it has none. Its path can be copied all the same.
fn show_folder(folder: &Path) -> bool {
    let program = match std::env::consts::OS {
        "windows" => "explorer",
        "macos" => "open",
        _ => "xdg-open",
    };
    // Windows shows another folder where it meets `/`, and its exit code says nothing.
    let folder = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let shown = std::process::Command::new(program).arg(folder).status();
    shown.is_ok_and(|status| status.success() || cfg!(windows))
}

/// Asks for files, beginning in a folder where one is known.
fn ask_system(ask: Ask, folder: Option<PathBuf>) -> Option<Vec<PathBuf>> {
    let dialog = folder.map_or_else(rfd::FileDialog::new, |folder| {
        rfd::FileDialog::new().set_directory(folder)
    });
    let one = |file: Option<PathBuf>| file.map(|file| vec![file]);
    match ask {
        Ask::Files => dialog
            .add_filter(
                "GeoJSON, Shapefile, GeoPackage, KML, DXF, CSV, XLSX, TXT, ZIP…",
                &DATA_ENDINGS,
            )
            .add_filter("workspace.toml", &["toml"])
            .add_filter("*.redshank", &["redshank"])
            .add_filter("*", &["*"])
            .pick_files(),
        Ask::Attachment => dialog.pick_files(),
        Ask::Folder | Ask::ExportFolder | Ask::LayerFolder | Ask::ReportFolder => one(dialog.pick_folder()),
        Ask::BaseMap => one(dialog.add_filter("MBTiles, PMTiles", &ENDINGS).pick_file()),
        Ask::ProfileToUse => one(dialog.add_filter("*.profile.toml", &["toml"]).pick_file()),
        Ask::StyleToRead => one(dialog.add_filter("*.style.toml", &["toml"]).pick_file()),
        _ => one(ask_where(ask, dialog)),
    }
}

/// Asks for a file to write.
fn ask_where(ask: Ask, dialog: rfd::FileDialog) -> Option<PathBuf> {
    let layers = LayerFormat::ALL.map(LayerFormat::code);
    let profile = format!("import.{}", profile::ENDING);
    let (what, endings, name): (&str, &[&str], &str) = match ask {
        Ask::DossierFile => ("*.redshank", &["redshank"], "case.redshank"),
        Ask::MapFile => ("PDF, PNG, SVG", &["pdf", "png", "svg"], "map.pdf"),
        Ask::ProfileToSave => ("*.profile.toml", &["toml"], &profile),
        Ask::LayerFile => (
            "GeoJSON, GeoPackage, Shapefile, FlatGeobuf, KML, CSV, XLSX, TXT, DXF",
            &layers,
            "layer.geojson",
        ),
        Ask::StyleToSave => ("*.style.toml", &["toml"], "layer.style.toml"),
        Ask::BookmarksFile => ("KML", &["kml"], "places.kml"),
        Ask::WorkspaceFile => ("workspace.toml", &["toml"], "workspace.toml"),
        Ask::ProblemsFile => ("CSV, JSON, GeoJSON", &["csv", "json", "geojson"], PROBLEMS_FILE),
        _ => return None,
    };
    dialog.add_filter(what, endings).set_file_name(name).save_file()
}

fn take_answer(view: &mut ViewState, ask: Ask, paths: &[PathBuf]) {
    let lines: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    let text = lines.join("\n");
    match ask {
        Ask::Files | Ask::Folder => view.path_draft = text,
        Ask::ExportFolder => view.export.folder = text,
        Ask::BaseMap => view.map.base_map.draft.path = text,
        Ask::MapFile => view.map_draft.set_path(text),
        Ask::LayerFile | Ask::LayerFolder => view.layer_draft.set_path(text),
        Ask::ProblemsFile => view.problems_file = text,
        Ask::WorkspaceFile => view.workspace_file = text,
        Ask::StyleToSave | Ask::StyleToRead | Ask::ProfileToUse | Ask::ProfileToSave | Ask::BookmarksFile => {
            view.file_draft = text;
        }
        Ask::DossierFile => view.review.save_path = text,
        Ask::Attachment => {
            // The dialog was asked for in the window for several findings, or in the card of one.
            let together = view.window == Some(Window::DecideTogether);
            let review = &mut view.review;
            let draft = if together {
                &mut review.together.draft
            } else {
                &mut review.decision
            };
            draft.attach.extend_from_slice(paths);
        }
        Ask::ReportFolder => view.review.report.folder = text,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::super::log_off::desktop::{Holder, Watch};
    use super::*;
    use crate::model::review::decision::{Author, Comment};
    use crate::model::review::event::Deed;
    use crate::session::command::Command;
    use crate::session::review::step::ReviewStep;
    use crate::words::Lang;

    const ZONES: &str = r#"{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {
        "type": "Polygon", "coordinates": [[[120.0, 30.0], [120.1, 30.0], [120.1, 30.1], [120.0, 30.0]]]}}]}"#;
    const WORKSPACE: &str = "version = 1\nname = \"Shore\"\n\
        [[layer]]\nid = \"zones\"\nfile = \"zones.geojson\"\nrole = \"wetland\"\n";

    /// A desktop that notes what it is told.
    struct Noting(Arc<Mutex<Vec<String>>>);

    impl Desktop for Noting {
        fn hold(&mut self, reason: &str) -> Option<Watch> {
            self.0.lock().unwrap().push(reason.into());
            None
        }

        fn let_go(&mut self) {
            self.0.lock().unwrap().push("let go".into());
        }

        fn holder(&self) -> Option<Holder> {
            None
        }
    }

    fn remark(text: &str) -> Command {
        Command::Review(ReviewStep::Do(Deed::Commented(Comment {
            finding: None,
            text: text.into(),
            place: None,
        })))
    }

    fn done(session: &mut Session, command: Command) {
        session.dispatch(command);
        while session.poll() {}
    }

    #[test]
    fn a_log_off_is_held_while_decisions_wait_for_a_store() {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(home.path().join("zones.geojson"), ZONES).unwrap();
        let file = home.path().join("workspace.toml");
        std::fs::write(&file, WORKSPACE).unwrap();
        let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
        done(&mut session, Command::Open(vec![file]));
        let author = Author {
            name: "张".into(),
            role: String::new(),
        };
        done(&mut session, Command::Review(ReviewStep::Name(Some(author))));
        let store = || Command::Review(ReviewStep::Save(home.path().join("shore.redshank")));
        done(&mut session, store());
        assert!(session.dossier().is_some(), "{:?}", session.notices());

        let calls = Arc::default();
        let desktop = Noting(Arc::clone(&calls));
        let mut errands = Errands::new(Runner::Inline).with_desktop(Some(Box::new(desktop)));
        let mut view = ViewState::new(Lang::En);
        let mut told = |session: &Session| {
            // The second look takes the desktop back from the job that has told it.
            (0..2).for_each(|_| errands.follow_log_off(session, &mut view));
            calls.lock().unwrap().clone()
        };
        // The first is in the log before anything is stored.
        session.dispatch(remark("one"));
        session.dispatch(store());
        assert!(told(&session).is_empty());
        session.dispatch(remark("two"));
        let reason = "“Shore” has changes that are not saved";
        assert_eq!(told(&session), [reason]);
        while session.poll() {}
        assert_eq!(told(&session), [reason, "let go"]);
    }
}
