// The types of columns.

import { objectName } from "aludel:names";

/** The type of a column. */
class DataType {
  constructor(base, { dimensions = 0, overrides = [] } = {}) {
    this.base = base;
    this.arrayDimensions = dimensions;
    this.overrides = overrides;
  }

  array() {
    return new DataType(this.base, { dimensions: this.arrayDimensions + 1, overrides: this.overrides });
  }

  on(dialect, text) {
    const overrides = [...this.overrides, [dialect, text]];
    return new DataType(this.base, { dimensions: this.arrayDimensions, overrides });
  }
}

const type = (tag, val) => new DataType(val === undefined ? { tag } : { tag, val });

export const boolean = () => type("boolean");
export const smallInteger = () => type("smallint");
export const integer = () => type("integer");
export const bigInteger = () => type("bigint");
export const real = () => type("real");
export const double = () => type("double");
export const numeric = (precision, scale = 0) => type("numeric", { precision, scale });
export const decimal = () => type("numeric", { precision: null, scale: null });
export const character = (length) => type("character", length);
export const varchar = (length = null) => type("varchar", length);
export const text = () => type("text");
export const binary = (length = null) => type("binary", length);
export const json = () => type("json");
export const uuid = () => type("uuid");
export const date = () => type("date");
export const time = (digits = null) => type("time", digits);
export const timestamp = (digits = null) => type("timestamp", digits);
export const timestamptz = (digits = null) => type("timestamptz", digits);
export const interval = () => type("interval");
export const enumeration = (name, labels) => type("enumeration", { name: objectName(name), labels, comment: null });
export const custom = (sql) => type("custom", sql);
