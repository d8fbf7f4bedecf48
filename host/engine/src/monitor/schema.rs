//! Requests of a guest for changes of the schema, and its questions about it.

use aludel_db::{IntrospectError, introspect};
use aludel_schema::request::{Extent, Known, Need, Request, resolve};
use aludel_schema::{Modifiers, Operation, Rendered, Schema, SchemaDatabase, Scope, rules};
use aludel_sql::{Database, Dialect, ErrorKind, PageLimit, Row, SqlError, Value};
use async_trait::async_trait;

use super::{Monitor, text};
use crate::refusal;

/// What PostgreSQL says of a statement that cannot be in a transaction.
const ACTIVE_TRANSACTION: &str = "25001";

/// One small answer.
const ONE_ROW: PageLimit = PageLimit { rows: 1, bytes: 1024 };

#[async_trait]
impl SchemaDatabase for Monitor {
    async fn apply(&mut self, request: Request) -> Result<(), SqlError> {
        let words = request.to_string();
        self.carry_out(request).await.map_err(|error| refusal::cannot(&words, error))
    }

    async fn inspect(&mut self, scope: &Scope) -> Result<Schema, SqlError> {
        let mut scope = scope.clone();
        scope.without.extend(self.warded.house_tables.iter().cloned());
        self.read(&scope).await
    }
}

impl Monitor {
    async fn carry_out(&mut self, request: Request) -> Result<(), SqlError> {
        let (mut state, extent) = self.state_for(&request).await?;
        let default_schema = self.info().default_schema.clone();
        let known = Known { schema: &state, extent, default_schema: default_schema.as_deref() };
        for (operation, modifiers) in resolve(&known, request).map_err(refusal::unresolved)? {
            self.operate(&state, &operation, modifiers).await?;
            // What follows is about the database as it is then; a part that is not known stays so.
            let _ = aludel_schema::apply(&mut state, &operation);
        }
        Ok(())
    }

    /// As much of the schema as the request needs.
    async fn state_for(&mut self, request: &Request) -> Result<(Schema, Extent), SqlError> {
        let info = self.info();
        let empty = Schema::empty(info.dialect, info.version_number);
        let scope = match request.need(info.dialect) {
            Need::Nothing => return Ok((empty, Extent::Partial)),
            Need::Tables(tables) => Scope { tables: Some(tables), ..Scope::default() },
            Need::Everything => Scope::default(),
        };
        Ok((self.read(&scope).await?, Extent::Read))
    }

    async fn read(&mut self, scope: &Scope) -> Result<Schema, SqlError> {
        self.admit()?;
        // What is read is the host's to read; of the schema a guest may see everything but the house.
        self.session.disarm();
        let schema = introspect(&mut *self.session, scope).await;
        self.arm();
        schema.map_err(unreadable)
    }

    async fn operate(&mut self, state: &Schema, operation: &Operation, modifiers: Modifiers) -> Result<(), SqlError> {
        self.judge_operation(operation)?;
        let rendered = rules(state.dialect).render(state, operation, &modifiers);
        let Rendered { statements, suspends_foreign_keys } = rendered.map_err(refusal::unsupported)?;
        if suspends_foreign_keys {
            self.refuse_enforced_keys().await?;
        }
        self.arm_for(operation);
        self.session.begin_request(operation);
        let mut ran = Ok(());
        for statement in statements {
            ran = self.run(&statement.sql).await.map_err(explained);
            if ran.is_err() {
                break;
            }
        }
        self.arm();
        self.session.end_request().await;
        ran
    }

    /// Runs a statement that the host made.
    async fn run(&mut self, sql: &str) -> Result<(), SqlError> {
        self.trace.sent();
        self.admit().and_then(|()| text::check_statement(sql, &[])).map_err(|error| self.noted(sql, error))?;
        self.keep_promise(sql)?;
        self.session.execute(sql, &[]).await.map_err(|error| self.trace.note(sql, error))?;
        self.trace.wrote();
        Ok(())
    }

    /// A table that others point at cannot be built anew while foreign keys are enforced: dropping the old one would
    /// fire them.
    async fn refuse_enforced_keys(&mut self) -> Result<(), SqlError> {
        if self.info().dialect != Dialect::Sqlite || !self.enforces_keys().await? {
            return Ok(());
        }
        let message = "the table has to be built anew, which its foreign keys must not notice, and they are enforced";
        let hint = "write `foreign_keys = false` into the header of the migration: they are checked when it ends";
        Err(SqlError::new(ErrorKind::Unsupported, message).with_extra("hint", hint))
    }

    async fn enforces_keys(&mut self) -> Result<bool, SqlError> {
        self.session.disarm();
        let rows = self.rows_of("PRAGMA foreign_keys").await;
        self.arm();
        Ok(rows?.first().and_then(|row| row.first()) == Some(&Value::Integer(1)))
    }

    async fn rows_of(&mut self, sql: &str) -> Result<Vec<Row>, SqlError> {
        let cursor = self.session.query(sql, &[]).await?;
        let rows = self.session.next_rows(cursor, ONE_ROW).await;
        self.session.close_cursor(cursor).await;
        rows
    }
}

/// Adds what to do where the server does not say it.
fn explained(error: SqlError) -> SqlError {
    if error.sqlstate.as_deref() != Some(ACTIVE_TRANSACTION) {
        return error;
    }
    error.with_extra("hint", "write `transaction = false` into the header of the migration")
}

/// What a guest is told when the catalogue cannot be read.
fn unreadable(error: IntrospectError) -> SqlError {
    let message = error.to_string();
    match error {
        IntrospectError::Refused { source, .. } => SqlError { message, ..source },
        IntrospectError::Unreadable(_) => SqlError::new(ErrorKind::Other, message),
    }
}
