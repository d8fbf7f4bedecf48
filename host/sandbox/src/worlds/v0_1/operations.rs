//! Interface `aludel:schema/operations`: changes of the schema by request.

use aludel_schema::request::{Naming, Request, Verb, change};
use aludel_schema::{Rebuild, model as own};
use aludel_sql::{ErrorKind, SqlError};
use wasmtime::component::Resource;

use super::bindings::aludel::schema::{model as wit, operations};
use super::definition::{Take, take_enum, take_record, take_variant};
use super::host_call::HostCall;
use super::refusal::Refusal;
use super::resources::DatabaseHandle;
use crate::limits::Limits;

type Database = Resource<DatabaseHandle>;
type Answer = Result<(), Refusal>;

impl wit::Host for HostCall<'_> {}

impl HostCall<'_> {
    async fn apply(&mut self, verb: Verb, guard: operations::Guard) -> Answer {
        let guard = guard.take(&self.limits)?;
        self.apply_as(verb, guard).await
    }

    async fn apply_as(&mut self, verb: Verb, guard: change::Guard) -> Answer {
        let mut request = Request { verb, guard };
        let dialect = self.known_database().info().dialect;
        self.naming.clone().apply(&mut request, dialect).map_err(|error| unnamed(&request, &error))?;
        Ok(self.database().apply(request).await?)
    }
}

fn unnamed(request: &Request, error: &aludel_schema::request::NamingError) -> SqlError {
    SqlError::new(ErrorKind::Other, format!("cannot {request}: {error}"))
}

impl operations::Host for HostCall<'_> {
    async fn set_naming(&mut self, _: Database, naming: wit::NamingConvention) -> Answer {
        let templates = naming.take(&self.limits)?;
        let naming = Naming::parse(&templates);
        self.naming = naming.map_err(|error| SqlError::new(ErrorKind::Other, error.to_string()))?;
        Ok(())
    }

    async fn create_table(&mut self, _: Database, table: wit::TableDef, guard: operations::Guard) -> Answer {
        let table = table.take(&self.limits)?;
        self.apply(Verb::CreateTable(table), guard).await
    }

    async fn drop_table(&mut self, _: Database, name: wit::ObjectName, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropTable(name), guard).await
    }

    async fn rename_table(&mut self, _: Database, name: wit::ObjectName, to: wit::ObjectName) -> Answer {
        let (from, to) = (name, to).take(&self.limits)?;
        self.apply_as(Verb::RenameTable { from, to }, change::Guard::default()).await
    }

    async fn alter_table(
        &mut self,
        _: Database,
        name: wit::ObjectName,
        changes: Vec<operations::GuardedChange>,
        rebuild: operations::Rebuild,
    ) -> Answer {
        let (table, changes) = (name, changes).take(&self.limits)?;
        let rebuild = rebuild.take(&self.limits)?;
        self.apply_as(Verb::AlterTable { table, changes, rebuild }, change::Guard::default()).await
    }

    async fn create_enum(&mut self, _: Database, definition: wit::EnumDef, guard: operations::Guard) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateEnum(definition), guard).await
    }

    async fn alter_enum(
        &mut self,
        _: Database,
        name: wit::ObjectName,
        changes: Vec<operations::EnumChange>,
        guard: operations::Guard,
    ) -> Answer {
        let (name, changes) = (name, changes).take(&self.limits)?;
        self.apply(Verb::AlterEnum { name, changes }, guard).await
    }

    async fn drop_enum(&mut self, _: Database, name: wit::ObjectName, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropEnum(name), guard).await
    }

    async fn create_sequence(&mut self, _: Database, definition: wit::SequenceDef, guard: operations::Guard) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateSequence(definition), guard).await
    }

    async fn alter_sequence(
        &mut self,
        _: Database,
        name: wit::ObjectName,
        change: operations::SequenceChange,
        guard: operations::Guard,
    ) -> Answer {
        let name = name.take(&self.limits)?;
        let change = change.take(&self.limits)?;
        self.apply(Verb::AlterSequence { name, change }, guard).await
    }

    async fn drop_sequence(&mut self, _: Database, name: wit::ObjectName, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropSequence(name), guard).await
    }

    async fn create_view(&mut self, _: Database, definition: wit::ViewDef, guard: operations::Guard) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateView(definition), guard).await
    }

    async fn drop_view(
        &mut self,
        _: Database,
        name: wit::ObjectName,
        materialized: bool,
        guard: operations::Guard,
    ) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropView { name, materialized }, guard).await
    }

    async fn create_routine(&mut self, _: Database, definition: wit::RoutineDef, guard: operations::Guard) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateRoutine(definition), guard).await
    }

    async fn drop_routine(
        &mut self,
        _: Database,
        name: wit::ObjectName,
        kind: wit::RoutineKind,
        guard: operations::Guard,
    ) -> Answer {
        let name = name.take(&self.limits)?;
        let kind: own::RoutineKind = kind.take(&self.limits)?;
        self.apply(Verb::DropRoutine { name, kind }, guard).await
    }

    async fn create_trigger(&mut self, _: Database, definition: wit::TriggerDef, guard: operations::Guard) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateTrigger(definition), guard).await
    }

    async fn drop_trigger(
        &mut self,
        _: Database,
        table: wit::ObjectName,
        name: String,
        guard: operations::Guard,
    ) -> Answer {
        let (table, name) = (table, name).take(&self.limits)?;
        self.apply(Verb::DropTrigger { table, name }, guard).await
    }

    async fn create_schema(&mut self, _: Database, name: String, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::CreateSchema(name), guard).await
    }

    async fn drop_schema(&mut self, _: Database, name: String, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropSchema(name), guard).await
    }

    async fn create_extension(
        &mut self,
        _: Database,
        definition: wit::ExtensionDef,
        guard: operations::Guard,
    ) -> Answer {
        let definition = definition.take(&self.limits)?;
        self.apply(Verb::CreateExtension(definition), guard).await
    }

    async fn drop_extension(&mut self, _: Database, name: String, guard: operations::Guard) -> Answer {
        let name = name.take(&self.limits)?;
        self.apply(Verb::DropExtension(name), guard).await
    }
}

take_record!(operations::Guard, change::Guard { if_exists, if_not_exists, cascade, concurrently, replace });
take_enum!(operations::Rebuild, Rebuild { WhenNeeded, Always, Never });
take_enum!(operations::ConstraintKind, change::ConstraintKind { PrimaryKey, Unique, ForeignKey, Check, Exclude });
take_record!(operations::Rename, change::Rename { old, new });
take_record!(
    operations::ColumnChange,
    change::ColumnChange { name, column_type, using, nullable, generation, collation, comment, options }
);
take_record!(operations::ConstraintReference, change::ConstraintReference { name, kind, columns });
take_record!(operations::GuardedChange, change::GuardedChange { change, guard });
take_record!(operations::NewLabel, change::NewLabel { label, place });
take_record!(
    operations::SequenceChange,
    change::SequenceChange { data_type, start, increment, minimum, maximum, cache, cycle }
);
take_variant!(
    operations::TableChange,
    change::TableChangeRequest {
        AddColumn,
        DropColumn,
        RenameColumn,
        AlterColumn,
        AddConstraint,
        DropConstraint,
        RenameConstraint,
        CreateIndex,
        DropIndex,
        RenameIndex,
        SetComment,
        SetOption
    }
);
take_variant!(operations::LabelPlace, change::LabelPlace { Before, After } without End);
take_variant!(operations::EnumChange, change::EnumChange { RenameTo, AddLabel, RenameLabel, DropLabel });
