// Writing many rows.

import { Value, bulkWriterDrop, bulkWriterFinish, bulkWriterWriteBatch } from "./bindings";
import { Batch } from "./batch";
import { BatchBuilder } from "./builder";
import { check } from "./errors";

/** How many rows are collected before they go to the host. */
const FLUSH_ROWS: i32 = 10_000;
/** How many bytes of values are collected before they go to the host. */
const FLUSH_BYTES: i32 = 4 << 20;

/**
 * Writes many rows, collected in large batches. A row is complete when every column has its value:
 *
 *     const countries = db.bulkInsert("countries", ["code", "name"]);
 *     countries.text("DE").text("Germany");
 *     countries.push([value("FR"), value("France")]);
 *     countries.finish();
 *
 * What is not finished is undone at the end of the step; `undo` does it at once.
 */
export class BulkWriter {
  private pending: BatchBuilder;

  constructor(private handle: u32, columnCount: i32) {
    this.pending = new BatchBuilder(columnCount);
  }

  /** Writes one row: its values in the order of the columns, after the keys where there are keys. */
  push(row: Array<Value>): void {
    this.pending.push(row);
    this.added();
  }

  /** Adds an integer to the row. */
  integer(it: i64): this {
    this.pending.integer(it);
    return this.added();
  }

  /** Adds a floating-point number to the row. */
  real(it: f64): this {
    this.pending.real(it);
    return this.added();
  }

  /** Adds a boolean to the row. */
  boolean(it: bool): this {
    this.pending.boolean(it);
    return this.added();
  }

  /** Adds a text to the row; null is NULL. */
  text(it: string | null): this {
    this.pending.text(it);
    return this.added();
  }

  /** Adds NULL to the row. */
  null(): this {
    this.pending.null();
    return this.added();
  }

  /** Adds a value of whatever kind to the row. */
  value(it: Value): this {
    this.pending.value(it);
    return this.added();
  }

  /** Writes rows that are in columnar form already. */
  writeBatch(rows: Batch): void {
    this.flush();
    check(bulkWriterWriteBatch(this.handle, rows.raw));
  }

  /** Ends the writing; gives the rows written in all. */
  finish(): u64 {
    this.flush();
    return check(bulkWriterFinish(this.handle));
  }

  /** Undoes what was written. The writer cannot be used any more. */
  undo(): void {
    bulkWriterDrop(this.handle);
  }

  private added(): this {
    const isFull = this.pending.rowCount >= FLUSH_ROWS || this.pending.byteCount >= FLUSH_BYTES;
    if (isFull && this.pending.isComplete) this.flush();
    return this;
  }

  private flush(): void {
    if (this.pending.rowCount > 0) check(bulkWriterWriteBatch(this.handle, this.pending.take().raw));
  }
}
