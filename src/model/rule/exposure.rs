//! Fines and fees that a rule threatens, as intervals in yuan.

use serde::Deserialize;

use crate::model::zone::Level;
use crate::say;
use crate::words::{Bilingual, Lang};

use super::weight::SourceMark;

/// A fine or fee as a rule states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Exposure {
    /// What sort of payment.
    pub kind: ExposureKind,
    /// How much.
    pub rate: Rate,
    /// Law and article; the rule's citation where empty.
    pub article: Bilingual,
    /// In what case it is due.
    pub when: Bilingual,
    /// Only at zones of these levels; empty for all. A zone of unknown level is taken as if it matched.
    pub levels: Vec<Level>,
    /// How sure its figures are, where that differs from the rule.
    pub mark: Option<SourceMark>,
}

/// What sort of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExposureKind {
    /// 罚款
    Fine,
    /// 湿地恢复费
    RestorationFee,
    /// A fine or fee that does not hang on the area.
    LumpSum,
}

impl ExposureKind {
    /// All kinds.
    pub const ALL: [ExposureKind; 3] = [
        ExposureKind::Fine,
        ExposureKind::RestorationFee,
        ExposureKind::LumpSum,
    ];

    /// The name in files.
    pub fn code(self) -> &'static str {
        match self {
            ExposureKind::Fine => "fine",
            ExposureKind::RestorationFee => "restoration_fee",
            ExposureKind::LumpSum => "lump_sum",
        }
    }

    /// The name for people.
    pub fn name(self, lang: Lang) -> String {
        say!(lang, &format!("exposure.{}", self.code()))
    }
}

/// How an amount comes about; bounds in yuan, the lower one first.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rate {
    /// By the common area.
    PerM2 {
        /// Yuan per square metre.
        yuan: [f64; 2],
        /// The area is rounded up to a multiple of this many m² first; 0 for not at all.
        unit_m2: f64,
    },
    /// Once, whatever the area.
    Lump([f64; 2]),
}

/// What one finding may cost by one exposure of its rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Charge {
    /// Position in the rule's `exposures`.
    pub exposure: usize,
    /// What sort of payment.
    pub kind: ExposureKind,
    /// Lower and upper bound in yuan.
    pub yuan: [f64; 2],
    /// The area that is charged, in m², after rounding up; `None` for lump sums.
    pub charged_m2: Option<f64>,
}

impl Exposure {
    /// What a common area of `overlap_m2` (ellipsoidal) at a zone of this level may cost; `None` where this exposure is not
    /// about the level, or hangs on an area that there is none of.
    pub fn charge(&self, position: usize, overlap_m2: Option<f64>, level: Option<Level>) -> Option<Charge> {
        let about = self.levels.is_empty() || level.is_none_or(|level| self.levels.contains(&level));
        if !about {
            return None;
        }
        let charge = |yuan, charged_m2| Charge {
            exposure: position,
            kind: self.kind,
            yuan,
            charged_m2,
        };
        match self.rate {
            Rate::Lump(yuan) => Some(charge(yuan, None)),
            Rate::PerM2 { yuan, unit_m2 } => {
                let m2 = rounded_up(overlap_m2.filter(|&m2| m2 > 0.0)?, unit_m2);
                Some(charge(yuan.map(|rate| rate * m2), Some(m2)))
            }
        }
    }
}

/// Areas are known to about a part in a billion: what lies that little above a whole unit is not charged as another.
const NOISE: f64 = 1e-9;

fn rounded_up(m2: f64, unit_m2: f64) -> f64 {
    if unit_m2 <= 0.0 {
        return m2;
    }
    let units = m2 / unit_m2;
    (units - NOISE * units.max(1.0)).ceil().max(1.0) * unit_m2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fee(unit_m2: f64) -> Exposure {
        Exposure {
            kind: ExposureKind::RestorationFee,
            rate: Rate::PerM2 {
                yuan: [20.0, 40.0],
                unit_m2,
            },
            article: Bilingual::default(),
            when: Bilingual::default(),
            levels: vec![Level::Provincial],
            mark: None,
        }
    }

    #[track_caller]
    fn check(unit_m2: f64, overlap_m2: f64, charged_m2: f64) {
        let charge = fee(unit_m2)
            .charge(0, Some(overlap_m2), Some(Level::Provincial))
            .unwrap();
        assert_eq!(charge.charged_m2, Some(charged_m2));
        assert_eq!(charge.yuan, [20.0 * charged_m2, 40.0 * charged_m2]);
    }

    #[test]
    fn a_part_of_a_unit_is_charged_whole() {
        check(0.0, 1234.5, 1234.5);
        check(1.0, 1234.5, 1235.0);
        check(1.0, 1234.0, 1234.0);
        check(1.0, 1_234.000_000_1, 1234.0);
        check(1.0, 0.2, 1.0);
        check(100.0, 1.0, 100.0);
    }

    #[test]
    fn only_where_there_is_area_and_the_level_matches() {
        let fee = fee(1.0);
        assert_eq!(fee.charge(0, None, Some(Level::Provincial)), None);
        assert_eq!(fee.charge(0, Some(0.0), Some(Level::Provincial)), None);
        assert_eq!(fee.charge(0, Some(5.0), Some(Level::National)), None);
        assert!(fee.charge(0, Some(5.0), None).is_some());
    }

    #[test]
    fn a_lump_sum_needs_no_area() {
        let fine = Exposure {
            kind: ExposureKind::LumpSum,
            rate: Rate::Lump([50_000.0, 500_000.0]),
            ..fee(0.0)
        };
        let charge = fine.charge(3, None, None).unwrap();
        assert_eq!(
            (charge.exposure, charge.yuan, charge.charged_m2),
            (3, [50_000.0, 500_000.0], None)
        );
    }
}
