// Migrations in AssemblyScript.
//
// A migration is one file with a header and two functions:
//
//     import { Database } from "aludel";
//
//     export function upgrade(db: Database): void {
//       db.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(200) NOT NULL)");
//     }
//
//     export function downgrade(db: Database): void {
//       db.execute("DROP TABLE notes");
//     }
//
// A third one, `export function verify(db: Database): void`, runs after `upgrade` in the same transaction, and its failure
// undoes the step. Without `downgrade` there is no way back.

export { Answer, Some } from "./canonical";
export { Batch, BatchColumn } from "./batch";
export { BatchBuilder } from "./builder";
export { BulkWriter } from "./bulk";
export { context, Argument } from "./context";
export { Cursor } from "./cursor";
export { Database } from "./database";
export { MigrationError, extra, fail, irreversible, precondition } from "./errors";
export { Fields, Row } from "./fields";
export { Field, log } from "./log";
export { Task } from "./progress";
export { Savepoint } from "./savepoint";
export { Statement } from "./statement";
export { NULL, bytes, decimal, json, timestamp, timestamptz, value } from "./value";
export {
  Column, DatabaseError, DatabaseInfo, Date, DateTime, Dialect, ErrorKind, ForeignValue, Interval, Level, Outcome, Phase,
  Time, Uuid, Value, ValueBoolean, ValueBooleanArray, ValueBytes, ValueDate, ValueDecimal, ValueForeign, ValueInteger,
  ValueIntegerArray, ValueInterval, ValueJson, ValueReal, ValueRealArray, ValueText, ValueTextArray, ValueTime,
  ValueTimestamp, ValueTimestamptz, ValueUnsignedInteger, ValueUuid, nameOfDialect, nameOfErrorKind,
} from "./bindings";
