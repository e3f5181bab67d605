//! Planned projects of every kind, placed so that each way of lying to a zone occurs.

use serde_json::{Value, json};

use super::curve::{Turn, circle, moved, normals, rectangle, ribbon, through};
use super::file::{Feature, Shape};
use super::ground::{P, Ring, km, kms};
use super::river::River;
use super::wetland;
use super::zones::{PARK_GATE, RED_LINE, Zones};

/// What projects are placed against.
pub struct Site<'a> {
    /// Banks.
    pub river: &'a River,
    /// Red line and park.
    pub zones: &'a Zones,
    /// The lake that closes the wetland total.
    pub lake: &'a Ring,
    /// Permanent farmland.
    pub fields: &'a [Ring],
    /// Aquaculture ponds.
    pub ponds: &'a [Ring],
}

/// Projects on land that ditches, ponds and fields keep clear of, so that they touch one zone and nothing else.
pub struct CleanGround {
    /// An industrial park that begins exactly where the wetland park ends.
    pub park_beside_buffer: Ring,
    /// A campsite likewise.
    pub camp_beside_buffer: Ring,
    /// Solar area that goes around the lake, whose shore is its hole.
    pub around_lake: Ring,
}

impl CleanGround {
    /// On the landward side of the buffer zone.
    pub fn new(zones: &Zones) -> CleanGround {
        let beside = |from: usize, to: usize, depth_m: f64| {
            let shared = &zones.buffer_inland[from..=to];
            let back = moved(&zones.buffer_inland, |_| -depth_m)[from..=to].to_vec();
            shared.iter().copied().chain(back.into_iter().rev()).collect()
        };
        CleanGround {
            park_beside_buffer: beside(16, 24, 620.0),
            camp_beside_buffer: beside(57, 59, 150.0),
            around_lake: rectangle(wetland::lake_center(), 2300.0, 1900.0, Turn::degrees(8.0)),
        }
    }
}

impl Site<'_> {
    /// A place before (positive) or behind the right bank.
    fn at_bank(&self, k: usize, off_m: f64) -> P {
        let bank = &self.river.right;
        bank[k] + normals(bank)[k] * off_m
    }

    /// Middle of the field that is nearest to a place.
    fn field_near(&self, place: P) -> P {
        let away_m = |p: &P| (p.x - place.x).hypot(p.y - place.y);
        let middles = self.fields.iter().map(|field| middle_of(field));
        middles
            .min_by(|a, b| away_m(a).total_cmp(&away_m(b)))
            .unwrap_or(place)
    }

    /// Wind turbines.
    pub fn wind(&self) -> Vec<Feature> {
        let places = [
            (self.at_bank(396, 560.0), "北滩一号"),
            (self.at_bank(468, 1900.0), "东湾水上"),
            (self.field_near(km(-4.0, -1.0)), "西垦农田"),
            (middle_of(&self.ponds[self.ponds.len() / 2]), "养殖塘上"),
            (km(12.1, -3.75), "临港园一号"),
            (km(11.2, -4.36), "临港园二号"),
            (km(3.4, -3.05), "中垦产业园"),
            (self.at_bank(322, -84.0), "北塘背坡"),
            (km(-6.1, -2.6), "砖窑坑"),
            (km(22.6, 1.4), "湾口界外"),
        ];
        (1..)
            .zip(places)
            .map(|(number, (place, name))| turbine(number, place, name))
            .collect()
    }

    /// Solar areas.
    pub fn solar(&self, clean: &CleanGround) -> Vec<Feature> {
        let red = &self.zones.great_red_line;
        // The ring of the red line ends where its first cross line ends: both vertices of that edge are shared.
        let (bank, outer) = (red[0], red[red.len() - 1]);
        let beside_red_line = vec![
            bank,
            outer,
            self.at_bank(RED_LINE.0 - 12, 640.0),
            self.river.right[RED_LINE.0 - 12],
        ];
        let on_flat = ribbon(&self.river.right[476..=496], 560.0, 980.0);
        let turn = Turn::degrees(-27.0);
        let blocks = [(8.9, 2.3), (10.1, 1.7)].map(|(x, y)| vec![rectangle(km(x, y), 900.0, 640.0, turn)]);
        let around_lake = vec![clean.around_lake.clone(), self.lake.clone()];
        let on_field = rectangle(self.field_near(km(1.2, 0.1)), 460.0, 180.0, Turn::degrees(8.0));
        let roofs = rectangle(km(2.4, -3.2), 620.0, 380.0, Turn::degrees(4.0));
        vec![
            solar(Shape::Area(vec![beside_red_line]), "S-01", "北滩西侧光伏", 60.0),
            solar(Shape::Area(vec![on_flat]), "S-02", "东滩滩涂光伏", 95.0),
            solar(Shape::Areas(blocks.to_vec()), "S-03", "三号区渔光互补", 80.0),
            solar(Shape::Area(around_lake), "S-04", "环湖光伏", 180.0),
            solar(Shape::Area(vec![on_field]), "S-05", "垦区农光互补", 8.0),
            solar(Shape::Area(vec![roofs]), "S-06", "中垦屋顶光伏", 20.0),
        ]
    }

    /// Port terminals with their dredged channels.
    pub fn port(&self) -> Vec<Feature> {
        let (from, to) = RED_LINE;
        let red = &self.zones.great_red_line;
        let (bank, outer) = (red[to - from], red[to - from + 1]);
        let east = vec![bank, outer, self.at_bank(to + 8, 900.0), self.river.right[to + 8]];
        let river = self.river;
        let north_channel = through(
            &[
                self.at_bank(266, 175.0),
                self.at_bank(260, 900.0),
                river.middle[248],
                river.middle[236],
            ],
            10,
        );
        let east_channel = through(
            &[
                self.at_bank(504, 1100.0),
                self.at_bank(498, 2600.0),
                self.at_bank(484, 3900.0),
            ],
            10,
        );
        let port = |shape, id: &str, name: &str, part: &str| {
            Feature::new(
                shape,
                json!({"id": id, "name": name, "kind": "port", "part": part}),
            )
        };
        let wharf = ribbon(&river.right[262..=270], -220.0, 160.0);
        vec![
            port(Shape::Area(vec![wharf]), "P-01", "北湾作业区码头", "terminal"),
            port(
                Shape::Area(vec![ribbon(&north_channel, -70.0, 70.0)]),
                "P-01C",
                "北湾进港航道",
                "channel",
            ),
            port(Shape::Area(vec![east]), "P-02", "东湾作业区码头", "terminal"),
            port(
                Shape::Line(east_channel),
                "P-02C",
                "东湾进港航道中心线",
                "channel",
            ),
        ]
    }

    /// Metro: entrances, TOD rings, a tunnel.
    pub fn metro(&self) -> Vec<Feature> {
        let park_gate = self.at_bank(PARK_GATE, -520.0);
        let near_ring = circle(park_gate, 300.0, 48);
        let far_ring = vec![circle(park_gate, 500.0, 48), near_ring.clone()];
        let tunnel = through(
            &kms(&[(-11.6, 2.2), (-9.0, 1.7), (-6.4, 1.2), (-3.6, -0.6), (-1.4, -1.6)]),
            12,
        );
        let metro = |shape, id: &str, name: &str, part: &str| {
            Feature::new(
                shape,
                json!({"id": id, "name": name, "kind": "metro", "part": part}),
            )
        };
        let gate = rectangle(park_gate, 46.0, 18.0, Turn::degrees(12.0));
        let beside_station = rectangle(km(-13.0, 0.44), 30.0, 14.0, Turn::degrees(-20.0));
        vec![
            metro(Shape::Area(vec![gate]), "M-01", "湿地公园站出入口", "entrance"),
            metro(Shape::Area(vec![near_ring]), "M-02", "湿地公园站300米圈", "tod"),
            metro(Shape::Area(far_ring), "M-03", "湿地公园站300至500米圈", "tod"),
            metro(Shape::Line(tunnel), "M-04", "规划过江隧道", "tunnel"),
            metro(
                Shape::Area(vec![beside_station]),
                "M-05",
                "芦帆路站新增出入口",
                "entrance",
            ),
        ]
    }

    /// Industrial parks.
    pub fn industrial_park(&self, clean: &CleanGround) -> Vec<Feature> {
        let park = |ring, id: &str, name: &str, industry: &str| {
            let properties = json!({"id": id, "name": name, "kind": "industrial_park", "industry": industry});
            Feature::area(ring, properties)
        };
        vec![
            park(
                rectangle(km(6.4, -5.6), 1900.0, 1300.0, Turn::degrees(8.0)),
                "IP-01",
                "潮汐新材料园",
                "chemicals",
            ),
            park(
                rectangle(km(-14.6, 0.2), 900.0, 600.0, Turn::degrees(-38.0)),
                "IP-02",
                "沙岸专精特新园",
                "electronics",
            ),
            park(
                clean.park_beside_buffer.clone(),
                "IP-03",
                "湾北智造园",
                "machinery",
            ),
        ]
    }

    /// Visitor facilities.
    pub fn tourism(&self, clean: &CleanGround) -> Vec<Feature> {
        let boardwalk = through(
            &[
                self.at_bank(420, -60.0),
                self.at_bank(421, 120.0),
                self.at_bank(424, 420.0),
            ],
            8,
        );
        let tourism = |shape, id: &str, name: &str| {
            Feature::new(shape, json!({"id": id, "name": name, "kind": "tourism"}))
        };
        let area = |ring: Ring| Shape::Area(vec![ring]);
        let center = rectangle(self.at_bank(344, -220.0), 90.0, 60.0, Turn::degrees(4.0));
        let museum = rectangle(km(2.0, -1.75), 110.0, 70.0, Turn::degrees(4.0));
        vec![
            tourism(area(center), "V-01", "湿地公园访客中心"),
            tourism(Shape::Line(boardwalk), "V-02", "观鸟栈道"),
            tourism(area(clean.camp_beside_buffer.clone()), "V-03", "北塘营地"),
            tourism(area(museum), "V-04", "潮间博物馆"),
        ]
    }
}

fn turbine(number: u32, place: P, name: &str) -> Feature {
    let large = number % 3 == 1;
    let (hub_height_m, rotor_diameter_m, capacity_mw) = if large {
        (140.0, 200.0, 6.25)
    } else {
        (110.0, 160.0, 4.0)
    };
    let properties = json!({"id": format!("T-{number:02}"), "name": format!("{name}风机"), "kind": "wind",
        "hub_height_m": hub_height_m, "rotor_diameter_m": rotor_diameter_m, "capacity_mw": capacity_mw});
    Feature::new(Shape::Point(place), properties)
}

fn solar(shape: Shape, id: &str, name: &str, capacity_mw: f64) -> Feature {
    let properties: Value = json!({"id": id, "name": name, "kind": "solar", "capacity_mw": capacity_mw});
    Feature::new(shape, properties)
}

fn middle_of(ring: &[P]) -> P {
    ring.iter().fold(km(0.0, 0.0), |sum, p| sum + *p) / ring.len() as f64
}
