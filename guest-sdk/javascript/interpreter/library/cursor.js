// The rows of a running query.

import * as native from "aludel:native";

/** How many rows are fetched at once. */
const PAGE_ROWS = 1_000;

/** Fetches page by page. A generator, because an object of our own is several times slower at every row. */
function* rowsOf(handle, pageRows, names, bigints) {
  try {
    for (;;) {
      const page = native.nextRows(handle, pageRows, names, bigints);
      if (page.length === 0) return;
      for (const row of page) yield row;
    }
  } finally {
    native.close(handle);
  }
}

export class Cursor extends Iterator {
  #handle;
  #columns;
  #bigints;
  #rows;

  constructor(handle, { pageRows = PAGE_ROWS, integers = "number", rows = "objects" } = {}) {
    super();
    this.#handle = handle;
    this.#columns = native.cursorColumns(handle);
    this.#bigints = integers === "bigint";
    const names = rows === "arrays" ? null : this.#columns.map(({ name }) => name);
    this.#rows = rowsOf(handle, pageRows, names, this.#bigints);
  }

  get columns() {
    return this.#columns;
  }

  [Symbol.iterator]() {
    return this.#rows;
  }

  next() {
    return this.#rows.next();
  }

  /** A loop that is left early ends the query. */
  return(value) {
    this.close();
    return { value, done: true };
  }

  all() {
    return Array.from(this);
  }

  *batches(rows = PAGE_ROWS) {
    try {
      for (;;) {
        const columns = native.nextBatch(this.#handle, rows, this.#bigints);
        if (columns === null) return;
        yield columns;
      }
    } finally {
      this.close();
    }
  }

  close() {
    this.#rows.return();
    native.close(this.#handle);
  }
}

if (Symbol.dispose) Cursor.prototype[Symbol.dispose] = Cursor.prototype.close;
