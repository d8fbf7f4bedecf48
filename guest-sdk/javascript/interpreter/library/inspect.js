// What is in the database, without the tables that the host keeps for itself.

import * as native from "aludel:native";
import { objectName } from "aludel:names";

export class Inspector {
  #handle;

  constructor(handle) {
    this.#handle = handle;
  }

  tableNames(schema) {
    return native.inspectionTableNames(this.#handle, schema).map(({ name }) => name);
  }

  table(name) {
    return native.inspectionTable(this.#handle, objectName(name)) ?? undefined;
  }

  hasTable(name) {
    return native.inspectionHasTable(this.#handle, objectName(name));
  }

  hasColumn(table, column) {
    return native.inspectionHasColumn(this.#handle, objectName(table), column);
  }

  hasIndex(table, index) {
    return native.inspectionHasIndex(this.#handle, objectName(table), index);
  }

  hasConstraint(table, constraint) {
    return native.inspectionHasConstraint(this.#handle, objectName(table), constraint);
  }

  schema() {
    return native.inspectionSchema(this.#handle);
  }
}
