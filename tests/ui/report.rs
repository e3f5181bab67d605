//! The report before it is written: its first page, the pages after it, one as large as there is room for.
#![cfg(feature = "pdf")]

use super::*;

fn word(lang: Lang, key: &str, number: usize) -> String {
    super::word(lang, key).replace("%{number}", &number.to_string())
}

#[test]
fn a_report_is_looked_at_before_it_is_written() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let mut harness = opened(&stored(folder.path()), lang);
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        harness.run_steps(12);
        let count = harness
            .state_mut()
            .app()
            .session()
            .preview()
            .page_count()
            .unwrap();
        let is_shown = |harness: &Shown, number: usize| {
            let page = word(lang, "pages.page", number);
            let said = word(lang, "pages.number", number).replace("%{count}", &count.to_string());
            assert!(harness.query_by_label(&page).is_some(), "{page}");
            assert!(harness.query_by_label(&said).is_some(), "{said}");
        };
        is_shown(&harness, 1);
        let click = |harness: &mut Shown, key: &str| {
            let label = word(lang, key, 0);
            harness.get_by_role_and_label(Role::Button, &label).click();
            harness.run_steps(8);
        };
        click(&mut harness, "pages.next");
        is_shown(&harness, 2);
        click(&mut harness, "pages.before");
        is_shown(&harness, 1);
        let write = word(lang, "reviewing.report.do", 0);
        assert!(harness.query_by_role_and_label(Role::Button, &write).is_some());
        let wide = |harness: &mut Shown| {
            let session = harness.state_mut().app().session();
            session.preview().image().unwrap().size_px[0]
        };
        let small = wide(&mut harness);
        click(&mut harness, "pages.whole");
        assert!(harness.query_by_role_and_label(Role::Button, &write).is_none());
        assert!(wide(&mut harness) > 2 * small, "drawn anew for its size");
        press(&mut harness, Key::PageDown);
        is_shown(&harness, 2);
        press(&mut harness, Key::Escape);
        assert!(
            harness.query_by_role_and_label(Role::Button, &write).is_some(),
            "only the page is made small"
        );
        press(&mut harness, Key::Escape);
        let app = harness.state_mut().app();
        assert_eq!(app.session().preview().page_count(), None);
        assert!(app.view_mut().window.is_none());
    }
}

/// Pictures for whoever wants to see them: `UI_PICTURES=FOLDER`.
#[test]
fn pictures_of_the_report_window() {
    let Some(folder) = std::env::var_os("UI_PICTURES") else {
        println!("skipped: UI_PICTURES names no folder");
        return;
    };
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    for (lang, theme) in [
        (Lang::Zh, ThemePreference::Light),
        (Lang::En, ThemePreference::Dark),
    ] {
        let mut session = session();
        session.dispatch(Command::Open(vec![maps.clone()]));
        let view = ViewState {
            theme,
            ..ViewState::new(lang)
        };
        let mut harness = stage(session, view, (1280.0, 800.0));
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::P);
        let save = |harness: &mut Shown, part: &str| {
            harness.run_steps(12);
            let path = Path::new(&folder).join(format!("report-{}-{part}.png", lang.code()));
            harness.render().unwrap().save(path).unwrap();
        };
        save(&mut harness, "window");
        let label = word(lang, "pages.whole", 0);
        harness.get_by_role_and_label(Role::Button, &label).click();
        save(&mut harness, "whole");
    }
}
