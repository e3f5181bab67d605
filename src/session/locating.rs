//! Selecting: what somebody picks, and what is found by how it lies to others.

use std::sync::Arc;

use crate::model::feature::FeatureRef;
use crate::model::workspace::Workspace;
use crate::progress::Cancelled;

use super::command::JobKind;
use super::location::{Located, LocationQuery, LocationSearch};
use super::notice::NoticeKind;
use super::{Done, Session};

impl Session {
    pub(super) fn select(&mut self, features: Vec<FeatureRef>, finding: Option<usize>) {
        // What somebody picks while a search goes on is what is wanted.
        self.jobs.cancel(&JobKind::Locating);
        self.selection.features = features.into();
        self.selection.finding = finding;
    }

    pub(super) fn locate(&mut self, query: LocationQuery) {
        let Some(workspace) = self.workspace().map(Arc::clone) else {
            return;
        };
        let search = LocationSearch {
            query,
            workspace: Arc::clone(&workspace),
            before: Arc::clone(&self.selection.features),
        };
        self.jobs.start(JobKind::Locating, move |progress| {
            Done::Located(workspace, search.answer(progress))
        });
    }

    /// `of` is the workspace that was searched.
    pub(super) fn take_located(&mut self, of: &Arc<Workspace>, located: Result<Located, Cancelled>) {
        let (Ok(located), Some(now)) = (located, self.workspace().map(Arc::clone)) else {
            return;
        };
        self.selection.features = located.features.into();
        self.selection.finding = None;
        if !Arc::ptr_eq(of, &now) {
            self.selection.keep(|name| now.feature(name).is_some());
        }
        self.notices
            .retract(|told| matches!(told, NoticeKind::Located(_)));
        if located.account.is_news() {
            self.notices.tell(NoticeKind::Located(located.account));
        }
    }
}
