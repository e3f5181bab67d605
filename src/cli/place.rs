//! What `redshank info` says about the place of a layer: evidence, verdict, and how other readings fit.

use serde::Serialize;

use crate::model::crs_doubt::{Against, CrsDoubt, Tested};
use crate::model::crs_note::CrsNote;
use crate::report::units::thousands;
use crate::say;
use crate::words::Lang;

/// Readings that people are shown; programs get all.
const SHOWN: usize = 5;

/// The evidence for the place of a layer, for programs. Metres; extents in the coordinates of the file.
#[derive(Serialize)]
pub struct PlaceRecord<'a> {
    verdict: &'static str,
    reasons: Vec<ReasonRecord>,
    /// West, south, east, north of the vertices that were looked at.
    range: Option<[f64; 4]>,
    easting_zone: Option<u32>,
    proposals: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<AgainstRecord<'a>>,
}

#[derive(Serialize)]
struct ReasonRecord {
    kind: &'static str,
    text: String,
    text_zh: String,
}

#[derive(Serialize)]
struct AgainstRecord<'a> {
    reference: &'a str,
    distance_m: Option<f64>,
    matched: usize,
    offset: Option<OffsetRecord>,
    hypotheses: Vec<HypothesisRecord>,
}

#[derive(Serialize)]
struct OffsetRecord {
    east_m: f64,
    north_m: f64,
    residual_m: f64,
}

#[derive(Serialize)]
struct HypothesisRecord {
    hypothesis: String,
    residual_m: Option<f64>,
    by_borders: bool,
    share_inside: f64,
    moved_m: Option<[f64; 2]>,
    offered: bool,
    keys: String,
}

impl<'a> PlaceRecord<'a> {
    /// Of what is known of a file's place.
    pub fn of(doubt: &'a CrsDoubt) -> PlaceRecord<'a> {
        let reason = |note: &CrsNote| ReasonRecord {
            kind: note.code(),
            text: note.text(Lang::En),
            text_zh: note.text(Lang::Zh),
        };
        PlaceRecord {
            verdict: doubt.trust.code(),
            reasons: doubt.notes.iter().map(reason).collect(),
            range: doubt
                .range
                .map(|range| [range.min.x, range.min.y, range.max.x, range.max.y]),
            easting_zone: doubt.easting_zone.map(|zone| zone.number()),
            proposals: doubt.proposals.iter().map(|reading| reading.code()).collect(),
            against: doubt.against.as_ref().map(AgainstRecord::of),
        }
    }
}

impl<'a> AgainstRecord<'a> {
    fn of(against: &'a Against) -> AgainstRecord<'a> {
        AgainstRecord {
            reference: &against.reference,
            distance_m: against.distance_m,
            matched: against.matched,
            offset: against.offset.map(|offset| OffsetRecord {
                east_m: offset.east_m,
                north_m: offset.north_m,
                residual_m: offset.residual_m,
            }),
            hypotheses: against.tested.iter().map(HypothesisRecord::of).collect(),
        }
    }
}

impl HypothesisRecord {
    fn of(tested: &Tested) -> HypothesisRecord {
        HypothesisRecord {
            hypothesis: tested.reading.code(),
            residual_m: tested.residual_m.is_finite().then_some(tested.residual_m),
            by_borders: tested.by_borders,
            share_inside: tested.share_inside,
            moved_m: tested.moved_m.map(|(east_m, north_m)| [east_m, north_m]),
            offered: tested.offered,
            keys: tested.reading.keys(),
        }
    }
}

/// The same for people, line by line.
pub fn place_words(doubt: &CrsDoubt, lang: Lang) -> Vec<String> {
    let mut lines = vec![say!(lang, "cli.info.place", trust = doubt.trust.name(lang))];
    if let Some(zone) = doubt.easting_zone {
        let (number, code) = (zone.number(), zone.code());
        lines.push(say!(lang, "cli.info.easting_zone", number = number, code = code));
    }
    let Some(against) = &doubt.against else {
        return lines;
    };
    let distance = against
        .distance_m
        .map_or_else(|| "?".to_owned(), |metres| thousands(metres, 0));
    lines.push(say!(
        lang,
        "cli.info.against",
        reference = against.reference,
        distance = distance,
        matched = against.matched
    ));
    if let Some(offset) = &against.offset {
        lines.push(say!(
            lang,
            "cli.info.offset",
            east = thousands(offset.east_m, 0),
            north = thousands(offset.north_m, 0),
            residual = thousands(offset.residual_m, 0)
        ));
    }
    let shown = against.tested.iter().take(SHOWN);
    lines.extend(shown.map(|tested| tested_words(tested, lang)));
    let rest = against.tested.len().saturating_sub(SHOWN);
    if rest > 0 {
        lines.push(say!(lang, "cli.info.more_hypotheses", count = rest));
    }
    lines
}

fn tested_words(tested: &Tested, lang: Lang) -> String {
    let metres = |value: f64| {
        if value.is_finite() {
            thousands(value, 0)
        } else {
            "?".to_owned()
        }
    };
    let (east, north) = tested.moved_m.map_or_else(
        || ("?".to_owned(), "?".to_owned()),
        |(e, n)| (metres(e), metres(n)),
    );
    let key = if tested.offered { "offered" } else { "hypothesis" };
    say!(
        lang,
        &format!("cli.info.{key}"),
        name = tested.reading.name(lang),
        residual = metres(tested.residual_m),
        inside = format!("{:.0}", 100.0 * tested.share_inside),
        east = east,
        north = north,
        keys = tested.reading.keys()
    )
}
