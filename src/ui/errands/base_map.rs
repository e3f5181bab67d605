//! The base map's work in the background: it is opened, and its tiles are fetched.

use std::sync::Arc;
use std::time::Instant;

use eframe::egui::ColorImage;

use crate::geom::crs::Crs;
use crate::progress::Progress;
use crate::session::crew::Crew;
use crate::session::jobs::{Jobs, Outcome, Runner};
use crate::tiles::fault::TileFault;
use crate::tiles::grid::TileId;
use crate::tiles::look::Look;
use crate::tiles::source::Source;

use super::super::map::base_map::draft::Wish;
use super::super::map::base_map::state::BaseMap;

/// Tiles fetched at once: what services let one user do.
const AT_ONCE: usize = 4;

/// What came of a tile.
type Fetched = Result<Option<ColorImage>, TileFault>;

/// Opens base maps and fetches their tiles.
#[derive(Debug)]
pub struct BaseMapErrand {
    opening: Jobs<u64, Result<Source, TileFault>>,
    crew: Crew<(u64, Look, TileId), Fetched>,
    plane: Option<Crs>,
}

impl BaseMapErrand {
    /// None yet.
    pub fn new(runner: Runner) -> BaseMapErrand {
        BaseMapErrand {
            opening: Jobs::new(runner.clone()),
            crew: Crew::new(runner, AT_ONCE),
            plane: None,
        }
    }

    /// True while a base map is being opened or tiles are on their way.
    pub fn busy(&self) -> bool {
        self.opening.running().next().is_some() || self.crew.open_count() > 0
    }

    /// Takes in what has come, and asks for what is wanted next, in the plane of the workspace that is open.
    pub fn run(&mut self, plane: Option<&Crs>, base_map: &mut BaseMap) {
        let now = Instant::now();
        self.take_in(base_map, now);
        if self.plane.as_ref() != plane {
            self.plane = plane.cloned();
            base_map.reopen();
        }
        if let Some(plane) = plane
            && let Some(wish) = base_map.take_request()
        {
            let plane = plane.clone();
            let generation = base_map.generation();
            self.opening.start(generation, move |_| opened(wish, &plane));
        }
        self.ask(base_map, now);
    }

    fn take_in(&mut self, base_map: &mut BaseMap, now: Instant) {
        for (generation, outcome) in self.opening.poll() {
            let source = match outcome {
                Outcome::Done(source) => source,
                Outcome::Failed(_) => Err(TileFault::Damaged("program")),
            };
            base_map.opened(generation, source);
        }
        let current = base_map.generation();
        for ((generation, look, tile), outcome) in self.crew.poll() {
            let come = match outcome {
                Outcome::Done(come) => come,
                // One bad picture must not stop the others.
                Outcome::Failed(_) => Err(TileFault::NoPicture),
            };
            let loaded = base_map.loaded_mut().filter(|_| generation == current);
            if let Some(loaded) = loaded.filter(|loaded| loaded.look() == look) {
                loaded.put(tile, come, now);
            }
        }
    }

    fn ask(&mut self, base_map: &BaseMap, now: Instant) {
        let generation = base_map.generation();
        let wanted = base_map
            .loaded()
            .map(|loaded| loaded.wanted(now))
            .unwrap_or_default();
        let look = base_map.loaded().map(|loaded| loaded.look());
        self.crew
            .keep_only(|(of, as_, tile)| *of == generation && Some(*as_) == look && wanted.contains(tile));
        let Some(loaded) = base_map.loaded() else { return };
        let look = loaded.look();
        // The newest request is served first, so the most urgent one comes last.
        for tile in wanted.into_iter().rev() {
            let source = Arc::clone(&loaded.source);
            self.crew.ask((generation, look, tile), move |progress| {
                fetched(&source, tile, &look, progress)
            });
        }
    }
}

fn opened(wish: Wish, plane: &Crs) -> Result<Source, TileFault> {
    match wish {
        Wish::File(path) => Source::of_file(&path, plane),
        Wish::Service(service) => Source::of_service(service, plane),
    }
}

fn fetched(source: &Source, tile: TileId, look: &Look, progress: &Progress) -> Fetched {
    let picture = source.picture(tile, look, progress)?;
    Ok(picture
        .map(|picture| ColorImage::from_rgba_unmultiplied([picture.width, picture.height], &picture.rgba)))
}
