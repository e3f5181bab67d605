//! What somebody needs at his first day is within reach, and seen whole.

use std::sync::Arc;

use eframe::egui::Shape;
use redshank::dossier::fault::held;
use redshank::dossier::lock::Holder;
use redshank::model::by_hand::ByHand;
use redshank::model::feature::{Feature, FeatureRef, PropertyValue};
use redshank::model::layer::Layer;
use redshank::session::example::places;
use redshank::session::notice::NoticeKind;
use redshank::ui::dock::preset::Preset;
use redshank::ui::view_state::Window;
use redshank::ui::windows::help_view::Topic;

use super::keyboard::{Shown, app, focused, press, press_with, to_pane};
use super::*;

/// Where texts that contain this are painted, and whether nothing of them is cut off.
fn painted(harness: &Shown, part: &str) -> Vec<bool> {
    let shapes = harness.output().shapes.iter();
    let texts = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) if text.galley.text().contains(part) => {
            let rect = text.galley.rect.translate(text.pos.to_vec2());
            Some(!text.galley.elided && clipped.clip_rect.expand(1.0).contains_rect(rect))
        }
        _ => None,
    });
    texts.collect()
}

#[test]
fn two_notices_are_seen_whole() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        for told in [NoticeKind::NothingToExport, NoticeKind::StillScreening] {
            app(&mut harness).dispatch(Command::Tell(told));
        }
        harness.run_steps(6);
        for key in ["session.nothing_to_export", "session.still_screening"] {
            assert_eq!(painted(&harness, &word(lang, key)), [true], "{key}");
        }
    }
}

#[test]
fn coordinates_stay_in_the_status_bar_and_are_copied_by_a_click() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let map = word(lang, "desk.pane.map");
        let at = harness.get_by_role_and_label(Role::Canvas, &map).rect().center();
        harness.hover_at(at);
        harness.run_steps(4);
        let plane = if lang == Lang::Zh { "东 " } else { "E " };
        for sign in ["°E ", "′", plane] {
            let (text, at) = {
                let buttons = harness.get_all_by_role(Role::Button);
                let texts = buttons.filter_map(|button| {
                    let text = button.accesskit_node().label()?;
                    Some((text, button.rect().center()))
                });
                let mut low = texts.filter(|(_, at)| at.y > 860.0);
                low.find(|(text, _)| text.contains(sign)).unwrap()
            };
            click_at(&mut harness, at);
            let told = word(lang, "copying.line").replace("%{text}", &text);
            assert_says(&harness, &told);
        }
    }
}

#[test]
fn the_card_of_the_tour_has_the_keyboard() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let view = app(&mut harness).view_mut();
        view.window = Some(Window::Help);
        view.help.open_at(Topic::Start);
        harness.run_steps(6);
        let begin = word(lang, "help.tour.begin");
        harness.get_by_role_and_label(Role::Button, &begin).click();
        harness.run_steps(10);
        for card in 0..3 {
            assert_eq!(app(&mut harness).view_mut().help.tour.unwrap().card, card);
            let (role, name, _) = focused(&harness).unwrap();
            assert_eq!((role, name), (Role::Button, word(lang, "help.tour.next")));
            press(&mut harness, Key::Enter);
        }
        press(&mut harness, Key::Tab);
        assert_eq!(focused(&harness).unwrap().1, word(lang, "help.tour.back"));
    }
}

#[test]
fn the_count_of_findings_stays_in_one_line() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).view_mut().dock.arrange(Preset::Review);
        harness.run_steps(4);
        let whole = word(lang, "ui.findings.count");
        let whole = whole.replace("%{shown}", "1").replace("%{total}", "1");
        let mut seen = [0, 0];
        for step in 0..60 {
            harness.set_size(vec2(1200.0 + 10.0 * step as f32, 900.0));
            harness.run_steps(3);
            let words = harness.query_by_label(&whole);
            seen[usize::from(words.is_some())] += 1;
            let label = words.unwrap_or_else(|| harness.get_by_label("1 / 1"));
            assert!(label.rect().height() < 26.0, "{step}: {}", label.rect());
        }
        println!("{lang:?} {seen:?}");
    }
}

#[test]
fn what_is_only_noted_is_not_told_as_a_fault() {
    let check = |kind, done, expected: &[NoticeKind]| {
        let mut workspace = workspace();
        workspace.problems[0].kind = kind;
        workspace.problems[0].done = done;
        let mut session = session();
        session.show(workspace);
        let told: Vec<_> = session
            .notices()
            .iter()
            .map(|notice| notice.about.clone())
            .collect();
        assert_eq!(told, expected);
    };
    let one = [NoticeKind::Problems(1)];
    check(ProblemKind::ByHand(ByHand::Drawn), Done::Noted, &[]);
    for done in [Done::Noted, Done::Repaired, Done::Refused] {
        check(ProblemKind::FieldMissing, done, &one);
    }
}

fn types(harness: &mut Shown, text: &Path) {
    harness.event(Event::Text(text.display().to_string()));
    harness.run_steps(3);
    press(harness, Key::Enter);
    harness.run_steps(4);
}

#[test]
fn places_and_styles_are_written_to_a_path_that_is_typed() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = open(lang);
        press_with(&mut harness, Modifiers::COMMAND, Key::B);
        press(&mut harness, Key::Enter);
        harness.get_by_label(&word(lang, "desk.bookmarks.export")).click();
        harness.run_steps(6);
        let places = folder.path().join("places.kml");
        types(&mut harness, &places);
        assert!(std::fs::read_to_string(&places).unwrap().contains("<name>"));
        assert_eq!(app(&mut harness).view_mut().window, None);
        let style = folder.path().join("wetland.style.toml");
        app(&mut harness).view_mut().dock.show(Pane::Layers);
        harness.run_steps(4);
        for key in ["desk.tree.save_style", "desk.tree.read_style"] {
            harness.get_by_label("wetland").click_secondary();
            harness.run_steps(4);
            harness.get_by_label(&word(lang, key)).click();
            harness.run_steps(6);
            types(&mut harness, &style);
            assert!(style.is_file(), "{key}");
            assert_eq!(app(&mut harness).view_mut().window, None, "{key}");
        }
        let told = app(&mut harness).session().notices();
        let failed = told.iter().any(|notice| {
            matches!(
                notice.about,
                NoticeKind::StyleNotRead(_) | NoticeKind::NotWritten(_)
            )
        });
        assert!(!failed, "{told:?}");
    }
}

#[test]
fn the_key_of_a_state_says_that_a_dossier_is_needed() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        press(&mut harness, Key::Num1);
        let no_dossier = word(lang, "reviewing.told.no_dossier");
        // One step on from there; the file is proposed, and Enter stores.
        let told = harness.get_by_label(&no_dossier).rect();
        let store = word(lang, "ui.command.save_dossier.label");
        {
            let mut buttons = harness.get_all_by_role_and_label(Role::Button, &store);
            let beside = buttons.find(|own| (own.rect().center().y - told.center().y).abs() < 30.0);
            beside.unwrap().click();
        }
        harness.run_steps(5);
        assert_eq!(app(&mut harness).view_mut().window, Some(Window::SaveDossier));
        assert_eq!(focused(&harness).unwrap().0, Role::TextInput);
    }
}

#[test]
fn who_holds_a_dossier_without_a_name_is_somebody() {
    let holder = Holder {
        user: " ".into(),
        host: "vm".into(),
        process: 1,
        since: "2026-11-27T08:00:00Z".parse().unwrap(),
    };
    let check = |lang, begin: &str| {
        let text = held(Some(&holder), lang);
        assert!(text.starts_with(begin), "{text}");
    };
    check(Lang::En, "Somebody on vm has");
    check(Lang::Zh, "某用户（vm）自");
}

#[test]
fn the_attribute_table_after_a_restart_is_that_of_what_is_selected() {
    let mut harness = open(Lang::En);
    let features = vec![FeatureRef {
        layer: "wetland".into(),
        id: "1".into(),
    }];
    let finding = None;
    app(&mut harness).dispatch(Command::Select { features, finding });
    app(&mut harness).view_mut().dock.show(Pane::Attributes);
    harness.run_steps(8);
    let view = app(&mut harness).view_mut();
    assert_eq!(&*view.attributes.sheet().unwrap().layer().about.id, "wetland");
}

#[test]
fn the_folder_of_the_example_that_is_missing_is_told() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).dispatch(Command::Tell(NoticeKind::NoExample(places())));
        harness.run_steps(4);
        assert_says(&harness, &word(lang, "session.no_example"));
        assert_says(&harness, "maps/qiantang");
    }
}

/// What had the keyboard before has it still, where it is still seen; else nothing has it.
#[test]
fn a_layout_by_a_key_leads_the_keyboard_nowhere_else() {
    for pane in [None, Some(Pane::Map), Some(Pane::Findings), Some(Pane::Layers)] {
        let mut harness = open(Lang::En);
        for key in [Key::F7, Key::F9, Key::F10, Key::F8] {
            if let Some(pane) = pane {
                press(&mut harness, Key::F8);
                to_pane(&mut harness, pane);
            }
            let named = |own: Option<(Role, String, _)>| own.map(|(role, name, _)| (role, name));
            let before = named(focused(&harness));
            press(&mut harness, key);
            harness.run_steps(6);
            let after = named(focused(&harness));
            assert!(after.is_none() || after == before, "{pane:?} {key:?}: {after:?}");
        }
    }
}

#[test]
fn headings_of_attributes_have_room() {
    let mut layer = scene::projects(ProjectKind::Solar, vec![scene::square(0.0, 0.0, 200.0)]);
    let long = "capacity_megawatt_peak";
    let features = layer.features().iter().map(|feature| {
        let own = feature.properties.iter();
        let own = own.map(|(name, value)| (Arc::clone(name), value.clone()));
        Feature {
            properties: own
                .chain([(long.into(), PropertyValue::Number(12.into()))])
                .collect(),
            ..feature.clone()
        }
    });
    layer = Layer::new(layer.about.clone(), layer.provenance.clone(), features.collect());
    let mut session = session();
    session.show(scene::workspace(vec![layer], Vec::new()));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    press(&mut harness, Key::F6);
    harness.run_steps(8);
    assert_eq!(painted(&harness, long), [true]);
}

/// Names of what is selected.
fn selected(harness: &mut Shown) -> Vec<String> {
    let features = app(harness).session().selection().features.clone();
    features.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_not_selected_is_selected_by_a_command_in_all_layers_that_are_seen() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let features = vec![FeatureRef {
            layer: "wetland".into(),
            id: "1".into(),
        }];
        let finding = None;
        app(&mut harness).dispatch(Command::Select { features, finding });
        press_with(&mut harness, Modifiers::COMMAND, Key::K);
        let name = word(lang, "ui.command.invert_selection.label");
        harness.event(Event::Text(name));
        harness.run_steps(4);
        press(&mut harness, Key::Enter);
        harness.run_steps(6);
        assert_eq!(selected(&mut harness), ["wind/1", "solar/1"]);
        app(&mut harness).dispatch(Command::Look(LookEdit::Hide("wind".into())));
        app(&mut harness).view_mut().inverse_asked = true;
        harness.run_steps(6);
        assert_eq!(selected(&mut harness), ["wetland/1"]);
    }
}

#[test]
fn features_are_selected_by_an_expression_by_keys_alone() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        app(&mut harness).view_mut().attributes.layer = Some("wetland".into());
        press_with(&mut harness, Modifiers::COMMAND, Key::F3);
        harness.run_steps(8);
        assert_eq!(focused(&harness).unwrap().0, Role::TextInput);
        // What is no condition selects nothing, and waits to be mended.
        harness.event(Event::Text("nosuch > ".to_owned()));
        harness.run_steps(4);
        press(&mut harness, Key::Enter);
        assert_eq!(selected(&mut harness), Vec::<String>::new());
        assert_eq!(focused(&harness).unwrap().0, Role::TextInput);
        press_with(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text("1".to_owned()));
        harness.run_steps(4);
        press(&mut harness, Key::Enter);
        harness.run_steps(6);
        assert_eq!(selected(&mut harness), ["wetland/1"]);
    }
}
