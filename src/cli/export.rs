//! `redshank export`: layers and findings as files for other programs.

use std::sync::Arc;

use crate::formats::open::Source;
use crate::model::problem::Done;
use crate::report::layers::order::{Content, LayerOrder, LayersWritten};
use crate::report::layers::write::{Scene, write_layers};
use crate::say;

use super::console::Console;
use super::exit::{CLEAR, INCOMPLETE};
use super::export_plan::ExportPlan;
use super::input;
use super::mistake::Mistake;
use super::work::watched;

/// Writes, and gives the exit code: 0 all is written, 2 something could not be read or written, or features are missing in
/// a file.
///
/// # Errors
/// A [`Mistake`] of the program itself.
pub fn run(plan: ExportPlan, console: &mut Console) -> Result<u8, Mistake> {
    let opened = vec![plan.path];
    let source = Source::of_paths(opened.clone());
    let Some(workspace) = input::open(source, plan.options, console)? else {
        return Ok(INCOMPLETE);
    };
    let all = || {
        let ids = workspace.layers.iter().map(|layer| Arc::clone(&layer.about.id));
        ids.map(Content::Layer).collect()
    };
    let order = LayerOrder {
        contents: plan.contents.unwrap_or_else(all),
        target: plan.out,
        format: plan.format,
        crs: plan.crs,
        coding: plan.coding,
    };
    let screening = match order.contents.iter().any(Content::needs_screening) {
        true => Some(input::screened(&workspace, Vec::new(), 0, console)?),
        false => None,
    };
    let (shared, lang) = (Arc::clone(&workspace), console.lang);
    let done = watched(console, "write", move |progress| {
        let scene = Scene {
            workspace: &shared,
            screening: screening.as_ref(),
            opened: &opened,
            lang,
        };
        write_layers(&scene, &order, progress)
    })?;
    let mut problems = workspace.problems.iter();
    let unread = problems.any(|problem| problem.done == Done::Refused);
    let is_whole = tell(&done, console);
    Ok(if unread || !is_whole { INCOMPLETE } else { CLEAR })
}

/// Prints what was written and what was lost; false where something is missing.
fn tell(done: &LayersWritten, console: &mut Console) -> bool {
    let lang = console.lang;
    let mut told = Vec::new();
    for layer in &done.written {
        for path in layer.paths.iter().filter(|path| !told.contains(path)) {
            console.result(&path.display().to_string());
        }
        told.extend(&layer.paths);
        console.note(&say!(
            lang,
            "export.written",
            layer = layer.id,
            count = layer.feature_count
        ));
        for (loss, count) in layer.losses.iter() {
            let line = format!("  {}", loss.text(count, lang));
            if loss.is_grave() {
                console.error(line.trim_start());
            } else {
                console.note(&line);
            }
        }
    }
    for error in &done.failed {
        console.error(&error.text(lang));
    }
    done.failed.is_empty() && !done.written.iter().any(|layer| layer.losses.has_grave())
}
