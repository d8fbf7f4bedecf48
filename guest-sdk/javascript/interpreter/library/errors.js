// Why a migration, or one statement of it, failed; and how a failure is told.

import { originOf } from "aludel:origin";

/** An error of the database, or of the host in its place. */
export class DatabaseError extends Error {
  constructor(record) {
    super(record.message);
    this.name = "DatabaseError";
    this.kind = record.kind;
    this.sqlstate = record.sqlstate ?? undefined;
    this.nativeCode = record.nativeCode ?? undefined;
    this.extras = Object.fromEntries(record.extras);
  }
}

/** A failure that the migration itself decided on. */
export class MigrationError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = new.target.name;
  }
}

export class IrreversibleError extends MigrationError {}

export class PreconditionError extends MigrationError {}

export const irreversible = (message) => new IrreversibleError(message);
export const precondition = (message) => new PreconditionError(message);
export const other = (message) => new MigrationError(message);

export const databaseError = (record) => new DatabaseError(record);

const FRAME = /^\s*at (?:(.*) \()?(.+?):(\d+)(?::\d+)?\)?$/;

/** The frames of a stack, outermost first: those of the project, or those of the library where there are no others. */
function frames(stack) {
  const found = [];
  for (const line of String(stack ?? "").split("\n")) {
    const [, name, file, at] = FRAME.exec(line) ?? [];
    if (file && file !== "aludel:main") found.unshift({ name, file, at });
  }
  const own = found.filter(({ file }) => !/^aludel(:|$)/.test(file));
  return own.length > 0 ? own : found;
}

/** The trace in the form that all languages share: `  at migrations/x.js:12 in upgrade`. */
function trace(error) {
  const place = ({ name, file, at }) =>
    `  at ${originOf(file, Number(at))}${name && !name.startsWith("<") ? ` in ${name}` : ""}`;
  return frames(error.stack).map(place).join("\n");
}

function summary(error) {
  const own = error.message ? `${error.name}: ${error.message}` : String(error.name);
  return error.cause === undefined ? own : `${own} (caused by ${shown(error.cause)})`;
}

/** Any thrown thing as a text of one line. */
function shown(thrown) {
  if (thrown instanceof Error) return summary(thrown);
  if (typeof thrown === "object" && thrown !== null) {
    try {
      return JSON.stringify(thrown) ?? String(thrown);
    } catch {
      return String(thrown);
    }
  }
  return String(thrown);
}

function databaseRecord(error) {
  const extras = Object.entries(error.extras).map(([name, value]) => [name, String(value)]);
  const lines = trace(error);
  if (lines) extras.push(["trace", lines]);
  const { kind, message, sqlstate, nativeCode } = error;
  return { kind, message, sqlstate, nativeCode, extras };
}

/** What was thrown as the failure that the host is told. */
export function describe(thrown) {
  if (thrown instanceof DatabaseError) return { tag: "database", val: databaseRecord(thrown) };
  if (thrown instanceof IrreversibleError) return { tag: "irreversible", val: thrown.message };
  if (thrown instanceof PreconditionError) return { tag: "precondition", val: thrown.message };
  if (thrown instanceof MigrationError && thrown.cause === undefined) return { tag: "other", val: thrown.message };
  const lines = thrown instanceof Error ? trace(thrown) : "";
  return { tag: "other", val: lines ? `${shown(thrown)}\n${lines}` : shown(thrown) };
}
