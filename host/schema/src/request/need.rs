//! What a request must know of the database before it can become operations.

use aludel_sql::Dialect;

use super::change::{EnumChange, GuardedChange, LabelPlace, TableChangeRequest};
use super::{Request, Verb};
use crate::model::ObjectName;

/// What a request must know of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// Nothing: it says all that its statement needs.
    Nothing,
    /// These tables.
    Tables(Vec<ObjectName>),
    /// The whole schema.
    Everything,
}

impl Request {
    /// What must be known of the database to carry this out.
    pub fn need(&self, dialect: Dialect) -> Need {
        match &self.verb {
            Verb::CreateTable(table) if self.guard.if_not_exists => Need::Tables(vec![table.name.clone()]),
            Verb::AlterTable { table, changes, .. } => need_of_changes(table, changes, dialect),
            Verb::DropTable(_) if dialect == Dialect::Sqlite && self.guard.cascade => Need::Everything,
            Verb::RenameTable { .. } | Verb::DropView { .. } if dialect == Dialect::Sqlite => Need::Everything,
            Verb::CreateView(_) | Verb::CreateRoutine(_) | Verb::CreateTrigger(_) if self.is_guarded() => {
                Need::Everything
            }
            Verb::CreateEnum(_) | Verb::CreateSequence(_) if self.is_guarded() => Need::Everything,
            Verb::AlterEnum { changes, .. } if !changes.iter().all(is_blind) => Need::Everything,
            Verb::AlterSequence { .. } => Need::Everything,
            _ => Need::Nothing,
        }
    }

    fn is_guarded(&self) -> bool {
        self.guard.if_not_exists || self.guard.replace
    }
}

/// Whether a change of an enum says all that its statement needs: a place is told by the label that comes next.
fn is_blind(change: &EnumChange) -> bool {
    match change {
        EnumChange::AddLabel(new) => !matches!(new.place, LabelPlace::After(_)),
        EnumChange::RenameLabel(_) => true,
        EnumChange::RenameTo(_) | EnumChange::DropLabel(_) => false,
    }
}

fn need_of_changes(table: &ObjectName, changes: &[GuardedChange], dialect: Dialect) -> Need {
    let is_plain = changes.iter().all(|change| is_plain(change, dialect));
    match (is_plain, dialect) {
        (true, _) => Need::Nothing,
        // A copy of the table concerns whatever hangs on it.
        (false, Dialect::Sqlite) => Need::Everything,
        (false, _) => Need::Tables(vec![table.clone()]),
    }
}

/// Whether a change says all that its statement needs.
fn is_plain(change: &GuardedChange, dialect: Dialect) -> bool {
    if change.guard.if_exists || change.guard.if_not_exists {
        return false;
    }
    match change.change {
        TableChangeRequest::CreateIndex(_) => true,
        TableChangeRequest::AddColumn(_) | TableChangeRequest::AddConstraint(_) => dialect != Dialect::Sqlite,
        TableChangeRequest::SetComment(_) => dialect == Dialect::Postgres,
        _ => false,
    }
}
