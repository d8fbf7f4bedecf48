//! Foreign keys of `SQLite` that are not enforced while a migration runs.

mod support;

use std::io::Write;
use std::sync::{Arc, Mutex};

use aludel_engine::{
    DanglingRow, DatabaseState, Error, FailureCause, RunMode, RunReport, RunRequest, Silent, TransactionMode,
};
use support::Project;

const CONFIG: &str = "[database]\nurl = \"sqlite://app.db\"\n";
const SUSPENDED: &str = "-- down_revision = \"a1\"\n-- foreign_keys = false\n";

const TABLES: &str = "CREATE TABLE t (id INTEGER PRIMARY KEY, b INTEGER);
CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t (id) ON DELETE CASCADE);
INSERT INTO t VALUES (1, 1);
INSERT INTO u VALUES (7, 1);";

const REBUILD: &str = "CREATE TABLE new_t (id INTEGER PRIMARY KEY);
INSERT INTO new_t SELECT id FROM t;
DROP TABLE t;
ALTER TABLE new_t RENAME TO t;";

/// Fails unless the child is there and foreign keys are enforced.
const PROOF: &str = "INSERT INTO u SELECT 8, 99 FROM u WHERE id = 7;";

fn project() -> Project {
    let project = Project::with_config(CONFIG);
    project.migration("a1", "", TABLES, "");
    project
}

async fn upgrade(project: &Project, request: impl Into<RunRequest>) -> Result<RunReport, Error> {
    project.open().upgrade(request, Arc::new(Silent)).await
}

fn in_one() -> RunRequest {
    RunRequest { transaction: Some(TransactionMode::Run), ..RunRequest::to("head") }
}

fn cause(error: Error) -> (String, FailureCause, DatabaseState) {
    let Error::MigrationFailed(failure) = error else { panic!("{error:?}") };
    (failure.revision, failure.cause, failure.state)
}

#[tokio::test]
async fn a_table_is_built_anew_and_its_children_stay() {
    let project = project();
    project.migration("b2", SUSPENDED, REBUILD, "");
    project.migration("c3", "-- down_revision = \"b2\"\n", PROOF, "");
    let (revision, cause, state) = cause(upgrade(&project, "head").await.expect_err("foreign keys are enforced again"));
    assert_eq!((&*revision, state), ("c3", DatabaseState::RolledBack { heads: vec!["b2".to_owned()] }));
    assert!(matches!(&cause, FailureCause::Database(error) if error.message.contains("FOREIGN KEY")), "{cause:?}");
}

#[tokio::test]
async fn one_transaction_for_all_is_checked_after_each_step() {
    let project = project();
    project.migration("b2", SUSPENDED, REBUILD, "");
    assert_eq!(upgrade(&project, in_one()).await.expect("the children stay").steps.len(), 2);
    project.migration("c3", "-- down_revision = \"b2\"\n", PROOF, "");
    project.migration("d4", "-- down_revision = \"c3\"\n-- foreign_keys = false\n", "SELECT 1;", "");
    let (revision, cause, _) = cause(upgrade(&project, in_one()).await.expect_err("c3 leaves a row that dangles"));
    let row = DanglingRow { table: "u".to_owned(), rowid: Some(8), parent: "t".to_owned() };
    assert_eq!((&*revision, cause), ("c3", FailureCause::ForeignKeys(vec![row])));
}

#[tokio::test]
async fn rows_that_point_at_nothing_fail_the_step_and_are_named() {
    let project = project();
    project.migration("b2", SUSPENDED, "DELETE FROM t;\nINSERT INTO u VALUES (8, 5);", "");
    let error = upgrade(&project, "head").await.expect_err("both rows of u point at nothing");
    let text = error.to_string();
    assert!(text.contains("it leaves rows that point at nothing: row 7 of `u` at `t`, row 8 of `u` at `t`"), "{text}");
    let (_, _, state) = cause(error);
    assert_eq!(state, DatabaseState::RolledBack { heads: vec!["a1".to_owned()] });
    project.migration("b2", "-- down_revision = \"a1\"\n", PROOF, "");
    let (_, cause, _) = cause(upgrade(&project, "head").await.expect_err("nothing was kept, and keys are enforced"));
    assert!(matches!(cause, FailureCause::Database(_)));
}

#[tokio::test]
async fn rows_that_pointed_at_nothing_before_are_no_fault_of_the_step() {
    let project = project();
    project.write("aludel.toml", &format!("{CONFIG}on_connect = [\"PRAGMA foreign_keys = OFF\"]\n"));
    project.migration("a2", "-- down_revision = \"a1\"\n", "INSERT INTO u VALUES (8, 99), (9, 99);", "");
    upgrade(&project, "head").await.expect("the operator enforces nothing");
    project.write("aludel.toml", CONFIG);
    let header = "-- down_revision = \"a2\"\n-- foreign_keys = false\n";
    project.migration("b2", header, &format!("{REBUILD}\nDELETE FROM u WHERE id = 9;"), "");
    upgrade(&project, "head").await.expect("there is less that dangles than before");
}

#[tokio::test]
async fn a_key_that_was_broken_before_is_no_fault_of_the_step() {
    let project = project();
    let broken = "CREATE TABLE p (a TEXT);\nCREATE TABLE c (a TEXT REFERENCES p (a));";
    project.migration("a2", "-- down_revision = \"a1\"\n", broken, "");
    project.migration("b2", "-- down_revision = \"a2\"\n-- foreign_keys = false\n", REBUILD, "");
    upgrade(&project, "head").await.expect("the key was broken before");
}

#[tokio::test]
async fn a_key_that_the_step_breaks_fails_it() {
    let project = project();
    let rebuild = REBUILD.replace("INTEGER PRIMARY KEY", "INTEGER");
    project.migration("b2", SUSPENDED, &rebuild, "");
    let (_, cause, _) = cause(upgrade(&project, "head").await.expect_err("u points at what is no key"));
    assert!(matches!(&cause, FailureCause::Database(error) if error.message.contains("mismatch")), "{cause:?}");
}

/// What a test reads back.
#[derive(Clone, Default)]
struct Paper(Arc<Mutex<Vec<u8>>>);

impl Write for Paper {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no test panics while it writes").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_script_switches_outside_of_the_transaction() {
    let project = project();
    project.migration("b2", SUSPENDED, REBUILD, "");
    for request in [RunRequest::to("a1:head"), RunRequest { target: "a1:head".to_owned(), ..in_one() }] {
        let paper = Paper::default();
        let request = RunRequest { mode: RunMode::WriteSql(Box::new(paper.clone())), ..request };
        upgrade(&project, request).await.expect("it asks nothing");
        let text = String::from_utf8(paper.0.lock().expect("it was written").clone()).expect("SQL is text");
        let places: Vec<usize> =
            ["PRAGMA foreign_keys = OFF;", "BEGIN;", "DROP TABLE t;", "PRAGMA foreign_key_check;", "COMMIT;", "= ON;"]
                .iter()
                .map(|part| text.find(part).unwrap_or_else(|| panic!("{part} is missing:\n{text}")))
                .collect();
        assert!(places.is_sorted(), "{text}");
    }
}
