//! The wetland: five land classes that do not overlap and close on the published total.

use serde_json::json;

use super::curve::blob;
use super::file::{Feature, Shape};
use super::ground::{P, Ring, closing, km, polygon_ha, ring_ha};
use super::land::{Polder, Taken};
use super::ponds::{Block, Canal, scattered};
use super::river::{Piece, River};
use super::zones::RED_LINE;

const WETLAND_HA: f64 = 18_453.30;
const LAKE_AT_KM: (f64, f64) = (-1.25, -4.25);
const LAKE_SEED: u64 = 303;
/// Least and greatest radius of the lake that closes the total.
const LAKE_RADIUS_M: [f64; 2] = [180.0, 760.0];

/// What is drawn, class by class.
pub struct Wetland {
    /// Pieces of the river, 1101.
    waters: Vec<Piece>,
    /// Tidal flats, 1106.
    flats: Vec<Piece>,
    /// Ditches with the polder they drain, 1107.
    ditches: Vec<(&'static str, Ring)>,
    /// Natural ponds with their polder, 1104.
    still: Vec<(&'static str, Ring)>,
    /// Aquaculture ponds with their block, 1104A.
    farmed: Vec<(&'static str, Ring)>,
    /// The lake whose size closes the total, 1104.
    pub lake: Ring,
}

impl Wetland {
    /// Draws one class after the other, each around what is there already.
    pub fn new(
        river: &River,
        canals: &[Canal],
        polders: &[Polder],
        blocks: &[Block],
        taken: &mut Taken,
    ) -> Wetland {
        let ponds_of = |block: &Block| -> Vec<_> {
            block
                .ponds(taken)
                .into_iter()
                .map(|pond| (block.name, pond))
                .collect()
        };
        let farmed: Vec<_> = blocks.iter().flat_map(ponds_of).collect();
        blocks.iter().for_each(|block| taken.add(&block.outline()));
        let mut still = Vec::new();
        for (seed, polder) in (1..).zip(polders) {
            let ponds = scattered(polder, 500 * seed, taken);
            still.extend(ponds.into_iter().map(|pond| (polder.name, pond)));
        }
        let ditches_of = |polder: &Polder| -> Vec<_> {
            polder
                .ditches(taken)
                .into_iter()
                .map(|ditch| (polder.name, ditch))
                .collect()
        };
        let mut wetland = Wetland {
            waters: river.waters(),
            flats: river.flats(),
            ditches: polders.iter().flat_map(ditches_of).collect(),
            still,
            farmed,
            lake: Ring::new(),
        };
        let rest_ha =
            WETLAND_HA - wetland.area_ha() - canals.iter().map(|canal| ring_ha(&canal.water)).sum::<f64>();
        let [least, most] = LAKE_RADIUS_M;
        wetland.lake = lake(closing(least, most, rest_ha, |radius_m| ring_ha(&lake(radius_m))));
        wetland
    }

    /// Without lake and canals.
    fn area_ha(&self) -> f64 {
        let pieces: f64 = self
            .waters
            .iter()
            .chain(&self.flats)
            .map(|piece| polygon_ha(&piece.rings))
            .sum();
        let rings = self.ditches.iter().chain(&self.still).chain(&self.farmed);
        pieces + rings.map(|(_, ring)| ring_ha(ring)).sum::<f64>()
    }

    /// Aquaculture ponds alone.
    pub fn farmed_ponds(&self) -> Vec<Ring> {
        self.farmed.iter().map(|(_, ring)| ring.clone()).collect()
    }

    /// The features with their survey fields.
    pub fn features(&self, canals: &[Canal]) -> Vec<Feature> {
        let mut book = Book::default();
        for (number, piece) in (1..).zip(&self.waters) {
            book.add(
                "1101",
                &format!("钱塘江{number}段"),
                level(piece),
                piece.rings.clone(),
            );
        }
        for canal in canals {
            book.add("1101", canal.name, GENERAL, vec![canal.water.clone()]);
        }
        for (number, piece) in (1..).zip(&self.flats) {
            book.add(
                "1106",
                &format!("钱塘江滩涂{number}"),
                level(piece),
                piece.rings.clone(),
            );
        }
        book.add("1104", "月盘湖", GENERAL, vec![self.lake.clone()]);
        for (class, word, rings) in [
            ("1104", "塘", &self.still),
            ("1107", "沟", &self.ditches),
            ("1104A", "养殖塘", &self.farmed),
        ] {
            for (place, ring) in rings {
                let name = if class == "1104A" {
                    (*place).to_owned()
                } else {
                    format!("{place}{word}")
                };
                book.add(class, &name, GENERAL, vec![ring.clone()]);
            }
        }
        book.features
    }
}

const GENERAL: &str = "一般";

/// Provincially important is what lies before the bank that the red line follows.
fn level(piece: &Piece) -> &'static str {
    let (from, to) = piece.span;
    if from < RED_LINE.1 && to > RED_LINE.0 {
        "省级"
    } else {
        GENERAL
    }
}

/// Where the lake lies.
pub fn lake_center() -> P {
    let (x, y) = LAKE_AT_KM;
    km(x, y)
}

fn lake(radius_m: f64) -> Ring {
    blob(lake_center(), radius_m, LAKE_SEED)
}

/// Features with running numbers.
#[derive(Default)]
struct Book {
    features: Vec<Feature>,
}

impl Book {
    fn add(&mut self, class: &str, name: &str, level: &str, rings: Vec<Ring>) {
        let class_name = match class {
            "1101" => "河流水面",
            "1104" => "坑塘水面",
            "1104A" => "养殖坑塘",
            "1106" => "内陆滩涂",
            _ => "沟渠",
        };
        let number = format!("W-{:04}", self.features.len() + 1);
        let properties =
            json!({"TBBH": number, "TBMC": name, "DLBM": class, "DLMC": class_name, "SDJB": level});
        self.features.push(Feature::new(Shape::Area(rings), properties));
    }
}
