//! What the features of a tile are, by the words of the schemas in use.
//!
//! Sources: Protomaps basemap layers 4 (and 2, 3), OpenMapTiles schema 3, Shortbread schema 1, and the words that
//! Mapbox Streets shares with them. All take them from OpenStreetMap, so that one list serves all. What no list knows is drawn
//! all the same, in grey.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::geometry::Kind;
use super::tile::{Feature, Layer};

/// What a feature is, as far as a base map tells things apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Dry ground, which is the ground of the picture.
    Ground,
    /// Ground of a sort.
    Cover(Cover),
    /// A lake, a river with two banks, the sea.
    Water,
    /// A stream that is a line.
    Waterline,
    /// A building.
    Building,
    /// A road, a railway and what else leads somewhere.
    Way(Way),
    /// A border; how far down the state it is, 2 for the state's own.
    Border(u8),
    /// Something that is there for its name alone.
    Name,
    /// Something that this map leaves out on purpose: shops, house numbers, names along roads.
    LeftOut,
    /// Of a layer that no schema knows.
    Foreign,
}

/// Sorts of ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cover {
    /// No sort that is known.
    Other,
    /// Houses, works, rails.
    Built,
    /// Fields.
    Farmland,
    /// Grass, parks, gardens.
    Green,
    /// Woods.
    Wood,
    /// Sand and rock.
    Bare,
    /// Ice.
    Ice,
    /// Wetland of any sort.
    Wetland,
    /// Squares, piers, airfields.
    Paved,
}

/// Sorts of ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Ferries.
    Ferry,
    /// Paths and tracks.
    Path,
    /// No sort that is known.
    Other,
    /// Streets.
    Minor,
    /// Secondary and tertiary roads.
    Secondary,
    /// Primary and trunk roads.
    Primary,
    /// Motorways.
    Motorway,
    /// Runways and taxiways.
    Runway,
    /// Rails of any sort.
    Rail,
}

/// What a layer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Ground,
    Cover,
    Water,
    Waterline,
    Building,
    Way,
    Border,
    Name,
    LeftOut,
    Foreign,
}

/// The names of layers in the schemas, by what they are about.
const LAYERS: [(Topic, &str); 9] = [
    (Topic::Ground, "earth"),
    (
        Topic::Cover,
        "globallandcover land landcover landuse landuse_overlay natural park sites",
    ),
    (Topic::Water, "ocean water water_polygons"),
    (Topic::Waterline, "physical_line water_lines waterway"),
    (Topic::Building, "building buildings"),
    (
        Topic::Way,
        "aerialways aeroway bridges dam_lines dam_polygons ferries pier_lines pier_polygons road \
         roads street_polygons streets streets_low streets_med transit transportation",
    ),
    (Topic::Border, "admin boundaries boundary"),
    (
        Topic::Name,
        "physical_point place place_label place_labels places water_name water_polygons_labels",
    ),
    (
        Topic::LeftOut,
        "addresses aerodrome_label boundary_labels housenumber housenum_label motorway_junction \
         mountain_peak natural_label poi poi_label pois public_transport street_labels \
         street_labels_points streets_polygons_labels transit_stop_label transportation_name \
         water_lines_labels",
    ),
];

/// The words for sorts of ground.
const COVERS: [(Cover, &str); 8] = [
    (
        Cover::Built,
        "aerodrome airfield brownfield bus_station college commercial construction education garages \
         hospital industrial kindergarten landfill library military naval_base neighbourhood parking \
         prison quarry quarter railway residential retail school stadium suburb track university \
         urban_area",
    ),
    (
        Cover::Farmland,
        "crop farm farmland farmyard greenhouse_horticulture orchard plant_nursery vineyard",
    ),
    (
        Cover::Green,
        "allotments cemetery dog_park garden golf_course grass grassland grave_yard greenfield heath \
         meadow miniature_golf national_park nature_reserve park pitch playground protected_area \
         recreation_ground scrub theme_park village_green zoo",
    ),
    (Cover::Wood, "forest tree wood"),
    (
        Cover::Bare,
        "bare_rock barren beach desert rock sand scree shingle",
    ),
    (Cover::Ice, "glacier ice snow"),
    (
        Cover::Wetland,
        "bog fen mangrove marsh mud reedbed saltmarsh string_bog swamp tidalflat wet_meadow wetland",
    ),
    (
        Cover::Paved,
        "apron footway pedestrian pier platform runway taxiway",
    ),
];

/// The words for sorts of ways.
const WAYS: [(Way, &str); 8] = [
    (Way::Ferry, "ferry"),
    (
        Way::Path,
        "bridleway corridor cycleway footway path pedestrian piste sidewalk steps track",
    ),
    (
        Way::Minor,
        "busway driveway living_street minor minor_road raceway residential road service street \
         street_limited unclassified",
    ),
    (Way::Secondary, "major_road secondary tertiary"),
    (Way::Primary, "main primary trunk"),
    (Way::Motorway, "highway motorway"),
    (Way::Runway, "aeroway runway taxiway"),
    (
        Way::Rail,
        "funicular light_rail major_rail minor_rail monorail narrow_gauge rail subway tram transit",
    ),
];

/// Attributes that say what a feature is, the finest first.
const KINDS: [&str; 6] = [
    "kind_detail",
    "pmap:kind_detail",
    "subclass",
    "kind",
    "pmap:kind",
    "class",
];
/// Attributes that say how far down the state a border is.
const LEVELS: [&str; 4] = [
    "admin_level",
    "kind_detail",
    "pmap:min_admin_level",
    "min_admin_level",
];

/// What stands for what, by word.
type Words<T> = LazyLock<HashMap<&'static str, T>>;

static TOPICS: Words<Topic> = LazyLock::new(|| by_word(&LAYERS));
static COVER_SORTS: Words<Cover> = LazyLock::new(|| by_word(&COVERS));
static WAY_SORTS: Words<Way> = LazyLock::new(|| by_word(&WAYS));

fn by_word<T: Copy>(lists: &[(T, &'static str)]) -> HashMap<&'static str, T> {
    let pairs = lists
        .iter()
        .flat_map(|(sort, words)| words.split(' ').map(|word| (word, *sort)));
    pairs.collect()
}

fn topic(layer: &str) -> Topic {
    TOPICS.get(layer).copied().unwrap_or(Topic::Foreign)
}

/// True for a layer of one of the schemas.
pub fn is_known(layer: &str) -> bool {
    topic(layer) != Topic::Foreign
}

/// What a feature is.
pub fn subject(layer: &Layer, feature: &Feature) -> Subject {
    match (topic(&layer.name), feature.kind) {
        (Topic::Foreign, _) => Subject::Foreign,
        (Topic::LeftOut, _) => Subject::LeftOut,
        (Topic::Name | Topic::Ground | Topic::Water | Topic::Waterline, Kind::Point) => Subject::Name,
        // Others of these have their names beside the shapes, in layers of names.
        (Topic::Name, _) | (_, Kind::Point) => Subject::LeftOut,
        (Topic::Ground, Kind::Area) => Subject::Ground,
        // Cliffs and such.
        (Topic::Ground, Kind::Line) => Subject::LeftOut,
        (Topic::Water | Topic::Waterline, Kind::Area) => Subject::Water,
        (Topic::Water | Topic::Waterline, Kind::Line) => Subject::Waterline,
        (Topic::Building, _) => Subject::Building,
        (Topic::Border, _) => Subject::Border(level(layer, feature)),
        // An airfield among roads, or a hedge among fields.
        (Topic::Cover, Kind::Area) => {
            Subject::Cover(sort_of(layer, feature, &COVER_SORTS).unwrap_or(own_cover(layer)))
        }
        (Topic::Cover, Kind::Line) => Subject::Way(sort_of(layer, feature, &WAY_SORTS).unwrap_or(Way::Other)),
        (Topic::Way, Kind::Area) => Subject::Cover(Cover::Paved),
        (Topic::Way, Kind::Line) => {
            Subject::Way(sort_of(layer, feature, &WAY_SORTS).unwrap_or(own_way(layer)))
        }
    }
}

/// The first sort that one of the feature's words stands for.
fn sort_of<T: Copy>(layer: &Layer, feature: &Feature, sorts: &Words<T>) -> Option<T> {
    KINDS.iter().find_map(|key| {
        // A road that is being built and a slip road are roads: `primary_construction`, `motorway_link`.
        let word = layer.text(feature, key)?;
        let word = word.trim_end_matches("_construction").trim_end_matches("_link");
        sorts.get(word).copied()
    })
}

fn own_cover(layer: &Layer) -> Cover {
    match layer.name.as_str() {
        "park" => Cover::Green,
        _ => Cover::Other,
    }
}

fn own_way(layer: &Layer) -> Way {
    match layer.name.as_str() {
        "ferries" => Way::Ferry,
        "aeroway" => Way::Runway,
        _ => Way::Other,
    }
}

fn level(layer: &Layer, feature: &Feature) -> u8 {
    let said = LEVELS.iter().find_map(|key| layer.number(feature, key));
    let by_word = || match layer.text(feature, "kind").unwrap_or_default() {
        "country" => 2.0,
        "region" => 4.0,
        _ => 8.0,
    };
    said.unwrap_or_else(by_word).clamp(0.0, 20.0) as u8
}

#[cfg(test)]
mod tests {
    use super::super::made::{Made, layer_of};
    use super::*;

    #[track_caller]
    fn check(layer: &str, kind: Kind, tags: &[(&str, &str)], expected: Subject) {
        let mut made = Made::new(layer);
        made.feature(kind, &[&[[0, 0], [10, 0], [10, 10]]], tags);
        let layer = layer_of(&made);
        assert_eq!(
            subject(&layer, &layer.features[0]),
            expected,
            "{} {tags:?}",
            layer.name
        );
    }

    #[track_caller]
    fn cover(layer: &str, tags: &[(&str, &str)], expected: Cover) {
        check(layer, Kind::Area, tags, Subject::Cover(expected));
    }

    #[track_caller]
    fn way(layer: &str, tags: &[(&str, &str)], expected: Way) {
        check(layer, Kind::Line, tags, Subject::Way(expected));
    }

    #[test]
    fn the_words_of_protomaps() {
        check("earth", Kind::Area, &[("kind", "earth")], Subject::Ground);
        check("water", Kind::Area, &[("kind", "ocean")], Subject::Water);
        check("water", Kind::Line, &[("kind", "river")], Subject::Waterline);
        check("water", Kind::Point, &[("kind", "lake")], Subject::Name);
        cover("landuse", &[("kind", "wetland")], Cover::Wetland);
        cover("landcover", &[("kind", "forest")], Cover::Wood);
        let primary = [("kind", "major_road"), ("kind_detail", "primary")];
        way("roads", &primary, Way::Primary);
        let motorway = [("kind", "highway"), ("kind_detail", "motorway_link")];
        way("roads", &motorway, Way::Motorway);
        way("roads", &[("pmap:kind", "rail")], Way::Rail);
        check(
            "boundaries",
            Kind::Line,
            &[("kind", "region")],
            Subject::Border(4),
        );
        check(
            "boundaries",
            Kind::Line,
            &[("kind_detail", "2")],
            Subject::Border(2),
        );
        check("places", Kind::Point, &[("kind", "locality")], Subject::Name);
        check("pois", Kind::Point, &[("kind", "bench")], Subject::LeftOut);
    }

    #[test]
    fn the_words_of_openmaptiles() {
        check("water", Kind::Area, &[("class", "ocean")], Subject::Water);
        let wetland = [("class", "wetland"), ("subclass", "tidalflat")];
        cover("landcover", &wetland, Cover::Wetland);
        cover("landuse", &[("class", "industrial")], Cover::Built);
        cover("park", &[("class", "aboriginal_lands")], Cover::Green);
        way("transportation", &[("class", "minor")], Way::Minor);
        way(
            "transportation",
            &[("class", "primary_construction")],
            Way::Primary,
        );
        way("transportation", &[("class", "rail")], Way::Rail);
        way("transportation", &[("class", "ferry")], Way::Ferry);
        cover("transportation", &[("class", "pier")], Cover::Paved);
        way("aeroway", &[("class", "taxiway")], Way::Runway);
        check(
            "boundary",
            Kind::Line,
            &[("admin_level", "6")],
            Subject::Border(6),
        );
        check("place", Kind::Point, &[("class", "city")], Subject::Name);
        check(
            "housenumber",
            Kind::Point,
            &[("housenumber", "7")],
            Subject::LeftOut,
        );
    }

    #[test]
    fn the_words_of_shortbread() {
        check("ocean", Kind::Area, &[], Subject::Water);
        check(
            "water_lines",
            Kind::Line,
            &[("kind", "canal")],
            Subject::Waterline,
        );
        cover("land", &[("kind", "wet_meadow")], Cover::Wetland);
        cover("land", &[("kind", "residential")], Cover::Built);
        way("streets", &[("kind", "living_street")], Way::Minor);
        way("ferries", &[], Way::Ferry);
        cover("street_polygons", &[("kind", "pedestrian")], Cover::Paved);
        check("place_labels", Kind::Point, &[("kind", "village")], Subject::Name);
        check("addresses", Kind::Point, &[], Subject::LeftOut);
    }

    #[test]
    fn what_no_schema_knows() {
        check("redlines", Kind::Area, &[("kind", "wetland")], Subject::Foreign);
        cover("landuse", &[("kind", "moonbase")], Cover::Other);
        way("roads", &[("kind", "moonlift")], Way::Other);
        assert!(is_known("boundaries") && !is_known("redlines") && !is_known(""));
    }
}
