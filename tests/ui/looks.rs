//! How layers are looked at is taken back like everything else: eyes, opacity and labels are steps of the history.

use redshank::model::label::{LabelSpec, LabelText};
use redshank::ui::memory::restoring::restore;
use redshank::ui::memory::session_file::{FILE_NAME, HISTORY_NAME, Last, RECOVERY_NAME};

use super::desk::remembering;
use super::keyboard::{press, press_with, to_pane};
use super::*;

type Shown = Harness<'static, Stage>;

fn opened(lang: Lang) -> Shown {
    let mut session = session();
    session.show(workspace());
    let mut view = ViewState::new(lang);
    view.dock.show(Pane::History);
    stage(session, view, (1440.0, 900.0))
}

/// The steps in words, without that of opening, and where the workspace is among them.
fn steps(harness: &mut Shown, lang: Lang) -> (Vec<String>, usize) {
    let (steps, place) = harness.state_mut().app().session().steps();
    (steps[1..].iter().map(|step| step.text(lang)).collect(), place)
}

fn step(lang: Lang, key: &str, layer: &str) -> String {
    format!("{} · {layer}", word(lang, &format!("desk.step.{key}")))
}

fn looks(harness: &mut Shown) -> std::sync::Arc<LayerLooks> {
    harness.state_mut().app().session().looks()
}

/// The name of a layer's eye, which says what a click does.
fn eye(lang: Lang, key: &str, layer: &str) -> String {
    word(lang, &format!("ui.layers.{key}")).replace("%{layer}", layer)
}

/// The pointer goes along there with its button down.
fn drag(harness: &mut Shown, from: Pos2, by_px: f32, times: u8) {
    let button = |harness: &mut Shown, pos: Pos2, pressed: bool| {
        harness.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(1);
    };
    harness.hover_at(from);
    harness.run_steps(2);
    button(harness, from, true);
    let mut at = from;
    for _ in 0..times {
        at.x += by_px;
        harness.event(Event::PointerMoved(at));
        harness.run_steps(1);
    }
    button(harness, at, false);
    harness.run_steps(4);
}

#[test]
fn an_eye_is_a_step_with_a_name_that_is_taken_back_and_needs_no_saving() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        harness.get_by_label(&eye(lang, "hide", "wetland")).click();
        harness.run_steps(4);
        assert!(looks(&mut harness).hidden.contains("wetland"));
        let hidden = step(lang, "hidden", "wetland");
        assert_eq!(steps(&mut harness, lang), (vec![hidden.clone()], 1));
        assert!(harness.state_mut().app().session().is_saved());
        press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        assert!(looks(&mut harness).hidden.is_empty());
        harness.get_by_label(&eye(lang, "hide", "wetland"));
        // Again, by the list.
        let line = format!("1  {hidden}");
        harness.get_by_role_and_label(Role::Button, &line).click();
        harness.run_steps(4);
        harness.get_by_label(&eye(lang, "show", "wetland")).click();
        harness.run_steps(4);
        let shown = step(lang, "shown", "wetland");
        assert_eq!(steps(&mut harness, lang), (vec![hidden, shown], 2));
    }
}

#[test]
fn the_key_of_an_eye_is_a_step_and_one_layer_alone_is_one_step_too() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        to_pane(&mut harness, Pane::Layers);
        press(&mut harness, Key::End);
        press(&mut harness, Key::Space);
        assert_eq!(steps(&mut harness, lang).0, [step(lang, "hidden", "wetland")]);
        let at = harness.get_by_label(&eye(lang, "hide", "wind")).rect().center();
        for _ in 0..2 {
            harness.hover_at(at);
            for pressed in [true, false] {
                let modifiers = Modifiers::COMMAND;
                let button = PointerButton::Primary;
                let pos = at;
                harness.event_modifiers(
                    Event::PointerButton {
                        pos,
                        button,
                        pressed,
                        modifiers,
                    },
                    modifiers,
                );
                harness.run_steps(2);
            }
        }
        assert!(looks(&mut harness).hidden.is_empty());
        let alone = step(lang, "shown_alone", "wind");
        let all = word(lang, "desk.step.all_shown");
        assert_eq!(steps(&mut harness, lang).0[1..], [alone, all]);
        for expected in [vec!["solar", "wetland"], vec!["wetland"], vec![]] {
            press_with(&mut harness, Modifiers::COMMAND, Key::Z);
            let mut hidden: Vec<String> = looks(&mut harness)
                .hidden
                .iter()
                .map(ToString::to_string)
                .collect();
            hidden.sort();
            assert_eq!(hidden, expected);
        }
    }
}

#[test]
fn a_drag_of_the_opacity_is_one_step_and_is_seen_while_it_lasts() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        harness.get_by_role_and_label(Role::Label, "wetland").click();
        harness.run_steps(4);
        let slider = word(lang, "ui.layers.opacity");
        let slider = harness.get_by_role_and_label(Role::Slider, &slider).rect();
        let begin = Pos2::new(slider.left() + 80.0, slider.center().y);
        drag(&mut harness, begin, -4.0, 10);
        let pale = looks(&mut harness).opacity_of("wetland");
        assert!(pale > 0.0 && pale < 0.8, "{pale}");
        let opacity = step(lang, "opacity", "wetland");
        assert_eq!(steps(&mut harness, lang), (vec![opacity.clone()], 1));
        drag(&mut harness, begin, -2.0, 10);
        assert_eq!(
            steps(&mut harness, lang),
            (vec![opacity.clone(), opacity.clone()], 2)
        );
        press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(looks(&mut harness).opacity_of("wetland"), pale);
        press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(looks(&mut harness).opacity_of("wetland"), 1.0);
        // While the hand is at it, the map shows it and the history waits.
        harness.hover_at(begin);
        harness.run_steps(2);
        harness.event(Event::PointerButton {
            pos: begin,
            button: PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        });
        harness.event(Event::PointerMoved(begin - vec2(30.0, 0.0)));
        harness.run_steps(2);
        assert_eq!(looks(&mut harness).opacity_of("wetland"), 1.0);
        let Stage { app, .. } = harness.state_mut();
        let shown = app.as_ref().unwrap().looks().opacity_of("wetland");
        assert!(shown < 0.8, "{shown}");
    }
}

#[test]
fn a_template_that_is_typed_is_one_step() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        let template = LabelSpec {
            text: LabelText::Template("{name}".into()),
            small_too: false,
        };
        let edit = LookEdit::SetLabels("wetland".into(), template);
        harness.state_mut().app().dispatch(Command::Look(edit));
        harness.get_by_role_and_label(Role::Label, "wetland").click();
        harness.run_steps(4);
        let title = word(lang, "ui.layers.labels.title");
        harness.get_by_role_and_label(Role::TextInput, &title).focus();
        harness.run_steps(2);
        for letter in [" ", "m", "a", "r", "s", "h"] {
            harness.event(Event::Text(letter.to_owned()));
            harness.run_steps(1);
        }
        let labels = step(lang, "labels", "wetland");
        assert_eq!(steps(&mut harness, lang).0, std::slice::from_ref(&labels));
        press(&mut harness, Key::Enter);
        assert_eq!(steps(&mut harness, lang).0, [labels.clone(), labels]);
        let text = |harness: &mut Shown| looks(harness).labels["wetland"].text.clone();
        assert_eq!(text(&mut harness), LabelText::Template("{name} marsh".into()));
        press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(text(&mut harness), LabelText::Template("{name}".into()));
    }
}

/// A number that is typed into the slider's field is one step, however many digits it has.
#[test]
fn an_opacity_that_is_typed_is_one_step() {
    for lang in Lang::ALL {
        let mut harness = opened(lang);
        harness.get_by_role_and_label(Role::Label, "wetland").click();
        harness.run_steps(4);
        let title = word(lang, "ui.layers.opacity");
        harness.get_by_role_and_label(Role::SpinButton, &title).focus();
        harness.run_steps(2);
        for digit in ["3", "5"] {
            harness.event(Event::Text(digit.to_owned()));
            harness.run_steps(3);
        }
        assert_eq!(steps(&mut harness, lang).0, [""; 0]);
        let shown = harness.state_mut().app().looks().opacity_of("wetland");
        assert_eq!(shown, 0.35);
        press(&mut harness, Key::Enter);
        harness.run_steps(4);
        let opacity = step(lang, "opacity", "wetland");
        assert_eq!(steps(&mut harness, lang), (vec![opacity], 1));
        assert_eq!(looks(&mut harness).opacity_of("wetland"), 0.35);
        press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        assert_eq!(looks(&mut harness).opacity_of("wetland"), 1.0);
    }
}

/// A template is being typed while the program ends: it is a step of the history, and there after a restart.
#[test]
fn a_template_that_is_being_typed_at_the_end_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let mut harness = remembering(folder.path());
    harness.state_mut().app().dispatch(Command::Open(vec![maps]));
    harness.run_steps(10);
    let typed = |text: &str| LabelSpec {
        text: LabelText::Template(text.into()),
        small_too: false,
    };
    for text in ["{name}", "{name} marsh"] {
        let edit = LookEdit::SetLabels("wetland".into(), typed(text));
        let field = Some(eframe::egui::Id::unique("field"));
        let app = harness.state_mut().app();
        app.view_mut().draft_look(edit, field, &mut Vec::new());
    }
    eframe::App::on_exit(harness.state_mut().app(), None);
    drop(harness);
    let text = std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap();
    let last = Last::parse(&text).unwrap();
    assert_eq!(last.looks.labels["wetland"], typed("{name} marsh"));
    assert!(last.history);
    let history = std::fs::read_to_string(folder.path().join(HISTORY_NAME)).unwrap();
    assert!(history.contains("{name} marsh"));
}

/// The steps are there after a restart, those too that were taken back; nothing was unsaved, and nothing is.
#[test]
fn steps_of_looks_come_back_after_a_restart() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut harness = remembering(folder.path());
        harness.state_mut().app().dispatch(Command::Open(vec![maps]));
        harness.run_steps(10);
        for edit in [
            LookEdit::Hide("district".into()),
            LookEdit::SetOpacity("wetland".into(), 0.35),
            LookEdit::ShowOnly("wetland".into()),
            LookEdit::ShowAll,
        ] {
            harness.state_mut().app().dispatch(Command::Look(edit));
        }
        harness.state_mut().app().dispatch(Command::Undo);
        let (before, seen) = (steps(&mut harness, lang), looks(&mut harness));
        assert_eq!((before.0.len(), before.1), (4, 3));
        harness.run_steps(25);
        drop(harness);
        assert!(folder.path().join(HISTORY_NAME).is_file());
        let last = Last::parse(&std::fs::read_to_string(folder.path().join(FILE_NAME)).unwrap()).unwrap();
        assert!(!last.unsaved);
        let mut view = ViewState::new(lang);
        view.desk.recovery = Some(folder.path().join(RECOVERY_NAME));
        let mut session = session();
        session.dispatch(restore(&mut view, last).unwrap());
        let mut harness = stage(session, view, (1440.0, 900.0));
        assert_eq!(steps(&mut harness, lang), before);
        assert_eq!(looks(&mut harness), seen);
        assert!(harness.state_mut().app().session().is_saved());
        for _ in 0..2 {
            press_with(&mut harness, Modifiers::COMMAND, Key::Z);
        }
        let looks = looks(&mut harness);
        assert!(looks.hidden.contains("district") && looks.hidden.len() == 1);
        assert_eq!(looks.opacity_of("wetland"), 1.0);
    }
}
