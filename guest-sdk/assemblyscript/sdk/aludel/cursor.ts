// The rows of a running query.

import { Column, cursorColumns, cursorDrop, cursorNextBatch } from "./bindings";
import { Batch } from "./batch";
import { check } from "./errors";
import { Fields } from "./fields";

/** How many rows `next` fetches at once. */
const PAGE_ROWS: u32 = 1_000;

/**
 * The rows of a running query, fetched page by page. The cursor shows one of them at a time:
 *
 *     const rows = db.query("SELECT id, name FROM customers");
 *     while (rows.next()) log.info(rows.integer("id").toString() + ": " + rows.text("name"));
 *
 * It closes itself behind the last row. Statements may run while it is open.
 */
export class Cursor extends Fields {
  private isOpen: bool = true;
  private rowCount: i32 = 0;
  /** How many rows `next` fetches at once. */
  pageRows: u32 = PAGE_ROWS;

  constructor(private handle: u32) {
    super(cursorColumns(handle));
  }

  /** Goes to the next row; false behind the last. */
  next(): bool {
    this.place++;
    if (this.place < this.rowCount) return true;
    const batch = this.nextBatch(this.pageRows);
    if (batch === null) return false;
    this.show(batch);
    this.rowCount = batch.rowCount;
    return true;
  }

  /** The next rows in columnar form, at most so many, or null behind the last. The host may give fewer. */
  nextBatch(rowsMax: u32): Batch | null {
    if (!this.isOpen) return null;
    const batch = new Batch(check(cursorNextBatch(this.handle, rowsMax)));
    if (batch.rowCount > 0) return batch;
    this.close();
    return null;
  }

  /** Ends the query before its last row. */
  close(): void {
    if (this.isOpen) cursorDrop(this.handle);
    this.isOpen = false;
    this.rowCount = 0;
  }
}
