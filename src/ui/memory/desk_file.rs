//! `desk.json`: which panes stand where, how large everything is drawn, and where the window was. Version 1.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::dock::pane::Pane;
use super::super::dock::shape::{Seat, Shape, Split, Tabs, Way};
use super::super::scale::Scale;
use super::habits::{Habits, WrittenHabits};
use super::place::Place;

/// The name of the file in the user's folder.
pub const FILE_NAME: &str = "desk.json";
/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What is remembered of the window.
#[derive(Clone, Debug, PartialEq)]
pub struct Desk {
    /// Which panes stand where.
    pub shape: Shape,
    /// How large everything is drawn.
    pub scale: Scale,
    /// Where the window was, if the system tells.
    pub place: Option<Place>,
    /// What the user has chosen for the whole program.
    pub habits: Habits,
    /// Keys that the user has chosen, by command.
    pub keys: BTreeMap<String, String>,
}

/// A file that says nothing sensible; the reason as the reader of the form gives it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct BadDesk(pub String);

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    layout: WrittenShape,
    scale_percent: u16,
    window: Option<Place>,
    /// Not in the files of older programs.
    #[serde(default)]
    chosen: WrittenHabits,
    #[serde(default)]
    keys: BTreeMap<String, String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrittenShape {
    Tabs { seats: Vec<WrittenSeat>, front: usize },
    Row(Vec<WrittenPart>),
    Column(Vec<WrittenPart>),
}

#[derive(Serialize, Deserialize)]
struct WrittenPart {
    px: f32,
    part: WrittenShape,
}

#[derive(Serialize, Deserialize)]
struct WrittenSeat {
    pane: String,
    open: bool,
}

impl Desk {
    /// As the content of the file.
    pub fn text(&self) -> String {
        let written = Written {
            version: VERSION,
            layout: written(&self.shape),
            scale_percent: self.scale.percent(),
            window: self.place,
            chosen: self.habits.clone().written(),
            keys: self.keys.clone(),
        };
        serde_json::to_string_pretty(&written).unwrap_or_default()
    }

    /// From the content of the file. Panes that this program does not know are left out.
    ///
    /// # Errors
    /// [`BadDesk`] where it is of another form or version.
    pub fn parse(text: &str) -> Result<Desk, BadDesk> {
        let written: Written = serde_json::from_str(text).map_err(|error| BadDesk(error.to_string()))?;
        if written.version != VERSION {
            return Err(BadDesk(format!("version {}", written.version)));
        }
        Ok(Desk {
            shape: shape(&written.layout).settled(),
            scale: Scale::new(written.scale_percent),
            place: written.window.filter(Place::is_sensible),
            habits: Habits::read(&written.chosen),
            keys: written.keys,
        })
    }
}

fn written(shape: &Shape) -> WrittenShape {
    match shape {
        Shape::Tabs(tabs) => WrittenShape::Tabs {
            seats: tabs.seats.iter().map(written_seat).collect(),
            front: tabs.front,
        },
        Shape::Split(split) => {
            let parts = split.parts.iter().map(|(px, part)| WrittenPart {
                px: *px,
                part: written(part),
            });
            match split.way {
                Way::Row => WrittenShape::Row(parts.collect()),
                Way::Column => WrittenShape::Column(parts.collect()),
            }
        }
    }
}

fn written_seat(seat: &Seat) -> WrittenSeat {
    WrittenSeat {
        pane: seat.pane.code().to_owned(),
        open: seat.open,
    }
}

fn shape(written: &WrittenShape) -> Shape {
    let split = |way: Way, parts: &[WrittenPart]| {
        let parts = parts.iter().map(|part| (part.px, shape(&part.part)));
        Shape::Split(Split {
            way,
            parts: parts.collect(),
        })
    };
    match written {
        WrittenShape::Row(parts) => split(Way::Row, parts),
        WrittenShape::Column(parts) => split(Way::Column, parts),
        WrittenShape::Tabs { seats, front } => {
            let before = seats.get(..*front).unwrap_or_default();
            let known = |seat: &&WrittenSeat| Pane::from_code(&seat.pane).is_some();
            let seats = seats.iter().filter_map(|seat| {
                let pane = Pane::from_code(&seat.pane)?;
                Some(Seat {
                    pane,
                    open: seat.open,
                })
            });
            Shape::Tabs(Tabs {
                seats: seats.collect(),
                front: before.iter().filter(known).count(),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::units::AreaUnit;
    use crate::ui::areas::Areas;
    use crate::ui::crs_picker::RecentCrs;
    use crate::ui::dock::preset::Preset;
    use crate::words::Lang;
    use eframe::egui::ThemePreference;

    #[test]
    fn what_is_written_is_read_back() {
        for preset in Preset::ALL {
            let mut shape = preset.shape();
            shape.close(Pane::Layers);
            let desk = Desk {
                shape,
                scale: Scale::new(125),
                place: Some(Place {
                    at: Some([10.0, 20.0]),
                    size: [1440.0, 900.0],
                    maximized: true,
                }),
                habits: Habits {
                    lang: Some(Lang::Zh),
                    theme: Some(ThemePreference::Dark),
                    areas: Areas(Some(AreaUnit::Mu)),
                    map_maker: "规划院".to_owned(),
                    recent_crs: RecentCrs::new(vec!["EPSG:4549".to_owned()]),
                },
                keys: [("legend".to_owned(), "F2".to_owned())].into(),
            };
            assert_eq!(Desk::parse(&desk.text()), Ok(desk));
        }
    }

    #[test]
    fn what_means_nothing_is_refused() {
        let good = Desk {
            shape: Preset::Screen.shape(),
            scale: Scale::default(),
            place: None,
            habits: Habits::default(),
            keys: BTreeMap::new(),
        };
        let check = |text: &str| assert!(Desk::parse(text).is_err(), "{text}");
        check("");
        check("{}");
        check(&good.text()[..200]);
        check(&good.text().replace("\"version\": 1", "\"version\": 2"));
        check(&"[".repeat(100_000));
        let deep = r#"{"version":1,"scale_percent":100,"layout":"#.to_owned()
            + &r#"{"row":[{"px":1,"part":"#.repeat(100_000);
        check(&deep);
    }

    #[test]
    fn panes_of_a_later_program_are_left_out() {
        let text = r#"{"version": 1, "scale_percent": 30000, "window": {"at": null, "size": [1e30, 0], "maximized": false},
            "chosen": {"language": "eo", "theme": "plaid", "holograms": true},
            "layout": {"row": [{"px": -1, "part": {"tabs": {"seats": [
                {"pane": "hologram", "open": true}, {"pane": "rules", "open": true}, {"pane": "layers", "open": true}
            ], "front": 2}}}]}}"#;
        let desk = Desk::parse(text).unwrap();
        assert!(desk.shape.is_front(Pane::Map) && desk.shape.is_front(Pane::Layers));
        assert!(desk.shape.is_open(Pane::Rules));
        assert_eq!((desk.scale.percent(), desk.place), (250, None));
        assert_eq!(desk.habits, Habits::default());
    }
}
