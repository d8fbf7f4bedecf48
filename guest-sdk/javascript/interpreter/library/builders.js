// What the builders of tables put together.

import { list, objectName } from "aludel:names";
import { indexParts } from "aludel:parts";

/** Settings that one dialect knows, and a remark: every builder has them. */
class Described {
  comment(text) {
    this.definition.comment = text;
    return this;
  }

  option(name, value) {
    this.definition.options.push([name, String(value)]);
    return this;
  }
}

/** A value that a column has when it is given none. */
function defaultValue(value) {
  if (typeof value === "boolean") return { tag: "boolean", val: value };
  if (typeof value === "number" || typeof value === "bigint") return { tag: "number", val: String(value) };
  if (typeof value === "string") return { tag: "text", val: value };
  throw new TypeError("a default is a text, a number or true and false; SQL is written `defaultSql(...)`");
}

export const defaultGeneration = (value) => ({ tag: "default", val: defaultValue(value) });
export const sqlGeneration = (sql) => ({ tag: "default", val: { tag: "expression", val: sql } });

const key = (parts) => ({ parts: indexParts(parts), include: [], nullsNotDistinct: false });

const constraint = (body) => ({ name: null, body, deferral: "not-deferrable", comment: null, options: [] });

/** A constraint of a table. Without a name, the naming convention names it, or the server. */
export class ConstraintBuilder extends Described {
  constructor(body) {
    super();
    this.definition = constraint(body);
  }

  static primaryKey = (columns) => new ConstraintBuilder({ tag: "primary-key", val: key(columns) });
  static unique = (columns) => new ConstraintBuilder({ tag: "unique", val: key(columns) });
  static check = (condition) => new ConstraintBuilder({ tag: "check", val: condition });
  static exclude = (definition) => new ConstraintBuilder({ tag: "exclude", val: definition });

  named(name) {
    this.definition.name = name;
    return this;
  }

  deferrable() {
    this.definition.deferral = "initially-immediate";
    return this;
  }

  initiallyDeferred() {
    this.definition.deferral = "initially-deferred";
    return this;
  }

  include(columns) {
    this.definition.body.val.include.push(...list(columns));
    return this;
  }

  nullsNotDistinct() {
    this.definition.body.val.nullsNotDistinct = true;
    return this;
  }
}

/** A foreign key. */
export class ForeignKeyBuilder extends ConstraintBuilder {
  constructor(columns) {
    const actions = { onDelete: "no-action", onUpdate: "no-action", matchKind: "simple" };
    const target = { references: { schema: null, name: "" }, referencedColumns: [] };
    super({ tag: "foreign-key", val: { columns: list(columns), ...target, ...actions } });
  }

  #set(changes) {
    Object.assign(this.definition.body.val, changes);
    return this;
  }

  references(table, columns = []) {
    return this.#set({ references: objectName(table), referencedColumns: list(columns) });
  }

  onDelete(action) {
    return this.#set({ onDelete: action });
  }

  onUpdate(action) {
    return this.#set({ onUpdate: action });
  }

  match(matchKind) {
    return this.#set({ matchKind });
  }
}

/** An index. Without a name, the naming convention names it. */
export class IndexBuilder extends Described {
  constructor(name, parts) {
    super();
    const plain = { unique: false, predicate: null, include: [], method: null, nullsNotDistinct: false };
    this.definition = { name, parts: indexParts(parts), ...plain, comment: null, options: [] };
    this.guards = {};
  }

  unique() {
    this.definition.unique = true;
    return this;
  }

  where(condition) {
    this.definition.predicate = condition;
    return this;
  }

  include(columns) {
    this.definition.include.push(...list(columns));
    return this;
  }

  method(method) {
    this.definition.method = method;
    return this;
  }

  nullsNotDistinct() {
    this.definition.nullsNotDistinct = true;
    return this;
  }

  ifNotExists() {
    this.guards.ifNotExists = true;
    return this;
  }

  concurrently() {
    this.guards.concurrently = true;
    return this;
  }
}

/** A column, which may hold NULL unless it is told otherwise. */
export class ColumnBuilder extends Described {
  constructor(name, columnType) {
    super();
    const plain = { nullable: true, generation: { tag: "none" }, collation: null, comment: null, options: [] };
    this.definition = { name, columnType, ...plain };
    this.isPrimaryKey = false;
    this.constraints = [];
    this.indexes = [];
    this.guards = {};
  }

  #generated(generation) {
    this.definition.generation = generation;
    return this;
  }

  #constrained(builder) {
    this.constraints.push(builder);
    return builder;
  }

  notNull() {
    this.definition.nullable = false;
    return this;
  }

  primaryKey() {
    this.isPrimaryKey = true;
    return this.notNull();
  }

  unique(name) {
    this.#constrained(ConstraintBuilder.unique([this.definition.name])).definition.name = name ?? null;
    return this;
  }

  index(name) {
    this.indexes.push(new IndexBuilder(name ?? null, [this.definition.name]));
    return this;
  }

  check(condition, name) {
    this.#constrained(ConstraintBuilder.check(condition)).definition.name = name ?? null;
    return this;
  }

  references(table, column) {
    const columns = column === undefined ? [] : [column];
    return this.#constrained(new ForeignKeyBuilder([this.definition.name])).references(table, columns);
  }

  default(value) {
    return this.#generated(defaultGeneration(value));
  }

  defaultSql(sql) {
    return this.#generated(sqlGeneration(sql));
  }

  autoincrement() {
    return this.#generated({ tag: "autoincrement" });
  }

  identity(kind = "by-default", { start = null, increment = null, options = {} } = {}) {
    return this.#generated({ tag: "identity", val: { kind, start, increment, options: Object.entries(options) } });
  }

  computed(expression) {
    return this.#generated({ tag: "computed", val: { expression, stored: false } });
  }

  computedStored(expression) {
    return this.#generated({ tag: "computed", val: { expression, stored: true } });
  }

  collate(collation) {
    this.definition.collation = collation;
    return this;
  }

  ifNotExists() {
    this.guards.ifNotExists = true;
    return this;
  }
}
