//! What changes of the schema by request amount to, so that they are judged as the statements are.

use std::sync::Arc;

use aludel_db::Guard;
use aludel_grants::{Access, AccessKind, Cage, Judge, ObjectKind, ObjectName, Refusal};
use aludel_schema::model::ObjectName as SchemaName;
use aludel_schema::{Operation, TableChange};
use aludel_sql::{BulkKind, BulkTarget, SqlError};

use super::{Monitor, Warded};

/// How a definition changes an object.
type Verb = fn(ObjectKind) -> AccessKind;

impl Monitor {
    /// Asks whether the guest may have that operation.
    pub(super) fn judge_operation(&self, operation: &Operation) -> Result<(), SqlError> {
        accesses(operation).into_iter().try_for_each(|access| self.judge_object(access))
    }

    /// Asks whether the guest may write there.
    pub(super) fn judge_bulk(&self, target: &BulkTarget) -> Result<(), SqlError> {
        let kind = match target.kind {
            BulkKind::Insert => AccessKind::Insert,
            BulkKind::Update { .. } => AccessKind::Update,
        };
        let name = ObjectName { schema: target.schema.clone(), name: target.table.clone() };
        self.judge_object(Access { kind, object: Some(name) })
    }

    /// Judges an access after bringing its name into the form of the grants: no schema for the default one.
    fn judge_object(&self, mut access: Access) -> Result<(), SqlError> {
        if let Some(object) = &mut access.object {
            if object.schema.is_some() && object.schema == self.session.info().default_schema {
                object.schema = None;
            }
            if object.schema.is_none() && self.is_of_the_house(&object.name) {
                self.judge(Access { kind: AccessKind::HouseTable, object: Some(object.clone()) })?;
            }
        }
        self.judge(access)
    }

    fn is_of_the_house(&self, name: &str) -> bool {
        self.warded.house_tables.iter().any(|table| table.eq_ignore_ascii_case(name))
    }

    /// From here on statements are those of an operation that was judged. How much they copy inside of the database is
    /// not the guest's to say.
    pub(super) fn arm_for(&mut self, operation: &Operation) {
        let Warded { cage, house_tables, .. } = &self.warded;
        let judge: Arc<dyn Judge> = match operation {
            Operation::Execute { .. } => Arc::clone(cage) as _,
            _ => Arc::new(OperationJudge::of(operation, cage)),
        };
        let house_tables = Arc::clone(house_tables);
        self.session.arm(Guard { judge, house_tables, sql_bytes_max: usize::MAX, value_bytes_max: usize::MAX });
    }
}

/// Lets pass what an operation that was judged needs to be carried out: a table is built anew under another name, and
/// what hangs on it steps aside. What its expressions read and call is judged as ever.
struct OperationJudge {
    cage: Arc<Cage>,
    tables: Vec<String>,
}

/// How the tables start that stand for one that is built anew.
const REBUILT: &str = "aludel_new_";

impl OperationJudge {
    fn of(operation: &Operation, cage: &Arc<Cage>) -> Self {
        let named = accesses(operation).into_iter().filter_map(|access| access.object);
        Self { cage: Arc::clone(cage), tables: named.map(|object| object.name).collect() }
    }

    fn is_its_own(&self, object: Option<&ObjectName>) -> bool {
        let is_named = |name: &str| self.tables.iter().any(|table| table.eq_ignore_ascii_case(name));
        object.is_some_and(|object| is_named(&object.name) || object.name.starts_with(REBUILT))
    }
}

impl Judge for OperationJudge {
    fn judge(&self, access: Access) -> Result<(), Refusal> {
        match access.kind {
            AccessKind::Create(ObjectKind::Index | ObjectKind::Trigger | ObjectKind::View)
            | AccessKind::Drop(ObjectKind::Index | ObjectKind::Trigger | ObjectKind::View) => Ok(()),
            AccessKind::Read
            | AccessKind::Insert
            | AccessKind::Update
            | AccessKind::Delete
            | AccessKind::Create(_)
            | AccessKind::Alter(_)
            | AccessKind::Drop(_)
                if self.is_its_own(access.object.as_ref()) =>
            {
                Ok(())
            }
            _ => self.cage.judge(access),
        }
    }
}

fn accesses(operation: &Operation) -> Vec<Access> {
    use AccessKind::{Alter, Create, Drop, Rename};
    use ObjectKind::{Extension, Routine, Schema, Sequence, Table, Trigger, Type, View};
    match operation {
        Operation::CreateSchema { name } => vec![Access::to(Create(Schema), name)],
        Operation::DropSchema { name } => vec![Access::to(Drop(Schema), name)],
        Operation::CreateExtension(extension) => vec![Access::to(Create(Extension), &extension.name)],
        Operation::DropExtension(extension) => vec![Access::to(Drop(Extension), &extension.name)],
        Operation::CreateEnum(new) => vec![defined(Create, Type, &new.name)],
        Operation::DropEnum(old) => vec![defined(Drop, Type, &old.name)],
        Operation::RenameEnum { from, to } => vec![defined(Rename, Type, from), defined(Create, Type, to)],
        Operation::AddEnumValue { before, .. } | Operation::ReplaceEnum { before, .. } => {
            vec![defined(Alter, Type, &before.name)]
        }
        Operation::RenameEnumValue { name, .. } => vec![defined(Alter, Type, name)],
        Operation::CreateSequence(new) => vec![defined(Create, Sequence, &new.name)],
        Operation::DropSequence(old) => vec![defined(Drop, Sequence, &old.name)],
        Operation::AlterSequence { before, .. } => vec![defined(Alter, Sequence, &before.name)],
        Operation::CreateTable(new) => vec![defined(Create, Table, &new.name)],
        Operation::DropTable(old) => vec![defined(Drop, Table, &old.name)],
        Operation::RenameTable { from, to } => vec![defined(Rename, Table, from), defined(Create, Table, to)],
        Operation::AlterTable { table, changes, .. } => table_changes(table, changes),
        Operation::CreateView(new) => vec![defined(Create, View, &new.name)],
        Operation::DropView(old) => vec![defined(Drop, View, &old.name)],
        Operation::ReplaceView { before, .. } => vec![defined(Alter, View, &before.name)],
        Operation::CreateRoutine(new) => vec![defined(Create, Routine, &new.name)],
        Operation::DropRoutine(old) => vec![defined(Drop, Routine, &old.name)],
        Operation::ReplaceRoutine { before, .. } => vec![defined(Alter, Routine, &before.name)],
        Operation::CreateTrigger(new) => vec![defined(Create, Trigger, &new.name.table)],
        Operation::DropTrigger(old) => vec![defined(Drop, Trigger, &old.name.table)],
        Operation::ReplaceTrigger { before, .. } => vec![defined(Alter, Trigger, &before.name.table)],
        Operation::InsertRows { table, .. } => vec![Access { kind: AccessKind::Insert, object: Some(named(table)) }],
        Operation::Execute { .. } => vec![Access::of(AccessKind::RawSql)],
    }
}

/// Changes of indexes are their own kind; all the others are the table's.
fn table_changes(table: &SchemaName, changes: &[TableChange]) -> Vec<Access> {
    let kind = |change: &TableChange| match change {
        TableChange::AddIndex(_) => AccessKind::Create(ObjectKind::Index),
        TableChange::DropIndex(_) => AccessKind::Drop(ObjectKind::Index),
        TableChange::ReplaceIndex { .. } => AccessKind::Alter(ObjectKind::Index),
        TableChange::RenameIndex { .. } => AccessKind::Rename(ObjectKind::Index),
        _ => AccessKind::Alter(ObjectKind::Table),
    };
    changes.iter().map(|change| Access { kind: kind(change), object: Some(named(table)) }).collect()
}

fn defined(verb: Verb, kind: ObjectKind, name: &SchemaName) -> Access {
    Access { kind: verb(kind), object: Some(named(name)) }
}

fn named(name: &SchemaName) -> ObjectName {
    ObjectName { schema: name.schema.clone(), name: name.name.clone() }
}
