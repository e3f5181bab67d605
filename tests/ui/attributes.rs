//! The attribute table: rows, filter, order, selection, keys, copies.

use std::sync::Arc;

use eframe::egui::{Context, MouseWheelUnit, RawInput, Rect, Shape, TouchPhase, pos2};
use redshank::attributes::sheet::Field;
use redshank::model::feature::{Feature, Properties, PropertyValue};
use redshank::model::layer::{About, Layer, Provenance};
use redshank::progress::Progress;
use redshank::ui::map::map_view::MapView;
use redshank::ui::panels::attribute_table::attribute_table_ui;
use redshank::ui::panels::attribute_table::work::{Query, Task};

use super::*;

/// Five plots with a name and hectares.
fn plots() -> Layer {
    let rows = [
        ("Reeds", Some(2.5)),
        ("Mudflat", Some(10.0)),
        ("Pond", None),
        ("Old reeds", Some(9.0)),
        ("Canal", Some(-1.0)),
    ];
    let feature = |(place, (name, ha)): (usize, &(&str, Option<f64>))| {
        let shape = scene::square(300.0 * place as f64, 0.0, 200.0);
        let ha = ha.and_then(serde_json::Number::from_f64);
        let values = [
            ("name", PropertyValue::from(*name)),
            ("ha", ha.map_or(PropertyValue::Null, PropertyValue::Number)),
        ];
        Feature {
            id: format!("p{}", place + 1).into(),
            number: place + 1,
            shape: Arc::new(redshank::geom::gate::admit_plane(shape).unwrap()),
            properties: values
                .map(|(key, value)| (Arc::from(key), value))
                .into_iter()
                .collect::<Properties>(),
            foreign: Properties::default(),
        }
    };
    let features = rows.iter().enumerate().map(feature).collect();
    Layer::new(
        About::new("plots", LayerRole::Wetland),
        Provenance::default(),
        features,
    )
}

fn table(lang: Lang) -> Harness<'static, Stage> {
    let mut session = session();
    session.show(scene::workspace(vec![plots()], Vec::new()));
    let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
    harness.key_press(Key::F6);
    harness.run_steps(8);
    harness
}

/// A layer of so many rows, of one shape.
fn many(count: usize, role: LayerRole) -> Layer {
    let shape = redshank::geom::gate::admit_plane(scene::square(0.0, 0.0, 200.0)).unwrap();
    let shape = Arc::new(shape);
    let names: Arc<[Arc<str>]> = [Arc::from("name")].into();
    let feature = |row: usize| Feature {
        id: format!("p{row}").into(),
        number: row + 1,
        shape: Arc::clone(&shape),
        properties: Properties::new(
            Arc::clone(&names),
            vec![PropertyValue::from(format!("plot {row:06}").as_str())],
        ),
        foreign: Properties::default(),
    };
    Layer::new(
        About::new("plots", role),
        Provenance::default(),
        (0..count).map(feature).collect(),
    )
}

/// The table without a window around it, and with nobody who works for it: what a frame draws, and what it asks for.
struct Alone {
    ctx: Context,
    session: Session,
    view: ViewState,
}

impl Alone {
    fn of(count: usize) -> Alone {
        let mut session = session();
        session.show(scene::workspace(
            vec![many(count, LayerRole::Context)],
            Vec::new(),
        ));
        let ctx = Context::default();
        redshank::ui::fonts::install(&ctx);
        redshank::ui::theme::install(&ctx);
        let view = ViewState::new(Lang::En);
        Alone { ctx, session, view }
    }

    /// Draws it; the texts that are painted, and of how many pieces the picture is.
    fn frame(&mut self) -> (Vec<String>, usize) {
        let size = Rect::from_min_size(pos2(0.0, 0.0), vec2(1200.0, 600.0));
        let input = RawInput {
            screen_rect: Some(size),
            ..RawInput::default()
        };
        let (session, view) = (&self.session, &mut self.view);
        let mut output = self.ctx.run_ui(input, |ui| {
            eframe::egui::CentralPanel::default()
                .show(ui, |ui| attribute_table_ui(ui, session, view, &mut Vec::new()));
        });
        // Nobody paints them here.
        output.textures_delta.clear();
        let texts = output.shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Text(text) => Some(text.galley.text().to_owned()),
            _ => None,
        });
        (texts.collect(), output.shapes.len())
    }

    /// What is to be worked out since the last time, of that kind; the rest waits.
    fn work(&mut self, tasks: &[Task]) {
        for query in self.view.attributes.take_queries() {
            if tasks.contains(&query.task()) {
                let answer = query.answer(&Progress::default()).unwrap();
                self.view.attributes.put(answer);
            }
        }
    }

    /// What is to be worked out since the last time; nobody does it.
    fn asked(&mut self) -> Vec<Task> {
        let queries = self.view.attributes.take_queries();
        queries.iter().map(Query::task).collect()
    }

    /// With the first rows on the screen, and nothing measured.
    fn opened(count: usize) -> Alone {
        let mut table = Alone::of(count);
        table.frame();
        table.work(&[Task::Sheet]);
        table.frame();
        table.work(&[Task::Rows]);
        table
    }
}

fn plots_in(texts: &[String]) -> Vec<&str> {
    let texts = texts.iter().map(String::as_str);
    texts.filter(|text| text.starts_with("plot ")).collect()
}

/// A million rows are shown as soon as the columns are known, without an area measured or a row sorted.
#[test]
fn a_million_rows_are_on_the_screen_before_they_are_measured() {
    let mut table = Alone::of(1_000_000);
    table.frame();
    assert_eq!(table.view.attributes.rows(), None);
    let queries = table.view.attributes.take_queries();
    assert_eq!(queries.iter().map(Query::task).collect::<Vec<_>>(), [Task::Sheet]);
    for query in queries {
        table
            .view
            .attributes
            .put(query.answer(&Progress::default()).unwrap());
    }
    table.frame();
    table.work(&[Task::Rows]);
    let (texts, _) = table.frame();
    let shown = plots_in(&texts);
    assert_eq!(shown[..2], ["plot 000000", "plot 000001"]);
    assert!(shown.len() < 60, "{} rows are drawn", shown.len());
    assert!(
        texts
            .iter()
            .any(|text| text.contains("1,000,000 of 1,000,000 rows"))
    );
    assert!(!table.view.attributes.sheet().unwrap().is_measured());
}

/// What a frame draws and asks for does not grow with the rows, and the same rows are not looked for again.
#[test]
fn a_frame_of_a_million_rows_is_that_of_a_thousand() {
    let frames = |count: usize| -> Vec<(usize, usize)> {
        let mut table = Alone::opened(count);
        let mut drawn = Vec::new();
        let mut rows = None;
        for number in 0..6 {
            let (texts, pieces) = table.frame();
            let now = table.view.attributes.rows().unwrap();
            let before = rows.replace(Arc::clone(now));
            assert!(
                before.is_none_or(|before| Arc::ptr_eq(&before, now)),
                "frame {number}"
            );
            assert_eq!(table.asked(), [], "frame {number}");
            drawn.push((plots_in(&texts).len(), pieces));
        }
        drawn
    };
    assert_eq!(frames(1_000_000), frames(1_000));
}

/// While a million rows are sorted, those that were there stay on the screen; whoever stops it has them as they were.
#[test]
fn a_million_rows_stay_while_they_are_sorted_until_that_is_stopped() {
    let mut table = Alone::opened(1_000_000);
    let before = table.frame().0;
    assert_eq!(table.asked(), []);
    let sort = Some((Field::Property("name".into()), true));
    table.view.attributes.choice_mut().unwrap().sort = sort;
    table.frame();
    let mut queries = table.view.attributes.take_queries();
    assert_eq!(queries.iter().map(Query::task).collect::<Vec<_>>(), [Task::Rows]);
    let (texts, _) = table.frame();
    // The bar above has a button to stop it, and may be a line higher.
    let shown = plots_in(&texts);
    assert!(
        shown.len() > 10 && plots_in(&before).starts_with(&shown),
        "{shown:?}"
    );
    assert!(table.view.attributes.is_working());
    assert_eq!(table.asked(), [], "it is asked for once");
    table.view.attributes.stop();
    assert!(table.view.attributes.take_stops().contains(&Task::Rows));
    let progress = Progress::default();
    progress.cancel();
    assert!(queries.remove(0).answer(&progress).is_err());
    let (texts, _) = table.frame();
    assert_eq!(plots_in(&texts), plots_in(&before));
    assert_eq!(table.view.attributes.choice_mut().unwrap().sort, None);
    assert!(!table.view.attributes.is_working());
    assert_eq!(table.asked(), []);
}

/// However many rows there are, a frame draws those in sight; the last is as near as the first.
#[test]
fn of_many_rows_only_those_in_sight_are_drawn() {
    let mut session = session();
    session.show(scene::workspace(
        vec![many(100_000, LayerRole::Wetland)],
        Vec::new(),
    ));
    let mut harness = stage(session, ViewState::new(Lang::En), (1440.0, 900.0));
    harness.key_press(Key::F6);
    harness.run_steps(8);
    let drawn = |harness: &Harness<'static, Stage>| -> Vec<String> {
        let labels = labels(harness).into_iter();
        let mut drawn: Vec<String> = labels.filter(|label| label.starts_with("plot ")).collect();
        drawn.sort();
        drawn.dedup();
        drawn
    };
    let first = drawn(&harness);
    assert!(first.contains(&"plot 000000".to_owned()), "{first:?}");
    assert!((3..60).contains(&first.len()), "{} rows are drawn", first.len());
    harness.get_by_label("plot 000001").click();
    harness.run_steps(3);
    harness.key_press(Key::End);
    harness.run_steps(12);
    let last = drawn(&harness);
    assert!(last.contains(&"plot 099999".to_owned()), "{last:?}");
    assert!((3..60).contains(&last.len()), "{} rows are drawn", last.len());
}

fn rows(harness: &mut Harness<'_, Stage>) -> Vec<u32> {
    let rows = harness
        .state_mut()
        .app()
        .view_mut()
        .attributes
        .rows()
        .unwrap()
        .clone();
    rows.to_vec()
}

fn selected(harness: &mut Harness<'_, Stage>) -> Vec<String> {
    let selection = harness.state_mut().app().session().selection();
    selection
        .features
        .iter()
        .map(|name| name.id.to_string())
        .collect()
}

fn click(harness: &mut Harness<'_, Stage>, label: &str, modifiers: Modifiers) {
    // The last one: the inspector shows what is selected, too, and stands before the table.
    let node = harness.get_all_by_label(label).last().unwrap();
    if modifiers == Modifiers::NONE {
        node.click();
    } else {
        node.click_modifiers(modifiers);
    }
    harness.run_steps(4);
}

#[test]
fn a_layer_row_by_row_in_both_languages() {
    for (lang, words) in [
        (Lang::Zh, ["序号", "面积（公顷）", "显示 5 / 5 行，已选 0"]),
        (Lang::En, ["#", "Area (ha)", "5 of 5 rows, 0 selected"]),
    ] {
        let harness = table(lang);
        words.iter().for_each(|words| assert_says(&harness, words));
        ["Reeds", "Old reeds", "p3", "2.5"]
            .iter()
            .for_each(|cell| assert_says(&harness, cell));
    }
}

#[test]
fn a_heading_sorts_and_what_is_missing_stands_last() {
    let mut harness = table(Lang::En);
    click(&mut harness, "ha", Modifiers::NONE);
    assert_eq!(rows(&mut harness), [4, 0, 3, 1, 2]);
    click(&mut harness, "ha ▲", Modifiers::NONE);
    assert_eq!(rows(&mut harness), [1, 3, 0, 4, 2]);
    click(&mut harness, "ha ▼", Modifiers::NONE);
    assert_eq!(rows(&mut harness), [0, 1, 2, 3, 4]);
}

#[test]
fn a_condition_filters_and_a_fault_says_why() {
    for (lang, fault) in [
        (Lang::Zh, "没有名为“height”的字段"),
        (Lang::En, "There is no field “height”"),
    ] {
        let mut harness = table(lang);
        let choice = |harness: &mut Harness<'_, Stage>, text: &str| {
            let view = harness.state_mut().app().view_mut();
            view.attributes.choice_mut().unwrap().expression = text.into();
            harness.run_steps(4);
        };
        choice(&mut harness, "reeds");
        assert_eq!(rows(&mut harness), [0, 3]);
        choice(&mut harness, "ha > 2.5");
        assert_eq!(rows(&mut harness), [1, 3]);
        choice(&mut harness, "height > 3");
        assert_says(&harness, fault);
        // What was shown stays.
        assert_eq!(rows(&mut harness), [1, 3]);
        harness
            .get_by_label(if lang == Lang::Zh {
                "显示全部行"
            } else {
                "Show all rows"
            })
            .click();
        harness.run_steps(4);
        assert_eq!(rows(&mut harness), [0, 1, 2, 3, 4]);
    }
}

#[test]
fn clicks_select_and_the_map_selects_rows() {
    let mut harness = table(Lang::En);
    click(&mut harness, "Mudflat", Modifiers::NONE);
    assert_eq!(selected(&mut harness), ["p2"]);
    click(&mut harness, "Old reeds", Modifiers::SHIFT);
    assert_eq!(selected(&mut harness), ["p2", "p3", "p4"]);
    click(&mut harness, "Pond", Modifiers::COMMAND);
    assert_eq!(selected(&mut harness), ["p2", "p4"]);
    click(&mut harness, "Canal", Modifiers::COMMAND);
    assert_eq!(selected(&mut harness), ["p2", "p4", "p5"]);
    assert_says(&harness, "3 selected");
    // From elsewhere.
    let features = vec![redshank::model::feature::FeatureRef {
        layer: "plots".into(),
        id: "p3".into(),
    }];
    let finding = None;
    harness
        .state_mut()
        .app()
        .dispatch(Command::Select { features, finding });
    harness.run_steps(4);
    let rows = harness
        .state_mut()
        .app()
        .view_mut()
        .attributes
        .selected_rows()
        .unwrap();
    assert_eq!(rows.positions().collect::<Vec<_>>(), [2]);
    harness.get_by_label("Invert the selection").click();
    harness.run_steps(4);
    assert_eq!(selected(&mut harness), ["p1", "p2", "p4", "p5"]);
}

#[test]
fn only_what_is_selected_or_in_view() {
    let mut harness = table(Lang::En);
    click(&mut harness, "Pond", Modifiers::NONE);
    harness.get_by_label("Only selected").click();
    harness.run_steps(4);
    assert_eq!(rows(&mut harness), [2]);
    harness.get_by_label("Only selected").click();
    harness.get_by_label("Only in view").click();
    harness.run_steps(4);
    assert_eq!(rows(&mut harness), [0, 1, 2, 3, 4]);
    let view = harness.state_mut().app().view_mut();
    // 80 metres of the second plot's width.
    let center = (scene::ORIGIN.0 + 400.0, scene::ORIGIN.1 + 100.0).into();
    view.map.set_view(MapView::new(center, 0.1));
    harness.run_steps(10);
    assert_eq!(rows(&mut harness), [1]);
}

#[test]
fn the_keyboard_leads_through_the_rows() {
    let mut harness = table(Lang::En);
    click(&mut harness, "Reeds", Modifiers::NONE);
    let press = |harness: &mut Harness<'_, Stage>, modifiers: Modifiers, key: Key| {
        harness.key_press_modifiers(modifiers, key);
        harness.run_steps(4);
    };
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    assert_eq!(selected(&mut harness), ["p2"]);
    press(&mut harness, Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(selected(&mut harness), ["p2", "p3"]);
    press(&mut harness, Modifiers::NONE, Key::End);
    assert_eq!(selected(&mut harness), ["p5"]);
    press(&mut harness, Modifiers::NONE, Key::Home);
    assert_eq!(selected(&mut harness), ["p1"]);
    press(&mut harness, Modifiers::NONE, Key::Space);
    assert_eq!(selected(&mut harness), [""; 0]);
    press(&mut harness, Modifiers::COMMAND, Key::A);
    assert_eq!(selected(&mut harness).len(), 5);
    press(&mut harness, Modifiers::NONE, Key::Home);
    let before = harness.state_mut().app().view_mut().map.view();
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_ne!(
        harness.state_mut().app().view_mut().map.view(),
        before,
        "Enter zooms"
    );
}

#[test]
fn a_double_click_zooms() {
    let mut harness = table(Lang::En);
    let before = harness.state_mut().app().view_mut().map.view();
    let node = harness.get_by_label("Canal");
    node.click();
    node.click();
    harness.run_steps(6);
    assert_ne!(harness.state_mut().app().view_mut().map.view(), before);
}

#[test]
fn selected_rows_are_copied_for_a_spreadsheet() {
    let mut harness = table(Lang::En);
    click(&mut harness, "Mudflat", Modifiers::NONE);
    harness
        .get_by_label("Copy for a spreadsheet: the selected rows, or all shown")
        .click();
    let mut text = None;
    for _ in 0..6 {
        harness.step();
        text = text.or_else(|| copied(&harness));
    }
    let text = text.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(lines[0].starts_with("#\tID\tArea (ha)\tname\tha"), "{text}");
    assert!(
        lines[1].starts_with("2\tp2\t4.0") || lines[1].contains("Mudflat\t10"),
        "{text}"
    );
}

#[test]
fn the_card_of_a_column_moves_hides_filters_and_counts() {
    for (lang, words) in [
        (Lang::Zh, ["列：ha", "左移", "隐藏此列", "中位数", "缺失"]),
        (
            Lang::En,
            ["Column: ha", "Move left", "Hide this column", "Median", "Missing"],
        ),
    ] {
        let [card, left, hide, median, missing] = words;
        let mut harness = table(lang);
        click(&mut harness, card, Modifiers::NONE);
        harness.run_steps(4);
        [median, missing]
            .iter()
            .for_each(|words| assert_says(&harness, words));
        // Of 2.5, 10, 9 and -1.
        assert_says(&harness, "5.75");
        let shown = |harness: &mut Harness<'_, Stage>| {
            let attributes = &mut harness.state_mut().app().view_mut().attributes;
            let sheet = attributes.sheet().unwrap().clone();
            let columns = attributes.choice_mut().unwrap().layout.shown(&sheet);
            columns
                .iter()
                .position(|column| column.field == Field::Property("ha".into()))
        };
        let place = shown(&mut harness).unwrap();
        harness.get_by_label(left).click();
        harness.run_steps(4);
        assert_eq!(shown(&mut harness), Some(place - 1));
        harness.get_by_label(hide).click();
        harness.run_steps(4);
        assert_eq!(shown(&mut harness), None);
    }
}

/// A drag over the bars shows the rows of that range.
#[test]
fn a_range_is_chosen_on_the_bars_of_a_column() {
    for (lang, from, to, expected) in [
        // Of -1, 2.5, 9 and 10; what is missing is in no range.
        (Lang::Zh, 0.85, 0.99, vec![1, 3]),
        (Lang::En, 0.01, 0.5, vec![0, 4]),
    ] {
        let mut harness = table(lang);
        let texts = redshank::texts(lang);
        let card = texts["attributes.column"].replace("%{name}", "ha");
        click(&mut harness, &card, Modifiers::NONE);
        let rect = harness.get_by_label(&texts["attributes.card.histogram"]).rect();
        for (share, pressed) in [(from, true), (to, false)] {
            let at = pos2(rect.left() + share * rect.width(), rect.center().y);
            harness.hover_at(at);
            harness.run_steps(2);
            // While the hand is on the bars they are those of all rows, and nothing is counted again.
            assert_eq!(rows(&mut harness), [0, 1, 2, 3, 4]);
            harness.event(Event::PointerButton {
                pos: at,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(3);
        }
        harness.run_steps(4);
        assert_eq!(rows(&mut harness), expected);
        click(
            &mut harness,
            &texts["attributes.card.all"].clone(),
            Modifiers::NONE,
        );
        assert_eq!(rows(&mut harness), [0, 1, 2, 3, 4]);
    }
}

/// Columns that are held stay where they are while the others scroll away under them.
#[test]
fn columns_are_held_while_the_others_scroll() {
    for lang in Lang::ALL {
        let names: Vec<Arc<str>> = (0..24).map(|column| format!("c{column:02}").into()).collect();
        let names: Arc<[Arc<str>]> = names.into();
        let shape = redshank::geom::gate::admit_plane(scene::square(0.0, 0.0, 200.0)).unwrap();
        let feature = |row: usize| {
            let value = |column: usize| PropertyValue::from(format!("r{row}c{column:02}").as_str());
            Feature {
                id: format!("p{row}").into(),
                number: row + 1,
                shape: Arc::new(shape.clone()),
                properties: Properties::new(Arc::clone(&names), (0..24).map(value).collect()),
                foreign: Properties::default(),
            }
        };
        let about = About::new("plots", LayerRole::Wetland);
        let layer = Layer::new(about, Provenance::default(), (0..3).map(feature).collect());
        let mut session = session();
        session.show(scene::workspace(vec![layer], Vec::new()));
        let mut harness = stage(session, ViewState::new(lang), (1440.0, 900.0));
        harness.key_press(Key::F6);
        harness.run_steps(8);
        let texts = redshank::texts(lang);
        let card = texts["attributes.column"].replace("%{name}", "c00");
        click(&mut harness, &card, Modifiers::NONE);
        click(
            &mut harness,
            &texts["attributes.card.freeze"].clone(),
            Modifiers::NONE,
        );
        harness.key_press(Key::Escape);
        harness.run_steps(4);
        let left = |harness: &Harness<'_, Stage>, cell: &str| {
            let cell = harness.query_all_by_label(cell).last();
            cell.map(|cell| cell.rect().left())
        };
        let held = left(&harness, "r1c00").unwrap();
        let moves = left(&harness, "r1c01").unwrap();
        let at = harness.get_all_by_label("r1c01").last().unwrap().rect().center();
        harness.hover_at(at);
        harness.run_steps(2);
        for _ in 0..4 {
            harness.event(Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(-150.0, 0.0),
                phase: TouchPhase::Move,
                source: eframe::egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(10);
        }
        assert_eq!(left(&harness, "r1c00"), Some(held));
        assert!(left(&harness, "r1c01").is_none_or(|now| now < moves - 300.0));
        assert!(left(&harness, "r1c05").is_some_and(|now| now > held));
    }
}

/// Where no row is selected, all that are shown are copied, in the order of the table.
#[test]
fn all_rows_are_copied_as_they_stand_in_the_table() {
    let mut harness = table(Lang::En);
    click(&mut harness, "ha", Modifiers::NONE);
    harness
        .get_by_label("Copy for a spreadsheet: the selected rows, or all shown")
        .click();
    let mut text = None;
    for _ in 0..6 {
        harness.step();
        text = text.or_else(|| copied(&harness));
    }
    let text = text.unwrap();
    let ids = text.lines().skip(1).map(|line| line.split('\t').nth(1).unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), ["p5", "p1", "p4", "p2", "p3"]);
}

#[test]
fn a_heading_is_dragged_to_another_place() {
    let mut harness = table(Lang::En);
    let order = |harness: &mut Harness<'_, Stage>| -> Vec<Field> {
        let attributes = &mut harness.state_mut().app().view_mut().attributes;
        let sheet = attributes.sheet().unwrap().clone();
        let columns = attributes.choice_mut().unwrap().layout.shown(&sheet);
        columns.into_iter().map(|column| column.field).collect()
    };
    let [name, ha] = ["name", "ha"].map(|name| Field::Property(name.into()));
    let usual = [Field::Number, Field::Id, Field::AreaHa, name.clone(), ha.clone()];
    assert_eq!(order(&mut harness), usual);
    let drag = |harness: &mut Harness<'_, Stage>, from: &str, to: eframe::egui::Pos2| {
        let from = harness.get_by_label(from).rect().center();
        let press = |harness: &mut Harness<'_, Stage>, pos, pressed| {
            harness.event(Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                modifiers: Modifiers::NONE,
            });
            harness.run_steps(2);
        };
        harness.hover_at(from);
        harness.run_steps(1);
        press(harness, from, true);
        for share in [0.3, 0.7, 1.0] {
            harness.hover_at(from.lerp(to, share));
            harness.run_steps(2);
        }
        press(harness, to, false);
        harness.run_steps(3);
    };
    // Onto the left half of the heading of the area.
    let area = harness.get_by_label("Area (ha)").rect();
    drag(&mut harness, "ha", area.left_center() + vec2(4.0, 0.0));
    let moved = [Field::Number, Field::Id, ha.clone(), Field::AreaHa, name.clone()];
    assert_eq!(order(&mut harness), moved);
    // And behind the name: the right half of its cell.
    let behind = harness.get_by_label("Column: name").rect().center();
    drag(&mut harness, "Area (ha)", behind);
    assert_eq!(
        order(&mut harness),
        [Field::Number, Field::Id, ha, name, Field::AreaHa]
    );
    let sorted = &harness
        .state_mut()
        .app()
        .view_mut()
        .attributes
        .choice_mut()
        .unwrap()
        .sort;
    assert_eq!(*sorted, None, "a drag is no click");
}

/// Pictures for the eye, as in `pictures_in_both_languages_and_themes`: the panes that look things up.
#[test]
fn pictures_of_what_is_looked_up() {
    let Some(folder) = std::env::var_os("UI_PICTURES").map(PathBuf::from) else {
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
        let mut harness = stage(session, view, (1440.0, 900.0));
        let save = |harness: &mut Harness<'_, Stage>, part: &str| {
            harness.run_steps(12);
            let image = harness.render().unwrap();
            image
                .save(folder.join(format!("lookup-{}-{part}.png", lang.code())))
                .unwrap();
        };
        harness.state_mut().app().view_mut().open_layer = Some("wetland".into());
        harness.key_press(Key::F6);
        save(&mut harness, "attributes");
        harness
            .state_mut()
            .app()
            .view_mut()
            .dock
            .show(redshank::ui::dock::pane::Pane::Numbers);
        save(&mut harness, "numbers");
        harness.state_mut().app().view_mut().map.set_tool(Tool::Identify);
        let middle = harness.state_mut().app().view_mut().map_rect.unwrap().center();
        for event in [true, false].map(|pressed| Event::PointerButton {
            pos: middle,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }) {
            harness.hover_at(middle);
            harness.run_steps(1);
            harness.event(event);
        }
        save(&mut harness, "card");
        harness.key_press_modifiers(Modifiers::COMMAND, Key::K);
        harness.run_steps(3);
        let typed = "东湾";
        harness.event(Event::Text(typed.to_owned()));
        save(&mut harness, "command");
    }
}
