//! What goes to the clipboard, and in which units tables stand.

use redshank::report::units::AreaUnit;
use redshank::ui::areas::Areas;

use super::*;

/// What the toolkit was asked to copy within some frames after Ctrl+C.
fn copied_by_key(harness: &mut Harness<'_, Stage>) -> Option<String> {
    harness.event(Event::Copy);
    (0..6).find_map(|_| {
        harness.step();
        copied(harness)
    })
}

#[test]
fn the_picked_finding_is_copied_by_its_key_and_all_after_ctrl_a() {
    for (lang, project) in [(Lang::En, "Project\t"), (Lang::Zh, "项目\t")] {
        let mut session = session();
        session.show(two_projects());
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        assert_eq!(copied_by_key(&mut harness), None, "the table has no focus");
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(4);
        let one = copied_by_key(&mut harness).unwrap();
        assert!(one.contains(project) && one.contains("no-building"), "{one}");
        assert_eq!(one.trim_end().lines().count(), 2, "{one}");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run_steps(3);
        let all = copied_by_key(&mut harness).unwrap();
        assert_eq!(all.trim_end().lines().count(), 3, "{all}");
    }
}

/// Four projects in one wetland, by their rows in the findings table, top to bottom.
fn four_rows(lang: Lang) -> (Harness<'static, Stage>, Vec<Pos2>) {
    let arrays = (0..4).map(|k| scene::square(f64::from(k) * 240.0, 0.0, 100.0));
    let layers = vec![
        scene::layer(
            "wetland",
            LayerRole::Wetland,
            vec![scene::square(0.0, 0.0, 1000.0)],
        ),
        scene::projects(ProjectKind::Solar, arrays.collect()),
    ];
    let rule = scene::rule("no-building", LayerRole::Wetland, scene::OVERLAP);
    let mut session = session();
    session.show(scene::workspace(layers, vec![rule]));
    let harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    let mut rows: Vec<Pos2> = harness
        .get_all_by_label("no-building")
        .map(|node| node.rect().center())
        .collect();
    rows.sort_by(|a, b| a.y.total_cmp(&b.y));
    assert_eq!(rows.len(), 4);
    (harness, rows)
}

/// One click with keys held.
fn click_with(harness: &mut Harness<'_, Stage>, at: Pos2, modifiers: Modifiers) {
    harness.hover_at(at);
    harness.event(Event::ModifiersChanged(modifiers));
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers,
        });
    }
    harness.event(Event::ModifiersChanged(Modifiers::NONE));
    harness.run_steps(6);
}

/// The rows that are chosen, top to bottom from 0, and that of the picked finding.
fn chosen(harness: &mut Harness<'_, Stage>) -> (Vec<usize>, Option<usize>) {
    let app = harness.state_mut().app();
    let picked = app.session().selection().finding;
    let findings = &app.view_mut().findings;
    let place = |finding: usize| findings.place_of(finding).unwrap();
    let chosen = findings.chosen.among(&findings.shown());
    (chosen.into_iter().map(place).collect(), picked.map(place))
}

/// As in the attribute table: Ctrl adds and removes, Shift takes a range, Ctrl+A all, Escape none; Ctrl+C copies them, and
/// the map outlines what they are about.
#[test]
fn findings_are_chosen_one_by_one_in_ranges_and_all() {
    let (mut harness, rows) = four_rows(Lang::En);
    let (ctrl, shift) = (Modifiers::COMMAND, Modifiers::SHIFT);
    let clicks: [(usize, Modifiers, &[usize], usize); 6] = [
        (0, Modifiers::NONE, &[0], 0),
        (2, ctrl, &[0, 2], 2),
        (3, shift, &[2, 3], 3),
        (0, shift.plus(ctrl), &[0, 1, 2, 3], 0),
        (1, ctrl, &[0, 2, 3], 0),
        (3, ctrl, &[0, 2], 0),
    ];
    for (row, modifiers, expected, picked) in clicks {
        click_with(&mut harness, rows[row], modifiers);
        assert_eq!(
            chosen(&mut harness),
            (expected.to_vec(), Some(picked)),
            "row {row}"
        );
    }
    let copied = copied_by_key(&mut harness).unwrap();
    assert_eq!(copied.trim_end().lines().count(), 3, "{copied}");
    // Both projects and the wetland that they lie in.
    let selected = harness.state_mut().app().session().selection().features.len();
    assert_eq!(selected, 3);
    harness.key_press_modifiers(ctrl, Key::A);
    harness.run_steps(4);
    assert_eq!(chosen(&mut harness).0, [0, 1, 2, 3]);
    assert_eq!(copied_by_key(&mut harness).unwrap().trim_end().lines().count(), 5);
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    assert_eq!(chosen(&mut harness), (Vec::new(), None));
    assert_eq!(copied_by_key(&mut harness), None);
}

#[test]
fn findings_are_chosen_by_the_keyboard() {
    let (mut harness, rows) = four_rows(Lang::En);
    let (none, ctrl, shift) = (Modifiers::NONE, Modifiers::COMMAND, Modifiers::SHIFT);
    click_with(&mut harness, rows[0], none);
    let presses: [(Modifiers, Key, &[usize], Option<usize>); 9] = [
        (none, Key::ArrowDown, &[1], Some(1)),
        (shift, Key::ArrowDown, &[1, 2], Some(2)),
        (ctrl, Key::ArrowDown, &[1, 2], Some(2)),
        (none, Key::Space, &[1, 2, 3], Some(3)),
        (none, Key::Space, &[1, 2], Some(1)),
        (none, Key::Home, &[0], Some(0)),
        (shift, Key::End, &[0, 1, 2, 3], Some(3)),
        (none, Key::PageUp, &[0], Some(0)),
        (none, Key::Escape, &[], None),
    ];
    for (modifiers, key, expected, picked) in presses {
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(4);
        assert_eq!(chosen(&mut harness), (expected.to_vec(), picked), "{key:?}");
    }
}

/// What a filter hides is no longer among what is chosen: nobody decides or copies what he does not see.
#[test]
fn hidden_findings_are_not_chosen() {
    let (mut harness, rows) = four_rows(Lang::Zh);
    click_with(&mut harness, rows[0], Modifiers::NONE);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
    harness.run_steps(4);
    harness.state_mut().app().view_mut().findings.choice.text = "solar-3".into();
    harness.run_steps(4);
    let app = harness.state_mut().app();
    let findings = &app.view_mut().findings;
    let (shown, chosen) = (findings.len(), findings.chosen.len());
    assert!(shown < 4 && chosen <= shown + 1, "{shown} shown, {chosen} chosen");
}

#[test]
fn tables_of_numbers_follow_the_chosen_unit() {
    for (lang, headings) in [
        (
            Lang::En,
            [
                (AreaUnit::Mu, "Union (mu)", "30.00"),
                (AreaUnit::Km2, "Union (km²)", "0.019"),
            ],
        ),
        (
            Lang::Zh,
            [
                (AreaUnit::Mu, "不重复（亩）", "30.00"),
                (AreaUnit::M2, "不重复（m²）", "19,99"),
            ],
        ),
    ] {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().dock.show(Pane::Numbers);
        for (unit, heading, number) in headings {
            harness.state_mut().app().view_mut().areas = Areas(Some(unit));
            harness.run_steps(4);
            assert_says(&harness, heading);
            assert_says(&harness, number);
            let hectares = if lang == Lang::Zh {
                "不重复（公顷）"
            } else {
                "Union (ha)"
            };
            assert!(!labels(&harness).iter().any(|label| label == hectares));
        }
    }
}
