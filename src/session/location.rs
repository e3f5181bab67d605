//! Features by how they lie to others: what is asked, and the search, for a background job.
//!
//! The spatial index proposes and the exact tests decide. A feature is never compared with itself. What cannot be compared
//! is counted and told, never taken for far away.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use crate::geom::distance::nearest;
use crate::geom::extent::Extent;
use crate::geom::index::SpatialIndex;
use crate::geom::meeting::{meets, surely_within};
use crate::geom::shape::Shape;
use crate::model::feature::{Feature, FeatureRef};
use crate::model::layer::Layer;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};
use crate::say;
use crate::screening::footprint::Ground;
use crate::words::{Bilingual, Lang};

use super::selection::SelectHow;

/// How a feature must lie to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lies {
    /// It shares a point with one of them, borders included.
    #[default]
    Meeting,
    /// All of it lies in one of them.
    Within,
    /// All of one of them lies in it.
    Containing,
    /// It shares no point with any of them.
    Apart,
    /// It is near one of them.
    Near,
}

impl Lies {
    /// All, in the order of lists.
    pub const ALL: [Lies; 5] = [
        Lies::Meeting,
        Lies::Within,
        Lies::Containing,
        Lies::Apart,
        Lies::Near,
    ];

    /// The key of its texts.
    pub fn code(self) -> &'static str {
        match self {
            Lies::Meeting => "meeting",
            Lies::Within => "within",
            Lies::Containing => "containing",
            Lies::Apart => "apart",
            Lies::Near => "near",
        }
    }
}

/// Which features somebody wants to select.
#[derive(Clone, Debug, PartialEq)]
pub struct LocationQuery {
    /// Ids of the layers to look in.
    pub layers: Vec<Arc<str>>,
    /// How they must lie.
    pub lies: Lies,
    /// For [`Lies::Near`]: how far away at most, in metres on the ellipsoid.
    pub within_m: f64,
    /// Id of the layer of the others.
    pub to: Arc<str>,
    /// Of that layer only what is selected.
    pub selected_only: bool,
    /// What becomes of the selection.
    pub how: SelectHow,
}

/// A query with what it is asked of.
#[derive(Clone, Debug)]
pub struct LocationSearch {
    /// What is asked.
    pub query: LocationQuery,
    /// What is open.
    pub workspace: Arc<Workspace>,
    /// What is selected.
    pub before: Arc<[FeatureRef]>,
}

/// What a search has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// What is selected then; what is found comes in the order of the drawing, top of the map first.
    pub features: Vec<FeatureRef>,
    /// What is to be told about it.
    pub account: LocationAccount,
}

/// What is to be told about a search.
#[derive(Clone, Debug, PartialEq)]
pub struct LocationAccount {
    /// How many features were found; of a selection that is narrowed, how many stay.
    pub found: usize,
    /// The layers that were looked in.
    pub layers: Vec<Bilingual>,
    /// How features had to lie.
    pub lies: Lies,
    /// How far away at most, in metres.
    pub within_m: f64,
    /// The layer of the others.
    pub to: Bilingual,
    /// Layers with features that could not be compared, and how many.
    pub not_compared: Vec<(Bilingual, usize)>,
}

impl LocationAccount {
    /// True where the number in the status bar does not say everything.
    pub fn is_news(&self) -> bool {
        self.found == 0 || !self.not_compared.is_empty()
    }

    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        let mut lines = Vec::new();
        if self.found == 0 {
            let layers: Vec<&str> = self.layers.iter().map(|name| name.get(lang)).collect();
            lines.push(say!(
                lang,
                &format!("location.none.{}", self.lies.code()),
                layers = layers.join(comma),
                to = self.to.get(lang),
                m = self.within_m
            ));
        }
        if !self.not_compared.is_empty() {
            let layers = self.not_compared.iter().map(|(name, count)| {
                say!(
                    lang,
                    "location.not_compared_of",
                    layer = name.get(lang),
                    count = count
                )
            });
            let layers = layers.collect::<Vec<_>>().join(comma);
            lines.push(say!(lang, "location.not_compared", layers = layers));
        }
        lines.join("\n")
    }
}

impl LocationSearch {
    /// What is selected then. Layers that are gone are not looked in.
    ///
    /// # Errors
    /// [`Cancelled`] once somebody asked to stop.
    pub fn answer(&self, progress: &Progress) -> Result<Located, Cancelled> {
        let query = &self.query;
        let wanted = |layer: &&Arc<Layer>| query.layers.contains(&layer.about.id);
        let layers: Vec<&Layer> = self
            .workspace
            .layers
            .iter()
            .filter(wanted)
            .map(|layer| &**layer)
            .collect();
        progress.start(layers.iter().map(|layer| layer.features().len() as u64).sum());
        let others = self.workspace.layer(&query.to).map(|to| Others::new(to, self));
        let (mut hit, mut not_compared) = (Vec::new(), Vec::new());
        for layer in layers.iter().rev() {
            let told = match &others {
                Some(others) => self.told_of(layer, others, progress)?,
                None => Vec::new(),
            };
            let found = told.iter().rev().filter(|(_, is_sure)| *is_sure);
            let found = found.filter_map(|(position, _)| layer.features().get(*position));
            hit.extend(found.map(|feature| layer.name_of(feature)));
            let unsure = told.iter().filter(|(_, is_sure)| !is_sure).count();
            not_compared.push((layer.about.name.clone(), unsure + refused(layer)));
        }
        if let Some(others) = others.filter(|own| !query.layers.contains(&own.layer.about.id)) {
            not_compared.push((others.layer.about.name.clone(), others.left_out));
        }
        not_compared.retain(|(_, count)| *count > 0);
        Ok(self.located(layers.iter().rev(), hit, not_compared))
    }

    fn located<'a>(
        &self,
        layers: impl Iterator<Item = &'a &'a Layer>,
        hit: Vec<FeatureRef>,
        not_compared: Vec<(Bilingual, usize)>,
    ) -> Located {
        let query = &self.query;
        let to = self.workspace.layer(&query.to);
        let hits = hit.len();
        let features = query.how.applied(&self.before, hit);
        Located {
            account: LocationAccount {
                found: match query.how {
                    SelectHow::Narrow => features.len(),
                    _ => hits,
                },
                layers: layers.map(|layer| layer.about.name.clone()).collect(),
                lies: query.lies,
                within_m: query.within_m,
                to: to.map_or_else(|| Bilingual::same(&query.to), |to| to.about.name.clone()),
                not_compared,
            },
            features,
        }
    }

    /// Positions of the features of a layer that lie so (true), and of those of which nobody knows (false), ascending.
    fn told_of(
        &self,
        layer: &Layer,
        others: &Others<'_>,
        progress: &Progress,
    ) -> Result<Vec<(usize, bool)>, Cancelled> {
        let ground = Ground::new(&self.workspace);
        let is_own = layer.about.id == others.layer.about.id;
        let test = |position: usize| {
            if let Err(cancelled) = progress.check() {
                return Some(Err(cancelled));
            }
            progress.advance(1);
            let feature = layer.features().get(position)?;
            let itself = is_own.then_some(position);
            match self.lies(feature, itself, (others, &ground)) {
                Some(false) => None,
                told => Some(Ok((position, told.is_some()))),
            }
        };
        // Parallel, and still in the order of the source.
        (0..layer.features().len())
            .into_par_iter()
            .filter_map(test)
            .collect()
    }

    /// Whether a feature lies to the others as is asked; `None` where nobody knows. `itself` is its position among them.
    fn lies(
        &self,
        feature: &Feature,
        itself: Option<usize>,
        (others, ground): (&Others<'_>, &Ground<'_>),
    ) -> Option<bool> {
        let shape = &feature.shape;
        if shape.is_empty() {
            return None;
        }
        let reach = match self.query.lies {
            Lies::Near => self.query.within_m * ground.plane_per_metre(&shape.extent()),
            _ => 0.0,
        };
        let mut is_sure = true;
        for position in others.meeting(&shape.extent().inflated(reach)) {
            let other = others.layer.features().get(position);
            let Some(other) = other.filter(|_| itself != Some(position)) else {
                continue;
            };
            match self.lies_to(shape, &other.shape, (reach, ground)) {
                Some(true) => return Some(self.query.lies != Lies::Apart),
                Some(false) => {}
                None => is_sure = false,
            }
        }
        is_sure.then_some(self.query.lies == Lies::Apart)
    }

    /// As is asked to one other; where they must be apart, whether they are not.
    fn lies_to(&self, shape: &Shape, other: &Shape, (reach, ground): (f64, &Ground<'_>)) -> Option<bool> {
        match self.query.lies {
            Lies::Meeting | Lies::Apart => Some(meets(shape, other)),
            Lies::Within => surely_within(shape, other),
            Lies::Containing => surely_within(other, shape),
            Lies::Near => {
                let found = nearest(shape, other, reach);
                Some(found.is_some_and(|found| {
                    found.distance == 0.0
                        || ground.ruler().distance_m(found.from, found.to) <= self.query.within_m
                }))
            }
        }
    }
}

/// The features that others are compared with.
struct Others<'a> {
    layer: &'a Layer,
    /// Only those at these positions, with an index over them in this order.
    picked: Option<(Vec<usize>, SpatialIndex)>,
    /// Features of the layer that nothing can be compared with.
    left_out: usize,
}

impl<'a> Others<'a> {
    fn new(layer: &'a Layer, search: &LocationSearch) -> Others<'a> {
        let features = layer.features();
        let empty = features.iter().filter(|feature| feature.shape.is_empty()).count();
        let own = search.before.iter().filter(|name| name.layer == layer.about.id);
        let picked = search.query.selected_only.then(|| {
            let mut positions: Vec<usize> = own.filter_map(|name| layer.position(&name.id)).collect();
            positions.sort_unstable();
            let shapes = positions.iter().filter_map(|&position| features.get(position));
            let extents: Vec<Extent> = shapes.map(|feature| feature.shape.extent()).collect();
            (positions, SpatialIndex::new(&extents))
        });
        let left_out = match picked {
            Some(_) => 0,
            None => refused(layer) + empty,
        };
        Others {
            layer,
            picked,
            left_out,
        }
    }

    /// Positions of those whose boxes meet `query`, ascending.
    fn meeting(&self, query: &Extent) -> Vec<usize> {
        match &self.picked {
            None => self.layer.candidates(query),
            Some((positions, index)) => {
                let found = index.meeting(query).into_iter();
                found.filter_map(|place| positions.get(place).copied()).collect()
            }
        }
    }
}

/// Features of the file that are not in the layer, because their shapes or coordinates could not be taken.
fn refused(layer: &Layer) -> usize {
    layer.provenance.counts.refused
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geom::crs::Crs;
    use crate::geom::gate::admit_plane;
    use crate::model::feature::Properties;
    use crate::model::layer::{About, Counts, Provenance};
    use crate::model::role::Role;
    use geo::Rect;

    /// Left, bottom, right, top, in metres from a place near the central meridian.
    type Sides = [i32; 4];

    fn layer_of(id: &str, boxes: &[Sides], refused: usize) -> Layer {
        let feature = |(number, sides): (usize, &Sides)| {
            let [left, bottom, right, top] = sides.map(f64::from);
            let (x, y) = (520_000.0, 3_353_000.0);
            let area = Rect::new((x + left, y + bottom), (x + right, y + top)).to_polygon();
            Feature {
                id: format!("{number}").into(),
                number,
                shape: Arc::new(admit_plane(area).unwrap()),
                properties: Properties::default(),
                foreign: Properties::default(),
            }
        };
        let provenance = Provenance {
            counts: Counts {
                refused,
                ..Counts::default()
            },
            ..Provenance::default()
        };
        let features = boxes.iter().enumerate().map(feature).collect();
        Layer::new(About::new(id, Role::Wetland), provenance, features)
    }

    fn search(own: &[Sides], others: &[Sides], lies: Lies) -> LocationSearch {
        let mut workspace = Workspace::empty(Crs::from_code("EPSG:4549").unwrap());
        workspace.layers = vec![
            Arc::new(layer_of("others", others, 2)),
            Arc::new(layer_of("own", own, 0)),
        ];
        LocationSearch {
            query: LocationQuery {
                layers: vec!["own".into()],
                lies,
                within_m: 25.5,
                to: "others".into(),
                selected_only: false,
                how: SelectHow::Replace,
            },
            workspace: Arc::new(workspace),
            before: Arc::default(),
        }
    }

    fn ids(features: &[FeatureRef]) -> Vec<usize> {
        features.iter().map(|name| name.id.parse().unwrap()).collect()
    }

    fn named(layer: &str, id: &str) -> FeatureRef {
        FeatureRef {
            layer: layer.into(),
            id: id.into(),
        }
    }

    fn answer(search: &LocationSearch) -> Located {
        search.answer(&Progress::default()).unwrap()
    }

    /// What upright boxes are to each other can be said without any geometry.
    fn is_so(lies: Lies, a: &Sides, b: &Sides) -> bool {
        let gap = |low: usize, high: usize| f64::from((a[low] - b[high]).max(b[low] - a[high]).max(0));
        let inside = |a: &Sides, b: &Sides| a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
        match lies {
            Lies::Meeting => gap(0, 2) == 0.0 && gap(1, 3) == 0.0,
            Lies::Apart => !is_so(Lies::Meeting, a, b),
            Lies::Within => inside(a, b),
            Lies::Containing => inside(b, a),
            Lies::Near => gap(0, 2).hypot(gap(1, 3)) <= 25.5,
        }
    }

    fn boxes(count: usize, seed: u64) -> Vec<Sides> {
        let mut state = seed;
        let mut next = |below: i32| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as i32 % below
        };
        let mut one = || {
            let (left, bottom) = (next(900), next(900));
            [left, bottom, left + 1 + next(60), bottom + 1 + next(60)]
        };
        (0..count).map(|_| one()).collect()
    }

    #[test]
    fn the_index_finds_what_a_look_at_all_pairs_finds() {
        let (own, others) = (boxes(300, 7), boxes(120, 11));
        for lies in Lies::ALL {
            let by_hand = |a: &Sides| match lies {
                Lies::Apart => others.iter().all(|b| is_so(lies, a, b)),
                _ => others.iter().any(|b| is_so(lies, a, b)),
            };
            let expected: Vec<usize> = (0..own.len())
                .rev()
                .filter(|&place| by_hand(&own[place]))
                .collect();
            assert!(!expected.is_empty() && expected.len() < own.len(), "{lies:?}");
            assert_eq!(
                ids(&answer(&search(&own, &others, lies)).features),
                expected,
                "{lies:?}"
            );
        }
    }

    #[test]
    fn a_feature_is_not_compared_with_itself() {
        let own = [[0, 0, 10, 10], [5, 5, 20, 20], [100, 100, 110, 110]];
        let mut search = search(&own, &[], Lies::Meeting);
        search.query.to = "own".into();
        assert_eq!(ids(&answer(&search).features), [1, 0]);
        search.query.lies = Lies::Apart;
        assert_eq!(ids(&answer(&search).features), [2]);
    }

    #[test]
    fn only_what_is_selected_of_the_others() {
        let own = [[0, 0, 10, 10], [50, 50, 60, 60]];
        let mut search = search(&own, &own, Lies::Meeting);
        search.query.selected_only = true;
        search.before = [named("others", "1"), named("others", "gone"), named("own", "0")].into();
        let located = answer(&search);
        assert_eq!(ids(&located.features), [1]);
        assert!(!located.account.is_news(), "what was refused is not selected");
    }

    #[test]
    fn it_joins_narrows_or_leaves_the_selection() {
        let own = [[0, 0, 10, 10], [50, 50, 60, 60]];
        let mut search = search(&own, &[[5, 5, 6, 6]], Lies::Meeting);
        search.before = [named("own", "1")].into();
        let mut check = |how: SelectHow, expected: &[usize], found: usize| {
            search.query.how = how;
            let located = answer(&search);
            assert_eq!(
                (ids(&located.features), located.account.found),
                (expected.to_vec(), found)
            );
        };
        check(SelectHow::Add, &[1, 0], 1);
        check(SelectHow::Remove, &[1], 1);
        check(SelectHow::Narrow, &[], 0);
    }

    #[test]
    fn what_was_not_compared_is_told() {
        let own = [[0, 0, 10, 10]];
        let account = answer(&search(&own, &[[500, 500, 501, 501]], Lies::Meeting)).account;
        for (lang, expected) in [(Lang::En, "others (2)"), (Lang::Zh, "others 2 个")] {
            let text = account.text(lang);
            assert!(text.lines().count() == 2 && text.contains(expected), "{text}");
        }
    }

    #[test]
    fn it_can_be_stopped() {
        let progress = Progress::default();
        progress.cancel();
        let own = [[0, 0, 10, 10]];
        assert!(search(&own, &own, Lies::Meeting).answer(&progress).is_err());
    }
}
