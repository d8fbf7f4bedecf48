//! Rows never show in what is told: a migration that is code can put a value into a statement or an error, and so can a
//! server.

use std::collections::BTreeSet;
use std::path::Path;

use aludel_schema::Schema;
use aludel_sql::lexer::{Lexer, TokenKind};
use aludel_sql::{Dialect, SqlError};

use crate::error::{Error, FailureCause};
use crate::lint::report::LintFinding;
use crate::rehearsal::report::{DowngradeReport, PlannedStepReport};

/// What stands for a value that may be one of a row.
const WITHHELD: &str = "…";

/// What stands for words that a migration made up.
const WORDS_WITHHELD: &str = "(the words of a migration that saw rows of the live database are not shown)";

/// The shortest number that says something; a smaller one is in every program.
const DIGITS_MIN: usize = 2;

/// Takes out of a step what may be values of rows. `source` is what the migration itself consists of: what stands there is
/// no row's. None for SQL, whose statements are all written down.
pub(crate) fn of_step(step: &mut PlannedStepReport, source: Option<&[u8]>, schema: &Schema) {
    for statement in &mut step.statements {
        if let Some(source) = source {
            statement.sql = of_statement(&statement.sql, schema.dialect, source);
        }
        if let Some(error) = &mut statement.error {
            *error = of_message(error, schema, &statement.sql);
        }
    }
    let allowed = step.allowed.iter_mut().map(|allowed| &mut allowed.finding);
    if let Some(source) = source {
        step.findings.iter_mut().chain(allowed).for_each(|finding| of_finding(finding, source, schema));
    }
    if let Some(DowngradeReport { message: Some(message), .. }) = &mut step.downgrade {
        *message = if source.is_some() { WORDS_WITHHELD.to_owned() } else { of_message(message, schema, "") };
    }
}

/// What a rule says of a statement repeats its labels and conditions.
fn of_finding(finding: &mut LintFinding, source: &[u8], schema: &Schema) {
    let sql = finding.sql.take().map(|sql| of_statement(&sql, schema.dialect, source));
    let texts = [Some(&mut finding.message), finding.hint.as_mut()];
    for text in texts.into_iter().flatten() {
        let told = of_message(text, schema, sql.as_deref().unwrap_or_default());
        *text = of_statement(&told, schema.dialect, source);
    }
    finding.sql = sql;
}

/// A statement without the literals that its migration does not hold.
fn of_statement(sql: &str, dialect: Dialect, source: &[u8]) -> String {
    let mut told = String::with_capacity(sql.len());
    let mut end = 0;
    for token in Lexer::new(sql, dialect).map_while(Result::ok) {
        let text = &sql[token.start..token.end];
        let value = match token.kind {
            TokenKind::Text => text.trim_matches('\''),
            TokenKind::QuotedIdentifier if dialect.is_mysql_family() && text.starts_with('"') => text.trim_matches('"'),
            TokenKind::Number if text.len() >= DIGITS_MIN => text,
            _ => continue,
        };
        if is_in(source, value) {
            continue;
        }
        told.push_str(&sql[end..token.start]);
        told.push_str(if token.kind == TokenKind::Number { WITHHELD } else { "'…'" });
        end = token.end;
    }
    told.push_str(&sql[end..]);
    told
}

fn is_in(source: &[u8], value: &str) -> bool {
    value.is_empty() || source.windows(value.len()).any(|window| window == value.as_bytes())
}

/// A message of a server without what stands in quotes and is no name, neither of the schema nor in the statement.
pub(crate) fn of_message(message: &str, schema: &Schema, statement: &str) -> String {
    let mut names = names(schema);
    names.extend(words(statement, schema.dialect));
    let mut told = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, quote, quoted, after)) = next_quoted(rest) {
        let is_name = |part: &str| names.contains(&part.trim_matches(['`', '"']).to_lowercase());
        let keeps = quoted.split('.').all(is_name);
        told.push_str(before);
        told.push(quote);
        told.push_str(if keeps { quoted } else { WITHHELD });
        told.push(quote);
        rest = after;
    }
    told.push_str(rest);
    told
}

/// What stands before the next text in quotes, the quote, what stands in them, and what comes after. The apostrophe of
/// `doesn't` opens none. A quote that is never closed opens all of the rest.
fn next_quoted(text: &str) -> Option<(&str, char, &str, &str)> {
    let mut previous = ' ';
    for (place, character) in text.char_indices() {
        if matches!(character, '\'' | '"') && !previous.is_alphanumeric() {
            let (before, opened) = (&text[..place], &text[place + 1..]);
            let (quoted, after) = opened.split_once(character).unwrap_or((opened, ""));
            return Some((before, character, quoted, after));
        }
        previous = character;
    }
    None
}

/// The bare and the quoted words of a statement: what is a value stands in other quotes.
fn words(statement: &str, dialect: Dialect) -> BTreeSet<String> {
    let tokens = Lexer::new(statement, dialect).map_while(Result::ok);
    let words = tokens.filter(|token| matches!(token.kind, TokenKind::Word | TokenKind::QuotedIdentifier));
    words.map(|token| statement[token.start..token.end].trim_matches(['`', '"', '[', ']']).to_lowercase()).collect()
}

fn names(schema: &Schema) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut add = |name: &str| {
        names.insert(name.to_lowercase());
    };
    for table in schema.tables.values() {
        table.name.schema.iter().for_each(|name| add(name));
        add(&table.name.name);
        table.columns.iter().for_each(|column| add(&column.name));
        table.constraints.iter().filter_map(|constraint| constraint.name.as_ref()).for_each(|name| add(name));
        table.indexes.iter().for_each(|index| add(&index.name));
    }
    schema.views.keys().for_each(|name| add(&name.name));
    add("PRIMARY");
    names
}

fn is_sql(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|ending| ending == "sql")
}

/// The error of a rehearsal with rows. What the server adds to its message (the key that is there twice, the row that does
/// not fit) is left out.
pub(crate) fn of_error(error: Error, schema: &Schema) -> Error {
    let Error::MigrationFailed(mut failure) = error else { return error };
    if let Some(statement) = &mut failure.statement
        && !is_sql(&failure.path)
    {
        statement.text = of_statement(&statement.text, schema.dialect, &[]);
    }
    let statement = failure.statement.as_ref().map(|statement| statement.text.clone()).unwrap_or_default();
    failure.cause = match failure.cause {
        FailureCause::Database(error) => FailureCause::Database(of_sql_error(error, schema, &statement)),
        FailureCause::Guest(_) => FailureCause::Guest(WORDS_WITHHELD.to_owned()),
        FailureCause::Precondition(_) => FailureCause::Precondition(WORDS_WITHHELD.to_owned()),
        FailureCause::Trapped { frames, .. } => FailureCause::Trapped { message: WORDS_WITHHELD.to_owned(), frames },
        cause => cause,
    };
    Error::MigrationFailed(failure)
}

/// The error of copying rows.
pub(crate) fn of_copying(error: SqlError, schema: &Schema) -> SqlError {
    of_sql_error(error, schema, "")
}

fn of_sql_error(mut error: SqlError, schema: &Schema, statement: &str) -> SqlError {
    error.message = of_message(&error.message, schema, statement);
    error
        .extras
        .retain(|(name, _)| matches!(name.as_str(), "constraint" | "table" | "column" | "schema" | "statement"));
    error
}

#[cfg(test)]
mod tests {
    use aludel_schema::ObjectName;
    use aludel_schema::model::{Column, Table};

    use super::*;

    fn schema() -> Schema {
        let mut table = Table::new(ObjectName::local("customers"));
        table.columns = vec![Column::new("email", "text")];
        let mut schema = Schema::empty(Dialect::MariaDb, (10, 11, 0));
        schema.tables.insert(table.name.clone(), table.into());
        schema
    }

    #[test]
    fn a_value_of_a_message_is_not_told_and_a_name_is() {
        for (message, expected) in [
            (
                "Duplicate entry 'ada@love.lace' for key 'customers.email'",
                "Duplicate entry '…' for key 'customers.email'",
            ),
            ("Field 'email' doesn't have a default value", "Field 'email' doesn't have a default value"),
            ("invalid input syntax for type integer: \"it's 5\"", "invalid input syntax for type integer: \"…\""),
            ("Data too long: 'never closed", "Data too long: '…'"),
            ("UNIQUE constraint failed: customers.email", "UNIQUE constraint failed: customers.email"),
            ("Unknown column 'new' in 'field list'", "Unknown column 'new' in '…'"),
        ] {
            assert_eq!(of_message(message, &schema(), "UPDATE customers SET new = 'ada@love.lace'"), expected);
        }
    }

    #[test]
    fn a_literal_that_the_migration_does_not_hold_is_not_told() {
        let source = b"db.execute(`UPDATE customers SET kind = 'new', size = 10 WHERE email = '${email}'`)";
        let sql = "UPDATE customers SET kind = 'new', size = 10 WHERE email = 'ada@love.lace' AND id = 4711";
        assert_eq!(
            of_statement(sql, Dialect::Sqlite, source),
            "UPDATE customers SET kind = 'new', size = 10 WHERE email = '…' AND id = …"
        );
    }
}
