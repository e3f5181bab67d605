//! The pages around the layers: the workspace file, the note on the source, and what each layer is called.

use super::file::{Feature, Layer};

/// Id, name in Chinese and English, and what the workspace file says after file and CRS.
const LAYERS: [(&str, [&str; 2], &str); 21] = [
    (
        "district",
        ["区域范围", "District"],
        r#"
role = "district"
surveyed = 2024-12-31
tolerance_m = 1.0
  [layer.fields]
  id = "id"
  name = "name"
  [layer.check]
  area_ha = 53164.2
  tolerance_ha = 0.5
"#,
    ),
    ("town", ["建成区", "Built-up area"], CONTEXT),
    (
        "farmland",
        ["永久基本农田", "Permanent basic farmland"],
        r#"
role = "farmland"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "id"
  name = "name"
"#,
    ),
    (
        "river",
        ["河道", "River"],
        r#"
role = "river"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 2.0
  [layer.fields]
  id = "id"
  name = "name"
  class = "DLBM"
"#,
    ),
    (
        "wetland",
        ["湿地", "Wetland"],
        r#"
role = "wetland"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "TBBH"
  name = "TBMC"
  class = "DLBM"
  level = "SDJB"
  [layer.check]
  area_ha = 18453.30
  tolerance_ha = 0.5
"#,
    ),
    (
        "restoration",
        ["湿地修复用地", "Restoration ground"],
        r#"
role = "restoration"
surveyed = 2023-06-30
coverage = "district"
tolerance_m = 2.0
  [layer.fields]
  id = "id"
  name = "name"
"#,
    ),
    (
        "red_line",
        ["生态保护红线", "Ecological protection red line"],
        r#"
role = "red_line"
surveyed = 2022-10-31
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "HXBM"
  name = "HXMC"
  level = "SDJB"
  [layer.check]
  area_ha = 1890.0
  tolerance_ha = 0.1
"#,
    ),
    ("buffer", ["缓冲区", "Buffer zone"], PARK_BUFFER),
    ("core", ["核心区", "Core zone"], PARK_CORE),
    (
        "bird_habitat",
        ["鸟类栖息地", "Bird habitat"],
        r#"
role = "bird_habitat"
surveyed = 2014-05-31    # old on purpose: a rule that asks for a fresh survey will not say "clear"
coverage = "district"
tolerance_m = 20.0
  [layer.fields]
  id = "id"
  name = "name"
"#,
    ),
    (
        "flyway",
        ["候鸟迁徙通道", "Flyway"],
        r#"
role = "flyway"
surveyed = 2023-11-30
tolerance_m = 50.0
  [layer.fields]
  id = "id"
  name = "name"
"#,
    ),
    (
        "seawall",
        ["海塘", "Seawall"],
        r#"
role = "seawall"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 2.0
  [layer.fields]
  id = "id"
  name = "name"
  [layer.footprint]
  grade = "grade"
"#,
    ),
    (
        "rail_range",
        ["轨道控制保护区（示意）", "Rail control range (for orientation)"],
        CONTEXT,
    ),
    (
        "rail",
        ["轨道线路", "Rail line"],
        r#"
role = "rail"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "id"
  name = "name"
  [layer.footprint]
  part = "kind"
"#,
    ),
    (
        "station",
        ["车站主体", "Station"],
        r#"
role = "station"
surveyed = 2024-12-31
coverage = "district"
tolerance_m = 0.5
  [layer.fields]
  id = "id"
  name = "name"
"#,
    ),
    ("industrial_park", ["产业园区项目", "Industrial parks"], PROJECT),
    (
        "solar",
        ["光伏项目", "Solar power"],
        r#"
role = "project"
kind = "solar"
  [layer.fields]
  id = "id"
  name = "name"
  kind = "kind"
  capacity_mw = "capacity_mw"
"#,
    ),
    ("port", ["港口码头项目", "Port terminals"], PROJECT_PARTS),
    ("metro", ["地铁与TOD项目", "Metro and TOD"], PROJECT_PARTS),
    ("tourism", ["文旅项目", "Visitor facilities"], PROJECT),
    (
        "wind",
        ["风电项目", "Wind turbines"],
        r#"
role = "project"
kind = "wind"
  [layer.fields]
  id = "id"
  name = "name"
  kind = "kind"
  capacity_mw = "capacity_mw"
  hub_height_m = "hub_height_m"
  rotor_diameter_m = "rotor_diameter_m"
"#,
    ),
];

const CONTEXT: &str = r#"
role = "context"
  [layer.fields]
  id = "id"
  name = "name"
"#;

const PARK_CORE: &str = r#"
role = "core"
surveyed = 2024-02-06
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "id"
  name = "name"
  level = "level"
"#;

const PARK_BUFFER: &str = r#"
role = "buffer"
surveyed = 2024-02-06
coverage = "district"
tolerance_m = 1.0
  [layer.fields]
  id = "id"
  name = "name"
  level = "level"
"#;

const PROJECT: &str = r#"
role = "project"
  [layer.fields]
  id = "id"
  name = "name"
  kind = "kind"
"#;

const PROJECT_PARTS: &str = r#"
role = "project"
  [layer.fields]
  id = "id"
  name = "name"
  kind = "kind"
  [layer.footprint]
  part = "part"
"#;

const WORKSPACE: &str = r#"# An example for illustration. Every layer is synthetic: see SOURCE.md.
# Written by `cargo run --example draw_qiantang`; change the drawing, not this file.
version = 1
name = "钱塘大湾区湿地（虚构示例）"
name_en = "Qiantang bay wetland (synthetic example)"
crs = "auto"
rules = ["builtin:cn-wetland"]
as_of = 2026-11-23

[check]                   # published shares: 18,453.30 / 53,164.2 ha, and 1,890 ha against both
wetland_rate = 0.3471
red_line_of_wetland = 0.1024
red_line_of_district = 0.0356

[[quota]]                 # invented, to show the ledger
year = 2026
area_ha = 300.0
kinds = ["industrial_park"]

[[answer]]                # the invented turbines stand on land
project = "*"
rule = "wind-offshore-places"
question = "offshore"
answer = false
reason = "turbines on land"

[[answer]]
project = "*"
rule = "wind-offshore-coastal-wetland"
question = "offshore"
answer = false
reason = "turbines on land"

[[answer]]
project = "*"
rule = "wind-offshore-2016-distance"
question = "offshore"
answer = false
reason = "turbines on land"

[[answer]]
project = "*"
rule = "wind-offshore-2024-distance"
question = "offshore"
answer = false
reason = "turbines on land"

[[answer]]
project = "*"
rule = "wind-offshore-2024-area"
question = "offshore"
answer = false
reason = "turbines on land"
"#;

const SOURCE: &str = "\
# Source of these files

**Synthetic. 虚构数据。** Drawn by a program for illustration: river, wetland, zones and projects look like the place at
the bend of the Qiantang River in Hangzhou, and none of them is an official boundary, a survey, or a plan of anybody.
Names of works, stations, parks and ponds are invented. No ground for any decision.

示例图形由程序绘制，仅供演示；河道、湿地、各类管控区与项目均非官方边界、调查成果或规划方案，名称均为虚构，不得作为审批依据。

- Redraw: `cargo run --example draw_qiantang`. The same program writes the same bytes; `tests/qiantang.rs` holds it to that.
- Coordinates: longitude, latitude on CGCS2000 (EPSG:4490), eight decimals.
- Licence: that of the program, MIT OR Apache-2.0.

Three totals are published figures, and the drawing is closed on them by the land-survey formula on CGCS2000:

| Layer | Published | Tolerance |
|---|---|---|
| wetland | 18,453.30 ha | 0.5 ha |
| district | 53,164.2 ha (18,453.30 ha / 34.71 %) | 0.5 ha |
| red_line | 1,890.0 ha (18.9 km²) | 0.1 ha |

How the wetland is divided into five land classes was never published; the shares here are part of the drawing.

| Layer | Features |
|---|---|
";

/// A layer of the table with its features.
pub fn layer(id: &str, features: Vec<Feature>) -> Layer {
    let row = LAYERS.iter().find(|(own, ..)| *own == id);
    let &(id, name, about) = row.expect("every layer that is drawn stands in the table");
    Layer {
        id,
        name,
        about,
        features,
    }
}

/// The workspace file.
pub fn workspace(layers: &[Layer]) -> String {
    let tables = layers.iter().map(|layer| format!("\n{}", layer.table()));
    std::iter::once(WORKSPACE.to_owned()).chain(tables).collect()
}

/// What these files are.
pub fn source(layers: &[Layer]) -> String {
    let rows = layers
        .iter()
        .map(|layer| format!("| {} | {} |\n", layer.id, layer.features.len()));
    std::iter::once(SOURCE.to_owned()).chain(rows).collect()
}
