//! The database that a guest sees when its SQL is written out: everything is text, and there is nothing to ask.

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aludel_schema::Schema;
use aludel_sql::{
    Batch, BulkId, BulkTarget, Column, CursorId, Database, DatabaseInfo, Dialect, ErrorKind, InlineError, Outcome,
    PageLimit, Row, SavepointId, SqlError, StatementId, Value, inline,
};
use async_trait::async_trait;

use super::bulk;
use crate::comparison::text::one_line;

/// Where the SQL goes: shared by the run, which writes transactions and version rows, and the guest's [`Writer`].
#[derive(Clone)]
pub(crate) struct Script {
    output: Arc<Mutex<Box<dyn Write + Send>>>,
    /// What the script made of the schema so far; none where that is nothing, or no longer known.
    schema: Arc<Mutex<Option<Schema>>>,
}

impl Script {
    pub(crate) fn new(output: Box<dyn Write + Send>) -> Self {
        Self { output: Arc::new(Mutex::new(output)), schema: Arc::default() }
    }

    /// Writes one statement, with its semicolon, and an empty line.
    pub(crate) fn statement(&self, sql: &str) -> io::Result<()> {
        let sql = sql.trim().trim_end_matches(';');
        self.write(&format!("{sql};\n\n"))
    }

    /// Writes a comment of one line.
    pub(crate) fn comment(&self, text: &str) -> io::Result<()> {
        self.write(&format!("-- {}\n\n", one_line(text)))
    }

    pub(super) fn schema(&self) -> MutexGuard<'_, Option<Schema>> {
        self.schema.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sends on what is still held back.
    pub(crate) fn flush(&self) -> io::Result<()> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).flush()
    }

    fn write(&self, text: &str) -> io::Result<()> {
        self.output.lock().unwrap_or_else(PoisonError::into_inner).write_all(text.as_bytes())
    }
}

/// A [`Database`] that writes what it is told to do and cannot answer questions.
pub(crate) struct Writer {
    script: Script,
    info: DatabaseInfo,
    statements: HashMap<StatementId, String>,
    bulks: HashMap<BulkId, OpenBulk>,
    next_id: u64,
}

struct OpenBulk {
    target: BulkTarget,
    rows: Vec<Row>,
}

impl Writer {
    pub(crate) fn new(script: Script, dialect: Dialect) -> Self {
        let info =
            DatabaseInfo { dialect, server_version: String::new(), version_number: (0, 0, 0), default_schema: None };
        Self { script, info, statements: HashMap::new(), bulks: HashMap::new(), next_id: 0 }
    }

    pub(super) fn script(&self) -> &Script {
        &self.script
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.info.dialect
    }

    fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }

    pub(super) fn write(&self, sql: &str) -> Result<(), SqlError> {
        if sql.contains('\0') {
            return Err(SqlError::new(ErrorKind::Syntax, "the statement holds a NUL character"));
        }
        let written = self.script.write(&(terminated(sql.trim_start(), self.info.dialect) + "\n\n"));
        written.map_err(|error| SqlError::new(ErrorKind::Other, format!("the SQL could not be written: {error}")))
    }

    fn write_with(&self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.script.forget_after(sql);
        // A statement without parameters goes out as it came, so that what it cannot hold is never looked at.
        if parameters.is_empty() {
            self.write(sql)?;
        } else {
            self.write(&inlined(sql, parameters, self.info.dialect)?)?;
        }
        Ok(Outcome::default())
    }

    fn prepared(&self, statement: StatementId) -> Result<&String, SqlError> {
        self.statements.get(&statement).ok_or_else(|| closed("statement"))
    }

    fn savepoint_name(savepoint: SavepointId) -> String {
        format!("aludel_{}", savepoint.0)
    }
}

fn inlined(sql: &str, parameters: &[Value], dialect: Dialect) -> Result<String, SqlError> {
    inline(sql, parameters, dialect).map_err(|error| {
        let kind = match error {
            InlineError::Lex(_) => ErrorKind::Syntax,
            InlineError::Literal { .. } => ErrorKind::Unsupported,
            _ => ErrorKind::Conversion,
        };
        SqlError::new(kind, error.to_string())
    })
}

/// The statement with what ends it for the database's own client.
pub(crate) fn terminated(sql: &str, dialect: Dialect) -> String {
    let line_end = if ends_in_line_comment(sql, dialect) { "\n" } else { "" };
    if dialect.is_mysql_family() && holds_semicolon(sql, dialect) {
        // That client knows no bodies: it ends a statement at every semicolon, unless it is told another mark.
        let mut marks = (2..).map(|length| "/".repeat(length));
        let mark = marks.find(|mark| !sql.contains(mark)).expect("no text holds marks of every length");
        return format!("DELIMITER {mark}\n{sql}\n{mark}\nDELIMITER ;");
    }
    format!("{sql}{line_end};")
}

fn holds_semicolon(sql: &str, dialect: Dialect) -> bool {
    use aludel_sql::lexer::{Lexer, TokenKind};
    Lexer::new(sql, dialect).filter_map(Result::ok).any(|token| token.kind == TokenKind::Semicolon)
}

fn ends_in_line_comment(sql: &str, dialect: Dialect) -> bool {
    use aludel_sql::lexer::{Lexer, TokenKind};
    let last = Lexer::new(sql, dialect).filter_map(Result::ok).last();
    last.is_some_and(|token| token.kind == TokenKind::Comment && !sql[token.start..].starts_with("/*"))
}

fn closed(what: &str) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("the {what} is closed"))
}

fn no_answer(call: &str, sql: &str) -> SqlError {
    let message = format!("`{call}` cannot be answered while SQL is only written out: {}", first_line(sql));
    SqlError::new(ErrorKind::Offline, message)
        .with_extra("hint", "a migration can ask `context.offline` and write statements that need no answer")
}

fn rows_of(batch: Batch) -> Result<Vec<Row>, SqlError> {
    batch.into_rows().map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))
}

fn first_line(sql: &str) -> &str {
    sql.trim().lines().next().unwrap_or_default()
}

#[async_trait]
impl Database for Writer {
    fn info(&self) -> &DatabaseInfo {
        &self.info
    }

    fn supports(&self, feature: &str) -> bool {
        match feature {
            "savepoints" => true,
            "transactional-ddl" => !self.info.dialect.commits_on_define(),
            _ => false,
        }
    }

    async fn execute(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.write_with(sql, parameters)
    }

    async fn execute_script(&mut self, sql: &str) -> Result<(), SqlError> {
        let statements = aludel_sql::split(sql, self.info.dialect)
            .map_err(|error| SqlError::new(ErrorKind::Syntax, error.to_string()))?;
        statements.iter().try_for_each(|statement| {
            self.script.forget_after(statement.text);
            self.write(statement.text)
        })
    }

    async fn query(&mut self, sql: &str, _: &[Value]) -> Result<CursorId, SqlError> {
        Err(no_answer("query", sql))
    }

    fn columns(&self, _: CursorId) -> Vec<Column> {
        Vec::new()
    }

    async fn next_rows(&mut self, _: CursorId, _: PageLimit) -> Result<Vec<Row>, SqlError> {
        Err(closed("cursor"))
    }

    async fn next_batch(&mut self, _: CursorId, _: PageLimit) -> Result<Batch, SqlError> {
        Err(closed("cursor"))
    }

    async fn close_cursor(&mut self, _: CursorId) {}

    async fn prepare(&mut self, sql: &str) -> Result<StatementId, SqlError> {
        let id = StatementId(self.new_id());
        self.statements.insert(id, sql.to_owned());
        Ok(id)
    }

    async fn execute_prepared(&mut self, statement: StatementId, parameters: &[Value]) -> Result<Outcome, SqlError> {
        self.write_with(self.prepared(statement)?, parameters)
    }

    async fn query_prepared(&mut self, statement: StatementId, _: &[Value]) -> Result<CursorId, SqlError> {
        Err(no_answer("statement.query", self.prepared(statement)?))
    }

    async fn execute_batch(&mut self, statement: StatementId, rows: Batch) -> Result<u64, SqlError> {
        let sql = self.prepared(statement)?;
        for row in rows_of(rows)? {
            self.write_with(sql, &row)?;
        }
        Ok(0)
    }

    async fn close_statement(&mut self, statement: StatementId) {
        self.statements.remove(&statement);
    }

    async fn open_bulk(&mut self, target: BulkTarget) -> Result<BulkId, SqlError> {
        let id = BulkId(self.new_id());
        self.bulks.insert(id, OpenBulk { target, rows: Vec::new() });
        Ok(id)
    }

    async fn write_bulk(&mut self, bulk: BulkId, rows: Batch) -> Result<(), SqlError> {
        let open = self.bulks.get_mut(&bulk).ok_or_else(|| closed("bulk writer"))?;
        open.rows.extend(rows_of(rows)?);
        Ok(())
    }

    async fn finish_bulk(&mut self, bulk: BulkId) -> Result<u64, SqlError> {
        let open = self.bulks.remove(&bulk).ok_or_else(|| closed("bulk writer"))?;
        for statement in bulk::statements(&open.target, &open.rows, self.info.dialect)? {
            self.write(&statement)?;
        }
        Ok(open.rows.len() as u64)
    }

    async fn abandon_bulk(&mut self, bulk: BulkId) -> Result<(), SqlError> {
        self.bulks.remove(&bulk);
        Ok(())
    }

    async fn savepoint(&mut self) -> Result<SavepointId, SqlError> {
        let id = SavepointId(self.new_id());
        self.write(&format!("SAVEPOINT {}", Self::savepoint_name(id)))?;
        Ok(id)
    }

    async fn release_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.write(&format!("RELEASE SAVEPOINT {}", Self::savepoint_name(savepoint)))
    }

    async fn rollback_savepoint(&mut self, savepoint: SavepointId) -> Result<(), SqlError> {
        self.write(&format!("ROLLBACK TO SAVEPOINT {}", Self::savepoint_name(savepoint)))
    }
}

#[cfg(test)]
mod tests {
    use aludel_sql::BulkKind;

    use super::*;

    /// What a test reads back.
    #[derive(Clone, Default)]
    struct Paper(Arc<Mutex<Vec<u8>>>);

    impl Write for Paper {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("no test panics while it writes").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Paper {
        fn text(&self) -> String {
            String::from_utf8(self.0.lock().expect("no test panics while it writes").clone()).expect("SQL is text")
        }
    }

    fn writer(dialect: Dialect) -> (Writer, Paper) {
        let paper = Paper::default();
        (Writer::new(Script::new(Box::new(paper.clone())), dialect), paper)
    }

    #[tokio::test]
    async fn statements_are_written_with_their_parameters() {
        let (mut writer, paper) = writer(Dialect::Postgres);
        writer.execute("CREATE TABLE t (id int) -- the first", &[]).await.unwrap();
        writer.execute("INSERT INTO t VALUES ($1)", &[Value::Integer(7)]).await.unwrap();
        assert_eq!(paper.text(), "CREATE TABLE t (id int) -- the first\n;\n\nINSERT INTO t VALUES (7);\n\n");
    }

    #[tokio::test]
    async fn bodies_have_a_delimiter_for_the_client_of_mysql() {
        let (mut writer, paper) = writer(Dialect::MariaDb);
        writer.execute("CREATE PROCEDURE p() BEGIN SELECT '//'; END", &[]).await.unwrap();
        writer.execute("SELECT ';'", &[]).await.unwrap();
        let body = "DELIMITER ///\nCREATE PROCEDURE p() BEGIN SELECT '//'; END\n///\nDELIMITER ;\n\n";
        assert_eq!(paper.text(), format!("{body}SELECT ';';\n\n"));
    }

    #[tokio::test]
    async fn a_question_names_the_call() {
        let (mut writer, paper) = writer(Dialect::Sqlite);
        let error = writer.query("SELECT 1\nFROM t", &[]).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Offline);
        assert_eq!(error.message, "`query` cannot be answered while SQL is only written out: SELECT 1");
        assert_eq!(paper.text(), "");
    }

    #[tokio::test]
    async fn bulk_writers_become_statements_when_they_finish() {
        let (mut writer, paper) = writer(Dialect::Sqlite);
        let target =
            BulkTarget { schema: None, table: "t".to_owned(), kind: BulkKind::Insert, columns: vec!["id".to_owned()] };
        let abandoned = writer.open_bulk(target.clone()).await.unwrap();
        let finished = writer.open_bulk(target).await.unwrap();
        let rows = Batch::from_rows(1, vec![vec![Value::Integer(1)], vec![Value::Integer(2)]]).unwrap();
        writer.write_bulk(abandoned, rows.clone()).await.unwrap();
        writer.write_bulk(finished, rows).await.unwrap();
        writer.abandon_bulk(abandoned).await.unwrap();
        assert_eq!(writer.finish_bulk(finished).await, Ok(2));
        assert_eq!(paper.text(), "INSERT INTO \"t\" (\"id\") VALUES\n    (1),\n    (2);\n\n");
    }

    #[tokio::test]
    async fn nul_is_refused() {
        let (mut writer, _) = writer(Dialect::Sqlite);
        assert!(writer.execute("SELECT '\0'", &[]).await.is_err());
    }
}
