// Changes of the schema by request. Each runs at once, in the transaction of the step.

import * as native from "aludel:native";
import { AlterTable } from "aludel:alter";
import { IndexBuilder } from "aludel:builders";
import { guard, objectName } from "aludel:names";
import { TableBuilder } from "aludel:table";

const plainView = { columns: [], materialized: false, indexes: [], comment: null, options: [] };
const plainSequence = { dataType: null, start: null, increment: null, minimum: null, maximum: null, cache: null };

/** The changes of an enum, in order. */
class AlterEnum {
  changes = [];

  addValue(label, { before, after } = {}) {
    const beside = before === undefined ? { tag: "after", val: after } : { tag: "before", val: before };
    const place = before === undefined && after === undefined ? { tag: "end" } : beside;
    this.changes.push({ tag: "add-label", val: { label, place } });
    return this;
  }

  renameValue(old, to) {
    this.changes.push({ tag: "rename-label", val: { old, new: to } });
    return this;
  }

  dropValue(label) {
    this.changes.push({ tag: "drop-label", val: label });
    return this;
  }

  renameTo(name) {
    this.changes.push({ tag: "rename-to", val: objectName(name) });
    return this;
  }
}

/** The half of `Database` that changes the schema. */
export class Operations {
  #handle;

  constructor(handle) {
    this.#handle = handle;
  }

  createTable(name, define, options) {
    const table = new TableBuilder();
    define(table);
    native.operationsCreateTable(this.#handle, table.build(objectName(name)), guard(options));
  }

  dropTable(name, options) {
    native.operationsDropTable(this.#handle, objectName(name), guard(options));
  }

  renameTable(name, to) {
    native.operationsRenameTable(this.#handle, objectName(name), objectName(to));
  }

  alterTable(name, define) {
    const table = new AlterTable();
    define(table);
    native.operationsAlterTable(this.#handle, objectName(name), table.build(), table.rebuild);
  }

  createIndex(name, table, parts, define = () => {}) {
    const index = new IndexBuilder(name, parts);
    define(index);
    const change = { change: { tag: "create-index", val: index.definition }, guard: guard(index.guards) };
    native.operationsAlterTable(this.#handle, objectName(table), [change], "when-needed");
  }

  dropIndex(name, table, options) {
    const change = { change: { tag: "drop-index", val: name }, guard: guard(options) };
    native.operationsAlterTable(this.#handle, objectName(table), [change], "when-needed");
  }

  createEnum(name, labels, { comment = null, ...options } = {}) {
    native.operationsCreateEnum(this.#handle, { name: objectName(name), labels, comment }, guard(options));
  }

  alterEnum(name, define, options) {
    const changes = new AlterEnum();
    define(changes);
    native.operationsAlterEnum(this.#handle, objectName(name), changes.changes, guard(options));
  }

  dropEnum(name, options) {
    native.operationsDropEnum(this.#handle, objectName(name), guard(options));
  }

  createSequence(name, { ifNotExists, ...definition } = {}) {
    const sequence = { name: objectName(name), ...plainSequence, cycle: false, comment: null, ...definition };
    native.operationsCreateSequence(this.#handle, sequence, guard({ ifNotExists }));
  }

  alterSequence(name, { ifExists, ...changes }) {
    native.operationsAlterSequence(this.#handle, objectName(name), changes, guard({ ifExists }));
  }

  dropSequence(name, options) {
    native.operationsDropSequence(this.#handle, objectName(name), guard(options));
  }

  createView(name, query, { ifNotExists, replace, options = {}, ...definition } = {}) {
    const view = { name: objectName(name), query, ...plainView, ...definition, options: Object.entries(options) };
    native.operationsCreateView(this.#handle, view, guard({ ifNotExists, replace }));
  }

  dropView(name, { materialized = false, ...options } = {}) {
    native.operationsDropView(this.#handle, objectName(name), materialized, guard(options));
  }

  #createRoutine(kind, name, definition, comment) {
    const routine = { name: objectName(name), kind, definition, comment };
    native.operationsCreateRoutine(this.#handle, routine, guard({ replace: true }));
  }

  createFunction(name, definition, { comment = null } = {}) {
    this.#createRoutine("function", name, definition, comment);
  }

  createProcedure(name, definition, { comment = null } = {}) {
    this.#createRoutine("procedure", name, definition, comment);
  }

  dropFunction(name, options) {
    native.operationsDropRoutine(this.#handle, objectName(name), "function", guard(options));
  }

  dropProcedure(name, options) {
    native.operationsDropRoutine(this.#handle, objectName(name), "procedure", guard(options));
  }

  createTrigger(name, table, definition, { comment = null } = {}) {
    const trigger = { table: objectName(table), name, definition, comment };
    native.operationsCreateTrigger(this.#handle, trigger, guard({ replace: true }));
  }

  dropTrigger(name, table, options) {
    native.operationsDropTrigger(this.#handle, objectName(table), name, guard(options));
  }

  createSchema(name) {
    native.operationsCreateSchema(this.#handle, name, guard({ ifNotExists: true }));
  }

  dropSchema(name, options) {
    native.operationsDropSchema(this.#handle, name, guard(options));
  }

  createExtension(name, { schema = null, version = null } = {}) {
    native.operationsCreateExtension(this.#handle, { name, schema, version }, guard({ ifNotExists: true }));
  }

  dropExtension(name, options) {
    native.operationsDropExtension(this.#handle, name, guard(options));
  }

  setNaming(templates) {
    native.operationsSetNaming(this.#handle, Object.entries(templates));
  }
}
