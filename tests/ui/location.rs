//! Features are selected by how they lie to those of another layer: from the menu to the number in the status bar.

use std::sync::Arc;

use redshank::model::layer::{Layer, Provenance};

use super::*;

/// Opens the window by the menu, and ticks the only layer of wind turbines and of solar arrays.
fn ask(harness: &mut Harness<'static, Stage>, lang: Lang) {
    let menu = word(lang, "ui.menu.tools");
    harness.get_by_role_and_label(Role::Button, &menu).click();
    harness.run_steps(3);
    let item = word(lang, "ui.command.select_location.label");
    harness.get_by_label_contains(&item).click();
    harness.run_steps(4);
    for layer in ["solar", "wind"] {
        harness.get_by_role_and_label(Role::CheckBox, layer).click();
        harness.run_steps(2);
    }
}

fn choose(harness: &mut Harness<'static, Stage>, list: &str, choice: &str) {
    harness.get_by_role_and_label(Role::ComboBox, list).click();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, choice).click();
    harness.run_steps(3);
}

fn go(harness: &mut Harness<'static, Stage>, lang: Lang) {
    let button = word(lang, "location.do");
    // The tool that selects is called so, too, and stands before the window.
    let named = harness.get_all_by_role_and_label(Role::Button, &button);
    named.last().unwrap().click();
    harness.run_steps(6);
}

fn selected(harness: &mut Harness<'static, Stage>) -> Vec<String> {
    let features = &harness.state_mut().app().session().selection().features;
    features.iter().map(ToString::to_string).collect()
}

#[test]
fn features_are_selected_by_location_in_both_languages() {
    for (lang, counted) in [(Lang::En, "1 selected"), (Lang::Zh, "已选 1")] {
        let mut harness = open(lang);
        ask(&mut harness, lang);
        choose(&mut harness, &word(lang, "location.to"), "wetland");
        go(&mut harness, lang);
        assert_eq!(selected(&mut harness), ["solar/1"]);
        assert_says(&harness, counted);
        let told = harness.state_mut().app().session().notices();
        assert!(
            told.iter()
                .all(|notice| !notice.about.text(lang).contains("wind"))
        );

        ask(&mut harness, lang);
        let that = word(lang, "location.that");
        choose(&mut harness, &that, &word(lang, "location.lies.apart"));
        let how = word(lang, "location.how");
        choose(&mut harness, &how, &word(lang, "location.result.add"));
        // The ticks of before are still there, and the second click has taken them away.
        let all = word(lang, "location.all");
        harness.get_by_role_and_label(Role::Button, &all).click();
        harness.run_steps(2);
        go(&mut harness, lang);
        assert_eq!(selected(&mut harness), ["solar/1", "wind/1", "wetland/1"]);
    }
}

#[test]
fn a_distance_can_be_chosen_and_finding_nothing_is_told() {
    for (lang, nothing) in [
        (Lang::En, "nothing in wind, solar is within 1 m of drawn."),
        (Lang::Zh, "wind、solar中没有距drawn不超过 1 米的要素。"),
    ] {
        let mut with_far = workspace();
        let far = scene::layer("drawn", LayerRole::Context, vec![scene::point(3010.0, 500.0)]);
        let counts = redshank::model::layer::Counts {
            refused: 3,
            ..far.provenance.counts
        };
        let provenance = Provenance {
            counts,
            ..far.provenance.clone()
        };
        let far = Layer::new(far.about.clone(), provenance, far.features().to_vec());
        with_far.layers.push(Arc::new(far));
        let mut session = session();
        session.show(with_far);
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        ask(&mut harness, lang);
        choose(&mut harness, &word(lang, "location.to"), "drawn");
        let that = word(lang, "location.that");
        choose(&mut harness, &that, &word(lang, "location.lies.near"));
        harness.get_by_label(&word(lang, "location.within_m"));
        harness.state_mut().app().view_mut().location.within_m = 11.0;
        harness.run_steps(2);
        go(&mut harness, lang);
        assert_eq!(selected(&mut harness), ["wind/1"]);
        // What could not be read may be near as well.
        let refused = if lang == Lang::Zh {
            "drawn 3 个"
        } else {
            "drawn (3)"
        };
        assert_says(&harness, refused);
        harness.state_mut().app().view_mut().location.within_m = 1.0;
        harness.state_mut().app().view_mut().window = Some(Window::SelectByLocation);
        harness.run_steps(4);
        go(&mut harness, lang);
        assert_eq!(selected(&mut harness), Vec::<String>::new());
        assert_says(&harness, nothing);
    }
}
