//! Connections that a pooler lends for one transaction at a time.
//!
//! What is set, prepared or locked for a session there is somebody else's with the next transaction. So each
//! transaction begins with all the settings that it needs, for itself alone, each call outside of a transaction gets one
//! of its own, and what would outlive a transaction is taken back before it ends.

use aludel_sql::{Dialect, ErrorKind, SqlError, split};

use super::left_behind::Standing;
use super::link::Link;
use super::process::Process;
use super::session::PostgresSession;
use super::settings::{FORMS, Setting, limits, search_path};
use crate::connect::ConnectOptions;

/// What others may have left in a connection that would lead a migration astray.
const LEFT_BY_OTHERS: [&str; 5] =
    ["role", "search_path", "row_security", "check_function_bodies", "default_tablespace"];

/// The answer to the end of a transaction where there is none.
const NO_TRANSACTION: &str = "25P01";

/// What is set in each transaction.
#[derive(Debug, Clone, Default)]
pub(super) struct Lent {
    /// The first statements of a transaction.
    opening: String,
    /// The settings alone.
    settings: String,
    /// Their names.
    names: Vec<String>,
}

impl Lent {
    /// Tries the settings out, and the operator's own statements after them, in a transaction that is rolled back; gives
    /// the default schema too.
    pub(super) async fn settle(
        link: &mut Link,
        options: &ConnectOptions,
        check: Option<Setting>,
    ) -> Result<(Self, Option<String>), SqlError> {
        let mut lent = Self::new(options, check.as_ref());
        let question = |lent: &Self| format!("{}; SELECT pg_catalog.current_schema()", lent.opening);
        let mut answer = link.answer(&question(&lent)).await;
        if answer.is_err() && check.is_some() {
            // Where the connection is gone, the next question says so.
            let _ = link.run_own("ROLLBACK").await;
            lent = Self::new(options, None);
            answer = link.answer(&question(&lent)).await;
        }
        let default_schema = answer.map_err(told_apart)?;
        link.run_own("ROLLBACK").await?;
        Ok((lent, default_schema))
    }

    fn new(options: &ConnectOptions, check: Option<&Setting>) -> Self {
        let defaults = LEFT_BY_OTHERS.map(|name| Setting { name, value: "DEFAULT".to_owned() });
        let forms = FORMS.map(|(name, value)| Setting { name, value: value.to_owned() });
        let mut lent = Self::default();
        let all = defaults.into_iter().chain(forms).chain(limits(options)).chain(check.cloned());
        for Setting { name, value } in all {
            lent.add(name, &format!("SET LOCAL {name} TO {value}"));
        }
        let access = if options.read_only { "READ ONLY" } else { "READ WRITE" };
        lent.opening = format!("BEGIN {access}; {}", lent.settings);
        lent
    }

    fn add(&mut self, name: &str, statement: &str) {
        let separator = if self.settings.is_empty() { "" } else { "; " };
        for text in [&mut self.settings, &mut self.opening] {
            text.push_str(separator);
            text.push_str(statement);
        }
        self.names.push(name.to_owned());
    }

    /// Adds a statement of the operator, once it was seen to run.
    pub(super) async fn add_own(&mut self, link: &mut Link, statement: &str) -> Result<(), SqlError> {
        let (name, statement) = set_local(statement).ok_or_else(only_settings)?;
        link.run_own(&self.opening).await?;
        let ran = link.run(&statement, &[]).await;
        link.run_own("ROLLBACK").await?;
        ran?;
        self.add(&name, &statement);
        Ok(())
    }

    /// Looks names up as a scratch database needs it.
    pub(super) fn add_search_path(&mut self, setting: &str) {
        let Setting { name, value } = search_path(setting);
        self.add(name, &format!("SET LOCAL {name} TO {value}"));
    }

    /// Whether each transaction has a value of its own for it.
    pub(super) fn has(&self, name: &str) -> bool {
        self.names.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// The statements that give a transaction its settings.
    pub(super) fn settings(&self) -> &str {
        &self.settings
    }
}

/// A pooler that lends connections for one statement ends them without a word.
fn told_apart(mut error: SqlError) -> SqlError {
    if error.kind == ErrorKind::Connection {
        error.message =
            format!("{}; a pooler with `pool_mode = statement` ends whoever begins a transaction", error.message);
    }
    error
}

/// A `SET` of the session as one of the transaction, with the name that it sets.
fn set_local(statement: &str) -> Option<(String, String)> {
    let statements = split(statement, Dialect::Postgres).ok()?;
    let [single] = statements.as_slice() else { return None };
    let rest = after_word(single.text.trim(), "set")?;
    let change = match after_word(rest, "session") {
        Some(session) if after_word(session, "authorization").is_some() => rest,
        Some(session) => session,
        None => after_word(rest, "local").unwrap_or(rest),
    };
    let name = change.split(|end: char| end.is_whitespace() || end == '=').next().unwrap_or_default();
    let is_other = ["transaction", "constraints", "characteristics"].iter().any(|word| name.eq_ignore_ascii_case(word));
    (!is_other && !name.is_empty()).then(|| (name.to_owned(), format!("SET LOCAL {change}")))
}

/// What follows a word at the start of a text.
fn after_word<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

fn only_settings() -> SqlError {
    let message = "a pooler lends a connection for one transaction, where only `SET` can be done anew in each";
    let hint = "write it as `SET name = value`, or give the URL of the server itself";
    SqlError::new(ErrorKind::Unsupported, message).with_extra("hint", hint)
}

impl PostgresSession {
    /// The statements that begin a transaction.
    pub(super) fn opening(&self) -> &str {
        self.lent.as_ref().map_or("BEGIN", |lent| &lent.opening)
    }

    /// Begins a transaction for one call, where the pooler would give each of its messages to another connection. Tells
    /// whether it did.
    pub(super) async fn open_for_call(&mut self) -> Result<bool, SqlError> {
        if self.lent.is_none() || self.has_transaction() {
            return Ok(false);
        }
        self.open_own().await.map(|()| true)
    }

    /// Begins a transaction that the session itself needs.
    pub(super) async fn open_own(&mut self) -> Result<(), SqlError> {
        if self.lent.is_none() {
            return self.link.run_own("BEGIN").await;
        }
        let question = format!("{}; SELECT {}", self.opening(), Process::COLUMNS);
        let rows = self.link.rows(&question).await?;
        for row in &rows {
            self.process.begin(row, 0);
        }
        Ok(())
    }

    /// Ends it.
    pub(super) async fn close_after_call<T>(
        &mut self,
        is_open: bool,
        result: Result<T, SqlError>,
    ) -> Result<T, SqlError> {
        if !is_open {
            return result;
        }
        self.process.end();
        if result.is_ok() {
            self.forget_prepared().await?;
            self.link.run_own("COMMIT").await?;
        } else {
            // The error that matters is the first.
            let _ = self.roll_back().await;
        }
        result
    }

    /// Takes back what was prepared, while the connection is still this session's.
    pub(super) async fn forget_prepared(&mut self) -> Result<(), SqlError> {
        if self.lent.is_none() {
            return Ok(());
        }
        self.link.deallocate_left_over().await;
        self.link.forget_statements().await
    }

    /// Rolls back what is open. What a rollback leaves of a session is taken back in a transaction that follows at once,
    /// and so on the same connection.
    pub(super) async fn roll_back(&mut self) -> Result<(), SqlError> {
        if self.lent.is_none() {
            return self.link.run_own("ROLLBACK").await;
        }
        match self.link.run_own("ROLLBACK AND CHAIN").await {
            Err(error) if error.sqlstate.as_deref() == Some(NO_TRANSACTION) => return Ok(()),
            chained => chained?,
        }
        for statement in self.statements.values_mut() {
            statement.close(&mut self.link).await;
        }
        let cleared = self.clear_session().await;
        self.forget_prepared().await?;
        self.link.run_own("ROLLBACK").await?;
        cleared
    }

    /// Takes back what a guest did to the session, and no transaction would.
    async fn clear_session(&mut self) -> Result<(), SqlError> {
        if !self.texts.touched().session && !self.is_session_touched {
            return Ok(());
        }
        self.is_session_touched = false;
        self.link.run_own("SELECT pg_catalog.pg_advisory_unlock_all()").await?;
        self.end_prepared().await
    }

    /// Makes a connection that is lent what it was: a setting that each transaction has for itself goes back to what it is
    /// without.
    pub(super) async fn restore_lent(&mut self, before: &Standing, now: &Standing) -> Result<(), SqlError> {
        self.link.run_own("SELECT pg_catalog.pg_advisory_unlock_all()").await?;
        let Some(lent) = self.lent.as_ref().filter(|_| before != now) else { return Ok(()) };
        let sql = format!("{}; {}", before.restoring(now, |name| lent.has(name)), lent.settings());
        self.link.run_own(&sql).await?;
        self.link.forget_definitions();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_the_session_is_made_one_of_the_transaction() {
        let local = |statement| set_local(statement).map(|(_, statement)| statement);
        assert_eq!(local("set session  work_mem = '1GB';").as_deref(), Some("SET LOCAL work_mem = '1GB'"));
        assert_eq!(local("SET ROLE owner").as_deref(), Some("SET LOCAL ROLE owner"));
        assert_eq!(local("SET LOCAL a TO b").as_deref(), Some("SET LOCAL a TO b"));
        let login = "SET SESSION AUTHORIZATION ana";
        assert_eq!(local(login).as_deref(), Some("SET LOCAL SESSION AUTHORIZATION ana"));
        assert_eq!(set_local("SET search_path=app").map(|(name, _)| name).as_deref(), Some("search_path"));
        for other in ["SELECT 1", "SET TRANSACTION READ ONLY", "SET a = 1; SET b = 2", "", "SET"] {
            assert_eq!(local(other), None, "{other}");
        }
    }

    #[test]
    fn a_transaction_has_its_settings_and_knows_them() {
        let options = ConnectOptions { read_only: true, ..ConnectOptions::default() };
        let mut lent = Lent::new(&options, None);
        lent.add_search_path("\"$user\", app");
        assert!(lent.opening.starts_with("BEGIN READ ONLY; SET LOCAL role TO DEFAULT; "), "{}", lent.opening);
        assert!(lent.opening.ends_with("; SET LOCAL search_path TO \"$user\", app"), "{}", lent.opening);
        assert!(lent.has("Search_Path") && lent.has("lock_timeout") && !lent.has("work_mem"));
    }
}
