//! Findings on the map: common parts in the colour of their severity, gaps as dashed lines.

use std::collections::HashSet;

use geo::Coord;

use crate::geom::extent::Extent;
use crate::model::finding::{EvidenceShape, Finding, Screening, Verdict};
use crate::model::rule::Severity;
use crate::model::symbology::{Colour, of_severity, of_verdict};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::report::units;

use super::layers::locate;
use super::outline::outline;
use super::sheet::{Frame, Lens};
use super::style::{conflict_paint, distance_stroke};
use super::svg::{Anchor, Svg, Text, number, stroke};

/// Common parts smaller than this get a ring, so that they are found.
const SEEN_PX: f64 = 9.0;
/// Gaps longer than this have room for their length.
const WRITTEN_PX: f64 = 60.0;

/// What of the findings is on the map, for the legend.
#[derive(Debug, Default)]
pub struct Shown {
    /// Severities of the common parts drawn.
    pub severities: Vec<Severity>,
    /// A dashed line between nearest points is drawn.
    pub gaps: bool,
}

/// Draws the evidence of all findings, the heaviest last and therefore on top.
///
/// # Errors
/// [`Cancelled`].
pub fn draw(
    svg: &mut Svg,
    (workspace, screening): (&Workspace, &Screening),
    &Lens {
        frame,
        unit,
        progress,
    }: &Lens<'_>,
) -> Result<Shown, Cancelled> {
    let mut shown = Shown::default();
    let mut located: Vec<(Coord<f64>, Colour)> = Vec::new();
    for finding in worth_drawing(&screening.findings) {
        progress.check()?;
        let Some(shape) = finding.shape(workspace) else {
            continue;
        };
        match shape {
            EvidenceShape::Gap { from, to } if from != to => {
                shown.gaps |= gap(svg, finding, [frame.px(*from), frame.px(*to)], (frame, unit));
            }
            EvidenceShape::Gap { from, .. } if finding.verdict == Verdict::Near => {
                let place = frame.px(*from);
                if is_on_map(place, frame) {
                    located.push((place, of_verdict(finding.verdict)));
                }
            }
            EvidenceShape::Common(common) if common.extent().meets(&frame.extent) => {
                let outline = outline(common, frame);
                let colour = of_severity(finding.matter.severity);
                let paint = conflict_paint(colour, unit);
                let paint = format!(r#"fill-rule="evenodd" stroke-linejoin="round" {paint}"#);
                if !outline.areas.is_empty() {
                    svg.put(&format!(r#"<path d="{}" {paint}/>"#, outline.areas));
                }
                if !outline.lines.is_empty() {
                    let line = stroke(colour.with_opacity(255), 4.0 * unit);
                    svg.put(&format!(
                        r#"<path d="{}" fill="none" stroke-linecap="round" {line}/>"#,
                        outline.lines
                    ));
                }
                let has_extent = !(outline.areas.is_empty() && outline.lines.is_empty());
                if has_extent && !shown.severities.contains(&finding.matter.severity) {
                    shown.severities.push(finding.matter.severity);
                }
                if has_extent && outline.size_px() < SEEN_PX * unit {
                    located.push((outline.extent.center(), colour));
                }
            }
            _ => {}
        }
    }
    locate_all(svg, &located, unit, progress)?;
    shown
        .severities
        .sort_by_key(|severity| std::cmp::Reverse(*severity));
    Ok(shown)
}

/// What needs to be drawn, lightest first: of the common parts of one project and one zone only the heaviest, of the gaps
/// between one project and the zones that one rule names only the shortest.
fn worth_drawing(findings: &[Finding]) -> Vec<&Finding> {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by(|a, b| {
        let by_gap = a.evidence.distance_m.total_cmp(&b.evidence.distance_m);
        b.matter.severity.cmp(&a.matter.severity).then(by_gap)
    });
    let mut drawn = HashSet::new();
    sorted.retain(|finding| {
        let by_rule = (finding.evidence.distance_m > 0.0).then_some(&*finding.matter.rule);
        let by_zone = by_rule.is_none().then_some(&finding.zone);
        drawn.insert((&finding.matter.project, by_rule, by_zone))
    });
    sorted.reverse();
    sorted
}

/// Rings around what is too small to be seen, heaviest first; one ring serves for what lies close together.
fn locate_all(
    svg: &mut Svg,
    located: &[(Coord<f64>, Colour)],
    unit: f64,
    progress: &Progress,
) -> Result<(), Cancelled> {
    let mut ringed: Vec<Coord<f64>> = Vec::new();
    for &(place, colour) in located.iter().rev() {
        progress.check()?;
        let near = |other: &Coord<f64>| (other.x - place.x).hypot(other.y - place.y) < 18.0 * unit;
        if !ringed.iter().any(near) {
            ringed.push(place);
            locate(svg, place, colour, unit);
        }
    }
    Ok(())
}

fn is_on_map(place: Coord<f64>, frame: &Frame) -> bool {
    let panel = &frame.panel;
    (panel.left..=panel.right()).contains(&place.x) && (panel.top..=panel.bottom()).contains(&place.y)
}

fn gap(svg: &mut Svg, finding: &Finding, [from, to]: [Coord<f64>; 2], (frame, unit): (&Frame, f64)) -> bool {
    if !is_on_map(from, frame) && !is_on_map(to, frame) {
        return false;
    }
    let colour: Colour = match finding.verdict {
        Verdict::Conflict => of_severity(finding.matter.severity).with_opacity(255),
        other => of_verdict(other),
    };
    svg.put(&format!(
        r#"<path d="M{} {}L{} {}" fill="none" {}/>"#,
        number(from.x),
        number(from.y),
        number(to.x),
        number(to.y),
        distance_stroke(colour, unit)
    ));
    let middle = Extent::from_corners(from, to).center();
    if (from.x - to.x).hypot(from.y - to.y) > WRITTEN_PX * unit && is_on_map(middle, frame) {
        let words = units::length(finding.evidence.distance_m);
        let hex = colour.hex();
        svg.text(
            &Text::at(middle.x, middle.y - 3.0 * unit, 11.0 * unit, &words)
                .anchor(Anchor::Middle)
                .fill(&hex)
                .halo(),
        );
    }
    true
}
