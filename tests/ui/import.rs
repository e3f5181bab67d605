//! The import preview: what is asked, what is shown, what is remembered.

use eframe::egui::MissingGlyphPolicy;
use redshank::session::import::{ImportStep, Purpose};
use redshank::session::save_step::SaveStep;

use super::scene::plain_shapefile;
use super::*;

fn gbk(text: &str) -> Vec<u8> {
    encoding_rs::GBK.encode(text).0.into_owned()
}

/// Chinese names in GBK; neither CRS nor encoding is said anywhere, and one value is no text in any encoding.
fn table(folder: &Path) -> PathBuf {
    let names = [gbk("钱塘湿地"), gbk("西溪"), b"\xca\xaa\xff1".to_vec()];
    let rows = (0..).zip(names).map(|(number, name)| {
        let place = (120.5 + 0.01 * f64::from(number), 30.3);
        (place, vec![format!("A{number}").into_bytes(), name])
    });
    let rows: Vec<_> = rows.collect();
    let (code, name) = (gbk("编号"), gbk("名称"));
    plain_shapefile::write(folder, "x", &[(&code, 4), (&name, 24)], &rows)
}

fn looking(memory: &Path, path: &Path, always: bool, lang: Lang) -> Harness<'static, Stage> {
    let mut session = session().with_memory(Some(memory.to_owned()));
    session.dispatch(Command::Import(ImportStep::Look {
        paths: vec![path.to_owned()],
        purpose: Purpose::Open,
        always,
    }));
    shown(session, ViewState::new(lang), (1440.0, 900.0))
}

/// As [`stage`]; what is garbled may have letters that no font has, which show as boxes.
fn shown(session: Session, view: ViewState, (width, height): (f32, f32)) -> Harness<'static, Stage> {
    let stage = Stage {
        parts: Some((session, view)),
        app: None,
    };
    let builder = Harness::builder()
        .with_size(vec2(width, height))
        .with_step_dt(0.05);
    let with_boxes = |ui: &mut eframe::egui::Ui, stage: &mut Stage| {
        ui.ctx().set_missing_glyph_policy(MissingGlyphPolicy::Tofu);
        frame(ui, stage);
    };
    let mut harness = builder.wgpu().build_ui_state(with_boxes, stage);
    harness.run_steps(30);
    harness
}

/// The words of a button in that language.
fn is_disabled(harness: &Harness<'_, Stage>, label: &str) -> bool {
    harness
        .get_by_role_and_label(Role::Button, label)
        .accesskit_node()
        .is_disabled()
}

#[test]
fn an_import_asks_for_what_nobody_says_and_knows_it_the_next_time() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (path, memory) = (table(folder.path()), folder.path().join("memory"));
        let mut harness = looking(&memory, &path, false, lang);
        assert_says(&harness, &word(lang, "import.title"));
        for text in ["钱塘湿地", "编号", "GBK"] {
            assert_says(&harness, text);
        }
        for doubt in ["no_crs", "encoding", "no_role"] {
            assert_says(&harness, &word(lang, &format!("import.doubt.{doubt}")));
        }
        let button = word(lang, "import.do");
        assert!(is_disabled(&harness, &button));

        let crs = word(lang, "import.crs");
        harness.get_by_role_and_label(Role::TextInput, &crs).focus();
        harness.run_steps(2);
        harness
            .get_by_role_and_label(Role::TextInput, &crs)
            .type_text("EPSG:4490");
        harness.run_steps(2);
        assert!(is_disabled(&harness, &button), "a code that was not tried yet");
        harness.key_press(Key::Enter);
        harness.run_steps(6);
        harness
            .get_by_role_and_label(Role::ComboBox, &word(lang, "import.role"))
            .click();
        harness.run_steps(4);
        harness
            .get_by_role_and_label(Role::Button, &LayerRole::Core.name(lang))
            .click();
        harness.run_steps(4);
        assert!(!is_disabled(&harness, &button));
        harness.key_press(Key::Enter);
        harness.run_steps(8);
        let app = harness.state_mut().app();
        let layer = app.session().workspace().unwrap().layers[0].clone();
        assert_eq!(layer.about.role, LayerRole::Core);
        assert_eq!(layer.about.fields.id.as_deref(), Some("编号"));
        assert_eq!(&*layer.features()[0].id, "A0");
        assert_eq!(app.view_mut().window, None);

        let mut again = looking(&memory, &path, true, lang);
        assert_says(&again, &word(lang, "import.as_last_time"));
        assert!(!is_disabled(&again, &button), "nothing has to be chosen again");
        again
            .get_by_role_and_label(Role::Button, &word(lang, "import.forget"))
            .click();
        again.run_steps(6);
        assert!(is_disabled(&again, &button));
    }
}

#[test]
fn another_encoding_shows_at_once_and_bytes_that_are_no_text_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let path = table(folder.path());
    let mut harness = looking(folder.path(), &path, false, Lang::En);
    assert_says(&harness, "1 value has bytes that are no text");
    drop(folder);
    let choose = |harness: &mut Harness<'_, Stage>, name: &str| {
        harness
            .get_by_role_and_label(Role::ComboBox, "Text encoding")
            .click();
        harness.run_steps(4);
        let choices = harness.get_all_by_role_and_label(Role::Button, name);
        choices.last().unwrap().click();
        harness.run_steps(4);
    };
    choose(&mut harness, "UTF-8");
    let shown = labels(&harness);
    assert!(!shown.iter().any(|label| label == "钱塘湿地"), "{shown:?}");
    assert!(shown.iter().any(|label| label.contains('\u{fffd}')));
    choose(&mut harness, "GBK");
    assert_says(&harness, "钱塘湿地");
    harness
        .get_by_label_contains("1 value has bytes that are no text")
        .click();
    harness.run_steps(12);
    assert_says(&harness, "CA AA FF 31");
}

#[test]
fn the_type_of_a_field_is_declared_and_remembered() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let (path, memory) = (folder.path().join("turbines.csv"), folder.path().join("memory"));
        let text = "code,day,lon,lat\n1.50,2024/1/5,120.5,30.3\n2.00,20240106,120.6,30.4\n";
        std::fs::write(&path, text).unwrap();
        let mut harness = looking(&memory, &path, true, lang);
        assert_says(&harness, "1.5");
        let declare = |harness: &mut Harness<'_, Stage>, field: &str, declared: &str| {
            let label = word(lang, "import.type_of").replace("%{field}", field);
            harness.get_by_role_and_label(Role::ComboBox, &label).click();
            harness.run_steps(4);
            let own = word(lang, &format!("import.declared.{declared}"));
            let choices = harness.get_all_by_role_and_label(Role::Button, &own);
            choices.last().unwrap().click();
            harness.run_steps(6);
        };
        declare(&mut harness, "code", "text");
        // As it is written in the file, which is looked at again.
        assert_says(&harness, "1.50");
        declare(&mut harness, "day", "date");
        assert_says(&harness, "2024-01-06");
        let role = word(lang, "import.role");
        harness.get_by_role_and_label(Role::ComboBox, &role).click();
        harness.run_steps(4);
        let core = LayerRole::Core.name(lang);
        harness.get_by_role_and_label(Role::Button, &core).click();
        harness.run_steps(4);
        let button = word(lang, "import.do");
        assert!(!is_disabled(&harness, &button));
        harness.get_by_role_and_label(Role::Button, &button).click();
        harness.run_steps(8);
        let values = |harness: &mut Harness<'_, Stage>| {
            let layer = harness.state_mut().app().session().workspace().unwrap().layers[0].clone();
            let of = |name: &str| {
                layer.features()[1]
                    .properties
                    .get(name)
                    .unwrap()
                    .to_json()
                    .to_string()
            };
            [of("code"), of("day"), of("lon")]
        };
        let expected = ["\"2.00\"", "\"2024-01-06\"", "120.6"];
        assert_eq!(values(&mut harness), expected);
        // The workspace file says so, too.
        let saved = folder.path().join("workspace.toml");
        let save = SaveStep::Workspace(saved.clone());
        harness.state_mut().app().dispatch(Command::Save(save, lang));
        harness.run_steps(4);
        harness.state_mut().app().dispatch(Command::Open(vec![saved]));
        harness.run_steps(4);
        assert_eq!(values(&mut harness), expected);
        let again = looking(&memory, &path, true, lang);
        assert_says(&again, "1.50");
        assert_says(&again, "2024-01-05");
    }
}

#[test]
fn a_field_is_given_another_meaning() {
    let folder = tempfile::tempdir().unwrap();
    let path = table(folder.path());
    let mut harness = looking(folder.path(), &path, false, Lang::Zh);
    harness.get_by_role_and_label(Role::ComboBox, "编号").click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "级别").click();
    harness.run_steps(4);
    let draft = &harness.state_mut().app().view_mut().import;
    let fields = draft.item().unwrap().plan().about.fields;
    assert_eq!((fields.id, fields.level.as_deref()), (None, Some("编号")));
    // Escape gives up; nothing is imported.
    harness.key_press(Key::Escape);
    harness.run_steps(4);
    let app = harness.state_mut().app();
    assert!(app.session().import().is_none() && app.session().workspace().is_none());
}

#[test]
fn the_encoding_of_a_layer_is_changed_in_its_details() {
    let folder = tempfile::tempdir().unwrap();
    let path = table(folder.path());
    let mut harness = looking(folder.path(), &path, false, Lang::En);
    let draft = &mut harness.state_mut().app().view_mut().import;
    let item = draft.item_mut().unwrap();
    item.set_encoding("UTF-8", 0);
    item.file.crs = Some("EPSG:4490".into());
    item.role = Some(LayerRole::Wetland);
    let layers = vec![item.plan()];
    let id = layers[0].about.id.clone();
    let settled = Vec::new();
    harness
        .state_mut()
        .app()
        .dispatch(Command::Import(ImportStep::Import { layers, settled }));
    drop(folder);
    harness.run_steps(6);
    harness.state_mut().app().view_mut().open_layer = Some(id);
    harness.run_steps(4);
    harness
        .get_by_role_and_label(Role::ComboBox, "Text encoding")
        .click();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::Button, "GBK").click();
    harness.run_steps(6);
    let layer = harness.state_mut().app().session().workspace().unwrap().layers[0].clone();
    let name = layer.features()[0].properties.get("名称");
    assert_eq!(name.map(ToString::to_string).as_deref(), Some("钱塘湿地"));
}

/// A real file: water areas of China in GBK, without `.prj`.
#[test]
fn pictures_of_the_import() {
    let Some(out) = std::env::var_os("UI_PICTURES").map(PathBuf::from) else {
        println!("skipped: UI_PICTURES names no folder");
        return;
    };
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/admin");
    let path = data.join("cn_water_polygons_1_to_4m_gbk_no_prj.shp");
    let looks = [
        (Lang::Zh, ThemePreference::Light, "zh-light", (1440.0, 900.0)),
        (Lang::En, ThemePreference::Dark, "en-dark", (1280.0, 720.0)),
    ];
    for (lang, theme, name, size) in looks {
        let folder = tempfile::tempdir().unwrap();
        for (path, part) in [(&path, "real"), (&table(folder.path()), "small")] {
            let mut session = session().with_memory(Some(folder.path().to_owned()));
            session.dispatch(Command::Import(ImportStep::Look {
                paths: vec![path.clone()],
                purpose: Purpose::Open,
                always: true,
            }));
            let view = ViewState {
                theme,
                ..ViewState::new(lang)
            };
            let mut harness = shown(session, view, size);
            harness.run_steps(6);
            let image = harness.render().unwrap();
            image.save(out.join(format!("import-{name}-{part}.png"))).unwrap();
        }
    }
}

/// A text format whose texts are more than bytes: the file is read again, and the old layer comes back by undo.
#[test]
fn a_document_that_names_the_wrong_encoding_is_read_again_in_another() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wetland.kml");
    let mut bytes =
        b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><kml xmlns=\"http://www.opengis.net/kml/2.2\">\
        <Document><Placemark><name>"
            .to_vec();
    bytes.extend(gbk("钱塘湿地"));
    bytes.extend(
        b"</name><Polygon><outerBoundaryIs><LinearRing><coordinates>120.1,30.2 120.2,30.2 120.2,30.3 120.1,30.2\
        </coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>",
    );
    std::fs::write(&path, bytes).unwrap();
    let mut session = session();
    session.dispatch(Command::Open(vec![path]));
    let id = "wetland";
    let mut harness = shown(session, ViewState::new(Lang::En), (1440.0, 900.0));
    harness.get_all_by_label(id).last().unwrap().click();
    harness.run_steps(4);
    let name = |harness: &mut Harness<'static, Stage>| {
        let workspace = harness.state_mut().app().session().workspace().unwrap();
        workspace.layer(id).unwrap().features()[0]
            .properties
            .text("name")
            .unwrap()
            .to_owned()
    };
    assert_ne!(name(&mut harness), "钱塘湿地");
    let choice = word(Lang::En, "import.encoding");
    harness.get_by_role_and_label(Role::ComboBox, &choice).click();
    harness.run_steps(5);
    harness.get_by_label("GBK").click();
    harness.run_steps(20);
    assert_eq!(name(&mut harness), "钱塘湿地");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(10);
    assert_ne!(name(&mut harness), "钱塘湿地");
}

/// A tap on a pad, or a click in a slow frame, is pressed and released at once.
fn tap_at(harness: &mut Harness<'_, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(2);
    let events = [true, false].map(|pressed| Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    harness.input_mut().events.extend(events);
    harness.run_steps(6);
}

#[test]
fn a_list_that_a_tap_opens_lies_before_its_window() {
    let lang = Lang::En;
    let folder = tempfile::tempdir().unwrap();
    let path = table(folder.path());
    let mut harness = looking(&folder.path().join("memory"), &path, false, lang);
    let role = word(lang, "import.role");
    let list = harness
        .get_by_role_and_label(Role::ComboBox, &role)
        .rect()
        .center();
    // The list has been there before; then the press lifts the window above it.
    for _ in 0..3 {
        tap_at(&mut harness, list);
    }
    let core = LayerRole::Core.name(lang);
    let entry = harness.get_by_role_and_label(Role::Button, &core).rect().center();
    tap_at(&mut harness, entry);
    let list = harness.get_by_role_and_label(Role::ComboBox, &role);
    assert_eq!(list.accesskit_node().value(), Some(core));
}

#[test]
fn the_same_data_in_two_formats_are_told_and_not_imported_at_once() {
    for lang in Lang::ALL {
        let folder = tempfile::tempdir().unwrap();
        let paths = ["wetland.csv", "wetland.txt"].map(|name| folder.path().join(name));
        for path in &paths {
            std::fs::write(path, "id,lon,lat\n1,120.5,30.3\n2,120.6,30.4\n").unwrap();
        }
        let mut session = session().with_memory(Some(folder.path().join("memory")));
        session.dispatch(Command::Import(ImportStep::Look {
            paths: paths.to_vec(),
            purpose: Purpose::Open,
            always: true,
        }));
        let mut harness = shown(session, ViewState::new(lang), (1440.0, 900.0));
        let twin = word(lang, "import.twin").replace("%{file}", "wetland.csv");
        let (all, skip) = (word(lang, "import.do_all"), word(lang, "import.skip"));
        assert!(!labels(&harness).contains(&twin), "of the first");
        assert!(is_disabled(&harness, &all));
        let import = word(lang, "import.do");
        harness.get_by_role_and_label(Role::Button, &import).click();
        harness.run_steps(4);
        assert!(labels(&harness).contains(&twin), "{:?}", labels(&harness));
        harness.get_by_role_and_label(Role::Button, &skip).click();
        harness.run_steps(8);
        let workspace = harness.state_mut().app().session().workspace().cloned();
        assert_eq!(workspace.unwrap().layers.len(), 1);
    }
}

#[test]
fn projects_of_which_nobody_says_the_kind_are_in_doubt() {
    let lang = Lang::En;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("projects.csv");
    std::fs::write(&path, "id,lon,lat,note\n1,120.5,30.3,a\n").unwrap();
    let mut harness = looking(&folder.path().join("memory"), &path, false, lang);
    assert!(
        !labels(&harness).contains(&word(lang, "import.doubt.no_role")),
        "its name says it"
    );
    let no_kind = word(lang, "import.doubt.no_kind");
    assert!(labels(&harness).contains(&no_kind), "{:?}", labels(&harness));
    let kind = word(lang, "import.kind");
    harness.get_by_role_and_label(Role::ComboBox, &kind).click();
    harness.run_steps(4);
    let wind = ProjectKind::Wind.name(lang);
    harness.get_by_role_and_label(Role::Button, &wind).click();
    harness.run_steps(4);
    assert!(!labels(&harness).contains(&no_kind), "{:?}", labels(&harness));
}
