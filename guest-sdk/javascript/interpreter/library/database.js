// The database handle.

import * as native from "aludel:native";
import { BulkWriter } from "aludel:bulk";
import { Cursor } from "aludel:cursor";
import { Inspector } from "aludel:inspect";
import { Operations } from "aludel:operations";
import { Savepoint } from "aludel:savepoint";
import { Statement } from "aludel:statement";
import { objectName, parameterList } from "aludel:names";

const isPromise = (value) => typeof value?.then === "function";

export class Database extends Operations {
  #handle;
  #info;

  constructor(handle) {
    super(handle);
    this.#handle = handle;
  }

  get info() {
    this.#info ??= Object.freeze(native.databaseInfo(this.#handle));
    return this.#info;
  }

  get dialect() {
    return this.info.dialect;
  }

  get inspect() {
    return new Inspector(this.#handle);
  }

  supports(feature) {
    return native.databaseSupports(this.#handle, feature);
  }

  quote(identifier) {
    return native.databaseQuote(this.#handle, identifier);
  }

  placeholder(index) {
    return native.databasePlaceholder(this.#handle, index);
  }

  placeholders(count, first = 1) {
    return Array.from({ length: count }, (_, index) => this.placeholder(first + index)).join(", ");
  }

  execute(sql, parameters) {
    return native.databaseExecute(this.#handle, sql, parameterList(parameters));
  }

  executeScript(sql) {
    native.databaseExecuteScript(this.#handle, sql);
  }

  query(sql, parameters, options) {
    return new Cursor(native.databaseQuery(this.#handle, sql, parameterList(parameters)), options);
  }

  queryOne(sql, parameters, options) {
    const cursor = this.query(sql, parameters, { ...options, pageRows: 1 });
    const { value } = cursor.next();
    cursor.close();
    return value;
  }

  queryScalar(sql, parameters) {
    const row = native.databaseQueryOne(this.#handle, sql, parameterList(parameters));
    if (row === null) throw new Error(`the query gave no row: ${sql}`);
    return row[0];
  }

  prepare(sql) {
    return new Statement(native.databasePrepare(this.#handle, sql));
  }

  bulkInsert(table, columns) {
    const { schema, name } = objectName(table);
    return new BulkWriter(native.databaseBulkInsert(this.#handle, schema, name, columns), columns);
  }

  bulkUpdate(table, keys, columns) {
    const { schema, name } = objectName(table);
    const handle = native.databaseBulkUpdate(this.#handle, schema, name, keys, columns);
    return new BulkWriter(handle, [...keys, ...columns]);
  }

  savepoint(work) {
    const savepoint = this.beginSavepoint();
    const undo = (error) => {
      savepoint.rollback();
      throw error;
    };
    const keep = (result) => {
      savepoint.release();
      return result;
    };
    let result;
    try {
      result = work(this);
    } catch (error) {
      undo(error);
    }
    return isPromise(result) ? result.then(keep, undo) : keep(result);
  }

  beginSavepoint() {
    return new Savepoint(native.databaseSavepoint(this.#handle));
  }
}
