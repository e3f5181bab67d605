//! The picture of the finding that is looked at, and what it waits for.

use std::sync::Arc;

use eframe::egui::Vec2;

use crate::model::finding::{Finding, Screening};
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use super::super::map::small_map::SmallMap;

/// Which picture: of which finding, and how large.
#[derive(Clone, Debug)]
pub struct PictureQuery {
    /// Where project and zone are.
    pub workspace: Arc<Workspace>,
    /// Of which the finding is.
    pub screening: Arc<Screening>,
    /// Its position there.
    pub finding: usize,
    /// In points.
    pub size: Vec2,
}

impl PartialEq for PictureQuery {
    fn eq(&self, other: &PictureQuery) -> bool {
        self.is_of(other) && self.size == other.size
    }
}

impl PictureQuery {
    /// True where both are of the same finding, in whatever size.
    fn is_of(&self, other: &PictureQuery) -> bool {
        self.finding == other.finding
            && Arc::ptr_eq(&self.workspace, &other.workspace)
            && Arc::ptr_eq(&self.screening, &other.screening)
    }

    /// Works it out.
    ///
    /// # Errors
    /// [`Cancelled`].
    pub fn answer(&self, progress: &Progress) -> Result<Option<SmallMap>, Cancelled> {
        let finding: Option<&Finding> = self.screening.findings.get(self.finding);
        let picture = finding.map(|finding| SmallMap::of(&self.workspace, finding, self.size, progress));
        picture.unwrap_or(Ok(None))
    }
}

/// The picture, and what it waits for.
#[derive(Debug, Default)]
pub struct PictureView {
    asked: Option<PictureQuery>,
    waits: bool,
    shown: Option<(PictureQuery, Option<SmallMap>)>,
}

impl PictureView {
    /// Asks for a picture, once.
    pub fn ask(&mut self, query: PictureQuery) {
        if self.asked.as_ref() != Some(&query) {
            self.asked = Some(query);
            self.waits = true;
        }
    }

    /// What is to be worked out, once.
    pub fn take_query(&mut self) -> Option<PictureQuery> {
        std::mem::take(&mut self.waits).then(|| self.asked.clone())?
    }

    /// Takes a picture in.
    pub fn put(&mut self, query: PictureQuery, picture: Option<SmallMap>) {
        self.shown = Some((query, picture));
    }

    /// The picture of the finding that is asked for, perhaps in an older size. Outside nothing is known yet; inside there is
    /// none.
    pub fn picture(&self) -> Option<Option<&SmallMap>> {
        let (query, picture) = self.shown.as_ref()?;
        let is_it = self.asked.as_ref().is_some_and(|asked| asked.is_of(query));
        is_it.then_some(picture.as_ref())
    }
}
