//! The unit of areas, and tables on the clipboard.

use std::sync::Mutex;

use redshank::attributes::copied::Copied;
use redshank::report::units::AreaUnit;
use redshank::ui::areas::Areas;
use redshank::ui::commands::Action;

use super::*;

fn perform(harness: &mut Harness<'static, Stage>, action: Action) {
    let ctx = harness.ctx.clone();
    let idle = session();
    let view = harness.state_mut().app().view_mut();
    action.perform(&ctx, &idle, view, &mut Vec::new());
    harness.run_steps(6);
}

/// Half of a square of 200 m lies in the wetland: 2 hectares, 30 mu.
#[test]
fn areas_of_all_panels_are_in_the_chosen_unit() {
    // So high that the whole inspector is in sight.
    let mut session = session();
    session.show(workspace());
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 1400.0));
    harness.state_mut().app().view_mut().open_layer = Some("solar".into());
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(6);
    let check = |harness: &Harness<'_, Stage>, unit: &str, is_there: bool| {
        let all = labels(harness);
        // The sentence is the one of the report, which people quote; it has the unit that the report has.
        let is_area = |label: &&String| label.ends_with(unit) && label.len() < 24;
        assert_eq!(
            all.iter().any(|label| is_area(&label)),
            is_there,
            "{unit}: {all:#?}"
        );
    };
    check(&harness, " ha", true);
    check(&harness, " mu)", true);
    check(&harness, " mu", true);
    for (unit, name, others) in [
        (AreaUnit::Mu, " mu", [" ha", " m²", " km²"]),
        (AreaUnit::Ha, " ha", [" mu", " m²", " km²"]),
        (AreaUnit::Km2, " km²", [" ha", " mu", " m²"]),
        (AreaUnit::M2, " m²", [" ha", " mu", " km²"]),
    ] {
        perform(&mut harness, Action::Areas(Areas(Some(unit))));
        check(&harness, name, true);
        others.iter().for_each(|other| check(&harness, other, false));
    }
}

#[test]
fn the_unit_is_chosen_in_the_menu_and_in_the_command_box() {
    for (lang, view, title, choice) in [
        (Lang::Zh, "视图", "面积单位", "亩"),
        (Lang::En, "View", "Unit of areas", "Mu"),
    ] {
        let mut harness = open(lang);
        harness.get_by_role_and_label(Role::Button, view).click();
        harness.run_steps(3);
        harness.get_all_by_label_contains(title).last().unwrap().hover();
        harness.run_steps(12);
        harness.get_by_role_and_label(Role::Button, choice).click();
        harness.run_steps(3);
        let areas = harness.state_mut().app().view_mut().areas;
        assert_eq!(areas, Areas(Some(AreaUnit::Mu)));
    }
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
    harness.run_steps(3);
    harness.event(Event::Text("面积单位：公顷".to_owned()));
    harness.run_steps(5);
    harness.key_press(Key::Enter);
    harness.run_steps(5);
    let areas = harness.state_mut().app().view_mut().areas;
    assert_eq!(areas, Areas(Some(AreaUnit::Ha)));
}

#[test]
fn the_attribute_table_has_the_chosen_unit_in_rows_figures_and_copies() {
    let mut harness = open(Lang::En);
    let view = harness.state_mut().app().view_mut();
    view.attributes.layer = Some("wetland".into());
    view.dock.show(Pane::Attributes);
    harness.run_steps(8);
    let before = labels(&harness);
    assert!(before.iter().any(|label| label == "Area (ha)"), "{before:#?}");
    perform(&mut harness, Action::Areas(Areas(Some(AreaUnit::Mu))));
    assert_says(&harness, "Area (mu)");
    // 100 hectares on the plane, a little more or less on the ellipsoid.
    let mu = |label: &String| {
        label
            .parse()
            .is_ok_and(|mu: f64| (1_490.0..1_510.0).contains(&mu))
    };
    let after = labels(&harness);
    assert!(after.iter().any(mu), "{after:#?}");
    harness.get_by_label("Column: Area (mu)").click();
    harness.run_steps(8);
    let card = labels(&harness);
    let sum = |label: &String| {
        let plain = label.replace(',', "");
        plain
            .parse()
            .is_ok_and(|mu: f64| (1_490.0..1_510.0).contains(&mu))
    };
    assert!(card.iter().filter(|label| sum(label)).count() >= 4, "{card:#?}");
}

/// What a clipboard of the system would hold.
static HELD: Mutex<Option<Copied>> = Mutex::new(None);

fn hold(copied: &Copied) -> bool {
    *HELD.lock().unwrap() = Some(copied.clone());
    true
}

fn with_sink(sink: fn(&Copied) -> bool) -> Harness<'static, Stage> {
    let mut session = session();
    session.show(workspace());
    let errands = Errands::new(Runner::Inline).with_clipboard(sink);
    let mut parts = Some((session, ViewState::new(Lang::En), errands));
    let draw = move |ui: &mut eframe::egui::Ui, stage: &mut Stage| match parts.take() {
        Some((session, view, errands)) => {
            stage.app = Some(App::new(ui.ctx(), session, view, errands));
            ui.ctx().request_repaint();
        }
        None => frame(ui, stage),
    };
    let stage = Stage {
        parts: None,
        app: None,
    };
    let builder = Harness::builder()
        .with_size(vec2(1440.0, 900.0))
        .with_step_dt(0.05);
    let mut harness = builder.wgpu().build_ui_state(draw, stage);
    harness.run_steps(20);
    harness
}

/// What the toolkit was asked to copy within some frames.
fn copied_text(harness: &mut Harness<'_, Stage>) -> Option<String> {
    (0..6).find_map(|_| {
        harness.step();
        super::copied(harness)
    })
}

#[test]
fn tables_go_to_the_clipboard_as_html_and_where_that_fails_as_text() {
    let mut harness = with_sink(hold);
    harness
        .get_by_label("Copy the listed findings for a spreadsheet")
        .click();
    assert_eq!(
        copied_text(&mut harness),
        None,
        "the system has it, with its text"
    );
    let held = HELD.lock().unwrap().take().unwrap();
    let html = held.html.unwrap();
    assert!(
        html.contains("<th>Project</th>") && html.contains("no-building"),
        "{html}"
    );
    assert!(held.text.contains("Project\t") && held.text.contains("no-building"));
    let view = harness.state_mut().app().view_mut();
    view.attributes.layer = Some("wetland".into());
    view.dock.show(Pane::Attributes);
    harness.run_steps(8);
    harness
        .get_by_label("Copy for a spreadsheet: the selected rows, or all shown")
        .click();
    assert_eq!(copied_text(&mut harness), None);
    let held = HELD.lock().unwrap().take().unwrap();
    assert!(held.html.unwrap().contains("<th>Area (ha)</th>"));

    let mut harness = with_sink(|_| false);
    harness
        .get_by_label("Copy the listed findings for a spreadsheet")
        .click();
    let text = copied_text(&mut harness).unwrap();
    assert!(text.contains("no-building") && !text.contains("<td"), "{text}");
}
