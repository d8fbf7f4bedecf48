//! Changes of the schema by request, written out.
//!
//! What the script made itself is known; of anything else a statement is written if it can be written blindly.

use aludel_schema::request::{Extent, Known, Request, resolve};
use aludel_schema::{Schema, SchemaDatabase, Scope, rules};
use aludel_sql::{Dialect, ErrorKind, SqlError};
use async_trait::async_trait;

use super::{Script, Writer};
use crate::refusal;

/// Statements that leave what the script knows of the schema as it is.
const HARMLESS: [&str; 9] =
    ["INSERT", "UPDATE", "DELETE", "SELECT", "WITH", "SAVEPOINT", "RELEASE", "ROLLBACK", "REPLACE"];

#[async_trait]
impl SchemaDatabase for Writer {
    async fn apply(&mut self, request: Request) -> Result<(), SqlError> {
        let words = request.to_string();
        self.write_out(request).map_err(|error| refusal::cannot(&words, error))
    }

    async fn inspect(&mut self, _: &Scope) -> Result<Schema, SqlError> {
        let message = "the schema cannot be read while SQL is only written out";
        let hint = "a migration can ask `context.offline` and go on without looking";
        Err(SqlError::new(ErrorKind::Offline, message).with_extra("hint", hint))
    }
}

impl Writer {
    fn write_out(&self, request: Request) -> Result<(), SqlError> {
        let mut state = self.script().known(self.dialect());
        let known = Known { schema: &state, extent: Extent::Partial, default_schema: None };
        for (operation, modifiers) in resolve(&known, request).map_err(refusal::unresolved)? {
            let rendered = rules(state.dialect).render(&state, &operation, &modifiers).map_err(refusal::unsupported)?;
            for statement in rendered.statements {
                self.write(&statement.sql)?;
            }
            // What the script did not make itself is not known before, and not after.
            let _ = aludel_schema::apply(&mut state, &operation);
        }
        self.script().remember(state);
        Ok(())
    }
}

impl Script {
    /// Whatever the script made by request.
    fn known(&self, dialect: Dialect) -> Schema {
        self.schema().clone().unwrap_or_else(|| Schema::empty(dialect, (0, 0, 0)))
    }

    fn remember(&self, state: Schema) {
        *self.schema() = Some(state);
    }

    /// A statement of the guest's own may have changed anything.
    pub(super) fn forget_after(&self, sql: &str) {
        let word: String = sql.trim_start().chars().take_while(char::is_ascii_alphabetic).collect();
        if !HARMLESS.iter().any(|harmless| word.eq_ignore_ascii_case(harmless)) {
            *self.schema() = None;
        }
    }
}
