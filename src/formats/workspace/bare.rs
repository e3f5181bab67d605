//! Data files opened by themselves: each becomes a layer, with a role by the file's name.

use std::path::PathBuf;

use crate::model::layer::About;
use crate::model::problem::{Done, Problem, ProblemKind};
use crate::model::role::{ProjectKind, Role};
use crate::words::{Bilingual, Lang};

use super::plan::{LayerPlan, Plan};
use super::rule_book::{BUILTIN, load_all};

/// A workspace of these files, judged by the built-in rule book.
///
/// # Errors
/// Those of the rule book.
pub fn plan(paths: &[PathBuf]) -> Result<Plan, Box<Problem>> {
    let mut plan = Plan {
        rules: load_all(&[BUILTIN.to_owned()], std::path::Path::new(""))?,
        ..Plan::default()
    };
    for path in paths {
        if !path.exists() {
            let label = path.to_string_lossy();
            return Err(Box::new(Problem::of_file(
                &label,
                ProblemKind::FileMissing,
                Done::Refused,
            )));
        }
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .replace('/', "-");
        if plan.layers.is_empty() {
            plan.name = Bilingual::same(&stem);
        }
        let (role, kind) = guess(&stem);
        let id = plan.free_id(&stem);
        let about = About {
            name: Bilingual::same(&stem),
            kind,
            ..About::new(&id, role)
        };
        plan.layers.push(LayerPlan::of_file(about, path));
    }
    Ok(plan)
}

/// The role and kind whose code or Chinese name stands in a file's name; context where none does.
fn guess(stem: &str) -> (Role, Option<ProjectKind>) {
    let lower = stem.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).collect();
    let named = |code: &str, name: String| {
        let code: Vec<&str> = code.split('_').collect();
        words.windows(code.len()).any(|window| window == code) || stem.contains(&name)
    };
    if let Some(kind) = ProjectKind::ALL
        .into_iter()
        .find(|kind| named(kind.code(), kind.name(Lang::Zh)))
    {
        return (Role::Project, Some(kind));
    }
    let role = Role::ALL
        .into_iter()
        .find(|role| named(role.code(), role.name(Lang::Zh)));
    (role.unwrap_or(Role::Context), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_by_name() {
        let check = |stem, role, kind| assert_eq!(guess(stem), (role, kind), "{stem}");
        check("red_line", Role::RedLine, None);
        check("hangzhou-wetland_2024", Role::Wetland, None);
        check("钱塘区生态保护红线", Role::RedLine, None);
        check("wind", Role::Project, Some(ProjectKind::Wind));
        check("windows", Role::Context, None);
    }
}
