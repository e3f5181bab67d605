//! Arguments as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::dossier_args::{ChecklistArgs, DecideArgs, DiffArgs, DossierArgs, VerifyArgs};

/// Desktop viewer for wetland zoning and siting review.
#[derive(Debug, Parser)]
#[command(
    name = "redshank",
    version,
    subcommand_precedence_over_arg = true,
    disable_help_subcommand = true
)]
pub struct Typed {
    /// What to do; none: the window.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Workspace folder or file, or data files, to open in the window.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Light or dark window; as the system has it if not given.
    #[arg(long, hide = true, value_name = "light|dark", value_parser = ["light", "dark"])]
    pub theme: Option<String>,
    /// Save a picture of the window there once everything is drawn, and close: for the documentation.
    #[arg(long, hide = true, value_name = "FILE")]
    pub screenshot: Option<PathBuf>,
    /// Window system that is tried first; X11 if not given.
    #[arg(
        long,
        value_name = "x11|wayland",
        value_parser = ["x11", "wayland"],
        hide_possible_values = true,
        hide = !cfg!(target_os = "linux")
    )]
    pub window_system: Option<String>,
    /// Language of all texts.
    #[arg(long, global = true, value_name = "zh|en", value_parser = ["zh", "en"], hide_possible_values = true)]
    pub lang: Option<String>,
    /// Results and errors only.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub quiet: bool,
    /// All notes about the data.
    #[arg(short, long, global = true)]
    pub verbose: bool,
    /// Memory that reading one file may take; what the system has left if not given.
    #[arg(long, global = true, value_name = "MIB")]
    pub memory_limit: Option<u64>,
}

/// The commands that need no window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Screen projects against zones.
    Screen(ScreenArgs),
    /// Screen, and write reports.
    Report(ReportArgs),
    /// Add up the wetland.
    Totals(TotalsArgs),
    /// Say what files hold.
    Info(InfoArgs),
    /// Draw the map.
    Render(RenderArgs),
    /// Write layers.
    Export(ExportArgs),
    /// Check how features fit each other.
    Check(CheckArgs),
    /// Screen, and keep everything in one file.
    Dossier(DossierArgs),
    /// Repeat a stored run.
    Verify(VerifyArgs),
    /// Compare two reviews.
    Diff(DiffArgs),
    /// Decide findings of a dossier.
    Decide(DecideArgs),
    /// Answer checklists of a dossier.
    Checklist(ChecklistArgs),
}

/// Arguments of `screen`.
#[derive(Debug, Default, Args)]
pub struct ScreenArgs {
    /// Workspace folder or file.
    #[arg(value_name = "PATH")]
    pub path: Option<PathBuf>,
    /// Write files there.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which files.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub format: Vec<String>,
    /// Day that the rules are judged by.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Rule book instead of the workspace's.
    #[arg(long, value_name = "FILE")]
    pub rules: Option<String>,
    /// Workspace CRS.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// Only this project.
    #[arg(long, value_name = "LAYER/ID")]
    pub project: Vec<String>,
    /// Number of threads, 1 to 256; all cores if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,
    /// Accept all repairs of shapes.
    #[arg(long)]
    pub accept_repairs: bool,
    /// Zone files by role.
    #[arg(long, value_name = "ROLE=FILE", num_args = 1..)]
    pub zones: Vec<String>,
    /// Project files by kind.
    #[arg(long, value_name = "KIND=FILE", num_args = 1..)]
    pub projects: Vec<String>,
    /// Setbacks by kind.
    #[arg(long, value_name = "KIND=METRES", num_args = 1..)]
    pub setback: Vec<String>,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub struct ReportArgs {
    /// Workspace folder or file, or a dossier.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Write files there.
    #[arg(long, value_name = "DIR")]
    pub out: PathBuf,
    /// Which files.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub format: Vec<String>,
    /// Day that the rules are judged by.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Only this project.
    #[arg(long, value_name = "LAYER/ID")]
    pub project: Vec<String>,
    /// Accept all repairs of shapes.
    #[arg(long)]
    pub accept_repairs: bool,
}

/// Arguments of `totals`.
#[derive(Debug, Args)]
pub struct TotalsArgs {
    /// Workspace folder or file, or a data file.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// As JSON.
    #[arg(long, conflicts_with = "out")]
    pub json: bool,
    /// Write files there.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Which files.
    #[arg(long, value_name = "LIST", value_delimiter = ',')]
    pub format: Vec<String>,
    /// Workspace CRS.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// Class table instead of the workspace's.
    #[arg(long, value_name = "FILE")]
    pub classes: Option<String>,
}

/// Arguments of `info`.
#[derive(Debug, Args)]
pub struct InfoArgs {
    /// Data files.
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// Which layer, for files with several.
    #[arg(long, value_name = "NAME")]
    pub table: Option<String>,
    /// Encoding of the texts, where the file does not say or says it wrongly.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Profile of an import.
    #[arg(long, value_name = "FILE")]
    pub profile: Option<PathBuf>,
    /// File that the places of the others are held against.
    #[arg(long, value_name = "FILE")]
    pub reference: Option<PathBuf>,
    /// Write their problems there.
    #[arg(long, value_name = "FILE")]
    pub problems: Option<PathBuf>,
    /// Role that the fields are held against.
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `render`.
#[derive(Debug, Args)]
pub struct RenderArgs {
    /// Workspace folder or file.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Picture to write.
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Size in pixels; 1920x1080 if neither it nor paper is given.
    #[arg(long, value_name = "WxH", conflicts_with = "paper")]
    pub size: Option<String>,
    /// Sheet of paper, lying.
    #[arg(long, value_name = "a4|a3", value_parser = ["a4", "a3"], ignore_case = true, hide_possible_values = true)]
    pub paper: Option<String>,
    /// Paper standing.
    #[arg(long, requires = "paper")]
    pub portrait: bool,
    /// Dots to an inch.
    #[arg(long, value_name = "N")]
    pub dpi: Option<u32>,
    /// Part of the map in degrees.
    #[arg(
        long,
        value_name = "W,S,E,N",
        allow_hyphen_values = true,
        conflicts_with = "scale"
    )]
    pub extent: Option<String>,
    /// Scale of the map.
    #[arg(long, value_name = "1:N")]
    pub scale: Option<String>,
    /// Title of the sheet.
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// For the public.
    #[arg(long)]
    pub public: bool,
}

/// Arguments of `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// Workspace folder or file, or a data file.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Which layers.
    #[arg(
        long,
        value_name = "ID,ID…|all|findings|occupied",
        value_delimiter = ',',
        required = true
    )]
    pub layer: Vec<String>,
    /// File or folder to write.
    #[arg(long, value_name = "FILE|DIR")]
    pub out: PathBuf,
    /// As what.
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<String>,
    /// In which coordinate system.
    #[arg(long, value_name = "EPSG:n|source|workspace")]
    pub crs: Option<String>,
    /// In which encoding.
    #[arg(long, value_name = "utf-8|gbk")]
    pub encoding: Option<String>,
}

/// Arguments of `check`.
#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Workspace folder or file, or a data file.
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
    /// Which layers.
    #[arg(long, value_name = "ID,ID…", value_delimiter = ',')]
    pub layer: Vec<String>,
    /// How far borders may be wrong.
    #[arg(long, value_name = "M", allow_hyphen_values = true)]
    pub tolerance: Option<String>,
    /// Least area of a part.
    #[arg(long, value_name = "M2", allow_hyphen_values = true)]
    pub min_area: Option<String>,
    /// Largest gap that is told.
    #[arg(long, value_name = "M2", allow_hyphen_values = true)]
    pub max_gap: Option<String>,
    /// Workspace CRS.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// As what.
    #[arg(long, value_name = "text|json|csv|geojson")]
    pub format: Option<String>,
    /// File to write.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}
