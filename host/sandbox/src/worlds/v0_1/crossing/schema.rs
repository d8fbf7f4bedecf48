//! Interfaces `aludel:schema/operations` and `aludel:schema/inspection`.

use wasmtime::component::Resource;

use super::crossing;
use crate::worlds::v0_1::bindings::aludel::schema::{inspection, model, operations};
use crate::worlds::v0_1::resources::DatabaseHandle;
use model::ObjectName;
use operations::Guard;

type Database = Resource<DatabaseHandle>;

crossing!(
    /// Changes of the schema by request.
    OperationCall, Operation, operations::Host {
        tries set_naming(database: Database, naming: model::NamingConvention) -> ();
        tries create_table(database: Database, table: model::TableDef, guard: Guard) -> ();
        tries drop_table(database: Database, name: ObjectName, guard: Guard) -> ();
        tries rename_table(database: Database, name: ObjectName, to: ObjectName) -> ();
        tries alter_table(
            database: Database, name: ObjectName, changes: Vec<operations::GuardedChange>, rebuild: operations::Rebuild
        ) -> ();
        tries create_enum(database: Database, definition: model::EnumDef, guard: Guard) -> ();
        tries alter_enum(
            database: Database, name: ObjectName, changes: Vec<operations::EnumChange>, guard: Guard
        ) -> ();
        tries drop_enum(database: Database, name: ObjectName, guard: Guard) -> ();
        tries create_sequence(database: Database, definition: model::SequenceDef, guard: Guard) -> ();
        tries alter_sequence(
            database: Database, name: ObjectName, change: operations::SequenceChange, guard: Guard
        ) -> ();
        tries drop_sequence(database: Database, name: ObjectName, guard: Guard) -> ();
        tries create_view(database: Database, definition: model::ViewDef, guard: Guard) -> ();
        tries drop_view(database: Database, name: ObjectName, materialized: bool, guard: Guard) -> ();
        tries create_routine(database: Database, definition: model::RoutineDef, guard: Guard) -> ();
        tries drop_routine(database: Database, name: ObjectName, kind: model::RoutineKind, guard: Guard) -> ();
        tries create_trigger(database: Database, definition: model::TriggerDef, guard: Guard) -> ();
        tries drop_trigger(database: Database, table: ObjectName, name: String, guard: Guard) -> ();
        tries create_schema(database: Database, name: String, guard: Guard) -> ();
        tries drop_schema(database: Database, name: String, guard: Guard) -> ();
        tries create_extension(database: Database, definition: model::ExtensionDef, guard: Guard) -> ();
        tries drop_extension(database: Database, name: String, guard: Guard) -> ();
    }
);

crossing!(
    /// Questions about the schema.
    InspectionCall, Inspection, inspection::Host {
        tries table_names(database: Database, schema: Option<String>) -> Vec<ObjectName>;
        tries table(database: Database, name: ObjectName) -> Option<model::TableDef>;
        tries has_table(database: Database, name: ObjectName) -> bool;
        tries has_column(database: Database, table: ObjectName, column: String) -> bool;
        tries has_index(database: Database, table: ObjectName, index: String) -> bool;
        tries has_constraint(database: Database, table: ObjectName, constraint: String) -> bool;
        tries schema(database: Database) -> model::SchemaDef;
    }
);
