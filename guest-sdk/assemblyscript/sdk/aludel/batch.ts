// Rows in columnar form: the values of each column lie together.

import {
  Batch as RawBatch, ColumnBatch, ColumnDataBlobs, ColumnDataBooleans, ColumnDataIntegers, ColumnDataReals,
  ColumnDataTexts, ColumnDataValues, Packed, Value, ValueBoolean, ValueBytes, ValueInteger, ValueReal, ValueText,
} from "./bindings";
import { NULL } from "./value";

/** The layouts of a column, in the order of the interface. */
export namespace Layout {
  export const BOOLEANS: u8 = 0;
  export const INTEGERS: u8 = 1;
  export const REALS: u8 = 2;
  export const TEXTS: u8 = 3;
  export const BLOBS: u8 = 4;
  export const VALUES: u8 = 5;
}

/** Many rows in columnar form. */
export class Batch {
  constructor(readonly raw: RawBatch) {}

  /** How many rows. */
  get rowCount(): i32 {
    return <i32>this.raw.rowCount;
  }

  /** How many columns. */
  get columnCount(): i32 {
    return this.raw.columns.length;
  }

  /** A column, by its place counted from 0. */
  column(place: i32): BatchColumn {
    return new BatchColumn(this.raw.columns[place]);
  }
}

/** One column of a batch. */
export class BatchColumn {
  constructor(private raw: ColumnBatch) {}

  /** How the column is laid out: one of `Layout`. */
  get layout(): u8 {
    return this.raw.data.tag;
  }

  /** Whether the item of a row is NULL. */
  isNull(row: i32): bool {
    const nulls = this.raw.nulls;
    const byte = row >> 3;
    if (byte < nulls.length && ((nulls[byte] >> <u8>(row & 7)) & 1) == 1) return true;
    if (this.layout != Layout.VALUES) return false;
    return changetype<ColumnDataValues>(this.raw.data).value[row].tag == 0;
  }

  /** The integers as they lie in memory, where the column holds such: what stands for a NULL is 0. */
  integers(): StaticArray<i64> {
    assert(this.layout == Layout.INTEGERS, "the column holds no integers");
    return changetype<ColumnDataIntegers>(this.raw.data).value;
  }

  /** The floating-point numbers as they lie in memory, where the column holds such: what stands for a NULL is 0. */
  reals(): StaticArray<f64> {
    assert(this.layout == Layout.REALS, "the column holds no floating-point numbers");
    return changetype<ColumnDataReals>(this.raw.data).value;
  }

  /** The text of a row, of a column of texts. */
  text(row: i32): string {
    const it = changetype<ColumnDataTexts>(this.raw.data).value;
    const start = row == 0 ? 0 : it.ends[row - 1];
    return String.UTF8.decodeUnsafe(changetype<usize>(it.data) + start, it.ends[row] - start);
  }

  /** The bytes of a row, of a column of bytes. */
  blob(row: i32): StaticArray<u8> {
    const it = changetype<ColumnDataBlobs>(this.raw.data).value;
    const start = row == 0 ? 0 : it.ends[row - 1];
    return StaticArray.slice<u8>(it.data, <i32>start, <i32>it.ends[row]);
  }

  /** The item of a row. */
  at(row: i32): Value {
    if (this.isNull(row)) return NULL;
    const data = this.raw.data;
    switch (data.tag) {
      case Layout.BOOLEANS:
        return new ValueBoolean(changetype<ColumnDataBooleans>(data).value[row] != 0);
      case Layout.INTEGERS:
        return new ValueInteger(changetype<ColumnDataIntegers>(data).value[row]);
      case Layout.REALS:
        return new ValueReal(changetype<ColumnDataReals>(data).value[row]);
      case Layout.TEXTS:
        return new ValueText(this.text(row));
      case Layout.BLOBS:
        return new ValueBytes(this.blob(row));
      default:
        return changetype<ColumnDataValues>(data).value[row];
    }
  }
}

/** A batch of one row. */
export function batchOfRow(values: Array<Value>): Batch {
  const columns = new Array<ColumnBatch>();
  for (let i = 0; i < values.length; i++) columns.push(new ColumnBatch(new ColumnDataValues([values[i]])));
  const raw = new RawBatch(1);
  raw.columns = columns;
  return new Batch(raw);
}
