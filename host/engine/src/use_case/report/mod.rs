//! `report`: what a run would do, for whoever has to agree to it.

mod checks;
mod told;

use std::collections::HashSet;
use std::time::Instant;

use aludel_report::{GraphLine, Report, Standing, html, markdown};
use aludel_revision::{RevisionId, Target};
use aludel_trial::{Outcome, TestReport};

use crate::error::{Error, Fault};
use crate::migrator::Migrator;
use crate::rehearsal::report::PlanReport;
use crate::report::RevisionReport;
use crate::request::{AskDatabase, HistoryRequest};
use crate::use_case::plan::PlanRequest;
use crate::use_case::test::TestRequest;

/// What to tell.
#[derive(Debug)]
pub struct ReportRequest {
    /// What it is about.
    pub title: String,
    /// The run.
    pub plan: PlanRequest,
    /// The tests to make beside, if they are to be told too.
    pub tests: Option<TestRequest>,
}

/// What a run would do, written for people.
#[derive(Debug)]
pub struct ChangeReport {
    /// One file of HTML that loads nothing.
    pub html: String,
    /// A comment for a change, or the summary of a job.
    pub markdown: String,
    /// What the run would do, as far as it got on the copy; else what stopped it, which both texts tell as well.
    pub plan: Result<PlanReport, Error>,
    /// What came of the tests; none where none were asked for.
    pub tests: Option<Result<TestReport, Error>>,
}

impl Migrator {
    /// Plans a run, and tells it as a page and as a comment. A migration that fails on the copy is what they then tell.
    ///
    /// # Errors
    ///
    /// Those that leave nothing to tell: of the files, the graph and the target.
    pub async fn change_report(
        &self,
        request: ReportRequest,
        watcher: &(dyn Fn(&Outcome) + Send + Sync),
    ) -> Result<ChangeReport, Error> {
        let listing = self.history(HistoryRequest { range: None, current: AskDatabase::No }).await?;
        let mut report = Report { title: request.title, ..Report::default() };
        let start = Instant::now();
        let plan = worth_telling(self.plan(request.plan).await)?;
        report.checks.push(checks::planned(&plan, start.elapsed()));
        let tests = match &request.tests {
            Some(tests) => Some(self.tests_told(tests, watcher, &mut report).await?),
            None => None,
        };
        if let Ok(plan) = &plan {
            told::tell(plan, &mut report);
        }
        report.graph = self.graph_lines(&listing, plan.as_ref().ok())?;
        Ok(ChangeReport { html: html(&report), markdown: markdown(&report), plan, tests })
    }

    async fn tests_told(
        &self,
        request: &TestRequest,
        watcher: &(dyn Fn(&Outcome) + Send + Sync),
        report: &mut Report,
    ) -> Result<Result<TestReport, Error>, Error> {
        let start = Instant::now();
        let tests = worth_telling(Box::pin(self.test(request, watcher)).await)?;
        match &tests {
            Ok(tests) => report.checks.extend(checks::tested(tests)),
            Err(error) => report.checks.push(checks::untested(error, start.elapsed())),
        }
        Ok(tests)
    }

    fn graph_lines(&self, listing: &[RevisionReport], plan: Option<&PlanReport>) -> Result<Vec<GraphLine>, Error> {
        let standings = plan.map(|plan| self.standings(plan)).transpose()?.unwrap_or_default();
        let line = |drawn: crate::report::DrawnLine| {
            let known = listing.iter().find(|report| Some(&report.revision) == drawn.revision.as_ref());
            GraphLine {
                standing: drawn.revision.as_ref().map_or(Standing::Beyond, |revision| standings.of(revision)),
                lanes: drawn.lanes,
                revision: drawn.revision,
                message: known.map(|report| report.message.clone()).unwrap_or_default(),
                marks: known.map(marks).unwrap_or_default(),
            }
        };
        Ok(self.draw(listing)?.into_iter().map(line).collect())
    }

    /// Which revisions the database has, and which are steps.
    fn standings(&self, plan: &PlanReport) -> Result<Standings, Error> {
        let graph = self.catalogue()?.graph();
        let rows: Vec<RevisionId> = plan.heads_before.iter().filter_map(|id| RevisionId::parse(id).ok()).collect();
        let missing = graph.plan_upgrade(&rows, &Target::heads())?.steps;
        Ok(Standings {
            missing: missing.iter().map(|step| step.revision.to_string()).collect(),
            planned: plan.steps.iter().map(|step| step.revision.clone()).collect(),
            is_known: true,
        })
    }
}

/// Whoever reads the page can do nothing about a target or a setting.
fn worth_telling<T>(result: Result<T, Error>) -> Result<Result<T, Error>, Error> {
    match result {
        Err(error) if matches!(error.fault(), Fault::Usage | Fault::Graph | Fault::Cancelled) => Err(error),
        other => Ok(other),
    }
}

/// Where the revisions stand; nowhere, where the database was not asked.
#[derive(Debug, Default)]
struct Standings {
    missing: HashSet<String>,
    planned: HashSet<String>,
    is_known: bool,
}

impl Standings {
    fn of(&self, revision: &str) -> Standing {
        if self.planned.contains(revision) {
            Standing::Planned
        } else if self.is_known && !self.missing.contains(revision) {
            Standing::Applied
        } else {
            Standing::Beyond
        }
    }
}

fn marks(report: &RevisionReport) -> Vec<String> {
    let facts =
        [(report.is_head, "head"), (report.is_branch_point, "branchpoint"), (report.is_merge_point, "mergepoint")];
    let facts = facts.into_iter().filter(|(is_so, _)| *is_so).map(|(_, word)| word.to_owned());
    report.branch_labels.iter().cloned().chain(facts).collect()
}
