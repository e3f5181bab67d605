//! Arguments as meant: checked before any work begins.

use crate::words::Lang;
use std::path::PathBuf;

use crate::formats::memory_limit::MemoryLimit;
use crate::formats::open::{OpenOptions, Source};
use crate::formats::workspace::quick::Quick;
use crate::model::feature::FeatureRef;
use crate::model::role::Role;
use crate::report::export::FileKind;
use crate::report::problems::ProblemFormat;
use crate::report::wetland::files::TotalsKind;

use super::args::{Command, InfoArgs, ReportArgs, ScreenArgs, TotalsArgs, Typed};
use super::check_plan::{self, CheckPlan};
use super::checklist_plan::{self, ChecklistPlan};
use super::dossier_args::{DiffArgs, VerifyArgs};
use super::dossier_plan::{self, DecidePlan, DossierPlan};
use super::export_plan::{self, ExportPlan};
pub use super::mistake::Mistake;
use super::render_plan::{self, RenderPlan};

/// How the window is to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Files to open; none for the example workspace.
    pub paths: Vec<PathBuf>,
    /// Dark or light; `None` as the user last chose, else as the system has it.
    pub dark: Option<bool>,
    /// The language that was asked for; `None` as the user last chose, else as the system has it.
    pub lang: Option<Lang>,
    /// The window system that is tried first: `x11` or `wayland`; `None` as the environment says, else X11.
    pub window_system: Option<String>,
    /// Where to save a picture of the window, which then closes.
    pub screenshot: Option<PathBuf>,
}

/// What the user wants.
#[derive(Clone, Debug)]
pub enum Plan {
    /// The window, with these files.
    Window(Opening),
    /// Findings.
    Screen(ScreenPlan),
    /// How much wetland there is.
    Totals(TotalsPlan),
    /// What files hold.
    Info(InfoPlan),
    /// A picture.
    Render(RenderPlan),
    /// Layers in files.
    Export(ExportPlan),
    /// Check how features fit each other.
    Check(CheckPlan),
    /// A dossier.
    Dossier(DossierPlan),
    /// Whether a dossier is as it was.
    Verify(VerifyArgs),
    /// What lies between two reviews.
    Diff(DiffArgs),
    /// Decisions.
    Decide(DecidePlan),
    /// Checklists.
    Checklist(ChecklistPlan),
}

/// A screening to be made.
#[derive(Clone, Debug)]
pub struct ScreenPlan {
    /// What to open.
    pub source: Source,
    /// How to open it.
    pub options: OpenOptions,
    /// Folder and files to write; `None` to print.
    pub out: Option<(PathBuf, Vec<FileKind>)>,
    /// Only these projects; empty for all.
    pub only: Vec<FeatureRef>,
    /// Number of threads; 0 for all cores.
    pub threads: usize,
}

/// Totals to be added up.
#[derive(Clone, Debug)]
pub struct TotalsPlan {
    /// What to open.
    pub source: Source,
    /// How to open it.
    pub options: OpenOptions,
    /// Class table instead of the workspace's: built in, or a file.
    pub classes: Option<String>,
    /// For programs.
    pub json: bool,
    /// Folder and files to write; `None` to print.
    pub out: Option<(PathBuf, Vec<TotalsKind>)>,
}

/// Files to be described.
#[derive(Clone, Debug)]
pub struct InfoPlan {
    /// The files.
    pub files: Vec<PathBuf>,
    /// Which of the layers of a file.
    pub table: Option<String>,
    /// Encoding of the texts, instead of the file's own word.
    pub encoding: Option<String>,
    /// What was settled in imports before.
    pub profile: Option<PathBuf>,
    /// The file that their places are held against.
    pub reference: Option<PathBuf>,
    /// Where to write their problems, and as what.
    pub problems: Option<(PathBuf, ProblemFormat)>,
    /// How much memory reading one of them may take.
    pub memory: MemoryLimit,
    /// The role that their fields are held against.
    pub role: Option<Role>,
    /// For programs.
    pub json: bool,
}

/// Makes sense of what was typed.
///
/// # Errors
/// The first [`Mistake`].
pub fn plan(typed: Typed) -> Result<Plan, Mistake> {
    if let (Some(_), Some(path)) = (&typed.command, typed.paths.first()) {
        return Err(Mistake::new("stray_path", &path.to_string_lossy()));
    }
    let memory = typed.memory_limit.map_or(MemoryLimit::System, |mib| {
        MemoryLimit::Bytes(mib.saturating_mul(1 << 20))
    });
    let mut plan = match typed.command {
        None => Ok(Plan::Window(Opening {
            paths: typed.paths,
            dark: typed.theme.map(|theme| theme == "dark"),
            lang: typed.lang.as_deref().map(Lang::from_locale),
            window_system: typed.window_system,
            screenshot: typed.screenshot,
        })),
        Some(Command::Screen(args)) => screen(args).map(Plan::Screen),
        Some(Command::Report(args)) => report(args).map(Plan::Screen),
        Some(Command::Totals(args)) => totals(args).map(Plan::Totals),
        Some(Command::Info(args)) => info(args).map(Plan::Info),
        Some(Command::Render(args)) => render_plan::render(args).map(Plan::Render),
        Some(Command::Export(args)) => export_plan::plan(args).map(Plan::Export),
        Some(Command::Check(args)) => check_plan::plan(args).map(Plan::Check),
        Some(Command::Dossier(args)) => dossier_plan::dossier(args).map(Plan::Dossier),
        Some(Command::Verify(args)) => Ok(Plan::Verify(args)),
        Some(Command::Diff(args)) => Ok(Plan::Diff(args)),
        Some(Command::Decide(args)) => dossier_plan::decide(args).map(Plan::Decide),
        Some(Command::Checklist(args)) => checklist_plan::plan(args).map(Plan::Checklist),
    }?;
    plan.limit_memory(memory);
    Ok(plan)
}

impl Plan {
    fn limit_memory(&mut self, memory: MemoryLimit) {
        match self {
            Plan::Screen(plan) => plan.options.memory = memory,
            Plan::Totals(plan) => plan.options.memory = memory,
            Plan::Info(plan) => plan.memory = memory,
            Plan::Render(plan) => plan.options.memory = memory,
            Plan::Export(plan) => plan.options.memory = memory,
            Plan::Check(plan) => plan.memory = memory,
            Plan::Dossier(plan) => plan.options.memory = memory,
            // The window asks the system each time; a dossier that is there was read before.
            Plan::Window(_) | Plan::Verify(_) | Plan::Diff(_) | Plan::Decide(_) | Plan::Checklist(_) => {}
        }
    }
}

fn info(args: InfoArgs) -> Result<InfoPlan, Mistake> {
    let ending = |path: PathBuf| match ProblemFormat::of_path(&path) {
        Some(format) => Ok((path, format)),
        None => Err(Mistake::new("problems_file", &path.display().to_string())),
    };
    let role = |name: &str| {
        let codes = Role::ALL.map(Role::code);
        Role::from_code(name).ok_or_else(|| Mistake {
            expected: codes.join(", "),
            ..Mistake::new("pair", name)
        })
    };
    Ok(InfoPlan {
        problems: args.problems.map(ending).transpose()?,
        memory: MemoryLimit::System,
        role: args.role.as_deref().map(role).transpose()?,
        files: args.files,
        table: args.table,
        encoding: args.encoding,
        profile: args.profile,
        reference: args.reference,
        json: args.json,
    })
}

fn screen(args: ScreenArgs) -> Result<ScreenPlan, Mistake> {
    let formats = file_kinds(&args.format)?;
    if args.out.is_none() && !args.format.is_empty() {
        return Err(Mistake::new("format_without_out", &args.format.join(",")));
    }
    let as_of = args.as_of.as_deref().map(dossier_plan::date).transpose()?;
    let only = args
        .project
        .iter()
        .map(|text| feature(text))
        .collect::<Result<_, _>>()?;
    Ok(ScreenPlan {
        source: source(&args)?,
        options: OpenOptions {
            crs: args.crs,
            rules: args.rules,
            as_of,
            accept_repairs: args.accept_repairs,
            ..OpenOptions::default()
        },
        out: args.out.map(|folder| (folder, formats)),
        only,
        threads: args.threads.map_or(0, usize::from),
    })
}

/// A screening of which only reports are wanted: all kinds of them where nobody says which.
fn report(args: ReportArgs) -> Result<ScreenPlan, Mistake> {
    let format = match args.format.is_empty() {
        true => FileKind::REPORTS
            .iter()
            .map(|kind| kind.code().to_owned())
            .collect(),
        false => args.format,
    };
    screen(ScreenArgs {
        path: Some(args.path),
        out: Some(args.out),
        format,
        as_of: args.as_of,
        project: args.project,
        accept_repairs: args.accept_repairs,
        ..ScreenArgs::default()
    })
}

fn source(args: &ScreenArgs) -> Result<Source, Mistake> {
    let is_quick = !(args.zones.is_empty() && args.projects.is_empty() && args.setback.is_empty());
    match &args.path {
        Some(path) if is_quick => Err(Mistake::new("two_sources", &path.display().to_string())),
        Some(path) => Ok(Source::of_paths(vec![path.clone()])),
        None if !is_quick => Err(Mistake::new("no_source", "")),
        None if args.zones.is_empty() || args.projects.is_empty() => {
            Err(Mistake::new("half_a_source", &args.setback.join(" ")))
        }
        None => quick(args).map(Source::Quick),
    }
}

fn quick(args: &ScreenArgs) -> Result<Quick, Mistake> {
    let mut quick = Quick::default();
    args.zones.iter().try_for_each(|text| quick.add_zone(text))?;
    args.projects
        .iter()
        .try_for_each(|text| quick.add_project(text))?;
    args.setback.iter().try_for_each(|text| quick.add_setback(text))?;
    Ok(quick)
}

fn totals(args: TotalsArgs) -> Result<TotalsPlan, Mistake> {
    if args.out.is_none() && !args.format.is_empty() {
        return Err(Mistake::new("format_without_out", &args.format.join(",")));
    }
    let mut kinds = Vec::new();
    for name in &args.format {
        match TotalsKind::from_code(&name.trim().to_ascii_lowercase()) {
            Some(kind) if kinds.contains(&kind) => {}
            Some(kind) => kinds.push(kind),
            None => return Err(Mistake::new("totals_format", name)),
        }
    }
    if kinds.is_empty() {
        kinds = TotalsKind::ALL.to_vec();
    }
    Ok(TotalsPlan {
        source: Source::of_paths(vec![args.path]),
        options: OpenOptions {
            crs: args.crs,
            ..OpenOptions::default()
        },
        classes: args.classes,
        json: args.json,
        out: args.out.map(|folder| (folder, kinds)),
    })
}

fn file_kinds(names: &[String]) -> Result<Vec<FileKind>, Mistake> {
    if names.is_empty() {
        return Ok(FileKind::DEFAULT.to_vec());
    }
    let mut kinds = Vec::new();
    for name in names {
        let code = name.trim().to_ascii_lowercase();
        match FileKind::from_code(&code) {
            Some(kind) if kinds.contains(&kind) => {}
            Some(kind) => kinds.push(kind),
            // A program that was built without it.
            None if code == "pdf" => return Err(Mistake::new("not_yet", &code)),
            None => return Err(Mistake::new("format", name)),
        }
    }
    Ok(kinds)
}

fn feature(text: &str) -> Result<FeatureRef, Mistake> {
    FeatureRef::parse(text).ok_or_else(|| Mistake::new("project", text))
}

#[cfg(test)]
mod tests {
    use super::super::render_plan::MapPart;
    use super::*;
    use crate::model::role::ProjectKind;
    use crate::report::picture::{Page, Paper, PictureFormat};
    use crate::words::Lang;
    use clap::Parser as _;

    fn planned(line: &str) -> Result<Plan, Mistake> {
        let typed = Typed::try_parse_from(std::iter::once("redshank").chain(line.split_whitespace()));
        plan(typed.unwrap_or_else(|error| panic!("{line}: {error}")))
    }

    #[track_caller]
    fn check_mistake(line: &str, key: &str, found: &str) {
        let mistake = planned(line).err().unwrap_or_else(|| panic!("{line} passed"));
        assert_eq!((mistake.key, mistake.found.as_str()), (key, found), "{line}");
        for lang in Lang::ALL {
            let text = mistake.text(lang);
            assert!(!text.contains("cli.") && text.contains(found), "{text}");
        }
    }

    #[test]
    fn mistakes_are_found_before_any_work() {
        check_mistake("screen a --out o --format json,odt", "format", "odt");
        check_mistake("report a --out o --format odt", "format", "odt");
        check_mistake("screen a --out o --format doc", "format", "doc");
        check_mistake("screen a --format json", "format_without_out", "json");
        check_mistake("totals a --format csv", "format_without_out", "csv");
        check_mistake(
            "totals a --out o --format csv,geojson",
            "totals_format",
            "geojson",
        );
        check_mistake("screen a --as-of 2026-02-30", "date", "2026-02-30");
        check_mistake("screen a --project W-07", "project", "W-07");
        check_mistake("info a --role swamp", "pair", "swamp");
        check_mistake("screen", "no_source", "");
        check_mistake("screen a --zones core=b", "two_sources", "a");
        check_mistake("screen --zones core=b", "half_a_source", "");
        for bad in ["core", "swamp=b", "district=b"] {
            check_mistake(&format!("screen --zones {bad} --projects wind=c"), "pair", bad);
        }
        check_mistake("screen --zones core=b --projects mill=c", "pair", "mill=c");
        let setback = "screen --zones core=b --projects wind=c --setback wind=-5";
        check_mistake(setback, "pair", "wind=-5");
        check_mistake("render a --out m.pdf --paper a4 --dpi 1201", "dpi", "1201");
        check_mistake(
            "render a --out m.png --paper a3 --dpi 1200",
            "too_large",
            "19843 × 14031",
        );
        check_mistake("render a --out m.jpg", "picture", "m.jpg");
        check_mistake("render a --out m.png --size 99999x10", "size", "99999x10");
        check_mistake("render a --out m.png --size big", "size", "big");
        check_mistake(
            "render a --out m.png --extent 121,30,120,31",
            "extent",
            "121,30,120,31",
        );
        check_mistake("render a --out m.png --extent 1,2,3", "extent", "1,2,3");
        check_mistake("render a --out m.png --scale 0", "scale", "0");
    }

    #[test]
    fn a_screening_as_meant() {
        let Ok(Plan::Screen(plan)) = planned(
            "screen maps/a --out o --format csv,json,csv --as-of 2026-11-23 --project wind/a/b --threads 3",
        ) else {
            panic!();
        };
        assert_eq!(plan.out, Some(("o".into(), vec![FileKind::Csv, FileKind::Json])));
        assert_eq!(
            plan.options.as_of.map(|day| day.to_string()).as_deref(),
            Some("2026-11-23")
        );
        assert_eq!(
            (&*plan.only[0].layer, &*plan.only[0].id, plan.threads),
            ("wind", "a/b", 3)
        );
    }

    #[test]
    fn a_quick_screening_as_meant() {
        let line =
            "screen --zones core=a.geojson wetland=b.geojson --projects wind=c.geojson --setback wind=300";
        let Ok(Plan::Screen(plan)) = planned(line) else {
            panic!();
        };
        let Source::Quick(quick) = plan.source else {
            panic!();
        };
        assert_eq!(quick.zones[1], (Role::Wetland, "b.geojson".into()));
        assert_eq!(quick.projects, [(ProjectKind::Wind, "c.geojson".into())]);
        assert_eq!(quick.setbacks, [(ProjectKind::Wind, 300.0)]);
    }

    #[test]
    fn a_picture_as_meant() {
        let Ok(Plan::Render(plan)) = planned("render a --out m.SVG --size 800x600 --scale 1:50,000") else {
            panic!();
        };
        assert_eq!(plan.format, PictureFormat::Svg);
        assert_eq!(plan.page, Page::of_pixels(800, 600, 96));
        assert_eq!(plan.part, MapPart::Scale(50_000.0));
        let Ok(Plan::Render(plan)) = planned("render a --out m.png --extent -1.5,-2,3,4") else {
            panic!();
        };
        assert_eq!(plan.part, MapPart::Degrees([-1.5, -2.0, 3.0, 4.0]));
        assert_eq!(plan.page, Page::of_pixels(1920, 1080, 96));
    }

    #[test]
    fn paper_as_meant() {
        let check = |line: &str, expected: Page| {
            let Ok(Plan::Render(plan)) = planned(&format!("render a --out m.pdf {line}")) else {
                panic!("{line}");
            };
            assert_eq!(plan.page, expected, "{line}");
        };
        check("--paper a3", Page::of_paper(Paper::A3, false, 300));
        check(
            "--paper A4 --portrait --dpi 600",
            Page::of_paper(Paper::A4, true, 600),
        );
        check("--size 2000x1000 --dpi 300", Page::of_pixels(2000, 1000, 300));
    }

    #[test]
    fn no_command_is_the_window() {
        assert!(
            matches!(planned("--lang en screen maps/qiantang"), Ok(Plan::Screen(_))),
            "words before the command"
        );
        assert!(
            planned("maps/qiantang screen maps/qiantang").is_err_and(|mistake| mistake.key == "stray_path")
        );
        assert!(matches!(planned(""), Ok(Plan::Window(window)) if window.paths.is_empty()));
        assert!(matches!(planned("maps/a b.geojson"), Ok(Plan::Window(window)) if window.paths.len() == 2));
    }
}
