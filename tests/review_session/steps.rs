//! Entries of the log are steps of the history: named, jumped over, and there after a restart where nobody else has entered
//! anything.

use std::path::PathBuf;
use std::sync::Arc;

use redshank::session::journal::ResumeWish;
use redshank::words::Bilingual;

use super::*;

fn remark(text: &str) -> ReviewStep {
    ReviewStep::Do(Deed::Commented(Comment {
        finding: None,
        text: text.into(),
        place: None,
    }))
}

fn hide(session: &mut Session) {
    session.dispatch(Command::Look(LookEdit::Hide("core".into())));
}

fn rename(session: &mut Session) {
    session.dispatch(Command::Edit(Edit::RenameLayer {
        layer: "core".into(),
        name: Bilingual::same("Heart"),
    }));
}

fn go(session: &mut Session, command: Command) {
    session.dispatch(command);
    settle(session);
}

/// The steps in words, and the place among them.
fn steps(session: &Session, lang: Lang) -> (Vec<String>, usize) {
    let (steps, place) = session.steps();
    (steps.iter().map(|step| step.text(lang)).collect(), place)
}

/// What there is to know about a session: steps, places, states of the findings.
type Seen = ((Vec<String>, usize), Vec<State>, Option<String>, bool);

fn seen(session: &Session) -> Seen {
    let states = keys(session).iter().map(|key| state_of(session, key)).collect();
    let layer = session.workspace().unwrap().layer("core");
    let name = layer.map(|layer| layer.about.name.en.clone());
    (
        steps(session, Lang::En),
        states,
        name,
        session.looks().hidden.is_empty(),
    )
}

/// A decision, a look, a remark, a change, a decision on all findings at once: five steps.
fn busy(path: &Path) -> Session {
    let mut session = open(path);
    sits(&mut session, "张");
    let all = keys(&session);
    wish(
        &mut session,
        decision(all[0].clone(), State::Avoid, "moves north"),
    );
    hide(&mut session);
    wish(&mut session, remark("dyke ends here"));
    rename(&mut session);
    let at_once = DecisionWish {
        findings: all,
        state: State::Dismissed,
        article: None,
        reason: "a pier".into(),
        attach: Vec::new(),
    };
    wish(&mut session, ReviewStep::Decide(Box::new(at_once)));
    session
}

/// The file of the history, as the window writes it.
fn journal(session: &Session, home: &Path) -> PathBuf {
    let journal = home.join("history.json");
    std::fs::write(&journal, session.journal().unwrap()(&journal).unwrap()).unwrap();
    journal
}

/// Another program goes on with it.
fn resumed(path: &Path, journal: PathBuf) -> Session {
    let mut session = session();
    let wish = ResumeWish {
        journal,
        otherwise: vec![path.to_owned()],
        unsaved: true,
    };
    go(&mut session, Command::Resume(wish));
    session
}

fn left_out(session: &Session) -> Option<usize> {
    told(session).into_iter().find_map(|told| match told {
        Told::StepsLeftOut(count) => Some(*count),
        _ => None,
    })
}

#[test]
fn entries_stand_among_the_other_steps_with_names() {
    let home = tempfile::tempdir().unwrap();
    let mut session = busy(&small(home.path()));
    let title = |name: &redshank::model::feature::FeatureRef| {
        redshank::report::rows::title(session.workspace().unwrap(), name)
    };
    let key = keys(&session)[0].clone();
    let about = format!("{} – {}", title(&key.project), title(&key.zone));
    let rules = &session.workspace().unwrap().rules;
    let rule = rules.rule(&key.rule).unwrap().title.clone();
    let (english, place) = steps(&session, Lang::En);
    let expected = [
        "Opened".to_owned(),
        format!(
            "Decision · {} · {about} · {}",
            State::Avoid.name(Lang::En),
            rule.en
        ),
        "Layer hidden · core".to_owned(),
        "Remark · dyke ends here".to_owned(),
        "Layer renamed · core".to_owned(),
        format!(
            "Decision · {} · {about} and 2 more",
            State::Dismissed.name(Lang::En)
        ),
    ];
    assert_eq!(english.len(), expected.len());
    for (step, expected) in english.iter().zip(&expected) {
        let is_layer = expected.starts_with("Layer ");
        assert!(
            step == expected || (is_layer && step.starts_with(&expected[..12])),
            "{step} {expected}"
        );
    }
    assert_eq!(place, 5);
    let (chinese, _) = steps(&session, Lang::Zh);
    assert_eq!(
        chinese[1],
        format!(
            "处理意见 · {} · {about} · {}",
            State::Avoid.name(Lang::Zh),
            rule.zh
        )
    );
    assert_eq!(
        chinese[5],
        format!(
            "处理意见 · {} · {about}，另 2 条",
            State::Dismissed.name(Lang::Zh)
        )
    );
    // Everything else that people enter has a name, too.
    let project = key.project.clone();
    wish(&mut session, ReviewStep::Do(Deed::DataChecked(project.clone())));
    wish(
        &mut session,
        ReviewStep::Do(Deed::UncheckedOpened(project.clone())),
    );
    wish(&mut session, ReviewStep::Do(Deed::RefusedAccepted("core".into())));
    wish(&mut session, ReviewStep::Do(Deed::Forced("by order".into())));
    wish(
        &mut session,
        ReviewStep::Do(Deed::Answered(ChecklistAnswer {
            project,
            item: "red_line.purpose".into(),
            reply: Reply::Yes,
            on: None,
            note: String::new(),
            papers: Vec::new(),
        })),
    );
    wish(&mut session, ReviewStep::TakeBack(vec![2]));
    for lang in Lang::ALL {
        let (steps, place) = steps(&session, lang);
        assert_eq!((steps.len(), place), (12, 11));
        assert!(
            steps
                .iter()
                .all(|step| !step.contains("desk.") && !step.contains("%{")),
            "{steps:?}"
        );
        let (first, last) = (&steps[1], &steps[11]);
        assert!(last.ends_with(first.as_str()), "{last}");
    }
}

/// All that is between counts no more at once, in the reverse order, and again: one deed of the log, or none.
#[test]
fn a_jump_goes_over_everything_or_nothing() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = busy(&path);
    let count = || in_file(&path).events().len();
    let mut at = vec![seen(&session)];
    for _ in 0..5 {
        go(&mut session, Command::Undo);
        at.insert(0, seen(&session));
    }
    assert_eq!((at[0].1.clone(), at[0].0.1), (vec![State::Open; 3], 0));
    for place in [5, 0, 3, 1, 4, 2, 5] {
        go(&mut session, Command::GoTo(place));
        assert_eq!(seen(&session), at[place]);
    }
    let entries = count();
    go(&mut session, Command::GoTo(4));
    assert_eq!(count(), entries + 3);
    // Nobody else's hand may be in between: the file is no longer what the session knows.
    let other = rusqlite::Connection::open(&path).unwrap();
    let sql = "INSERT INTO redshank_events SELECT seq + 1, at, author, role, kind, payload, prev_hash, 'other' \
               FROM redshank_events ORDER BY seq DESC LIMIT 1";
    other.execute(sql, []).unwrap();
    go(&mut session, Command::GoTo(0));
    assert!(matches!(told(&session).last(), Some(Told::NotRecorded(_))));
    assert_eq!(seen(&session), at[4]);
    // Steps of other kinds are gone over all the same.
    go(&mut session, Command::GoTo(3));
    assert_eq!(seen(&session), at[3]);
}

#[test]
fn entries_are_steps_after_a_restart_too() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = busy(&path);
    let mut at = vec![seen(&session)];
    for _ in 0..5 {
        go(&mut session, Command::Undo);
        at.insert(0, seen(&session));
    }
    for place in [5, 3, 0] {
        go(&mut session, Command::GoTo(place));
        let file = journal(&session, home.path());
        drop(session);
        session = resumed(&path, file);
        assert_eq!(seen(&session), at[place]);
        assert_eq!(told(&session), Vec::<&Told>::new());
        // Nobody knows yet who sits there.
        let over = if place == 0 { 5 } else { 0 };
        go(&mut session, Command::GoTo(over));
        assert!(session.asks_name());
        assert_eq!(seen(&session), at[place]);
        sits(&mut session, "张");
        assert_eq!(seen(&session), at[over]);
        for place in [4, 1, 5] {
            go(&mut session, Command::GoTo(place));
            assert_eq!(seen(&session), at[place]);
        }
    }
    // What was entered last has come into the log, and the program was gone before its history was written.
    let file = journal(&session, home.path());
    wish(&mut session, remark("the last word"));
    drop(session);
    let mut session = resumed(&path, file);
    let (names, place) = steps(&session, Lang::En);
    assert_eq!((names.len(), place), (7, 6));
    assert_eq!(names[6], "Remark · the last word");
    sits(&mut session, "张");
    go(&mut session, Command::GoTo(1));
    assert_eq!(seen(&session).1, at[1].1);
}

/// Somebody else has entered something meanwhile, or may do so: what was entered before is no step any more, and that is told.
/// Changes and looks stay steps.
#[test]
fn what_somebody_else_has_added_to_is_not_offered() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let session = busy(&path);
    let before = seen(&session);
    let file = journal(&session, home.path());
    drop(session);
    // It is open elsewhere.
    let mut other = open(&path);
    let session = resumed(&path, file.clone());
    assert_eq!(
        (left_out(&session), session.steps().0.len(), session.steps().1),
        (Some(3), 3, 2)
    );
    drop(session);
    sits(&mut other, "李");
    wish(&mut other, remark("seen"));
    drop(other);
    let mut session = resumed(&path, file);
    assert_eq!(left_out(&session), Some(3));
    let now = seen(&session);
    assert_eq!((now.1, now.2, now.3), (before.1.clone(), before.2, before.3));
    assert_eq!((now.0.0.len(), now.0.1), (3, 2));
    let count = in_file(&path).events().len();
    for _ in 0..3 {
        go(&mut session, Command::Undo);
    }
    assert!(!session.can_undo() && !session.asks_name());
    assert_eq!(in_file(&path).events().len(), count);
    assert_eq!(seen(&session).1, before.1);
    for told in told(&session) {
        assert!(
            Lang::ALL
                .iter()
                .all(|lang| !told.text(*lang).contains("reviewing."))
        );
    }
}

/// The log was made anew from the same beginning: numbers alone say nothing.
#[test]
fn another_log_of_the_same_length_is_not_the_same() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let before = std::fs::read(&path).unwrap();
    let session = busy(&path);
    let (file, count) = (journal(&session, home.path()), in_file(&path).events().len());
    drop(session);
    std::fs::write(&path, before).unwrap();
    let mut other = open(&path);
    sits(&mut other, "张");
    while in_file(&path).events().len() < count {
        wish(&mut other, remark("again"));
    }
    drop(other);
    let session = resumed(&path, file);
    assert_eq!((left_out(&session), session.steps().0.len()), (Some(3), 3));
}

#[test]
fn nobody_takes_back_what_another_has_entered() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = busy(&path);
    sits(&mut session, "李");
    wish(&mut session, remark("seen"));
    go(&mut session, Command::Undo);
    let (before, count) = (seen(&session), in_file(&path).events().len());
    for way in [Command::Undo, Command::GoTo(0)] {
        go(&mut session, way);
        assert_eq!(told(&session).last(), Some(&&Told::EnteredBy(author("张"))));
        assert_eq!(
            (seen(&session), in_file(&path).events().len()),
            (before.clone(), count)
        );
    }
    sits(&mut session, "张");
    go(&mut session, Command::GoTo(0));
    assert_eq!(seen(&session).1, [State::Open; 3]);
    // Nor does he make count again what the other has taken back.
    go(&mut session, Command::GoTo(6));
    assert_eq!(told(&session).last(), Some(&&Told::EnteredBy(author("李"))));
    assert_eq!(session.steps().1, 0);
}

/// What is wished while something is on its way into the log is done after it, and nothing is passed over.
#[test]
fn ways_wait_for_what_is_on_its_way() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = Session::new(Runner::Threads(Arc::new(|| {})), "2026-11-23".parse().unwrap());
    let settle = |session: &mut Session, is_done: &dyn Fn(&Session) -> bool| {
        let begun = std::time::Instant::now();
        while !is_done(session) {
            assert!(begun.elapsed().as_secs() < 60, "{:?}", session.notices());
            session.poll();
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    };
    session.dispatch(Command::Review(ReviewStep::Open(path.clone())));
    settle(&mut session, &|session| {
        session.screening().is_some() && session.dossier().is_some()
    });
    session.dispatch(Command::Review(ReviewStep::Name(Some(author("张")))));
    for text in ["one", "two", "three"] {
        session.dispatch(Command::Review(remark(text)));
    }
    for _ in 0..3 {
        session.dispatch(Command::Undo);
    }
    session.dispatch(Command::Redo);
    settle(&mut session, &|session| {
        !session.runs(JobKind::Recording) && session.steps().1 == 1 && session.can_redo()
    });
    assert_eq!(session.steps().0.len(), 4);
    let review = in_file(&path);
    assert_eq!(review.events().len(), 1 + 3 + 3 + 1);
    let counting: Vec<u64> = review.counting().map(|event| event.seq).collect();
    assert!(counting.contains(&2) && !counting.contains(&3) && !counting.contains(&4));
}

/// Who clicks twice takes back once, and what comes into the log meanwhile stays.
#[test]
fn what_is_taken_back_is_what_was_clicked_on() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    for text in ["one", "two"] {
        wish(&mut session, remark(text));
    }
    let counting = || -> Vec<u64> { in_file(&path).counting().map(|event| event.seq).collect() };
    assert_eq!(counting(), [1, 2, 3]);
    let take_back = |number| Command::Review(ReviewStep::TakeBack(vec![number]));
    session.dispatch(take_back(3));
    go(&mut session, take_back(3));
    assert_eq!(counting(), [1, 2, 4]);
    assert_eq!((told(&session).len(), session.steps().1), (0, 1));
    // The third is on its way when the first is taken back.
    session.dispatch(Command::Review(remark("three")));
    go(&mut session, take_back(2));
    assert_eq!(counting(), [1, 4, 5, 6]);
    assert_eq!((told(&session).len(), session.steps().1), (0, 3));
}

/// Where nobody goes back behind an entry any more, it can be taken back all the same.
#[test]
fn an_entry_that_is_the_first_step_is_taken_back() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    wish(&mut session, remark("one"));
    let file = journal(&session, home.path());
    drop(session);
    let mut written: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    written["ground"] = 1.into();
    std::fs::write(&file, written.to_string()).unwrap();
    let mut session = resumed(&path, file);
    sits(&mut session, "张");
    assert_eq!((session.steps().0.len(), session.can_undo()), (1, false));
    wish(&mut session, ReviewStep::TakeBack(vec![2]));
    let last = in_file(&path).events().last().map(|event| event.deed.clone());
    assert_eq!(last, Some(Deed::Undone(2)));
}

/// A way back that has waited for something is about that, and not about what came before.
#[test]
fn no_way_is_gone_that_waited_for_what_was_not_recorded() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    wish(&mut session, remark("one"));
    let with_paper = DecisionWish {
        findings: keys(&session)[..1].to_vec(),
        state: State::Avoid,
        article: None,
        reason: "moves north".into(),
        attach: vec![home.path().join("no such paper.pdf")],
    };
    session.dispatch(Command::Review(ReviewStep::Decide(Box::new(with_paper))));
    go(&mut session, Command::Undo);
    assert!(matches!(told(&session)[..], [Told::NotRecorded(_)]));
    assert_eq!((in_file(&path).events().len(), session.steps().1), (2, 1));
    // It is gone once it is wished again.
    go(&mut session, Command::Undo);
    assert_eq!((in_file(&path).events().len(), session.steps().1), (3, 0));
}

/// One decision is being written, the other one waits and is written by the job that stores. With a paper, or without.
fn stored_while_one_waits(session: &mut Session, path: &Path, paper: Option<PathBuf>) {
    let key = keys(session)[0].clone();
    session.dispatch(Command::Review(remark("one")));
    session.dispatch(Command::Review(ReviewStep::Decide(Box::new(DecisionWish {
        findings: vec![key],
        state: State::Avoid,
        article: None,
        reason: "moves north".into(),
        attach: paper.into_iter().collect(),
    }))));
    session.dispatch(Command::Review(ReviewStep::Save(path.to_owned())));
}

/// Where storing fails, what was written into the log before is known, and a way back that has waited is about that.
#[test]
fn what_was_written_before_a_store_that_failed_is_a_step() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    // Every name that a draft could have is taken.
    for number in 0..1000 {
        let draft = home.path().join(format!(".small.redshank.{number}.draft"));
        std::fs::write(draft, "").unwrap();
    }
    stored_while_one_waits(&mut session, &path, None);
    settle(&mut session);
    assert!(
        matches!(told(&session)[..], [Told::NotSaved(_)]),
        "{:?}",
        told(&session)
    );
    assert_eq!((session.steps().0.len(), session.steps().1), (3, 2));
    let open = session.dossier().unwrap();
    assert_eq!(*open.review, in_file(&path));
    assert_eq!(state_of(&session, &keys(&session)[0]), State::Avoid);

    stored_while_one_waits(&mut session, &path, None);
    go(&mut session, Command::Undo);
    assert_eq!((session.steps().0.len(), session.steps().1), (5, 3));
    let last = in_file(&path).events().last().map(|event| event.deed.clone());
    assert_eq!(last, Some(Deed::Undone(5)));
}

/// What was refused before a new run was stored: no way goes over what came before it.
#[test]
fn no_way_is_gone_that_waited_for_what_a_store_could_not_record() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = open(&path);
    sits(&mut session, "张");
    stored_while_one_waits(&mut session, &path, Some(home.path().join("no such paper.pdf")));
    go(&mut session, Command::Undo);
    let expected = |told: &[&Told]| matches!(told, [Told::NotRecorded(_), Told::Saved(..)]);
    assert!(expected(&told(&session)), "{:?}", told(&session));
    assert_eq!((session.steps().0.len(), session.steps().1), (2, 1));
    // Two runs and a remark.
    assert_eq!(in_file(&path).events().len(), 3);
}

/// A new run in the same dossier carries its log on, and with it the steps; a dossier of another name begins another log.
#[test]
fn steps_of_a_log_stay_while_it_goes_on() {
    let home = tempfile::tempdir().unwrap();
    let path = small(home.path());
    let mut session = busy(&path);
    let before = seen(&session);
    wish(&mut session, ReviewStep::Save(path.clone()));
    assert_eq!(session.dossier().unwrap().run.run, 2);
    assert_eq!(seen(&session).0, before.0);
    go(&mut session, Command::GoTo(0));
    assert_eq!(seen(&session).1, [State::Open; 3]);
    go(&mut session, Command::GoTo(5));
    assert_eq!(seen(&session), before);
    // The history of a restart begins with what was stored: the last decision came after the change.
    let file = journal(&session, home.path());
    let again = session.steps().0.len();
    wish(&mut session, ReviewStep::Save(home.path().join("other.redshank")));
    assert_eq!((again, session.steps().0.len(), session.steps().1), (6, 3, 2));
    drop(session);
    let mut session = resumed(&path, file);
    assert_eq!((session.steps().0.len(), session.steps().1), (2, 1));
    sits(&mut session, "张");
    go(&mut session, Command::Undo);
    assert_eq!(state_of(&session, &keys(&session)[0]), State::Avoid);
    // A dossier that is closed takes its steps along.
    wish(&mut session, ReviewStep::Close);
    assert_eq!(session.steps().0.len(), 1);
}
