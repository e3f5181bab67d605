//! A scripted session with the whole window: open, screen, pan, zoom, select, switch layers on and off.

use std::time::Instant;

use eframe::egui::{
    Event, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, TouchPhase, pos2, vec2,
};
use redshank::model::workspace::Workspace;
use redshank::session::Session;
use redshank::session::command::Command;
use redshank::session::jobs::Runner;
use redshank::ui::App;
use redshank::ui::errands::Errands;
use redshank::ui::map::painting::Painting;
use redshank::ui::view_state::ViewState;
use redshank::words::Lang;

use super::frame_log::{self, Shown};
use super::metronome::Metronome;
use super::stage::{Stage, turn};
use super::views::tell;

/// Where the hand rests: on the map, right of the layers.
const HAND: Pos2 = pos2(900.0, 450.0);

pub fn run(workspace: Workspace, length_s: f64, log: Option<&str>) {
    let metronome = Metronome::start();
    let mut stage = Stage::new();
    let runner = Runner::Threads(std::sync::Arc::new(|| {}));
    let mut session = Session::new(runner.clone(), "2026-11-26".parse().unwrap());
    session.show(workspace);
    let mut view = ViewState::new(Lang::Zh);
    view.map.painting = Painting::on(&stage.card);
    let mut app = App::new(&stage.ctx, session, view, Errands::new(runner));
    let begin = Instant::now();
    let mut frames: Vec<Shown> = Vec::new();
    let mut script = Script::default();
    while begin.elapsed().as_secs_f64() < length_s {
        let (what, events) = script.next();
        if what == "toggle" {
            let id: std::sync::Arc<str> = "zones".into();
            let toggled = app.session().looks().toggled(&id);
            app.dispatch(Command::Look(toggled));
        }
        turn(&mut app);
        let taken = stage.frame(events, |ui| app.frame_ui(ui));
        frames.push(Shown::now(what, taken));
    }
    println!(
        "tour of {length_s} s, {} findings",
        app.session().screening().map_or(0, |s| s.findings.len())
    );
    frame_log::tell_all(&frames, metronome.as_ref());
    for what in ["rest", "pan", "zoom", "select", "toggle"] {
        let own = frames.iter().filter(|shown| shown.what == what);
        tell(
            &format!("{what:<7} whole frames "),
            own.clone().map(|shown| shown.taken.all()).collect(),
        );
        tell(
            &format!("{what:<7} without raster"),
            own.map(|shown| shown.taken.cpu()).collect(),
        );
    }
    if let Some(log) = log {
        frame_log::write(log, &frames, metronome.as_ref());
    }
}

/// The same hand each time: rests, pans, zooms in, pans, selects, switches a layer off and on, zooms out.
#[derive(Default)]
struct Script {
    step: usize,
}

impl Script {
    fn next(&mut self) -> (&'static str, Vec<Event>) {
        let step = self.step % 360;
        // Every second round goes the other way, so that the map never leaves the data behind.
        let way = if (self.step / 360).is_multiple_of(2) {
            1.0
        } else {
            -1.0
        };
        self.step += 1;
        let turned = |notches: f32| Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, notches),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Unknown,
            modifiers: Modifiers::NONE,
        };
        match step {
            0..20 => ("rest", vec![Event::PointerMoved(HAND)]),
            20 | 150 => ("pan", vec![button(HAND, true)]),
            21..80 => (
                "pan",
                vec![Event::PointerMoved(
                    HAND + way * vec2(6.0, 3.0) * (step - 20) as f32,
                )],
            ),
            151..210 => (
                "pan",
                vec![Event::PointerMoved(
                    HAND - way * vec2(6.0, 2.0) * (step - 150) as f32,
                )],
            ),
            80 => (
                "pan",
                vec![
                    button(HAND + way * vec2(360.0, 180.0), false),
                    Event::PointerMoved(HAND),
                ],
            ),
            210 => (
                "pan",
                vec![
                    button(HAND - way * vec2(360.0, 120.0), false),
                    Event::PointerMoved(HAND),
                ],
            ),
            90..150 if step.is_multiple_of(10) => ("zoom", vec![turned(1.0)]),
            81..150 => ("zoom", Vec::new()),
            211..240 if step % 10 == 5 => ("select", vec![button(HAND, true)]),
            211..240 if step % 10 == 7 => ("select", vec![button(HAND, false)]),
            211..240 => ("select", Vec::new()),
            240 | 255 => ("toggle", Vec::new()),
            241..270 => ("rest", Vec::new()),
            270..330 if step.is_multiple_of(10) => ("zoom", vec![turned(-1.0)]),
            _ => ("zoom", Vec::new()),
        }
    }
}

fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    }
}
