//! The layers on the map, bottom first, each feature in the symbol of its entry.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use geo::Coord;

use crate::model::feature::{Feature, FeatureRef};
use crate::model::finding::{Screening, Verdict};
use crate::model::layer::Layer;
use crate::model::project::Project;
use crate::model::role::Role;
use crate::model::symbology::{Colour, Symbol, of_not_checked, of_verdict};
use crate::model::workspace::Workspace;
use crate::model::zone::Zone;
use crate::progress::Cancelled;

use super::labels::{Label, label_place};
use super::marker::{BADGE, badge, mark};
use super::outline::{Outline, outline};
use super::sheet::Lens;
use super::style::{Entries, Entry, Key, Seen, area_fill, key_of, line_stroke};
use super::svg::{Svg, fill, number, stroke};

/// Areas smaller than this are drawn without a border, which would hide them.
const BORDERED_PX: f64 = 3.0;

/// What the layers leave for what is drawn above them.
#[derive(Default)]
pub struct Drawn {
    /// For the legend.
    pub entries: Entries,
    /// Projects that are points.
    badges: Vec<Badge>,
    /// Names to be set, most important first within each layer.
    pub labels: Vec<Label>,
    /// The area of a project is hatched because it was not checked.
    pub not_checked: bool,
}

/// A project that is a point.
struct Badge {
    /// `None` where nothing was screened.
    verdict: Option<Verdict>,
    symbol: Symbol,
    at: Coord<f64>,
}

/// The answer for each project.
type Verdicts<'a> = HashMap<&'a FeatureRef, Verdict>;

/// The path data of features that are drawn alike.
#[derive(Default)]
struct Paths {
    bordered: Vec<String>,
    small: Vec<String>,
    lines: Vec<String>,
    points: Vec<Coord<f64>>,
}

/// Draws all layers, but those that are hidden.
///
/// # Errors
/// [`Cancelled`].
pub fn draw(
    svg: &mut Svg,
    (workspace, screening): (&Workspace, Option<&Screening>),
    hidden: &[Arc<str>],
    &Lens {
        frame,
        unit,
        progress,
    }: &Lens<'_>,
) -> Result<Drawn, Cancelled> {
    let accounts = screening.iter().flat_map(|screening| &screening.projects);
    let verdicts: Verdicts<'_> = accounts
        .map(|account| (&account.project, account.verdict))
        .collect();
    let mut drawn = Drawn::default();
    let shown = workspace.layers.iter();
    for layer in shown.filter(|layer| !hidden.contains(&layer.about.id)) {
        let mut groups: BTreeMap<Entry, Paths> = BTreeMap::new();
        for position in layer.candidates(&frame.extent) {
            progress.check()?;
            let Some(feature) = layer.features().get(position) else {
                continue;
            };
            let outline = outline(&feature.shape, frame);
            let entry = Entry::of(layer, feature);
            note(&mut drawn, layer, key_of(&entry, layer, workspace), &outline);
            drawn
                .labels
                .extend(label((workspace, layer), feature, &outline, &verdicts, unit));
            let paths = groups.entry(entry.clone()).or_default();
            if let Entry::Project(_) = entry {
                let symbol = entry.symbol_in(workspace, layer);
                let verdict = verdicts.get(&layer.name_of(feature)).copied();
                let ring = verdict.map_or(symbol.stroke, of_verdict);
                let badges = outline.points.iter().map(|&at| Badge { verdict, symbol, at });
                drawn.badges.extend(badges);
                project_area(svg, &symbol, ring, &outline, unit);
                let is_unsure = matches!(verdict, Some(Verdict::NotChecked(_)));
                if is_unsure && !outline.areas.is_empty() {
                    drawn.not_checked = true;
                    let veil = area_fill(&of_not_checked());
                    svg.put(&format!(
                        r#"<path d="{}" fill-rule="evenodd" {veil}/>"#,
                        outline.areas
                    ));
                }
            } else {
                paths.add(outline);
            }
        }
        for (entry, paths) in groups {
            paths.draw(svg, &entry.symbol_in(workspace, layer), unit);
        }
    }
    Ok(drawn)
}

/// Draws the projects that are points; last, so that nothing hides them, and the gravest on top.
pub fn draw_badges(svg: &mut Svg, drawn: &mut Drawn, unit: f64) {
    // Many are drawn smaller, so that they do not hide each other.
    let scale = match drawn.badges.len() {
        0..=120 => 1.0,
        121..=400 => 0.7,
        _ => 0.5,
    };
    drawn.badges.sort_by_key(|badge| badge.verdict);
    for Badge { verdict, symbol, at } in &drawn.badges {
        let ring = verdict.map_or(symbol.stroke, of_verdict);
        badge(svg, symbol, ring, *at, scale * unit);
    }
}

impl Paths {
    fn add(&mut self, outline: Outline) {
        let small = outline.size_px() < BORDERED_PX;
        if !outline.areas.is_empty() {
            let areas = if small {
                &mut self.small
            } else {
                &mut self.bordered
            };
            areas.push(outline.areas);
        }
        if !outline.lines.is_empty() {
            self.lines.push(outline.lines);
        }
        self.points.extend(outline.points);
    }

    fn draw(&self, svg: &mut Svg, symbol: &Symbol, unit: f64) {
        let border = line_stroke(symbol, unit);
        let groups = [
            (&self.small, fill(small_fill(symbol))),
            (&self.bordered, format!("{} {border}", area_fill(symbol))),
            (&self.lines, format!(r#"fill="none" {border}"#)),
        ];
        for (paths, paint) in groups {
            if paths.is_empty() {
                continue;
            }
            svg.put(&format!(r#"<g fill-rule="evenodd" {paint}>"#));
            for path in paths {
                svg.put(&format!(r#"<path d="{path}"/>"#));
            }
            svg.put("</g>");
        }
        for &place in &self.points {
            mark(svg, symbol, place, unit);
        }
    }
}

/// Without border and hatch, a small area shows its border's colour where its fill is nearly clear.
fn small_fill(symbol: &Symbol) -> Colour {
    if symbol.fill.a < 100 {
        symbol.stroke.with_opacity(150)
    } else {
        symbol.fill
    }
}

/// A project that has area or length: its own symbol on a rim in the colour of its verdict.
fn project_area(svg: &mut Svg, symbol: &Symbol, ring: Colour, outline: &Outline, unit: f64) {
    let rim_px = (f64::from(symbol.stroke_px) + 2.6) * unit;
    if !outline.areas.is_empty() {
        svg.put(&format!(
            r#"<path d="{}" fill="none" stroke-linejoin="round" {}/>"#,
            outline.areas,
            stroke(ring.with_opacity(230), rim_px)
        ));
        svg.put(&format!(
            r#"<path d="{}" fill-rule="evenodd" {} {}/>"#,
            outline.areas,
            area_fill(symbol),
            line_stroke(symbol, unit)
        ));
    }
    if !outline.lines.is_empty() {
        svg.put(&format!(
            r#"<g fill="none" stroke-linejoin="round" stroke-linecap="round"><path d="{path}" {}/><path d="{path}" {}/></g>"#,
            stroke(ring.with_opacity(255), rim_px + 2.0 * unit),
            stroke(symbol.stroke, 2.4 * unit),
            path = outline.lines,
        ));
    }
}

fn note(drawn: &mut Drawn, layer: &Layer, key: Key, outline: &Outline) {
    if outline.extent.is_empty() {
        return;
    }
    let seen: &mut Seen = drawn.entries.entry(key).or_default();
    seen.areas |= !outline.areas.is_empty();
    seen.lines |= !outline.lines.is_empty();
    seen.points |= !outline.points.is_empty();
    seen.synthetic |= layer.about.synthetic;
    seen.real |= !layer.about.synthetic;
}

/// The name of a project, or of a zone that is large enough to carry it.
fn label(
    (workspace, layer): (&Workspace, &Layer),
    feature: &Feature,
    outline: &Outline,
    verdicts: &Verdicts<'_>,
    unit: f64,
) -> Option<Label> {
    if outline.extent.is_empty() {
        return None;
    }
    if layer.about.role == Role::Project {
        let name = Project { layer, feature }.title();
        let is_conflict = verdicts.get(&layer.name_of(feature)) == Some(&Verdict::Conflict);
        let weight = if is_conflict { 11 } else { 10 };
        let beside = if outline.points.is_empty() {
            4.0
        } else {
            BADGE + 4.0
        };
        return Some(Label::beside(
            name,
            outline.extent.center(),
            beside * unit,
            weight,
        ));
    }
    let named = layer.about.fields.name.is_some();
    let zone = Zone { layer, feature };
    let role = zone.role();
    let wanted = matches!(
        role,
        Role::RedLine | Role::Core | Role::BirdHabitat | Role::District | Role::River | Role::Station
    );
    let large = outline.size_px() > 70.0 * unit || role == Role::Station;
    if !(named && wanted && large) {
        return None;
    }
    let place = label_place(outline)?;
    let symbol = Entry::of(layer, feature).symbol_in(workspace, layer);
    Some(Label::within(zone.title(), place, symbol.stroke, 1))
}

/// A ring around what is too small to be seen.
pub fn locate(svg: &mut Svg, at: Coord<f64>, colour: Colour, unit: f64) {
    svg.put(&format!(
        r#"<circle cx="{}" cy="{}" r="{}" fill="none" {}/>"#,
        number(at.x),
        number(at.y),
        number(8.0 * unit),
        stroke(colour.with_opacity(255), 2.0 * unit)
    ));
}
