//! A layer that is in the workspace, in another encoding.

use std::sync::Arc;

use encoding_rs::Encoding;

use crate::formats::admit::unknown_kind;
use crate::formats::field_values::{self, Known};
use crate::formats::locate::missing_fields;
use crate::formats::unique_ids::make_unique;
use crate::model::feature::Feature;
use crate::model::field_meaning::FieldMeaning;
use crate::model::field_type::FieldTypes;
use crate::model::file_fault::FileFault;
use crate::model::footprint_fields::FootprintFields;
use crate::model::layer::{About, Layer};
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::progress::{Cancelled, Progress};

use super::texts::Recoder;

/// A layer with its texts in another encoding, and what is to be said of it now that depends on texts; see
/// [`is_about_texts`] for what was said before. `None` where nothing is kept of its texts.
///
/// Fields that are mapped stay mapped under their new names; ids that come from a field are made anew.
///
/// # Errors
/// [`Cancelled`].
pub fn recoded(
    layer: &Layer,
    into: &'static Encoding,
    known: &Known<'_>,
    progress: &Progress,
) -> Result<Option<(Layer, Vec<Problem>)>, Cancelled> {
    let Some(kept) = &layer.provenance.kept else {
        return Ok(None);
    };
    let mut recoder = Recoder::new(kept, into);
    progress.start(layer.features().len() as u64);
    let mut features = Vec::with_capacity(layer.features().len());
    let mut about = None;
    for feature in layer.features() {
        progress.check()?;
        progress.advance(1);
        let properties = recoder.properties(feature.number, &feature.properties);
        let about = about.get_or_insert_with(|| {
            let before = feature.properties.iter().map(|(name, _)| &**name);
            let after = recoder.names().iter().map(|name| &**name);
            renamed(&layer.about, &before.zip(after).collect::<Vec<_>>())
        });
        let mapped = about
            .fields
            .id
            .as_deref()
            .and_then(|field| properties.text(field));
        features.push(Feature {
            id: mapped.map_or_else(|| Arc::clone(&feature.id), Arc::from),
            properties,
            ..feature.clone()
        });
    }
    let about = about.unwrap_or_else(|| layer.about.clone());
    let mut problems: Vec<Problem> = make_unique(&mut features)
        .into_iter()
        .map(|(_, problem)| problem)
        .collect();
    problems.extend(undecodable(&recoder));
    problems.extend(
        features
            .iter()
            .filter_map(|feature| kind_problem(&about, feature)),
    );
    problems.extend(missing_fields(&about, &features));
    problems.extend(field_values::doubtful(&about, &features, known));
    let mut provenance = layer.provenance.clone();
    provenance.kept = Some(Arc::new(recoder.after));
    let layer = Layer::new(about, provenance, features);
    for problem in &mut problems {
        problem.layer = Some(Arc::clone(&layer.about.id));
        problem.file.clone_from(&layer.provenance.file);
    }
    Ok(Some((layer, problems)))
}

/// Types that were declared for fields of a layer, by the names that these have after it was recoded.
pub fn types_recoded(types: &FieldTypes, before: &Layer, after: &Layer) -> FieldTypes {
    let names = |layer: &Layer| -> Vec<Arc<str>> {
        let first = layer.features().first();
        let all = first.into_iter().flat_map(|feature| feature.properties.iter());
        all.map(|(name, _)| Arc::clone(name)).collect()
    };
    let (before, after) = (names(before), names(after));
    let renamed = types.iter().map(|(field, own)| {
        let place = before.iter().position(|name| **name == **field);
        let new = place.and_then(|place| after.get(place));
        (new.map_or_else(|| field.clone(), ToString::to_string), *own)
    });
    renamed.collect()
}

/// True for what is said of a layer because of what its texts say; another encoding makes it out of date.
pub fn is_about_texts(problem: &Problem) -> bool {
    match &problem.kind {
        ProblemKind::File(fault) => matches!(
            fault,
            FileFault::Undecodable { .. }
                | FileFault::EncodingDoubt { .. }
                | FileFault::EncodingGuessed { .. }
                | FileFault::FieldRenamed { .. }
        ),
        ProblemKind::Reading(fault) => fault.code() == "undecodable_places",
        ProblemKind::DuplicateId { .. }
        | ProblemKind::UnknownKind { .. }
        | ProblemKind::FieldMissing
        | ProblemKind::Field(_) => true,
        _ => false,
    }
}

fn undecodable(recoder: &Recoder<'_>) -> Vec<Problem> {
    let counts = recoder.names().iter().zip(&recoder.undecodable);
    let problem = |(name, features): (&Arc<str>, &usize)| {
        let encoding = recoder.after.encoding.clone();
        let features = *features;
        let kind = ProblemKind::File(FileFault::Undecodable { encoding, features });
        let field = Some(name.to_string());
        Problem {
            field,
            ..Problem::of_file("", kind, Done::Noted)
        }
    };
    counts.filter(|(_, count)| **count > 0).map(problem).collect()
}

fn kind_problem(about: &About, feature: &Feature) -> Option<Problem> {
    let found = unknown_kind(about, feature)?;
    Some(Problem {
        feature: Some(feature.number),
        id: Some(feature.id.to_string()),
        field: about.fields.kind.clone(),
        ..Problem::of_file("", ProblemKind::UnknownKind { found }, Done::Noted)
    })
}

/// What is said about a layer, with its fields under their new names.
fn renamed(about: &About, names: &[(&str, &str)]) -> About {
    let mut about = about.clone();
    let rename = |field: &mut Option<String>| {
        let own = field.as_deref().unwrap_or_default();
        let new = names.iter().find(|(before, _)| *before == own);
        if let Some((_, after)) = new {
            *field = Some((*after).to_owned());
        }
    };
    for meaning in FieldMeaning::ALL {
        rename(meaning.field_mut(&mut about.fields));
    }
    footprint_of(&mut about.footprint).into_iter().for_each(rename);
    about
}

fn footprint_of(footprint: &mut FootprintFields) -> [&mut Option<String>; 8] {
    let FootprintFields {
        part,
        width_m,
        year,
        order,
        capacity_persons,
        capacity_source,
        plot_use,
        grade,
    } = footprint;
    [
        part,
        width_m,
        year,
        order,
        capacity_persons,
        capacity_source,
        plot_use,
        grade,
    ]
}
