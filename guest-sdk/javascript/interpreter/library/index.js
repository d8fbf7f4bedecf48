// The module `aludel`: what migrations import.

export { context } from "aludel:context";
export { Database } from "aludel:database";
export { BulkWriter } from "aludel:bulk";
export { Cursor } from "aludel:cursor";
export { Savepoint } from "aludel:savepoint";
export { Statement } from "aludel:statement";
export { Inspector } from "aludel:inspect";
export { TableBuilder } from "aludel:table";
export { AlterTable } from "aludel:alter";
export { DatabaseError, IrreversibleError, MigrationError, PreconditionError } from "aludel:errors";
export { irreversible, other, precondition } from "aludel:errors";
export { log } from "aludel:log";
export { progress } from "aludel:progress";
export { Decimal, ForeignValue, Interval, Json, sqlArray, Uuid } from "aludel:values";
export { Instant, PlainDate, PlainDateTime, PlainTime } from "aludel:calendar";
export * from "aludel:types";
export { column, expression } from "aludel:parts";
