//! Areas that cannot double count: per project, and for all projects together.

use geo::MultiPolygon;

use crate::geom::area::{Ruler, plane_area};
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::overlay::union;
use crate::model::finding::RoleTotal;
use crate::model::role::Role;

/// One project's overlap with one zone.
pub struct Part {
    /// What the zone is.
    pub role: Role,
    /// Ellipsoidal area.
    pub area_m2: f64,
    /// In the plane.
    pub areas: MultiPolygon<f64>,
}

/// A union with its area.
#[derive(Debug, Clone)]
pub struct Cover {
    /// What the union is about.
    pub role: Role,
    /// Ellipsoidal area, nothing counted twice.
    pub area_m2: f64,
    /// In the plane.
    pub areas: MultiPolygon<f64>,
}

/// Area of the union of parts, with the union itself.
///
/// Where the parts do not overlap it is their sum to the last digit, so that no cover is seen where there is none.
fn united(parts: &[(f64, &MultiPolygon<f64>)], ruler: &Ruler) -> (f64, MultiPolygon<f64>) {
    if let [(area_m2, areas)] = parts {
        return (*area_m2, (*areas).clone());
    }
    let all = union(parts.iter().map(|(_, areas)| *areas));
    let (sum, whole): (f64, f64) = (
        parts.iter().map(|(_, areas)| plane_area(areas)).sum(),
        plane_area(&all),
    );
    let noise_m2 = 1e-4_f64.max(1e-9 * sum);
    let area_m2 = if sum - whole <= noise_m2 {
        parts.iter().map(|(m2, _)| m2).sum()
    } else {
        ruler.area_m2(&all)
    };
    (area_m2, all)
}

/// Union of one project's parts per role, in the order of the roles.
pub fn by_role(parts: &[Part], ruler: &Ruler) -> Vec<Cover> {
    let of = |role: Role| {
        parts
            .iter()
            .filter(move |p| p.role == role)
            .map(|p| (p.area_m2, &p.areas))
            .collect::<Vec<_>>()
    };
    Role::ALL
        .into_iter()
        .map(|role| (role, of(role)))
        .filter(|(_, parts)| !parts.is_empty())
        .map(|(role, parts)| {
            let (area_m2, areas) = united(&parts, ruler);
            Cover { role, area_m2, areas }
        })
        .collect()
}

/// Area of the union over all roles of one project.
pub fn unique_m2(covers: &[Cover], ruler: &Ruler) -> f64 {
    let parts: Vec<_> = covers.iter().map(|cover| (cover.area_m2, &cover.areas)).collect();
    if parts.is_empty() {
        0.0
    } else {
        united(&parts, ruler).0
    }
}

/// What all projects together take, by role. Only projects whose parts come near each other are united.
pub fn totals<'a>(all: impl Iterator<Item = &'a Cover>, ruler: &Ruler) -> Vec<RoleTotal> {
    let all: Vec<&Cover> = all.collect();
    let covers = |role: Role| all.iter().copied().filter(|c| c.role == role).collect::<Vec<_>>();
    Role::ALL
        .into_iter()
        .map(|role| (role, covers(role)))
        .filter(|(_, covers)| !covers.is_empty())
        .map(|(role, covers)| RoleTotal {
            role,
            unique_m2: clusters(&covers)
                .iter()
                .map(|cluster| cluster_m2(cluster, ruler))
                .sum(),
            gross_m2: covers.iter().map(|cover| cover.area_m2).sum(),
        })
        .collect()
}

fn cluster_m2(cluster: &[&Cover], ruler: &Ruler) -> f64 {
    let parts: Vec<_> = cluster
        .iter()
        .map(|cover| (cover.area_m2, &cover.areas))
        .collect();
    united(&parts, ruler).0
}

/// Groups of covers whose boxes are connected, each in the order given.
fn clusters<'a>(covers: &[&'a Cover]) -> Vec<Vec<&'a Cover>> {
    let extents: Vec<Extent> = covers
        .iter()
        .map(|c| Extent::of_coords(c.areas.iter().flat_map(|p| p.exterior().0.iter().copied())))
        .collect();
    let index = SpatialIndex::new(&extents);
    let mut cluster_of = vec![usize::MAX; covers.len()];
    let mut clusters: Vec<Vec<usize>> = Vec::new();
    for start in 0..covers.len() {
        if cluster_of[start] != usize::MAX {
            continue;
        }
        let number = clusters.len();
        let mut members = vec![start];
        cluster_of[start] = number;
        let mut next = 0;
        while let Some(&member) = members.get(next) {
            for other in index.meeting(&extents[member]) {
                if cluster_of[other] == usize::MAX {
                    cluster_of[other] = number;
                    members.push(other);
                }
            }
            next += 1;
        }
        members.sort_unstable();
        clusters.push(members);
    }
    clusters
        .into_iter()
        .map(|members| members.into_iter().map(|k| covers[k]).collect())
        .collect()
}
