//! `report`: what a run would do, for whoever has to agree to it.

use std::collections::HashSet;
use std::time::{Duration, Instant};

use aludel_report::{
    Blocking, Check, Fact, GraphLine, Lock, Outcome, Report, Standing, Statement, Step, html, markdown,
};
use aludel_revision::{RevisionId, Target};

use crate::error::{Error, Fault};
use crate::event::Direction;
use crate::migrator::Migrator;
use crate::rehearsal::report::{Blocks, PlanReport, PlannedLock, PlannedStatement, PlannedStepReport, Touched};
use crate::report::RevisionReport;
use crate::request::{AskDatabase, HistoryRequest};
use crate::use_case::plan::PlanRequest;

/// What planning checks.
const CHECK: &str = "the migrations run on a copy of the schema";

/// What a run would do, written for people.
#[derive(Debug)]
pub struct ChangeReport {
    /// One file of HTML that loads nothing.
    pub html: String,
    /// A comment for a change, or the summary of a job.
    pub markdown: String,
    /// What the run would do, as far as it got on the copy; else what stopped it, which both texts tell as well.
    pub plan: Result<PlanReport, Error>,
}

impl Migrator {
    /// Plans a run, and tells it as a page and as a comment. A migration that fails on the copy is what they then tell.
    ///
    /// # Errors
    ///
    /// Those that leave nothing to tell: of the files, the graph and the target.
    pub async fn change_report(&self, title: &str, request: PlanRequest) -> Result<ChangeReport, Error> {
        let target = Target::parse(&request.target)?;
        let listing = self.history(HistoryRequest { range: None, current: AskDatabase::No }).await?;
        let start = Instant::now();
        let plan = match self.plan(request).await {
            // Whoever reads the page can do nothing about a target or a setting.
            Err(error) if matches!(error.fault(), Fault::Usage | Fault::Graph | Fault::Cancelled) => return Err(error),
            plan => plan,
        };
        let took = start.elapsed();
        let mut report = Report { title: title.to_owned(), ..Report::default() };
        match &plan {
            Ok(plan) => tell(plan, target.as_str(), took, &mut report),
            Err(error) => report.checks.push(stopped(error, took)),
        }
        report.graph = self.graph_lines(&listing, plan.as_ref().ok())?;
        Ok(ChangeReport { html: html(&report), markdown: markdown(&report), plan })
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

fn tell(plan: &PlanReport, target: &str, took: Duration, report: &mut Report) {
    let at = |heads: &[String]| if heads.is_empty() { "base".to_owned() } else { heads.join(", ") };
    report.facts = vec![
        Fact { name: "database", value: format!("{} ({})", plan.database, plan.dialect) },
        Fact { name: "now at", value: at(&plan.heads_before) },
        Fact { name: "then at", value: format!("{} (target: {target})", at(&plan.heads_after)) },
    ];
    report.notes = plan.notes.iter().map(|note| note.text.clone()).collect();
    if !plan.not_copied.is_empty() {
        let names: Vec<String> =
            plan.not_copied.iter().map(|object| format!("{} {}", object.kind, object.name)).collect();
        report.notes.push(format!("the copy does not have {}", names.join(", ")));
    }
    report.checks.push(Check { name: CHECK.to_owned(), outcome: Outcome::Passed, text: String::new(), took });
    report.steps = plan.steps.iter().map(step).collect();
}

/// The run that did not come to its end is what the reader has to know first.
fn stopped(error: &Error, took: Duration) -> Check {
    let statement = match error {
        Error::MigrationFailed(failure) => failure.statement.as_ref().map(|statement| statement.text.trim()),
        _ => None,
    };
    let statement = statement.map(|text| format!("\n\n{text}\n")).unwrap_or_default();
    let hint = error.hint().map(|hint| format!("\nhint: {hint}")).unwrap_or_default();
    Check { name: CHECK.to_owned(), outcome: Outcome::Failed, text: format!("{error}{statement}{hint}"), took }
}

fn step(planned: &PlannedStepReport) -> Step {
    Step {
        revision: planned.revision.clone(),
        verb: match planned.direction {
            Direction::Up => "upgrade",
            Direction::Down => "downgrade",
        },
        message: planned.message.clone(),
        path: planned.path.clone(),
        in_transaction: planned.in_transaction,
        took: Duration::from_micros(planned.duration_us),
        statements: planned.statements.iter().map(statement).collect(),
        statements_left_out: planned.statements_left_out,
        touched: planned.touched.iter().map(touched).collect(),
        findings: Vec::new(),
    }
}

fn statement(planned: &PlannedStatement) -> Statement {
    Statement {
        sql: planned.sql.clone(),
        times: planned.times,
        took: Duration::from_micros(planned.duration_us),
        rows_changed: planned.rows_changed,
        locks: planned.locks.iter().map(lock).collect(),
        remarks: Vec::new(),
        error: planned.error.clone(),
    }
}

fn lock(lock: &PlannedLock) -> Lock {
    let blocking = match lock.blocks {
        Blocks::Nothing | Blocks::Definitions => Blocking::Little,
        Blocks::Writes => Blocking::Writes,
        Blocks::ReadsAndWrites => Blocking::Everything,
    };
    Lock { text: format!("{}: {}, {}", lock.object, lock.mode, lock.blocks.words()), blocking }
}

fn touched(touched: &Touched) -> String {
    let what = touched.access.replace('-', " ");
    if touched.objects.is_empty() { what } else { format!("{what}: {}", touched.objects.join(", ")) }
}
