//! A project under the hand: one of its corners is dragged to and fro, and every frame says what it would mean.

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{Event, Modifiers, PointerButton, Pos2};
use redshank::geom::sketch::Sketch;
use redshank::model::feature::FeatureRef;
use redshank::session::Session;
use redshank::session::command::Command;
use redshank::session::jobs::Runner;
use redshank::ui::App;
use redshank::ui::errands::Errands;
use redshank::ui::map::painting::Painting;
use redshank::ui::map::state::Tool;
use redshank::ui::view_state::ViewState;
use redshank::words::Lang;

use super::frame_log::{self, Shown};
use super::metronome::Metronome;
use super::stage::{Stage, turn};
use super::views::tell;
use super::workload;

/// Once no job has run for so long, tiles, names and the first screening are there.
const QUIET_S: f64 = 5.0;
/// Nobody waits longer for that.
const SETTLING_S: f64 = 180.0;
/// Frames in one direction.
const STROKE: usize = 40;

pub fn run(prefix: Option<&str>, length_s: f64, log: Option<&str>) {
    let workspace = workload::open(prefix, true);
    let metronome = Metronome::start();
    let mut stage = Stage::new();
    let runner = Runner::Threads(Arc::new(|| {}));
    let mut session = Session::new(runner.clone(), "2026-11-26".parse().unwrap());
    session.show(workspace);
    let mut view = ViewState::new(Lang::Zh);
    view.map.painting = Painting::on(&stage.card);
    let mut app = App::new(&stage.ctx, session, view, Errands::new(runner));
    stage.frame(Vec::new(), |ui| app.frame_ui(ui));
    let Some(name) = with_area(&app) else {
        return println!("no project with an area");
    };
    app.dispatch(Command::Select {
        features: vec![name.clone()],
        finding: None,
    });
    settle(&mut stage, &mut app, &name);
    let corner = corner_on_screen(&mut app, &name);
    let mut events = vec![Event::PointerMoved(corner)];
    stage.frame(std::mem::take(&mut events), |ui| app.frame_ui(ui));
    stage.frame(vec![button(corner, true)], |ui| app.frame_ui(ui));
    let (frames, lags) = drag(&mut stage, &mut app, corner, length_s);
    if let Some(folder) = std::env::var_os("PAINT_PICTURES") {
        stage.save(&std::path::Path::new(&folder).join("hand.png"));
    }
    println!(
        "a corner of {name} dragged for {length_s} s; answers to {} shapes",
        lags.len()
    );
    frame_log::tell_all(&frames, metronome.as_ref());
    tell("from hand to verdict ", lags);
    if let Some(log) = log {
        frame_log::write(log, &frames, metronome.as_ref());
    }
}

/// Drags the corner to and fro: the frames, and how long each answer was waited for.
fn drag(stage: &mut Stage, app: &mut App, corner: Pos2, length_s: f64) -> (Vec<Shown>, Vec<Duration>) {
    let (mut frames, mut lags): (Vec<Shown>, Vec<Duration>) = (Vec::new(), Vec::new());
    let begin = Instant::now();
    let mut asked: Option<(u64, Instant)> = None;
    for step in 0.. {
        if begin.elapsed().as_secs_f64() >= length_s {
            break;
        }
        let turn = step % (2 * STROKE);
        let way = if turn < STROKE { turn } else { 2 * STROKE - turn };
        let to = corner + eframe::egui::vec2(3.0, 1.5) * way as f32;
        let taken = stage.frame(vec![Event::PointerMoved(to)], |ui| app.frame_ui(ui));
        frames.push(Shown::now("drag", taken));
        let sketching = &app.view_mut().map.sketching;
        if let (Some(live), Some((number, at))) = (&sketching.live, asked)
            && live.number >= number
        {
            lags.push(at.elapsed());
            asked = None;
        }
        if let (None, Some((number, _))) = (asked, sketching.shape()) {
            asked = Some((number, Instant::now()));
        }
    }
    (frames, lags)
}

/// Takes the project up, and waits until everything around it is there.
fn settle(stage: &mut Stage, app: &mut App, name: &FeatureRef) {
    let begin = Instant::now();
    let mut quiet_since = begin;
    while quiet_since.elapsed().as_secs_f64() < QUIET_S && begin.elapsed().as_secs_f64() < SETTLING_S {
        if app.session().screening().is_none() || app.is_busy() {
            quiet_since = Instant::now();
        }
        let map = &mut app.view_mut().map;
        if map.tool() != Tool::Reshape && map.view().is_some() {
            map.set_tool(Tool::Reshape);
            let workspace = app.session().workspace().unwrap().clone();
            let (_, feature) = workspace.feature(name).unwrap();
            // The project is a tenth of what is seen.
            let around = 4.5
                * feature
                    .shape
                    .extent()
                    .width()
                    .max(feature.shape.extent().height());
            app.view_mut().map.fit(feature.shape.extent().inflated(around));
        }
        turn(app);
        stage.frame(Vec::new(), |ui| app.frame_ui(ui));
    }
}

fn with_area(app: &App) -> Option<FeatureRef> {
    let workspace = app.session().workspace()?;
    let middle = workspace.extent().center();
    let mut projects: Vec<_> = workspace
        .projects()
        .filter(|own| own.feature.shape.is_areal())
        .collect();
    let far = |place: geo::Coord<f64>| (place.x - middle.x).hypot(place.y - middle.y);
    projects.sort_by(|a, b| {
        let [a, b] = [a, b].map(|own| far(own.feature.shape.extent().center()));
        a.total_cmp(&b)
    });
    projects.first().map(|own| own.name())
}

fn corner_on_screen(app: &mut App, name: &FeatureRef) -> Pos2 {
    let workspace = app.session().workspace().unwrap().clone();
    let (_, feature) = workspace.feature(name).unwrap();
    let (_, place) = Sketch::of(&feature.shape).unwrap().corners().next().unwrap();
    let view = app.view_mut();
    let pane = view.map.view().unwrap().on(view.map_rect.unwrap());
    pane.screen_from_map(place)
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}
