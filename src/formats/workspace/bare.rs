//! Data files opened by themselves: each becomes a layer, with a role by the file's name.

use std::path::{Path, PathBuf};

use crate::formats::folder::found;
use crate::formats::guess::role_by_name;
use crate::formats::input::FileToRead;
use crate::formats::zipped::workspace_of;
use crate::model::file_fault::FileFault;
use crate::model::layer::About;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::words::Bilingual;

use super::plan::{LayerPlan, Plan};
use super::rule_book::{BUILTIN, load_all};

/// A workspace of these files, judged by the built-in rule book.
///
/// # Errors
/// Those of the rule book; a file is not there, or is an archive of a workspace, which would be judged by other rules and
/// without what the workspace says of its layers.
pub fn plan(paths: &[PathBuf]) -> Result<Plan, Box<Problem>> {
    paths.iter().try_for_each(|path| no_workspace(path))?;
    let mut plan = Plan {
        rules: load_all(&[BUILTIN.to_owned()], std::path::Path::new(""))?,
        ..Plan::default()
    };
    for found in found(paths) {
        let path = &found.file.path;
        if !path.exists() {
            let label = path.to_string_lossy();
            return Err(Box::new(Problem::of_file(
                &label,
                ProblemKind::FileMissing,
                Done::Refused,
            )));
        }
        let name = found.name.replace('/', "-");
        if plan.layers.is_empty() {
            plan.name = Bilingual::same(&name);
        }
        let (role, kind) = guess(&found.titles);
        let id = plan.free_id(&name);
        let about = About {
            name: Bilingual::same(&name),
            kind,
            ..About::new(&id, role)
        };
        plan.layers.push(LayerPlan {
            file: found.file.clone(),
            unnamed: found.unnamed,
            ..LayerPlan::of_file(about, path)
        });
    }
    Ok(plan)
}

/// A workspace of layers that somebody has planned one by one, judged by the built-in rule book.
///
/// # Errors
/// Those of the rule book.
pub fn planned(layers: &[LayerPlan]) -> Result<Plan, Box<Problem>> {
    let mut plan = Plan {
        rules: load_all(&[BUILTIN.to_owned()], std::path::Path::new(""))?,
        ..Plan::default()
    };
    for layer in layers {
        if plan.layers.is_empty() {
            plan.name = layer.about.name.clone();
        }
        let mut layer = layer.clone();
        layer.about.id = plan.free_id(&layer.about.id);
        plan.layers.push(layer);
    }
    Ok(plan)
}

fn no_workspace(path: &Path) -> Result<(), Box<Problem>> {
    let file = FileToRead::at(path);
    let Some(name) = workspace_of(&file) else {
        return Ok(());
    };
    let kind = ProblemKind::File(FileFault::WorkspaceInside { name });
    Err(Box::new(Problem::of_file(&file.label, kind, Done::Refused)))
}

/// The role and kind that the names of a file say; context where they say none.
fn guess(titles: &[String]) -> (Role, Option<ProjectKind>) {
    let said = titles.iter().find_map(|title| role_by_name(title));
    said.unwrap_or((Role::Context, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_by_name() {
        let check = |stem: &str, role, kind| assert_eq!(guess(&[stem.to_owned()]), (role, kind), "{stem}");
        check("red_line", Role::RedLine, None);
        check("hangzhou-wetland_2024", Role::Wetland, None);
        check("钱塘区生态保护红线", Role::RedLine, None);
        check("wind", Role::Project, Some(ProjectKind::Wind));
        check("windows", Role::Context, None);
        check("wetlands", Role::Wetland, None);
        check("planned projects", Role::Project, None);
        check("ports_2024", Role::Project, Some(ProjectKind::Port));
        check("red_lines", Role::RedLine, None);
        check("s", Role::Context, None);
    }
}
