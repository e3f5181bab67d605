//! Names on the map, set so that none covers another.

use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::symbology::Colour;
use crate::progress::Cancelled;

use super::outline::Outline;
use super::sheet::{Lens, Panel};
use super::svg::{Anchor, INK, Svg, Text, cut, text_width};

/// A name that wants a place.
#[derive(Clone, Debug)]
pub struct Label {
    text: String,
    at: Coord<f64>,
    /// Distance from the place, for names beside a mark; `None` for names within an area.
    beside_px: Option<f64>,
    colour: Option<Colour>,
    weight: u32,
}

impl Label {
    /// Beside a mark, right of it if there is room. Heavier ones are set first.
    pub fn beside(text: String, at: Coord<f64>, beside_px: f64, weight: u32) -> Label {
        Label {
            text,
            at,
            beside_px: Some(beside_px),
            colour: None,
            weight,
        }
    }

    /// In the middle of an area, in its colour.
    pub fn within(text: String, at: Coord<f64>, colour: Colour, weight: u32) -> Label {
        Label {
            text,
            at,
            beside_px: None,
            colour: Some(colour),
            weight,
        }
    }
}

/// A place well inside an area: the middle of the widest run of some level lines.
pub fn label_place(outline: &Outline) -> Option<Coord<f64>> {
    const LEVELS: u32 = 9;
    let (top, height) = (outline.extent.min.y, outline.extent.height());
    (1..LEVELS)
        .filter_map(|k| {
            let y = top + height * (f64::from(k) + 0.013) / f64::from(LEVELS);
            let (from, to) = widest_run(outline, y)?;
            Some((
                to - from,
                Coord {
                    x: 0.5 * (from + to),
                    y,
                },
            ))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, place)| place)
}

fn widest_run(outline: &Outline, y: f64) -> Option<(f64, f64)> {
    let mut crossings: Vec<f64> = Vec::new();
    for ring in &outline.rings {
        for edge in ring.windows(2) {
            let &[a, b] = edge else { continue };
            if (a.y > y) != (b.y > y) {
                crossings.push(a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x));
            }
        }
    }
    crossings.sort_by(f64::total_cmp);
    crossings
        .chunks_exact(2)
        .filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
        .max_by(|p, q| (p.1 - p.0).total_cmp(&(q.1 - q.0)))
}

/// Sets the labels that find room within the map, but not where the arrow stands; heavier ones first, the others in their
/// order.
///
/// # Errors
/// [`Cancelled`].
pub fn draw(
    svg: &mut Svg,
    mut labels: Vec<Label>,
    (map, arrow_room): (&Panel, Extent),
    &Lens { unit, progress, .. }: &Lens<'_>,
) -> Result<(), Cancelled> {
    labels.sort_by_key(|label| std::cmp::Reverse(label.weight));
    let mut taken: Vec<Extent> = labels
        .iter()
        .filter_map(|label| Some((label.at, label.beside_px?)))
        .map(|(at, px)| Extent::from_corners(at, at).inflated(0.7 * px))
        .collect();
    taken.push(arrow_room);
    for label in &labels {
        progress.check()?;
        let size = if label.beside_px.is_some() { 11.5 } else { 13.0 } * unit;
        let text = cut(&label.text, size, 150.0 * unit);
        let width = text_width(&text, size);
        let places = candidates(label, width, size);
        let free = places
            .into_iter()
            .find(|(_, _, room)| inside(room, map) && !taken.iter().any(|other| other.meets(room)));
        let Some((start, anchor, room)) = free else {
            continue;
        };
        taken.push(room);
        let colour = label.colour.map_or_else(|| INK.to_owned(), Colour::hex);
        svg.text(
            &Text::at(start.x, start.y, size, &text)
                .anchor(anchor)
                .fill(&colour)
                .halo(),
        );
    }
    Ok(())
}

/// Where a label may stand, best first: base line, anchor and the room that it takes.
fn candidates(label: &Label, width: f64, size: f64) -> Vec<(Coord<f64>, Anchor, Extent)> {
    let base = |dx: f64, dy: f64| Coord {
        x: label.at.x + dx,
        y: label.at.y + dy + 0.36 * size,
    };
    let room = |start: Coord<f64>, left: f64| {
        let corner = |x: f64, y: f64| Coord { x, y };
        Extent::from_corners(
            corner(start.x - left, start.y - 0.85 * size),
            corner(start.x - left + width, start.y + 0.2 * size),
        )
    };
    let Some(px) = label.beside_px else {
        let start = base(0.0, 0.0);
        return vec![(start, Anchor::Middle, room(start, 0.5 * width))];
    };
    let beside = [
        (base(px, 0.0), Anchor::Start, 0.0),
        (base(-px, 0.0), Anchor::End, width),
        (base(0.0, -px - 0.4 * size), Anchor::Middle, 0.5 * width),
        (base(0.0, px + 0.4 * size), Anchor::Middle, 0.5 * width),
    ];
    let placed = beside.into_iter();
    placed
        .map(|(start, anchor, left)| (start, anchor, room(start, left)))
        .collect()
}

fn inside(room: &Extent, map: &Panel) -> bool {
    room.min.x >= map.left && room.max.x <= map.right() && room.min.y >= map.top && room.max.y <= map.bottom()
}
