// Collecting rows in columnar form.

import {
  Batch as RawBatch, ColumnBatch, ColumnData, ColumnDataBlobs, ColumnDataBooleans, ColumnDataIntegers, ColumnDataReals,
  ColumnDataTexts, ColumnDataValues, Packed, Value, ValueBoolean, ValueBytes, ValueInteger, ValueReal, ValueText,
} from "./bindings";
import { Batch, BatchColumn, Layout } from "./batch";
import { NULL } from "./value";

const UNDECIDED: u8 = 255;

/**
 * Collects rows, to give them to a statement or a bulk writer at once. A row is complete when every column has its value:
 *
 *     const rows = new BatchBuilder(2);
 *     rows.integer(1).text("Ada");
 *     rows.push([value(2), NULL]);
 */
export class BatchBuilder {
  private columns: Array<ColumnBuilder> = [];
  private column: i32 = 0;
  /** How many complete rows. */
  rowCount: i32 = 0;
  /** How many bytes the rows take, about. */
  byteCount: i32 = 0;

  constructor(columnCount: i32) {
    for (let i = 0; i < columnCount; i++) this.columns.push(new ColumnBuilder());
  }

  /** Whether no row is half added. */
  get isComplete(): bool {
    return this.column == 0;
  }

  /** Adds one row. */
  push(row: Array<Value>): void {
    assert(this.column == 0, "the row before is not complete");
    assert(row.length == this.columns.length, "the row has more or fewer values than there are columns");
    for (let i = 0; i < row.length; i++) this.value(row[i]);
  }

  /** Adds an integer. */
  integer(it: i64): this {
    this.columns[this.column].integer(it);
    return this.added(8);
  }

  /** Adds a floating-point number. */
  real(it: f64): this {
    this.columns[this.column].real(it);
    return this.added(8);
  }

  /** Adds a boolean. */
  boolean(it: bool): this {
    this.columns[this.column].boolean(it);
    return this.added(1);
  }

  /** Adds a text; null is NULL. */
  text(it: string | null): this {
    if (it === null) return this.null();
    return this.added(this.columns[this.column].text(it));
  }

  /** Adds NULL. */
  null(): this {
    this.columns[this.column].null();
    return this.added(1);
  }

  /** Adds a value of whatever kind. */
  value(it: Value): this {
    return this.added(this.columns[this.column].value(it));
  }

  /** The rows so far; the builder is empty afterwards. */
  take(): Batch {
    assert(this.column == 0, "the last row is not complete");
    const raw = new RawBatch(this.rowCount);
    for (let i = 0; i < this.columns.length; i++) raw.columns.push(this.columns[i].take());
    this.rowCount = 0;
    this.byteCount = 0;
    return new Batch(raw);
  }

  private added(bytes: i32): this {
    this.byteCount += bytes;
    this.column++;
    if (this.column == this.columns.length) {
      this.column = 0;
      this.rowCount++;
    }
    return this;
  }
}

/**
 * One column. The first item that is not NULL decides on the layout; an item of another type turns the column into one of
 * single values, which holds everything and costs more to copy.
 */
class ColumnBuilder {
  private layout: u8 = UNDECIDED;
  private count: i32 = 0;
  private nulls: Array<u8> = [];
  private integers: Array<i64> = [];
  private reals: Array<f64> = [];
  private ends: Array<u32> = [];
  private values: Array<Value> = [];
  /** Booleans, texts and bytes; it grows by doubling. */
  private data: StaticArray<u8> = new StaticArray<u8>(0);
  private length: i32 = 0;

  integer(it: i64): void {
    if (!this.isLaidOut(Layout.INTEGERS)) return this.single(new ValueInteger(it));
    this.integers.push(it);
    this.count++;
  }

  real(it: f64): void {
    if (!this.isLaidOut(Layout.REALS)) return this.single(new ValueReal(it));
    this.reals.push(it);
    this.count++;
  }

  boolean(it: bool): void {
    if (!this.isLaidOut(Layout.BOOLEANS)) return this.single(new ValueBoolean(it));
    this.grow(1);
    this.data[this.length++] = it ? 1 : 0;
    this.count++;
  }

  text(it: string): i32 {
    if (!this.isLaidOut(Layout.TEXTS)) {
      this.single(new ValueText(it));
      return it.length + 32;
    }
    this.grow(it.length * 3);
    const to = changetype<usize>(this.data) + this.length;
    const from = changetype<usize>(it);
    const written = <i32>String.UTF8.encodeUnsafe(from, it.length, to, false, String.UTF8.ErrorMode.REPLACE);
    this.length += written;
    this.ends.push(this.length);
    this.count++;
    return written + 4;
  }

  blob(it: StaticArray<u8>): i32 {
    if (!this.isLaidOut(Layout.BLOBS)) {
      this.single(new ValueBytes(it));
      return it.length + 32;
    }
    this.grow(it.length);
    memory.copy(changetype<usize>(this.data) + this.length, changetype<usize>(it), it.length);
    this.length += it.length;
    this.ends.push(this.length);
    this.count++;
    return it.length + 4;
  }

  value(it: Value): i32 {
    switch (it.tag) {
      case 0:
        this.null();
        return 1;
      case 1:
        this.boolean(changetype<ValueBoolean>(it).value);
        return 1;
      case 2:
        this.integer(changetype<ValueInteger>(it).value);
        return 8;
      case 4:
        this.real(changetype<ValueReal>(it).value);
        return 8;
      case 6:
        return this.text(changetype<ValueText>(it).value);
      case 7:
        return this.blob(changetype<ValueBytes>(it).value);
      default:
        this.single(it);
        return 64;
    }
  }

  null(): void {
    const byte = this.count >> 3;
    while (this.nulls.length <= byte) this.nulls.push(0);
    this.nulls[byte] |= <u8>1 << <u8>(this.count & 7);
    this.blank();
    this.count++;
  }

  take(): ColumnBatch {
    const it = new ColumnBatch(this.content());
    if (this.nulls.length > 0) {
      while (this.nulls.length < (this.count + 7) >> 3) this.nulls.push(0);
      it.nulls = StaticArray.fromArray(this.nulls);
    }
    this.nulls.length = 0;
    this.integers.length = 0;
    this.reals.length = 0;
    this.ends.length = 0;
    this.values = [];
    this.length = 0;
    this.count = 0;
    this.layout = UNDECIDED;
    return it;
  }

  private content(): ColumnData {
    switch (this.layout) {
      case Layout.BOOLEANS:
        return new ColumnDataBooleans(this.packedBytes());
      case Layout.INTEGERS:
        return new ColumnDataIntegers(StaticArray.fromArray(this.integers));
      case Layout.REALS:
        return new ColumnDataReals(StaticArray.fromArray(this.reals));
      case Layout.TEXTS:
        return new ColumnDataTexts(this.packed());
      case Layout.BLOBS:
        return new ColumnDataBlobs(this.packed());
      case Layout.VALUES:
        return new ColumnDataValues(this.values);
      default:
        return new ColumnDataValues(new Array<Value>(this.count).fill(NULL));
    }
  }

  private packed(): Packed {
    const it = new Packed();
    it.ends = StaticArray.fromArray(this.ends);
    it.data = this.packedBytes();
    return it;
  }

  private packedBytes(): StaticArray<u8> {
    return StaticArray.slice<u8>(this.data, 0, this.length);
  }

  /** Whether items of a layout can be added as they are. */
  private isLaidOut(wanted: u8): bool {
    if (this.layout == UNDECIDED) {
      this.layout = wanted;
      const count = this.count;
      for (let i = 0; i < count; i++) this.blank();
    }
    return this.layout == wanted;
  }

  /** What stands for a NULL. */
  private blank(): void {
    switch (this.layout) {
      case Layout.BOOLEANS:
        this.grow(1);
        this.data[this.length++] = 0;
        break;
      case Layout.INTEGERS:
        this.integers.push(0);
        break;
      case Layout.REALS:
        this.reals.push(0);
        break;
      case Layout.TEXTS:
      case Layout.BLOBS:
        this.ends.push(this.length);
        break;
      case Layout.VALUES:
        this.values.push(NULL);
        break;
    }
  }

  private single(it: Value): void {
    if (this.layout != Layout.VALUES) this.turnIntoValues();
    this.values.push(it);
    this.count++;
  }

  private turnIntoValues(): void {
    if (this.layout == UNDECIDED) {
      this.layout = Layout.VALUES;
      for (let i = 0; i < this.count; i++) this.blank();
      return;
    }
    const column = new ColumnBatch(this.content());
    column.nulls = StaticArray.fromArray(this.nulls);
    const view = new BatchColumn(column);
    const values = new Array<Value>();
    for (let i = 0; i < this.count; i++) values.push(view.at(i));
    this.values = values;
    this.layout = Layout.VALUES;
  }

  private grow(more: i32): void {
    if (this.length + more <= this.data.length) return;
    const larger = new StaticArray<u8>(max(this.data.length * 2, this.length + more));
    memory.copy(changetype<usize>(larger), changetype<usize>(this.data), this.length);
    this.data = larger;
  }
}
