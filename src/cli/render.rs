//! `redshank render`: the map as a file.

use std::sync::Arc;

use crate::model::finding::Screening;
use crate::model::problem::Done;
use crate::model::workspace::Workspace;
use crate::report::files;
use crate::report::picture::{PictureFormat, PictureOptions, View, encoded};

use super::console::Console;
use super::exit::{CLEAR, INCOMPLETE};
use super::input;
use super::mistake::Mistake;
use super::render_plan::{MapPart, RenderPlan};
use super::work::watched;

/// Draws, and gives the exit code. Conflicts are on the map; they do not make the drawing fail.
///
/// # Errors
/// A [`Mistake`] in the arguments that only the data could show.
pub fn run(plan: RenderPlan, console: &mut Console) -> Result<u8, Mistake> {
    let Some(workspace) = input::open(plan.source.clone(), plan.options.clone(), console)? else {
        return Ok(INCOMPLETE);
    };
    let unread = workspace
        .problems
        .iter()
        .any(|problem| problem.done == Done::Refused);
    if unread && workspace.extent().is_empty() {
        // A map of nothing would hide that nothing could be read.
        return Ok(INCOMPLETE);
    }
    let options = PictureOptions {
        page: plan.page,
        view: view(plan.part, &workspace)?,
        title: plan.title,
        public: plan.public,
        ..PictureOptions::new(console.lang)
    };
    let screening = match workspace.projects().next() {
        Some(_) => Some(input::screened(&workspace, Vec::new(), 0, console)?),
        None => None,
    };
    let drawn = drawn(&workspace, screening, options, plan.format, console)?;
    if let Err(error) = files::write(&plan.out, &drawn) {
        console.error(&error.text(console.lang));
        return Ok(INCOMPLETE);
    }
    console.result(&plan.out.display().to_string());
    Ok(if unread { INCOMPLETE } else { CLEAR })
}

fn view(part: MapPart, workspace: &Workspace) -> Result<View, Mistake> {
    match part {
        MapPart::Whole => Ok(View::Whole),
        MapPart::Scale(denominator) => Ok(View::Scale {
            denominator,
            middle: None,
        }),
        MapPart::Degrees(box_deg) => View::of_degrees(box_deg, workspace)
            .map_err(|error| Mistake::new("extent_off_plane", &error.to_string())),
    }
}

fn drawn(
    workspace: &Arc<Workspace>,
    screening: Option<Screening>,
    options: PictureOptions,
    format: PictureFormat,
    console: &Console,
) -> Result<Vec<u8>, Mistake> {
    let (workspace, lang) = (Arc::clone(workspace), console.lang);
    let made = watched(console, "draw", move |progress| {
        encoded((&workspace, screening.as_ref()), &options, format, progress)
    })?;
    made.map_err(|error| Mistake::new("drawing", &error.text(lang)))
}
