//! `session.json`: what was open last and how it was looked at, files opened lately. Version 1.

use std::path::PathBuf;

use geo::Coord;
use serde::{Deserialize, Serialize};

use crate::geom::extent::Extent;
use crate::geom::turn::Turn;
use crate::model::feature::FeatureRef;
use crate::model::review::key::FindingKey;
use crate::session::looks::LayerLooks;
use crate::session::written_looks::{WrittenLook, WrittenLooks};
use crate::words::Bilingual;

use super::super::map::pins::Pin;

/// The name of the file in the user's folder.
pub const FILE_NAME: &str = "session.json";
/// What was changed and not saved stands there, as a workspace file.
pub const RECOVERY_NAME: &str = "recovery.toml";
/// The steps that led there stand in this file.
pub const HISTORY_NAME: &str = "history.json";
/// So many files opened lately are kept.
pub const RECENT: usize = 20;
/// So much of a selection is kept.
pub const SELECTED: usize = 1_000;
/// So many pins are kept.
pub const PINS: usize = 1_000;
/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

/// What is remembered of a session.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Last {
    /// Files opened lately, the newest first.
    pub recent: Vec<PathBuf>,
    /// The program was closed by its user, and not by a fault or the system.
    pub closed: bool,
    /// What was open.
    pub open: Vec<PathBuf>,
    /// Some of it is not saved.
    pub unsaved: bool,
    /// It stood in the recovery file, now or a few steps ago. What no workspace file can say, such as a layer that a hand has
    /// drawn, stands in the history only. The file is empty where nothing could be written into it.
    pub recovery: bool,
    /// The steps that led to it stand in the file of the history.
    pub history: bool,
    /// What the map showed.
    pub map: Option<LastMap>,
    /// How layers were looked at.
    pub looks: LayerLooks,
    /// What was picked.
    pub selected: Vec<FeatureRef>,
    /// The finding that was picked.
    pub finding: Option<FindingKey>,
    /// Places that were marked.
    pub pins: Vec<LastPin>,
    /// Places with names that are in no workspace file yet.
    pub bookmarks: Vec<OldBookmark>,
}

/// A place that was marked.
#[derive(Clone, Debug, PartialEq)]
pub struct LastPin {
    /// Code of the plane that it is in.
    pub crs: String,
    /// The place and its text.
    pub pin: Pin,
}

/// What a map showed.
#[derive(Clone, Debug, PartialEq)]
pub struct LastMap {
    /// Code of its plane.
    pub crs: String,
    /// Its middle, in metres of the plane.
    pub center: Coord<f64>,
    /// Metres in a pixel.
    pub resolution_m_per_px: f64,
    /// How far it was turned.
    pub turn: Turn,
}

/// A place with a name, as older programs kept it here and not in a workspace.
#[derive(Clone, Debug, PartialEq)]
pub struct OldBookmark {
    /// Its name.
    pub name: String,
    /// Code of the plane that the place is in.
    pub crs: String,
    /// What is seen there, in metres of the plane.
    pub extent: Extent,
}

#[derive(Serialize, Deserialize)]
struct Written {
    version: u32,
    closed: bool,
    recent: Vec<PathBuf>,
    open: Vec<PathBuf>,
    unsaved: bool,
    /// Not in the files of older programs, which did not say whose the file was.
    #[serde(default = "yes")]
    recovery: bool,
    /// Not in the files of older programs.
    #[serde(default)]
    history: bool,
    map: Option<WrittenMap>,
    hidden: Vec<String>,
    /// Not in the files of older programs.
    #[serde(default)]
    looks: Vec<WrittenLook>,
    selected: Vec<(String, String)>,
    /// Not in the files of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finding: Option<WrittenFinding>,
    /// Not in the files of older programs.
    #[serde(default)]
    pins: Vec<WrittenPin>,
    bookmarks: Vec<WrittenBookmark>,
}

fn yes() -> bool {
    true
}

/// Layer and id of the project, the rule, layer and id of the zone.
#[derive(Serialize, Deserialize)]
struct WrittenFinding {
    project: (String, String),
    rule: String,
    zone: (String, String),
}

impl WrittenFinding {
    fn of(key: &FindingKey) -> WrittenFinding {
        WrittenFinding {
            project: pair(&key.project),
            rule: key.rule.to_string(),
            zone: pair(&key.zone),
        }
    }

    fn read(self) -> FindingKey {
        FindingKey {
            project: feature(self.project),
            rule: self.rule.into(),
            zone: feature(self.zone),
        }
    }
}

fn pair(name: &FeatureRef) -> (String, String) {
    (name.layer.to_string(), name.id.to_string())
}

fn feature((layer, id): (String, String)) -> FeatureRef {
    FeatureRef {
        layer: layer.into(),
        id: id.into(),
    }
}

#[derive(Serialize, Deserialize)]
struct WrittenPin {
    crs: String,
    at: [f64; 2],
    zh: String,
    en: String,
}

impl WrittenPin {
    fn of(own: &LastPin) -> WrittenPin {
        WrittenPin {
            crs: own.crs.clone(),
            at: [own.pin.at.x, own.pin.at.y],
            zh: own.pin.text.zh.clone(),
            en: own.pin.text.en.clone(),
        }
    }

    fn read(self) -> Option<LastPin> {
        let WrittenPin { crs, at, zh, en } = self;
        let [x, y] = at;
        let pin = Pin {
            at: Coord { x, y },
            text: Bilingual { zh, en },
        };
        (x.is_finite() && y.is_finite()).then_some(LastPin { crs, pin })
    }
}

#[derive(Serialize, Deserialize)]
struct WrittenMap {
    crs: String,
    center: [f64; 2],
    resolution_m_per_px: f64,
    /// Not in the files of older programs.
    #[serde(default)]
    turn_deg: f64,
}

#[derive(Serialize, Deserialize)]
struct WrittenBookmark {
    name: String,
    crs: String,
    west_south_east_north: [f64; 4],
}

impl Last {
    /// As the content of the file.
    pub fn text(&self) -> String {
        let map = self.map.as_ref().map(|map| WrittenMap {
            crs: map.crs.clone(),
            center: [map.center.x, map.center.y],
            resolution_m_per_px: map.resolution_m_per_px,
            turn_deg: map.turn.degrees(),
        });
        let WrittenLooks { hidden, looks } = WrittenLooks::of(&self.looks);
        let selected = self.selected.iter();
        let bookmarks = self.bookmarks.iter().map(|bookmark| WrittenBookmark {
            name: bookmark.name.clone(),
            crs: bookmark.crs.clone(),
            west_south_east_north: corners(&bookmark.extent),
        });
        let written = Written {
            version: VERSION,
            closed: self.closed,
            recent: self.recent.clone(),
            open: self.open.clone(),
            unsaved: self.unsaved,
            recovery: self.recovery,
            history: self.history,
            map,
            hidden,
            looks,
            selected: selected.map(pair).collect(),
            finding: self.finding.as_ref().map(WrittenFinding::of),
            pins: self.pins.iter().map(WrittenPin::of).collect(),
            bookmarks: bookmarks.collect(),
        };
        serde_json::to_string_pretty(&written).unwrap_or_default()
    }

    /// From the content of the file. Numbers that are none are left out.
    ///
    /// # Errors
    /// The reason, where it is of another form or version.
    pub fn parse(text: &str) -> Result<Last, String> {
        let written: Written = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if written.version != VERSION {
            return Err(format!("version {}", written.version));
        }
        let map = written.map.filter(|map| {
            let numbers = map.center.iter().all(|number| number.is_finite());
            numbers && map.resolution_m_per_px.is_finite() && map.resolution_m_per_px > 0.0
        });
        let (hidden, looks) = (written.hidden, written.looks);
        let looks = WrittenLooks { hidden, looks }.read();
        let selected = written.selected.into_iter().take(SELECTED);
        let bookmarks = written.bookmarks.into_iter().filter_map(|bookmark| {
            let [west, south, east, north] = bookmark.west_south_east_north;
            let whole = [west, south, east, north].iter().all(|number| number.is_finite());
            let corner = |x, y| Coord { x, y };
            let extent = Extent::from_corners(corner(west, south), corner(east, north));
            (whole && west <= east && south <= north).then_some(OldBookmark {
                name: bookmark.name,
                crs: bookmark.crs,
                extent,
            })
        });
        Ok(Last {
            recent: written.recent.into_iter().take(RECENT).collect(),
            closed: written.closed,
            open: written.open,
            unsaved: written.unsaved,
            recovery: written.recovery,
            history: written.history,
            map: map.map(|map| {
                let [x, y] = map.center;
                LastMap {
                    crs: map.crs,
                    center: Coord { x, y },
                    resolution_m_per_px: map.resolution_m_per_px,
                    turn: Turn::of_degrees(map.turn_deg),
                }
            }),
            looks,
            selected: selected.map(feature).collect(),
            finding: written.finding.map(WrittenFinding::read),
            pins: written
                .pins
                .into_iter()
                .take(PINS)
                .filter_map(WrittenPin::read)
                .collect(),
            bookmarks: bookmarks.collect(),
        })
    }
}

fn corners(extent: &Extent) -> [f64; 4] {
    let center = extent.center();
    let (half_width, half_height) = (0.5 * extent.width(), 0.5 * extent.height());
    [
        center.x - half_width,
        center.y - half_height,
        center.x + half_width,
        center.y + half_height,
    ]
}

/// Puts a file first among those opened lately.
pub fn remember(recent: &mut Vec<PathBuf>, path: PathBuf) {
    recent.retain(|own| *own != path);
    recent.insert(0, path);
    recent.truncate(RECENT);
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn last() -> Last {
        Last {
            recent: vec!["maps/a".into(), "maps/b".into()],
            closed: true,
            open: vec!["maps/a".into()],
            unsaved: true,
            recovery: true,
            history: true,
            map: Some(LastMap {
                crs: "EPSG:4549".into(),
                center: Coord { x: 1.5, y: -2.5 },
                resolution_m_per_px: 12.0,
                turn: Turn::of_degrees(-30.0),
            }),
            looks: LayerLooks {
                hidden: ["wetland".into()].into(),
                opacity: [("wind".into(), 0.5)].into(),
                labels: HashMap::new(),
            },
            finding: Some(FindingKey::sample("1")),
            selected: vec![FeatureRef {
                layer: "wind".into(),
                id: "W-1".into(),
            }],
            pins: vec![LastPin {
                crs: "EPSG:4549".into(),
                pin: Pin {
                    at: Coord { x: 3.5, y: 4.5 },
                    text: Bilingual {
                        zh: "东".into(),
                        en: "E".into(),
                    },
                },
            }],
            bookmarks: vec![OldBookmark {
                name: "七格".into(),
                crs: "EPSG:4549".into(),
                extent: Extent::from_corners(Coord { x: 0.0, y: 2.0 }, Coord { x: 8.0, y: 4.0 }),
            }],
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        assert_eq!(Last::parse(&last().text()), Ok(last()));
    }

    #[test]
    fn maps_of_older_programs_are_north_up() {
        let text = last().text();
        let older: Vec<&str> = text.lines().filter(|line| !line.contains("turn_deg")).collect();
        let older = older
            .join("\n")
            .replace("12.0,", "12.0")
            .replace("4.0\n      ],", "4.0\n      ]");
        let read = Last::parse(&older).unwrap();
        assert!(read.map.is_some_and(|map| map.turn.is_none()));
    }

    #[test]
    fn what_means_nothing_is_refused_or_left_out() {
        let check = |text: &str| assert!(Last::parse(text).is_err(), "{text}");
        check("");
        check("null");
        check(&last().text()[..90]);
        check(&last().text().replace("\"version\": 1", "\"version\": 9"));
        let bad = last().text().replace("12.0", "-1.0").replace("8.0", "-8.0");
        let read = Last::parse(&bad).unwrap();
        assert_eq!((read.map, read.bookmarks.len()), (None, 0));
    }

    #[test]
    fn what_is_opened_again_comes_first() {
        let mut recent = Vec::new();
        for number in 0..30 {
            remember(&mut recent, format!("{number}").into());
        }
        remember(&mut recent, "15".into());
        assert_eq!((recent.len(), recent[0].to_str()), (RECENT, Some("15")));
        assert_eq!(
            recent.iter().filter(|path| path.to_str() == Some("15")).count(),
            1
        );
    }
}
