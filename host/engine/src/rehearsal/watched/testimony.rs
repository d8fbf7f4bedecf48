//! What a session tells a witness: what each statement changes of the schema, where somebody wants to know.

use std::sync::Arc;
use std::time::Instant;

use aludel_schema::{Operation, Schema};

use super::Watched;
use crate::rehearsal::Deed;
use crate::rehearsal::effect::{Effect, changes, effect};
use crate::rehearsal::witness::Ran;

impl Watched {
    /// From here on statements carry out that operation.
    pub(crate) fn begin_request(&mut self, operation: &Operation) {
        // What is asked for as text is a statement like any other.
        if !matches!(operation, Operation::Execute { .. })
            && let Some(witness) = &mut self.witness
        {
            witness.begin_request(operation);
        }
    }

    /// The operation is carried out, or has failed.
    pub(crate) async fn end_request(&mut self) {
        let dialect = self.inner.info().dialect;
        let Some(witness) = &mut self.witness else { return };
        let Some(mut deed) = witness.end_request(dialect) else { return };
        let schema = self.read_schema().await;
        deed.after = schema.clone().unwrap_or(deed.after);
        self.learn(schema);
        self.write(deed);
    }

    /// Before a statement: the time, and the schema if nobody knows it.
    pub(super) async fn start(&mut self) -> Instant {
        if self.is_armed && self.witness.as_ref().is_some_and(|witness| witness.inquiry.known().is_none()) {
            let schema = self.read_schema().await;
            self.learn(schema);
        }
        if let Some(witness) = self.witness.as_ref().filter(|witness| !witness.is_in_request()) {
            // What was asked about before belongs to nothing that ran.
            let _ = witness.heard();
        }
        Instant::now()
    }

    /// The schema as it is now; none where it cannot be read, as in a transaction that has failed.
    async fn read_schema(&mut self) -> Option<Arc<Schema>> {
        let witness = self.witness.as_ref()?;
        let (guard, inquiry, clock) = (witness.guard(), Arc::clone(&witness.inquiry), Instant::now());
        // What is read is the host's to read.
        self.inner.disarm();
        let schema = inquiry.read(&mut *self.inner).await.ok();
        if let Some(guard) = guard {
            self.inner.arm(guard);
        }
        if let Some(lookout) = &self.lookout {
            // Reading takes locks of its own, which are none of the guest's.
            let _ = lookout.look().await;
        }
        self.account.looked(clock.elapsed());
        schema
    }

    /// Tells the witness what a statement did.
    pub(super) async fn testify(&mut self, ran: Ran<'_>) {
        let dialect = self.inner.info().dialect;
        let Some(witness) = &mut self.witness else { return };
        if witness.is_in_request() {
            return witness.add_to_request(ran);
        }
        let accesses = witness.inquiry.recall(ran.sql, witness.heard());
        let (effect, has_failed) = (effect(ran.sql, dialect, &accesses), ran.error.is_some());
        let mut deed = witness.deed(ran, dialect);
        if effect != Effect::Rows && has_failed {
            // Whatever it did half is read when the next statement comes.
            self.forget();
        } else if effect != Effect::Rows {
            if effect == Effect::Settings {
                witness.inquiry.note_settings();
            }
            let schema = self.read_schema().await;
            if let (Effect::Definitions, Some(after)) = (effect, &schema) {
                deed.changes = changes(&deed.sql, &deed.before, after);
                deed.after = Arc::clone(after);
            }
            self.learn(schema);
        }
        self.write(deed);
    }

    fn write(&self, deed: Deed) {
        if let Some(witness) = &self.witness {
            witness.inquiry.write(deed);
        }
    }

    fn learn(&self, schema: Option<Arc<Schema>>) {
        if let Some(witness) = &self.witness {
            witness.inquiry.learn(schema);
        }
    }

    /// What went back to a savepoint is not what it was.
    pub(super) fn forget(&self) {
        self.learn(None);
    }

    /// The statements of a script, where each is looked at by itself.
    pub(super) fn divided(&self, sql: &str) -> Option<Vec<String>> {
        self.witness.as_ref().filter(|_| self.is_armed)?;
        let statements = aludel_sql::split(sql, self.inner.info().dialect).ok()?;
        Some(statements.into_iter().map(|statement| statement.text.to_owned()).collect())
    }
}
