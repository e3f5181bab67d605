//! The colours of the built-in style, on light and on dark ground: pale enough that data stand out on them.

use super::names::Rank;
use super::schema::{Cover, Way};

/// Red, green, blue and opacity.
pub type Colour = [u8; 4];

/// All colours on one ground.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    /// Dry land, and what lies round letters.
    pub ground: Colour,
    /// Water.
    pub water: Colour,
    /// Streams.
    pub waterline: Colour,
    /// Buildings.
    pub building: Colour,
    /// Round buildings.
    pub wall: Colour,
    /// Round roads.
    pub casing: Colour,
    /// Borders.
    pub border: Colour,
    /// What no schema knows.
    pub foreign: Colour,
    /// Names of places.
    pub ink: Colour,
    /// Names of the less important ones.
    pub faint_ink: Colour,
    /// Names of water.
    pub water_ink: Colour,
    covers: [Colour; 9],
    ways: [Colour; 9],
}

const fn rgb(rgb: u32) -> Colour {
    let [_, r, g, b] = rgb.to_be_bytes();
    [r, g, b, 255]
}

impl Palette {
    /// On light or on dark ground.
    pub fn of(dark: bool) -> &'static Palette {
        if dark { &DARK } else { &LIGHT }
    }

    /// Of a sort of ground.
    pub fn cover(&self, cover: Cover) -> Colour {
        let [other, built, farmland, green, wood, bare, ice, wetland, paved] = self.covers;
        match cover {
            Cover::Other => other,
            Cover::Built => built,
            Cover::Farmland => farmland,
            Cover::Green => green,
            Cover::Wood => wood,
            Cover::Bare => bare,
            Cover::Ice => ice,
            Cover::Wetland => wetland,
            Cover::Paved => paved,
        }
    }

    /// Of a sort of ways.
    pub fn way(&self, way: Way) -> Colour {
        let [
            ferry,
            path,
            other,
            minor,
            secondary,
            primary,
            motorway,
            runway,
            rail,
        ] = self.ways;
        match way {
            Way::Ferry => ferry,
            Way::Path => path,
            Way::Other => other,
            Way::Minor => minor,
            Way::Secondary => secondary,
            Way::Primary => primary,
            Way::Motorway => motorway,
            Way::Runway => runway,
            Way::Rail => rail,
        }
    }

    /// Of the names of a rank.
    pub fn letters(&self, rank: Rank) -> Colour {
        match rank {
            Rank::Country | Rank::Region | Rank::City | Rank::Town => self.ink,
            Rank::Village | Rank::Quarter | Rank::Small => self.faint_ink,
            Rank::Water => self.water_ink,
        }
    }
}

const LIGHT: Palette = Palette {
    ground: rgb(0x00f5_f4f0),
    water: rgb(0x00c9_dce8),
    waterline: rgb(0x00b4_cfe0),
    building: rgb(0x00e3_ded7),
    wall: rgb(0x00d3_cdc4),
    casing: rgb(0x00d2_cec7),
    border: rgb(0x00a2_9aac),
    foreign: rgb(0x0089_9097),
    ink: rgb(0x0045_4c55),
    faint_ink: rgb(0x006d_7580),
    water_ink: rgb(0x004d_7890),
    covers: [
        rgb(0x00ee_ece7),
        rgb(0x00eb_e8e3),
        rgb(0x00f1_efe2),
        rgb(0x00e3_edd7),
        rgb(0x00d4_e3c9),
        rgb(0x00ee_e9d9),
        rgb(0x00ee_f4f7),
        rgb(0x00d5_e6dd),
        rgb(0x00e7_e5e1),
    ],
    ways: [
        rgb(0x009d_bccf),
        rgb(0x00cc_c5b9),
        rgb(0x00c9_c6c0),
        rgb(0x00ff_ffff),
        rgb(0x00ff_fdf5),
        rgb(0x00fb_f0d6),
        rgb(0x00f3_deb8),
        rgb(0x00da_d8d5),
        rgb(0x00b3_b1ae),
    ],
};

const DARK: Palette = Palette {
    ground: rgb(0x0021_262c),
    water: rgb(0x0016_303f),
    waterline: rgb(0x0022_4558),
    building: rgb(0x002e_343b),
    wall: rgb(0x003a_4149),
    casing: rgb(0x0017_1b20),
    border: rgb(0x0078_7283),
    foreign: rgb(0x007a_828a),
    ink: rgb(0x00c3_cad1),
    faint_ink: rgb(0x0093_9ca5),
    water_ink: rgb(0x0078_a3bb),
    covers: [
        rgb(0x0026_2b31),
        rgb(0x0028_2d33),
        rgb(0x0026_2b2b),
        rgb(0x0023_302a),
        rgb(0x0021_332a),
        rgb(0x002f_2d29),
        rgb(0x002d_353b),
        rgb(0x0020_3433),
        rgb(0x002b_3036),
    ],
    ways: [
        rgb(0x0036_5a6e),
        rgb(0x0044_4a50),
        rgb(0x0043_494f),
        rgb(0x003b_4148),
        rgb(0x0043_4850),
        rgb(0x004d_4b47),
        rgb(0x0060_5644),
        rgb(0x0038_3d43),
        rgb(0x0055_5b62),
    ],
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance, WCAG 2.2.
    fn luminance(colour: Colour) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.04045 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
    }

    fn contrast(a: Colour, b: Colour) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn names_can_be_read_and_areas_stay_pale() {
        for dark in [false, true] {
            let palette = Palette::of(dark);
            for rank in [Rank::City, Rank::Village] {
                assert!(
                    contrast(palette.letters(rank), palette.ground) > 4.2,
                    "{dark} {rank:?}"
                );
            }
            assert!(contrast(palette.water_ink, palette.water) > 3.0, "{dark}");
            let areas = palette.covers.iter().chain([&palette.water, &palette.building]);
            for area in areas {
                assert!(contrast(*area, palette.ground) < 1.5, "{dark} {area:02x?}");
            }
        }
    }
}
