//! What is seen of a finding and of months: the picture of the place, the wheel of the year; and the list of licences.

use eframe::egui::Shape;

use super::*;

/// Labels of what is a picture for assistive technology.
fn pictures(harness: &Harness<'_, Stage>) -> Vec<String> {
    let nodes = harness.query_all_by_role(Role::Image);
    nodes.filter_map(|node| node.accesskit_node().label()).collect()
}

#[test]
fn a_finding_shows_a_picture_of_its_place_and_a_click_leads_there() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.get_all_by_label("no-building").next().unwrap().click();
        harness.run_steps(6);
        let head = word(lang, "ui.inspector.picture");
        let head = head.split("%{").next().unwrap();
        let found = pictures(&harness);
        let label = found.iter().find(|label| label.starts_with(head)).unwrap();
        let rect = harness.get_by_role_and_label(Role::Image, label).rect();
        assert!(rect.width() > 200.0 && rect.height() > 100.0, "{rect}");
        // Triangles of zone, project and what they share, within the picture.
        let meshes = harness.output().shapes.iter().filter(|clipped| {
            matches!(&clipped.shape, Shape::Mesh(mesh) if mesh.indices.len() >= 3)
                && rect.expand(1.0).contains_rect(clipped.clip_rect)
        });
        assert!(meshes.count() >= 3);
        let far = geo::Coord { x: 0.0, y: 0.0 };
        harness.state_mut().app().view_mut().map.center_on(far);
        harness.run_steps(3);
        let label = label.clone();
        harness.get_by_role_and_label(Role::Image, &label).click();
        harness.run_steps(6);
        let view = harness.state_mut().app().view_mut().map.view().unwrap();
        assert!(view.center().x > 100_000.0, "{view:?}");
    }
}

#[test]
fn months_are_shown_as_a_wheel_with_the_rule_and_with_the_birds() {
    for lang in Lang::ALL {
        let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
        let mut session = session();
        session.dispatch(Command::Open(vec![maps]));
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        let app = harness.state_mut().app();
        let workspace = app.session().workspace().unwrap().clone();
        let birds = workspace.layer("bird_habitat").unwrap();
        let name = birds.name_of(&birds.features()[0]);
        app.dispatch(Command::Select {
            features: vec![name],
            finding: None,
        });
        harness.run_steps(6);
        let months = redshank::model::rule::Months::parse("10-4").unwrap();
        let wheel = word(lang, "reviewing.wheel.months").replace("%{months}", &months.text(lang));
        assert!(pictures(&harness).contains(&wheel), "{:?}", pictures(&harness));
        let rules = &workspace.rules.rules;
        let Some(rule) = rules.iter().find(|rule| rule.condition.months.is_some()) else {
            continue;
        };
        let view = harness.state_mut().app().view_mut();
        view.dock.show(Pane::Rules);
        view.open_rule = Some(rule.id.clone());
        harness.run_steps(6);
        let months = rule.condition.months.unwrap();
        let wheel = word(lang, "reviewing.wheel.months").replace("%{months}", &months.text(lang));
        assert!(pictures(&harness).contains(&wheel), "{:?}", pictures(&harness));
    }
}

#[test]
fn every_library_is_listed_with_its_licence() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().window = Some(Window::About);
        harness.run_steps(4);
        let head = word(lang, "ui.about.packages");
        let tail = head.split('}').nth(1).unwrap().trim().to_owned();
        harness.get_by_label_contains(&tail).click();
        harness.run_steps(20);
        assert_says(&harness, "accesskit ");
        let drawn = labels(&harness)
            .iter()
            .filter(|label| label.contains("    "))
            .count();
        assert!(drawn > 4 && drawn < 60, "{drawn} lines are drawn");
        harness
            .get_by_role_and_label(Role::Button, &word(lang, "ui.about.copy_packages"))
            .click();
        let list = (0..4).find_map(|_| {
            harness.step();
            copied(&harness)
        });
        let list = list.unwrap();
        assert!(list.lines().count() > 300 && list.contains("proj "), "{list}");
    }
}
