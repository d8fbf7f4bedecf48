//! What was seen of the steps, held against the rules.

use std::collections::BTreeMap;
use std::sync::Arc;

use aludel_lint::{Lock, Migration, Scene, Severities, Severity, Statement, TableSize};
use aludel_project::Config;
use aludel_project::config::LintSection;
use aludel_schema::filter::glob_matches;
use aludel_schema::{ObjectName, Operation};
use aludel_sql::Dialect;

use super::case::Case;
use super::report::{LintCounts, LintReport, LintedRevision};
use super::selection::Deployment;
use crate::event::{Direction, Note};
use crate::rehearsal::report::PlannedLock;
use crate::rehearsal::{Deed, Inquest};

/// Judges steps one after the other.
pub(crate) struct Bench {
    config: Arc<Config>,
    dialect: Dialect,
    deployment: Deployment,
    scene: Scene,
    revisions: Vec<Case>,
}

impl Bench {
    /// `sizes` are those of the live tables, where there is a live database.
    pub(crate) fn new(
        config: Arc<Config>,
        dialect: Dialect,
        deployment: Deployment,
        sizes: BTreeMap<ObjectName, TableSize>,
    ) -> Self {
        let scene = Scene { sizes, ..Scene::default() };
        Self { config, dialect, deployment, scene, revisions: Vec::new() }
    }

    /// Judges one step.
    pub(crate) fn judge(&mut self, migration: &aludel_project::Migration, inquest: &Inquest) {
        let index = self.case(migration);
        let case = &mut self.revisions[index];
        let facts = Migration {
            revision: case.revision.clone(),
            direction: inquest.direction.into(),
            has_way_back: case.source.has_way_back(),
            statements: statements(inquest, case),
        };
        self.scene.suspends_foreign_keys = inquest.suspends_foreign_keys;
        let findings = aludel_lint::check(&facts, &self.scene, &self.config.lint.naming);
        case.add(findings, inquest);
        if self.deployment == Deployment::Together && inquest.direction == Direction::Up {
            for change in facts.statements.iter().flat_map(|statement| &statement.changes) {
                self.learn(change);
            }
        }
    }

    fn case(&mut self, migration: &aludel_project::Migration) -> usize {
        let revision = &migration.header.revision;
        if let Some(index) = self.revisions.iter().rposition(|case| case.revision == *revision) {
            return index;
        }
        self.revisions.push(Case::new(migration, self.dialect));
        self.revisions.len() - 1
    }

    /// What is made now has no rows when the next migration runs.
    fn learn(&mut self, change: &Operation) {
        let made = &mut self.scene.made;
        match change {
            Operation::CreateTable(table) => {
                made.insert(table.name.clone());
            }
            Operation::CreateView(view) => {
                made.insert(view.name.clone());
            }
            Operation::DropTable(table) => {
                made.remove(&table.name);
            }
            Operation::RenameTable { from, to } if made.remove(from) => {
                made.insert(to.clone());
            }
            _ => {}
        }
    }

    /// What was found in each migration, as the project weighs it.
    pub(crate) fn into_revisions(self) -> Vec<LintedRevision> {
        let Self { config, revisions, .. } = self;
        let close = |case: Case| {
            let severities = severities_of(&config.lint, &case.source_path);
            case.close(&severities)
        };
        revisions.into_iter().map(close).collect()
    }

    /// The same, as the answer of `lint`.
    pub(crate) fn into_report(self, fail_on: Severity, notes: Vec<Note>) -> LintReport {
        let (dialect, root) = (self.dialect.name(), self.config.root.clone());
        let revisions = self.into_revisions();
        let findings = || revisions.iter().flat_map(|revision| &revision.findings);
        let (counts, is_failed) = (LintCounts::of(findings()), findings().any(|finding| finding.severity >= fail_on));
        LintReport { dialect, revisions, counts, fail_on, is_failed, notes, root }
    }
}

/// What the project says of the rules for a migration at that path.
fn severities_of(config: &LintSection, path: &str) -> Severities {
    let fitting = config.paths.iter().filter(|own| glob_matches(&own.pattern, path));
    fitting.fold(config.severities.clone(), |severities, own| severities.with(&own.severities))
}

/// The statements as the rules want them. What failed did nothing, and the migration knew what to do about it.
fn statements(inquest: &Inquest, case: &Case) -> Vec<Statement> {
    let went_well = inquest.deeds.iter().filter(|deed| deed.error.is_none());
    went_well.map(|deed| statement(deed, inquest.in_transaction, case.line(inquest.direction, deed))).collect()
}

fn statement(deed: &Deed, in_transaction: bool, line: Option<usize>) -> Statement {
    Statement {
        text: deed.sql.clone(),
        number: deed.number,
        line,
        is_request: deed.is_request,
        in_transaction,
        before: Arc::clone(&deed.before),
        after: Arc::clone(&deed.after),
        changes: deed.changes.clone(),
        locks: deed.locks.iter().map(lock).collect(),
    }
}

/// `ACCESS EXCLUSIVE` as the server itself writes it: `AccessExclusiveLock`.
fn lock(lock: &PlannedLock) -> Lock {
    let capitalized = |word: &str| {
        let (first, rest) = word.split_at(1);
        format!("{first}{}", rest.to_ascii_lowercase())
    };
    let words: String =
        lock.mode.split(' ').filter(|word| word.is_ascii() && !word.is_empty()).map(capitalized).collect();
    let relation = match lock.object.split_once('.') {
        Some((schema, name)) => ObjectName::in_schema(schema, name),
        None => ObjectName::local(&lock.object),
    };
    Lock { relation, mode: format!("{words}Lock") }
}

impl From<Direction> for aludel_lint::Direction {
    fn from(direction: Direction) -> Self {
        match direction {
            Direction::Up => Self::Up,
            Direction::Down => Self::Down,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rehearsal::report::Blocks;

    #[test]
    fn locks_are_named_as_the_server_names_them() {
        let planned = |object: &str, mode: &str| {
            lock(&PlannedLock { object: object.to_owned(), mode: mode.to_owned(), blocks: Blocks::Writes, held_us: 0 })
        };
        assert_eq!(planned("orders", "SHARE ROW EXCLUSIVE").mode, "ShareRowExclusiveLock");
        let other = planned("audit.orders", "ACCESS EXCLUSIVE");
        assert_eq!(
            (other.relation, other.mode.as_str()),
            (ObjectName::in_schema("audit", "orders"), "AccessExclusiveLock")
        );
    }

    #[test]
    fn a_path_has_the_last_word() {
        let mut config = LintSection::default();
        let severities = |severity| {
            let mut severities = Severities::default();
            severities.set("AL102", severity).expect("the rule is there");
            severities
        };
        config.severities = severities(Severity::Note);
        let path = |pattern: &str, severity| aludel_project::config::LintPath {
            pattern: pattern.to_owned(),
            severities: severities(severity),
        };
        config.paths = vec![path("migrations/old/*", Severity::Off), path("*.js", Severity::Warning)];
        let of = |file: &str| severities_of(&config, file).of("AL102");
        assert_eq!(of("migrations/a1.sql"), Severity::Note);
        assert_eq!(of("migrations/old/a1.sql"), Severity::Off);
        assert_eq!(of("migrations/old/a1.js"), Severity::Warning);
    }
}
