//! What a guest left in the connection.
//!
//! The servers can make a connection new again, but that lets go of the lock of the run. So what can be asked for is
//! compared with what it was before the first guest.

use aludel_grants::{Access, AccessKind};
use aludel_sql::literal::literal;
use aludel_sql::{Dialect, SqlError, Value};

use super::session::MySqlSession;
use crate::session::fetch_all;

/// The settings that change what statements mean, or how long they wait. Not every server has all of them.
const SETTINGS: [&str; 45] = [
    "alter_algorithm",
    "auto_increment_increment",
    "auto_increment_offset",
    "autocommit",
    "big_tables",
    "character_set_client",
    "character_set_connection",
    "character_set_results",
    "check_constraint_checks",
    "collation_connection",
    "completion_type",
    "default_storage_engine",
    "default_tmp_storage_engine",
    "default_week_format",
    "div_precision_increment",
    "explicit_defaults_for_timestamp",
    "foreign_key_checks",
    "group_concat_max_len",
    "innodb_lock_wait_timeout",
    "innodb_strict_mode",
    "lc_time_names",
    "lock_wait_timeout",
    "max_execution_time",
    "max_join_size",
    "max_recursive_iterations",
    "max_sp_recursion_depth",
    "max_statement_time",
    "old_mode",
    "optimizer_switch",
    "sql_auto_is_null",
    "sql_big_selects",
    "sql_generate_invisible_primary_key",
    "sql_if_exists",
    "sql_mode",
    "sql_quote_show_create",
    "sql_require_primary_key",
    "sql_safe_updates",
    "sql_select_limit",
    "system_versioning_asof",
    "time_zone",
    "transaction_isolation",
    "transaction_read_only",
    "tx_isolation",
    "tx_read_only",
    "unique_checks",
];

/// Modes in which strings and names end elsewhere than they are read to end.
const READING_MODES: [&str; 3] = ["ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ORACLE"];

/// Character sets in which a backslash can be the second byte of a character.
const ODD_CHARSETS: [&str; 5] = ["big5", "cp932", "gb18030", "gbk", "sjis"];

/// The state of a connection that a guest can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    database: Option<String>,
    settings: Vec<(String, String)>,
}

impl MySqlSession {
    /// Reads a text of a guest, and asks whether it may be; the host's own pass.
    pub(super) async fn admit(&mut self, sql: &str) -> Result<(), SqlError> {
        if !self.texts.is_armed() {
            return Ok(());
        }
        self.check_reading().await?;
        self.texts.admit(&self.info, sql)?;
        if self.standing.is_none() && self.texts.touched().session {
            let guard = self.texts.suspend();
            let standing = self.ask_standing().await;
            self.texts.resume(guard);
            self.standing = Some(standing?);
        }
        Ok(())
    }

    /// Makes sure that the server reads the next text as it is read here, where a guest has set how it reads: a value may
    /// come from a variable, a query or a routine, and no text shows it.
    async fn check_reading(&mut self) -> Result<(), SqlError> {
        if !self.texts.touched().reading {
            return Ok(());
        }
        let guard = self.texts.suspend();
        let rows = fetch_all(self, "SELECT @@sql_mode, @@character_set_client LIMIT 1", &[]).await;
        self.texts.resume(guard);
        let rows = rows?;
        let now = |index: usize| rows.first().and_then(|row| text(row.get(index)?)).unwrap_or_default();
        let before = |name: &str| self.standing.as_ref().and_then(|standing| standing.value(name)).unwrap_or_default();
        let names = [("sql_mode", READING_MODES.as_slice()), ("character_set_client", ODD_CHARSETS.as_slice())];
        for (index, (name, marks)) in names.into_iter().enumerate() {
            let (now, before) = (now(index), before(name).to_owned());
            if marks.iter().any(|mark| has_mark(&now, mark) && !has_mark(&before, mark))
                && let Err(refusal) = self.texts.judge_found(Access::to(AccessKind::ServerSetting, name))
            {
                self.run_own(&format!("SET SESSION {name} = {}", setting_value(&before))).await?;
                return Err(refusal);
            }
        }
        Ok(())
    }

    /// Makes the connection again what it was before the first guest.
    pub(super) async fn restore_connection(&mut self) -> Result<(), SqlError> {
        // The limit would hold for what is asked here, too.
        self.run_own("UNLOCK TABLES").await?;
        self.run_own("SET SESSION sql_select_limit = DEFAULT").await?;
        self.drop_shadows().await?;
        self.forget_variables().await?;
        let Some(before) = self.standing.clone() else { return Ok(()) };
        let now = self.ask_standing().await?;
        for (name, value) in before.settings.iter().filter(|setting| !now.settings.contains(setting)) {
            self.run_own(&format!("SET SESSION {name} = {}", setting_value(value))).await?;
        }
        match &before.database {
            Some(database) if now.database != before.database => {
                self.run_own(&format!("USE `{}`", database.replace('`', "``"))).await
            }
            _ => Ok(()),
        }
    }

    async fn ask_standing(&mut self) -> Result<Standing, SqlError> {
        let names = SETTINGS.map(|name| format!("'{name}'")).join(", ");
        let sql = format!("SHOW SESSION VARIABLES WHERE Variable_name IN ({names})");
        let rows = fetch_all(self, &sql, &[]).await?;
        let settings = rows.iter().filter_map(|row| Some((text(row.first()?)?, text(row.get(1)?)?)));
        let settings = settings.collect();
        let database = fetch_all(self, "SELECT DATABASE()", &[]).await?;
        Ok(Standing { settings, database: database.first().and_then(|row| text(row.first()?)) })
    }

    /// A temporary table comes before the one of its name, also where that is named with its database.
    async fn drop_shadows(&mut self) -> Result<(), SqlError> {
        let database = self.info.default_schema.clone();
        for table in self.texts.house_tables().to_vec() {
            let schema =
                database.as_ref().map(|schema| format!("`{}`.", schema.replace('`', "``"))).unwrap_or_default();
            let table = table.replace('`', "``");
            self.run_own(&format!("DROP TEMPORARY TABLE IF EXISTS {schema}`{table}`")).await?;
        }
        Ok(())
    }

    /// Drops the temporary tables that texts made: the server lists none of them.
    pub(super) async fn drop_temporary(&mut self) -> Result<(), SqlError> {
        let quoted = |name: &str| format!("`{}`", name.replace('`', "``"));
        for table in self.texts.take_temporary_tables() {
            let schema = table.schema.as_deref().or(self.info.default_schema.as_deref());
            let schema = schema.map(|schema| quoted(schema) + ".").unwrap_or_default();
            self.run_own(&format!("DROP TEMPORARY TABLE IF EXISTS {schema}{}", quoted(&table.name))).await?;
        }
        Ok(())
    }

    /// Empties the variables of the connection, where the server lists them.
    async fn forget_variables(&mut self) -> Result<(), SqlError> {
        let question = if self.info.dialect == Dialect::MariaDb {
            "SELECT variable_name FROM information_schema.user_variables"
        } else {
            "SELECT v.variable_name FROM performance_schema.user_variables_by_thread v \
             JOIN performance_schema.threads t ON t.thread_id = v.thread_id \
             WHERE t.processlist_id = CONNECTION_ID()"
        };
        // A login that may not ask leaves them as they are.
        let rows = fetch_all(self, question, &[]).await.unwrap_or_default();
        for name in rows.iter().filter_map(|row| text(row.first()?)) {
            self.run_own(&format!("SET @`{}` = NULL", name.replace('`', "``"))).await?;
        }
        Ok(())
    }
}

impl Standing {
    fn value(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Whether one of the words of a setting is that.
fn has_mark(value: &str, mark: &str) -> bool {
    value.split(',').any(|word| word.eq_ignore_ascii_case(mark))
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) => Some(text.clone()),
        _ => None,
    }
}

/// A number and the word DEFAULT as they are, and everything else as a string.
fn setting_value(value: &str) -> String {
    if value == "DEFAULT" || value.parse::<f64>().is_ok() {
        return value.to_owned();
    }
    literal(&Value::Text(value.to_owned()), Dialect::MariaDb).unwrap_or_else(|_| "DEFAULT".to_owned())
}
