//! The layout as it stands: a shape that can be dragged about.

use eframe::egui::{Id, Vec2};
use egui_tiles::{Container, Linear, LinearDir, Tile, TileId, Tiles, Tree};

use super::moving::Move;
use super::pane::{Home, Pane};
use super::preset::Preset;
use super::shape::{Seat, Shape, Split, Tabs, Way};

/// The map keeps at least this share of the width and height that it is given a part of.
const LEAST_OF_MAP: f32 = 0.25;

/// The panes in their places.
#[derive(Clone, Debug)]
pub struct Dock {
    tree: Tree<Pane>,
    /// What was asked for while the panes were drawn, for they are drawn from a copy.
    asked: Vec<Asked>,
    /// The pane that had the keyboard last.
    at: Option<Pane>,
}

/// A change of the layout.
#[derive(Clone, Copy, Debug)]
enum Asked {
    Show(Pane),
    Close(Pane),
    Arrange(Preset),
    Move(Pane, Move),
}

impl Default for Dock {
    fn default() -> Dock {
        Dock::of(Preset::default().shape())
    }
}

impl Dock {
    /// In that layout, mended where it has to be.
    pub fn of(shape: Shape) -> Dock {
        Dock {
            tree: tree_of(&shape.settled()),
            asked: Vec::new(),
            at: None,
        }
    }

    /// The layout as plain data.
    pub fn shape(&self) -> Shape {
        let root = self.tree.root();
        let shape = root.and_then(|root| shape_of(&self.tree.tiles, root));
        shape.unwrap_or_else(|| Preset::default().shape()).settled()
    }

    /// Opens a pane and brings it to the front.
    pub fn show(&mut self, pane: Pane) {
        self.ask(Asked::Show(pane));
    }

    /// Closes a pane.
    pub fn close(&mut self, pane: Pane) {
        self.ask(Asked::Close(pane));
    }

    /// Opens a pane that is closed, brings one to the front that is behind another, and closes one that is seen.
    pub fn toggle(&mut self, pane: Pane) {
        if self.is_front(pane) {
            self.close(pane);
        } else {
            self.show(pane);
        }
    }

    /// Closes all panes that are at home in one place, or opens those which the usual layout has there.
    pub fn toggle_home(&mut self, home: Home) {
        let at_home = || Pane::ALL.into_iter().filter(move |pane| pane.home() == home);
        if self.is_home_open(home) {
            at_home().for_each(|pane| self.close(pane));
            return;
        }
        let usual = Preset::default().shape();
        let wanted: Vec<Pane> = at_home().filter(|pane| usual.is_open(*pane)).collect();
        // Each one comes to the front, so the first one last.
        wanted.into_iter().rev().for_each(|pane| self.show(pane));
    }

    /// Puts all panes as a layout of the program has them.
    pub fn arrange(&mut self, preset: Preset) {
        self.ask(Asked::Arrange(preset));
    }

    /// Moves a pane, and brings it to the front there.
    pub fn move_pane(&mut self, pane: Pane, how: Move) {
        self.ask(Asked::Move(pane, how));
    }

    /// The pane that commands are about: the one that had the keyboard last, while it is seen. The map is none.
    pub fn at(&self) -> Option<Pane> {
        self.at.filter(|pane| *pane != Pane::Map && self.is_front(*pane))
    }

    /// The keyboard is in that pane.
    pub fn set_at(&mut self, pane: Pane) {
        self.at = Some(pane);
    }

    /// True where the pane is open, if behind another one.
    pub fn is_open(&self, pane: Pane) -> bool {
        self.shape().is_open(pane)
    }

    /// True where the pane is seen.
    pub fn is_front(&self, pane: Pane) -> bool {
        self.shape().is_front(pane)
    }

    /// True where any pane is open that is at home there.
    pub fn is_home_open(&self, home: Home) -> bool {
        let shape = self.shape();
        Pane::ALL
            .into_iter()
            .any(|pane| pane.home() == home && shape.is_open(pane))
    }

    fn ask(&mut self, asked: Asked) {
        self.change(asked);
        self.asked.push(asked);
    }

    fn change(&mut self, asked: Asked) {
        let mut shape = self.shape();
        match asked {
            Asked::Show(pane) => shape.show(pane),
            Asked::Close(pane) => shape.close(pane),
            Asked::Arrange(preset) => shape = preset.shape(),
            Asked::Move(pane, how) => {
                shape = shape.moved(pane, how);
                shape.show(pane);
            }
        }
        self.tree = tree_of(&shape);
    }

    /// A copy to draw the panes from, laid out for so much room.
    pub fn begin(&mut self, size: Vec2) -> Tree<Pane> {
        self.asked.clear();
        let mut tree = self.tree.clone();
        if let Some(root) = tree.root() {
            give_rest_to_map(&mut tree.tiles, root, size);
        }
        tree
    }

    /// Takes the copy back with what was dragged, and makes up for what was asked meanwhile.
    pub fn end(&mut self, tree: Tree<Pane>, dropped: bool) {
        self.tree = tree;
        if dropped {
            self.tree = tree_of(&self.shape());
        }
        for asked in std::mem::take(&mut self.asked) {
            self.change(asked);
        }
    }
}

fn tree_of(shape: &Shape) -> Tree<Pane> {
    let mut tiles = Tiles::default();
    let root = insert(&mut tiles, shape);
    Tree::new(Id::unique("desk"), root, tiles)
}

fn insert(tiles: &mut Tiles<Pane>, shape: &Shape) -> TileId {
    match shape {
        Shape::Tabs(tabs) => {
            let ids: Vec<TileId> = tabs
                .seats
                .iter()
                .map(|seat| tiles.insert_pane(seat.pane))
                .collect();
            for (id, seat) in ids.iter().zip(&tabs.seats) {
                tiles.set_visible(*id, seat.open);
            }
            let front = tabs.seats.iter().position(|seat| Some(seat.pane) == tabs.seen());
            let mut container = egui_tiles::Tabs::new(ids.clone());
            if let Some(front) = front.and_then(|place| ids.get(place)) {
                container.set_active(*front);
            }
            tiles.insert_container(container)
        }
        Shape::Split(split) => {
            let parts: Vec<(f32, TileId)> = split
                .parts
                .iter()
                .map(|(px, part)| (*px, insert(tiles, part)))
                .collect();
            let dir = match split.way {
                Way::Row => LinearDir::Horizontal,
                Way::Column => LinearDir::Vertical,
            };
            let mut linear = Linear::new(dir, parts.iter().map(|(_, id)| *id).collect());
            for (px, id) in parts {
                linear.shares.set_share(id, px);
            }
            tiles.insert_container(linear)
        }
    }
}

/// The shape of a part; `None` where nothing is in it.
fn shape_of(tiles: &Tiles<Pane>, id: TileId) -> Option<Shape> {
    match tiles.get(id)? {
        Tile::Pane(pane) => Some(Shape::Tabs(Tabs {
            seats: vec![seat(tiles, id, *pane)],
            front: 0,
        })),
        Tile::Container(Container::Linear(linear)) => {
            let way = match linear.dir {
                LinearDir::Horizontal => Way::Row,
                LinearDir::Vertical => Way::Column,
            };
            // Whatever was dragged in has no share yet.
            let share = |child: TileId| linear.shares.iter().find(|(id, _)| **id == child);
            let parts = linear.children.iter().filter_map(|&child| {
                let px = share(child).map_or(way.usual_px(), |(_, px)| *px);
                Some((px, shape_of(tiles, child)?))
            });
            let parts = parts.collect();
            Some(Shape::Split(Split { way, parts }))
        }
        Tile::Container(Container::Tabs(tabs)) => {
            let mut seats = Vec::new();
            let mut front = 0;
            for &child in &tabs.children {
                if tabs.active == Some(child) {
                    front = seats.len();
                }
                gather(tiles, child, &mut seats);
            }
            Some(Shape::Tabs(Tabs { seats, front }))
        }
        Tile::Container(Container::Grid(_)) => {
            let mut seats = Vec::new();
            gather(tiles, id, &mut seats);
            Some(Shape::Tabs(Tabs { seats, front: 0 }))
        }
    }
}

fn gather(tiles: &Tiles<Pane>, id: TileId, seats: &mut Vec<Seat>) {
    match tiles.get(id) {
        Some(Tile::Pane(pane)) => seats.push(seat(tiles, id, *pane)),
        Some(Tile::Container(container)) => container
            .children()
            .for_each(|child| gather(tiles, *child, seats)),
        None => {}
    }
}

fn seat(tiles: &Tiles<Pane>, id: TileId, pane: Pane) -> Seat {
    let open = tiles.is_visible(id);
    Seat { pane, open }
}

/// Panels keep their sizes when the window gets another one or a panel closes: the part with the map takes what is left.
fn give_rest_to_map(tiles: &mut Tiles<Pane>, id: TileId, size: Vec2) {
    let Some(Tile::Container(Container::Linear(linear))) = tiles.get(id) else {
        return;
    };
    let Some(map) = linear
        .children
        .iter()
        .copied()
        .find(|child| holds_map(tiles, *child))
    else {
        return;
    };
    let room = match linear.dir {
        LinearDir::Horizontal => size.x,
        LinearDir::Vertical => size.y,
    };
    let others = linear.children.iter().filter(|child| **child != map);
    let open = others.filter(|child| tiles.is_visible_in_layout(**child));
    let taken: f32 = open.map(|child| linear.shares[*child]).sum();
    let rest = (room - taken).max(LEAST_OF_MAP * room).max(1.0);
    let inner = match linear.dir {
        LinearDir::Horizontal => Vec2::new(rest, size.y),
        LinearDir::Vertical => Vec2::new(size.x, rest),
    };
    if let Some(Tile::Container(Container::Linear(linear))) = tiles.get_mut(id) {
        linear.shares.set_share(map, rest);
    }
    give_rest_to_map(tiles, map, inner);
}

fn holds_map(tiles: &Tiles<Pane>, id: TileId) -> bool {
    match tiles.get(id) {
        Some(Tile::Pane(pane)) => *pane == Pane::Map,
        Some(Tile::Container(container)) => container.children().any(|child| holds_map(tiles, *child)),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_comes_back_from_the_tree_as_it_was() {
        for preset in Preset::ALL {
            let mut shape = preset.shape();
            shape.close(Pane::Rules);
            assert_eq!(Dock::of(shape.clone()).shape(), shape, "{preset:?}");
        }
    }

    #[test]
    fn what_is_asked_while_drawing_is_done() {
        let mut dock = Dock::default();
        let tree = dock.begin(Vec2::new(1000.0, 700.0));
        dock.close(Pane::Layers);
        dock.show(Pane::Problems);
        assert!(!dock.is_open(Pane::Layers));
        dock.end(tree, false);
        assert!(!dock.is_open(Pane::Layers) && dock.is_front(Pane::Problems));
        dock.toggle(Pane::Problems);
        assert!(!dock.is_open(Pane::Problems));
    }

    #[test]
    fn the_map_takes_what_is_left() {
        let mut dock = Dock::of(Shape::row(vec![
            (300.0, Shape::tabs(&[Pane::Layers])),
            (1.0, Shape::tabs(&[Pane::Map])),
        ]));
        let check = |dock: &mut Dock, width: f32, expected: f32| {
            let tree = dock.begin(Vec2::new(width, 500.0));
            dock.end(tree, false);
            let Shape::Split(split) = dock.shape() else {
                panic!("a row")
            };
            assert_eq!((split.parts[0].0, split.parts[1].0), (300.0, expected));
        };
        check(&mut dock, 1000.0, 700.0);
        check(&mut dock, 2000.0, 1700.0);
        check(&mut dock, 200.0, 50.0);
        dock.close(Pane::Layers);
        check(&mut dock, 1000.0, 1000.0);
        dock.show(Pane::Layers);
        check(&mut dock, 1000.0, 700.0);
    }

    #[test]
    fn a_whole_place_closes_and_opens() {
        let mut dock = Dock::default();
        dock.show(Pane::Rules);
        dock.toggle_home(Home::Below);
        assert!(!dock.is_open(Pane::Findings) && !dock.is_open(Pane::Rules));
        dock.toggle_home(Home::Below);
        assert!(dock.is_front(Pane::Findings) && dock.is_open(Pane::Problems));
    }
}
