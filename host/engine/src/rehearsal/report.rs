//! What a rehearsal tells.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use aludel_grants::{Access, AccessKind};
use aludel_project::Digest;
use aludel_schema::{Loss, Schema};
use serde::Serialize;

use super::sample::DataReport;
use crate::agreement::objects::SchemaDigests;
use crate::amounts;
use crate::comparison::report::UncomparedReport;
use crate::event::{Direction, Note};
use crate::installation::report::RevisionPackage;
use crate::lint::report::{AllowedFinding, LintCounts, LintFinding};

/// What a run would do, seen on a copy of the live schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlanReport {
    /// The live database's URL without its password.
    pub database: String,
    /// The same without login and settings, as a run that is held to the plan compares it.
    pub identity: String,
    /// `sqlite`, `postgresql`, `mysql` or `mariadb`.
    pub dialect: &'static str,
    /// Up or down.
    pub direction: Direction,
    /// The target as it was typed.
    pub target: String,
    /// Where transactions begin and end, as the configuration says: `migration`, `run` or `none`.
    pub transaction: &'static str,
    /// Where the live database is.
    pub heads_before: Vec<String>,
    /// Where it would be.
    pub heads_after: Vec<String>,
    /// The live schema, as digests.
    pub schema: SchemaDigests,
    /// The steps, in order.
    pub steps: Vec<PlannedStepReport>,
    /// How long all steps took on the copy, in microseconds.
    pub duration_us: u64,
    /// The live tables that are locked against others, written anew or lose something, with their sizes.
    pub tables: Vec<TableSize>,
    /// The rows that were copied, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<DataReport>,
    /// What the live database has and the copy had not, since it is not modelled.
    pub not_copied: Vec<UncomparedReport>,
    /// What a person should know.
    pub notes: Vec<Note>,
    /// The schema of the copy before the first step and after the last one; none where there is nothing to do.
    #[serde(skip)]
    pub schemas: Option<(Arc<Schema>, Arc<Schema>)>,
}

/// The size of a table of the live database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableSize {
    /// The table, with its schema unless it is in the default one.
    pub table: String,
    /// Its rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Whether the rows were estimated by the server, and not counted.
    pub is_estimate: bool,
    /// The bytes of its rows and indexes, as the server counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bytes: Option<u64>,
}

/// Something that a step takes from rows of the live database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedLoss {
    /// What, and from where.
    #[serde(flatten)]
    pub loss: Loss,
    /// How many rows lose it, where that could be found out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Whether the rows were estimated by the server, and not counted.
    pub is_estimate: bool,
}

/// The way back over a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DowngradeReport {
    /// What came of it.
    pub outcome: DowngradeOutcome,
    /// Why it did not work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// What it takes: also what is written between now and then.
    pub losses: Vec<Loss>,
}

impl PlanReport {
    /// How many findings weigh how much.
    pub fn counts(&self) -> LintCounts {
        LintCounts::of(self.steps.iter().flat_map(|step| &step.findings))
    }
}

/// The bytes from which on the size of a table matters.
const BYTES_MIN: u64 = 1_000_000;

impl TableSize {
    /// `about 12,000,000 rows, 4.1 GB`; none where nothing is known that matters.
    pub fn words(&self) -> Option<String> {
        let rows = self.rows.map(|rows| amounts::rows_known(rows, self.is_estimate));
        let bytes = self.bytes.filter(|bytes| *bytes >= BYTES_MIN).map(amounts::bytes);
        let parts: Vec<String> = rows.into_iter().chain(bytes).collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

impl PlannedLoss {
    /// `loses the values of orders.note: 12 rows`.
    pub fn sentence(&self) -> String {
        let rows = self.rows.map(|rows| format!(": {}", amounts::rows_known(rows, self.is_estimate)));
        format!("{}{}", self.loss.sentence(), rows.unwrap_or_default())
    }
}

impl DowngradeReport {
    /// What it takes, or why there is none; nothing about one that takes nothing.
    pub fn sentences(&self) -> Vec<String> {
        let because = self.message.as_deref().unwrap_or_default();
        match self.outcome {
            DowngradeOutcome::Works => {
                self.losses.iter().map(|loss| format!("a downgrade {}", loss.sentence())).collect()
            }
            DowngradeOutcome::Irreversible => vec![format!("no downgrade: {because}")],
            DowngradeOutcome::Fails => vec![format!("the downgrade fails: {because}")],
            DowngradeOutcome::NotTried => vec!["the downgrade was not tried: one after it does not work".to_owned()],
        }
    }
}

/// What came of the way back over a step, tried on the copy after all steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DowngradeOutcome {
    /// It went through.
    Works,
    /// The migration says that there is none.
    Irreversible,
    /// It failed.
    Fails,
    /// A later step could not be taken back, so nobody knows.
    NotTried,
}

/// What one step did on the copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedStepReport {
    /// The revision.
    pub revision: String,
    /// Up or down.
    pub direction: Direction,
    /// The message of its header.
    pub message: String,
    /// Its source, relative to the project.
    pub path: String,
    /// The installed package that it came with; none for the project's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub package: Option<RevisionPackage>,
    /// The digest of its component.
    pub component_digest: String,
    /// Whether it runs in a transaction.
    pub in_transaction: bool,
    /// How long it took on the copy, in microseconds.
    pub duration_us: u64,
    /// The statements that it had run, in order, those of its own and those that its requests amount to.
    pub statements: Vec<PlannedStatement>,
    /// How many more there were than are told.
    pub statements_left_out: u64,
    /// What it did to which objects.
    pub touched: Vec<Touched>,
    /// What it takes from rows that are there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub losses: Vec<PlannedLoss>,
    /// The way back, for a step of an upgrade. It is tried for the last steps of a plan that is long.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub downgrade: Option<DowngradeReport>,
    /// What the rules of `lint` find in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<LintFinding>,
    /// What they find and a comment allows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<AllowedFinding>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlannedStatement {
    /// Its text.
    pub sql: String,
    /// The digest of its text.
    pub digest: String,
    /// How many times it ran: in a row; where a text comes a third time, as in a loop, it is counted with the second.
    pub times: u64,
    /// The rows that it changed, over all times.
    pub rows_changed: u64,
    /// The rows that were read of it.
    pub rows_read: u64,
    /// How long the database worked on it, in microseconds, over all times.
    pub duration_us: u64,
    /// The locks on tables that were there before, as far as it is the first to take them in its transaction. Only
    /// `PostgreSQL` tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub locks: Vec<PlannedLock>,
    /// The tables whose rows it writes anew.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rewrites: Vec<String>,
    /// How the server carries it out, where it has choices (`MySQL`, `MariaDB`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alter: Option<AlterReport>,
    /// What the database said, where it failed and the migration went on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// A lock that lasts until the transaction ends.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct PlannedLock {
    /// The table or view, with its schema unless it is in the default one.
    pub object: String,
    /// `ACCESS EXCLUSIVE`, `ROW EXCLUSIVE`, ... as the documentation of the server names it.
    pub mode: String,
    /// What others have to wait for meanwhile.
    pub blocks: Blocks,
    /// How long it was held on the copy, in microseconds: from the start of the statement that took it to the end of the
    /// transaction. Where there are more rows it is longer.
    pub held_us: u64,
}

/// How `MySQL` or `MariaDB` carries out a change of a table, found out on a twin of the copy: the least that the server
/// takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AlterReport {
    /// The table.
    pub table: String,
    /// `INSTANT`, `NOCOPY`, `INPLACE` or `COPY`.
    pub algorithm: &'static str,
    /// What others cannot do meanwhile: `NONE`, or `SHARED` where they can read and not write.
    pub lock: &'static str,
    /// Whether the table is built anew; none where the server does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rebuilds: Option<bool>,
}

/// What others have to wait for while a lock is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Blocks {
    /// Only whoever wants the table for themselves alone.
    Nothing,
    /// Changes of the table's definition, VACUUM, and other things that are rare.
    Definitions,
    /// Rows cannot be changed.
    Writes,
    /// Rows cannot even be read.
    ReadsAndWrites,
}

/// What was done to objects of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Touched {
    /// What was done: `read`, `insert`, `create-table`, `call-routine`, ... as in refusals.
    pub access: String,
    /// To which objects; none where it is done to none.
    pub objects: Vec<String>,
}

impl PlannedStatement {
    pub(super) fn new(sql: &str, error: Option<String>) -> Self {
        let digest = Digest::of(sql.as_bytes()).to_string();
        let sql = sql.to_owned();
        Self {
            sql,
            digest,
            times: 0,
            rows_changed: 0,
            rows_read: 0,
            duration_us: 0,
            locks: Vec::new(),
            rewrites: Vec::new(),
            alter: None,
            error,
        }
    }
}

impl Blocks {
    /// What others wait for, in a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Nothing => "blocks nothing but DROP and the like",
            Self::Definitions => "blocks other changes of the definition",
            Self::Writes => "blocks writes",
            Self::ReadsAndWrites => "blocks reads and writes",
        }
    }
}

/// Accesses, those of a kind together. That statements were its own says nothing beside the statements.
pub(super) fn touched(accesses: &[Access]) -> Vec<Touched> {
    let mut kinds: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for access in accesses.iter().filter(|access| access.kind != AccessKind::RawSql) {
        let objects = kinds.entry(access.kind.name()).or_default();
        objects.extend(access.object.as_ref().map(ToString::to_string));
    }
    kinds.into_iter().map(|(access, objects)| Touched { access, objects }).collect()
}

pub(super) fn whole_microseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accesses_of_a_kind_are_told_together() {
        let accesses = [
            Access::of(AccessKind::RawSql),
            Access::to(AccessKind::Read, "orders"),
            Access::to(AccessKind::Insert, "orders"),
            Access::to(AccessKind::Read, "customers"),
            Access::of(AccessKind::Code),
        ];
        let told: Vec<_> = touched(&accesses)
            .into_iter()
            .map(|touched| format!("{}: {}", touched.access, touched.objects.join(", ")))
            .collect();
        assert_eq!(told, ["code: ", "insert: orders", "read: orders, customers"]);
    }
}
