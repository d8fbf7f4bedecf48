//! The sections of a generated migration in SQL.

use aludel_schema::{Loss, Script, ScriptStep, losses};
use aludel_sql::Dialect;

use super::text::{one_line, paragraphs};
use crate::error::Error;

/// The statements of one direction, with a comment over each operation that loses something.
pub(crate) fn upgrade(script: &Script, dialect: Dialect) -> Result<String, Error> {
    let text = paragraphs(script.steps.iter().map(|step| paragraph(step, dialect)));
    check(&text, script, dialect)?;
    Ok(text.trim_end().to_owned())
}

/// The way back. Without one the section stays without statements, which says so when it is run.
pub(crate) fn downgrade(script: Option<&Script>, dialect: Dialect) -> Result<String, Error> {
    script.map_or_else(|| Ok("-- nothing leads back: write what does".to_owned()), |script| upgrade(script, dialect))
}

fn paragraph(step: &ScriptStep, dialect: Dialect) -> String {
    let comment = |loss: &Loss| format!("-- {}\n", one_line(&loss.sentence()));
    let lost: String = losses(&step.operation, dialect).iter().map(comment).collect();
    let statements: String = step.rendered.statements.iter().map(|statement| statement_line(&statement.sql)).collect();
    lost + &statements
}

fn statement_line(sql: &str) -> String {
    // A comment at the end would take the semicolon with it.
    let line_end =
        if sql.lines().last().is_some_and(|last| last.contains("--") || last.contains('#')) { "\n" } else { "" };
    format!("{}{line_end};\n", sql.trim_end())
}

/// A section is read back statement by statement; what would be read otherwise than it was meant is not written.
fn check(text: &str, script: &Script, dialect: Dialect) -> Result<(), Error> {
    let unreadable = |problem: String| Error::Unexpected {
        message: format!("the generated SQL would not be read back as it is meant: {problem}"),
    };
    let read = aludel_sql::split(text, dialect).map_err(|error| unreadable(error.to_string()))?;
    let meant: Vec<&str> = script.statements().map(|statement| statement.sql.trim()).collect();
    let differs = read.iter().map(|statement| statement.text).zip(&meant).find(|(read, meant)| read != *meant);
    match differs {
        Some((read, _)) => Err(unreadable(read.to_owned())),
        None if read.len() != meant.len() => {
            Err(unreadable(format!("{} statements in place of {}", read.len(), meant.len())))
        }
        None => Ok(()),
    }
}
