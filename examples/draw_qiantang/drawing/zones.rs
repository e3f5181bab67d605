//! Zones that protect or regulate: red line, wetland park, birds, restoration, seawall, rail.

use serde_json::json;

use super::curve::{Turn, blob, circle, moved, noise, normals, rectangle, ribbon, through};
use super::file::{Feature, Shape};
use super::ground::{P, Ring, closing, km, kms, ring_ha};
use super::river::River;

const RED_LINE_HA: f64 = 1890.0;
/// First and last cross line of the great red line, of the park's core and of its buffer.
pub const RED_LINE: (usize, usize) = (304, 500);
const CORE: (usize, usize) = (352, 440);
const BUFFER: (usize, usize) = (334, 458);
/// Cross line of the park's gate.
pub const PARK_GATE: usize = 326;
/// How far the buffer reaches inland from the bank.
const BUFFER_INLAND_M: f64 = 360.0;

/// Zones that projects are placed against, vertex by vertex.
pub struct Zones {
    /// Great red line along the bank: the bank, then back along its outer side.
    pub great_red_line: Ring,
    /// Red lines around the bar and on the small flat.
    pub small_red_lines: Vec<Ring>,
    /// Core zone of the park.
    pub core: Ring,
    /// Ground around the planned station of the park, kept for it.
    pub park_gate: Ring,
    /// Landward side of the buffer zone, downstream.
    pub buffer_inland: Vec<P>,
    buffer: Ring,
}

impl Zones {
    /// Places them along the river.
    pub fn new(river: &River) -> Zones {
        let small_red_lines = vec![
            blob(km(-3.6, 6.15), 520.0, 77),
            ribbon(&river.left[100..=156], -25.0, -330.0),
        ];
        let rest_ha = RED_LINE_HA - small_red_lines.iter().map(|ring| ring_ha(ring)).sum::<f64>();
        let great = |width_m: f64| along_bank(river, RED_LINE, (0.0, width_m));
        let width_m = closing(200.0, 1800.0, rest_ha, |width_m| ring_ha(&great(width_m)));
        let (from, to) = BUFFER;
        let buffer_inland = moved(&river.right, |_| -BUFFER_INLAND_M)[from..=to].to_vec();
        let buffer_water = along_bank(river, BUFFER, (0.0, 1500.0))
            .into_iter()
            .skip(to - from + 1);
        Zones {
            great_red_line: great(width_m),
            small_red_lines,
            park_gate: circle(moved(&river.right, |_| -520.0)[PARK_GATE], 90.0, 16),
            core: along_bank(river, CORE, (160.0, 1000.0)),
            buffer: buffer_inland.iter().copied().chain(buffer_water).collect(),
            buffer_inland,
        }
    }

    /// 生态保护红线
    pub fn red_line(&self) -> Vec<Feature> {
        let names = ["北湾滩涂红线", "江心沙洲红线", "沙岸南湾滩涂红线"];
        let rings = std::iter::once(&self.great_red_line).chain(&self.small_red_lines);
        let feature = |((number, ring), name): ((usize, &Ring), &str)| {
            let properties = json!({"HXBM": format!("R-{:02}", number + 1), "HXMC": name, "SDJB": "省级"});
            Feature::area(ring.clone(), properties)
        };
        (0..).zip(rings).zip(names).map(feature).collect()
    }

    /// Core zone of the wetland park.
    pub fn core(&self) -> Vec<Feature> {
        let properties = json!({"id": "C-01", "name": "湿地公园生态保育区", "level": "省级"});
        vec![Feature::area(self.core.clone(), properties)]
    }

    /// Buffer zone: around the core, which is its hole.
    pub fn buffer(&self) -> Vec<Feature> {
        let rings = vec![self.buffer.clone(), self.core.clone()];
        let properties = json!({"id": "U-01", "name": "湿地公园合理利用区", "level": "省级"});
        vec![Feature::new(Shape::Area(rings), properties)]
    }
}

/// The area before the right bank between two offsets, its outer side wavering.
fn along_bank(river: &River, (from, to): (usize, usize), (inner_m, outer_m): (f64, f64)) -> Ring {
    let inward = normals(&river.right);
    let offset = |k: usize, width_m: f64| river.right[k] + inward[k] * width_m;
    let wave = |k: usize| 1.0 + 0.14 * noise(61, k as f64 / 17.0);
    let near = (from..=to).map(|k| offset(k, inner_m));
    let far = (from..=to).rev().map(|k| offset(k, outer_m * wave(k)));
    near.chain(far).collect()
}

/// Roosts, feeding and breeding grounds with their months.
pub fn bird_habitat(river: &River, breeding: &[P]) -> Vec<Feature> {
    let habitat = |ring: Ring, id: &str, name: &str, use_of: &str, species: &[&str], months: (u8, u8)| {
        let (from_month, to_month) = months;
        let properties = json!({"id": id, "name": name, "use": use_of, "species": species.join("、"),
            "from_month": from_month, "to_month": to_month});
        Feature::area(ring, properties)
    };
    vec![
        habitat(
            along_bank(river, (410, 496), (90.0, 1350.0)),
            "B-01",
            "东滩夜栖地",
            "roost",
            &["白头鹤", "东方白鹳", "鸿雁"],
            (10, 4),
        ),
        habitat(
            blob(km(-3.6, 6.15), 470.0, 77),
            "B-02",
            "沙洲觅食地",
            "feeding",
            &["黑脸琵鹭", "卷羽鹈鹕"],
            (9, 5),
        ),
        habitat(
            breeding.to_vec(),
            "B-03",
            "三号养殖区繁殖地",
            "breeding",
            &["黑翅长脚鹬", "须浮鸥"],
            (4, 8),
        ),
        habitat(
            ribbon(&river.left[112..=150], -40.0, -360.0),
            "B-04",
            "南湾觅食地",
            "feeding",
            &["反嘴鹬", "黑腹滨鹬"],
            (9, 4),
        ),
    ]
}

/// The flight line along the coast, and where the days' flights between roost and ponds go.
pub fn flyway(river: &River) -> Vec<Feature> {
    let coast = ribbon(&river.right[250..=520], -650.0, 2700.0);
    let daily = ribbon(
        &through(&kms(&[(13.6, 3.9), (12.0, 1.6), (9.6, 0.2)]), 12),
        -350.0,
        350.0,
    );
    let flyway =
        |ring, id: &str, name: &str| Feature::area(ring, json!({"id": id, "name": name, "flyway": "EAAF"}));
    vec![
        flyway(coast, "F-01", "沿江迁徙通道"),
        flyway(daily, "F-02", "东滩日间飞行线"),
    ]
}

/// Ground set aside for restoration.
pub fn restoration(river: &River) -> Vec<Feature> {
    let ground = |ring, id: &str, name: &str, cause: &str| {
        Feature::area(ring, json!({"id": id, "name": name, "cause": cause}))
    };
    vec![
        ground(
            ribbon(&river.right[268..=286], -70.0, -420.0),
            "E-01",
            "塘内退养还湿",
            "aquaculture",
        ),
        ground(
            ribbon(&river.right[470..=492], 120.0, 520.0),
            "E-02",
            "东滩互花米草治理",
            "spartina",
        ),
        ground(
            blob(km(-6.1, -2.6), 420.0, 91),
            "E-03",
            "废弃砖窑坑修复",
            "brickfield",
        ),
    ]
}

/// Seawalls behind the banks, as centre lines with their grade.
pub fn seawall(river: &River) -> Vec<Feature> {
    let wall = |bank: &[P], off_m: f64, (from, to): (usize, usize), id: &str, name: &str, grade: u8| {
        let line = moved(bank, |_| off_m)[from..=to].to_vec();
        Feature::new(Shape::Line(line), json!({"id": id, "name": name, "grade": grade}))
    };
    vec![
        wall(&river.right, -34.0, (172, 300), "D-01", "西湾塘", 2),
        wall(&river.right, -34.0, (300, 420), "D-02", "北湾塘", 1),
        wall(&river.right, -34.0, (420, 518), "D-03", "东湾塘", 1),
        wall(&river.left, 30.0, (2, 252), "D-04", "沙岸塘", 2),
    ]
}

const METRO: [(f64, f64); 9] = [
    (-17.2, 4.0),
    (-15.0, 1.8),
    (-13.0, 0.4),
    (-11.0, -0.2),
    (-8.4, -0.3),
    (-5.2, -0.9),
    (-1.0, -1.8),
    (2.6, -2.3),
    (6.4, -2.5),
];
const RAILWAY: [(f64, f64); 5] = [(-2.6, -6.9), (1.6, -4.6), (6.6, -3.9), (11.0, -4.4), (15.6, -5.9)];

/// Rail lines: an existing metro line that passes under the river, and a freight railway.
pub fn rail() -> Vec<Feature> {
    let line = |course: &[(f64, f64)], id: &str, name: &str, kind: &str| {
        let properties = json!({"id": id, "name": name, "kind": kind});
        Feature::new(Shape::Line(through(&kms(course), 14)), properties)
    };
    vec![
        line(&METRO, "L-01", "东湾线（既有地铁）", "metro"),
        line(&RAILWAY, "L-02", "临港货运铁路", "railway"),
    ]
}

/// The control range of the metro: 50 m on both sides, 100 m where it passes under the river. For orientation: rules
/// measure from the line itself.
pub fn rail_range() -> Vec<Feature> {
    let line = through(&kms(&METRO), 14);
    let range = |from: usize, to: usize, half_m: f64, name: &str, id: &str| {
        let ring = ribbon(&line[from..=to], -half_m, half_m);
        Feature::area(ring, json!({"id": id, "name": name, "half_width_m": half_m}))
    };
    vec![
        range(0, 44, 50.0, "西段控制保护区", "K-01"),
        range(44, 64, 100.0, "过江隧道控制保护区", "K-02"),
        range(64, 112, 50.0, "东段控制保护区", "K-03"),
    ]
}

/// Bodies of the metro stations, under the line.
pub fn station() -> Vec<Feature> {
    const NAMES: [&str; 4] = ["沙地路站", "芦帆路站", "盐垛站", "湾城站"];
    let line = through(&kms(&METRO), 14);
    let at = [14, 28, 84, 98];
    let body = |(number, (k, name)): (usize, (usize, &str))| {
        let along = line[k + 1] - line[k - 1];
        let turn = Turn::degrees(along.y.atan2(along.x).to_degrees());
        let properties = json!({"id": format!("A-{:02}", number + 1), "name": name, "underground": true});
        Feature::area(rectangle(line[k], 240.0, 26.0, turn), properties)
    };
    at.into_iter().zip(NAMES).enumerate().map(body).collect()
}
