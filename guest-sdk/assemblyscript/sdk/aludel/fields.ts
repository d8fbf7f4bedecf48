// The columns of one row.

import {
  Column, Date, DateTime, Interval, Time, Uuid, Value, ValueBoolean, ValueBytes, ValueDate, ValueDecimal, ValueForeign,
  ValueInteger, ValueInterval, ValueReal, ValueText, ValueTime, ValueTimestamp, ValueUnsignedInteger, ValueUuid,
} from "./bindings";
import { Batch, BatchColumn, Layout } from "./batch";
import { conversion } from "./errors";
import { toUint8Array } from "./value";

/** The places of the cases of a value, in the order of the interface. */
namespace Case {
  export const NULL: u8 = 0;
  export const BOOLEAN: u8 = 1;
  export const INTEGER: u8 = 2;
  export const UNSIGNED: u8 = 3;
  export const REAL: u8 = 4;
  export const DECIMAL: u8 = 5;
  export const TEXT: u8 = 6;
  export const BYTES: u8 = 7;
  export const JSON: u8 = 8;
  export const UUID: u8 = 9;
  export const DATE: u8 = 10;
  export const TIME: u8 = 11;
  export const TIMESTAMP: u8 = 12;
  export const TIMESTAMPTZ: u8 = 13;
  export const INTERVAL: u8 = 14;
  export const FOREIGN: u8 = 19;
}

/** The columns of one row, read by place counted from 0, or by name: `row.integer(0)`, `row.text("email")`. */
export class Fields {
  protected views: Array<BatchColumn> = [];
  protected place: i32 = 0;

  constructor(readonly columns: Array<Column>) {}

  /** Takes the rows of a batch over; the first of them is the current one. */
  protected show(batch: Batch): void {
    const views = new Array<BatchColumn>();
    for (let i = 0; i < batch.columnCount; i++) views.push(batch.column(i));
    this.views = views;
    this.place = 0;
  }

  /** How many columns. */
  get length(): i32 {
    return this.views.length;
  }

  /** Whether a column is NULL. */
  isNull<K>(column: K): bool {
    return this.view(column).isNull(this.place);
  }

  /** A column of whatever kind. */
  value<K>(column: K): Value {
    return this.view(column).at(this.place);
  }

  /** An integer; of a boolean, 0 or 1. */
  integer<K>(column: K): i64 {
    const view = this.view(column);
    if (view.layout == Layout.INTEGERS && !view.isNull(this.place)) return view.integers()[this.place];
    const it = view.at(this.place);
    if (it.tag == Case.INTEGER) return changetype<ValueInteger>(it).value;
    if (it.tag == Case.BOOLEAN) return changetype<ValueBoolean>(it).value ? 1 : 0;
    this.refuse(column, it, "an integer");
    return 0;
  }

  /** An integer without a sign. */
  unsigned<K>(column: K): u64 {
    const it = this.value(column);
    if (it.tag == Case.UNSIGNED) return changetype<ValueUnsignedInteger>(it).value;
    const signed = this.integer(column);
    if (signed < 0) this.refuse(column, it, "an integer without a sign");
    return <u64>signed;
  }

  /** A floating-point number; of an integer or a decimal, the nearest. */
  real<K>(column: K): f64 {
    const view = this.view(column);
    if (view.layout == Layout.REALS && !view.isNull(this.place)) return view.reals()[this.place];
    const it = view.at(this.place);
    if (it.tag == Case.REAL) return changetype<ValueReal>(it).value;
    if (it.tag == Case.INTEGER) return <f64>changetype<ValueInteger>(it).value;
    if (it.tag == Case.DECIMAL) return parseFloat(changetype<ValueDecimal>(it).value);
    this.refuse(column, it, "a floating-point number");
    return 0;
  }

  /** A boolean; of an integer, 0 or 1. */
  boolean<K>(column: K): bool {
    const it = this.value(column);
    if (it.tag == Case.BOOLEAN) return changetype<ValueBoolean>(it).value;
    if (it.tag == Case.INTEGER) {
      const number = changetype<ValueInteger>(it).value;
      if (number == 0 || number == 1) return number == 1;
    }
    this.refuse(column, it, "a boolean");
    return false;
  }

  /** A text, also of JSON, of a decimal, and of a type of the server's own. */
  text<K>(column: K): string {
    const view = this.view(column);
    if (view.layout == Layout.TEXTS && !view.isNull(this.place)) return view.text(this.place);
    const it = view.at(this.place);
    if (it.tag == Case.TEXT || it.tag == Case.JSON || it.tag == Case.DECIMAL) return changetype<ValueText>(it).value;
    if (it.tag == Case.FOREIGN) return changetype<ValueForeign>(it).value.text;
    this.refuse(column, it, "text");
    return "";
  }

  /** A text, or null for NULL. */
  textOrNull<K>(column: K): string | null {
    if (this.isNull(column)) return null;
    return this.text(column);
  }

  /** Bytes. */
  bytes<K>(column: K): Uint8Array {
    const it = this.value(column);
    if (it.tag != Case.BYTES) this.refuse(column, it, "bytes");
    return toUint8Array(changetype<ValueBytes>(it).value);
  }

  /** A UUID. */
  uuid<K>(column: K): Uuid {
    const it = this.value(column);
    if (it.tag != Case.UUID) this.refuse(column, it, "a UUID");
    return changetype<ValueUuid>(it).value;
  }

  /** A calendar day. */
  date<K>(column: K): Date {
    const it = this.value(column);
    if (it.tag != Case.DATE) this.refuse(column, it, "a date");
    return changetype<ValueDate>(it).value;
  }

  /** A time of day. */
  time<K>(column: K): Time {
    const it = this.value(column);
    if (it.tag != Case.TIME) this.refuse(column, it, "a time");
    return changetype<ValueTime>(it).value;
  }

  /** A timestamp: without zone, or in UTC where the column has a zone. */
  timestamp<K>(column: K): DateTime {
    const it = this.value(column);
    if (it.tag != Case.TIMESTAMP && it.tag != Case.TIMESTAMPTZ) this.refuse(column, it, "a timestamp");
    return changetype<ValueTimestamp>(it).value;
  }

  /** An interval. */
  interval<K>(column: K): Interval {
    const it = this.value(column);
    if (it.tag != Case.INTERVAL) this.refuse(column, it, "an interval");
    return changetype<ValueInterval>(it).value;
  }

  private view<K>(column: K): BatchColumn {
    if (isString<K>()) return this.views[this.placeOf(changetype<string>(column))];
    else {
      const place = <i32>column;
      if (place < 0 || place >= this.views.length) {
        conversion("the row has no column " + place.toString() + "; it has " + this.views.length.toString());
      }
      return this.views[place];
    }
  }

  private placeOf(name: string): i32 {
    for (let i = 0; i < this.columns.length; i++) if (this.columns[i].name == name) return i;
    conversion("the row has no column `" + name + "`; it has " + this.columns.length.toString());
    return 0;
  }

  private refuse<K>(column: K, found: Value, wanted: string): void {
    let name = "column ";
    if (isString<K>()) name += "`" + changetype<string>(column) + "`";
    else name += (<i32>column).toString();
    conversion(name + " holds " + found.caseName + " that cannot be read as " + wanted);
  }
}

/** One row. Its columns have no names: they are read by their places. */
export class Row extends Fields {
  constructor(batch: Batch) {
    super([]);
    this.show(batch);
  }
}
