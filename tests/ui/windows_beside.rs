//! Several windows at a time: what each had not saved is asked about once its program is gone, one window after the other.

use redshank::session::edit::Edit;
use redshank::session::notice::NoticeKind;
use redshank::session::review::step::ReviewStep;
use redshank::ui::errands::Errands;
use redshank::ui::memory::Memory;
use redshank::ui::memory::remembered::Remembered;
use redshank::ui::memory::restoring::ask_about;
use redshank::ui::memory::session_file::{FILE_NAME, HISTORY_NAME, Last};
use redshank::words::Bilingual;

use super::desk::begun;
use super::keyboard::{Shown, app};
use super::*;

/// A window as it is when the program starts: with a question where something was left.
fn started(folder: &Path, lang: Lang) -> Shown {
    let folder = folder.to_owned();
    let mut remembered = Remembered::read(Some(&folder));
    let mut view = ViewState::new(lang);
    view.desk.waiting = std::mem::take(&mut remembered.left);
    if let Some(newest) = view.desk.waiting.pop() {
        ask_about(&mut view, newest);
    }
    let memory = Memory::new(Runner::Inline, Some(folder), &mut remembered);
    let errands = Errands::new(Runner::Inline).with_memory(memory);
    begun(session(), view, errands)
}

/// The window does what a hand does to a layer, and has the time to keep that: 25 frames of 0.05 s.
fn renamed(harness: &mut Shown, name: &str) {
    let own = app(harness);
    if own.session().workspace().is_none() {
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        own.dispatch(Command::Open(vec![maps]));
        harness.run_steps(10);
    }
    let own = app(harness);
    let layer = own.session().workspace().unwrap().layers[0].about.id.clone();
    own.dispatch(Command::Edit(Edit::RenameLayer {
        layer,
        name: Bilingual::same(name),
    }));
    harness.run_steps(25);
}

fn busy(folder: &Path, lang: Lang, name: &str) -> Shown {
    let mut harness = started(folder, lang);
    renamed(&mut harness, name);
    harness
}

/// The name of the first layer, if there is one, and the number of steps.
fn what(harness: &mut Shown) -> (Option<String>, usize) {
    let session = app(harness).session();
    let layers = session.workspace().map(|workspace| &workspace.layers);
    let name = layers.and_then(|layers| Some(layers.first()?.about.name.en.clone()));
    (name, session.steps().0.len())
}

fn asks(harness: &mut Shown) -> bool {
    app(harness).view_mut().window == Some(Window::Recover)
}

#[track_caller]
fn answer(harness: &mut Shown, key: &str) {
    assert!(asks(harness), "nobody is asked");
    let label = word(app(harness).view_mut().lang, key);
    harness.get_by_role_and_label(Role::Button, &label).click();
    harness.run_steps(25);
}

/// True where the window says something of that kind.
fn tells(harness: &mut Shown, what: &NoticeKind) -> bool {
    let notices = app(harness).session().notices();
    notices.iter().any(|notice| notice.about == *what)
}

#[test]
fn what_a_second_window_had_not_saved_is_asked_about_once_it_is_gone() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut first = busy(folder.path(), lang, "first");
        let mut second = busy(folder.path(), lang, "second");
        assert!(!asks(&mut second), "the first is there");
        assert!(!asks(&mut started(folder.path(), lang)), "both are there");
        drop(second);
        let mut third = started(folder.path(), lang);
        assert_says(&third, &word(lang, "desk.recover.title"));
        assert_says(&third, "qiantang");
        answer(&mut third, "desk.recover.go_on");
        let mut found = (Some("second".to_owned()), 2);
        assert_eq!(what(&mut third), found);
        assert!(app(&mut third).view_mut().desk.recovered);
        // Nobody asks about it again while the third is there, and once that is gone without a word it is all there again, with
        // what came after.
        assert!(!asks(&mut started(folder.path(), lang)));
        renamed(&mut third, "third");
        drop(third);
        found = (Some("third".to_owned()), 3);
        for _ in 0..2 {
            let mut next = started(folder.path(), lang);
            assert!(app(&mut next).view_mut().desk.waiting.is_empty());
            answer(&mut next, "desk.recover.go_on");
            let notices = app(&mut next).session().notices().to_vec();
            assert_eq!(what(&mut next), found, "{notices:?}");
        }
        // The first has gone on all the while.
        renamed(&mut first, "still");
        assert_eq!(what(&mut first), (Some("still".into()), 3));
    }
}

#[test]
fn of_several_windows_the_newest_is_asked_about_and_the_others_in_turn() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut windows: Vec<_> = ["first", "second", "third"]
            .map(|name| busy(folder.path(), lang, name))
            .into();
        // The second has done something last.
        std::thread::sleep(std::time::Duration::from_millis(20));
        renamed(&mut windows[1], "newest");
        drop(windows);
        let mut one = started(folder.path(), lang);
        let others = word(lang, "desk.recover.others").replace("%{count}", "2");
        assert_says(&one, &others);
        answer(&mut one, "desk.recover.go_on");
        assert_eq!(what(&mut one).0.as_deref(), Some("newest"));
        assert!(!asks(&mut one), "one question");
        // The next window asks about another, and of that nobody wants to know; then about the last one.
        let mut two = started(folder.path(), lang);
        answer(&mut two, "desk.recover.afresh");
        assert!(asks(&mut two) && what(&mut two).0.is_none());
        answer(&mut two, "desk.recover.go_on");
        assert_eq!(what(&mut two).0.as_deref(), Some("first"));
        assert!(!asks(&mut started(folder.path(), lang)), "all were answered");
        drop((one, two));
        let mut again = started(folder.path(), lang);
        assert_eq!(
            app(&mut again).view_mut().desk.waiting.len(),
            1,
            "both were kept again"
        );
    }
}

/// Escape is no answer: what was left stays, and what is done in this window is kept all the same.
#[test]
fn a_window_is_kept_while_an_answer_is_left_for_later() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        drop(busy(folder.path(), lang, "old"));
        let mut harness = started(folder.path(), lang);
        assert!(asks(&mut harness));
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        assert!(!asks(&mut harness) && tells(&mut harness, &NoticeKind::RecoveryLater));
        renamed(&mut harness, "new");
        drop(harness);
        let mut next = started(folder.path(), lang);
        assert_eq!(app(&mut next).view_mut().desk.waiting.len(), 1);
        answer(&mut next, "desk.recover.go_on");
        assert_eq!(what(&mut next).0.as_deref(), Some("new"));
        let mut other = started(folder.path(), lang);
        answer(&mut other, "desk.recover.go_on");
        assert_eq!(what(&mut other).0.as_deref(), Some("old"));
    }
}

/// The dossier of the last session lies on a drive that is away; meanwhile something else is worked at.
#[test]
fn what_could_not_be_gone_on_with_is_there_when_its_file_is_back() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        let path = super::review::stored(folder.path());
        let mut harness = started(&home, lang);
        let open = ReviewStep::Open(path.clone());
        app(&mut harness).dispatch(Command::Review(open));
        harness.run_steps(10);
        renamed(&mut harness, "in the dossier");
        drop(harness);
        let steps = std::fs::read(home.join(HISTORY_NAME)).unwrap();
        let away = folder.path().join("away");
        std::fs::rename(&path, &away).unwrap();

        let mut harness = started(&home, lang);
        answer(&mut harness, "desk.recover.go_on");
        assert!(what(&mut harness).0.is_none());
        assert!(tells(&mut harness, &NoticeKind::RecoveryLater));
        renamed(&mut harness, "meanwhile");
        drop(harness);
        assert_eq!(std::fs::read(home.join(HISTORY_NAME)).unwrap(), steps);
        std::fs::rename(&away, &path).unwrap();

        let mut harness = started(&home, lang);
        answer(&mut harness, "desk.recover.afresh");
        answer(&mut harness, "desk.recover.go_on");
        assert_eq!(what(&mut harness), (Some("in the dossier".into()), 2));
        assert!(app(&mut harness).session().dossier().is_some());
    }
}

/// A window that is closed properly leaves nothing to ask about, whatever slot it had.
#[test]
fn a_second_window_that_was_closed_is_not_asked_about() {
    let folder = tempfile::tempdir().unwrap();
    let first = busy(folder.path(), Lang::En, "first");
    let mut second = busy(folder.path(), Lang::En, "second");
    eframe::App::on_exit(app(&mut second), None);
    drop(second);
    let text = std::fs::read_to_string(folder.path().join("beside/1").join(FILE_NAME)).unwrap();
    assert!(Last::parse(&text).unwrap().closed);
    assert!(!asks(&mut started(folder.path(), Lang::En)));
    drop(first);
    let mut next = started(folder.path(), Lang::En);
    assert!(app(&mut next).view_mut().desk.waiting.is_empty());
    answer(&mut next, "desk.recover.go_on");
    assert_eq!(what(&mut next).0.as_deref(), Some("first"));
}
