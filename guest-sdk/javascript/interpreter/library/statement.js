// A prepared statement.

import * as native from "aludel:native";
import { Cursor } from "aludel:cursor";
import { parameterList } from "aludel:names";

export class Statement {
  #handle;

  constructor(handle) {
    this.#handle = handle;
  }

  execute(parameters) {
    return native.statementExecute(this.#handle, parameterList(parameters));
  }

  query(parameters, options) {
    return new Cursor(native.statementQuery(this.#handle, parameterList(parameters)), options);
  }

  executeMany(rows) {
    let writer;
    for (const row of rows) {
      // Rows cross over in columnar form; the first one tells how many columns there are.
      writer ??= native.writerNew(this.#handle, "statementExecuteBatch", [...row.keys()]);
      native.writerPush(writer, row);
    }
    return writer === undefined ? 0 : native.writerFlush(writer);
  }

  executeBatch(columns) {
    const writer = native.writerNew(this.#handle, "statementExecuteBatch", [...columns.keys()]);
    native.writerPushColumns(writer, columns, columns[0]?.length ?? 0);
    return native.writerFlush(writer);
  }

  close() {
    native.close(this.#handle);
  }
}

if (Symbol.dispose) Statement.prototype[Symbol.dispose] = Statement.prototype.close;
