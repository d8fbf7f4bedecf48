// Writing many rows.

import * as native from "aludel:native";

export class BulkWriter {
  #handle;
  #writer;

  constructor(handle, columns) {
    this.#handle = handle;
    this.#writer = native.writerNew(handle, "bulkWriterWriteBatch", columns);
  }

  push(row) {
    native.writerPush(this.#writer, row);
  }

  pushAll(rows) {
    for (const row of rows) native.writerPush(this.#writer, row);
  }

  writeBatch(columns) {
    const counts = new Set(columns.map((column) => column.length));
    if (counts.size > 1) throw new TypeError(`the columns have ${[...counts].join(" and ")} values`);
    native.writerFlush(this.#writer);
    native.writerPushColumns(this.#writer, columns, columns[0]?.length ?? 0);
    native.writerFlush(this.#writer);
  }

  finish() {
    native.writerFlush(this.#writer);
    return native.bulkWriterFinish(this.#handle);
  }

  /** Undoes what was written, as does forgetting the writer. */
  discard() {
    native.close(this.#handle);
  }
}

if (Symbol.dispose) BulkWriter.prototype[Symbol.dispose] = BulkWriter.prototype.discard;
