//! Where a statement stands in the source of its migration.

use std::path::Path;

use aludel_lint::Suppressions;
use aludel_project::sql_section::{self, Script, ScriptPhase};
use aludel_project::text_file::{SizeLimit, read_text};
use aludel_project::{Migration, SourceKind};
use aludel_sql::Dialect;

use crate::event::Direction;

/// A larger file is none that a person wrote comments in.
const SIZE: SizeLimit = SizeLimit { name: "source_file", bytes: 16 << 20 };

/// A part of a statement that is shorter says too little to be looked for.
const LINE_LENGTH_MIN: usize = 8;

/// The text that a migration was written as, where it is text.
pub(crate) struct Source {
    text: Option<String>,
    is_sql: bool,
    dialect: Dialect,
}

impl Source {
    pub(crate) fn of(migration: &Migration, dialect: Dialect) -> Self {
        let source = &migration.source;
        let is_text = source.kind != SourceKind::Component;
        // A migration that a program brings with it has no file; then no line is known.
        let text = is_text.then(|| text_of(&source.main_path())).flatten();
        Self { text, is_sql: source.kind == SourceKind::Sql, dialect }
    }

    /// The line of a statement; of code, where the text of the statement stands in it, if it does so once.
    pub(crate) fn line(&self, direction: Direction, number: usize, sql: &str) -> Option<usize> {
        let text = self.text.as_deref()?;
        if self.is_sql { self.line_of_sql(text, direction, number, sql) } else { line_of_text(text, sql) }
    }

    fn line_of_sql(&self, text: &str, direction: Direction, number: usize, sql: &str) -> Option<usize> {
        let scripts = sql_section::parse(text).ok()?;
        let Script::Statements(statements) = scripts.get(phase(direction), self.dialect) else { return None };
        let index = number.checked_sub(1)?;
        let statement = match (statements.get(index), scripts.get(ScriptPhase::Verify, self.dialect)) {
            (Some(statement), _) => statement,
            // After all of an upgrade comes its check.
            (None, Script::Statements(checks)) if direction == Direction::Up => checks.get(index - statements.len())?,
            _ => return None,
        };
        (statement.text == sql).then_some(statement.line as usize)
    }

    /// Whether there is a downgrade that does something, as far as the text says so.
    pub(crate) fn has_way_back(&self) -> Option<bool> {
        let scripts = sql_section::parse(self.text.as_deref().filter(|_| self.is_sql)?).ok()?;
        Some(!matches!(scripts.get(ScriptPhase::Downgrade, self.dialect), Script::Irreversible { .. }))
    }

    /// The comments that allow findings.
    pub(crate) fn suppressions(&self) -> Suppressions {
        self.text.as_deref().map(Suppressions::parse).unwrap_or_default()
    }

    /// Whether a comment stands above its statement. The statement of a call may begin some lines below the call, so
    /// that in code a comment is for the whole file.
    pub(crate) fn places_comments(&self) -> bool {
        self.is_sql
    }
}

fn text_of(path: &Path) -> Option<String> {
    read_text(path, &path.to_string_lossy(), SIZE).ok()
}

fn phase(direction: Direction) -> ScriptPhase {
    match direction {
        Direction::Up => ScriptPhase::Upgrade,
        Direction::Down => ScriptPhase::Downgrade,
    }
}

/// The one line of a text that holds the first line of a statement.
fn line_of_text(text: &str, sql: &str) -> Option<usize> {
    let first = sql.lines().map(str::trim).find(|line| !line.is_empty())?;
    if first.len() < LINE_LENGTH_MIN {
        return None;
    }
    let mut places = text.lines().enumerate().filter(|(_, line)| line.contains(first));
    match (places.next(), places.next()) {
        (Some((index, _)), None) => Some(index + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_in_code_is_found_where_it_stands_once() {
        let text = "export function upgrade(db) {\n  db.execute(`\n    DROP TABLE orders\n  `);\n  db.execute('SELECT 1');\n}\n";
        assert_eq!(line_of_text(text, "\n    DROP TABLE orders\n  "), Some(3));
        assert_eq!(line_of_text(text, "DROP TABLE lines"), None);
        assert_eq!(line_of_text(text, "  db."), None);
        assert_eq!(line_of_text(&format!("{text}{text}"), "DROP TABLE orders"), None);
    }

    #[test]
    fn a_statement_of_sql_is_known_by_its_number() {
        let text = "-- /// migration\n-- revision = \"a1\"\n-- ///\n-- aludel:upgrade\nSELECT 1;\n-- aludel:nolint AL102 old\nDROP TABLE t;\n";
        let source = Source { text: Some(text.to_owned()), is_sql: true, dialect: Dialect::Sqlite };
        assert_eq!(source.line(Direction::Up, 2, "DROP TABLE t"), Some(7));
        assert_eq!(source.line(Direction::Up, 1, "DROP TABLE t"), None);
        assert_eq!(source.line(Direction::Down, 1, "SELECT 1"), None);
        assert_eq!(source.has_way_back(), Some(false));
        let text = format!("{text}-- aludel:verify\nSELECT 2;\n");
        let source = Source { text: Some(text), is_sql: true, dialect: Dialect::Sqlite };
        assert_eq!(source.line(Direction::Up, 3, "SELECT 2"), Some(9));
        assert_eq!(source.line(Direction::Up, 4, "SELECT 2"), None);
    }
}
