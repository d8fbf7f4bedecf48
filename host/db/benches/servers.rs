//! What the servers' sessions cost: 1,000 migrations of two statements each, and 1,000,000 rows read and written back.
//!
//! `cargo bench -p aludel-db --bench servers`, with the variables that `tests/servers start` prints.
#![expect(clippy::print_stdout, reason = "it is run by hand, for its table")]
#![expect(clippy::disallowed_methods, reason = "the variables say where the servers are")]

use std::path::Path;
use std::time::Instant;

use aludel_db::{ConnectOptions, DatabaseUrl, Session, connect};
use aludel_sql::{Batch, BulkKind, BulkTarget, ColumnData, Dialect, PageLimit, SqlError, Value};

const MIGRATIONS: i64 = 1_000;
const ROWS: i64 = 1_000_000;
const PAGE: PageLimit = PageLimit { rows: 10_000, bytes: 16 << 20 };

/// Wall and processor time of this process since the start.
struct Watch {
    started: Instant,
    ticks: u64,
}

impl Watch {
    fn start() -> Self {
        Self { started: Instant::now(), ticks: ticks() }
    }

    fn tell(&self, dialect: Dialect, work: &str) {
        let wall = self.started.elapsed().as_secs_f64();
        let hundredths = ticks() - self.ticks;
        let name = dialect.display_name();
        println!("{name:<12} {work:<44} {wall:>8.2} s wall, client {}.{:02} s CPU", hundredths / 100, hundredths % 100);
    }
}

/// User and system time in hundredths of a second.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<u64>().ok()).sum()
}

#[tokio::main]
async fn main() {
    for variable in ["ALUDEL_TEST_POSTGRES_URL", "ALUDEL_TEST_MARIADB_URL"] {
        match std::env::var(variable) {
            Ok(url) => measure(&url).await.expect("the server does what is asked"),
            Err(_) => println!("not run: {variable} is not set"),
        }
    }
}

async fn open(url: &str) -> Box<dyn Session> {
    let url = DatabaseUrl::parse(url, Path::new("/")).expect("the variable holds a URL");
    let options = ConnectOptions { allow_superuser: true, ..ConnectOptions::default() };
    connect(&url, &options).await.expect("the server answers")
}

async fn measure(url: &str) -> Result<(), SqlError> {
    let name = format!("aludel_bench_{}", std::process::id());
    let (server, _) = url.rsplit_once('/').expect("the URL names a database");
    let mut administrator = open(url).await;
    administrator.execute(&format!("CREATE DATABASE {name}"), &[]).await?;
    let mut session = open(&format!("{server}/{name}")).await;
    migrations(&mut *session).await?;
    rows(&mut *session).await?;
    session.close().await?;
    administrator.execute(&format!("DROP DATABASE {name}"), &[]).await?;
    administrator.close().await
}

async fn migrations(session: &mut dyn Session) -> Result<(), SqlError> {
    session.execute("CREATE TABLE version (id VARCHAR(255) PRIMARY KEY)", &[]).await?;
    session.execute("CREATE TABLE history (run VARCHAR(64), id VARCHAR(255), at VARCHAR(40))", &[]).await?;
    session.execute("INSERT INTO version VALUES ('0')", &[]).await?;
    let dialect = session.dialect();
    let mark = |index| dialect.placeholder(index);
    let update = format!("UPDATE version SET id = {} WHERE id = {}", mark(1), mark(2));
    let insert = format!("INSERT INTO history VALUES ({}, {}, {})", mark(1), mark(2), mark(3));
    let watch = Watch::start();
    for number in 1..=MIGRATIONS {
        let text = |text: String| Value::Text(text);
        session.begin().await?;
        let table = format!(
            "CREATE TABLE t{number} (id INT NOT NULL PRIMARY KEY, a VARCHAR(50), b INT, c DECIMAL(10, 2), \
             d TIMESTAMP NULL, e TEXT)"
        );
        session.execute(&table, &[]).await?;
        session.execute(&format!("CREATE INDEX i{number} ON t{number} (b)"), &[]).await?;
        session.execute(&update, &[text(number.to_string()), text((number - 1).to_string())]).await?;
        session.execute(&insert, &[text("run".into()), text(number.to_string()), text("now".into())]).await?;
        session.commit().await?;
    }
    watch.tell(dialect, "1,000 migrations");
    Ok(())
}

async fn rows(session: &mut dyn Session) -> Result<(), SqlError> {
    let dialect = session.dialect();
    session.execute("CREATE TABLE big (id INT NOT NULL PRIMARY KEY, name VARCHAR(50), score INT)", &[]).await?;
    insert_rows(session).await?;
    let watch = Watch::start();
    let seen = read_rows(session).await?;
    watch.tell(dialect, &format!("{seen} rows read in batches"));
    update_rows(session).await
}

fn target(kind: BulkKind, columns: &[&str]) -> BulkTarget {
    let columns = columns.iter().map(|&name| name.to_owned()).collect();
    BulkTarget { schema: None, table: "big".to_owned(), kind, columns }
}

async fn insert_rows(session: &mut dyn Session) -> Result<(), SqlError> {
    let watch = Watch::start();
    session.begin().await?;
    let bulk = session.open_bulk(target(BulkKind::Insert, &["id", "name", "score"])).await?;
    for start in (0..ROWS).step_by(10_000) {
        let rows: Vec<Vec<Value>> = (start..start + 10_000)
            .map(|id| vec![Value::Integer(id), Value::Text(format!("name {id}")), Value::Integer(id % 100)])
            .collect();
        session.write_bulk(bulk, batch_of(&rows)).await?;
    }
    let written = session.finish_bulk(bulk).await?;
    session.commit().await?;
    watch.tell(session.dialect(), &format!("{written} rows inserted in bulk"));
    Ok(())
}

fn batch_of(rows: &[Vec<Value>]) -> Batch {
    let column = |index: usize| aludel_sql::ColumnBatch {
        data: ColumnData::Values(rows.iter().map(|row| row[index].clone()).collect()),
        nulls: Vec::new(),
    };
    Batch { row_count: u32::try_from(rows.len()).expect("a page is small"), columns: (0..3).map(column).collect() }
}

async fn read_rows(session: &mut dyn Session) -> Result<u32, SqlError> {
    session.begin().await?;
    let cursor = session.query("SELECT id, name, score FROM big", &[]).await?;
    let mut seen = 0;
    loop {
        let batch = session.next_batch(cursor, PAGE).await?;
        if batch.row_count == 0 {
            break;
        }
        seen += batch.row_count;
    }
    session.close_cursor(cursor).await;
    session.commit().await?;
    Ok(seen)
}

/// Pages by key, which every database can.
async fn update_rows(session: &mut dyn Session) -> Result<(), SqlError> {
    let dialect = session.dialect();
    let watch = Watch::start();
    session.begin().await?;
    let page = format!("SELECT id, name FROM big WHERE id > {} ORDER BY id LIMIT 10000", dialect.placeholder(1));
    let keys = vec!["id".to_owned()];
    let bulk = session.open_bulk(target(BulkKind::Update { keys }, &["name"])).await?;
    let mut last = -1;
    loop {
        let cursor = session.query(&page, &[Value::Integer(last)]).await?;
        let batch = session.next_batch(cursor, PAGE).await?;
        session.close_cursor(cursor).await;
        let Some(ColumnData::Integers(ids)) = batch.columns.first().map(|column| &column.data) else { break };
        let Some(&id) = ids.last() else { break };
        last = id;
        session.write_bulk(bulk, changed(batch)).await?;
    }
    let written = session.finish_bulk(bulk).await?;
    session.commit().await?;
    watch.tell(dialect, &format!("{written} rows read and updated in bulk"));
    let watch = Watch::start();
    session.execute("UPDATE big SET name = CONCAT(name, '!')", &[]).await?;
    watch.tell(dialect, "the same rows in one UPDATE");
    Ok(())
}

fn changed(mut batch: Batch) -> Batch {
    if let ColumnData::Texts(texts) = &mut batch.columns[1].data {
        texts.data.make_ascii_uppercase();
    }
    batch
}
