//! Layouts for what people do: bringing data in, screening, reviewing, printing.

use super::pane::Pane;
use super::shape::{BELOW_PX, SIDE_PX, Shape, Tabs};

/// A layout that comes with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// Bringing data in: layers wide, problems below.
    Load,
    /// Looking at what was found: everything at once.
    #[default]
    Screen,
    /// Deciding finding by finding: a high table, and all about one beside the map.
    Review,
    /// Setting a sheet: the map with its layers.
    Print,
}

impl Preset {
    /// All, in the order of the menu.
    pub const ALL: [Preset; 4] = [Preset::Load, Preset::Screen, Preset::Review, Preset::Print];

    /// Its layout.
    pub fn shape(self) -> Shape {
        let map = || (SIDE_PX, Shape::tabs(&[Pane::Map]));
        let below = [
            Pane::Findings,
            Pane::Unchecked,
            Pane::Rules,
            Pane::Problems,
            Pane::Review,
            Pane::Attributes,
            Pane::Numbers,
        ];
        match self {
            Preset::Load => {
                let right = Shape::column(vec![map(), (BELOW_PX, in_front(&below, Pane::Problems))]);
                Shape::row(vec![(340.0, Shape::tabs(&[Pane::Layers])), (SIDE_PX, right)])
            }
            Preset::Screen => {
                let upper = Shape::row(vec![
                    (280.0, Shape::tabs(&[Pane::Layers])),
                    map(),
                    (340.0, Shape::tabs(&[Pane::Inspector])),
                ]);
                Shape::column(vec![(SIDE_PX, upper), (BELOW_PX, Shape::tabs(&below))])
            }
            Preset::Review => {
                let left = Shape::column(vec![map(), (340.0, Shape::tabs(&below))]);
                Shape::row(vec![
                    (SIDE_PX, left),
                    (400.0, Shape::tabs(&[Pane::Inspector, Pane::Layers])),
                ])
            }
            Preset::Print => Shape::row(vec![(260.0, Shape::tabs(&[Pane::Layers])), map()]),
        }
    }
}

fn in_front(panes: &[Pane], front: Pane) -> Shape {
    let place = panes.iter().position(|pane| *pane == front);
    Shape::Tabs(Tabs {
        front: place.unwrap_or(0),
        ..Tabs::of(panes)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn presets_need_no_mending() {
        for preset in Preset::ALL {
            assert_eq!(preset.shape().settled(), preset.shape(), "{preset:?}");
            assert!(preset.shape().is_front(Pane::Map));
        }
        assert!(Preset::Load.shape().is_front(Pane::Problems));
    }
}
