//! The findings of a screening as a source: common parts of project and zone, and the gaps between them.

use std::collections::HashMap;
use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::shape::Shape;
use crate::model::feature::FeatureRef;
use crate::model::finding::{EvidenceShape, Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::workspace::Workspace;

use super::looks::painted;
use super::source::{Drawable, Source, style_number};

/// What a finding is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvidenceStyle {
    /// Of the finding, any reason standing for all.
    pub verdict: Verdict,
    /// Of the rule.
    pub severity: Severity,
    /// A line between the nearest points instead of a common part.
    pub gap: bool,
}

/// Findings in the order in which they are painted, the gravest last.
#[derive(Debug)]
pub struct EvidenceLooks {
    workspace: Arc<Workspace>,
    screening: Arc<Screening>,
    /// Positions in the screening.
    order: Vec<u32>,
    style_of: Vec<u8>,
    /// What [`Source::style`] numbers.
    pub styles: Vec<EvidenceStyle>,
    /// How many findings are drawn in each style.
    pub counts: Vec<usize>,
    index: SpatialIndex,
    extent: Extent,
}

impl EvidenceLooks {
    /// Sorts the findings. Pure and slow for many: belongs into a background job.
    ///
    /// Of the gaps between one project and the zones that one rule names only the shortest is drawn: a band of attention
    /// of a kilometre would cover the map with lines.
    pub fn new(workspace: &Arc<Workspace>, screening: &Arc<Screening>) -> EvidenceLooks {
        let findings = &screening.findings;
        let shortest = shortest_gaps(screening);
        let mut order: Vec<u32> = (0..findings.len() as u32)
            .filter(|&number| {
                let finding = findings.get(number as usize);
                finding.is_some_and(|f| {
                    !f.is_gap() || shortest.get(&(&f.matter.project, &*f.matter.rule)) == Some(&number)
                })
            })
            .collect();
        order.sort_by_key(|&number| {
            let finding = findings.get(number as usize);
            let grave = finding.map(|f| (f.verdict == Verdict::Conflict, f.matter.severity));
            (grave, number)
        });
        let shown = || order.iter().filter_map(|&number| findings.get(number as usize));
        let mut styles: Vec<EvidenceStyle> = Vec::new();
        let style_of = shown().map(|finding| {
            let style = EvidenceStyle {
                verdict: painted(finding.verdict),
                severity: finding.matter.severity,
                gap: finding.is_gap(),
            };
            style_number(&mut styles, style)
        });
        let style_of: Vec<u8> = style_of.collect();
        let mut counts = vec![0; styles.len()];
        for &style in &style_of {
            if let Some(count) = counts.get_mut(usize::from(style)) {
                *count += 1;
            }
        }
        let extents: Vec<Extent> = shown().map(|finding| finding.evidence.extent).collect();
        let mut extent = Extent::EMPTY;
        extents.iter().for_each(|one| extent.merge(one));
        EvidenceLooks {
            workspace: Arc::clone(workspace),
            screening: Arc::clone(screening),
            index: SpatialIndex::new(&extents),
            order,
            style_of,
            styles,
            counts,
            extent,
        }
    }

    fn finding(&self, item: usize) -> Option<&crate::model::finding::Finding> {
        self.screening.findings.get(*self.order.get(item)? as usize)
    }
}

/// The number of the shortest gap for each project and rule.
fn shortest_gaps(screening: &Screening) -> HashMap<(&FeatureRef, &str), u32> {
    let mut shortest: HashMap<(&FeatureRef, &str), (f64, u32)> = HashMap::new();
    for (number, finding) in screening
        .findings
        .iter()
        .enumerate()
        .filter(|(_, finding)| finding.is_gap())
    {
        let gap = (finding.evidence.distance_m, number as u32);
        let best = shortest
            .entry((&finding.matter.project, &*finding.matter.rule))
            .or_insert(gap);
        if gap < *best {
            *best = gap;
        }
    }
    shortest
        .into_iter()
        .map(|(of, (_, number))| (of, number))
        .collect()
}

impl Source for EvidenceLooks {
    fn extent(&self) -> Extent {
        self.extent
    }

    fn candidates(&self, around: &Extent) -> Vec<usize> {
        self.index.meeting(around)
    }

    fn item_extent(&self, item: usize) -> Extent {
        self.finding(item)
            .map_or(Extent::EMPTY, |finding| finding.evidence.extent)
    }

    fn style(&self, item: usize) -> u8 {
        self.style_of.get(item).copied().unwrap_or_default()
    }

    fn is_areal(&self, item: usize) -> bool {
        self.finding(item).is_some_and(|finding| !finding.is_gap())
    }

    fn drawable(&self, item: usize) -> Option<Drawable> {
        let shape = self.finding(item)?.shape_once(&self.workspace)?;
        Some(match &*shape {
            EvidenceShape::Common(shape) => Drawable::Shape(Arc::clone(shape)),
            EvidenceShape::Gap { from, to } => Drawable::Gap([*from, *to]),
        })
    }

    fn small(&self, _: usize) -> Option<Arc<Shape>> {
        None
    }
}
