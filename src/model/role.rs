//! What a layer is for, and what a project is.

use serde::Deserialize;

use crate::say;
use crate::words::Lang;

/// What a layer, or a feature of a layer with several roles, is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 湿地
    Wetland,
    /// 生态保护红线
    RedLine,
    /// Core zone of a protected area (核心区, 生态保育区).
    Core,
    /// Buffer zone of a protected area (缓冲区, 合理利用区).
    Buffer,
    /// Roost, feeding or breeding ground of birds.
    BirdHabitat,
    /// Flight line of migrating birds.
    Flyway,
    /// Ground set aside for restoration.
    Restoration,
    /// River, lake or reservoir with its management range.
    River,
    /// Seawall or levee.
    Seawall,
    /// Rail line, tunnel or their protection range.
    Rail,
    /// Permanent basic farmland.
    Farmland,
    /// The district or another administrative area.
    District,
    /// Station, entrance, ventilation shaft.
    Station,
    /// A planned project: what is judged.
    Project,
    /// Only for orientation; never judged.
    Context,
}

impl Role {
    /// All roles in the order of lists and legends.
    pub const ALL: [Role; 15] = [
        Role::RedLine,
        Role::Core,
        Role::Buffer,
        Role::Wetland,
        Role::BirdHabitat,
        Role::Flyway,
        Role::Restoration,
        Role::River,
        Role::Seawall,
        Role::Farmland,
        Role::Rail,
        Role::Station,
        Role::Project,
        Role::District,
        Role::Context,
    ];

    /// The name in files: `red_line`.
    pub fn code(self) -> &'static str {
        match self {
            Role::Wetland => "wetland",
            Role::RedLine => "red_line",
            Role::Core => "core",
            Role::Buffer => "buffer",
            Role::BirdHabitat => "bird_habitat",
            Role::Flyway => "flyway",
            Role::Restoration => "restoration",
            Role::River => "river",
            Role::Seawall => "seawall",
            Role::Rail => "rail",
            Role::Farmland => "farmland",
            Role::District => "district",
            Role::Station => "station",
            Role::Project => "project",
            Role::Context => "context",
        }
    }

    /// The role of that name in files, in any case, with blanks for underscores, or in Chinese.
    pub fn from_code(code: &str) -> Option<Role> {
        let plain = code.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        Role::ALL
            .into_iter()
            .find(|role| role.code() == plain || role.name(Lang::Zh) == code.trim())
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("role.{}", self.code()))
    }

    /// True for what protects or regulates: everything that rules can name.
    pub fn is_zone(self) -> bool {
        !matches!(self, Role::Project | Role::Context | Role::District)
    }
}

/// What a planned project is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectKind {
    /// Wind turbines.
    Wind,
    /// Photovoltaic arrays.
    Solar,
    /// Terminals, berths, dredged channels.
    Port,
    /// Lines, stations, entrances, TOD.
    Metro,
    /// 产业园区
    IndustrialPark,
    /// Visitor facilities.
    Tourism,
}

impl ProjectKind {
    /// All kinds in the order of lists.
    pub const ALL: [ProjectKind; 6] = [
        ProjectKind::Wind,
        ProjectKind::Solar,
        ProjectKind::Port,
        ProjectKind::Metro,
        ProjectKind::IndustrialPark,
        ProjectKind::Tourism,
    ];

    /// The name in files: `industrial_park`.
    pub fn code(self) -> &'static str {
        match self {
            ProjectKind::Wind => "wind",
            ProjectKind::Solar => "solar",
            ProjectKind::Port => "port",
            ProjectKind::Metro => "metro",
            ProjectKind::IndustrialPark => "industrial_park",
            ProjectKind::Tourism => "tourism",
        }
    }

    /// The kind of that name in files, in any case, with blanks for underscores, or in Chinese.
    pub fn from_code(code: &str) -> Option<ProjectKind> {
        let plain = code.trim().to_ascii_lowercase().replace([' ', '-'], "_");
        ProjectKind::ALL
            .into_iter()
            .find(|kind| kind.code() == plain || kind.name(Lang::Zh) == code.trim())
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("kind.{}", self.code()))
    }
}
