// Prepared statements.

import { Outcome, Value, statementDrop, statementExecute, statementExecuteBatch, statementQuery } from "./bindings";
import { Batch } from "./batch";
import { Cursor } from "./cursor";
import { check } from "./errors";

/**
 * A prepared statement.
 *
 *     const insert = db.prepare("INSERT INTO countries (code, name) VALUES (?1, ?2)");
 *     insert.execute([value("DE"), value("Germany")]);
 *     insert.close();
 */
export class Statement {
  constructor(private handle: u32) {}

  /** Runs it once and drops its rows. */
  execute(parameters: Array<Value> = []): Outcome {
    return check(statementExecute(this.handle, parameters));
  }

  /** Runs it once and streams its rows. */
  query(parameters: Array<Value> = []): Cursor {
    return new Cursor(check(statementQuery(this.handle, parameters)));
  }

  /** Runs it once a row, in one call; gives the rows affected in all. */
  executeMany(rows: Batch): u64 {
    return check(statementExecuteBatch(this.handle, rows.raw));
  }

  /** Closes it. */
  close(): void {
    statementDrop(this.handle);
  }
}
