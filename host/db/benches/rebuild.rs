//! What a copy of a `SQLite` table with 1,000,000 rows costs, beside the SQL that a person would write.
//!
//! `cargo bench -p aludel-db --bench rebuild`.
#![expect(clippy::print_stdout, reason = "it is run by hand, for its table")]

use std::path::Path;
use std::time::Instant;

use aludel_db::{ConnectOptions, DatabaseUrl, Session, connect, introspect};
use aludel_schema::{Modifiers, ObjectName, Operation, Rebuild, Scope, TableChange, rules};
use aludel_sql::{Dialect, SqlError};

const ROWS: u32 = 1_000_000;
const ROUNDS: usize = 3;

/// A table, and the same change of it by hand.
struct Case {
    name: &'static str,
    table: &'static str,
    by_hand: &'static str,
}

const CASES: [Case; 2] = [
    Case {
        name: "integer key, two indexes",
        table: "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INTEGER, c REAL);
                CREATE INDEX by_a ON t (a); CREATE INDEX by_c ON t (c DESC) WHERE c > 10",
        by_hand: "CREATE TABLE new_t (id INTEGER PRIMARY KEY, a TEXT NOT NULL, c REAL NOT NULL);
                  INSERT INTO new_t SELECT id, a, c FROM t;
                  DROP TABLE t;
                  ALTER TABLE new_t RENAME TO t;
                  CREATE INDEX by_a ON t (a); CREATE INDEX by_c ON t (c DESC) WHERE c > 10",
    },
    Case {
        name: "no key, rowids lost by hand",
        table: "CREATE TABLE t (id INTEGER, a TEXT NOT NULL, b INTEGER, c REAL)",
        by_hand: "CREATE TABLE new_t (id INTEGER, a TEXT NOT NULL, c REAL NOT NULL);
                  INSERT INTO new_t SELECT id, a, c FROM t;
                  DROP TABLE t;
                  ALTER TABLE new_t RENAME TO t",
    },
];

async fn filled(folder: &Path, case: &Case) -> Result<Box<dyn Session>, SqlError> {
    let path = folder.join("app.db");
    // The first round has none.
    let _ = std::fs::remove_file(&path);
    let url = DatabaseUrl::parse("sqlite://app.db", folder).expect("a good URL");
    let mut session = connect(&url, &ConnectOptions::default()).await.expect("the folder is there");
    session.execute_script(case.table).await?;
    let rows = format!(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS})
         INSERT INTO t SELECT i, 'name ' || i, i % 7, i / 3.0 FROM n"
    );
    session.execute(&rows, &[]).await?;
    Ok(session)
}

async fn by_hand(session: &mut dyn Session, case: &Case) -> Result<(), SqlError> {
    session.begin().await?;
    session.execute_script(case.by_hand).await?;
    session.commit().await
}

/// With everything that a migration does for it: it reads the schema and writes the statements.
async fn by_operation(session: &mut dyn Session) -> Result<(), SqlError> {
    let schema = introspect(session, &Scope::default()).await.expect("SQLite tells everything");
    let table = &schema.tables[&ObjectName::local("t")];
    let column = |name: &str| table.column(name).expect("the table has it").clone();
    let (before, mut after) = (column("c"), column("c"));
    after.nullable = false;
    let changes = vec![TableChange::DropColumn(column("b")), TableChange::AlterColumn { before, after, using: None }];
    let operation = Operation::AlterTable { table: table.name.clone(), changes, rebuild: Rebuild::WhenNeeded };
    let rendered = rules(Dialect::Sqlite).render(&schema, &operation, &Modifiers::default()).expect("it can be done");
    session.begin().await?;
    for statement in &rendered.statements {
        session.execute(&statement.sql, &[]).await?;
    }
    session.commit().await
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), SqlError> {
    let folder = std::env::temp_dir().join(format!("aludel-rebuild-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    for case in &CASES {
        let mut best = [f64::INFINITY; 2];
        for _ in 0..ROUNDS {
            let mut session = filled(&folder, case).await?;
            let started = Instant::now();
            by_hand(&mut *session, case).await?;
            best[0] = best[0].min(started.elapsed().as_secs_f64());
            session.close().await?;
            let mut session = filled(&folder, case).await?;
            let started = Instant::now();
            by_operation(&mut *session).await?;
            best[1] = best[1].min(started.elapsed().as_secs_f64());
            session.close().await?;
        }
        let [hand, operation] = best;
        println!("{:<30} by hand {hand:>6.2} s, rebuilt {operation:>6.2} s, ratio {:.2}", case.name, operation / hand);
    }
    std::fs::remove_dir_all(&folder).expect("the folder is ours");
    Ok(())
}
