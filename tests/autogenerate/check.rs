//! What is asked of one case.

use std::collections::BTreeSet;

use aludel_db::{Session, introspect};
use aludel_schema::{DiffOptions, Difference, Operation, Schema, Scope, Script, Suspicion, diff, summaries};

use crate::case::Case;
use crate::server::{Scratch, Server};

/// Everything that is wrong with the case, in words.
pub(crate) async fn check(case: &Case, server: &Server) -> Vec<String> {
    let (mut live, mut other) = (server.create().await, server.create().await);
    let mut problems = Vec::new();
    if let Err(problem) = there_and_back(case, &mut live, &mut other, &mut problems).await {
        problems.push(problem);
    }
    server.remove(live).await;
    server.remove(other).await;
    problems
}

async fn there_and_back(
    case: &Case,
    live: &mut Scratch,
    other: &mut Scratch,
    problems: &mut Vec<String>,
) -> Result<(), String> {
    let before = made(live, &case.before_sql).await?;
    let after = made(other, &case.after_sql).await?;
    let decided = decided(case, &before, &after, problems);
    let script = written(&before, &decided.operations)?;
    run(&mut *live.session, &script, "the change").await?;
    problems.extend(remaining(&mut *live.session, &after, "after the change").await?);
    let back = script.way_back().map_err(|error| format!("the way back cannot be written: {error}"))?;
    let back = back.ok_or("there is no way back")?;
    run(&mut *live.session, &back, "the way back").await?;
    problems.extend(remaining(&mut *live.session, &before, "after the way back").await?);
    out_of_nothing(other, &after, problems).await
}

/// The schema after leads to nothing, and comes out of nothing again.
async fn out_of_nothing(other: &mut Scratch, after: &Schema, problems: &mut Vec<String>) -> Result<(), String> {
    let nothing = Schema { options: after.options.clone(), ..Schema::empty(after.dialect, after.version) };
    let script = written(&nothing, &difference(&nothing, after).operations)?;
    let back = script.way_back().map_err(|error| format!("the way to nothing cannot be written: {error}"))?;
    let back = back.ok_or("there is no way to nothing")?;
    run(&mut *other.session, &back, "the way to nothing").await?;
    problems.extend(remaining(&mut *other.session, &nothing, "after the way to nothing").await?);
    run(&mut *other.session, &script, "the way out of nothing").await?;
    problems.extend(remaining(&mut *other.session, after, "after the way out of nothing").await?);
    Ok(())
}

/// The difference in the expected words, with the renames confirmed that the case is about.
fn decided(case: &Case, before: &Schema, after: &Schema, problems: &mut Vec<String>) -> Difference {
    let undecided = difference(before, after);
    if case.lossy_fallback.is_empty() {
        problems.extend(wrong_words(case, &undecided));
        return undecided;
    }
    let told = words(&undecided.operations);
    if !case.lossy_fallback.contains(&told) {
        problems.push(format!("undecided, it should tell\n       {:?}\n   and tells {told:?}", case.lossy_fallback));
    }
    if undecided.suspicions.is_empty() {
        problems.push("no rename is suspected".to_owned());
    }
    let meant = |suspicion: &&Suspicion| words(&suspicion.as_rename).iter().any(|word| case.expects(word));
    let renames = undecided.suspicions.iter().filter(meant).map(|suspicion| suspicion.rename.clone()).collect();
    match diff(before, after, &DiffOptions { renames, ..DiffOptions::default() }) {
        Ok(confirmed) => {
            problems.extend(wrong_words(case, &confirmed));
            confirmed
        }
        Err(error) => {
            problems.push(error.to_string());
            undecided
        }
    }
}

fn wrong_words(case: &Case, difference: &Difference) -> Option<String> {
    let told = words(&difference.operations);
    let message = || format!("it should tell\n       {}\n   and tells {told:?}", case.expectation());
    (!case.accepts(&told)).then(message)
}

fn difference(before: &Schema, after: &Schema) -> Difference {
    diff(before, after, &DiffOptions::default()).expect("no rename is confirmed that could not fit")
}

fn words(operations: &[Operation]) -> BTreeSet<String> {
    summaries(operations).into_iter().flatten().map(|summary| summary.text).collect()
}

async fn made(scratch: &mut Scratch, sql: &str) -> Result<Schema, String> {
    scratch.session.execute_script(sql).await.map_err(|error| format!("the SQL of the case: {error}"))?;
    read(&mut *scratch.session).await
}

async fn read(session: &mut dyn Session) -> Result<Schema, String> {
    introspect(session, &Scope::default()).await.map_err(|error| error.to_string())
}

fn written(before: &Schema, operations: &[Operation]) -> Result<Script, String> {
    Script::of(before, operations).map_err(|error| format!("the change cannot be written: {error}"))
}

/// Runs every statement, in a transaction where they can, as a migration would.
async fn run(session: &mut dyn Session, script: &Script, about: &str) -> Result<(), String> {
    let failed =
        |sql: &str, error: aludel_sql::SqlError| format!("{about}: {error}\n   in {sql}\n   of\n{}", text(script));
    let pragma = if script.suspends_foreign_keys() { "OFF" } else { "ON" };
    if session.info().dialect == aludel_sql::Dialect::Sqlite {
        let sql = format!("PRAGMA foreign_keys = {pragma}");
        session.execute(&sql, &[]).await.map_err(|error| failed(&sql, error))?;
    }
    let in_transaction = !script.leaves_transactions();
    if in_transaction {
        session.begin().await.map_err(|error| failed("BEGIN", error))?;
    }
    for statement in script.statements() {
        session.execute(&statement.sql, &[]).await.map_err(|error| failed(&statement.sql, error))?;
    }
    if in_transaction {
        session.commit().await.map_err(|error| failed("COMMIT", error))?;
    }
    Ok(())
}

fn text(script: &Script) -> String {
    script.statements().map(|statement| format!("     {};\n", statement.sql)).collect()
}

/// What still differs from what should be there.
async fn remaining(session: &mut dyn Session, wanted: &Schema, about: &str) -> Result<Option<String>, String> {
    let found = read(session).await?;
    let difference = difference(&found, wanted);
    let message =
        || format!("{about} these are missing: {:?}\n{:#?}", words(&difference.operations), difference.operations);
    Ok((!difference.operations.is_empty()).then(message))
}
