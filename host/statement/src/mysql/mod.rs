//! Statements of `MySQL` and `MariaDB`, read word by word.
//!
//! There is no parser that knows all of their statements. What is told here follows from words that the grammars of
//! both servers leave no choice about: the first ones of a statement, those before a name, and those before a
//! parenthesis. Where that is not enough, more is told than the statement does.

mod definitions;
mod pieces;
mod privileges;
mod readings;
mod routines;
mod rows;
mod settings;
mod statements;
mod tables;
mod text;

use aludel_grants::AccessKind;
use aludel_sql::Dialect;

use crate::NotOneStatement;
use crate::found::Found;
use pieces::Pieces;

/// How deep statements are read that stand in strings of statements.
const DEPTH_MAX: usize = 4;

/// Adds what one statement does, in each of the readings that its comments with a version allow. One that is several
/// statements is refused by the servers that read it so, as long as others read a single one.
pub(crate) fn read(sql: &str, found: &mut Found<'_>) -> Result<(), NotOneStatement> {
    let readings = readings::all(sql, found.surroundings().dialect).unwrap_or_default();
    if readings.is_empty() {
        found.add(AccessKind::Unknown("/*!".to_owned()));
    }
    let results: Vec<_> = readings.iter().map(|reading| read_one(reading, found, DEPTH_MAX)).collect();
    let is_read = results.is_empty() || results.iter().any(Result::is_ok);
    if is_read { Ok(()) } else { results.into_iter().collect() }
}

/// The text as a server of that version reads it.
pub(crate) fn reading(sql: &str, dialect: Dialect, version: (u32, u32, u32)) -> Option<String> {
    readings::one(sql, dialect, version)
}

/// Adds what a text does that is one statement.
fn read_one(sql: &str, found: &mut Found<'_>, depth: usize) -> Result<(), NotOneStatement> {
    let dialect = found.surroundings().dialect;
    let Ok(statements) = aludel_sql::split(sql, dialect) else {
        let pieces = Pieces::of(sql, dialect);
        found.add(AccessKind::Unknown(pieces.word(0).to_uppercase()));
        statements::read(&pieces, found, depth);
        return Ok(());
    };
    match statements.as_slice() {
        [] => {}
        [statement] => statements::read(&Pieces::of(statement.text, dialect), found, depth),
        several => return Err(NotOneStatement { count: several.len() }),
    }
    Ok(())
}
