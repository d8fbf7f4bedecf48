// A table that is to be.

import { ColumnBuilder, ConstraintBuilder, ForeignKeyBuilder, IndexBuilder } from "aludel:builders";
import * as types from "aludel:types";

/** What the function of `createTable` gets. */
export class TableBuilder {
  #columns = [];
  #constraints = [];
  #indexes = [];
  #comment = null;
  #options = [];

  #added(builders, builder) {
    builders.push(builder);
    return builder;
  }

  column(name, type) {
    return this.#added(this.#columns, new ColumnBuilder(name, type));
  }

  primaryKey(columns) {
    return this.#added(this.#constraints, ConstraintBuilder.primaryKey(columns));
  }

  unique(columns) {
    return this.#added(this.#constraints, ConstraintBuilder.unique(columns));
  }

  check(condition) {
    return this.#added(this.#constraints, ConstraintBuilder.check(condition));
  }

  exclude(definition) {
    return this.#added(this.#constraints, ConstraintBuilder.exclude(definition));
  }

  foreignKey(columns) {
    return this.#added(this.#constraints, new ForeignKeyBuilder(columns));
  }

  index(name, parts) {
    return this.#added(this.#indexes, new IndexBuilder(name, parts));
  }

  indexOn(parts) {
    return this.#added(this.#indexes, new IndexBuilder(null, parts));
  }

  comment(text) {
    this.#comment = text;
    return this;
  }

  option(name, value) {
    this.#options.push([name, String(value)]);
    return this;
  }

  /** The record of the interface. */
  build(name) {
    const keys = this.#columns.filter((column) => column.isPrimaryKey).map((column) => column.definition.name);
    const constraints = keys.length > 0 ? [ConstraintBuilder.primaryKey(keys)] : [];
    constraints.push(...this.#columns.flatMap((column) => column.constraints), ...this.#constraints);
    const indexes = [...this.#columns.flatMap((column) => column.indexes), ...this.#indexes];
    return {
      name,
      columns: this.#columns.map((column) => column.definition),
      constraints: constraints.map((constraint) => constraint.definition),
      indexes: indexes.map((index) => index.definition),
      comment: this.#comment,
      options: this.#options,
    };
  }
}

/** The types that a column may be made of by their own names: `t.integer("id")`. */
const SHORTHANDS = Object.entries(types).filter(([name]) => name !== "custom" && name !== "enumeration");

for (const [name, type] of SHORTHANDS) {
  TableBuilder.prototype[name] = function (column, ...details) {
    return this.column(column, type(...details));
  };
}
