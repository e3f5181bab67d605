//! What was drawn or changed by hand is saved with the workspace, beside its file, and read again as it was.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may")]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use redshank::formats::workspace::written_style::file_text;
use redshank::geom::gate::admit_plane;
use redshank::geom::shape::Shape;
use redshank::model::feature::FeatureRef;
use redshank::model::role::ProjectKind;
use redshank::model::symbology_choice::SymbologyChoice;
use redshank::session::Session;
use redshank::session::by_hand::HandEdit;
use redshank::session::command::{Command, JobKind};
use redshank::session::edit::Edit;
use redshank::session::jobs::Runner;
use redshank::session::journal::ResumeWish;
use redshank::session::notice::NoticeKind;
use redshank::session::save_step::SaveStep;
use redshank::words::{Bilingual, Lang};

fn session() -> Session {
    Session::new(Runner::Inline, "2026-11-28".parse().unwrap())
}

fn done(session: &mut Session, command: Command) {
    session.dispatch(command);
    // A job may start another.
    while session.poll() {}
}

fn opened(path: &Path) -> Session {
    let mut session = session();
    done(&mut session, Command::Open(vec![path.to_owned()]));
    assert!(session.workspace().is_some(), "{:?}", session.notices());
    session
}

fn feature(id: &str, west: f64) -> String {
    let (east, south, north) = (west + 0.01, 30.3, 30.31);
    format!(
        r#"{{"type":"Feature","properties":{{"name":"{id}","kind":"solar","sort":1.5}},"geometry":{{"type":"Polygon",
        "coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]]}}}}"#
    )
}

fn collection(features: &[String]) -> String {
    format!(
        r#"{{"type":"FeatureCollection","licence":"ours","features":[{}]}}"#,
        features.join(",\n")
    )
}

/// A workspace of a wetland and three projects, whose ids are their numbers.
fn workspace_in(folder: &Path) -> PathBuf {
    std::fs::create_dir_all(folder).unwrap();
    let wetland = collection(&[feature("marsh", 120.505)]);
    std::fs::write(folder.join("wetland.geojson"), wetland).unwrap();
    let projects: Vec<String> = (1..=3)
        .map(|number| feature(&format!("P{number}"), 120.48 + 0.012 * f64::from(number)))
        .collect();
    std::fs::write(folder.join("projects.geojson"), collection(&projects)).unwrap();
    let file = folder.join("site.toml");
    let text = r#"version = 1
name = "Site"
crs = "EPSG:4549"

[[layer]]
id = "wetland"
file = "wetland.geojson"
role = "wetland"

[[layer]]
id = "projects"
file = "projects.geojson"
role = "project"
fields = { name = "name", kind = "kind" }
where = "kind=solar"
"#;
    std::fs::write(&file, text).unwrap();
    file
}

fn square(session: &Session, east: f64) -> Arc<Shape> {
    let corner = session
        .workspace()
        .unwrap()
        .layer("wetland")
        .unwrap()
        .extent()
        .min;
    let (x, y) = (corner.x + east + 1.0 / 3.0, corner.y + 0.1);
    let ring = vec![(x, y), (x + 90.0, y), (x + 90.0, y + 90.7), (x, y)];
    let polygon = geo::Polygon::new(geo::LineString::from(ring), Vec::new());
    Arc::new(admit_plane(polygon).unwrap())
}

fn draw(session: &mut Session, east: f64, kind: Option<ProjectKind>) {
    let shape = square(session, east);
    let edit = HandEdit::Draw { shape, kind };
    done(session, Command::Edit(Edit::ByHand(edit)));
}

fn named(layer: &str, id: &str) -> FeatureRef {
    FeatureRef {
        layer: layer.into(),
        id: id.into(),
    }
}

fn save(session: &mut Session, path: &Path) {
    let step = SaveStep::Workspace(path.to_owned());
    done(session, Command::Save(step, Lang::En));
}

#[track_caller]
fn is_saved(session: &Session) {
    let told: Vec<String> = session
        .notices()
        .iter()
        .map(|notice| notice.about.text(Lang::En))
        .collect();
    assert!(session.is_saved(), "{told:?}");
    assert!(session.layers_by_hand(false).is_empty());
}

/// Layers, their features with places, and the verdicts.
fn said(session: &Session) -> Vec<String> {
    let workspace = session.workspace().unwrap();
    let mut lines = Vec::new();
    for layer in &workspace.layers {
        let about = &layer.about;
        lines.push(format!(
            "{} {:?} {:?} {:?}",
            about.id, about.name, about.role, about.fields
        ));
        for feature in layer.features() {
            let (shape, properties) = (&feature.shape, &feature.properties);
            let areas = (shape.areas(), shape.lines(), shape.points());
            let values: Vec<_> = properties.iter().collect();
            lines.push(format!("{} {areas:?} {values:?}", feature.id));
        }
    }
    let kinds = workspace
        .projects()
        .map(|project| format!("{} {:?}", project.feature.id, project.kind()));
    lines.extend(kinds);
    let screening = session.screening().unwrap();
    lines.extend(screening.findings.iter().map(|finding| {
        let (matter, evidence) = (&finding.matter, &finding.evidence);
        format!(
            "{} {} {:?} {} {:?}",
            matter.project, matter.rule, finding.verdict, finding.zone, evidence.overlap_m2
        )
    }));
    lines
}

fn names_in(folder: &Path) -> Vec<String> {
    let names = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_workspace_with_a_drawing_is_saved_and_opens_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(&workspace_in(folder.path()));
    draw(&mut session, 0.0, Some(ProjectKind::Wind));
    draw(&mut session, 200.0, None);
    assert_eq!(session.layers_by_hand(false).len(), 1);
    let target = folder.path().join("out/site.toml");
    save(&mut session, &target);
    is_saved(&session);
    assert_eq!(names_in(target.parent().unwrap()), ["drawn.geojson", "site.toml"]);
    let text = std::fs::read_to_string(&target).unwrap();
    assert!(text.contains("file = \"drawn.geojson\""), "{text}");
    let again = opened(&target);
    assert_eq!(said(&again), said(&session));
    assert!(
        again
            .workspace()
            .unwrap()
            .feature(&named("drawn", "D2"))
            .is_some()
    );
}

#[test]
fn a_layer_that_was_changed_by_hand_gets_a_file_of_its_own_and_its_source_stays() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let source = std::fs::read(folder.path().join("projects.geojson")).unwrap();
    let mut session = opened(&file);
    let edit = HandEdit::Remove(named("projects", "2"));
    done(&mut session, Command::Edit(Edit::ByHand(edit)));
    let shape = square(&session, 300.0);
    let feature = named("projects", "3");
    let edit = HandEdit::Reshape { feature, shape };
    done(&mut session, Command::Edit(Edit::ByHand(edit)));
    save(&mut session, &file);
    is_saved(&session);
    assert_eq!(
        std::fs::read(folder.path().join("projects.geojson")).unwrap(),
        source
    );
    assert_eq!(
        names_in(folder.path()),
        [
            "projects-edited.geojson",
            "projects.geojson",
            "site.toml",
            "wetland.geojson"
        ]
    );
    let again = opened(&file);
    assert_eq!(said(&again), said(&session));
    let ids: Vec<String> = again
        .workspace()
        .unwrap()
        .projects()
        .map(|project| project.feature.id.to_string())
        .collect();
    assert_eq!(ids, ["1", "3"]);
    let edited = std::fs::read_to_string(folder.path().join("projects-edited.geojson")).unwrap();
    assert!(
        edited.contains(r#""licence":"ours""#) && edited.contains(r#""sort":1.5"#),
        "{edited}"
    );
}

#[test]
fn only_what_was_written_here_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let theirs = folder.path().join("drawn.geojson");
    std::fs::write(&theirs, "theirs").unwrap();
    let mut session = opened(&file);
    draw(&mut session, 0.0, None);
    save(&mut session, &file);
    draw(&mut session, 200.0, None);
    assert!(!session.is_saved());
    save(&mut session, &file);
    is_saved(&session);
    assert_eq!(std::fs::read(&theirs).unwrap(), b"theirs");
    let own = folder.path().join("drawn-2.geojson");
    assert!(std::fs::read_to_string(&own).unwrap().contains("\"D2\""));
    assert!(!folder.path().join("drawn-3.geojson").exists());
    // Somebody else changes it.
    std::fs::write(&own, "changed").unwrap();
    draw(&mut session, 400.0, None);
    save(&mut session, &file);
    is_saved(&session);
    assert_eq!(std::fs::read(&own).unwrap(), b"changed");
    assert_eq!(said(&opened(&file)), said(&session));
    // It is read as data: it is a source from then on.
    let third = folder.path().join("drawn-3.geojson");
    let before = std::fs::read(&third).unwrap();
    done(&mut session, Command::AddLayers(vec![third.clone()]));
    draw(&mut session, 600.0, None);
    save(&mut session, &file);
    is_saved(&session);
    assert_eq!(std::fs::read(&third).unwrap(), before);
}

#[test]
fn a_drawing_of_which_nothing_is_left_is_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let mut session = opened(&file);
    draw(&mut session, 0.0, None);
    let edit = HandEdit::Remove(named("drawn", "D1"));
    done(&mut session, Command::Edit(Edit::ByHand(edit)));
    save(&mut session, &file);
    is_saved(&session);
    assert_eq!(said(&opened(&file)), said(&session));
}

/// The file of a drawing says that it is one, so that it stays told and goes on to be drawn in.
#[test]
fn a_saved_drawing_that_is_opened_again_is_still_drawn_by_hand_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let mut session = opened(&file);
    for west in [0.0, 200.0, 400.0] {
        draw(&mut session, west, Some(ProjectKind::Wind));
    }
    let edit = HandEdit::Remove(named("drawn", "D2"));
    done(&mut session, Command::Edit(Edit::ByHand(edit)));
    save(&mut session, &file);
    let told = |session: &Session| -> Vec<String> {
        let problems = session.workspace().unwrap().problems.iter();
        let drawn = problems.filter(|problem| problem.kind.code() == "drawn_by_hand");
        drawn.filter_map(|problem| problem.id.clone()).collect()
    };
    let mut again = opened(&file);
    assert_eq!(told(&again), ["D1", "D3"]);
    assert!(again.is_saved() && again.layers_by_hand(true).is_empty());
    draw(&mut again, 600.0, None);
    let workspace = again.workspace().unwrap();
    assert!(workspace.layer("drawn-2").is_none());
    assert!(workspace.feature(&named("drawn", "D4")).is_some());
    assert_eq!(told(&again), ["D1", "D3", "D4"]);
    assert_eq!(again.layers_by_hand(false).len(), 1);
    save(&mut again, &file);
    is_saved(&again);
    let third = opened(&file);
    assert_eq!(said(&third), said(&again));
    assert_eq!(told(&third), ["D1", "D3", "D4"]);
}

/// After a restart the same file goes on to be the one of the drawings.
#[test]
fn a_history_that_is_gone_on_with_knows_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let mut session = opened(&file);
    draw(&mut session, 0.0, Some(ProjectKind::Wind));
    save(&mut session, &file);
    let kept = folder.path().join("kept");
    std::fs::create_dir(&kept).unwrap();
    let journal = kept.join("history.json");
    std::fs::write(&journal, session.journal().unwrap()(&journal).unwrap()).unwrap();
    let mut again = self::session();
    let wish = ResumeWish {
        journal,
        otherwise: vec![file.clone()],
        unsaved: false,
    };
    done(&mut again, Command::Resume(wish));
    assert_eq!(again.steps().0.len(), 2);
    assert_eq!(said(&again), said(&session));
    draw(&mut again, 200.0, None);
    save(&mut again, &file);
    is_saved(&again);
    assert!(!folder.path().join("drawn-2.geojson").exists());
    assert_eq!(said(&opened(&file)), said(&again));
}

#[test]
fn a_doubt_is_not_lost_by_saving_and_the_refusal_speaks_of_the_workspace() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let nowhere = r#"{"type":"Feature","properties":{"kind":"solar"},"geometry":null}"#.to_owned();
    let projects = collection(&[feature("P1", 120.49), nowhere]);
    std::fs::write(folder.path().join("projects.geojson"), projects).unwrap();
    let mut session = opened(&file);
    let before = std::fs::read(&file).unwrap();
    let edit = HandEdit::Reshape {
        feature: named("projects", "1"),
        shape: square(&session, 0.0),
    };
    draw(&mut session, 200.0, None);
    done(&mut session, Command::Edit(Edit::ByHand(edit)));
    for (lang, words) in [
        (Lang::En, "The workspace could not be saved"),
        (Lang::Zh, "工作区"),
    ] {
        let step = SaveStep::Workspace(file.clone());
        done(&mut session, Command::Save(step, lang));
        assert!(!session.is_saved());
        let last = &session.notices().last().unwrap().about;
        assert!(matches!(last, NoticeKind::NotSaved(_)), "{last:?}");
        let text = last.text(lang);
        assert!(text.starts_with(words) && text.contains("projects"), "{text}");
        assert!(!text.contains("findings") && !text.contains("导出失败"), "{text}");
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    assert!(!folder.path().join("drawn.geojson").exists());
    // As the refusal says: taken back, it is saved with the drawing.
    done(&mut session, Command::Undo);
    save(&mut session, &file);
    is_saved(&session);
}

#[test]
fn nothing_stays_behind_where_the_workspace_file_cannot_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = opened(&workspace_in(folder.path()));
    draw(&mut session, 0.0, None);
    let target = folder.path().join("out/site.toml");
    std::fs::create_dir_all(&target).unwrap();
    save(&mut session, &target);
    assert!(!session.is_saved());
    assert_eq!(names_in(target.parent().unwrap()), ["site.toml"]);
}

fn on_threads(path: &Path) -> Session {
    let mut session = Session::new(Runner::Threads(Arc::new(|| {})), "2026-11-28".parse().unwrap());
    session.dispatch(Command::Open(vec![path.to_owned()]));
    settle(&mut session);
    session
}

fn settle(session: &mut Session) {
    while session.poll() || session.running().next().is_some() {
        std::thread::yield_now();
    }
}

fn rename(session: &mut Session, name: &str) {
    session.dispatch(Command::Edit(Edit::RenameLayer {
        layer: "wetland".into(),
        name: Bilingual::same(name),
    }));
}

/// On real threads: whoever saves again while a save runs gets what he sees, in the same files, without a question.
#[test]
fn saves_that_are_wished_for_while_one_runs_follow_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let mut session = on_threads(&file);
    let shape = square(&session, 0.0);
    let draw = HandEdit::Draw { shape, kind: None };
    session.dispatch(Command::Edit(Edit::ByHand(draw)));
    for name in ["Reed", "Marsh", "Fen", "Bog"] {
        rename(&mut session, name);
        let step = |path: &Path| Command::Save(SaveStep::Workspace(path.to_owned()), Lang::En);
        session.dispatch(step(&file));
        session.dispatch(step(&file));
        let layer = "projects".into();
        for ending in ["toml", "other.toml"] {
            let style = folder.path().join("style").with_extension(ending);
            session.dispatch(Command::Save(
                SaveStep::Style(Arc::clone(&layer), style),
                Lang::En,
            ));
        }
        let places = folder.path().join("places.kml");
        session.dispatch(Command::Save(SaveStep::Places(places), Lang::En));
    }
    settle(&mut session);
    is_saved(&session);
    assert_eq!(session.take_in_the_way(), None);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("Bog"), "{text}");
    let drawn = names_in(folder.path());
    let drawn: Vec<&String> = drawn.iter().filter(|name| name.starts_with("drawn")).collect();
    assert_eq!(drawn, ["drawn.geojson"]);
}

/// To stop a save is to hear what became of it.
#[test]
fn a_save_that_is_stopped_says_what_became_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let before = std::fs::read_to_string(&file).unwrap();
    let mut session = on_threads(&file);
    rename(&mut session, "Reed");
    let step = SaveStep::Workspace(file.clone());
    session.dispatch(Command::Save(step, Lang::En));
    session.dispatch(Command::Cancel(JobKind::Saving));
    settle(&mut session);
    let told: Vec<&NoticeKind> = session.notices().iter().map(|notice| &notice.about).collect();
    let is_written = std::fs::read_to_string(&file).unwrap() != before;
    assert_eq!(session.is_saved(), is_written);
    let says = |about: &&NoticeKind| match is_written {
        true => matches!(about, NoticeKind::Saved(_)),
        false => matches!(about, NoticeKind::NotSaved(_)),
    };
    assert!(told.iter().any(says), "{told:?}");
}

/// A pipe in the place of a file holds whoever reads it.
#[cfg(target_os = "linux")]
fn pipe_at(path: &Path) {
    let made = std::process::Command::new("mkfifo").arg(path).status().unwrap();
    assert!(made.success());
}

#[cfg(target_os = "linux")]
#[test]
fn a_save_that_ends_after_another_workspace_was_opened_is_of_the_one_before() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| workspace_in(&folder.path().join(name)));
    let text = std::fs::read_to_string(&first).unwrap();
    let late = first.with_file_name("late.toml");
    let mut session = on_threads(&first);
    rename(&mut session, "Reed");
    // The workspace file that is open is read once more before it is written.
    std::fs::remove_file(&first).unwrap();
    pipe_at(&first);
    session.dispatch(Command::Save(SaveStep::WorkspaceOver(late.clone()), Lang::En));
    rename(&mut session, "Marsh");
    let never = first.with_file_name("never.toml");
    session.dispatch(Command::Save(SaveStep::Workspace(never.clone()), Lang::En));
    session.dispatch(Command::Open(vec![second.clone()]));
    while session.own_file() != Some(&*second) {
        session.poll();
        std::thread::yield_now();
    }
    rename(&mut session, "Fen");
    session.dispatch(Command::Save(SaveStep::Workspace(second.clone()), Lang::En));
    std::fs::write(&first, &text).unwrap();
    settle(&mut session);
    let says = |path: &Path, name: &str| std::fs::read_to_string(path).unwrap().contains(name);
    assert!(says(&late, "Reed") && says(&second, "Fen") && !never.exists());
    assert_eq!(
        (session.own_file(), session.sources()),
        (Some(&*second), &[second.clone()][..])
    );
    is_saved(&session);
    let told = |about: NoticeKind| session.notices().iter().any(|notice| notice.about == about);
    assert!(told(NoticeKind::Saved(vec![late])) && told(NoticeKind::Saved(vec![second.clone()])));
    assert!(told(NoticeKind::LeftUnsaved(never)));
}

/// What is in the way of a file, and a style that was read, are of the workspace that was open when they were asked for.
#[cfg(target_os = "linux")]
#[test]
fn what_comes_late_asks_nothing_and_styles_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let [first, second] = ["first", "second"].map(|name| workspace_in(&folder.path().join(name)));
    let mut session = on_threads(&first);
    let [in_the_way, style] = ["pipe.toml", "style.toml"].map(|name| folder.path().join(name));
    let choice = SymbologyChoice::default();
    pipe_at(&in_the_way);
    pipe_at(&style);
    session.dispatch(Command::Save(SaveStep::Workspace(in_the_way.clone()), Lang::En));
    session.dispatch(Command::Save(
        SaveStep::ReadStyle("wetland".into(), style.clone()),
        Lang::En,
    ));
    session.dispatch(Command::Open(vec![second.clone()]));
    while session.own_file() != Some(&*second) {
        session.poll();
        std::thread::yield_now();
    }
    std::fs::write(&in_the_way, "version = 1").unwrap();
    std::fs::write(&style, file_text(&choice)).unwrap();
    settle(&mut session);
    assert_eq!(session.take_in_the_way(), None);
    assert!(session.is_saved() && !session.can_undo());
    let told = session.notices().iter().map(|notice| &notice.about);
    let of_files = |about: &&NoticeKind| !matches!(about, NoticeKind::Problems(_));
    let told: Vec<&NoticeKind> = told.filter(of_files).collect();
    assert_eq!(told, [&NoticeKind::LeftUnsaved(in_the_way)]);
}

/// Stopped before the first file is whole: there is none then.
#[cfg(target_os = "linux")]
#[test]
fn a_save_that_is_stopped_in_time_writes_nothing() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let file = workspace_in(folder.path());
        let text = std::fs::read_to_string(&file).unwrap();
        let mut session = on_threads(&file);
        let shape = square(&session, 0.0);
        session.dispatch(Command::Edit(Edit::ByHand(HandEdit::Draw { shape, kind: None })));
        std::fs::remove_file(&file).unwrap();
        pipe_at(&file);
        let before = names_in(folder.path());
        let late = file.with_file_name("late.toml");
        session.dispatch(Command::Save(SaveStep::WorkspaceOver(late), lang));
        session.dispatch(Command::Cancel(JobKind::Saving));
        assert!(session.runs(JobKind::Saving), "it says what becomes of it");
        std::fs::write(&file, &text).unwrap();
        settle(&mut session);
        assert_eq!(names_in(folder.path()), before);
        let cancelled = redshank::words::found(lang, "export.error.cancelled").unwrap();
        let told = |about: &NoticeKind| *about == NoticeKind::NotSaved(cancelled.clone());
        assert!(session.notices().iter().any(|notice| told(&notice.about)));
        assert!(!session.is_saved());
    }
}

/// What was begun is told, also where the next one was wished for meanwhile; and they are written in their order.
#[cfg(target_os = "linux")]
#[test]
fn a_save_is_not_forgotten_for_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = workspace_in(folder.path());
    let text = std::fs::read_to_string(&file).unwrap();
    let mut session = on_threads(&file);
    std::fs::remove_file(&file).unwrap();
    pipe_at(&file);
    let saves = [("Reed", "a.toml"), ("Marsh", "b.toml")];
    let saves = saves.map(|(name, file)| (name, folder.path().join(file)));
    for (name, path) in &saves {
        rename(&mut session, name);
        session.dispatch(Command::Save(SaveStep::WorkspaceOver(path.clone()), Lang::En));
    }
    std::fs::write(&file, &text).unwrap();
    settle(&mut session);
    let told = session.notices().iter().map(|notice| &notice.about);
    let told: Vec<NoticeKind> = told
        .filter(|about| matches!(about, NoticeKind::Saved(_)))
        .cloned()
        .collect();
    let expected = saves
        .each_ref()
        .map(|(_, path)| NoticeKind::Saved(vec![path.clone()]));
    assert_eq!(told, expected);
    for (name, path) in &saves {
        assert!(std::fs::read_to_string(path).unwrap().contains(name), "{path:?}");
    }
    assert_eq!(session.own_file(), Some(&*saves[1].1));
    is_saved(&session);
}
