//! What is decided from rows of the journal.

use aludel_db::{JournalKey, Ledger};
use aludel_revision::{Direction, RevisionId};
use aludel_sql::{Outcome, SqlError};

use super::super::entry::{Answer, Mark, encode};
use super::super::log::{Enclosing, Log};
use super::*;

fn of(objects: &[(&str, &str)]) -> Fingerprint {
    let objects = objects.iter().map(|(object, text)| ((*object).to_owned(), (*text).to_owned()));
    Fingerprint { objects: objects.collect() }
}

fn entry(number: u8) -> Entry {
    Entry { call: Mark::of(&number), answer: Answer::Outcome(Outcome::default()) }
}

fn row(state: JournalState, statements: u64, statement: &str, entries: &[u8], fingerprint: &Fingerprint) -> JournalRow {
    let announced = (state == JournalState::Began).then(|| entry(100));
    let content = Content { entries: entries.iter().map(|number| entry(*number)).collect(), announced };
    JournalRow {
        key: JournalKey { revision: RevisionId::parse("a").expect("it is one"), direction: Direction::Up },
        run_id: "run".to_owned(),
        state,
        statements,
        statement: (!statement.is_empty()).then(|| statement.to_owned()),
        entries: encode(&content),
        fingerprint: encode(&fingerprint.objects),
    }
}

fn goes_on(resume: Resume) -> (usize, u64, Vec<String>) {
    match resume {
        Resume::GoOn { start, clear_away } => (start.entries.len(), start.statements, clear_away),
        other => panic!("it does not go on: {other:?}"),
    }
}

#[test]
fn a_definition_that_left_no_trace_runs() {
    let rows = [row(JournalState::Began, 2, "CREATE TABLE t (a INT)", &[1, 2], &of(&[]))];
    assert_eq!(goes_on(resume(&rows, &of(&[]), Dialect::MariaDb)), (2, 2, vec![]));
}

#[test]
fn a_definition_whose_trace_is_there_does_not_run_again() {
    let rows = [row(JournalState::Began, 2, "ALTER TABLE t ADD b INT", &[1, 2], &of(&[("table t", "a")]))];
    assert_eq!(goes_on(resume(&rows, &of(&[("table t", "a, b")]), Dialect::MariaDb)), (3, 3, vec![]));
}

#[test]
fn what_was_found_out_is_told_by_the_next_row() {
    let rows = [row(JournalState::Began, 2, "ALTER TABLE t ADD b INT", &[1, 2], &of(&[("table t", "a")]))];
    let Resume::GoOn { start, .. } = resume(&rows, &of(&[("table t", "a, b")]), Dialect::MariaDb) else {
        panic!("it goes on")
    };
    let journal = Ledger::new("aludel_version").expect("it is a name").journal();
    let log = Log::new(journal, rows[0].key.clone(), "next".to_owned(), Enclosing::Transaction, start);
    assert!(log.is_waiting(), "a run that stops after the next row has to find it");
    assert_eq!(log.statements(), 3);
}

#[test]
fn several_tables_can_be_dropped_in_part() {
    let before = of(&[("table a", "1"), ("table b", "1")]);
    let rows = [row(JournalState::Began, 0, "DROP TABLE a, b", &[], &before)];
    let Resume::Unclear(unclear) = resume(&rows, &of(&[("table b", "1")]), Dialect::MariaDb) else {
        panic!("it is half done")
    };
    assert_eq!(unclear.statement.as_deref(), Some("DROP TABLE a, b"));
    assert_eq!(unclear.differences, ["table a is gone"]);
    assert_eq!(goes_on(resume(&rows, &of(&[]), Dialect::MariaDb)), (1, 1, vec![]));
}

#[test]
fn code_that_was_called_is_for_a_person() {
    let rows = [row(JournalState::Began, 0, "CALL p()", &[], &of(&[]))];
    assert!(matches!(resume(&rows, &of(&[]), Dialect::MariaDb), Resume::Unclear(_)));
}

#[test]
fn an_index_that_was_not_finished_is_cleared_away() {
    let rows = [row(JournalState::Began, 1, "CREATE INDEX CONCURRENTLY i ON t (a)", &[1], &of(&[("table p.t", "1")]))];
    let live = of(&[("table p.t", "1"), ("invalid index p.i", "2")]);
    assert_eq!(goes_on(resume(&rows, &live, Dialect::Postgres)), (1, 1, vec!["p.i".to_owned()]));
}

#[test]
fn what_failed_goes_on_where_it_is_as_it_was_left() {
    let left = of(&[("table t", "1"), ("table u", "1")]);
    let rows = [
        row(JournalState::Began, 0, "CREATE TABLE t (a INT)", &[], &of(&[])),
        row(JournalState::Began, 1, "CREATE TABLE u (a INT)", &[1], &of(&[])),
        row(JournalState::Stopped, 2, "", &[2], &left),
    ];
    assert_eq!(goes_on(resume(&rows, &left, Dialect::MariaDb)), (2, 2, vec![]));
    assert_eq!(resume(&rows, &of(&[]), Dialect::MariaDb), Resume::StartAnew);
    let Resume::Unclear(unclear) = resume(&rows, &of(&[("table u", "1")]), Dialect::MariaDb) else {
        panic!("one of them is gone")
    };
    assert_eq!(unclear.differences, ["table t is gone"]);
}

#[test]
fn what_was_there_at_the_beginning_is_what_the_first_row_says_of_it() {
    let rows = [
        row(JournalState::Began, 0, "ALTER TABLE t ADD b INT", &[], &of(&[("table t", "a")])),
        row(JournalState::Began, 1, "ALTER TABLE t ADD c INT", &[1], &of(&[("table t", "a b")])),
        row(JournalState::Stopped, 2, "", &[2], &of(&[("table t", "a b c")])),
    ];
    assert_eq!(beginning(&rows, &looks(&rows).expect("they can be read"), Dialect::MariaDb), of(&[("table t", "a")]));
    assert_eq!(resume(&rows, &of(&[("table t", "a")]), Dialect::MariaDb), Resume::StartAnew);
}

#[test]
fn tables_whose_rows_were_changed_are_nothing_that_it_left() {
    let left = of(&[("table t", "1")]);
    let rows = [
        row(JournalState::Done, 1, "UPDATE counter SET n = n + 1", &[1], &of(&[])),
        row(JournalState::Done, 2, "CREATE TABLE t (a INT)", &[2], &of(&[])),
        row(JournalState::Stopped, 2, "", &[], &left),
    ];
    assert_eq!(all_names(&rows, Dialect::Sqlite), names_in("CREATE TABLE t (a INT)", Dialect::Sqlite));
    assert_eq!(goes_on(resume(&rows, &left, Dialect::Sqlite)), (2, 2, vec![]));
    assert_eq!(resume(&rows, &of(&[]), Dialect::Sqlite), Resume::StartAnew);
}

#[test]
fn rows_of_something_else_are_for_a_person() {
    let mut rows = [row(JournalState::Done, 1, "INSERT INTO t VALUES (1)", &[1], &of(&[]))];
    rows[0].entries = vec![0xff; 9];
    assert!(matches!(resume(&rows, &of(&[]), Dialect::Sqlite), Resume::Unclear(_)));
}

#[test]
fn looks_of_something_else_are_for_a_person() {
    let mut rows = [row(JournalState::Began, 1, "CREATE TABLE t (a INT)", &[1], &of(&[]))];
    rows[0].fingerprint = vec![0xff; 9];
    let Resume::Unclear(unclear) = resume(&rows, &of(&[("table t", "a")]), Dialect::MariaDb) else {
        panic!("nobody can tell")
    };
    assert_eq!(unclear.because, UNREADABLE_LOOKS);
    assert_eq!(since_the_beginning(&rows, &of(&[]), Dialect::MariaDb), None);
}

#[test]
fn what_was_done_and_is_gone_is_for_a_person() {
    let made = of(&[("table main.t", "a")]);
    let rows = [
        row(JournalState::Done, 1, "CREATE TABLE t (a INT)", &[1], &of(&[])),
        row(JournalState::Done, 2, "INSERT INTO t VALUES (1)", &[2], &of(&[])),
    ];
    assert_eq!(goes_on(resume(&rows, &made, Dialect::Sqlite)), (2, 2, vec![]));
    let Resume::Unclear(unclear) = resume(&rows[..1], &of(&[]), Dialect::Sqlite) else { panic!("it is gone") };
    assert_eq!(unclear.because, "somebody has undone what it did, or a part of that");

    let gone = [row(JournalState::Done, 1, "DROP TABLE t", &[1], &made)];
    assert_eq!(goes_on(resume(&gone, &of(&[]), Dialect::Sqlite)), (1, 1, vec![]));
    assert!(matches!(resume(&gone, &made, Dialect::Sqlite), Resume::Unclear(_)), "it is back");
}

#[test]
fn what_a_later_statement_changed_or_nobody_can_tell_goes_on() {
    let rows = [
        row(JournalState::Done, 1, "CREATE TABLE t (a INT)", &[1], &of(&[])),
        row(JournalState::Done, 2, "ALTER TABLE t RENAME TO u", &[2], &of(&[("table main.t", "a")])),
    ];
    assert_eq!(goes_on(resume(&rows, &of(&[("table main.u", "a")]), Dialect::Sqlite)).1, 2);
    for statement in ["CREATE TABLE IF NOT EXISTS t (a INT)", "DROP TABLE IF EXISTS t", "CREATE EXTENSION citext"] {
        let rows = [row(JournalState::Done, 1, statement, &[1], &of(&[]))];
        assert_eq!(goes_on(resume(&rows, &of(&[]), Dialect::Postgres)).1, 1, "{statement}");
    }
}

#[test]
fn what_was_announced_and_answered_may_have_failed() {
    let mut rows = [row(JournalState::Began, 0, "CREATE TABLE t (a INT)", &[], &of(&[]))];
    rows[0].state = JournalState::Done;
    assert_eq!(goes_on(resume(&rows, &of(&[]), Dialect::MariaDb)), (0, 0, vec![]));
}

#[test]
fn the_word_of_a_person_counts_for_what_was_in_doubt() {
    let before = of(&[("table t", "a"), ("table u", "a")]);
    let rows = [row(JournalState::Began, 1, "DROP TABLE t, u", &[1], &before)];
    let live = of(&[("table u", "a")]);
    assert!(matches!(resume(&rows, &live, Dialect::MariaDb), Resume::Unclear(_)));
    for found in [Carried::Out, Carried::NotOut] {
        let word = settled(&rows, "later", found).expect("a statement is in doubt");
        let together = [rows[0].clone(), word];
        assert!(matches!(resume(&together, &live, Dialect::MariaDb), Resume::GoOn { .. }), "{found:?}");
    }
}

#[test]
fn errors_are_answers_too() {
    let failed = SqlError::new(aludel_sql::ErrorKind::Syntax, "no");
    let content =
        Content { entries: vec![Entry { call: Mark::of(&1), answer: Answer::Failed(failed) }], announced: None };
    assert_eq!(decode::<Content>(&encode(&content)), Some(content));
}

#[test]
fn a_person_settles_what_is_in_doubt() {
    let rows = [row(JournalState::Began, 2, "CALL p()", &[1, 2], &of(&[]))];
    for (found, entries, statements) in [(Carried::Out, 3, 3), (Carried::NotOut, 2, 2)] {
        let settled = settled(&rows, "later", found).expect("a statement is in doubt");
        let together = [rows[0].clone(), settled];
        assert_eq!(goes_on(resume(&together, &of(&[]), Dialect::MariaDb)), (entries, statements, vec![]));
        assert_eq!(in_doubt(&together), None);
    }
    let stopped = [row(JournalState::Stopped, 2, "", &[1, 2], &of(&[]))];
    assert_eq!(settled(&stopped, "later", Carried::Out), None);
}

#[test]
fn what_is_not_as_it_was_at_the_beginning_is_named() {
    let rows = [
        row(JournalState::Began, 0, "CREATE TABLE t (a INT)", &[], &of(&[])),
        row(JournalState::Began, 1, "ALTER TABLE t ADD b INT", &[1], &of(&[("table t", "a")])),
    ];
    assert_eq!(since_the_beginning(&rows, &of(&[]), Dialect::MariaDb), Some(Vec::new()));
    let left = since_the_beginning(&rows, &of(&[("table t", "a")]), Dialect::MariaDb);
    assert_eq!(left, Some(vec![FingerprintChange::Added("table t".to_owned())]));
}

fn unclear_because(resume: Resume) -> &'static str {
    match resume {
        Resume::Unclear(unclear) => unclear.because,
        other => panic!("it is clear: {other:?}"),
    }
}

#[test]
fn what_somebody_else_has_changed_is_no_trace_of_the_statement() {
    let before = of(&[("table public.t", "a")]);
    let rows = [row(JournalState::Began, 0, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)", &[], &before)];
    let mended = of(&[("table public.t", "a b")]);
    let because = unclear_because(resume(&rows, &mended, Dialect::Postgres));
    assert_eq!(because, "what has changed since is not what the last statement changes");
    let made = of(&[("table public.t", "a b"), ("index public.i", "valid")]);
    assert_eq!(goes_on(resume(&rows, &made, Dialect::Postgres)), (1, 1, vec![]));
    // A table that was to be replaced and is gone was not replaced.
    let rows = [row(JournalState::Began, 0, "CREATE OR REPLACE TABLE t (b INT)", &[], &of(&[("table t", "a")]))];
    assert!(matches!(resume(&rows, &of(&[]), Dialect::MariaDb), Resume::Unclear(_)));
}

#[test]
fn tables_that_changed_places_are_for_a_person() {
    let alike = of(&[("table a", "1"), ("table b", "1")]);
    let rows = [row(JournalState::Began, 0, "RENAME TABLE a TO x, b TO a, x TO b", &[], &alike)];
    assert!(matches!(resume(&rows, &alike, Dialect::MariaDb), Resume::Unclear(_)));
    let moved = of(&[("table b", "1")]);
    let rows = [row(JournalState::Began, 0, "RENAME TABLE a TO b", &[], &of(&[("table a", "1")]))];
    assert_eq!(goes_on(resume(&rows, &moved, Dialect::MariaDb)), (1, 1, vec![]));
}

#[test]
fn an_index_that_was_being_dropped_is_dropped_by_its_statement() {
    let before = of(&[("index public.i", "1")]);
    let rows = [row(JournalState::Began, 0, "DROP INDEX CONCURRENTLY i", &[], &before)];
    let live = of(&[("invalid index public.i", "1")]);
    assert_eq!(goes_on(resume(&rows, &live, Dialect::Postgres)), (0, 0, vec![]));
    assert_eq!(goes_on(resume(&rows, &of(&[]), Dialect::Postgres)), (1, 1, vec![]));
}
