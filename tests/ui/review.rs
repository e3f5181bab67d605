//! A review in the window: a dossier stored and opened, findings decided by two people, remarks on the map, reports.

use redshank::dossier::freeze::{Content, Stamp, freeze};
use redshank::dossier::lock::{Holder, Lock};
use redshank::dossier::open::Dossier;
use redshank::model::review::decision::{Author, Comment, State};
use redshank::model::review::event::Deed;
use redshank::model::review::key::FindingKey;
use redshank::model::review::standing::{Standing, standing};
use redshank::model::review::state::Review;
use redshank::session::review::step::ReviewStep;
use redshank::ui::panels::findings_groups::{Decided, Group};
use redshank::ui::panels::findings_lines::Line;
use redshank::words::fill;

use super::*;

type Shown = Harness<'static, Stage>;

/// One wetland, two solar arrays half in it, one wind turbine outside.
fn case() -> Workspace {
    let arrays = vec![
        scene::square(900.0, 0.0, 200.0),
        scene::square(900.0, 500.0, 200.0),
    ];
    let layers = vec![
        scene::layer(
            "wetland",
            LayerRole::Wetland,
            vec![scene::square(0.0, 0.0, 1000.0)],
        ),
        scene::projects(ProjectKind::Solar, arrays),
        scene::projects(ProjectKind::Wind, vec![scene::point(3000.0, 500.0)]),
    ];
    let rule = scene::rule("no-building", LayerRole::Wetland, scene::OVERLAP);
    scene::workspace(layers, vec![rule])
}

/// A dossier of it in a folder.
pub(super) fn stored(folder: &Path) -> PathBuf {
    let (path, workspace) = (folder.join("case.redshank"), case());
    let screening = scene::screened(&workspace);
    let content = Content {
        workspace: &workspace,
        screening: &screening,
        only: &[],
        earlier: &Review::new(),
    };
    let stamp = Stamp {
        at: "2026-11-27T08:00:00Z".parse().unwrap(),
        author: author("王"),
    };
    freeze(&path, &content, &stamp, &Default::default()).unwrap();
    path
}

fn author(name: &str) -> Author {
    Author {
        name: name.into(),
        role: String::new(),
    }
}

/// The window on a dossier; nobody has said who he is.
fn opened(path: &Path, lang: Lang) -> Shown {
    let mut session = session();
    session.dispatch(Command::Review(ReviewStep::Open(path.to_owned())));
    stage(session, ViewState::new(lang), (1600.0, 1000.0))
}

fn step(harness: &mut Shown, step: ReviewStep) {
    harness.state_mut().app().dispatch(Command::Review(step));
    harness.run_steps(4);
}

fn sits(harness: &mut Shown, name: &str) {
    step(harness, ReviewStep::Name(Some(author(name))));
}

fn press(harness: &mut Shown, key: Key) {
    harness.key_press(key);
    harness.run_steps(4);
}

/// A button may be further down in its panel than it can be seen.
fn click(harness: &mut Shown, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).scroll_to_me();
    harness.run_steps(15);
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(6);
}

/// Types into a field of one line or several.
fn types(harness: &mut Shown, role: Role, label: &str, text: &str) {
    harness.get_by_role_and_label(role, label).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(role, label).type_text(text);
    harness.run_steps(3);
}

fn stands(harness: &mut Shown) -> Standing {
    let session = harness.state_mut().app().session();
    let (open, screening) = (session.dossier().unwrap(), session.screening().unwrap());
    let finding = session.selection().finding_of(screening).unwrap();
    let key = FindingKey::of(finding);
    standing(&open.review, &key, open.evidence_of(&key))
}

#[test]
fn a_case_is_stored_by_whoever_says_who_he_is() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session();
        session.show(case());
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::D);
        harness.run_steps(4);
        let path = folder.path().join("case");
        harness.state_mut().app().view_mut().review.save_path = path.display().to_string();
        harness.run_steps(3);
        click(&mut harness, &word(lang, "reviewing.save.do"));
        assert_says(&harness, &word(lang, "reviewing.name.title"));
        // Keys belong to the window that asks.
        press(&mut harness, Key::L);
        assert_eq!(harness.state_mut().app().view_mut().lang, lang);
        types(
            &mut harness,
            Role::TextInput,
            &word(lang, "reviewing.name.name"),
            "张三",
        );
        types(
            &mut harness,
            Role::TextInput,
            &word(lang, "reviewing.name.role"),
            "总工程师",
        );
        click(&mut harness, &word(lang, "reviewing.name.do"));
        assert_says(&harness, "case.redshank");
        assert_says(&harness, "张三 (总工程师)");
        let session = harness.state_mut().app().session();
        assert!(session.dossier().unwrap().can_write() && session.is_as_stored());
        drop(harness);
        let dossier = Dossier::read(&path.with_extension("redshank"), &Default::default()).unwrap();
        let event = &dossier.review().events()[0];
        assert_eq!(event.author.words(), "张三 (总工程师)");
    }
}

/// The way of a finding by keys alone: picked, decided, decided by a second person, taken back.
#[test]
fn a_finding_is_decided_by_keys_and_by_two_people() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = opened(&stored(folder.path()), lang);
        let second = word(lang, "reviewing.card.second_name");
        sits(&mut harness, "张");
        press(&mut harness, Key::N);
        assert_eq!(harness.state_mut().app().session().selection().finding, Some(0));
        press(&mut harness, Key::Num1);
        assert_eq!(stands(&mut harness).people, 0, "a reason is missing");
        assert_says(&harness, &word(lang, "review.refused.no_reason"));
        // The field for it has the focus already.
        let label = word(lang, "reviewing.card.reason");
        harness
            .get_by_role_and_label(Role::MultilineTextInput, &label)
            .type_text("改线 1 km");
        harness.run_steps(3);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        harness.run_steps(6);
        assert_eq!(
            (stands(&mut harness).state, stands(&mut harness).people),
            (State::Avoid, 1)
        );
        assert_says(&harness, &second);
        assert_says(&harness, "改线 1 km");
        // What he has decided waits for him no more: the next one does.
        harness
            .get_by_role_and_label(Role::Canvas, &word(lang, "map.name"))
            .focus();
        harness.run_steps(2);
        press(&mut harness, Key::N);
        assert_eq!(harness.state_mut().app().session().selection().finding, Some(1));
        sits(&mut harness, "李");
        press(&mut harness, Key::N);
        assert_eq!(harness.state_mut().app().session().selection().finding, Some(0));
        press(&mut harness, Key::Num4);
        assert_says(&harness, &word(lang, "reviewing.card.article"));
        press(&mut harness, Key::Escape);
        harness
            .get_by_role_and_label(Role::Canvas, &word(lang, "map.name"))
            .focus();
        harness.run_steps(2);
        press(&mut harness, Key::Num1);
        let draft = &mut harness.state_mut().app().view_mut().review.decision;
        draft.reason = "同意".into();
        harness.run_steps(3);
        click(&mut harness, &word(lang, "reviewing.card.record"));
        assert!(stands(&mut harness).closed);
        assert_says(&harness, &word(lang, "review.mark.closed"));
        harness
            .get_by_role_and_label(Role::Canvas, &word(lang, "map.name"))
            .focus();
        harness.run_steps(2);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(6);
        assert!(stands(&mut harness).lacks_second_name());
        assert_says(&harness, &word(lang, "reviewing.card.taken_back"));
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Y);
        harness.run_steps(6);
        assert!(stands(&mut harness).closed);
        // His own entry has a button; that of the other has none.
        let label = word(lang, "reviewing.card.take_back");
        assert_eq!(harness.get_all_by_label(&label).count(), 1);
    }
}

/// The field for the reason begins out of sight in a window as low as those: it has the keyboard all the same, and no letter of
/// the reason is a command.
#[test]
fn a_reason_is_typed_at_once_in_a_low_window() {
    for (lang, size) in Lang::ALL
        .into_iter()
        .zip([(1440.0, 900.0), (1280.0, 720.0)])
        .chain([(Lang::Zh, (1280.0, 720.0)), (Lang::En, (1440.0, 900.0))])
    {
        let folder = tempfile::tempdir().unwrap();
        let mut session = session();
        session.dispatch(Command::Review(ReviewStep::Open(stored(folder.path()))));
        let mut harness = stage(session, ViewState::new(lang), size);
        sits(&mut harness, "张");
        press(&mut harness, Key::N);
        press(&mut harness, Key::Num1);
        harness.run_steps(20);
        for letter in ["l", "g", "n"] {
            harness.event(Event::Text(letter.into()));
            harness.run_steps(2);
        }
        let app = harness.state_mut().app();
        assert_eq!(app.view_mut().review.decision.reason, "lgn", "{size:?}");
        assert_eq!(app.view_mut().lang, lang);
        let label = word(lang, "reviewing.card.reason");
        let field = harness.get_by_role_and_label(Role::MultilineTextInput, &label);
        assert!(field.is_focused());
        let (seen, shown) = (harness.ctx.content_rect(), field.rect());
        let response = harness
            .ctx
            .read_response(harness.ctx.memory(|memory| memory.focused()).unwrap());
        let response = response.unwrap();
        assert!(seen.contains_rect(shown), "{shown:?}");
        assert!(
            response.interact_rect.height() > 0.8 * response.rect.height(),
            "seen at {size:?}: {:?} of {:?}",
            response.interact_rect,
            response.rect
        );
    }
}

/// Both findings are chosen in the table: a key asks once, one step of the log decides both, one undo takes both back.
#[test]
fn chosen_findings_are_decided_at_once() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = stored(folder.path());
        let mut harness = opened(&path, lang);
        sits(&mut harness, "张");
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(6);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(4);
        press(&mut harness, Key::Num1);
        let app = harness.state_mut().app();
        assert_eq!(app.view_mut().window, Some(Window::DecideTogether));
        assert_eq!(app.view_mut().review.together.findings.len(), 2);
        assert_says(&harness, &word(lang, "review.refused.no_reason"));
        // The field for the reason has the focus already.
        let label = word(lang, "reviewing.card.reason");
        let fields = harness.get_all_by_role_and_label(Role::MultilineTextInput, &label);
        let field = fields.last().unwrap();
        assert!(field.is_focused());
        field.type_text("整体北移");
        harness.run_steps(3);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
        harness.run_steps(6);
        let states = |harness: &mut Shown| -> Vec<State> {
            let session = harness.state_mut().app().session();
            let open = session.dossier().unwrap();
            let findings = session.screening().unwrap().findings.iter().map(FindingKey::of);
            findings
                .map(|key| standing(&open.review, &key, open.evidence_of(&key)).state)
                .collect()
        };
        assert_eq!(harness.state_mut().app().view_mut().window, None);
        assert_eq!(states(&mut harness), [State::Avoid; 2]);
        assert_says(&harness, "整体北移");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
        harness.run_steps(6);
        assert_eq!(states(&mut harness), [State::Open; 2]);
        // Escape leaves everything as it is.
        press(&mut harness, Key::Num3);
        press(&mut harness, Key::Escape);
        assert_eq!(harness.state_mut().app().view_mut().window, None);
        assert_eq!(states(&mut harness), [State::Open; 2]);
        // One alone is decided in its card.
        harness.state_mut().app().view_mut().findings.choice.text.clear();
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
        harness.run_steps(4);
        press(&mut harness, Key::Num3);
        assert_eq!(harness.state_mut().app().view_mut().window, None);
    }
}

/// What several decisions rest on is attached to each of them.
#[test]
fn papers_are_attached_to_findings_that_are_decided_at_once() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = stored(folder.path());
        let paper = folder.path().join("批文.pdf");
        std::fs::write(&paper, b"abc").unwrap();
        let mut harness = opened(&path, lang);
        sits(&mut harness, "张");
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(6);
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(4);
        press(&mut harness, Key::Num1);
        harness.run_steps(8);
        let draft = &mut harness.state_mut().app().view_mut().review.together.draft;
        draft.path = paper.display().to_string();
        draft.reason = "整体北移".into();
        harness.run_steps(2);
        let papers = word(lang, "reviewing.card.attach");
        harness.get_all_by_label(&papers).last().unwrap().click();
        harness.run_steps(15);
        let add = word(lang, "reviewing.card.add_paper");
        harness
            .get_all_by_role_and_label(Role::Button, &add)
            .last()
            .unwrap()
            .click();
        harness.run_steps(6);
        assert_says(&harness, "批文.pdf");
        let record = word(lang, "reviewing.together.do");
        let record = fill(&record, &["count"], &["2".to_owned()]);
        harness.get_by_role_and_label(Role::Button, &record).click();
        harness.run_steps(8);
        let session = harness.state_mut().app().session();
        let (open, screening) = (session.dossier().unwrap(), session.screening().unwrap());
        for key in screening.findings.iter().map(FindingKey::of) {
            let (_, decision) = open.review.decisions(&key).next().unwrap();
            let names: Vec<&str> = decision.attachments.iter().map(|own| own.name.as_str()).collect();
            assert_eq!(names, ["批文.pdf"]);
            assert!(decision.attachments[0].sha256.starts_with("ba7816bf"));
        }
    }
}

#[test]
fn differing_decisions_and_other_evidence_are_flagged() {
    let folder = tempfile::tempdir().unwrap();
    let path = stored(folder.path());
    let mut harness = opened(&path, Lang::En);
    for (name, key) in [("张", Key::Num1), ("李", Key::Num3)] {
        sits(&mut harness, name);
        if name == "张" {
            press(&mut harness, Key::N);
        }
        press(&mut harness, key);
        harness.state_mut().app().view_mut().review.decision.reason = "r".into();
        harness.run_steps(2);
        click(&mut harness, "Record");
        harness.get_by_role_and_label(Role::Canvas, "Map").focus();
        harness.run_steps(2);
    }
    assert!(stands(&mut harness).differs);
    assert_says(&harness, "decided differently");
    // The array is moved a little and stored again: the decisions stay, and say that they saw something else.
    let mut moved = case();
    let arrays = vec![
        scene::square(950.0, 0.0, 200.0),
        scene::square(900.0, 500.0, 200.0),
    ];
    moved.layers[1] = std::sync::Arc::new(scene::projects(ProjectKind::Solar, arrays));
    drop(harness);
    let mut session = session();
    session.show(moved);
    let mut harness = stage(session, ViewState::new(Lang::En), (1600.0, 1000.0));
    sits(&mut harness, "张");
    step(&mut harness, ReviewStep::Save(path));
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(4);
    assert!(stands(&mut harness).outdated);
    assert_says(&harness, "evidence changed since");
    assert_says(&harness, "on other evidence than there is now");
}

/// The second user is told who the first one is as long as the dossier is open, and has nothing to write with.
#[test]
fn the_second_user_is_told_who_the_first_one_is() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = stored(folder.path());
        let holder = Holder {
            user: "zhang".into(),
            host: "desk-3".into(),
            process: 1,
            since: "2026-11-27T07:00:00Z".parse().unwrap(),
        };
        let _first = Lock::take(&path, &holder).unwrap();
        let mut harness = opened(&path, lang);
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
        harness.run_steps(4);
        for part in ["zhang", "desk-3", "2026-11-27T07:00:00Z"] {
            assert_says(&harness, part);
        }
        assert!(
            harness
                .query_by_label(&word(lang, "reviewing.card.record"))
                .is_none()
        );
        press(&mut harness, Key::Num7);
        assert_eq!(stands(&mut harness).people, 0);
        assert!(!harness.state_mut().app().session().asks_name());
    }
}

#[test]
fn a_remark_is_pinned_on_the_map_and_opens_by_a_click() {
    for (lang, pin) in [(Lang::Zh, "备注 1，张"), (Lang::En, "Remark 1 by 张")] {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = opened(&stored(folder.path()), lang);
        sits(&mut harness, "张");
        press(&mut harness, Key::C);
        let name = word(lang, "map.name");
        let at = harness.get_by_role_and_label(Role::Canvas, &name).rect().center();
        let before = harness.state_mut().app().view_mut().map.view().unwrap();
        click_at(&mut harness, at);
        let picked = harness.state_mut().app().session().selection().features.len();
        assert_eq!(picked, 0, "the click belongs to the pin");
        let label = word(lang, "reviewing.comment.text");
        types(&mut harness, Role::MultilineTextInput, &label, "堤坝到此为止");
        click(&mut harness, &word(lang, "reviewing.comment.do"));
        let session = harness.state_mut().app().session();
        let event = session.dossier().unwrap().review.events().last().unwrap().clone();
        let Deed::Commented(comment) = event.deed else {
            panic!("{event:?}");
        };
        let place = comment.place.unwrap();
        // In the plane of the workspace, where the click was.
        let off = (place.x - before.center().x).hypot(place.y - before.center().y);
        assert!(off < 2.0 * before.resolution_m_per_px(), "{place:?}");
        let head = harness.get_by_role_and_label(Role::Button, pin).rect().center();
        click_at(&mut harness, head);
        assert_says(&harness, "堤坝到此为止");
        press(&mut harness, Key::Escape);
        // As large as before, wherever the map goes.
        let size = harness.get_by_role_and_label(Role::Button, pin).rect().size();
        harness.state_mut().app().view_mut().map.zoom_by(8.0);
        harness.run_steps(3);
        let zoomed = harness.get_by_role_and_label(Role::Button, pin).rect().size();
        assert_eq!(size, zoomed);
    }
}

/// The page of the review: steps by their buttons, to two signatures.
#[test]
fn a_project_is_led_through_its_steps() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = opened(&stored(folder.path()), lang);
        sits(&mut harness, "张");
        let view = harness.state_mut().app().view_mut();
        view.dock.show(redshank::ui::dock::pane::Pane::Review);
        harness.run_steps(4);
        let project = |harness: &mut Shown| {
            let session = harness.state_mut().app().session();
            session.dossier().unwrap().board().unwrap().projects[0].clone()
        };
        let button = |key: &str| word(lang, &format!("reviewing.step.button.{key}"));
        let has =
            |harness: &Shown, label: &str| harness.query_by_role_and_label(Role::Button, label).is_some();
        assert!(!has(&harness, &button("sign")), "not yet");
        click(&mut harness, &button("data_checked"));
        assert!(!has(&harness, &button("data_checked")));
        click(&mut harness, &button("decide"));
        assert_eq!(harness.state_mut().app().session().selection().finding, Some(0));
        for name in ["张", "李"] {
            sits(&mut harness, name);
            press(&mut harness, Key::Num2);
            harness.state_mut().app().view_mut().review.decision.reason = "r".into();
            harness.run_steps(2);
            click(&mut harness, &word(lang, "reviewing.card.record"));
            harness
                .get_by_role_and_label(Role::Canvas, &word(lang, "map.name"))
                .focus();
            harness.run_steps(2);
        }
        let own = project(&mut harness);
        assert_eq!((own.closed_count, own.finding_count), (1, 1));
        let of = word(lang, "reviewing.step.decided");
        let of = fill(&of, &["done", "total"], &["1", "1"].map(str::to_owned));
        assert_says(&harness, &of);
        for name in ["李", "张"] {
            sits(&mut harness, name);
            click(&mut harness, &button("sign"));
        }
        assert_eq!(project(&mut harness).signed_by, ["李", "张"]);
        assert!(!has(&harness, &button("sign")));
        assert_says(&harness, &word(lang, "reviewing.step.all_done"));
    }
}

#[test]
fn findings_are_filtered_by_decision_and_grouped() {
    let folder = tempfile::tempdir().unwrap();
    let mut harness = opened(&stored(folder.path()), Lang::En);
    sits(&mut harness, "张");
    press(&mut harness, Key::N);
    press(&mut harness, Key::Num5);
    harness.state_mut().app().view_mut().review.decision.reason = "r".into();
    harness.run_steps(2);
    click(&mut harness, "Record");
    assert_says(&harness, "dismissed · second name missing");
    let mut check = |decided: Option<Decided>, group: Option<Group>, expected: &[&str]| {
        let choice = &mut harness.state_mut().app().view_mut().findings.choice;
        (choice.decided, choice.group) = (decided, group);
        harness.run_steps(4);
        let findings = &harness.state_mut().app().view_mut().findings;
        let lines = (0..findings.line_count()).map(|line| match findings.line(line).unwrap() {
            Line::Heading(own) => format!("{} {} {:?}", own.text, own.count, own.closed),
            Line::Finding(finding) => {
                assert_eq!(findings.line_of(finding), Some(line));
                finding.to_string()
            }
        });
        let lines: Vec<String> = lines.collect();
        assert_eq!(lines, expected, "{decided:?} {group:?}");
    };
    check(None, None, &["0", "1"]);
    check(Some(Decided::Nobody), None, &["1"]);
    check(Some(Decided::SecondMissing), None, &["0"]);
    check(Some(Decided::Closed), None, &[]);
    check(Some(Decided::As(State::Dismissed)), None, &["0"]);
    check(
        None,
        Some(Group::Project),
        &["1 1 Some(0)", "0", "2 1 Some(0)", "1"],
    );
    check(None, Some(Group::Rule), &["no-building 2 Some(0)", "0", "1"]);
    check(None, Some(Group::Verdict), &["Conflict 2 Some(0)", "0", "1"]);
    check(
        Some(Decided::NotClosed),
        Some(Group::Department),
        &["forestry department 2 Some(0)", "0", "1"],
    );
    assert_says(&harness, "0 of 2");
    // Steps go from finding to finding, past the headings.
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(harness.state_mut().app().session().selection().finding, Some(1));
}

/// A report in another language than the window, refused first, then forced.
#[test]
fn a_report_is_previewed_refused_forced_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = stored(folder.path());
    // A file in the place of a source, and it is another one.
    std::fs::write(folder.path().join("wetland.geojson"), b"{}").unwrap();
    let mut harness = opened(&path, Lang::En);
    sits(&mut harness, "张");
    harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
    harness.run_steps(6);
    assert_says(&harness, "a source has changed since: wetland.geojson");
    let is_disabled = |harness: &Shown, label: &str| {
        let node = harness.get_by_role_and_label(Role::Button, label);
        node.accesskit_node().is_disabled()
    };
    assert!(is_disabled(&harness, "Write the report"));
    harness.get_by_role_and_label(Role::RadioButton, "中文").click();
    harness.run_steps(6);
    let outline = harness
        .state_mut()
        .app()
        .session()
        .preview()
        .outline()
        .unwrap()
        .clone();
    assert_eq!(outline.lang, Lang::Zh);
    assert_says(&harness, &outline.title);
    assert!(outline.sections.iter().any(|part| part.row_count == 2));
    types(
        &mut harness,
        Role::TextInput,
        "Why it is made all the same",
        "明天开会",
    );
    click(&mut harness, "Force");
    assert_says(&harness, "Forced; the first page says: 明天开会");
    let out = folder.path().join("out");
    harness.state_mut().app().view_mut().review.report.folder = out.display().to_string();
    harness.run_steps(3);
    for kind in ["report.docx", "report.xlsx", "report.pdf"] {
        if let Some(tick) = harness.query_by_role_and_label(Role::CheckBox, kind) {
            tick.click();
            harness.run_steps(2);
        }
    }
    click(&mut harness, "Write the report");
    let page = std::fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("强制出具") && page.contains("明天开会"));
    assert_says(&harness, "report.html");
    harness.get_by_role_and_label(Role::Button, "Open folder");
    harness.get_by_role_and_label(Role::Button, "Copy path").click();
    harness.run_steps(2);
}

/// Pictures for the eye: `UI_PICTURES` names the folder to keep them in.
#[test]
fn pictures_of_a_review() {
    let Some(pictures) = std::env::var_os("UI_PICTURES").map(PathBuf::from) else {
        println!("skipped: UI_PICTURES names no folder");
        return;
    };
    for (lang, theme, name) in [
        (Lang::Zh, ThemePreference::Light, "review-zh"),
        (Lang::En, ThemePreference::Dark, "review-en"),
    ] {
        let save = |harness: &mut Shown, part: &str| {
            harness.run_steps(8);
            let image = harness.render().unwrap();
            image.save(pictures.join(format!("{name}-{part}.png"))).unwrap();
        };
        pictured(lang, theme, save);
    }
}

/// A case from its storing to its report, with a picture at each turn.
fn pictured(lang: Lang, theme: ThemePreference, save: impl Fn(&mut Shown, &str)) {
    let folder = tempfile::tempdir().unwrap();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut session = session();
    session.dispatch(Command::Open(vec![maps]));
    let view = ViewState {
        theme,
        ..ViewState::new(lang)
    };
    let mut harness = stage(session, view, (1600.0, 1000.0));
    let path = folder.path().join("qiantang.redshank");
    step(&mut harness, ReviewStep::Save(path));
    save(&mut harness, "name");
    sits(&mut harness, "张三");
    press(&mut harness, Key::N);
    press(&mut harness, Key::Num4);
    let draft = &mut harness.state_mut().app().view_mut().review.decision;
    draft.reason = "国家重点线性工程，无法避让".into();
    draft.article = "《湿地保护法》第十九条".into();
    save(&mut harness, "card");
    click(&mut harness, &word(lang, "reviewing.card.record"));
    let view = harness.state_mut().app().view_mut();
    view.findings.choice.group = Some(Group::Project);
    let comment = Comment {
        finding: None,
        text: "此处边界以 2024 年调整批复为准。".into(),
        place: view.map.view().map(|view| view.center()),
    };
    step(&mut harness, ReviewStep::Do(Deed::Commented(comment)));
    let app = harness.state_mut().app();
    let count = app.session().dossier().unwrap().review.events().len();
    app.view_mut().review.open_pin = Some(count as u64);
    save(&mut harness, "pin");
    step(&mut harness, ReviewStep::HoldAgainst("2022-01-01".parse().ok()));
    harness
        .state_mut()
        .app()
        .view_mut()
        .dock
        .show(redshank::ui::dock::pane::Pane::Review);
    save(&mut harness, "panel");
    harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::P);
    save(&mut harness, "report");
}

/// A rule that holds in some months only shows them as a wheel, and says them to whoever does not see it.
#[test]
fn a_rule_of_some_months_has_a_wheel() {
    for (lang, expected) in [
        (Lang::Zh, "规则适用：3、4、5月；项目：月份不明"),
        (Lang::En, "months 3, 4, 5"),
    ] {
        let mut workspace = case();
        let rules = std::sync::Arc::make_mut(&mut workspace.rules);
        rules.rules[0].condition.months = redshank::model::rule::Months::of([3, 4, 5]);
        let mut session = session();
        session.show(workspace);
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
        harness.run_steps(4);
        let wheel = |node: &egui_kittest::Node<'_>| {
            let label = node.accesskit_node().label();
            node.accesskit_node().role() == Role::Image && label.is_some_and(|own| own.contains(expected))
        };
        let count = harness.get_all_by(|_| true).filter(wheel).count();
        assert_eq!(count, 1);
        let node = harness.get_all_by(|_| true).find(wheel);
        node.unwrap().scroll_to_me();
        harness.run_steps(20);
        if let Some(pictures) = std::env::var_os("UI_PICTURES").map(PathBuf::from) {
            harness.run_steps(6);
            let image = harness.render().unwrap();
            image
                .save(pictures.join(format!("wheel-{}.png", lang.code())))
                .unwrap();
        }
    }
}

#[path = "report.rs"]
mod report;
