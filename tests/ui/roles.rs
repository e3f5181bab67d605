//! What a layer that is open is for is chosen anew, and it is judged by that.

use redshank::model::feature::FeatureRef;
use redshank::session::by_hand::HandEdit;
use redshank::session::save_step::SaveStep;

use super::*;

fn choose(harness: &mut Harness<'static, Stage>, list: &str, entry: &str) {
    harness.get_by_role_and_label(Role::ComboBox, list).click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, entry).click();
    harness.run_steps(20);
}

fn about(harness: &mut Harness<'static, Stage>) -> (LayerRole, Option<ProjectKind>) {
    let workspace = harness.state_mut().app().session().workspace().unwrap();
    let about = &workspace.layer("sites").unwrap().about;
    (about.role, about.kind)
}

#[test]
fn role_and_kind_of_a_layer_are_chosen_saved_and_taken_back() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.2]";
        let paths = ["sites.geojson", "core.geojson"].map(|name| write_ring(folder.path(), name, ring));
        let mut session = session();
        session.dispatch(Command::Open(paths.to_vec()));
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.state_mut().app().view_mut().open_layer = Some("sites".into());
        harness.run_steps(4);
        assert_eq!(about(&mut harness), (LayerRole::Context, None));
        let list = word(lang, "import.role");
        choose(&mut harness, &list, &LayerRole::Project.name(lang));
        assert_eq!(about(&mut harness), (LayerRole::Project, None));
        let judged = |harness: &mut Harness<'static, Stage>| {
            let session = harness.state_mut().app().session();
            session
                .screening()
                .map_or(0, |screening| screening.findings.len())
        };
        assert!(judged(&mut harness) > 0, "it lies in a core zone");
        // The second list says what it is by its tip only: it is the one that shows where kinds are from.
        let by_field = word(lang, "import.kind_by_field");
        let kinds = harness.get_by(|node| node.value().as_deref() == Some(by_field.as_str()));
        kinds.click();
        harness.run_steps(4);
        harness
            .get_by_role_and_label(Role::Button, &ProjectKind::Wind.name(lang))
            .click();
        harness.run_steps(20);
        let wind = (LayerRole::Project, Some(ProjectKind::Wind));
        assert_eq!(about(&mut harness), wind);

        let file = folder.path().join("workspace.toml");
        let save = Command::Save(SaveStep::Workspace(file.clone()), lang);
        harness.state_mut().app().dispatch(save);
        harness.run_steps(20);
        let text = std::fs::read_to_string(&file).unwrap();
        assert!(
            text.contains("role = \"project\"") && text.contains("kind = \"wind\""),
            "{text}"
        );

        for expected in [(LayerRole::Project, None), (LayerRole::Context, None)] {
            harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
            harness.run_steps(10);
            assert_eq!(about(&mut harness), expected, "taken back");
        }
    }
}

/// Reading it again would lose what was done by hand.
#[test]
fn a_layer_that_was_changed_by_hand_is_not_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let ring = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.2]";
    let paths = ["wind.geojson", "core.geojson"].map(|name| write_ring(folder.path(), name, ring));
    let mut session = session();
    session.dispatch(Command::Open(paths.to_vec()));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    harness.state_mut().app().view_mut().open_layer = Some("wind".into());
    harness.run_steps(4);
    let list = word(Lang::En, "import.role");
    assert!(harness.query_by_role_and_label(Role::ComboBox, &list).is_some());
    let app = harness.state_mut().app();
    let feature = app
        .session()
        .workspace()
        .unwrap()
        .layer("wind")
        .unwrap()
        .features()[0]
        .id
        .clone();
    app.dispatch(Command::Edit(Edit::ByHand(HandEdit::Remove(FeatureRef {
        layer: "wind".into(),
        id: feature,
    }))));
    harness.run_steps(10);
    assert!(harness.query_by_role_and_label(Role::ComboBox, &list).is_none());
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(10);
    assert!(harness.query_by_role_and_label(Role::ComboBox, &list).is_some());
}
