//! Arguments of the commands about dossiers as typed.

use std::path::PathBuf;

use clap::Args;

/// Arguments of `dossier`.
#[derive(Debug, Args)]
pub struct DossierArgs {
    /// Workspace folder or file, or data files.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// File to write.
    #[arg(long, value_name = "NAME.redshank")]
    pub out: PathBuf,
    /// Day that the rules are judged by.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Rule book instead of the workspace's.
    #[arg(long, value_name = "FILE")]
    pub rules: Option<String>,
    /// Workspace CRS.
    #[arg(long, value_name = "EPSG:n")]
    pub crs: Option<String>,
    /// Say yes to all repairs.
    #[arg(long)]
    pub accept_repairs: bool,
    /// Who does it.
    #[command(flatten)]
    pub author: AuthorArgs,
}

/// Who puts his name to what a command does.
#[derive(Debug, Args)]
pub struct AuthorArgs {
    /// Who does it.
    #[arg(long, value_name = "NAME")]
    pub author: Option<String>,
    /// In which role.
    #[arg(long, value_name = "ROLE")]
    pub role: Option<String>,
}

/// Arguments of `verify`.
#[derive(Clone, Debug, Args)]
pub struct VerifyArgs {
    /// The dossier.
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Folder with the sources.
    #[arg(long, value_name = "DIR")]
    pub sources: Option<PathBuf>,
    /// Hold it against the rule books and the day of today, too.
    #[arg(long)]
    pub against_today: bool,
    /// Day instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "against_today")]
    pub as_of: Option<String>,
}

/// Arguments of `diff`.
#[derive(Clone, Debug, Args)]
pub struct DiffArgs {
    /// The earlier one.
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The later one.
    #[arg(value_name = "B")]
    pub after: PathBuf,
    /// As JSON.
    #[arg(long)]
    pub json: bool,
}

/// Arguments of `decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The dossier.
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Which finding.
    #[arg(long, value_name = "ID", conflicts_with_all = ["from", "undo", "list"])]
    pub finding: Option<String>,
    /// What is to become of it.
    #[arg(long, value_name = "STATE", requires = "finding")]
    pub state: Option<String>,
    /// Why.
    #[arg(long, value_name = "TEXT", requires = "finding")]
    pub reason: Option<String>,
    /// The article that exempts.
    #[arg(long, value_name = "TEXT", requires = "finding")]
    pub article: Option<String>,
    /// Papers that it rests on.
    #[arg(long, value_name = "FILE", requires = "finding")]
    pub attach: Vec<PathBuf>,
    /// Many decisions.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["undo", "list"])]
    pub from: Option<PathBuf>,
    /// Answer for a report although something speaks against it.
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["finding", "from", "undo", "list"])]
    pub force: Option<String>,
    /// Undo an entry of the log.
    #[arg(long, value_name = "N", conflicts_with = "list")]
    pub undo: Option<u64>,
    /// Who decides.
    #[command(flatten)]
    pub author: AuthorArgs,
    /// List the findings.
    #[arg(long)]
    pub list: bool,
}

/// Arguments of `checklist`.
#[derive(Debug, Args)]
pub struct ChecklistArgs {
    /// The dossier.
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Only this project.
    #[arg(long, value_name = "LAYER/ID")]
    pub project: Option<String>,
    /// Answer an item.
    #[arg(long, value_name = "ITEM=REPLY", requires = "project")]
    pub set: Option<String>,
    /// Papers that show it.
    #[arg(long, value_name = "FILE", requires = "set")]
    pub evidence: Vec<PathBuf>,
    /// In words.
    #[arg(long, value_name = "TEXT", requires = "set")]
    pub note: Option<String>,
    /// The day on which it happened.
    #[arg(long, value_name = "YYYY-MM-DD", requires = "set")]
    pub on: Option<String>,
    /// Who answers.
    #[arg(long, value_name = "NAME", requires = "set")]
    pub author: Option<String>,
    /// In which role.
    #[arg(long, value_name = "ROLE", requires = "set")]
    pub role: Option<String>,
    /// As JSON.
    #[arg(long, conflicts_with = "set")]
    pub json: bool,
}
