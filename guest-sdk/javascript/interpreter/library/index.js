// The module `aludel`: what migrations import.

export { context } from "aludel:context";
export { DatabaseError, IrreversibleError, MigrationError, PreconditionError } from "aludel:errors";
export { irreversible, other, precondition } from "aludel:errors";
export { log } from "aludel:log";
export { progress } from "aludel:progress";
export { Decimal, ForeignValue, Interval, Json, sqlArray, Uuid } from "aludel:values";
export { Instant, PlainDate, PlainDateTime, PlainTime } from "aludel:calendar";
export * from "aludel:types";
export { column, expression } from "aludel:parts";
