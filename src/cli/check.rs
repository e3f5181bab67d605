//! `redshank check`: whether the features of a layer fit each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::formats::open::{OpenOptions, Source};
use crate::inspection::{Inspection, inspect};
use crate::model::layer::Layer;
use crate::model::problem::{Done, Problem};
use crate::model::workspace::Workspace;
use crate::progress::Cancelled;
use crate::report::files;
use crate::report::problems::write_problems;
use crate::say;
use crate::words::Lang;

use super::check_plan::CheckPlan;
use super::console::Console;
use super::exit::{CLEAR, CONFLICT, INCOMPLETE};
use super::input;
use super::mistake::Mistake;
use super::work::watched;

/// Problems that are told in words where nobody asks for all.
const MOST_LINES: usize = 50;

type Checked = (Arc<Layer>, Inspection);

/// Examines, and gives the exit code: 0 nothing is odd, 1 something is, 2 something could not be read or written.
///
/// # Errors
/// A [`Mistake`]: a layer is not there, or the program broke off.
pub fn run(plan: CheckPlan, console: &mut Console) -> Result<u8, Mistake> {
    let options = OpenOptions {
        crs: plan.crs.clone(),
        memory: plan.memory,
        ..OpenOptions::default()
    };
    let Some(workspace) = input::open(Source::of_paths(vec![plan.path.clone()]), options, console)? else {
        return Ok(INCOMPLETE);
    };
    let layers = layers(&workspace, &plan.layers)?;
    let (shared, options) = (Arc::clone(&workspace), plan.options);
    let checked = watched(console, "check", move |progress| {
        let one = |layer: Arc<Layer>| {
            let inspection = inspect(&layer, &shared.crs, &options, progress)?;
            Ok((layer, inspection))
        };
        layers
            .into_iter()
            .map(one)
            .collect::<Result<Vec<Checked>, Cancelled>>()
    })?;
    let checked = checked.map_err(|cancelled| Mistake::new("broken", &cancelled.to_string()))?;
    let is_written = tell(&plan, &workspace, &checked, console);
    let unread = workspace
        .problems
        .iter()
        .any(|problem| problem.done == Done::Refused);
    let is_odd = checked
        .iter()
        .any(|(_, inspection)| !inspection.oddities.is_empty());
    Ok(match (unread || !is_written, is_odd) {
        (true, _) => INCOMPLETE,
        (false, true) => CONFLICT,
        (false, false) => CLEAR,
    })
}

fn layers(workspace: &Workspace, names: &[String]) -> Result<Vec<Arc<Layer>>, Mistake> {
    if names.is_empty() {
        return Ok(workspace.layers.clone());
    }
    let named = |name: &String| {
        let found = workspace
            .layers
            .iter()
            .find(|layer| *layer.about.id == *name.trim());
        found.cloned().ok_or_else(|| {
            let ids: Vec<&str> = workspace.layers.iter().map(|layer| &*layer.about.id).collect();
            Mistake {
                expected: ids.join(", "),
                ..Mistake::new("check_layer", name)
            }
        })
    };
    names.iter().map(named).collect()
}

/// Prints or writes; false where a file could not be written.
fn tell(plan: &CheckPlan, workspace: &Workspace, checked: &[Checked], console: &mut Console) -> bool {
    let lang = console.lang;
    let mut problems = checked
        .iter()
        .flat_map(|(layer, inspection)| inspection.problems(layer, &workspace.crs));
    let summary = summary(checked, workspace, lang);
    let Some(path) = &plan.out else {
        match plan.format {
            Some(format) => {
                // Whoever closed the pipe does not want the rest.
                let _unwanted = write_problems(problems.by_ref(), format, console.results());
            }
            None => print(&summary, &mut problems, console),
        }
        return true;
    };
    let written = files::write_with(path, |out| match plan.format {
        Some(format) => write_problems(problems.by_ref(), format, out),
        None => {
            summary.iter().try_for_each(|line| writeln!(out, "{line}"))?;
            problems.try_for_each(|problem| writeln!(out, "{}", line(&problem, lang)))
        }
    });
    match &written {
        Err(error) => console.error(&error.text(lang)),
        Ok(()) => {
            summary.iter().for_each(|line| console.note(line));
            console.result(&path.display().to_string());
        }
    }
    written.is_ok()
}

fn print(summary: &[String], problems: &mut dyn Iterator<Item = Problem>, console: &mut Console) {
    let lang = console.lang;
    summary.iter().for_each(|line| console.result(line));
    let most = if console.is_verbose() {
        usize::MAX
    } else {
        MOST_LINES
    };
    for problem in problems.take(most) {
        console.result(&line(&problem, lang));
    }
    let left = problems.count();
    if left > 0 {
        console.note(&say!(lang, "cli.check.more", count = left));
    }
}

fn line(problem: &Problem, lang: Lang) -> String {
    let place = problem.place.map_or_else(String::new, |place| {
        format!(" ({:.6}, {:.6})", place.lon_deg, place.lat_deg)
    });
    format!(
        "{} {}{place}",
        say!(lang, &format!("cli.check.kind.{}", problem.kind.code())),
        problem.line(lang)
    )
}

/// What was examined by which limits, and how many of each kind were found.
fn summary(checked: &[Checked], workspace: &Workspace, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    for (layer, inspection) in checked {
        let limits = &inspection.limits;
        lines.push(say!(
            lang,
            "cli.check.layer",
            layer = layer.about.id,
            count = layer.features().len(),
            found = inspection.oddities.len(),
            tolerance = limits.tolerance_m,
            width = limits.width_m,
            part = limits.part_m2
        ));
        let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
        for problem in inspection.problems(layer, &workspace.crs) {
            *counts.entry(problem.kind.code()).or_default() += 1;
        }
        for (kind, count) in counts {
            let kind = say!(lang, &format!("cli.check.kind.{kind}"));
            lines.push(say!(lang, "cli.check.count", kind = kind, count = count));
        }
    }
    lines
}
