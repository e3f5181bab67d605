//! A layer as a source: what its features look like, and where they are.

use std::collections::HashMap;
use std::sync::Arc;

use crate::geom::extent::Extent;
use crate::geom::shape::{Dimension, Shape};
use crate::model::feature::FeatureRef;
use crate::model::finding::{Reason, Screening, Verdict};
use crate::model::layer::Layer;
use crate::model::role::Role;
use crate::progress::{Cancelled, Progress};

use super::super::appearance::Meaning;
use super::source::{Drawable, Source, style_number};

/// What is drawn alike: one meaning, and the highest dimension of its features.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// What it stands for.
    pub meaning: Meaning,
    /// Whether the legend shows an area, a line or a point.
    pub dimension: Dimension,
    /// How many features look so.
    pub count: usize,
}

/// A look, and for projects the answer that they wear.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerStyle {
    /// Position in [`LayerLooks::looks`].
    pub look: usize,
    /// The verdict of a project, any reason standing for all; `None` for everything else.
    pub verdict: Option<Verdict>,
}

/// Everything about a layer that is worked out before it can be drawn.
#[derive(Debug)]
pub struct LayerLooks {
    layer: Arc<Layer>,
    /// What the layer shows, in the order of meanings.
    pub looks: Vec<Look>,
    /// What [`Source::style`] numbers.
    pub styles: Vec<LayerStyle>,
    style_of: Vec<u8>,
}

/// Sorts the features of a layer by what they look like; projects also by what the screening says of them.
///
/// # Errors
/// [`Cancelled`] when the progress was cancelled between two features.
pub fn layer_looks(
    layer: &Arc<Layer>,
    screening: Option<&Screening>,
    progress: &Progress,
) -> Result<LayerLooks, Cancelled> {
    progress.start(layer.features().len() as u64);
    let mut meanings = Vec::with_capacity(layer.features().len());
    for feature in layer.features() {
        progress.check()?;
        meanings.push(Meaning::of(layer, feature));
        progress.advance(1);
    }
    let mut looks = looks_of(&meanings);
    let verdicts = verdicts_of(layer, screening);
    let mut styles: Vec<LayerStyle> = Vec::new();
    let mut style_of = Vec::with_capacity(meanings.len());
    for (feature, meaning) in layer.features().iter().zip(&meanings) {
        let look = looks
            .binary_search_by(|look| look.meaning.cmp(meaning))
            .unwrap_or(0);
        if let Some(look) = looks.get_mut(look) {
            look.count += 1;
            look.dimension = look.dimension.max(feature.shape.dimension());
        }
        let verdict = match verdicts.is_empty() {
            true => None,
            false => verdicts.get(&layer.name_of(feature)).copied(),
        };
        style_of.push(style_number(&mut styles, LayerStyle { look, verdict }));
    }
    Ok(LayerLooks {
        layer: Arc::clone(layer),
        looks,
        styles,
        style_of,
    })
}

fn looks_of(meanings: &[Meaning]) -> Vec<Look> {
    let mut distinct: Vec<&Meaning> = meanings.iter().collect();
    distinct.sort();
    distinct.dedup();
    let look = |meaning: &Meaning| Look {
        meaning: meaning.clone(),
        dimension: Dimension::Empty,
        count: 0,
    };
    distinct.into_iter().map(look).collect()
}

fn verdicts_of<'a>(layer: &Layer, screening: Option<&'a Screening>) -> HashMap<&'a FeatureRef, Verdict> {
    let screening = screening.filter(|_| layer.about.role == Role::Project);
    let accounts = screening
        .map(|screening| screening.projects.as_slice())
        .unwrap_or_default();
    let own = accounts
        .iter()
        .filter(|account| account.project.layer == layer.about.id);
    own.map(|account| (&account.project, painted(account.verdict)))
        .collect()
}

/// Why something was not checked does not change how it looks.
pub fn painted(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::NotChecked(_) => Verdict::NotChecked(Reason::Undecided),
        other => other,
    }
}

impl Source for LayerLooks {
    fn extent(&self) -> Extent {
        self.layer.extent()
    }

    fn candidates(&self, around: &Extent) -> Vec<usize> {
        self.layer.candidates(around)
    }

    fn item_extent(&self, item: usize) -> Extent {
        let feature = self.layer.features().get(item);
        feature.map_or(Extent::EMPTY, |feature| feature.shape.extent())
    }

    fn style(&self, item: usize) -> u8 {
        self.style_of.get(item).copied().unwrap_or_default()
    }

    fn is_areal(&self, item: usize) -> bool {
        let feature = self.layer.features().get(item);
        feature.is_some_and(|feature| feature.shape.dimension() == Dimension::Area)
    }

    fn drawable(&self, item: usize) -> Option<Drawable> {
        let feature = self.layer.features().get(item)?;
        Some(Drawable::Shape(Arc::clone(&feature.shape)))
    }

    fn small(&self, item: usize) -> Option<Arc<Shape>> {
        let feature = self.layer.features().get(item)?;
        Some(Arc::clone(&feature.shape))
    }
}
