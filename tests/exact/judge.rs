//! One pair judged: what the engine says against the exact answer.

use redshank::geom::gate::admit_plane;
use redshank::geom::relate::Relation;
use redshank::geom::shape::Shape;

use super::distance;
use super::engine::{overlap_m2, overlays};
use super::pairs::Pair;
use super::reference::{Areas, areas};

/// Largest relative error of an overlap of 1 m² and more.
pub const RELATIVE: f64 = 1e-9;
/// Largest error of a smaller overlap, in square metres.
pub const ABSOLUTE_M2: f64 = 1e-5;
/// No overlap above this is missed or invented, and the engine may call less than this a touch.
pub const NOISE_M2: f64 = 1e-4;

/// What came out for one pair.
#[derive(Default)]
pub struct Outcome {
    /// Of an overlap of 1 m² or more.
    pub relative: f64,
    /// Of a smaller one, in square metres.
    pub absolute_m2: f64,
    pub overlaps: bool,
    /// What is wrong; empty where all holds.
    pub faults: Vec<String>,
}

/// Judges the relation and the area, both ways round; the overlays too if `with_overlays`.
pub fn judge(pair: &Pair, with_overlays: bool) -> Outcome {
    let mut outcome = Outcome::default();
    let admitted = (admit_plane(pair.first.clone()), admit_plane(pair.second.clone()));
    let (Ok(first), Ok(second)) = admitted else {
        outcome.faults.push("refused by the gate".to_owned());
        return outcome;
    };
    let Some(exact) = areas(first.areas(), second.areas()) else {
        outcome.faults.push("beyond the reference".to_owned());
        return outcome;
    };
    let (forward, backward) = (overlap_m2(&first, &second), overlap_m2(&second, &first));
    let (Some((relation, common)), Some((mirrored, again))) = (forward, backward) else {
        outcome
            .faults
            .push(format!("undecided, exact overlap {}", exact.common_m2));
        return outcome;
    };
    outcome.overlaps = exact.common_m2 > 0.0;
    judge_area(&mut outcome, common, &exact);
    judge_area(&mut outcome, again, &exact);
    if mirror(relation) != mirrored
        && (relation, mirrored) != (Some(Relation::Inside), Some(Relation::Inside))
    {
        outcome
            .faults
            .push(format!("{relation:?} one way, {mirrored:?} the other"));
    }
    if let Some(wrong) = wrong_relation(relation, (&first, &second), &exact) {
        outcome.faults.push(wrong);
    }
    if with_overlays {
        judge_overlays(&mut outcome, (&first, &second), &exact);
    }
    outcome
}

/// What the second is to the first. Shapes that are equal within the noise lie inside each other, either way round.
fn mirror(relation: Option<Relation>) -> Option<Relation> {
    match relation {
        Some(Relation::Inside) => Some(Relation::Contains),
        Some(Relation::Contains) => Some(Relation::Inside),
        other => other,
    }
}

fn judge_area(outcome: &mut Outcome, found: f64, exact: &Areas) {
    let expected = exact.common_m2;
    let error = (found - expected).abs();
    let missed = found == 0.0 && expected <= NOISE_M2;
    let holds = if expected >= 1.0 {
        outcome.relative = outcome.relative.max(error / expected);
        error <= RELATIVE * expected
    } else if missed {
        true
    } else {
        outcome.absolute_m2 = outcome.absolute_m2.max(error);
        error <= ABSOLUTE_M2
    };
    if !holds {
        outcome
            .faults
            .push(format!("overlap {found}, exact {expected}, off by {error:e}"));
    }
}

/// The relation against exact areas and an exact test of contact; silent within twice the engine's stated noise.
fn wrong_relation(found: Option<Relation>, pair: (&Shape, &Shape), exact: &Areas) -> Option<String> {
    let smaller = exact.first_m2.min(exact.second_m2);
    let limit = NOISE_M2.min(0.5 * smaller);
    let common = exact.common_m2;
    let within = |whole: f64, rest: f64| {
        let tolerance = NOISE_M2.min(0.5 * whole).max(1e-9 * whole);
        if rest <= 0.5 * tolerance {
            Some(true)
        } else if rest >= 2.0 * tolerance {
            Some(false)
        } else {
            None
        }
    };
    let expected = if common >= 1.2 * limit {
        match (
            within(exact.first_m2, exact.first_rest_m2),
            within(exact.second_m2, exact.second_rest_m2),
        ) {
            (Some(true), _) => Some(Relation::Inside),
            (Some(false), Some(true)) => Some(Relation::Contains),
            (Some(false), Some(false)) => Some(Relation::Overlap),
            _ => return None,
        }
    } else if common > 0.8 * limit {
        return None;
    } else if distance::meet(pair.0, pair.1)? {
        Some(Relation::Touch)
    } else if distance::apart_by(pair.0, pair.1, 2e-6) {
        None
    } else {
        // Within the noise of coordinates they touch or are apart.
        return (!matches!(found, None | Some(Relation::Touch | Relation::Near)))
            .then(|| format!("{found:?}, exact: almost touching"));
    };
    (found != expected).then(|| format!("{found:?} instead of {expected:?}, exact {exact:?}"))
}

/// The overlays give polygons whose vertices are doubles: up to half a last digit (4e-9 m at eastings of 40,500,000 m) off,
/// all along the border.
fn judge_overlays(outcome: &mut Outcome, pair: (&Shape, &Shape), exact: &Areas) {
    const LAST_DIGIT_M: f64 = 4e-9;
    let found = overlays(pair.0.areas(), pair.1.areas());
    let whole = pair.0.plane_area();
    let lengths = pair.0.segments().chain(pair.1.segments());
    let border_m: f64 = lengths.map(|s| (s.b.x - s.a.x).hypot(s.b.y - s.a.y)).sum();
    let mut hold = |what: &str, value: f64, expected: f64| {
        let error = (value - expected).abs();
        if error > RELATIVE * expected + ABSOLUTE_M2 + LAST_DIGIT_M * border_m {
            let fault = format!("{what}: {value}, exact {expected}, off by {error:e}");
            outcome.faults.push(fault);
        }
    };
    hold("union", found.union_m2, exact.union_m2);
    hold("difference", found.first_rest_m2, exact.first_rest_m2);
    hold("intersection", found.common_m2, exact.common_m2);
    hold("area", whole, exact.first_m2);
    hold(
        "|A| = |A∩B| + |A−B|",
        found.common_m2 + found.first_rest_m2,
        whole,
    );
}
