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

/// An item's geometry in the plane.
#[derive(Clone, Debug)]
pub enum Drawable {
    /// Polygons, lines and points.
    Shape(Arc<Shape>),
    /// A line with a dot at each end.
    Gap([Coord<f64>; 2]),
}
