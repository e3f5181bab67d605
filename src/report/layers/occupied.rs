//! The occupied parts: what a project and a zone have in common, as areas, one for each finding that has one.
//!
//! Beside what all files of findings say, each part has the names that parcel texts have a place for.

use std::borrow::Cow;
use std::sync::Arc;

use crate::geom::shape::Shape;
use crate::model::feature::{Properties, PropertyValue};
use crate::model::finding::Screening;
use crate::model::workspace::Workspace;
use crate::words::Lang;

use super::super::parcel_text::FIELDS;
use super::features::{Features, FindingFeatures};

/// The occupied parts of a screening.
#[derive(Debug)]
pub struct OccupiedParts<'a> {
    findings: FindingFeatures<'a>,
    positions: Vec<usize>,
    lang: Lang,
}

impl<'a> OccupiedParts<'a> {
    /// Those of findings whose common part has an area, in their order. `lang` is that of names.
    pub fn new(workspace: &'a Workspace, screening: &'a Screening, lang: Lang) -> OccupiedParts<'a> {
        OccupiedParts {
            findings: FindingFeatures { workspace, screening },
            positions: positions(screening),
            lang,
        }
    }

    fn at(&self, position: usize) -> Option<usize> {
        self.positions.get(position).copied()
    }
}

/// Positions of the findings that have an occupied part.
pub fn positions(screening: &Screening) -> Vec<usize> {
    let findings = screening.findings.iter().enumerate();
    findings
        .filter(|(_, finding)| finding.evidence.overlap_m2.get().is_some_and(|m2| m2 > 0.0))
        .map(|(position, _)| position)
        .collect()
}

impl Features for OccupiedParts<'_> {
    fn count(&self) -> usize {
        self.positions.len()
    }

    fn id(&self, position: usize) -> Option<Cow<'_, str>> {
        self.findings.id(self.at(position)?)
    }

    fn title(&self, position: usize) -> Option<String> {
        self.findings.title(self.at(position)?)
    }

    fn properties(&self, position: usize) -> Cow<'_, Properties> {
        let Some(own) = self.at(position) else {
            return Cow::Owned(Properties::default());
        };
        let finding = self.findings.screening.findings.get(own);
        let [name, _, r#use, class] = FIELDS;
        let kind = finding.and_then(|finding| finding.matter.kind);
        let words = [
            (name, self.findings.title(own)),
            (r#use, kind.map(|kind| kind.name(self.lang))),
            (
                class,
                finding
                    .and_then(|finding| finding.sort.class.as_ref())
                    .map(|code| code.to_string()),
            ),
        ];
        let words = words.into_iter().filter_map(|(name, text)| {
            let text = PropertyValue::Text(text?.into());
            Some((Arc::from(name), text))
        });
        let rest = self.findings.properties(own).into_owned();
        let rest = rest.iter().map(|(name, value)| (Arc::clone(name), value.clone()));
        Cow::Owned(words.chain(rest).collect())
    }

    fn shape(&self, position: usize) -> Option<Arc<Shape>> {
        self.findings.shape(self.at(position)?)
    }

    fn known_shape(&self, _: usize) -> Option<&Shape> {
        None
    }

    fn members(&self, _: usize) -> Option<&Properties> {
        None
    }
}
