// The changes of one table, made all at once.

import { ColumnBuilder, ConstraintBuilder, ForeignKeyBuilder, IndexBuilder } from "aludel:builders";
import { defaultGeneration, sqlGeneration } from "aludel:builders";
import { guard, list } from "aludel:names";

/** What changes of a column. */
class AlterColumn {
  constructor(name) {
    // What is `undefined` stays as it is, what is `null` goes.
    this.change = { name, options: [] };
  }

  #set(changes) {
    Object.assign(this.change, changes);
    return this;
  }

  setType(columnType) {
    return this.#set({ columnType });
  }

  using(using) {
    return this.#set({ using });
  }

  nullable() {
    return this.#set({ nullable: true });
  }

  notNull() {
    return this.#set({ nullable: false });
  }

  default(value) {
    return this.#set({ generation: defaultGeneration(value) });
  }

  defaultSql(sql) {
    return this.#set({ generation: sqlGeneration(sql) });
  }

  dropDefault() {
    return this.#set({ generation: { tag: "none" } });
  }

  collate(collation) {
    return this.#set({ collation });
  }

  dropCollation() {
    return this.#set({ collation: null });
  }

  comment(comment) {
    return this.#set({ comment });
  }

  dropComment() {
    return this.#set({ comment: null });
  }

  option(name, value) {
    this.change.options.push([name, String(value)]);
    return this;
  }
}

/** What the function of `alterTable` gets. */
export class AlterTable {
  #steps = [];
  rebuild = "when-needed";

  #step(tag, val, options) {
    this.#steps.push(() => [{ change: { tag, val }, guard: guard(options) }]);
    return this;
  }

  /** What a builder says is read when all was said. */
  #built(tag, builder) {
    this.#steps.push(() => [{ change: { tag, val: builder.definition }, guard: guard(builder.guards) }]);
    return builder;
  }

  addColumn(name, type) {
    const builder = new ColumnBuilder(name, type);
    this.#built("add-column", builder);
    this.#steps.push(() => ownParts(builder));
    return builder;
  }

  dropColumn(name, options) {
    return this.#step("drop-column", name, options);
  }

  renameColumn(old, to) {
    return this.#step("rename-column", { old, new: to });
  }

  alterColumn(name) {
    const builder = new AlterColumn(name);
    this.#step("alter-column", builder.change);
    return builder;
  }

  addPrimaryKey(columns) {
    return this.#built("add-constraint", ConstraintBuilder.primaryKey(columns));
  }

  addUnique(columns) {
    return this.#built("add-constraint", ConstraintBuilder.unique(columns));
  }

  addCheck(condition) {
    return this.#built("add-constraint", ConstraintBuilder.check(condition));
  }

  addExclude(definition) {
    return this.#built("add-constraint", ConstraintBuilder.exclude(definition));
  }

  addForeignKey(columns) {
    return this.#built("add-constraint", new ForeignKeyBuilder(columns));
  }

  #dropConstraint(kind, choice, options) {
    const byName = typeof choice === "string";
    const reference = { name: byName ? choice : null, kind, columns: byName ? [] : list(choice ?? []) };
    return this.#step("drop-constraint", reference, options);
  }

  dropConstraint(name, options) {
    return this.#dropConstraint(null, name, options);
  }

  dropPrimaryKey(options) {
    return this.#dropConstraint("primary-key", undefined, options);
  }

  dropUnique(choice, options) {
    return this.#dropConstraint("unique", choice, options);
  }

  dropForeignKey(choice, options) {
    return this.#dropConstraint("foreign-key", choice, options);
  }

  dropCheck(name, options) {
    return this.#dropConstraint("check", name, options);
  }

  renameConstraint(old, to) {
    return this.#step("rename-constraint", { old, new: to });
  }

  addIndex(name, parts) {
    return this.#built("create-index", new IndexBuilder(name, parts));
  }

  addIndexOn(parts) {
    return this.#built("create-index", new IndexBuilder(null, parts));
  }

  dropIndex(name, options) {
    return this.#step("drop-index", name, options);
  }

  renameIndex(old, to) {
    return this.#step("rename-index", { old, new: to });
  }

  comment(text) {
    return this.#step("set-comment", text);
  }

  dropComment() {
    return this.#step("set-comment", null);
  }

  option(name, value) {
    return this.#step("set-option", [name, String(value)]);
  }

  dropOption(name) {
    return this.#step("set-option", [name, null]);
  }

  alwaysRebuild() {
    this.rebuild = "always";
    return this;
  }

  neverRebuild() {
    this.rebuild = "never";
    return this;
  }

  /** The records of the interface. */
  build() {
    return this.#steps.flatMap((step) => step());
  }
}

/** The constraints and indexes that were written at a column. */
function ownParts(column) {
  const plain = (tag, val) => ({ change: { tag, val }, guard: guard() });
  const keys = column.isPrimaryKey ? [ConstraintBuilder.primaryKey([column.definition.name])] : [];
  const constraints = [...keys, ...column.constraints].map(({ definition }) => plain("add-constraint", definition));
  return [...constraints, ...column.indexes.map(({ definition }) => plain("create-index", definition))];
}
