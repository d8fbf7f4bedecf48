//! Texts of a guest, held against its guard before a server sees them, where the server itself does not say what a
//! statement touches.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use aludel_grants::{Access, AccessKind, Judge, ObjectKind, ObjectName};
use aludel_sql::{DatabaseInfo, ErrorKind, SqlError};
use aludel_statement::{Surroundings, Told, told};

use crate::session::{Guard, refused};

/// How many texts are remembered with what they do, and how long they may be: a long one is rarely sent again.
const KEPT_TEXTS: usize = 512;
const KEPT_BYTES_MAX: usize = 8 << 10;

/// The settings of `MySQL` and `MariaDB` that say where strings and names end.
const READING_SETTINGS: [&str; 2] = ["sql_mode", "character_set_client"];

/// What a guest may have changed that outlives its statements.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and any of them can come alone")]
pub(crate) struct Touched {
    /// Whether it ran anything at all.
    pub(crate) anything: bool,
    /// Whether it ran anything that may do more than its text shows.
    pub(crate) hidden: bool,
    /// Whether settings, roles or the like may be others than before.
    pub(crate) session: bool,
    /// Whether there may be temporary objects.
    pub(crate) temporary: bool,
    /// Whether the server may read texts in another way than before.
    pub(crate) reading: bool,
}

/// The guard of a session, and what the guest's texts did so far.
#[derive(Default)]
pub(crate) struct Texts {
    guard: Option<Guard>,
    /// That of the last guard, for what is found when the guest is gone.
    judge: Option<Arc<dyn Judge>>,
    house_tables: Arc<[String]>,
    read: HashMap<String, Arc<Told>>,
    touched: Touched,
    temporary_tables: BTreeSet<ObjectName>,
}

impl Texts {
    pub(crate) fn arm(&mut self, guard: Guard) {
        if self.house_tables != guard.house_tables {
            self.read.clear();
            self.house_tables = Arc::clone(&guard.house_tables);
        }
        self.judge = Some(Arc::clone(&guard.judge));
        self.guard = Some(guard);
    }

    pub(crate) fn disarm(&mut self) {
        self.guard = None;
    }

    /// Takes the guard away for a question of the host in the midst of a guest; [`Texts::resume`] puts it back.
    pub(crate) fn suspend(&mut self) -> Option<Guard> {
        self.guard.take()
    }

    pub(crate) fn resume(&mut self, guard: Option<Guard>) {
        self.guard = guard;
    }

    /// The tables that the host keeps for itself.
    pub(crate) fn house_tables(&self) -> &[String] {
        &self.house_tables
    }

    pub(crate) fn is_armed(&self) -> bool {
        self.guard.is_some()
    }

    pub(crate) fn touched(&self) -> Touched {
        self.touched
    }

    /// What was touched since this was last asked.
    pub(crate) fn take_touched(&mut self) -> Touched {
        std::mem::take(&mut self.touched)
    }

    /// Reads a text, and asks whether its guest may do what it does; tells whether that is all it does. The host's own
    /// texts pass.
    pub(crate) fn admit(&mut self, info: &DatabaseInfo, sql: &str) -> Result<bool, SqlError> {
        let Some(guard) = &self.guard else { return Ok(true) };
        if sql.len() > guard.sql_bytes_max {
            let message = format!("the statement has {} bytes, and {} are allowed", sql.len(), guard.sql_bytes_max);
            return Err(SqlError::new(ErrorKind::LimitExceeded, message));
        }
        let judge = Arc::clone(&guard.judge);
        let told = self.told(info, sql)?;
        for access in &told.accesses {
            judge.judge(access.clone()).map_err(|refusal| refused(&refusal))?;
            self.touched.session |= changes_session(&access.kind);
            self.touched.temporary |= changes_session(&access.kind);
            self.touched.reading |= changes_reading(access);
            self.note_temporary(access);
        }
        self.touched.anything = true;
        self.touched.hidden |= !told.is_all;
        Ok(told.is_all)
    }

    /// The guest writes rows without a text: triggers may run with them.
    pub(crate) fn note_rows(&mut self) {
        self.touched.anything = true;
        self.touched.hidden = true;
    }

    fn note_temporary(&mut self, access: &Access) {
        if matches!(access.kind, AccessKind::Temporary(_)) {
            self.touched.temporary = true;
            self.temporary_tables.extend(access.object.clone());
        }
    }

    /// The temporary tables that texts made since this was last asked.
    pub(crate) fn take_temporary_tables(&mut self) -> BTreeSet<ObjectName> {
        std::mem::take(&mut self.temporary_tables)
    }

    /// Judges what was found by other means than a text.
    pub(crate) fn judge_found(&self, access: Access) -> Result<(), SqlError> {
        let Some(judge) = &self.judge else { return Ok(()) };
        judge.judge(access).map_err(|refusal| refused(&refusal))
    }

    fn told(&mut self, info: &DatabaseInfo, sql: &str) -> Result<Arc<Told>, SqlError> {
        if let Some(told) = self.read.get(sql) {
            return Ok(Arc::clone(told));
        }
        let default_schema = info.default_schema.as_deref();
        let surroundings = Surroundings { dialect: info.dialect, default_schema, house_tables: &self.house_tables };
        let found = Arc::new(told(&surroundings, sql).map_err(|error| several(&error))?);
        if sql.len() <= KEPT_BYTES_MAX {
            if self.read.len() >= KEPT_TEXTS {
                self.read.clear();
            }
            self.read.insert(sql.to_owned(), Arc::clone(&found));
        }
        Ok(found)
    }
}

fn several(error: &aludel_statement::NotOneStatement) -> SqlError {
    let hint = "send them one by one, or as a script";
    SqlError::new(ErrorKind::Syntax, error.to_string()).with_extra("hint", hint)
}

/// Whether something may be left in the connection, or in a place that texts do not show.
fn changes_session(kind: &AccessKind) -> bool {
    matches!(
        kind,
        AccessKind::SessionSetting
            | AccessKind::Role
            | AccessKind::Code
            | AccessKind::CallRoutine
            | AccessKind::Transaction
            | AccessKind::Unknown(_)
            | AccessKind::Create(ObjectKind::Extension)
    ) || leaves_code(kind)
}

/// Whether the server may divide texts otherwise from then on. What a routine sets is as good as anything.
fn changes_reading(access: &Access) -> bool {
    let is_setting = || access.object.as_ref().is_some_and(|object| READING_SETTINGS.contains(&object.name.as_str()));
    match access.kind {
        AccessKind::SessionSetting | AccessKind::ServerSetting => is_setting(),
        AccessKind::Code | AccessKind::CallRoutine | AccessKind::Unknown(_) => true,
        _ => false,
    }
}

/// Whether it makes something that runs where no text calls it: behind an operator, a view, a change of rows.
fn leaves_code(kind: &AccessKind) -> bool {
    let (AccessKind::Create(kind) | AccessKind::Alter(kind)) = kind else { return false };
    matches!(
        kind,
        ObjectKind::Routine
            | ObjectKind::Trigger
            | ObjectKind::EventTrigger
            | ObjectKind::Rule
            | ObjectKind::Operator
            | ObjectKind::Cast
            | ObjectKind::Language
    )
}
