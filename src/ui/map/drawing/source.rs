//! What can be drawn: numbered items with a box, a style and a shape.

use std::fmt::Debug;
use std::sync::Arc;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::geom::shape::Shape;

/// Items in the order in which they are painted, later ones over earlier ones.
///
/// Asked by background jobs, several at a time; answers never change.
pub trait Source: Debug + Send + Sync {
    /// Box around all items, plane metres; empty where there are none.
    fn extent(&self) -> Extent;

    /// Numbers of the items whose box meets `around`, ascending.
    fn candidates(&self, around: &Extent) -> Vec<usize>;

    /// The item's box.
    fn item_extent(&self, item: usize) -> Extent;

    /// Number of the item's style.
    fn style(&self, item: usize) -> u8;

    /// True where the item has an inside.
    fn is_areal(&self, item: usize) -> bool;

    /// The item as it is; `None` where it cannot be made.
    fn drawable(&self, item: usize) -> Option<Drawable>;

    /// The item where it is small; `None` where its box does as well, because the shape is dear.
    fn small(&self, item: usize) -> Option<Arc<Shape>>;
}

/// Most styles of one source: what the canvas has room for. Roles, classes, kinds and answers together are fewer.
pub const STYLE_COUNT: usize = 64;

/// The number of a style in a list that grows by those not met before. Beyond [`STYLE_COUNT`] the last one stands for
/// all others.
pub fn style_number<S: PartialEq>(styles: &mut Vec<S>, style: S) -> u8 {
    let known = styles.iter().position(|known| *known == style);
    let number = known.unwrap_or_else(|| {
        if styles.len() < STYLE_COUNT {
            styles.push(style);
        }
        styles.len() - 1
    });
    number as u8
}

/// An item's geometry in the plane.
#[derive(Clone, Debug)]
pub enum Drawable {
    /// Polygons, lines and points.
    Shape(Arc<Shape>),
    /// A line with a dot at each end.
    Gap([Coord<f64>; 2]),
    /// A place.
    Dot(Coord<f64>),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_are_numbered_as_they_are_met_and_never_beyond_the_room_for_them() {
        let mut styles = Vec::new();
        let found = ["b", "a", "b"].map(|style| style_number(&mut styles, style.to_owned()));
        assert_eq!(found, [0, 1, 0]);
        let last = (0..100)
            .map(|style| style_number(&mut styles, style.to_string()))
            .last();
        assert_eq!((last, styles.len()), (Some(63), STYLE_COUNT));
    }
}
