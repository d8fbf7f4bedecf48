//! The version table and the history.

use std::time::Duration;

use aludel_db::ledger::ExpectedRow;
use aludel_db::{HistoryEntry, HistoryOutcome, Ledger, LedgerError};
use aludel_revision::{Direction, HeadsChange, RevisionId};

use crate::databases::{TestDatabase, on_every_database};
use crate::{integer, rows, scalar, text};

on_every_database!(
    a_new_database_has_no_heads_and_keeps_it_so,
    heads_follow_the_changes,
    ids_keep_case_quotes_and_backslashes,
    a_moved_head_is_noticed,
    an_alembic_table_is_taken_over,
    a_table_of_another_shape_is_refused,
    a_row_that_is_no_revision_is_named,
    history_is_read_back,
    ledgers_with_other_tables_do_not_meet,
    the_written_text_does_the_same,
    a_rollback_takes_the_row_with_it,
    a_migration_that_left_its_transaction_is_not_written_down,
);

fn id(text: &str) -> RevisionId {
    RevisionId::parse(text).unwrap()
}

fn change(removed: &[&str], added: &[&str]) -> HeadsChange {
    HeadsChange {
        removed: removed.iter().map(|text| id(text)).collect(),
        added: added.iter().map(|text| id(text)).collect(),
    }
}

fn ledger() -> Ledger {
    Ledger::new("aludel_version").unwrap()
}

fn entry(run: &str, revision: &str, direction: Direction, digest: &str) -> HistoryEntry {
    HistoryEntry {
        run_id: run.to_owned(),
        revision: id(revision),
        direction,
        source_digest: Some(digest.to_owned()),
        component_digest: None,
        started_at: "2026-11-22T09:00:00Z".parse().unwrap(),
        finished_at: "2026-11-22T09:00:01.25Z".parse().unwrap(),
        duration: Duration::from_millis(1_250),
        run_by: "o'hara\\".to_owned(),
        run_from: "build-7 (process 12)".to_owned(),
        tool_version: "aludel 0.1.0".to_owned(),
        outcome: HistoryOutcome::Applied,
    }
}

async fn a_new_database_has_no_heads_and_keeps_it_so(database: &TestDatabase) {
    let mut session = database.session().await;
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), None);
    assert!(ledger().applied_digests(&mut *session).await.unwrap().is_empty());
    assert!(ledger().history(&mut *session).await.unwrap().is_empty());
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), None);
    ledger().ensure(&mut *session).await.unwrap();
    ledger().ensure(&mut *session).await.unwrap();
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(Vec::new()));
}

async fn heads_follow_the_changes(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    let steps: [(&[&str], &[&str], &[&str]); 5] = [
        (&[], &["a1"], &["a1"]),
        (&["a1"], &["b1"], &["b1"]),
        (&[], &["c1"], &["b1", "c1"]),
        (&["c1", "b1"], &["m1"], &["m1"]),
        (&["m1"], &["c1", "b1"], &["b1", "c1"]),
    ];
    for (removed, added, expected) in steps {
        session.begin().await.unwrap();
        ledger().advance(&mut *session, &change(removed, added)).await.unwrap();
        session.commit().await.unwrap();
        let heads = ledger().heads(&mut *session).await.unwrap().unwrap();
        assert_eq!(heads, expected.iter().map(|text| id(text)).collect::<Vec<_>>());
    }
    assert_eq!(ledger().purge(&mut *session).await.unwrap(), 2);
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(Vec::new()));
}

async fn ids_keep_case_quotes_and_backslashes(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    let long = "ü".repeat(255);
    let ids = ["ABC", "abc", "o'hara", "back\\slash", "\"", long.as_str()];
    ledger().advance(&mut *session, &change(&[], &ids)).await.unwrap();
    let mut expected: Vec<RevisionId> = ids.iter().map(|text| id(text)).collect();
    expected.sort();
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(expected));
    ledger().advance(&mut *session, &change(&["abc", "o'hara"], &["ABCD"])).await.unwrap();
    assert_eq!(ledger().heads(&mut *session).await.unwrap().unwrap().len(), 5);
}

async fn a_moved_head_is_noticed(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    ledger().advance(&mut *session, &change(&[], &["a1", "a2"])).await.unwrap();
    let cases = [
        (change(&["gone"], &["b1"]), id("gone"), ExpectedRow::Present),
        (change(&["gone"], &[]), id("gone"), ExpectedRow::Present),
        (change(&[], &["a1"]), id("a1"), ExpectedRow::Absent),
        (change(&["a2"], &["a1"]), id("a1"), ExpectedRow::Absent),
    ];
    for (change, moved, expectation) in cases {
        session.begin().await.unwrap();
        let error = ledger().advance(&mut *session, &change).await.unwrap_err();
        session.rollback().await.unwrap();
        match error {
            LedgerError::HeadsMoved { revision, expected, rows: 0, .. } => {
                assert_eq!((revision, expected), (moved, expectation));
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(vec![id("a1"), id("a2")]));
}

async fn an_alembic_table_is_taken_over(database: &TestDatabase) {
    let mut session = database.session().await;
    let table = "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, \
                 CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))";
    session.execute(table, &[]).await.unwrap();
    session.execute("INSERT INTO alembic_version VALUES ('ae1027a6acf')", &[]).await.unwrap();
    let ledger = Ledger::new("alembic_version").unwrap();
    assert_eq!(ledger.heads(&mut *session).await.unwrap(), Some(vec![id("ae1027a6acf")]));
    ledger.ensure(&mut *session).await.unwrap();
    ledger.advance(&mut *session, &change(&["ae1027a6acf"], &["27c6a30d7c24"])).await.unwrap();
    assert_eq!(scalar(&mut *session, "SELECT version_num FROM alembic_version").await, text("27c6a30d7c24"));
}

async fn a_table_of_another_shape_is_refused(database: &TestDatabase) {
    let mut session = database.session().await;
    session.execute("CREATE TABLE aludel_version (version INTEGER, dirty INTEGER)", &[]).await.unwrap();
    for result in [ledger().heads(&mut *session).await.map(drop), ledger().ensure(&mut *session).await] {
        let error = result.unwrap_err();
        let expected = "the table `aludel_version` has the columns `version`, `dirty`, where `version_num` were expected: \
                        it is not Aludel's";
        assert_eq!(error.to_string(), expected);
        assert!(error.hint().is_some());
    }
    session.execute("CREATE TABLE aludel_history (id INTEGER)", &[]).await.unwrap();
    let error = Ledger::new("other").unwrap().applied_digests(&mut *session).await.unwrap_err();
    assert!(matches!(error, LedgerError::WrongShape { .. }), "{error}");
}

async fn a_row_that_is_no_revision_is_named(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    session.execute("INSERT INTO aludel_version VALUES ('a-b')", &[]).await.unwrap();
    let error = ledger().heads(&mut *session).await.unwrap_err();
    assert!(error.to_string().contains("`aludel_version` holds `a-b`"), "{error}");
}

async fn history_is_read_back(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    let entries = [
        entry("run1", "a1", Direction::Up, "first"),
        entry("run2", "a1", Direction::Down, "first"),
        HistoryEntry { outcome: HistoryOutcome::Stamped, ..entry("run3", "a1", Direction::Up, "second") },
        HistoryEntry {
            source_digest: None,
            component_digest: Some("c".to_owned()),
            ..entry("run3", "b1", Direction::Up, "")
        },
    ];
    for entry in &entries {
        ledger().record(&mut *session, entry).await.unwrap();
    }
    assert_eq!(ledger().history(&mut *session).await.unwrap(), entries);
    let digests = ledger().applied_digests(&mut *session).await.unwrap();
    assert_eq!(digests.len(), 2);
    assert_eq!(digests[&id("a1")].source.as_deref(), Some("second"));
    assert_eq!((&digests[&id("b1")].source, digests[&id("b1")].component.as_deref()), (&None, Some("c")));
    let confirmed = [
        ("run1", "a1", Direction::Up, true),
        ("run1", "a1", Direction::Down, false),
        ("run9", "a1", Direction::Up, false),
    ];
    for (run, revision, direction, expected) in confirmed {
        assert_eq!(ledger().confirm(&mut *session, run, &id(revision), direction).await.unwrap(), expected);
    }
}

async fn ledgers_with_other_tables_do_not_meet(database: &TestDatabase) {
    let mut session = database.session().await;
    let other = Ledger::new("Other \"table\"`").unwrap();
    ledger().ensure(&mut *session).await.unwrap();
    ledger().record(&mut *session, &entry("run1", "a1", Direction::Up, "x")).await.unwrap();
    assert_eq!(other.heads(&mut *session).await.unwrap(), None);
    other.ensure(&mut *session).await.unwrap();
    other.advance(&mut *session, &change(&[], &["z"])).await.unwrap();
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(Vec::new()));
    assert!(other.applied_digests(&mut *session).await.unwrap().is_empty());
    assert!(!other.confirm(&mut *session, "run1", &id("a1"), Direction::Up).await.unwrap());
}

async fn the_written_text_does_the_same(database: &TestDatabase) {
    let mut session = database.session().await;
    let dialect = database.dialect();
    let mut script = ledger().sql_ensure(dialect);
    script.extend(ledger().sql_advance(dialect, &change(&[], &["o'hara", "back\\slash"])));
    script.extend(ledger().sql_advance(dialect, &change(&["back\\slash"], &["next"])));
    let written = entry("run1", "next", Direction::Up, "digest");
    script.push(ledger().sql_record(dialect, &written).unwrap());
    for sql in &script {
        session.execute(sql, &[]).await.unwrap();
    }
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(vec![id("next"), id("o'hara")]));
    assert_eq!(ledger().history(&mut *session).await.unwrap(), [written]);
    session.execute(&ledger().sql_purge(dialect), &[]).await.unwrap();
    assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(Vec::new()));
}

async fn a_rollback_takes_the_row_with_it(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    session.begin().await.unwrap();
    ledger().advance(&mut *session, &change(&[], &["a1"])).await.unwrap();
    ledger().record(&mut *session, &entry("run1", "a1", Direction::Up, "x")).await.unwrap();
    assert!(ledger().confirm(&mut *session, "run1", &id("a1"), Direction::Up).await.unwrap());
    session.rollback().await.unwrap();
    assert!(!ledger().confirm(&mut *session, "run1", &id("a1"), Direction::Up).await.unwrap());
    let count = rows(&mut *session, "SELECT COUNT(*) FROM aludel_version", &[]).await;
    assert_eq!(count, [[integer(0)]]);
}

async fn a_migration_that_left_its_transaction_is_not_written_down(database: &TestDatabase) {
    let mut session = database.session().await;
    ledger().ensure(&mut *session).await.unwrap();
    // Where definitions commit, a migration has always left it.
    if database.dialect().commits_on_define() {
        return;
    }
    for leaving in ["COMMIT", "ROLLBACK"] {
        session.begin().await.unwrap();
        session.execute("CREATE TABLE IF NOT EXISTS made (id INTEGER)", &[]).await.unwrap();
        session.execute(leaving, &[]).await.unwrap();
        let error = ledger().advance(&mut *session, &change(&[], &["a1"])).await.unwrap_err();
        assert!(error.to_string().contains("was ended by one of the statements"), "{error}");
        session.rollback().await.unwrap();
        assert_eq!(ledger().heads(&mut *session).await.unwrap(), Some(Vec::new()));
    }
}
