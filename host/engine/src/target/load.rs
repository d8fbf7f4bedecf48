//! The statements of a target, run on a scratch database.

use aludel_db::Session;
use aludel_sql::{Dialect, SqlError, Statement, Value, split};

use super::client::{Treatment, treatment, without_client_lines};
use super::error::TargetError;
use super::hint::{self, Hint};
use super::position::Positions;
use super::text::TargetText;
use super::words::created;

/// How much of a statement a message shows.
const EXCERPT_CHARACTERS: usize = 120;

/// Runs the statements of a text, in order. Gives what its comments say.
pub(super) async fn load(session: &mut dyn Session, text: &TargetText) -> Result<Vec<Hint>, TargetError> {
    let dialect = session.dialect();
    let scratch = session.info().default_schema.clone().unwrap_or_default();
    let content = without_client_lines(&text.text, dialect);
    let statements = split(&content, dialect).map_err(|problem| unsplittable(text, problem))?;
    let positions = Positions::read(&content);
    for statement in &statements {
        match treatment(statement.text, dialect, &scratch) {
            Treatment::Skip => {}
            Treatment::Refuse { reason, hint } => {
                let place = text.origin.line(statement.line);
                return Err(TargetError::Beyond { place, reason, hint: hint.to_owned() });
            }
            Treatment::Run => {
                let ran = session.execute(statement.text, &[]).await;
                ran.map_err(|error| failed(text, statement, &positions, dialect, error))?;
            }
        }
    }
    hint::read(&TargetText { origin: text.origin.clone(), text: content.clone() }, &statements, dialect)
}

fn unsplittable(text: &TargetText, problem: aludel_sql::SplitError) -> TargetError {
    TargetError::Unsplittable { place: text.origin.line(problem.line()), problem }
}

fn failed(
    text: &TargetText,
    statement: &Statement<'_>,
    positions: &Positions,
    dialect: Dialect,
    error: SqlError,
) -> TargetError {
    let place = source(statement.text, positions, dialect)
        .unwrap_or_else(|| text.origin.line(statement.line + lines_before(statement.text, &error)));
    TargetError::Statement { place, statement: excerpt(statement.text), error: Box::new(error) }
}

/// Where the program that printed a statement has it from.
fn source(statement: &str, positions: &Positions, dialect: Dialect) -> Option<String> {
    let created = created(statement, dialect)?;
    let (kind, name) = match &created.table {
        Some(table) => ("table", table.last()?),
        None => (created.kind.as_str(), created.name.last()?),
    };
    positions.find(kind, name).map(|position| format!("{position} ({} `{}`)", created.kind, created.name.join(".")))
}

/// The lines of a statement before what the server points at.
fn lines_before(statement: &str, error: &SqlError) -> usize {
    let position = error.extra("position").and_then(|position| position.parse::<usize>().ok()).unwrap_or(1);
    statement.chars().take(position.saturating_sub(1)).filter(|character| *character == '\n').count()
}

fn excerpt(statement: &str) -> String {
    let line = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(EXCERPT_CHARACTERS) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line,
    }
}

/// Makes names be looked up as before: dumps set the search path.
pub(super) async fn restore_search_path(session: &mut dyn Session, setting: Option<&str>) -> Result<(), SqlError> {
    let Some(setting) = setting else { return Ok(()) };
    let sql = "SELECT pg_catalog.set_config('search_path', $1::text, false)";
    session.execute(sql, &[Value::Text(setting.to_owned())]).await.map(drop)
}
