//! The steps of a session are there after a restart, also those that read files: layers added, read again, examined.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use redshank::formats::workspace::plan::LayerPlan;
use redshank::geom::gate::admit_plane;
use redshank::model::review::decision::Author;
use redshank::session::Session;
use redshank::session::by_hand::HandEdit;
use redshank::session::command::Command;
use redshank::session::edit::Edit;
use redshank::session::history::{CHANGES, LOOKS};
use redshank::session::jobs::Runner;
use redshank::session::journal::ResumeWish;
use redshank::session::notice::NoticeKind;
use redshank::session::review::step::ReviewStep;
use redshank::words::{Bilingual, Lang};

const RING: &str = "[120.5,30.3],[120.51,30.3],[120.51,30.31],[120.5,30.31],[120.5,30.3]";

fn write_ring(folder: &Path, name: &str) -> PathBuf {
    let path = folder.join(name);
    let text = format!(
        r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"Polygon","coordinates":[[{RING}]]}}}}"#
    );
    std::fs::write(&path, text).unwrap();
    path
}

fn session() -> Session {
    Session::new(Runner::Inline, "2026-11-28".parse().unwrap())
}

fn done(session: &mut Session, command: Command) {
    session.dispatch(command);
    // A job may start another.
    while session.poll() {}
}

/// A file is open, a folder with an archive joins it, a layer is read again in another system, examined, called otherwise.
fn busy(folder: &Path) -> Session {
    let mut session = session();
    done(
        &mut session,
        Command::Open(vec![write_ring(folder, "wetland.geojson")]),
    );
    let more = folder.join("more");
    std::fs::create_dir(&more).unwrap();
    write_ring(&more, "core.geojson");
    let mut zip = zip::ZipWriter::new(std::fs::File::create(more.join("交付.zip")).unwrap());
    for name in ["buffer.geojson", "湿地/wetland.geojson"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::copy(
            &mut std::fs::File::open(more.join("core.geojson")).unwrap(),
            &mut zip,
        )
        .unwrap();
    }
    zip.finish().unwrap();
    done(&mut session, Command::AddLayers(vec![more]));
    let plan = session.plan_of("core").unwrap().in_crs("EPSG:4326").unwrap();
    let layer: Arc<str> = "core".into();
    done(
        &mut session,
        Command::ReadAgain {
            layer: Arc::clone(&layer),
            plan: Box::new(LayerPlan {
                accepted_repairs: None,
                ..plan
            }),
        },
    );
    done(&mut session, Command::CheckGeometry(layer));
    let rename = Edit::RenameLayer {
        layer: "wetland-2".into(),
        name: Bilingual::same("Marsh"),
    };
    done(&mut session, Command::Edit(rename));
    session
}

/// Ids, names, numbers of features, places of problems: what there is at each step, and where the session is among them.
fn all(session: &mut Session) -> (Vec<Vec<String>>, usize) {
    let (steps, place) = session.steps();
    let texts: Vec<String> = steps.iter().map(|step| step.text(Lang::En)).collect();
    let mut whole = Vec::new();
    for (number, text) in texts.into_iter().enumerate() {
        done(session, Command::GoTo(number));
        let workspace = session.workspace().unwrap();
        let layers = workspace.layers.iter().map(|layer| {
            let (about, from) = (&layer.about, &layer.provenance);
            let table = session
                .plan_of(&about.id)
                .and_then(|plan| plan.file.table.clone());
            let crs = session.plan_of(&about.id).and_then(|plan| plan.crs.clone());
            let (count, sha256) = (layer.features().len(), &from.sha256);
            format!(
                "{} {} {count} {sha256} {table:?} {crs:?}",
                about.id, about.name.en
            )
        });
        let problems = workspace
            .problems
            .iter()
            .map(|problem| problem.kind.code().to_owned())
            // A history goes on with a workspace file, which is taken to say which field means what.
            .filter(|code| code != "not_mapped");
        whole.push(std::iter::once(text).chain(layers).chain(problems).collect());
    }
    done(session, Command::GoTo(place));
    (whole, place)
}

fn resumed(session: &Session, folder: &Path) -> Session {
    resumed_with(session, folder, str::to_owned)
}

/// The file of the history becomes another one before it is gone on with.
fn resumed_with(session: &Session, folder: &Path, change: impl FnOnce(&str) -> String) -> Session {
    let kept = folder.join("kept");
    std::fs::create_dir_all(&kept).unwrap();
    let journal = kept.join("history.json");
    let text = session.journal().unwrap()(&journal).unwrap();
    std::fs::write(&journal, change(&text)).unwrap();
    let mut again = self::session();
    let dossier = session.dossier().map(|open| open.path.clone());
    let wish = ResumeWish {
        journal,
        otherwise: dossier.into_iter().collect(),
        unsaved: true,
    };
    done(&mut again, Command::Resume(wish));
    again
}

fn lost(session: &Session) -> bool {
    let mut notices = session.notices().iter();
    notices.any(|notice| matches!(notice.about, NoticeKind::HistoryLost(_)))
}

/// Where what could not be gone on with was put aside.
fn kept_aside(session: &Session) -> Option<PathBuf> {
    let mut notices = session.notices().iter();
    notices.find_map(|notice| match &notice.about {
        NoticeKind::HistoryLost(lost) => lost.kept.clone(),
        _ => None,
    })
}

fn draw(session: &mut Session) {
    let ring = geo::wkt! { POLYGON((0. 0., 100. 0., 100. 100., 0. 0.)) };
    let draw = HandEdit::Draw {
        shape: Arc::new(admit_plane(ring).unwrap()),
        kind: None,
    };
    done(session, Command::Edit(Edit::ByHand(draw)));
}

/// Clicks on an eye and names of a layer, so many of each.
fn click(session: &mut Session, looks: usize, names: usize) {
    let layer: Arc<str> = "wetland".into();
    for number in 0..looks {
        let looks = session.looks();
        let edit = looks.toggled(&layer);
        done(session, Command::Look(edit));
        assert_eq!(session.looks().hidden.contains(&layer), number % 2 == 0);
    }
    for number in 0..names {
        let rename = Edit::RenameLayer {
            layer: Arc::clone(&layer),
            name: Bilingual::same(&format!("Marsh {number}")),
        };
        session.dispatch(Command::Edit(rename));
    }
    while session.poll() {}
}

/// A file is open.
fn opened(folder: &Path) -> Session {
    let mut session = session();
    done(
        &mut session,
        Command::Open(vec![write_ring(folder, "wetland.geojson")]),
    );
    session
}

/// A dossier is open, of a file.
fn in_dossier(folder: &Path) -> Session {
    let mut session = opened(folder);
    let author = Author {
        name: "王".into(),
        role: String::new(),
    };
    done(&mut session, Command::Review(ReviewStep::Name(Some(author))));
    let path = folder.join("case.redshank");
    done(&mut session, Command::Review(ReviewStep::Save(path.clone())));
    done(&mut session, Command::Review(ReviewStep::Close));
    done(&mut session, Command::Review(ReviewStep::Open(path)));
    assert!(session.is_stored(), "{:?}", session.notices());
    session
}

fn layers(session: &Session) -> Vec<String> {
    let layers = session.workspace().unwrap().layers.iter();
    let names = layers.map(|layer| {
        let (about, count) = (&layer.about, layer.features().len());
        format!("{} {} {count}", about.id, about.name.en)
    });
    names.collect()
}

/// Whatever is done after it, and however often: what was drawn, and added to a dossier, is there after a crash.
#[test]
fn many_steps_push_nothing_out_that_is_not_saved() {
    for begin in [opened, in_dossier] {
        let folder = tempfile::tempdir().unwrap();
        let mut session = begin(folder.path());
        draw(&mut session);
        let core = write_ring(folder.path(), "core.geojson");
        done(&mut session, Command::AddLayers(vec![core]));
        click(&mut session, CHANGES + 5, CHANGES + 5);
        done(&mut session, Command::Undo);
        let (before, there) = (session.steps(), layers(&session));
        // So many are offered; those before them lead there all the same.
        assert_eq!((before.0.len(), before.1), (CHANGES + 1, CHANGES - 1));
        assert!(there.iter().any(|line| line.starts_with("core core 1")));
        let again = resumed(&session, folder.path());
        assert!(again.steps() == before);
        assert_eq!((layers(&again), again.looks()), (there.clone(), session.looks()));
        assert!(!lost(&again) && !again.is_stored());
        // And once more, from what was gone on with.
        let third = resumed(&again, folder.path());
        assert!(third.steps() == before && layers(&third) == there);
    }
}

/// Steps that only files say are let go of at last.
#[test]
fn old_steps_are_let_go_of_where_files_say_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    click(&mut session, 0, CHANGES + 5);
    assert_eq!(session.steps().0.len(), CHANGES + 1);
    click(&mut session, LOOKS + 5, 0);
    assert_eq!(session.steps().0.len(), LOOKS + 1);
    let again = resumed(&session, folder.path());
    // The first state is opened then, whatever has made it.
    assert!(again.steps().0[1..] == session.steps().0[1..]);
    assert_eq!(again.steps().1, session.steps().1);
    assert_eq!(layers(&again), layers(&session));
    assert!(!lost(&again));
}

/// A step that cannot be taken again is left out and told, and those behind it are taken.
#[test]
fn a_step_that_means_nothing_any_more_takes_no_other_along() {
    for begin in [opened, in_dossier] {
        let folder = tempfile::tempdir().unwrap();
        let mut session = begin(folder.path());
        click(&mut session, 1, 1);
        draw(&mut session);
        draw(&mut session);
        done(&mut session, Command::Undo);
        let there = layers(&session);
        let spoil = |text: &str| {
            let mut journal: serde_json::Value = serde_json::from_str(text).unwrap();
            let steps = journal["edits"].as_array_mut().unwrap();
            steps.insert(2, serde_json::json!({ "remove": "no such layer" }));
            journal["place"] = 4.into();
            journal.to_string()
        };
        let mut again = resumed_with(&session, folder.path(), spoil);
        assert!(lost(&again));
        let (steps, place) = again.steps();
        assert_eq!((steps.len(), place, layers(&again)), (5, 3, there));
        let aside = std::fs::read_to_string(kept_aside(&again).unwrap()).unwrap();
        assert!(aside.contains("no such layer"));
        done(&mut again, Command::Redo);
        assert_eq!(again.steps().1, 4);
    }
}

/// What was done before layers came is in no workspace file. Where their file is gone, they are left out and nothing else.
#[test]
fn drawings_stay_where_the_file_of_other_layers_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    draw(&mut session);
    let there = layers(&session);
    let core = write_ring(folder.path(), "core.geojson");
    done(&mut session, Command::AddLayers(vec![core.clone()]));
    std::fs::remove_file(core).unwrap();
    let again = resumed(&session, folder.path());
    assert_eq!((layers(&again), again.steps().1), (there, 1));
    assert!(lost(&again));
}

/// A step that changes nothing when it is taken again is itself, and not the one before it once more.
#[test]
fn a_step_without_effect_is_not_the_one_before_it_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    draw(&mut session);
    done(&mut session, Command::CheckGeometry("wetland".into()));
    click(&mut session, 1, 0);
    let twice = |text: &str| {
        let mut journal: serde_json::Value = serde_json::from_str(text).unwrap();
        let steps = journal["edits"].as_array_mut().unwrap();
        steps.push(steps.last().unwrap().clone());
        journal["place"] = steps.len().into();
        journal.to_string()
    };
    let again = resumed_with(&session, folder.path(), twice);
    let third = resumed(&again, folder.path());
    assert_eq!(layers(&third), layers(&session));
    assert_eq!(third.steps(), again.steps());
}

/// A colleague has stored the dossier meanwhile: what was done belongs to another state, which is told, and it is kept.
#[test]
fn steps_of_another_run_are_told_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = in_dossier(folder.path());
    draw(&mut session);
    let other = |text: &str| {
        let mut journal: serde_json::Value = serde_json::from_str(text).unwrap();
        journal["dossier"][1] = 7.into();
        journal.to_string()
    };
    let again = resumed_with(&session, folder.path(), other);
    assert!(lost(&again) && again.is_stored());
    let aside = std::fs::read_to_string(kept_aside(&again).unwrap()).unwrap();
    assert!(aside.contains("POLYGON"), "{aside}");
}

/// Steps were taken back behind what was stored, and others were taken: no history leads from there to what is open.
#[test]
fn what_does_not_come_after_what_was_stored_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(folder.path());
    click(&mut session, 0, 2);
    let author = Author {
        name: "王".into(),
        role: String::new(),
    };
    done(&mut session, Command::Review(ReviewStep::Name(Some(author))));
    let path = folder.path().join("case.redshank");
    done(&mut session, Command::Review(ReviewStep::Save(path)));
    done(&mut session, Command::GoTo(1));
    draw(&mut session);
    let again = resumed(&session, folder.path());
    assert!(lost(&again) && again.is_stored());
}

#[test]
fn steps_that_read_files_are_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = busy(folder.path());
    let before = all(&mut session);
    assert!(before.0.len() >= 4, "{before:?}");
    let mut again = resumed(&session, folder.path());
    assert_eq!(all(&mut again), before);
    assert!(!lost(&again));
    // And once more, from what was gone on with; a step back.
    done(&mut again, Command::Undo);
    let before = all(&mut again);
    let mut third = resumed(&again, folder.path());
    assert_eq!(all(&mut third), before);
}

/// What was drawn before layers joined it is in no file, and stays all the same.
#[test]
fn drawings_before_other_data_came_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session();
    done(
        &mut session,
        Command::Open(vec![write_ring(folder.path(), "wetland.geojson")]),
    );
    draw(&mut session);
    done(
        &mut session,
        Command::AddLayers(vec![write_ring(folder.path(), "core.geojson")]),
    );
    let before = all(&mut session);
    let mut again = resumed(&session, folder.path());
    assert_eq!(all(&mut again), before);
}

/// A file that a step needs is gone: the history begins behind the step, and says why.
#[test]
fn a_step_whose_file_is_gone_begins_the_history_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = busy(folder.path());
    let (before, _) = all(&mut session);
    std::fs::remove_file(folder.path().join("more/core.geojson")).unwrap();
    let mut again = resumed(&session, folder.path());
    assert!(lost(&again));
    let (steps, place) = all(&mut again);
    assert_eq!(place, steps.len() - 1);
    assert!(steps.len() < before.len());
    let last = steps.last().unwrap();
    assert!(
        last.iter().any(|line| line.starts_with("wetland-2 Marsh 1")),
        "{last:?}"
    );
    assert!(
        last.iter().any(|line| line.starts_with("core core 0")),
        "{last:?}"
    );
    assert!(last.iter().any(|line| line == "file_missing"), "{last:?}");
}

/// A step that was taken back cannot be done again where its file is gone; what is open stays.
#[test]
fn a_step_that_was_taken_back_ends_the_history_where_its_file_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = busy(folder.path());
    done(&mut session, Command::GoTo(0));
    std::fs::remove_dir_all(folder.path().join("more")).unwrap();
    let mut again = resumed(&session, folder.path());
    assert!(lost(&again));
    let (steps, place) = all(&mut again);
    assert_eq!((steps.len(), place), (1, 0));
    assert_eq!(again.workspace().unwrap().layers.len(), 1);
}

/// Somebody has chosen a reading of coordinates among those that were offered: the layer says so, and still does after a
/// restart, also where the history begins anew.
#[test]
fn the_reading_that_was_chosen_is_kept() {
    use redshank::model::crs_note::CrsNote;
    use redshank::model::crs_reading::{Reading, System};

    /// By layer: the reading that was chosen, and whether the layer says that one was.
    fn chosen(session: &Session) -> Vec<(String, Option<String>, bool)> {
        let layers = session.workspace().unwrap().layers.iter();
        let own = layers.map(|layer| {
            let id = layer.about.id.to_string();
            let plan = session.plan_of(&id).unwrap();
            let notes = &layer.provenance.doubt.notes;
            let is_told = notes.iter().any(|note| matches!(note, CrsNote::Chosen { .. }));
            (id, plan.correction.chosen.map(Reading::code), is_told)
        });
        own.collect()
    }
    fn at_each_step(session: &mut Session) -> Vec<Vec<(String, Option<String>, bool)>> {
        let (count, place) = (session.steps().0.len(), session.steps().1);
        let each = (0..count).map(|number| {
            done(session, Command::GoTo(number));
            chosen(session)
        });
        let each = each.collect();
        done(session, Command::GoTo(place));
        each
    }

    let folder = tempfile::tempdir().unwrap();
    let mut session = busy(folder.path());
    let layer: Arc<str> = "wetland".into();
    let plan = session.plan_of(&layer).unwrap();
    let reading = Reading::plain(System::LonLat);
    let plan = Box::new(plan.by_reading(reading).unwrap());
    done(&mut session, Command::ReadAgain { layer, plan });
    let more = write_ring(folder.path(), "district.geojson");
    done(&mut session, Command::AddLayers(vec![more.clone()]));
    let before = at_each_step(&mut session);
    let last = before.last().unwrap();
    let told = ("wetland".to_owned(), Some("EPSG:4490".to_owned()), true);
    assert!(last.contains(&told), "{last:?}");
    let mut again = resumed(&session, folder.path());
    assert_eq!(at_each_step(&mut again), before);

    // The history begins anew behind the step whose file is gone.
    std::fs::remove_file(more).unwrap();
    let anew = resumed(&session, folder.path());
    assert!(lost(&anew));
    assert!(chosen(&anew).contains(&told), "{:?}", chosen(&anew));
}
