//! A review in a session, without a window: dossiers opened and stored, decisions, names, reports, a second user.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::too_many_lines,
    reason = "a test may"
)]

mod kept;
#[path = "review_session/steps.rs"]
mod steps;

use std::path::{Path, PathBuf};

use kept::{check_code, keep, quick, redshank, screened, small, text, write_sources};
use redshank::dossier::open::{Access, Dossier, WhyReadOnly};
use redshank::dossier::today::Cause;
use redshank::model::finding::Verdict;
use redshank::model::review::checklist::{ChecklistAnswer, Reply};
use redshank::model::review::decision::{Author, Comment, State};
use redshank::model::review::event::Deed;
use redshank::model::review::key::FindingKey;
use redshank::model::review::reportable::Obstacle;
use redshank::model::review::standing::standing;
use redshank::model::review::state::Review;
use redshank::model::review::steps::{Step, StepState};
use redshank::report::export::FileKind;
use redshank::session::Session;
use redshank::session::command::{Command, JobKind};
use redshank::session::edit::Edit;
use redshank::session::jobs::Runner;
use redshank::session::looks::LookEdit;
use redshank::session::notice::NoticeKind;
use redshank::session::review::step::{DecisionWish, ReportOrder, ReviewStep};
use redshank::session::review::told::Told;
use redshank::words::Lang;

fn session() -> Session {
    Session::new(Runner::Inline, "2026-11-23".parse().unwrap())
}

fn wish(session: &mut Session, step: ReviewStep) {
    session.dispatch(Command::Review(step));
    settle(session);
}

fn settle(session: &mut Session) {
    while session.poll() {}
}

fn open(path: &Path) -> Session {
    let mut session = session();
    wish(&mut session, ReviewStep::Open(path.to_owned()));
    session
}

fn author(name: &str) -> Author {
    Author {
        name: name.into(),
        role: "engineer".into(),
    }
}

/// Somebody sits down before the program.
fn sits(session: &mut Session, name: &str) {
    wish(session, ReviewStep::Name(Some(author(name))));
}

fn keys(session: &Session) -> Vec<FindingKey> {
    let findings = &session.screening().unwrap().findings;
    findings.iter().map(FindingKey::of).collect()
}

fn decision(finding: FindingKey, state: State, reason: &str) -> ReviewStep {
    ReviewStep::Decide(Box::new(DecisionWish {
        findings: vec![finding],
        state,
        article: None,
        reason: reason.into(),
        attach: Vec::new(),
    }))
}

fn state_of(session: &Session, key: &FindingKey) -> State {
    let open = session.dossier().unwrap();
    standing(&open.review, key, open.evidence_of(key)).state
}

fn told(session: &Session) -> Vec<&Told> {
    let notices = session.notices().iter();
    let told = notices.filter_map(|notice| match &notice.about {
        NoticeKind::Review(told) => Some(told),
        _ => None,
    });
    told.collect()
}

/// What stands in the file, as another program finds it.
fn in_file(path: &Path) -> Review {
    Dossier::read(path, &Default::default()).unwrap().review().clone()
}

#[test]
fn a_dossier_is_opened_with_its_workspace_and_its_run() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let session = open(&path);
    let open = session.dossier().unwrap();
    assert!(open.can_write() && open.path == path && open.run.run == 1);
    assert_eq!(session.screening().unwrap().findings.len(), 3);
    assert_eq!(session.as_of().to_string(), "2026-11-23");
    assert!(session.is_as_stored());
    assert_eq!(open.evidence.len(), 3);
    let board = open.board().unwrap();
    assert_eq!((board.finding_count(), board.closed_count()), (3, 0));
    assert_eq!(told(&session), Vec::<&Told>::new());
}

#[test]
fn nobody_writes_without_a_name() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    let key = keys(&session)[0].clone();
    wish(&mut session, decision(key.clone(), State::Avoid, "moves north"));
    assert!(session.asks_name());
    assert_eq!(in_file(&path).events().len(), 1);
    // Whoever does not say who he is has not decided.
    wish(&mut session, ReviewStep::Name(None));
    assert!(!session.asks_name());
    sits(&mut session, " ");
    assert_eq!(session.author(), None);
    wish(&mut session, decision(key.clone(), State::Avoid, "moves north"));
    sits(&mut session, "张");
    assert_eq!(state_of(&session, &key), State::Avoid);
    drop(session);
    let review = in_file(&path);
    assert_eq!(review.events().len(), 2);
    assert_eq!(review.events()[1].author, author("张"));
}

#[test]
fn what_cannot_be_decided_is_told_and_not_written() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    wish(&mut session, decision(key.clone(), State::Avoid, " "));
    wish(&mut session, decision(key.clone(), State::Exempt, "by law"));
    let mut unknown = key.clone();
    unknown.rule = "another".into();
    wish(&mut session, decision(unknown, State::Avoid, "r"));
    wish(&mut session, ReviewStep::TakeBack(vec![1]));
    let missing = DecisionWish {
        findings: vec![key],
        state: State::Avoid,
        article: None,
        reason: "r".into(),
        attach: vec![home.path().join("no.pdf")],
    };
    wish(&mut session, ReviewStep::Decide(Box::new(missing)));
    let words: Vec<String> = told(&session).iter().map(|told| told.text(Lang::En)).collect();
    let expected = [
        "No reason is given",
        "must name its article",
        "has no such finding",
        "cannot be undone",
        "paper cannot be read",
    ];
    assert_eq!(words.len(), expected.len(), "{words:?}");
    for (said, expected) in words.iter().zip(expected) {
        assert!(said.contains(expected), "{said}");
    }
    assert_eq!(session.dossier().unwrap().review.events().len(), 1);
}

#[test]
fn papers_are_kept_by_name_and_hash() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let paper = home.path().join("批文.pdf");
    std::fs::write(&paper, b"abc").unwrap();
    let mut session = open(&path);
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    let wished = DecisionWish {
        findings: vec![key.clone()],
        state: State::Exempt,
        article: Some("第十九条".into()),
        reason: "r".into(),
        attach: vec![paper],
    };
    wish(&mut session, ReviewStep::Decide(Box::new(wished)));
    let review = &session.dossier().unwrap().review;
    let (_, decision) = review.decisions(&key).next().unwrap();
    let kept = &decision.attachments[0];
    assert_eq!((kept.name.as_str(), kept.byte_count), ("批文.pdf", 3));
    assert!(kept.sha256.starts_with("ba7816bf"));
    assert_eq!(decision.article.as_deref(), Some("第十九条"));
}

/// Several findings decided at once: entries of their own in the log, one step to take back, all of them or none.
#[test]
fn what_is_decided_at_once_is_taken_back_at_once() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let all = keys(&session);
    let at_once = |findings: Vec<FindingKey>| {
        let wished = DecisionWish {
            findings,
            state: State::Avoid,
            article: None,
            reason: "moves north".into(),
            attach: Vec::new(),
        };
        ReviewStep::Decide(Box::new(wished))
    };
    let states = |session: &Session| -> Vec<State> { all.iter().map(|key| state_of(session, key)).collect() };
    wish(&mut session, decision(all[0].clone(), State::Mitigate, "before"));
    wish(&mut session, at_once(all.clone()));
    assert_eq!(states(&session), [State::Avoid; 3]);
    assert_eq!(in_file(&path).events().len(), 5);
    let before = [State::Mitigate, State::Open, State::Open];
    for (command, expected) in [
        (Command::Undo, before),
        (Command::Redo, [State::Avoid; 3]),
        (Command::Undo, before),
        (Command::Undo, [State::Open; 3]),
        (Command::Redo, before),
        (Command::Redo, [State::Avoid; 3]),
    ] {
        session.dispatch(command.clone());
        settle(&mut session);
        assert_eq!(states(&session), expected, "{command:?}");
    }
    // One of them taken back by itself is a step, too.
    let last = in_file(&path);
    let decided = last
        .events()
        .iter()
        .find(|event| event.deed.code() == "decided" && event.seq == 4);
    wish(&mut session, ReviewStep::TakeBack(vec![decided.unwrap().seq]));
    assert_eq!(states(&session), [State::Avoid, State::Open, State::Avoid]);
    for (command, expected) in [
        (Command::Undo, [State::Avoid; 3]),
        (Command::Undo, before),
        (Command::Redo, [State::Avoid; 3]),
        (Command::Undo, before),
    ] {
        session.dispatch(command.clone());
        settle(&mut session);
        assert_eq!(states(&session), expected, "{command:?}");
    }
    // One that the stored run does not have: nothing is written.
    let count = in_file(&path).events().len();
    let mut unknown = all[1].clone();
    unknown.rule = "another".into();
    wish(&mut session, at_once(vec![all[0].clone(), unknown]));
    assert_eq!(in_file(&path).events().len(), count);
    wish(&mut session, at_once(Vec::new()));
    assert_eq!(in_file(&path).events().len(), count);
}

#[test]
fn undo_takes_the_last_thing_back_whatever_it_was() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    assert!(!session.can_undo());
    wish(&mut session, decision(key.clone(), State::Avoid, "one"));
    wish(&mut session, decision(key.clone(), State::Mitigate, "two"));
    let step = |session: &mut Session, command: Command, expected: State| {
        session.dispatch(command);
        settle(session);
        assert_eq!(state_of(session, &key), expected);
    };
    step(&mut session, Command::Undo, State::Avoid);
    step(&mut session, Command::Undo, State::Open);
    assert!(!session.can_undo());
    step(&mut session, Command::Redo, State::Avoid);
    step(&mut session, Command::Redo, State::Mitigate);
    assert!(!session.can_redo());
    step(&mut session, Command::Undo, State::Avoid);
    // Nothing is ever taken out of the log.
    assert_eq!(in_file(&path).events().len(), 1 + 2 + 5);
    // An edit and a look are the last things then, and the entries come after them.
    let has_core = |session: &Session| session.workspace().unwrap().layer("core").is_some();
    let is_seen = |session: &Session| session.looks().hidden.is_empty();
    session.dispatch(Command::Edit(Edit::RemoveLayer("core".into())));
    assert!(!session.can_redo(), "a new step ends what was taken back");
    session.dispatch(Command::Look(LookEdit::Hide("core".into())));
    step(&mut session, Command::Undo, State::Avoid);
    assert!(is_seen(&session) && !has_core(&session));
    step(&mut session, Command::Undo, State::Avoid);
    assert!(has_core(&session));
    step(&mut session, Command::Undo, State::Open);
    assert!(!session.can_undo());
    step(&mut session, Command::Redo, State::Avoid);
    assert!(has_core(&session));
    step(&mut session, Command::Redo, State::Avoid);
    step(&mut session, Command::Redo, State::Avoid);
    assert!(!is_seen(&session) && !has_core(&session) && !session.can_redo());
    // A decision after them goes before them.
    wish(&mut session, decision(key.clone(), State::Mitigate, "three"));
    step(&mut session, Command::Undo, State::Avoid);
    assert!(!is_seen(&session));
    step(&mut session, Command::Undo, State::Avoid);
    assert!(is_seen(&session));
    step(&mut session, Command::Redo, State::Avoid);
    assert!(!is_seen(&session));
    step(&mut session, Command::Redo, State::Mitigate);
    // A jump goes over all of them, and a step from there ends what was taken back.
    step(&mut session, Command::GoTo(0), State::Open);
    assert!(is_seen(&session) && has_core(&session));
    step(&mut session, Command::GoTo(4), State::Mitigate);
    assert!(!is_seen(&session) && !has_core(&session));
    step(&mut session, Command::GoTo(1), State::Avoid);
    session.dispatch(Command::Look(LookEdit::Hide("core".into())));
    step(&mut session, Command::Undo, State::Avoid);
    assert!(is_seen(&session));
    step(&mut session, Command::Undo, State::Open);
}

#[test]
fn a_workspace_is_stored_and_stored_again() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("new").join("case.redshank");
    write_sources(home.path(), false);
    let (workspace, _) = screened(&quick(home.path()));
    let mut session = session();
    session.show(workspace);
    settle(&mut session);
    let key = keys(&session)[0].clone();
    wish(&mut session, decision(key.clone(), State::Avoid, "r"));
    sits(&mut session, "张");
    assert_eq!(told(&session), [&Told::NoDossier]);
    wish(&mut session, ReviewStep::Save(path.clone()));
    assert!(session.dossier().unwrap().can_write() && session.is_as_stored());
    wish(&mut session, decision(key.clone(), State::Avoid, "r"));
    assert_eq!(state_of(&session, &key), State::Avoid);
    // The second project is taken out: its decisions stay, and the next run knows nothing of it.
    session.dispatch(Command::Edit(Edit::SetAsOf("2026-11-24".parse().ok())));
    settle(&mut session);
    assert!(!session.is_as_stored());
    let order = ReportOrder {
        folder: home.path().join("report"),
        kinds: vec![FileKind::Html],
        lang: Lang::En,
    };
    wish(&mut session, ReviewStep::Report(Box::new(order)));
    assert_eq!(*told(&session).last().unwrap(), &Told::NotAsStored);
    assert!(!home.path().join("report").exists());
    wish(&mut session, ReviewStep::Save(path.clone()));
    let open = session.dossier().unwrap();
    assert_eq!((open.run.run, open.review.events().len()), (2, 3));
    assert!(session.is_as_stored());
    assert_eq!(state_of(&session, &key), State::Avoid);
    wish(&mut session, decision(key, State::Minimise, "r"));
    assert_eq!(session.dossier().unwrap().review.events().len(), 4);
    drop(session);
    assert_eq!(in_file(&path).events().len(), 4);
}

/// The second user is told who the first one is, reads along, and writes nothing; once the first has closed it, he may.
#[test]
fn the_second_user_reads() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let holder = redshank::dossier::lock::Holder {
        user: "zhang".into(),
        host: "desk-3".into(),
        process: 1,
        since: "2026-11-27T07:00:00Z".parse().unwrap(),
    };
    let first = Dossier::open(&path, &holder, &Default::default()).unwrap();
    assert!(matches!(first.access(), Access::Write { .. }));
    let mut second = open(&path);
    let why = second.dossier().unwrap().why_read_only.clone();
    assert_eq!(why, Some(WhyReadOnly::Held(Some(holder))));
    sits(&mut second, "李");
    let key = keys(&second)[0].clone();
    wish(&mut second, decision(key.clone(), State::Avoid, "r"));
    let words = told(&second).last().unwrap().text(Lang::En);
    assert!(words.contains("zhang on desk-3") && words.contains("2026-11-27T07:00:00Z"));
    assert_eq!(second.dossier().unwrap().review.events().len(), 1);
    drop(first);
    wish(&mut second, ReviewStep::Open(path.clone()));
    assert!(second.dossier().unwrap().can_write());
    wish(&mut second, decision(key.clone(), State::Avoid, "r"));
    assert_eq!(state_of(&second, &key), State::Avoid);
    // Closed, it is free for others, and the workspace stays.
    wish(&mut second, ReviewStep::Close);
    assert!(second.dossier().is_none() && second.workspace().is_some());
    assert_eq!(in_file(&path).events().len(), 2);
}

#[test]
fn a_damaged_dossier_is_told_and_what_was_open_stays() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let half = bytes.len() / 2;
    bytes[half..half + 4096].fill(0x5a);
    let broken = home.path().join("broken.redshank");
    std::fs::write(&broken, bytes).unwrap();
    let mut session = open(&path);
    wish(&mut session, ReviewStep::Open(broken));
    assert!(matches!(told(&session).last(), Some(Told::NotOpened(_))));
    assert_eq!(session.dossier().unwrap().path, path);
    wish(&mut session, ReviewStep::Open(home.path().join("no.redshank")));
    let words = told(&session).last().unwrap().text(Lang::En);
    assert!(words.contains("no such dossier"), "{words}");
}

/// All the steps of a project, by two people.
#[test]
fn a_project_from_its_data_to_two_signatures() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    let key = keys(&session)[0].clone();
    let project = key.project.clone();
    let next = |session: &Session| {
        let board = session.dossier().unwrap().board().unwrap();
        board.project(&project).unwrap().next()
    };
    sits(&mut session, "张");
    assert_eq!(next(&session), Some(Step::DataChecked));
    wish(&mut session, ReviewStep::Do(Deed::Signed(project.clone())));
    assert_eq!(told(&session), [&Told::NotYetSigned]);
    wish(&mut session, ReviewStep::Do(Deed::DataChecked(project.clone())));
    let unchecked = ReviewStep::Do(Deed::UncheckedOpened(project.clone()));
    wish(&mut session, unchecked);
    assert_eq!(next(&session), Some(Step::Decided));
    let own: Vec<FindingKey> = keys(&session)
        .into_iter()
        .filter(|key| key.project == project)
        .collect();
    for name in ["张", "李"] {
        sits(&mut session, name);
        for key in &own {
            wish(&mut session, decision(key.clone(), State::Avoid, "moves north"));
        }
    }
    assert_eq!(next(&session), Some(Step::Signed));
    wish(&mut session, ReviewStep::Do(Deed::Signed(project.clone())));
    wish(&mut session, ReviewStep::Do(Deed::Signed(project.clone())));
    assert_eq!(next(&session), Some(Step::Signed), "one name is not two");
    sits(&mut session, "张");
    wish(&mut session, ReviewStep::Do(Deed::Signed(project.clone())));
    assert_eq!(next(&session), None);
    let board = session.dossier().unwrap().board().unwrap().clone();
    let own = board.project(&project).unwrap();
    assert_eq!(own.signed_by, ["李", "张"]);
    assert_eq!(own.state_of(Step::Signed), StepState::Done);
    assert_eq!(board.signed_count(), 1);
}

#[test]
fn a_remark_has_its_place_in_the_plane() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let comment = Comment {
        finding: None,
        text: "dyke ends here".into(),
        place: Some(geo::Coord {
            x: 548_097.7,
            y: 3_320_000.25,
        }),
    };
    wish(&mut session, ReviewStep::Do(Deed::Commented(comment.clone())));
    drop(session);
    assert_eq!(in_file(&path).events()[1].deed, Deed::Commented(comment));
}

/// What speaks against a report keeps it from being written, until somebody answers for it; then it says so at once.
#[test]
fn a_report_is_refused_and_forced() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    // A source is not what it was.
    write_sources(home.path(), true);
    let mut session = open(&path);
    let flips = told(&session).into_iter().any(|told| {
        matches!(
            told,
            Told::Flips {
                projects: 0,
                verdicts: 0,
                sources: 1
            }
        )
    });
    assert!(flips, "{:?}", told(&session));
    let folder = home.path().join("report");
    let order = |kinds: Vec<FileKind>, lang| {
        ReviewStep::Report(Box::new(ReportOrder {
            folder: folder.clone(),
            kinds,
            lang,
        }))
    };
    wish(
        &mut session,
        order(vec![FileKind::Html, FileKind::Json], Lang::En),
    );
    let Some(Told::ReportRefused(obstacles)) = told(&session).last().copied() else {
        panic!("{:?}", told(&session));
    };
    assert!(
        matches!(&obstacles[..], [Obstacle::SourceChanged { file }] if file.ends_with("projects.geojson"))
    );
    assert!(!folder.exists());
    // Files for other programs are no report.
    wish(&mut session, order(vec![FileKind::Json], Lang::En));
    assert!(folder.join("findings.json").exists());
    sits(&mut session, "张");
    let forced = Deed::Forced("the hearing is tomorrow".into());
    wish(&mut session, ReviewStep::Do(forced));
    for (lang, word) in [(Lang::Zh, "强制出具"), (Lang::En, "was forced by 张 (engineer)")] {
        wish(&mut session, ReviewStep::Preview(lang));
        let outline = session.preview().outline().unwrap().clone();
        assert!(outline.warnings[0].contains(word), "{:?}", outline.warnings);
        assert!(outline.warnings[1].contains("projects.geojson"));
        assert_eq!(outline.lang, lang);
        wish(&mut session, order(vec![FileKind::Html], lang));
        let page = std::fs::read_to_string(folder.join("report.html")).unwrap();
        assert!(page.contains(word) && page.contains("the hearing is tomorrow"));
    }
    // A source that comes back speaks no more against it.
    write_sources(home.path(), false);
    wish(&mut session, ReviewStep::HoldAgainst(None));
    assert!(
        session
            .dossier()
            .unwrap()
            .reportable()
            .unwrap()
            .obstacles
            .is_empty()
    );
    wish(&mut session, ReviewStep::Preview(Lang::En));
    assert!(session.preview().outline().unwrap().warnings.is_empty());
}

/// The rule book on the disk says something else by now.
#[test]
fn verdicts_that_flip_are_told_on_opening() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path();
    write_sources(folder, false);
    let rules = |dates: &str| {
        format!(
            "version = 1\n[[rule]]\nid = \"core\"\ntitle = {{ zh = \"核心区\", en = \"core\" }}\n\
             citation = {{ zh = \"法\", en = \"law\" }}\ntext = {{ zh = \"文\", en = \"text\" }}\n\
             severity = \"prohibited\"\nmark = \"V\"\nroles = [\"core\"]\noverlap = true\n{dates}"
        )
    };
    std::fs::write(folder.join("rules.toml"), rules("")).unwrap();
    let workspace = "version = 1\nname = \"w\"\nrules = [\"rules.toml\"]\nas_of = 2026-11-23\n\
        [[layer]]\nid = \"core\"\nfile = \"zones.geojson\"\nrole = \"core\"\n\
        [[layer]]\nid = \"wind\"\nfile = \"projects.geojson\"\nrole = \"project\"\nkind = \"wind\"\n";
    std::fs::write(folder.join("workspace.toml"), workspace).unwrap();
    let source = redshank::formats::open::Source::Workspace(folder.to_owned());
    let (workspace, screening) = screened(&source);
    assert_eq!(screening.findings.len(), 3);
    let path = folder.join("case.redshank");
    keep(&path, &workspace, &screening, &Review::new());
    let session = open(&path);
    assert!(session.dossier().unwrap().today.as_ref().unwrap().is_same());
    assert_eq!(told(&session), Vec::<&Told>::new());
    drop(session);

    let check = |path: &PathBuf, cause: Cause, day: Option<&str>| {
        let mut session = open(path);
        if let Some(day) = day {
            wish(&mut session, ReviewStep::HoldAgainst(day.parse().ok()));
        }
        let today = session.dossier().unwrap().today.clone().unwrap();
        let whole = today.flips.iter().filter(|flip| flip.verdict.rule.is_none());
        assert_eq!(whole.count(), 4, "{today:?}");
        assert!(today.flips.iter().all(|flip| flip.cause == cause), "{today:?}");
        assert_eq!(today.flips[0].verdict.before, Some(Verdict::Conflict));
        for lang in Lang::ALL {
            let lines = today.lines(lang);
            assert!(lines.len() >= 6 && lines.iter().all(|line| !line.contains("%{")));
        }
        let is_told = |told: &&Told| matches!(told, Told::Flips { projects: 4, .. });
        // Whoever asks about another day finds the answer where he asked.
        assert_eq!(told(&session).iter().any(is_told), day.is_none());
        assert!(session.is_as_stored(), "nothing of it changes what is stored");
    };
    // Another text: from the first day of 2027 on only. By the rules of today nothing is in force then.
    let later = rules("from = 2027-01-01\n");
    std::fs::write(folder.join("rules.toml"), later).unwrap();
    check(&path, Cause::Rules, None);
    let output = redshank(&[
        "verify",
        &path.display().to_string(),
        "--against-today",
        "--as-of",
        "2026-11-23",
    ]);
    check_code(&output, 1);
    let said = text(&output.stdout);
    assert!(said.contains("As stored: 3 findings"), "{said}");
    assert!(said.contains("wind/P-1: Conflict → Not checked"), "{said}");
    assert!(said.contains("rule core changed from"), "{said}");
    // The same text as stored, which another day makes an end of.
    let until = rules("until = 2026-12-31\n");
    std::fs::write(folder.join("rules.toml"), until).unwrap();
    let (workspace, screening) = screened(&source);
    keep(&path, &workspace, &screening, &Review::new());
    check(&path, Cause::Day, Some("2027-06-01"));
}

#[test]
fn recording_cannot_be_cancelled() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    session.dispatch(Command::Review(decision(key.clone(), State::Avoid, "r")));
    session.dispatch(Command::Cancel(JobKind::Recording));
    settle(&mut session);
    assert_eq!(state_of(&session, &key), State::Avoid);
}

/// Many wishes at once on real threads: each is an entry, in their order.
#[test]
fn wishes_are_written_in_their_order() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let runner = Runner::Threads(std::sync::Arc::new(|| {}));
    let mut session = Session::new(runner, "2026-11-23".parse().unwrap());
    session.dispatch(Command::Review(ReviewStep::Open(path.clone())));
    let wait = |session: &mut Session, done: &dyn Fn(&Session) -> bool| {
        while !done(session) {
            session.poll();
            std::thread::yield_now();
        }
    };
    wait(&mut session, &|session| {
        session.dossier().is_some() && session.screening().is_some()
    });
    session.dispatch(Command::Review(ReviewStep::Name(Some(author("张")))));
    let key = keys(&session)[0].clone();
    for number in 0..20 {
        let reason = number.to_string();
        session.dispatch(Command::Review(decision(key.clone(), State::Avoid, &reason)));
        if number == 10 {
            session.poll();
        }
    }
    // The window closes at once: what was wished is written all the same.
    session.finish();
    drop(session);
    let review = in_file(&path);
    let reasons: Vec<String> = review
        .decisions(&key)
        .map(|(_, decision)| decision.reason.clone())
        .collect();
    let expected: Vec<String> = (0..20).map(|number| number.to_string()).collect();
    assert_eq!(reasons, expected);
}

/// On real threads: whatever takes the place of the dossier while the first entry is being written and others wait, all of
/// them come into the file.
#[test]
fn what_waits_when_a_dossier_is_left_is_written() {
    type Leave = fn(&mut Session, &Path, &Path);
    let leave: [Leave; 5] = [
        |session, _, _| session.dispatch(Command::Review(ReviewStep::Close)),
        |session, own, _| session.dispatch(Command::Review(ReviewStep::Open(own.to_owned()))),
        |session, _, _| session.dispatch(Command::Reload),
        |session, _, source| session.dispatch(Command::Open(vec![source.to_owned()])),
        |session, own, _| {
            session.dispatch(Command::Review(ReviewStep::Close));
            session.dispatch(Command::Review(ReviewStep::Open(own.to_owned())));
        },
    ];
    for (number, leave) in leave.into_iter().enumerate() {
        for ends_at_once in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let path = small(home.path());
            let paper = home.path().join("paper.pdf");
            std::fs::File::create(&paper).unwrap().set_len(1 << 22).unwrap();
            let other = home.path().join("other.toml");
            let layer = "[[layer]]\nid = \"zones\"\nfile = \"zones.geojson\"\nrole = \"wetland\"\n";
            std::fs::write(&other, format!("version = 1\nname = \"Other\"\n{layer}")).unwrap();
            let runner = Runner::Threads(std::sync::Arc::new(|| {}));
            let mut session = Session::new(runner, "2026-11-23".parse().unwrap());
            let wait = |session: &mut Session| {
                while session.poll() || session.running().next().is_some() {
                    std::thread::yield_now();
                }
            };
            session.dispatch(Command::Review(ReviewStep::Open(path.clone())));
            wait(&mut session);
            session.dispatch(Command::Review(ReviewStep::Name(Some(author("张")))));
            let key = keys(&session)[0].clone();
            for reason in ["0", "1", "2"] {
                let ReviewStep::Decide(mut wish) = decision(key.clone(), State::Avoid, reason) else {
                    unreachable!()
                };
                wish.attach.push(paper.clone());
                session.dispatch(Command::Review(ReviewStep::Decide(wish)));
            }
            leave(&mut session, &path, &other);
            if !ends_at_once {
                wait(&mut session);
                let lost = |told: &&Told| matches!(told, Told::NotRecorded(_) | Told::NotOpened(_));
                assert!(!told(&session).iter().any(lost), "{number}: {:?}", told(&session));
                let can_write = session.dossier().map(|open| open.can_write());
                let expected = (!matches!(number, 0 | 3)).then_some(true);
                assert_eq!(can_write, expected, "{number}: {:?}", session.notices());
            }
            drop(session);
            let review = in_file(&path);
            let reasons: Vec<&str> = review
                .decisions(&key)
                .map(|(_, decision)| decision.reason.as_str())
                .collect();
            assert_eq!(reasons, ["0", "1", "2"], "{number}, {ends_at_once}");
        }
    }
}

/// On real threads: what is decided while the dossier is being stored anew waits, and comes into what stands there in the end,
/// whether the new run was stored or not.
#[test]
fn what_is_decided_while_a_dossier_is_stored_is_written_after() {
    let then: [fn(&mut Session); 4] = [
        |_| {},
        |session| session.dispatch(Command::Cancel(JobKind::Freezing)),
        |session| session.dispatch(Command::Review(ReviewStep::Close)),
        |session| session.dispatch(Command::Reload),
    ];
    for (number, then) in then.into_iter().enumerate() {
        for ends_at_once in [false, true] {
            let home = tempfile::tempdir().unwrap();
            let path = small(home.path());
            let runner = Runner::Threads(std::sync::Arc::new(|| {}));
            let mut session = Session::new(runner, "2026-11-23".parse().unwrap());
            let wait = |session: &mut Session| {
                while session.poll() || session.running().next().is_some() {
                    std::thread::yield_now();
                }
            };
            session.dispatch(Command::Review(ReviewStep::Open(path.clone())));
            wait(&mut session);
            session.dispatch(Command::Review(ReviewStep::Name(Some(author("张")))));
            let key = keys(&session)[0].clone();
            session.dispatch(Command::Review(ReviewStep::Save(path.clone())));
            for reason in ["0", "1"] {
                let wish = decision(key.clone(), State::Avoid, reason);
                session.dispatch(Command::Review(wish));
            }
            then(&mut session);
            if !ends_at_once {
                wait(&mut session);
                let lost = |told: &&Told| matches!(told, Told::NotRecorded(_) | Told::NotOpened(_));
                assert!(!told(&session).iter().any(lost), "{number}: {:?}", told(&session));
            }
            drop(session);
            let review = in_file(&path);
            let decisions = review.decisions(&key);
            let reasons: Vec<&str> = decisions.map(|(_, own)| own.reason.as_str()).collect();
            assert_eq!(reasons, ["0", "1"], "{number}, {ends_at_once}");
            let names = std::fs::read_dir(home.path()).unwrap();
            let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
            assert!(!names.any(|name| name.ends_with(".draft")), "{number}");
        }
    }
}

/// A step back that is wished for meanwhile is about the decision that waits, and what is decided at once is one step.
#[test]
fn steps_go_on_where_a_dossier_was_stored_anew() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let keys = keys(&session);
    wish(&mut session, decision(keys[0].clone(), State::Avoid, "first"));
    let at_once = |reason: &str| {
        let ReviewStep::Decide(mut wish) = decision(keys[0].clone(), State::Avoid, reason) else {
            unreachable!()
        };
        wish.findings = keys.clone();
        Command::Review(ReviewStep::Decide(wish))
    };
    // The one is still waiting when storing begins, the other comes while it is going on.
    session.dispatch(at_once("before"));
    session.dispatch(Command::Review(ReviewStep::Save(path.clone())));
    session.dispatch(at_once("meanwhile"));
    settle(&mut session);
    assert_eq!(session.dossier().unwrap().run.run, 2);
    assert_eq!((session.steps().0.len(), session.steps().1), (4, 3));
    session.dispatch(Command::Review(ReviewStep::Save(path.clone())));
    session.dispatch(at_once("last"));
    session.dispatch(Command::Undo);
    settle(&mut session);
    assert_eq!((session.steps().0.len(), session.steps().1), (5, 3));
    let review = in_file(&path);
    let decisions = review.decisions(&keys[0]);
    let reasons: Vec<&str> = decisions.map(|(_, own)| own.reason.as_str()).collect();
    assert_eq!(reasons, ["first", "before", "meanwhile"]);
    assert!(
        !told(&session)
            .iter()
            .any(|told| matches!(told, Told::NotRecorded(_)))
    );
}

#[test]
fn a_dossier_that_nothing_has_happened_to_is_the_same_today() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path()).display().to_string();
    let verify = |day: &str| redshank(&["verify", &path, "--against-today", "--as-of", day]);
    let output = verify("2026-11-23");
    check_code(&output, 0);
    let said = text(&output.stdout);
    assert!(
        said.contains("Nothing differs by the rule books of today, as of 2026-11-23"),
        "{said}"
    );
    // Rules from the command line are nowhere but in the dossier.
    assert!(said.contains("the rule book quick cannot be read"), "{said}");
    check_code(&verify("tomorrow"), 2);
    check_code(&redshank(&["verify", &path, "--as-of", "2026-11-23"]), 2);
}

/// The command line refuses the same report as the window, and writes the same line on its first page.
#[test]
fn the_command_line_refuses_and_forces_as_the_window_does() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path()).display().to_string();
    let out = home.path().join("out");
    let report = |kind: &str| {
        let out = out.display().to_string();
        redshank(&["report", &path, "--out", &out, "--format", kind])
    };
    let is_written = |name: &str| out.join(name).exists();
    report("html");
    assert!(is_written("report.html"));
    std::fs::remove_file(out.join("report.html")).unwrap();
    write_sources(home.path(), true);
    let output = report("html");
    check_code(&output, 2);
    let said = text(&output.stderr);
    assert!(
        said.contains("a source has changed since") && said.contains("--force"),
        "{said}"
    );
    assert!(!is_written("report.html"));
    report("json");
    assert!(
        is_written("findings.json"),
        "files for other programs are no report"
    );
    let force = [
        "decide",
        &path,
        "--force",
        "hearing tomorrow",
        "--author",
        "Zhang",
        "--role",
        "chief",
    ];
    check_code(&redshank(&force), 0);
    report("html");
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("was forced by Zhang (chief)") && page.contains("hearing tomorrow"));
}

/// Decisions and answers stand in the papers of both, in every format.
#[test]
fn the_window_writes_the_bytes_that_the_command_line_writes() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    wish(&mut session, decision(key.clone(), State::Avoid, "moves north"));
    let answer = ChecklistAnswer {
        project: key.project,
        item: "unavoidable/other-sites".into(),
        reply: Reply::Yes,
        on: None,
        note: "see the paper".into(),
        papers: Vec::new(),
    };
    wish(&mut session, ReviewStep::Do(Deed::Answered(answer)));
    let kinds = FileKind::ALL.iter().map(|kind| kind.code());
    let kinds = kinds.collect::<Vec<&str>>().join(",");
    for lang in Lang::ALL {
        let folder = |who: &str| home.path().join(format!("{who}-{}", lang.code()));
        let (by_window, by_command) = (folder("w"), folder("c"));
        let order = ReportOrder {
            folder: by_window.clone(),
            kinds: FileKind::ALL.to_vec(),
            lang,
        };
        wish(&mut session, ReviewStep::Report(Box::new(order)));
        let command = std::process::Command::new(env!("CARGO_BIN_EXE_redshank"))
            .args(["report", &path.display().to_string(), "--format", &kinds])
            .args(["--lang", lang.code(), "--out", &by_command.display().to_string()])
            .output()
            .unwrap();
        check_code(&command, 1);
        for kind in FileKind::ALL {
            let read = |folder: &Path| std::fs::read(folder.join(kind.file_name())).unwrap();
            assert!(read(&by_window) == read(&by_command), "{kind:?} in {lang:?}");
        }
        let page = std::fs::read_to_string(by_window.join("report.html")).unwrap();
        let head = &session.dossier().unwrap().head;
        for words in ["moves north", "see the paper", head] {
            assert!(page.contains(words), "{words}");
        }
    }
}

/// What is looked at has the decisions, too, and is let go of when nobody looks any more.
#[cfg(feature = "pdf")]
#[test]
fn a_report_is_looked_at_page_by_page() {
    let home = tempfile::tempdir().unwrap();
    let mut session = open(&small(home.path()));
    for lang in Lang::ALL {
        wish(&mut session, ReviewStep::Preview(lang));
        let preview = session.preview();
        assert_eq!(preview.outline().unwrap().lang, lang);
        let count = preview.page_count().unwrap();
        assert!(count > 1 && preview.fault().is_none() && preview.image().is_none());
        for (page, width_px) in [(0, 300), (count - 1, 500)] {
            wish(&mut session, ReviewStep::PreviewPage(page, width_px));
            let image = session.preview().image().unwrap();
            assert_eq!((image.page, image.size_px[0]), (page, width_px as usize));
        }
        wish(&mut session, ReviewStep::PreviewPage(count, 300));
        assert!(session.preview().image().is_none(), "there is no such page");
    }
    wish(&mut session, ReviewStep::PreviewDone);
    assert_eq!(session.preview().page_count(), None);
    assert!(session.preview().outline().is_none());
}

/// Says in the file that another version of the program has written it.
fn set_version(path: &Path, version: &str) {
    let database = rusqlite::Connection::open(path).unwrap();
    let sql = "UPDATE redshank_meta SET value = ?1 WHERE key = 'version'";
    assert_eq!(database.execute(sql, [version]).unwrap(), 1);
}

#[test]
fn a_dossier_of_a_newer_program_is_read_and_not_written() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    set_version(&path, "99");
    let before = std::fs::read(&path).unwrap();
    let mut session = open(&path);
    let why = session.dossier().unwrap().why_read_only.clone();
    assert_eq!(why, Some(WhyReadOnly::Newer(99)));
    sits(&mut session, "张");
    let key = keys(&session)[0].clone();
    wish(&mut session, decision(key, State::Avoid, "r"));
    let words = told(&session).last().unwrap().text(Lang::En);
    assert!(words.contains("newer program") && words.contains("99"), "{words}");
    wish(&mut session, ReviewStep::Save(path.clone()));
    assert!(matches!(told(&session).last(), Some(Told::NotSaved(_))));
    assert!(session.dossier().is_some());
    drop(session);
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_dossier_that_no_program_can_bring_up_to_date_is_told() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    set_version(&path, "0");
    let session = open(&path);
    assert!(session.dossier().is_none());
    let words = told(&session).last().unwrap().text(Lang::En);
    assert!(words.contains("older program"), "{words}");
}

/// Moving the day says at once what that changes; other edits say nothing of the kind.
#[test]
fn another_day_says_which_verdicts_it_changes() {
    let mut session = session();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    session.dispatch(Command::Open(vec![maps]));
    settle(&mut session);
    session.dispatch(Command::Edit(Edit::RemoveLayer("rail".into())));
    settle(&mut session);
    assert_eq!(told(&session), Vec::<&Told>::new());
    let moved = |session: &mut Session, day: &str| {
        session.dispatch(Command::Edit(Edit::SetAsOf(day.parse().ok())));
        settle(session);
        match told(session)[..] {
            [Told::DayMoved(moved)] => moved.clone(),
            ref other => panic!("{other:?}"),
        }
    };
    let back = moved(&mut session, "2022-01-01");
    let known = session.workspace().unwrap().rules.rules.len();
    assert!(back.projects > 0 && back.rules > 0, "{back:?}");
    assert!(back.rules <= known, "{} of {known} rules", back.rules);
    assert_eq!(back.from.to_string(), "2026-11-23");
    let text = Told::DayMoved(back.clone()).text(Lang::En);
    let line = "砖窑坑风机: Conflict → Not checked";
    assert!(text.contains(line), "{text}");
    let forth = moved(&mut session, "2026-11-23");
    assert_eq!((forth.projects, forth.rules), (back.projects, back.rules));
    let none = moved(&mut session, "2026-11-22");
    if none.projects + none.rules == 0 {
        let text = Told::DayMoved(none).text(Lang::En);
        assert!(text.ends_with("nothing changes."), "{text}");
    }
}
