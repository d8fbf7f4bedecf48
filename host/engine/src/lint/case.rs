//! One migration before the bench, in all directions that were looked at.

use std::collections::HashMap;

use aludel_lint::{Finding, Severities, Suppressed};
use aludel_project::Migration;
use aludel_sql::Dialect;

use super::report::{AllowedFinding, LintFinding, LintedRevision};
use super::source::Source;
use crate::event::Direction;
use crate::rehearsal::{Deed, Inquest};

/// A migration, and what was found in it so far.
pub(super) struct Case {
    pub(super) revision: String,
    message: String,
    path: String,
    /// The path that the patterns of the config are held against.
    pub(super) source_path: String,
    pub(super) source: Source,
    found: Vec<Found>,
    texts: HashMap<(Direction, usize), String>,
    left_out: u64,
}

/// A finding as the comments are asked about it.
struct Found {
    finding: Finding,
    /// Where it is, also where comments are not placed by lines.
    line: Option<usize>,
    direction: Direction,
}

impl Case {
    pub(super) fn new(migration: &Migration, dialect: Dialect) -> Self {
        Self {
            revision: migration.header.revision.clone(),
            message: migration.header.message.clone(),
            path: migration.source.main_display_path(),
            source_path: migration.source.display_path.clone(),
            source: Source::of(migration, dialect),
            found: Vec::new(),
            texts: HashMap::new(),
            left_out: 0,
        }
    }

    /// The line of a statement; the text of a request is the host's, and stands nowhere.
    pub(super) fn line(&self, direction: Direction, deed: &Deed) -> Option<usize> {
        if deed.is_request { None } else { self.source.line(direction, deed.number, &deed.sql) }
    }

    /// Takes in what was found in a step.
    pub(super) fn add(&mut self, findings: Vec<Finding>, inquest: &Inquest) {
        let direction = inquest.direction;
        self.left_out += inquest.left_out;
        for mut finding in findings {
            let about = finding.statement.and_then(|number| inquest.deeds.iter().find(|deed| deed.number == number));
            if let Some(deed) = about {
                self.texts.entry((direction, deed.number)).or_insert_with(|| deed.sql.clone());
            }
            let line = finding.line;
            finding.line = line.filter(|_| self.source.places_comments());
            self.found.push(Found { finding, line, direction });
        }
    }

    /// Takes out what comments allow, and weighs the rest as the project wants it.
    pub(super) fn close(mut self, severities: &Severities) -> LintedRevision {
        let all = self.found.iter().map(|found| found.finding.clone()).collect();
        let Suppressed { findings, allowed } = self.source.suppressions().apply(&self.revision, all);
        let findings = findings.into_iter().filter_map(|finding| self.told(finding, severities)).collect();
        let allowed = allowed.into_iter().filter_map(|allowed| {
            let finding = self.told(allowed.finding, severities)?;
            Some(AllowedFinding { finding, reason: allowed.reason, comment_line: allowed.line })
        });
        let allowed = allowed.collect();
        let Self { revision, message, path, left_out, .. } = self;
        LintedRevision { revision, message, path, findings, allowed, statements_left_out: left_out }
    }

    /// A finding with all that is known of it; none where its rule is off. What is wrong with a comment is in neither
    /// direction, and told as of the upgrade.
    fn told(&mut self, finding: Finding, severities: &Severities) -> Option<LintFinding> {
        let own = self.found.iter().position(|found| found.finding == finding);
        let own = own.map(|index| self.found.remove(index));
        let (direction, line) = own.map_or((Direction::Up, finding.line), |found| (found.direction, found.line));
        let finding = severities.applied(vec![Finding { line, ..finding }]).pop()?;
        let sql = finding.statement.and_then(|number| self.texts.get(&(direction, number)).cloned());
        Some(LintFinding::of(finding, direction, sql))
    }
}
