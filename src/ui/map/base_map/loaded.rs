//! The tiles of a base map that are there, and those that are wanted.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::egui::{ColorImage, Context, TextureHandle, TextureId, TextureOptions};

use crate::tiles::cover::{Wanted, tiles_over};
use crate::tiles::fault::TileFault;
use crate::tiles::grid::{TILE_PX, TileId};
use crate::tiles::look::Look;
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
/// A view may take this share of the room for pictures: what a frame shows must never push out what it also shows.
const VIEW_SHARE: f64 = 0.75;

/// A tile to be drawn: its net, the texture that covers it, and which part of that it is (left, top, side; 0 to 1).
pub type PlacedTile = (Arc<Warp>, TextureId, [f64; 3]);

/// What has come of a base map.
pub struct Loaded {
    /// Where it comes from.
    pub source: Arc<Source>,
    /// Limit of `pictures`.
    most_bytes: usize,
    pictures: MemoryCache<TileId, Texture>,
    nets: MemoryCache<TileId, Arc<Warp>>,
    absent: HashSet<TileId>,
    failed: HashMap<TileId, (Instant, TileFault)>,
    last_fault: Option<TileFault>,
    /// How vector tiles are drawn.
    look: Look,
    /// Pixels of the side of the largest tile so far. Only ever grows: else a file with tiles of two sizes would change
    /// its level with each that comes.
    tile_px: f64,
    wanted: Vec<TileId>,
    /// What the frame before lacked.
    wanted_before: Vec<TileId>,
    /// Tiles that this frame has placed.
    placed_count: usize,
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
        Loaded::within(source, MOST_BYTES)
    }

    fn within(source: Arc<Source>, most_bytes: usize) -> Loaded {
        Loaded {
            source,
            most_bytes,
            pictures: MemoryCache::new(most_bytes),
            nets: MemoryCache::new(MOST_NET_BYTES),
            absent: HashSet::new(),
            failed: HashMap::new(),
            last_fault: None,
            look: Look::default(),
            tile_px: TILE_PX,
            wanted: Vec::new(),
            wanted_before: Vec::new(),
            placed_count: 0,
            ctx: None,
        }
    }

    /// Takes what came of a tile.
    pub fn put(&mut self, tile: TileId, come: Result<Option<ColorImage>, TileFault>, now: Instant) {
        match come {
            Ok(Some(image)) => {
                let bytes = 4 * image.width() * image.height();
                self.tile_px = self.tile_px.max(image.width() as f64);
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
                self.failed.retain(|_, (at, _)| now.duration_since(*at) < AGAIN);
                self.failed.insert(tile, (now, fault.clone()));
                self.last_fault = Some(fault);
            }
        }
    }

    fn succeeded(&mut self, tile: TileId) {
        // Else it would be asked for again before the next frame looks.
        self.wanted.retain(|wanted| *wanted != tile);
        self.failed.remove(&tile);
        self.last_fault = None;
    }

    /// Why the service does not answer; or what did not work last, while nothing has worked since; or what is wrong with a
    /// tile that the last frame lacked, however many others there are.
    pub fn fault(&self) -> Option<TileFault> {
        let of_lacking = || self.wanted.iter().find_map(|tile| self.failed.get(tile));
        let last = self.source.trouble().or_else(|| self.last_fault.clone());
        last.or_else(|| of_lacking().map(|(_, fault)| fault.clone()))
    }

    /// How vector tiles are drawn.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Draws vector tiles in another way from now on; pictures stay as they are.
    pub fn set_look(&mut self, look: Look) {
        let is_other = self.look != look;
        self.look = look;
        if !self.source.vectors().is_vector() {
            return;
        }
        if is_other {
            self.pictures.clear();
            self.tile_px = TILE_PX;
        }
        self.tile_px = self.tile_px.max(f64::from(look.side_px()));
    }

    /// True where the last frame had nothing to show and nothing to wait for: the base map lies elsewhere, or holds no
    /// tiles of this scale.
    pub fn is_empty_here(&self) -> bool {
        self.ctx.is_some() && self.placed_count == 0 && self.wanted.is_empty()
    }

    /// Bytes of all pictures that are kept.
    pub fn picture_bytes(&self) -> usize {
        self.pictures.bytes()
    }

    /// The tiles that the last frame lacked, most urgent first, without those that failed a moment ago.
    pub fn wanted(&self, now: Instant) -> Vec<TileId> {
        let failed = |tile: &TileId| {
            self.failed
                .get(tile)
                .is_some_and(|(at, _)| now.duration_since(*at) < AGAIN)
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
        self.placed_count = 0;
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
            most_tiles: view.most_tiles.min(self.most_tiles()),
            ..*view
        };
        let tiles = tiles_over(&view, &self.source.placing, &self.source.reach);
        let mut placed = Vec::with_capacity(tiles.len());
        for tile in tiles {
            if let Some((texture, part)) = self.best_of(ctx, tile) {
                placed.push((self.net(tile), texture, part));
            }
        }
        self.placed_count += placed.len();
        placed
    }

    /// As many of the largest tiles as a view may show.
    fn most_tiles(&self) -> usize {
        (VIEW_SHARE * self.most_bytes as f64 / (4.0 * self.tile_px * self.tile_px)) as usize
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

#[cfg(test)]
mod tests {
    use eframe::egui::Color32;

    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::extent::Extent;
    use crate::tiles::cover::MOST_TILES;
    use crate::tiles::grid::Grid;
    use crate::tiles::source::Service;
    use crate::tiles::template::{Key, Template};

    const PICTURE_BYTES: usize = 256 * 256 * 4;

    /// A service that nobody asks, with room for so many pictures of 256 pixels.
    fn loaded(picture_count: usize) -> Loaded {
        let service = Service {
            template: Template::parse("http://127.0.0.1:1/{z}/{x}/{y}").unwrap(),
            grid: Grid::WebMercator,
            attribution: String::new(),
            key: Key::default(),
        };
        let plane = Crs::from_code("EPSG:4549").unwrap();
        let source = Source::of_service_with(service, &plane, None).unwrap();
        Loaded::within(Arc::new(source), picture_count * PICTURE_BYTES)
    }

    fn view(step: f64) -> Wanted {
        let (x, y, resolution_m_per_px) = (548_000.0 + step * 20_000.0, 3_353_000.0, 8.0);
        Wanted {
            extent: Extent::from_corners((x, y).into(), (x + 640.0 * 8.0, y + 400.0 * 8.0).into()),
            resolution_m_per_px,
            most_tiles: MOST_TILES,
        }
    }

    fn picture(side: usize) -> ColorImage {
        ColorImage::filled([side, side], Color32::RED)
    }

    /// Frames until nothing is wanted any more; what they have placed at last.
    fn fill(loaded: &mut Loaded, ctx: &Context, view: &Wanted, side: usize) -> usize {
        for _ in 0..20 {
            loaded.begin_frame();
            let placed = loaded.place(ctx, view).len();
            let wanted = loaded.wanted(Instant::now());
            if wanted.is_empty() {
                return placed;
            }
            for tile in wanted {
                loaded.put(tile, Ok(Some(picture(side))), Instant::now());
            }
        }
        panic!("tiles push each other out for ever");
    }

    /// How many textures the graphics card would be sent now, and how many it would drop.
    fn handed_over(ctx: &Context) -> [usize; 2] {
        let mut delta = ctx.tex_manager().write().take_delta();
        let counts = [delta.set.len(), delta.free.len()];
        delta.clear();
        counts
    }

    #[test]
    fn textures_stay_within_their_room_and_are_handed_over_once() {
        let (ctx, mut loaded) = (Context::default(), loaded(24));
        let others = ctx.tex_manager().read().num_allocated();
        let mut freed = 0;
        for step in 0..12 {
            let placed = fill(&mut loaded, &ctx, &view(f64::from(step)), 256);
            assert!((4..=18).contains(&placed), "{placed}");
            assert!(loaded.picture_bytes() <= 24 * PICTURE_BYTES);
            freed += handed_over(&ctx)[1];
            assert!(ctx.tex_manager().read().num_allocated() - others <= 24);
            // The same view again costs the graphics card nothing.
            loaded.begin_frame();
            assert_eq!(loaded.place(&ctx, &view(f64::from(step))).len(), placed);
            assert_eq!(handed_over(&ctx), [0, 0]);
        }
        assert!(freed > 24, "{freed}");
        drop(loaded);
        assert_eq!(ctx.tex_manager().read().num_allocated(), others);
    }

    /// Tiles of two sizes, the larger of which fill the room by themselves.
    #[test]
    fn large_tiles_do_not_push_each_other_out() {
        let (ctx, mut loaded) = (Context::default(), loaded(64));
        fill(&mut loaded, &ctx, &view(0.0), 1024);
        fill(&mut loaded, &ctx, &view(0.5), 256);
        fill(&mut loaded, &ctx, &view(0.5), 1024);
        assert!(loaded.picture_bytes() <= 64 * PICTURE_BYTES);
    }

    #[test]
    fn an_empty_place_is_known_once_nothing_is_awaited() {
        let (ctx, mut loaded) = (Context::default(), loaded(24));
        assert!(!loaded.is_empty_here(), "before the first frame nothing is known");
        for _ in 0..COARSER_LEVELS + 2 {
            loaded.begin_frame();
            loaded.place(&ctx, &view(0.0));
            for tile in loaded.wanted(Instant::now()) {
                assert!(!loaded.is_empty_here());
                loaded.put(tile, Ok(None), Instant::now());
            }
        }
        assert!(loaded.is_empty_here());
    }

    #[test]
    fn a_tile_that_failed_waits_before_it_is_asked_for_again() {
        let (ctx, mut loaded, now) = (Context::default(), loaded(24), Instant::now());
        loaded.place(&ctx, &view(0.0));
        let first = loaded.wanted(now)[0];
        loaded.put(first, Err(TileFault::NoPicture), now);
        assert!(!loaded.wanted(now).contains(&first) && loaded.is_waiting_to_retry());
        assert_eq!(loaded.fault(), Some(TileFault::NoPicture));
        assert!(loaded.wanted(now + AGAIN).contains(&first));
        loaded.put(first, Ok(None), now);
        assert_eq!(loaded.fault(), None);
    }
}
