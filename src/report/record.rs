//! A finding as it stands in files: the names and numbers that other programs rely on.

use serde::{Serialize, Serializer};

use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, RelationWords as _};

use super::plain_record::{PlainValue, is_plain, plain_record, write_value};

/// A feature by name, `LAYER/ID`, written straight into the file.
pub struct Named<'a>(pub &'a FeatureRef);

impl Serialize for Named<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self.0)
    }
}

impl PlainValue for Named<'_> {
    fn write_plain(&self, text: &mut Vec<u8>) {
        let FeatureRef { layer, id } = self.0;
        if is_plain(layer) && is_plain(id) {
            text.push(b'"');
            text.extend_from_slice(layer.as_bytes());
            text.push(b'/');
            text.extend_from_slice(id.as_bytes());
            text.push(b'"');
        } else {
            write_value(self, text);
        }
    }
}

/// What the project takes of all zones that the rule is about, where that and not the zone alone is held against a least
/// size.
#[derive(Clone, Copy, Serialize)]
pub struct TogetherRecord {
    pub overlap_m2: f64,
    pub overlap_m: f64,
}

impl PlainValue for TogetherRecord {
    fn write_plain(&self, text: &mut Vec<u8>) {
        write_value(self, text);
    }
}

plain_record! {
    /// Version 1 of a finding in `findings.json` and `findings.geojson`. Numbers are unrounded.
    pub struct FindingRecord<'a> {
        /// Appends whose finding it is: the same throughout a matter, as are the stretches on its rule, setback and bearing.
        write_project {
            pub project: Named<'a>,
            pub kind: Option<&'static str>,
        }
        /// Appends where it is.
        write_zone {
            pub zone: Named<'a>,
        }
        /// Appends what the zone is: the same in all zones of a sort.
        write_sort {
            pub role: &'static str,
            pub class: Option<&'a str>,
            pub level: Option<&'static str>,
        }
        /// Appends what is judged by.
        write_rule {
            pub rule: &'a str,
            pub severity: &'static str,
        }
        /// Appends what was found.
        write_evidence {
            pub verdict: &'static str,
            pub relation: &'static str,
            pub overlap_m2: Option<f64>,
            pub overlap_m: Option<f64>,
            pub overlap_width_m: Option<f32>,
            pub share_of_project: Option<f64>,
            pub share_of_zone: Option<f64>,
            pub distance_m: f64,
        }
        /// Appends what the distance is held against.
        write_setback {
            pub setback_m: Option<f64>,
        }
        /// Appends how sure it is.
        write_certainty {
            pub sliver: bool,
            pub holds_within_tolerance: bool,
        }
        /// Appends what bears on it beside the geometry.
        write_bearing {
            pub formula: Option<&'a str>,
            pub formula_m: Option<f64>,
            pub exempt_by: Option<&'a str>,
            pub lightened_by: Option<&'a str>,
            pub yields_to: Option<&'a str>,
            pub together: Option<TogetherRecord>,
        }
    }
}

impl<'a> FindingRecord<'a> {
    pub fn of(finding: &'a Finding) -> FindingRecord<'a> {
        let (evidence, bearing) = (&finding.evidence, &finding.matter.bearing);
        FindingRecord {
            project: Named(&finding.matter.project),
            kind: finding.matter.kind.map(|kind| kind.code()),
            zone: Named(&finding.zone),
            role: finding.sort.role.code(),
            class: finding.sort.class.as_deref(),
            level: finding.sort.level.map(|level| level.code()),
            rule: &finding.matter.rule,
            severity: finding.matter.severity.code(),
            verdict: finding.verdict.code(),
            relation: finding.relation.code(),
            overlap_m2: evidence.overlap_m2.get(),
            overlap_m: evidence.overlap_m.get(),
            overlap_width_m: evidence.width_m.get(),
            share_of_project: finding.share_of_project(),
            share_of_zone: evidence.share_of_zone.get(),
            distance_m: evidence.distance_m,
            setback_m: finding.matter.setback_m,
            sliver: evidence.sliver,
            holds_within_tolerance: evidence.holds_within_tolerance,
            formula: bearing.formula.as_ref().map(|worked_out| &*worked_out.formula),
            formula_m: bearing.formula.as_ref().and_then(|worked_out| worked_out.metres),
            exempt_by: bearing.exempt_by.as_deref(),
            lightened_by: bearing.lightened_by.as_deref(),
            yields_to: bearing.yields_to.as_deref(),
            together: bearing.together.map(|together| TogetherRecord {
                overlap_m2: together.overlap_m2,
                overlap_m: together.overlap_m,
            }),
        }
    }

    /// The same with the digits that all machines agree on: the mathematics of two systems differ in the last ones.
    pub fn agreed(mut self) -> Self {
        let all = |numbers: &mut [&mut Option<f64>], places: usize| {
            for number in numbers.iter_mut().filter_map(|number| number.as_mut()) {
                *number = agreed(*number, DIGITS, places);
            }
        };
        all(&mut [&mut self.overlap_m2], PLACES_M2);
        all(
            &mut [&mut self.overlap_m, &mut self.setback_m, &mut self.formula_m],
            PLACES_M,
        );
        all(
            &mut [&mut self.share_of_project, &mut self.share_of_zone],
            PLACES_SHARE,
        );
        self.distance_m = agreed(self.distance_m, DIGITS, PLACES_M);
        let width = |m: f32| agreed(m.into(), DIGITS_WIDTH, PLACES_M) as f32;
        self.overlap_width_m = self.overlap_width_m.map(width);
        if let Some(together) = &mut self.together {
            together.overlap_m2 = agreed(together.overlap_m2, DIGITS, PLACES_M2);
            together.overlap_m = agreed(together.overlap_m, DIGITS, PLACES_M);
        }
        self
    }
}

/// Digits that machines agree on; of widths, which have seven.
const DIGITS: usize = 9;
const DIGITS_WIDTH: usize = 6;
/// Places behind the point that they agree on: places on the map differ by some billionths of a metre, and so do lengths,
/// however short they are.
const PLACES_M: usize = 6;
const PLACES_M2: usize = 3;
const PLACES_SHARE: usize = 9;

/// A number with so many digits, or with so many places behind the point where that is coarser.
fn agreed(number: f64, digits: usize, places: usize) -> f64 {
    let text = match number.abs() < 10_f64.powi(digits as i32 - places as i32) {
        true => format!("{number:.places$}"),
        false => format!("{number:.0$e}", digits - 1),
    };
    // Nothing is nothing from either side.
    text.parse().unwrap_or(number) + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_agree_on_nine_digits() {
        let check = |number: f64, places: usize, expected: f64| {
            let found = agreed(number, DIGITS, places);
            assert_eq!(found.to_bits(), expected.to_bits(), "{number}: {found}");
        };
        check(0.0027725000774406357, PLACES_SHARE, 0.0027725);
        check(0.002772500077440634, PLACES_SHARE, 0.0027725);
        check(0.9999999999999999, PLACES_SHARE, 1.0);
        check(3e-12, PLACES_SHARE, 0.0);
        check(-3e-12, PLACES_SHARE, 0.0);
        check(184_532_999.999_999_97, PLACES_M2, 184_533_000.0);
        check(184_532_999.4, PLACES_M2, 184_532_999.0);
        check(1_234_567_891.4, PLACES_M2, 1_234_567_890.0);
        check(12606.18889830894, PLACES_M2, 12606.189);
        check(3.0000000012, PLACES_M, 3.0);
        check(3.0000012, PLACES_M, 3.000001);
        check(-12.25, PLACES_M, -12.25);
        check(0.0, PLACES_M, 0.0);
        check(f64::MAX, PLACES_M, 1.79769313e308);
        check(f64::INFINITY, PLACES_M, f64::INFINITY);
    }

    #[test]
    fn widths_have_fewer_digits() {
        let check = |number: f32, expected: f32| {
            assert_eq!(agreed(number.into(), DIGITS_WIDTH, PLACES_M) as f32, expected);
        };
        // Two neighbours.
        check(60.373966, 60.374);
        check(60.37397, 60.374);
        check(1060.3739, 1060.37);
        check(0.1234567, 0.123457);
    }

    #[track_caller]
    fn check(layer: &str, id: &str) {
        let feature = FeatureRef {
            layer: layer.into(),
            id: id.into(),
        };
        let mut found = Vec::new();
        Named(&feature).write_plain(&mut found);
        assert_eq!(found, serde_json::to_vec(&format!("{layer}/{id}")).unwrap());
    }

    #[test]
    fn names_are_written_as_text() {
        check("wetland", "A-17");
        check("湿地", "1104");
        check("a\"b", "1");
        check("a", "\u{1}");
        check("", "\\");
    }
}
