//! The component that every SQL migration is, run for real.

use aludel_sandbox::{Failure, Limits, Phase, RunError, Sandbox, SandboxOptions};
use aludel_sql::{Dialect, ErrorKind, SqlError};
use tempfile::TempDir;

use crate::support::{Fake, Outcome, call, run_call, sandbox, sandbox_with};

const DIALECTS: [Dialect; 4] = [Dialect::Sqlite, Dialect::Postgres, Dialect::Mysql, Dialect::MariaDb];

fn run_in(sandbox: &Sandbox, text: &str, phase: Phase, database: Fake) -> Outcome {
    let component = aludel_build::sql::encode(&[], text).expect("the text is a SQL migration");
    let program = sandbox.load("migration.sql", &component).expect("the runner loads");
    run_call(&program, call(phase), database)
}

fn run(text: &str, phase: Phase, database: Fake) -> Outcome {
    run_in(&sandbox(), text, phase, database)
}

#[test]
fn statements_run_in_their_order_on_every_dialect() {
    let text = "-- aludel:upgrade\nCREATE TABLE a (id INT); INSERT INTO a VALUES (';');\n\
                -- aludel:upgrade postgres\nCREATE TABLE a (id int);\nDO $$ BEGIN PERFORM 1; END $$;\n\
                -- aludel:downgrade\nDROP TABLE a;\n";
    for dialect in DIALECTS {
        let outcome = run(text, Phase::Upgrade, Fake::new(dialect));
        assert_eq!(outcome.answer, Ok(()));
        let expected = match dialect {
            Dialect::Postgres => ["execute CREATE TABLE a (id int)", "execute DO $$ BEGIN PERFORM 1; END $$"],
            _ => ["execute CREATE TABLE a (id INT)", "execute INSERT INTO a VALUES (';')"],
        };
        assert_eq!(outcome.asked, expected, "{dialect:?}");
        assert_eq!(run(text, Phase::Downgrade, Fake::new(dialect)).asked, ["execute DROP TABLE a"]);
    }
}

#[test]
fn the_first_error_ends_it_and_comes_back_whole() {
    let error = SqlError {
        kind: ErrorKind::DuplicateObject,
        message: "column \"email\" exists".to_owned(),
        sqlstate: Some("42701".to_owned()),
        native_code: Some(-3),
        extras: vec![("hint".to_owned(), "drop it first".to_owned()), ("position".to_owned(), "17".to_owned())],
    };
    for dialect in DIALECTS {
        let database = Fake::new(dialect).failing_at("execute SELECT 2", error.clone());
        let outcome = run("-- aludel:upgrade\nSELECT 1; SELECT 2; SELECT 3;", Phase::Upgrade, database);
        assert_eq!(outcome.answer, Err(RunError::Failed(Failure::Database(error.clone()))));
        assert_eq!(outcome.asked, ["execute SELECT 1", "execute SELECT 2"]);
    }
}

#[test]
fn without_a_way_back_it_is_irreversible() {
    let outcome = run("-- aludel:upgrade\nDROP TABLE a;", Phase::Downgrade, Fake::new(Dialect::Sqlite));
    let Err(RunError::Failed(Failure::Irreversible(reason))) = outcome.answer else { panic!("{:?}", outcome.answer) };
    assert!(!reason.is_empty());
    assert_eq!(outcome.asked, Vec::<String>::new());
}

#[test]
fn a_thousand_statements_run_in_one_call() {
    let statements: Vec<_> = (0..1000).map(|number| format!("INSERT INTO a VALUES ({number})")).collect();
    let text = format!("-- aludel:upgrade\n{};\n", statements.join(";\n"));
    let outcome = run(&text, Phase::Upgrade, Fake::new(Dialect::Mysql));
    assert_eq!(outcome.answer, Ok(()));
    let expected: Vec<_> = statements.iter().map(|statement| format!("execute {statement}")).collect();
    assert_eq!(outcome.asked, expected);
}

#[test]
fn a_thousand_migrations_share_one_compiled_form() {
    let home = TempDir::new().expect("a folder can be made");
    let cache = home.path().join("cache");
    let options = SandboxOptions { cache_directory: Some(cache.clone()), ..SandboxOptions::default() };
    let sandbox = Sandbox::new(options).expect("the limits are in range");
    for number in 0..1000 {
        let text = format!("-- aludel:upgrade\nSELECT {number};\n");
        let outcome = run_in(&sandbox, &text, Phase::Upgrade, Fake::new(Dialect::Sqlite));
        assert_eq!(outcome.asked, [format!("execute SELECT {number}")]);
    }
    let files = std::fs::read_dir(cache).expect("the cache is ours");
    assert_eq!(files.count(), 2, "one entry, and the key");
}

#[test]
fn a_text_that_does_not_fit_the_memory_reached_that_limit() {
    let sandbox = sandbox_with(Limits { memory_bytes: 128 * 1024, ..Limits::default() });
    let text = format!("-- aludel:upgrade\nSELECT '{}';\n", "x".repeat(300_000));
    let outcome = run_in(&sandbox, &text, Phase::Upgrade, Fake::new(Dialect::Sqlite));
    let Err(error) = outcome.answer else { panic!("it cannot fit") };
    assert_eq!(error.hint().as_deref(), Some("allow more in aludel.toml, under `[limits]`: memory = \"256KiB\""));
}
