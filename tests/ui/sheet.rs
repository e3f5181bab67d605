//! The window of map sheets: templates, words of one's own, and that sheets are light whatever the window is.

use super::*;

/// The window of sheets over the workspace, in the dark.
fn sheet_window(lang: Lang) -> Harness<'static, Stage> {
    let mut session = session();
    session.show(workspace());
    let view = ViewState {
        theme: ThemePreference::Dark,
        window: Some(Window::ExportMap),
        ..ViewState::new(lang)
    };
    stage(session, view, (1440.0, 900.0))
}

fn write(harness: &mut Harness<'static, Stage>, lang: Lang, path: &Path) {
    let draft = &mut harness.state_mut().app().view_mut().map_draft;
    draft.set_path(path.display().to_string());
    harness.run_steps(4);
    let label = word(lang, "ui.export_window.do");
    harness.get_by_role_and_label(Role::Button, &label).click();
    harness.run_steps(8);
}

#[test]
fn what_is_typed_stands_on_the_sheet() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.svg");
        let mut harness = sheet_window(lang);
        for (key, text) in [("title", "七号地块"), ("maker", "规划院"), ("remark", "送审稿")] {
            let label = word(lang, &format!("ui.map_window.{key}"));
            let field = harness.get_by(|node| {
                matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
                    && node.label().as_deref() == Some(&label)
            });
            field.focus();
            harness.run_steps(2);
            harness.event(Event::Text(text.to_owned()));
            harness.run_steps(2);
        }
        let today = word(lang, "ui.map_window.as_of").replace("%{day}", "2026-11-23");
        harness.get_by_role_and_label(Role::Button, &today).click();
        harness.run_steps(2);
        write(&mut harness, lang, &path);
        let sheet = std::fs::read_to_string(&path).unwrap();
        for text in ["七号地块", "规划院", "送审稿", "2026-11-23"] {
            assert!(sheet.contains(text), "{text} is missing");
        }
    }
}

#[test]
fn a_template_sets_size_part_and_purpose() {
    for lang in Lang::ALL {
        let mut harness = sheet_window(lang);
        let name = word(lang, "ui.map_window.template.name");
        harness.get_by_role_and_label(Role::ComboBox, &name).click();
        harness.run_steps(4);
        let public = word(lang, "ui.map_window.template.public");
        harness.get_by_label(&public).click();
        harness.run_steps(4);
        let draft = &harness.state_mut().app().view_mut().map_draft;
        assert!(draft.public && draft.paper == Some(redshank::report::picture::Paper::A3));
    }
}

/// Paper is white: the dark window makes no dark sheet.
#[test]
fn sheets_are_light_whatever_the_window_is() {
    let folder = tempfile::tempdir().unwrap();
    let [dark, light] = [ThemePreference::Dark, ThemePreference::Light].map(|theme| {
        let path = folder.path().join(format!("{theme:?}.svg"));
        let mut harness = sheet_window(Lang::En);
        harness.state_mut().app().view_mut().theme = theme;
        write(&mut harness, Lang::En, &path);
        std::fs::read(&path).unwrap()
    });
    assert!(!dark.is_empty());
    assert_eq!(dark, light);
}
