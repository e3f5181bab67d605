//! Real siting cases with answers by other people and by GEOS: read, screened, and compared row by row.
//!
//! The data lies beside the project and is not part of it; where it is missing the tests say so and pass.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test may"
)]

use std::path::PathBuf;

use redshank::formats::open::{OpenOptions, Source, open};
use redshank::formats::workspace::quick::Quick;
use redshank::geom::relate::Relation;
use redshank::model::finding::{Finding, Screening};
use redshank::model::role::{ProjectKind, Role};
use redshank::model::workspace::Workspace;
use redshank::screening::{Request, screen};

/// A file of a siting case; `None`, said aloud, where the data is missing.
fn case_file(path: &str) -> Option<PathBuf> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/data/siting_cases")
        .join(path);
    if !full.exists() {
        println!("skipped: {path} is not there");
        return None;
    }
    Some(full)
}

fn opened(
    zones: &[(Role, PathBuf)],
    project: (ProjectKind, PathBuf),
    setback_m: f64,
) -> (Workspace, Screening) {
    let setbacks = vec![(project.0, setback_m)];
    let source = Source::Quick(Quick {
        zones: zones.to_vec(),
        projects: vec![project],
        setbacks,
    });
    let workspace = open(&source, &OpenOptions::default(), &Default::default()).unwrap();
    let request = Request {
        as_of: "2026-11-23".parse().unwrap(),
        only: Vec::new(),
    };
    let screening = screen(&workspace, &request, &Default::default()).unwrap();
    (workspace, screening)
}

/// The rows of a reference table without its head, as numbers; text cells become NaN.
fn table(path: PathBuf) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .skip(1)
        .map(|row| {
            row.split(',')
                .map(|cell| cell.parse().unwrap_or(f64::NAN))
                .collect()
        })
        .collect()
}

#[test]
fn dutch_farms_in_wetland_sites() {
    let Some(zones) = case_file("nl_natura2000_farms/natura2000_zones.geojson") else {
        return;
    };
    let Some(farms) = case_file("nl_natura2000_farms/farm_monuments_with_published_result.geojson") else {
        return;
    };
    let Some(reference) = case_file("nl_natura2000_farms/reference_geos_rd_new.csv") else {
        return;
    };
    let (workspace, screening) = opened(&[(Role::Wetland, zones)], (ProjectKind::Tourism, farms), 6000.0);
    assert_eq!(
        workspace.layer("wetland").unwrap().provenance.counts.repaired,
        8,
        "8 sites are invalid as published"
    );
    let reference = table(reference);
    assert_eq!((workspace.projects().count(), reference.len()), (977, 977));

    let slug_of = |finding: &Finding| {
        let (_, zone) = workspace.feature(&finding.zone).unwrap();
        zone.properties.text("slug").unwrap()
    };
    let (mut agreeing, mut inside_own, mut worst_m) = (0, 0, 0.0_f64);
    for (project, row) in workspace.projects().zip(&reference) {
        let site = project.feature.properties.text("site").unwrap();
        let own = screening
            .findings
            .iter()
            .find(|f| f.matter.project == project.name() && slug_of(f) == site)
            .unwrap();
        let inside = own.relation == Relation::Inside;
        let published = project.feature.properties.text("published_inside").unwrap() == "true";
        agreeing += usize::from(inside == published && inside == (row[4] == 1.0));
        inside_own += usize::from(inside);
        if !inside {
            worst_m = worst_m.max((own.evidence.distance_m - row[5]).abs());
        }
    }
    let inside_any = screening
        .findings
        .iter()
        .filter(|f| f.relation == Relation::Inside)
        .count();
    println!("{agreeing} of 977 flags agree, {inside_own} inside, worst distance {worst_m:.3} m off GEOS");
    assert_eq!(agreeing, 977);
    assert_eq!(
        inside_any,
        inside_own + 1,
        "one more point lies inside a neighbouring site"
    );
    assert!(worst_m <= 1.0, "{worst_m} m");
}

fn aachen_zones() -> Option<[(Role, PathBuf); 2]> {
    Some([
        (
            Role::Core,
            case_file("de_aachen_wind/CDDA_aachenClipped.geojson")?,
        ),
        (
            Role::BirdHabitat,
            case_file("de_aachen_wind/Natura2000_aachenClipped.geojson")?,
        ),
    ])
}

#[test]
fn aachen_turbines_in_protected_areas() {
    let Some(zones) = aachen_zones() else { return };
    let Some(turbines) = case_file("de_aachen_wind/aachen_placements.geojson") else {
        return;
    };
    let Some(reference) = case_file("de_aachen_wind/reference_geos_placements.csv") else {
        return;
    };
    let (workspace, screening) = opened(&zones, (ProjectKind::Wind, turbines), 0.0);
    let reference = table(reference);
    assert_eq!((workspace.projects().count(), reference.len()), (194, 194));
    let mut counts = [0, 0];
    for (project, row) in workspace.projects().zip(&reference) {
        for (k, role) in [Role::Core, Role::BirdHabitat].into_iter().enumerate() {
            let mut own = screening
                .findings
                .iter()
                .filter(|f| f.matter.project == project.name() && f.sort.role == role);
            let inside = own.any(|f| f.relation == Relation::Inside);
            assert_eq!(inside, row[4 + k] == 1.0, "{} {role:?}", project.name());
            counts[k] += usize::from(inside);
        }
    }
    println!("{} of 194 in CDDA, {} in Natura 2000", counts[0], counts[1]);
    assert_eq!(counts, [72, 22]);
}

#[test]
fn aachen_areas_overlap_as_in_geos() {
    let Some(zones) = aachen_zones() else { return };
    let Some(areas) = case_file("de_aachen_wind/aachen_placement_areas.geojson") else {
        return;
    };
    let Some(reference) = case_file("de_aachen_wind/reference_geos_placement_areas.csv") else {
        return;
    };
    let (_, screening) = opened(&zones, (ProjectKind::Solar, areas), 0.0);
    let reference = table(reference);
    assert_eq!((screening.projects.len(), reference.len()), (182, 182));
    let mut worst_ha = 0.0_f64;
    for (account, row) in screening.projects.iter().zip(&reference) {
        for (k, role) in [Role::Core, Role::BirdHabitat].into_iter().enumerate() {
            let found_m2 = account
                .by_role
                .iter()
                .find(|(own, _)| *own == role)
                .map_or(0.0, |(_, m2)| *m2);
            worst_ha = worst_ha.max((found_m2 / 10_000.0 - row[2 + k]).abs());
        }
        worst_ha = worst_ha.max((account.area_m2 / 10_000.0 - row[1]).abs());
    }
    println!("worst overlap {worst_ha:.5} ha off GEOS");
    assert!(worst_ha <= 0.02, "{worst_ha} ha");
}
