//! The map alone, at four shares of the workload's width.

use std::time::{Duration, Instant};

use eframe::egui::{CentralPanel, Frame, Ui};
use geo::Coord;
use redshank::geom::extent::Extent;
use redshank::session::Session;
use redshank::session::jobs::Runner;
use redshank::ui::errands::Errands;
use redshank::ui::map::map_view::MapView;
use redshank::ui::map::painting::Painting;
use redshank::ui::panels::map_panel::map_panel_ui;
use redshank::ui::view_state::ViewState;
use redshank::words::Lang;

use super::stage::{SIZE, Stage, Taken};
use super::workload;

const SHARES: [f64; 4] = [1.0, 0.25, 0.05, 0.01];
const FRAMES: usize = 25;

struct Show {
    stage: Stage,
    session: Session,
    view: ViewState,
    errands: Errands,
}

pub fn run(prefix: Option<&str>) {
    let workspace = workload::open(prefix, false);
    let vertices = workload::vertex_count(&workspace);
    println!(
        "{vertices} vertices, coordinates of {} MB",
        vertices * 16 / 1_000_000
    );
    let stage = Stage::new();
    let runner = Runner::Threads(std::sync::Arc::new(|| {}));
    let mut show = Show {
        stage,
        session: Session::new(Runner::Inline, "2026-11-26".parse().unwrap()),
        view: ViewState::new(Lang::En),
        errands: Errands::new(runner),
    };
    show.view.map.painting = Painting::on(&show.stage.card);
    let extent = workspace.extent();
    let before_mb = workload::memory_mb();
    show.session.show(workspace);
    first_picture(&mut show, &extent);
    for share in SHARES {
        at_share(&mut show, &extent, share);
    }
    println!(
        "memory of all pictures: {} MB of tiles, {} MB in all above the data",
        show.view.map.tiles.bytes() / 1_000_000,
        workload::memory_mb().saturating_sub(before_mb)
    );
    pan(&mut show, &extent);
    println!(
        "after panning: {} MB of tiles, {} MB in all above the data",
        show.view.map.tiles.bytes() / 1_000_000,
        workload::memory_mb().saturating_sub(before_mb)
    );
}

impl Show {
    fn look(&mut self, extent: &Extent, share: f64) {
        let resolution = extent.width() * share / f64::from(SIZE[0]);
        self.view.map.set_view(MapView::new(extent.center(), resolution));
    }

    fn frame(&mut self) -> Taken {
        let Show {
            stage,
            session,
            view,
            errands,
        } = self;
        stage.frame(Vec::new(), |ui: &mut Ui| {
            session.poll();
            errands.run(session, view, true);
            let mut wishes = Vec::new();
            CentralPanel::default()
                .frame(Frame::new())
                .show(ui, |ui| map_panel_ui(ui, session, view, &mut wishes));
        })
    }

    /// Frames until nothing is missing; how long until something was to be seen, and until all was.
    fn complete(&mut self) -> (Duration, Duration, Taken) {
        let begin = Instant::now();
        let mut first = None;
        loop {
            let taken = self.frame();
            let shown = self.view.map.tiles.bytes() > 0;
            let done = !self.errands.busy() && !self.view.map.tiles.is_incomplete();
            if first.is_none() && shown {
                first = Some(begin.elapsed());
            }
            if done && shown {
                return (first.unwrap_or_default(), begin.elapsed(), taken);
            }
        }
    }
}

fn first_picture(show: &mut Show, extent: &Extent) {
    show.look(extent, 1.0);
    let (first, all, _) = show.complete();
    println!(
        "from data to the first tiles {:.3} s, to the whole picture {:.3} s",
        seconds(first),
        seconds(all)
    );
}

fn at_share(show: &mut Show, extent: &Extent, share: f64) {
    show.view.map.tiles.lose_tiles();
    show.look(extent, share);
    let (_, cold, _) = show.complete();
    if let Some(folder) = std::env::var_os("PAINT_PICTURES") {
        let name = format!("{}.png", 100.0 * share);
        show.stage.save(&std::path::Path::new(&folder).join(name));
    }
    let mut frames: Vec<Taken> = (0..FRAMES).map(|_| show.frame()).collect();
    frames.sort_by_key(Taken::all);
    let median = frames.get(FRAMES / 2).copied().unwrap_or_default();
    println!(
        "draw {:>4.0} % of the width   warm {:.4} s (our code {:.1} ms, commands {:.1} ms, raster {:.1} ms)   cold {:.3} s",
        100.0 * share,
        seconds(median.all()),
        millis(median.ui + median.tessellate),
        millis(median.encode),
        millis(median.raster),
        seconds(cold),
    );
}

/// Five pixels a frame, at a quarter of the width; tiles come in meanwhile.
fn pan(show: &mut Show, extent: &Extent) {
    let resolution = extent.width() * 0.25 / f64::from(SIZE[0]);
    let mut center = Coord {
        x: extent.center().x - 0.2 * extent.width(),
        y: extent.center().y,
    };
    let mut frames = Vec::new();
    for _ in 0..400 {
        center.x += 5.0 * resolution;
        show.view.map.set_view(MapView::new(center, resolution));
        frames.push(show.frame());
    }
    tell(
        "pan, our code       ",
        frames.iter().map(|taken| taken.ui + taken.tessellate).collect(),
    );
    tell("pan, with commands  ", frames.iter().map(Taken::cpu).collect());
    tell("pan, whole frames   ", frames.iter().map(Taken::all).collect());
}

/// Median, 99th percentile and most.
pub fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    let at = |share: f64| {
        times
            .get((share * (times.len().max(1) - 1) as f64) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what} p50 {:6.2} ms   p99 {:6.2} ms   most {:6.2} ms   ({} frames)",
        millis(at(0.5)),
        millis(at(0.99)),
        millis(at(1.0)),
        times.len()
    );
}

pub fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

pub fn millis(time: Duration) -> f64 {
    1e3 * time.as_secs_f64()
}
