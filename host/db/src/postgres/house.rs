//! The tables of the house, where guests have a login of their own that has no rights on them.
//!
//! What changes them in the transaction of a guest is written down by the control connection, as a *ticket*, and carried
//! out by the function [`RECORD`], which runs with the rights of its owner. The guest's connection only names the
//! ticket, by a token of 128 random bits. A ticket is for one connection and one transaction, and is gone when it was
//! used. So whoever calls the function without the host, or again, or elsewhere, changes nothing.

use aludel_sql::{DatabaseInfo, Dialect, ErrorKind, Outcome, SqlError, Value, inline};

use super::session::PostgresSession;
use crate::guest_login::postgres::{BODY, RECORD, SETTINGS, TICKET, making, quoted};
use crate::ledger::HOUSE_SCHEMA;
use crate::lookout::watched;
use crate::session::{Session, fetch_all};

/// The connection that the host keeps to itself.
pub(super) struct Control {
    pub(super) session: Box<PostgresSession>,
    /// The server's number of the guest's connection.
    pub(super) guest_process: i32,
    /// The roles that the guest's connection has at its start: of the login, and of the operator's own statements.
    pub(super) guest_roles: Vec<String>,
    /// Whether there may be tickets that were not used.
    has_tickets: bool,
}

impl Control {
    pub(super) fn new(session: PostgresSession, guest_process: i32, guest_roles: Vec<String>) -> Self {
        Self { session: Box::new(session), guest_process, guest_roles, has_tickets: false }
    }

    /// Writes a ticket; gives its token.
    async fn issue(&mut self, statement: String, transaction: Option<i64>) -> Result<String, SqlError> {
        let token = new_token()?;
        let sql = format!(
            "INSERT INTO {HOUSE_SCHEMA}.{TICKET} (digest, backend, transaction, statements) \
             VALUES (pg_catalog.sha256(pg_catalog.convert_to($1, 'UTF8')), $2, $3, $4)"
        );
        let parameters = [
            Value::Text(token.clone()),
            Value::Integer(i64::from(self.guest_process)),
            transaction.map_or(Value::Null, Value::Integer),
            Value::TextArray(vec![Some(statement)]),
        ];
        self.has_tickets = true;
        self.session.run_watched(&sql, &parameters).await?;
        Ok(token)
    }

    /// Takes back what was not used.
    async fn recall(&mut self) {
        if std::mem::take(&mut self.has_tickets) {
            let sql = format!("DELETE FROM {HOUSE_SCHEMA}.{TICKET} WHERE backend = $1");
            // One that stays is for a transaction that is over.
            let _ = self.session.run_watched(&sql, &[Value::Integer(i64::from(self.guest_process))]).await;
        }
    }

    /// Whether the function is there as this version wants it, is the control login's own, and is for the guest alone.
    async fn is_ready(&mut self) -> Result<bool, SqlError> {
        let roles = self.guest_roles.iter().cloned().map(Some).collect();
        let sql = format!(
            "SELECT EXISTS (SELECT FROM pg_catalog.pg_proc p WHERE p.oid = \
             pg_catalog.to_regprocedure('{HOUSE_SCHEMA}.{RECORD}(text)') AND p.prosrc = $1 AND p.prosecdef \
             AND p.proconfig = $2::text[] AND pg_catalog.pg_get_userbyid(p.proowner) = current_user \
             AND NOT pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE') \
             AND NOT EXISTS (SELECT FROM pg_catalog.unnest($3::text[]) AS guest \
             WHERE NOT pg_catalog.has_function_privilege(guest, p.oid, 'EXECUTE') \
             OR NOT pg_catalog.has_schema_privilege(guest, '{HOUSE_SCHEMA}', 'USAGE'))) \
             AND pg_catalog.to_regclass('{HOUSE_SCHEMA}.{TICKET}') IS NOT NULL"
        );
        let settings = SETTINGS.iter().map(|(name, value)| Some(format!("{name}={value}"))).collect();
        let parameters = [Value::Text(BODY.to_owned()), Value::TextArray(settings), Value::TextArray(roles)];
        let rows = fetch_all(&mut *self.session, &sql, &parameters).await?;
        Ok(rows.first().and_then(|row| row.first()) == Some(&Value::Boolean(true)))
    }

    /// Makes ticket table and function, and gives the guest the right to call it, all or nothing.
    async fn make_ready(&mut self) -> Result<(), SqlError> {
        let roles: Vec<String> = self.guest_roles.iter().map(|role| quoted(role)).collect();
        let statements = making(&roles).join("; ");
        let made = self.session.link.run_own(&format!("BEGIN; {statements}; COMMIT")).await;
        if made.is_err() {
            self.session.link.run_own("ROLLBACK").await?;
        }
        made
    }

    /// Tickets of transactions that are over, left by processes that were killed.
    async fn sweep(&mut self) -> Result<(), SqlError> {
        let sql = format!(
            "DELETE FROM {HOUSE_SCHEMA}.{TICKET} t WHERE NOT EXISTS (\
             SELECT FROM pg_catalog.pg_stat_activity a WHERE a.pid = t.backend)"
        );
        self.session.link.run_own(&sql).await
    }
}

fn new_token() -> Result<String, SqlError> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| SqlError::new(ErrorKind::Other, format!("the system gives no random numbers: {error}")))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

impl PostgresSession {
    /// What the control connection says of where the tables are.
    pub(super) fn house_info(&self) -> &DatabaseInfo {
        self.control.as_ref().map_or(&self.info, |control| &control.session.info)
    }

    /// Has the house's own function carry a statement out in whatever transaction this connection is in.
    pub(super) async fn record(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let transaction = self.transaction_number();
        let Some(control) = &mut self.control else { return self.run_inlined(sql, parameters).await };
        let statement = inline(sql, parameters, Dialect::Postgres)
            .map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))?;
        let token = control.issue(statement, transaction).await?;
        // The answer to the call of a routine, as every text, says nothing of rows.
        let call = format!("SELECT ({HOUSE_SCHEMA}.{RECORD}('{token}'))[1]");
        let answer = watched(&self.lookout, self.lookout.lock_timeout, self.link.answer(&call)).await?;
        let rows_affected = answer.and_then(|count| count.parse().ok()).unwrap_or_default();
        Ok(Outcome { rows_affected, last_insert_id: None })
    }

    /// Takes back tickets that were not used, once their transaction is over.
    pub(super) async fn recall_tickets(&mut self) {
        if let Some(control) = &mut self.control {
            control.recall().await;
        }
    }

    pub(super) async fn make_house_ready(&mut self) -> Result<(), SqlError> {
        let Some(control) = &mut self.control else { return Ok(()) };
        if !control.is_ready().await? {
            control.make_ready().await?;
        }
        control.sweep().await
    }

    pub(super) async fn close_control(&mut self) -> Result<(), SqlError> {
        match self.control.take() {
            Some(control) => control.session.close().await,
            None => Ok(()),
        }
    }
}
