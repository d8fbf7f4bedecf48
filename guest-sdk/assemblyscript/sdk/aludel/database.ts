// The database handle.

import {
  DatabaseError, DatabaseInfo, Dialect, Outcome, Value, databaseBulkInsert, databaseBulkUpdate, databaseExecute,
  databaseExecuteScript, databaseInfo, databasePlaceholder, databasePrepare, databaseQuery, databaseQueryOne,
  databaseQuote, databaseSavepoint, databaseSupports,
} from "./bindings";
import { Answer } from "./canonical";
import { BulkWriter } from "./bulk";
import { Cursor } from "./cursor";
import { MigrationError, check, fail } from "./errors";
import { Row } from "./fields";
import { Savepoint } from "./savepoint";
import { Statement } from "./statement";
import { attempt } from "./unwind";
import { batchOfRow } from "./batch";

/**
 * The database that the migration works on.
 *
 * Every statement runs in the transaction of the step, unless the migration's header says `transaction = false`. One call
 * takes one statement; placeholders are those of the database, see `placeholder`. A statement that fails ends the step,
 * unless the function that it is in was started by `attempt` or `inSavepoint`.
 */
export class Database {
  constructor(readonly handle: u32) {}

  /** What is known about the server, without asking it. */
  get info(): DatabaseInfo {
    return databaseInfo(this.handle);
  }

  /** The kind of server. */
  get dialect(): Dialect {
    return this.info.dialect;
  }

  /** Whether the server has a feature: `returning`, `drop-column`, `arrays`, `check-constraints`. Unknown: false. */
  supports(feature: string): bool {
    return databaseSupports(this.handle, feature);
  }

  /** Quotes one identifier by the rules of the server. */
  quote(identifier: string): string {
    return databaseQuote(this.handle, identifier);
  }

  /** The server's text of parameter `index`, counted from 1: `$1` on PostgreSQL, `?` on MySQL. */
  placeholder(index: i32): string {
    return databasePlaceholder(this.handle, index);
  }

  /** The placeholders of so many parameters, as a row of values needs them: `$1, $2, $3`. */
  placeholders(count: i32): string {
    const list = new Array<string>();
    for (let i = 1; i <= count; i++) list.push(this.placeholder(i));
    return list.join(", ");
  }

  /** Runs one statement and drops its rows. */
  execute(sql: string, parameters: Array<Value> = []): Outcome {
    return check(databaseExecute(this.handle, sql, parameters));
  }

  /** As `execute`; the answer has either a `value` or an `error`, and the step goes on. */
  tryExecute(sql: string, parameters: Array<Value> = []): Answer<Outcome, DatabaseError> {
    return databaseExecute(this.handle, sql, parameters);
  }

  /** Runs several statements divided by semicolons, without parameters. */
  executeScript(sql: string): void {
    check(databaseExecuteScript(this.handle, sql));
  }

  /** Runs one statement and streams its rows. */
  query(sql: string, parameters: Array<Value> = []): Cursor {
    return new Cursor(check(databaseQuery(this.handle, sql, parameters)));
  }

  /** The first row, or null. Its columns have no names: they are read by their places. */
  queryOne(sql: string, parameters: Array<Value> = []): Row | null {
    const values = check(databaseQueryOne(this.handle, sql, parameters));
    return values === null ? null : new Row(batchOfRow(values));
  }

  /** The first row; none is an error. `db.queryScalar("SELECT count(*) FROM orders").integer(0)` */
  queryScalar(sql: string, parameters: Array<Value> = []): Row {
    const row = this.queryOne(sql, parameters);
    if (row === null) fail("the query gave no row: " + sql);
    return row!;
  }

  /** Prepares a statement that runs many times. */
  prepare(sql: string): Statement {
    return new Statement(check(databasePrepare(this.handle, sql)));
  }

  /** Writes many rows into a table, the fastest way that the database has. */
  bulkInsert(table: string, columns: Array<string>, schema: string | null = null): BulkWriter {
    return new BulkWriter(check(databaseBulkInsert(this.handle, schema, table, columns)), columns.length);
  }

  /** Changes many rows found by key: each row holds the values of `keys`, then those of `columns`. */
  bulkUpdate(table: string, keys: Array<string>, columns: Array<string>, schema: string | null = null): BulkWriter {
    const handle = check(databaseBulkUpdate(this.handle, schema, table, keys, columns));
    return new BulkWriter(handle, keys.length + columns.length);
  }

  /** Opens a savepoint. */
  savepoint(): Savepoint {
    return new Savepoint(check(databaseSavepoint(this.handle)));
  }

  /**
   * Runs a function; gives why it gave up, or null. A function within another sees no variables of it, only globals.
   *
   *     const error = db.attempt((db) => { db.execute("DROP TABLE old_orders"); });
   *     if (error !== null) log.warn(error.message);
   */
  attempt(work: (db: Database) => void): MigrationError | null {
    const failure = attempt(work, this);
    return failure === null ? null : new MigrationError(failure);
  }

  /** As `attempt`, in a savepoint: what the function did is kept if it ends by itself, and undone if it gives up. */
  inSavepoint(work: (db: Database) => void): MigrationError | null {
    const savepoint = this.savepoint();
    const error = this.attempt(work);
    if (error === null) savepoint.release();
    else savepoint.rollback();
    return error;
  }
}
