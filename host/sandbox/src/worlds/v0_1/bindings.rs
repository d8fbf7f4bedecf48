wasmtime::component::bindgen!({
    path: "../../wit/0.1.0",
    world: "everything",
    imports: {
        "aludel:migration/context": trappable,
        "aludel:migration/progress": trappable,
        "aludel:sql/database.[method]database.info": trappable,
        "aludel:sql/database.[method]database.supports": trappable,
        "aludel:sql/database.[method]database.quote": trappable,
        "aludel:sql/database.[method]database.placeholder": trappable,
        "aludel:sql/database.[method]cursor.columns": trappable,
        default: async | trappable,
    },
    exports: { default: async },
    trappable_error_type: { "aludel:sql/types.error" => super::refusal::Refusal },
    with: {
        "aludel:sql/database.database": super::resources::DatabaseHandle,
        "aludel:sql/database.cursor": super::resources::Cursor,
        "aludel:sql/database.statement": super::resources::Statement,
        "aludel:sql/database.bulk-writer": super::resources::BulkWriter,
        "aludel:sql/database.savepoint": super::resources::Savepoint,
        "aludel:migration/progress.task": super::resources::Task,
    },
});
