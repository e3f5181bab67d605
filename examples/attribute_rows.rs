//! The attribute table over a million rows: how soon it opens, how long filtering and sorting take, and what a frame costs,
//! beside a table of thirty thousand in the same process and beside what is aimed at: open within a second, a frame within a
//! sixtieth of one.
//!
//! `cargo run --release --example attribute_rows [ROWS]`
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement may")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{self, Context, Event, Modifiers, MouseWheelUnit, RawInput, Rect, TouchPhase, pos2, vec2};
use redshank::geom::crs::Crs;
use redshank::geom::gate::admit_plane;
use redshank::geom::shape::Shape;
use redshank::model::feature::{Feature, Properties, PropertyValue};
use redshank::model::layer::{About, Layer, Provenance};
use redshank::model::role::Role;
use redshank::model::workspace::Workspace;
use redshank::progress::Progress;
use redshank::session::Session;
use redshank::session::jobs::Runner;
use redshank::ui::panels::attribute_table::attribute_table_ui;
use redshank::ui::panels::attribute_table::work::{Query, Task};
use redshank::ui::view_state::ViewState;
use redshank::ui::{fonts, theme};
use redshank::words::Lang;

/// What a frame may take at 60 a second.
const FRAME: Duration = Duration::from_nanos(1_000_000_000 / 60);

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

fn layer(row_count: usize) -> Layer {
    let names: Arc<[Arc<str>]> = ["name", "class", "ha", "level", "use", "surveyor", "year", "note"]
        .map(Arc::from)
        .into();
    let uses = ["河流水面", "沼泽", "养殖坑塘", "内陆滩涂", "水库水面"].map(Arc::<str>::from);
    let shapes: Vec<Arc<Shape>> = (0..1000)
        .map(|k| {
            let (x, y) = (
                540_000.0 + 60.0 * f64::from(k % 40),
                3_353_000.0 + 60.0 * f64::from(k / 40),
            );
            Arc::new(admit_plane(geo::Rect::new((x, y), (x + 50.0, y + 50.0)).to_polygon()).unwrap())
        })
        .collect();
    let feature = |row: usize| {
        let mixed = row.wrapping_mul(2_654_435_761) % 1_000_003;
        let number = |value: f64| PropertyValue::Number(serde_json::Number::from_f64(value).unwrap());
        let values = vec![
            PropertyValue::from(format!("湿地图斑 {mixed}").as_str()),
            PropertyValue::from(["1101", "1106", "1104", "0603"][mixed % 4]),
            number(mixed as f64 / 1000.0),
            PropertyValue::from(["国家级", "省级", "一般"][mixed % 3]),
            PropertyValue::Text(Arc::clone(&uses[mixed % 5])),
            PropertyValue::from("测绘院"),
            PropertyValue::Number((2015 + mixed % 10).into()),
            PropertyValue::Null,
        ];
        Feature {
            id: format!("P{row:07}").into(),
            number: row + 1,
            shape: Arc::clone(&shapes[row % shapes.len()]),
            properties: Properties::new(Arc::clone(&names), values),
            foreign: Properties::default(),
        }
    };
    let features = (0..row_count).map(feature).collect();
    Layer::new(
        About::new("plots", Role::Wetland),
        Provenance::default(),
        features,
    )
}

/// What a frame took: by the clock, without what comes after the panel, and on the processor. Where the last is much less
/// than the first, other programs had the processor.
struct Took {
    whole: Duration,
    panel: Duration,
    processor: Duration,
}

/// How long this thread has been on a processor; nothing where the system does not say.
fn on_processor() -> Duration {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|text| text.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

struct Bench {
    ctx: Context,
    session: Session,
    view: ViewState,
    time_s: f64,
    /// What nobody waits for.
    later: Vec<Query>,
}

impl Bench {
    /// One frame with what the table has worked out before it, and what the frame took.
    fn frame(&mut self, events: Vec<Event>) -> Took {
        for query in self.view.attributes.take_queries() {
            let answer = query.answer(&Progress::default()).unwrap();
            self.view.attributes.put(answer);
        }
        self.draw(events)
    }

    fn draw(&mut self, events: Vec<Event>) -> Took {
        self.time_s += 1.0 / 60.0;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1000.0))),
            time: Some(self.time_s),
            focused: true,
            events,
            ..RawInput::default()
        };
        let (session, view) = (&self.session, &mut self.view);
        let (begin, begin_cpu) = (Instant::now(), on_processor());
        let mut output = self.ctx.run_ui(input, |ui| {
            egui::CentralPanel::default()
                .show(ui, |ui| attribute_table_ui(ui, session, view, &mut Vec::new()));
        });
        // Nobody uploads them here.
        output.textures_delta.clear();
        let shown = begin.elapsed();
        let _triangles = self.ctx.tessellate(output.shapes, 1.0);
        Took {
            whole: begin.elapsed(),
            panel: shown,
            processor: on_processor().saturating_sub(begin_cpu),
        }
    }

    /// From the wish for the table to the end of the first frame with rows in it.
    fn open(&mut self) -> Duration {
        let begin = Instant::now();
        self.draw(Vec::new());
        while self.view.attributes.rows().is_none() {
            // As the window has it: areas are measured beside that, and nobody waits for them.
            for query in self.view.attributes.take_queries() {
                if query.task() == Task::Measures {
                    self.later.push(query);
                } else {
                    let answer = query.answer(&Progress::default()).unwrap();
                    self.view.attributes.put(answer);
                }
            }
            self.draw(Vec::new());
        }
        begin.elapsed()
    }

    /// The median of some frames.
    fn frames(&mut self, name: &str, count: usize, events: impl Fn() -> Vec<Event>) -> Duration {
        let mut took: Vec<(Took, usize)> = (0..count).map(|place| (self.frame(events()), place)).collect();
        took.sort_by_key(|(took, _)| took.whole);
        let at = |share: f64| took[((count - 1) as f64 * share) as usize].0.whole;
        let late = took.iter().filter(|(took, _)| took.whole > FRAME).count();
        println!(
            "{name:<34} median {:6.2}, p99 {:6.2} ms a frame, {late} of {count} over {:.1} ms",
            ms(at(0.5)),
            ms(at(0.99)),
            ms(FRAME)
        );
        for (took, place) in took.iter().rev().take(3) {
            println!(
                "    frame {place:>3}: {:6.2} ms, of which {:6.2} the panel; {:6.2} on the processor",
                ms(took.whole),
                ms(took.panel),
                ms(took.processor)
            );
        }
        at(0.5)
    }

    fn work(&mut self, name: &str, change: impl FnOnce(&mut ViewState)) {
        change(&mut self.view);
        self.draw(Vec::new());
        let begin = Instant::now();
        let asked = std::mem::take(&mut self.later);
        for query in asked.into_iter().chain(self.view.attributes.take_queries()) {
            self.view
                .attributes
                .put(query.answer(&Progress::default()).unwrap());
        }
        println!("{name:<34} {:6.0} ms in the background", ms(begin.elapsed()));
    }
}

/// A table of so many rows that nobody has looked at.
fn bench(row_count: usize) -> Bench {
    let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
    workspace.layers = vec![Arc::new(layer(row_count))];
    let mut session = Session::new(Runner::Inline, "2026-11-23".parse().unwrap());
    session.show(workspace);
    let bench = Bench {
        ctx: Context::default(),
        session,
        view: ViewState::new(Lang::Zh),
        time_s: 0.0,
        later: Vec::new(),
    };
    fonts::install(&bench.ctx);
    theme::install(&bench.ctx);
    bench
}

/// Opens a table and looks at it; medians of a frame at rest and while it scrolls.
fn looked_at(bench: &mut Bench, row_count: usize) -> [Duration; 2] {
    println!("{row_count} rows, 12 columns, 1920 × 1000");
    let opened = bench.open();
    println!(
        "open, with rows on the screen      {:6.0} ms, {:.0} % of a second",
        ms(opened),
        100.0 * opened.as_secs_f64()
    );
    bench.work("areas and lengths", |_| {});
    let at_rest = bench.frames("at rest", 120, Vec::new);
    let over = || {
        vec![
            Event::PointerMoved(pos2(900.0, 600.0)),
            Event::MouseWheel {
                unit: MouseWheelUnit::Point,
                delta: vec2(0.0, -2400.0),
                phase: TouchPhase::Move,
                source: egui::MouseWheelSource::Unknown,
                modifiers: Modifiers::NONE,
            },
        ]
    };
    let scrolling = bench.frames("scrolling 100 rows a frame", 240, over);
    [at_rest, scrolling]
}

fn main() {
    let row_count = std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_000_000);
    // Fonts and letters are drawn for the first time.
    bench(100).frames("first letters", 4, Vec::new);
    let few = looked_at(&mut bench(30_000.min(row_count)), 30_000.min(row_count));
    let mut bench = bench(row_count);
    let many = looked_at(&mut bench, row_count);
    for (name, few, many) in [("at rest", few[0], many[0]), ("scrolling", few[1], many[1])] {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        println!("{name}: a frame of many rows takes {ratio:.2} times one of few");
    }
    let column = |name: &str| redshank::attributes::sheet::Field::Property(name.into());
    let sorted = |name: &str, descending: bool| {
        let field = column(name);
        move |view: &mut ViewState| view.attributes.choice_mut().unwrap().sort = Some((field, descending))
    };
    bench.work("sorted by a number", sorted("ha", false));
    bench.work("sorted by a text", sorted("name", true));
    bench.work("filtered: ha > 500 and use ~ 沼", |view| {
        view.attributes.choice_mut().unwrap().expression = "ha > 500 and use ~ 沼".into();
    });
    bench.work("words looked for everywhere", |view| {
        view.attributes.choice_mut().unwrap().expression = "图斑 77".into();
    });
    bench.frames("filtered, at rest", 60, Vec::new);
}
