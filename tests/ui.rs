//! The window without a display, by role and label, in both languages.
#![cfg(feature = "gui")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

mod scene;

use std::path::{Path, PathBuf};

use eframe::egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, Role, ThemePreference, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use redshank::geom::crs::Crs;
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::model::role::{ProjectKind, Role as LayerRole};
use redshank::model::workspace::Workspace;
use redshank::report::layers::order::{Content, CrsWish, LayerFormat, LayerOrder};
use redshank::session::Session;
use redshank::session::command::Command;
use redshank::session::edit::Edit;
use redshank::session::jobs::Runner;
use redshank::session::looks::{LayerLooks, LookEdit};
use redshank::ui::App;
use redshank::ui::dock::pane::Pane;
use redshank::ui::errands::Errands;
use redshank::ui::layer_draft::What;
use redshank::ui::map::state::Tool;
use redshank::ui::relay::Relay;
use redshank::ui::view_state::{ViewState, Window};
use redshank::words::Lang;

/// One wetland, one solar array half in it, one wind turbine outside, one problem.
fn workspace() -> Workspace {
    let wetland = scene::layer(
        "wetland",
        LayerRole::Wetland,
        vec![scene::square(0.0, 0.0, 1000.0)],
    );
    let solar = scene::projects(ProjectKind::Solar, vec![scene::square(900.0, 0.0, 200.0)]);
    let wind = scene::projects(ProjectKind::Wind, vec![scene::point(3000.0, 500.0)]);
    let mut workspace = scene::workspace(
        vec![wetland, solar, wind],
        vec![scene::rule("no-building", LayerRole::Wetland, scene::OVERLAP)],
    );
    workspace.problems.push(Problem {
        layer: Some("wetland".into()),
        feature: Some(1),
        id: Some("1".into()),
        ..Problem::of_file("wetland.geojson", ProblemKind::NoGeometry, Done::Refused)
    });
    workspace
}

/// The window, once everything has come in. Fonts need the context, so the app is made in the first frame.
struct Stage {
    parts: Option<(Session, ViewState)>,
    app: Option<App>,
}

impl Stage {
    fn app(&mut self) -> &mut App {
        self.app.as_mut().unwrap()
    }
}

fn frame(ui: &mut eframe::egui::Ui, stage: &mut Stage) {
    match (stage.parts.take(), &mut stage.app) {
        (Some((session, view)), _) => {
            stage.app = Some(App::new(ui.ctx(), session, view, Errands::new(Runner::Inline)));
            ui.ctx().request_repaint();
        }
        (None, Some(app)) => app.frame_ui(ui),
        (None, None) => {}
    }
}

fn stage(session: Session, view: ViewState, (width, height): (f32, f32)) -> Harness<'static, Stage> {
    let stage = Stage {
        parts: Some((session, view)),
        app: None,
    };
    let builder = Harness::builder()
        .with_size(vec2(width, height))
        .with_step_dt(0.05);
    let mut harness = builder.wgpu().build_ui_state(frame, stage);
    harness.run_steps(30);
    harness
}

fn session() -> Session {
    Session::new(Runner::Inline, "2026-11-23".parse().unwrap())
}

fn open(lang: Lang) -> Harness<'static, Stage> {
    let mut session = session();
    session.show(workspace());
    stage(session, ViewState::new(lang), (1440.0, 900.0))
}

/// One click of the pointer.
fn click_at(harness: &mut Harness<'_, Stage>, at: Pos2) {
    harness.hover_at(at);
    harness.run_steps(2);
    for pressed in [true, false] {
        harness.event(Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        harness.run_steps(1);
    }
    harness.run_steps(4);
}

/// The words of a text in that language.
fn word(lang: Lang, key: &str) -> String {
    redshank::texts(lang)[key].clone()
}

/// All labels of the window, for what must be or must not be there.
fn labels(harness: &Harness<'_, Stage>) -> Vec<String> {
    let nodes = harness.get_all_by(|_| true);
    nodes
        .flat_map(|node| [node.accesskit_node().label(), node.accesskit_node().value()])
        .flatten()
        .collect()
}

/// What the toolkit was asked to copy in the last frame.
fn copied(harness: &Harness<'_, Stage>) -> Option<String> {
    let commands = harness.output().platform_output.commands.iter();
    let mut texts = commands.filter_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    texts.next()
}

#[track_caller]
fn assert_says(harness: &Harness<'_, Stage>, text: &str) {
    let labels = labels(harness);
    assert!(
        labels.iter().any(|label| label.contains(text)),
        "{text:?} is not among {labels:#?}"
    );
}

#[test]
fn a_click_on_a_finding_shows_its_sentence() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        let rule = "no-building";
        harness.get_all_by_label(rule).next().unwrap().click();
        harness.run_steps(4);
        let app = harness.state_mut().app();
        assert_eq!(app.session().selection().finding, Some(0));
        let workspace = app.session().workspace().unwrap().clone();
        let finding = app.session().screening().unwrap().findings[0].clone();
        let sentence = redshank::report::sentence::sentence(&workspace, &finding, lang);
        assert_says(&harness, &sentence);
        let account = if lang == Lang::Zh {
            "不重复占用"
        } else {
            "Without double counting"
        };
        assert_says(&harness, account);
    }
}

#[test]
fn one_click_changes_all_words() {
    let mut harness = open(Lang::Zh);
    assert_says(&harness, "核查结果");
    harness.get_by_role_and_label(Role::Button, "English").click();
    harness.run_steps(4);
    let chinese: Vec<String> = labels(&harness)
        .into_iter()
        .filter(|label| label.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)))
        .collect();
    // The button that leads back says so in its own language.
    assert!(chinese.iter().all(|label| label == "中文"), "{chinese:?}");
    assert_says(&harness, "Findings");
}

#[test]
fn a_removed_layer_comes_back() {
    let mut harness = open(Lang::En);
    let remove = Command::Edit(Edit::RemoveLayer("wetland".into()));
    harness.state_mut().app().dispatch(remove);
    harness.run_steps(6);
    assert!(harness.query_by_label("wetland").is_none());
    harness.get_by_role_and_label(Role::Button, "Undo").click();
    harness.run_steps(6);
    assert!(harness.query_by_label("wetland").is_some());
    let session = harness.state_mut().app().session();
    assert_eq!(session.screening().unwrap().findings.len(), 1);
    assert!(!session.outdated());
}

#[test]
fn a_layer_is_opened_and_removed_by_its_buttons() {
    let mut harness = open(Lang::En);
    harness.get_by_label("wetland").click();
    harness.run_steps(4);
    harness.get_by_label("Remove layer: wetland").click();
    harness.run_steps(6);
    let workspace = harness.state_mut().app().session().workspace().unwrap().clone();
    assert_eq!(workspace.layers.len(), 2);
}

#[test]
fn a_problem_says_where_and_what_to_do() {
    for lang in Lang::ALL {
        let mut harness = open(lang);
        harness.state_mut().app().view_mut().dock.show(Pane::Problems);
        harness.run_steps(3);
        let problem = workspace().problems[0].clone();
        assert_says(&harness, &problem.text(lang));
        assert_says(&harness, &problem.advice(lang));
        assert_says(&harness, "wetland.geojson");
    }
}

#[test]
fn a_click_on_a_problem_picks_the_feature() {
    let mut harness = open(Lang::En);
    harness.state_mut().app().view_mut().dock.show(Pane::Problems);
    harness.run_steps(3);
    harness.get_by_label("wetland.geojson").click();
    harness.run_steps(3);
    let picked = harness.state_mut().app().session().selection().features.clone();
    assert_eq!(picked.len(), 1);
    assert_eq!(picked[0].to_string(), "wetland/1");
}

#[test]
fn nothing_open_says_how_to_begin() {
    let mut harness = stage(session(), ViewState::new(Lang::En), (1280.0, 720.0));
    harness.get_all_by_label("Open…").last().unwrap().click();
    harness.run_steps(3);
    assert_says(&harness, "Paths");
}

#[test]
fn what_cannot_be_opened_is_told_until_dismissed() {
    let mut harness = open(Lang::En);
    let missing = Command::Open(vec!["no/such/workspace.toml".into()]);
    harness.state_mut().app().dispatch(missing);
    harness.run_steps(4);
    assert_says(&harness, "Nothing was opened");
    let count = harness.get_all_by_label("Dismiss").count();
    for _ in 0..count {
        harness.get_all_by_label("Dismiss").next().unwrap().click();
        harness.run_steps(3);
    }
    assert!(harness.query_by_label("Dismiss").is_none());
    assert!(harness.state_mut().app().session().workspace().is_some());
}

#[test]
fn a_map_is_exported_from_the_menu() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, label, format, notice) in [
        (Lang::Zh, "导出地图…", "SVG（矢量）", "已导出 1 个文件"),
        (Lang::En, "Export map…", "SVG (vectors)", "1 file written"),
    ] {
        let mut harness = open(lang);
        let file = if lang == Lang::Zh { "文件" } else { "File" };
        harness.get_by_role_and_label(Role::Button, file).click();
        harness.run_steps(4);
        // The toolbar has a small button of the same name, under the menu.
        let wide = |node: &egui_kittest::Node<'_>| node.rect().width() > 60.0;
        harness
            .get_all_by_label_contains(label)
            .find(wide)
            .unwrap()
            .click();
        harness.run_steps(4);
        harness.get_by_role_and_label(Role::RadioButton, format).click();
        let draft = &mut harness.state_mut().app().view_mut().map_draft;
        draft.path = folder.path().join(lang.code()).display().to_string();
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::RadioButton, "A3").click();
        harness.run_steps(3);
        let button = if lang == Lang::Zh { "导出" } else { "Export" };
        harness.get_by_role_and_label(Role::Button, button).click();
        harness.run_steps(6);
        assert_says(&harness, notice);
        let path = folder.path().join(format!("{}.svg", lang.code()));
        let sheet = std::fs::read_to_string(path).unwrap();
        assert!(sheet.contains(r#"width="420mm""#), "{}", &sheet[..200]);
    }
}

#[test]
fn layers_are_exported_with_what_is_lost_said() {
    let folder = tempfile::tempdir().unwrap();
    for (lang, words) in [
        (Lang::Zh, ["格式", "导出", "wind：1 个要素", "已导出 5 个文件"]),
        (
            Lang::En,
            ["Format", "Export", "wind: 1 feature", "5 files written"],
        ),
    ] {
        let [format, button, count, notice] = words;
        let mut harness = open(lang);
        harness.key_press_modifiers(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::E);
        harness.run_steps(4);
        let draft = &mut harness.state_mut().app().view_mut().layer_draft;
        draft.path = folder.path().join("all.gpkg").display().to_string();
        draft.set_what(What::Layer("wind".into()));
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::ComboBox, format).click();
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::Button, "Shapefile").click();
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::RadioButton, "GBK").click();
        harness.run_steps(3);
        harness.get_by_role_and_label(Role::Button, button).click();
        harness.run_steps(6);
        assert_says(&harness, count);
        assert_says(&harness, notice);
        let coding = std::fs::read_to_string(folder.path().join("wind.cpg")).unwrap();
        assert_eq!(coding, "GBK");
        // A file stands where the folder would have to be.
        let order = LayerOrder {
            contents: vec![Content::Findings],
            target: folder.path().join("wind.shp/findings.kml"),
            format: LayerFormat::Kml,
            crs: CrsWish::Usual,
            coding: None,
        };
        let order = Box::new(order);
        harness
            .state_mut()
            .app()
            .dispatch(Command::ExportLayers { order, lang });
        harness.run_steps(4);
        assert_says(
            &harness,
            if lang == Lang::Zh {
                "导出失败"
            } else {
                "Not exported"
            },
        );
    }
}

#[test]
fn a_hidden_layer_is_not_on_the_sheet() {
    let mut harness = open(Lang::En);
    let app = harness.state_mut().app();
    app.dispatch(Command::Look(LookEdit::Hide("wetland".into())));
    let looks = app.session().looks();
    let seen = app.view_mut().seen(&looks);
    let order = app.view_mut().map_draft.order(&seen);
    assert_eq!(order.options.hidden, ["wetland".into()]);
    assert!(seen.extent.is_some_and(|extent| !extent.is_empty()));
}

#[test]
fn keys_do_what_the_menu_says() {
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    harness.run_steps(3);
    assert_eq!(harness.state_mut().app().session().selection().finding, Some(0));
    harness.key_press(Key::L);
    harness.run_steps(3);
    assert_says(&harness, "核查结果");
}

/// A click gives the map the focus, so that arrows move it; nobody types there, and plain keys must go on working.
#[test]
fn keys_work_after_a_click_on_the_map_and_not_while_somebody_types() {
    let mut harness = open(Lang::En);
    harness.key_press(Key::M);
    harness.run_steps(2);
    let tool = |harness: &mut Harness<'_, Stage>| harness.state_mut().app().view_mut().map.tool();
    assert_ne!(tool(&mut harness), Tool::Select);
    harness.get_by_role_and_label(Role::Canvas, "Map").click();
    harness.run_steps(2);
    harness.key_press(Key::S);
    harness.run_steps(2);
    assert_eq!(tool(&mut harness), Tool::Select);
    harness.get_all_by_role(Role::TextInput).next().unwrap().focus();
    harness.run_steps(2);
    harness.key_press(Key::M);
    harness.run_steps(2);
    assert_eq!(tool(&mut harness), Tool::Select, "the m belongs to the field");
}

/// Pictures for the eye: `UI_PICTURES` names the folder to keep them in.
#[test]
fn pictures_in_both_languages_and_themes() {
    let Some(folder) = std::env::var_os("UI_PICTURES").map(PathBuf::from) else {
        println!("skipped: UI_PICTURES names no folder");
        return;
    };
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let looks = [
        (Lang::Zh, ThemePreference::Light, "zh-light", (1440.0, 900.0)),
        (Lang::En, ThemePreference::Dark, "en-dark", (1440.0, 900.0)),
        (Lang::En, ThemePreference::Light, "en-small", (1280.0, 720.0)),
    ];
    for (lang, theme, name, size) in looks {
        let mut session = session();
        session.dispatch(Command::Open(vec![maps.clone()]));
        let view = ViewState {
            theme,
            ..ViewState::new(lang)
        };
        let mut harness = stage(session, view, size);
        let save = |harness: &mut Harness<'_, Stage>, part: &str| {
            harness.run_steps(6);
            let image = harness.render().unwrap();
            image.save(folder.join(format!("{name}-{part}.png"))).unwrap();
        };
        save(&mut harness, "start");
        harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
        save(&mut harness, "finding");
        for (tab, part) in [
            (Pane::Unchecked, "unchecked"),
            (Pane::Rules, "rules"),
            (Pane::Problems, "problems"),
        ] {
            harness.state_mut().app().view_mut().dock.show(tab);
            harness.state_mut().app().view_mut().open_layer = Some("solar".into());
            save(&mut harness, part);
        }
        harness.state_mut().app().view_mut().window = Some(redshank::ui::view_state::Window::Help);
        save(&mut harness, "keys");
    }
}

/// The graphics card is lost: the next window goes on with all that the last one had.
#[test]
fn a_lost_graphics_card_costs_nothing_but_the_window() {
    let mut harness = open(Lang::En);
    let relay = std::sync::Arc::new(Relay::default());
    let state = harness.state_mut();
    state.app = state.app.take().map(|app| app.with_relay(relay.clone()));
    state
        .app()
        .dispatch(Command::Look(LookEdit::Hide("wetland".into())));
    harness.run_steps(2);
    assert!(!relay.has_handover());
    relay.lose();
    harness.run_steps(2);
    let mut left = relay.take().unwrap();
    assert_eq!(left.view.map.tiles.bytes(), 0, "what the card had is gone");
    assert!(left.session.looks().hidden.contains("wetland"));
    assert!(left.session.screening().is_some());
    left.view.lang = Lang::Zh;
    let harness = stage(left.session, left.view, (1440.0, 900.0));
    assert_says(&harness, "no-building");
}

/// Draws a box over the whole map with the tool for it.
fn select_all_by_box(harness: &mut Harness<'_, Stage>) {
    harness.get_by_label("Select by box").click();
    harness.run_steps(2);
    let rect = harness.get_by_role_and_label(Role::Canvas, "Map").rect();
    let button = |pos, pressed| eframe::egui::Event::PointerButton {
        pos,
        button: eframe::egui::PointerButton::Primary,
        pressed,
        modifiers: eframe::egui::Modifiers::NONE,
    };
    let (from, to) = (rect.shrink(3.0).left_top(), rect.shrink(3.0).right_bottom());
    harness.hover_at(from);
    harness.run_steps(1);
    harness.event(button(from, true));
    for share in [0.3, 0.7, 1.0] {
        harness.hover_at(from + share * (to - from));
        harness.run_steps(1);
    }
    harness.event(button(to, false));
    harness.run_steps(4);
}

#[test]
fn a_box_on_the_map_selects_and_the_status_bar_counts() {
    let mut harness = open(Lang::En);
    select_all_by_box(&mut harness);
    assert_says(&harness, "3 selected");
    let picked = harness.state_mut().app().session().selection().features.clone();
    assert_eq!(picked.len(), 3);
    assert!(
        picked[2].to_string().starts_with("wetland/"),
        "the lowest comes last"
    );
}

/// Two solar arrays within a wetland.
fn two_projects() -> Workspace {
    let solar = vec![scene::square(100.0, 0.0, 200.0), scene::square(500.0, 0.0, 200.0)];
    let wetland = vec![scene::square(0.0, 0.0, 1000.0)];
    let layers = vec![
        scene::layer("wetland", LayerRole::Wetland, wetland),
        scene::projects(ProjectKind::Solar, solar),
    ];
    let rule = scene::rule("no-building", LayerRole::Wetland, scene::OVERLAP);
    scene::workspace(layers, vec![rule])
}

/// egui paints a red warning where two parts of the window have one id, and mixes up their states.
#[test]
fn two_selected_projects_have_their_own_parts_in_the_inspector() {
    let mut session = session();
    session.show(two_projects());
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    select_all_by_box(&mut harness);
    assert_says(&harness, "3 selected");
    let painted = harness
        .output()
        .shapes
        .iter()
        .filter_map(|clipped| match &clipped.shape {
            eframe::egui::Shape::Text(text) => Some(text.galley.text()),
            _ => None,
        });
    let texts: Vec<&str> = painted.collect();
    assert!(texts.iter().any(|text| text.contains("Without double counting")));
    let clashes: Vec<&&str> = texts.iter().filter(|text| text.contains("use of")).collect();
    assert!(clashes.is_empty(), "{clashes:?}");
}

/// The way of the menus and panels through a comparison: what each eye hides, another workspace, and its end.
#[test]
fn two_versions_are_compared_by_eyes_of_their_own() {
    let mut harness = open(Lang::En);
    harness.key_press_modifiers(Modifiers::ALT, Key::Num1);
    harness.run_steps(3);
    assert_says(&harness, "the same as A");
    harness.get_by_label("Hide layer on side B: wetland").click();
    harness.run_steps(3);
    let app = harness.state_mut().app();
    assert!(app.session().looks().hidden.is_empty() && app.view_mut().map.compare.hides("wetland"));
    assert_says(&harness, "Show layer on side B: wetland");
    assert_says(&harness, "Hide layer: wetland");
    harness.get_by_label("Hide layer: wetland").click();
    harness.run_steps(3);
    let app = harness.state_mut().app();
    let is_hidden = app.session().looks().hidden.contains("wetland");
    assert!(is_hidden && app.view_mut().map.compare.hides("wetland"));
    harness.get_by_role_and_label(Role::Slider, "Divider of the swipe");
    harness.get_by_label("End comparison").click();
    harness.run_steps(3);
    assert!(harness.query_by_label("Hide layer on side B: solar").is_none());
    assert!(harness.query_by_role(Role::Slider).is_none());
}

#[test]
fn another_workspace_comes_into_the_plane_of_the_first_and_goes_again() {
    // A plane that the other workspace would not choose by itself.
    let mut own = workspace();
    own.crs = Crs::from_code("EPSG:4510").unwrap();
    let mut session = session();
    session.show(own);
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    let maps = Path::new(env!("CARGO_MANIFEST_DIR")).join("maps/qiantang");
    let view = harness.state_mut().app().view_mut();
    view.window = Some(Window::Compare);
    view.path_draft = maps.display().to_string();
    harness.run_steps(3);
    harness.get_by_role_and_label(Role::Button, "Compare").click();
    harness.run_steps(40);
    assert_says(&harness, "(not screened, read-only)");
    let app = harness.state_mut().app();
    let own = app.session().workspace().unwrap().clone();
    assert_eq!(own.layers.len(), 3, "what is open stays as it is");
    let findings = app.session().screening().unwrap().findings.len();
    let foreign = app.view_mut().map.compare.foreign().unwrap().clone();
    assert_eq!(foreign.crs.code(), "EPSG:4510");
    assert!(!foreign.layers.is_empty());
    assert!(app.view_mut().map.compare.missing_looks().is_empty());
    assert_says(&harness, "Side B: ");
    let layer = &foreign.layers.last().unwrap().about;
    let name = layer.name.get(Lang::En);
    let label = format!("Hide layer on side B: {name}");
    harness.get_all_by_label(&label).next().unwrap().click();
    harness.run_steps(3);
    let app = harness.state_mut().app();
    assert!(app.view_mut().map.compare.hides(&layer.id));
    assert_eq!(app.session().screening().unwrap().findings.len(), findings);
    app.dispatch(Command::Open(vec![maps]));
    harness.run_steps(10);
    let app = harness.state_mut().app();
    assert_eq!(
        app.view_mut().map.compare.mode(),
        None,
        "another workspace begins anew"
    );
}

#[test]
fn a_workspace_that_cannot_be_read_leaves_the_map_as_it_was() {
    let mut harness = open(Lang::En);
    let missing = vec![PathBuf::from("no/such/workspace.toml")];
    let app = harness.state_mut().app();
    app.view_mut().compare_with(missing, &LayerLooks::default());
    harness.run_steps(5);
    assert_says(&harness, "B: could not be read. ");
    assert_says(&harness, "no/such/workspace.toml");
    assert!(
        harness
            .state_mut()
            .app()
            .view_mut()
            .map
            .compare
            .foreign()
            .is_none()
    );
}

/// A file with one ring of longitudes and latitudes.
fn write_ring(folder: &Path, name: &str, ring: &str) -> PathBuf {
    let path = folder.join(name);
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","id":"a","properties":{{}},
        "geometry":{{"type":"Polygon","coordinates":[[{ring}]]}}}}]}}"#
    );
    std::fs::write(&path, text).unwrap();
    path
}

fn open_files(paths: Vec<PathBuf>, pane: Pane) -> Harness<'static, Stage> {
    let mut session = session();
    session.dispatch(Command::Open(paths));
    let mut view = ViewState::new(Lang::En);
    view.dock.show(pane);
    stage(session, view, (1600.0, 1000.0))
}

#[test]
fn problems_are_filtered_and_stepped_through_by_keys() {
    let mut own = workspace();
    own.problems.push(Problem {
        layer: Some("solar".into()),
        ..Problem::of_file("solar.geojson", ProblemKind::FieldMissing, Done::Noted)
    });
    own.problems.push(Problem {
        layer: Some("wetland".into()),
        ..Problem::of_file("wetland.geojson", ProblemKind::NothingAdmitted, Done::Refused)
    });
    let mut session = session();
    session.show(own);
    let mut view = ViewState::new(Lang::En);
    view.dock.show(Pane::Problems);
    let mut harness = stage(session, view, (1440.0, 900.0));
    assert_says(&harness, "3 of 3");
    harness.get_by_label("▲ refused  2").click();
    harness.run_steps(4);
    assert_says(&harness, "1 of 3");
    harness.get_by_label("▲ refused  2").click();
    harness.run_steps(4);
    let first = workspace().problems[0].text(Lang::En);
    harness.get_all_by_label(&first).next().unwrap().click();
    harness.run_steps(4);
    assert_eq!(harness.state_mut().app().view_mut().problems.picked, Some(0));
    harness.key_press(Key::ArrowDown);
    harness.run_steps(4);
    harness.key_press(Key::ArrowDown);
    harness.run_steps(4);
    assert_eq!(harness.state_mut().app().view_mut().problems.picked, Some(2));
    harness.key_press(Key::ArrowUp);
    harness.run_steps(4);
    assert_eq!(harness.state_mut().app().view_mut().problems.picked, Some(1));
    harness.get_by_label("Close the details").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Close the details").is_none());
}

#[test]
fn the_dot_of_a_problem_on_the_map_picks_its_row() {
    let mut harness = open(Lang::En);
    let app = harness.state_mut().app();
    let workspace = app.session().workspace().unwrap().clone();
    let place = workspace.layer("wetland").unwrap().extent().center();
    let view = app.view_mut();
    assert_eq!(view.problems.dots(&workspace).unwrap().len(), 1);
    let pane = view.map.view().unwrap().on(view.map_rect.unwrap());
    let at = pane.screen_from_map(place);
    click_at(&mut harness, at);
    let view = harness.state_mut().app().view_mut();
    assert!(view.dock.is_front(Pane::Problems));
    assert_eq!(view.problems.picked, Some(0));
    view.hide_problems = true;
    view.problems.picked = None;
    harness.run_steps(2);
    click_at(&mut harness, at);
    let picked = harness.state_mut().app().view_mut().problems.picked;
    assert_eq!(picked, None, "what is not shown is not met");
}

/// Another reading of the coordinates is one click, and one step back takes it away.
#[test]
fn a_reading_is_used_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let district = "[120.1,30.2],[120.2,30.2],[120.2,30.3],[120.1,30.3],[120.1,30.2]";
    let swapped = "[30.2,120.1],[30.2,120.2],[30.3,120.2],[30.3,120.1],[30.2,120.1]";
    let paths = vec![
        write_ring(folder.path(), "district.geojson", district),
        write_ring(folder.path(), "wetland.geojson", swapped),
    ];
    let mut harness = open_files(paths, Pane::Problems);
    let features = |harness: &mut Harness<'static, Stage>| {
        let session = harness.state_mut().app().session();
        let layer = session.workspace().unwrap().layer("wetland").unwrap();
        layer.features().len()
    };
    assert_eq!(features(&mut harness), 0);
    let problem = harness.state_mut().app().session().workspace().unwrap().problems[0].clone();
    harness
        .get_all_by_label(&problem.text(Lang::En))
        .next()
        .unwrap()
        .click();
    harness.run_steps(4);
    assert_says(&harness, "residual");
    let button = "Use this reading";
    harness.get_all_by_label(button).next().unwrap().scroll_to_me();
    harness.run_steps(20);
    harness.get_all_by_label(button).next().unwrap().click();
    harness.run_steps(10);
    assert_eq!(features(&mut harness), 1);
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(10);
    assert_eq!(features(&mut harness), 0);
}

#[test]
fn a_repair_is_compared_accepted_and_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let bow_tie = "[120.0,30.0],[120.01,30.01],[120.01,30.0],[120.0,30.01],[120.0,30.0]";
    let paths = vec![write_ring(folder.path(), "wetland.geojson", bow_tie)];
    let mut harness = open_files(paths, Pane::Problems);
    let waiting = |harness: &mut Harness<'static, Stage>| {
        let session = harness.state_mut().app().session();
        session.workspace().unwrap().waiting_repairs().count()
    };
    assert_eq!(waiting(&mut harness), 1);
    let problem = harness.state_mut().app().session().workspace().unwrap().problems[0].clone();
    harness
        .get_all_by_label(&problem.text(Lang::En))
        .next()
        .unwrap()
        .click();
    harness.run_steps(4);
    assert_says(
        &harness,
        "The dashed outline on the map is that before the repair",
    );
    harness
        .get_all_by_label("Accept this repair")
        .next()
        .unwrap()
        .click();
    harness.run_steps(4);
    assert_eq!(waiting(&mut harness), 0);
    assert_says(&harness, "repair accepted");
    harness.key_press_modifiers(Modifiers::COMMAND, Key::Z);
    harness.run_steps(4);
    assert_eq!(waiting(&mut harness), 1);
    harness.get_by_label("Accept all repairs (1)").click();
    harness.run_steps(4);
    assert_eq!(waiting(&mut harness), 0);
}

#[test]
fn a_source_that_changes_is_offered_to_be_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let ring = |east: &str| format!("[120.0,30.0],[{east},30.0],[{east},30.1],[120.0,30.0]");
    let path = write_ring(folder.path(), "wetland.geojson", &ring("120.1"));
    let mut harness = open_files(vec![path], Pane::Findings);
    assert!(harness.query_by_label("Reload these layers").is_none());
    write_ring(folder.path(), "wetland.geojson", &ring("120.123"));
    harness.state_mut().app().dispatch(Command::LookAtSources);
    harness.run_steps(3);
    assert_says(&harness, "have been changed by another program: wetland");
    let before = harness.state_mut().app().session().workspace().unwrap().extent();
    harness
        .get_by_role_and_label(Role::Button, "Reload these layers")
        .click();
    harness.run_steps(10);
    let after = harness.state_mut().app().session().workspace().unwrap().extent();
    assert!(after.width() > before.width());
    assert!(
        !labels(&harness)
            .iter()
            .any(|label| label.contains("another program"))
    );
}

#[path = "ui/areas.rs"]
mod areas;
#[path = "ui/arranging.rs"]
mod arranging;
#[path = "ui/bookmarks.rs"]
mod bookmarks;
#[path = "ui/calendar.rs"]
mod calendar;
#[path = "ui/closing.rs"]
mod closing;
#[path = "ui/copying.rs"]
mod copying;
#[path = "ui/desk.rs"]
mod desk;
#[path = "ui/dropping.rs"]
mod dropping;
#[path = "ui/entering.rs"]
mod entering;
#[path = "ui/first_field.rs"]
mod first_field;
#[path = "ui/fits.rs"]
mod fits;
#[path = "ui/going.rs"]
mod going;
#[path = "ui/help.rs"]
mod help;
#[path = "ui/history.rs"]
mod history;
#[path = "ui/import.rs"]
mod import;
#[path = "ui/keyboard.rs"]
mod keyboard;
#[path = "ui/latest.rs"]
mod latest;
#[path = "ui/location.rs"]
mod location;
#[path = "ui/looks.rs"]
mod looks;
#[path = "ui/measuring.rs"]
mod measuring;
#[path = "ui/reach.rs"]
mod reach;
#[path = "ui/roles.rs"]
mod roles;
#[path = "ui/saving.rs"]
mod saving;
#[path = "ui/seen.rs"]
mod seen;
#[path = "ui/styles.rs"]
mod styles;
#[path = "ui/systems.rs"]
mod systems;
#[path = "ui/toolbar.rs"]
mod toolbar;
#[path = "ui/windows_beside.rs"]
mod windows_beside;

#[path = "ui/attributes.rs"]
mod attributes;

#[path = "ui/command_box.rs"]
mod command_box;

#[path = "ui/columns.rs"]
mod columns;
#[path = "ui/menus.rs"]
mod menus;
#[path = "ui/places.rs"]
mod places;

#[path = "ui/review.rs"]
mod review;
#[path = "ui/sheet.rs"]
mod sheet;
#[path = "ui/sketch.rs"]
mod sketch;
#[path = "ui/turning.rs"]
mod turning;
#[path = "ui/typing.rs"]
mod typing;
