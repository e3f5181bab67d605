//! Who must be asked: departments and their levels.

use serde::Deserialize;

use crate::model::zone::Level;
use crate::say;
use crate::words::{Bilingual, Lang};

/// One office that a rule sends the applicant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consult {
    /// What it is competent for.
    pub department: Department,
    /// Of which level.
    pub level: ConsultLevel,
    /// What it gives: an opinion, a consent, a permit.
    pub form: Bilingual,
    /// Law and article that says so; the rule's citation where empty.
    pub article: Bilingual,
}

/// The level of an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsultLevel {
    /// Always this one.
    Fixed(Level),
    /// That of the zone.
    ByZone,
}

impl ConsultLevel {
    /// The level for a zone; `None` where the zone's level decides and is not known.
    ///
    /// General wetland is the county's affair (Wetland Protection Law, Art. 19: local government at county level or
    /// above).
    pub fn resolve(self, zone: Option<Level>) -> Option<Level> {
        match (self, zone) {
            (ConsultLevel::Fixed(level), _) => Some(level),
            (ConsultLevel::ByZone, Some(Level::General)) => Some(Level::County),
            (ConsultLevel::ByZone, level) => level,
        }
    }

    /// The level of that name in files.
    pub fn from_code(code: &str) -> Option<ConsultLevel> {
        if code == "by_zone" {
            return Some(ConsultLevel::ByZone);
        }
        let level = Level::ALL.into_iter().find(|level| level.code() == code)?;
        (level != Level::General).then_some(ConsultLevel::Fixed(level))
    }
}

/// What an office is competent for, in the order of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Department {
    /// 林业草原
    Forestry,
    /// 水行政
    Water,
    /// 生态环境
    Ecology,
    /// 自然资源
    NaturalResources,
    /// 交通运输
    Transport,
    /// 港口
    Port,
    /// 能源
    Energy,
    /// 农业农村
    Agriculture,
    /// 轨道交通
    Rail,
    /// 人民政府
    Government,
    /// 文物
    Culture,
    /// 应急管理
    Emergency,
    /// 海洋
    Marine,
    /// 自然保护地管理机构
    ParkManagement,
}

impl Department {
    /// All departments in the order of lists.
    pub const ALL: [Department; 14] = [
        Department::Forestry,
        Department::Water,
        Department::Ecology,
        Department::NaturalResources,
        Department::Transport,
        Department::Port,
        Department::Energy,
        Department::Agriculture,
        Department::Rail,
        Department::Government,
        Department::Culture,
        Department::Emergency,
        Department::Marine,
        Department::ParkManagement,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            Department::Forestry => "forestry",
            Department::Water => "water",
            Department::Ecology => "ecology",
            Department::NaturalResources => "natural_resources",
            Department::Transport => "transport",
            Department::Port => "port",
            Department::Energy => "energy",
            Department::Agriculture => "agriculture",
            Department::Rail => "rail",
            Department::Government => "government",
            Department::Culture => "culture",
            Department::Emergency => "emergency",
            Department::Marine => "marine",
            Department::ParkManagement => "park_management",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("department.{}", self.code()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_zone_decides_where_the_rule_says_so() {
        let check = |level: ConsultLevel, zone, expected| assert_eq!(level.resolve(zone), expected);
        check(
            ConsultLevel::ByZone,
            Some(Level::Provincial),
            Some(Level::Provincial),
        );
        check(ConsultLevel::ByZone, Some(Level::General), Some(Level::County));
        check(ConsultLevel::ByZone, None, None);
        check(
            ConsultLevel::Fixed(Level::County),
            Some(Level::National),
            Some(Level::County),
        );
    }

    #[test]
    fn levels_by_name() {
        assert_eq!(ConsultLevel::from_code("by_zone"), Some(ConsultLevel::ByZone));
        assert_eq!(
            ConsultLevel::from_code("county"),
            Some(ConsultLevel::Fixed(Level::County))
        );
        assert_eq!(ConsultLevel::from_code("general"), None);
    }
}
