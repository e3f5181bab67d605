//! Every problem has a text and an advice in both languages, with all placeholders filled.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use redshank::geom::chinese_zone::ChineseZone;
use redshank::geom::gate::FaultKind;
use redshank::geom::repair::Change;
use redshank::geom::web_shift::WebShift;
use redshank::model::contract::Meaning;
use redshank::model::coverage_doubt::{CoverageDoubt, Neighbour};
use redshank::model::crs_note::CrsNote;
use redshank::model::crs_reading::{Offset, Reading, System};
use redshank::model::field_fault::FieldFault;
use redshank::model::field_type::FieldType;
use redshank::model::file_fault::FileFault;
use redshank::model::problem::{Done, Problem, ProblemKind};
use redshank::model::reading_fault::ReadingFault;
use redshank::words::Lang;

#[expect(clippy::too_many_lines, reason = "a list")]
fn all_kinds() -> Vec<ProblemKind> {
    let text = || "abc".to_owned();
    let change = |ambiguous| {
        FaultKind::Invalid(Change {
            before_m2: 1.0,
            after_m2: 2.0,
            ambiguous,
        })
    };
    let faults = [
        FaultKind::NotFinite,
        FaultKind::OutOfRange,
        FaultKind::OutOfReach,
        FaultKind::AcrossAntimeridian,
        FaultKind::TooFewVertices,
        FaultKind::Empty,
        FaultKind::UnclosedRing,
        change(false),
        change(true),
        FaultKind::Invalid(Change {
            before_m2: 1.0,
            after_m2: 1.0,
            ambiguous: false,
        }),
        FaultKind::NoArea,
        FaultKind::FarVertex,
    ];
    let of_fault = |fault| ProblemKind::Geometry {
        fault,
        vertex: Some(3),
        coordinate: Some((1.0, 2.0)),
    };
    let mut kinds: Vec<ProblemKind> = faults.into_iter().map(of_fault).collect();
    kinds.extend(
        all_notes()
            .into_iter()
            .map(|note| ProblemKind::Crs(Box::new(note))),
    );
    kinds.extend([
        ProblemKind::FileMissing,
        ProblemKind::FileUnreadable(text()),
        ProblemKind::FileEmpty,
        ProblemKind::OtherFormat { found: text() },
        ProblemKind::NotYet { format: text() },
        ProblemKind::TooLarge { limit_mib: 1 },
        ProblemKind::TooMuchMemory {
            need_mib: 2,
            have_mib: 1,
        },
        ProblemKind::WhichTable {
            tables: vec![text(), text()],
        },
        ProblemKind::NoSuchTable {
            wanted: text(),
            tables: vec![text()],
        },
        ProblemKind::NoSuchTable {
            wanted: text(),
            tables: Vec::new(),
        },
        ProblemKind::Syntax {
            line: 1,
            byte: 2,
            detail: text(),
        },
        ProblemKind::Truncated { whole: 1, byte: 2 },
        ProblemKind::WrongType {
            expected: text(),
            found: text(),
        },
        ProblemKind::NoGeometry,
        ProblemKind::ExtraOrdinates { features: 1 },
        ProblemKind::DuplicateId { now: text() },
        ProblemKind::UnknownCrs { code: text() },
        ProblemKind::NoDatumShift {
            from: text(),
            to: text(),
        },
        ProblemKind::CrsMissing,
        ProblemKind::BadSetting { detail: text() },
        ProblemKind::UnknownKind { found: text() },
        ProblemKind::UnknownRole { found: text() },
        ProblemKind::NothingAdmitted,
        ProblemKind::WhereUnknown,
        ProblemKind::FieldMissing,
        ProblemKind::NotClosing {
            published_ha: 1.0,
            found_ha: 2.0,
        },
    ]);
    kinds.extend(reading_faults().map(ProblemKind::Reading));
    kinds.extend(field_faults().map(ProblemKind::Field));
    kinds.extend(coverage_doubts().into_iter().map(ProblemKind::Coverage));
    kinds
}

fn field_faults() -> [FieldFault; 15] {
    let text = || "abc".to_owned();
    let examples = || vec![text(), text()];
    [
        FieldFault::NotMapped {
            meaning: Meaning::Class,
        },
        FieldFault::Empty { features: 1, of: 2 },
        FieldFault::UnknownClass {
            found: text(),
            features: 2,
            examples: examples(),
        },
        FieldFault::LostZero {
            found: text(),
            likely: text(),
            features: 2,
        },
        FieldFault::FullWidth {
            found: text(),
            features: 2,
        },
        FieldFault::UnknownLevel {
            found: text(),
            features: 2,
            examples: examples(),
        },
        FieldFault::ManyValues { values: 2 },
        FieldFault::MixedTypes { numbers: 1, texts: 2 },
        FieldFault::OutOfRange {
            found: -1.0,
            least: 0.0,
            most: 2.0,
            features: 2,
        },
        FieldFault::NumberAsText { features: 2 },
        FieldFault::NotANumber {
            found: text(),
            features: 2,
        },
        FieldFault::NotMonths {
            found: text(),
            features: 2,
        },
        FieldFault::NoRole { features: 1, of: 2 },
        FieldFault::UnknownWord {
            found: text(),
            features: 2,
        },
        FieldFault::UnknownValue {
            found: text(),
            features: 2,
        },
    ]
}

fn coverage_doubts() -> Vec<CoverageDoubt> {
    let other = || Neighbour {
        number: 3,
        id: "B".into(),
    };
    let overlap = |is_sliver| CoverageDoubt::Overlap {
        other: other(),
        area_m2: 1.0,
        width_m: 2.0,
        share: 0.5,
        is_sliver,
    };
    let gap = |other, is_sliver| CoverageDoubt::Gap {
        other,
        beside: 2,
        area_m2: 1.0,
        width_m: 2.0,
        is_sliver,
    };
    let spike = |is_outward| CoverageDoubt::Spike {
        angle_deg: 0.5,
        length_m: 9.0,
        is_outward,
    };
    let double = |same_attributes| CoverageDoubt::Double {
        other: other(),
        same_attributes,
    };
    let doubts = vec![
        overlap(false),
        overlap(true),
        gap(Some(other()), false),
        gap(Some(other()), true),
        gap(None, true),
        double(true),
        double(false),
        CoverageDoubt::Unmatched { other: other() },
        spike(true),
        spike(false),
        CoverageDoubt::SliverPart {
            area_m2: 1.0,
            width_m: 2.0,
        },
        CoverageDoubt::TinyPart { area_m2: 1.0 },
        CoverageDoubt::Touching { places: 2 },
        CoverageDoubt::CloseVertices {
            count: 2,
            least_m: 0.0001,
        },
        CoverageDoubt::RepeatedParts { count: 2 },
    ];
    let codes: Vec<&str> = doubts.iter().map(CoverageDoubt::code).collect();
    assert_eq!(codes, CoverageDoubt::CODES);
    doubts
}

fn file_faults() -> Vec<FileFault> {
    let text = || "abc".to_owned();
    let limits = [
        "entries",
        "ratio",
        "unpacked_mib",
        "nesting",
        "steps",
        "columns",
        "uses",
        "depth",
        "footer_mib",
        "packed_bytes",
        "unpacked_bytes",
        "values",
    ];
    let limit = |what| FileFault::Limit { what, limit: 1 };
    let mut faults: Vec<FileFault> = limits.into_iter().map(limit).collect();
    faults.extend([
        FileFault::WrongLength {
            byte: 1,
            said: 2,
            there: 3,
        },
        FileFault::WrongOrder { byte: 1 },
        FileFault::WrongCode { byte: 1, code: 2 },
        FileFault::HeaderLength { said: 1, there: 2 },
        FileFault::Corrupt(text()),
        FileFault::PartMissing { part: text() },
        FileFault::CountsDiffer {
            first: text(),
            first_count: 1,
            second: text(),
            second_count: 2,
        },
        FileFault::IndexIgnored,
        FileFault::Unsupported { found: text() },
        FileFault::Undecodable {
            encoding: text(),
            features: 1,
        },
        FileFault::EncodingDoubt {
            said: text(),
            better: text(),
        },
        FileFault::EncodingGuessed {
            encoding: text(),
            sample: text(),
        },
        FileFault::FieldRenamed { now: text() },
        FileFault::DeletedRecords { features: 1 },
        FileFault::HoleOutside { rings: 1 },
        FileFault::OtherCrs { said: 1, features: 2 },
        FileFault::NoLayer,
        FileFault::Encrypted,
        FileFault::Packing { method: 9 },
        FileFault::UnsafeName { name: text() },
        FileFault::NestedArchive,
        FileFault::WorkspaceInside { name: text() },
    ]);
    faults
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn reading_faults() -> [ReadingFault; 25] {
    let text = || "abc".to_owned();
    let texts = || vec![text(), text()];
    [
        ReadingFault::Undecodable {
            places: 2,
            encoding: text(),
        },
        ReadingFault::BadLine {
            line: 2,
            found: text(),
        },
        ReadingFault::BadCoordinate {
            line: 2,
            found: text(),
        },
        ReadingFault::FieldCount {
            line: 2,
            expected: 3,
            found: 4,
        },
        ReadingFault::BadQuote { line: 2 },
        ReadingFault::NoCoordinates { columns: texts() },
        ReadingFault::WhichColumns { columns: texts() },
        ReadingFault::NotOfType {
            wanted: FieldType::Date,
            found: text(),
            features: 2,
        },
        ReadingFault::NotOfType {
            wanted: FieldType::Number,
            found: text(),
            features: 2,
        },
        ReadingFault::DigitsLost {
            line: 2,
            found: text(),
            rows: 3,
        },
        ReadingFault::ColumnsUsed { columns: texts() },
        ReadingFault::StatedArea {
            stated_ha: 1.0,
            found_ha: 2.0,
        },
        ReadingFault::StatedCount {
            stated: text(),
            found: 2,
        },
        ReadingFault::ZoneMismatch {
            header: text(),
            easting: 40,
        },
        ReadingFault::MixedZones,
        ReadingFault::NotRead {
            what: text(),
            count: 2,
        },
        ReadingFault::Approximated { features: 2 },
        ReadingFault::CoarseArcs { features: 2 },
        ReadingFault::PackedInside { found: text() },
        ReadingFault::GeodesicEdges,
        ReadingFault::CutByService,
        ReadingFault::ShiftedMaps,
        ReadingFault::TooDeep { limit: 2 },
        ReadingFault::NoEntry { wanted: text() },
        ReadingFault::StrayText,
    ]
}

#[expect(clippy::too_many_lines, reason = "a list")]
fn all_notes() -> Vec<CrsNote> {
    let text = || "abc".to_owned();
    let zone = Reading {
        swapped: true,
        ..Reading::plain(System::Zone(ChineseZone::of_code("EPSG:4528").unwrap()))
    };
    let shifted = Reading {
        shift: Some(WebShift::Bd09),
        ..Reading::AS_SAID
    };
    let fits = |reading, as_said_m| CrsNote::FitsBetter {
        reading,
        reference: text(),
        residual_m: 1.0,
        as_said_m,
    };
    let offset = Offset {
        east_m: 1.0,
        north_m: 2.0,
        residual_m: 3.0,
    };
    let readings = [System::AsSaid, System::LonLat, System::WebMercator].map(Reading::plain);
    vec![
        CrsNote::NotDegrees { code: text() },
        CrsNote::NotMetres { code: text() },
        CrsNote::ZoneNumber {
            code: text(),
            zone: 40,
            fitting: text(),
        },
        CrsNote::NoZoneNumber {
            code: text(),
            fitting: text(),
        },
        CrsNote::AxesSwapped,
        CrsNote::Chosen { reading: zone },
        CrsNote::OutsideArea { code: text() },
        CrsNote::FarFromReference {
            reference: text(),
            distance_m: 1.0,
        },
        fits(zone, Some(2.0)),
        fits(shifted, None),
        CrsNote::Displaced {
            reference: text(),
            offset,
        },
        CrsNote::Proposals {
            readings: readings.to_vec(),
        },
        CrsNote::AnyZone { swapped: true },
        CrsNote::AnyZone { swapped: false },
        CrsNote::Confirmed { by: text() },
        CrsNote::AxesTurned,
        CrsNote::ShiftUndone {
            shift: WebShift::Gcj02,
        },
        CrsNote::Shifted {
            from: text(),
            parameters: 7,
            accuracy_m: 1.0,
            source: text(),
        },
        CrsNote::Accepted {
            from: text(),
            accept_m: 1.0,
            signed: text(),
        },
        CrsNote::NotCorrected { detail: text() },
    ]
}

#[test]
fn every_kind_has_text_and_advice_in_both_languages() {
    let of_files = file_faults().into_iter().map(ProblemKind::File);
    for kind in all_kinds().into_iter().chain(of_files) {
        let code = kind.code();
        let mut problem = Problem::of_file("a.geojson", kind, Done::Noted);
        problem.feature = Some(7);
        problem.id = Some("A".to_owned());
        problem.field = Some("DLBM".to_owned());
        let texts = Lang::ALL.map(|lang| {
            let line = problem.line(lang);
            let missing = line.contains("problem.")
                || line.contains("crs_doubt.")
                || line.contains("advice.")
                || line.contains("%{");
            assert!(!missing, "{code}: {line}");
            assert!(
                line.contains('7') && line.contains("DLBM") && line.ends_with("[a.geojson]"),
                "{code}: {line}"
            );
            (problem.text(lang), problem.advice(lang))
        });
        let chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..'\u{9fff}').contains(&c));
        assert!(chinese(&texts[0].0) && chinese(&texts[0].1), "{code}: {texts:?}");
        assert!(
            !chinese(&texts[1].0) && !chinese(&texts[1].1),
            "{code}: {texts:?}"
        );
    }
}
