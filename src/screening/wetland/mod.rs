//! How much wetland there is: three definitions side by side, each with its own numerator and denominator.
//!
//! A total by a definition holds what surely counts; what depends on something that nobody has said is listed as open and
//! gives the other end of an interval; a code that the class table does not hold, and a feature without a code, is in no
//! total. Areas are ellipsoidal. A place that several features cover counts once in a union and is told as double cover.

mod tally;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use crate::geom::area::{M2_PER_HA, Ruler};
use crate::geom::shape::Shape;
use crate::geom::side::{Side, side_of};
use crate::model::land_class::{ClassTable, Definition, Membership};
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::model::wetland::{
    Amount, ClassTotal, Closure, DefinitionTotal, Denominator, Doubts, Figure, LayerTotal, LevelTotal,
    RedLine, Split, WetlandTotals,
};
use crate::model::workspace::Workspace;
use crate::model::zone::Level;
use crate::progress::{Cancelled, Progress};

use super::unique::{Overlaps, Piece};
use tally::{ClassKey, Entry, entries};

/// True where a workspace holds wetland of known classes, or figures that its wetland must close on: then the totals say
/// something, and are worth their time.
pub fn has_totals(workspace: &Workspace) -> bool {
    let rates = &workspace.tables.rates;
    let wetland = |layer: &Arc<Layer>| {
        let about = &layer.about;
        about.role == Role::Wetland && (about.fields.class.is_some() || about.check.is_some())
    };
    rates.wetland_rate.is_some() || workspace.zone_layers().any(wetland)
}

/// The totals of a workspace by a class table.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop.
///
/// ```
/// use redshank::geom::crs::Crs;
/// use redshank::model::workspace::Workspace;
/// use redshank::screening::wetland::wetland_totals;
///
/// let workspace = Workspace::empty(Crs::from_code("EPSG:4549")?);
/// let totals = wetland_totals(&workspace, &workspace.tables.classes, &Default::default())?;
/// assert_eq!((totals.all.count, totals.definitions[0].rate()), (0, None));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn wetland_totals(
    workspace: &Workspace,
    table: &ClassTable,
    progress: &Progress,
) -> Result<WetlandTotals, Cancelled> {
    let ruler = workspace.ruler();
    let entries = entries(workspace, table, &ruler);
    progress.check()?;
    progress.start(entries.len() as u64);
    let (pieces, entries): (Vec<Piece<'_>>, Vec<Said<'_>>) = entries.into_iter().map(Said::split).unzip();
    let book = Book {
        overlaps: Overlaps::of(&pieces, progress)?,
        pieces,
        entries,
        ruler,
    };
    let by = (&book.ruler, progress);
    let definitions = book.definitions(workspace, progress)?;
    let plan = &definitions[Definition::Plan.place()];
    let red_line = red_line(amount_of_role(workspace, Role::RedLine, by)?, plan);
    let layers = book.layers();
    let mut closures = area_closures(workspace, &layers, by)?;
    closures.extend(share_closures(workspace, plan, &red_line));
    progress.check()?;
    Ok(WetlandTotals {
        table: table.source.clone(),
        all: book.amount(&|_| true),
        classes: book.classes(table),
        levels: book.levels(),
        doubts: book.doubts(workspace, plan),
        closures,
        definitions,
        layers,
        red_line,
    })
}

/// An entry without its polygons.
struct Said<'a> {
    layer: &'a Arc<Layer>,
    class: ClassKey,
    level: Option<Level>,
    sure: [bool; 3],
    may_count: [bool; 3],
    counts: Option<[Membership; 3]>,
}

impl<'a> Said<'a> {
    fn split(entry: Entry<'a>) -> (Piece<'a>, Said<'a>) {
        let said = Said {
            layer: entry.layer,
            level: entry.level,
            sure: Definition::ALL.map(|definition| entry.is_sure(definition)),
            may_count: Definition::ALL.map(|definition| entry.may_count(definition)),
            counts: entry.counts,
            class: entry.class,
        };
        (entry.piece, said)
    }
}

/// All wetland features, and which of them share area.
struct Book<'a> {
    pieces: Vec<Piece<'a>>,
    entries: Vec<Said<'a>>,
    overlaps: Overlaps,
    ruler: Ruler,
}

impl Book<'_> {
    fn amount(&self, is_in: &(dyn Fn(&Said<'_>) -> bool + Sync)) -> Amount {
        let by_number = |k: usize| self.entries.get(k).is_some_and(is_in);
        self.overlaps.amount(&self.pieces, &self.ruler, &by_number)
    }

    fn definitions(
        &self,
        workspace: &Workspace,
        progress: &Progress,
    ) -> Result<[DefinitionTotal; 3], Cancelled> {
        let mut denominators = Vec::new();
        for named in &workspace.tables.denominators {
            denominators.push(denominator(workspace, named.as_deref(), (&self.ruler, progress))?);
        }
        let mut denominators = denominators.into_iter();
        Ok(Definition::ALL.map(|definition| {
            let place = definition.place();
            DefinitionTotal {
                definition,
                sure: self.amount(&|entry| entry.sure[place]),
                with_open: self.amount(&|entry| entry.may_count[place]),
                denominator: denominators.next().flatten(),
            }
        }))
    }

    fn classes(&self, table: &ClassTable) -> Vec<ClassTotal> {
        let mut splits: BTreeMap<&ClassKey, [Split; 3]> = BTreeMap::new();
        for (entry, piece) in self.entries.iter().zip(&self.pieces) {
            let split = splits.entry(&entry.class).or_default();
            for (own, membership) in split.iter_mut().zip(entry.counts.iter().flatten()) {
                own.add(*membership, piece.area_m2);
            }
        }
        let total = |(key, counted): (&ClassKey, [Split; 3])| {
            let known = match key {
                ClassKey::Known(place) => table.classes.get(*place),
                ClassKey::Unknown(_) | ClassKey::None => None,
            };
            ClassTotal {
                code: match key {
                    ClassKey::Known(_) => known.map(|class| class.code.clone()),
                    ClassKey::Unknown(code) => Some(code.clone()),
                    ClassKey::None => None,
                },
                name: known.map(|class| class.name.clone()),
                parent: known.and_then(|class| class.parent.clone()),
                amount: self.amount(&|entry| entry.class == *key),
                counted,
            }
        };
        splits.into_iter().map(total).collect()
    }

    fn levels(&self) -> Vec<LevelTotal> {
        let levels = Level::ALL.into_iter().map(Some).chain([None]);
        levels
            .map(|level| LevelTotal {
                level,
                amount: self.amount(&|entry| entry.level == level),
            })
            .filter(|total| total.amount.count > 0)
            .collect()
    }

    fn layers(&self) -> Vec<LayerTotal> {
        let mut layers: Vec<&Arc<Layer>> = self.entries.iter().map(|entry| entry.layer).collect();
        layers.dedup_by(|a, b| Arc::ptr_eq(a, b));
        let total = |layer: &Arc<Layer>| LayerTotal {
            layer: Arc::clone(&layer.about.id),
            name: layer.about.name.clone(),
            synthetic: layer.about.synthetic,
            amount: self.amount(&|entry| Arc::ptr_eq(entry.layer, layer)),
        };
        layers.into_iter().map(total).collect()
    }

    fn doubts(&self, workspace: &Workspace, plan: &DefinitionTotal) -> Doubts {
        let may_hold =
            |layer: &&Arc<Layer>| layer.about.role == Role::Wetland || layer.about.fields.role.is_some();
        let refused = workspace.zone_layers().filter(may_hold);
        let outside = plan
            .denominator
            .as_ref()
            .map(|denominator| self.outside(workspace, denominator))
            .unwrap_or_default();
        Doubts {
            refused_count: refused.map(|layer| layer.provenance.counts.refused).sum(),
            without_area_count: self
                .pieces
                .iter()
                .filter(|piece| piece.shape.areas().0.is_empty())
                .count(),
            overlapping_pairs_count: self.overlaps.pair_count,
            undecided_pairs_count: self.overlaps.undecided_count,
            outside_count: outside.0,
            outside_m2: outside.1,
        }
    }

    /// Features that have no vertex in the denominator or on its border.
    fn outside(&self, workspace: &Workspace, denominator: &Denominator) -> (usize, f64) {
        let whole = shapes_of(workspace, &denominator.layers);
        let is_outside = |piece: &Piece<'_>| {
            let areas = piece.shape.areas();
            let mut vertices = areas.iter().flat_map(|polygon| &polygon.exterior().0);
            let out_of = |shape: &&Shape, vertex| side_of(shape.areas(), vertex) == Side::Outside;
            !areas.0.is_empty() && vertices.all(|vertex| whole.iter().all(|shape| out_of(shape, *vertex)))
        };
        let found: Vec<f64> = self
            .pieces
            .par_iter()
            .filter(|piece| is_outside(piece))
            .map(|piece| piece.area_m2)
            .collect();
        (found.len(), found.iter().sum())
    }
}

fn shapes_of<'a>(workspace: &'a Workspace, layers: &[Arc<str>]) -> Vec<&'a Shape> {
    let layers = layers.iter().filter_map(|id| workspace.layer(id));
    layers
        .flat_map(|layer| layer.features().iter().map(|feature| &*feature.shape))
        .collect()
}

/// A layer, or all layers of the role district.
fn denominator(
    workspace: &Workspace,
    named: Option<&str>,
    by: (&Ruler, &Progress),
) -> Result<Option<Denominator>, Cancelled> {
    let is_wanted = |layer: &&Arc<Layer>| match named {
        Some(id) => &*layer.about.id == id,
        None => layer.about.role == Role::District,
    };
    let layers: Vec<Arc<str>> = workspace
        .layers
        .iter()
        .filter(is_wanted)
        .map(|layer| Arc::clone(&layer.about.id))
        .collect();
    let amount = amount_of(&shapes_of(workspace, &layers), by)?;
    Ok((amount.unique_m2 > 0.0).then_some(Denominator { layers, amount }))
}

fn amount_of_role(workspace: &Workspace, role: Role, by: (&Ruler, &Progress)) -> Result<Amount, Cancelled> {
    let zones = workspace.zones().filter(|zone| zone.role() == role);
    let shapes: Vec<&Shape> = zones.map(|zone| &*zone.feature.shape).collect();
    amount_of(&shapes, by)
}

fn amount_of(shapes: &[&Shape], (ruler, progress): (&Ruler, &Progress)) -> Result<Amount, Cancelled> {
    let pieces: Vec<Piece<'_>> = shapes.par_iter().map(|shape| Piece::new(shape, ruler)).collect();
    let overlaps = Overlaps::of(&pieces, progress)?;
    Ok(overlaps.amount(&pieces, ruler, &|_| true))
}

fn red_line(amount: Amount, plan: &DefinitionTotal) -> RedLine {
    let share = |whole_m2: f64| (whole_m2 > 0.0 && amount.count > 0).then(|| amount.unique_m2 / whole_m2);
    RedLine {
        amount,
        of_wetland: share(plan.sure.unique_m2),
        of_district: plan
            .denominator
            .as_ref()
            .and_then(|whole| share(whole.amount.unique_m2)),
    }
}

/// Every published area of a layer against the data.
fn area_closures(
    workspace: &Workspace,
    wetland: &[LayerTotal],
    by: (&Ruler, &Progress),
) -> Result<Vec<Closure>, Cancelled> {
    let mut closures = Vec::new();
    for layer in &workspace.layers {
        let Some(check) = layer.about.check else { continue };
        let id = &layer.about.id;
        // A layer of several roles holds more than its wetland.
        let known = wetland.iter().find(|total| total.layer == *id);
        let amount = match known.filter(|_| layer.about.fields.role.is_none()) {
            Some(total) => total.amount,
            None => amount_of(&shapes_of(workspace, &[Arc::clone(id)]), by)?,
        };
        let ha = amount.unique_m2 / M2_PER_HA;
        closures.push(Closure {
            figure: Figure::LayerArea {
                layer: Arc::clone(id),
            },
            published: check.area_ha,
            tolerance: check.tolerance_ha,
            found: Some((ha, ha)),
        });
    }
    Ok(closures)
}

/// Every published share against the data.
fn share_closures(workspace: &Workspace, plan: &DefinitionTotal, red_line: &RedLine) -> Vec<Closure> {
    let rates = &workspace.tables.rates;
    let of = |share: Option<f64>| share.map(|share| (share, share));
    let shares = [
        (Figure::WetlandRate, rates.wetland_rate, plan.rate()),
        (
            Figure::RedLineOfWetland,
            rates.red_line_of_wetland,
            of(red_line.of_wetland),
        ),
        (
            Figure::RedLineOfDistrict,
            rates.red_line_of_district,
            of(red_line.of_district),
        ),
    ];
    let closure = |(figure, published, found): (Figure, Option<f64>, Option<(f64, f64)>)| {
        Some(Closure {
            figure,
            published: published?,
            tolerance: rates.tolerance,
            found,
        })
    };
    shares.into_iter().filter_map(closure).collect()
}
