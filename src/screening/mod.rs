//! The engine: a workspace in, a screening out.
//!
//! Promises: every project meets every rule in force that concerns it, and every such pair has a verdict; results come
//! in the order of the workspace, whatever the number of threads; what is unknown is *not checked*, never *clear*.
//! Refuses: disk, clock, network, chance. The day that rules are judged by is an argument.

mod account;
pub mod annex;
mod borders;
mod candidates;
mod case;
mod consultation;
mod contradiction;
mod criterion;
mod cumulative;
mod desk;
mod doubt;
mod doubtful_places;
mod evaluate;
mod exact_sum;
pub mod footprint;
mod gathered;
mod judge;
mod sorts;
mod standing;
mod together;
mod unique;
pub mod wetland;
mod zones;

use rayon::prelude::*;

use crate::model::contradiction::Contradiction;
use crate::model::date::Date;
use crate::model::feature::FeatureRef;
use crate::model::finding::{Finding, ProjectAccount, RuleVerdict, Screening};
use crate::model::project::Project;
use crate::model::workspace::Workspace;
use crate::progress::{Cancelled, Progress};

use cumulative::Footprints;
use desk::Desk;
use gathered::Gathered;
use judge::Judge;

/// Projects that are screened before their findings are put together with the others.
const BLOCK: usize = 512;

/// What to screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// The day that the rules are judged by.
    pub as_of: Date,
    /// Only these projects; empty for all.
    pub only: Vec<FeatureRef>,
}

/// The answer for one project alone.
#[derive(Clone, Debug, PartialEq)]
pub struct ProjectAnswer {
    /// One row per rule in force that concerns the project.
    pub verdicts: Vec<RuleVerdict>,
    /// By rule, then zone.
    pub findings: Vec<Finding>,
    /// Rules that cannot hold together.
    pub contradictions: Vec<Contradiction>,
    /// Areas without double counting, and the gravest verdict.
    pub account: ProjectAccount,
}

/// Screens all projects of a workspace, in parallel.
///
/// # Errors
/// [`Cancelled`] once somebody asked to stop; a partial result is never given out.
///
/// ```
/// use redshank::geom::crs::Crs;
/// use redshank::model::workspace::Workspace;
/// use redshank::screening::{Request, screen};
///
/// let workspace = Workspace::empty(Crs::from_code("EPSG:4549")?);
/// let request = Request { as_of: "2026-11-23".parse()?, only: Vec::new() };
/// assert!(screen(&workspace, &request, &Default::default())?.findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn screen(workspace: &Workspace, request: &Request, progress: &Progress) -> Result<Screening, Cancelled> {
    let judge = Judge::new(workspace, request.as_of);
    let wanted = |project: &Project<'_>| request.only.is_empty() || request.only.contains(&project.name());
    let projects: Vec<Project<'_>> = workspace.projects().filter(wanted).collect();
    let footprints = Footprints::new(projects.iter().map(|project| &*project.feature.shape).collect());
    progress.start(projects.len() as u64);
    let mut gathered = Gathered::new(request.as_of, projects.len(), judge.layers());
    let mut answered = Vec::new();
    // Block by block, so that findings are not held twice when they are put together; one block is put away while the next
    // one is worked on.
    for (number, block) in projects.chunks(BLOCK).enumerate() {
        let answer = |(position, project): (usize, &Project<'_>), desk: &mut Desk| {
            progress.check()?;
            let among = Some((&footprints, number * BLOCK + position));
            let answer = judge.answer(project, among, desk);
            progress.advance(1);
            Ok(answer)
        };
        let last = std::mem::take(&mut answered);
        let ((), next) = rayon::join(
            || gathered.take(last),
            || {
                let each = block.par_iter().enumerate();
                each.map_init(|| judge.desk(), |desk, each| answer(each, desk))
                    .collect::<Result<Vec<judge::Answer>, Cancelled>>()
            },
        );
        answered = next?;
    }
    gathered.take(answered);
    let screening = gathered.screening(workspace);
    progress.check()?;
    Ok(screening)
}

/// Everything that is the same for all projects of a workspace on a day, prepared once: what a dragged project is screened
/// against again and again.
pub struct Screener<'a> {
    judge: Judge<'a>,
}

impl<'a> Screener<'a> {
    /// Prepares; takes about as long as a look at every zone.
    pub fn new(workspace: &'a Workspace, as_of: Date) -> Screener<'a> {
        Screener {
            judge: Judge::new(workspace, as_of),
        }
    }

    /// Finds out beforehand which zones overlap each other. Else it is found out around a project when it first comes there,
    /// which takes longer than the rest of its screening: a hand would feel it.
    pub fn look_ahead(&self) {
        for zones in self.judge.layers() {
            zones.layer.find_overlaps();
        }
    }

    /// Screens one project, which need not be in the workspace: a draft while it is being dragged.
    pub fn screen_one(&self, project: &Project<'_>) -> ProjectAnswer {
        let answer = self.judge.answer(project, None, &mut self.judge.desk());
        ProjectAnswer {
            verdicts: answer.verdicts,
            findings: answer.findings.into_iter().map(|(_, finding)| finding).collect(),
            contradictions: answer.contradictions,
            account: answer.account,
        }
    }
}

/// Screens one project alone; for several in turn prepare a [`Screener`].
pub fn screen_one(workspace: &Workspace, project: &Project<'_>, as_of: Date) -> ProjectAnswer {
    Screener::new(workspace, as_of).screen_one(project)
}
