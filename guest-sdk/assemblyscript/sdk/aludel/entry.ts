// How a step begins and ends. No part of what a migration uses.

import { DatabaseError, Failure, Level, databaseDrop, progressLog, storeAnswerNothingOrFailure } from "./bindings";
import { Answer, allocate, begin } from "./canonical";
import { Database } from "./database";
import { attempt } from "./unwind";

export { reallocate as cabi_realloc } from "./canonical";

/** Runs a step, and gives the address of what it answers. */
export function run(handle: u32, step: (db: Database) => void): usize {
  const failure = attempt(step, new Database(handle));
  // What the host lends for a call is given back before it ends.
  databaseDrop(handle);
  begin();
  const area = allocate(64, 8);
  storeAnswerNothingOrFailure(new Answer<bool, Failure>(true, failure), area);
  return area;
}

/** What the compiler calls for `throw`, a failed `assert`, an index out of bounds: a line of the log, and a trap. */
export function stop(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = message === null ? "it gave no reason" : message;
  const place = file === null ? "" : " (" + file + ":" + line.toString() + ":" + column.toString() + ")";
  progressLog(Level.Error, text + place);
  unreachable();
}
