// What goes into a statement.

import {
  Date, DateTime, Interval, Time, Uuid, Value, ValueBoolean, ValueBytes, ValueDate, ValueDecimal, ValueInteger,
  ValueInterval, ValueJson, ValueReal, ValueText, ValueTime, ValueTimestamp, ValueTimestamptz, ValueUnsignedInteger,
  ValueUuid,
} from "./bindings";

/** NULL as a parameter. */
export const NULL: Value = new Value(0);

/** A parameter: of an integer, a float, a boolean, a text or bytes; null is NULL. */
export function value<T>(it: T): Value {
  if (isReference<T>()) {
    if (changetype<usize>(it) == 0) return NULL;
  }
  if (isBoolean<T>()) return new ValueBoolean(<bool>it);
  else if (isInteger<T>()) {
    if (!isSigned<T>() && sizeof<T>() == 8) return unsigned(<u64>it);
    else return new ValueInteger(<i64>it);
  } else if (isFloat<T>()) return new ValueReal(<f64>it);
  else if (isString<T>()) return new ValueText(changetype<string>(changetype<usize>(it)));
  else if (idof<NonNullable<T>>() == idof<Uint8Array>()) return bytes(changetype<Uint8Array>(changetype<usize>(it)));
  else if (idof<NonNullable<T>>() == idof<Date>()) return new ValueDate(changetype<Date>(changetype<usize>(it)));
  else if (idof<NonNullable<T>>() == idof<Time>()) return new ValueTime(changetype<Time>(changetype<usize>(it)));
  else if (idof<NonNullable<T>>() == idof<Uuid>()) return new ValueUuid(changetype<Uuid>(changetype<usize>(it)));
  else if (idof<NonNullable<T>>() == idof<Interval>()) return new ValueInterval(changetype<Interval>(changetype<usize>(it)));
  else ERROR("this is no SQL value; see the functions of `aludel`: decimal, json, timestamp, timestamptz");
}

/** A number in base ten as a parameter, without an exponent: `-12.3400`. */
export function decimal(text: string): Value {
  return new ValueDecimal(text);
}

/** A JSON document as a parameter. */
export function json(text: string): Value {
  return new ValueJson(text);
}

/** A point on the wall clock, without zone, as a parameter. */
export function timestamp(it: DateTime): Value {
  return new ValueTimestamp(it);
}

/** A point in time, in UTC, as a parameter. */
export function timestamptz(utc: DateTime): Value {
  return new ValueTimestamptz(utc);
}

/** Bytes as a parameter. */
export function bytes(data: Uint8Array): Value {
  return new ValueBytes(StaticArray.fromArray<u8>(toArray(data)));
}

/** The bytes of a value in the form that programs use. */
export function toUint8Array(data: StaticArray<u8>): Uint8Array {
  const copy = new Uint8Array(data.length);
  memory.copy(copy.dataStart, changetype<usize>(data), data.length);
  return copy;
}

function toArray(data: Uint8Array): Array<u8> {
  const copy = new Array<u8>(data.length);
  memory.copy(copy.dataStart, data.dataStart, data.length);
  return copy;
}

function unsigned(it: u64): Value {
  return it > <u64>i64.MAX_VALUE ? new ValueUnsignedInteger(it) : new ValueInteger(<i64>it);
}
