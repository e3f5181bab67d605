//! How fast the map draws: whole, 25 %, 5 % and 1 % of the width of a workload at 1920 × 1080, cold and warm; what a
//! frame costs while the map is panned; the frames of a scripted session with the whole window, and those of a project that
//! is changed by hand.
//!
//! ```sh
//! cargo bench --bench paint -- PREFIX             # PREFIX_zones.geojson, PREFIX_projects.geojson
//! cargo bench --bench paint -- PREFIX tour 120    # two minutes of panning, zooming, selecting, switching layers
//! cargo bench --bench paint -- PREFIX tour 120 FRAMES.csv # every frame a line; so too for the hand
//! cargo bench --bench paint -- PREFIX problems 60 # the same script with 100,000 problems on the map and in the table
//! cargo bench --bench paint -- PREFIX hand 20     # a corner of a project dragged, with its verdict
//! ```
//!
//! A session also says what its frames would have taken on a machine that keeps its speed (`metronome.rs`; on Linux, where
//! threads of real-time priority are allowed). `PAINT_PICTURES` names a folder to keep the pictures of the four shares in.
//! `PAINT_TURN=30` turns the map of the scripted sessions by so many degrees.
//!
//! Without PREFIX a small coverage is drawn, to see that the bench works. The graphics card is the one that the window
//! would take; with `WGPU_ADAPTER_NAME=llvmpipe` Mesa's software Vulkan. No window is opened.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "it prints its figures"
)]

mod frame_log;
mod hand;
mod metronome;
mod stage;
mod tour;
mod views;
mod workload;

fn main() {
    let given: Vec<String> = std::env::args()
        .skip(1)
        .filter(|given| !given.starts_with("--"))
        .collect();
    let prefix = given.first().map(String::as_str);
    redshank::session::jobs::let_iterators_stand_back();
    match given.get(1).map(String::as_str) {
        Some("tour") => {
            let seconds = given.get(2).and_then(|text| text.parse().ok()).unwrap_or(120.0);
            let workspace = workload::open(prefix, true);
            tour::run(workspace, seconds, given.get(3).map(String::as_str));
        }
        Some("problems") => {
            let seconds = given.get(2).and_then(|text| text.parse().ok()).unwrap_or(60.0);
            tour::run(workload::with_problems(prefix, 100_000), seconds, None);
        }
        Some("hand") => {
            let seconds = given.get(2).and_then(|text| text.parse().ok()).unwrap_or(20.0);
            hand::run(prefix, seconds, given.get(3).map(String::as_str));
        }
        _ => views::run(prefix),
    }
    println!("peak memory {} MB", workload::peak_memory_mb());
}
