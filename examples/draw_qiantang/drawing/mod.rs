//! The whole drawing: what lies where, layer by layer, and the files that hold it.

mod curve;
mod file;
mod ground;
mod land;
mod pages;
mod ponds;
mod projects;
mod river;
mod wetland;
mod zones;

use serde_json::json;

use curve::{Turn, rectangle, through};
use file::{Feature, Layer};
use ground::{Ring, km, kms};
use land::{Polder, Taken};
use ponds::Canal;
use projects::{CleanGround, Site};
use river::River;
use wetland::Wetland;
use zones::Zones;

/// Names and texts of all files of the workspace.
pub fn files() -> Vec<(String, String)> {
    let layers = draw();
    let mut files = vec![
        ("workspace.toml".to_owned(), pages::workspace(&layers)),
        ("SOURCE.md".to_owned(), pages::source(&layers)),
    ];
    files.extend(
        layers
            .iter()
            .map(|layer| (format!("{}.geojson", layer.id), layer.geojson())),
    );
    files
}

/// The layers, bottom of the map first.
fn draw() -> Vec<Layer> {
    let river = River::new();
    let zones = Zones::new(&river);
    let clean = CleanGround::new(&zones);
    let (canals, polders, blocks) = (ponds::canals(), land::polders(), ponds::blocks());
    let towns = towns(&river);
    let mut taken = Taken::default();
    let clean_rings = [
        &clean.park_beside_buffer,
        &clean.camp_beside_buffer,
        &clean.around_lake,
    ];
    let canal_rings = canals.iter().map(|canal| &canal.water);
    let rings = towns
        .iter()
        .chain(canal_rings)
        .chain(clean_rings)
        .chain([&zones.park_gate]);
    rings.for_each(|ring| taken.add(ring));
    taken.add(&river.bed());
    let wetland = Wetland::new(&river, &canals, &polders, &blocks, &mut taken);
    let fields: Vec<Ring> = polders
        .iter()
        .flat_map(|polder: &Polder| polder.fields(&taken, 0.42))
        .collect();
    let site = Site {
        river: &river,
        zones: &zones,
        lake: &wetland.lake,
        fields: &fields,
        ponds: &wetland.farmed_ponds(),
    };
    let mut layers = ground_layers(&river, &towns, &canals, &wetland, &fields);
    layers.extend(zone_layers(&river, &zones, &blocks[2].outline()));
    layers.extend(project_layers(&site, &clean));
    layers
}

fn ground_layers(
    river: &River,
    towns: &[Ring],
    canals: &[Canal],
    wetland: &Wetland,
    fields: &[Ring],
) -> Vec<Layer> {
    let district = Feature::area(
        river.district(),
        json!({"id": "Q-01", "name": "钱塘区（虚构轮廓）"}),
    );
    let bed = Feature::area(
        river.bed(),
        json!({"id": "H-01", "name": "钱塘江河床", "DLBM": "1101"}),
    );
    let canal = |(number, canal): (u32, &Canal)| {
        let properties = json!({"id": format!("H-{number:02}"), "name": canal.name, "DLBM": "1101"});
        Feature::area(canal.water.clone(), properties)
    };
    let numbered = |(number, ring): (u32, &Ring), mark: &str, name: &str| {
        Feature::area(
            ring.clone(),
            json!({"id": format!("{mark}-{number:03}"), "name": name}),
        )
    };
    let rivers = std::iter::once(bed).chain((2..).zip(canals).map(canal)).collect();
    let towns = (1..)
        .zip(towns)
        .map(|town| numbered(town, "Z", "建成区"))
        .collect();
    let fields = (1..)
        .zip(fields)
        .map(|field| numbered(field, "N", "永久基本农田"))
        .collect();
    vec![
        pages::layer("district", vec![district]),
        pages::layer("town", towns),
        pages::layer("farmland", fields),
        pages::layer("river", rivers),
        pages::layer("wetland", wetland.features(canals)),
    ]
}

fn zone_layers(river: &River, zones: &Zones, breeding: &Ring) -> Vec<Layer> {
    vec![
        pages::layer("restoration", zones::restoration(river)),
        pages::layer("red_line", zones.red_line()),
        pages::layer("buffer", zones.buffer()),
        pages::layer("core", zones.core()),
        pages::layer("bird_habitat", zones::bird_habitat(river, breeding)),
        pages::layer("flyway", zones::flyway(river)),
        pages::layer("seawall", zones::seawall(river)),
        pages::layer("rail_range", zones::rail_range()),
        pages::layer("rail", zones::rail()),
        pages::layer("station", zones::station()),
    ]
}

fn project_layers(site: &Site<'_>, clean: &CleanGround) -> Vec<Layer> {
    vec![
        pages::layer("industrial_park", site.industrial_park(clean)),
        pages::layer("solar", site.solar(clean)),
        pages::layer("port", site.port()),
        pages::layer("metro", site.metro()),
        pages::layer("tourism", site.tourism(clean)),
        pages::layer("wind", site.wind()),
    ]
}

/// Built-up ground: the old town inside the first bend, two new ones in the polders.
fn towns(river: &River) -> Vec<Ring> {
    let bank = river.left.iter().step_by(6).take(28).copied();
    let inland = kms(&[
        (-10.9, 0.6),
        (-12.2, 1.3),
        (-15.4, 2.2),
        (-17.9, 3.0),
        (-19.0, 1.5),
    ]);
    let behind_bank = curve::moved(&bank.collect::<Vec<_>>(), |_| 260.0);
    vec![
        behind_bank.into_iter().chain(through(&inland, 5)).collect(),
        rectangle(km(2.7, -2.6), 4600.0, 3000.0, Turn::degrees(4.0)),
        rectangle(km(11.9, -4.3), 2700.0, 1500.0, Turn::degrees(-22.0)),
    ]
}
