// Generated from the interfaces in `wit`; changes are lost.
//
// The types and functions as the host has them. A migration uses those of `aludel`.

import { Answer, Some, allocate, begin, blank, loadList, loadString, storeList, storeString } from "./canonical";

/** A calendar day of the proleptic Gregorian calendar. */
export class Date {
  constructor(public year: i32, public month: u8, public day: u8) {}
}

function loadDate(at: usize): Date {
  const it = new Date(load<i32>(at), load<u8>(at + 4), load<u8>(at + 5));
  return it;
}

function storeDate(it: Date, at: usize): void {
  store<i32>(at, it.year);
  store<u8>(at + 4, it.month);
  store<u8>(at + 5, it.day);
}

/** A time of day without zone. */
export class Time {
  constructor(public hour: u8, public minute: u8, public second: u8, public nanosecond: u32) {}
}

function loadTime(at: usize): Time {
  const it = new Time(load<u8>(at), load<u8>(at + 1), load<u8>(at + 2), load<u32>(at + 4));
  return it;
}

function storeTime(it: Time, at: usize): void {
  store<u8>(at, it.hour);
  store<u8>(at + 1, it.minute);
  store<u8>(at + 2, it.second);
  store<u32>(at + 4, it.nanosecond);
}

/** A point on the wall clock. Zone-less in `timestamp`, UTC in `timestamptz`. */
export class DateTime {
  constructor(public date: Date, public time: Time) {}
}

function loadDateTime(at: usize): DateTime {
  const it = new DateTime(loadDate(at), loadTime(at + 8));
  return it;
}

function storeDateTime(it: DateTime, at: usize): void {
  storeDate(it.date, at);
  storeTime(it.time, at + 8);
}

/** Kept in three parts because months and days have no fixed length. */
export class Interval {
  constructor(public months: i32, public days: i32, public microseconds: i64) {}
}

function loadInterval(at: usize): Interval {
  const it = new Interval(load<i32>(at), load<i32>(at + 4), load<i64>(at + 8));
  return it;
}

function storeInterval(it: Interval, at: usize): void {
  store<i32>(at, it.months);
  store<i32>(at + 4, it.days);
  store<i64>(at + 8, it.microseconds);
}

/** 128 bits, most significant half first. */
export class Uuid {
  constructor(public high: u64, public low: u64) {}
}

function loadUuid(at: usize): Uuid {
  const it = new Uuid(load<u64>(at), load<u64>(at + 8));
  return it;
}

function storeUuid(it: Uuid, at: usize): void {
  store<u64>(at, it.high);
  store<u64>(at + 8, it.low);
}

/**
 * A value of a type that has no case of its own, in the server's own text
 * form: PostgreSQL ranges, `infinity`, inet, hstore; MySQL zero dates, sets.
 */
export class ForeignValue {
  constructor(public typeName: string, public text: string) {}
}

function loadForeignValue(at: usize): ForeignValue {
  const it = new ForeignValue(loadString(at), loadString(at + 8));
  return it;
}

function storeForeignValue(it: ForeignValue, at: usize): void {
  storeString(it.typeName, at);
  storeString(it.text, at + 8);
}

function loadOptionalBool(at: usize): Some<bool> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<bool>(load<u8>(at + 1) != 0);
}

function storeOptionalBool(it: Some<bool> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u8>(at + 1, <u8>it.value);
}

function loadListOfOptionalBool(at: usize): Array<Some<bool> | null> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Some<bool> | null>(count);
  for (let i = 0; i < count; i++) items[i] = loadOptionalBool(start + i * 2);
  return items;
}

function storeListOfOptionalBool(it: Array<Some<bool> | null>, at: usize): void {
  const start = allocate(it.length * 2, 1);
  for (let i = 0; i < it.length; i++) storeOptionalBool(it[i], start + i * 2);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadOptionalS64(at: usize): Some<i64> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<i64>(load<i64>(at + 8));
}

function storeOptionalS64(it: Some<i64> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<i64>(at + 8, it.value);
}

function loadListOfOptionalS64(at: usize): Array<Some<i64> | null> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Some<i64> | null>(count);
  for (let i = 0; i < count; i++) items[i] = loadOptionalS64(start + i * 16);
  return items;
}

function storeListOfOptionalS64(it: Array<Some<i64> | null>, at: usize): void {
  const start = allocate(it.length * 16, 8);
  for (let i = 0; i < it.length; i++) storeOptionalS64(it[i], start + i * 16);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadOptionalF64(at: usize): Some<f64> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<f64>(load<f64>(at + 8));
}

function storeOptionalF64(it: Some<f64> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<f64>(at + 8, it.value);
}

function loadListOfOptionalF64(at: usize): Array<Some<f64> | null> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Some<f64> | null>(count);
  for (let i = 0; i < count; i++) items[i] = loadOptionalF64(start + i * 16);
  return items;
}

function storeListOfOptionalF64(it: Array<Some<f64> | null>, at: usize): void {
  const start = allocate(it.length * 16, 8);
  for (let i = 0; i < it.length; i++) storeOptionalF64(it[i], start + i * 16);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadOptionalString(at: usize): string | null {
  if (load<u8>(at) == 0) return null;
  return loadString(at + 4);
}

function storeOptionalString(it: string | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeString(it, at + 4);
}

function loadListOfOptionalString(at: usize): Array<string | null> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<string | null>(count);
  for (let i = 0; i < count; i++) items[i] = loadOptionalString(start + i * 12);
  return items;
}

function storeListOfOptionalString(it: Array<string | null>, at: usize): void {
  const start = allocate(it.length * 12, 4);
  for (let i = 0; i < it.length; i++) storeOptionalString(it[i], start + i * 12);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/**
 * One SQL value. Integers and floats of every width share one case each;
 * the width is in `column.type-name`. The array cases carry
 * one-dimensional arrays; an array of any other element type travels as
 * `text-array`, one of more dimensions as `foreign`.
 */
export class Value {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return ValueCases[this.tag];
  }
}

const ValueCases: StaticArray<string> = ["null", "boolean", "integer", "unsigned-integer", "real", "decimal", "text", "bytes", "json", "uuid", "date", "time", "timestamp", "timestamptz", "interval", "boolean-array", "integer-array", "real-array", "text-array", "foreign"];

/** The case `boolean`. */
export class ValueBoolean extends Value {
  constructor(public value: bool) {
    super(1);
  }
}

/** The case `integer`. */
export class ValueInteger extends Value {
  constructor(public value: i64) {
    super(2);
  }
}

/** Only for values over the range of `integer` (MySQL BIGINT UNSIGNED). */
export class ValueUnsignedInteger extends Value {
  constructor(public value: u64) {
    super(3);
  }
}

/** The case `real`. */
export class ValueReal extends Value {
  constructor(public value: f64) {
    super(4);
  }
}

/** Base ten, no exponent: `-12.3400`. Trailing zeros are the scale. */
export class ValueDecimal extends Value {
  constructor(public value: string) {
    super(5);
  }
}

/** The case `text`. */
export class ValueText extends Value {
  constructor(public value: string) {
    super(6);
  }
}

/** The case `bytes`. */
export class ValueBytes extends Value {
  constructor(public value: StaticArray<u8>) {
    super(7);
  }
}

/** A JSON document as text, byte for byte as the server gave it. */
export class ValueJson extends Value {
  constructor(public value: string) {
    super(8);
  }
}

/** The case `uuid`. */
export class ValueUuid extends Value {
  constructor(public value: Uuid) {
    super(9);
  }
}

/** The case `date`. */
export class ValueDate extends Value {
  constructor(public value: Date) {
    super(10);
  }
}

/** The case `time`. */
export class ValueTime extends Value {
  constructor(public value: Time) {
    super(11);
  }
}

/** The case `timestamp`. */
export class ValueTimestamp extends Value {
  constructor(public value: DateTime) {
    super(12);
  }
}

/** The case `timestamptz`. */
export class ValueTimestamptz extends Value {
  constructor(public value: DateTime) {
    super(13);
  }
}

/** The case `interval`. */
export class ValueInterval extends Value {
  constructor(public value: Interval) {
    super(14);
  }
}

/** The case `boolean-array`. */
export class ValueBooleanArray extends Value {
  constructor(public value: Array<Some<bool> | null>) {
    super(15);
  }
}

/** The case `integer-array`. */
export class ValueIntegerArray extends Value {
  constructor(public value: Array<Some<i64> | null>) {
    super(16);
  }
}

/** The case `real-array`. */
export class ValueRealArray extends Value {
  constructor(public value: Array<Some<f64> | null>) {
    super(17);
  }
}

/** The case `text-array`. */
export class ValueTextArray extends Value {
  constructor(public value: Array<string | null>) {
    super(18);
  }
}

/** The case `foreign`. */
export class ValueForeign extends Value {
  constructor(public value: ForeignValue) {
    super(19);
  }
}

function loadValue(at: usize): Value {
  switch (load<u8>(at)) {
    case 1:
      return new ValueBoolean(load<u8>(at + 8) != 0);
    case 2:
      return new ValueInteger(load<i64>(at + 8));
    case 3:
      return new ValueUnsignedInteger(load<u64>(at + 8));
    case 4:
      return new ValueReal(load<f64>(at + 8));
    case 5:
      return new ValueDecimal(loadString(at + 8));
    case 6:
      return new ValueText(loadString(at + 8));
    case 7:
      return new ValueBytes(loadList<u8>(at + 8));
    case 8:
      return new ValueJson(loadString(at + 8));
    case 9:
      return new ValueUuid(loadUuid(at + 8));
    case 10:
      return new ValueDate(loadDate(at + 8));
    case 11:
      return new ValueTime(loadTime(at + 8));
    case 12:
      return new ValueTimestamp(loadDateTime(at + 8));
    case 13:
      return new ValueTimestamptz(loadDateTime(at + 8));
    case 14:
      return new ValueInterval(loadInterval(at + 8));
    case 15:
      return new ValueBooleanArray(loadListOfOptionalBool(at + 8));
    case 16:
      return new ValueIntegerArray(loadListOfOptionalS64(at + 8));
    case 17:
      return new ValueRealArray(loadListOfOptionalF64(at + 8));
    case 18:
      return new ValueTextArray(loadListOfOptionalString(at + 8));
    case 19:
      return new ValueForeign(loadForeignValue(at + 8));
    default:
      return new Value(load<u8>(at));
  }
}

function storeValue(it: Value, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 1:
      store<u8>(at + 8, <u8>changetype<ValueBoolean>(it).value);
      break;
    case 2:
      store<i64>(at + 8, changetype<ValueInteger>(it).value);
      break;
    case 3:
      store<u64>(at + 8, changetype<ValueUnsignedInteger>(it).value);
      break;
    case 4:
      store<f64>(at + 8, changetype<ValueReal>(it).value);
      break;
    case 5:
      storeString(changetype<ValueDecimal>(it).value, at + 8);
      break;
    case 6:
      storeString(changetype<ValueText>(it).value, at + 8);
      break;
    case 7:
      storeList<u8>(changetype<ValueBytes>(it).value, at + 8);
      break;
    case 8:
      storeString(changetype<ValueJson>(it).value, at + 8);
      break;
    case 9:
      storeUuid(changetype<ValueUuid>(it).value, at + 8);
      break;
    case 10:
      storeDate(changetype<ValueDate>(it).value, at + 8);
      break;
    case 11:
      storeTime(changetype<ValueTime>(it).value, at + 8);
      break;
    case 12:
      storeDateTime(changetype<ValueTimestamp>(it).value, at + 8);
      break;
    case 13:
      storeDateTime(changetype<ValueTimestamptz>(it).value, at + 8);
      break;
    case 14:
      storeInterval(changetype<ValueInterval>(it).value, at + 8);
      break;
    case 15:
      storeListOfOptionalBool(changetype<ValueBooleanArray>(it).value, at + 8);
      break;
    case 16:
      storeListOfOptionalS64(changetype<ValueIntegerArray>(it).value, at + 8);
      break;
    case 17:
      storeListOfOptionalF64(changetype<ValueRealArray>(it).value, at + 8);
      break;
    case 18:
      storeListOfOptionalString(changetype<ValueTextArray>(it).value, at + 8);
      break;
    case 19:
      storeForeignValue(changetype<ValueForeign>(it).value, at + 8);
      break;
  }
}

function loadListOfValue(at: usize): Array<Value> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Value>(count);
  for (let i = 0; i < count; i++) items[i] = loadValue(start + i * 24);
  return items;
}

function storeListOfValue(it: Array<Value>, at: usize): void {
  const start = allocate(it.length * 24, 8);
  for (let i = 0; i < it.length; i++) storeValue(it[i], start + i * 24);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** The type `column`. */
export class Column {
  nullable: Some<bool> | null = null;
  constructor(public name: string, /** The server's name of the type: `int4`, `varchar`, `datetime`. */ public typeName: string) {}
}

function loadColumn(at: usize): Column {
  const it = new Column(loadString(at), loadString(at + 8));
  it.nullable = loadOptionalBool(at + 16);
  return it;
}

function storeColumn(it: Column, at: usize): void {
  storeString(it.name, at);
  storeString(it.typeName, at + 8);
  storeOptionalBool(it.nullable, at + 16);
}

/**
 * Variable-length items packed end to end. Item `i` is
 * `data[ends[i-1]..ends[i]]`, with `ends[-1]` read as 0.
 */
export class Packed {
  ends: StaticArray<u32> = new StaticArray<u32>(0);
  data: StaticArray<u8> = new StaticArray<u8>(0);
  constructor() {}
}

function loadPacked(at: usize): Packed {
  const it = new Packed();
  it.ends = loadList<u32>(at);
  it.data = loadList<u8>(at + 8);
  return it;
}

function storePacked(it: Packed, at: usize): void {
  storeList<u32>(it.ends, at);
  storeList<u8>(it.data, at + 8);
}

/** All values of one column of a batch, in the cheapest layout to copy. */
export class ColumnData {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return ColumnDataCases[this.tag];
  }
}

const ColumnDataCases: StaticArray<string> = ["booleans", "integers", "reals", "texts", "blobs", "values"];

/** One byte each, 0 or 1. */
export class ColumnDataBooleans extends ColumnData {
  constructor(public value: StaticArray<u8>) {
    super(0);
  }
}

/** The case `integers`. */
export class ColumnDataIntegers extends ColumnData {
  constructor(public value: StaticArray<i64>) {
    super(1);
  }
}

/** The case `reals`. */
export class ColumnDataReals extends ColumnData {
  constructor(public value: StaticArray<f64>) {
    super(2);
  }
}

/** UTF-8. */
export class ColumnDataTexts extends ColumnData {
  constructor(public value: Packed) {
    super(3);
  }
}

/** The case `blobs`. */
export class ColumnDataBlobs extends ColumnData {
  constructor(public value: Packed) {
    super(4);
  }
}

/** Anything else; nulls included. */
export class ColumnDataValues extends ColumnData {
  constructor(public value: Array<Value>) {
    super(5);
  }
}

function loadColumnData(at: usize): ColumnData {
  switch (load<u8>(at)) {
    case 0:
      return new ColumnDataBooleans(loadList<u8>(at + 4));
    case 1:
      return new ColumnDataIntegers(loadList<i64>(at + 4));
    case 2:
      return new ColumnDataReals(loadList<f64>(at + 4));
    case 3:
      return new ColumnDataTexts(loadPacked(at + 4));
    case 4:
      return new ColumnDataBlobs(loadPacked(at + 4));
    case 5:
      return new ColumnDataValues(loadListOfValue(at + 4));
    default:
      return new ColumnData(load<u8>(at));
  }
}

function storeColumnData(it: ColumnData, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeList<u8>(changetype<ColumnDataBooleans>(it).value, at + 4);
      break;
    case 1:
      storeList<i64>(changetype<ColumnDataIntegers>(it).value, at + 4);
      break;
    case 2:
      storeList<f64>(changetype<ColumnDataReals>(it).value, at + 4);
      break;
    case 3:
      storePacked(changetype<ColumnDataTexts>(it).value, at + 4);
      break;
    case 4:
      storePacked(changetype<ColumnDataBlobs>(it).value, at + 4);
      break;
    case 5:
      storeListOfValue(changetype<ColumnDataValues>(it).value, at + 4);
      break;
  }
}

/** The type `column-batch`. */
export class ColumnBatch {
  /** One bit a row, lowest bit first, 1 for NULL. Empty when none is. */
  nulls: StaticArray<u8> = new StaticArray<u8>(0);
  constructor(public data: ColumnData) {}
}

function loadColumnBatch(at: usize): ColumnBatch {
  const it = new ColumnBatch(loadColumnData(at));
  it.nulls = loadList<u8>(at + 20);
  return it;
}

function storeColumnBatch(it: ColumnBatch, at: usize): void {
  storeColumnData(it.data, at);
  storeList<u8>(it.nulls, at + 20);
}

function loadListOfColumnBatch(at: usize): Array<ColumnBatch> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ColumnBatch>(count);
  for (let i = 0; i < count; i++) items[i] = loadColumnBatch(start + i * 28);
  return items;
}

function storeListOfColumnBatch(it: Array<ColumnBatch>, at: usize): void {
  const start = allocate(it.length * 28, 4);
  for (let i = 0; i < it.length; i++) storeColumnBatch(it[i], start + i * 28);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** Rows in columnar form. Every column has `row-count` items. */
export class Batch {
  columns: Array<ColumnBatch> = new Array<ColumnBatch>();
  constructor(public rowCount: u32) {}
}

function loadBatch(at: usize): Batch {
  const it = new Batch(load<u32>(at));
  it.columns = loadListOfColumnBatch(at + 4);
  return it;
}

function storeBatch(it: Batch, at: usize): void {
  store<u32>(at, it.rowCount);
  storeListOfColumnBatch(it.columns, at + 4);
}

/** The type `error-kind`. */
export enum ErrorKind {
  Connection,
  Syntax,
  ConstraintViolation,
  UndefinedObject,
  DuplicateObject,
  PermissionDenied,
  SerializationFailure,
  Deadlock,
  Timeout,
  Cancelled,
  /** A limit that the host set on this guest was reached. */
  LimitExceeded,
  /** The host's policy refuses this statement or object. */
  Denied,
  /** A result was asked for while SQL is only being written out. */
  Offline,
  /** A parameter or a result could not be converted. */
  Conversion,
  /** This database cannot do what was asked. */
  Unsupported,
  Other,
}

const ErrorKindNames: StaticArray<string> = ["connection", "syntax", "constraint-violation", "undefined-object", "duplicate-object", "permission-denied", "serialization-failure", "deadlock", "timeout", "cancelled", "limit-exceeded", "denied", "offline", "conversion", "unsupported", "other"];

/** The name of a ErrorKind. */
export function nameOfErrorKind(it: ErrorKind): string {
  return ErrorKindNames[it];
}

/** The type `tuple<string, string>`. */
export class TupleOfStringString {
  constructor(public item0: string, public item1: string) {}
}

function loadTupleOfStringString(at: usize): TupleOfStringString {
  const it = new TupleOfStringString(loadString(at), loadString(at + 8));
  return it;
}

function storeTupleOfStringString(it: TupleOfStringString, at: usize): void {
  storeString(it.item0, at);
  storeString(it.item1, at + 8);
}

function loadListOfTupleOfStringString(at: usize): Array<TupleOfStringString> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<TupleOfStringString>(count);
  for (let i = 0; i < count; i++) items[i] = loadTupleOfStringString(start + i * 16);
  return items;
}

function storeListOfTupleOfStringString(it: Array<TupleOfStringString>, at: usize): void {
  const start = allocate(it.length * 16, 4);
  for (let i = 0; i < it.length; i++) storeTupleOfStringString(it[i], start + i * 16);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** The type `error`. */
export class DatabaseError {
  sqlstate: string | null = null;
  nativeCode: Some<i64> | null = null;
  /**
   * Whatever else the server said: `detail`, `hint`, `table`,
   * `column`, `constraint`, `position`. Open ended on purpose.
   */
  extras: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public kind: ErrorKind, public message: string) {}
}

function loadDatabaseError(at: usize): DatabaseError {
  const it = new DatabaseError(<ErrorKind>load<u8>(at), loadString(at + 4));
  it.sqlstate = loadOptionalString(at + 12);
  it.nativeCode = loadOptionalS64(at + 24);
  it.extras = loadListOfTupleOfStringString(at + 40);
  return it;
}

function storeDatabaseError(it: DatabaseError, at: usize): void {
  store<u8>(at, <u8>it.kind);
  storeString(it.message, at + 4);
  storeOptionalString(it.sqlstate, at + 12);
  storeOptionalS64(it.nativeCode, at + 24);
  storeListOfTupleOfStringString(it.extras, at + 40);
}

/** The type `outcome`. */
export class Outcome {
  lastInsertId: Some<i64> | null = null;
  constructor(public rowsAffected: u64) {}
}

function loadOutcome(at: usize): Outcome {
  const it = new Outcome(load<u64>(at));
  it.lastInsertId = loadOptionalS64(at + 8);
  return it;
}

function storeOutcome(it: Outcome, at: usize): void {
  store<u64>(at, it.rowsAffected);
  storeOptionalS64(it.lastInsertId, at + 8);
}

/** The type `dialect`. */
export enum Dialect {
  Sqlite,
  Postgresql,
  Mysql,
  Mariadb,
  /** Told apart by `database-info.dialect-name`. */
  Other,
}

const DialectNames: StaticArray<string> = ["sqlite", "postgresql", "mysql", "mariadb", "other"];

/** The name of a Dialect. */
export function nameOfDialect(it: Dialect): string {
  return DialectNames[it];
}

/** The type `tuple<u32, u32, u32>`. */
export class TupleOfU32U32U32 {
  constructor(public item0: u32, public item1: u32, public item2: u32) {}
}

function loadTupleOfU32U32U32(at: usize): TupleOfU32U32U32 {
  const it = new TupleOfU32U32U32(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8));
  return it;
}

function storeTupleOfU32U32U32(it: TupleOfU32U32U32, at: usize): void {
  store<u32>(at, it.item0);
  store<u32>(at + 4, it.item1);
  store<u32>(at + 8, it.item2);
}

/** The type `database-info`. */
export class DatabaseInfo {
  defaultSchema: string | null = null;
  /** False for MySQL, where DDL commits. */
  transactionalDdl: bool = false;
  constructor(public dialect: Dialect, public dialectName: string, public serverVersion: string, public versionNumber: TupleOfU32U32U32) {}
}

function loadDatabaseInfo(at: usize): DatabaseInfo {
  const it = new DatabaseInfo(<Dialect>load<u8>(at), loadString(at + 4), loadString(at + 12), loadTupleOfU32U32U32(at + 20));
  it.defaultSchema = loadOptionalString(at + 32);
  it.transactionalDdl = load<u8>(at + 44) != 0;
  return it;
}

function storeDatabaseInfo(it: DatabaseInfo, at: usize): void {
  store<u8>(at, <u8>it.dialect);
  storeString(it.dialectName, at + 4);
  storeString(it.serverVersion, at + 12);
  storeTupleOfU32U32U32(it.versionNumber, at + 20);
  storeOptionalString(it.defaultSchema, at + 32);
  store<u8>(at + 44, <u8>it.transactionalDdl);
}

function loadAnswerOutcomeOrDatabaseError(at: usize): Answer<Outcome, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<Outcome, DatabaseError>(loadOutcome(at + 8), null);
  return new Answer<Outcome, DatabaseError>(blank<Outcome>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerOutcomeOrDatabaseError(it: Answer<Outcome, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeOutcome(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerNothingOrDatabaseError(at: usize): Answer<bool, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<bool, DatabaseError>(true, null);
  return new Answer<bool, DatabaseError>(blank<bool>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerNothingOrDatabaseError(it: Answer<bool, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerHandleOrDatabaseError(at: usize): Answer<u32, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<u32, DatabaseError>(load<u32>(at + 8), null);
  return new Answer<u32, DatabaseError>(blank<u32>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerHandleOrDatabaseError(it: Answer<u32, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) store<u32>(at + 8, it.value);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadOptionalListOfValue(at: usize): Array<Value> | null {
  if (load<u8>(at) == 0) return null;
  return loadListOfValue(at + 4);
}

function storeOptionalListOfValue(it: Array<Value> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeListOfValue(it, at + 4);
}

function loadAnswerOptionalListOfValueOrDatabaseError(at: usize): Answer<Array<Value> | null, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<Array<Value> | null, DatabaseError>(loadOptionalListOfValue(at + 8), null);
  return new Answer<Array<Value> | null, DatabaseError>(blank<Array<Value> | null>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerOptionalListOfValueOrDatabaseError(it: Answer<Array<Value> | null, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeOptionalListOfValue(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadListOfString(at: usize): Array<string> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<string>(count);
  for (let i = 0; i < count; i++) items[i] = loadString(start + i * 8);
  return items;
}

function storeListOfString(it: Array<string>, at: usize): void {
  const start = allocate(it.length * 8, 4);
  for (let i = 0; i < it.length; i++) storeString(it[i], start + i * 8);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfColumn(at: usize): Array<Column> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Column>(count);
  for (let i = 0; i < count; i++) items[i] = loadColumn(start + i * 20);
  return items;
}

function storeListOfColumn(it: Array<Column>, at: usize): void {
  const start = allocate(it.length * 20, 4);
  for (let i = 0; i < it.length; i++) storeColumn(it[i], start + i * 20);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfListOfValue(at: usize): Array<Array<Value>> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<Array<Value>>(count);
  for (let i = 0; i < count; i++) items[i] = loadListOfValue(start + i * 8);
  return items;
}

function storeListOfListOfValue(it: Array<Array<Value>>, at: usize): void {
  const start = allocate(it.length * 8, 4);
  for (let i = 0; i < it.length; i++) storeListOfValue(it[i], start + i * 8);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadAnswerListOfListOfValueOrDatabaseError(at: usize): Answer<Array<Array<Value>>, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<Array<Array<Value>>, DatabaseError>(loadListOfListOfValue(at + 8), null);
  return new Answer<Array<Array<Value>>, DatabaseError>(blank<Array<Array<Value>>>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerListOfListOfValueOrDatabaseError(it: Answer<Array<Array<Value>>, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeListOfListOfValue(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerBatchOrDatabaseError(at: usize): Answer<Batch, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<Batch, DatabaseError>(loadBatch(at + 8), null);
  return new Answer<Batch, DatabaseError>(blank<Batch>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerBatchOrDatabaseError(it: Answer<Batch, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeBatch(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerU64OrDatabaseError(at: usize): Answer<u64, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<u64, DatabaseError>(load<u64>(at + 8), null);
  return new Answer<u64, DatabaseError>(blank<u64>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerU64OrDatabaseError(it: Answer<u64, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) store<u64>(at + 8, it.value);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

/** The name of a table, view, enum, sequence or routine, without quotes. */
export class ObjectName {
  /** None is the default schema. */
  schema: string | null = null;
  constructor(public name: string) {}
}

function loadObjectName(at: usize): ObjectName {
  const it = new ObjectName(loadString(at + 12));
  it.schema = loadOptionalString(at);
  return it;
}

function storeObjectName(it: ObjectName, at: usize): void {
  storeOptionalString(it.schema, at);
  storeString(it.name, at + 12);
}

function loadOptionalU16(at: usize): Some<u16> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<u16>(load<u16>(at + 2));
}

function storeOptionalU16(it: Some<u16> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u16>(at + 2, it.value);
}

function loadOptionalS16(at: usize): Some<i16> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<i16>(load<i16>(at + 2));
}

function storeOptionalS16(it: Some<i16> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<i16>(at + 2, it.value);
}

/** The type `numeric-type`. */
export class NumericType {
  precision: Some<u16> | null = null;
  scale: Some<i16> | null = null;
  constructor() {}
}

function loadNumericType(at: usize): NumericType {
  const it = new NumericType();
  it.precision = loadOptionalU16(at);
  it.scale = loadOptionalS16(at + 4);
  return it;
}

function storeNumericType(it: NumericType, at: usize): void {
  storeOptionalU16(it.precision, at);
  storeOptionalS16(it.scale, at + 4);
}

/** The type `enum-def`. */
export class EnumDef {
  labels: Array<string> = new Array<string>();
  comment: string | null = null;
  constructor(/** Used where the dialect has named enums. */ public name: ObjectName) {}
}

function loadEnumDef(at: usize): EnumDef {
  const it = new EnumDef(loadObjectName(at));
  it.labels = loadListOfString(at + 20);
  it.comment = loadOptionalString(at + 28);
  return it;
}

function storeEnumDef(it: EnumDef, at: usize): void {
  storeObjectName(it.name, at);
  storeListOfString(it.labels, at + 20);
  storeOptionalString(it.comment, at + 28);
}

function loadOptionalU32(at: usize): Some<u32> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<u32>(load<u32>(at + 4));
}

function storeOptionalU32(it: Some<u32> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u32>(at + 4, it.value);
}

function loadOptionalU8(at: usize): Some<u8> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<u8>(load<u8>(at + 1));
}

function storeOptionalU8(it: Some<u8> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u8>(at + 1, it.value);
}

/** The type `scalar-type`. */
export class ScalarType {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return ScalarTypeCases[this.tag];
  }
}

const ScalarTypeCases: StaticArray<string> = ["boolean", "smallint", "integer", "bigint", "real", "double", "numeric", "character", "varchar", "text", "binary", "json", "uuid", "date", "time", "timestamp", "timestamptz", "interval", "enumeration", "custom"];

/** The case `numeric`. */
export class ScalarTypeNumeric extends ScalarType {
  constructor(public value: NumericType) {
    super(6);
  }
}

/** Fixed length. */
export class ScalarTypeCharacter extends ScalarType {
  constructor(public value: u32) {
    super(7);
  }
}

/** The case `varchar`. */
export class ScalarTypeVarchar extends ScalarType {
  constructor(public value: Some<u32> | null) {
    super(8);
  }
}

/** The case `binary`. */
export class ScalarTypeBinary extends ScalarType {
  constructor(public value: Some<u32> | null) {
    super(10);
  }
}

/** Fractional digits. */
export class ScalarTypeTime extends ScalarType {
  constructor(public value: Some<u8> | null) {
    super(14);
  }
}

/** The case `timestamp`. */
export class ScalarTypeTimestamp extends ScalarType {
  constructor(public value: Some<u8> | null) {
    super(15);
  }
}

/** The case `timestamptz`. */
export class ScalarTypeTimestamptz extends ScalarType {
  constructor(public value: Some<u8> | null) {
    super(16);
  }
}

/** A column of an enum. The type itself is made by `create-enum`. */
export class ScalarTypeEnumeration extends ScalarType {
  constructor(public value: EnumDef) {
    super(18);
  }
}

/** Written as it stands. */
export class ScalarTypeCustom extends ScalarType {
  constructor(public value: string) {
    super(19);
  }
}

function loadScalarType(at: usize): ScalarType {
  switch (load<u8>(at)) {
    case 6:
      return new ScalarTypeNumeric(loadNumericType(at + 4));
    case 7:
      return new ScalarTypeCharacter(load<u32>(at + 4));
    case 8:
      return new ScalarTypeVarchar(loadOptionalU32(at + 4));
    case 10:
      return new ScalarTypeBinary(loadOptionalU32(at + 4));
    case 14:
      return new ScalarTypeTime(loadOptionalU8(at + 4));
    case 15:
      return new ScalarTypeTimestamp(loadOptionalU8(at + 4));
    case 16:
      return new ScalarTypeTimestamptz(loadOptionalU8(at + 4));
    case 18:
      return new ScalarTypeEnumeration(loadEnumDef(at + 4));
    case 19:
      return new ScalarTypeCustom(loadString(at + 4));
    default:
      return new ScalarType(load<u8>(at));
  }
}

function storeScalarType(it: ScalarType, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 6:
      storeNumericType(changetype<ScalarTypeNumeric>(it).value, at + 4);
      break;
    case 7:
      store<u32>(at + 4, changetype<ScalarTypeCharacter>(it).value);
      break;
    case 8:
      storeOptionalU32(changetype<ScalarTypeVarchar>(it).value, at + 4);
      break;
    case 10:
      storeOptionalU32(changetype<ScalarTypeBinary>(it).value, at + 4);
      break;
    case 14:
      storeOptionalU8(changetype<ScalarTypeTime>(it).value, at + 4);
      break;
    case 15:
      storeOptionalU8(changetype<ScalarTypeTimestamp>(it).value, at + 4);
      break;
    case 16:
      storeOptionalU8(changetype<ScalarTypeTimestamptz>(it).value, at + 4);
      break;
    case 18:
      storeEnumDef(changetype<ScalarTypeEnumeration>(it).value, at + 4);
      break;
    case 19:
      storeString(changetype<ScalarTypeCustom>(it).value, at + 4);
      break;
  }
}

/** The type `column-type`. */
export class ColumnType {
  /** Text to use in place of all this, by dialect name. */
  overrides: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public base: ScalarType, /** 0 for no array. */ public arrayDimensions: u8) {}
}

function loadColumnType(at: usize): ColumnType {
  const it = new ColumnType(loadScalarType(at), load<u8>(at + 44));
  it.overrides = loadListOfTupleOfStringString(at + 48);
  return it;
}

function storeColumnType(it: ColumnType, at: usize): void {
  storeScalarType(it.base, at);
  store<u8>(at + 44, it.arrayDimensions);
  storeListOfTupleOfStringString(it.overrides, at + 48);
}

/** The type `default-value`. */
export class DefaultValue {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return DefaultValueCases[this.tag];
  }
}

const DefaultValueCases: StaticArray<string> = ["text", "number", "boolean", "expression"];

/** Quoted by the host. */
export class DefaultValueText extends DefaultValue {
  constructor(public value: string) {
    super(0);
  }
}

/** The case `number`. */
export class DefaultValueNumber extends DefaultValue {
  constructor(public value: string) {
    super(1);
  }
}

/** The case `boolean`. */
export class DefaultValueBoolean extends DefaultValue {
  constructor(public value: bool) {
    super(2);
  }
}

/** SQL as it stands: `CURRENT_TIMESTAMP`. */
export class DefaultValueExpression extends DefaultValue {
  constructor(public value: string) {
    super(3);
  }
}

function loadDefaultValue(at: usize): DefaultValue {
  switch (load<u8>(at)) {
    case 0:
      return new DefaultValueText(loadString(at + 4));
    case 1:
      return new DefaultValueNumber(loadString(at + 4));
    case 2:
      return new DefaultValueBoolean(load<u8>(at + 4) != 0);
    case 3:
      return new DefaultValueExpression(loadString(at + 4));
    default:
      return new DefaultValue(load<u8>(at));
  }
}

function storeDefaultValue(it: DefaultValue, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeString(changetype<DefaultValueText>(it).value, at + 4);
      break;
    case 1:
      storeString(changetype<DefaultValueNumber>(it).value, at + 4);
      break;
    case 2:
      store<u8>(at + 4, <u8>changetype<DefaultValueBoolean>(it).value);
      break;
    case 3:
      storeString(changetype<DefaultValueExpression>(it).value, at + 4);
      break;
  }
}

/** The type `identity-kind`. */
export enum IdentityKind {
  Always,
  ByDefault,
}

const IdentityKindNames: StaticArray<string> = ["always", "by-default"];

/** The name of a IdentityKind. */
export function nameOfIdentityKind(it: IdentityKind): string {
  return IdentityKindNames[it];
}

/** The type `identity`. */
export class Identity {
  start: Some<i64> | null = null;
  increment: Some<i64> | null = null;
  /** `minvalue`, `maxvalue`, `cache`, `cycle`. */
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public kind: IdentityKind) {}
}

function loadIdentity(at: usize): Identity {
  const it = new Identity(<IdentityKind>load<u8>(at));
  it.start = loadOptionalS64(at + 8);
  it.increment = loadOptionalS64(at + 24);
  it.options = loadListOfTupleOfStringString(at + 40);
  return it;
}

function storeIdentity(it: Identity, at: usize): void {
  store<u8>(at, <u8>it.kind);
  storeOptionalS64(it.start, at + 8);
  storeOptionalS64(it.increment, at + 24);
  storeListOfTupleOfStringString(it.options, at + 40);
}

/** The type `computed`. */
export class Computed {
  stored: bool = false;
  constructor(public expression: string) {}
}

function loadComputed(at: usize): Computed {
  const it = new Computed(loadString(at));
  it.stored = load<u8>(at + 8) != 0;
  return it;
}

function storeComputed(it: Computed, at: usize): void {
  storeString(it.expression, at);
  store<u8>(at + 8, <u8>it.stored);
}

/** How a column gets its value when none is given. */
export class Generation {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return GenerationCases[this.tag];
  }
}

const GenerationCases: StaticArray<string> = ["none", "default", "autoincrement", "identity", "computed"];

/** The case `default`. */
export class GenerationDefault extends Generation {
  constructor(public value: DefaultValue) {
    super(1);
  }
}

/** The case `identity`. */
export class GenerationIdentity extends Generation {
  constructor(public value: Identity) {
    super(3);
  }
}

/** The case `computed`. */
export class GenerationComputed extends Generation {
  constructor(public value: Computed) {
    super(4);
  }
}

function loadGeneration(at: usize): Generation {
  switch (load<u8>(at)) {
    case 1:
      return new GenerationDefault(loadDefaultValue(at + 8));
    case 3:
      return new GenerationIdentity(loadIdentity(at + 8));
    case 4:
      return new GenerationComputed(loadComputed(at + 8));
    default:
      return new Generation(load<u8>(at));
  }
}

function storeGeneration(it: Generation, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 1:
      storeDefaultValue(changetype<GenerationDefault>(it).value, at + 8);
      break;
    case 3:
      storeIdentity(changetype<GenerationIdentity>(it).value, at + 8);
      break;
    case 4:
      storeComputed(changetype<GenerationComputed>(it).value, at + 8);
      break;
  }
}

/** The type `column-def`. */
export class ColumnDef {
  generation: Generation = new Generation(0);
  collation: string | null = null;
  comment: string | null = null;
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public name: string, public columnType: ColumnType, public nullable: bool) {}
}

function loadColumnDef(at: usize): ColumnDef {
  const it = new ColumnDef(loadString(at), loadColumnType(at + 8), load<u8>(at + 64) != 0);
  it.generation = loadGeneration(at + 72);
  it.collation = loadOptionalString(at + 128);
  it.comment = loadOptionalString(at + 140);
  it.options = loadListOfTupleOfStringString(at + 152);
  return it;
}

function storeColumnDef(it: ColumnDef, at: usize): void {
  storeString(it.name, at);
  storeColumnType(it.columnType, at + 8);
  store<u8>(at + 64, <u8>it.nullable);
  storeGeneration(it.generation, at + 72);
  storeOptionalString(it.collation, at + 128);
  storeOptionalString(it.comment, at + 140);
  storeListOfTupleOfStringString(it.options, at + 152);
}

/** The type `index-key`. */
export class IndexKey {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return IndexKeyCases[this.tag];
  }
}

const IndexKeyCases: StaticArray<string> = ["column", "expression"];

/** The case `column`. */
export class IndexKeyColumn extends IndexKey {
  constructor(public value: string) {
    super(0);
  }
}

/** The case `expression`. */
export class IndexKeyExpression extends IndexKey {
  constructor(public value: string) {
    super(1);
  }
}

function loadIndexKey(at: usize): IndexKey {
  switch (load<u8>(at)) {
    case 0:
      return new IndexKeyColumn(loadString(at + 4));
    case 1:
      return new IndexKeyExpression(loadString(at + 4));
    default:
      return new IndexKey(load<u8>(at));
  }
}

function storeIndexKey(it: IndexKey, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeString(changetype<IndexKeyColumn>(it).value, at + 4);
      break;
    case 1:
      storeString(changetype<IndexKeyExpression>(it).value, at + 4);
      break;
  }
}

/** The type `nulls-order`. */
export enum NullsOrder {
  First,
  Last,
}

const NullsOrderNames: StaticArray<string> = ["first", "last"];

/** The name of a NullsOrder. */
export function nameOfNullsOrder(it: NullsOrder): string {
  return NullsOrderNames[it];
}

function loadOptionalNullsOrder(at: usize): Some<NullsOrder> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<NullsOrder>(<NullsOrder>load<u8>(at + 1));
}

function storeOptionalNullsOrder(it: Some<NullsOrder> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u8>(at + 1, <u8>it.value);
}

/** The type `index-part`. */
export class IndexPart {
  descending: bool = false;
  nulls: Some<NullsOrder> | null = null;
  collation: string | null = null;
  /** With its options, as PostgreSQL writes it. */
  operatorClass: string | null = null;
  /** How many characters of the column count (MySQL). */
  prefixLength: Some<u32> | null = null;
  constructor(public key: IndexKey) {}
}

function loadIndexPart(at: usize): IndexPart {
  const it = new IndexPart(loadIndexKey(at));
  it.descending = load<u8>(at + 12) != 0;
  it.nulls = loadOptionalNullsOrder(at + 13);
  it.collation = loadOptionalString(at + 16);
  it.operatorClass = loadOptionalString(at + 28);
  it.prefixLength = loadOptionalU32(at + 40);
  return it;
}

function storeIndexPart(it: IndexPart, at: usize): void {
  storeIndexKey(it.key, at);
  store<u8>(at + 12, <u8>it.descending);
  storeOptionalNullsOrder(it.nulls, at + 13);
  storeOptionalString(it.collation, at + 16);
  storeOptionalString(it.operatorClass, at + 28);
  storeOptionalU32(it.prefixLength, at + 40);
}

function loadListOfIndexPart(at: usize): Array<IndexPart> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<IndexPart>(count);
  for (let i = 0; i < count; i++) items[i] = loadIndexPart(start + i * 48);
  return items;
}

function storeListOfIndexPart(it: Array<IndexPart>, at: usize): void {
  const start = allocate(it.length * 48, 4);
  for (let i = 0; i < it.length; i++) storeIndexPart(it[i], start + i * 48);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** The columns of a primary key or unique constraint. */
export class Key {
  parts: Array<IndexPart> = new Array<IndexPart>();
  include: Array<string> = new Array<string>();
  nullsNotDistinct: bool = false;
  constructor() {}
}

function loadKey(at: usize): Key {
  const it = new Key();
  it.parts = loadListOfIndexPart(at);
  it.include = loadListOfString(at + 8);
  it.nullsNotDistinct = load<u8>(at + 16) != 0;
  return it;
}

function storeKey(it: Key, at: usize): void {
  storeListOfIndexPart(it.parts, at);
  storeListOfString(it.include, at + 8);
  store<u8>(at + 16, <u8>it.nullsNotDistinct);
}

/** The type `referential-action`. */
export enum ReferentialAction {
  NoAction,
  Restrict,
  Cascade,
  SetNull,
  SetDefault,
}

const ReferentialActionNames: StaticArray<string> = ["no-action", "restrict", "cascade", "set-null", "set-default"];

/** The name of a ReferentialAction. */
export function nameOfReferentialAction(it: ReferentialAction): string {
  return ReferentialActionNames[it];
}

/** The type `match-kind`. */
export enum MatchKind {
  Simple,
  Full,
  Partial,
}

const MatchKindNames: StaticArray<string> = ["simple", "full", "partial"];

/** The name of a MatchKind. */
export function nameOfMatchKind(it: MatchKind): string {
  return MatchKindNames[it];
}

/** The type `foreign-key`. */
export class ForeignKey {
  columns: Array<string> = new Array<string>();
  referencedColumns: Array<string> = new Array<string>();
  onDelete: ReferentialAction = <ReferentialAction>0;
  onUpdate: ReferentialAction = <ReferentialAction>0;
  matchKind: MatchKind = <MatchKind>0;
  constructor(public references: ObjectName) {}
}

function loadForeignKey(at: usize): ForeignKey {
  const it = new ForeignKey(loadObjectName(at + 8));
  it.columns = loadListOfString(at);
  it.referencedColumns = loadListOfString(at + 28);
  it.onDelete = <ReferentialAction>load<u8>(at + 36);
  it.onUpdate = <ReferentialAction>load<u8>(at + 37);
  it.matchKind = <MatchKind>load<u8>(at + 38);
  return it;
}

function storeForeignKey(it: ForeignKey, at: usize): void {
  storeListOfString(it.columns, at);
  storeObjectName(it.references, at + 8);
  storeListOfString(it.referencedColumns, at + 28);
  store<u8>(at + 36, <u8>it.onDelete);
  store<u8>(at + 37, <u8>it.onUpdate);
  store<u8>(at + 38, <u8>it.matchKind);
}

/** The type `constraint-body`. */
export class ConstraintBody {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return ConstraintBodyCases[this.tag];
  }
}

const ConstraintBodyCases: StaticArray<string> = ["primary-key", "unique", "foreign-key", "check", "exclude"];

/** The case `primary-key`. */
export class ConstraintBodyPrimaryKey extends ConstraintBody {
  constructor(public value: Key) {
    super(0);
  }
}

/** The case `unique`. */
export class ConstraintBodyUnique extends ConstraintBody {
  constructor(public value: Key) {
    super(1);
  }
}

/** The case `foreign-key`. */
export class ConstraintBodyForeignKey extends ConstraintBody {
  constructor(public value: ForeignKey) {
    super(2);
  }
}

/** The case `check`. */
export class ConstraintBodyCheck extends ConstraintBody {
  constructor(public value: string) {
    super(3);
  }
}

/** SQL as it stands, from the word EXCLUDE on. */
export class ConstraintBodyExclude extends ConstraintBody {
  constructor(public value: string) {
    super(4);
  }
}

function loadConstraintBody(at: usize): ConstraintBody {
  switch (load<u8>(at)) {
    case 0:
      return new ConstraintBodyPrimaryKey(loadKey(at + 4));
    case 1:
      return new ConstraintBodyUnique(loadKey(at + 4));
    case 2:
      return new ConstraintBodyForeignKey(loadForeignKey(at + 4));
    case 3:
      return new ConstraintBodyCheck(loadString(at + 4));
    case 4:
      return new ConstraintBodyExclude(loadString(at + 4));
    default:
      return new ConstraintBody(load<u8>(at));
  }
}

function storeConstraintBody(it: ConstraintBody, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeKey(changetype<ConstraintBodyPrimaryKey>(it).value, at + 4);
      break;
    case 1:
      storeKey(changetype<ConstraintBodyUnique>(it).value, at + 4);
      break;
    case 2:
      storeForeignKey(changetype<ConstraintBodyForeignKey>(it).value, at + 4);
      break;
    case 3:
      storeString(changetype<ConstraintBodyCheck>(it).value, at + 4);
      break;
    case 4:
      storeString(changetype<ConstraintBodyExclude>(it).value, at + 4);
      break;
  }
}

/** The type `deferral`. */
export enum Deferral {
  NotDeferrable,
  InitiallyImmediate,
  InitiallyDeferred,
}

const DeferralNames: StaticArray<string> = ["not-deferrable", "initially-immediate", "initially-deferred"];

/** The name of a Deferral. */
export function nameOfDeferral(it: Deferral): string {
  return DeferralNames[it];
}

/** The type `constraint-def`. */
export class ConstraintDef {
  /** None lets the naming convention name it. */
  name: string | null = null;
  deferral: Deferral = <Deferral>0;
  comment: string | null = null;
  /** `on conflict` (SQLite), `not valid`, `no inherit`, `not enforced`. */
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public body: ConstraintBody) {}
}

function loadConstraintDef(at: usize): ConstraintDef {
  const it = new ConstraintDef(loadConstraintBody(at + 12));
  it.name = loadOptionalString(at);
  it.deferral = <Deferral>load<u8>(at + 56);
  it.comment = loadOptionalString(at + 60);
  it.options = loadListOfTupleOfStringString(at + 72);
  return it;
}

function storeConstraintDef(it: ConstraintDef, at: usize): void {
  storeOptionalString(it.name, at);
  storeConstraintBody(it.body, at + 12);
  store<u8>(at + 56, <u8>it.deferral);
  storeOptionalString(it.comment, at + 60);
  storeListOfTupleOfStringString(it.options, at + 72);
}

/** The type `index-def`. */
export class IndexDef {
  /** None lets the naming convention name it. */
  name: string | null = null;
  parts: Array<IndexPart> = new Array<IndexPart>();
  unique: bool = false;
  /** SQL after WHERE. */
  predicate: string | null = null;
  include: Array<string> = new Array<string>();
  /** None for the usual one, a B-tree. */
  method: string | null = null;
  nullsNotDistinct: bool = false;
  comment: string | null = null;
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor() {}
}

function loadIndexDef(at: usize): IndexDef {
  const it = new IndexDef();
  it.name = loadOptionalString(at);
  it.parts = loadListOfIndexPart(at + 12);
  it.unique = load<u8>(at + 20) != 0;
  it.predicate = loadOptionalString(at + 24);
  it.include = loadListOfString(at + 36);
  it.method = loadOptionalString(at + 44);
  it.nullsNotDistinct = load<u8>(at + 56) != 0;
  it.comment = loadOptionalString(at + 60);
  it.options = loadListOfTupleOfStringString(at + 72);
  return it;
}

function storeIndexDef(it: IndexDef, at: usize): void {
  storeOptionalString(it.name, at);
  storeListOfIndexPart(it.parts, at + 12);
  store<u8>(at + 20, <u8>it.unique);
  storeOptionalString(it.predicate, at + 24);
  storeListOfString(it.include, at + 36);
  storeOptionalString(it.method, at + 44);
  store<u8>(at + 56, <u8>it.nullsNotDistinct);
  storeOptionalString(it.comment, at + 60);
  storeListOfTupleOfStringString(it.options, at + 72);
}

function loadListOfColumnDef(at: usize): Array<ColumnDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ColumnDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadColumnDef(start + i * 160);
  return items;
}

function storeListOfColumnDef(it: Array<ColumnDef>, at: usize): void {
  const start = allocate(it.length * 160, 8);
  for (let i = 0; i < it.length; i++) storeColumnDef(it[i], start + i * 160);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfConstraintDef(at: usize): Array<ConstraintDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ConstraintDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadConstraintDef(start + i * 80);
  return items;
}

function storeListOfConstraintDef(it: Array<ConstraintDef>, at: usize): void {
  const start = allocate(it.length * 80, 4);
  for (let i = 0; i < it.length; i++) storeConstraintDef(it[i], start + i * 80);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfIndexDef(at: usize): Array<IndexDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<IndexDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadIndexDef(start + i * 80);
  return items;
}

function storeListOfIndexDef(it: Array<IndexDef>, at: usize): void {
  const start = allocate(it.length * 80, 4);
  for (let i = 0; i < it.length; i++) storeIndexDef(it[i], start + i * 80);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** The type `table-def`. */
export class TableDef {
  columns: Array<ColumnDef> = new Array<ColumnDef>();
  constraints: Array<ConstraintDef> = new Array<ConstraintDef>();
  indexes: Array<IndexDef> = new Array<IndexDef>();
  comment: string | null = null;
  /** `strict`, `without rowid`, `engine`, `persistence`. */
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public name: ObjectName) {}
}

function loadTableDef(at: usize): TableDef {
  const it = new TableDef(loadObjectName(at));
  it.columns = loadListOfColumnDef(at + 20);
  it.constraints = loadListOfConstraintDef(at + 28);
  it.indexes = loadListOfIndexDef(at + 36);
  it.comment = loadOptionalString(at + 44);
  it.options = loadListOfTupleOfStringString(at + 56);
  return it;
}

function storeTableDef(it: TableDef, at: usize): void {
  storeObjectName(it.name, at);
  storeListOfColumnDef(it.columns, at + 20);
  storeListOfConstraintDef(it.constraints, at + 28);
  storeListOfIndexDef(it.indexes, at + 36);
  storeOptionalString(it.comment, at + 44);
  storeListOfTupleOfStringString(it.options, at + 56);
}

/** The type `view-def`. */
export class ViewDef {
  /** Names of its columns, where the query does not give them. */
  columns: Array<string> = new Array<string>();
  materialized: bool = false;
  /** Of a materialized view. */
  indexes: Array<IndexDef> = new Array<IndexDef>();
  comment: string | null = null;
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public name: ObjectName, public query: string) {}
}

function loadViewDef(at: usize): ViewDef {
  const it = new ViewDef(loadObjectName(at), loadString(at + 20));
  it.columns = loadListOfString(at + 28);
  it.materialized = load<u8>(at + 36) != 0;
  it.indexes = loadListOfIndexDef(at + 40);
  it.comment = loadOptionalString(at + 48);
  it.options = loadListOfTupleOfStringString(at + 60);
  return it;
}

function storeViewDef(it: ViewDef, at: usize): void {
  storeObjectName(it.name, at);
  storeString(it.query, at + 20);
  storeListOfString(it.columns, at + 28);
  store<u8>(at + 36, <u8>it.materialized);
  storeListOfIndexDef(it.indexes, at + 40);
  storeOptionalString(it.comment, at + 48);
  storeListOfTupleOfStringString(it.options, at + 60);
}

/** The type `sequence-def`. */
export class SequenceDef {
  /** None is `bigint`. */
  dataType: string | null = null;
  start: Some<i64> | null = null;
  increment: Some<i64> | null = null;
  minimum: Some<i64> | null = null;
  maximum: Some<i64> | null = null;
  cache: Some<i64> | null = null;
  cycle: bool = false;
  comment: string | null = null;
  constructor(public name: ObjectName) {}
}

function loadSequenceDef(at: usize): SequenceDef {
  const it = new SequenceDef(loadObjectName(at));
  it.dataType = loadOptionalString(at + 20);
  it.start = loadOptionalS64(at + 32);
  it.increment = loadOptionalS64(at + 48);
  it.minimum = loadOptionalS64(at + 64);
  it.maximum = loadOptionalS64(at + 80);
  it.cache = loadOptionalS64(at + 96);
  it.cycle = load<u8>(at + 112) != 0;
  it.comment = loadOptionalString(at + 116);
  return it;
}

function storeSequenceDef(it: SequenceDef, at: usize): void {
  storeObjectName(it.name, at);
  storeOptionalString(it.dataType, at + 20);
  storeOptionalS64(it.start, at + 32);
  storeOptionalS64(it.increment, at + 48);
  storeOptionalS64(it.minimum, at + 64);
  storeOptionalS64(it.maximum, at + 80);
  storeOptionalS64(it.cache, at + 96);
  store<u8>(at + 112, <u8>it.cycle);
  storeOptionalString(it.comment, at + 116);
}

/** The type `routine-kind`. */
export enum RoutineKind {
  Function,
  Procedure,
}

const RoutineKindNames: StaticArray<string> = ["function", "procedure"];

/** The name of a RoutineKind. */
export function nameOfRoutineKind(it: RoutineKind): string {
  return RoutineKindNames[it];
}

/** The type `routine-def`. */
export class RoutineDef {
  comment: string | null = null;
  constructor(/** With the types of its arguments where the dialect has overloads: `touch()`, `add(integer, integer)`. */ public name: ObjectName, public kind: RoutineKind, /** The whole statement that creates it. */ public definition: string) {}
}

function loadRoutineDef(at: usize): RoutineDef {
  const it = new RoutineDef(loadObjectName(at), <RoutineKind>load<u8>(at + 20), loadString(at + 24));
  it.comment = loadOptionalString(at + 32);
  return it;
}

function storeRoutineDef(it: RoutineDef, at: usize): void {
  storeObjectName(it.name, at);
  store<u8>(at + 20, <u8>it.kind);
  storeString(it.definition, at + 24);
  storeOptionalString(it.comment, at + 32);
}

/** The type `trigger-def`. */
export class TriggerDef {
  comment: string | null = null;
  constructor(public table: ObjectName, public name: string, /** The whole statement that creates it. */ public definition: string) {}
}

function loadTriggerDef(at: usize): TriggerDef {
  const it = new TriggerDef(loadObjectName(at), loadString(at + 20), loadString(at + 28));
  it.comment = loadOptionalString(at + 36);
  return it;
}

function storeTriggerDef(it: TriggerDef, at: usize): void {
  storeObjectName(it.table, at);
  storeString(it.name, at + 20);
  storeString(it.definition, at + 28);
  storeOptionalString(it.comment, at + 36);
}

/** The type `extension-def`. */
export class ExtensionDef {
  schema: string | null = null;
  version: string | null = null;
  constructor(public name: string) {}
}

function loadExtensionDef(at: usize): ExtensionDef {
  const it = new ExtensionDef(loadString(at));
  it.schema = loadOptionalString(at + 8);
  it.version = loadOptionalString(at + 20);
  return it;
}

function storeExtensionDef(it: ExtensionDef, at: usize): void {
  storeString(it.name, at);
  storeOptionalString(it.schema, at + 8);
  storeOptionalString(it.version, at + 20);
}

function loadListOfExtensionDef(at: usize): Array<ExtensionDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ExtensionDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadExtensionDef(start + i * 32);
  return items;
}

function storeListOfExtensionDef(it: Array<ExtensionDef>, at: usize): void {
  const start = allocate(it.length * 32, 4);
  for (let i = 0; i < it.length; i++) storeExtensionDef(it[i], start + i * 32);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfEnumDef(at: usize): Array<EnumDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<EnumDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadEnumDef(start + i * 40);
  return items;
}

function storeListOfEnumDef(it: Array<EnumDef>, at: usize): void {
  const start = allocate(it.length * 40, 4);
  for (let i = 0; i < it.length; i++) storeEnumDef(it[i], start + i * 40);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfSequenceDef(at: usize): Array<SequenceDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<SequenceDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadSequenceDef(start + i * 128);
  return items;
}

function storeListOfSequenceDef(it: Array<SequenceDef>, at: usize): void {
  const start = allocate(it.length * 128, 8);
  for (let i = 0; i < it.length; i++) storeSequenceDef(it[i], start + i * 128);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfTableDef(at: usize): Array<TableDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<TableDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadTableDef(start + i * 64);
  return items;
}

function storeListOfTableDef(it: Array<TableDef>, at: usize): void {
  const start = allocate(it.length * 64, 4);
  for (let i = 0; i < it.length; i++) storeTableDef(it[i], start + i * 64);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfViewDef(at: usize): Array<ViewDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ViewDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadViewDef(start + i * 68);
  return items;
}

function storeListOfViewDef(it: Array<ViewDef>, at: usize): void {
  const start = allocate(it.length * 68, 4);
  for (let i = 0; i < it.length; i++) storeViewDef(it[i], start + i * 68);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfRoutineDef(at: usize): Array<RoutineDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<RoutineDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadRoutineDef(start + i * 44);
  return items;
}

function storeListOfRoutineDef(it: Array<RoutineDef>, at: usize): void {
  const start = allocate(it.length * 44, 4);
  for (let i = 0; i < it.length; i++) storeRoutineDef(it[i], start + i * 44);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfTriggerDef(at: usize): Array<TriggerDef> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<TriggerDef>(count);
  for (let i = 0; i < count; i++) items[i] = loadTriggerDef(start + i * 48);
  return items;
}

function storeListOfTriggerDef(it: Array<TriggerDef>, at: usize): void {
  const start = allocate(it.length * 48, 4);
  for (let i = 0; i < it.length; i++) storeTriggerDef(it[i], start + i * 48);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

/** A whole database. */
export class SchemaDef {
  /** Schemas beside the default one. */
  namespaces: Array<string> = new Array<string>();
  extensions: Array<ExtensionDef> = new Array<ExtensionDef>();
  enums: Array<EnumDef> = new Array<EnumDef>();
  sequences: Array<SequenceDef> = new Array<SequenceDef>();
  tables: Array<TableDef> = new Array<TableDef>();
  views: Array<ViewDef> = new Array<ViewDef>();
  routines: Array<RoutineDef> = new Array<RoutineDef>();
  triggers: Array<TriggerDef> = new Array<TriggerDef>();
  naming: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor() {}
}

function loadSchemaDef(at: usize): SchemaDef {
  const it = new SchemaDef();
  it.namespaces = loadListOfString(at);
  it.extensions = loadListOfExtensionDef(at + 8);
  it.enums = loadListOfEnumDef(at + 16);
  it.sequences = loadListOfSequenceDef(at + 24);
  it.tables = loadListOfTableDef(at + 32);
  it.views = loadListOfViewDef(at + 40);
  it.routines = loadListOfRoutineDef(at + 48);
  it.triggers = loadListOfTriggerDef(at + 56);
  it.naming = loadListOfTupleOfStringString(at + 64);
  return it;
}

function storeSchemaDef(it: SchemaDef, at: usize): void {
  storeListOfString(it.namespaces, at);
  storeListOfExtensionDef(it.extensions, at + 8);
  storeListOfEnumDef(it.enums, at + 16);
  storeListOfSequenceDef(it.sequences, at + 24);
  storeListOfTableDef(it.tables, at + 32);
  storeListOfViewDef(it.views, at + 40);
  storeListOfRoutineDef(it.routines, at + 48);
  storeListOfTriggerDef(it.triggers, at + 56);
  storeListOfTupleOfStringString(it.naming, at + 64);
}

/** How, beside what. */
export class Guard {
  /** Nothing happens when what is to go is not there. */
  ifExists: bool = false;
  /** Nothing happens when what is to come is there. */
  ifNotExists: bool = false;
  /** What depends on it goes as well. */
  cascade: bool = false;
  /** Without locking writers out: indexes of PostgreSQL. */
  concurrently: bool = false;
  /** In place of the one that is there: views, routines, triggers. */
  replace: bool = false;
  constructor() {}
}

function loadGuard(at: usize): Guard {
  const it = new Guard();
  it.ifExists = load<u8>(at) != 0;
  it.ifNotExists = load<u8>(at + 1) != 0;
  it.cascade = load<u8>(at + 2) != 0;
  it.concurrently = load<u8>(at + 3) != 0;
  it.replace = load<u8>(at + 4) != 0;
  return it;
}

function storeGuard(it: Guard, at: usize): void {
  store<u8>(at, <u8>it.ifExists);
  store<u8>(at + 1, <u8>it.ifNotExists);
  store<u8>(at + 2, <u8>it.cascade);
  store<u8>(at + 3, <u8>it.concurrently);
  store<u8>(at + 4, <u8>it.replace);
}

/** What to do where the database cannot alter a table in place (SQLite). */
export enum Rebuild {
  /** Copy to a new table only where there is no other way. */
  WhenNeeded,
  Always,
  Never,
}

const RebuildNames: StaticArray<string> = ["when-needed", "always", "never"];

/** The name of a Rebuild. */
export function nameOfRebuild(it: Rebuild): string {
  return RebuildNames[it];
}

/** The type `rename`. */
export class Rename {
  constructor(public old: string, public new_: string) {}
}

function loadRename(at: usize): Rename {
  const it = new Rename(loadString(at), loadString(at + 8));
  return it;
}

function storeRename(it: Rename, at: usize): void {
  storeString(it.old, at);
  storeString(it.new_, at + 8);
}

function loadOptionalColumnType(at: usize): ColumnType | null {
  if (load<u8>(at) == 0) return null;
  return loadColumnType(at + 4);
}

function storeOptionalColumnType(it: ColumnType | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeColumnType(it, at + 4);
}

function loadOptionalGeneration(at: usize): Generation | null {
  if (load<u8>(at) == 0) return null;
  return loadGeneration(at + 8);
}

function storeOptionalGeneration(it: Generation | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeGeneration(it, at + 8);
}

function loadOptionalOptionalString(at: usize): Some<string | null> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<string | null>(loadOptionalString(at + 4));
}

function storeOptionalOptionalString(it: Some<string | null> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeOptionalString(it.value, at + 4);
}

/** Each part some = change it, none = leave it alone. */
export class ColumnChange {
  columnType: ColumnType | null = null;
  /** SQL that makes the new value of the old one, where a cast does not do. */
  using: string | null = null;
  nullable: Some<bool> | null = null;
  generation: Generation | null = null;
  /** some(none) goes back to the column's own. */
  collation: Some<string | null> | null = null;
  /** some(none) removes it. */
  comment: Some<string | null> | null = null;
  /** Those that change; an empty value removes one. */
  options: Array<TupleOfStringString> = new Array<TupleOfStringString>();
  constructor(public name: string) {}
}

function loadColumnChange(at: usize): ColumnChange {
  const it = new ColumnChange(loadString(at));
  it.columnType = loadOptionalColumnType(at + 8);
  it.using = loadOptionalString(at + 68);
  it.nullable = loadOptionalBool(at + 80);
  it.generation = loadOptionalGeneration(at + 88);
  it.collation = loadOptionalOptionalString(at + 152);
  it.comment = loadOptionalOptionalString(at + 168);
  it.options = loadListOfTupleOfStringString(at + 184);
  return it;
}

function storeColumnChange(it: ColumnChange, at: usize): void {
  storeString(it.name, at);
  storeOptionalColumnType(it.columnType, at + 8);
  storeOptionalString(it.using, at + 68);
  storeOptionalBool(it.nullable, at + 80);
  storeOptionalGeneration(it.generation, at + 88);
  storeOptionalOptionalString(it.collation, at + 152);
  storeOptionalOptionalString(it.comment, at + 168);
  storeListOfTupleOfStringString(it.options, at + 184);
}

/** The type `constraint-kind`. */
export enum ConstraintKind {
  PrimaryKey,
  Unique,
  ForeignKey,
  Check,
  Exclude,
}

const ConstraintKindNames: StaticArray<string> = ["primary-key", "unique", "foreign-key", "check", "exclude"];

/** The name of a ConstraintKind. */
export function nameOfConstraintKind(it: ConstraintKind): string {
  return ConstraintKindNames[it];
}

function loadOptionalConstraintKind(at: usize): Some<ConstraintKind> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<ConstraintKind>(<ConstraintKind>load<u8>(at + 1));
}

function storeOptionalConstraintKind(it: Some<ConstraintKind> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u8>(at + 1, <u8>it.value);
}

/** Finds a constraint by its name, or by what it is. */
export class ConstraintReference {
  name: string | null = null;
  kind: Some<ConstraintKind> | null = null;
  columns: Array<string> = new Array<string>();
  constructor() {}
}

function loadConstraintReference(at: usize): ConstraintReference {
  const it = new ConstraintReference();
  it.name = loadOptionalString(at);
  it.kind = loadOptionalConstraintKind(at + 12);
  it.columns = loadListOfString(at + 16);
  return it;
}

function storeConstraintReference(it: ConstraintReference, at: usize): void {
  storeOptionalString(it.name, at);
  storeOptionalConstraintKind(it.kind, at + 12);
  storeListOfString(it.columns, at + 16);
}

/** The type `tuple<string, option<string>>`. */
export class TupleOfStringOptionalString {
  item1: string | null = null;
  constructor(public item0: string) {}
}

function loadTupleOfStringOptionalString(at: usize): TupleOfStringOptionalString {
  const it = new TupleOfStringOptionalString(loadString(at));
  it.item1 = loadOptionalString(at + 8);
  return it;
}

function storeTupleOfStringOptionalString(it: TupleOfStringOptionalString, at: usize): void {
  storeString(it.item0, at);
  storeOptionalString(it.item1, at + 8);
}

/** The type `table-change`. */
export class TableChange {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return TableChangeCases[this.tag];
  }
}

const TableChangeCases: StaticArray<string> = ["add-column", "drop-column", "rename-column", "alter-column", "add-constraint", "drop-constraint", "rename-constraint", "create-index", "drop-index", "rename-index", "set-comment", "set-option"];

/** The case `add-column`. */
export class TableChangeAddColumn extends TableChange {
  constructor(public value: ColumnDef) {
    super(0);
  }
}

/** The case `drop-column`. */
export class TableChangeDropColumn extends TableChange {
  constructor(public value: string) {
    super(1);
  }
}

/** The case `rename-column`. */
export class TableChangeRenameColumn extends TableChange {
  constructor(public value: Rename) {
    super(2);
  }
}

/** The case `alter-column`. */
export class TableChangeAlterColumn extends TableChange {
  constructor(public value: ColumnChange) {
    super(3);
  }
}

/** The case `add-constraint`. */
export class TableChangeAddConstraint extends TableChange {
  constructor(public value: ConstraintDef) {
    super(4);
  }
}

/** The case `drop-constraint`. */
export class TableChangeDropConstraint extends TableChange {
  constructor(public value: ConstraintReference) {
    super(5);
  }
}

/** The case `rename-constraint`. */
export class TableChangeRenameConstraint extends TableChange {
  constructor(public value: Rename) {
    super(6);
  }
}

/** The case `create-index`. */
export class TableChangeCreateIndex extends TableChange {
  constructor(public value: IndexDef) {
    super(7);
  }
}

/** The case `drop-index`. */
export class TableChangeDropIndex extends TableChange {
  constructor(public value: string) {
    super(8);
  }
}

/** The case `rename-index`. */
export class TableChangeRenameIndex extends TableChange {
  constructor(public value: Rename) {
    super(9);
  }
}

/** The case `set-comment`. */
export class TableChangeSetComment extends TableChange {
  constructor(public value: string | null) {
    super(10);
  }
}

/** A setting of the table, as in `table-def.options`; none removes it. */
export class TableChangeSetOption extends TableChange {
  constructor(public value: TupleOfStringOptionalString) {
    super(11);
  }
}

function loadTableChange(at: usize): TableChange {
  switch (load<u8>(at)) {
    case 0:
      return new TableChangeAddColumn(loadColumnDef(at + 8));
    case 1:
      return new TableChangeDropColumn(loadString(at + 8));
    case 2:
      return new TableChangeRenameColumn(loadRename(at + 8));
    case 3:
      return new TableChangeAlterColumn(loadColumnChange(at + 8));
    case 4:
      return new TableChangeAddConstraint(loadConstraintDef(at + 8));
    case 5:
      return new TableChangeDropConstraint(loadConstraintReference(at + 8));
    case 6:
      return new TableChangeRenameConstraint(loadRename(at + 8));
    case 7:
      return new TableChangeCreateIndex(loadIndexDef(at + 8));
    case 8:
      return new TableChangeDropIndex(loadString(at + 8));
    case 9:
      return new TableChangeRenameIndex(loadRename(at + 8));
    case 10:
      return new TableChangeSetComment(loadOptionalString(at + 8));
    case 11:
      return new TableChangeSetOption(loadTupleOfStringOptionalString(at + 8));
    default:
      return new TableChange(load<u8>(at));
  }
}

function storeTableChange(it: TableChange, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeColumnDef(changetype<TableChangeAddColumn>(it).value, at + 8);
      break;
    case 1:
      storeString(changetype<TableChangeDropColumn>(it).value, at + 8);
      break;
    case 2:
      storeRename(changetype<TableChangeRenameColumn>(it).value, at + 8);
      break;
    case 3:
      storeColumnChange(changetype<TableChangeAlterColumn>(it).value, at + 8);
      break;
    case 4:
      storeConstraintDef(changetype<TableChangeAddConstraint>(it).value, at + 8);
      break;
    case 5:
      storeConstraintReference(changetype<TableChangeDropConstraint>(it).value, at + 8);
      break;
    case 6:
      storeRename(changetype<TableChangeRenameConstraint>(it).value, at + 8);
      break;
    case 7:
      storeIndexDef(changetype<TableChangeCreateIndex>(it).value, at + 8);
      break;
    case 8:
      storeString(changetype<TableChangeDropIndex>(it).value, at + 8);
      break;
    case 9:
      storeRename(changetype<TableChangeRenameIndex>(it).value, at + 8);
      break;
    case 10:
      storeOptionalString(changetype<TableChangeSetComment>(it).value, at + 8);
      break;
    case 11:
      storeTupleOfStringOptionalString(changetype<TableChangeSetOption>(it).value, at + 8);
      break;
  }
}

/** The type `guarded-change`. */
export class GuardedChange {
  constructor(public change: TableChange, public guard: Guard) {}
}

function loadGuardedChange(at: usize): GuardedChange {
  const it = new GuardedChange(loadTableChange(at), loadGuard(at + 200));
  return it;
}

function storeGuardedChange(it: GuardedChange, at: usize): void {
  storeTableChange(it.change, at);
  storeGuard(it.guard, at + 200);
}

/** A place among the labels of an enum. */
export class LabelPlace {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return LabelPlaceCases[this.tag];
  }
}

const LabelPlaceCases: StaticArray<string> = ["end", "before", "after"];

/** The case `before`. */
export class LabelPlaceBefore extends LabelPlace {
  constructor(public value: string) {
    super(1);
  }
}

/** The case `after`. */
export class LabelPlaceAfter extends LabelPlace {
  constructor(public value: string) {
    super(2);
  }
}

function loadLabelPlace(at: usize): LabelPlace {
  switch (load<u8>(at)) {
    case 1:
      return new LabelPlaceBefore(loadString(at + 4));
    case 2:
      return new LabelPlaceAfter(loadString(at + 4));
    default:
      return new LabelPlace(load<u8>(at));
  }
}

function storeLabelPlace(it: LabelPlace, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 1:
      storeString(changetype<LabelPlaceBefore>(it).value, at + 4);
      break;
    case 2:
      storeString(changetype<LabelPlaceAfter>(it).value, at + 4);
      break;
  }
}

/** The type `new-label`. */
export class NewLabel {
  place: LabelPlace = new LabelPlace(0);
  constructor(public label: string) {}
}

function loadNewLabel(at: usize): NewLabel {
  const it = new NewLabel(loadString(at));
  it.place = loadLabelPlace(at + 8);
  return it;
}

function storeNewLabel(it: NewLabel, at: usize): void {
  storeString(it.label, at);
  storeLabelPlace(it.place, at + 8);
}

/** The type `enum-change`. */
export class EnumChange {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return EnumChangeCases[this.tag];
  }
}

const EnumChangeCases: StaticArray<string> = ["rename-to", "add-label", "rename-label", "drop-label"];

/** The case `rename-to`. */
export class EnumChangeRenameTo extends EnumChange {
  constructor(public value: ObjectName) {
    super(0);
  }
}

/** The case `add-label`. */
export class EnumChangeAddLabel extends EnumChange {
  constructor(public value: NewLabel) {
    super(1);
  }
}

/** The case `rename-label`. */
export class EnumChangeRenameLabel extends EnumChange {
  constructor(public value: Rename) {
    super(2);
  }
}

/** A new type, to which every column moves. */
export class EnumChangeDropLabel extends EnumChange {
  constructor(public value: string) {
    super(3);
  }
}

function loadEnumChange(at: usize): EnumChange {
  switch (load<u8>(at)) {
    case 0:
      return new EnumChangeRenameTo(loadObjectName(at + 4));
    case 1:
      return new EnumChangeAddLabel(loadNewLabel(at + 4));
    case 2:
      return new EnumChangeRenameLabel(loadRename(at + 4));
    case 3:
      return new EnumChangeDropLabel(loadString(at + 4));
    default:
      return new EnumChange(load<u8>(at));
  }
}

function storeEnumChange(it: EnumChange, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeObjectName(changetype<EnumChangeRenameTo>(it).value, at + 4);
      break;
    case 1:
      storeNewLabel(changetype<EnumChangeAddLabel>(it).value, at + 4);
      break;
    case 2:
      storeRename(changetype<EnumChangeRenameLabel>(it).value, at + 4);
      break;
    case 3:
      storeString(changetype<EnumChangeDropLabel>(it).value, at + 4);
      break;
  }
}

/** Each part some = change it. */
export class SequenceChange {
  dataType: string | null = null;
  start: Some<i64> | null = null;
  increment: Some<i64> | null = null;
  minimum: Some<i64> | null = null;
  maximum: Some<i64> | null = null;
  cache: Some<i64> | null = null;
  cycle: Some<bool> | null = null;
  constructor() {}
}

function loadSequenceChange(at: usize): SequenceChange {
  const it = new SequenceChange();
  it.dataType = loadOptionalString(at);
  it.start = loadOptionalS64(at + 16);
  it.increment = loadOptionalS64(at + 32);
  it.minimum = loadOptionalS64(at + 48);
  it.maximum = loadOptionalS64(at + 64);
  it.cache = loadOptionalS64(at + 80);
  it.cycle = loadOptionalBool(at + 96);
  return it;
}

function storeSequenceChange(it: SequenceChange, at: usize): void {
  storeOptionalString(it.dataType, at);
  storeOptionalS64(it.start, at + 16);
  storeOptionalS64(it.increment, at + 32);
  storeOptionalS64(it.minimum, at + 48);
  storeOptionalS64(it.maximum, at + 64);
  storeOptionalS64(it.cache, at + 80);
  storeOptionalBool(it.cycle, at + 96);
}

function loadListOfGuardedChange(at: usize): Array<GuardedChange> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<GuardedChange>(count);
  for (let i = 0; i < count; i++) items[i] = loadGuardedChange(start + i * 208);
  return items;
}

function storeListOfGuardedChange(it: Array<GuardedChange>, at: usize): void {
  const start = allocate(it.length * 208, 8);
  for (let i = 0; i < it.length; i++) storeGuardedChange(it[i], start + i * 208);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfEnumChange(at: usize): Array<EnumChange> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<EnumChange>(count);
  for (let i = 0; i < count; i++) items[i] = loadEnumChange(start + i * 24);
  return items;
}

function storeListOfEnumChange(it: Array<EnumChange>, at: usize): void {
  const start = allocate(it.length * 24, 4);
  for (let i = 0; i < it.length; i++) storeEnumChange(it[i], start + i * 24);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadListOfObjectName(at: usize): Array<ObjectName> {
  const start: usize = load<u32>(at);
  const count = load<i32>(at + 4);
  const items = new Array<ObjectName>(count);
  for (let i = 0; i < count; i++) items[i] = loadObjectName(start + i * 20);
  return items;
}

function storeListOfObjectName(it: Array<ObjectName>, at: usize): void {
  const start = allocate(it.length * 20, 4);
  for (let i = 0; i < it.length; i++) storeObjectName(it[i], start + i * 20);
  store<u32>(at, <u32>start);
  store<u32>(at + 4, it.length);
}

function loadAnswerListOfObjectNameOrDatabaseError(at: usize): Answer<Array<ObjectName>, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<Array<ObjectName>, DatabaseError>(loadListOfObjectName(at + 8), null);
  return new Answer<Array<ObjectName>, DatabaseError>(blank<Array<ObjectName>>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerListOfObjectNameOrDatabaseError(it: Answer<Array<ObjectName>, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeListOfObjectName(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadOptionalTableDef(at: usize): TableDef | null {
  if (load<u8>(at) == 0) return null;
  return loadTableDef(at + 4);
}

function storeOptionalTableDef(it: TableDef | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeTableDef(it, at + 4);
}

function loadAnswerOptionalTableDefOrDatabaseError(at: usize): Answer<TableDef | null, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<TableDef | null, DatabaseError>(loadOptionalTableDef(at + 8), null);
  return new Answer<TableDef | null, DatabaseError>(blank<TableDef | null>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerOptionalTableDefOrDatabaseError(it: Answer<TableDef | null, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeOptionalTableDef(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerBoolOrDatabaseError(at: usize): Answer<bool, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<bool, DatabaseError>(load<u8>(at + 8) != 0, null);
  return new Answer<bool, DatabaseError>(blank<bool>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerBoolOrDatabaseError(it: Answer<bool, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) store<u8>(at + 8, <u8>it.value);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

function loadAnswerSchemaDefOrDatabaseError(at: usize): Answer<SchemaDef, DatabaseError> {
  if (load<u8>(at) == 0) return new Answer<SchemaDef, DatabaseError>(loadSchemaDef(at + 8), null);
  return new Answer<SchemaDef, DatabaseError>(blank<SchemaDef>(), loadDatabaseError(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerSchemaDefOrDatabaseError(it: Answer<SchemaDef, DatabaseError>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeSchemaDef(it.value, at + 8);
  if (failed !== null) storeDatabaseError(failed, at + 8);
}

/** The type `phase`. */
export enum Phase {
  Upgrade,
  Downgrade,
  Verify,
}

const PhaseNames: StaticArray<string> = ["upgrade", "downgrade", "verify"];

/** The name of a Phase. */
export function nameOfPhase(it: Phase): string {
  return PhaseNames[it];
}

function loadOptionalListOfU8(at: usize): StaticArray<u8> | null {
  if (load<u8>(at) == 0) return null;
  return loadList<u8>(at + 4);
}

function storeOptionalListOfU8(it: StaticArray<u8> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) storeList<u8>(it, at + 4);
}

/** The type `level`. */
export enum Level {
  Trace,
  Debug,
  Info,
  Warn,
  Error,
}

const LevelNames: StaticArray<string> = ["trace", "debug", "info", "warn", "error"];

/** The name of a Level. */
export function nameOfLevel(it: Level): string {
  return LevelNames[it];
}

function loadOptionalU64(at: usize): Some<u64> | null {
  if (load<u8>(at) == 0) return null;
  return new Some<u64>(load<u64>(at + 8));
}

function storeOptionalU64(it: Some<u64> | null, at: usize): void {
  store<u8>(at, it === null ? 0 : 1);
  if (it !== null) store<u64>(at + 8, it.value);
}

/** The type `failure`. */
export class Failure {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return FailureCases[this.tag];
  }
}

const FailureCases: StaticArray<string> = ["database", "irreversible", "precondition", "other"];

/** A database error that the migration did not handle. */
export class FailureDatabase extends Failure {
  constructor(public value: DatabaseError) {
    super(0);
  }
}

/** There is no way back from this revision. */
export class FailureIrreversible extends Failure {
  constructor(public value: string) {
    super(1);
  }
}

/** The data is not as the migration needs it. */
export class FailurePrecondition extends Failure {
  constructor(public value: string) {
    super(2);
  }
}

/** The case `other`. */
export class FailureOther extends Failure {
  constructor(public value: string) {
    super(3);
  }
}

function loadFailure(at: usize): Failure {
  switch (load<u8>(at)) {
    case 0:
      return new FailureDatabase(loadDatabaseError(at + 8));
    case 1:
      return new FailureIrreversible(loadString(at + 8));
    case 2:
      return new FailurePrecondition(loadString(at + 8));
    case 3:
      return new FailureOther(loadString(at + 8));
    default:
      return new Failure(load<u8>(at));
  }
}

function storeFailure(it: Failure, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeDatabaseError(changetype<FailureDatabase>(it).value, at + 8);
      break;
    case 1:
      storeString(changetype<FailureIrreversible>(it).value, at + 8);
      break;
    case 2:
      storeString(changetype<FailurePrecondition>(it).value, at + 8);
      break;
    case 3:
      storeString(changetype<FailureOther>(it).value, at + 8);
      break;
  }
}

function loadAnswerNothingOrFailure(at: usize): Answer<bool, Failure> {
  if (load<u8>(at) == 0) return new Answer<bool, Failure>(true, null);
  return new Answer<bool, Failure>(blank<bool>(), loadFailure(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerNothingOrFailure(it: Answer<bool, Failure>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed !== null) storeFailure(failed, at + 8);
}

/** The type `definition`. */
export class Definition {
  /** `tag` is the place of the case, counted from 0. */
  constructor(public tag: u8) {}

  /** The name of the case. */
  get caseName(): string {
    return DefinitionCases[this.tag];
  }
}

const DefinitionCases: StaticArray<string> = ["schema", "ddl"];

/** The case `schema`. */
export class DefinitionSchema extends Definition {
  constructor(public value: SchemaDef) {
    super(0);
  }
}

/** Statements of the dialect, divided by semicolons. */
export class DefinitionDdl extends Definition {
  constructor(public value: string) {
    super(1);
  }
}

function loadDefinition(at: usize): Definition {
  switch (load<u8>(at)) {
    case 0:
      return new DefinitionSchema(loadSchemaDef(at + 4));
    case 1:
      return new DefinitionDdl(loadString(at + 4));
    default:
      return new Definition(load<u8>(at));
  }
}

function storeDefinition(it: Definition, at: usize): void {
  store<u8>(at, it.tag);
  switch (it.tag) {
    case 0:
      storeSchemaDef(changetype<DefinitionSchema>(it).value, at + 4);
      break;
    case 1:
      storeString(changetype<DefinitionDdl>(it).value, at + 4);
      break;
  }
}

function loadAnswerDefinitionOrFailure(at: usize): Answer<Definition, Failure> {
  if (load<u8>(at) == 0) return new Answer<Definition, Failure>(loadDefinition(at + 8), null);
  return new Answer<Definition, Failure>(blank<Definition>(), loadFailure(at + 8));
}

/** Stores what an exported function answers. */
export function storeAnswerDefinitionOrFailure(it: Answer<Definition, Failure>, at: usize): void {
  const failed = it.error;
  store<u8>(at, failed === null ? 0 : 1);
  if (failed === null) storeDefinition(it.value, at + 8);
  if (failed !== null) storeFailure(failed, at + 8);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[resource-drop]database")
declare function databaseDropCore(p0: u32): void;

/** Gives the handle of a database back. */
export function databaseDrop(self: u32): void {
  databaseDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[resource-drop]cursor")
declare function cursorDropCore(p0: u32): void;

/** Gives the handle of a cursor back. */
export function cursorDrop(self: u32): void {
  cursorDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[resource-drop]statement")
declare function statementDropCore(p0: u32): void;

/** Gives the handle of a statement back. */
export function statementDrop(self: u32): void {
  statementDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[resource-drop]bulk-writer")
declare function bulkWriterDropCore(p0: u32): void;

/** Gives the handle of a bulk-writer back. */
export function bulkWriterDrop(self: u32): void {
  bulkWriterDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[resource-drop]savepoint")
declare function savepointDropCore(p0: u32): void;

/** Gives the handle of a savepoint back. */
export function savepointDrop(self: u32): void {
  savepointDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.info")
declare function databaseInfoCore(p0: u32, p1: u32): void;

/** The function `info`. */
export function databaseInfo(self: u32): DatabaseInfo {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, self);
  const area = allocate(48, 4);
  databaseInfoCore(load<u32>(at), <u32>area);
  return loadDatabaseInfo(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.supports")
declare function databaseSupportsCore(p0: u32, p1: u32, p2: u32): u32;

/**
 * True or false for a feature name such as `returning`,
 * `drop-column`, `arrays`, `check-constraints`. Unknown: false.
 */
export function databaseSupports(self: u32, feature: string): bool {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeString(feature, at + 4);
  return databaseSupportsCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8)) != 0;
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.quote")
declare function databaseQuoteCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** Quotes one identifier by the dialect's rules. */
export function databaseQuote(self: u32, identifier: string): string {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeString(identifier, at + 4);
  const area = allocate(8, 4);
  databaseQuoteCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadString(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.placeholder")
declare function databasePlaceholderCore(p0: u32, p1: u32, p2: u32): void;

/** The dialect's text of parameter `index`, counted from 1. */
export function databasePlaceholder(self: u32, index: u32): string {
  begin();
  const at = allocate(8, 4);
  store<u32>(at, self);
  store<u32>(at + 4, index);
  const area = allocate(8, 4);
  databasePlaceholderCore(load<u32>(at), load<u32>(at + 4), <u32>area);
  return loadString(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.execute")
declare function databaseExecuteCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32): void;

/** Runs one statement and drops its rows. */
export function databaseExecute(self: u32, sql: string, params: Array<Value>): Answer<Outcome, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, self);
  storeString(sql, at + 4);
  storeListOfValue(params, at + 12);
  const area = allocate(56, 8);
  databaseExecuteCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), <u32>area);
  return loadAnswerOutcomeOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.execute-script")
declare function databaseExecuteScriptCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** Runs several statements divided by semicolons, without parameters. */
export function databaseExecuteScript(self: u32, sql: string): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeString(sql, at + 4);
  const area = allocate(56, 8);
  databaseExecuteScriptCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.query")
declare function databaseQueryCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32): void;

/** Runs one statement and streams its rows. */
export function databaseQuery(self: u32, sql: string, params: Array<Value>): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, self);
  storeString(sql, at + 4);
  storeListOfValue(params, at + 12);
  const area = allocate(56, 8);
  databaseQueryCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.query-one")
declare function databaseQueryOneCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32): void;

/** First row only; the shortest way to a scalar. */
export function databaseQueryOne(self: u32, sql: string, params: Array<Value>): Answer<Array<Value> | null, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, self);
  storeString(sql, at + 4);
  storeListOfValue(params, at + 12);
  const area = allocate(56, 8);
  databaseQueryOneCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), <u32>area);
  return loadAnswerOptionalListOfValueOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.prepare")
declare function databasePrepareCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** The function `prepare`. */
export function databasePrepare(self: u32, sql: string): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeString(sql, at + 4);
  const area = allocate(56, 8);
  databasePrepareCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.bulk-insert")
declare function databaseBulkInsertCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/**
 * The fastest way in that the database has: COPY, multi-row INSERT,
 * or a reused prepared statement. `schema` none is the default one.
 */
export function databaseBulkInsert(self: u32, schema: string | null, table: string, columns: Array<string>): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, self);
  storeOptionalString(schema, at + 4);
  storeString(table, at + 16);
  storeListOfString(columns, at + 24);
  const area = allocate(56, 8);
  databaseBulkInsertCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.bulk-update")
declare function databaseBulkUpdateCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32): void;

/**
 * Rows changed by key, the way a backfill does it: each row holds the
 * values of `keys`, then those of `columns`. The host picks the fastest
 * way (UNNEST, a joined VALUES list, one statement stepped over a batch).
 */
export function databaseBulkUpdate(self: u32, schema: string | null, table: string, keys: Array<string>, columns: Array<string>): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(40, 4);
  store<u32>(at, self);
  storeOptionalString(schema, at + 4);
  storeString(table, at + 16);
  storeListOfString(keys, at + 24);
  storeListOfString(columns, at + 32);
  const area = allocate(56, 8);
  databaseBulkUpdateCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), load<u32>(at + 32), load<u32>(at + 36), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]database.savepoint")
declare function databaseSavepointCore(p0: u32, p1: u32): void;

/** Opens a savepoint. Dropping it unreleased rolls back to it. */
export function databaseSavepoint(self: u32): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, self);
  const area = allocate(56, 8);
  databaseSavepointCore(load<u32>(at), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]cursor.columns")
declare function cursorColumnsCore(p0: u32, p1: u32): void;

/** The function `columns`. */
export function cursorColumns(self: u32): Array<Column> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, self);
  const area = allocate(8, 4);
  cursorColumnsCore(load<u32>(at), <u32>area);
  return loadListOfColumn(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]cursor.next-rows")
declare function cursorNextRowsCore(p0: u32, p1: u32, p2: u32): void;

/**
 * At most `max-rows` rows; an empty list is the end. The host may give
 * fewer to stay within its byte budget for one call.
 */
export function cursorNextRows(self: u32, maxRows: u32): Answer<Array<Array<Value>>, DatabaseError> {
  begin();
  const at = allocate(8, 4);
  store<u32>(at, self);
  store<u32>(at + 4, maxRows);
  const area = allocate(56, 8);
  cursorNextRowsCore(load<u32>(at), load<u32>(at + 4), <u32>area);
  return loadAnswerListOfListOfValueOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]cursor.next-batch")
declare function cursorNextBatchCore(p0: u32, p1: u32, p2: u32): void;

/** The same rows in columnar form; `row-count` 0 is the end. */
export function cursorNextBatch(self: u32, maxRows: u32): Answer<Batch, DatabaseError> {
  begin();
  const at = allocate(8, 4);
  store<u32>(at, self);
  store<u32>(at + 4, maxRows);
  const area = allocate(56, 8);
  cursorNextBatchCore(load<u32>(at), load<u32>(at + 4), <u32>area);
  return loadAnswerBatchOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]statement.execute")
declare function statementExecuteCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** The function `execute`. */
export function statementExecute(self: u32, params: Array<Value>): Answer<Outcome, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeListOfValue(params, at + 4);
  const area = allocate(56, 8);
  statementExecuteCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerOutcomeOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]statement.query")
declare function statementQueryCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** The function `query`. */
export function statementQuery(self: u32, params: Array<Value>): Answer<u32, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeListOfValue(params, at + 4);
  const area = allocate(56, 8);
  statementQueryCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerHandleOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]statement.execute-many")
declare function statementExecuteManyCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** One execution a row, in one call; gives the rows affected in all. */
export function statementExecuteMany(self: u32, rows: Array<Array<Value>>): Answer<u64, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeListOfListOfValue(rows, at + 4);
  const area = allocate(56, 8);
  statementExecuteManyCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerU64OrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]statement.execute-batch")
declare function statementExecuteBatchCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32): void;

/** As `execute-many`, columnar. */
export function statementExecuteBatch(self: u32, rows: Batch): Answer<u64, DatabaseError> {
  begin();
  const at = allocate(16, 4);
  store<u32>(at, self);
  storeBatch(rows, at + 4);
  const area = allocate(56, 8);
  statementExecuteBatchCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), <u32>area);
  return loadAnswerU64OrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]bulk-writer.write-rows")
declare function bulkWriterWriteRowsCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** The function `write-rows`. */
export function bulkWriterWriteRows(self: u32, rows: Array<Array<Value>>): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, self);
  storeListOfListOfValue(rows, at + 4);
  const area = allocate(56, 8);
  bulkWriterWriteRowsCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[method]bulk-writer.write-batch")
declare function bulkWriterWriteBatchCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32): void;

/** The function `write-batch`. */
export function bulkWriterWriteBatch(self: u32, rows: Batch): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(16, 4);
  store<u32>(at, self);
  storeBatch(rows, at + 4);
  const area = allocate(56, 8);
  bulkWriterWriteBatchCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[static]bulk-writer.finish")
declare function bulkWriterFinishCore(p0: u32, p1: u32): void;

/** The function `finish`. */
export function bulkWriterFinish(handle: u32): Answer<u64, DatabaseError> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, handle);
  const area = allocate(56, 8);
  bulkWriterFinishCore(load<u32>(at), <u32>area);
  return loadAnswerU64OrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[static]savepoint.release")
declare function savepointReleaseCore(p0: u32, p1: u32): void;

/** The function `release`. */
export function savepointRelease(handle: u32): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, handle);
  const area = allocate(56, 8);
  savepointReleaseCore(load<u32>(at), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:sql/database@0.1.0", "[static]savepoint.rollback")
declare function savepointRollbackCore(p0: u32, p1: u32): void;

/** The function `rollback`. */
export function savepointRollback(handle: u32): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, handle);
  const area = allocate(56, 8);
  savepointRollbackCore(load<u32>(at), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "set-naming")
declare function operationsSetNamingCore(p0: u32, p1: u32, p2: u32, p3: u32): void;

/** Names for the unnamed constraints and indexes of all calls that follow. */
export function operationsSetNaming(db: u32, naming: Array<TupleOfStringString>): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(12, 4);
  store<u32>(at, db);
  storeListOfTupleOfStringString(naming, at + 4);
  const area = allocate(56, 8);
  operationsSetNamingCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-table")
declare function operationsCreateTableCore(p0: u32, p1: u32): void;

/** The function `create-table`. */
export function operationsCreateTable(db: u32, table: TableDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(76, 4);
  store<u32>(at, db);
  storeTableDef(table, at + 4);
  storeGuard(guard, at + 68);
  const area = allocate(56, 8);
  operationsCreateTableCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-table")
declare function operationsDropTableCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32): void;

/** The function `drop-table`. */
export function operationsDropTable(db: u32, name: ObjectName, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeGuard(guard, at + 24);
  const area = allocate(56, 8);
  operationsDropTableCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u8>(at + 25), load<u8>(at + 26), load<u8>(at + 27), load<u8>(at + 28), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "rename-table")
declare function operationsRenameTableCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32): void;

/** The function `rename-table`. */
export function operationsRenameTable(db: u32, name: ObjectName, to: ObjectName): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(44, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeObjectName(to, at + 24);
  const area = allocate(56, 8);
  operationsRenameTableCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u32>(at + 28), load<u32>(at + 32), load<u32>(at + 36), load<u32>(at + 40), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "alter-table")
declare function operationsAlterTableCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32): void;

/**
 * All changes at once: one ALTER where the dialect can, one copy of the
 * table where it cannot.
 */
export function operationsAlterTable(db: u32, name: ObjectName, changes: Array<GuardedChange>, rebuild: Rebuild): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(36, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeListOfGuardedChange(changes, at + 24);
  store<u8>(at + 32, <u8>rebuild);
  const area = allocate(56, 8);
  operationsAlterTableCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), load<u8>(at + 32), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-enum")
declare function operationsCreateEnumCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32, p13: u32, p14: u32, p15: u32, p16: u32): void;

/** The function `create-enum`. */
export function operationsCreateEnum(db: u32, definition: EnumDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(52, 4);
  store<u32>(at, db);
  storeEnumDef(definition, at + 4);
  storeGuard(guard, at + 44);
  const area = allocate(56, 8);
  operationsCreateEnumCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), load<u8>(at + 32), load<u32>(at + 36), load<u32>(at + 40), load<u8>(at + 44), load<u8>(at + 45), load<u8>(at + 46), load<u8>(at + 47), load<u8>(at + 48), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "alter-enum")
declare function operationsAlterEnumCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32, p13: u32): void;

/** The function `alter-enum`. */
export function operationsAlterEnum(db: u32, name: ObjectName, changes: Array<EnumChange>, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(40, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeListOfEnumChange(changes, at + 24);
  storeGuard(guard, at + 32);
  const area = allocate(56, 8);
  operationsAlterEnumCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), load<u8>(at + 32), load<u8>(at + 33), load<u8>(at + 34), load<u8>(at + 35), load<u8>(at + 36), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-enum")
declare function operationsDropEnumCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32): void;

/** The function `drop-enum`. */
export function operationsDropEnum(db: u32, name: ObjectName, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeGuard(guard, at + 24);
  const area = allocate(56, 8);
  operationsDropEnumCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u8>(at + 25), load<u8>(at + 26), load<u8>(at + 27), load<u8>(at + 28), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-sequence")
declare function operationsCreateSequenceCore(p0: u32, p1: u32): void;

/** The function `create-sequence`. */
export function operationsCreateSequence(db: u32, definition: SequenceDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(144, 8);
  store<u32>(at, db);
  storeSequenceDef(definition, at + 8);
  storeGuard(guard, at + 136);
  const area = allocate(56, 8);
  operationsCreateSequenceCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "alter-sequence")
declare function operationsAlterSequenceCore(p0: u32, p1: u32): void;

/** The function `alter-sequence`. */
export function operationsAlterSequence(db: u32, name: ObjectName, change: SequenceChange, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(136, 8);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeSequenceChange(change, at + 24);
  storeGuard(guard, at + 128);
  const area = allocate(56, 8);
  operationsAlterSequenceCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-sequence")
declare function operationsDropSequenceCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32): void;

/** The function `drop-sequence`. */
export function operationsDropSequence(db: u32, name: ObjectName, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  storeGuard(guard, at + 24);
  const area = allocate(56, 8);
  operationsDropSequenceCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u8>(at + 25), load<u8>(at + 26), load<u8>(at + 27), load<u8>(at + 28), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-view")
declare function operationsCreateViewCore(p0: u32, p1: u32): void;

/** The function `create-view`. */
export function operationsCreateView(db: u32, definition: ViewDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(80, 4);
  store<u32>(at, db);
  storeViewDef(definition, at + 4);
  storeGuard(guard, at + 72);
  const area = allocate(56, 8);
  operationsCreateViewCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-view")
declare function operationsDropViewCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32): void;

/** The function `drop-view`. */
export function operationsDropView(db: u32, name: ObjectName, materialized: bool, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  store<u8>(at + 24, <u8>materialized);
  storeGuard(guard, at + 25);
  const area = allocate(56, 8);
  operationsDropViewCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u8>(at + 25), load<u8>(at + 26), load<u8>(at + 27), load<u8>(at + 28), load<u8>(at + 29), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-routine")
declare function operationsCreateRoutineCore(p0: u32, p1: u32): void;

/** The function `create-routine`. */
export function operationsCreateRoutine(db: u32, definition: RoutineDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(56, 4);
  store<u32>(at, db);
  storeRoutineDef(definition, at + 4);
  storeGuard(guard, at + 48);
  const area = allocate(56, 8);
  operationsCreateRoutineCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-routine")
declare function operationsDropRoutineCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32): void;

/** The function `drop-routine`. */
export function operationsDropRoutine(db: u32, name: ObjectName, kind: RoutineKind, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  store<u8>(at + 24, <u8>kind);
  storeGuard(guard, at + 25);
  const area = allocate(56, 8);
  operationsDropRoutineCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u8>(at + 25), load<u8>(at + 26), load<u8>(at + 27), load<u8>(at + 28), load<u8>(at + 29), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-trigger")
declare function operationsCreateTriggerCore(p0: u32, p1: u32): void;

/** The function `create-trigger`. */
export function operationsCreateTrigger(db: u32, definition: TriggerDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(60, 4);
  store<u32>(at, db);
  storeTriggerDef(definition, at + 4);
  storeGuard(guard, at + 52);
  const area = allocate(56, 8);
  operationsCreateTriggerCore(<u32>at, <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-trigger")
declare function operationsDropTriggerCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32, p13: u32): void;

/** The function `drop-trigger`. */
export function operationsDropTrigger(db: u32, table: ObjectName, name: string, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(40, 4);
  store<u32>(at, db);
  storeObjectName(table, at + 4);
  storeString(name, at + 24);
  storeGuard(guard, at + 32);
  const area = allocate(56, 8);
  operationsDropTriggerCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), load<u8>(at + 32), load<u8>(at + 33), load<u8>(at + 34), load<u8>(at + 35), load<u8>(at + 36), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-schema")
declare function operationsCreateSchemaCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `create-schema`. */
export function operationsCreateSchema(db: u32, name: string, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, db);
  storeString(name, at + 4);
  storeGuard(guard, at + 12);
  const area = allocate(56, 8);
  operationsCreateSchemaCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u8>(at + 12), load<u8>(at + 13), load<u8>(at + 14), load<u8>(at + 15), load<u8>(at + 16), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-schema")
declare function operationsDropSchemaCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `drop-schema`. */
export function operationsDropSchema(db: u32, name: string, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, db);
  storeString(name, at + 4);
  storeGuard(guard, at + 12);
  const area = allocate(56, 8);
  operationsDropSchemaCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u8>(at + 12), load<u8>(at + 13), load<u8>(at + 14), load<u8>(at + 15), load<u8>(at + 16), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "create-extension")
declare function operationsCreateExtensionCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32, p9: u32, p10: u32, p11: u32, p12: u32, p13: u32, p14: u32): void;

/** The function `create-extension`. */
export function operationsCreateExtension(db: u32, definition: ExtensionDef, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(44, 4);
  store<u32>(at, db);
  storeExtensionDef(definition, at + 4);
  storeGuard(guard, at + 36);
  const area = allocate(56, 8);
  operationsCreateExtensionCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u8>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u8>(at + 24), load<u32>(at + 28), load<u32>(at + 32), load<u8>(at + 36), load<u8>(at + 37), load<u8>(at + 38), load<u8>(at + 39), load<u8>(at + 40), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/operations@0.1.0", "drop-extension")
declare function operationsDropExtensionCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `drop-extension`. */
export function operationsDropExtension(db: u32, name: string, guard: Guard): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(20, 4);
  store<u32>(at, db);
  storeString(name, at + 4);
  storeGuard(guard, at + 12);
  const area = allocate(56, 8);
  operationsDropExtensionCore(load<u32>(at), load<u32>(at + 4), load<u32>(at + 8), load<u8>(at + 12), load<u8>(at + 13), load<u8>(at + 14), load<u8>(at + 15), load<u8>(at + 16), <u32>area);
  return loadAnswerNothingOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "table-names")
declare function inspectionTableNamesCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32): void;

/** The tables of a schema; none for the default one. */
export function inspectionTableNames(db: u32, schema: string | null): Answer<Array<ObjectName>, DatabaseError> {
  begin();
  const at = allocate(16, 4);
  store<u32>(at, db);
  storeOptionalString(schema, at + 4);
  const area = allocate(56, 8);
  inspectionTableNamesCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), <u32>area);
  return loadAnswerListOfObjectNameOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "table")
declare function inspectionTableCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32): void;

/** The function `table`. */
export function inspectionTable(db: u32, name: ObjectName): Answer<TableDef | null, DatabaseError> {
  begin();
  const at = allocate(24, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  const area = allocate(80, 8);
  inspectionTableCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), <u32>area);
  return loadAnswerOptionalTableDefOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "has-table")
declare function inspectionHasTableCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32): void;

/** The function `has-table`. */
export function inspectionHasTable(db: u32, name: ObjectName): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(24, 4);
  store<u32>(at, db);
  storeObjectName(name, at + 4);
  const area = allocate(56, 8);
  inspectionHasTableCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), <u32>area);
  return loadAnswerBoolOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "has-column")
declare function inspectionHasColumnCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `has-column`. */
export function inspectionHasColumn(db: u32, table: ObjectName, column: string): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(table, at + 4);
  storeString(column, at + 24);
  const area = allocate(56, 8);
  inspectionHasColumnCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), <u32>area);
  return loadAnswerBoolOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "has-index")
declare function inspectionHasIndexCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `has-index`. */
export function inspectionHasIndex(db: u32, table: ObjectName, index: string): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(table, at + 4);
  storeString(index, at + 24);
  const area = allocate(56, 8);
  inspectionHasIndexCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), <u32>area);
  return loadAnswerBoolOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "has-constraint")
declare function inspectionHasConstraintCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32, p5: u32, p6: u32, p7: u32, p8: u32): void;

/** The function `has-constraint`. */
export function inspectionHasConstraint(db: u32, table: ObjectName, constraint: string): Answer<bool, DatabaseError> {
  begin();
  const at = allocate(32, 4);
  store<u32>(at, db);
  storeObjectName(table, at + 4);
  storeString(constraint, at + 24);
  const area = allocate(56, 8);
  inspectionHasConstraintCore(load<u32>(at), load<u8>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16), load<u32>(at + 20), load<u32>(at + 24), load<u32>(at + 28), <u32>area);
  return loadAnswerBoolOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:schema/inspection@0.1.0", "schema")
declare function inspectionSchemaCore(p0: u32, p1: u32): void;

/** Everything, but the host's own tables. */
export function inspectionSchema(db: u32): Answer<SchemaDef, DatabaseError> {
  begin();
  const at = allocate(4, 4);
  store<u32>(at, db);
  const area = allocate(80, 8);
  inspectionSchemaCore(load<u32>(at), <u32>area);
  return loadAnswerSchemaDefOrDatabaseError(area);
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "revision")
declare function contextRevisionCore(p0: u32): void;

/**
 * The revision being applied. A component that bundles several revisions
 * switches on it.
 */
export function contextRevision(): string {
  begin();
  const area = allocate(8, 4);
  contextRevisionCore(<u32>area);
  return loadString(area);
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "current-phase")
declare function contextCurrentPhaseCore(): u32;

/** The function `current-phase`. */
export function contextCurrentPhase(): Phase {
  begin();
  return <Phase>contextCurrentPhaseCore();
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "offline")
declare function contextOfflineCore(): u32;

/** True when SQL is only written out. */
export function contextOffline(): bool {
  begin();
  return contextOfflineCore() != 0;
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "argument")
declare function contextArgumentCore(p0: u32, p1: u32, p2: u32): void;

/** The value of `-x name=value`. */
export function contextArgument(name: string): string | null {
  begin();
  const at = allocate(8, 4);
  storeString(name, at);
  const area = allocate(12, 4);
  contextArgumentCore(load<u32>(at), load<u32>(at + 4), <u32>area);
  return loadOptionalString(area);
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "arguments")
declare function contextArgumentsCore(p0: u32): void;

/** The function `arguments`. */
export function contextArguments(): Array<TupleOfStringString> {
  begin();
  const area = allocate(8, 4);
  contextArgumentsCore(<u32>area);
  return loadListOfTupleOfStringString(area);
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "tag")
declare function contextTagCore(p0: u32): void;

/** A tag given with `--tag`. */
export function contextTag(): string | null {
  begin();
  const area = allocate(12, 4);
  contextTagCore(<u32>area);
  return loadOptionalString(area);
}

// @ts-ignore: decorator
@external("aludel:migration/context@0.1.0", "section")
declare function contextSectionCore(p0: u32, p1: u32, p2: u32): void;

/**
 * The content of this component's own custom section `aludel:NAME`: data
 * that travels beside the code, such as the statements of a SQL migration.
 */
export function contextSection(name: string): StaticArray<u8> | null {
  begin();
  const at = allocate(8, 4);
  storeString(name, at);
  const area = allocate(12, 4);
  contextSectionCore(load<u32>(at), load<u32>(at + 4), <u32>area);
  return loadOptionalListOfU8(area);
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "[resource-drop]task")
declare function taskDropCore(p0: u32): void;

/** Gives the handle of a task back. */
export function taskDrop(self: u32): void {
  taskDropCore(self);
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "log")
declare function progressLogCore(p0: u32, p1: u32, p2: u32): void;

/** The function `log`. */
export function progressLog(level: Level, message: string): void {
  begin();
  const at = allocate(12, 4);
  store<u8>(at, <u8>level);
  storeString(message, at + 4);
  progressLogCore(load<u8>(at), load<u32>(at + 4), load<u32>(at + 8));
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "log-with")
declare function progressLogWithCore(p0: u32, p1: u32, p2: u32, p3: u32, p4: u32): void;

/** Fields are shown by structured sinks and appended by plain ones. */
export function progressLogWith(level: Level, message: string, fields: Array<TupleOfStringString>): void {
  begin();
  const at = allocate(20, 4);
  store<u8>(at, <u8>level);
  storeString(message, at + 4);
  storeListOfTupleOfStringString(fields, at + 12);
  progressLogWithCore(load<u8>(at), load<u32>(at + 4), load<u32>(at + 8), load<u32>(at + 12), load<u32>(at + 16));
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "[constructor]task")
declare function taskNewCore(p0: u32, p1: u32, p2: u32, p3: i64): u32;

/** The function `constructor`. */
export function taskNew(label: string, total: Some<u64> | null): u32 {
  begin();
  const at = allocate(24, 8);
  storeString(label, at);
  storeOptionalU64(total, at + 8);
  return <u32>taskNewCore(load<u32>(at), load<u32>(at + 4), load<u8>(at + 8), load<u64>(at + 16));
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "[method]task.advance")
declare function taskAdvanceCore(p0: u32, p1: i64): void;

/** The function `advance`. */
export function taskAdvance(self: u32, by: u64): void {
  begin();
  const at = allocate(16, 8);
  store<u32>(at, self);
  store<u64>(at + 8, by);
  taskAdvanceCore(load<u32>(at), load<u64>(at + 8));
}

// @ts-ignore: decorator
@external("aludel:migration/progress@0.1.0", "[method]task.set-total")
declare function taskSetTotalCore(p0: u32, p1: i64): void;

/** The function `set-total`. */
export function taskSetTotal(self: u32, total: u64): void {
  begin();
  const at = allocate(16, 8);
  store<u32>(at, self);
  store<u64>(at + 8, total);
  taskSetTotalCore(load<u32>(at), load<u64>(at + 8));
}
