//! Arguments of the commands about dossiers as meant.

use std::path::PathBuf;

use crate::formats::memory_limit::MemoryLimit;
use crate::formats::open::{OpenOptions, Source};
use crate::model::date::Date;
use crate::model::review::decision::{Author, State};

use super::dossier_args::{DecideArgs, DossierArgs};
use super::mistake::Mistake;

/// A dossier to be written.
#[derive(Clone, Debug)]
pub struct DossierPlan {
    /// What to open.
    pub source: Source,
    /// How to open it.
    pub options: OpenOptions,
    /// Where to.
    pub out: PathBuf,
    /// Who does it.
    pub author: Author,
}

/// What to do in a dossier.
#[derive(Clone, Debug)]
pub struct DecidePlan {
    /// The dossier.
    pub path: PathBuf,
    /// Who does it.
    pub author: Author,
    /// What.
    pub wish: Wish,
}

/// What to do.
#[derive(Clone, Debug)]
pub enum Wish {
    /// List the findings.
    List,
    /// Decide one.
    One(Typed),
    /// Decide those that a file lists, a line of JSON for each.
    From(PathBuf),
    /// Undo an entry of the log.
    Undo(u64),
    /// Answer for a report although something speaks against it, and why.
    Force(String),
}

/// A decision as typed.
#[derive(Clone, Debug)]
pub struct Typed {
    /// Project, rule, zone.
    pub finding: String,
    /// What is to become of it.
    pub state: State,
    /// The article that exempts.
    pub article: Option<String>,
    /// Why.
    pub reason: String,
    /// Papers that it rests on.
    pub attach: Vec<PathBuf>,
}

/// A day of the calendar.
///
/// # Errors
/// A [`Mistake`] where it is none.
pub fn date(text: &str) -> Result<Date, Mistake> {
    text.parse().map_err(|_| Mistake::new("date", text))
}

/// What is to become of a finding, by its name in files.
///
/// # Errors
/// A [`Mistake`] with all names.
pub fn state(code: &str) -> Result<State, Mistake> {
    State::from_code(code).ok_or_else(|| Mistake {
        expected: State::ALL.map(State::code).join(", "),
        ..Mistake::new("state", code)
    })
}

/// Whoever is named, else the user of the machine.
///
/// # Errors
/// A [`Mistake`] where nobody is.
pub fn author(name: Option<String>, role: Option<String>) -> Result<Author, Mistake> {
    let of_machine = || {
        ["USER", "USERNAME"]
            .into_iter()
            .find_map(|key| std::env::var(key).ok())
    };
    let name = name.or_else(of_machine).filter(|name| !name.trim().is_empty());
    Ok(Author {
        name: name.ok_or_else(|| Mistake::new("no_author", ""))?,
        role: role.unwrap_or_default(),
    })
}

/// What `redshank dossier` is to do.
///
/// # Errors
/// The first [`Mistake`].
pub fn dossier(args: DossierArgs) -> Result<DossierPlan, Mistake> {
    Ok(DossierPlan {
        source: Source::of_paths(args.paths),
        options: OpenOptions {
            crs: args.crs,
            rules: args.rules,
            as_of: args.as_of.as_deref().map(date).transpose()?,
            reference: None,
            accept_repairs: args.accept_repairs,
            memory: MemoryLimit::System,
        },
        out: args.out,
        author: author(args.author.author, args.author.role)?,
    })
}

/// What `redshank decide` is to do.
///
/// # Errors
/// The first [`Mistake`].
pub fn decide(args: DecideArgs) -> Result<DecidePlan, Mistake> {
    let wish = match (args.finding, args.from, args.undo) {
        (None, None, None) if args.force.is_some() => Wish::Force(args.force.unwrap_or_default()),
        (Some(finding), ..) => {
            let code = args.state.ok_or_else(|| Mistake::new("no_state", &finding))?;
            Wish::One(Typed {
                finding,
                state: state(&code)?,
                article: args.article,
                reason: args.reason.unwrap_or_default(),
                attach: args.attach,
            })
        }
        (None, Some(file), _) => Wish::From(file),
        (None, None, Some(seq)) => Wish::Undo(seq),
        (None, None, None) if args.list => Wish::List,
        (None, None, None) => return Err(Mistake::new("nothing_to_decide", "")),
    };
    let author = match wish {
        // Who only looks need not say who that is.
        Wish::List => Author {
            name: String::new(),
            role: String::new(),
        },
        _ => author(args.author.author, args.author.role)?,
    };
    Ok(DecidePlan {
        path: args.path,
        author,
        wish,
    })
}
