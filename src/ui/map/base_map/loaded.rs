//! The tiles of a base map that are there, and those that are wanted.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};

use crate::tiles::cover::{Wanted, tiles_over};
use crate::tiles::fault::TileFault;
use crate::tiles::grid::{TILE_PX, TileId};
use crate::tiles::memory_cache::MemoryCache;
use crate::tiles::source::Source;
use crate::tiles::warp::Warp;

/// Bytes of all pictures together.
const MOST_BYTES: usize = 192 << 20;
/// Bytes of all nets together.
const MOST_NET_BYTES: usize = 16 << 20;
/// How many levels coarser a stand-in may be.
const COARSER_LEVELS: usize = 8;
/// Tiles that are known not to be there; beyond, all are forgotten and asked for again.
const MOST_ABSENT: usize = 20_000;
/// After so long a tile that failed is asked for again.
const AGAIN: Duration = Duration::from_secs(30);
/// After so many failures in a row nothing is asked for a while.
const FAILURES: u32 = 6;
const PAUSE: Duration = Duration::from_secs(15);

/// A tile to be drawn: its net, the texture that covers it, and which part of that it is (left, top, side; 0 to 1).
pub type PlacedTile = (Arc<Warp>, TextureId, [f64; 3]);

/// What has come of a base map.
pub struct Loaded {
    /// Where it comes from.
    pub source: Arc<Source>,
    pictures: MemoryCache<TileId, Texture>,
    nets: MemoryCache<TileId, Arc<Warp>>,
    absent: HashSet<TileId>,
    failed: HashMap<TileId, Instant>,
    failures_in_row: u32,
    paused_until: Option<Instant>,
    last_fault: Option<TileFault>,
    /// Pixels of a tile's side.
    tile_px: f64,
    wanted: Vec<TileId>,
    /// What the frame before lacked.
    wanted_before: Vec<TileId>,
    /// The window that the textures belong to.
    ctx: Option<Context>,
}

enum Texture {
    Fresh(Arc<ColorImage>),
    Ready(TextureHandle),
}

impl std::fmt::Debug for Loaded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Loaded, {} bytes", self.pictures.bytes())
    }
}

impl Loaded {
    /// Nothing yet.
    pub fn new(source: Arc<Source>) -> Loaded {
        Loaded {
            source,
            pictures: MemoryCache::new(MOST_BYTES),
            nets: MemoryCache::new(MOST_NET_BYTES),
            absent: HashSet::new(),
            failed: HashMap::new(),
            failures_in_row: 0,
            paused_until: None,
            last_fault: None,
            tile_px: TILE_PX,
            wanted: Vec::new(),
            wanted_before: Vec::new(),
            ctx: None,
        }
    }

    /// Takes what came of a tile.
    pub fn put(&mut self, tile: TileId, come: Result<Option<ColorImage>, TileFault>, now: Instant) {
        match come {
            Ok(Some(image)) => {
                let bytes = 4 * image.width() * image.height();
                self.tile_px = image.width() as f64;
                self.pictures.put(tile, Texture::Fresh(Arc::new(image)), bytes);
                self.succeeded(tile);
            }
            Ok(None) => {
                if self.absent.len() >= MOST_ABSENT {
                    self.absent.clear();
                }
                self.absent.insert(tile);
                self.succeeded(tile);
            }
            Err(TileFault::Cancelled) => {}
            Err(fault) => {
                self.failed.retain(|_, at| now.duration_since(*at) < AGAIN);
                self.failed.insert(tile, now);
                self.last_fault = Some(fault);
                self.failures_in_row += 1;
                if self.failures_in_row >= FAILURES {
                    self.paused_until = Some(now + PAUSE);
                }
            }
        }
    }

    fn succeeded(&mut self, tile: TileId) {
        // Else it would be asked for again before the next frame looks.
        self.wanted.retain(|wanted| *wanted != tile);
        self.failed.remove(&tile);
        self.failures_in_row = 0;
        self.paused_until = None;
        self.last_fault = None;
    }

    /// What did not work last, while nothing has worked since.
    pub fn last_fault(&self) -> Option<&TileFault> {
        self.last_fault.as_ref()
    }

    /// The tiles that the last frame lacked, most urgent first; none during a pause after failures.
    pub fn wanted(&self, now: Instant) -> Vec<TileId> {
        if self.paused_until.is_some_and(|until| now < until) {
            return Vec::new();
        }
        let failed = |tile: &TileId| {
            self.failed
                .get(tile)
                .is_some_and(|at| now.duration_since(*at) < AGAIN)
        };
        self.wanted.iter().filter(|tile| !failed(tile)).copied().collect()
    }

    /// True where the last frame lacked something that was asked for in vain, so that it is worth looking again later.
    pub fn is_waiting_to_retry(&self) -> bool {
        !self.failed.is_empty() && !self.wanted.is_empty()
    }

    /// Begins a frame: what the one before lacked is wanted no more, unless this one lacks it too.
    pub fn begin_frame(&mut self) {
        self.wanted_before = std::mem::take(&mut self.wanted);
    }

    /// The tiles of a view that can be drawn now, each once, by itself or by a part of a coarser one; what is lacking is
    /// remembered as wanted.
    pub fn place(&mut self, ctx: &Context, view: &Wanted) -> Vec<PlacedTile> {
        if self.ctx.as_ref() != Some(ctx) {
            // Textures live and die with their window.
            self.pictures.clear();
            self.ctx = Some(ctx.clone());
        }
        let view = Wanted {
            resolution_m_per_px: view.resolution_m_per_px * self.tile_px / TILE_PX,
            ..*view
        };
        let tiles = tiles_over(&view, &self.source.placing, &self.source.reach);
        let mut placed = Vec::with_capacity(tiles.len());
        for tile in tiles {
            if let Some((texture, part)) = self.best_of(ctx, tile) {
                placed.push((self.net(tile), texture, part));
            }
        }
        placed
    }

    /// True where this frame has wishes that whoever fetches tiles has not seen.
    pub fn has_new_wishes(&self) -> bool {
        self.wanted != self.wanted_before
    }

    /// The texture of a tile or of its nearest ancestor that is there. Of a tile that does not exist, an ancestor is wanted.
    fn best_of(&mut self, ctx: &Context, tile: TileId) -> Option<(TextureId, [f64; 3])> {
        let mut lacking = None;
        let mut next = Some(tile);
        for _ in 0..=COARSER_LEVELS {
            let ancestor = next.filter(|ancestor| ancestor.zoom >= self.source.reach.min_zoom);
            let Some(ancestor) = ancestor else { break };
            if let Some(texture) = self.texture(ctx, ancestor) {
                self.want(lacking);
                return Some((texture, tile.part_of(ancestor)?));
            }
            if lacking.is_none() && !self.absent.contains(&ancestor) {
                lacking = Some(ancestor);
            }
            next = ancestor.parent();
        }
        self.want(lacking);
        None
    }

    fn want(&mut self, tile: Option<TileId>) {
        if let Some(tile) = tile.filter(|tile| !self.wanted.contains(tile)) {
            self.wanted.push(tile);
        }
    }

    fn texture(&mut self, ctx: &Context, tile: TileId) -> Option<TextureId> {
        let texture = self.pictures.get(&tile)?;
        if let Texture::Fresh(image) = texture {
            let handle = ctx.load_texture("base map", Arc::clone(image), TextureOptions::LINEAR);
            *texture = Texture::Ready(handle);
        }
        match texture {
            Texture::Ready(handle) => Some(handle.id()),
            Texture::Fresh(_) => None,
        }
    }

    fn net(&mut self, tile: TileId) -> Arc<Warp> {
        if let Some(net) = self.nets.get(&tile) {
            return Arc::clone(net);
        }
        let net = Arc::new(Warp::of(tile, &self.source.placing));
        let bytes = size_of_val(net.corners.as_slice());
        self.nets.put(tile, Arc::clone(&net), bytes);
        net
    }
}
