//! The tables of the house, where guests have a login of their own that has no rights on them.
//!
//! What changes them in the transaction of a guest goes through the procedure [`RECORD`], which runs with the rights of
//! its owner and carries out nothing that is not *sealed*: with a secret that the control connection has written down
//! for this connection of guests, and with a number that only grows. So whoever calls it without the host, or again, or
//! from elsewhere, changes nothing.
//!
//! The control connection writes before the guest's transaction begins, and never in the midst of one: there it would
//! not be seen, or be taken for a change by somebody else.

use aludel_sql::{DatabaseInfo, ErrorKind, Outcome, SqlError, Value, inline};
use sha2::{Digest as _, Sha256};

use super::error::LOCK_WAIT_TIMEOUT;
use super::session::{LOCK_TRIES, MySqlSession};
use crate::columnar::cells;
use crate::guest_login::mysql::{BODY, GUESTS, MODE, RECORD, making, permitting, quoted};
use crate::lock::Backoff;
use crate::lookout::watched;
use crate::session::{Session as _, fetch_all};

/// `ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION`.
const READ_ONLY: i64 = 1792;

/// How long a row of a connection that nobody uses any more is kept, in days.
const KEPT_DAYS: u32 = 7;

/// The connection that the host keeps to itself.
pub(super) struct Control {
    pub(super) session: Box<MySqlSession>,
    /// The server's number of the guest's connection.
    pub(super) guest_connection: u64,
    /// The account of the guest's connection, as it stands in SQL.
    pub(super) guest_account: String,
    secret: Option<Secret>,
    /// Whether there was ever a secret, so that there is a row.
    has_row: bool,
}

/// What the seals of one connection are made with.
struct Secret {
    bytes: [u8; 32],
    last_number: u64,
}

impl Secret {
    /// A number and the seal of a statement: SHA-256 of the secret and of SHA-256 of the secret, number and statement.
    fn seal(&mut self, statement: &str) -> (u64, Vec<u8>) {
        self.last_number += 1;
        let number = self.last_number;
        let inner = Sha256::new().chain_update(self.bytes).chain_update(format!("{number}:")).chain_update(statement);
        (number, Sha256::new().chain_update(self.bytes).chain_update(inner.finalize()).finalize().to_vec())
    }
}

impl Control {
    pub(super) fn new(session: MySqlSession, guest_connection: u64, guest_account: String) -> Self {
        Self { session: Box::new(session), guest_connection, guest_account, secret: None, has_row: false }
    }

    fn house(&self) -> &str {
        self.session.info.default_schema.as_deref().unwrap_or_default()
    }

    /// Has a secret for the guest's connection, a new one where there was none or the last one is not to be used any more.
    async fn make_secret(&mut self) -> Result<(), SqlError> {
        if self.secret.is_some() {
            return Ok(());
        }
        let mut bytes = [0_u8; 32];
        getrandom::fill(&mut bytes)
            .map_err(|error| SqlError::new(ErrorKind::Other, format!("the system gives no random numbers: {error}")))?;
        let sql = format!("REPLACE INTO {}.{GUESTS} (connection, secret, used) VALUES (?, ?, 0)", quoted(self.house()));
        let parameters = [Value::UnsignedInteger(self.guest_connection), Value::Bytes(bytes.to_vec())];
        self.session.run(&sql, cells(&parameters).into_iter()).await?;
        self.has_row = true;
        self.secret = Some(Secret { bytes, last_number: 0 });
        Ok(())
    }

    /// Whether table and procedure are there as this version wants them, and are the control login's own.
    async fn is_ready(&mut self) -> Result<bool, SqlError> {
        let sql = "SELECT 1 FROM information_schema.routines r JOIN information_schema.tables t \
                   ON t.table_schema = r.routine_schema AND t.table_name = ? \
                   WHERE r.routine_schema = ? AND r.routine_name = ? AND r.routine_type = 'PROCEDURE' \
                   AND r.security_type = 'DEFINER' AND r.definer = CURRENT_USER() AND r.sql_mode = ? \
                   AND r.routine_definition = ?";
        let parameters = [GUESTS, self.house(), RECORD, MODE, BODY].map(|text| Value::Text(text.to_owned()));
        Ok(!fetch_all(&mut *self.session, sql, &parameters).await?.is_empty())
    }

    async fn make_ready(&mut self) -> Result<(), SqlError> {
        for statement in making(self.house()) {
            self.session.run_own(&statement).await?;
        }
        Ok(())
    }

    async fn permit(&mut self) -> Result<(), SqlError> {
        let statement = permitting(self.house(), &self.guest_account);
        self.session.run_own(&statement).await
    }

    /// Rows of connections that ended with their process. Nobody knows their secrets, so they are only in the way.
    async fn sweep(&mut self) -> Result<(), SqlError> {
        let sql = format!(
            "DELETE FROM {}.{GUESTS} WHERE touched < CURRENT_TIMESTAMP - INTERVAL {KEPT_DAYS} DAY",
            quoted(self.house())
        );
        self.session.run_own(&sql).await
    }

    async fn end(mut self) -> Result<(), SqlError> {
        if self.has_row {
            let sql = format!("DELETE FROM {}.{GUESTS} WHERE connection = ?", quoted(self.house()));
            let parameters = [Value::UnsignedInteger(self.guest_connection)];
            // A row that stays is for a connection that is over.
            let _ = self.session.run(&sql, cells(&parameters).into_iter()).await;
        }
        self.session.close().await
    }
}

impl MySqlSession {
    /// What the control connection says of where the tables are.
    pub(super) fn house_info(&self) -> &DatabaseInfo {
        self.control.as_ref().map_or(&self.info, |control| &control.session.info)
    }

    /// Has the house's own procedure carry a statement out in whatever transaction this connection is in.
    pub(super) async fn record(&mut self, sql: &str, parameters: &[Value]) -> Result<Outcome, SqlError> {
        let statement = inline(sql, parameters, self.info.dialect)
            .map_err(|error| SqlError::new(ErrorKind::Conversion, error.to_string()))?;
        let mut backoff = Backoff::new();
        for _ in 1..LOCK_TRIES {
            match self.record_once(&statement).await {
                Err(error) if error.native_code == Some(LOCK_WAIT_TIMEOUT) => tokio::time::sleep(backoff.next()).await,
                result => return result,
            }
        }
        self.record_once(&statement).await
    }

    async fn record_once(&mut self, statement: &str) -> Result<Outcome, SqlError> {
        let Some(control) = &mut self.control else { return Ok(Outcome::default()) };
        control.make_secret().await?;
        let call = format!("CALL {}.{RECORD}(?, ?, ?)", quoted(control.house()));
        let Some(secret) = &mut control.secret else { return Ok(Outcome::default()) };
        let (number, seal) = secret.seal(statement);
        let parameters =
            [Value::UnsignedInteger(number), Value::Bytes(seal), Value::Bytes(statement.as_bytes().to_vec())];
        let lookout = self.lookout();
        let calling = self.call(&call, &parameters);
        let rows_affected = watched(&*lookout, lookout.lock_timeout, calling).await?;
        Ok(Outcome { rows_affected, last_insert_id: None })
    }

    /// Makes sure, before a transaction begins, that seals can be made in it. Where nothing is set up yet, or nothing may be
    /// written, nothing will be written either.
    pub(super) async fn prepare_to_record(&mut self) -> Result<(), SqlError> {
        let Some(control) = &mut self.control else { return Ok(()) };
        match control.make_secret().await {
            Err(error) if error.kind == ErrorKind::UndefinedObject || error.native_code == Some(READ_ONLY) => Ok(()),
            made => made,
        }
    }

    /// Has the next transaction use another secret: numbers that were used in one that was rolled back count as unused.
    pub(super) fn forget_secret(&mut self) {
        if let Some(control) = &mut self.control {
            control.secret = None;
        }
    }

    pub(super) async fn make_house_ready(&mut self) -> Result<(), SqlError> {
        let Some(control) = &mut self.control else { return Ok(()) };
        if !control.is_ready().await? {
            control.make_ready().await?;
        }
        let house = Value::Text(control.house().to_owned());
        // A login sees the routines that it may call.
        let sql = "SELECT 1 FROM information_schema.routines WHERE routine_schema = ? AND routine_name = ?";
        let is_permitted = !fetch_all(self, sql, &[house, Value::Text(RECORD.to_owned())]).await?.is_empty();
        let Some(control) = &mut self.control else { return Ok(()) };
        if !is_permitted {
            control.permit().await?;
        }
        control.sweep().await?;
        control.make_secret().await
    }

    pub(super) async fn close_control(&mut self) -> Result<(), SqlError> {
        match self.control.take() {
            Some(control) => control.end().await,
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `SELECT SHA2(CONCAT(s, UNHEX(SHA2(CONCAT(s, 1, ':', 'DO 0'), 256))), 256)` gives for a secret of 32 times `s`.
    #[test]
    fn a_seal_is_what_the_server_computes() {
        let mut secret = Secret { bytes: [b's'; 32], last_number: 0 };
        let (number, seal) = secret.seal("DO 0");
        let seal: String = seal.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((number, seal.as_str()), (1, "9fe0f1b1a2af554952ca2ace537bac506330ba703b20ee7570b08e9360293d66"));
        assert_ne!(secret.seal("DO 0").1, secret.seal("DO 0").1);
    }
}
