//! Interface `aludel:sql/database`.

use wasmtime::component::Resource;

use super::crossing;
use crate::worlds::v0_1::bindings::aludel::sql::{database, types};
use crate::worlds::v0_1::resources::{BulkWriter, Cursor, DatabaseHandle, Savepoint, Statement};

type Database = Resource<DatabaseHandle>;
type Row = Vec<types::Value>;

crossing!(
    /// Calls of `resource database`.
    DatabaseCall, Database, database::HostDatabase {
        asks info(database: Database) -> database::DatabaseInfo;
        asks supports(database: Database, feature: String) -> bool;
        asks quote(database: Database, identifier: String) -> String;
        asks placeholder(database: Database, index: u32) -> String;
        tries execute(database: Database, sql: String, params: Row) -> types::Outcome;
        tries execute_script(database: Database, sql: String) -> ();
        tries query(database: Database, sql: String, params: Row) -> Resource<Cursor>;
        tries query_one(database: Database, sql: String, params: Row) -> Option<Row>;
        tries prepare(database: Database, sql: String) -> Resource<Statement>;
        tries bulk_insert(
            database: Database, schema: Option<String>, table: String, columns: Vec<String>
        ) -> Resource<BulkWriter>;
        tries bulk_update(
            database: Database, schema: Option<String>, table: String, keys: Vec<String>, columns: Vec<String>
        ) -> Resource<BulkWriter>;
        tries savepoint(database: Database) -> Resource<Savepoint>;
        waits drop(database: Database) -> ();
    }
);

crossing!(
    /// Calls of `resource cursor`.
    CursorCall, Cursor, database::HostCursor {
        asks columns(cursor: Resource<Cursor>) -> Vec<types::Column>;
        tries next_rows(cursor: Resource<Cursor>, max_rows: u32) -> Vec<Row>;
        tries next_batch(cursor: Resource<Cursor>, max_rows: u32) -> types::Batch;
        waits drop(cursor: Resource<Cursor>) -> ();
    }
);

crossing!(
    /// Calls of `resource statement`.
    StatementCall, Statement, database::HostStatement {
        tries execute(statement: Resource<Statement>, params: Row) -> types::Outcome;
        tries query(statement: Resource<Statement>, params: Row) -> Resource<Cursor>;
        tries execute_many(statement: Resource<Statement>, rows: Vec<Row>) -> u64;
        tries execute_batch(statement: Resource<Statement>, rows: types::Batch) -> u64;
        waits drop(statement: Resource<Statement>) -> ();
    }
);

crossing!(
    /// Calls of `resource bulk-writer`.
    BulkWriterCall, BulkWriter, database::HostBulkWriter {
        tries write_rows(writer: Resource<BulkWriter>, rows: Vec<Row>) -> ();
        tries write_batch(writer: Resource<BulkWriter>, rows: types::Batch) -> ();
        tries finish(writer: Resource<BulkWriter>) -> u64;
        waits drop(writer: Resource<BulkWriter>) -> ();
    }
);

crossing!(
    /// Calls of `resource savepoint`.
    SavepointCall, Savepoint, database::HostSavepoint {
        tries release(savepoint: Resource<Savepoint>) -> ();
        tries rollback(savepoint: Resource<Savepoint>) -> ();
        waits drop(savepoint: Resource<Savepoint>) -> ();
    }
);
