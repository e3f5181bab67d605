//! Restoration fees (湿地恢复费) and fines for wetland that is taken: what an area costs by which notice or article.
//!
//! The amounts are exposure, not a decision: the fee is due where the approved occupation of important wetland is not made
//! good by restoring or rebuilding (湿地保护法 Art. 21, which leaves out flood control, channel, port and other water works
//! within 河道管理范围 and 蓄滞洪区), a fine is set by the authority within its frame.

use serde::Deserialize;

use super::rule::SourceMark;
use super::zone::Level;

/// Wetland for which fees are a multiple.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialWetland {
    /// 红树林
    Mangrove,
    /// 泥炭沼泽
    Peat,
    /// 滨海湿地
    Coastal,
}

/// The notice that a fee rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeeSource {
    /// 浙财综〔2025〕4号, applied from 2024-07-01.
    Zhejiang,
    /// 财税〔2024〕15号 of 2024-04-29: the floor for every province.
    National,
}

impl FeeSource {
    /// Where it is cited in texts: the key below `fee.source`.
    pub fn code(self) -> &'static str {
        match self {
            FeeSource::Zhejiang => "zhejiang_2025_4",
            FeeSource::National => "national_2024_15",
        }
    }

    /// How sure its figures are.
    pub fn mark(self) -> SourceMark {
        match self {
            FeeSource::Zhejiang => SourceMark::V,
            FeeSource::National => SourceMark::V2,
        }
    }

    /// First day that it applies to, as `YYYY-MM-DD`.
    pub fn from(self) -> &'static str {
        match self {
            FeeSource::Zhejiang => "2024-07-01",
            FeeSource::National => "2024-04-29",
        }
    }
}

/// Why there are two results, or a doubt about the only one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FeeDoubt {
    /// The notice does not say whether the factors of national importance and of special wetland multiply.
    FactorsMultiply,
    /// The level of the wetland is unknown: by provincial importance or by national.
    LevelUnknown,
}

impl FeeDoubt {
    /// The key of its text below `fee.doubt`.
    pub fn code(self) -> &'static str {
        match self {
            FeeDoubt::FactorsMultiply => "factors_multiply",
            FeeDoubt::LevelUnknown => "level_unknown",
        }
    }
}

/// One reading of what the restoration fee is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fee {
    /// The area that is charged: whole m², rounded up.
    pub charged_m2: f64,
    /// The rate for ordinary wetland of provincial importance.
    pub base_yuan_per_m2: f64,
    /// What the base is multiplied by.
    pub factor: f64,
    /// The fee.
    pub yuan: f64,
    /// The least that the national notice allows for the same area.
    pub floor_yuan: f64,
    /// Where base and factor come from.
    pub source: FeeSource,
    /// How sure it is: [`SourceMark::U`] where there is a doubt.
    pub mark: SourceMark,
    /// Why it is open, if it is.
    pub doubt: Option<FeeDoubt>,
}

/// Why no fee can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFee {
    /// The notices are about important wetland, national or provincial; this is none.
    #[error("the restoration fee is for important wetland only")]
    NotImportant,
    /// The area is no number of 0 or more.
    #[error("the area is no number of 0 or more square metres")]
    NoArea,
}

const BASE_YUAN_PER_M2: f64 = 200.0;
const NATIONAL_FACTOR: f64 = 1.5;
const SPECIAL_FACTOR: f64 = 3.0;
/// Areas are measured this fine; less is no square metre begun.
const NOISE_M2: f64 = 1e-6;

/// The restoration fee in Zhejiang for an area of wetland in m²: one result, or all readings where the notice or the
/// level leaves it open.
///
/// 浙财综〔2025〕4号: 200 yuan/m² for wetland of provincial importance, rounded up to 1 m²; of national importance ×1.5;
/// mangrove, peat and coastal wetland ×3 of the base. What holds for wetland that is both is not settled: 3× and 4.5×
/// are both given.
///
/// # Errors
/// [`NoFee`].
///
/// ```
/// use redshank::model::{fee::restoration_fee, zone::Level};
/// assert_eq!(restoration_fee(10_000.0, Some(Level::Provincial), None)?[0].yuan, 2_000_000.0);
/// # Ok::<(), redshank::model::fee::NoFee>(())
/// ```
pub fn restoration_fee(
    area_m2: f64,
    level: Option<Level>,
    special: Option<SpecialWetland>,
) -> Result<Vec<Fee>, NoFee> {
    if !(area_m2.is_finite() && area_m2 >= 0.0) {
        return Err(NoFee::NoArea);
    }
    let both = [SPECIAL_FACTOR, SPECIAL_FACTOR * NATIONAL_FACTOR];
    let readings: Vec<(f64, Option<FeeDoubt>)> = match (level, special) {
        (Some(Level::Provincial), None) => vec![(1.0, None)],
        (Some(Level::Provincial), Some(_)) => vec![(SPECIAL_FACTOR, None)],
        (Some(Level::National), None) => vec![(NATIONAL_FACTOR, None)],
        (Some(Level::National), Some(_)) => both.map(|f| (f, Some(FeeDoubt::FactorsMultiply))).into(),
        (None, None) => [1.0, NATIONAL_FACTOR]
            .map(|f| (f, Some(FeeDoubt::LevelUnknown)))
            .into(),
        (None, Some(_)) => both.map(|f| (f, Some(FeeDoubt::LevelUnknown))).into(),
        (Some(Level::Municipal | Level::County | Level::General), _) => return Err(NoFee::NotImportant),
    };
    let charged_m2 = charged(area_m2);
    let floor_factor = if special.is_some() { SPECIAL_FACTOR } else { 1.0 };
    let fee = |(factor, doubt): (f64, Option<FeeDoubt>)| Fee {
        charged_m2,
        base_yuan_per_m2: BASE_YUAN_PER_M2,
        factor,
        yuan: charged_m2 * BASE_YUAN_PER_M2 * factor,
        floor_yuan: charged_m2 * BASE_YUAN_PER_M2 * floor_factor,
        source: FeeSource::Zhejiang,
        mark: if doubt.is_some() {
            SourceMark::U
        } else {
            FeeSource::Zhejiang.mark()
        },
        doubt,
    };
    Ok(readings.into_iter().map(fee).collect())
}

/// Whole square metres, rounded up.
fn charged(area_m2: f64) -> f64 {
    (area_m2 - NOISE_M2).ceil().max(0.0)
}

/// What a fine is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Offence {
    /// Art. 52: occupying wetland of national importance without approval.
    Occupied,
    /// Art. 53: important wetland occupied and not restored or rebuilt as required.
    NotRestored,
    /// Art. 54: reclaiming or filling natural wetland.
    Filled,
    /// Art. 54: draining natural wetland.
    Drained,
    /// Art. 54: draining, with serious consequences.
    DrainedSeriously,
}

impl Offence {
    /// All, in the order of the articles.
    pub const ALL: [Offence; 5] = [
        Offence::Occupied,
        Offence::NotRestored,
        Offence::Filled,
        Offence::Drained,
        Offence::DrainedSeriously,
    ];

    /// The key of its text below `fee.offence`.
    pub fn code(self) -> &'static str {
        match self {
            Offence::Occupied => "occupied",
            Offence::NotRestored => "not_restored",
            Offence::Filled => "filled",
            Offence::Drained => "drained",
            Offence::DrainedSeriously => "drained_seriously",
        }
    }

    /// The article of 湿地保护法.
    pub fn article(self) -> u32 {
        match self {
            Offence::Occupied => 52,
            Offence::NotRestored => 53,
            Offence::Filled | Offence::Drained | Offence::DrainedSeriously => 54,
        }
    }
}

/// The frame within which a fine is set. Read in the primary text ([`SourceMark::V`]); the amounts are computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fine {
    /// What for.
    pub offence: Offence,
    /// Least and most yuan per m²; `None` for lump sums.
    pub yuan_per_m2: Option<(f64, f64)>,
    /// Least and most yuan.
    pub yuan: (f64, f64),
    /// True where it is due only if the wetland is of national importance (or important at all, for Art. 53), which is
    /// not known here.
    pub level_unknown: bool,
}

/// The fines of 湿地保护法 Arts 52 to 54 that can concern an area of wetland in m², as frames from least to most.
///
/// Where the level is unknown a frame reaches from the least of the lowest level to the most of the highest.
///
/// # Errors
/// [`NoFee::NoArea`].
pub fn fines(area_m2: f64, level: Option<Level>) -> Result<Vec<Fine>, NoFee> {
    if !(area_m2.is_finite() && area_m2 >= 0.0) {
        return Err(NoFee::NoArea);
    }
    let national = level.is_none_or(|level| level == Level::National);
    let important = level.is_none_or(|level| matches!(level, Level::National | Level::Provincial));
    let applies = |offence: &Offence| match offence {
        Offence::Occupied => national,
        Offence::NotRestored => important,
        _ => true,
    };
    let fine = |offence: Offence| {
        let (yuan_per_m2, yuan) = match rate(offence, level) {
            Rate::PerM2(least, most) => (Some((least, most)), (least * area_m2, most * area_m2)),
            Rate::Lump(least, most) => (None, (least, most)),
        };
        Fine {
            offence,
            yuan_per_m2,
            yuan,
            level_unknown: level.is_none()
                && !matches!(offence, Offence::Drained | Offence::DrainedSeriously),
        }
    };
    Ok(Offence::ALL.into_iter().filter(applies).map(fine).collect())
}

enum Rate {
    PerM2(f64, f64),
    Lump(f64, f64),
}

fn rate(offence: Offence, level: Option<Level>) -> Rate {
    match (offence, level) {
        (Offence::Occupied, _) => Rate::PerM2(1000.0, 10_000.0),
        (Offence::NotRestored, _) => Rate::PerM2(500.0, 2000.0),
        (Offence::Filled, Some(Level::National)) => Rate::PerM2(1000.0, 10_000.0),
        (Offence::Filled, Some(_)) => Rate::PerM2(500.0, 5000.0),
        (Offence::Filled, None) => Rate::PerM2(500.0, 10_000.0),
        (Offence::Drained, _) => Rate::Lump(50_000.0, 500_000.0),
        (Offence::DrainedSeriously, _) => Rate::Lump(500_000.0, 1_000_000.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HECTARE_M2: f64 = 10_000.0;

    #[track_caller]
    fn check_fee(area_m2: f64, level: Option<Level>, special: Option<SpecialWetland>, yuan: &[f64]) {
        let found = restoration_fee(area_m2, level, special).unwrap();
        let found: Vec<f64> = found.iter().map(|fee| fee.yuan).collect();
        assert_eq!(found, yuan);
    }

    #[test]
    fn a_hectare_of_every_kind() {
        use Level::{National, Provincial};
        use SpecialWetland::{Coastal, Mangrove, Peat};
        check_fee(HECTARE_M2, Some(Provincial), None, &[2_000_000.0]);
        check_fee(HECTARE_M2, Some(Provincial), Some(Coastal), &[6_000_000.0]);
        check_fee(HECTARE_M2, Some(Provincial), Some(Mangrove), &[6_000_000.0]);
        check_fee(HECTARE_M2, Some(National), None, &[3_000_000.0]);
        check_fee(
            HECTARE_M2,
            Some(National),
            Some(Peat),
            &[6_000_000.0, 9_000_000.0],
        );
        check_fee(HECTARE_M2, None, None, &[2_000_000.0, 3_000_000.0]);
        check_fee(HECTARE_M2, None, Some(Coastal), &[6_000_000.0, 9_000_000.0]);
    }

    #[test]
    fn what_is_not_settled_is_marked_and_both_are_shown() {
        let fees = restoration_fee(1.0, Some(Level::National), Some(SpecialWetland::Coastal)).unwrap();
        assert_eq!(fees.len(), 2);
        for fee in fees {
            assert_eq!(fee.mark, SourceMark::U);
            assert_eq!(fee.doubt, Some(FeeDoubt::FactorsMultiply));
        }
        let sure = restoration_fee(1.0, Some(Level::Provincial), None).unwrap();
        assert_eq!((sure[0].mark, sure[0].doubt), (SourceMark::V, None));
    }

    #[test]
    fn a_square_metre_begun_is_charged_whole() {
        check_fee(0.0, Some(Level::Provincial), None, &[0.0]);
        check_fee(0.2, Some(Level::Provincial), None, &[200.0]);
        check_fee(1.0, Some(Level::Provincial), None, &[200.0]);
        check_fee(1.000_000_000_1, Some(Level::Provincial), None, &[200.0]);
        check_fee(1.01, Some(Level::Provincial), None, &[400.0]);
        check_fee(12_345.3, Some(Level::Provincial), None, &[12_346.0 * 200.0]);
    }

    #[test]
    fn no_fee_is_below_the_national_floor() {
        for level in [None, Some(Level::National), Some(Level::Provincial)] {
            for special in [None, Some(SpecialWetland::Mangrove)] {
                for fee in restoration_fee(77.7, level, special).unwrap() {
                    assert!(fee.yuan >= fee.floor_yuan, "{fee:?}");
                }
            }
        }
    }

    #[test]
    fn ordinary_wetland_and_no_area_have_no_fee() {
        let check = |area_m2, level, expected| {
            assert_eq!(restoration_fee(area_m2, level, None).err(), Some(expected));
        };
        check(5.0, Some(Level::General), NoFee::NotImportant);
        check(5.0, Some(Level::County), NoFee::NotImportant);
        check(f64::NAN, Some(Level::Provincial), NoFee::NoArea);
        check(-1.0, None, NoFee::NoArea);
        assert_eq!(fines(f64::INFINITY, None), Err(NoFee::NoArea));
    }

    #[track_caller]
    fn check_fine(level: Option<Level>, offence: Offence, expected: Option<(f64, f64)>) {
        let fines = fines(HECTARE_M2, level).unwrap();
        let found = fines.iter().find(|fine| fine.offence == offence);
        assert_eq!(found.map(|fine| fine.yuan), expected, "{level:?} {offence:?}");
    }

    #[test]
    fn fines_of_a_hectare() {
        let million = |least: f64, most: f64| Some((least * 1e6, most * 1e6));
        check_fine(Some(Level::Provincial), Offence::Filled, million(5.0, 50.0));
        check_fine(Some(Level::General), Offence::Filled, million(5.0, 50.0));
        check_fine(Some(Level::National), Offence::Filled, million(10.0, 100.0));
        check_fine(None, Offence::Filled, million(5.0, 100.0));
        check_fine(Some(Level::National), Offence::Occupied, million(10.0, 100.0));
        check_fine(Some(Level::Provincial), Offence::Occupied, None);
        check_fine(None, Offence::Occupied, million(10.0, 100.0));
        check_fine(Some(Level::Provincial), Offence::NotRestored, million(5.0, 20.0));
        check_fine(Some(Level::General), Offence::NotRestored, None);
        check_fine(Some(Level::General), Offence::Drained, million(0.05, 0.5));
        check_fine(Some(Level::General), Offence::DrainedSeriously, million(0.5, 1.0));
    }

    #[test]
    fn an_unknown_level_is_said() {
        let unknown = fines(1.0, None).unwrap();
        let flags: Vec<bool> = unknown.iter().map(|fine| fine.level_unknown).collect();
        assert_eq!(flags, [true, true, true, false, false]);
        assert!(
            fines(1.0, Some(Level::National))
                .unwrap()
                .iter()
                .all(|fine| !fine.level_unknown)
        );
    }
}
