//! What a guest left in the database and in the connection, asked of the server when the guest is gone.
//!
//! Texts show what a statement says, and not what a routine does that it calls. The server counts, for each table and
//! each catalogue, the rows that a transaction changed, and tells for the price of one small question; only where a
//! catalogue of code or of roles has changed is it read.

use aludel_grants::{Access, AccessKind, ObjectKind, ObjectName};
use aludel_sql::SqlError;
use sqlx::postgres::PgRow;

use super::counts::{Counts, Definitions, YOUNG, of_the_server};
use super::link::{Link, text_of};
use super::process::Process;
use super::session::PostgresSession;

/// Runs what is put off to the end of the transaction, and goes first in a question.
pub(super) const RUN_DEFERRED: &str = "SET CONSTRAINTS ALL IMMEDIATE; ";

/// The number of the transaction, if it has one.
pub(super) const CURRENT: &str = "pg_catalog.txid_current_if_assigned()";

/// The state of a connection that a guest can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing {
    role: String,
    login: String,
    settings: Vec<(String, String)>,
}

impl PostgresSession {
    /// Asks what is not known of the transaction before a guest goes on in it: what it changed so far, if others wrote
    /// since that was counted, and how the tables of the house are defined.
    pub(super) async fn count_before(&mut self) -> Result<(), SqlError> {
        // Whatever the guest sends now comes after the last look.
        self.is_settled = false;
        // It may make one; where there is one already, it stays the careful way.
        self.has_event_triggers = self.has_event_triggers.filter(|has_any| *has_any);
        if !self.has_transaction() {
            return Ok(());
        }
        let counts = match self.counts.take() {
            Some(counts) => counts,
            None => self.count().await?,
        };
        if !self.definitions.as_ref().is_some_and(|known| known.are_of(&counts)) {
            self.definitions = Some(self.define(&counts).await?);
        }
        self.counts = Some(counts);
        Ok(())
    }

    /// Whether nothing runs with a statement that its text does not show.
    pub(super) async fn runs_alone(&mut self) -> Result<bool, SqlError> {
        if let Some(has_any) = self.has_event_triggers {
            return Ok(!has_any);
        }
        let answer = self.link.answer("SELECT EXISTS (SELECT FROM pg_catalog.pg_event_trigger)").await?;
        let has_any = answer.as_deref() != Some("f");
        self.has_event_triggers = Some(has_any);
        Ok(!has_any)
    }

    async fn count(&mut self) -> Result<Counts, SqlError> {
        let row = self.link.row(&format!("SELECT {}", self.counted())).await?;
        Ok(Counts::of(&row, 0))
    }

    async fn define(&mut self, counts: &Counts) -> Result<Definitions, SqlError> {
        let row = self.link.row(&format!("SELECT {}", Definitions::columns(counts))).await?;
        Ok(Definitions::of(counts, &row, 0))
    }

    /// Begins a transaction; gives its number. What it changed is counted along, if the next guest is likely to need it.
    pub(super) async fn begin_counting(&mut self) -> Result<Option<String>, SqlError> {
        // The names of the house's tables come with the first guest.
        let counts = self.expects_counts && !self.texts.house_tables().is_empty();
        let counted = if counts { format!(", {}", self.counted()) } else { String::new() };
        let question = format!("{}; SELECT pg_catalog.txid_current(), {}{counted}", self.opening(), Process::COLUMNS);
        let row = self.link.row(&question).await?;
        self.process.begin(&row, 1);
        self.counts = counts.then(|| Counts::of(&row, 1 + Process::COLUMN_COUNT));
        // A transaction that begins has written nothing.
        self.definitions = self.definitions.take().filter(Definitions::are_settled);
        Ok(text_of(&row, 0).map(str::to_owned))
    }

    fn counted(&self) -> String {
        Counts::column(self.info.default_schema.as_deref(), self.texts.house_tables())
    }

    /// Refuses what the guest changed and was not granted, whatever it was changed by. What it put off to the end of the
    /// transaction is done before, if that was asked for.
    pub(super) async fn judge_left_behind(&mut self) -> Result<(), SqlError> {
        // Without counts no text was let through in this transaction that may do more than it shows.
        let Some(before) = self.counts.take() else { return self.run_what_is_owed().await };
        let first = if std::mem::take(&mut self.owes_deferred) { RUN_DEFERRED } else { "" };
        let definitions = Definitions::columns(&before);
        let question = format!("{first}SELECT {CURRENT}, {}, {definitions}", self.counted());
        let row = self.link.row(&question).await?;
        let (now, defined) = (Counts::of(&row, 1), Definitions::of(&before, &row, 2));
        let known = self.definitions.take();
        for (place, table) in self.texts.house_tables().iter().enumerate() {
            let is_defined_otherwise =
                known.as_ref().is_some_and(|known| defined.has_house_table_changed(known, &before, place));
            if now.has_house_table_changed(&before, place) || is_defined_otherwise {
                self.texts.judge_found(Access::to(AccessKind::HouseTable, table))?;
            }
        }
        for catalog in now.changed_catalogs(&before) {
            self.judge_catalog(catalog).await?;
        }
        self.definitions = Some(defined);
        self.is_settled = !first.is_empty() && self.is_same(text_of(&row, 0));
        Ok(())
    }

    async fn judge_catalog(&mut self, catalog: &str) -> Result<(), SqlError> {
        if let Some(kind) = kind_of_any(catalog) {
            return self.texts.judge_found(Access::of(kind));
        }
        let rows = self.link.rows(&young_objects(catalog)).await?;
        for row in &rows {
            let schema =
                text_of(row, 0).map(str::to_owned).filter(|schema| Some(schema) != self.info.default_schema.as_ref());
            let name = text_of(row, 1).unwrap_or_default().to_owned();
            if let Some(kind) = kind_of_one(catalog) {
                self.judge_object(kind, ObjectName { schema, name })?;
            }
        }
        Ok(())
    }

    fn judge_object(&self, kind: AccessKind, object: ObjectName) -> Result<(), SqlError> {
        let is_of_the_house = self.texts.house_tables().contains(&object.name);
        if is_of_the_house {
            self.texts.judge_found(Access { kind: AccessKind::HouseTable, object: Some(object.clone()) })?;
        }
        self.texts.judge_found(Access { kind, object: Some(object) })
    }

    /// Makes the connection again what it was when the operator's own statements had run.
    pub(super) async fn restore_connection(&mut self) -> Result<(), SqlError> {
        self.link.run_own("CLOSE ALL; UNLISTEN *").await?;
        self.end_prepared().await?;
        // What the driver prepared may be gone, or be a statement of the guest's.
        self.link.forget_definitions();
        let Some(before) = self.standing.clone() else { return Ok(()) };
        let now = standing(&mut self.link).await?;
        if self.lent.is_some() {
            return self.restore_lent(&before, &now).await;
        }
        if now == before {
            return Ok(());
        }
        self.link.run_own(&before.restoring(&now, |_| false)).await?;
        self.link.forget_definitions();
        Ok(())
    }

    /// Drops temporary tables. One that cannot be dropped now goes with the connection.
    pub(super) async fn drop_temporary(&mut self) -> Result<(), SqlError> {
        let has_any = of_the_server(
            "SELECT CASE WHEN pg_catalog.pg_my_temp_schema() <> 0 THEN EXISTS (\
             SELECT FROM pg_catalog.pg_class WHERE relnamespace = pg_catalog.pg_my_temp_schema()) END",
        );
        if self.link.answer(&has_any).await?.as_deref() != Some("t") {
            return Ok(());
        }
        self.link.forget_definitions();
        if !self.has_transaction() {
            return self.link.run_own("DISCARD TEMP").await;
        }
        self.link.run_own("SAVEPOINT aludel_temporary").await?;
        let dropped = self.link.run_own("DISCARD TEMP").await;
        if self.lent.is_some() {
            // Whoever is lent the connection next would have it.
            dropped?;
        } else if dropped.is_err() {
            self.link.run_own("ROLLBACK TO SAVEPOINT aludel_temporary").await?;
        }
        self.link.run_own("RELEASE SAVEPOINT aludel_temporary").await
    }

    /// Ends what guests prepared by statements of their own; the driver's own are left.
    pub(super) async fn end_prepared(&mut self) -> Result<(), SqlError> {
        let sql = "SELECT pg_catalog.quote_ident(name) FROM pg_catalog.pg_prepared_statements \
                   WHERE from_sql AND NOT pg_catalog.starts_with(name, 'aludel_')";
        let names: Vec<String> =
            self.link.rows(sql).await?.iter().filter_map(|row| text_of(row, 0).map(str::to_owned)).collect();
        for name in names {
            self.link.run_own(&format!("DEALLOCATE {name}")).await?;
        }
        Ok(())
    }
}

/// Asks what role, login and settings a connection has.
pub(super) async fn standing(link: &mut Link) -> Result<Standing, SqlError> {
    let sql = "SELECT pg_catalog.current_setting('role'), session_user, NULL \
               UNION ALL SELECT name, setting, 'x' FROM pg_catalog.pg_settings WHERE source OPERATOR(pg_catalog.=) 'session'";
    let rows = link.rows(sql).await?;
    let text = |row: &PgRow, index| text_of(row, index).unwrap_or_default().to_owned();
    let pairs = rows.iter().map(|row| (text(row, 0), text(row, 1), text_of(row, 2).is_some()));
    let (settings, who): (Vec<_>, Vec<_>) = pairs.partition(|(_, _, is_setting)| *is_setting);
    let (role, login) = who.into_iter().next().map(|(role, login, _)| (role, login)).unwrap_or_default();
    let mut settings: Vec<(String, String)> = settings.into_iter().map(|(name, value, _)| (name, value)).collect();
    settings.sort();
    Ok(Standing { role, login, settings })
}

impl Standing {
    /// The statements that make another state this one again. What the transaction has for itself goes back to what it is
    /// without, wherever it is another now.
    pub(super) fn restoring(&self, now: &Self, is_of_transaction: impl Fn(&str) -> bool) -> String {
        let mut statements = Vec::new();
        if self.login != now.login || self.role != now.role {
            statements.push("RESET SESSION AUTHORIZATION".to_owned());
            statements.push(if is_of_transaction("role") { "RESET ROLE".to_owned() } else { self.setting_role() });
        }
        let stays = |name: &str| !is_of_transaction(name) && self.settings.iter().any(|(known, _)| known == name);
        let changed = now.settings.iter().filter(|setting| !self.settings.contains(setting));
        let gone = changed.filter(|(name, _)| !stays(name));
        statements.extend(gone.map(|(name, _)| format!("RESET {}", quoted_setting(name))));
        let other = self.settings.iter().filter(|setting| !now.settings.contains(setting));
        let literal = |text: &str| text.replace('\'', "''");
        statements.extend(other.filter(|(name, _)| stays(name)).map(|(name, value)| {
            format!("SELECT pg_catalog.set_config('{}', '{}', false)", literal(name), literal(value))
        }));
        statements.join("; ")
    }

    fn setting_role(&self) -> String {
        format!("SET ROLE {}", if self.role == "none" { "NONE".to_owned() } else { quoted(&self.role) })
    }
}

pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// `tracker.note` has two parts.
fn quoted_setting(name: &str) -> String {
    name.split('.').map(quoted).collect::<Vec<_>>().join(".")
}

/// Catalogues whose change says enough, whichever row it was.
fn kind_of_any(catalog: &str) -> Option<AccessKind> {
    match catalog {
        "pg_authid" | "pg_auth_members" | "pg_db_role_setting" => Some(AccessKind::Role),
        "pg_default_acl" => Some(AccessKind::Privileges),
        "pg_parameter_acl" => Some(AccessKind::ServerSetting),
        "pg_user_mapping" | "pg_subscription" | "pg_replication_origin" => Some(AccessKind::Connection),
        _ => None,
    }
}

fn kind_of_one(catalog: &str) -> Option<AccessKind> {
    Some(match catalog {
        "pg_proc" => AccessKind::Create(ObjectKind::Routine),
        "pg_trigger" => AccessKind::Create(ObjectKind::Trigger),
        "pg_rewrite" => AccessKind::Create(ObjectKind::Rule),
        "pg_policy" => AccessKind::Create(ObjectKind::Policy),
        "pg_event_trigger" => AccessKind::Create(ObjectKind::EventTrigger),
        "pg_publication" => AccessKind::Create(ObjectKind::Publication),
        "pg_language" => AccessKind::Create(ObjectKind::Language),
        "pg_cast" => AccessKind::Create(ObjectKind::Cast),
        "pg_operator" => AccessKind::Create(ObjectKind::Operator),
        "pg_extension" => AccessKind::Create(ObjectKind::Extension),
        "pg_foreign_server" | "pg_foreign_data_wrapper" => AccessKind::Connection,
        "pg_database" => AccessKind::Alter(ObjectKind::Database),
        _ => return None,
    })
}

/// Schema and name of what this transaction made or changed, without what an extension or a type brought along.
fn young_objects(catalog: &str) -> String {
    let (columns, from, condition) = match catalog {
        "pg_proc" => ("n.nspname, o.proname", "JOIN pg_catalog.pg_namespace n ON n.oid = o.pronamespace", "true"),
        "pg_operator" => ("n.nspname, o.oprname", "JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace", "true"),
        "pg_trigger" => ("n.nspname, c.relname", TABLE_OF_TRIGGER, "NOT o.tgisinternal"),
        "pg_rewrite" => ("n.nspname, c.relname", TABLE_OF_RULE, "o.rulename <> '_RETURN'"),
        "pg_policy" => ("n.nspname, c.relname", TABLE_OF_POLICY, "true"),
        "pg_event_trigger" => ("NULL, o.evtname", "", "true"),
        "pg_publication" => ("NULL, o.pubname", "", "true"),
        "pg_language" => ("NULL, o.lanname", "", "true"),
        "pg_extension" => ("NULL, o.extname", "", "true"),
        "pg_foreign_server" => ("NULL, o.srvname", "", "true"),
        "pg_foreign_data_wrapper" => ("NULL, o.fdwname", "", "true"),
        "pg_database" => ("NULL, o.datname", "", "true"),
        _ => ("NULL, pg_catalog.concat(o.oid)", "", "true"),
    };
    of_the_server(&format!(
        "SELECT {columns} FROM pg_catalog.{catalog} o {from} WHERE {condition} AND {YOUNG} AND NOT EXISTS (\
         SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.{catalog}'::pg_catalog.regclass \
         AND d.objid = o.oid AND d.deptype = ANY ('{{e,i}}'::pg_catalog.\"char\"[]))"
    ))
}

const TABLE_OF_TRIGGER: &str = "JOIN pg_catalog.pg_class c ON c.oid = o.tgrelid \
                                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";
const TABLE_OF_RULE: &str = "JOIN pg_catalog.pg_class c ON c.oid = o.ev_class \
                             JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";
const TABLE_OF_POLICY: &str = "JOIN pg_catalog.pg_class c ON c.oid = o.polrelid \
                               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace";
