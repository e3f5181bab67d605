//! The tiles that are there, those that are wanted, and what stands in for them meanwhile.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use geo::Coord;

use crate::geom::extent::Extent;

use super::build::TileBody;
use super::grid::{MARGIN_CELLS, TileKey, tiles_over};
use super::overview::Tone;
use super::source::Source;

/// Bytes that all tiles together may take; the longest unused go first, those in sight never.
const MOST_BYTES: usize = 160 << 20;
/// What one tile may take: no buffer of a graphics card is surely larger than 256 MiB. A view needs a hundredth of it.
const MOST_TILE_BYTES: usize = 128 << 20;
/// How many levels coarser a stand-in may be.
const COARSER_LEVELS: usize = 6;

/// Names what is drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DrawingId {
    /// A layer, by its id.
    Layer(Arc<str>),
    /// A layer of the workspace that is compared with, by its id there.
    Other(Arc<str>),
    /// The findings of the screening.
    Evidence,
    /// What is selected.
    Selection,
    /// Where problems of the data are.
    Problems,
}

/// A tile that was made. The graphics card takes its body; who draws without one borrows it.
#[derive(Debug)]
pub struct Tile {
    /// Never the same for two tiles.
    pub serial: u64,
    /// Where it lies.
    pub key: TileKey,
    /// Bytes of its body.
    pub bytes: usize,
    body: Mutex<Option<TileBody>>,
}

impl Tile {
    /// The body, for good; `None` the second time.
    pub fn take_body(&self) -> Option<TileBody> {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Looks at the body, while it is here.
    pub fn with_body<T>(&self, look: impl FnOnce(&TileBody) -> T) -> Option<T> {
        self.body
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .as_ref()
            .map(look)
    }
}

/// A tile in a frame.
#[derive(Clone, Debug)]
pub struct Placed {
    /// What to draw.
    pub tile: Arc<Tile>,
    /// Only this part of the plane: the tile's own square, or that of the tile it stands in for.
    pub clip: Extent,
}

/// Tiles to be made by one job.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Of what.
    pub id: DrawingId,
    /// Which edition of the source; what comes of an older one is dropped.
    pub edition: u64,
    /// From what.
    pub source: Arc<dyn Source>,
    /// How its styles are summed up.
    pub tones: Arc<[Tone]>,
    /// Which, nearest to the middle of the view first.
    pub keys: Vec<TileKey>,
}

#[derive(Debug)]
struct Drawing {
    source: Arc<dyn Source>,
    tones: Arc<[Tone]>,
    edition: u64,
    tiles: HashMap<TileKey, Kept>,
    wanted: Vec<TileKey>,
    running: HashSet<TileKey>,
}

#[derive(Debug)]
struct Kept {
    tile: Arc<Tile>,
    used: u64,
}

/// All tiles of the canvas.
#[derive(Debug, Default)]
pub struct Store {
    drawings: HashMap<DrawingId, Drawing>,
    /// What was drawn before a source changed, shown until its successor is complete.
    former: HashMap<DrawingId, Drawing>,
    frame: u64,
    serial: u64,
    failed: bool,
}

impl Store {
    /// Draws something from now on from that source; what is on screen stays until the new tiles are there.
    pub fn set_source(&mut self, id: DrawingId, source: Arc<dyn Source>) {
        let tones = self
            .drawings
            .get(&id)
            .map_or_else(Arc::default, |drawing| Arc::clone(&drawing.tones));
        self.begin(id, source, tones);
    }

    /// How the styles of something are summed up where they are too small to show. Other tones ask for other tiles.
    pub fn set_tones(&mut self, id: &DrawingId, tones: &[Tone]) {
        if let Some(drawing) = self.drawings.get(id).filter(|drawing| *drawing.tones != *tones) {
            let source = Arc::clone(&drawing.source);
            self.begin(id.clone(), source, tones.into());
        }
    }

    fn begin(&mut self, id: DrawingId, source: Arc<dyn Source>, tones: Arc<[Tone]>) {
        self.serial += 1;
        let drawing = Drawing {
            source,
            tones,
            edition: self.serial,
            tiles: HashMap::new(),
            wanted: Vec::new(),
            running: HashSet::new(),
        };
        if let Some(former) = self.drawings.insert(id.clone(), drawing)
            && former.tiles.values().any(|kept| kept.used + 2 > self.frame)
        {
            self.former.insert(id, former);
        }
    }

    /// Forgets what is no longer drawn at all.
    pub fn keep_only(&mut self, is_wanted: impl Fn(&DrawingId) -> bool) {
        self.drawings.retain(|id, _| is_wanted(id));
        self.former.retain(|id, _| is_wanted(id));
    }

    /// Forgets all tiles: the graphics card that had them is gone.
    pub fn lose_tiles(&mut self) {
        self.former.clear();
        for drawing in self.drawings.values_mut() {
            drawing.tiles.clear();
        }
    }

    /// The next frame begins.
    pub fn begin_frame(&mut self) {
        self.frame += 1;
        self.drawings
            .values_mut()
            .for_each(|drawing| drawing.wanted.clear());
        self.trim();
    }

    /// What to draw of something in a view at a level. Notes what is missing; a frame may ask several times, for parts
    /// that are painted one after the other or for maps beside each other.
    pub fn place(&mut self, id: &DrawingId, view: &Extent, level: i8) -> Vec<Placed> {
        let frame = self.frame;
        let Some(drawing) = self.drawings.get_mut(id) else {
            return Vec::new();
        };
        let (placed, complete) = drawing.place(view, level, frame);
        if complete {
            self.former.remove(id);
            return placed;
        }
        match self.former.get_mut(id) {
            Some(former) => former.place(view, level, frame).0,
            None => placed,
        }
    }

    /// Something to be made in the background, the nearest to the middle first; `None` where nothing is missing.
    pub fn next_batch(&mut self, most: usize) -> Option<Batch> {
        let mut ids: Vec<&DrawingId> = self.drawings.keys().collect();
        ids.sort();
        let id = ids
            .into_iter()
            .filter(|id| {
                self.drawings
                    .get(*id)
                    .is_some_and(|drawing| !drawing.wanted.is_empty())
            })
            .min_by_key(|id| self.drawings.get(*id).map(|drawing| drawing.running.len()))
            .cloned()?;
        let drawing = self.drawings.get_mut(&id)?;
        let rest = drawing.wanted.split_off(most.min(drawing.wanted.len()));
        let keys = std::mem::replace(&mut drawing.wanted, rest);
        drawing.running.extend(keys.iter().copied());
        Some(Batch {
            edition: drawing.edition,
            source: Arc::clone(&drawing.source),
            tones: Arc::clone(&drawing.tones),
            id,
            keys,
        })
    }

    /// Takes in what a job has made; what it did not come to is wanted again with the next frame.
    pub fn put(&mut self, batch: &Batch, made: Vec<(TileKey, TileBody)>) {
        let frame = self.frame;
        let Some(drawing) = self
            .drawings
            .get_mut(&batch.id)
            .filter(|drawing| drawing.edition == batch.edition)
        else {
            return;
        };
        batch.keys.iter().for_each(|key| {
            drawing.running.remove(key);
        });
        for (key, mut body) in made {
            if body.bytes() > MOST_TILE_BYTES {
                self.failed = true;
                body = TileBody::default();
            }
            self.serial += 1;
            let tile = Tile {
                serial: self.serial,
                key,
                bytes: body.bytes(),
                body: Mutex::new(Some(body)),
            };
            let tile = Arc::new(tile);
            drawing.tiles.insert(key, Kept { tile, used: frame });
        }
    }

    /// Notes that tiles could not be made by a fault of the program: they stay empty, and the map has to say so.
    pub fn fail(&mut self, batch: &Batch) {
        self.failed = true;
        let made = batch.keys.iter().map(|&key| (key, TileBody::default())).collect();
        self.put(batch, made);
    }

    /// True where tiles are empty because they could not be made.
    pub fn has_failed(&self) -> bool {
        self.failed
    }

    /// True where something in sight is still to be made.
    pub fn is_incomplete(&self) -> bool {
        let mut drawings = self.drawings.values();
        drawings.any(|drawing| !drawing.wanted.is_empty() || !drawing.running.is_empty())
    }

    /// Bytes of all tiles.
    pub fn bytes(&self) -> usize {
        let all = self.drawings.values().chain(self.former.values());
        all.flat_map(|drawing| drawing.tiles.values())
            .map(|kept| kept.tile.bytes)
            .sum()
    }

    fn trim(&mut self) {
        let mut over = self.bytes().saturating_sub(MOST_BYTES);
        if over == 0 {
            return;
        }
        let frame = self.frame;
        let mut old: Vec<(u64, u64, DrawingId, TileKey, usize)> = Vec::new();
        for (id, drawing) in &self.drawings {
            let unused = drawing.tiles.iter().filter(|(_, kept)| kept.used + 1 < frame);
            old.extend(
                unused.map(|(key, kept)| (kept.used, kept.tile.serial, id.clone(), *key, kept.tile.bytes)),
            );
        }
        old.sort();
        for (_, _, id, key, bytes) in old {
            if over == 0 {
                return;
            }
            if let Some(drawing) = self.drawings.get_mut(&id) {
                drawing.tiles.remove(&key);
            }
            over = over.saturating_sub(bytes);
        }
    }
}

impl Drawing {
    /// What there is to draw, and whether that is all of it.
    fn place(&mut self, view: &Extent, level: i8, frame: u64) -> (Vec<Placed>, bool) {
        let level_key = TileKey {
            level,
            column: 0,
            row: 0,
        };
        // Lines and markers are wider than what they stand for.
        let wide = 2.0 * f64::from(MARGIN_CELLS) * level_key.cell_m();
        let all = self.source.extent();
        let common = view.inflated(wide).common_with(&all.inflated(wide));
        let mut keys = tiles_over(&common, level);
        let middle = view.center();
        let far = |key: &TileKey| distance(key.center(), middle);
        keys.sort_by(|a, b| far(a).total_cmp(&far(b)).then(a.cmp(b)));
        let mut placed = Vec::with_capacity(keys.len());
        let mut complete = true;
        for key in keys {
            match self.tiles.get_mut(&key) {
                Some(kept) => {
                    kept.used = frame;
                    placed.push(Placed {
                        tile: Arc::clone(&kept.tile),
                        clip: key.extent(),
                    });
                }
                None => {
                    complete = false;
                    if !self.running.contains(&key) && !self.wanted.contains(&key) {
                        self.wanted.push(key);
                    }
                    self.stand_in(key, frame, &mut placed);
                }
            }
        }
        // Painted in the order of their places, whatever came first.
        placed.sort_by_key(|placed| placed.tile.key);
        (placed, complete)
    }

    /// A coarser tile cut to the missing one, else the finer ones that lie in it.
    fn stand_in(&mut self, key: TileKey, frame: u64, placed: &mut Vec<Placed>) {
        let clip = key.extent();
        let mut ancestor = key.parent();
        for _ in 0..COARSER_LEVELS {
            let Some(coarser) = ancestor else { break };
            if let Some(kept) = self.tiles.get_mut(&coarser) {
                kept.used = frame;
                let tile = Arc::clone(&kept.tile);
                return placed.push(Placed { tile, clip });
            }
            ancestor = coarser.parent();
        }
        let mut finer: Vec<TileKey> = key.children().collect();
        for _ in 0..2 {
            let mut finest = Vec::new();
            for child in finer {
                match self.tiles.get_mut(&child) {
                    Some(kept) => {
                        kept.used = frame;
                        placed.push(Placed {
                            tile: Arc::clone(&kept.tile),
                            clip: child.extent(),
                        });
                    }
                    None => finest.extend(child.children()),
                }
            }
            finer = finest;
        }
    }
}

fn distance(a: Coord<f64>, b: Coord<f64>) -> f64 {
    (a.x - b.x).hypot(a.y - b.y)
}

#[cfg(test)]
mod tests {
    use super::super::source::Drawable;
    use super::*;
    use crate::geom::shape::Shape;

    /// Something everywhere in a square of ten kilometres.
    #[derive(Debug)]
    struct Everywhere;

    impl Source for Everywhere {
        fn extent(&self) -> Extent {
            Extent::from_corners(Coord { x: 0.0, y: 0.0 }, Coord { x: 1e4, y: 1e4 })
        }
        fn candidates(&self, _: &Extent) -> Vec<usize> {
            Vec::new()
        }
        fn item_extent(&self, _: usize) -> Extent {
            Extent::EMPTY
        }
        fn style(&self, _: usize) -> u8 {
            0
        }
        fn is_areal(&self, _: usize) -> bool {
            false
        }
        fn drawable(&self, _: usize) -> Option<Drawable> {
            None
        }
        fn small(&self, _: usize) -> Option<Arc<Shape>> {
            None
        }
    }

    fn make(store: &mut Store, most: usize) -> Vec<TileKey> {
        let Some(batch) = store.next_batch(most) else {
            return Vec::new();
        };
        let made = batch.keys.iter().map(|&key| (key, TileBody::default())).collect();
        store.put(&batch, made);
        batch.keys
    }

    /// Two sides of a comparison, or the two parts of a layer of projects, ask for the same tiles.
    #[test]
    fn a_drawing_placed_twice_in_a_frame_is_made_once() {
        let id = DrawingId::Layer("l".into());
        let mut store = Store::default();
        store.set_source(id.clone(), Arc::new(Everywhere));
        let view = Everywhere.extent();
        let moved = view.inflated(1e3);
        store.begin_frame();
        assert!(store.place(&id, &view, 2).is_empty());
        store.place(&id, &view, 2);
        store.place(&id, &moved, 2);
        let mut keys = make(&mut store, usize::MAX);
        assert!(keys.len() > 1 && !store.is_incomplete());
        let count = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), count);
        store.begin_frame();
        let [once, again] = [0, 1].map(|_| {
            let placed = store.place(&id, &view, 2);
            placed.iter().map(|placed| placed.tile.serial).collect::<Vec<_>>()
        });
        assert_eq!(once, again);
        assert_eq!(once.len(), count);
    }

    /// What one job takes is not listed again while it runs, whoever places the drawing meanwhile.
    #[test]
    fn what_is_being_made_is_not_wished_for_again() {
        let id = DrawingId::Other("l".into());
        let mut store = Store::default();
        store.set_source(id.clone(), Arc::new(Everywhere));
        let view = Everywhere.extent();
        store.begin_frame();
        store.place(&id, &view, 2);
        let first = store.next_batch(2).unwrap();
        store.begin_frame();
        store.place(&id, &view, 2);
        store.place(&id, &view, 2);
        let rest = store.next_batch(usize::MAX).unwrap();
        assert!(!rest.keys.is_empty());
        assert!(rest.keys.iter().all(|key| !first.keys.contains(key)));
    }
}
